//! Numbers that need an object: boxed flonums, bignums, ratnums, exact and inexact complex numbers.
//!
//! Every number has one form. A flonum is boxed if and only if `Value::try_flonum` refuses it; an integer is a
//! bignum only if it does not fit a fixnum, and has no leading zero limb; a ratnum's denominator is above 1 and in
//! lowest terms (the VM's arithmetic sees to that); a rectnum's imaginary part is not exact zero. So [`eqv`] may
//! compare parts.

use crate::kinds::Kind;
use crate::layout::{FLAG_NEGATIVE, WORD};
use crate::memory;
use crate::mutator::Mutator;
use crate::object::text::mix;
use crate::object::{
    KindSet, alloc_fields, bytes_size, fields, header_of, payload, slots_size, views,
};
use crate::value::Value;

views! {
    /// An exact integer beyond the fixnums.
    Bignum, as_bignum;
    /// An exact ratio.
    Ratnum, as_ratnum;
    /// An exact complex number.
    Rectnum, as_rectnum;
    /// An inexact complex number.
    Compnum, as_compnum;
}

fields!(Ratnum {
    /// An exact integer.
    NUMERATOR = 0, numerator;
    /// An exact integer above 1.
    DENOMINATOR = 1, denominator;
});

fields!(Rectnum {
    /// The real part, exact.
    REAL = 0, real;
    /// The imaginary part, exact, not zero.
    IMAGINARY = 1, imaginary;
});

/// Flonums as values. There is no view: [`Value::as_flonum`] gives the double itself.
#[derive(Clone, Copy, Debug)]
pub enum Flonum {}

impl Flonum {
    /// Bytes to reserve for any flonum.
    pub const SIZE: usize = bytes_size(8);

    /// The flonum `x`, immediate if possible; otherwise fresh, within a reservation.
    #[inline]
    pub fn alloc(m: &mut Mutator, x: f64) -> Value {
        match Value::try_flonum(x) {
            Some(v) => v,
            None => Self::alloc_boxed(m, x),
        }
    }

    #[cold]
    fn alloc_boxed(m: &mut Mutator, x: f64) -> Value {
        let flonum = m.bytes(Kind::Flonum, 0, 8);
        memory::store(payload(flonum), x.to_bits());
        flonum
    }
}

const BOXED_NUMBERS: KindSet = KindSet::of(&[
    Kind::Bignum,
    Kind::Flonum,
    Kind::Ratnum,
    Kind::Rectnum,
    Kind::Compnum,
]);

impl Value {
    /// The double, if this is a flonum, immediate or boxed.
    #[inline]
    pub fn as_flonum(self) -> Option<f64> {
        if self.is_immediate_flonum() {
            Some(self.immediate_flonum_value())
        } else {
            self.as_boxed_flonum()
        }
    }

    #[inline]
    fn as_boxed_flonum(self) -> Option<f64> {
        if self.is_kind(Kind::Flonum) {
            Some(f64::from_bits(memory::load(payload(self))))
        } else {
            None
        }
    }

    /// True for a flonum, immediate or boxed.
    #[inline]
    pub fn is_flonum(self) -> bool {
        self.is_immediate_flonum() || self.is_kind(Kind::Flonum)
    }

    /// True for any number.
    #[inline]
    pub fn is_number(self) -> bool {
        self.is_fixnum() || self.is_immediate_flonum() || self.is_one_of(BOXED_NUMBERS)
    }

    /// True for a fixnum or bignum.
    #[inline]
    pub fn is_exact_integer(self) -> bool {
        self.is_fixnum() || self.is_kind(Kind::Bignum)
    }
}

/// The exact integer `n`; if it is not a fixnum, fresh within a reservation of [`Bignum::SIZE_WORD`].
#[inline]
pub fn integer(m: &mut Mutator, n: i64) -> Value {
    match Value::try_fixnum(n) {
        Some(v) => v,
        None => Bignum::alloc(m, n < 0, &[n.unsigned_abs()]),
    }
}

