//! Integer operations: the division families of R7RS 6.2.6, gcd, roots, powers and bits (SRFI 151).
//!
//! Flonums that are integers are accepted where the report accepts them; the result is then inexact.

use dashu_int::ops::{BitTest, DivRem, Gcd, SquareRootRem};
use dashu_int::{IBig, Sign, UBig};

use super::Number;
use super::arithmetic::{ArithmeticError, Outcome, RESULT_BITS_MAX, bits};

/// Two integer operands and whether the result is to be inexact.
fn integers(a: &Number, b: &Number) -> Result<(IBig, IBig, bool), ArithmeticError> {
    let inexact = !a.is_exact() || !b.is_exact();
    let a = a
        .integer_value()
        .ok_or(ArithmeticError::WrongType(0, "an integer"))?;
    let b = b
        .integer_value()
        .ok_or(ArithmeticError::WrongType(1, "an integer"))?;
    Ok((a, b, inexact))
}

fn result(n: IBig, inexact: bool) -> Number {
    let n = Number::integer(n);
    if inexact { n.to_inexact() } else { n }
}

/// Operands of one division, with the case of two flonums kept apart because -0.0 matters and is fast.
enum Division {
    Flonums(f64, f64),
    Integers(IBig, IBig, bool),
}

fn division(a: &Number, b: &Number) -> Result<Division, ArithmeticError> {
    if let (Number::Flonum(x), Number::Flonum(y)) = (a, b)
        && x.fract() == 0.0
        && y.fract() == 0.0
    {
        if *y == 0.0 {
            return Err(ArithmeticError::DivideByZero);
        }
        return Ok(Division::Flonums(*x, *y));
    }
    let (a, b, inexact) = integers(a, b)?;
    if b.is_zero() {
        return Err(ArithmeticError::DivideByZero);
    }
    Ok(Division::Integers(a, b, inexact))
}

impl Number {
    /// The integer, if this is one, exact or not.
    pub fn integer_value(&self) -> Option<IBig> {
        match self {
            Number::Flonum(x) if x.is_finite() && x.fract() == 0.0 => self.to_exact()?.to_ibig(),
            n => n.to_ibig(),
        }
    }

    /// True for integers, exact or not.
    pub fn is_integer(&self) -> bool {
        match self {
            Number::Fixnum(_) | Number::Big(_) => true,
            Number::Flonum(x) => x.is_finite() && x.fract() == 0.0,
            Number::Ratio(_) | Number::Complex(_) => false,
        }
    }

    /// True for rationals: every real number that is finite.
    pub fn is_rational(&self) -> bool {
        match self {
            Number::Flonum(x) => x.is_finite(),
            n => n.is_real(),
        }
    }

    /// `(truncate-quotient self other)`, also `quotient`
    pub fn truncate_quotient(&self, other: &Number) -> Outcome {
        if let (Number::Fixnum(a), Number::Fixnum(b)) = (self, other)
            && let Some(q) = a.checked_div(*b)
        {
            return Ok(Number::Fixnum(q));
        }
        Ok(match division(self, other)? {
            Division::Flonums(a, b) => {
                // The rounded quotient may have been rounded up to an integer.
                let r = a % b;
                Number::Flonum(((a - r) / b).trunc())
            }
            Division::Integers(a, b, inexact) => result(a / b, inexact),
        })
    }

    /// `(truncate-remainder self other)`, also `remainder`
    pub fn truncate_remainder(&self, other: &Number) -> Outcome {
        if let (Number::Fixnum(a), Number::Fixnum(b)) = (self, other)
            && let Some(r) = a.checked_rem(*b)
        {
            return Ok(Number::Fixnum(r));
        }
        Ok(match division(self, other)? {
            Division::Flonums(a, b) => Number::Flonum(a % b),
            Division::Integers(a, b, inexact) => result(a % b, inexact),
        })
    }

    /// `(floor-quotient self other)`
    pub fn floor_quotient(&self, other: &Number) -> Outcome {
        Ok(match division(self, other)? {
            Division::Flonums(a, b) => {
                let r = a % b;
                let q = ((a - r) / b).trunc();
                Number::Flonum(if r != 0.0 && (r < 0.0) != (b < 0.0) {
                    q - 1.0
                } else {
                    q
                })
            }
            Division::Integers(a, b, inexact) => {
                let negative = b < IBig::ZERO;
                let (q, r) = a.div_rem(b);
                let below = !r.is_zero() && (r < IBig::ZERO) != negative;
                result(if below { q - IBig::ONE } else { q }, inexact)
            }
        })
    }

    /// `(floor-remainder self other)`, also `modulo`
    pub fn floor_remainder(&self, other: &Number) -> Outcome {
        Ok(match division(self, other)? {
            Division::Flonums(a, b) => {
                let r = a % b;
                Number::Flonum(if r != 0.0 && (r < 0.0) != (b < 0.0) {
                    r + b
                } else {
                    r
                })
            }
            Division::Integers(a, b, inexact) => {
                let r = a % &b;
                let shift = !r.is_zero() && (r < IBig::ZERO) != (b < IBig::ZERO);
                result(if shift { r + b } else { r }, inexact)
            }
        })
    }

    /// `(gcd self other)`, never negative
    pub fn gcd(&self, other: &Number) -> Outcome {
        let (a, b, inexact) = integers(self, other)?;
        if a.is_zero() && b.is_zero() {
            return Ok(result(IBig::ZERO, inexact));
        }
        Ok(result(IBig::from(a.gcd(b)), inexact))
    }

