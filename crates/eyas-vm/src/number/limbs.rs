//! Kernels on the limbs of exact integers, straight from heap objects into a scratch buffer.
//!
//! Most bignums that programs make have a few to a few dozen limbs, where handing them to a big-integer library (which
//! owns its numbers, so each operand is copied) costs more than the work. What is worth a better algorithm than the
//! schoolbook's is refused here and goes to the library.

use std::cmp::Ordering;

use eyas_heap::{Mutator, Value};

/// The shorter factor may have this many limbs: the library's Karatsuba wins beyond.
const FACTOR_LIMBS: usize = 32;

/// Sign and magnitude of an exact integer, least significant limb first, no leading zero.
#[derive(Clone, Copy)]
pub(super) struct Integer<'a> {
    negative: bool,
    limbs: &'a [u64],
}

impl<'a> Integer<'a> {
    /// The integer, if `v` is an exact one; `small` is where a fixnum's limb is put.
    #[inline]
    pub(super) fn of(m: &'a Mutator, v: Value, small: &'a mut [u64; 1]) -> Option<Integer<'a>> {
        if let Some(n) = v.as_fixnum() {
            small[0] = n.unsigned_abs();
            return Some(Integer {
                negative: n < 0,
                limbs: &small[..usize::from(n != 0)],
            });
        }
        let big = v.as_bignum()?;
        Some(Integer {
            negative: big.is_negative(),
            limbs: big.limbs(m),
        })
    }

    /// The integer with the other sign.
    pub(super) fn negate(self) -> Integer<'a> {
        Integer {
            negative: !self.negative,
            ..self
        }
    }

    /// Puts the magnitude of the sum into `out`; true if the sum is negative.
    pub(super) fn add(self, other: Integer<'_>, out: &mut Vec<u64>) -> bool {
        if self.negative == other.negative {
            add_magnitudes(self.limbs, other.limbs, out);
            return self.negative;
        }
        match compare_magnitudes(self.limbs, other.limbs) {
            Ordering::Less => {
                subtract_magnitudes(other.limbs, self.limbs, out);
                other.negative
            }
            Ordering::Equal => false,
            Ordering::Greater => {
                subtract_magnitudes(self.limbs, other.limbs, out);
                self.negative
            }
        }
    }

    /// Puts the magnitude of the product into `out`; true if the product is negative. `None` if it is the library's.
    pub(super) fn multiply(self, other: Integer<'_>, out: &mut Vec<u64>) -> Option<bool> {
        let (long, short) = if self.limbs.len() < other.limbs.len() {
            (other.limbs, self.limbs)
        } else {
            (self.limbs, other.limbs)
        };
        if short.len() > FACTOR_LIMBS {
            return None;
        }
        out.resize(long.len() + short.len(), 0);
        for (i, &factor) in short.iter().enumerate() {
            let mut carry = 0;
            let row = &mut out[i..=i + long.len()];
            for (to, &limb) in row.iter_mut().zip(long) {
                let sum = u128::from(limb) * u128::from(factor) + u128::from(*to) + carry;
                *to = sum as u64;
                carry = sum >> 64;
            }
            row[long.len()] = carry as u64;
        }
        Some(self.negative != other.negative)
    }

    /// Puts the magnitude of the truncated quotient into `out`; the result is whether it is negative, the remainder's
    /// magnitude, and whether that is negative. `None` unless the divisor has one limb.
    pub(super) fn divide_by_limb(
        self,
        divisor: Integer<'_>,
        out: &mut Vec<u64>,
    ) -> Option<(bool, u64, bool)> {
        let &[d] = divisor.limbs else {
            return None;
        };
        let d = u128::from(d);
        out.resize(self.limbs.len(), 0);
        let mut rest = 0;
        for (to, &limb) in out.iter_mut().zip(self.limbs).rev() {
            let part = rest << 64 | u128::from(limb);
            *to = (part / d) as u64;
            rest = part % d;
        }
        Some((
            self.negative != divisor.negative,
            rest as u64,
            self.negative,
        ))
    }
}

fn compare_magnitudes(a: &[u64], b: &[u64]) -> Ordering {
    a.len()
        .cmp(&b.len())
        .then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

fn add_magnitudes(a: &[u64], b: &[u64], out: &mut Vec<u64>) {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    out.extend_from_slice(long);
    let mut carry = false;
    for (to, &limb) in out.iter_mut().zip(short) {
        let (sum, over) = to.overflowing_add(limb);
        let (sum, over_again) = sum.overflowing_add(carry.into());
        *to = sum;
        carry = over || over_again;
    }
    for to in &mut out[short.len()..] {
        if !carry {
            return;
        }
        (*to, carry) = to.overflowing_add(1);
    }
    if carry {
        out.push(1);
    }
}

/// `a` is at least `b`.
fn subtract_magnitudes(a: &[u64], b: &[u64], out: &mut Vec<u64>) {
    out.extend_from_slice(a);
    let mut borrow = false;
    for (to, &limb) in out.iter_mut().zip(b) {
        let (difference, under) = to.overflowing_sub(limb);
        let (difference, under_again) = difference.overflowing_sub(borrow.into());
        *to = difference;
        borrow = under || under_again;
    }
    for to in &mut out[b.len()..] {
        if !borrow {
            return;
        }
        (*to, borrow) = to.overflowing_sub(1);
    }
}
