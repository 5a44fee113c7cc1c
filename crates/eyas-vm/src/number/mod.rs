//! Arithmetic on values: what the interpreter's inline cases fall back to, and what numeric primitives call.
//!
//! Each operation tries, in order: both flonums or fixnums; inexact complex numbers; integers limb by limb (`limbs.rs`); the whole tower,
//! by way of `eyas_datum::number`, which the compiler's constant folding shares. Operands are read before anything
//! is allocated, so callers need not root them.

pub(crate) mod complex;
mod convert;
mod limbs;

use std::cmp::Ordering;

use eyas_datum::number::Number;
use eyas_datum::number::arithmetic::{ArithmeticError, Outcome, RESULT_BITS_MAX};
use eyas_heap::Value;
use eyas_heap::object::{Bignum, Compnum, Flonum, eqv, integer};

pub(crate) use convert::{from_number, size_of, to_ibig, to_number};

use crate::context::Context;
use crate::error::{ErrorKind, Raise};
pub(crate) use limbs::Buffers;
use limbs::{Integer, Part};

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
    kernel: impl FnOnce(Integer<'_>, Integer<'_>, &mut Buffers) -> Option<bool>,
) -> Option<Result<Value, Raise>> {
    let mut buffers = std::mem::take(&mut ctx.session().natives.limbs);
    buffers.out.clear();
    let (mut x, mut y) = ([0], [0]);
    let m = &ctx.mutator;
    let negative = match (Integer::of(m, a, &mut x), Integer::of(m, b, &mut y)) {
        (Some(a), Some(b)) => kernel(a, b, &mut buffers),
        _ => None,
    };
    let result = negative.map(|negative| {
        ctx.reserve(Bignum::size_for(buffers.out.len().max(1)))?;
        Ok(Bignum::alloc(&mut ctx.mutator, negative, &buffers.out))
    });
    ctx.session().natives.limbs = buffers;
    result
}

/// Asks something of the limbs of an exact integer; `None` for other values.
pub(crate) fn ask_limbs(ctx: &Context, v: Value, ask: Question) -> Option<i64> {
    let mut small = [0];
    let n = Integer::of(&ctx.mutator, v, &mut small)?;
    Some(match ask {
        Question::BitCount => n.bit_count() as i64,
        Question::Length => n.integer_length() as i64,
        Question::FirstSetBit => n.trailing_zeros().map_or(-1, |zeros| zeros as i64),
    })
}

/// What [`ask_limbs`] asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Question {
    /// `bit-count`
    BitCount,
    /// `integer-length`
    Length,
    /// `first-set-bit`
    FirstSetBit,
}

