//! Arithmetic and comparison where flonums are expected: their path comes first, on doubles in vector registers;
//! fixnums, and one of each, are cold code.
//!
//! Which numbers an instruction meets is said by what the interpreter has seen it meet (`Compilable::saw_flonums`), by
//! constants, and by what other instructions made of those. Expecting the wrong ones costs time, nothing else.
//!
//! Doubles of operands come from the cache or by decoding, without regard to whether the words are flonums; the words are
//! tested, but nothing waits for that. So a chain of operations, also through a loop, waits for the operations alone, not
//! for encoding and decoding. What an instruction jumps to before its result is there may rely on the doubles of the
//! operands: they are all loaded before the first test. Cold code has but one register, and reads operands from slots.

use super::flonum::Fixnum;
use super::*;
use eyas_asm::x64::{Shift, Sse, Xmm};
use eyas_heap::layout::FLONUM_BIT;

/// Where cold code has its operands.
const X: Xmm = Xmm(0);
const Y: Xmm = Xmm(1);

/// An operand of arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Term {
    /// A slot of which nothing is known.
    Slot(usize),
    /// A slot with a fixnum.
    Fixnum(usize),
    /// A slot with this fixnum.
    Known(usize, i32),
    /// A number in the instruction.
    Int(i32),
}

impl Term {
    fn slot(self) -> Option<usize> {
        match self {
            Term::Slot(i) | Term::Fixnum(i) | Term::Known(i, _) => Some(i),
            Term::Int(_) => None,
        }
    }

    fn number(self) -> Option<i32> {
        match self {
            Term::Known(_, n) | Term::Int(n) => Some(n),
            Term::Slot(_) | Term::Fixnum(_) => None,
        }
    }
}

/// True for what is never written with fixnums in mind.
fn is_for_doubles(op: Op) -> bool {
    matches!(op, Op::Div | Op::Sqrt)
}

/// True if the operands of the operation are numbers, and perhaps flonums.
fn takes_numbers(op: Op) -> bool {
    is_for_doubles(op)
        || matches!(
            op,
            Op::Add
                | Op::Sub
                | Op::Mul
                | Op::AddInt
                | Op::SubInt
                | Op::MulInt
                | Op::NumEq
                | Op::Less
                | Op::LessEq
                | Op::BranchNumEq
                | Op::BranchNotNumEq
                | Op::BranchLess
                | Op::BranchNotLess
                | Op::BranchLessEq
                | Op::BranchNotLessEq
                | Op::BranchNumEqInt
                | Op::BranchNotNumEqInt
                | Op::BranchLessInt
                | Op::BranchNotLessInt
                | Op::BranchMoreInt
                | Op::BranchNotMoreInt
        )
}

/// What is expected.
impl Compiler<'_> {
    /// True if the value in the slot is expected to be a flonum.
    pub(super) fn likely_flonum(&self, i: usize) -> bool {
        match self.facts.get(i) {
            Some(Fact::Bits(bits)) => Value::from_bits(bits).is_immediate_flonum(),
            Some(_) => false,
            None => i < 128 && self.likely & 1 << i != 0,
        }
    }

    /// From now on the value in the slot is expected to be a flonum.
    pub(super) fn expect_flonum(&mut self, i: usize) {
        if i < 128 {
            self.likely |= 1 << i;
        }
    }

    /// True if the slot certainly has a flonum that is not boxed.
    fn is_flonum(&self, i: usize) -> bool {
        matches!(self.facts.get(i), Some(Fact::Bits(bits)) if Value::from_bits(bits).is_immediate_flonum())
    }

    /// True if the operands of this instruction are expected to be flonums, whatever they come from.
    pub(super) fn takes_doubles(&self, op: Op, pc: usize) -> bool {
        takes_numbers(op) && (is_for_doubles(op) || self.procedure.saw_flonums(pc))
    }

    /// True if the operands of this instruction are expected to be flonums because one of them is now.
    pub(super) fn takes_likely(&self, i: Instruction) -> bool {
        let operands = i.op.roles().into_iter().zip([i.a, i.b, i.c]);
        takes_numbers(i.op)
            && operands
                .filter(|(role, _)| *role == Role::In)
                .any(|(_, slot)| self.likely_flonum(slot.into()))
    }

    /// True if the instruction is expected to compute with doubles.
    fn expects_doubles(&self, terms: [Term; 2]) -> bool {
        let is_open = |term: &Term| matches!(term, Term::Slot(_));
        self.environment.has_flonums
            && terms.iter().any(is_open)
            && (is_for_doubles(self.instruction.op)
                || self.procedure.saw_flonums(self.pc)
                || terms
                    .iter()
                    .any(|term| matches!(term, Term::Slot(i) if self.likely_flonum(*i))))
    }

    fn term(&self, i: usize) -> Term {
        match self.known_int(i) {
            Some(n) => Term::Known(i, n),
            None if self.is_fixnum(i) => Term::Fixnum(i),
            None => Term::Slot(i),
        }
    }

    /// The operand `c` of arithmetic.
    fn term_c(&self) -> Term {
        let i = self.instruction;
        if i.op.roles()[2] == Role::Int {
            Term::Int((i.c as i16).into())
        } else {
            self.term(i.c.into())
        }
    }
}

