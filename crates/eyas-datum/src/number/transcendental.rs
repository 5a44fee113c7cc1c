//! Roots, powers, exponentials and angles, on complex numbers too.
//!
//! Branch cuts are those of R7RS 6.2.6, which are Common Lisp's: `log` is cut along the negative reals, and
//! asin, acos and atan are defined from it. Formulas after Kahan, "Branch cuts for complex elementary functions"
//! (1987), where the textbook ones lose accuracy or the sign of zero.

use dashu_int::IBig;

use super::Number;
use super::arithmetic::{ArithmeticError, Outcome, divide_f64_complex, sum_of_products};

/// An inexact complex number.
type Complex = (f64, f64);

fn complex(n: &Number) -> Complex {
    match n {
        Number::Complex(parts) => (parts.0.real_to_f64(), parts.1.real_to_f64()),
        n => (n.real_to_f64(), 0.0),
    }
}

fn from_complex((re, im): Complex) -> Number {
    Number::rectangular(Number::Flonum(re), Number::Flonum(im))
}

fn multiply((a, b): Complex, (c, d): Complex) -> Complex {
    (a * c - b * d, a * d + b * c)
}

fn log_complex((a, b): Complex) -> Complex {
    (
        log_magnitude(a.abs().max(b.abs()), a.abs().min(b.abs())),
        b.atan2(a),
    )
}

/// `√(x² + y²)`. Where no square can overflow or lose digits the plain formula is right within one unit of the last
/// place, as the library's function is, in a fraction of its time.
pub fn hypotenuse(x: f64, y: f64) -> f64 {
    let safe = |x: f64| (1e-140..1e140).contains(&x.abs());
    if safe(x) && (y == 0.0 || safe(y)) {
        (x * x + y * y).sqrt()
    } else {
        x.hypot(y)
    }
}

/// `ln √(x² + y²)` for x ≥ y ≥ 0, exact also where the magnitude is near 1.
fn log_magnitude(x: f64, y: f64) -> f64 {
    if (0.5..3.0).contains(&x) {
        sum_of_products(x - 1.0, x + 1.0, y, y).ln_1p() / 2.0
    } else if (1e-140..1e140).contains(&x) {
        (x * x + y * y).ln() / 2.0
    } else {
        x.hypot(y).ln()
    }
}

fn exp_complex((a, b): Complex) -> Complex {
    let r = a.exp();
    if b == 0.0 {
        (r, b)
    } else {
        (r * b.cos(), r * b.sin())
    }
}

fn sqrt_complex((a, b): Complex) -> Complex {
    if a == 0.0 && b == 0.0 {
        return (0.0, b);
    }
    let t = ((a.abs() + a.hypot(b)) / 2.0).sqrt();
    if a >= 0.0 {
        (t, b / (2.0 * t))
    } else {
        ((b / (2.0 * t)).abs(), t.copysign(b))
    }
}

/// R7RS 6.2.6: a root has a positive real part, or a zero real part and a non-negative imaginary part. Kahan's
/// follows the sign of a zero imaginary part instead, which is what the inverse functions need.
fn principal((a, b): Complex) -> Complex {
    if a == 0.0 && b < 0.0 { (a, -b) } else { (a, b) }
}

/// asin z = -i log(iz + sqrt(1 - z²))
fn asin_complex((a, b): Complex) -> Complex {
    // Kahan: real = atan(a / Re(sqrt(1-z) sqrt(1+z))), imaginary = asinh(Im(conj(sqrt(1-z)) sqrt(1+z))).
    let minus = sqrt_complex((1.0 - a, -b));
    let plus = sqrt_complex((1.0 + a, b));
    let re = a.atan2(multiply(minus, plus).0);
    let im = multiply((minus.0, -minus.1), plus).1.asinh();
    (re, im)
}

fn acos_complex((a, b): Complex) -> Complex {
    let minus = sqrt_complex((1.0 - a, -b));
    let plus = sqrt_complex((1.0 + a, b));
    let re = 2.0 * minus.0.atan2(plus.0);
    let im = multiply((plus.0, -plus.1), minus).1.asinh();
    (re, im)
}

