//! Number to text: what `number->string` and `write` print.
//!
//! Decimal flonums print with the fewest digits that read back as the same double (Schubfach, by the
//! `zmij` crate), laid out as people write numbers: `0.001`, `100.0`, `1.0e21`, `1.5e-7`. In other radices
//! a flonum prints exactly when its expansion ends (all even radices), and otherwise with the fewest
//! digits that identify it (Steele and White, "How to Print Floating-Point Numbers Accurately").

use dashu_int::IBig;

use super::Number;
use super::convert::decompose;

/// Decimal exponents from which on `1e21` is used; below, all digits are written.
const POSITIONAL_MAX: i32 = 21;
/// Decimal exponents below which `1.0e-7` is used.
const POSITIONAL_MIN: i32 = -7;

/// The external representation (R7RS 6.2.7 `number->string`) in a radix from 2 to 36, digits in lower case.
///
/// # Panics
/// When `radix` is not from 2 to 36.
pub fn format(number: &Number, radix: u32) -> String {
    let mut out = String::new();
    format_into(number, radix, &mut out);
    out
}

/// Appends what [`format`] returns.
///
/// # Panics
/// When `radix` is not from 2 to 36.
pub fn format_into(number: &Number, radix: u32, out: &mut String) {
    match number {
        Number::Fixnum(value) => format_i64(*value, radix, out),
        Number::Big(value) => push_integer(value, radix, out),
        Number::Ratio(parts) => {
            push_integer(&parts.0, radix, out);
            out.push('/');
            push_integer(&parts.1, radix, out);
        }
        Number::Flonum(value) if radix == 10 => format_f64(*value, out),
        Number::Flonum(value) => format_f64_radix(*value, radix, out),
        Number::Complex(parts) => {
            let (real, imaginary) = &**parts;
            if !matches!(real, Number::Fixnum(0)) {
                format_into(real, radix, out);
            }
            match imaginary {
                Number::Fixnum(1) => out.push('+'),
                Number::Fixnum(-1) => out.push('-'),
                _ => {
                    let start = out.len();
                    format_into(imaginary, radix, out);
                    if !out[start..].starts_with(['+', '-']) {
                        out.insert(start, '+');
                    }
                }
            }
            out.push('i');
        }
    }
}

/// Appends an integer in a radix from 2 to 36.
fn push_integer(value: &IBig, radix: u32, out: &mut String) {
    out.push_str(&value.in_radix(radix as u8).to_string());
}

/// Appends an integer in a radix from 2 to 36.
///
/// # Panics
/// When `radix` is not from 2 to 36.
pub fn format_i64(value: i64, radix: u32, out: &mut String) {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    assert!((2..=36).contains(&radix), "radix from 2 to 36");
    // Digits are made from the low end in a buffer that holds 64 of them and a sign.
    let mut buffer = [0u8; 65];
    let mut at = buffer.len();
    let mut rest = value.unsigned_abs();
    if radix == 10 {
        at = decimal_digits(rest, &mut buffer);
    } else if radix.is_power_of_two() {
        let (bits, mask) = (radix.trailing_zeros(), u64::from(radix - 1));
        loop {
            at -= 1;
            buffer[at] = DIGITS[(rest & mask) as usize];
            rest >>= bits;
            if rest == 0 {
                break;
            }
        }
    } else {
        loop {
            at -= 1;
            buffer[at] = DIGITS[(rest % u64::from(radix)) as usize];
            rest /= u64::from(radix);
            if rest == 0 {
                break;
            }
        }
    }
    if value < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    push_ascii(&buffer[at..], out);
}

