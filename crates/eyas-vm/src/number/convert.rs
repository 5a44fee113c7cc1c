//! Heap numbers to and from [`Number`], the form that the shared arithmetic of `eyas-datum` works on.

use eyas_datum::number::{IBig, Number, UBig};
use eyas_heap::object::{Bignum, Compnum, Flonum, Ratnum, Rectnum, integer};
use eyas_heap::{Mutator, Value};

/// The number, if `v` is one.
pub(crate) fn to_number(m: &Mutator, v: Value) -> Option<Number> {
    if let Some(n) = v.as_fixnum() {
        return Some(Number::Fixnum(n));
    }
    if let Some(x) = v.as_flonum() {
        return Some(Number::Flonum(x));
    }
    if let Some(big) = v.as_bignum() {
        return Some(Number::integer(ibig_of(m, big)));
    }
    if let Some(ratio) = v.as_ratnum() {
        let numerator = to_ibig(m, ratio.numerator())?;
        let denominator = to_ibig(m, ratio.denominator())?;
        return Some(Number::Ratio(Box::new((numerator, denominator))));
    }
    if let Some(c) = v.as_compnum() {
        let parts = (Number::Flonum(c.real()), Number::Flonum(c.imaginary()));
        return Some(Number::Complex(Box::new(parts)));
    }
    if let Some(c) = v.as_rectnum() {
        let parts = (to_number(m, c.real())?, to_number(m, c.imaginary())?);
        return Some(Number::Complex(Box::new(parts)));
    }
    None
}

/// The integer, if `v` is an exact one.
pub(crate) fn to_ibig(m: &Mutator, v: Value) -> Option<IBig> {
    match v.as_fixnum() {
        Some(n) => Some(IBig::from(n)),
        None => v.as_bignum().map(|big| ibig_of(m, big)),
    }
}

fn ibig_of(m: &Mutator, big: Bignum) -> IBig {
    let magnitude = IBig::from(UBig::from_words(big.limbs(m)));
    if big.is_negative() {
        -magnitude
    } else {
        magnitude
    }
}

/// Bytes to reserve before [`from_number`].
pub(crate) fn size_of(n: &Number) -> usize {
    match n {
        Number::Fixnum(_) => Bignum::SIZE_WORD,
        Number::Big(n) => Bignum::size_for(n.as_sign_words().1.len()),
        Number::Ratio(parts) => {
            let limbs = |n: &IBig| Bignum::size_for(n.as_sign_words().1.len().max(1));
            Ratnum::SIZE + limbs(&parts.0) + limbs(&parts.1)
        }
        Number::Flonum(_) => Flonum::SIZE,
        Number::Complex(parts) => {
            (Rectnum::SIZE + size_of(&parts.0) + size_of(&parts.1)).max(Compnum::SIZE)
        }
    }
}

/// The number as a value, within a reservation of [`size_of`] bytes.
pub(crate) fn from_number(m: &mut Mutator, n: &Number) -> Value {
    match n {
        Number::Fixnum(n) => integer(m, *n),
        Number::Big(n) => from_ibig(m, n),
        Number::Ratio(parts) => {
            let numerator = from_ibig(m, &parts.0);
            let denominator = from_ibig(m, &parts.1);
            Ratnum::alloc(m, numerator, denominator)
        }
        Number::Flonum(x) => Flonum::alloc(m, *x),
        Number::Complex(parts) => match (&parts.0, &parts.1) {
            (Number::Flonum(re), Number::Flonum(im)) => Compnum::alloc(m, *re, *im),
            (re, im) => {
                let re = from_number(m, re);
                let im = from_number(m, im);
                Rectnum::alloc(m, re, im)
            }
        },
    }
}

fn from_ibig(m: &mut Mutator, n: &IBig) -> Value {
    let (sign, words) = n.as_sign_words();
    Bignum::alloc(m, sign == eyas_datum::number::Sign::Negative, words)
}
