//! Calls. The frequent case, a closure that takes exactly the arguments passed, is here; the rest is in `enter.rs`.

use crate::context::Context;
use crate::control::capture::{Uses, capture};
use crate::error::{ErrorKind, Raise};
use crate::interp::enter::Enter;
use crate::interp::global::unbound;
use crate::interp::raise::{Attention, RaiseHere};
use crate::interp::{State, handlers, steps};
use crate::stack::{Consts, Frame, Link};
use eyas_heap::object::{Closure, Global, ListEnd, Pair};
use eyas_heap::{Kind, Mutator, Value};
use std::sync::atomic::Ordering;

impl State<'_> {
    /// Whether a frame at `base` is within the stack limit (which is zero if somebody wants attention).
    #[inline(always)]
    pub(in crate::interp) fn fits(&self, base: Frame) -> bool {
        base.address() <= self.ctx.machine.stack_limit.load(Ordering::Relaxed)
    }

    /// Goes on at the first instruction of a template whose arguments stand ready.
    #[inline(always)]
    fn begin(mut self, consts: Consts, then: impl FnOnce(Self)) {
        self.consts = consts;
        self.pc = consts.entry();
        then(self);
    }

    /// Starts the template and leaves the handler.
    #[inline(always)]
    pub(in crate::interp) fn start(self, consts: Consts) {
        self.begin(consts, |s| s.next());
    }

    /// Makes the window at `target` a frame that returns to `link`, and has the callee in it called with `count`
    /// arguments, whatever it is.
    #[inline(always)]
    fn enter(self, target: Frame, link: Link, count: usize) {
        target.set_link(link);
        self.enter_frame(target, count);
    }

    /// The same for a frame that has its link.
    #[inline(always)]
    fn enter_frame(mut self, target: Frame, count: usize) {
        self.ctx.machine.values = count;
        self.base = target;
        self.go(Enter);
    }

    #[inline(always)]
    fn call_cc(mut self, uses: Uses) {
        let target = self.base.window(self.a());
        if !self.fits(target) {
            return self.go(Attention);
        }
        if !self.reserve_capture(self.a()) {
            return self.go(RaiseHere);
        }
        let target = self.base.window(self.a());
        target.set_link(self.consts.return_point(self.c()));
        target.set(1, capture(self.ctx, target, uses));
        self.enter_frame(target, 1)
    }

    #[inline(always)]
    fn tail_call_cc(mut self, uses: Uses) {
        if !self.fits(self.base) {
            return self.go(Attention);
        }
        if !self.reserve_capture(0) {
            return self.go(RaiseHere);
        }
        let base = self.base;
        base.set(0, self.ra());
        base.set(1, capture(self.ctx, base, uses));
        self.enter_frame(base, 1)
    }
}

/// The template of `callee` if it is a closure that takes exactly `count` arguments.
#[inline(always)]
fn exact_template(callee: Value, count: usize) -> Option<Consts> {
    if !callee.is_kind(Kind::Closure) {
        return None;
    }
    let consts = Consts::of(Mutator::load_slot(callee, Closure::TEMPLATE));
    if consts.arity() == Value::fixnum(count as i64) {
        Some(consts)
    } else {
        None
    }
}

steps! {
    fn Call = call(s, then) {
        let target = s.base.window(s.a());
        if let Some(consts) = exact_template(target.get(0), s.b()) && s.fits(target) {
            target.set_link(s.consts.return_point(s.c()));
            s.base = target;
            return s.begin(consts, then);
        }
        s.go(CallSlow)
    }

    /// The verifier has compared the argument count with the template's.
    fn CallKnown = call_known(s, then) {
        let target = s.base.window(s.a());
        if !s.fits(target) {
            return s.go(Attention);
        }
        let consts = Consts::of(s.const_b());
        target.set_link(s.consts.return_point(s.c()));
        s.base = target;
        s.begin(consts, then)
    }

    /// `CallKnown` of the running procedure itself.
    fn CallOwn = call_own(s, then) {
        let target = s.base.window(s.a());
        if !s.fits(target) {
            return s.go(Attention);
        }
        target.set_link(s.consts.return_point(s.c()));
        s.base = target;
        s.pc = s.pc.offset(-(s.b() as isize));
        then(s)
    }

    fn CallGlobal = call_global(s, then) {
        // The window is written before it is known whether the call is a simple one: that leaves registers free.
        let target = s.base.window(s.a());
        let callee = Mutator::load_slot(s.const_b(), Global::VALUE);
        target.set(0, callee);
        let link = s.consts.return_point(s.c());
        target.set_link(link);
        let count = link.descriptor().arguments as usize;
        if let Some(consts) = exact_template(callee, count) && s.fits(target) {
            s.base = target;
            return s.begin(consts, then);
        }
        s.go(CallGlobalSlow)
    }

    fn TailCall = tail_call(s, then) {
        let (from, count) = (s.a(), s.b());
        if let Some(consts) = exact_template(s.ra(), count) && s.fits(s.base) {
            slide(s.base, from, count);
            return s.begin(consts, then);
        }
        s.go(TailCallSlow)
    }

    fn TailCallKnown = tail_call_known(s, then) {
        if !s.fits(s.base) {
            return s.go(Attention);
        }
        let consts = Consts::of(s.const_b());
        slide(s.base, s.a(), consts.arity().fixnum_value() as usize);
        s.begin(consts, then)
    }

    fn TailCallGlobal = tail_call_global(s, then) {
        let callee = Mutator::load_slot(s.const_b(), Global::VALUE);
        let (from, count) = (s.a(), s.c());
        if let Some(consts) = exact_template(callee, count) && s.fits(s.base) {
            s.base.set(from, callee);
            slide(s.base, from, count);
            return s.begin(consts, then);
        }
        s.go(TailCallGlobalSlow)
    }
}