/// Operands.
impl<'a> Compiler<'a> {
    /// A register with the double of a slot (`cache`), not to be changed.
    fn double(&mut self, i: usize) -> Xmm {
        if let Some(x) = self.cache.find_double(i) {
            return x;
        }
        if let Some(Fact::Bits(bits)) = self.facts.get(i)
            && let Some(number) = Value::from_bits(bits).as_flonum()
        {
            let x = self.cache.allocate_double();
            self.constant_double(x, number);
            self.cache.set_double(i, x);
            return x;
        }
        let word = self.load(i);
        let x = self.cache.allocate_double();
        let t = self.temp();
        self.decode(x, word, t);
        self.cache.unlock(t);
        self.cache.set_double(i, x);
        x
    }

    fn constant_double(&mut self, x: Xmm, number: f64) {
        let bits = number.to_bits();
        if bits == 0 {
            return self.asm.xorps(x, x);
        }
        let t = self.temp();
        self.asm.mov_ri(t, bits);
        self.asm.movq_xr(x, t);
        self.cache.unlock(t);
    }

    /// The operand as a double if it is no fixnum, or known to be one; `scratch` may change.
    fn double_of(&mut self, term: Term, scratch: Xmm) -> Xmm {
        match term {
            Term::Slot(i) => self.double(i),
            Term::Known(_, n) | Term::Int(n) => {
                self.constant_double(scratch, n.into());
                scratch
            }
            Term::Fixnum(i) => {
                let word = self.load(i);
                let t = self.temp();
                self.asm.mov_rr(t, word);
                self.asm.shift_ri(Shift::Sar, t, 3);
                self.asm.xorps(scratch, scratch);
                self.asm.cvtsi2sd(scratch, t);
                self.cache.unlock(t);
                scratch
            }
        }
    }

    /// Jumps to `cold` unless the operand is a flonum, or known to be a fixnum and fit for the operation.
    fn guard_term(&mut self, term: Term, how: Fixnum, cold: Label) {
        match term {
            Term::Slot(i) if self.is_flonum(i) => {}
            Term::Slot(i) => {
                match self.cache.find(i) {
                    Some(word) => self.asm.test8_ri(word, FLONUM_BIT as u8),
                    None => self.asm.test8_mi(slot(i), FLONUM_BIT as u8),
                }
                self.asm.jcc(Cond::Equal, cold);
            }
            Term::Fixnum(i) => {
                let word = self.load(i);
                match how {
                    Fixnum::Convert => {}
                    Fixnum::NotZero => {
                        self.asm.test_rr(Width::Qword, word, word);
                        self.asm.jcc(Cond::Equal, cold);
                    }
                    Fixnum::Exactly => {
                        let t = self.temp();
                        self.asm.mov_rr(t, word);
                        self.guard_exact(t, cold);
                        self.cache.unlock(t);
                    }
                }
            }
            Term::Known(..) | Term::Int(_) => {}
        }
    }

    /// Both operands in registers, those that are not known tested.
    fn doubles_first(&mut self, terms: [Term; 2], how: Fixnum, cold: Label) -> [Xmm; 2] {
        let [x, y] = terms;
        for term in terms {
            // If one is, the other is, too, or soon will be.
            if let Term::Slot(i) = term {
                self.expect_flonum(i);
            }
        }
        let x_double = self.double_of(x, X);
        let y_double = if x == y && matches!(x, Term::Slot(_)) {
            x_double
        } else {
            self.double_of(y, Y)
        };
        self.guard_term(x, how, cold);
        if x != y {
            self.guard_term(y, how, cold);
        }
        [x_double, y_double]
    }

