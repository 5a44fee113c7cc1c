//! Inexact complex numbers in machine code: what the interpreter's handlers do behind those of flonums, with the same
//! operations on doubles in the same order (`number/complex.rs` in the VM), so that results are the same to the bit.
//!
//! The arithmetic stubs are called in place of `generic`, with the handler arguments that it gets, and read their
//! operands from the frame as the instruction word says; so a template's way to them is its way to the primitive, and
//! costs it no code. Whatever is not theirs they leave to `generic`: other numbers, no room in the nursery, mistakes.
//! They leave the registers alone in which templates keep doubles.

use super::{BASE, CONTEXT, begin};
use crate::object::{decode, field, guard_kind_of_object, guard_object};
use eyas_asm::Label;
use eyas_asm::x64::{Alu, Asm, Cond, Gpr, Mem, Scale, Shift, Sse, Width, Xmm};
use eyas_heap::layout::{
    ALIGNMENT, FLONUM_BIAS, FLONUM_BIT, FLONUM_ROTATE, MUTATOR_ALLOC, MUTATOR_LIMIT, TAG_OBJECT,
    WORD,
};
use eyas_heap::{Header, Kind};

/// An operand, or a part of one, in one register.
const X: Gpr = Gpr::R10;
const Y: Gpr = Gpr::R11;
const T: Gpr = Gpr::Rax;
/// The operands' real and imaginary parts.
const XS: [Xmm; 2] = [Xmm(0), Xmm(1)];
const YS: [Xmm; 2] = [Xmm(2), Xmm(3)];
const SCRATCH: [Xmm; 2] = [Xmm(4), Xmm(5)];

/// Where a rotated double has its sign.
const SIGN: i32 = 1 << (FLONUM_ROTATE - 1);

/// Bytes of a number: header, two doubles, and zero up to the alignment.
const SIZE: i32 = (3 * WORD).next_multiple_of(ALIGNMENT) as i32;

/// Exponents, as they stand in doubles, of the numbers whose squares neither overflow nor lose digits; well within the
/// range where `number::hypotenuse` takes the plain formula.
const SAFE: std::ops::Range<i32> = 1023 - 400..1023 + 400;

/// `+`, `-`, `*`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Operation {
    Sum,
    Difference,
    Product,
}

/// The stubs.
pub(super) struct Complex {
    /// By what `generic` keeps, and in the order of [`Operation`]: of two registers, of a register and a small number.
    pub(super) arithmetic: [[[Label; 2]; 3]; 2],
    /// Of the two values in [`RE`] and [`IM`]: the number in `rax`, if the flags are "equal" afterwards.
    pub(super) rectangular: Label,
    /// Of the value in `rcx`: the same.
    pub(super) magnitude: Label,
}

/// Where `rectangular` gets the parts.
pub(crate) const RE: Gpr = X;
pub(crate) const IM: Gpr = Y;

pub(super) fn build(asm: &mut Asm, generic: [Label; 2]) -> Complex {
    let operations = [Operation::Sum, Operation::Difference, Operation::Product];
    Complex {
        arithmetic: generic.map(|generic| operations.map(|op| arithmetic(asm, op, generic))),
        rectangular: rectangular(asm),
        magnitude: magnitude(asm),
    }
}

