//! Primitives that have no operation of their own. The frequent cases of frequent ones are here; the rest is the
//! primitive's Rust function.

use super::*;
use crate::stubs::{IM, RE};
use eyas_asm::x64::Shift;
use eyas_bytecode::Prim;
use eyas_heap::PAIR_SIZE;
use eyas_heap::layout::{IMMEDIATE_SHIFT, LOW_CHAR, TAG_PAIR};
use eyas_vm::hooks::offsets;

/// Lists with more elements are made in Rust.
pub(super) const LIST_MAX: usize = 16;

/// The primitive with this number.
pub(super) fn primitive(number: usize) -> Option<Prim> {
    Prim::ALL.get(number).copied()
}

/// The character as a value, where it is a small number.
const fn char_word(c: u8) -> i32 {
    (c as i32) << IMMEDIATE_SHIFT | LOW_CHAR as i32
}

impl Compiler<'_> {
    /// `native`
    pub(super) fn native(&mut self, a: usize, count: usize, number: usize) {
        // The function may use the slots of its arguments.
        for slot in a + 1..a + count {
            self.facts.forget(slot);
        }
        let is_inline = match (primitive(number), count) {
            (Some(prim), 0) => self.native_of_none(a, prim),
            (Some(prim), 1) => self.native_of_one(a, prim),
            (Some(prim), 2) => self.native_of_two(a, prim),
            _ => false,
        };
        if is_inline {
            return;
        }
        let stub = primitive(number).and_then(|prim| self.stub_of(prim, count));
        if let Some((operands, stub)) = stub {
            self.by_stub(a, operands, stub);
            if primitive(number) == Some(Prim::Length) {
                self.facts.learn(a, Fact::Fixnum);
            }
            return;
        }
        match primitive(number) {
            Some(Prim::List) if (1..=LIST_MAX).contains(&count) => {
                return self.list(a, count, true);
            }
            Some(Prim::ConsStar) if (2..=LIST_MAX).contains(&count) => {
                return self.list(a, count, false);
            }
            _ => {}
        }
        self.asm.mov_ri(Gpr::Rdi, self.pc as u64);
        self.call_common(Common::Native);
        self.cache.flush();
        self.cache.take(Gpr::Rax);
        self.define(a, Gpr::Rax);
    }

    fn native_of_none(&mut self, a: usize, prim: Prim) -> bool {
        let field = match prim {
            Prim::Winders => offsets::WINDERS,
            Prim::Handlers => offsets::HANDLERS,
            Prim::Parameterization => offsets::PARAMETERIZATION,
            _ => return false,
        };
        let t = self.temp();
        self.asm.mov_rm(Width::Qword, t, Mem::at(CONTEXT, field));
        self.define(a, t);
        true
    }

    fn native_of_one(&mut self, a: usize, prim: Prim) -> bool {
        match prim {
            Prim::SetWinders => self.set_dynamic(a, offsets::WINDERS),
            Prim::SetHandlers => self.set_dynamic(a, offsets::HANDLERS),
            Prim::SetParameterization => self.set_dynamic(a, offsets::PARAMETERIZATION),
            Prim::IsReal
            | Prim::IsRational
            | Prim::IsInteger
            | Prim::IsExactInteger
            | Prim::IsExactRational
            | Prim::IsExact
            | Prim::IsFinite => self.of_fixnum(a, true),
            Prim::IsInexact | Prim::IsInfinite | Prim::IsNan => self.of_fixnum(a, false),
            Prim::IsZero => self.sign(a, Cond::Equal),
            Prim::IsPositive => self.sign(a, Cond::Greater),
            Prim::IsNegative => self.sign(a, Cond::Less),
            Prim::Abs => self.abs(a),
            Prim::Exact => self.exact(a),
            Prim::Magnitude if self.environment.has_flonums => self.magnitude(a),
            Prim::RealPart if self.environment.has_flonums => self.complex_part(a, 0),
            Prim::ImagPart if self.environment.has_flonums => self.complex_part(a, 1),
            Prim::Floor | Prim::Ceiling | Prim::Truncate | Prim::Round => {
                let fail = self.generic();
                let x = self.load(a);
                if !self.is_fixnum(a) {
                    self.guard_fixnum(x, fail);
                    // What the primitive makes of another number is not what was known of that.
                    self.facts.forget(a);
                }
            }
            Prim::Caaar => self.part(a, a, &[CAR, CAR, CAR]),
            Prim::Caadr => self.part(a, a, &[CDR, CAR, CAR]),
            Prim::Cadar => self.part(a, a, &[CAR, CDR, CAR]),
            Prim::Caddr => self.part(a, a, &[CDR, CDR, CAR]),
            Prim::Cdaar => self.part(a, a, &[CAR, CAR, CDR]),
            Prim::Cdadr => self.part(a, a, &[CDR, CAR, CDR]),
            Prim::Cddar => self.part(a, a, &[CAR, CDR, CDR]),
            Prim::Cdddr => self.part(a, a, &[CDR, CDR, CDR]),
            Prim::Cadddr => self.part(a, a, &[CDR, CDR, CDR, CAR]),
            Prim::Cddddr => self.part(a, a, &[CDR, CDR, CDR, CDR]),
            Prim::IsCharNumeric => self.char_between(a, b'0', b'9', false),
            Prim::IsCharAlphabetic => self.char_between(a, b'a', b'z', true),
            Prim::IsCharWhitespace => self.whitespace(a),
            Prim::CharUpcase => self.change_case(a, b'a', b'z'),
            Prim::CharDowncase => self.change_case(a, b'A', b'Z'),
            _ => return false,
        }
        true
    }

    fn native_of_two(&mut self, a: usize, prim: Prim) -> bool {
        match prim {
            Prim::IsEqual => self.equal(a),
            Prim::MakeRectangular if self.environment.has_flonums => self.rectangular(a),
            Prim::Max => self.extreme(a, Cond::Less),
            Prim::Min => self.extreme(a, Cond::Greater),
            Prim::IsCharAtMost => {
                self.char_flags(a, a + 1);
                self.define_condition(a, Cond::BelowEqual);
            }
            Prim::IsCharAtLeast => {
                self.char_flags(a, a + 1);
                self.define_condition(a, Cond::AboveEqual);
            }
            _ => return false,
        }
        true
    }

    /// The stub that has the frequent cases of a primitive, and the registers for its operands.
    fn stub_of(&self, prim: Prim, count: usize) -> Option<(&'static [Gpr], u64)> {
        const LIST: &[Gpr] = &[Gpr::Rcx];
        const LIST_FIRST: &[Gpr] = &[Gpr::Rcx, Gpr::Rax];
        const LIST_LAST: &[Gpr] = &[Gpr::Rax, Gpr::Rcx];
        const TABLE: &[Gpr] = &[Gpr::Rcx, Gpr::Rax, Gpr::R9];
        let stubs = &self.environment.stubs;
        let (operands, stub) = match prim {
            Prim::Length => (LIST, stubs.length),
            Prim::Reverse => (LIST, stubs.reverse),
            Prim::ListTail => (LIST_FIRST, stubs.list_tail),
            Prim::ListRef => (LIST_FIRST, stubs.list_ref),
            Prim::Append => (LIST_FIRST, stubs.append),
            Prim::Memq => (LIST_LAST, stubs.memq),
            Prim::Memv => (LIST_LAST, stubs.memv),
            Prim::Member => (LIST_LAST, stubs.member),
            Prim::Assq => (LIST_LAST, stubs.assq),
            Prim::Assv => (LIST_LAST, stubs.assv),
            Prim::Assoc => (LIST_LAST, stubs.assoc),
            Prim::IsTableContains => (&TABLE[..2], stubs.table_contains),
            Prim::TableRef => (TABLE, stubs.table_get),
            Prim::TableSet => (TABLE, stubs.table_set),
            _ => return None,
        };
        // `append` takes any number of them.
        (operands.len() == count).then_some((operands, stub))
    }

    /// A part of the dynamic state becomes what is in the slot.
    fn set_dynamic(&mut self, a: usize, field: i32) {
        let v = self.load(a);
        self.asm.mov_mr(Width::Qword, Mem::at(CONTEXT, field), v);
        self.immediate(a, Value::UNSPECIFIED.bits());
    }

    /// A predicate that says the same of all fixnums.
    fn of_fixnum(&mut self, a: usize, answer: bool) {
        let fail = self.generic();
        let x = self.load(a);
        let t = self.temp();
        self.guard_fixnum(x, fail);
        self.asm.mov_ri(t, Value::from_bool(answer).bits());
        self.define(a, t);
        self.facts.learn(a, Fact::Boolean);
    }

    fn sign(&mut self, a: usize, cond: Cond) {
        let fail = self.generic();
        let x = self.load(a);
        self.guard_fixnum(x, fail);
        self.asm.test_rr(Width::Qword, x, x);
        self.define_condition(a, cond);
    }

    /// Of whole numbers that are fixnums then.
    fn exact(&mut self, a: usize) {
        if self.is_fixnum(a) {
            return;
        }
        let fail = self.generic();
        let [cold, done] = [(); 2].map(|()| self.asm.label());
        let x = self.load(a);
        let t = self.temp();
        self.guard_fixnum(x, cold);
        self.asm.bind(done);
        // What becomes of another number is not what was known of that.
        self.changed(a);
        self.flonum_exact(a, [x, t], [cold, done, fail]);
    }

    fn abs(&mut self, a: usize) {
        let fail = self.generic();
        let [cold, done] = [(); 2].map(|()| self.asm.label());
        let x = self.load(a);
        let (t, u) = (self.temp(), self.temp());
        self.guard_fixnum(x, cold);
        self.asm.mov_rr(u, x);
        self.asm.shift_ri(Shift::Sar, u, 63);
        self.asm.mov_rr(t, x);
        self.asm.alu_rr(Alu::Xor, Width::Qword, t, u);
        self.asm.alu_rr(Alu::Sub, Width::Qword, t, u);
        self.asm.jcc(Cond::Overflow, fail);
        self.asm.bind(done);
        self.flonum_magnitude([x, t], [cold, done, fail]);
        self.define(a, t);
    }

    /// Real part (0) or imaginary part (1) of an inexact complex number.
    fn complex_part(&mut self, a: usize, i: usize) {
        let fail = self.generic();
        let z = self.load(a);
        let t = self.temp();
        self.guard_kind(z, t, Kind::Compnum, fail);
        self.asm.mov_rm(Width::Qword, t, field(z, i));
        self.encode_bits(t, fail);
        self.define(a, t);
    }

    /// Of an inexact number. What is exact is rarely asked for its magnitude.
    fn magnitude(&mut self, a: usize) {
        let fail = self.generic();
        self.cache.flush();
        self.asm.mov_rm(Width::Qword, Gpr::Rcx, slot(a));
        self.asm.call_outside(self.environment.stubs.magnitude);
        self.asm.jcc(Cond::NotEqual, fail);
        self.cache.take(Gpr::Rax);
        self.define(a, Gpr::Rax);
    }

    /// The inexact complex number of two flonums.
    fn rectangular(&mut self, a: usize) {
        let fail = self.generic();
        self.cache.flush();
        self.asm.mov_rm(Width::Qword, RE, slot(a));
        self.asm.mov_rm(Width::Qword, IM, slot(a + 1));
        self.asm.call_outside(self.environment.stubs.rectangular);
        self.asm.jcc(Cond::NotEqual, fail);
        self.cache.take(Gpr::Rax);
        self.define(a, Gpr::Rax);
    }

    /// The second of two fixnums if the first compares so with it.
    fn extreme(&mut self, a: usize, cond: Cond) {
        let fail = self.generic();
        let slots = [a, a + 1];
        let [x, y] = slots.map(|i| self.load(i));
        let t = self.temp();
        self.guard_fixnums([x, y, t], slots, fail);
        self.asm.mov_rr(t, x);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, x, y);
        self.asm.cmov(cond, t, y);
        self.define(a, t);
    }

    /// What is identical is equal, and what is no object equals only itself.
    fn equal(&mut self, a: usize) {
        let fail = self.generic();
        let [yes, no] = [(); 2].map(|()| self.asm.label());
        let (x, y) = (self.load(a), self.load(a + 1));
        let t = self.temp();
        self.asm.alu_rr(Alu::Cmp, Width::Qword, x, y);
        self.asm.jcc_near(Cond::Equal, yes);
        for r in [x, y] {
            // Pointers are 1 in their lowest two bits.
            self.asm.lea(t, Mem::at(r, -1));
            self.asm.test8_ri(t, 3);
            self.asm.jcc_near(Cond::NotEqual, no);
        }
        self.asm.jmp(fail);
        self.decided(a, yes, no);
    }

    /// What a stub finds or makes that takes its operands in these registers; "equal" if it can.
    fn by_stub(&mut self, a: usize, operands: &[Gpr], stub: u64) {
        let fail = self.generic();
        self.cache.flush();
        for (i, &operand) in operands.iter().enumerate() {
            self.asm.mov_rm(Width::Qword, operand, slot(a + i));
        }
        self.asm.call_outside(stub);
        self.asm.jcc(Cond::NotEqual, fail);
        self.cache.take(Gpr::Rax);
        self.define(a, Gpr::Rax);
    }

    /// `t` ← the ASCII character in the slot, as a word.
    fn ascii(&mut self, a: usize, t: Gpr, fail: Label) {
        let x = self.load(a);
        if !self.is_char(a) {
            self.asm.cmp8_ri(x, LOW_CHAR as u8);
            self.asm.jcc(Cond::NotEqual, fail);
        }
        self.asm.alu_ri(Alu::Cmp, Width::Qword, x, char_word(0x7F));
        self.asm.jcc(Cond::Above, fail);
        self.asm.mov_rr(t, x);
    }

    /// Whether an ASCII character is in a range, whatever its case.
    fn char_between(&mut self, a: usize, first: u8, last: u8, in_any_case: bool) {
        let fail = self.generic();
        self.load(a);
        let t = self.temp();
        self.ascii(a, t, fail);
        if in_any_case {
            let bit = i32::from(b'a' ^ b'A') << IMMEDIATE_SHIFT;
            self.asm.alu_ri(Alu::Or, Width::Dword, t, bit);
        }
        self.asm.alu_ri(Alu::Sub, Width::Dword, t, char_word(first));
        let span = i32::from(last - first) << IMMEDIATE_SHIFT;
        self.asm.alu_ri(Alu::Cmp, Width::Dword, t, span);
        self.define_condition(a, Cond::BelowEqual);
    }

    /// The other case of an ASCII character in a range.
    fn change_case(&mut self, a: usize, first: u8, last: u8) {
        let fail = self.generic();
        self.load(a);
        let (t, u) = (self.temp(), self.temp());
        self.ascii(a, t, fail);
        self.asm.lea(u, Mem::at(t, -char_word(first)));
        let span = i32::from(last - first) << IMMEDIATE_SHIFT;
        self.asm.alu_ri(Alu::Cmp, Width::Dword, u, span);
        self.asm.setcc(Cond::BelowEqual, u);
        self.asm.movzx8_rr(u, u);
        let bit = (b'a' ^ b'A').trailing_zeros() as u8;
        self.asm
            .shift_ri(Shift::Shl, u, bit + IMMEDIATE_SHIFT as u8);
        self.asm.alu_rr(Alu::Xor, Width::Qword, t, u);
        self.define(a, t);
        self.facts.learn(a, Fact::Char);
    }

    /// Space, and from tabulator to carriage return.
    fn whitespace(&mut self, a: usize) {
        let fail = self.generic();
        self.load(a);
        let t = self.temp();
        let done = self.asm.label();
        self.ascii(a, t, fail);
        self.asm.alu_ri(Alu::Cmp, Width::Dword, t, char_word(b' '));
        self.asm.jcc_near(Cond::Equal, done);
        self.asm.alu_ri(Alu::Sub, Width::Dword, t, char_word(b'\t'));
        let span = i32::from(b'\r' - b'\t') << IMMEDIATE_SHIFT;
        self.asm.alu_ri(Alu::Cmp, Width::Dword, t, span);
        self.asm.bind(done);
        self.define_condition(a, Cond::BelowEqual);
    }

    /// A list of the values in the window, ended by `()`, or by the last of them.
    fn list(&mut self, a: usize, count: usize, is_proper: bool) {
        let pairs = count - usize::from(!is_proper);
        let (at, start) = self.allocate(pairs * PAIR_SIZE);
        let t = self.temp();
        for i in 0..pairs {
            let offset = start + (i * PAIR_SIZE) as i32;
            let v = self.load(a + i);
            self.asm.mov_mr(Width::Qword, Mem::at(at, offset), v);
            self.cache.unlock(v);
            let rest = Mem::at(at, offset + WORD as i32);
            if i + 1 < pairs {
                let next = offset + PAIR_SIZE as i32 + TAG_PAIR as i32;
                self.asm.lea(t, Mem::at(at, next));
                self.asm.mov_mr(Width::Qword, rest, t);
            } else if is_proper {
                let nil = Value::NIL.bits() as i32;
                self.asm.mov_mi(Width::Qword, rest, nil);
            } else {
                let v = self.load(a + pairs);
                self.asm.mov_mr(Width::Qword, rest, v);
            }
        }
        self.asm
            .alu_ri(Alu::Add, Width::Qword, at, start + TAG_PAIR as i32);
        self.define(a, at);
        self.facts.learn(a, Fact::Pair);
    }
}