    /// The slot gets the flonum of `x`, whose word `t` has.
    fn define_double(&mut self, i: usize, t: Gpr, x: Xmm) {
        self.define(i, t);
        self.cache.set_double(i, x);
        self.expect_flonum(i);
    }
}

/// Cold code, in which only one register may change, besides [`X`] and [`Y`].
impl<'a> Compiler<'a> {
    /// To `fail` unless the fixnum in `t`, which changes, is a double without rounding.
    fn guard_exact(&mut self, t: Gpr, fail: Label) {
        // From -2^53 to 2^53 - 1, what is left of it is 0 or -1.
        self.asm.shift_ri(Shift::Sar, t, 53 + 3);
        self.asm.alu_ri(Alu::Add, Width::Qword, t, 1);
        self.asm.alu_ri(Alu::Cmp, Width::Qword, t, 1);
        self.asm.jcc(Cond::Above, fail);
    }

    /// To `other` unless all operands are fixnums.
    fn guard_fixnum_slots(&mut self, terms: [Term; 2], t: Gpr, other: Label) {
        let mut slots = terms.iter().filter_map(|term| term.slot());
        if let Some(first) = slots.next() {
            self.asm.mov_rm(Width::Qword, t, slot(first));
        }
        for more in slots {
            self.asm.alu_rm(Alu::Or, Width::Qword, t, slot(more));
        }
        self.guard_fixnum(t, other);
    }

    /// `dst` ← the double of a flonum or fixnum.
    fn cold_double(&mut self, dst: Xmm, term: Term, how: Fixnum, t: Gpr, fail: Label) {
        let i = match (term, term.slot()) {
            (Term::Int(n), _) | (Term::Known(_, n), _) => {
                self.asm.mov_ri(t, f64::from(n).to_bits());
                return self.asm.movq_xr(dst, t);
            }
            (_, Some(i)) => i,
            (_, None) => unreachable!("what is no number in the instruction is in a slot"),
        };
        let [fixnum, done] = [(); 2].map(|()| self.asm.label());
        self.asm.mov_rm(Width::Qword, t, slot(i));
        self.asm.test8_ri(t, FLONUM_BIT as u8);
        self.asm.jcc_near(Cond::Equal, fixnum);
        self.decode(dst, t, t);
        self.asm.jmp_near(done);
        self.asm.bind(fixnum);
        self.guard_fixnum(t, fail);
        match how {
            Fixnum::Convert => {}
            Fixnum::NotZero => {
                self.asm.test_rr(Width::Qword, t, t);
                self.asm.jcc(Cond::Equal, fail);
            }
            Fixnum::Exactly => {
                self.guard_exact(t, fail);
                self.asm.mov_rm(Width::Qword, t, slot(i));
            }
        }
        self.asm.shift_ri(Shift::Sar, t, 3);
        self.asm.xorps(dst, dst);
        self.asm.cvtsi2sd(dst, t);
        self.asm.bind(done);
    }

    /// [`X`] and [`Y`] ← the operands, one of which is a flonum, or none is a number that this can do with.
    fn cold_doubles(&mut self, terms: [Term; 2], how: Fixnum, t: Gpr, fail: Label) {
        for (dst, term) in [X, Y].into_iter().zip(terms) {
            self.cold_double(dst, term, how, t, fail);
        }
    }
}

