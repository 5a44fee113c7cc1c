//! A thread's door to the heap.
//!
//! The first fields are a contract with machine code (`layout.rs` has their offsets): allocation is `alloc + size`
//! compared with `limit`; a write is followed by a byte store through `cards`; an object is young if
//! `address - young_start < young_bytes`. Everything shared stands behind `heap`, so that several mutators can share
//! one heap later. `limit` lowered by another thread (or by a stress mode) sends the next allocation to the slow
//! path: the limit check is the safepoint poll.
//!
//! Allocation comes in two forms. `try_…` is for code that can start an instruction again: `None` means "reserve,
//! then run it again". `pair`, `slots` and `bytes` are for code that has called [`Mutator::reserve`] and now builds:
//! within the reservation they cannot fail, and nothing moves.

use crate::config::{HeapConfig, HeapError, OutOfMemory};
use crate::heap::Heap;
use crate::kinds::Kind;
use crate::layout::*;
use crate::memory;
use crate::object::text::HashSeed;
use crate::old::{Space, is_weak};
use crate::root::{RootIndex, RootStack, Roots};
use crate::statistics::Statistics;
use crate::symbols::SymbolTable;
use crate::value::{Header, Value};

/// Bytes of a pair, for reservations.
pub const PAIR_SIZE: usize = 16;

/// A thread's door to the heap; a VM embeds it as the first field of its context.
#[repr(C)]
pub struct Mutator {
    /// Next free byte of the nursery.
    pub(crate) alloc: *mut u8,
    /// Allocation may go up to here.
    pub(crate) limit: *mut u8,
    /// Biased: the card byte of an address is at `cards + (address >> CARD_SHIFT)`.
    pub(crate) cards: *mut u8,
    /// First byte of the young range.
    pub(crate) young_start: usize,
    /// Bytes of the young range.
    pub(crate) young_bytes: usize,
    /// Nonzero while a concurrent marker wants overwritten values; always zero as long as marking stops the world.
    pub(crate) marking: u64,
    pub(crate) roots: RootStack,
    pub(crate) heap: Box<Heap>,
}

const _: () = {
    assert!(std::mem::offset_of!(Mutator, alloc) == MUTATOR_ALLOC);
    assert!(std::mem::offset_of!(Mutator, limit) == MUTATOR_LIMIT);
    assert!(std::mem::offset_of!(Mutator, cards) == MUTATOR_CARDS);
    assert!(std::mem::offset_of!(Mutator, young_start) == MUTATOR_YOUNG_START);
    assert!(std::mem::offset_of!(Mutator, young_bytes) == MUTATOR_YOUNG_BYTES);
    assert!(std::mem::offset_of!(Mutator, marking) == MUTATOR_MARKING);
};

/// Bytes of an object with `n` slots or bytes of payload; huge if `n` is absurd.
#[inline(always)]
fn object_size(payload: usize) -> usize {
    (payload.saturating_add(WORD + ALIGNMENT - 1)) & !(ALIGNMENT - 1)
}

impl Mutator {
    /// Opens a heap of its own.
    pub fn open(config: &HeapConfig) -> Result<Mutator, HeapError> {
        let heap = Box::new(Heap::open(config)?);
        let mut mutator = Mutator {
            alloc: std::ptr::null_mut(),
            limit: std::ptr::null_mut(),
            cards: std::ptr::with_exposed_provenance_mut(heap.old.arena.biased_cards()),
            young_start: heap.young.start,
            young_bytes: heap.young.bytes,
            marking: 0,
            roots: RootStack::default(),
            heap,
        };
        mutator.open_nursery();
        Ok(mutator)
    }

    #[inline(always)]
    fn bump(&mut self, size: usize, space: Space) -> Option<usize> {
        let at = self.alloc as usize;
        let end = at.wrapping_add(size);
        if size < LARGE_OBJECT && end <= self.limit as usize {
            self.alloc = self.alloc.wrapping_add(size);
            Some(at)
        } else {
            self.bump_elsewhere(size, space)
        }
    }

    /// A pair, or `None` if there is no room: reserve and try again.
    #[inline(always)]
    pub fn try_pair(&mut self, car: Value, cdr: Value) -> Option<Value> {
        let at = self.bump(PAIR_SIZE, Space::Pointer)?;
        memory::store(at, car.bits());
        memory::store(at + WORD, cdr.bits());
        Some(Value::from_bits(at as u64 | TAG_PAIR))
    }

