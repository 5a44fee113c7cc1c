//! Slow paths that every family shares: room for allocation, errors, and requests for attention.

use crate::context::{Context, interrupted};
use crate::control::dynamic;
use crate::control::raise::{Next, prepare};
use crate::interp::enter::{Enter, above, place_of, too_deep};
use crate::interp::{State, handlers};
use crate::stack::{Frame, Link};
use std::sync::atomic::Ordering;

handlers! {
    /// The instruction cannot go on, for the reason in the context: calls the procedure that deals with it, above
    /// the frame.
    #[cold]
    fn RaiseHere(s) {
        s.set_top();
        let callee = above(s.base, s.consts);
        let next = prepare(s.ctx, callee, place_of(s.pc, s.consts));
        let code = &s.ctx.machine.code;
        let link = match next {
            Next::Ended => return,
            Next::Raise => Link::to(&code.resume),
            Next::Call => Link::to(&code.result),
            Next::Restart(first) => {
                s.base = first;
                return s.go(Enter);
            }
        };
        dynamic::push(callee, s.base, s.pc, s.consts);
        callee.set_link(link);
        s.base = callee;
        s.go(Enter)
    }

    /// The same for a call under way, which is replaced.
    #[cold]
    fn RaiseCall(s) {
        s.set_top_window(0);
        match prepare(s.ctx, s.base, place_of(s.pc, s.consts)) {
            Next::Ended => {}
            Next::Raise | Next::Call => s.go(Enter),
            Next::Restart(first) => {
                s.base = first;
                s.go(Enter)
            }
        }
    }

    /// The stack limit is reached, or was lowered because somebody wants the program to stop, or because the stack
    /// is deep and a primitive has collected.
    #[cold]
    fn Attention(s) {
        s.set_top();
        let attended = attend(s.ctx);
        s.base = s.ctx.machine.top.base;
        if !attended {
            return s.go(RaiseHere);
        }
        s.again()
    }
}

/// Does what was asked for; false if the reason for raising is in the context.
#[inline(never)]
fn attend(ctx: &mut Context) -> bool {
    if ctx.machine.stack_limit.load(Ordering::Relaxed) != 0 {
        ctx.machine.fail(too_deep());
        return false;
    }
    if ctx.take_interrupt() {
        ctx.machine.fail(interrupted());
        return false;
    }
    if ctx.is_stack_deep()
        && let Err(raise) = ctx.move_deep_frames()
    {
        ctx.machine.fail(raise);
        return false;
    }
    true
}

impl State<'_> {
    /// Makes room for `bytes`; false if the reason is in the context. The frame may have moved.
    #[inline(always)]
    pub(in crate::interp) fn reserve(&mut self, bytes: usize) -> bool {
        self.set_top();
        let reserved = reserve(self.ctx, bytes);
        self.base = self.ctx.machine.top.base;
        reserved
    }

    /// The same while `count` slots from `first` are roots, too.
    #[inline(always)]
    pub(in crate::interp) fn reserve_beside(
        &mut self,
        bytes: usize,
        first: Frame,
        count: usize,
    ) -> bool {
        self.set_top();
        self.set_extra(first, count);
        let reserved = reserve(self.ctx, bytes);
        self.base = self.ctx.machine.top.base;
        reserved
    }
}

/// Makes room; if that collected, moves the deeper frames of a deep stack to the heap, so that the next collections
/// need not look at them.
#[inline(never)]
pub(in crate::interp) fn reserve(ctx: &mut Context, bytes: usize) -> bool {
    let epoch = ctx.mutator.young_epoch();
    let mut reserved = ctx.reserve(bytes);
    if reserved.is_ok() && epoch != ctx.mutator.young_epoch() && ctx.is_stack_deep() {
        reserved = ctx.move_deep_frames().and_then(|()| ctx.reserve(bytes));
    }
    match reserved {
        Ok(()) => true,
        Err(raise) => {
            ctx.machine.fail(raise);
            false
        }
    }
}
