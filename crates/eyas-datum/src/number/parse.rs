//! Text to number: the `<num>` grammar of R7RS 7.1.1, in every radix up to 36.
//!
//! Most things offered are small integers or not numbers at all, so those are decided first and
//! cheaply. The rest is one pass over the bytes. What is refused rather than not understood (an exact
//! number of a billion digits, a zero denominator) is noted and reported only when the whole text turned
//! out to be a number: `1/0x` is a symbol.
//!
//! Inexact decimals go to the standard library, which rounds correctly (Lemire, "Number Parsing at a
//! Gigabyte per Second"). Exact decimals are a big integer and a power of ten, from which only factors
//! of 2 and 5 can cancel, so no general greatest common divisor is needed.

use dashu_int::ops::{BitTest, DivRem};
use dashu_int::{IBig, UBig};

use super::{EXACT_EXPONENT_MAX, Number, NumberError, integer_to_f64, ratio_to_f64};

/// Reads a number: `Ok(None)` if the text is none by R7RS 7.1.1, an error if it is one that this
/// implementation refuses. `radix` (2 to 36) is that of texts with no radix prefix; letters of either case
/// are digits, signs and prefixes alike. Decimal points and exponents exist in radix 10 only.
///
/// # Panics
/// When `radix` is not from 2 to 36.
pub fn parse(text: &str, radix: u32) -> Result<Option<Number>, NumberError> {
    assert!((2..=36).contains(&radix), "radix from 2 to 36");
    let bytes = text.as_bytes();
    if let Some((number, length)) = simple(bytes, radix)
        && length == bytes.len()
    {
        return Ok(Some(number));
    }
    if !text.is_ascii() {
        return Ok(None);
    }
    let (mut radix, mut has_radix, mut exactness) = (radix, false, None);
    let mut at = 0;
    while let [b'#', letter, ..] = &bytes[at..] {
        let prefix_radix = match letter.to_ascii_lowercase() {
            b'e' | b'i' if exactness.is_some() => return Ok(None),
            b'e' => {
                exactness = Some(Exactness::Exact);
                None
            }
            b'i' => {
                exactness = Some(Exactness::Inexact);
                None
            }
            b'b' => Some(2),
            b'o' => Some(8),
            b'd' => Some(10),
            b'x' => Some(16),
            _ => return Ok(None),
        };
        if let Some(prefix_radix) = prefix_radix {
            if has_radix {
                return Ok(None);
            }
            (radix, has_radix) = (prefix_radix, true);
        }
        at += 2;
    }
    let mut parser = Parser {
        text,
        bytes,
        at,
        radix,
        exactness,
        refused: None,
    };
    let number = parser.complex();
    match (number, parser.refused) {
        (Some(_), Some(error)) => Err(error),
        (number, _) => Ok(number),
    }
}

/// The powers of ten that are doubles.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The number that `bytes` begins with if it is of the commonest: a sign or none, and a few digits; in radix 10 then a
/// point or none, and a few more. How many bytes it takes; more digits, or an exponent, may follow.
///
/// Both the digits and the power of ten that divides them are doubles, so that rounding the quotient once is right
/// (Clinger, "How to Read Floating Point Numbers Accurately", 1990).
#[inline]
pub fn simple(bytes: &[u8], radix: u32) -> Option<(Number, usize)> {
    /// From here on, an `i` is a digit, and with a sign it may mean something else.
    const I_IS_DIGIT: u32 = 19;
    /// Another digit of any radix may be added to what is less.
    const ROOM: u64 = 1 << 54;
    let sign = bytes.first().filter(|byte| matches!(byte, b'+' | b'-'));
    if sign.is_some() && radix >= I_IS_DIGIT {
        return None;
    }
    let negative = sign == Some(&b'-');
    let mut at = usize::from(sign.is_some());
    let mut value = 0u64;
    let mut take = |at: &mut usize| {
        let start = *at;
        while let Some(digit) = bytes.get(*at).and_then(|&byte| digit(byte, radix)) {
            if value >= ROOM {
                return None;
            }
            value = value * u64::from(radix) + u64::from(digit);
            *at += 1;
        }
        Some(*at - start)
    };
    let integer = take(&mut at)?;
    if radix == 10 && bytes.get(at) == Some(&b'.') {
        at += 1;
        let fraction = take(&mut at)?;
        if integer + fraction == 0 || value > 1 << 53 {
            return None;
        }
        let magnitude = value as f64 / TENS.get(fraction)?;
        let x = if negative { -magnitude } else { magnitude };
        return Some((Number::Flonum(x), at));
    }
    if integer == 0 {
        return None;
    }
    let value = value as i64;
    let n = if negative { -value } else { value };
    Some((Number::Fixnum(n), at))
}

