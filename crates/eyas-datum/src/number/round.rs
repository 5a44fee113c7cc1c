//! Rounding and taking rationals apart (R7RS 6.2.6).

use dashu_int::IBig;
use dashu_int::ops::DivRem;

use super::Number;
use super::arithmetic::{ArithmeticError, Outcome};

/// Which way to round.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// To negative infinity.
    Floor,
    /// To positive infinity.
    Ceiling,
    /// To zero.
    Truncate,
    /// To the nearest, ties to even.
    Round,
}

impl Number {
    /// `(floor self)` and its like
    pub fn round_to(&self, rounding: Rounding) -> Outcome {
        Ok(match self {
            Number::Fixnum(_) | Number::Big(_) => self.clone(),
            Number::Flonum(x) => Number::Flonum(match rounding {
                Rounding::Floor => x.floor(),
                Rounding::Ceiling => x.ceil(),
                Rounding::Truncate => x.trunc(),
                Rounding::Round => x.round_ties_even(),
            }),
            Number::Ratio(parts) => {
                let (numerator, denominator) = (&parts.0, &parts.1);
                let (q, r) = numerator.div_rem(denominator);
                let negative = *numerator < IBig::ZERO;
                let floor = if negative {
                    q.clone() - IBig::ONE
                } else {
                    q.clone()
                };
                Number::integer(match rounding {
                    Rounding::Floor => floor,
                    Rounding::Ceiling => floor + IBig::ONE,
                    Rounding::Truncate => q,
                    Rounding::Round => {
                        let above = if negative { r + denominator } else { r };
                        match (above * IBig::from(2)).cmp(denominator) {
                            std::cmp::Ordering::Less => floor,
                            std::cmp::Ordering::Greater => floor + IBig::ONE,
                            std::cmp::Ordering::Equal => {
                                let odd = !(&floor % IBig::from(2)).is_zero();
                                if odd { floor + IBig::ONE } else { floor }
                            }
                        }
                    }
                })
            }
            Number::Complex(_) => return Err(ArithmeticError::WrongType(0, "a real number")),
        })
    }

    /// `(numerator self)`
    pub fn numerator(&self) -> Outcome {
        self.fraction_part(|n, _| n)
    }

    /// `(denominator self)`
    pub fn denominator(&self) -> Outcome {
        self.fraction_part(|_, d| d)
    }

    fn fraction_part(&self, part: fn(IBig, IBig) -> IBig) -> Outcome {
        let wrong = ArithmeticError::WrongType(0, "a rational number");
        match self {
            Number::Fixnum(_) | Number::Big(_) => Ok(Number::integer(part(
                self.to_ibig().ok_or(wrong)?,
                IBig::ONE,
            ))),
            Number::Ratio(parts) => Ok(Number::integer(part(parts.0.clone(), parts.1.clone()))),
            Number::Flonum(x) if x.is_finite() => Ok(self
                .to_exact()
                .ok_or(wrong)?
                .fraction_part(part)?
                .to_inexact()),
            _ => Err(wrong),
        }
    }

    /// `(abs self)`
    pub fn absolute(&self) -> Outcome {
        match self {
            Number::Flonum(x) => Ok(Number::Flonum(x.abs())),
            Number::Complex(_) => Err(ArithmeticError::WrongType(0, "a real number")),
            n if n.signum() == Some(-1) => Ok(n.clone().negate()),
            n => Ok(n.clone()),
        }
    }
}
