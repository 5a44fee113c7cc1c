//! The machine's own instructions: where runs begin and end, and what a return finds when there is no frame.

use crate::context::Outcome;
use crate::control::capture::refill;
use crate::control::dynamic;
use crate::interp::enter::{Enter, used_up};
use crate::interp::raise::RaiseCall;
use crate::interp::{State, handlers};
use crate::stack::Frame;

handlers! {
    /// Begins a run.
    fn EnterMachine(s) { s.go(Enter) }

    /// One value came back to frames that a continuation has.
    fn Underflow(s) {
        let callee = refill(s.ctx, s.base, 1);
        if callee == Frame::NONE {
            return s.go(UsedUp);
        }
        s.base = callee;
        let v = callee.get(0);
        s.return_value(v)
    }

    /// Several did.
    fn UnderflowValues(s) {
        let count = s.ctx.machine.values;
        let callee = refill(s.ctx, s.base, count);
        if callee == Frame::NONE {
            return s.go(UsedUp);
        }
        s.base = callee;
        s.return_values(count)
    }

    /// A continuation that may be used once was used again by a return.
    #[cold]
    fn UsedUp(s) {
        s.ctx.machine.fail(used_up());
        s.go(RaiseCall)
    }

    /// One value came back to the bottom of the run.
    fn Exit(s) {
        s.ctx.machine.values = 1;
        s.ctx.machine.outcome = Some(Outcome::Values(s.base));
    }

    /// Several did.
    fn ExitValues(s) {
        s.ctx.machine.outcome = Some(Outcome::Values(s.base));
    }

    /// An interrupted instruction runs again.
    fn Resume(s) {
        s.step_down();
        s.again()
    }

    /// The procedure that an instruction's primitive asked for has returned.
    fn ResultOf(s) {
        let v = s.base.get(0);
        s.step_down();
        s.finish(v)
    }
}

impl State<'_> {
    /// Goes from the callee of a dynamic frame back to the interrupted instruction.
    #[inline(always)]
    fn step_down(&mut self) {
        let (base, pc, consts) = dynamic::below(self.base);
        self.base = base;
        self.pc = pc;
        self.consts = consts;
        self.word = pc.offset(-1).read();
    }
}