    /// An object with `n` slots of fixnum 0, or `None` if there is no room: reserve and try again.
    #[inline(always)]
    pub fn try_slots(&mut self, kind: Kind, flags: u8, n: usize) -> Option<Value> {
        debug_assert!(!kind.is_leaf());
        let size = object_size(n.saturating_mul(WORD));
        let at = self.bump(size, Space::of(kind))?;
        memory::store(at, Header::build(kind, flags, n).bits());
        memory::fill(at + WORD, 0, size - WORD);
        Some(Value::from_bits(at as u64 | TAG_OBJECT))
    }

    /// A leaf of `n` bytes, all zero, or `None` if there is no room: reserve and try again.
    #[inline(always)]
    pub fn try_bytes(&mut self, kind: Kind, flags: u8, n: usize) -> Option<Value> {
        debug_assert!(kind.is_leaf());
        let size = object_size(n);
        let at = self.bump(size, Space::of(kind))?;
        memory::store(at, Header::build(kind, flags, n).bits());
        memory::fill(at + WORD, 0, size - WORD);
        Some(Value::from_bits(at as u64 | TAG_OBJECT))
    }

    /// A pair from the nursery, or `None` if it is full or closed: reserve and use [`Mutator::pair`]. For code that
    /// must not contain a call, such as the interpreter's handlers. The caller sets both halves with
    /// [`Mutator::init_car`] and [`Mutator::init_cdr`] before anything else is allocated: they hold garbage.
    #[inline(always)]
    pub fn try_young_pair(&mut self) -> Option<Value> {
        let at = self.bump_young(PAIR_SIZE)?;
        Some(Value::from_bits(at as u64 | TAG_PAIR))
    }

    /// A leaf of `n` bytes from the nursery, whole words, which the caller sets before anything else is allocated: they
    /// hold garbage. As [`Mutator::try_young_pair`].
    #[inline(always)]
    pub(crate) fn try_young_leaf(&mut self, kind: Kind, n: usize) -> Option<Value> {
        debug_assert!(kind.is_leaf());
        let size = object_size(n);
        let at = self.bump_young(size)?;
        memory::store(at, Header::build(kind, 0, n).bits());
        // What rounding up left over is zero in every leaf.
        memory::store(at + size - WORD, 0);
        Some(Value::from_bits(at as u64 | TAG_OBJECT))
    }

    /// Sets the car of a pair of [`Mutator::try_young_pair`].
    #[inline(always)]
    pub fn init_car(&mut self, pair: Value, v: Value) {
        debug_assert!(pair.is_pair());
        memory::store(pair.address(), v.bits());
    }

    /// Sets the cdr of a pair of [`Mutator::try_young_pair`].
    #[inline(always)]
    pub fn init_cdr(&mut self, pair: Value, v: Value) {
        debug_assert!(pair.is_pair());
        memory::store(pair.address() + WORD, v.bits());
    }

    /// An object with `n` slots from the nursery, or `None`, as for [`Mutator::try_young_pair`]. The caller sets every
    /// slot with [`Mutator::init_slot`] before anything else is allocated: they hold garbage.
    #[inline(always)]
    pub fn try_young(&mut self, kind: Kind, n: usize) -> Option<Value> {
        debug_assert!(!kind.is_leaf());
        let size = object_size(n.saturating_mul(WORD));
        if size >= LARGE_OBJECT {
            return None;
        }
        let at = self.bump_young(size)?;
        // The padding is a word of its own that the collector may look at.
        memory::store(at + size - WORD, 0);
        memory::store(at, Header::build(kind, 0, n).bits());
        Some(Value::from_bits(at as u64 | TAG_OBJECT))
    }

    #[inline(always)]
    fn bump_young(&mut self, size: usize) -> Option<usize> {
        let at = self.alloc as usize;
        if at.wrapping_add(size) > self.limit as usize {
            return None;
        }
        self.alloc = self.alloc.wrapping_add(size);
        Some(at)
    }

    /// A pair, within a reservation.
    #[inline]
    pub fn pair(&mut self, car: Value, cdr: Value) -> Value {
        self.try_pair(car, cdr).expect(RESERVED)
    }

