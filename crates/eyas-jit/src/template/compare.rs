//! Comparisons and type tests that yield a boolean, and what branches share with them.

use super::flonum::{Doubles, Operand};
use super::*;
use eyas_bytecode::TypeTest;
use eyas_heap::layout::{FLONUM_BIT, LOW_CHAR};

const FALSE: i32 = Value::FALSE.bits() as i32;

impl<'a> Compiler<'a> {
    /// Compares two numbers: `cond` says what to ask the flags if both are fixnums, otherwise to `cold`. The operands
    /// may have changed places.
    pub(super) fn number_flags(
        &mut self,
        cond: Cond,
        x: usize,
        y: Option<usize>,
        n: i16,
        cold: Label,
    ) -> (Cond, Doubles) {
        let Some(y) = y else {
            return (cond, self.int_flags(x, n.into(), cold));
        };
        if let Some(n) = self.known_int(y) {
            return (cond, self.int_flags(x, n, cold));
        }
        if let Some(n) = self.known_int(x) {
            return (cond.swapped(), self.int_flags(y, n, cold));
        }
        let slots = [x, y];
        let [x, y] = slots.map(|i| self.load(i));
        let t = self.temp();
        self.guard_fixnums([x, y, t], slots, cold);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, x, y);
        let y = Operand::Reg(y);
        (cond, Doubles { x, y, t })
    }

    /// The same for a small number.
    fn int_flags(&mut self, i: usize, n: i32, cold: Label) -> Doubles {
        let x = self.load(i);
        let t = self.temp();
        if !self.is_fixnum(i) {
            self.guard_fixnum(x, cold);
        }
        if n == 0 {
            self.asm.test_rr(Width::Qword, x, x);
        } else {
            self.asm.alu_ri(Alu::Cmp, Width::Qword, x, n << 3);
        }
        let y = Operand::Int(n);
        Doubles { x, y, t }
    }

    pub(super) fn compare_numbers(&mut self, cond: Cond) {
        if self.doubles_comparison(cond) {
            return;
        }
        // The primitive puts the result itself.
        self.generic();
        let i = self.instruction;
        let [cold, yes, no, done] = [(); 4].map(|()| self.asm.label());
        let (cond, operands) = self.number_flags(cond, i.b.into(), Some(i.c.into()), 0, cold);
        let t = operands.t;
        self.asm.setcc(cond, t);
        self.asm.movzx8_rr(t, t);
        self.asm.shift_ri(eyas_asm::x64::Shift::Shl, t, 8);
        self.asm.alu_ri(Alu::Or, Width::Dword, t, FALSE);
        self.asm.bind(done);
        self.define(i.a.into(), t);
        self.facts.learn(i.a.into(), Fact::Boolean);
        self.flonum_comparison(cond, operands, [cold, yes, no]);
        self.aside(|c| {
            for (label, v) in [(yes, Value::TRUE), (no, Value::FALSE)] {
                c.asm.bind(label);
                c.asm.mov_ri(t, v.bits());
                c.asm.jmp(done);
            }
        });
    }

    /// Compares two characters: the flags are those of the words, otherwise the primitive complains.
    pub(super) fn char_flags(&mut self, x: usize, y: usize) {
        let fail = self.generic();
        let slots = [x, y];
        let [x, y] = slots.map(|i| self.load(i));
        for (i, r) in slots.into_iter().zip([x, y]) {
            if !self.is_char(i) {
                self.asm.cmp8_ri(r, LOW_CHAR as u8);
                self.asm.jcc(Cond::NotEqual, fail);
                self.facts.learn(i, Fact::Char);
            }
        }
        self.asm.alu_rr(Alu::Cmp, Width::Qword, x, y);
    }

    pub(super) fn compare_chars(&mut self, cond: Cond) {
        let i = self.instruction;
        self.char_flags(i.b.into(), i.c.into());
        self.define_condition(i.a.into(), cond);
    }

    pub(super) fn eq(&mut self, a: usize, b: usize, c: usize) {
        let (x, y) = (self.load(b), self.load(c));
        self.asm.alu_rr(Alu::Cmp, Width::Qword, x, y);
        self.define_condition(a, Cond::Equal);
    }

    pub(super) fn not(&mut self, a: usize, b: usize) {
        let x = self.load(b);
        self.asm.alu_ri(Alu::Cmp, Width::Qword, x, FALSE);
        self.define_condition(a, Cond::Equal);
    }

    /// Decides `eqv?`: goes to `yes` or `no`, one of which is bound right after.
    pub(super) fn eqv_test(&mut self, x: usize, y: usize, yes: Label, no: Label) {
        let (x, y) = (self.load(x), self.load(y));
        let t = self.temp();
        self.asm.alu_rr(Alu::Cmp, Width::Qword, x, y);
        self.asm.jcc(Cond::Equal, yes);
        for r in [x, y] {
            self.guard_object(r, t, no);
        }
        // Symbols are what is compared most.
        self.asm.movzx16_rm(t, Mem::at(x, HEADER));
        self.asm
            .alu_ri(Alu::Cmp, Width::Dword, t, kind_bits(Kind::Symbol));
        self.asm.jcc(Cond::Equal, no);
        let far = self.asm.label();
        self.asm.jmp(far);
        let snapshot = self.cache.snapshot();
        let stub = self.environment.stubs.eqv;
        self.aside(|c| {
            c.asm.bind(far);
            c.predicate(stub, x, y);
            // Moves leave the flags alone.
            c.reload(&snapshot);
            c.asm.jcc(Cond::NotEqual, yes);
            c.asm.jmp(no);
        });
    }

    pub(super) fn eqv(&mut self, a: usize, b: usize, c: usize) {
        let [yes, no] = [(); 2].map(|()| self.asm.label());
        self.eqv_test(b, c, yes, no);
        self.decided(a, yes, no);
    }

    /// Register `a` gets true where `yes` is, false where `no` is.
    pub(super) fn decided(&mut self, a: usize, yes: Label, no: Label) {
        let done = self.asm.label();
        let t = self.temp();
        self.asm.bind(yes);
        self.asm.mov_ri(t, Value::TRUE.bits());
        self.asm.jmp_near(done);
        self.asm.bind(no);
        self.asm.mov_ri(t, Value::FALSE.bits());
        self.asm.bind(done);
        self.define(a, t);
        self.facts.learn(a, Fact::Boolean);
    }

    pub(super) fn is_type(&mut self, a: usize, b: usize, test: usize) {
        let [no, done] = [(); 2].map(|()| self.asm.label());
        let cond = self.type_flags(b, test, no);
        let t = self.temp();
        self.asm.setcc(cond, t);
        self.asm.movzx8_rr(t, t);
        self.asm.shift_ri(eyas_asm::x64::Shift::Shl, t, 8);
        self.asm.alu_ri(Alu::Or, Width::Dword, t, FALSE);
        self.asm.jmp_near(done);
        self.asm.bind(no);
        self.asm.mov_ri(t, Value::FALSE.bits());
        self.asm.bind(done);
        self.define(a, t);
        self.facts.learn(a, Fact::Boolean);
    }

    /// Tests the type of a slot's content: to `no`, or the flags say yes by the condition returned.
    pub(super) fn type_flags(&mut self, i: usize, test: usize, no: Label) -> Cond {
        let x = self.load(i);
        let t = self.temp();
        let Some(test) = u16::try_from(test).ok().and_then(TypeTest::from_number) else {
            self.asm.jmp(no);
            return Cond::Equal;
        };
        match test {
            TypeTest::Pair => {
                self.asm.lea(t, Mem::at(x, CAR));
                self.asm.test8_ri(t, 7);
            }
            TypeTest::Null => self.compare_value(x, Value::NIL),
            TypeTest::EofObject => self.compare_value(x, Value::EOF),
            TypeTest::Absent => self.compare_value(x, Value::ABSENT),
            TypeTest::Boolean => {
                // True and false differ in one bit.
                self.asm.mov_rr(t, x);
                let bit = (Value::TRUE.bits() ^ Value::FALSE.bits()) as i32;
                self.asm.alu_ri(Alu::And, Width::Qword, t, !bit);
                self.compare_value(t, Value::FALSE);
            }
            TypeTest::Char => self.asm.cmp8_ri(x, LOW_CHAR as u8),
            TypeTest::Fixnum => self.asm.test8_ri(x, 7),
            TypeTest::Flonum => {
                let yes = self.asm.label();
                self.flonum_flags(x, t, yes);
                self.kind_flags(x, t, &[Kind::Flonum], no);
                self.asm.bind(yes);
            }
            TypeTest::Number => {
                let yes = self.asm.label();
                self.asm.test8_ri(x, 7);
                self.asm.jcc(Cond::Equal, yes);
                self.flonum_flags(x, t, yes);
                let boxed = [
                    Kind::Bignum,
                    Kind::Ratnum,
                    Kind::Flonum,
                    Kind::Rectnum,
                    Kind::Compnum,
                ];
                self.kind_flags(x, t, &boxed, no);
                self.asm.bind(yes);
            }
            TypeTest::Symbol => self.kind_flags(x, t, &[Kind::Symbol], no),
            TypeTest::String => {
                self.kind_flags(x, t, &[Kind::StringLatin, Kind::StringWide], no);
            }
            TypeTest::Vector => self.kind_flags(x, t, &[Kind::Vector], no),
            TypeTest::Bytevector => self.kind_flags(x, t, &[Kind::Bytes], no),
            TypeTest::Procedure => {
                let kinds = [
                    Kind::Closure,
                    Kind::Primitive,
                    Kind::Parameter,
                    Kind::Continuation,
                ];
                self.kind_flags(x, t, &kinds, no);
            }
            TypeTest::Port => self.kind_flags(x, t, &[Kind::Port], no),
            TypeTest::ErrorObject => self.kind_flags(x, t, &[Kind::Condition], no),
        }
        Cond::Equal
    }

    fn compare_value(&mut self, x: Gpr, v: Value) {
        self.asm.alu_ri(Alu::Cmp, Width::Qword, x, v.bits() as i32);
    }

    /// To `yes`, with the flags "equal", if `x` is an immediate flonum.
    fn flonum_flags(&mut self, x: Gpr, t: Gpr, yes: Label) {
        self.asm.mov_rr(t, x);
        self.asm
            .alu_ri(Alu::And, Width::Dword, t, FLONUM_BIT as i32);
        self.asm
            .alu_ri(Alu::Cmp, Width::Dword, t, FLONUM_BIT as i32);
        self.asm.jcc(Cond::Equal, yes);
    }

    /// "Equal" if `x` is an object of one of the kinds; to `no` if it is none at all.
    fn kind_flags(&mut self, x: Gpr, t: Gpr, kinds: &[Kind], no: Label) {
        self.guard_object(x, t, no);
        if let &[kind] = kinds {
            return self.asm.cmp8_mi(Mem::at(x, HEADER_KIND), kind as u8);
        }
        self.asm.movzx16_rm(t, Mem::at(x, HEADER));
        let yes = self.asm.label();
        for (i, &kind) in kinds.iter().enumerate() {
            self.asm.alu_ri(Alu::Cmp, Width::Dword, t, kind_bits(kind));
            if i + 1 < kinds.len() {
                self.asm.jcc(Cond::Equal, yes);
            }
        }
        self.asm.bind(yes);
    }
}
