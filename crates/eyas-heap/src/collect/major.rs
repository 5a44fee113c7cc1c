//! The major collection: marks what is reachable in old space, and moves objects out of sparse blocks.
//!
//! It follows a minor collection that promoted everything, so nothing is young and all cards are clean. Marking uses
//! an explicit stack; of a pair the car is followed first and the cdr pushed, so a list needs a constant amount of
//! stack however long it is, and a long vector is pushed in pieces. Blocks chosen for evacuation lose their objects
//! as they are reached (opportunistic evacuation, "Immix", 2008): the copy is marked, the original forwards to it,
//! and every slot that leads there is updated when it is visited.
//!
//! Marking stops the world for now. A concurrent marker will need the snapshot barrier that `Mutator::marking` is
//! reserved for, and nothing else of the interface.

use crate::collect::weak::{Tracer, WeakWork};
use crate::kinds::Kind;
use crate::layout::*;
use crate::memory::{self, load, prefetch, store};
use crate::old::{BlockKind, Old, Space, is_weak};
use crate::root::RootTask;
use crate::tables::Tables;
use crate::value::{Header, Value};

/// Slots pushed at once; a longer object goes on later.
const PIECE: usize = 64;
/// Low bits of a stack entry that is the start of a range of slots, whose end is the entry below.
const RANGE: u64 = 0b010;

/// A running major collection.
pub(crate) struct Major<'h> {
    old: &'h mut Old,
    tables: Tables,
    /// Pointers to objects marked and not scanned, and ranges.
    stack: Vec<u64>,
    evacuating: bool,
    /// Bytes that may still be moved.
    room: usize,
    /// Bytes moved.
    pub(crate) evacuated: usize,
    weak: WeakWork,
}

