//! Kernels on the limbs of exact integers, straight from heap objects into a scratch buffer.
//!
//! Most bignums that programs make have a few to a few dozen limbs, where handing them to a big-integer library (which
//! owns its numbers, so each operand is copied) costs more than the work. What is worth a better algorithm than the
//! schoolbook's is refused here and goes to the library.
//!
//! Magnitudes are least significant limb first. Inputs have no leading zero; results may.

mod bits;
mod divide;
mod magnitude;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use eyas_heap::{Mutator, Value};

use divide::divide_magnitudes;
use magnitude::{add_magnitudes, compare_magnitudes, multiply_magnitudes, subtract_magnitudes};

/// The shorter factor may have this many limbs: the library's Karatsuba wins beyond.
const FACTOR_LIMBS: usize = 32;
/// The shorter of divisor and quotient may have this many limbs: the library divides and conquers beyond.
const DIVISOR_LIMBS: usize = 48;

/// Where results are built, kept between operations so that nothing but the result is allocated.
#[derive(Default)]
pub(crate) struct Buffers {
    /// The magnitude of the result.
    pub(super) out: Vec<u64>,
    /// Operands of a division, shifted.
    work: Vec<u64>,
}

/// Which result of a division is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// `truncate-quotient`
    Quotient,
    /// `truncate-remainder`
    Remainder,
    /// `floor-quotient`
    FloorQuotient,
    /// `floor-remainder`
    FloorRemainder,
}

/// Sign and magnitude of an exact integer, least significant limb first, no leading zero.
#[derive(Clone, Copy)]
pub(super) struct Integer<'a> {
    pub(super) negative: bool,
    pub(super) limbs: &'a [u64],
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
        multiply_magnitudes(long, short, out);
        Some(self.negative != other.negative)
    }

    /// Puts the magnitude of what is wanted of a division into the buffer; true if it is negative. `None` if the
    /// divisor is zero, or the library's algorithm is better.
    pub(super) fn divide(
        self,
        divisor: Integer<'_>,
        part: Part,
        buffers: &mut Buffers,
    ) -> Option<bool> {
        let (n, d) = (self.limbs, divisor.limbs);
        if d.is_empty() || d.len().min(n.len().saturating_sub(d.len())) > DIVISOR_LIMBS {
            return None;
        }
        let rest = divide_magnitudes(n, d, &mut buffers.out, &mut buffers.work);
        let is_across = self.negative != divisor.negative;
        let is_below = is_across && rest.iter().any(|&limb| limb != 0);
        let out = &mut buffers.out;
        match part {
            Part::Quotient => Some(is_across),
            Part::FloorQuotient => {
                if is_below {
                    magnitude::increment(out);
                }
                Some(is_across)
            }
            Part::Remainder => {
                out.clear();
                out.extend_from_slice(rest);
                Some(self.negative)
            }
            Part::FloorRemainder => {
                out.clear();
                if is_below {
                    subtract_magnitudes(d, rest, out);
                } else {
                    out.extend_from_slice(rest);
                }
                Some(divisor.negative)
            }
        }
    }
}

impl PartialEq for Integer<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Integer<'_> {}

impl PartialOrd for Integer<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Integer<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => compare_magnitudes(self.limbs, other.limbs),
            (true, true) => compare_magnitudes(other.limbs, self.limbs),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}