impl Bignum {
    /// Bytes to reserve for an integer of one limb.
    pub const SIZE_WORD: usize = Bignum::size_for(1);

    /// Bytes to reserve for an integer of `limbs` 64-bit limbs.
    #[inline]
    pub const fn size_for(limbs: usize) -> usize {
        bytes_size(limbs.saturating_mul(WORD))
    }

    /// The exact integer with this sign and magnitude (least significant limb first, leading zeros allowed): a
    /// fixnum if it fits, otherwise fresh within a reservation of `size_for(magnitude.len())`.
    pub fn alloc(m: &mut Mutator, negative: bool, magnitude: &[u64]) -> Value {
        const LARGEST: u64 = Value::FIXNUM_MAX as u64;
        let length = magnitude
            .iter()
            .rposition(|&limb| limb != 0)
            .map_or(0, |i| i + 1);
        match (&magnitude[..length], negative) {
            (&[], _) => Value::fixnum(0),
            (&[limb], false) if limb <= LARGEST => Value::fixnum(limb as i64),
            (&[limb], true) if limb <= LARGEST + 1 => Value::fixnum((limb as i64).wrapping_neg()),
            (limbs, _) => {
                let flags = if negative { FLAG_NEGATIVE } else { 0 };
                m.words(Kind::Bignum, flags, limbs)
            }
        }
    }

    /// The exact integer `n`: a fixnum if it fits, otherwise fresh within a reservation of `size_for(2)`.
    pub fn alloc_wide(m: &mut Mutator, n: i128) -> Value {
        let magnitude = n.unsigned_abs();
        Self::alloc(m, n < 0, &[magnitude as u64, (magnitude >> 64) as u64])
    }

    /// True if the number is below zero.
    #[inline]
    pub fn is_negative(self) -> bool {
        header_of(self.0).flags() & FLAG_NEGATIVE != 0
    }

    /// Number of limbs, at least 1.
    #[inline]
    pub fn limb_count(self) -> usize {
        header_of(self.0).length() / WORD
    }

    /// The magnitude, least significant limb first; the last limb is not zero.
    #[inline]
    pub fn limbs(self, _m: &Mutator) -> &[u64] {
        self.peek()
    }

    /// The limbs; the caller drops them before anything is collected. Nobody ever writes to a bignum once it is made.
    #[inline]
    fn peek<'a>(self) -> &'a [u64] {
        let first = std::ptr::with_exposed_provenance(payload(self.0));
        // SAFETY: the view proves a live leaf, and `alloc` made its payload of that many 8-aligned limbs.
        unsafe { std::slice::from_raw_parts(first, self.limb_count()) }
    }
}

impl Ratnum {
    /// Bytes to reserve for a ratnum.
    pub const SIZE: usize = slots_size(2);

    /// A fresh ratio, within a reservation. Exact integers in lowest terms; the denominator is above 1.
    pub fn alloc(m: &mut Mutator, numerator: Value, denominator: Value) -> Value {
        debug_assert!(numerator.is_exact_integer() && denominator.is_exact_integer());
        alloc_fields(m, Kind::Ratnum, [numerator, denominator])
    }
}

impl Rectnum {
    /// Bytes to reserve for a rectnum.
    pub const SIZE: usize = slots_size(2);

    /// The exact complex number with these parts: `real` itself if `imaginary` is 0, otherwise fresh within a
    /// reservation.
    pub fn alloc(m: &mut Mutator, real: Value, imaginary: Value) -> Value {
        if imaginary == Value::fixnum(0) {
            return real;
        }
        alloc_fields(m, Kind::Rectnum, [real, imaginary])
    }
}

impl Compnum {
    /// Bytes to reserve for a compnum.
    pub const SIZE: usize = bytes_size(16);