/// atan z = (log(1 + iz) - log(1 - iz)) / 2i
fn atan_complex((a, b): Complex) -> Complex {
    let p = log_complex((1.0 - b, a));
    let m = log_complex((1.0 + b, -a));
    let (re, im) = (p.0 - m.0, p.1 - m.1);
    (im / 2.0, -re / 2.0)
}

/// Up to this exponent, powers of inexact complex numbers are products.
const POWER_MAX: u64 = 1024;

/// Bits of the largest power of an exact number that is computed exactly for the sake of an inexact result.
const EXACT_POWER_BITS: f64 = 65_536.0;

/// The bits of a big integer, or of the terms of a ratio.
fn exact_bits(n: &Number) -> usize {
    use dashu_int::ops::BitTest;
    match n {
        Number::Big(value) => value.bit_len(),
        Number::Ratio(parts) => parts.0.bit_len() + parts.1.bit_len(),
        _ => 0,
    }
}

impl Number {
    /// `(exp self)`
    #[must_use]
    pub fn exp(&self) -> Number {
        match self {
            Number::Fixnum(0) => Number::Fixnum(1),
            Number::Complex(_) => from_complex(exp_complex(complex(self))),
            n => Number::Flonum(n.real_to_f64().exp()),
        }
    }

    /// `(log self)`; exact 1 gives exact 0, exact 0 has none.
    pub fn log(&self) -> Outcome {
        Ok(match self {
            Number::Fixnum(1) => Number::ZERO,
            Number::Fixnum(0) => return Err(ArithmeticError::DivideByZero),
            Number::Complex(_) => from_complex(log_complex(complex(self))),
            n if n.signum() == Some(-1)
                || matches!(n, Number::Flonum(x) if x.is_sign_negative() && *x != 0.0) =>
            {
                from_complex((n.clone().negate().log_of_positive(), std::f64::consts::PI))
            }
            n => Number::Flonum(n.log_of_positive()),
        })
    }

    /// Also right for integers beyond the range of doubles.
    fn log_of_positive(&self) -> f64 {
        let x = self.real_to_f64();
        if x.is_finite() && x != 0.0 {
            return x.ln();
        }
        match self {
            Number::Big(n) => log_of_integer(n),
            Number::Ratio(parts) => log_of_integer(&parts.0) - log_of_integer(&parts.1),
            _ => x.ln(),
        }
    }

    /// `(log self base)`
    pub fn log_base(&self, base: &Number) -> Outcome {
        if let (Some(a), Number::Fixnum(b @ (2 | 10))) = (self.flonum_value(), base)
            && a > 0.0
        {
            return Ok(Number::Flonum(if *b == 2 { a.log2() } else { a.log10() }));
        }
        self.log()?.divide(&base.log()?)
    }

    fn flonum_value(&self) -> Option<f64> {
        match self {
            Number::Complex(_) => None,
            n => Some(n.real_to_f64()).filter(|x| x.is_finite()),
        }
    }

    /// `(sqrt self)`: exact where the root is.
    #[must_use]
    pub fn sqrt(&self) -> Number {
        match self {
            Number::Flonum(x) if *x < 0.0 => {
                Number::rectangular(Number::ZERO, Number::Flonum((-x).sqrt()))
            }
            Number::Flonum(x) => Number::Flonum(x.sqrt()),
            Number::Complex(parts) => exact_complex_sqrt(parts)
                .unwrap_or_else(|| from_complex(principal(sqrt_complex(complex(self))))),
            n if n.signum() == Some(-1) => {
                Number::rectangular(Number::ZERO, n.clone().negate().sqrt())
            }
            n => exact_sqrt(n).unwrap_or_else(|| sqrt_of_large(n)),
        }
    }

