//! Returns, several values, and the end of a run.

use crate::context::Outcome;
use crate::error::{ErrorKind, Raise};
use crate::interp::raise::RaiseHere;
use crate::interp::{State, handlers, steps};
use crate::stack::{Link, Pc};
use eyas_heap::object::Pair;
use eyas_heap::{PAIR_SIZE, Value};

impl State<'_> {
    /// Goes on at the return point of `link`, whose value or values stand at the base.
    #[inline(always)]
    fn resume_at(&mut self, link: Link, pc: Pc) {
        let d = link.descriptor();
        self.base = self.base.bytes_below(d.delta as usize);
        self.pc = pc;
        self.consts = d.consts;
    }

    /// Leaves the frame at the base with result `v`.
    #[inline(always)]
    fn leave(mut self, v: Value, then: impl FnOnce(Self)) {
        let link = self.base.link();
        self.base.set(0, v);
        self.resume_at(link, link.descriptor().resume_pc.get());
        then(self);
    }

    /// Returns `v` from the frame at the base.
    #[inline(always)]
    pub(in crate::interp) fn return_value(self, v: Value) {
        self.leave(v, |s| s.next());
    }

    /// Returns the `count` values at the base.
    #[inline(always)]
    pub(in crate::interp) fn return_values(mut self, count: usize) {
        let link = self.base.link();
        let d = link.descriptor();
        let values_pc = d.values_pc.get();
        if values_pc != Pc::NONE {
            self.ctx.machine.values = count;
            self.resume_at(link, values_pc);
        } else {
            if count == 0 {
                self.base.set(0, Value::UNSPECIFIED);
            }
            self.resume_at(link, d.resume_pc.get());
        }
        self.next();
    }
}

steps! {
    fn Return = return_one(s, then) {
        let v = s.ra();
        s.leave(v, then)
    }
}

handlers! {
    fn ReturnValues(s) {
        let (from, count) = (s.a(), s.b());
        s.base.copy(0, s.base, from, count);
        s.return_values(count)
    }

    fn OneValue(s) {
        s.ctx.machine.values = 1;
        s.next()
    }

    fn Receive(s) {
        let (count, expected) = (s.ctx.machine.values, s.b());
        if s.c() == 0 && count == expected {
            return s.next();
        }
        s.go(ReceiveRest)
    }

    fn ReceiveRest(s) {
        let (count, expected) = (s.ctx.machine.values, s.b());
        if s.c() == 0 || count < expected {
            s.ctx.machine.fail(wrong_values(s.c() == 1, expected, count));
            return s.go(RaiseHere);
        }
        let window = s.base.window(s.a());
        if !s.reserve_beside((count - expected) * PAIR_SIZE, window, count) {
            return s.go(RaiseHere);
        }
        let window = s.base.window(s.a());
        let rest = window.slice(expected, count - expected);
        window.set(expected, Pair::alloc_list(&mut s.ctx.mutator, rest, Value::NIL));
        s.next()
    }

    fn Halt(s) {
        s.ctx.machine.values = 1;
        s.ctx.machine.outcome = Some(Outcome::Values(s.base.window(s.a())));
    }
}

#[cold]
#[inline(never)]
fn wrong_values(at_least: bool, expected: usize, count: usize) -> Raise {
    let least = if at_least { "at least " } else { "" };
    let message = format!("expected {least}{expected} values, got {count}");
    Raise::error(ErrorKind::Values, message)
}
