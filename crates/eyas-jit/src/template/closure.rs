//! Closures, their captured values, and the cells of assigned variables.

use super::*;
use eyas_heap::object::{Cell, Closure};

impl Compiler<'_> {
    pub(super) fn cell(&mut self, a: usize, b: usize) {
        self.object(a, Kind::Cell, None, std::iter::once(b));
    }

    pub(super) fn cell_ref(&mut self, a: usize, b: usize, is_checked: bool) {
        let cell = self.load(b);
        let t = self.temp();
        self.asm.mov_rm(Width::Qword, t, field(cell, Cell::VALUE));
        if is_checked {
            let fail = self.leave();
            let unbound = Value::UNBOUND.bits() as i32;
            self.asm.alu_ri(Alu::Cmp, Width::Qword, t, unbound);
            self.asm.jcc(Cond::Equal, fail);
        }
        self.define(a, t);
    }

    pub(super) fn cell_set(&mut self, a: usize, b: usize) {
        let (cell, v) = (self.load(a), self.load(b));
        let t = self.temp();
        self.store_marked(field(cell, Cell::VALUE), b, v, t);
    }

    pub(super) fn closure(&mut self, a: usize, b: usize, captured: impl Iterator<Item = usize>) {
        self.object(a, Kind::Closure, Some(b), captured);
        self.facts.forget(a);
        self.facts.learn(a, Fact::Closure(b));
    }

    pub(super) fn closure_patch(&mut self, a: usize, b: usize, c: usize) {
        let (closure, v) = (self.load(a), self.load(c));
        let t = self.temp();
        self.store_marked(field(closure, Closure::FIRST_CAPTURE + b), c, v, t);
    }

    pub(super) fn free_ref(&mut self, a: usize, b: usize) {
        let closure = self.load(0);
        let t = self.temp();
        let place = field(closure, Closure::FIRST_CAPTURE + b);
        self.asm.mov_rm(Width::Qword, t, place);
        self.define(a, t);
    }
}
