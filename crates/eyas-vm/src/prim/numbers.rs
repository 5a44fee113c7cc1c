//! Numbers (R7RS 6.2).
//!
//! The operators with two operands are in `number/`, which the interpreter's slow paths share.

use std::cmp::Ordering;

use eyas_datum::number::arithmetic::Outcome;
use eyas_datum::number::round::Rounding;
use eyas_datum::number::{self as text, Number};
use eyas_heap::Value;
use eyas_heap::object::text::{Chars, Shape};
use eyas_heap::object::{Pair, StringObject};

use crate::context::Context;
use crate::error::{ErrorKind, Raise};
use crate::native::Args;
use crate::number::{
    self, Question, compare, failure, from_number, give, give_flonum, give_integer, operand,
    real_operand, size_of,
};

type Result = std::result::Result<Value, Raise>;
type Binary = fn(&mut Context, Value, Value) -> Result;

/// Folds `op` from the left; the running value stands in the first argument's slot, which is a root.
fn fold(ctx: &mut Context, args: Args, op: Binary) -> Result {
    for i in 1..args.count() {
        let value = op(ctx, args.get(0), args.get(i))?;
        args.set(0, value);
    }
    Ok(args.get(0))
}

fn is_number(who: &str, args: Args, i: usize) -> std::result::Result<(), Raise> {
    let v = args.get(i);
    if v.is_number() {
        Ok(())
    } else {
        Err(Raise::wrong_type(who, "a number", i as u32, v))
    }
}

pub(super) fn plus(ctx: &mut Context, args: Args) -> Result {
    match args.count() {
        0 => Ok(Value::fixnum(0)),
        1 => is_number("+", args, 0).map(|()| args.get(0)),
        _ => fold(ctx, args, number::add),
    }
}

pub(super) fn times(ctx: &mut Context, args: Args) -> Result {
    match args.count() {
        0 => Ok(Value::fixnum(1)),
        1 => is_number("*", args, 0).map(|()| args.get(0)),
        _ => fold(ctx, args, number::multiply),
    }
}

pub(super) fn minus(ctx: &mut Context, args: Args) -> Result {
    if args.count() == 1 {
        let v = args.get(0);
        if v.is_exact_integer() {
            return number::subtract(ctx, Value::fixnum(0), v);
        }
        let n = operand(ctx, "-", 0, v)?;
        return give(ctx, &n.negate());
    }
    fold(ctx, args, number::subtract)
}

pub(super) fn divide(ctx: &mut Context, args: Args) -> Result {
    if args.count() == 1 {
        return number::divide(ctx, Value::fixnum(1), args.get(0));
    }
    fold(ctx, args, number::divide)
}

/// Every operand is checked, also after the answer is known.
fn chain(ctx: &mut Context, who: &str, args: Args, holds: fn(Option<Ordering>) -> bool) -> Result {
    if args.count() == 2
        && let (Some(x), Some(y)) = (args.get(0).as_fixnum(), args.get(1).as_fixnum())
    {
        return Ok(Value::from_bool(holds(Some(x.cmp(&y)))));
    }
    let mut all = true;
    if args.count() == 1 {
        real_operand(ctx, who, 0, args.get(0))?;
    }
    for i in 1..args.count() {
        all &= holds(compare(ctx, who, args.get(i - 1), args.get(i))?);
    }
    Ok(Value::from_bool(all))
}

pub(super) fn num_equal(ctx: &mut Context, args: Args) -> Result {
    let mut all = true;
    is_number("=", args, 0)?;
    for i in 1..args.count() {
        all &= number::num_eq(ctx, args.get(i - 1), args.get(i))?;
    }
    Ok(Value::from_bool(all))
}

pub(super) fn less_than(ctx: &mut Context, args: Args) -> Result {
    chain(ctx, "<", args, |o| o == Some(Ordering::Less))
}

pub(super) fn more_than(ctx: &mut Context, args: Args) -> Result {
    chain(ctx, ">", args, |o| o == Some(Ordering::Greater))
}

pub(super) fn at_most(ctx: &mut Context, args: Args) -> Result {
    chain(ctx, "<=", args, |o| {
        matches!(o, Some(Ordering::Less | Ordering::Equal))
    })
}

pub(super) fn at_least(ctx: &mut Context, args: Args) -> Result {
    chain(ctx, ">=", args, |o| {
        matches!(o, Some(Ordering::Greater | Ordering::Equal))
    })
}

