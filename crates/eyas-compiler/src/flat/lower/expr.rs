//! Expressions that are not calls: constants, variables, control, closures, records.

use eyas_bytecode::{Constant, Op};

use super::{Callee, Hint, Home, Label, LoopHome, LowerErrorKind, Lowerer, Receiver, Reg, Want};
use crate::core::walk::deep;
use crate::core::{Expr, ExprId, GlobalId, LoopId, RecordTypeId, Special, VarId};

/// How many expressions are looked at to find out what an argument reads or does.
pub(super) const LOOK: usize = 64;

impl Lowerer<'_> {
    /// Lowers an expression.
    pub(super) fn lower(&mut self, e: ExprId, want: Want) {
        if self.error.is_none() {
            deep(|| self.lower_here(e, want));
        }
    }

    /// The value of an expression in some register: a variable's own, or a fresh one with this hint.
    pub(super) fn value(&mut self, e: ExprId, hint: Hint) -> Reg {
        match *self.core.expr(e) {
            Expr::Local(v) => self.register(v),
            Expr::RunningClosure => Reg::CLOSURE,
            _ => {
                let r = self.fresh_for(hint);
                self.lower(e, Want::Into(r));
                r
            }
        }
    }

    /// The register to compute into.
    pub(super) fn target(&mut self, want: Want) -> Reg {
        match want {
            Want::Into(r) => r,
            _ => self.fresh(),
        }
    }

    /// Does what is wanted with a single value.
    pub(super) fn deliver(&mut self, want: Want, r: Reg) {
        match want {
            Want::Tail => self.emit(Op::Return, r.0, 0, 0),
            Want::Effect => {}
            Want::Into(to) => self.move_into(to, r),
            Want::Test { yes, no } => {
                self.emit(Op::BranchFalse, r.0, no.0, 0);
                self.jump(yes);
            }
            Want::Values(_) | Want::Pass(_) => self.deliver_values(want, &[r]),
        }
    }

    /// True if control goes on to the next instruction after an expression so wanted.
    pub(super) fn goes_on(&self, want: Want) -> bool {
        match want {
            Want::Effect | Want::Into(_) | Want::Values(_) => true,
            Want::Tail | Want::Test { .. } => false,
            Want::Pass(id) => match self.receivers[id.0] {
                Receiver::Procedure { want, .. } => self.goes_on(want),
                Receiver::Registers { .. } => true,
            },
        }
    }

    /// An operation without a result was done.
    pub(super) fn done(&mut self, want: Want) {
        if want != Want::Effect {
            let to = self.target(want);
            let id = self.pool.special(Special::Unspecified);
            self.constant_into(to, id);
            self.deliver(want, to);
        }
    }

    fn constant(&mut self, id: eyas_bytecode::ConstId, want: Want) {
        match want {
            Want::Effect => {}
            Want::Test { yes, no } => {
                let is_false = *self.pool.get(id) == Constant::Bool(false);
                self.jump(if is_false { no } else { yes });
            }
            _ => {
                let to = self.target(want);
                self.constant_into(to, id);
                self.deliver(want, to);
            }
        }
    }

    fn lower_here(&mut self, e: ExprId, want: Want) {
        let core = self.core;
        match core.expr(e) {
            Expr::Quote(d) => {
                if want != Want::Effect {
                    let id = self.pool.datum(d);
                    self.constant(id, want);
                }
            }
            Expr::Special(s) => {
                let id = self.pool.special(*s);
                self.constant(id, want);
            }
            Expr::Primitive(p) => {
                let id = self.pool.primitive(*p);
                self.constant(id, want);
            }
            Expr::ClosureConstant(lambda) => {
                let proc = self.procedure(*lambda);
                let id = self.pool.closure(proc);
                self.constant(id, want);
            }
            Expr::RecordTypeValue(t) => {
                let id = self.record_type(*t);
                self.constant(id, want);
            }
            Expr::Local(v) => match (self.homes[v.index()], want) {
                (_, Want::Effect) => {}
                (Home::False, Want::Test { no, .. }) => self.jump(no),
                _ => {
                    let r = self.register(*v);
                    self.deliver(want, r);
                }
            },
            Expr::RunningClosure => self.deliver(want, Reg::CLOSURE),
            Expr::Free(i) => {
                if want != Want::Effect {
                    let to = self.target(want);
                    self.emit(Op::FreeRef, to.0, *i, 0);
                    self.deliver(want, to);
                }
            }
            Expr::Global(g) => self.global_ref(e, *g, want),
            Expr::SetGlobal(g, value) => {
                let r = self.value(*value, Hint::NONE);
                let id = self.global(*g);
                let place = self.place(e);
                self.emit_at(Op::GlobalSet, r.0, id.0, 0, place);
                self.done(want);
            }
            Expr::DefineGlobal(g, value) => {
                let r = self.value(*value, Hint::NONE);
                let id = self.global(*g);
                self.emit(Op::GlobalDefine, r.0, id.0, 0);
                self.done(want);
            }
            Expr::If(test, then, other) => self.branch(*test, *then, *other, want),
            Expr::Begin(parts) => {
                if let Some((&last, before)) = parts.split_last() {
                    for &part in before {
                        self.lower(part, Want::Effect);
                    }
                    self.lower(last, want);
                }
            }
            Expr::Let(bindings, body) => self.let_values(bindings, *body, want),
            Expr::Call(callee, args) => self.call(e, *callee, args, want),
            Expr::CallKnown {
                lambda,
                closure,
                args,
            } => {
                self.call_known(e, *lambda, *closure, args, want);
            }
            Expr::Apply(callee, args) => self.apply(e, *callee, args, want),
            Expr::CallCc(procedure) => self.call_cc(e, Callee::CallCc, *procedure, want),
            Expr::CallOnce(procedure) => self.call_cc(e, Callee::CallOnce, *procedure, want),
            Expr::PrimCall(prim, args) => self.prim_call(e, *prim, args, want),
            Expr::Values(parts) => self.values(parts, want),
            Expr::Receive {
                vars,
                rest,
                producer,
                body,
            } => {
                self.receive(vars, *rest, *producer, *body, want);
            }
            Expr::ReceiveInto { producer, consumer } => {
                let procedure = self.value(*consumer, Hint::NONE);
                let id = self.receiver(Receiver::Procedure { procedure, want });
                self.lower(*producer, Want::Pass(id));
            }
            Expr::RecordMake(t, args) => {
                let id = self.record_type(*t);
                let list = self.operands(args);
                let to = self.target(want);
                let place = self.place(e);
                self.emit_list(Op::Record, [to.0, id.0, 0], &list, place);
                self.deliver(want, to);
            }
            Expr::RecordRef(t, i, record) => {
                let id = self.record_type(*t);
                let r = self.value(*record, Hint::NONE);
                let to = self.target(want);
                let place = self.place_with(e, &[*record]);
                self.emit_at(Op::RecordRef, to.0, r.0, id.0, place);
                self.set_field(*i);
                self.deliver(want, to);
            }
            Expr::RecordSet(t, i, record, value) => {
                let id = self.record_type(*t);
                let parts = [*record, *value];
                let list = self.operands(&parts);
                let place = self.place_with(e, &parts);
                self.emit_at(Op::RecordSet, list[0], list[1], id.0, place);
                self.set_field(*i);
                self.done(want);
            }
            Expr::IsRecord(t, record) => {
                let r = match want {
                    Want::Effect => return self.lower(*record, Want::Effect),
                    _ => self.value(*record, Hint::NONE),
                };
                let id = self.record_type(*t);
                match want {
                    Want::Test { yes, no } => {
                        self.emit(Op::BranchNotRecord, r.0, id.0, no.0);
                        self.jump(yes);
                    }
                    _ => {
                        let to = self.target(want);
                        self.emit(Op::IsRecord, to.0, r.0, id.0);
                        self.deliver(want, to);
                    }
                }
            }
            Expr::MakeCell(value) => {
                let r = self.value(*value, Hint::NONE);
                let to = self.target(want);
                self.emit(Op::Cell, to.0, r.0, 0);
                self.deliver(want, to);
            }
            Expr::CellRef(v, checked) => {
                let r = self.register(*v);
                let to = self.target(want);
                if *checked {
                    let name = self.pool.name(&core.vars[v.index()].name);
                    let place = self.place(e);
                    self.emit_at(Op::CellRefChecked, to.0, r.0, name.0, place);
                } else {
                    self.emit(Op::CellRef, to.0, r.0, 0);
                }
                self.deliver(want, to);
            }
            Expr::CellSet(v, value) => {
                let r = self.value(*value, Hint::NONE);
                let cell = self.register(*v);
                self.emit(Op::CellSet, cell.0, r.0, 0);
                self.done(want);
            }
            Expr::Loop { name, vars, body } => self.loop_body(*name, vars, *body, want),
            Expr::Continue(name, args) => self.continue_loop(*name, args),
            Expr::Switch {
                subject,
                arms,
                default,
            } => self.switch(*subject, arms, *default, want),
            Expr::MakeClosure(lambda, captured) => {
                let proc = self.procedure(*lambda);
                let id = self.pool.template(proc);
                let list = self.operands(captured);
                let to = self.target(want);
                self.emit_list(Op::Closure, [to.0, id.0, 0], &list, super::PlaceId::NONE);
                self.deliver(want, to);
            }
            Expr::PatchClosure {
                closure,
                index,
                value,
            } => {
                let list = self.operands(&[*closure, *value]);
                self.emit(Op::ClosurePatch, list[0], *index, list[1]);
                self.done(want);
            }
            Expr::Taken
            | Expr::SetLocal(..)
            | Expr::Lambda(_)
            | Expr::CaseLambda(_)
            | Expr::Letrec(..)
            | Expr::Fix(..) => self.fail(core.span(e), LowerErrorKind::NotConverted),
        }
    }

    fn set_field(&mut self, field: u32) {
        if let Some(ins) = self.current.code.last_mut() {
            ins.start = field;
        }
    }

    pub(super) fn global(&mut self, g: GlobalId) -> eyas_bytecode::ConstId {
        if let Some(id) = self.globals[g.index()] {
            return id;
        }
        let global = &self.core.globals[g.index()];
        let id = self.pool.add(Constant::Global {
            module: global.module.as_str().into(),
            name: global.name.as_str().into(),
        });
        self.globals[g.index()] = Some(id);
        id
    }

    fn global_ref(&mut self, e: ExprId, g: GlobalId, want: Want) {
        let defined = self.is_defined(g);
        if want == Want::Effect && defined {
            return;
        }
        let id = self.global(g);
        let to = self.target(want);
        if defined {
            self.emit(Op::GlobalGet, to.0, id.0, 0);
        } else {
            let place = self.place(e);
            self.emit_at(Op::GlobalRef, to.0, id.0, 0, place);
        }
        self.deliver(want, to);
    }

    fn record_type(&mut self, t: RecordTypeId) -> eyas_bytecode::ConstId {
        if let Some(id) = self.record_types[t.index()] {
            return id;
        }
        let record = &self.core.record_types[t.index()];
        let id = self.pool.add(Constant::RecordType {
            name: record.name.as_str().into(),
            fields: record.fields.iter().map(|f| f.as_str().into()).collect(),
            parent: None,
            mutable: record.mutable,
        });
        self.record_types[t.index()] = Some(id);
        id
    }

    pub(super) fn branch(&mut self, test: ExprId, then: ExprId, other: ExprId, want: Want) {
        let yes = self.label();
        let no = self.label();
        self.lower(test, Want::Test { yes, no });
        self.bind(yes);
        self.lower(then, want);
        if self.goes_on(want) {
            let join = self.label();
            self.jump(join);
            self.bind(no);
            self.lower(other, want);
            self.bind(join);
        } else {
            self.bind(no);
            self.lower(other, want);
        }
    }

    fn let_values(&mut self, bindings: &[(VarId, ExprId)], body: ExprId, want: Want) {
        if let [(v, init)] = *bindings
            && self.is_or(v, body)
            && matches!(want, Want::Test { .. } | Want::Into(_))
        {
            return self.either(v, init, body, want);
        }
        for &(v, init) in bindings {
            let home = match *self.core.expr(init) {
                Expr::Local(other) => self.homes[other.index()],
                _ => Home::In(self.value(init, Hint::NONE)),
            };
            self.homes[v.index()] = home;
        }
        self.lower(body, want);
    }

    /// True for the body of `(or a b)`: `(if v v b)`.
    pub(super) fn is_or(&self, v: VarId, body: ExprId) -> bool {
        let is_v = |e: ExprId| matches!(self.core.expr(e), Expr::Local(u) if *u == v);
        matches!(self.core.expr(body), Expr::If(test, then, _) if is_v(*test) && is_v(*then))
    }

    /// `(let ((v init)) (if v v other))`: the first true value; in `other` the variable is known to be false.
    fn either(&mut self, v: VarId, init: ExprId, body: ExprId, want: Want) {
        let Expr::If(_, _, other) = *self.core.expr(body) else {
            return;
        };
        self.homes[v.index()] = Home::False;
        let rest = self.label();
        match want {
            Want::Test { yes, .. } => {
                self.lower(init, Want::Test { yes, no: rest });
                self.bind(rest);
                self.lower(other, want);
            }
            _ => {
                let to = self.target(want);
                self.lower(init, Want::Into(to));
                let join = self.label();
                self.emit(Op::BranchFalse, to.0, rest.0, 0);
                self.jump(join);
                self.bind(rest);
                self.lower(other, Want::Into(to));
                self.bind(join);
            }
        }
    }

    fn loop_body(&mut self, name: LoopId, vars: &[(VarId, ExprId)], body: ExprId, want: Want) {
        let mut registers = Vec::with_capacity(vars.len());
        for &(_, init) in vars {
            let r = self.fresh();
            self.lower(init, Want::Into(r));
            registers.push(r);
        }
        for (&(v, _), &r) in vars.iter().zip(&registers) {
            self.homes[v.index()] = Home::In(r);
        }
        let header = self.label();
        self.loops[name.index()] = Some(LoopHome { header, registers });
        self.bind(header);
        self.lower(body, want);
    }

    /// Writes the loop's variables and goes back. An argument is computed straight into its variable if no argument
    /// still to come reads that; the order of arguments is free, so those that only compute are ordered for it.
    fn continue_loop(&mut self, name: LoopId, args: &[ExprId]) {
        let registers = self.loop_registers(name).to_vec();
        let Some(header) = self.loops[name.index()].as_ref().map(|l| l.header) else {
            return;
        };
        let mut todo: Vec<usize> = (0..args.len().min(registers.len()))
            .filter(|&i| self.local_register(args[i]) != Some(registers[i]))
            .collect();
        let mut moves: Vec<(Reg, Reg)> = Vec::new();
        if todo.len() > 64 {
            for i in todo {
                let r = self.fresh();
                self.lower(args[i], Want::Into(r));
                moves.push((registers[i], r));
            }
        } else {
            let mut reads: Vec<u64> = vec![0; registers.len()];
            for &i in &todo {
                reads[i] = self.reads(args[i], &todo, &registers);
            }
            // Without calls and writes among them, arguments may also read what can change, in any order.
            let still = todo.iter().all(|&i| self.is_still(args[i]));
            while !todo.is_empty() {
                let bit = |i: usize| 1u64 << (i % 64);
                // Bits are positions among the loop's variables, which may be more than 64 though few change.
                let free = |i: usize| todo.iter().all(|&j| j == i || reads[j] & bit(i) == 0);
                let first_effect = todo
                    .iter()
                    .position(|&i| !still && !self.is_movable(args[i]));
                let at = match first_effect {
                    Some(at) => at,
                    None => todo.iter().position(|&i| free(i)).unwrap_or(0),
                };
                let i = todo[at];
                let own = reads[i] & bit(i) != 0;
                let direct = free(i) && (!own || self.writes_last(args[i], LOOK));
                todo.remove(at);
                if direct {
                    self.lower(args[i], Want::Into(registers[i]));
                } else {
                    let r = self.fresh();
                    self.lower(args[i], Want::Into(r));
                    moves.push((registers[i], r));
                }
            }
        }
        for (to, from) in moves {
            self.move_into(to, from);
        }
        self.emit(Op::LoopBack, 0, header.0, 0);
    }

    fn local_register(&self, e: ExprId) -> Option<Reg> {
        match self.core.expr(e) {
            Expr::Local(v) => match self.homes[v.index()] {
                Home::In(r) => Some(r),
                _ => None,
            },
            _ => None,
        }
    }

    /// Which of the registers an expression reads, by index modulo 64; all if it is too large to tell.
    fn reads(&self, e: ExprId, todo: &[usize], registers: &[Reg]) -> u64 {
        let mut mask = 0;
        let mut pending = vec![e];
        let mut seen = 0;
        while let Some(e) = pending.pop() {
            seen += 1;
            if seen > LOOK {
                return u64::MAX;
            }
            let expr = self.core.expr(e);
            if let Some(v) = expr.variable()
                && let Home::In(r) = self.homes[v.index()]
            {
                for &i in todo.iter().filter(|&&i| registers[i] == r) {
                    mask |= 1 << (i % 64);
                }
            }
            expr.for_each_child(|child| pending.push(child));
        }
        mask
    }

    /// True if computing the expression into a register writes it only when everything has been read.
    fn writes_last(&self, e: ExprId, look: usize) -> bool {
        if look == 0 {
            return false;
        }
        match self.core.expr(e) {
            Expr::If(_, then, other) => {
                self.writes_last(*then, look / 2) && self.writes_last(*other, look / 2)
            }
            Expr::Begin(parts) => parts.last().is_some_and(|&e| self.writes_last(e, look - 1)),
            Expr::Let(bindings, body) => {
                let or = matches!(bindings[..], [(v, _)] if self.is_or(v, *body));
                !or && self.writes_last(*body, look - 1)
            }
            Expr::Loop { .. } | Expr::Switch { .. } | Expr::Receive { .. } | Expr::Values(_) => {
                false
            }
            _ => true,
        }
    }

    /// True if computing the expression changes nothing that another expression could see.
    fn is_still(&self, e: ExprId) -> bool {
        let mut pending = vec![e];
        let mut seen = 0;
        while let Some(e) = pending.pop() {
            seen += 1;
            let expr = self.core.expr(e);
            let still = match expr {
                Expr::PrimCall(prim, _) => !prim.effects().write,
                Expr::Quote(_)
                | Expr::Special(_)
                | Expr::Primitive(_)
                | Expr::ClosureConstant(_)
                | Expr::RecordTypeValue(_)
                | Expr::Local(_)
                | Expr::RunningClosure
                | Expr::Free(_)
                | Expr::Global(_)
                | Expr::If(..)
                | Expr::CellRef(..)
                | Expr::MakeCell(_)
                | Expr::MakeClosure(..)
                | Expr::RecordMake(..)
                | Expr::RecordRef(..)
                | Expr::IsRecord(..) => true,
                _ => false,
            };
            if !still || seen > LOOK / 4 {
                return false;
            }
            expr.for_each_child(|child| pending.push(child));
        }
        true
    }

    /// True if computing the expression earlier or later than others makes no difference, errors apart.
    pub(super) fn is_movable(&self, e: ExprId) -> bool {
        match self.core.expr(e) {
            Expr::Quote(_) | Expr::Local(_) | Expr::Free(_) => return true,
            Expr::Call(..) | Expr::CallKnown { .. } => return false,
            _ => {}
        }
        let mut pending = vec![e];
        let mut seen = 0;
        while let Some(e) = pending.pop() {
            seen += 1;
            if seen > LOOK / 4 {
                return false;
            }
            match self.core.expr(e) {
                Expr::Quote(_)
                | Expr::Special(_)
                | Expr::Primitive(_)
                | Expr::ClosureConstant(_)
                | Expr::RecordTypeValue(_)
                | Expr::Local(_)
                | Expr::RunningClosure
                | Expr::Free(_) => {}
                Expr::Global(g) if !self.core.globals[g.index()].mutable && self.is_defined(*g) => {
                }
                Expr::PrimCall(prim, args) if prim.effects().fold => pending.extend(args),
                _ => return false,
            }
        }
        true
    }

    /// An `If` without arms: two labels and the test that leads to them.
    pub(super) fn test(&mut self, e: ExprId, yes: Label, no: Label) {
        self.lower(e, Want::Test { yes, no });
    }
}
