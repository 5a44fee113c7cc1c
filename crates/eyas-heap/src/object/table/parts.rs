//! The two arrays of a table: entries and index.

use super::Entry;
use super::hash::TableHash;
use super::layout::{HASH, POSITION, STRIDE};
use crate::layout::WORD;
use crate::memory;
use crate::mutator::Mutator;
use crate::object::{header_of, payload};
use crate::value::Value;

/// Where a table's entries and index are now; stale after a collection, and after the table has grown.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    entries: Value,
    /// Address of the first entry.
    words: usize,
    index: *mut u32,
    /// Positions of the index, a power of two, minus 1.
    pub(super) mask: usize,
}

impl Parts {
    /// The arrays: a vector of `capacity * STRIDE` words and a leaf of `capacity * 2` positions.
    #[inline]
    pub(super) fn of(entries: Value, index: Value) -> Parts {
        Parts {
            entries,
            words: payload(entries),
            index: std::ptr::with_exposed_provenance_mut(payload(index)),
            mask: header_of(index).length() / POSITION - 1,
        }
    }

    /// Number of entries that there is room for: half the positions.
    #[inline]
    pub(super) fn capacity(self) -> usize {
        self.mask / 2 + 1
    }

    /// The entry at a position of the index.
    #[inline]
    pub(super) fn index_at(self, at: usize) -> Option<Entry> {
        debug_assert!(at <= self.mask);
        // SAFETY: positions are masked by the length of the index, a power of two (`Parts::of`).
        let n = unsafe { self.index.add(at).read() };
        if n == 0 {
            None
        } else {
            Some(Entry(n as usize - 1))
        }
    }

    #[inline]
    pub(super) fn set_index(self, at: usize, e: Option<Entry>) {
        debug_assert!(at <= self.mask);
        // SAFETY: as for `index_at`. The index is a leaf, so no barrier is needed.
        unsafe { self.index.add(at).write(e.map_or(0, |e| e.0 as u32 + 1)) };
    }

    /// A word of an entry, whose number is below the capacity.
    #[inline]
    pub(super) fn word(self, e: Entry, which: usize) -> Value {
        debug_assert!(e.0 * 2 <= self.mask);
        Value::from_bits(memory::load(self.words + (e.0 * STRIDE + which) * WORD))
    }

    #[inline]
    pub(super) fn hash(self, e: Entry) -> TableHash {
        TableHash(self.word(e, HASH).fixnum_value() as u64)
    }

    #[inline]
    pub(super) fn store(self, m: &mut Mutator, e: Entry, which: usize, v: Value) {
        m.store_slot(self.entries, e.0 * STRIDE + which, v);
    }

    /// Puts an entry into the index. There is always a free position: the index is at most half full.
    #[inline]
    pub(super) fn enter(self, e: Entry, hash: TableHash) {
        let mut at = hash.home(self.mask);
        while self.index_at(at).is_some() {
            at = (at + 1) & self.mask;
        }
        self.set_index(at, Some(e));
    }

    /// Takes an entry, which is there, out of the index and closes the gap.
    pub(super) fn leave(self, e: Entry) {
        let mut hole = self.hash(e).home(self.mask);
        while self.index_at(hole) != Some(e) {
            assert!(
                self.index_at(hole).is_some(),
                "a live entry is not in the index"
            );
            hole = (hole + 1) & self.mask;
        }
        let mut at = hole;
        loop {
            at = (at + 1) & self.mask;
            let Some(follower) = self.index_at(at) else {
                break;
            };
            let home = self.hash(follower).home(self.mask);
            // Move it if its home is not between the hole (excluded) and its place.
            if at.wrapping_sub(home) & self.mask >= at.wrapping_sub(hole) & self.mask {
                self.set_index(hole, Some(follower));
                hole = at;
            }
        }
        self.set_index(hole, None);
    }

    pub(super) fn clear_index(self) {
        // SAFETY: the index has `mask + 1` positions (`Parts::of`).
        unsafe { self.index.write_bytes(0, self.mask + 1) };
    }
}