macro_rules! binary {
    ($($name:ident = $op:path;)*) => {
        $(pub(super) fn $name(ctx: &mut Context, args: Args) -> Result {
            $op(ctx, args.get(0), args.get(1))
        })*
    };
}
binary! {
    quotient = number::quotient;
    remainder = number::remainder;
    modulo = number::modulo;
    truncate_quotient = number::quotient;
    truncate_remainder = number::remainder;
    floor_remainder = number::modulo;
    floor_quotient = number::floor_quotient;
    arithmetic_shift = number::shift;
}

/// Predicates that have a false answer for everything.
fn test(ctx: &mut Context, args: Args, holds: fn(&Number) -> bool) -> Result {
    let n = number::to_number(&ctx.mutator, args.get(0));
    Ok(Value::from_bool(n.is_some_and(|n| holds(&n))))
}

/// Predicates that take numbers only.
fn ask(ctx: &mut Context, who: &str, args: Args, holds: fn(&Number) -> bool) -> Result {
    let n = operand(ctx, who, 0, args.get(0))?;
    Ok(Value::from_bool(holds(&n)))
}

fn ask_sign(ctx: &mut Context, who: &str, args: Args, sign: i32) -> Result {
    if args.get(0).is_exact_integer() {
        let order = compare(ctx, who, args.get(0), Value::fixnum(0))?;
        return Ok(Value::from_bool(order == Some(sign.cmp(&0))));
    }
    let n = real_operand(ctx, who, 0, args.get(0))?;
    Ok(Value::from_bool(n.signum() == Some(sign)))
}

pub(super) fn is_real(ctx: &mut Context, args: Args) -> Result {
    test(ctx, args, Number::is_real)
}

pub(super) fn is_rational(ctx: &mut Context, args: Args) -> Result {
    test(ctx, args, Number::is_rational)
}

pub(super) fn is_integer(ctx: &mut Context, args: Args) -> Result {
    test(ctx, args, Number::is_integer)
}

pub(super) fn is_exact_integer(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(args.get(0).is_exact_integer()))
}

pub(super) fn is_exact_rational(ctx: &mut Context, args: Args) -> Result {
    test(ctx, args, |n| n.is_exact() && n.is_real())
}

pub(super) fn is_zero(ctx: &mut Context, args: Args) -> Result {
    if args.get(0).is_exact_integer() {
        return Ok(Value::from_bool(args.get(0) == Value::fixnum(0)));
    }
    ask(ctx, "zero?", args, |n| n.num_eq(&Number::ZERO))
}

pub(super) fn is_positive(ctx: &mut Context, args: Args) -> Result {
    ask_sign(ctx, "positive?", args, 1)
}

pub(super) fn is_negative(ctx: &mut Context, args: Args) -> Result {
    ask_sign(ctx, "negative?", args, -1)
}

fn ask_parity(ctx: &mut Context, who: &str, args: Args, odd: bool) -> Result {
    let v = args.get(0);
    if let Some(n) = v.as_fixnum() {
        return Ok(Value::from_bool((n & 1 == 1) == odd));
    }
    if let Some(zeros) = number::ask_limbs(ctx, v, Question::FirstSetBit) {
        return Ok(Value::from_bool((zeros == 0) == odd));
    }
    let n = operand(ctx, who, 0, v)?;
    match n.integer_value() {
        Some(n) => {
            let rest = Number::integer(n).truncate_remainder(&Number::Fixnum(2));
            let is_odd = rest.is_ok_and(|r| !r.is_exact_zero());
            Ok(Value::from_bool(is_odd == odd))
        }
        None => Err(Raise::wrong_type(who, "an integer", 0, v)),
    }
}

pub(super) fn is_odd(ctx: &mut Context, args: Args) -> Result {
    ask_parity(ctx, "odd?", args, true)
}

pub(super) fn is_even(ctx: &mut Context, args: Args) -> Result {
    ask_parity(ctx, "even?", args, false)
}

pub(super) fn is_exact(ctx: &mut Context, args: Args) -> Result {
    ask(ctx, "exact?", args, Number::is_exact)
}

pub(super) fn is_inexact(ctx: &mut Context, args: Args) -> Result {
    ask(ctx, "inexact?", args, |n| !n.is_exact())
}

fn parts_all(n: &Number, holds: fn(f64) -> bool) -> bool {
    let part = |n: &Number| match n {
        Number::Flonum(x) => holds(*x),
        _ => holds(0.0),
    };
    part(&n.real_part()) && part(&n.imaginary_part())
}