    /// An object with `n` slots of fixnum 0, within a reservation.
    #[inline]
    pub fn slots(&mut self, kind: Kind, flags: u8, n: usize) -> Value {
        self.try_slots(kind, flags, n).expect(RESERVED)
    }

    /// A leaf of these words, within a reservation.
    #[inline]
    pub(crate) fn words(&mut self, kind: Kind, flags: u8, words: &[u64]) -> Value {
        debug_assert!(kind.is_leaf());
        let bytes = words.len() * WORD;
        let size = object_size(bytes);
        let at = self.bump(size, Space::of(kind)).expect(RESERVED);
        memory::store(at, Header::build(kind, flags, bytes).bits());
        // What rounding up left over is zero in every leaf.
        memory::store(at + size - WORD, 0);
        memory::store_words(at + WORD, words);
        Value::from_bits(at as u64 | TAG_OBJECT)
    }

    /// A leaf of `n` zero bytes, within a reservation.
    #[inline]
    pub fn bytes(&mut self, kind: Kind, flags: u8, n: usize) -> Value {
        self.try_bytes(kind, flags, n).expect(RESERVED)
    }

    /// A leaf of these bytes, which lie elsewhere, within a reservation.
    #[inline]
    pub(crate) fn bytes_from(&mut self, kind: Kind, flags: u8, bytes: &[u8]) -> Value {
        debug_assert!(kind.is_leaf());
        let size = object_size(bytes.len());
        let at = self.bump(size, Space::of(kind)).expect(RESERVED);
        // What rounding up leaves over is zero in every leaf: less than two words, which may reach down to the header.
        memory::store(at + size - 2 * WORD, 0);
        memory::store(at + size - WORD, 0);
        memory::store(at, Header::build(kind, flags, bytes.len()).bits());
        if size == 2 * WORD {
            // Even a call of memcpy counts here.
            memory::store(at + WORD, first_word(bytes).to_le());
        } else {
            memory::store_bytes(at + WORD, bytes);
        }
        Value::from_bits(at as u64 | TAG_OBJECT)
    }

    /// An object with `n` slots of fixnum 0 that never moves, within a reservation. It is old from the start, and
    /// its cards are marked, so `init_slot` needs no barrier.
    pub fn pinned_slots(&mut self, kind: Kind, flags: u8, n: usize) -> Value {
        debug_assert!(!kind.is_leaf() && !is_weak(kind));
        let size = object_size(n.saturating_mul(WORD));
        let heap = &mut *self.heap;
        let at = if size >= LARGE_OBJECT {
            heap.allocate_in_run(size, Space::Pointer).expect(RESERVED)
        } else {
            heap.pinned_since_collection += size;
            let at = heap.old.allocate(Space::Pinned, size);
            heap.old.tables.dirty_range(at, at + size);
            at
        };
        memory::store(at, Header::build(kind, flags, n).bits());
        memory::fill(at + WORD, 0, size - WORD);
        Value::from_bits(at as u64 | TAG_OBJECT)
    }

    /// Large objects, and small ones of a reservation beyond the nursery.
    #[cold]
    #[inline(never)]
    fn bump_elsewhere(&mut self, size: usize, space: Space) -> Option<usize> {
        if size < LARGE_OBJECT {
            self.heap.reserved_small = self.heap.reserved_small.checked_sub(size)?;
        }
        self.heap.allocate_in_run(size, space)
    }

    /// The nursery is empty: allocation starts over.
    pub(crate) fn open_nursery(&mut self) {
        let young = &self.heap.young;
        let shut = self.heap.closed || self.heap.config.stress.collect_every > 0;
        let end = if shut {
            young.nursery_start
        } else {
            young.allocation_end
        };
        self.alloc = std::ptr::with_exposed_provenance_mut(young.nursery_start);
        self.limit = std::ptr::with_exposed_provenance_mut(end);
    }

    /// Makes room: afterwards, allocations of at most `bytes` in total (sizes rounded up to 16, headers included)
    /// neither fail nor collect, until the next reservation. May collect.
    ///
    /// # Errors
    /// [`OutOfMemory`] if the heap limit does not allow it, after everything that can be freed has been.
    #[inline]
    pub fn reserve(&mut self, bytes: usize, roots: &mut dyn Roots) -> Result<(), OutOfMemory> {
        let room = (self.limit as usize).saturating_sub(self.alloc as usize);
        if bytes <= room && bytes < LARGE_OBJECT && !self.heap.pinned_due() {
            return Ok(());
        }
        self.reserve_slow(
            bytes.saturating_add(ALIGNMENT - 1) & !(ALIGNMENT - 1),
            roots,
        )
    }

