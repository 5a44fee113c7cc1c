//! Arithmetic on values: what the interpreter's inline cases fall back to, and what numeric primitives call.
//!
//! Each operation tries, in order: both flonums or fixnums; inexact complex numbers; integers limb by limb (`limbs.rs`); the whole tower,
//! by way of `eyas_datum::number`, which the compiler's constant folding shares. Operands are read before anything
//! is allocated, so callers need not root them.

mod convert;
mod limbs;

use std::cmp::Ordering;

use eyas_datum::number::Number;
use eyas_datum::number::arithmetic::{ArithmeticError, Outcome, divide_f64_complex};
use eyas_heap::object::{Bignum, Compnum, Flonum, eqv, integer};
use eyas_heap::{Kind, Value};

pub(crate) use convert::{from_number, size_of, to_ibig, to_number};

use crate::context::Context;
use crate::error::{ErrorKind, Raise};
use limbs::Integer;

/// The number as a fresh value.
pub(crate) fn give(ctx: &mut Context, n: &Number) -> Result<Value, Raise> {
    match n {
        Number::Fixnum(n) if Value::try_fixnum(*n).is_some() => Ok(Value::fixnum(*n)),
        Number::Flonum(x) => give_flonum(ctx, *x),
        n => {
            ctx.reserve(size_of(n))?;
            Ok(from_number(&mut ctx.mutator, n))
        }
    }
}

/// The flonum `x`; allocates only if it must be boxed.
#[inline]
pub(crate) fn give_flonum(ctx: &mut Context, x: f64) -> Result<Value, Raise> {
    match Value::try_flonum(x) {
        Some(v) => Ok(v),
        None => {
            ctx.reserve(Flonum::SIZE)?;
            Ok(Flonum::alloc(&mut ctx.mutator, x))
        }
    }
}

/// The exact integer `n`.
pub(crate) fn give_integer(ctx: &mut Context, n: i64) -> Result<Value, Raise> {
    match Value::try_fixnum(n) {
        Some(v) => Ok(v),
        None => {
            ctx.reserve(Bignum::SIZE_WORD)?;
            Ok(integer(&mut ctx.mutator, n))
        }
    }
}

/// Computes on the limbs of two exact integers: `kernel` fills the buffer with a magnitude and tells the sign. `None` if
/// they are no exact integers, or the kernel refuses.
fn on_limbs(
    ctx: &mut Context,
    a: Value,
    b: Value,
    kernel: impl FnOnce(Integer<'_>, Integer<'_>, &mut Vec<u64>) -> Option<bool>,
) -> Option<Result<Value, Raise>> {
    let mut buffer = std::mem::take(&mut ctx.session().natives.limbs);
    buffer.clear();
    let (mut x, mut y) = ([0], [0]);
    let m = &ctx.mutator;
    let negative = match (Integer::of(m, a, &mut x), Integer::of(m, b, &mut y)) {
        (Some(a), Some(b)) => kernel(a, b, &mut buffer),
        _ => None,
    };
    let result = negative.map(|negative| {
        ctx.reserve(Bignum::size_for(buffer.len().max(1)))?;
        Ok(Bignum::alloc(&mut ctx.mutator, negative, &buffer))
    });
    ctx.session().natives.limbs = buffer;
    result
}

/// The condition for a failure of `who` on `operands`.
#[cold]
pub(crate) fn failure(who: &str, error: ArithmeticError, operands: &[Value]) -> Raise {
    match error {
        ArithmeticError::WrongType(i, expected) => {
            let culprit = operands.get(i).copied().unwrap_or(Value::FALSE);
            Raise::wrong_type(who, expected, i as u32, culprit)
        }
        ArithmeticError::DivideByZero => {
            let raise = Raise::error(ErrorKind::DivideByZero, format!("{who}: division by zero"));
            operands.iter().fold(raise, |raise, &v| raise.irritant(v))
        }
        ArithmeticError::TooLarge => {
            let raise = Raise::error(ErrorKind::Range, format!("{who}: the result is too large"));
            operands.iter().fold(raise, |raise, &v| raise.irritant(v))
        }
    }
}

