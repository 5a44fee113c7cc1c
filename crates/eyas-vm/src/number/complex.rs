//! Inexact complex numbers on their two doubles, without a detour through the tower.
//!
//! Each function is `None` unless one operand at least is an inexact complex number and the other is one or a real
//! number of a double or a fixnum. A real operand has no imaginary part, not one of 0.0: the sign of the other's zero
//! stays in sums and differences.

use eyas_datum::number::arithmetic::divide_f64_complex;
use eyas_heap::Value;
use eyas_heap::object::Compnum;

type Parts = (f64, f64);

/// A real operand.
#[inline(always)]
fn real(v: Value) -> Option<f64> {
    if v.is_immediate_flonum() {
        return Some(v.immediate_flonum_value());
    }
    match v.as_fixnum() {
        Some(n) => Some(n as f64),
        None => v.as_flonum(),
    }
}

/// Two operands.
enum Pair {
    Both(Parts, Parts),
    Left(Parts, f64),
    Right(f64, Parts),
}

#[inline(always)]
fn pair(a: Value, b: Value) -> Option<Pair> {
    let parts = |c: Compnum| (c.real(), c.imaginary());
    match (a.as_compnum(), b.as_compnum()) {
        (Some(a), Some(b)) => Some(Pair::Both(parts(a), parts(b))),
        (Some(a), None) => Some(Pair::Left(parts(a), real(b)?)),
        (None, Some(b)) => Some(Pair::Right(real(a)?, parts(b))),
        (None, None) => None,
    }
}

/// `(+ a b)`
#[inline(always)]
pub(crate) fn sum(a: Value, b: Value) -> Option<Parts> {
    Some(match pair(a, b)? {
        Pair::Both((re_a, im_a), (re_b, im_b)) => (re_a + re_b, im_a + im_b),
        Pair::Left((re, im), x) => (re + x, im),
        Pair::Right(x, (re, im)) => (x + re, im),
    })
}

/// `(- a b)`
#[inline(always)]
pub(crate) fn difference(a: Value, b: Value) -> Option<Parts> {
    Some(match pair(a, b)? {
        Pair::Both((re_a, im_a), (re_b, im_b)) => (re_a - re_b, im_a - im_b),
        Pair::Left((re, im), x) => (re - x, im),
        Pair::Right(x, (re, im)) => (x - re, 0.0 - im),
    })
}

/// `(* a b)`
#[inline(always)]
pub(crate) fn product(a: Value, b: Value) -> Option<Parts> {
    let ((re_a, im_a), (re_b, im_b)) = both(pair(a, b)?);
    Some((re_a * re_b - im_a * im_b, re_a * im_b + im_a * re_b))
}

/// `(/ a b)`, where `b` is complex.
#[inline]
pub(crate) fn quotient(a: Value, b: Value) -> Option<Parts> {
    let ((re_a, im_a), (re_b, im_b)) = match pair(a, b)? {
        Pair::Left(..) => return None,
        pair => both(pair),
    };
    Some(divide_f64_complex(re_a, im_a, re_b, im_b))
}

/// Both as complex numbers, a real one with an imaginary part of 0.0.
#[inline(always)]
fn both(pair: Pair) -> (Parts, Parts) {
    match pair {
        Pair::Both(a, b) => (a, b),
        Pair::Left(a, x) => (a, (x, 0.0)),
        Pair::Right(x, b) => ((x, 0.0), b),
    }
}