/// What a byte is as a digit, if it is one.
#[inline(always)]
fn digit(byte: u8, radix: u32) -> Option<u32> {
    let decimal = u32::from(byte.wrapping_sub(b'0'));
    let digit = if decimal < 10 {
        decimal
    } else {
        let letter = u32::from((byte | 0x20).wrapping_sub(b'a'));
        if letter >= 26 {
            return None;
        }
        letter + 10
    };
    (digit < radix).then_some(digit)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Exactness {
    Exact,
    Inexact,
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    radix: u32,
    exactness: Option<Exactness>,
    /// The first thing found that is a number and refused.
    refused: Option<NumberError>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn at_end(&self) -> bool {
        self.at == self.bytes.len()
    }

    /// R7RS knows `e` alone; the other precisions of R5RS and R6RS all mean the one that there is.
    fn at_exponent_marker(&self) -> bool {
        self.peek()
            .is_some_and(|byte| b"edfls".contains(&byte.to_ascii_lowercase()))
    }

    /// Whether all that is left is `i`.
    fn rest_is_i(&self) -> bool {
        matches!(self.bytes[self.at..], [b'i' | b'I'])
    }

    /// `<complex R>`, up to the end of the text.
    fn complex(&mut self) -> Option<Number> {
        let signed = matches!(self.peek(), Some(b'+' | b'-'));
        if signed && let Some(unit) = self.imaginary_unit() {
            return Some(Number::rectangular(Number::ZERO, unit));
        }
        let first = self.real()?;
        if self.at_end() {
            return Some(first);
        }
        match self.peek()? {
            b'i' | b'I' if signed && self.rest_is_i() => {
                Some(Number::rectangular(Number::ZERO, first))
            }
            b'@' => {
                self.at += 1;
                let angle = self.real()?;
                if !self.at_end() {
                    return None;
                }
                self.polar(first, angle)
            }
            b'+' | b'-' => {
                let imaginary = match self.imaginary_unit() {
                    Some(unit) => unit,
                    None => {
                        let part = self.real()?;
                        if !self.rest_is_i() {
                            return None;
                        }
                        part
                    }
                };
                Some(Number::rectangular(first, imaginary))
            }
            _ => None,
        }
    }

    /// `+i` or `-i` at the end of the text.
    fn imaginary_unit(&self) -> Option<Number> {
        let unit = match self.bytes[self.at..] {
            [b'+', b'i' | b'I'] => 1,
            [b'-', b'i' | b'I'] => -1,
            _ => return None,
        };
        Some(match self.exactness {
            Some(Exactness::Inexact) => Number::Flonum(unit as f64),
            _ => Number::Fixnum(unit),
        })
    }

    fn polar(&mut self, magnitude: Number, angle: Number) -> Option<Number> {
        if matches!(angle, Number::Fixnum(0)) || matches!(magnitude, Number::Fixnum(0)) {
            return Some(magnitude);
        }
        let (Number::Flonum(magnitude), Number::Flonum(angle)) =
            (magnitude.to_inexact(), angle.to_inexact())
        else {
            return None;
        };
        let real = Number::Flonum(magnitude * angle.cos());
        let number = Number::rectangular(real, Number::Flonum(magnitude * angle.sin()));
        if self.exactness != Some(Exactness::Exact) {
            return Some(number);
        }
        let exact = number.to_exact();
        if exact.is_none() {
            self.refused.get_or_insert(NumberError::NotExact);
        }
        exact.or(Some(Number::ZERO))
    }

    /// `<real R>`: a sign, then an unsigned real, or one of `inf.0` and `nan.0`, which need the sign.
    fn real(&mut self) -> Option<Number> {
        let start = self.at;
        let sign = self.peek().filter(|byte| matches!(byte, b'+' | b'-'));
        if let Some(sign) = sign {
            self.at += 1;
            if let Some(value) = self.special(sign == b'-') {
                return Some(value);
            }
        }
        let integer = self.digits();
        if self.peek() == Some(b'/') && !integer.is_empty() {
            self.at += 1;
            let denominator = self.digits();
            if denominator.is_empty() {
                return None;
            }
            return Some(self.ratio(sign == Some(b'-'), integer, denominator));
        }
        if self.radix == 10 && (self.peek() == Some(b'.') || self.at_exponent_marker()) {
            let mut fraction = "";
            let mut decimal = false;
            if self.peek() == Some(b'.') {
                self.at += 1;
                fraction = self.digits();
                decimal = true;
            }
            if integer.is_empty() && fraction.is_empty() {
                return None;
            }
            let exponent = self.exponent();
            if decimal || exponent.is_some() {
                return Some(self.decimal(start, integer, fraction, exponent.unwrap_or(0)));
            }
        }
        if integer.is_empty() {
            return None;
        }
        Some(self.integer(sign == Some(b'-'), integer))
    }

    /// `inf.0` or `nan.0`, after the sign.
    fn special(&mut self, negative: bool) -> Option<Number> {
        let word = self.bytes.get(self.at..self.at + 5)?;
        let value = if word.eq_ignore_ascii_case(b"inf.0") {
            if negative {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            }
        } else if word.eq_ignore_ascii_case(b"nan.0") {
            f64::NAN
        } else {
            return None;
        };
        self.at += 5;
        if self.exactness == Some(Exactness::Exact) {
            self.refused.get_or_insert(NumberError::NotExact);
        }
        Some(Number::Flonum(value))
    }

    /// The digits from here on, possibly none.
    fn digits(&mut self) -> &'a str {
        let start = self.at;
        while self
            .peek()
            .is_some_and(|byte| digit(byte, self.radix).is_some())
        {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    /// A decimal exponent; nothing is consumed unless it is complete. Beyond 18 digits it saturates.
    fn exponent(&mut self) -> Option<i64> {
        let start = self.at;
        if !self.at_exponent_marker() {
            return None;
        }
        self.at += 1;
        let sign = self.peek().filter(|byte| matches!(byte, b'+' | b'-'));
        self.at += usize::from(sign.is_some());
        let digits = self.digits();
        if digits.is_empty() {
            self.at = start;
            return None;
        }
        let digits = digits.trim_start_matches('0');
        let size = match digits.len() {
            0 => 0,
            1..=18 => digits.parse().unwrap_or(i64::MAX),
            _ => i64::MAX,
        };
        Some(if sign == Some(b'-') { -size } else { size })
    }

    fn natural(&self, digits: &str) -> IBig {
        IBig::from(UBig::from_str_radix(digits, self.radix).expect("only digits of the radix"))
    }

    fn integer(&self, negative: bool, digits: &str) -> Number {
        let value = match u64::from_str_radix(digits, self.radix) {
            Ok(small) => IBig::from(small),
            Err(_) => self.natural(digits),
        };
        let value = if negative { -value } else { value };
        match self.exactness {
            Some(Exactness::Inexact) => Number::Flonum(integer_to_f64(&value)),
            _ => Number::integer(value),
        }
    }

    fn ratio(&mut self, negative: bool, numerator: &str, denominator: &str) -> Number {
        let numerator = self.natural(numerator);
        let denominator = self.natural(denominator);
        if denominator.is_zero() {
            self.refused.get_or_insert(NumberError::ZeroDenominator);
            return Number::ZERO;
        }
        let numerator = if negative { -numerator } else { numerator };
        if self.exactness == Some(Exactness::Inexact) {
            return Number::Flonum(ratio_to_f64(&numerator, &denominator));
        }
        Number::ratio(numerator, denominator).unwrap_or(Number::ZERO)
    }

    /// A decimal whose text, sign included, goes from `start` to here.
    fn decimal(&mut self, start: usize, integer: &str, fraction: &str, exponent: i64) -> Number {
        let text = &self.text[start..self.at];
        if self.exactness != Some(Exactness::Exact) {
            let marker = text.bytes().position(|byte| b"dflsDFLS".contains(&byte));
            let parsed = match marker {
                None => text.parse(),
                Some(at) => format!("{}e{}", &text[..at], &text[at + 1..]).parse(),
            };
            return Number::Flonum(parsed.expect("checked to be a decimal"));
        }
        let mantissa = self.natural(&format!("0{integer}{fraction}"));
        if mantissa.is_zero() {
            return Number::ZERO;
        }
        if exponent.abs() > EXACT_EXPONENT_MAX {
            self.refused.get_or_insert(NumberError::ExponentTooLarge);
            return Number::ZERO;
        }
        let number = scale_by_ten(mantissa, exponent - fraction.len() as i64);
        if text.starts_with('-') {
            number.negate()
        } else {
            number
        }
    }
}

/// `mantissa · 10^scale` for a positive mantissa.
fn scale_by_ten(mut mantissa: IBig, scale: i64) -> Number {
    let size = scale.unsigned_abs() as usize;
    if scale >= 0 {
        return Number::integer((mantissa * IBig::from(5).pow(size)) << size);
    }
    // The denominator is 2^size · 5^size: cancel what the mantissa has of each.
    let twos = mantissa.trailing_zeros().unwrap_or(0).min(size);
    mantissa >>= twos;
    let fives = cancel_fives(&mut mantissa, size);
    let denominator = IBig::from(5).pow(size - fives) << (size - twos);
    Number::reduced_ratio(mantissa, denominator)
}

/// Divides by 5 as often as it goes without remainder, at most `limit` times, and says how often.
/// Tries 5^(2^k) from the largest k down, so the number of divisions is logarithmic.
fn cancel_fives(mantissa: &mut IBig, limit: usize) -> usize {
    let mut powers = vec![IBig::from(5)];
    while let Some(last) = powers.last()
        && 1 << powers.len() <= limit
        && last.bit_len() * 2 <= mantissa.bit_len() + 1
    {
        powers.push(last * last);
    }
    let mut count = 0;
    for (k, power) in powers.iter().enumerate().rev() {
        if count + (1 << k) > limit {
            continue;
        }
        let (quotient, remainder) = (&*mantissa).div_rem(power);
        if remainder.is_zero() {
            *mantissa = quotient;
            count += 1 << k;
        }
    }
    count
}