impl<'a> Compiler<'a> {
    /// Arithmetic with flonums first, if they are expected.
    pub(super) fn doubles_arithmetic(&mut self, op: Sse) -> bool {
        let i = self.instruction;
        let terms = [self.term(i.b.into()), self.term_c()];
        let how = match op {
            Sse::Mul | Sse::Div => Fixnum::NotZero,
            Sse::Add | Sse::Sub | Sse::Sqrt => Fixnum::Convert,
        };
        let has_zero = terms.iter().any(|term| term.number() == Some(0));
        if !self.expects_doubles(terms) || (how == Fixnum::NotZero && has_zero) {
            return false;
        }
        let fail = self.generic();
        let [cold, done] = [(); 2].map(|()| self.asm.label());
        let [x, y] = self.doubles_first(terms, how, cold);
        let result = self.cache.allocate_double();
        let t = self.temp();
        self.asm.movaps(result, x);
        self.asm.sse(op, result, y);
        self.encode(result, t, fail);
        self.asm.bind(done);
        let a = i.a.into();
        self.define_double(a, t, result);
        self.aside(|c| {
            c.asm.bind(cold);
            let mixed = c.asm.label();
            c.guard_fixnum_slots(terms, t, mixed);
            if op == Sse::Div {
                c.asm.jmp(fail);
            } else {
                c.cold_fixnums(op, terms, t, fail);
                c.asm.mov_mr(Width::Qword, slot(a), t);
                c.decode(result, t, t);
                c.asm.mov_rm(Width::Qword, t, slot(a));
                c.asm.jmp(done);
            }
            c.asm.bind(mixed);
            if terms.iter().any(|term| matches!(term, Term::Int(_))) {
                return c.asm.jmp(fail);
            }
            c.cold_doubles(terms, how, t, fail);
            c.asm.movaps(result, X);
            c.asm.sse(op, result, Y);
            c.encode(result, t, fail);
            c.asm.jmp(done);
        });
        true
    }

    /// `t` ← sum, difference or product of two fixnums.
    fn cold_fixnums(&mut self, op: Sse, [x, y]: [Term; 2], t: Gpr, fail: Label) {
        if let Some(i) = x.slot() {
            self.asm.mov_rm(Width::Qword, t, slot(i));
        }
        let alu = match op {
            Sse::Add => Alu::Add,
            Sse::Sub => Alu::Sub,
            _ => {
                match y {
                    Term::Int(n) => self.asm.imul_rri(t, t, n),
                    Term::Slot(i) | Term::Fixnum(i) | Term::Known(i, _) => {
                        self.asm.shift_ri(Shift::Sar, t, 3);
                        self.asm.imul_rm(t, slot(i));
                    }
                }
                return self.asm.jcc(Cond::Overflow, fail);
            }
        };
        match y {
            Term::Int(n) => self.asm.alu_ri(alu, Width::Qword, t, n << 3),
            Term::Slot(i) | Term::Fixnum(i) | Term::Known(i, _) => {
                self.asm.alu_rm(alu, Width::Qword, t, slot(i));
            }
        }
        self.asm.jcc(Cond::Overflow, fail);
    }

    /// The operands of a comparison of register `x` with register `y` or a number.
    fn compared(&self, x: usize, y: Option<usize>, n: i16) -> [Term; 2] {
        [
            self.term(x),
            y.map_or(Term::Int(n.into()), |y| self.term(y)),
        ]
    }

    /// Compares two doubles as signed numbers would be with `cond`: what to ask the flags, "equal" being false if they
    /// say "parity".
    fn double_flags(&mut self, cond: Cond, [x, y]: [Xmm; 2]) -> Cond {
        // What is no number sets carry, zero and parity: only "above" and "not below" are false then.
        let (x, y, ask) = match cond {
            Cond::Equal => (x, y, Cond::Equal),
            Cond::Less => (y, x, Cond::Above),
            Cond::LessEqual => (y, x, Cond::AboveEqual),
            Cond::Greater => (x, y, Cond::Above),
            Cond::GreaterEqual => (x, y, Cond::AboveEqual),
            _ => unreachable!("numbers are compared with =, <, <=, > and >="),
        };
        self.asm.ucomisd(x, y);
        ask
    }

    /// Cold: compares what is not two flonums; to `yes` or `no`.
    fn cold_comparison(
        &mut self,
        cond: Cond,
        terms: [Term; 2],
        t: Gpr,
        [cold, yes, no]: [Label; 3],
    ) {
        let fail = self.generic();
        self.aside(|c| {
            let mixed = c.asm.label();
            c.asm.bind(cold);
            c.guard_fixnum_slots(terms, t, mixed);
            let [x, y] = terms;
            if let Some(i) = x.slot() {
                c.asm.mov_rm(Width::Qword, t, slot(i));
            }
            match y {
                Term::Int(n) => c.asm.alu_ri(Alu::Cmp, Width::Qword, t, n << 3),
                Term::Slot(i) | Term::Fixnum(i) | Term::Known(i, _) => {
                    c.asm.alu_rm(Alu::Cmp, Width::Qword, t, slot(i));
                }
            }
            c.asm.jcc(cond, yes);
            c.asm.jmp(no);
            c.asm.bind(mixed);
            if matches!(y, Term::Int(_)) {
                return c.asm.jmp(fail);
            }
            c.cold_doubles(terms, Fixnum::Exactly, t, fail);
            let ask = c.double_flags(cond, [X, Y]);
            if ask == Cond::Equal {
                c.asm.jcc(Cond::Parity, no);
            }
            c.asm.jcc(ask, yes);
            c.asm.jmp(no);
        });
    }

