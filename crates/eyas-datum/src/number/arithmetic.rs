//! Addition to division over the whole tower, and comparison.
//!
//! One implementation serves the virtual machine's slow paths and the compiler's constant folding, so that both
//! compute the same. The fast cases (fixnums, flonums) are inline in the machine; here clarity counts.

use std::cmp::Ordering;

use dashu_int::IBig;

use super::{Number, integer_to_f64, ratio_to_f64};

/// Why an operation has no result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArithmeticError {
    /// Operand number `.0` (from 0) is not what `.1` says, such as "an integer".
    WrongType(usize, &'static str),
    /// Exact division by zero.
    DivideByZero,
    /// The result would not fit into memory ("implementation restriction").
    TooLarge,
}

/// Results of arithmetic that can fail.
pub type Outcome = Result<Number, ArithmeticError>;

/// Largest number of bits that an exact result may have: 1 GiB of digits in base 256.
pub const RESULT_BITS_MAX: u64 = 1 << 33;

/// A pair of operands brought to one level of the tower.
enum Level {
    Integers(IBig, IBig),
    Ratios((IBig, IBig), (IBig, IBig)),
    Flonums(f64, f64),
    Complexes((Number, Number), (Number, Number)),
}

fn as_ratio(n: &Number) -> (IBig, IBig) {
    match n {
        Number::Ratio(parts) => (parts.0.clone(), parts.1.clone()),
        n => (n.to_ibig().unwrap_or_default(), IBig::ONE),
    }
}

fn as_parts(n: &Number) -> (Number, Number) {
    match n {
        Number::Complex(parts) => (parts.0.clone(), parts.1.clone()),
        n => (n.clone(), Number::ZERO),
    }
}

fn level(a: &Number, b: &Number) -> Level {
    use Number::{Big, Complex, Fixnum, Flonum, Ratio};
    match (a, b) {
        (Complex(_), _) | (_, Complex(_)) => Level::Complexes(as_parts(a), as_parts(b)),
        (Flonum(_), _) | (_, Flonum(_)) => Level::Flonums(a.real_to_f64(), b.real_to_f64()),
        (Ratio(_), _) | (_, Ratio(_)) => Level::Ratios(as_ratio(a), as_ratio(b)),
        (Fixnum(_) | Big(_), Fixnum(_) | Big(_)) => Level::Integers(
            a.to_ibig().unwrap_or_default(),
            b.to_ibig().unwrap_or_default(),
        ),
    }
}

/// A ratio whose denominator is not zero.
fn quotient_of(numerator: IBig, denominator: IBig) -> Number {
    Number::ratio(numerator, denominator).unwrap_or(Number::ZERO)
}

impl Number {
    /// The integer, if this is an exact one.
    pub fn to_ibig(&self) -> Option<IBig> {
        match self {
            Number::Fixnum(n) => Some(IBig::from(*n)),
            Number::Big(n) => Some(n.clone()),
            _ => None,
        }
    }

    /// The double nearest to a real number; of a complex one, to its real part.
    pub fn real_to_f64(&self) -> f64 {
        match self {
            Number::Fixnum(n) => *n as f64,
            Number::Big(n) => integer_to_f64(n),
            Number::Ratio(parts) => ratio_to_f64(&parts.0, &parts.1),
            Number::Flonum(x) => *x,
            Number::Complex(parts) => parts.0.real_to_f64(),
        }
    }

    /// True unless it is complex.
    pub fn is_real(&self) -> bool {
        !matches!(self, Number::Complex(_))
    }

    /// True for exact zero.
    pub fn is_exact_zero(&self) -> bool {
        matches!(self, Number::Fixnum(0))
    }

    /// `(+ self other)`
    #[must_use]
    pub fn add(&self, other: &Number) -> Number {
        if let (Number::Fixnum(a), Number::Fixnum(b)) = (self, other)
            && let Some(sum) = a.checked_add(*b)
        {
            return Number::Fixnum(sum);
        }
        match level(self, other) {
            Level::Integers(a, b) => Number::integer(a + b),
            Level::Ratios((a, b), (c, d)) => quotient_of(a * &d + c * &b, b * d),
            Level::Flonums(a, b) => Number::Flonum(a + b),
            Level::Complexes((a, b), (c, d)) => Number::rectangular(a.add(&c), b.add(&d)),
        }
    }

    /// `(- self other)`
    #[must_use]
    pub fn subtract(&self, other: &Number) -> Number {
        if let (Number::Fixnum(a), Number::Fixnum(b)) = (self, other)
            && let Some(difference) = a.checked_sub(*b)
        {
            return Number::Fixnum(difference);
        }
        match level(self, other) {
            Level::Integers(a, b) => Number::integer(a - b),
            Level::Ratios((a, b), (c, d)) => quotient_of(a * &d - c * &b, b * d),
            Level::Flonums(a, b) => Number::Flonum(a - b),
            Level::Complexes((a, b), (c, d)) => Number::rectangular(a.subtract(&c), b.subtract(&d)),
        }
    }

    /// `(* self other)`. An exact zero times anything is exact zero only if both are exact.
    pub fn multiply(&self, other: &Number) -> Outcome {
        if let (Number::Fixnum(a), Number::Fixnum(b)) = (self, other)
            && let Some(product) = a.checked_mul(*b)
        {
            return Ok(Number::Fixnum(product));
        }
        Ok(match level(self, other) {
            Level::Integers(a, b) => {
                if bits(&a) + bits(&b) > RESULT_BITS_MAX {
                    return Err(ArithmeticError::TooLarge);
                }
                Number::integer(a * b)
            }
            Level::Ratios((a, b), (c, d)) => quotient_of(a * c, b * d),
            Level::Flonums(a, b) => Number::Flonum(a * b),
            Level::Complexes((a, b), (c, d)) => {
                let real = a.multiply(&c)?.subtract(&b.multiply(&d)?);
                let imaginary = a.multiply(&d)?.add(&b.multiply(&c)?);
                Number::rectangular(real, imaginary)
            }
        })
    }