    /// `(lcm self other)`, never negative
    pub fn lcm(&self, other: &Number) -> Outcome {
        let (a, b, inexact) = integers(self, other)?;
        if a.is_zero() || b.is_zero() {
            return Ok(result(IBig::ZERO, inexact));
        }
        let divisor = IBig::from((&a).gcd(&b));
        let product = a / divisor * b;
        let (_, magnitude) = product.into_parts();
        Ok(result(IBig::from(magnitude), inexact))
    }

    /// Root and rest of `(exact-integer-sqrt self)`
    pub fn exact_integer_sqrt(&self) -> Result<(Number, Number), ArithmeticError> {
        let wrong = ArithmeticError::WrongType(0, "an exact non-negative integer");
        let n = self.to_ibig().ok_or(wrong)?;
        if n < IBig::ZERO {
            return Err(wrong);
        }
        let (root, rest) = n.into_parts().1.sqrt_rem();
        Ok((Number::integer(root.into()), Number::integer(rest.into())))
    }

    /// An exact rational to the power of an exact integer.
    pub(super) fn power_of_exact(&self, exponent: &IBig) -> Outcome {
        if let Number::Fixnum(base @ -1..=1) = self {
            let odd = exponent.bit(0);
            return match (base, exponent.is_zero()) {
                (_, true) | (1, _) => Ok(Number::Fixnum(1)),
                (0, _) if *exponent < IBig::ZERO => Err(ArithmeticError::DivideByZero),
                (0, _) => Ok(Number::ZERO),
                _ => Ok(Number::Fixnum(if odd { -1 } else { 1 })),
            };
        }
        let (sign, magnitude) = exponent.clone().into_parts();
        let n = usize::try_from(&magnitude).map_err(|_| ArithmeticError::TooLarge)?;
        let (numerator, denominator) = match self {
            Number::Ratio(parts) => (parts.0.clone(), parts.1.clone()),
            other => (
                other
                    .to_ibig()
                    .ok_or(ArithmeticError::WrongType(0, "an exact number"))?,
                IBig::ONE,
            ),
        };
        let size = bits(&numerator)
            .max(bits(&denominator))
            .saturating_mul(n as u64);
        if size > RESULT_BITS_MAX {
            return Err(ArithmeticError::TooLarge);
        }
        let (numerator, denominator) = (numerator.pow(n), denominator.pow(n));
        let power = match sign {
            Sign::Positive => Number::ratio(numerator, denominator),
            Sign::Negative => Number::ratio(denominator, numerator),
        };
        power.ok_or(ArithmeticError::DivideByZero)
    }
}

fn exact_integer(n: &Number, operand: usize) -> Result<IBig, ArithmeticError> {
    n.to_ibig()
        .ok_or(ArithmeticError::WrongType(operand, "an exact integer"))
}

/// The bitwise operations see a negative number as infinitely many ones to the left (two's complement).
impl Number {
    /// `(bitwise-and self other)`
    pub fn bit_and(&self, other: &Number) -> Outcome {
        Ok(Number::integer(
            exact_integer(self, 0)? & exact_integer(other, 1)?,
        ))
    }

    /// `(bitwise-ior self other)`
    pub fn bit_or(&self, other: &Number) -> Outcome {
        Ok(Number::integer(
            exact_integer(self, 0)? | exact_integer(other, 1)?,
        ))
    }

    /// `(bitwise-xor self other)`
    pub fn bit_xor(&self, other: &Number) -> Outcome {
        Ok(Number::integer(
            exact_integer(self, 0)? ^ exact_integer(other, 1)?,
        ))
    }

    /// `(bitwise-not self)`
    pub fn bit_not(&self) -> Outcome {
        Ok(Number::integer(-exact_integer(self, 0)? - IBig::ONE))
    }

    /// `(arithmetic-shift self count)`: left if `count` is positive, else right, rounding down
    pub fn shift(&self, count: &Number) -> Outcome {
        let n = exact_integer(self, 0)?;
        let count = exact_integer(count, 1)?;
        if n.is_zero() {
            return Ok(Number::ZERO);
        }
        let (sign, magnitude) = count.into_parts();
        match (sign, usize::try_from(&magnitude)) {
            (Sign::Positive, Ok(by)) if bits(&n) + by as u64 <= RESULT_BITS_MAX => {
                Ok(Number::integer(n << by))
            }
            (Sign::Positive, _) => Err(ArithmeticError::TooLarge),
            (Sign::Negative, Ok(by)) if (by as u64) < bits(&n) + 1 => {
                // Floor: shift the magnitude of the complement for negative numbers.
                Ok(Number::integer(if n < IBig::ZERO {
                    let complement: UBig = (-(n + IBig::ONE)).into_parts().1;
                    -IBig::from(complement >> by) - IBig::ONE
                } else {
                    n >> by
                }))
            }
            (Sign::Negative, _) => Ok(Number::Fixnum(if n < IBig::ZERO { -1 } else { 0 })),
        }
    }

    /// `(bit-count self)`: ones of a non-negative number, zeros of a negative one
    pub fn bit_count(&self) -> Outcome {
        let n = exact_integer(self, 0)?;
        let n = if n < IBig::ZERO { -(n + IBig::ONE) } else { n };
        Ok(Number::Fixnum(n.into_parts().1.count_ones() as i64))
    }

    /// `(integer-length self)`
    pub fn integer_length(&self) -> Outcome {
        let n = exact_integer(self, 0)?;
        let n = if n < IBig::ZERO { -(n + IBig::ONE) } else { n };
        Ok(Number::Fixnum(n.bit_len() as i64))
    }

    /// `(first-set-bit self)`: -1 for zero
    pub fn first_set_bit(&self) -> Outcome {
        let n = exact_integer(self, 0)?;
        Ok(Number::Fixnum(n.trailing_zeros().map_or(-1, |z| z as i64)))
    }
}
