//! Several values: `values`, `receive` and `call-with-values` without lists where the shapes are known.
//!
//! Wanting several values spreads into the arms of the producer, so that `(receive (a b) (if c (values 1 2) (f)) e)`
//! moves two constants into `a` and `b` or has the call's values received there.

use eyas_bytecode::Op;

use super::call::Callee;
use super::{Hint, Home, Lowerer, PlaceId, Receiver, ReceiverId, Reg, Want, Window};
use crate::core::{ExprId, VarId};

impl Lowerer<'_> {
    pub(super) fn receiver(&mut self, receiver: Receiver) -> ReceiverId {
        self.receivers.push(receiver);
        ReceiverId(self.receivers.len() - 1)
    }

    pub(super) fn receive(
        &mut self,
        vars: &[VarId],
        rest: Option<VarId>,
        producer: ExprId,
        body: ExprId,
        want: Want,
    ) {
        let required: Vec<Reg> = vars.iter().map(|_| self.fresh()).collect();
        let rest_register = rest.map(|_| self.fresh());
        for (v, &r) in vars.iter().zip(&required) {
            self.homes[v.index()] = Home::In(r);
        }
        if let (Some(v), Some(r)) = (rest, rest_register) {
            self.homes[v.index()] = Home::In(r);
        }
        let id = self.receiver(Receiver::Registers {
            required,
            rest: rest_register,
        });
        self.lower(producer, Want::Values(id));
        self.lower(body, want);
    }

    /// `(values e …)`
    pub(super) fn values(&mut self, parts: &[ExprId], want: Want) {
        match (want, parts) {
            (Want::Tail, [only]) => self.lower(*only, want),
            (Want::Tail, _) => {
                let opened = self.open();
                let mut list = vec![Reg::NONE.0; parts.len()];
                self.fill(opened.0, 0, parts, &mut list);
                let window = self.operands_done(opened);
                self.emit_list(Op::ReturnValues, [0, window.0, 0], &list, PlaceId::NONE);
            }
            (Want::Effect | Want::Into(_) | Want::Test { .. }, []) => self.done(want),
            (Want::Effect, _) => parts.iter().for_each(|&e| self.lower(e, Want::Effect)),
            (Want::Into(_) | Want::Test { .. }, [first, others @ ..]) => {
                if others.is_empty() {
                    return self.lower(*first, want);
                }
                let r = self.value(*first, Hint::NONE);
                others.iter().for_each(|&e| self.lower(e, Want::Effect));
                self.deliver(want, r);
            }
            (Want::Values(id), _) => {
                if let Receiver::Registers {
                    required,
                    rest: None,
                } = &self.receivers[id.0]
                    && required.len() == parts.len()
                {
                    for (e, to) in parts.iter().zip(required.clone()) {
                        self.lower(*e, Want::Into(to));
                    }
                    return;
                }
                let list: Vec<Reg> = parts.iter().map(|&e| self.value(e, Hint::NONE)).collect();
                self.deliver_values(want, &list);
            }
            (Want::Pass(id), _) => {
                let Receiver::Procedure { procedure, want } = self.receivers[id.0] else {
                    return;
                };
                let opened = self.open();
                let mut list = vec![procedure.0; parts.len() + 1];
                self.fill(opened.0, 1, parts, &mut list);
                let window = self.operands_done(opened);
                self.finish_call(Callee::Value, window, &list, PlaceId::NONE, want);
            }
        }
    }

    /// Delivers values that are in registers to who takes several.
    pub(super) fn deliver_values(&mut self, want: Want, values: &[Reg]) {
        let id = match want {
            Want::Values(id) | Want::Pass(id) => id,
            _ => return,
        };
        let (required, rest) = match &self.receivers[id.0] {
            Receiver::Registers { required, rest } => (required.clone(), *rest),
            Receiver::Procedure { procedure, want } => {
                let (procedure, want) = (*procedure, *want);
                let opened = self.open();
                let list: Vec<u32> = std::iter::once(procedure)
                    .chain(values.iter().copied())
                    .map(|r| r.0)
                    .collect();
                let window = self.operands_done(opened);
                return self.finish_call(Callee::Value, window, &list, PlaceId::NONE, want);
            }
        };
        let fits = match rest {
            Some(_) => values.len() >= required.len(),
            None => values.len() == required.len(),
        };
        if !fits {
            // The machine raises what it raises for a call that returns these values.
            let proc = self.returner(values.len() as u32);
            let template = self.pool.template(proc);
            let opened = self.open();
            let list: Vec<u32> = std::iter::once(Reg::NONE)
                .chain(values.iter().copied())
                .map(|r| r.0)
                .collect();
            let window = self.operands_done(opened);
            return self.finish_call(Callee::Known(template), window, &list, PlaceId::NONE, want);
        }
        for (&to, &from) in required.iter().zip(values) {
            self.move_into(to, from);
        }
        if let Some(to) = rest {
            let nil = self.pool.nil();
            self.constant_into(to, nil);
            for v in values[required.len()..].iter().rev() {
                self.emit(Op::Cons, to.0, v.0, to.0);
            }
        }
    }

    /// After a call whose values go to `id`: receives them from its window.
    pub(super) fn receive_values(&mut self, id: ReceiverId, window: Window, place: PlaceId) {
        self.emit(Op::OneValue, 0, 0, 0);
        match self.receivers[id.0].clone() {
            Receiver::Registers { required, rest } => {
                let list: Vec<u32> = required.iter().chain(&rest).map(|r| r.0).collect();
                let abc = [window.0, required.len() as u32, u32::from(rest.is_some())];
                for (index, &r) in list.iter().enumerate() {
                    let hint = &mut self.current.hints[r as usize];
                    *hint = Hint {
                        window,
                        index: index as u32,
                    };
                }
                self.emit_list(Op::Receive, abc, &list, place);
            }
            Receiver::Procedure { procedure, want } => {
                self.finish_call(Callee::Received(procedure), window, &[], place, want);
            }
        }
    }
}