pub(super) fn is_finite(ctx: &mut Context, args: Args) -> Result {
    ask(ctx, "finite?", args, |n| parts_all(n, f64::is_finite))
}

pub(super) fn is_infinite(ctx: &mut Context, args: Args) -> Result {
    ask(ctx, "infinite?", args, |n| {
        !parts_all(n, |x| !x.is_infinite())
    })
}

pub(super) fn is_nan(ctx: &mut Context, args: Args) -> Result {
    ask(ctx, "nan?", args, |n| !parts_all(n, |x| !x.is_nan()))
}

/// An operation on one number.
fn unary(ctx: &mut Context, who: &str, args: Args, op: impl Fn(&Number) -> Outcome) -> Result {
    let v = args.get(0);
    let n = operand(ctx, who, 0, v)?;
    match op(&n) {
        Ok(n) => give(ctx, &n),
        Err(error) => Err(failure(who, error, &[v])),
    }
}

macro_rules! unary {
    ($($name:ident $who:literal = $op:expr;)*) => {
        $(pub(super) fn $name(ctx: &mut Context, args: Args) -> Result {
            unary(ctx, $who, args, $op)
        })*
    };
}
unary! {
    abs "abs" = Number::absolute;
    angle "angle" = Number::angle;
    numerator "numerator" = Number::numerator;
    denominator "denominator" = Number::denominator;
    floor "floor" = |n| n.round_to(Rounding::Floor);
    ceiling "ceiling" = |n| n.round_to(Rounding::Ceiling);
    truncate "truncate" = |n| n.round_to(Rounding::Truncate);
    round "round" = |n| n.round_to(Rounding::Round);
    square "square" = |n| n.multiply(n);
    exp "exp" = |n| Ok(n.exp());
    sin "sin" = |n| Ok(n.sin());
    cos "cos" = |n| Ok(n.cos());
    tan "tan" = |n| Ok(n.tan());
    asin "asin" = |n| Ok(n.asin());
    acos "acos" = |n| Ok(n.acos());
    bitwise_not "bitwise-not" = Number::bit_not;
}

macro_rules! questions {
    ($($name:ident $who:literal = $question:path, $op:path;)*) => {
        $(pub(super) fn $name(ctx: &mut Context, args: Args) -> Result {
            match number::ask_limbs(ctx, args.get(0), $question) {
                Some(n) => give_integer(ctx, n),
                None => unary(ctx, $who, args, $op),
            }
        })*
    };
}
questions! {
    bit_count "bit-count" = Question::BitCount, Number::bit_count;
    integer_length "integer-length" = Question::Length, Number::integer_length;
    first_set_bit "first-set-bit" = Question::FirstSetBit, Number::first_set_bit;
}

/// The parts of complex numbers are asked for in hot loops: inexact ones are read in place.
fn of_parts(
    ctx: &mut Context,
    who: &str,
    args: Args,
    inexact: fn(f64, f64) -> f64,
    op: impl Fn(&Number) -> Outcome,
) -> Result {
    match args.get(0).as_compnum() {
        Some(c) => give_flonum(ctx, inexact(c.real(), c.imaginary())),
        None => unary(ctx, who, args, op),
    }
}

pub(super) fn magnitude(ctx: &mut Context, args: Args) -> Result {
    of_parts(ctx, "magnitude", args, text::hypotenuse, Number::magnitude)
}

pub(super) fn real_part(ctx: &mut Context, args: Args) -> Result {
    of_parts(ctx, "real-part", args, |re, _| re, |n| Ok(n.real_part()))
}

pub(super) fn imag_part(ctx: &mut Context, args: Args) -> Result {
    of_parts(
        ctx,
        "imag-part",
        args,
        |_, im| im,
        |n| Ok(n.imaginary_part()),
    )
}

pub(super) fn exact(ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    let n = operand(ctx, "exact", 0, v)?;
    match n.to_exact() {
        Some(n) => give(ctx, &n),
        None => Err(Raise::wrong_type("exact", "a finite number", 0, v)),
    }
}

pub(super) fn inexact(ctx: &mut Context, args: Args) -> Result {
    number::inexact(ctx, args.get(0))
}

pub(super) fn sqrt(ctx: &mut Context, args: Args) -> Result {
    number::sqrt(ctx, args.get(0))
}