    /// `(expt self exponent)`
    pub fn expt(&self, exponent: &Number) -> Outcome {
        if let Some(n) = exponent.to_ibig() {
            return self.integer_power(&n);
        }
        if self.is_exact_zero() || matches!(self, Number::Flonum(x) if *x == 0.0) {
            return match exponent.real_part().signum() {
                Some(1) => Ok(if self.is_exact() && exponent.is_exact() {
                    Number::ZERO
                } else {
                    Number::Flonum(0.0)
                }),
                Some(0) if exponent.is_real() => Ok(Number::Flonum(1.0)),
                None => Ok(Number::Flonum(f64::NAN)),
                _ if self.is_exact() || !exponent.is_real() => Err(ArithmeticError::DivideByZero),
                _ => Ok(Number::Flonum(f64::INFINITY)),
            };
        }
        if let (Number::Ratio(parts), true) = (exponent, self.is_exact() && self.is_real())
            && let Some(root) = exact_root(self, &parts.1)
        {
            return root.integer_power(&parts.0);
        }
        if let (Number::Complex(_), Number::Flonum(y)) = (self, exponent)
            && y.fract() == 0.0
            && y.abs() <= POWER_MAX as f64
        {
            return Ok(self.power_by_squaring(&IBig::from(*y as i64))?.to_inexact());
        }
        // As a double such a base is rounded already, and the power multiplies the error.
        if let (Number::Ratio(_) | Number::Big(_), Number::Flonum(y)) = (self, exponent)
            && y.fract() == 0.0
            && y.abs() * exact_bits(self) as f64 <= EXACT_POWER_BITS
            && let Ok(power) = self.integer_power(&IBig::from(*y as i64))
        {
            return Ok(power.to_inexact());
        }
        if let (true, true) = (self.is_real(), exponent.is_real())
            && self.signum() != Some(-1)
        {
            return Ok(Number::Flonum(
                self.real_to_f64().powf(exponent.real_to_f64()),
            ));
        }
        // A negative base, exact or not, with a power that is real.
        if let (true, Number::Flonum(y)) = (self.is_real(), exponent)
            && let x = self.real_to_f64()
            && (y.fract() == 0.0 || x.is_nan() || y.is_nan() || y.is_infinite())
        {
            return Ok(Number::Flonum(x.powf(*y)));
        }
        let product = multiply(log_complex(complex(self)), complex(exponent));
        Ok(from_complex(exp_complex(product)))
    }

    fn integer_power(&self, n: &IBig) -> Outcome {
        match self {
            Number::Flonum(x) => Ok(match i32::try_from(n) {
                // Exact for small powers, as repeated multiplication would be.
                Ok(small) if small.unsigned_abs() < 3 => Number::Flonum(x.powi(small)),
                _ => Number::Flonum(x.powf(super::integer_to_f64(n))),
            }),
            Number::Complex(parts) if parts.0.is_exact() => self.power_by_squaring(n),
            Number::Complex(_) => match i64::try_from(n) {
                Ok(small) if small.unsigned_abs() <= POWER_MAX => self.power_by_squaring(n),
                _ => {
                    let exponent = (super::integer_to_f64(n), 0.0);
                    Ok(from_complex(exp_complex(multiply(
                        log_complex(complex(self)),
                        exponent,
                    ))))
                }
            },
            _ => self.power_of_exact(n),
        }
    }

    fn power_by_squaring(&self, n: &IBig) -> Outcome {
        use dashu_int::ops::BitTest;
        let (sign, magnitude) = n.clone().into_parts();
        if magnitude.bit_len() > 33 {
            return Err(ArithmeticError::TooLarge);
        }
        let mut power = Number::Fixnum(1);
        for i in (0..magnitude.bit_len()).rev() {
            power = power.multiply(&power)?;
            if magnitude.bit(i) {
                power = power.multiply(self)?;
            }
        }
        match sign {
            dashu_int::Sign::Positive => Ok(power),
            dashu_int::Sign::Negative => Number::Fixnum(1).divide(&power),
        }
    }

    /// `(sin self)`
    #[must_use]
    pub fn sin(&self) -> Number {
        self.elementary(f64::sin, |(a, b)| (a.sin() * b.cosh(), a.cos() * b.sinh()))
    }

    /// `(cos self)`; exact 0 gives exact 1.
    #[must_use]
    pub fn cos(&self) -> Number {
        if self.is_exact_zero() {
            return Number::Fixnum(1);
        }
        self.elementary(f64::cos, |(a, b)| (a.cos() * b.cosh(), -a.sin() * b.sinh()))
    }

