//! Variables of the top level. The constant is the variable's object, which never moves.

use crate::error::{ErrorKind, Raise};
use crate::interp::raise::RaiseHere;
use crate::interp::{handlers, steps};
use eyas_heap::object::Global;
use eyas_heap::{Mutator, Value};

steps! {
    fn GlobalRef = global_ref(s, then) {
        let v = Mutator::load_slot(s.const_bc(), Global::VALUE);
        if v == Value::UNBOUND {
            return s.go(Unbound);
        }
        s.keep(v, then)
    }

    fn GlobalGet = global_get(s, then) {
        let v = Mutator::load_slot(s.const_bc(), Global::VALUE);
        s.keep(v, then)
    }
}

handlers! {
    fn GlobalSet(s) {
        let global = s.const_bc();
        if Mutator::load_slot(global, Global::VALUE) == Value::UNBOUND {
            return s.go(Unbound);
        }
        s.go(GlobalDefine)
    }

    fn GlobalDefine(s) {
        let (global, v) = (s.const_bc(), s.ra());
        s.ctx.mutator.store_slot(global, Global::VALUE, v);
        if Mutator::load_slot(global, Global::WATCHED) == Value::FALSE {
            s.next()
        } else {
            s.go(Redefined)
        }
    }

    /// Machine code relies on what the variable of the instruction was.
    #[cold]
    fn Redefined(s) {
        s.ctx.redirect_dependants(s.const_bc());
        s.next()
    }

    /// The variable of the instruction has no value.
    #[cold]
    fn Unbound(s) {
        s.ctx.machine.fail(unbound(s.const_bc()));
        s.go(RaiseHere)
    }
}

/// The error for a variable (a `Global`) without a value.
#[cold]
#[inline(never)]
pub(in crate::interp) fn unbound(global: Value) -> Raise {
    let name = Mutator::load_slot(global, Global::NAME);
    Raise::error(ErrorKind::Unbound, "undefined variable").irritant(name)
}
