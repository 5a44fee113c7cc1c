//! Young space: the nursery between two survivor half-spaces.
//!
//! The three stand side by side, `A | nursery | B`, so that "young" is one subtraction and compare, and so is "in
//! from-space": the nursery together with the half that holds the last survivors is one range, whichever half it is.
//! A survivor space is filled from both ends, objects with slots upwards, leaves downwards, so that the lower part
//! can be scanned without looking at kinds.

use crate::config::POISON;
use crate::memory;

/// The layout of young space and its survivors. `Mutator` has the nursery's allocation pointer.
pub(crate) struct Young {
    /// First byte of A.
    pub(crate) start: usize,
    /// Bytes of all three.
    pub(crate) bytes: usize,
    pub(crate) nursery_start: usize,
    pub(crate) nursery_end: usize,
    /// Allocation stops here: at the end, or half-way while so much survives that pauses would get long.
    pub(crate) allocation_end: usize,
    /// The survivors are in B.
    in_upper: bool,
    /// End of the survivors with slots.
    pub(crate) pointers_end: usize,
    /// Start of the surviving leaves; they end where their half ends.
    pub(crate) leaves_start: usize,
    /// The next minor collection keeps survivors of the nursery young once.
    pub(crate) aging: bool,
}

impl Young {
    /// Lays out young space for a nursery of `nursery` bytes, a multiple of the block size.
    pub(crate) fn open(start: usize, nursery: usize) -> Young {
        let bytes = Young::bytes_for(nursery);
        let half = (bytes - nursery) / 2;
        Young {
            start,
            bytes,
            nursery_start: start + half,
            nursery_end: start + half + nursery,
            allocation_end: start + half + nursery,
            in_upper: false,
            pointers_end: start,
            leaves_start: start + half,
            aging: true,
        }
    }

    /// Bytes of young space with a nursery of `nursery` bytes.
    pub(crate) const fn bytes_for(nursery: usize) -> usize {
        nursery * 2
    }

    /// Decides how much of the nursery is filled before the next minor collection, after one that copied `copied` of
    /// `before` bytes. What survives is copied sooner or later whatever the size, as long as most survives; so half
    /// the nursery halves the pauses and costs nothing.
    pub(crate) fn adapt(&mut self, copied: usize, before: usize) {
        let nursery = self.nursery_end - self.nursery_start;
        let most_survives = copied * 2 > before && before * 4 > nursery;
        self.allocation_end = if most_survives {
            self.nursery_start + nursery / 2
        } else {
            self.nursery_end
        };
    }

    /// The half with the survivors: (start, end).
    pub(crate) fn survivors(&self) -> (usize, usize) {
        self.half(self.in_upper)
    }

    /// The half that the next survivors go to.
    pub(crate) fn target(&self) -> (usize, usize) {
        self.half(!self.in_upper)
    }

    fn half(&self, upper: bool) -> (usize, usize) {
        if upper {
            (self.nursery_end, self.start + self.bytes)
        } else {
            (self.start, self.nursery_start)
        }
    }

    /// What a minor collection empties: (start, end).
    pub(crate) fn condemned(&self) -> (usize, usize) {
        if self.in_upper {
            (self.nursery_start, self.start + self.bytes)
        } else {
            (self.start, self.nursery_end)
        }
    }

    /// After a minor collection: the target half, filled up to these cursors, holds the survivors.
    pub(crate) fn flip(&mut self, pointers_end: usize, leaves_start: usize, poison: bool) {
        if poison {
            let (start, end) = self.condemned();
            memory::fill(start, POISON, end - start);
        }
        self.in_upper = !self.in_upper;
        self.pointers_end = pointers_end;
        self.leaves_start = leaves_start;
    }

    /// True if the address is young.
    #[inline(always)]
    pub(crate) fn contains(&self, address: usize) -> bool {
        address.wrapping_sub(self.start) < self.bytes
    }
}
