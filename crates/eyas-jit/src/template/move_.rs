//! Moves and constants.

use super::*;

impl Compiler<'_> {
    pub(super) fn move_slot(&mut self, a: usize, b: usize) {
        if a != b {
            let v = self.load(b);
            let (fact, is_likely) = (self.facts.get(b), self.likely_flonum(b));
            let double = self.cache.find_double(b);
            self.define(a, v);
            if let Some(fact) = fact {
                self.facts.learn(a, fact);
            }
            if is_likely {
                self.expect_flonum(a);
            }
            self.move_double(a, double);
        }
    }

    pub(super) fn constant(&mut self, a: usize, i: usize) {
        if let Some(bits) = self.fixed_constant(i) {
            return self.immediate(a, bits);
        }
        let t = self.temp();
        self.load_constant(t, i);
        self.define(a, t);
    }

    pub(super) fn immediate(&mut self, a: usize, bits: u64) {
        let t = self.temp();
        self.asm.mov_ri(t, bits);
        self.define(a, t);
        self.facts.learn(a, Fact::Bits(bits));
    }
}