    /// `(tan self)`
    #[must_use]
    pub fn tan(&self) -> Number {
        self.elementary(f64::tan, |(a, b)| {
            let sine = (a.sin() * b.cosh(), a.cos() * b.sinh());
            let cosine = (a.cos() * b.cosh(), -a.sin() * b.sinh());
            divide_f64_complex(sine.0, sine.1, cosine.0, cosine.1)
        })
    }

    /// `(asin self)`; complex outside -1 … 1.
    #[must_use]
    pub fn asin(&self) -> Number {
        if self.is_exact_zero() {
            return Number::ZERO;
        }
        match self.flonum_value() {
            Some(x) if x.abs() <= 1.0 => Number::Flonum(x.asin()),
            Some(x) => from_complex(asin_complex((x, if x > 1.0 { -0.0 } else { 0.0 }))),
            None if self.is_real() => Number::Flonum(f64::NAN),
            None => from_complex(asin_complex(complex(self))),
        }
    }

    /// `(acos self)`; complex outside -1 … 1, exact 0 at exact 1.
    #[must_use]
    pub fn acos(&self) -> Number {
        if matches!(self, Number::Fixnum(1)) {
            return Number::ZERO;
        }
        match self.flonum_value() {
            Some(x) if x.abs() <= 1.0 => Number::Flonum(x.acos()),
            Some(x) => from_complex(acos_complex((x, if x > 1.0 { -0.0 } else { 0.0 }))),
            None if self.is_real() => Number::Flonum(f64::NAN),
            None => from_complex(acos_complex(complex(self))),
        }
    }

    /// `(atan self)`; undefined at ±i.
    pub fn atan(&self) -> Outcome {
        if self.is_exact_zero() {
            return Ok(Number::ZERO);
        }
        if let Number::Complex(parts) = self
            && parts.0.is_exact_zero()
            && matches!(parts.1, Number::Fixnum(1 | -1))
        {
            return Err(ArithmeticError::DivideByZero);
        }
        Ok(match self {
            Number::Complex(_) => from_complex(atan_complex(complex(self))),
            n => Number::Flonum(n.real_to_f64().atan()),
        })
    }

    /// `(atan y x)`: the angle of `x + yi`; exact 0 if `y` is exact 0 and `x` is exact and positive.
    pub fn atan2(&self, x: &Number) -> Outcome {
        for (i, n) in [self, x].into_iter().enumerate() {
            if !n.is_real() {
                return Err(ArithmeticError::WrongType(i, "a real number"));
            }
        }
        if self.is_exact_zero() && x.is_exact() {
            match x.signum() {
                Some(1) => return Ok(Number::ZERO),
                Some(0) => return Err(ArithmeticError::DivideByZero),
                _ => {}
            }
        }
        Ok(Number::Flonum(self.real_to_f64().atan2(x.real_to_f64())))
    }

    fn elementary(&self, real: fn(f64) -> f64, other: fn(Complex) -> Complex) -> Number {
        match self {
            Number::Fixnum(0) => Number::ZERO,
            Number::Complex(_) => from_complex(other(complex(self))),
            n => Number::Flonum(real(n.real_to_f64())),
        }
    }

    /// `(real-part self)`
    #[must_use]
    pub fn real_part(&self) -> Number {
        match self {
            Number::Complex(parts) => parts.0.clone(),
            n => n.clone(),
        }
    }

    /// `(imag-part self)`: exact 0 of a real number.
    #[must_use]
    pub fn imaginary_part(&self) -> Number {
        match self {
            Number::Complex(parts) => parts.1.clone(),
            _ => Number::ZERO,
        }
    }

    /// `(magnitude self)`
    pub fn magnitude(&self) -> Outcome {
        match self {
            Number::Complex(parts) if parts.0.is_exact() => {
                let (a, b) = (&parts.0, &parts.1);
                Ok(a.multiply(a)?.add(&b.multiply(b)?).sqrt())
            }
            Number::Complex(_) => {
                let (a, b) = complex(self);
                Ok(Number::Flonum(hypotenuse(a, b)))
            }
            n => n.absolute(),
        }
    }

