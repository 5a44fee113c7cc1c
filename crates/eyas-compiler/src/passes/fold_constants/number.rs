//! Arithmetic on constants.
//!
//! Exact numbers are ratios of big integers while computed with; flonums are doubles. An exact number meets a flonum
//! as the double nearest to it, and only if it is small enough to be that double exactly, because comparing and
//! rounding larger ones is the run time's affair.

use std::cmp::Ordering;

use eyas_bytecode::Prim;
use eyas_datum::{DatumKind, IBig, Number};

/// Results of more bits are left to the run time.
const BITS_MAX: usize = 2048;
/// Exact integers up to this are doubles.
const DOUBLE_MAX: i64 = 1 << 53;

/// A real number that is computed with.
#[derive(Clone)]
enum Real {
    /// Numerator and positive denominator, without a common factor.
    Exact(IBig, IBig),
    Inexact(f64),
}

impl Real {
    fn of(number: &Number) -> Option<Real> {
        Some(match number {
            Number::Fixnum(n) => Real::Exact(IBig::from(*n), IBig::ONE),
            Number::Big(n) => Real::Exact(n.clone(), IBig::ONE),
            Number::Ratio(parts) => Real::Exact(parts.0.clone(), parts.1.clone()),
            Number::Flonum(x) => Real::Inexact(*x),
            Number::Complex(_) => return None,
        })
    }

    fn ratio(numerator: IBig, denominator: IBig) -> Option<Real> {
        Real::of(&Number::ratio(numerator, denominator)?)
    }

    fn number(self) -> Option<Number> {
        match self {
            Real::Inexact(x) => Some(Number::Flonum(x)),
            Real::Exact(n, d) => (size(&n) + size(&d) <= BITS_MAX)
                .then(|| Number::ratio(n, d))
                .flatten(),
        }
    }

    /// As a double, if it is one exactly.
    fn double(&self) -> Option<f64> {
        match self {
            Real::Inexact(x) => Some(*x),
            Real::Exact(n, d) if d.is_one() => {
                let n = i64::try_from(n).ok()?;
                (n.abs() <= DOUBLE_MAX).then_some(n as f64)
            }
            Real::Exact(..) => None,
        }
    }

    fn is_exact_zero(&self) -> bool {
        matches!(self, Real::Exact(n, _) if n.is_zero())
    }
}

/// About how many bits an integer has; at most a little more than [`BITS_MAX`].
fn size(n: &IBig) -> usize {
    let mut rest = if *n < IBig::ZERO {
        -n.clone()
    } else {
        n.clone()
    };
    let mut bits = 0;
    while !rest.is_zero() && bits <= BITS_MAX {
        rest >>= 64;
        bits += 64;
    }
    bits
}

fn boolean(value: bool) -> Option<DatumKind> {
    Some(DatumKind::Bool(value))
}

fn number(value: Real) -> Option<DatumKind> {
    value.number().map(DatumKind::Number)
}

/// The value of a primitive applied to numbers.
pub(super) fn fold(prim: Prim, args: &[&Number]) -> Option<DatumKind> {
    let reals: Vec<Real> = args.iter().map(|n| Real::of(n)).collect::<Option<_>>()?;
    match prim {
        Prim::Plus => number(fold_left(Real::Exact(IBig::ZERO, IBig::ONE), &reals, add)?),
        Prim::Times => number(fold_left(
            Real::Exact(IBig::ONE, IBig::ONE),
            &reals,
            multiply,
        )?),
        Prim::Minus => match &reals[..] {
            [only] => number(negate(only)),
            [first, rest @ ..] => number(
                rest.iter()
                    .try_fold(first.clone(), |a, b| add(&a, &negate(b)))?,
            ),
            [] => None,
        },
        Prim::Divide => match &reals[..] {
            [only] => number(divide(&Real::Exact(IBig::ONE, IBig::ONE), only)?),
            [first, rest @ ..] => {
                number(rest.iter().try_fold(first.clone(), |a, b| divide(&a, b))?)
            }
            [] => None,
        },
        Prim::NumEqual => compare_all(&reals, Ordering::is_eq),
        Prim::LessThan => compare_all(&reals, Ordering::is_lt),
        Prim::MoreThan => compare_all(&reals, Ordering::is_gt),
        Prim::AtMost => compare_all(&reals, Ordering::is_le),
        Prim::AtLeast => compare_all(&reals, Ordering::is_ge),
        _ => match &reals[..] {
            [only] => fold_unary(prim, only),
            [Real::Exact(a, d), Real::Exact(b, e)] if d.is_one() && e.is_one() => {
                fold_integers(prim, a, b)
            }
            _ => None,
        },
    }
}

