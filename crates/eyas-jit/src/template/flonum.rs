//! Doubles: the cold paths of arithmetic and comparison.
//!
//! A flonum is its bits rotated left by 4, plus 3 (`eyas_heap::layout`). Cold code gets the operands in the registers
//! where the fast path left them, changes only `t` and vector registers, and rejoins the fast path, so no copy is lost.

use super::*;
use eyas_asm::x64::{Shift, Sse, Xmm};
use eyas_heap::layout::{FLONUM_BIAS, FLONUM_BIT, FLONUM_ROTATE};

const X: Xmm = Xmm(0);
const Y: Xmm = Xmm(1);

/// Second operand of arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Operand {
    Reg(Gpr),
    Int(i32),
}

/// The register operands of a cold path, and the register it may change.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doubles {
    pub(super) x: Gpr,
    pub(super) y: Operand,
    pub(super) t: Gpr,
}

/// What to do with a fixnum beside a flonum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fixnum {
    /// Convert it.
    Convert,
    /// Convert it unless it is zero, which the tower treats exactly.
    NotZero,
    /// Convert it if that is exact.
    Exactly,
}

impl<'a> Compiler<'a> {
    /// `dst` ← the double of the flonum in `src`; `t` changes.
    pub(super) fn decode(&mut self, dst: Xmm, src: Gpr, t: Gpr) {
        object::decode(&mut self.asm, dst, src, t);
    }

    /// `t` ← the flonum of `src`, unless it must be boxed.
    pub(super) fn encode(&mut self, src: Xmm, t: Gpr, fail: Label) {
        self.asm.movq_rx(t, src);
        self.encode_bits(t, fail);
    }

    /// `t` ← the flonum of the double whose bits are in `t`, unless it must be boxed.
    pub(super) fn encode_bits(&mut self, t: Gpr, fail: Label) {
        self.asm.shift_ri(Shift::Rol, t, FLONUM_ROTATE as u8);
        self.asm
            .alu_ri(Alu::Add, Width::Qword, t, FLONUM_BIAS as i32);
        self.asm.test8_ri(t, FLONUM_BIT as u8);
        self.asm.jcc(Cond::Equal, fail);
    }

    /// `dst` ← the double of the fixnum in `src`; `t` changes.
    fn convert(&mut self, dst: Xmm, src: Gpr, t: Gpr, how: Fixnum, fail: Label) {
        self.guard_fixnum(src, fail);
        match how {
            Fixnum::Convert => {}
            Fixnum::NotZero => {
                self.asm.test_rr(Width::Qword, src, src);
                self.asm.jcc(Cond::Equal, fail);
            }
            Fixnum::Exactly => {
                // From -2^53 to 2^53 - 1, what is left of it is 0 or -1.
                self.asm.mov_rr(t, src);
                self.asm.shift_ri(Shift::Sar, t, 53 + 3);
                self.asm.alu_ri(Alu::Add, Width::Qword, t, 1);
                self.asm.alu_ri(Alu::Cmp, Width::Qword, t, 1);
                self.asm.jcc(Cond::Above, fail);
            }
        }
        self.asm.mov_rr(t, src);
        self.asm.shift_ri(Shift::Sar, t, 3);
        self.asm.xorps(dst, dst);
        self.asm.cvtsi2sd(dst, t);
    }