/// Operand `i` as a [`Number`].
pub(crate) fn operand(ctx: &mut Context, who: &str, i: u32, v: Value) -> Result<Number, Raise> {
    to_number(&ctx.mutator, v).ok_or_else(|| Raise::wrong_type(who, "a number", i, v))
}

/// Both as doubles, if both are flonums or fixnums and not both fixnums.
#[inline]
fn doubles(a: Value, b: Value) -> Option<(f64, f64)> {
    match (a.as_flonum(), b.as_flonum()) {
        (Some(x), Some(y)) => Some((x, y)),
        (Some(x), None) => b.as_fixnum().map(|y| (x, y as f64)),
        (None, Some(y)) => a.as_fixnum().map(|x| (x as f64, y)),
        (None, None) => None,
    }
}

/// An inexact complex number or a real one of doubles, as parts; `None` for other numbers.
#[inline]
fn parts(v: Value) -> Option<(f64, f64)> {
    if let Some(c) = v.as_compnum() {
        return Some((c.real(), c.imaginary()));
    }
    let real = v.as_flonum().or_else(|| v.as_fixnum().map(|n| n as f64))?;
    Some((real, 0.0))
}

/// Both operands as parts, if one at least is an inexact complex number.
#[inline]
fn complexes(a: Value, b: Value) -> Option<((f64, f64), (f64, f64))> {
    if !a.is_kind(Kind::Compnum) && !b.is_kind(Kind::Compnum) {
        return None;
    }
    Some((parts(a)?, parts(b)?))
}

fn give_complex(ctx: &mut Context, re: f64, im: f64) -> Result<Value, Raise> {
    ctx.reserve(Compnum::SIZE)?;
    Ok(Compnum::alloc(&mut ctx.mutator, re, im))
}

fn general(
    ctx: &mut Context,
    who: &str,
    a: Value,
    b: Value,
    op: impl Fn(&Number, &Number) -> Outcome,
) -> Result<Value, Raise> {
    let x = operand(ctx, who, 0, a)?;
    let y = operand(ctx, who, 1, b)?;
    match op(&x, &y) {
        Ok(n) => give(ctx, &n),
        Err(error) => Err(failure(who, error, &[a, b])),
    }
}

/// `(+ a b)`
pub(crate) fn add(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    if let Some((x, y)) = doubles(a, b) {
        return give_flonum(ctx, x + y);
    }
    if let Some(((re, im), (re_b, im_b))) = complexes(a, b) {
        // A real operand has no imaginary part, not one of 0.0: the sign of the other's zero stays.
        let im = match (a.is_kind(Kind::Compnum), b.is_kind(Kind::Compnum)) {
            (true, false) => im,
            (false, true) => im_b,
            _ => im + im_b,
        };
        return give_complex(ctx, re + re_b, im);
    }
    if let Some(result) = on_limbs(ctx, a, b, |x, y, out| Some(x.add(y, out))) {
        return result;
    }
    general(ctx, "+", a, b, |x, y| Ok(x.add(y)))
}

/// `(- a b)`
pub(crate) fn subtract(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    if let Some((x, y)) = doubles(a, b) {
        return give_flonum(ctx, x - y);
    }
    if let Some(((re, im), (re_b, im_b))) = complexes(a, b) {
        let im = if b.is_kind(Kind::Compnum) {
            im - im_b
        } else {
            im
        };
        return give_complex(ctx, re - re_b, im);
    }
    if let Some(result) = on_limbs(ctx, a, b, |x, y, out| Some(x.add(y.negate(), out))) {
        return result;
    }
    general(ctx, "-", a, b, |x, y| Ok(x.subtract(y)))
}

/// `(* a b)`
pub(crate) fn multiply(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    if let Some((x, y)) = doubles(a, b) {
        return give_flonum(ctx, x * y);
    }
    if let Some(((re, im), (re_b, im_b))) = complexes(a, b) {
        return give_complex(ctx, re * re_b - im * im_b, re * im_b + im * re_b);
    }
    if let Some(result) = on_limbs(ctx, a, b, |x, y, out| x.multiply(y, out)) {
        return result;
    }
    general(ctx, "*", a, b, Number::multiply)
}

