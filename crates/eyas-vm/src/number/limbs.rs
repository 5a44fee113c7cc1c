//! Kernels for small exact integers: sums and products of a few limbs, without leaving the stack.
//!
//! Most bignums that programs make have two to eight limbs, where converting to and from a big-integer library
//! costs more than the work. Operands are read from the heap into [`Small`], results are built there.

use eyas_heap::Value;
use eyas_heap::object::Bignum;
use eyas_heap::{Mutator, object};

/// Limbs that an operand may have here.
const OPERAND_LIMBS: usize = 8;
/// Limbs that a result may have: those of a product.
const RESULT_LIMBS: usize = 2 * OPERAND_LIMBS;

/// An exact integer of few limbs, sign and magnitude.
#[derive(Clone, Copy)]
pub(super) struct Small {
    negative: bool,
    length: usize,
    limbs: [u64; RESULT_LIMBS],
}

impl Small {
    /// The integer, if `v` is an exact one of few limbs.
    #[inline]
    pub(super) fn of(m: &Mutator, v: Value) -> Option<Small> {
        let mut limbs = [0; RESULT_LIMBS];
        if let Some(n) = v.as_fixnum() {
            limbs[0] = n.unsigned_abs();
            return Some(Small {
                negative: n < 0,
                length: usize::from(n != 0),
                limbs,
            });
        }
        let big = v.as_bignum()?;
        let from = big.limbs(m);
        if from.len() > OPERAND_LIMBS {
            return None;
        }
        limbs[..from.len()].copy_from_slice(from);
        Some(Small {
            negative: big.is_negative(),
            length: from.len(),
            limbs,
        })
    }

    /// Bytes to reserve before [`Small::give`].
    pub(super) fn size(&self) -> usize {
        object::Bignum::size_for(self.length)
    }

    /// The integer as a value, within a reservation.
    pub(super) fn give(&self, m: &mut Mutator) -> Value {
        Bignum::alloc(m, self.negative, &self.limbs[..self.length])
    }

    /// The integer with the other sign.
    pub(super) fn negate(mut self) -> Small {
        self.negative = !self.negative;
        self
    }

    fn magnitude_less(&self, other: &Small) -> bool {
        let n = self.length.max(other.length);
        for i in (0..n).rev() {
            if self.limbs[i] != other.limbs[i] {
                return self.limbs[i] < other.limbs[i];
            }
        }
        false
    }

    pub(super) fn add(&self, other: &Small) -> Small {
        if self.negative == other.negative {
            let n = self.length.max(other.length);
            let mut sum = Small {
                negative: self.negative,
                length: n,
                limbs: [0; RESULT_LIMBS],
            };
            let mut carry = false;
            for i in 0..n {
                let (s, c) = self.limbs[i].overflowing_add(other.limbs[i]);
                let (s, d) = s.overflowing_add(u64::from(carry));
                sum.limbs[i] = s;
                carry = c || d;
            }
            if carry {
                sum.limbs[n] = 1;
                sum.length += 1;
            }
            return sum;
        }
        let (large, small) = if self.magnitude_less(other) {
            (other, self)
        } else {
            (self, other)
        };
        let mut difference = Small {
            negative: large.negative,
            length: large.length,
            limbs: [0; RESULT_LIMBS],
        };
        let mut borrow = false;
        for i in 0..large.length {
            let (d, b) = large.limbs[i].overflowing_sub(small.limbs[i]);
            let (d, c) = d.overflowing_sub(u64::from(borrow));
            difference.limbs[i] = d;
            borrow = b || c;
        }
        difference
    }

    pub(super) fn multiply(&self, other: &Small) -> Small {
        let mut product = Small {
            negative: self.negative != other.negative,
            length: self.length + other.length,
            limbs: [0; RESULT_LIMBS],
        };
        for i in 0..self.length {
            let mut carry = 0u64;
            for j in 0..other.length {
                let t = u128::from(self.limbs[i]) * u128::from(other.limbs[j])
                    + u128::from(product.limbs[i + j])
                    + u128::from(carry);
                product.limbs[i + j] = t as u64;
                carry = (t >> 64) as u64;
            }
            product.limbs[i + other.length] = carry;
        }
        product
    }

    /// Quotient and remainder of truncating division by one limb; `None` for other divisors.
    pub(super) fn divide_by_limb(&self, divisor: &Small) -> Option<(Small, Small)> {
        if divisor.length != 1 {
            return None;
        }
        let d = u128::from(divisor.limbs[0]);
        let mut quotient = Small {
            negative: self.negative != divisor.negative,
            length: self.length,
            limbs: [0; RESULT_LIMBS],
        };
        let mut rest = 0u128;
        for i in (0..self.length).rev() {
            let t = rest << 64 | u128::from(self.limbs[i]);
            quotient.limbs[i] = (t / d) as u64;
            rest = t % d;
        }
        let mut remainder = Small {
            negative: self.negative,
            length: 1,
            limbs: [0; RESULT_LIMBS],
        };
        remainder.limbs[0] = rest as u64;
        Some((quotient, remainder))
    }
}
