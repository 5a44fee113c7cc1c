//! The minor collection: copies live young objects (Cheney, "A nonrecursive list compacting algorithm", 1970).
//!
//! Survivors of the nursery stay young once, in a survivor space, if aging is on; everything else goes to old space.
//! A list is copied along its cdrs first, so that it lies in order in memory: worth 1.3x on term rewriting, since
//! later traversals run forward. Copied objects with slots are scanned word by word without looking at kinds
//! (Invariant A of `old.rs`); weak objects go straight to old space and are handled by `weak.rs`.
//!
//! It cannot fail: the heap keeps enough free blocks for everything young to be promoted. It uses no native
//! recursion and no per-object bookkeeping: what is left to scan is the part of each destination after its scan
//! pointer.

use crate::collect::weak::{Tracer, WeakWork};
use crate::kinds::Kind;
use crate::layout::*;
use crate::memory::{self, load, store};
use crate::nursery::Young;
use crate::old::{Old, Space, is_weak};
use crate::root::RootTask;
use crate::tables::Tables;
use crate::value::{Header, Value};

/// A running minor collection.
pub(crate) struct Minor<'h> {
    from_start: usize,
    from_bytes: usize,
    /// Objects in [`aged_start`, `aged_start + aged_bytes`) survive into the survivor space: the nursery, or nothing.
    aged_start: usize,
    aged_bytes: usize,
    pub(crate) young_start: usize,
    pub(crate) young_bytes: usize,
    to_scan: usize,
    to_cursor: usize,
    to_leaves: usize,
    pub(crate) tables: Tables,
    pub(crate) old: &'h mut Old,
    pub(crate) weak: WeakWork,
}

/// Where the survivors end up.
pub(crate) struct Survivors {
    pub(crate) pointers_end: usize,
    pub(crate) leaves_start: usize,
}