    /// A fresh inexact complex number, within a reservation.
    pub fn alloc(m: &mut Mutator, real: f64, imaginary: f64) -> Value {
        let compnum = m.bytes(Kind::Compnum, 0, 16);
        memory::store(payload(compnum), real.to_bits());
        memory::store(payload(compnum) + WORD, imaginary.to_bits());
        compnum
    }

    /// The same from the nursery, or `None` if it is full or closed: for the interpreter's handlers, which must not
    /// contain a call.
    #[inline(always)]
    pub fn try_young(m: &mut Mutator, real: f64, imaginary: f64) -> Option<Value> {
        let compnum = m.try_young_leaf(Kind::Compnum, 16)?;
        memory::store(payload(compnum), real.to_bits());
        memory::store(payload(compnum) + WORD, imaginary.to_bits());
        Some(compnum)
    }

    /// The real part.
    #[inline]
    pub fn real(self) -> f64 {
        f64::from_bits(memory::load(payload(self.0)))
    }

    /// The imaginary part.
    #[inline]
    pub fn imaginary(self) -> f64 {
        f64::from_bits(memory::load(payload(self.0) + WORD))
    }

    /// Real and imaginary part.
    #[inline]
    pub fn parts(self) -> [f64; 2] {
        [self.real(), self.imaginary()]
    }
}

/// `eqv?` (R7RS 6.1): identity, except that numbers are compared by exactness and value. `0.0` and `-0.0` differ;
/// all NaNs are one.
#[inline]
pub fn eqv(a: Value, b: Value) -> bool {
    a == b || (a.is_number() && eqv_numbers(a, b))
}

fn eqv_numbers(a: Value, b: Value) -> bool {
    if let (Some(x), Some(y)) = (a.as_flonum(), b.as_flonum()) {
        return same_double(x, y);
    }
    if let (Some(x), Some(y)) = (a.as_bignum(), b.as_bignum()) {
        return x.is_negative() == y.is_negative() && x.peek() == y.peek();
    }
    // Parts of a rectnum are at most ratnums and those of a ratnum are integers, so this ends after two steps.
    if let (Some(x), Some(y)) = (a.as_ratnum(), b.as_ratnum()) {
        return eqv(x.numerator(), y.numerator()) && eqv(x.denominator(), y.denominator());
    }
    if let (Some(x), Some(y)) = (a.as_rectnum(), b.as_rectnum()) {
        return eqv(x.real(), y.real()) && eqv(x.imaginary(), y.imaginary());
    }
    if let (Some(x), Some(y)) = (a.as_compnum(), b.as_compnum()) {
        return same_double(x.real(), y.real()) && same_double(x.imaginary(), y.imaginary());
    }
    false
}

fn same_double(x: f64, y: f64) -> bool {
    x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan())
}

/// A hash of a number such that numbers that are [`eqv`] have the same; `None` if `v` is no number.
pub(crate) fn number_hash(v: Value) -> Option<u64> {
    if v.is_fixnum() {
        return Some(v.bits());
    }
    if let Some(x) = v.as_flonum() {
        return Some(double_hash(x));
    }
    if let Some(x) = v.as_bignum() {
        let limbs = x.peek();
        let sign = u64::from(x.is_negative());
        return Some(limbs.iter().fold(sign, |hash, &limb| combine(hash, limb)));
    }
    // The depth is bounded as in `eqv_numbers`.
    if let Some(x) = v.as_ratnum() {
        return Some(combine(
            number_hash(x.numerator())?,
            number_hash(x.denominator())?,
        ));
    }
    if let Some(x) = v.as_rectnum() {
        return Some(combine(number_hash(x.real())?, number_hash(x.imaginary())?));
    }
    let x = v.as_compnum()?;
    Some(combine(double_hash(x.real()), double_hash(x.imaginary())))
}

fn double_hash(x: f64) -> u64 {
    mix(if x.is_nan() {
        f64::NAN.to_bits()
    } else {
        x.to_bits()
    })
}

fn combine(a: u64, b: u64) -> u64 {
    mix(a.rotate_left(23) ^ b)
}