/// `(/ a b)`
pub(crate) fn divide(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    if let Some((x, y)) = doubles(a, b)
        && b != Value::fixnum(0)
    {
        return give_flonum(ctx, x / y);
    }
    if b.is_kind(Kind::Compnum)
        && let Some(((re, im), (re_b, im_b))) = complexes(a, b)
    {
        let (re, im) = divide_f64_complex(re, im, re_b, im_b);
        return give_complex(ctx, re, im);
    }
    general(ctx, "/", a, b, Number::divide)
}

/// `(quotient a b)`
pub(crate) fn quotient(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    let kernel = |x: Integer<'_>, y: Integer<'_>, out: &mut Vec<u64>| {
        x.divide_by_limb(y, out).map(|(negative, _, _)| negative)
    };
    if let Some(result) = on_limbs(ctx, a, b, kernel) {
        return result;
    }
    general(ctx, "quotient", a, b, Number::truncate_quotient)
}

/// `(remainder a b)`
pub(crate) fn remainder(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    let kernel = |x: Integer<'_>, y: Integer<'_>, out: &mut Vec<u64>| {
        let (_, rest, negative) = x.divide_by_limb(y, out)?;
        out.clear();
        out.push(rest);
        Some(negative)
    };
    if let Some(result) = on_limbs(ctx, a, b, kernel) {
        return result;
    }
    general(ctx, "remainder", a, b, Number::truncate_remainder)
}

/// `(modulo a b)`
pub(crate) fn modulo(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    general(ctx, "modulo", a, b, Number::floor_remainder)
}

/// `(floor-quotient a b)`
pub(crate) fn floor_quotient(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    general(ctx, "floor-quotient", a, b, Number::floor_quotient)
}

/// `(arithmetic-shift a count)`
pub(crate) fn shift(ctx: &mut Context, a: Value, count: Value) -> Result<Value, Raise> {
    general(ctx, "arithmetic-shift", a, count, Number::shift)
}

/// `(inexact a)`
pub(crate) fn inexact(ctx: &mut Context, a: Value) -> Result<Value, Raise> {
    if let Some(n) = a.as_fixnum() {
        return give_flonum(ctx, n as f64);
    }
    if a.is_flonum() {
        return Ok(a);
    }
    let n = operand(ctx, "inexact", 0, a)?;
    give(ctx, &n.to_inexact())
}

/// `(sqrt a)`
pub(crate) fn sqrt(ctx: &mut Context, a: Value) -> Result<Value, Raise> {
    if let Some(x) = a.as_flonum()
        && x >= 0.0
    {
        return give_flonum(ctx, x.sqrt());
    }
    let n = operand(ctx, "sqrt", 0, a)?;
    give(ctx, &n.sqrt())
}

/// `(= a b)`
pub(crate) fn num_eq(ctx: &mut Context, a: Value, b: Value) -> Result<bool, Raise> {
    if let (Some(x), Some(y)) = (a.as_flonum(), b.as_flonum()) {
        return Ok(x == y);
    }
    if let (Some(x), Some(y)) = (a.as_compnum(), b.as_compnum()) {
        return Ok(x.parts() == y.parts());
    }
    if a.is_exact_integer() && b.is_exact_integer() {
        return Ok(eqv(a, b));
    }
    let x = operand(ctx, "=", 0, a)?;
    let y = operand(ctx, "=", 1, b)?;
    Ok(x.num_eq(&y))
}

/// Order of two real numbers for `who`; `None` if one is NaN.
pub(crate) fn compare(
    ctx: &mut Context,
    who: &str,
    a: Value,
    b: Value,
) -> Result<Option<Ordering>, Raise> {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return Ok(Some(x.cmp(&y)));
    }
    if let (Some(x), Some(y)) = (a.as_flonum(), b.as_flonum()) {
        return Ok(x.partial_cmp(&y));
    }
    let x = real_operand(ctx, who, 0, a)?;
    let y = real_operand(ctx, who, 1, b)?;
    Ok(x.compare_real(&y))
}

/// Operand `i` as a real [`Number`].
pub(crate) fn real_operand(
    ctx: &mut Context,
    who: &str,
    i: u32,
    v: Value,
) -> Result<Number, Raise> {
    match to_number(&ctx.mutator, v) {
        Some(n) if n.is_real() => Ok(n),
        _ => Err(Raise::wrong_type(who, "a real number", i, v)),
    }
}