    /// `(angle self)`
    pub fn angle(&self) -> Outcome {
        match self {
            Number::Complex(parts) => parts.1.atan2(&parts.0),
            Number::Flonum(x) if x.is_nan() => Ok(Number::Flonum(*x)),
            Number::Flonum(x) => Ok(Number::Flonum(if x.is_sign_negative() {
                std::f64::consts::PI
            } else {
                0.0
            })),
            n => match n.signum() {
                Some(-1) => Ok(Number::Flonum(std::f64::consts::PI)),
                Some(0) => Err(ArithmeticError::DivideByZero),
                _ => Ok(Number::ZERO),
            },
        }
    }

    /// `(make-polar self angle)`
    pub fn polar(&self, angle: &Number) -> Outcome {
        for (i, n) in [self, angle].into_iter().enumerate() {
            if !n.is_real() {
                return Err(ArithmeticError::WrongType(i, "a real number"));
            }
        }
        if angle.is_exact_zero() || self.is_exact_zero() {
            return Ok(self.clone());
        }
        let (r, t) = (self.real_to_f64(), angle.real_to_f64());
        Ok(from_complex((r * t.cos(), r * t.sin())))
    }
}

fn log_of_integer(n: &IBig) -> f64 {
    let size = super::arithmetic::bits(n);
    if size < 1000 {
        return super::integer_to_f64(n).ln();
    }
    let shift = size - 64;
    super::integer_to_f64(&(n >> shift as usize)).ln() + shift as f64 * std::f64::consts::LN_2
}

/// The root of an exact, non-negative rational, if it is exact.
fn exact_sqrt(n: &Number) -> Option<Number> {
    let root_of = |n: &IBig| -> Option<IBig> {
        let (root, rest) = Number::integer(n.clone()).exact_integer_sqrt().ok()?;
        if rest.is_exact_zero() {
            root.to_ibig()
        } else {
            None
        }
    };
    match n {
        Number::Ratio(parts) => Number::ratio(root_of(&parts.0)?, root_of(&parts.1)?),
        n => root_of(&n.to_ibig()?).map(Number::integer),
    }
}

/// The root of an exact real number, if it is exact and of small degree.
fn exact_root(n: &Number, degree: &IBig) -> Option<Number> {
    let degree = usize::try_from(degree)
        .ok()
        .filter(|&degree| degree <= 64)?;
    if n.signum() == Some(-1) {
        return None;
    }
    if degree == 2 {
        return exact_sqrt(n);
    }
    let root_of = |n: &IBig| -> Option<IBig> {
        let root = n.nth_root(degree);
        (root.pow(degree) == *n).then_some(root)
    };
    match n {
        Number::Ratio(parts) => Number::ratio(root_of(&parts.0)?, root_of(&parts.1)?),
        n => root_of(&n.to_ibig()?).map(Number::integer),
    }
}

fn exact_complex_sqrt(parts: &(Number, Number)) -> Option<Number> {
    let (a, b) = parts;
    if !a.is_exact() {
        return None;
    }
    // With m = |a + bi|: the root is sqrt((m+a)/2) ± sqrt((m-a)/2) i.
    let m = exact_sqrt(&a.multiply(a).ok()?.add(&b.multiply(b).ok()?))?;
    let two = Number::Fixnum(2);
    let re = exact_sqrt(&m.add(a).divide(&two).ok()?)?;
    let im = exact_sqrt(&m.subtract(a).divide(&two).ok()?)?;
    Some(Number::rectangular(
        re,
        if b.signum() == Some(-1) {
            im.negate()
        } else {
            im
        },
    ))
}

/// The inexact root of an exact number, also beyond the range of doubles.
fn sqrt_of_large(n: &Number) -> Number {
    let x = n.real_to_f64();
    if x.is_finite() {
        return Number::Flonum(x.sqrt());
    }
    match n.exact_integer_sqrt() {
        Ok((root, _)) => root.to_inexact(),
        Err(_) => Number::Flonum(x),
    }
}