/// Operand `c` may be a small number, or a register.
fn arithmetic(asm: &mut Asm, op: Operation, generic: Label) -> [Label; 2] {
    let [fetched, x_real, y_real, both, give] = [(); 5].map(|()| asm.label());
    let of_int = begin(asm);
    asm.mov_rr(Y, Gpr::Rcx);
    asm.shift_ri(Shift::Sar, Y, 48);
    asm.shift_ri(Shift::Shl, Y, 3);
    asm.jmp_near(fetched);
    let of_registers = begin(asm);
    asm.mov_rr(Y, Gpr::Rcx);
    asm.shift_ri(Shift::Shr, Y, 48);
    asm.mov_rm(Width::Qword, Y, Mem::indexed(BASE, Y, Scale::Eight, 0));
    asm.bind(fetched);
    asm.mov_rr(X, Gpr::Rcx);
    asm.shift_ri(Shift::Shr, X, 32);
    asm.movzx16_rr(X, X);
    asm.mov_rm(Width::Qword, X, Mem::indexed(BASE, X, Scale::Eight, 0));

    guard_object(asm, X, T, x_real);
    guard_kind_of_object(asm, X, Kind::Compnum, generic);
    guard_object(asm, Y, T, y_real);
    guard_kind_of_object(asm, Y, Kind::Compnum, generic);
    parts(asm, XS, X);
    parts(asm, YS, Y);
    asm.bind(both);
    match op {
        Operation::Sum => XS
            .iter()
            .zip(YS)
            .for_each(|(&x, y)| asm.sse(Sse::Add, x, y)),
        Operation::Difference => XS
            .iter()
            .zip(YS)
            .for_each(|(&x, y)| asm.sse(Sse::Sub, x, y)),
        Operation::Product => {
            let ([re_x, im_x], [re_y, im_y]) = (XS, YS);
            let [outer, inner] = SCRATCH;
            asm.movaps(outer, re_x);
            asm.sse(Sse::Mul, outer, im_y);
            asm.movaps(inner, im_x);
            asm.sse(Sse::Mul, inner, re_y);
            asm.sse(Sse::Mul, re_x, re_y);
            asm.sse(Sse::Mul, im_x, im_y);
            asm.sse(Sse::Sub, re_x, im_x);
            asm.sse(Sse::Add, outer, inner);
            asm.movaps(im_x, outer);
        }
    }
    asm.bind(give);
    allocate(asm, generic);
    asm.ret();

    // A real operand has no imaginary part, but for products: so the sign of the other's zero stays in sums.
    asm.bind(y_real);
    parts(asm, XS, X);
    real(asm, YS[0], Y, generic);
    match op {
        Operation::Sum | Operation::Difference => {
            let op = if op == Operation::Sum {
                Sse::Add
            } else {
                Sse::Sub
            };
            asm.sse(op, XS[0], YS[0]);
            asm.jmp(give);
        }
        Operation::Product => {
            asm.xorps(YS[1], YS[1]);
            asm.jmp(both);
        }
    }
    asm.bind(x_real);
    guard_object(asm, Y, T, generic);
    guard_kind_of_object(asm, Y, Kind::Compnum, generic);
    real(asm, XS[0], X, generic);
    parts(asm, YS, Y);
    if op == Operation::Sum {
        asm.sse(Sse::Add, XS[0], YS[0]);
        asm.movaps(XS[1], YS[1]);
        asm.jmp(give);
    } else {
        asm.xorps(XS[1], XS[1]);
        asm.jmp(both);
    }
    [of_registers, of_int]
}

/// Two flonums.
fn rectangular(asm: &mut Asm) -> Label {
    let fail = asm.label();
    let stub = begin(asm);
    for (dst, src) in XS.into_iter().zip([RE, IM]) {
        asm.test8_ri(src, FLONUM_BIT as u8);
        asm.jcc_near(Cond::Equal, fail);
        decode(asm, dst, src, T);
    }
    allocate(asm, fail);
    succeed(asm);
    refuse(asm, fail);
    stub
}

