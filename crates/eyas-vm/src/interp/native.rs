//! Calls of primitives that are Rust functions.

use crate::context::Context;
use crate::interp::raise::RaiseHere;
use crate::interp::{FAILED, handlers};
use crate::native::Args;
use crate::prim::NATIVES;
use crate::stack::Frame;
use eyas_heap::Value;

handlers! {
    fn Native(s) {
        s.set_top();
        let first = s.base.window(s.a());
        let v = call_native(s.ctx, s.c(), first, s.b());
        if v == FAILED {
            return s.go(RaiseHere);
        }
        s.put(v)
    }
}

/// Calls primitive number `prim`; [`FAILED`] if the reason is in the context.
#[inline(never)]
pub(crate) fn call_native(ctx: &mut Context, prim: usize, first: Frame, count: usize) -> Value {
    match NATIVES[prim](ctx, Args::window(first, count)) {
        Ok(v) => v,
        Err(raise) => {
            ctx.machine.fail(raise);
            FAILED
        }
    }
}
