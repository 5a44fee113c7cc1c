//! Exact to inexact and back, correctly rounded.
//!
//! To round an integer or a ratio, keep 66 or more leading bits of it and whether anything nonzero lies
//! below ("sticky"), and round once from there, to nearest and ties to even, at the precision the
//! result's exponent allows. Rounding first to 64 bits and then to 53 would round twice.

use dashu_int::ops::{Abs, BitTest, DivRem};
use dashu_int::{IBig, UBig};

use super::Number;

/// The double nearest to an integer; an infinity beyond the largest double.
pub fn integer_to_f64(value: &IBig) -> f64 {
    if let Ok(small) = i64::try_from(value) {
        return small as f64;
    }
    let negative = *value < IBig::ZERO;
    let magnitude = value.clone().abs();
    let shift = magnitude.bit_len().saturating_sub(100);
    let sticky = magnitude
        .trailing_zeros()
        .is_some_and(|zeros| zeros < shift);
    let leading = u128::try_from(magnitude >> shift).unwrap_or(u128::MAX);
    signed(negative, round(leading, shift as i64, sticky))
}

/// The double nearest to a quotient. The denominator must be positive.
pub fn ratio_to_f64(numerator: &IBig, denominator: &IBig) -> f64 {
    let negative = *numerator < IBig::ZERO;
    let (_, mut dividend) = numerator.clone().into_parts();
    let (_, mut divisor) = denominator.clone().into_parts();
    if divisor == UBig::ZERO {
        return signed(
            negative,
            if dividend == UBig::ZERO {
                f64::NAN
            } else {
                f64::INFINITY
            },
        );
    }
    // Scaled so that the quotient has 66 or 67 bits.
    let shift = 66 - (dividend.bit_len() as i64 - divisor.bit_len() as i64);
    if shift >= 0 {
        dividend <<= shift as usize;
    } else {
        divisor <<= shift.unsigned_abs() as usize;
    }
    let (quotient, remainder) = dividend.div_rem(divisor);
    let leading = u128::try_from(quotient).unwrap_or(u128::MAX);
    signed(negative, round(leading, -shift, remainder != UBig::ZERO))
}

fn signed(negative: bool, value: f64) -> f64 {
    if negative { -value } else { value }
}

/// The double nearest to `leading · 2^exponent`, or to slightly more when `sticky`. When `sticky`, or
/// when `leading` does not fit 64 bits, its bits are more than 53.
fn round(leading: u128, exponent: i64, sticky: bool) -> f64 {
    if leading == 0 {
        return 0.0;
    }
    let length = 128 - i64::from(leading.leading_zeros());
    // The value is in [2^top, 2^(top+1)).
    let top = length - 1 + exponent;
    if top > 1023 {
        return f64::INFINITY;
    }
    // The unit in the last place: 53 bits, fewer below the smallest normal number.
    let unit = (top - 52).max(-1074);
    let drop = unit - exponent;
    let mut mantissa = if drop <= 0 {
        leading << drop.unsigned_abs().min(127)
    } else if drop > length {
        0
    } else {
        let drop = drop as u32;
        let kept = if drop == 128 { 0 } else { leading >> drop };
        let half = 1u128 << (drop - 1);
        let rest = leading & (half | (half - 1));
        let up = rest > half || (rest == half && (sticky || kept & 1 == 1));
        kept + u128::from(up)
    } as u64;
    let mut unit = unit;
    if mantissa == 1 << 53 {
        mantissa >>= 1;
        unit += 1;
    }
    if mantissa < 1 << 52 {
        // Subnormal (or zero): the bits are the number.
        return f64::from_bits(mantissa);
    }
    let biased = (unit + 52 + 1023) as u64;
    if biased > 2046 {
        return f64::INFINITY;
    }
    f64::from_bits(biased << 52 | (mantissa & ((1 << 52) - 1)))
}

impl Number {
    /// The nearest inexact number (R7RS `inexact`).
    #[must_use]
    pub fn to_inexact(&self) -> Number {
        match self {
            Number::Fixnum(value) => Number::Flonum(*value as f64),
            Number::Big(value) => Number::Flonum(integer_to_f64(value)),
            Number::Ratio(parts) => Number::Flonum(ratio_to_f64(&parts.0, &parts.1)),
            Number::Flonum(value) => Number::Flonum(*value),
            Number::Complex(parts) => {
                Number::Complex(Box::new((parts.0.to_inexact(), parts.1.to_inexact())))
            }
        }
    }

    /// The exact number with the same value (R7RS `exact`); `None` for infinities and NaN.
    pub fn to_exact(&self) -> Option<Number> {
        match self {
            Number::Flonum(value) => exact_f64(*value),
            Number::Complex(parts) => Some(Number::rectangular(
                parts.0.to_exact()?,
                parts.1.to_exact()?,
            )),
            number => Some(number.clone()),
        }
    }
}

/// A finite, nonzero double as `mantissa · 2^exponent`, the mantissa odd.
pub(super) fn decompose(value: f64) -> (u64, i64) {
    let bits = value.abs().to_bits();
    let (biased, fraction) = (bits >> 52, bits & ((1 << 52) - 1));
    let (mantissa, exponent) = match biased {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, biased as i64 - 1075),
    };
    let zeros = mantissa.trailing_zeros().min(63);
    (mantissa >> zeros, exponent + i64::from(zeros))
}

fn exact_f64(value: f64) -> Option<Number> {
    if !value.is_finite() {
        return None;
    }
    if value == 0.0 {
        return Some(Number::ZERO);
    }
    let (mantissa, exponent) = decompose(value);
    let mut numerator = IBig::from(mantissa);
    if value < 0.0 {
        numerator = -numerator;
    }
    Some(if exponent >= 0 {
        Number::integer(numerator << exponent as usize)
    } else {
        // The mantissa is odd, so nothing cancels.
        Number::reduced_ratio(numerator, IBig::ONE << exponent.unsigned_abs() as usize)
    })
}