/// Of an inexact complex number with usual parts, or of an immediate flonum: loops often start with 0.0.
fn magnitude(asm: &mut Asm) -> Label {
    let [fail, imaginary_safe, no_object] = [(); 3].map(|()| asm.label());
    let stub = begin(asm);
    let z = Gpr::Rcx;
    guard_object(asm, z, T, no_object);
    guard_kind_of_object(asm, z, Kind::Compnum, fail);
    for (i, part) in [X, Y].into_iter().enumerate() {
        asm.mov_rm(Width::Qword, part, field(z, i));
        asm.movq_xr(XS[i], part);
        // The sign goes, and then the digits.
        asm.shift_ri(Shift::Shl, part, 1);
        if i == 1 {
            asm.jcc_near(Cond::Equal, imaginary_safe);
        }
        asm.shift_ri(Shift::Shr, part, 53);
        asm.alu_ri(Alu::Sub, Width::Dword, part, SAFE.start);
        asm.alu_ri(Alu::Cmp, Width::Dword, part, SAFE.end - SAFE.start);
        asm.jcc(Cond::AboveEqual, fail);
        if i == 1 {
            asm.bind(imaginary_safe);
        }
    }
    for x in XS {
        asm.sse(Sse::Mul, x, x);
    }
    let [re, im] = XS;
    asm.sse(Sse::Add, re, im);
    asm.sse(Sse::Sqrt, re, re);
    asm.movq_rx(T, re);
    asm.shift_ri(Shift::Rol, T, FLONUM_ROTATE as u8);
    asm.alu_ri(Alu::Add, Width::Qword, T, FLONUM_BIAS as i32);
    asm.test8_ri(T, FLONUM_BIT as u8);
    asm.jcc(Cond::Equal, fail);
    succeed(asm);
    asm.bind(no_object);
    asm.test8_ri(z, FLONUM_BIT as u8);
    asm.jcc(Cond::Equal, fail);
    // Below the bias the bits are only rotated, so the sign is one of them.
    asm.lea(T, Mem::at(z, -(FLONUM_BIAS as i32)));
    asm.alu_ri(Alu::And, Width::Qword, T, !SIGN);
    asm.alu_ri(Alu::Add, Width::Qword, T, FLONUM_BIAS as i32);
    succeed(asm);
    refuse(asm, fail);
    stub
}

/// Comes back with the flags "equal".
fn succeed(asm: &mut Asm) {
    asm.alu_rr(Alu::Cmp, Width::Qword, T, T);
    asm.ret();
}

/// From `fail`, comes back with the flags "not equal".
fn refuse(asm: &mut Asm, fail: Label) {
    asm.bind(fail);
    asm.alu_ri(Alu::Or, Width::Dword, T, 1);
    asm.ret();
}

fn parts(asm: &mut Asm, dst: [Xmm; 2], x: Gpr) {
    for (i, dst) in dst.into_iter().enumerate() {
        asm.movsd_xm(dst, field(x, i));
    }
}

/// `dst` ← the double of the immediate flonum or fixnum in `src`.
fn real(asm: &mut Asm, dst: Xmm, src: Gpr, fail: Label) {
    let [fixnum, done] = [(); 2].map(|()| asm.label());
    asm.test8_ri(src, FLONUM_BIT as u8);
    asm.jcc_near(Cond::Equal, fixnum);
    decode(asm, dst, src, T);
    asm.jmp_near(done);
    asm.bind(fixnum);
    asm.test8_ri(src, 7);
    asm.jcc(Cond::NotEqual, fail);
    asm.mov_rr(T, src);
    asm.shift_ri(Shift::Sar, T, 3);
    asm.xorps(dst, dst);
    asm.cvtsi2sd(dst, T);
    asm.bind(done);
}

/// `rax` ← a fresh number of the parts in [`XS`], unless there is no room. [`X`] and [`Y`] change.
fn allocate(asm: &mut Asm, fail: Label) {
    let next = Mem::at(CONTEXT, MUTATOR_ALLOC as i32);
    let limit = Mem::at(CONTEXT, MUTATOR_LIMIT as i32);
    asm.mov_rm(Width::Qword, T, next);
    asm.lea(X, Mem::at(T, SIZE));
    asm.alu_rm(Alu::Cmp, Width::Qword, X, limit);
    asm.jcc(Cond::Above, fail);
    asm.mov_mr(Width::Qword, next, X);
    asm.mov_ri(Y, Header::build(Kind::Compnum, 0, 2 * WORD).bits());
    asm.mov_mr(Width::Qword, Mem::at(T, 0), Y);
    for (i, part) in XS.into_iter().enumerate() {
        asm.movsd_mx(Mem::at(T, (WORD * (1 + i)) as i32), part);
    }
    asm.mov_mi(Width::Qword, Mem::at(T, SIZE - WORD as i32), 0);
    asm.alu_ri(Alu::Or, Width::Qword, T, TAG_OBJECT as i32);
}