fn fold_left(unit: Real, args: &[Real], step: fn(&Real, &Real) -> Option<Real>) -> Option<Real> {
    match args {
        [] => Some(unit),
        [first, rest @ ..] => rest.iter().try_fold(first.clone(), |a, b| step(&a, b)),
    }
}

fn add(a: &Real, b: &Real) -> Option<Real> {
    match (a, b) {
        (Real::Exact(n, d), Real::Exact(m, e)) => Real::ratio(n * e + m * d, d * e),
        _ if a.is_exact_zero() || b.is_exact_zero() => None,
        _ => Some(Real::Inexact(a.double()? + b.double()?)),
    }
}

fn negate(a: &Real) -> Real {
    match a {
        Real::Exact(n, d) => Real::Exact(-n.clone(), d.clone()),
        Real::Inexact(x) => Real::Inexact(-x),
    }
}

fn multiply(a: &Real, b: &Real) -> Option<Real> {
    match (a, b) {
        (Real::Exact(n, d), Real::Exact(m, e)) => Real::ratio(n * m, d * e),
        _ if a.is_exact_zero() || b.is_exact_zero() => None,
        _ => Some(Real::Inexact(a.double()? * b.double()?)),
    }
}

fn divide(a: &Real, b: &Real) -> Option<Real> {
    match (a, b) {
        (Real::Exact(n, d), Real::Exact(m, e)) => Real::ratio(n * e, d * m),
        _ if a.is_exact_zero() || b.is_exact_zero() => None,
        _ => Some(Real::Inexact(a.double()? / b.double()?)),
    }
}

fn compare_all(args: &[Real], test: fn(Ordering) -> bool) -> Option<DatumKind> {
    let mut all = true;
    for pair in args.windows(2) {
        all &= match (&pair[0], &pair[1]) {
            (Real::Exact(n, d), Real::Exact(m, e)) => test((n * e).cmp(&(m * d))),
            // Nothing compares with a NaN.
            (a, b) => a.double()?.partial_cmp(&b.double()?).is_some_and(test),
        };
    }
    boolean(all)
}