    /// Sends the next allocation to the slow path, as a stop request does that writes zero to `limit` from elsewhere;
    /// the next reservation opens the nursery again.
    pub fn stop_at_next_allocation(&mut self) {
        self.limit = std::ptr::null_mut();
    }

    /// Roots a value that Rust code holds across collections.
    pub fn push_root(&mut self, value: Value) -> RootIndex {
        self.roots.push(value)
    }

    /// The value, where it is now.
    pub fn root(&self, index: RootIndex) -> Value {
        self.roots.get(index)
    }

    /// Replaces the value.
    pub fn set_root(&mut self, index: RootIndex, value: Value) {
        self.roots.set(index, value);
    }

    /// Drops this root and all pushed after it.
    pub fn truncate_roots(&mut self, index: RootIndex) {
        self.roots.truncate(index);
    }

    /// The symbol table.
    pub fn symbols(&self) -> &SymbolTable {
        &self.heap.symbols
    }

    /// The symbol table, to add to.
    pub fn symbols_mut(&mut self) -> &mut SymbolTable {
        &mut self.heap.symbols
    }

    /// Seed for hashing strings, so that nobody can prepare colliding keys.
    pub fn hash_seed(&self) -> HashSeed {
        self.heap.hash_seed
    }

    /// Ties a native resource to an object: after a collection in which the object died,
    /// [`Mutator::take_finalized`] gives the token.
    pub fn attach(&mut self, object: Value, token: u64) {
        let attached = &mut self.heap.attached;
        if object.address().wrapping_sub(self.young_start) < self.young_bytes {
            attached.young.push((object, token));
        } else {
            attached.old.push((object, token));
        }
    }

    /// Tokens of the resources whose objects died since the last call.
    pub fn take_finalized(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.heap.attached.finalized)
    }

    /// True if the next minor collection may move this object.
    #[inline(always)]
    pub fn is_young(&self, v: Value) -> bool {
        v.is_pointer() && v.address().wrapping_sub(self.young_start) < self.young_bytes
    }

    /// Counts minor collections: while it stays the same, no young object has moved.
    #[inline]
    pub fn young_epoch(&self) -> u64 {
        self.heap.young_epoch
    }

    /// Counts compactions: while it stays the same, no old object has moved.
    #[inline]
    pub fn old_epoch(&self) -> u64 {
        self.heap.old_epoch
    }

    /// What the collector has done.
    pub fn statistics(&self) -> &Statistics {
        &self.heap.statistics
    }

    /// The heap limit in effect, in bytes.
    pub fn heap_limit(&self) -> usize {
        self.heap.limit()
    }
}

/// At most eight bytes as a word, the first lowest, with zeros behind.
#[inline(always)]
fn first_word(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk(), bytes.last_chunk(), bytes.len()) {
        (.., 8) => bytes
            .first_chunk()
            .map_or(0, |&all| u64::from_le_bytes(all)),
        (Some(&first), Some(&last), n) => {
            let last = u64::from(u32::from_le_bytes(last)) << (8 * (n - 4));
            u64::from(u32::from_le_bytes(first)) | last
        }
        _ => bytes
            .iter()
            .rev()
            .fold(0, |word, &byte| word << 8 | u64::from(byte)),
    }
}

const RESERVED: &str = "allocation beyond the reservation";

impl Heap {
    /// Allocates in the current run, or for weak objects in weak blocks; marks the cards.
    fn allocate_in_run(&mut self, size: usize, space: Space) -> Option<usize> {
        let at = if space == Space::Weak {
            let at = self.old.allocate(Space::Weak, size);
            self.pinned_since_collection += size;
            self.old.tables.dirty_range(at, at + size);
            at
        } else {
            let at = self.old.allocate_in_run(size, space == Space::Leaf)?;
            self.statistics.allocated_old += size as u64;
            at
        };
        self.run_since_collection += size as u64;
        Some(at)
    }
}
