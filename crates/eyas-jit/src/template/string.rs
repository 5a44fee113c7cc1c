//! Strings and characters. A string's first slot is its body, of one or four bytes per character.

use super::*;
use eyas_asm::x64::{Scale, Shift};
use eyas_heap::layout::{HEADER_LENGTH_SHIFT, IMMEDIATE_SHIFT, LOW_CHAR};
use eyas_heap::object::StringObject;

/// Scalar values from here on are not all characters.
const SURROGATES: i32 = 0xD800;

impl<'a> Compiler<'a> {
    /// `t` ← body of the string `x`, `u` ← the fixnum `i` untagged, which is below the length. `x` is of the kind.
    fn string_place(&mut self, kind: Kind, [x, i, t, u]: [Gpr; 4], fail: Label) {
        self.asm
            .mov_rm(Width::Qword, t, Self::field(x, StringObject::BODY));
        self.asm.mov_rm(Width::Qword, u, Mem::at(t, HEADER));
        let by = HEADER_LENGTH_SHIFT as u8 + if kind == Kind::StringWide { 2 } else { 0 };
        self.asm.shift_ri(Shift::Shr, u, by - 3);
        // Bits of the header or of the length in bytes may remain below; lengths of wide strings are multiples of 4.
        self.asm.alu_ri(Alu::And, Width::Qword, u, -8);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, i, u);
        self.asm.jcc(Cond::AboveEqual, fail);
        self.asm.mov_rr(u, i);
        self.asm.shift_ri(Shift::Shr, u, 3);
    }

    pub(super) fn string_ref(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i) = (self.load(b), self.load(c));
        let (t, u) = (self.temp(), self.temp());
        let [wide, done] = [(); 2].map(|()| self.asm.label());
        if !self.is_object(b) {
            self.guard_object(x, t, fail);
        }
        self.require_fixnum(c, i, fail);
        self.asm.movzx16_rm(t, Mem::at(x, HEADER));
        self.asm
            .alu_ri(Alu::Cmp, Width::Dword, t, kind_bits(Kind::StringLatin));
        self.asm.jcc(Cond::NotEqual, wide);
        self.facts.learn(b, Fact::String);
        self.string_place(Kind::StringLatin, [x, i, t, u], fail);
        self.asm.movzx8_rm(t, Mem::indexed(t, u, Scale::One, SLOTS));
        self.asm.bind(done);
        self.asm.shift_ri(Shift::Shl, t, IMMEDIATE_SHIFT as u8);
        self.asm.alu_ri(Alu::Or, Width::Qword, t, LOW_CHAR as i32);
        self.define(a, t);
        self.facts.learn(a, Fact::Char);
        self.aside(|c| {
            c.asm.bind(wide);
            c.asm
                .alu_ri(Alu::Cmp, Width::Dword, t, kind_bits(Kind::StringWide));
            c.asm.jcc(Cond::NotEqual, fail);
            c.string_place(Kind::StringWide, [x, i, t, u], fail);
            c.asm
                .mov_rm(Width::Dword, t, Mem::indexed(t, u, Scale::Four, SLOTS));
            c.asm.jmp(done);
        });
    }

    /// Narrow characters into narrow strings; the rest may have to widen the string.
    pub(super) fn string_set(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i, v) = (self.load(a), self.load(b), self.load(c));
        let (t, u) = (self.temp(), self.temp());
        self.require_kind(a, Kind::StringLatin, true, [x, t], fail);
        self.require_fixnum(b, i, fail);
        if !self.is_char(c) {
            self.asm.cmp8_ri(v, LOW_CHAR as u8);
            self.asm.jcc(Cond::NotEqual, fail);
            self.facts.learn(c, Fact::Char);
        }
        let last = (0xFF << IMMEDIATE_SHIFT) | LOW_CHAR as i32;
        self.asm.alu_ri(Alu::Cmp, Width::Qword, v, last);
        self.asm.jcc(Cond::Above, fail);
        self.string_place(Kind::StringLatin, [x, i, t, u], fail);
        self.asm.lea(t, Mem::indexed(t, u, Scale::One, SLOTS));
        self.asm.mov_rr(u, v);
        self.asm.shift_ri(Shift::Shr, u, IMMEDIATE_SHIFT as u8);
        self.asm.mov8_mr(Mem::at(t, 0), u);
    }

    pub(super) fn string_length(&mut self, a: usize, b: usize) {
        let fail = self.generic();
        let x = self.load(b);
        let t = self.temp();
        self.require_kind(b, Kind::StringLatin, false, [x, t], fail);
        self.asm
            .mov_rm(Width::Qword, t, Self::field(x, StringObject::BODY));
        self.asm.mov_rm(Width::Qword, t, Mem::at(t, HEADER));
        self.asm.shift_ri(Shift::Shr, t, HEADER_LENGTH_SHIFT as u8);
        self.asm.shift_ri(Shift::Shl, t, 3);
        self.define(a, t);
        self.facts.learn(a, Fact::Fixnum);
    }

    pub(super) fn char_to_integer(&mut self, a: usize, b: usize) {
        let fail = self.generic();
        let x = self.load(b);
        let t = self.temp();
        if !self.is_char(b) {
            self.asm.cmp8_ri(x, LOW_CHAR as u8);
            self.asm.jcc(Cond::NotEqual, fail);
            self.facts.learn(b, Fact::Char);
        }
        self.asm.mov_rr(t, x);
        self.asm.shift_ri(Shift::Shr, t, IMMEDIATE_SHIFT as u8);
        self.asm.shift_ri(Shift::Shl, t, 3);
        self.define(a, t);
        self.facts.learn(a, Fact::Fixnum);
    }

    pub(super) fn integer_to_char(&mut self, a: usize, b: usize) {
        let fail = self.generic();
        let x = self.load(b);
        let t = self.temp();
        self.require_fixnum(b, x, fail);
        self.asm.alu_ri(Alu::Cmp, Width::Qword, x, SURROGATES << 3);
        self.asm.jcc(Cond::AboveEqual, fail);
        self.asm.mov_rr(t, x);
        self.asm.shift_ri(Shift::Shl, t, IMMEDIATE_SHIFT as u8 - 3);
        self.asm.alu_ri(Alu::Or, Width::Qword, t, LOW_CHAR as i32);
        self.define(a, t);
        self.facts.learn(a, Fact::Char);
    }
}
