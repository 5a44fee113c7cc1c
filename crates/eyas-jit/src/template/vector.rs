//! Vectors and bytevectors. A tagged index is a byte offset; negative ones are above every length.

use super::*;
use eyas_asm::x64::{Scale, Shift};
use eyas_heap::layout::{FLAG_IMMUTABLE, HEADER_FLAGS_SHIFT, HEADER_LENGTH_SHIFT};

/// Shifting a header right by this leaves the length as a fixnum, below which only flags that no vector has remain.
const LENGTH_AS_FIXNUM: u8 = HEADER_LENGTH_SHIFT as u8 - 3;
/// Kind and the flag that forbids changes.
const CHANGEABLE: i32 = 0xFFFF | (FLAG_IMMUTABLE as i32) << HEADER_FLAGS_SHIFT;

impl Compiler<'_> {
    pub(super) fn vector(&mut self, a: usize, items: impl Iterator<Item = usize>) {
        self.object(a, Kind::Vector, None, items);
    }

    /// `t` ← header of `x`, the value of slot `i`, which is of the kind, and may be changed if it is to be; otherwise
    /// to `fail`, which does not come back.
    pub(super) fn header(
        &mut self,
        i: usize,
        kind: Kind,
        to_change: bool,
        [x, t, u]: [Gpr; 3],
        fail: Label,
    ) {
        if !self.is_object(i) {
            self.guard_object(x, t, fail);
        }
        self.asm.mov_rm(Width::Qword, t, Mem::at(x, HEADER));
        if !to_change && self.facts.get(i) == Some(Fact::Kind(kind)) {
            return;
        }
        if to_change {
            self.asm.mov_rr(u, t);
            self.asm.alu_ri(Alu::And, Width::Dword, u, CHANGEABLE);
        } else {
            self.asm.movzx16_rr(u, t);
        }
        self.asm.alu_ri(Alu::Cmp, Width::Dword, u, kind_bits(kind));
        self.asm.jcc(Cond::NotEqual, fail);
        // A string may become wide while it is looked at.
        self.facts.learn(
            i,
            match kind {
                Kind::StringLatin => Fact::String,
                kind => Fact::Kind(kind),
            },
        );
    }

    pub(super) fn vector_ref(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i) = (self.load(b), self.load(c));
        let (t, u) = (self.temp(), self.temp());
        self.header(b, Kind::Vector, false, [x, t, u], fail);
        self.require_fixnum(c, i, fail);
        self.asm.shift_ri(Shift::Shr, t, LENGTH_AS_FIXNUM);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, i, t);
        self.asm.jcc(Cond::AboveEqual, fail);
        let place = Mem::indexed(x, i, Scale::One, SLOTS);
        self.asm.mov_rm(Width::Qword, t, place);
        self.define(a, t);
    }

    pub(super) fn vector_ref_int(&mut self, a: usize, b: usize, i: i16) {
        let fail = self.generic();
        if i < 0 {
            self.asm.jmp(fail);
            return self.forget(a);
        }
        let x = self.load(b);
        let (t, u) = (self.temp(), self.temp());
        self.header(b, Kind::Vector, false, [x, t, u], fail);
        self.asm.shift_ri(Shift::Shr, t, HEADER_LENGTH_SHIFT as u8);
        self.asm.alu_ri(Alu::Cmp, Width::Qword, t, i.into());
        self.asm.jcc(Cond::BelowEqual, fail);
        self.asm.mov_rm(Width::Qword, t, Self::field(x, i as usize));
        self.define(a, t);
    }

    pub(super) fn vector_set(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i, v) = (self.load(a), self.load(b), self.load(c));
        let (t, u) = (self.temp(), self.temp());
        self.header(a, Kind::Vector, true, [x, t, u], fail);
        self.require_fixnum(b, i, fail);
        self.asm.shift_ri(Shift::Shr, t, LENGTH_AS_FIXNUM);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, i, t);
        self.asm.jcc(Cond::AboveEqual, fail);
        self.store_marked(Mem::indexed(x, i, Scale::One, SLOTS), c, v, t);
    }

    pub(super) fn length(&mut self, a: usize, b: usize, kind: Kind) {
        let fail = self.generic();
        let x = self.load(b);
        let (t, u) = (self.temp(), self.temp());
        self.header(b, kind, false, [x, t, u], fail);
        self.asm.shift_ri(Shift::Shr, t, HEADER_LENGTH_SHIFT as u8);
        self.asm.shift_ri(Shift::Shl, t, 3);
        self.define(a, t);
        self.facts.learn(a, Fact::Fixnum);
    }

    pub(super) fn byte_ref(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i) = (self.load(b), self.load(c));
        let (t, u) = (self.temp(), self.temp());
        self.header(b, Kind::Bytes, false, [x, t, u], fail);
        self.require_fixnum(c, i, fail);
        self.asm.shift_ri(Shift::Shr, t, HEADER_LENGTH_SHIFT as u8);
        self.asm.mov_rr(u, i);
        self.asm.shift_ri(Shift::Shr, u, 3);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, u, t);
        self.asm.jcc(Cond::AboveEqual, fail);
        self.asm.movzx8_rm(t, Mem::indexed(x, u, Scale::One, SLOTS));
        self.asm.shift_ri(Shift::Shl, t, 3);
        self.define(a, t);
        self.facts.learn(a, Fact::Fixnum);
    }

    pub(super) fn byte_set(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i, v) = (self.load(a), self.load(b), self.load(c));
        let (t, u) = (self.temp(), self.temp());
        self.header(a, Kind::Bytes, true, [x, t, u], fail);
        self.guard_fixnums([i, v, u], [b, c], fail);
        for slot in [b, c] {
            self.facts.learn(slot, Fact::Fixnum);
        }
        self.asm.alu_ri(Alu::Cmp, Width::Qword, v, 255 << 3);
        self.asm.jcc(Cond::Above, fail);
        self.asm.shift_ri(Shift::Shr, t, HEADER_LENGTH_SHIFT as u8);
        self.asm.mov_rr(u, i);
        self.asm.shift_ri(Shift::Shr, u, 3);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, u, t);
        self.asm.jcc(Cond::AboveEqual, fail);
        self.asm.mov_rr(t, v);
        self.asm.shift_ri(Shift::Shr, t, 3);
        self.asm.mov8_mr(Mem::indexed(x, u, Scale::One, SLOTS), t);
    }
}