    /// `(/ self other)`
    pub fn divide(&self, other: &Number) -> Outcome {
        Ok(match level(self, other) {
            Level::Integers(a, b) => Number::ratio(a, b).ok_or(ArithmeticError::DivideByZero)?,
            Level::Ratios((a, b), (c, d)) => {
                Number::ratio(a * d, b * c).ok_or(ArithmeticError::DivideByZero)?
            }
            Level::Flonums(a, b) => {
                if other.is_exact_zero() {
                    return Err(ArithmeticError::DivideByZero);
                }
                Number::Flonum(a / b)
            }
            Level::Complexes((a, b), (c, d)) => {
                if other.is_exact_zero() {
                    return Err(ArithmeticError::DivideByZero);
                }
                if other.is_real() {
                    return Ok(Number::rectangular(a.divide(other)?, b.divide(other)?));
                }
                divide_complex((a, b), (c, d))?
            }
        })
    }

    /// `(= self other)`: exact comparison, also of a flonum with an exact number.
    pub fn num_eq(&self, other: &Number) -> bool {
        match (self, other) {
            (Number::Complex(a), Number::Complex(b)) => a.0.num_eq(&b.0) && a.1.num_eq(&b.1),
            (Number::Complex(parts), real) | (real, Number::Complex(parts)) => {
                parts.1.num_eq(&Number::ZERO) && parts.0.num_eq(real)
            }
            (a, b) => a.compare_real(b) == Some(Ordering::Equal),
        }
    }

    /// Order of two real numbers; `None` if one is NaN (or complex). Exact and inexact are compared exactly, so
    /// the order is transitive (R7RS 6.2.6).
    pub fn compare_real(&self, other: &Number) -> Option<Ordering> {
        use Number::{Fixnum, Flonum};
        match (self, other) {
            (Fixnum(a), Fixnum(b)) => Some(a.cmp(b)),
            (Flonum(a), Flonum(b)) => a.partial_cmp(b),
            (Flonum(x), exact) => compare_f64(*x, exact),
            (exact, Flonum(x)) => compare_f64(*x, exact).map(Ordering::reverse),
            (a, b) => match level(a, b) {
                Level::Integers(a, b) => Some(a.cmp(&b)),
                Level::Ratios((a, b), (c, d)) => Some((a * d).cmp(&(c * b))),
                Level::Flonums(..) | Level::Complexes(..) => None,
            },
        }
    }

    /// -1, 0 or 1; `None` for NaN and complex numbers.
    pub fn signum(&self) -> Option<i32> {
        self.compare_real(&Number::ZERO).map(|order| order as i32)
    }
}

/// Bits of the magnitude.
pub(super) fn bits(n: &IBig) -> u64 {
    use dashu_int::ops::BitTest;
    n.bit_len() as u64
}

fn compare_f64(x: f64, exact: &Number) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 {
            Ordering::Greater
        } else {
            Ordering::Less
        });
    }
    Number::Flonum(x).to_exact()?.compare_real(exact)
}

/// Exact parts divide by the conjugate.
fn divide_complex((a, b): (Number, Number), (c, d): (Number, Number)) -> Outcome {
    if c.is_exact() && d.is_exact() && a.is_exact() && b.is_exact() {
        let norm = c.multiply(&c)?.add(&d.multiply(&d)?);
        let real = a.multiply(&c)?.add(&b.multiply(&d)?).divide(&norm)?;
        let imaginary = b.multiply(&c)?.subtract(&a.multiply(&d)?).divide(&norm)?;
        return Ok(Number::rectangular(real, imaginary));
    }
    let (a, b, c, d) = (
        a.real_to_f64(),
        b.real_to_f64(),
        c.real_to_f64(),
        d.real_to_f64(),
    );
    let (re, im) = divide_f64_complex(a, b, c, d);
    Ok(Number::rectangular(Number::Flonum(re), Number::Flonum(im)))
}

/// `(a + bi) / (c + di)` on doubles: by the conjugate with one rounding per sum, or by Smith's method (1962), which is
/// less exact and does not overflow on the way.
pub fn divide_f64_complex(a: f64, b: f64, c: f64, d: f64) -> (f64, f64) {
    let safe = |x: f64| (1e-140..1e140).contains(&x.abs());
    if [c, d].into_iter().all(safe) && [a, b].into_iter().all(|x| x == 0.0 || safe(x)) {
        let norm = sum_of_products(c, c, d, d);
        let real = sum_of_products(a, c, b, d);
        let imaginary = sum_of_products(b, c, -a, d);
        return (real / norm, imaginary / norm);
    }
    if c.abs() >= d.abs() {
        let r = d / c;
        let t = c + d * r;
        ((a + b * r) / t, (b - a * r) / t)
    } else {
        let r = c / d;
        let t = c * r + d;
        ((a * r + b) / t, (b * r - a) / t)
    }
}

/// `ab + cd`, accurate also when most of it cancels (Kahan; Jeannerod, Louvet & Muller, 2013).
pub(super) fn sum_of_products(a: f64, b: f64, c: f64, d: f64) -> f64 {
    let product = c * d;
    let error = c.mul_add(d, -product);
    a.mul_add(b, product) + error
}
