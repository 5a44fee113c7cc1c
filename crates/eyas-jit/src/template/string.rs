//! Strings and characters. A string's first slot is its body, of one or four bytes per character.

use super::*;
use eyas_asm::x64::{Scale, Shift};
use eyas_heap::layout::{HEADER_LENGTH_SHIFT, IMMEDIATE_SHIFT, LOW_CHAR};
use eyas_heap::object::StringObject;

/// From a tagged object to the lower half of the bytes of a leaf's length, which is all of it or less. (An index below
/// less than the length is fine, and the primitive looks again.)
pub(super) const LENGTH: i32 = HEADER + HEADER_LENGTH_SHIFT as i32 / 8;

/// Scalar values from here on are not all characters.
const SURROGATES: i32 = 0xD800;

impl<'a> Compiler<'a> {
    /// `t` ← body of the string `x`, `u` ← the index `i` untagged, which is a fixnum below the length; `v` changes. `x`
    /// is of the kind.
    fn string_place(&mut self, kind: Kind, [x, i, t, u, v]: [Gpr; 5], fail: Label) {
        self.asm
            .mov_rm(Width::Qword, t, field(x, StringObject::BODY));
        self.asm.mov_rm(Width::Dword, v, Mem::at(t, LENGTH));
        if kind == Kind::StringWide {
            self.asm.shift_ri(Shift::Shr, v, 2);
        }
        self.index_below(i, u, v, fail);
    }

    /// `u` ← the index `i` untagged, if it is a fixnum below the number in `length`.
    pub(super) fn index_below(&mut self, i: Gpr, u: Gpr, length: Gpr, fail: Label) {
        self.asm.mov_rr(u, i);
        // What tags a word, and what a number is below zero, becomes more than any length.
        self.asm.shift_ri(Shift::Ror, u, 3);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, u, length);
        self.asm.jcc(Cond::AboveEqual, fail);
    }

    /// Jumps to `fail`, which does not come back, unless `x`, the value of slot `i`, is an object, and to `other` unless
    /// that is a narrow string, which may be changed if it is to be; `t` changes. What is not narrow has to be wide.
    fn require_narrow(
        &mut self,
        i: usize,
        to_change: bool,
        [x, t]: [Gpr; 2],
        [other, fail]: [Label; 2],
    ) {
        if !self.is_object(i) {
            self.guard_object(x, t, fail);
        }
        self.compare_kind(x, Kind::StringLatin, to_change);
        self.asm.jcc(Cond::NotEqual, other);
        // It may become wide while it is looked at.
        self.facts.learn(i, Fact::String);
    }

    /// Compares the kind of an object, and its flags if it is to be changed: there must be none, above all not the one
    /// that forbids changes.
    fn compare_kind(&mut self, x: Gpr, kind: Kind, to_change: bool) {
        let at = Mem::at(x, HEADER_KIND);
        if to_change {
            self.asm.cmp16_mi(at, kind as i8);
        } else {
            self.asm.cmp8_mi(at, kind as u8);
        }
    }

    pub(super) fn string_ref(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i) = (self.load(b), self.load(c));
        let [t, u, v] = [(); 3].map(|()| self.temp());
        let [wide, done] = [(); 2].map(|()| self.asm.label());
        self.require_narrow(b, false, [x, t], [wide, fail]);
        self.string_place(Kind::StringLatin, [x, i, t, u, v], fail);
        self.facts.learn(c, Fact::Fixnum);
        self.asm.movzx8_rm(t, Mem::indexed(t, u, Scale::One, SLOTS));
        self.asm.bind(done);
        self.asm.shift_ri(Shift::Shl, t, IMMEDIATE_SHIFT as u8);
        self.asm.alu_ri(Alu::Or, Width::Qword, t, LOW_CHAR as i32);
        self.define(a, t);
        self.facts.learn(a, Fact::Char);
        self.aside(|c| {
            c.asm.bind(wide);
            c.compare_kind(x, Kind::StringWide, false);
            c.asm.jcc(Cond::NotEqual, fail);
            c.string_place(Kind::StringWide, [x, i, t, u, v], fail);
            c.asm
                .mov_rm(Width::Dword, t, Mem::indexed(t, u, Scale::Four, SLOTS));
            c.asm.jmp(done);
        });
    }

    /// What does not fit into a narrow string has to widen it.
    pub(super) fn string_set(&mut self, a: usize, b: usize, c: usize) {
        let fail = self.generic();
        let (x, i, character) = (self.load(a), self.load(b), self.load(c));
        let [t, u, v] = [(); 3].map(|()| self.temp());
        let [wide, done] = [(); 2].map(|()| self.asm.label());
        if !self.is_char(c) {
            self.asm.cmp8_ri(character, LOW_CHAR as u8);
            self.asm.jcc(Cond::NotEqual, fail);
            self.facts.learn(c, Fact::Char);
        }
        self.require_narrow(a, true, [x, t], [wide, fail]);
        let last = (0xFF << IMMEDIATE_SHIFT) | LOW_CHAR as i32;
        self.asm.alu_ri(Alu::Cmp, Width::Qword, character, last);
        self.asm.jcc(Cond::Above, fail);
        self.string_place(Kind::StringLatin, [x, i, t, u, v], fail);
        self.facts.learn(b, Fact::Fixnum);
        self.asm.mov_rr(v, character);
        self.asm.shift_ri(Shift::Shr, v, IMMEDIATE_SHIFT as u8);
        self.asm.mov8_mr(Mem::indexed(t, u, Scale::One, SLOTS), v);
        self.asm.bind(done);
        self.aside(|c| {
            c.asm.bind(wide);
            c.compare_kind(x, Kind::StringWide, true);
            c.asm.jcc(Cond::NotEqual, fail);
            c.string_place(Kind::StringWide, [x, i, t, u, v], fail);
            c.asm.mov_rr(v, character);
            c.asm.shift_ri(Shift::Shr, v, IMMEDIATE_SHIFT as u8);
            c.asm
                .mov_mr(Width::Dword, Mem::indexed(t, u, Scale::Four, SLOTS), v);
            c.asm.jmp(done);
        });
    }

    pub(super) fn string_length(&mut self, a: usize, b: usize) {
        let fail = self.generic();
        let x = self.load(b);
        let t = self.temp();
        let [wide, done] = [(); 2].map(|()| self.asm.label());
        let body = field(x, StringObject::BODY);
        self.require_narrow(b, false, [x, t], [wide, fail]);
        self.asm.mov_rm(Width::Qword, t, body);
        self.asm.mov_rm(Width::Qword, t, Mem::at(t, HEADER));
        self.asm.shift_ri(Shift::Shr, t, HEADER_LENGTH_SHIFT as u8);
        self.asm.bind(done);
        self.asm.shift_ri(Shift::Shl, t, 3);
        self.define(a, t);
        self.facts.learn(a, Fact::Fixnum);
        self.aside(|c| {
            c.asm.bind(wide);
            c.compare_kind(x, Kind::StringWide, false);
            c.asm.jcc(Cond::NotEqual, fail);
            c.asm.mov_rm(Width::Qword, t, body);
            c.asm.mov_rm(Width::Qword, t, Mem::at(t, HEADER));
            c.asm.shift_ri(Shift::Shr, t, HEADER_LENGTH_SHIFT as u8 + 2);
            c.asm.jmp(done);
        });
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
        // What a character's tag leaves below the number is zero.
        const { assert!(LOW_CHAR >> (IMMEDIATE_SHIFT - 3) == 0) };
        self.asm.shift_ri(Shift::Shr, t, IMMEDIATE_SHIFT as u8 - 3);
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