/// An operation on two numbers.
fn on_two(
    ctx: &mut Context,
    who: &str,
    args: Args,
    op: impl Fn(&Number, &Number) -> Outcome,
) -> Result {
    let (a, b) = (args.get(0), args.get(1));
    let x = operand(ctx, who, 0, a)?;
    let y = operand(ctx, who, 1, b)?;
    match op(&x, &y) {
        Ok(n) => give(ctx, &n),
        Err(error) => Err(failure(who, error, &[a, b])),
    }
}

pub(super) fn log(ctx: &mut Context, args: Args) -> Result {
    if args.count() == 2 {
        return on_two(ctx, "log", args, Number::log_base);
    }
    unary(ctx, "log", args, Number::log)
}

pub(super) fn atan(ctx: &mut Context, args: Args) -> Result {
    if args.count() == 2 {
        return on_two(ctx, "atan", args, Number::atan2);
    }
    unary(ctx, "atan", args, Number::atan)
}

pub(super) fn expt(ctx: &mut Context, args: Args) -> Result {
    on_two(ctx, "expt", args, Number::expt)
}

pub(super) fn make_rectangular(ctx: &mut Context, args: Args) -> Result {
    let re = real_operand(ctx, "make-rectangular", 0, args.get(0))?;
    let im = real_operand(ctx, "make-rectangular", 1, args.get(1))?;
    give(ctx, &Number::rectangular(re, im))
}

pub(super) fn make_polar(ctx: &mut Context, args: Args) -> Result {
    on_two(ctx, "make-polar", args, Number::polar)
}

/// The result is inexact if any operand is, and NaN if any is (R7RS 6.2.6).
fn extreme(ctx: &mut Context, who: &str, args: Args, better: Ordering) -> Result {
    let mut best = real_operand(ctx, who, 0, args.get(0))?;
    let mut inexact = !best.is_exact();
    for i in 1..args.count() {
        let n = real_operand(ctx, who, i as u32, args.get(i))?;
        inexact |= !n.is_exact();
        match n.compare_real(&best) {
            Some(order) if order == better => best = n,
            None if !matches!(best, Number::Flonum(x) if x.is_nan()) => best = n,
            _ => {}
        }
    }
    give(ctx, &if inexact { best.to_inexact() } else { best })
}

pub(super) fn max(ctx: &mut Context, args: Args) -> Result {
    extreme(ctx, "max", args, Ordering::Greater)
}

pub(super) fn min(ctx: &mut Context, args: Args) -> Result {
    extreme(ctx, "min", args, Ordering::Less)
}

fn fold_numbers(
    ctx: &mut Context,
    who: &str,
    args: Args,
    unit: i64,
    op: fn(&Number, &Number) -> Outcome,
) -> Result {
    let mut total = Number::Fixnum(unit);
    for i in 0..args.count() {
        let v = args.get(i);
        let n = operand(ctx, who, i as u32, v)?;
        total = op(&total, &n).map_err(|error| match error {
            eyas_datum::number::arithmetic::ArithmeticError::WrongType(_, expected) => {
                Raise::wrong_type(who, expected, i as u32, v)
            }
            error => failure(who, error, &[v]),
        })?;
    }
    give(ctx, &total)
}

/// The greatest common divisor (Stein's binary algorithm).
fn gcd_of_words(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let zeros = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        b >>= b.trailing_zeros();
        (a, b) = (a.min(b), a.abs_diff(b));
    }
    a << zeros
}

pub(super) fn gcd(ctx: &mut Context, args: Args) -> Result {
    if args.count() == 2
        && let (Some(a), Some(b)) = (args.get(0).as_fixnum(), args.get(1).as_fixnum())
    {
        return give_integer(ctx, gcd_of_words(a.unsigned_abs(), b.unsigned_abs()) as i64);
    }
    fold_numbers(ctx, "gcd", args, 0, Number::gcd)
}

pub(super) fn lcm(ctx: &mut Context, args: Args) -> Result {
    fold_numbers(ctx, "lcm", args, 1, Number::lcm)
}

/// A bitwise operation on any number of integers; `unit` is that of none.
fn fold_bits(ctx: &mut Context, who: &str, args: Args, unit: i64, op: Binary) -> Result {
    for i in 0..args.count() {
        let v = args.get(i);
        if !v.is_exact_integer() {
            return Err(Raise::wrong_type(who, "an exact integer", i as u32, v));
        }
    }
    match args.count() {
        0 => Ok(Value::fixnum(unit)),
        _ => fold(ctx, args, op),
    }
}