impl<'h> Major<'h> {
    /// Begins; nothing is young. Objects of blocks noted for evacuation move, up to `room` bytes in total.
    pub(crate) fn begin(old: &'h mut Old, room: usize) -> Major<'h> {
        let (from, to) = (old.start(), old.frontier());
        old.close_run();
        old.drop_holes();
        old.pending.clear();
        old.tables.forget_range(from, to);
        old.tables.clean_range(from, to);
        let evacuating = old.blocks.iter().any(|block| block.evacuate);
        Major {
            tables: old.tables,
            old,
            stack: Vec::new(),
            evacuating,
            room,
            evacuated: 0,
            weak: WeakWork::default(),
        }
    }

    /// Sweeps; returns the bytes in use, whole lines.
    pub(crate) fn finish(self) -> usize {
        debug_assert!(self.stack.is_empty());
        self.old.pending.clear();
        self.old.clear_holes();
        self.old.sweep()
    }

    /// Marks what a word refers to. Returns the word, updated, if it is to be scanned: it is reached for the first
    /// time.
    #[inline(always)]
    fn reach<const EPHEMERONS: bool>(&mut self, word: u64) -> (u64, bool) {
        if word & POINTER_MASK != POINTER_BITS {
            return (word, false);
        }
        let address = (word & !TAG_MASK) as usize;
        debug_assert!(
            self.old.blocks[self.old.block_number(address)].kind != BlockKind::Young,
            "nothing is young"
        );
        if self.evacuating && self.old.blocks[self.old.block_number(address)].evacuate {
            let first = load(address);
            if first & 0xff == LOW_FORWARD {
                return (first >> IMMEDIATE_SHIFT | word & TAG_MASK, false);
            }
            if let Some(moved) = self.evacuate(word, first) {
                if EPHEMERONS {
                    self.weak.reached(address);
                }
                return (moved, true);
            }
        }
        let fresh = self.tables.mark(address);
        if EPHEMERONS && fresh {
            self.weak.reached(address);
        }
        (word, fresh)
    }

    #[cold]
    fn evacuate(&mut self, word: u64, first: u64) -> Option<u64> {
        let address = (word & !TAG_MASK) as usize;
        if self.tables.is_marked(address) {
            return None;
        }
        let (space, size) = if word & TAG_MASK == TAG_PAIR {
            (Space::Pointer, 16)
        } else {
            let header = Header::from_bits(first);
            (Space::of(header.kind()), header.size())
        };
        if size > self.room || size >= LARGE_OBJECT {
            return None;
        }
        self.room -= size;
        self.evacuated += size;
        let target = self.old.allocate(space, size);
        memory::copy(address, target, size);
        store(address, (target as u64) << IMMEDIATE_SHIFT | LOW_FORWARD);
        self.tables.mark(target);
        Some(target as u64 | word & TAG_MASK)
    }

    /// Reaches what a slot refers to, updates the slot, and returns the word if it is to be scanned.
    #[inline(always)]
    fn reach_slot<const EPHEMERONS: bool>(&mut self, slot: usize) -> Option<u64> {
        let word = load(slot);
        let (updated, fresh) = self.reach::<EPHEMERONS>(word);
        if updated != word {
            store(slot, updated);
        }
        fresh.then_some(updated)
    }

    #[inline(always)]
    fn push(&mut self, word: u64) {
        prefetch((word & !TAG_MASK) as usize);
        self.stack.push(word);
    }

    /// Scans a marked object and, as far as it goes without the stack, what it leads to.
    fn scan<const EPHEMERONS: bool>(&mut self, word: u64) {
        let mut word = word;
        loop {
            let address = (word & !TAG_MASK) as usize;
            if word & TAG_MASK != TAG_PAIR {
                return self.scan_object::<EPHEMERONS>(address);
            }
            let cdr = self.reach_slot::<EPHEMERONS>(address + WORD);
            match (self.reach_slot::<EPHEMERONS>(address), cdr) {
                (Some(car), Some(cdr)) => {
                    self.push(cdr);
                    word = car;
                }
                (Some(next), None) | (None, Some(next)) => word = next,
                (None, None) => return,
            }
        }
    }

    fn scan_object<const EPHEMERONS: bool>(&mut self, address: usize) {
        let header = Header::from_bits(load(address));
        let size = header.size();
        // The line on which it starts follows from the mark.
        if (address & (LINE_SIZE - 1)) + size > LINE_SIZE {
            self.tables.use_lines(address, address + size);
        }
        if header.kind().is_leaf() {
            return;
        }
        if is_weak(header.kind()) {
            self.weak.fresh.push(address);
            return;
        }
        if header.is(Kind::Continuation) {
            self.weak.continuations.push(address);
        }
        let first = address + WORD;
        self.scan_range::<EPHEMERONS>(first, first + header.length() * WORD);
    }

    fn scan_range<const EPHEMERONS: bool>(&mut self, from: usize, to: usize) {
        let mut end = to;
        if to - from > PIECE * WORD {
            end = from + PIECE * WORD;
            self.stack.push(to as u64);
            self.stack.push(end as u64 | RANGE);
        }
        let mut slot = from;
        while slot < end {
            if let Some(word) = self.reach_slot::<EPHEMERONS>(slot) {
                self.push(word);
            }
            slot += WORD;
        }
    }
}

impl RootTask for Major<'_> {
    fn roots(&mut self, values: &mut [Value]) {
        for value in values {
            let (word, fresh) = if self.weak.is_indexed {
                self.reach::<true>(value.bits())
            } else {
                self.reach::<false>(value.bits())
            };
            *value = Value::from_bits(word);
            if fresh {
                self.push(word);
            }
        }
    }
}

impl Tracer for Major<'_> {
    const MINOR: bool = false;

    fn weak(&mut self) -> &mut WeakWork {
        &mut self.weak
    }

    fn fate(&self, word: u64) -> Option<u64> {
        if word & POINTER_MASK != POINTER_BITS {
            return Some(word);
        }
        let address = (word & !TAG_MASK) as usize;
        if self.evacuating && self.old.blocks[self.old.block_number(address)].evacuate {
            let first = load(address);
            if first & 0xff == LOW_FORWARD {
                return Some(first >> IMMEDIATE_SHIFT | word & TAG_MASK);
            }
        }
        self.tables.is_marked(address).then_some(word)
    }

    fn trace<const EPHEMERONS: bool>(&mut self, slot: usize) {
        if let Some(word) = self.reach_slot::<EPHEMERONS>(slot) {
            self.push(word);
        }
    }

    fn drain<const EPHEMERONS: bool>(&mut self) {
        loop {
            while let Some(word) = self.stack.pop() {
                if word & POINTER_MASK == RANGE {
                    let end = self.stack.pop().expect("a range has an end");
                    self.scan_range::<EPHEMERONS>((word & !RANGE) as usize, end as usize);
                } else {
                    self.scan::<EPHEMERONS>(word);
                }
            }
            if !self.drain_weak::<EPHEMERONS>() {
                return;
            }
        }
    }

    fn settled(&mut self, _cell: usize) {}
}