    /// Both operands as doubles, if one of them is a flonum and the other is one or a fixnum; then what `finish`
    /// writes.
    fn doubles(
        &mut self,
        Doubles { x, y, t }: Doubles,
        how: Fixnum,
        fail: Label,
        finish: impl FnOnce(&mut Compiler<'a>),
    ) {
        let [x_fixnum, y_fixnum, both] = [(); 3].map(|()| self.asm.label());
        self.asm.test8_ri(x, FLONUM_BIT as u8);
        match y {
            Operand::Int(n) => {
                self.asm.jcc(Cond::Equal, fail);
                self.decode(X, x, t);
                self.asm.mov_ri(t, f64::from(n).to_bits());
                self.asm.movq_xr(Y, t);
                finish(self);
            }
            Operand::Reg(y) => {
                self.asm.jcc(Cond::Equal, x_fixnum);
                self.decode(X, x, t);
                self.asm.test8_ri(y, FLONUM_BIT as u8);
                self.asm.jcc(Cond::Equal, y_fixnum);
                self.decode(Y, y, t);
                self.asm.bind(both);
                finish(self);
                self.asm.bind(y_fixnum);
                self.convert(Y, y, t, how, fail);
                self.asm.jmp(both);
                self.asm.bind(x_fixnum);
                self.convert(X, x, t, how, fail);
                self.asm.test8_ri(y, FLONUM_BIT as u8);
                self.asm.jcc(Cond::Equal, fail);
                self.decode(Y, y, t);
                self.asm.jmp(both);
            }
        }
        if matches!(y, Operand::Int(_)) {
            // Never used, but every label has its place.
            for label in [x_fixnum, y_fixnum, both] {
                self.asm.bind(label);
            }
        }
    }

    /// Cold: `operands.t` ← the result, then to `done`.
    pub(super) fn flonum_arithmetic(
        &mut self,
        op: Sse,
        operands: Doubles,
        cold: Label,
        done: Label,
    ) {
        let fail = self.generic();
        let is_inline = self.environment.has_flonums && operands.y != Operand::Int(0);
        self.aside(|c| {
            c.asm.bind(cold);
            if !is_inline {
                return c.asm.jmp(fail);
            }
            let how = match op {
                Sse::Mul | Sse::Div => Fixnum::NotZero,
                Sse::Add | Sse::Sub | Sse::Sqrt => Fixnum::Convert,
            };
            c.doubles(operands, how, fail, |c| {
                c.asm.sse(op, X, Y);
                c.encode(X, operands.t, fail);
                c.asm.jmp(done);
            });
        });
    }

    /// Cold: compares as signed numbers would be with `cond`; to `yes` or `no`.
    pub(super) fn flonum_comparison(
        &mut self,
        cond: Cond,
        operands: Doubles,
        [cold, yes, no]: [Label; 3],
    ) {
        let fail = self.generic();
        let is_inline = self.environment.has_flonums;
        self.aside(|c| {
            c.asm.bind(cold);
            if !is_inline {
                return c.asm.jmp(fail);
            }
            c.doubles(operands, Fixnum::Exactly, fail, |c| {
                // What is no number sets carry, zero and parity: only "above" and "not below" are false then.
                match cond {
                    Cond::Equal => {
                        c.asm.ucomisd(X, Y);
                        c.asm.jcc(Cond::Parity, no);
                        c.asm.jcc(Cond::Equal, yes);
                    }
                    Cond::Less => {
                        c.asm.ucomisd(Y, X);
                        c.asm.jcc(Cond::Above, yes);
                    }
                    Cond::LessEqual => {
                        c.asm.ucomisd(Y, X);
                        c.asm.jcc(Cond::AboveEqual, yes);
                    }
                    Cond::Greater => {
                        c.asm.ucomisd(X, Y);
                        c.asm.jcc(Cond::Above, yes);
                    }
                    Cond::GreaterEqual => {
                        c.asm.ucomisd(X, Y);
                        c.asm.jcc(Cond::AboveEqual, yes);
                    }
                    _ => unreachable!("numbers are compared with =, <, <=, > and >="),
                }
                c.asm.jmp(no);
            });
        });
    }

    /// Cold: slot `i` and its copy `x`, a whole number, become exact, then to `done`.
    pub(super) fn flonum_exact(&mut self, i: usize, [x, t]: [Gpr; 2], ways: [Label; 3]) {
        let fail = ways[2];
        self.flonum_aside(x, ways, |c| {
            c.decode(X, x, t);
            c.asm.cvttsd2si(t, X);
            c.asm.xorps(Y, Y);
            c.asm.cvtsi2sd(Y, t);
            c.asm.ucomisd(X, Y);
            c.asm.jcc(Cond::Parity, fail);
            c.asm.jcc(Cond::NotEqual, fail);
            c.asm.imul_rri(t, t, 8);
            c.asm.jcc(Cond::Overflow, fail);
            c.asm.mov_rr(x, t);
            c.asm.mov_mr(Width::Qword, slot(i), x);
        });
    }

    /// Cold: `t` ← `x` without its sign, then to `done`.
    pub(super) fn flonum_magnitude(&mut self, [x, t]: [Gpr; 2], ways: [Label; 3]) {
        self.flonum_aside(x, ways, |c| {
            // Below the bias the bits are only rotated, so the sign is one of them.
            c.asm.lea(t, Mem::at(x, -(FLONUM_BIAS as i32)));
            let sign = 1 << (FLONUM_ROTATE - 1);
            c.asm.alu_ri(Alu::And, Width::Qword, t, !sign);
            c.asm.alu_ri(Alu::Add, Width::Qword, t, FLONUM_BIAS as i32);
        });
    }

    /// Cold code for the flonum `x`, from `cold` to `done`; to `fail` if it is none.
    fn flonum_aside(
        &mut self,
        x: Gpr,
        [cold, done, fail]: [Label; 3],
        write: impl FnOnce(&mut Compiler<'a>),
    ) {
        let has_flonums = self.environment.has_flonums;
        self.aside(|c| {
            c.asm.bind(cold);
            if !has_flonums {
                return c.asm.jmp(fail);
            }
            c.asm.test8_ri(x, FLONUM_BIT as u8);
            c.asm.jcc(Cond::Equal, fail);
            write(c);
            c.asm.jmp(done);
        });
    }
}
