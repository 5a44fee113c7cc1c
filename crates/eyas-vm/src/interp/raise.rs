//! Slow paths that every family shares: room for allocation, errors, and requests for attention.

use crate::context::{Context, interrupted};
use crate::control::capture::capture_size;
use crate::control::dynamic;
use crate::control::raise::{Next, prepare};
use crate::error::Raise;
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

    /// The stack limit is reached, or was lowered because somebody wants the program to stop, or because a primitive
    /// has collected and frames are to leave the stack.
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
    let has_overflowed = ctx.machine.stack_limit.load(Ordering::Relaxed) != 0;
    let before = ctx.machine.top.base;
    let settled = if has_overflowed {
        // The frames that have no room are not to be moved elsewhere: they count.
        ctx.settle_sealed()
    } else if ctx.is_unsettled() {
        ctx.settle()
    } else {
        Ok(())
    };
    let is_interrupted = (!has_overflowed || settled.is_err()) && ctx.take_interrupt();
    let raise = match settled {
        _ if is_interrupted => interrupted(),
        Err(raise) => raise,
        Ok(()) if has_overflowed && ctx.machine.top.base == before => too_deep(),
        Ok(()) => return true,
    };
    ctx.machine.fail(raise);
    false
}

impl State<'_> {
    /// Makes room for capturing what is below the frame at slot `a`; false if the reason is in the context. The frame
    /// may have moved.
    #[inline(always)]
    pub(in crate::interp) fn reserve_capture(&mut self, a: usize) -> bool {
        self.set_top();
        let reserved = reserve_capture(self.ctx, self.base.window(a));
        self.base = self.ctx.machine.top.base;
        reserved
    }

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

/// Makes room; if that collected, moves the frames of continuations, and the deeper frames of a deep stack, to the heap.
#[inline(never)]
pub(in crate::interp) fn reserve(ctx: &mut Context, bytes: usize) -> bool {
    let epoch = ctx.mutator.young_epoch();
    let mut reserved = ctx.reserve(bytes);
    if reserved.is_ok() && epoch != ctx.mutator.young_epoch() && ctx.is_unsettled() {
        reserved = ctx.settle().and_then(|()| ctx.reserve(bytes));
    }
    ctx.succeeds(reserved)
}

/// Moves frames of continuations out of the stack, or leaves them where they are if the heap has no room and the stack
/// has; false if the reason is in the context.
#[cold]
#[inline(never)]
pub(in crate::interp) fn settle(ctx: &mut Context) -> bool {
    let settled = ctx.settle_sealed();
    let machine = &mut ctx.machine;
    let has_room = machine.bottom.address() <= machine.stack.limit();
    if settled.is_err() && machine.bottom != machine.floor && has_room {
        return true;
    }
    ctx.succeeds(settled)
}

/// Makes room for capturing what is below `callee`, in the heap and in the stack.
#[inline(never)]
pub(in crate::interp) fn reserve_capture(ctx: &mut Context, callee: Frame) -> bool {
    let distance = callee.slots_above(ctx.machine.top.base);
    if ctx.machine.is_sealed_high() && !settle(ctx) {
        return false;
    }
    let callee = ctx.machine.top.base.window(distance);
    let size = capture_size(&ctx.machine, callee);
    reserve(ctx, size)
}

impl Context {
    /// Notes the reason if it did not.
    #[inline(always)]
    fn succeeds(&mut self, result: Result<(), Raise>) -> bool {
        match result {
            Ok(()) => true,
            Err(raise) => {
                self.machine.fail(raise);
                false
            }
        }
    }
}