handlers! {
    #[cold]
    fn CallSlow(s) {
        let target = s.base.window(s.a());
        if !s.fits(target) {
            return s.go(Attention);
        }
        let (link, count) = (s.consts.return_point(s.c()), s.b());
        s.enter(target, link, count)
    }

    #[cold]
    fn CallGlobalSlow(s) {
        let target = s.base.window(s.a());
        let callee = Mutator::load_slot(s.const_b(), Global::VALUE);
        if callee == Value::UNBOUND {
            s.ctx.machine.fail(unbound(s.const_b()));
            return s.go(RaiseHere);
        }
        if !s.fits(target) {
            return s.go(Attention);
        }
        target.set(0, callee);
        let link = s.consts.return_point(s.c());
        s.enter(target, link, link.descriptor().arguments as usize)
    }

    #[cold]
    fn TailCallSlow(s) {
        if !s.fits(s.base) {
            return s.go(Attention);
        }
        let (from, count) = (s.a(), s.b());
        slide(s.base, from, count);
        let base = s.base;
        s.enter_frame(base, count)
    }

    #[cold]
    fn TailCallGlobalSlow(s) {
        let callee = Mutator::load_slot(s.const_b(), Global::VALUE);
        if callee == Value::UNBOUND {
            s.ctx.machine.fail(unbound(s.const_b()));
            return s.go(RaiseHere);
        }
        if !s.fits(s.base) {
            return s.go(Attention);
        }
        let (from, count) = (s.a(), s.c());
        s.base.set(from, callee);
        slide(s.base, from, count);
        let base = s.base;
        s.enter_frame(base, count)
    }

    fn Apply(s) {
        let target = s.base.window(s.a());
        if !s.fits(target) {
            return s.go(Attention);
        }
        let count = spread(s.ctx, target, s.b());
        if count == usize::MAX {
            return s.go(RaiseHere);
        }
        let link = s.consts.return_point(s.c());
        s.enter(target, link, count)
    }

    fn TailApply(s) {
        let target = s.base.window(s.a());
        if !s.fits(target) {
            return s.go(Attention);
        }
        let count = spread(s.ctx, target, s.b());
        if count == usize::MAX {
            return s.go(RaiseHere);
        }
        s.base.copy(0, target, 0, count + 1);
        let base = s.base;
        s.enter_frame(base, count)
    }

    fn CallCc(s) { s.call_cc(Uses::Many) }

    fn CallOnce(s) { s.call_cc(Uses::Once) }

    fn TailCallCc(s) { s.tail_call_cc(Uses::Many) }

    fn TailCallOnce(s) { s.tail_call_cc(Uses::Once) }

    fn CallReceived(s) {
        let (callee, window, count) = (s.ra(), s.b(), s.ctx.machine.values);
        let target = s.base.window(window);
        target.copy(1, target, 0, count);
        target.set(0, callee);
        let link = s.consts.return_point(s.c());
        s.enter(target, link, count)
    }

    fn TailCallReceived(s) {
        let (callee, window, count) = (s.ra(), s.b(), s.ctx.machine.values);
        let base = s.base;
        base.copy(1, base, window, count);
        base.set(0, callee);
        s.enter_frame(base, count)
    }
}

/// Moves callee and arguments of the window at slot `from` to the bottom of the frame.
#[inline(always)]
fn slide(base: Frame, from: usize, count: usize) {
    // Not a block copy: there are few, and a call of memmove would make the handler save registers.
    let mut i = 0;
    loop {
        base.set(i, base.window(from).get(i));
        if i == count {
            break;
        }
        i += 1;
    }
}

/// Spreads the list that is the last of `count` arguments in the window at `target`. The new count, or `usize::MAX`
/// if the reason is in the context.
#[inline(never)]
fn spread(ctx: &mut Context, target: Frame, count: usize) -> usize {
    let list = target.get(count);
    let length = match Pair::list_length(list) {
        ListEnd::Proper(length) => length,
        ListEnd::Dotted(..) | ListEnd::Circular => {
            ctx.machine
                .fail(Raise::wrong_type("apply", "a list", count as u32, list));
            return usize::MAX;
        }
    };
    if target.address() + (count + length) * 8 > ctx.machine.limit {
        let message = "apply: too many arguments for the stack";
        ctx.machine
            .fail(Raise::error(ErrorKind::StackOverflow, message));
        return usize::MAX;
    }
    let mut rest = list;
    let mut slot = count;
    while rest.is_pair() {
        target.set(slot, Mutator::car(rest));
        slot += 1;
        rest = Mutator::cdr(rest);
    }
    slot - 1
}
