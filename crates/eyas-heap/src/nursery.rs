//! Young space: the nursery between two survivor half-spaces.
//!
//! The three stand side by side, `A | nursery | B`, so that "young" is one subtraction and compare, and so is "in
//! from-space": the nursery together with the half that holds the last survivors is one range, whichever half it is.
//! A survivor space is filled from both ends, objects with slots upwards, leaves downwards, so that the lower part
//! can be scanned without looking at kinds.

use crate::config::POISON;
use crate::memory;

/// So many minor collections do without aging after one that showed it to be vain.
const AGING_PAUSE: u32 = 8;

/// What a minor collection found and did, in bytes.
pub(crate) struct Course {
    /// It could have kept survivors of the nursery young.
    pub(crate) may_age: bool,
    /// Allocated in the nursery before.
    pub(crate) used: usize,
    /// In the survivor space before.
    pub(crate) survivors: usize,
    /// Copied to the survivor space.
    pub(crate) aged: usize,
    /// Copied to old space.
    pub(crate) promoted: usize,
}

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
    /// Minor collections until survivors of the nursery are kept young once more; 0: the next one does.
    no_aging: u32,
    /// The last minor collection found nearly everything alive.
    full_of_life: bool,
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
            no_aging: 0,
            full_of_life: false,
        }
    }

    /// Bytes of young space with a nursery of `nursery` bytes.
    pub(crate) const fn bytes_for(nursery: usize) -> usize {
        nursery * 2
    }

    /// True if the next minor collection keeps survivors of the nursery young once.
    pub(crate) fn is_aging(&self) -> bool {
        self.no_aging == 0
    }

    /// Draws conclusions from a minor collection.
    ///
    /// Aging copies what lives on twice, to find out what does not. It stops for a while if most of what it kept young
    /// lives on, and for as long as most of everything does.
    ///
    /// Once nearly everything has survived twice, only half of the nursery is filled: what survives is copied sooner or
    /// later whatever the size, so half the nursery halves the pauses and costs nothing. Once is not enough: what fills
    /// one or two nurseries and dies then would be promoted more often.
    pub(crate) fn adapt(&mut self, course: Course) {
        let before = course.used + course.survivors;
        let copied = course.aged + course.promoted;
        let nursery = self.nursery_end - self.nursery_start;
        let was_aging = self.is_aging() && course.may_age;
        if copied * 2 > before {
            self.no_aging = self.no_aging.max(1);
        } else if was_aging
            && course.survivors * 64 > nursery
            && course.promoted * 2 > course.survivors
        {
            self.no_aging = AGING_PAUSE;
        } else {
            self.no_aging = self.no_aging.saturating_sub(1);
        }
        if course.used > 0 {
            let full_of_life = copied * 4 > before * 3 && before * 4 > nursery;
            let again = std::mem::replace(&mut self.full_of_life, full_of_life) && full_of_life;
            self.allocation_end = if again {
                self.nursery_start + nursery / 2
            } else {
                self.nursery_end
            };
        }
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