pub(super) fn bitwise_and(ctx: &mut Context, args: Args) -> Result {
    fold_bits(ctx, "bitwise-and", args, -1, number::bit_and)
}

pub(super) fn bitwise_ior(ctx: &mut Context, args: Args) -> Result {
    fold_bits(ctx, "bitwise-ior", args, 0, number::bit_or)
}

pub(super) fn bitwise_xor(ctx: &mut Context, args: Args) -> Result {
    fold_bits(ctx, "bitwise-xor", args, 0, number::bit_xor)
}

/// `(%exact-integer-sqrt k)` is the pair of root and rest.
pub(super) fn exact_integer_sqrt(ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    let n = operand(ctx, "exact-integer-sqrt", 0, v)?;
    match n.exact_integer_sqrt() {
        Ok((root, rest)) => {
            ctx.reserve(Pair::SIZE + size_of(&root) + size_of(&rest))?;
            let m = &mut ctx.mutator;
            let root = from_number(m, &root);
            let rest = from_number(m, &rest);
            Ok(Pair::alloc(m, root, rest))
        }
        Err(error) => Err(failure("exact-integer-sqrt", error, &[v])),
    }
}

/// The optional radix argument: 2 to 36.
fn radix(who: &str, args: Args) -> std::result::Result<u32, Raise> {
    match args.optional(1) {
        None => Ok(10),
        Some(v) => match v.as_fixnum() {
            Some(n @ 2..=36) => Ok(n as u32),
            _ => Err(Raise::wrong_type(who, "a radix from 2 to 36", 1, v)),
        },
    }
}

pub(super) fn number_to_string(ctx: &mut Context, args: Args) -> Result {
    let radix = radix("number->string", args)?;
    let n = operand(ctx, "number->string", 0, args.get(0))?;
    let mut scratch = ctx.session().natives.take_text();
    text::format_into(&n, radix, &mut scratch);
    let shape = Shape {
        length: scratch.len(),
        wide: false,
    };
    ctx.reserve(StringObject::size_for(shape))?;
    let m = &mut ctx.mutator;
    let string = StringObject::alloc_utf8_text(m, 0, scratch.as_bytes(), shape);
    ctx.session().natives.keep_text(scratch);
    Ok(string)
}

pub(super) fn string_to_number(ctx: &mut Context, args: Args) -> Result {
    let radix = radix("string->number", args)?;
    let v = args.get(0);
    let Some(string) = v.as_string() else {
        return Err(Raise::wrong_type("string->number", "a string", 0, v));
    };
    if let Chars::Latin(bytes) = string.chars(&ctx.mutator)
        && let Some((n, length)) = text::simple(bytes, radix)
        && length == bytes.len()
    {
        return give(ctx, &n);
    }
    let mut scratch = ctx.session().natives.take_text();
    string.push_to(&mut scratch);
    let parsed = text::parse(&scratch, radix);
    ctx.session().natives.keep_text(scratch);
    match parsed {
        Ok(Some(n)) => give(ctx, &n),
        Ok(None) => Ok(Value::FALSE),
        // A ratio with denominator zero and an exact infinity are no numbers; the rest is our restriction.
        Err(text::NumberError::ZeroDenominator | text::NumberError::NotExact) => Ok(Value::FALSE),
        Err(error) => {
            Err(Raise::error(ErrorKind::Range, format!("string->number: {error}")).about(0, v))
        }
    }
}

/// `(random-integer n)`: uniform in 0 … n-1.
pub(super) fn random_integer(ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    match number::to_ibig(&ctx.mutator, v) {
        Some(n) if n > text::IBig::ZERO => {
            if let Ok(limit) = u64::try_from(&n)
                && limit <= 1 << 60
            {
                let n = ctx.session().natives.random.below(limit);
                return give_integer(ctx, n as i64);
            }
            let words = n.as_sign_words().1.len() + 1;
            let bits: Vec<u64> = (0..words)
                .map(|_| ctx.session().natives.random.word())
                .collect();
            let wide = text::IBig::from(text::UBig::from_words(&bits));
            give(ctx, &Number::integer(wide % n))
        }
        _ => Err(Raise::wrong_type(
            "random-integer",
            "an exact positive integer",
            0,
            v,
        )),
    }
}

/// `(random-real)`: uniform in [0, 1).
pub(super) fn random_real(ctx: &mut Context, _args: Args) -> Result {
    let x = (ctx.session().natives.random.word() >> 11) as f64 / (1u64 << 53) as f64;
    give_flonum(ctx, x)
}
