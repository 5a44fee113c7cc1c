//! Calls: operands go straight into the slots of the call's window.
//!
//! Operands that contain calls or effects are computed first, left to right; those that only compute on immutable
//! things come after, when no call is in between any more, and plain variables are moved last of all, by the call.

use eyas_bytecode::{ConstId, Op};

use super::{Hint, LowerErrorKind, Lowerer, PlaceId, Reg, Want, Window};
use crate::core::{Expr, ExprId, GlobalId, LambdaId};
use crate::flat::registers::ARGUMENTS_MAX;

/// What is called, and how.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Callee {
    /// The value in the window's first slot.
    Value,
    /// This template.
    Known(ConstId),
    /// The value of this variable.
    Global(ConstId),
    /// The value in the first slot, the last argument spread.
    Apply,
    /// The value in the first slot, with the continuation.
    CallCc,
    /// The same with a continuation that may be used once.
    CallOnce,
    /// This procedure, with the values just returned to the window.
    Received(Reg),
}

impl Lowerer<'_> {
    /// Computes the operands of a window into `list`, from position `first` on.
    pub(super) fn fill(&mut self, window: Window, first: usize, args: &[ExprId], list: &mut [u32]) {
        let hint = |i: usize| Hint {
            window,
            index: (first + i) as u32,
        };
        if list.len() > ARGUMENTS_MAX as usize {
            let span = args
                .first()
                .map_or(eyas_datum::source::Span::NONE, |&e| self.core.span(e));
            self.fail(span, LowerErrorKind::TooManyArguments);
            return;
        }
        let mut later = Vec::new();
        for (i, &arg) in args.iter().enumerate() {
            if self.is_movable(arg) {
                later.push(i);
            } else {
                list[first + i] = self.value(arg, hint(i)).0;
            }
        }
        for i in later {
            list[first + i] = self.value(args[i], hint(i)).0;
        }
    }

    /// Computes operands into registers.
    pub(super) fn operands(&mut self, args: &[ExprId]) -> Vec<u32> {
        let mut list = vec![Reg::NONE.0; args.len()];
        if let &[only] = args {
            list[0] = self.value(only, Hint::NONE).0;
        } else {
            self.fill(Window::NONE, 0, args, &mut list);
        }
        list
    }

    pub(super) fn call(&mut self, e: ExprId, callee: ExprId, args: &[ExprId], want: Want) {
        match *self.core.expr(callee) {
            Expr::ClosureConstant(lambda) if self.fits(lambda, args.len()) => {
                self.call_known(e, lambda, None, args, want);
            }
            Expr::Global(g) => {
                let id = self.global(g);
                // A call that never returns needs no tail call, and the report of the error needs the frame.
                if matches!(want, Want::Tail) && self.is_raise(g) {
                    let to = self.fresh();
                    self.call_with(e, Callee::Global(id), None, args, Want::Into(to));
                    return self.deliver(want, to);
                }
                self.call_with(e, Callee::Global(id), None, args, want);
            }
            _ => self.call_with(e, Callee::Value, Some(callee), args, want),
        }
    }

    /// True for the procedures of the library that raise and never return.
    fn is_raise(&self, g: GlobalId) -> bool {
        let global = &self.core.globals[g.index()];
        global.module == "eyas control"
            && matches!(
                &*global.name,
                "error" | "raise" | "%error" | "%wrong-type" | "%range-error"
            )
    }

    fn fits(&self, lambda: LambdaId, count: usize) -> bool {
        let lambda = &self.core.lambdas[lambda.index()];
        lambda.cases.is_none() && lambda.rest.is_none() && lambda.params.len() == count
    }

    pub(super) fn call_known(
        &mut self,
        e: ExprId,
        lambda: LambdaId,
        closure: Option<ExprId>,
        args: &[ExprId],
        want: Want,
    ) {
        if !self.fits(lambda, args.len()) {
            return self.fail(self.core.span(e), LowerErrorKind::NotConverted);
        }
        let proc = self.procedure(lambda);
        let id = self.pool.template(proc);
        self.call_with(e, Callee::Known(id), closure, args, want);
    }

    pub(super) fn apply(&mut self, e: ExprId, callee: ExprId, args: &[ExprId], want: Want) {
        self.call_with(e, Callee::Apply, Some(callee), args, want);
    }

    pub(super) fn call_cc(&mut self, e: ExprId, callee: Callee, procedure: ExprId, want: Want) {
        self.call_with(e, callee, Some(procedure), &[], want);
    }

    /// A call whose first slot gets the value of `first`, if there is one.
    fn call_with(
        &mut self,
        e: ExprId,
        callee: Callee,
        first: Option<ExprId>,
        args: &[ExprId],
        want: Want,
    ) {
        let opened = self.open();
        let window = opened.0;
        let hint = Hint { window, index: 0 };
        let mut list = vec![Reg::NONE.0; args.len() + 1];
        let before = first.filter(|&f| !self.is_movable(f));
        if let Some(f) = before {
            list[0] = self.value(f, hint).0;
        }
        self.fill(window, 1, args, &mut list);
        if let (Some(f), None) = (first, before) {
            list[0] = self.value(f, hint).0;
        }
        self.operands_done(opened);
        let place = self.place(e);
        self.finish_call(callee, window, &list, place, want);
    }

    /// Emits the call and does what is wanted with what it returns.
    pub(super) fn finish_call(
        &mut self,
        callee: Callee,
        window: Window,
        list: &[u32],
        place: PlaceId,
        want: Want,
    ) {
        let to = match want {
            Want::Into(r) => r,
            Want::Test { .. } => self.fresh(),
            Want::Tail => return self.tail_call(callee, window, list, place),
            Want::Effect | Want::Values(_) | Want::Pass(_) => Reg::NONE,
        };
        let (op, id) = match callee {
            Callee::Value => (Op::Call, ConstId(0)),
            Callee::Known(id) => (Op::CallKnown, id),
            Callee::Global(id) => (Op::CallGlobal, id),
            Callee::Apply => (Op::Apply, ConstId(0)),
            Callee::CallCc => (Op::CallCc, ConstId(0)),
            Callee::CallOnce => (Op::CallOnce, ConstId(0)),
            Callee::Received(_) => (Op::CallReceived, ConstId(0)),
        };
        let abc = match callee {
            Callee::Received(procedure) => [procedure.0, window.0, to.0],
            _ => [to.0, window.0, id.0],
        };
        self.calls += 1;
        self.emit_list(op, abc, list, place);
        match want {
            Want::Test { .. } => self.deliver(want, to),
            Want::Values(id) | Want::Pass(id) => self.receive_values(id, window, place),
            _ => {}
        }
    }

    fn tail_call(&mut self, callee: Callee, window: Window, list: &[u32], place: PlaceId) {
        let (op, id) = match callee {
            Callee::Value => (Op::TailCall, ConstId(0)),
            Callee::Known(id) => (Op::TailCallKnown, id),
            Callee::Global(id) => (Op::TailCallGlobal, id),
            Callee::Apply => (Op::TailApply, ConstId(0)),
            Callee::CallCc => (Op::TailCallCc, ConstId(0)),
            Callee::CallOnce => (Op::TailCallOnce, ConstId(0)),
            Callee::Received(procedure) => {
                let abc = [procedure.0, window.0, Reg::NONE.0];
                return self.emit_list(Op::TailCallReceived, abc, &[], place);
            }
        };
        self.emit_list(op, [Reg::NONE.0, window.0, id.0], list, place);
    }
}
