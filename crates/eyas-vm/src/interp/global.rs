//! Variables of the top level. The constant is the variable's object, which never moves.

use crate::context::Context;
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
        let v = s.ra();
        assign(s.ctx, global, v);
        s.next()
    }

    fn GlobalDefine(s) {
        let (global, v) = (s.const_bc(), s.ra());
        assign(s.ctx, global, v);
        s.next()
    }

    /// The variable of the instruction has no value.
    #[cold]
    fn Unbound(s) {
        s.ctx.machine.fail(unbound(s.const_bc()));
        s.go(RaiseHere)
    }
}

/// Changes a variable (a `Global`).
#[inline(always)]
fn assign(ctx: &mut Context, global: Value, v: Value) {
    // No program changes a variable 2^60 times.
    let version = Mutator::load_slot(global, Global::VERSION).fixnum_value();
    let version = Value::fixnum(version + 1);
    ctx.mutator.store_slot(global, Global::VERSION, version);
    ctx.mutator.store_slot(global, Global::VALUE, v);
}

/// The error for a variable (a `Global`) without a value.
#[cold]
#[inline(never)]
pub(in crate::interp) fn unbound(global: Value) -> Raise {
    let name = Mutator::load_slot(global, Global::NAME);
    Raise::error(ErrorKind::Unbound, "undefined variable").irritant(name)
}
