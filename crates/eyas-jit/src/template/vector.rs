//! Vectors and bytevectors. A tagged index is a byte offset; negative ones are above every length.

use super::string::LENGTH;
use super::*;
use eyas_asm::x64::{Scale, Shift};
use eyas_heap::layout::HEADER_LENGTH_SHIFT;

/// Shifting a header right by this leaves the length as a fixnum, below which only flags that no vector has remain.
const LENGTH_AS_FIXNUM: u8 = HEADER_LENGTH_SHIFT as u8 - 3;

impl Compiler<'_> {
    pub(super) fn vector(&mut self, a: usize, items: impl Iterator<Item = usize>) {
        self.object(a, Kind::Vector, None, items);
    }

    /// Jumps to `fail`, which does not come back, unless `x`, the value of slot `i`, is of the kind, and may be changed
    /// if it is to be; `t` changes.
    pub(super) fn require_kind(
        &mut self,
        i: usize,
        kind: Kind,
        to_change: bool,
        [x, t]: [Gpr; 2],
        fail: Label,
    ) {
        if self.facts.get(i) == Some(Fact::Changeable(kind)) {
            return;
        }
        if !self.is_object(i) {
            self.guard_object(x, t, fail);
        }
        let at = Mem::at(x, HEADER_KIND);
        if to_change {
            // No flag, above all not the one that forbids changes.
            self.asm.cmp16_mi(at, kind as i8);
        } else if self.facts.get(i) == Some(Fact::Kind(kind)) {
            return;
        } else {
            self.asm.cmp8_mi(at, kind as u8);
        }
        self.asm.jcc(Cond::NotEqual, fail);
        self.facts.learn(
            i,
            if to_change {
                Fact::Changeable(kind)
            } else {
                Fact::Kind(kind)
            },
        );
    }

    /// `t` ← length of `x`, of which the header is shifted right by so much.
    fn shifted_length(&mut self, x: Gpr, t: Gpr, by: u8) {
        self.asm.mov_rm(Width::Qword, t, Mem::at(x, HEADER));
        self.asm.shift_ri(Shift::Shr, t, by);
    }

    pub(super) fn vector_ref(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i) = (self.load(b), self.load(c));
        let t = self.temp();
        self.require_kind(b, Kind::Vector, false, [x, t], fail);
        self.require_fixnum(c, i, fail);
        self.shifted_length(x, t, LENGTH_AS_FIXNUM);
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
        let t = self.temp();
        self.require_kind(b, Kind::Vector, false, [x, t], fail);
        // The length is on top of the header.
        match i32::try_from((i64::from(i) + 1) << HEADER_LENGTH_SHIFT) {
            Ok(longer) => {
                let header = Mem::at(x, HEADER);
                self.asm.alu_mi(Alu::Cmp, Width::Qword, header, longer);
                self.asm.jcc(Cond::Below, fail);
            }
            Err(_) => {
                self.shifted_length(x, t, HEADER_LENGTH_SHIFT as u8);
                self.asm.alu_ri(Alu::Cmp, Width::Qword, t, i.into());
                self.asm.jcc(Cond::BelowEqual, fail);
            }
        }
        self.asm.mov_rm(Width::Qword, t, field(x, i as usize));
        self.define(a, t);
    }

    pub(super) fn vector_set(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i, v) = (self.load(a), self.load(b), self.load(c));
        let t = self.temp();
        self.require_kind(a, Kind::Vector, true, [x, t], fail);
        self.require_fixnum(b, i, fail);
        self.shifted_length(x, t, LENGTH_AS_FIXNUM);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, i, t);
        self.asm.jcc(Cond::AboveEqual, fail);
        self.store_marked(Mem::indexed(x, i, Scale::One, SLOTS), c, v, t);
    }

    pub(super) fn length(&mut self, a: usize, b: usize, kind: Kind) {
        let fail = self.generic();
        let x = self.load(b);
        let t = self.temp();
        self.require_kind(b, kind, false, [x, t], fail);
        self.shifted_length(x, t, HEADER_LENGTH_SHIFT as u8);
        self.asm.shift_ri(Shift::Shl, t, 3);
        self.define(a, t);
        self.facts.learn(a, Fact::Fixnum);
    }

    pub(super) fn byte_ref(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i) = (self.load(b), self.load(c));
        let (t, u) = (self.temp(), self.temp());
        self.require_kind(b, Kind::Bytes, false, [x, t], fail);
        self.asm.mov_rm(Width::Dword, t, Mem::at(x, LENGTH));
        self.index_below(i, u, t, fail);
        self.facts.learn(c, Fact::Fixnum);
        self.asm.movzx8_rm(t, Mem::indexed(x, u, Scale::One, SLOTS));
        self.asm.shift_ri(Shift::Shl, t, 3);
        self.define(a, t);
        self.facts.learn(a, Fact::Fixnum);
    }

    pub(super) fn byte_set(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i, v) = (self.load(a), self.load(b), self.load(c));
        let (t, u) = (self.temp(), self.temp());
        self.require_kind(a, Kind::Bytes, true, [x, t], fail);
        self.require_fixnum(c, v, fail);
        self.asm.alu_ri(Alu::Cmp, Width::Qword, v, 255 << 3);
        self.asm.jcc(Cond::Above, fail);
        self.asm.mov_rm(Width::Dword, t, Mem::at(x, LENGTH));
        self.index_below(i, u, t, fail);
        self.facts.learn(b, Fact::Fixnum);
        self.asm.mov_rr(t, v);
        self.asm.shift_ri(Shift::Shr, t, 3);
        self.asm.mov8_mr(Mem::indexed(x, u, Scale::One, SLOTS), t);
    }
}
