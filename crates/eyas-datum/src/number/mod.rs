//! Numbers as the reader makes them and the writer prints them: the whole tower of R7RS 6.2, as values.
//!
//! The arithmetic of the whole tower is here too, so that the compiler's constant folding and the virtual machine's
//! slow paths are one implementation; the machine does the common cases on heap values itself. Large integers are
//! `dashu`'s.
//!
//! Invariants, kept by the constructors: a `Big` does not fit an `i64`; a `Ratio` is in lowest terms with a
//! denominator above 1; the parts of a `Complex` are real, both exact or both inexact, and the imaginary part is
//! not exact zero. So equal numbers of equal exactness have one form.

pub mod arithmetic;
mod convert;
mod format;
mod integer;
mod parse;
pub mod round;
mod transcendental;

use std::fmt;
use std::hash::{Hash, Hasher};

use dashu_int::ops::Gcd;
pub use dashu_int::{IBig, Sign, UBig};

pub use convert::{integer_to_f64, ratio_to_f64};
pub use format::{format, format_f64, format_f64_radix, format_i64, format_into};
pub use parse::{parse, simple};
pub use transcendental::hypotenuse;

/// A number of R7RS 6.2.
#[derive(Clone, Debug)]
pub enum Number {
    /// An exact integer of 64 bits.
    Fixnum(i64),
    /// An exact integer that does not fit 64 bits.
    Big(IBig),
    /// An exact rational that is no integer: numerator and denominator.
    Ratio(Box<(IBig, IBig)>),
    /// An inexact real.
    Flonum(f64),
    /// A complex number that is not real: real and imaginary part.
    Complex(Box<(Number, Number)>),
}

/// Why a text that is a number by its syntax is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// The exponent of an exact number is beyond [`EXACT_EXPONENT_MAX`].
    ExponentTooLarge,
    /// A ratio with denominator zero.
    ZeroDenominator,
    /// An infinity or NaN after `#e`.
    NotExact,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NumberError::ExponentTooLarge => "the exponent of an exact number is too large",
            NumberError::ZeroDenominator => "the denominator of a ratio is zero",
            NumberError::NotExact => "an infinity or NaN cannot be exact",
        })
    }
}

impl std::error::Error for NumberError {}

/// The largest decimal exponent of an exact number, up or down: `#e1e1000000` takes 415 KB, and the next
/// order of magnitude would let a short text take seconds.
pub const EXACT_EXPONENT_MAX: i64 = 1_000_000;

impl Number {
    /// Exact zero.
    pub const ZERO: Number = Number::Fixnum(0);

    /// An exact integer of any size.
    pub fn integer(value: IBig) -> Number {
        match i64::try_from(&value) {
            Ok(small) => Number::Fixnum(small),
            Err(_) => Number::Big(value),
        }
    }

    /// An exact quotient in lowest terms, an integer if the division goes up; `None` if the denominator is
    /// zero.
    pub fn ratio(numerator: IBig, denominator: IBig) -> Option<Number> {
        if denominator.is_zero() {
            return None;
        }
        if numerator.is_zero() {
            return Some(Number::ZERO);
        }
        let divisor = IBig::from((&numerator).gcd(&denominator));
        let (mut numerator, mut denominator) = if divisor.is_one() {
            (numerator, denominator)
        } else {
            (numerator / &divisor, denominator / &divisor)
        };
        if denominator < IBig::ZERO {
            numerator = -numerator;
            denominator = -denominator;
        }
        Some(Number::reduced_ratio(numerator, denominator))
    }

    /// As [`Number::ratio`] for parts known to have no common factor and a positive denominator.
    fn reduced_ratio(numerator: IBig, denominator: IBig) -> Number {
        if denominator.is_one() {
            Number::integer(numerator)
        } else {
            Number::Ratio(Box::new((numerator, denominator)))
        }
    }

    /// An inexact real.
    pub fn flonum(value: f64) -> Number {
        Number::Flonum(value)
    }

    /// The complex number with these real parts: real if the imaginary part is exact zero, inexact in
    /// both parts if it is in one. The parts must be real; of a complex part only its real part counts.
    pub fn rectangular(real: Number, imaginary: Number) -> Number {
        let (real, imaginary) = (real.into_real(), imaginary.into_real());
        if matches!(imaginary, Number::Fixnum(0)) {
            return real;
        }
        if real.is_exact() == imaginary.is_exact() {
            Number::Complex(Box::new((real, imaginary)))
        } else {
            Number::Complex(Box::new((real.to_inexact(), imaginary.to_inexact())))
        }
    }

    fn into_real(self) -> Number {
        match self {
            Number::Complex(parts) => parts.0,
            number => number,
        }
    }

    /// Whether it is exact, in both parts if complex.
    pub fn is_exact(&self) -> bool {
        match self {
            Number::Fixnum(_) | Number::Big(_) | Number::Ratio(_) => true,
            Number::Flonum(_) => false,
            Number::Complex(parts) => parts.0.is_exact() && parts.1.is_exact(),
        }
    }

    /// The same number with the other sign.
    #[must_use]
    pub fn negate(self) -> Number {
        match self {
            Number::Fixnum(value) => match value.checked_neg() {
                Some(value) => Number::Fixnum(value),
                None => Number::Big(-IBig::from(value)),
            },
            // The magnitude of i64::MIN is a `Big` whose negation is not.
            Number::Big(value) => Number::integer(-value),
            Number::Ratio(parts) => {
                let (numerator, denominator) = *parts;
                Number::Ratio(Box::new((-numerator, denominator)))
            }
            Number::Flonum(value) => Number::Flonum(-value),
            Number::Complex(parts) => {
                let (real, imaginary) = *parts;
                Number::Complex(Box::new((real.negate(), imaginary.negate())))
            }
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number::Fixnum(value)
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Number {
        Number::Flonum(value)
    }
}

impl From<IBig> for Number {
    fn from(value: IBig) -> Number {
        Number::integer(value)
    }
}

/// The bits that stand for a flonum in comparisons: all NaNs are one, the two zeros are two.
fn flonum_identity(value: f64) -> u64 {
    if value.is_nan() {
        f64::NAN.to_bits()
    } else {
        value.to_bits()
    }
}

/// Equality is `eqv?` (R7RS 6.1): exactness and the sign of zero count, and a NaN equals itself.
impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        match (self, other) {
            (Number::Fixnum(a), Number::Fixnum(b)) => a == b,
            (Number::Big(a), Number::Big(b)) => a == b,
            (Number::Ratio(a), Number::Ratio(b)) => a == b,
            (Number::Flonum(a), Number::Flonum(b)) => flonum_identity(*a) == flonum_identity(*b),
            (Number::Complex(a), Number::Complex(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Number::Fixnum(value) => value.hash(state),
            Number::Big(value) => value.hash(state),
            Number::Ratio(parts) => parts.hash(state),
            Number::Flonum(value) => flonum_identity(*value).hash(state),
            Number::Complex(parts) => parts.hash(state),
        }
    }
}

#[cfg(test)]
mod tests;