/// Order of two exact integers; `None` if they are not.
fn compare_integers(ctx: &Context, a: Value, b: Value) -> Option<Ordering> {
    let (mut x, mut y) = ([0], [0]);
    let m = &ctx.mutator;
    Some(Integer::of(m, a, &mut x)?.cmp(&Integer::of(m, b, &mut y)?))
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

/// The inexact complex number with these parts.
pub(crate) fn give_complex(ctx: &mut Context, (re, im): (f64, f64)) -> Result<Value, Raise> {
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
    if let Some(sum) = complex::sum(a, b) {
        return give_complex(ctx, sum);
    }
    if let Some(result) = on_limbs(ctx, a, b, |x, y, buffers| Some(x.add(y, &mut buffers.out))) {
        return result;
    }
    general(ctx, "+", a, b, |x, y| Ok(x.add(y)))
}

/// `(- a b)`
pub(crate) fn subtract(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    if let Some((x, y)) = doubles(a, b) {
        return give_flonum(ctx, x - y);
    }
    if let Some(difference) = complex::difference(a, b) {
        return give_complex(ctx, difference);
    }
    let kernel = |x: Integer<'_>, y: Integer<'_>, buffers: &mut Buffers| {
        Some(x.add(y.negate(), &mut buffers.out))
    };
    if let Some(result) = on_limbs(ctx, a, b, kernel) {
        return result;
    }
    general(ctx, "-", a, b, |x, y| Ok(x.subtract(y)))
}

/// `(* a b)`
pub(crate) fn multiply(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    if let Some((x, y)) = doubles(a, b) {
        return give_flonum(ctx, x * y);
    }
    if let Some(product) = complex::product(a, b) {
        return give_complex(ctx, product);
    }
    if let Some(result) = on_limbs(ctx, a, b, |x, y, buffers| x.multiply(y, &mut buffers.out)) {
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
    if let Some(quotient) = complex::quotient(a, b) {
        return give_complex(ctx, quotient);
    }
    general(ctx, "/", a, b, Number::divide)
}

/// A division of integers: limb by limb, or by the tower.
fn divide_integers(
    ctx: &mut Context,
    who: &str,
    a: Value,
    b: Value,
    part: Part,
    op: impl Fn(&Number, &Number) -> Outcome,
) -> Result<Value, Raise> {
    let kernel = |x: Integer<'_>, y: Integer<'_>, buffers: &mut Buffers| x.divide(y, part, buffers);
    if let Some(result) = on_limbs(ctx, a, b, kernel) {
        return result;
    }
    general(ctx, who, a, b, op)
}

/// `(quotient a b)`
pub(crate) fn quotient(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    divide_integers(
        ctx,
        "quotient",
        a,
        b,
        Part::Quotient,
        Number::truncate_quotient,
    )
}

/// `(remainder a b)`
pub(crate) fn remainder(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    divide_integers(
        ctx,
        "remainder",
        a,
        b,
        Part::Remainder,
        Number::truncate_remainder,
    )
}

/// `(modulo a b)`
pub(crate) fn modulo(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    divide_integers(
        ctx,
        "modulo",
        a,
        b,
        Part::FloorRemainder,
        Number::floor_remainder,
    )
}

/// `(floor-quotient a b)`
pub(crate) fn floor_quotient(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
    divide_integers(
        ctx,
        "floor-quotient",
        a,
        b,
        Part::FloorQuotient,
        Number::floor_quotient,
    )
}

macro_rules! bitwise {
    ($($(#[$doc:meta])* $name:ident $who:literal $op:tt;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name(ctx: &mut Context, a: Value, b: Value) -> Result<Value, Raise> {
            let kernel = |x: Integer<'_>, y: Integer<'_>, buffers: &mut Buffers| {
                Some(x.bitwise(y, &mut buffers.out, |x, y| x $op y))
            };
            on_limbs(ctx, a, b, kernel).unwrap_or_else(|| Err(no_integer($who, a, b)))
        }
    )*};
}
bitwise! {
    /// `(bitwise-and a b)`
    bit_and "bitwise-and" &;
    /// `(bitwise-ior a b)`
    bit_or "bitwise-ior" |;
    /// `(bitwise-xor a b)`
    bit_xor "bitwise-xor" ^;
}

/// One of the operands is no exact integer.
#[cold]
fn no_integer(who: &str, a: Value, b: Value) -> Raise {
    let (i, culprit) = if a.is_exact_integer() { (1, b) } else { (0, a) };
    Raise::wrong_type(who, "an exact integer", i, culprit)
}

/// `(arithmetic-shift a count)`
pub(crate) fn shift(ctx: &mut Context, a: Value, count: Value) -> Result<Value, Raise> {
    /// Results that are surely not too large; what is beyond is the tower's to refuse.
    const LEFT_MAX: i64 = RESULT_BITS_MAX as i64 / 64;
    let kernel = |x: Integer<'_>, _: Integer<'_>, buffers: &mut Buffers| match count.as_fixnum()? {
        by @ 0..=LEFT_MAX if x.limbs.len() <= LEFT_MAX as usize / 64 => {
            Some(x.shift_left(by as usize, &mut buffers.out))
        }
        by @ ..0 => Some(x.shift_right(usize::try_from(-by).ok()?, buffers)),
        _ => None,
    };
    if let Some(result) = on_limbs(ctx, a, count, kernel) {
        return result;
    }
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
    if let Some(order) = compare_integers(ctx, a, b) {
        return Ok(Some(order));
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