impl<'h> Minor<'h> {
    /// Begins; with `age` false, everything live is promoted.
    pub(crate) fn begin(young: &Young, old: &'h mut Old, age: bool) -> Minor<'h> {
        let (from_start, from_end) = young.condemned();
        let (to_start, to_end) = young.target();
        old.begin_scan();
        Minor {
            from_start,
            from_bytes: from_end - from_start,
            aged_start: young.nursery_start,
            aged_bytes: if age {
                young.nursery_end - young.nursery_start
            } else {
                0
            },
            young_start: young.start,
            young_bytes: young.bytes,
            to_scan: to_start,
            to_cursor: to_start,
            to_leaves: to_end,
            tables: old.tables,
            old,
            weak: WeakWork::default(),
        }
    }

    /// Ends; everything reachable has been copied.
    pub(crate) fn finish(self) -> Survivors {
        self.old.clear_holes();
        debug_assert!(self.to_scan == self.to_cursor && self.old.pending.is_empty());
        Survivors {
            pointers_end: self.to_cursor,
            leaves_start: self.to_leaves,
        }
    }

    /// True if the word is a pointer into from-space.
    #[inline(always)]
    fn is_from(&self, word: u64) -> bool {
        word & POINTER_MASK == POINTER_BITS
            && (word as usize).wrapping_sub(self.from_start) < self.from_bytes
    }

    /// True if the word is a pointer into young space.
    #[inline(always)]
    pub(crate) fn is_young(&self, word: u64) -> bool {
        word & POINTER_MASK == POINTER_BITS
            && (word as usize).wrapping_sub(self.young_start) < self.young_bytes
    }

    /// Updates the word at an address, and returns it.
    #[inline(always)]
    pub(crate) fn update<const EPHEMERONS: bool>(&mut self, slot: usize) -> u64 {
        let word = load(slot);
        if self.is_from(word) {
            let moved = self.forward::<EPHEMERONS>(word);
            store(slot, moved);
            moved
        } else {
            word
        }
    }

    /// Where the from-space object that a word points to is now; copies it if need be.
    #[inline(always)]
    fn forward<const EPHEMERONS: bool>(&mut self, word: u64) -> u64 {
        let address = (word & !TAG_MASK) as usize;
        let first = load(address);
        if first & 0xff == LOW_FORWARD {
            return first >> IMMEDIATE_SHIFT | word & TAG_MASK;
        }
        if word & TAG_MASK == TAG_PAIR {
            self.copy_spine::<EPHEMERONS>(address, first)
        } else {
            self.copy_object::<EPHEMERONS>(address, Header::from_bits(first))
        }
    }

    /// Copies a pair and, as long as the cdr is a pair still to be copied, the rest of the list.
    fn copy_spine<const EPHEMERONS: bool>(&mut self, address: usize, car: u64) -> u64 {
        let (mut source, mut car) = (address, car);
        let head = self.place_pair(source);
        let mut target = head;
        loop {
            let cdr = load(source + WORD);
            store(target, car);
            store(source, (target as u64) << IMMEDIATE_SHIFT | LOW_FORWARD);
            if EPHEMERONS {
                self.weak.reached(source);
            }
            if cdr & TAG_MASK == TAG_PAIR
                && (cdr as usize).wrapping_sub(self.from_start) < self.from_bytes
            {
                source = (cdr & !TAG_MASK) as usize;
                car = load(source);
                if car & 0xff == LOW_FORWARD {
                    store(target + WORD, car >> IMMEDIATE_SHIFT | TAG_PAIR);
                    break;
                }
                let next = self.place_pair(source);
                store(target + WORD, next as u64 | TAG_PAIR);
                target = next;
            } else {
                store(target + WORD, cdr);
                break;
            }
        }
        head as u64 | TAG_PAIR
    }

    #[inline(always)]
    fn place_pair(&mut self, source: usize) -> usize {
        let at = self.to_cursor;
        if source.wrapping_sub(self.aged_start) < self.aged_bytes && at + 16 <= self.to_leaves {
            self.to_cursor = at + 16;
            at
        } else {
            self.old.allocate(Space::Pointer, 16)
        }
    }

    fn copy_object<const EPHEMERONS: bool>(&mut self, source: usize, header: Header) -> u64 {
        let kind = header.kind();
        let size = header.size();
        let target = if is_weak(kind) {
            let target = self.old.allocate(Space::Weak, size);
            self.weak.fresh.push(target);
            target
        } else if source.wrapping_sub(self.aged_start) < self.aged_bytes
            && size <= self.to_leaves - self.to_cursor
        {
            if kind.is_leaf() {
                self.to_leaves -= size;
                self.to_leaves
            } else {
                self.to_cursor += size;
                self.to_cursor - size
            }
        } else {
            self.old.allocate(Space::of(kind), size)
        };
        memory::copy(source, target, size);
        if kind == Kind::Continuation {
            self.weak.continuations.push(target);
        }
        if !kind.is_leaf() && header.length().is_multiple_of(2) {
            // Machine code need not clear the padding, so it is cleared where it begins to be scanned.
            store(target + size - WORD, 0);
        }
        store(source, (target as u64) << IMMEDIATE_SHIFT | LOW_FORWARD);
        if EPHEMERONS {
            self.weak.reached(source);
        }
        target as u64 | TAG_OBJECT
    }

    /// Scans the words of [`from`, `to`) in old space, and marks the cards of those that refer to young objects.
    fn scan_old<const EPHEMERONS: bool>(&mut self, from: usize, to: usize) {
        let mut slot = from;
        while slot < to {
            let word = load(slot);
            if self.is_young(word) {
                let word = self.update::<EPHEMERONS>(slot);
                if self.is_young(word) {
                    self.tables.dirty(slot);
                }
            }
            slot += WORD;
        }
    }

    /// Scans one word on a dirty card; true if it refers to a young object afterwards.
    #[inline(always)]
    pub(crate) fn scan_remembered(&mut self, slot: usize) -> bool {
        let word = self.update::<false>(slot);
        self.is_young(word)
    }

    /// Scans the survivors that have not been scanned; true if there were any.
    fn drain_survivors<const EPHEMERONS: bool>(&mut self) -> bool {
        let start = self.to_scan;
        let mut slot = start;
        while slot < self.to_cursor {
            self.update::<EPHEMERONS>(slot);
            slot += WORD;
        }
        self.to_scan = slot;
        slot != start
    }

    /// Scans what was promoted and has not been scanned; true if there was anything.
    fn drain_promoted<const EPHEMERONS: bool>(&mut self) -> bool {
        let mut any = false;
        let pointer = Space::Pointer as usize;
        loop {
            let hole = &mut self.old.holes[pointer];
            let (from, to) = (hole.scan, hole.cursor);
            if from < to {
                hole.scan = to;
                self.scan_old::<EPHEMERONS>(from, to);
                any = true;
                continue;
            }
            let overflow = &mut self.old.overflow[pointer];
            let (from, to) = (overflow.scan, overflow.cursor);
            if from < to {
                overflow.scan = to;
                self.scan_old::<EPHEMERONS>(from, to);
                any = true;
                continue;
            }
            match self.old.pending.pop() {
                Some((from, to)) => self.scan_old::<EPHEMERONS>(from, to),
                None => return any,
            }
            any = true;
        }
    }
}

impl RootTask for Minor<'_> {
    fn roots(&mut self, values: &mut [Value]) {
        for value in values {
            if self.is_from(value.bits()) {
                let moved = if self.weak.is_indexed {
                    self.forward::<true>(value.bits())
                } else {
                    self.forward::<false>(value.bits())
                };
                *value = Value::from_bits(moved);
            }
        }
    }
}

impl Tracer for Minor<'_> {
    const MINOR: bool = true;

    fn weak(&mut self) -> &mut WeakWork {
        &mut self.weak
    }

    #[inline]
    fn fate(&self, word: u64) -> Option<u64> {
        if !self.is_from(word) {
            return Some(word);
        }
        let first = load((word & !TAG_MASK) as usize);
        (first & 0xff == LOW_FORWARD).then_some(first >> IMMEDIATE_SHIFT | word & TAG_MASK)
    }

    fn trace<const EPHEMERONS: bool>(&mut self, slot: usize) {
        self.update::<EPHEMERONS>(slot);
    }

    fn drain<const EPHEMERONS: bool>(&mut self) {
        loop {
            let survivors = self.drain_survivors::<EPHEMERONS>();
            let promoted = self.drain_promoted::<EPHEMERONS>();
            let weak = self.drain_weak::<EPHEMERONS>();
            if !(survivors || promoted || weak) {
                return;
            }
        }
    }

    fn settled(&mut self, cell: usize) {
        for slot in [cell + WORD, cell + 2 * WORD] {
            if self.is_young(load(slot)) {
                self.tables.dirty(slot);
            }
        }
    }
}