    /// A comparison with flonums first, if they are expected.
    pub(super) fn doubles_comparison(&mut self, cond: Cond) -> bool {
        let i = self.instruction;
        let terms = self.compared(i.b.into(), Some(i.c.into()), 0);
        if !self.expects_doubles(terms) {
            return false;
        }
        self.generic();
        let [cold, yes, no] = [(); 3].map(|()| self.asm.label());
        let doubles = self.doubles_first(terms, Fixnum::Exactly, cold);
        let t = self.temp();
        let ask = self.double_flags(cond, doubles);
        if ask == Cond::Equal {
            self.asm.jcc(Cond::Parity, no);
        }
        self.asm.jcc(ask.negated(), no);
        self.cold_comparison(cond, terms, t, [cold, yes, no]);
        self.decided(i.a.into(), yes, no);
        true
    }

    /// A branch with flonums first, if they are expected.
    pub(super) fn doubles_branch(&mut self, cond: Cond, taken: bool) -> bool {
        let i = self.instruction;
        let y = (i.op.roles()[1] != Role::Int).then_some(i.b.into());
        let terms = self.compared(i.a.into(), y, i.b as i16);
        if !self.expects_doubles(terms) {
            return false;
        }
        self.generic();
        let [cold, after] = [(); 2].map(|()| self.asm.label());
        let doubles = self.doubles_first(terms, Fixnum::Exactly, cold);
        let t = self.temp();
        let ask = self.double_flags(cond, doubles);
        let target = self.branch_target();
        let [yes, no] = if taken {
            [target, after]
        } else {
            [after, target]
        };
        if ask == Cond::Equal {
            self.asm.jcc(Cond::Parity, no);
        }
        self.asm
            .jcc(if taken { ask } else { ask.negated() }, target);
        self.asm.bind(after);
        self.cold_comparison(cond, terms, t, [cold, yes, no]);
        true
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn inexact(&mut self, a: usize, b: usize) {
        let fail = self.generic();
        if !self.environment.has_flonums {
            self.asm.jmp(fail);
            return self.forget(a);
        }
        let [cold, done] = [(); 2].map(|()| self.asm.label());
        let word = self.load(b);
        let result = self.cache.allocate_double();
        let t = self.temp();
        if !self.is_fixnum(b) {
            self.guard_fixnum(word, cold);
        }
        self.asm.mov_rr(t, word);
        self.asm.shift_ri(Shift::Sar, t, 3);
        self.asm.xorps(result, result);
        self.asm.cvtsi2sd(result, t);
        self.encode(result, t, fail);
        self.asm.bind(done);
        self.define_double(a, t, result);
        self.aside(|c| {
            c.asm.bind(cold);
            c.asm.test8_ri(word, FLONUM_BIT as u8);
            c.asm.jcc(Cond::Equal, fail);
            c.decode(result, word, t);
            c.asm.mov_rr(t, word);
            c.asm.jmp(done);
        });
    }

    pub(super) fn sqrt(&mut self, a: usize, b: usize) {
        let fail = self.generic();
        if !self.environment.has_flonums {
            self.asm.jmp(fail);
            return self.forget(a);
        }
        let x = self.double(b);
        let result = self.cache.allocate_double();
        let t = self.temp();
        self.guard_term(Term::Slot(b), Fixnum::Convert, fail);
        self.asm.sse(Sse::Sqrt, result, x);
        // Negative arguments have complex roots.
        self.asm.ucomisd(result, result);
        self.asm.jcc(Cond::Parity, fail);
        self.encode(result, t, fail);
        self.define_double(a, t, result);
    }

    /// A move takes the double along.
    pub(super) fn move_double(&mut self, a: usize, from: Option<Xmm>) {
        if let Some(x) = from {
            let copy = self.cache.allocate_double();
            self.asm.movaps(copy, x);
            self.cache.set_double(a, copy);
        }
    }
}
