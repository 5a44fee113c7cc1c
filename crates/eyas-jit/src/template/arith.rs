//! Arithmetic: fixnums here, flonums in cold code (`flonum.rs`), the rest of the tower in the primitives.
//!
//! Addition and subtraction work on tagged words: the tag is zero, and overflow of the word is overflow of the fixnum.

use super::flonum::{Doubles, Operand};
use super::*;
use eyas_asm::x64::{Shift, Sse};
use eyas_heap::layout::FIXNUM_SHIFT;

/// What is wanted of a division.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Division {
    Quotient,
    Remainder,
    Modulo,
}

impl Compiler<'_> {
    /// The second operand of the instruction: a register, or a small number.
    fn operand_c(&mut self) -> Operand {
        let i = self.instruction;
        if i.op.roles()[2] == Role::Int {
            Operand::Int((i.c as i16).into())
        } else if let Some(n) = self.known_int(i.c.into()) {
            Operand::Int(n)
        } else {
            Operand::Reg(self.load(i.c.into()))
        }
    }

    /// Operands of the instruction, checked to be fixnums; otherwise to `cold`. `t` has a copy of the first.
    fn operands(&mut self, cold: Label) -> Doubles {
        let i = self.instruction;
        let x = self.load(i.b.into());
        let y = self.operand_c();
        let t = self.temp();
        match y {
            Operand::Reg(y) => self.guard_fixnums([x, y, t], [i.b.into(), i.c.into()], cold),
            Operand::Int(_) if self.is_fixnum(i.b.into()) => {}
            Operand::Int(_) => self.guard_fixnum(x, cold),
        }
        self.asm.mov_rr(t, x);
        Doubles { x, y, t }
    }

    fn linear(&mut self, op: Alu, flonum: Sse) {
        if self.step(op) || self.doubles_arithmetic(flonum) {
            return;
        }
        let fail = self.generic();
        let [cold, done] = [(); 2].map(|()| self.asm.label());
        let operands = self.operands(cold);
        match operands.y {
            Operand::Reg(y) => self.asm.alu_rr(op, Width::Qword, operands.t, y),
            Operand::Int(n) => {
                let n = n << 3;
                self.asm.alu_ri(op, Width::Qword, operands.t, n);
            }
        }
        self.asm.jcc(Cond::Overflow, fail);
        self.asm.bind(done);
        self.define(self.instruction.a.into(), operands.t);
        // A flonum plus an exact zero is itself: as the primitive has it.
        self.flonum_arithmetic(flonum, operands, cold, done);
    }

    pub(super) fn add(&mut self) {
        self.linear(Alu::Add, Sse::Add);
    }

    pub(super) fn sub(&mut self) {
        self.linear(Alu::Sub, Sse::Sub);
    }

    /// The instruction, if it is a step of a counter, which cannot fail.
    fn step(&mut self, op: Alu) -> bool {
        let i = self.instruction;
        let (a, b) = (usize::from(i.a), usize::from(i.b));
        let n = match i.op.roles()[2] {
            Role::Int => i.c as i16 as i32,
            _ => return false,
        };
        let is_step = self.is_step(b, n);
        if is_step {
            let x = self.load(b);
            let t = self.temp();
            self.asm.mov_rr(t, x);
            self.asm.alu_ri(op, Width::Qword, t, n << 3);
            self.define(a, t);
            self.facts.learn(a, Fact::Counter);
        }
        is_step
    }

    pub(super) fn mul(&mut self) {
        if self.doubles_arithmetic(Sse::Mul) {
            return;
        }
        let fail = self.generic();
        let [cold, done] = [(); 2].map(|()| self.asm.label());
        let operands = self.operands(cold);
        let t = operands.t;
        match operands.y {
            Operand::Reg(y) => {
                self.asm.shift_ri(Shift::Sar, t, 3);
                self.asm.imul_rr(t, y);
            }
            Operand::Int(n) => self.asm.imul_rri(t, t, n),
        }
        self.asm.jcc(Cond::Overflow, fail);
        self.asm.bind(done);
        self.define(self.instruction.a.into(), t);
        self.flonum_arithmetic(Sse::Mul, operands, cold, done);
    }

    /// Two fixnums are the tower's matter: the quotient may be a ratio.
    pub(super) fn div(&mut self) {
        if self.doubles_arithmetic(Sse::Div) {
            return;
        }
        let [cold, done] = [(); 2].map(|()| self.asm.label());
        let x = self.load(self.instruction.b.into());
        let y = self.operand_c();
        let t = self.temp();
        self.asm.jmp(cold);
        self.asm.bind(done);
        self.define(self.instruction.a.into(), t);
        self.flonum_arithmetic(Sse::Div, Doubles { x, y, t }, cold, done);
    }

    pub(super) fn divide(&mut self, what: Division) {
        let divisor = self.known_int(self.instruction.c.into());
        if let Some(n) = divisor
            && n > 0
            && (n as u32).is_power_of_two()
        {
            return self.divide_by_power(what, n);
        }
        let fail = self.generic();
        // The division takes rax and rdx, where the context is.
        self.cache.take(Gpr::Rax);
        self.cache.take(Gpr::R11);
        let i = self.instruction;
        let slots = [i.b.into(), i.c.into()];
        let [x, y] = slots.map(|i| self.load(i));
        let t = self.temp();
        self.guard_fixnums([x, y, t], slots, fail);
        if divisor.is_none_or(|n| n == 0) {
            self.asm.test_rr(Width::Qword, y, y);
            self.asm.jcc(Cond::Equal, fail);
        }
        let [wide, divided] = [(); 2].map(|()| self.asm.label());
        self.asm.mov_rr(Gpr::R11, CONTEXT);
        self.asm.mov_rr(Gpr::Rax, x);
        // Most numbers are small, and dividing 64 bits takes several times as long as 32.
        self.asm.mov_rr(t, x);
        self.asm.alu_rr(Alu::Or, Width::Qword, t, y);
        self.asm.shift_ri(Shift::Shr, t, 32);
        self.asm.jcc(Cond::NotEqual, wide);
        self.asm.alu_rr(Alu::Xor, Width::Dword, Gpr::Rdx, Gpr::Rdx);
        self.asm.div32(y);
        self.asm.bind(divided);
        if what != Division::Quotient {
            self.asm.mov_rr(Gpr::Rax, Gpr::Rdx);
        }
        self.asm.mov_rr(CONTEXT, Gpr::R11);
        match what {
            Division::Quotient => {
                // The one overflow: the least fixnum divided by -1.
                self.asm.imul_rri(Gpr::Rax, Gpr::Rax, 8);
                self.asm.jcc(Cond::Overflow, fail);
            }
            Division::Remainder => {}
            Division::Modulo => {
                let done = self.asm.label();
                self.asm.test_rr(Width::Qword, Gpr::Rax, Gpr::Rax);
                self.asm.jcc_near(Cond::Equal, done);
                self.asm.mov_rr(t, Gpr::Rax);
                self.asm.alu_rr(Alu::Xor, Width::Qword, t, y);
                self.asm.jcc_near(Cond::NoSign, done);
                self.asm.alu_rr(Alu::Add, Width::Qword, Gpr::Rax, y);
                self.asm.bind(done);
            }
        }
        self.define(i.a.into(), Gpr::Rax);
        self.aside(|c| {
            c.asm.bind(wide);
            c.asm.cqo();
            c.asm.idiv(y);
            c.asm.jmp(divided);
        });
    }

    /// `even?` and `odd?`: the lowest bit of the number, which is above the tag.
    pub(super) fn parity(&mut self, a: usize, b: usize, cond: Cond) {
        let fail = self.generic();
        let x = self.load(b);
        self.guard_fixnum(x, fail);
        self.asm.test8_ri(x, 1 << FIXNUM_SHIFT);
        self.define_condition(a, cond);
    }

    /// The divisor is a known power of two.
    fn divide_by_power(&mut self, what: Division, n: i32) {
        let fail = self.generic();
        let i = self.instruction;
        let x = self.load(i.b.into());
        let t = self.temp();
        self.guard_fixnum(x, fail);
        let below = (n - 1) << 3;
        if what == Division::Modulo {
            self.asm.mov_rr(t, x);
            self.asm.alu_ri(Alu::And, Width::Qword, t, below);
            return self.define(i.a.into(), t);
        }
        // Rounding down becomes rounding to zero if negative numbers are moved up first.
        self.asm.mov_rr(t, x);
        self.asm.shift_ri(Shift::Sar, t, 63);
        self.asm.alu_ri(Alu::And, Width::Qword, t, below);
        self.asm.alu_rr(Alu::Add, Width::Qword, t, x);
        if what == Division::Quotient {
            self.asm.shift_ri(Shift::Sar, t, n.trailing_zeros() as u8);
            self.asm.alu_ri(Alu::And, Width::Qword, t, -8);
        } else {
            let u = self.temp();
            self.asm.alu_ri(Alu::And, Width::Qword, t, !(below | 7));
            self.asm.mov_rr(u, x);
            self.asm.alu_rr(Alu::Sub, Width::Qword, u, t);
            return self.define(i.a.into(), u);
        }
        self.define(i.a.into(), t);
    }

    pub(super) fn bitwise(&mut self, op: Alu) {
        let fail = self.generic();
        let i = self.instruction;
        let slots = [i.b.into(), i.c.into()];
        let stays = slots.map(|i| self.is_fixnum(i)) == [true; 2]
            || (op == Alu::And
                && slots
                    .iter()
                    .any(|&i| self.known_int(i).is_some_and(|n| n >= 0)));
        let [x, y] = slots.map(|i| self.load(i));
        let t = self.temp();
        self.guard_fixnums([x, y, t], slots, fail);
        self.asm.mov_rr(t, x);
        self.asm.alu_rr(op, Width::Qword, t, y);
        self.define(i.a.into(), t);
        if stays {
            self.facts.learn(i.a.into(), Fact::Fixnum);
        }
    }

    pub(super) fn shift(&mut self) {
        let fail = self.generic();
        self.cache.take(Gpr::Rcx);
        let i = self.instruction;
        let shift = self.known_int(i.c.into()).filter(|n| (-63..60).contains(n));
        if let Some(by) = shift {
            return self.shift_by(by);
        }
        let slots = [i.b.into(), i.c.into()];
        let [x, y] = slots.map(|i| self.load(i));
        let (t, u) = (self.temp(), self.temp());
        self.guard_fixnums([x, y, t], slots, fail);
        let [left, clamped, done] = [(); 3].map(|()| self.asm.label());
        let rcx = Gpr::Rcx;
        self.asm.mov_rr(t, x);
        self.asm.mov_rr(rcx, y);
        self.asm.shift_ri(Shift::Sar, rcx, 3);
        self.asm.test_rr(Width::Qword, rcx, rcx);
        self.asm.jcc_near(Cond::Greater, left);
        self.asm.neg(rcx);
        self.asm.alu_ri(Alu::Cmp, Width::Qword, rcx, 63);
        self.asm.jcc_near(Cond::BelowEqual, clamped);
        self.asm.mov_ri(rcx, 63);
        self.asm.bind(clamped);
        self.asm.shift_rc(Shift::Sar, t);
        self.asm.alu_ri(Alu::And, Width::Qword, t, -8);
        self.asm.jmp_near(done);
        self.asm.bind(left);
        self.asm.alu_ri(Alu::Cmp, Width::Qword, rcx, 60);
        self.asm.jcc(Cond::AboveEqual, fail);
        self.asm.shift_rc(Shift::Shl, t);
        self.asm.mov_rr(u, t);
        self.asm.shift_rc(Shift::Sar, u);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, u, x);
        self.asm.jcc(Cond::NotEqual, fail);
        self.asm.bind(done);
        self.define(i.a.into(), t);
    }

    /// The shift is known.
    fn shift_by(&mut self, by: i32) {
        let fail = self.generic();
        let i = self.instruction;
        let x = self.load(i.b.into());
        let t = self.temp();
        if !self.is_fixnum(i.b.into()) {
            self.guard_fixnum(x, fail);
        }
        self.asm.mov_rr(t, x);
        if by <= 0 {
            self.asm.shift_ri(Shift::Sar, t, -by as u8);
            self.asm.alu_ri(Alu::And, Width::Qword, t, -8);
        } else {
            let u = self.temp();
            self.asm.shift_ri(Shift::Shl, t, by as u8);
            self.asm.mov_rr(u, t);
            self.asm.shift_ri(Shift::Sar, u, by as u8);
            self.asm.alu_rr(Alu::Cmp, Width::Qword, u, x);
            self.asm.jcc(Cond::NotEqual, fail);
        }
        self.define(i.a.into(), t);
    }
}
