//! Pairs.

use super::*;
use eyas_heap::PAIR_SIZE;
use eyas_heap::layout::TAG_PAIR;

impl Compiler<'_> {
    pub(super) fn cons(&mut self, a: usize, b: usize, c: usize) {
        let (at, start) = self.allocate(PAIR_SIZE);
        for (i, offset) in [(b, start), (c, start + WORD as i32)] {
            let v = self.load(i);
            self.asm.mov_mr(Width::Qword, Mem::at(at, offset), v);
        }
        self.asm
            .alu_ri(Alu::Add, Width::Qword, at, start + TAG_PAIR as i32);
        self.define(a, at);
        self.facts.learn(a, Fact::Pair);
    }

    /// `car`, `cdr`, and two of them, the first to be done first.
    pub(super) fn part(&mut self, a: usize, b: usize, offsets: &[i32]) {
        let fail = self.generic();
        let pair = self.load(b);
        let (t, u) = (self.temp(), self.temp());
        let mut from = pair;
        for &offset in offsets {
            if from == pair {
                self.require_pair(b, pair, u, fail);
            } else {
                self.guard_pair(from, u, fail);
            }
            self.asm.mov_rm(Width::Qword, t, Mem::at(from, offset));
            from = t;
        }
        self.define(a, t);
    }

    pub(super) fn set_part(&mut self, a: usize, b: usize, offset: i32) {
        let fail = self.generic();
        let (pair, v) = (self.load(a), self.load(b));
        let t = self.temp();
        self.require_pair(a, pair, t, fail);
        self.store_marked(Mem::at(pair, offset), b, v, t);
    }
}