/// Writes decimal digits to the end of `buffer`, two at a time; where they begin.
fn decimal_digits(value: u64, buffer: &mut [u8; 65]) -> usize {
    const PAIRS: &[u8; 200] = b"\
        0001020304050607080910111213141516171819\
        2021222324252627282930313233343536373839\
        4041424344454647484950515253545556575859\
        6061626364656667686970717273747576777879\
        8081828384858687888990919293949596979899";
    let mut at = buffer.len();
    let mut rest = value;
    while rest >= 100 {
        let pair = (rest % 100) as usize * 2;
        rest /= 100;
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if rest >= 10 {
        let pair = rest as usize * 2;
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    } else {
        at -= 1;
        buffer[at] = b'0' + rest as u8;
    }
    at
}

/// Appends ASCII characters.
fn push_ascii(bytes: &[u8], out: &mut String) {
    match std::str::from_utf8(bytes) {
        Ok(text) => out.push_str(text),
        Err(_) => unreachable!("ASCII is UTF-8"),
    }
}

/// Appends what an infinity or NaN is written as; false for finite values.
fn format_special(value: f64, out: &mut String) -> bool {
    if value.is_finite() {
        return false;
    }
    out.push_str(if value.is_nan() {
        "+nan.0"
    } else if value > 0.0 {
        "+inf.0"
    } else {
        "-inf.0"
    });
    true
}

/// Appends the shortest decimal text that reads back as the same double. It always has a point
/// or is `+inf.0`, `-inf.0` or `+nan.0`, so that it reads back as inexact.
pub fn format_f64(value: f64, out: &mut String) {
    if format_special(value, out) {
        return;
    }
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(value);
    // As long as it writes no exponent, nor do people.
    if !text.as_bytes().contains(&b'e') {
        return out.push_str(text);
    }
    let text = match text.strip_prefix('-') {
        Some(rest) => {
            out.push('-');
            rest
        }
        None => text,
    };
    // Take apart whatever layout the crate chose: digits, and where the point is among them.
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (
            mantissa,
            exponent
                .parse::<i32>()
                .expect("an exponent is a small integer"),
        ),
        None => (text, 0),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = [0u8; 40];
    let mut count = 0;
    for byte in integer.bytes().chain(fraction.bytes()) {
        digits[count] = byte;
        count += 1;
    }
    let zeros = digits[..count]
        .iter()
        .take_while(|&&byte| byte == b'0')
        .count();
    let point = integer.len() as i32 + exponent - zeros as i32;
    let digits = &digits[zeros..count];
    let trailing = digits
        .iter()
        .rev()
        .take_while(|&&byte| byte == b'0')
        .count();
    let digits = &digits[..digits.len() - trailing];
    if digits.is_empty() {
        out.push_str("0.0");
        return;
    }
    lay_out(digits, point, out);
}

/// Appends `0.digits · 10^point` as people write it.
fn lay_out(digits: &[u8], point: i32, out: &mut String) {
    let push = |out: &mut String, digits: &[u8]| push_ascii(digits, out);
    let exponent = point - 1;
    if !(POSITIONAL_MIN < exponent && exponent < POSITIONAL_MAX) {
        // R7RS 6.2.7: the result contains a decimal point.
        push(out, &digits[..1]);
        out.push('.');
        push(out, if digits.len() > 1 { &digits[1..] } else { b"0" });
        out.push('e');
        format_i64(i64::from(exponent), 10, out);
    } else if point <= 0 {
        out.push_str("0.");
        out.extend((point..0).map(|_| '0'));
        push(out, digits);
    } else if digits.len() as i32 <= point {
        push(out, digits);
        out.extend((digits.len() as i32..point).map(|_| '0'));
        out.push_str(".0");
    } else {
        push(out, &digits[..point as usize]);
        out.push('.');
        push(out, &digits[point as usize..]);
    }
}

/// Appends a flonum in a radix from 2 to 36, always with a point and never with an exponent: exactly in even
/// radices, and with the fewest digits that identify the double in odd ones.
///
/// # Panics
/// When `radix` is not from 2 to 36.
pub fn format_f64_radix(value: f64, radix: u32, out: &mut String) {
    assert!((2..=36).contains(&radix), "radix from 2 to 36");
    if format_special(value, out) {
        return;
    }
    if value.is_sign_negative() {
        out.push('-');
    }
    if value == 0.0 {
        out.push_str("0.0");
        return;
    }
    let (mantissa, exponent) = decompose(value);
    let mantissa = IBig::from(mantissa);
    if exponent >= 0 {
        push_integer(&(mantissa << exponent as usize), radix, out);
        out.push_str(".0");
        return;
    }
    let even = radix.is_multiple_of(2);
    // In odd radices the expansion never ends, and half the distance to the next double must be a whole
    // number in the scale: digits below it say nothing.
    let exact_shift = exponent.unsigned_abs() as usize;
    let half_unit_shift = half_unit_shift(value);
    let shift = if even {
        exact_shift
    } else {
        exact_shift.max(half_unit_shift)
    };
    let mut tolerance = if even {
        IBig::ZERO
    } else {
        IBig::ONE << (shift - half_unit_shift)
    };
    let mantissa = mantissa << (shift - exact_shift);
    let one = IBig::ONE << shift;
    let integer = &mantissa >> shift;
    let mut fraction = mantissa - (&integer << shift);
    let mut digits = Vec::new();
    // With a tolerance, the text ends by rounding its last digit up or not.
    let mut round_up = false;
    while fraction > tolerance || digits.is_empty() {
        fraction *= IBig::from(radix);
        tolerance *= IBig::from(radix);
        let digit = &fraction >> shift;
        fraction -= &digit << shift;
        digits.push(u32::try_from(&digit).unwrap_or(0));
        if &one - &fraction < tolerance {
            round_up = IBig::from(2) * &fraction >= one;
            break;
        }
    }
    let mut integer = integer;
    if round_up {
        let carried = increment(&mut digits, radix);
        if carried {
            integer += IBig::ONE;
        }
    }
    push_integer(&integer, radix, out);
    out.push('.');
    out.extend(
        digits
            .iter()
            .map(|&digit| char::from_digit(digit, radix).unwrap_or('0')),
    );
}

/// The n for which 2^-n is half the unit in the last place of a double below 2^52.
fn half_unit_shift(value: f64) -> usize {
    let biased = (value.to_bits() >> 52 & 0x7ff) as usize;
    // The unit is 2^(biased - 1075), and that of the smallest normal numbers for all below.
    1076usize.saturating_sub(biased.max(1))
}

/// Adds one to a fraction's last digit; true if it carried out of the first.
fn increment(digits: &mut [u32], radix: u32) -> bool {
    for digit in digits.iter_mut().rev() {
        *digit += 1;
        if *digit < radix {
            return false;
        }
        *digit = 0;
    }
    true
}