fn fold_unary(prim: Prim, arg: &Real) -> Option<DatumKind> {
    match (prim, arg) {
        (Prim::IsZero, _) => boolean(is_zero(arg)),
        (Prim::IsPositive, Real::Exact(n, _)) => boolean(*n > IBig::ZERO),
        (Prim::IsPositive, Real::Inexact(x)) => boolean(*x > 0.0),
        (Prim::IsNegative, Real::Exact(n, _)) => boolean(*n < IBig::ZERO),
        (Prim::IsNegative, Real::Inexact(x)) => boolean(*x < 0.0),
        (Prim::IsExact, _) => boolean(matches!(arg, Real::Exact(..))),
        (Prim::IsInexact, _) => boolean(matches!(arg, Real::Inexact(_))),
        (Prim::IsNan, Real::Inexact(x)) => boolean(x.is_nan()),
        (Prim::IsInfinite, Real::Inexact(x)) => boolean(x.is_infinite()),
        (Prim::IsFinite, Real::Inexact(x)) => boolean(x.is_finite()),
        (Prim::IsNan | Prim::IsInfinite, Real::Exact(..)) => boolean(false),
        (Prim::IsFinite, Real::Exact(..)) => boolean(true),
        (Prim::IsEven, Real::Exact(n, d)) if d.is_one() => boolean((n % IBig::from(2)).is_zero()),
        (Prim::IsOdd, Real::Exact(n, d)) if d.is_one() => boolean(!(n % IBig::from(2)).is_zero()),
        (Prim::Abs | Prim::Magnitude, Real::Exact(n, _)) => number(if *n < IBig::ZERO {
            negate(arg)
        } else {
            arg.clone()
        }),
        (Prim::Abs | Prim::Magnitude, Real::Inexact(x)) => number(Real::Inexact(x.abs())),
        (Prim::Square, _) => number(multiply(arg, arg)?),
        (Prim::Numerator, Real::Exact(n, _)) => number(Real::Exact(n.clone(), IBig::ONE)),
        (Prim::Denominator, Real::Exact(_, d)) => number(Real::Exact(d.clone(), IBig::ONE)),
        (Prim::Floor | Prim::Ceiling | Prim::Truncate | Prim::Round, Real::Exact(_, d)) => {
            if d.is_one() {
                number(arg.clone())
            } else {
                None
            }
        }
        (Prim::Floor, Real::Inexact(x)) => number(Real::Inexact(x.floor())),
        (Prim::Ceiling, Real::Inexact(x)) => number(Real::Inexact(x.ceil())),
        (Prim::Truncate, Real::Inexact(x)) => number(Real::Inexact(x.trunc())),
        (Prim::Round, Real::Inexact(x)) => number(Real::Inexact(x.round_ties_even())),
        (Prim::Exact, Real::Exact(..)) | (Prim::Inexact, Real::Inexact(_)) => number(arg.clone()),
        (Prim::Exact, Real::Inexact(x)) => {
            let exact = Number::Flonum(*x).to_exact()?;
            number(Real::of(&exact)?)
        }
        (Prim::Inexact, Real::Exact(..)) => arg
            .clone()
            .number()
            .map(|n| DatumKind::Number(n.to_inexact())),
        (Prim::Sqrt, Real::Inexact(x)) if *x >= 0.0 => number(Real::Inexact(x.sqrt())),
        (Prim::BitwiseNot, Real::Exact(n, d)) if d.is_one() => {
            number(Real::Exact(-n.clone() - IBig::ONE, IBig::ONE))
        }
        _ => None,
    }
}

fn is_zero(arg: &Real) -> bool {
    match arg {
        Real::Exact(n, _) => n.is_zero(),
        Real::Inexact(x) => *x == 0.0,
    }
}

fn fold_integers(prim: Prim, a: &IBig, b: &IBig) -> Option<DatumKind> {
    let integer = |n: IBig| number(Real::Exact(n, IBig::ONE));
    match prim {
        Prim::Max => return integer(a.max(b).clone()),
        Prim::Min => return integer(a.min(b).clone()),
        Prim::BitwiseAnd => return integer(a & b),
        Prim::BitwiseIor => return integer(a | b),
        Prim::BitwiseXor => return integer(a ^ b),
        Prim::ArithmeticShift => {
            let by = i64::try_from(b).ok()?;
            let amount = usize::try_from(by.unsigned_abs()).ok()?;
            return if by < 0 {
                integer(a >> amount.min(BITS_MAX * 2))
            } else if amount <= BITS_MAX {
                integer(a << amount)
            } else {
                None
            };
        }
        Prim::Expt => {
            let exponent = usize::try_from(b).ok().filter(|&n| n <= BITS_MAX)?;
            // An integer that fits a word gives at most 64 bits a factor.
            let base = i64::try_from(a).ok()?;
            let bits = 64 - base.unsigned_abs().leading_zeros() as usize;
            return if bits * exponent <= BITS_MAX {
                integer(a.pow(exponent))
            } else {
                None
            };
        }
        _ => {}
    }
    if b.is_zero() {
        return None;
    }
    let opposite = (*a < IBig::ZERO) != (*b < IBig::ZERO);
    match prim {
        Prim::Quotient | Prim::TruncateQuotient => integer(a / b),
        Prim::Remainder | Prim::TruncateRemainder => integer(a % b),
        Prim::Modulo | Prim::FloorRemainder => {
            let rest = a % b;
            integer(if opposite && !rest.is_zero() {
                rest + b
            } else {
                rest
            })
        }
        Prim::FloorQuotient => {
            let quotient = a / b;
            let exact = (a % b).is_zero();
            integer(if opposite && !exact {
                quotient - IBig::ONE
            } else {
                quotient
            })
        }
        _ => None,
    }
}
