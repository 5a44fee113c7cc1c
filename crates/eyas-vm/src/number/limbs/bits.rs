//! Bitwise operations (SRFI 151): a negative number is seen as infinitely many ones to the left (two's complement).
//!
//! Magnitudes are complemented limb by limb on the way in and out, so nothing is copied but the result.

use super::{Buffers, Integer};

/// The limbs of an integer in two's complement, without end.
struct Complement<'a> {
    limbs: std::slice::Iter<'a, u64>,
    mask: u64,
    carry: bool,
}

impl Complement<'_> {
    #[inline]
    fn next(&mut self) -> u64 {
        let limb = self.limbs.next().copied().unwrap_or(0) ^ self.mask;
        let sum;
        (sum, self.carry) = limb.overflowing_add(self.carry.into());
        sum
    }
}

impl<'a> Integer<'a> {
    fn complement(self) -> Complement<'a> {
        Complement {
            limbs: self.limbs.iter(),
            mask: if self.negative { u64::MAX } else { 0 },
            carry: self.negative,
        }
    }

    /// Puts the magnitude of a bitwise operation's result into `out`; true if the result is negative.
    #[inline]
    pub(in crate::number) fn bitwise(
        self,
        other: Integer<'_>,
        out: &mut Vec<u64>,
        op: impl Fn(u64, u64) -> u64,
    ) -> bool {
        let length = self.limbs.len().max(other.limbs.len()) + 1;
        let (mut a, mut b) = (self.complement(), other.complement());
        let sign = |negative: bool| if negative { u64::MAX } else { 0 };
        let mask = op(sign(self.negative), sign(other.negative));
        let negative = mask != 0;
        let mut carry = negative;
        out.reserve(length);
        for _ in 0..length {
            let limb = op(a.next(), b.next()) ^ mask;
            let sum;
            (sum, carry) = limb.overflowing_add(carry.into());
            out.push(sum);
        }
        negative
    }

    /// Puts the magnitude of this shifted left by `by` into `out`; the sign stays.
    pub(in crate::number) fn shift_left(self, by: usize, out: &mut Vec<u64>) -> bool {
        let (limbs, bits) = (by / 64, by % 64);
        out.resize(limbs, 0);
        let mut above = 0;
        for &limb in self.limbs {
            out.push(limb << bits | above);
            above = if bits == 0 { 0 } else { limb >> (64 - bits) };
        }
        out.push(above);
        self.negative
    }

    /// Puts the magnitude of this shifted right by `by`, rounded down, into the buffer; the sign stays.
    pub(in crate::number) fn shift_right(self, by: usize, buffers: &mut Buffers) -> bool {
        let (limbs, bits) = (by / 64, by % 64);
        let out = &mut buffers.out;
        let limbs = limbs.min(self.limbs.len());
        let (lost, kept) = self.limbs.split_at(limbs);
        for (i, &limb) in kept.iter().enumerate() {
            let next = kept.get(i + 1).copied().unwrap_or(0);
            out.push(if bits == 0 {
                limb
            } else {
                limb >> bits | next << (64 - bits)
            });
        }
        let is_cut = lost.iter().any(|&limb| limb != 0)
            || kept
                .first()
                .is_some_and(|&limb| limb & ((1 << bits) - 1) != 0);
        if self.negative && is_cut {
            super::magnitude::increment(out);
        }
        self.negative
    }

    /// How many bits the magnitude takes.
    fn length(self) -> u64 {
        self.limbs.last().map_or(0, |top| {
            self.limbs.len() as u64 * 64 - u64::from(top.leading_zeros())
        })
    }

    /// How many zeros the magnitude ends in; `None` for zero.
    pub(in crate::number) fn trailing_zeros(self) -> Option<u64> {
        let i = self.limbs.iter().position(|&limb| limb != 0)?;
        Some(i as u64 * 64 + u64::from(self.limbs[i].trailing_zeros()))
    }

    /// Bits of the two's complement form without its sign.
    pub(in crate::number) fn integer_length(self) -> u64 {
        // Only the negative of a power of two is a bit shorter than its magnitude.
        let is_power = self.trailing_zeros().map(|zeros| zeros + 1) == Some(self.length());
        self.length() - u64::from(self.negative && is_power)
    }

    /// The ones of a number that is not negative, the zeros of a negative one.
    pub(in crate::number) fn bit_count(self) -> u64 {
        let ones: u64 = self
            .limbs
            .iter()
            .map(|limb| u64::from(limb.count_ones()))
            .sum();
        match self.trailing_zeros() {
            // The complement of n is n - 1, whose last one has become zeros turned ones.
            Some(zeros) if self.negative => ones - 1 + zeros,
            _ => ones,
        }
    }
}
