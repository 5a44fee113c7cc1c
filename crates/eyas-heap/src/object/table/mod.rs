//! Hash tables that are correct although keys move.
//!
//! Entries stand in the order of insertion, as triples key, value, hash in a vector; an index of 32-bit entry
//! numbers, open addressing with linear probing at half load at most, is a leaf of its own (the layout of CPython's
//! `dict` since 3.6). A removed entry leaves `ABSENT` as its key until the table grows and is compacted; the index
//! closes its gap at once (Knuth, TAOCP 3, 6.4, algorithm R), so it needs no tombstones.
//!
//! Keys without content that stays (pairs, procedures, …, under `eq?`) are hashed by address. Such an entry's hash
//! carries a mark and is brought up to date lazily, when somebody looks for an address and a collection happened in
//! between. Old objects do not move, so only entries whose key was young when last seen matter: all of them are at or
//! after entry `YOUNG_FROM`, because entries are in order of insertion and everything before was seen to be old. An
//! entry is looked at again in this way at most as often as its predecessors age, two or three times in its life.
//! After a compaction of old space the whole index is made anew.
//!
//! Invariants: the index agrees with the hashes *stored in the entries*, at every moment, even if those are out of
//! date; each live entry is in the index exactly once; `used <= capacity`; the index has twice `capacity` positions.
//!
//! Looking up allocates nothing. Inserting is infallible within a reservation of [`Table::size_for_insert`].
//!
//! A weak table (`weak.rs`) has in place of each key an ephemeron that holds key and value: the collector need not
//! know about tables. An entry whose ephemeron broke is not there any more for any reader; it is removed when the
//! table grows, or is counted.

mod hash;
pub mod layout;
mod parts;
#[cfg(test)]
mod tests;
mod weak;

pub use hash::TableHash;
pub use weak::Weakness;

use crate::kinds::Kind;
use crate::mutator::Mutator;
use crate::object::{ABSURD, alloc_fields, bytes_size, eqv, fields, slots_size, views};
use crate::value::Value;
use layout::{HASH, KEY, POSITION, STRIDE, VALUE};
use parts::Parts;

views! {
    /// A hash table.
    Table, as_table;
}

fields!(Table {
    /// Vector of the entries, or fixnum 0 if the capacity is 0.
    ENTRIES = 0, entries_word;
    /// The index, a leaf, or fixnum 0 if the capacity is 0.
    INDEX = 1, index_word;
    /// Entries in use, removed ones included: a fixnum.
    USED = 2, used_word;
    /// Entries in use, removed ones excluded: a fixnum.
    LIVE = 3, live_word;
    /// How keys are hashed and compared: a fixnum whose meaning is the VM's.
    HASHING = 4, hashing;
    /// Which of key and value are held weakly: a fixnum, the number of a [`Weakness`].
    WEAKNESS = 5, weakness_word;
    /// The equality procedure of a custom table, or `#f`.
    EQUALITY = 6, equality;
    /// The hash procedure of a custom table, or `#f`.
    HASH_PROCEDURE = 7, hash_procedure;
    /// Every entry before this one has an old key or one hashed by content: a fixnum.
    YOUNG_FROM = 8, young_from_word;
    /// The heap's count of young collections when addresses were last brought up to date: a fixnum.
    MINOR_EPOCH = 9, minor_epoch_word;
    /// The same for compactions of old space.
    COMPACTION_EPOCH = 10, compaction_epoch_word;
});

/// Fewest entries of a table that has any.
const CAPACITY_MIN: usize = 8;
/// Most entries: their numbers, plus one, fit the index.
const CAPACITY_MAX: usize = 1 << 31;

/// Number of an entry. Stays the same until the table grows; a cursor for iteration, too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Entry(usize);

impl Entry {
    /// Where iteration begins: see [`Table::entry_from`].
    pub const START: Entry = Entry(0);

    /// The entry after this one.
    #[inline]
    pub const fn after(self) -> Entry {
        Entry(self.0 + 1)
    }

    /// The number itself, as iteration keeps it in a Scheme variable.
    #[inline]
    pub const fn number(self) -> usize {
        self.0
    }

    /// The entry of a number; any number is safe.
    #[inline]
    pub const fn from_number(number: usize) -> Entry {
        Entry(number)
    }
}

/// State of a search for keys with a given hash: see [`Table::next_candidate`].
#[derive(Clone, Copy, Debug)]
pub struct Probe {
    hash: TableHash,
    step: usize,
}

impl Probe {
    /// A search from the beginning.
    #[inline]
    pub const fn start(hash: TableHash) -> Probe {
        Probe { hash, step: 0 }
    }
}

/// Making tables.
impl Table {
    /// Bytes to reserve for an empty table.
    pub const SIZE: usize = slots_size(11);

    /// A fresh empty table, within a reservation. `hashing` is a fixnum; `equality` and `hash_procedure` are
    /// procedures or `#f`.
    pub fn alloc(
        m: &mut Mutator,
        hashing: Value,
        weakness: Weakness,
        equality: Value,
        hash_procedure: Value,
    ) -> Value {
        let zero = Value::fixnum(0);
        let (minor, compaction) = epochs(m);
        let fields = [
            zero,
            zero,
            zero,
            zero,
            hashing,
            weakness.word(),
            equality,
            hash_procedure,
            zero,
            minor,
            compaction,
        ];
        alloc_fields(m, Kind::Table, fields)
    }

    /// Bytes to reserve before `alloc_copy` of a table that is not weak.
    pub fn size_for_copy(self) -> usize {
        Table::SIZE + self.size_for_rebuild(self.len())
    }

    /// A fresh table with the same content, within a reservation of `size_for_copy()`. This table is not weak: the
    /// entries of a weak one must be inserted one by one, since two tables cannot share them.
    pub fn alloc_copy(self, m: &mut Mutator) -> Value {
        debug_assert!(!self.is_weak());
        let copy = Table::alloc(
            m,
            self.hashing(),
            self.weakness(),
            self.equality(),
            self.hash_procedure(),
        );
        if !self.is_empty() {
            self.refresh(m);
            self.rebuild_into(m, Table(copy), capacity_for(self.len()));
        }
        copy
    }
}

/// Reading.
impl Table {
    /// Number of keys; of a weak table, those that died lately may be among them (see [`Table::prune`]).
    #[inline]
    pub fn len(self) -> usize {
        self.live_word().fixnum_value() as usize
    }

    /// True if there is no key.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The entry with this hash for whose key `same` holds. `same` must not change the table; it cannot collect.
    #[inline]
    pub fn find(
        self,
        m: &mut Mutator,
        hash: TableHash,
        same: impl Fn(Value) -> bool,
    ) -> Option<Entry> {
        if hash.is_by_address() {
            self.refresh(m);
        }
        let parts = self.parts()?;
        let wanted = hash.word();
        let mut at = hash.home(parts.mask);
        while let Some(e) = parts.index_at(at) {
            if parts.word(e, HASH) == wanted && self.live_key(parts, e).is_some_and(&same) {
                return Some(e);
            }
            at = (at + 1) & parts.mask;
        }
        None
    }

    /// The entry of `key` under `eq?`.
    #[inline]
    pub fn find_eq(self, m: &mut Mutator, key: Value) -> Option<Entry> {
        self.find(m, TableHash::eq(key), |k| k == key)
    }

    /// The entry of `key` under `eqv?`.
    #[inline]
    pub fn find_eqv(self, m: &mut Mutator, key: Value) -> Option<Entry> {
        self.find(m, TableHash::eqv(key), |k| eqv(k, key))
    }

    /// The value of `key` under `eq?`.
    #[inline]
    pub fn get_eq(self, m: &mut Mutator, key: Value) -> Option<Value> {
        self.find_eq(m, key).map(|e| self.value_at(e))
    }

    /// The value of `key` under `eqv?`.
    #[inline]
    pub fn get_eqv(self, m: &mut Mutator, key: Value) -> Option<Value> {
        self.find_eqv(m, key).map(|e| self.value_at(e))
    }

    /// The next entry with the probe's hash, for equality that is decided by running Scheme code: start with
    /// [`Probe::start`] and go on until a key is equal or `None` comes. Anything may happen between two steps; if it
    /// changes the table, the search may miss or repeat entries, but it ends.
    pub fn next_candidate(self, m: &mut Mutator, probe: &mut Probe) -> Option<Entry> {
        loop {
            let e = self.next_match(m, probe)?;
            if self.entry(e).is_some() {
                return Some(e);
            }
        }
    }

    /// The same, but the entry may have died: to find the place of an entry that was a candidate.
    pub fn next_match(self, m: &mut Mutator, probe: &mut Probe) -> Option<Entry> {
        if probe.hash.is_by_address() {
            self.refresh(m);
        }
        let parts = self.parts()?;
        let wanted = probe.hash.word();
        let home = probe.hash.home(parts.mask);
        while probe.step <= parts.mask {
            let e = parts.index_at((home + probe.step) & parts.mask)?;
            probe.step += 1;
            if parts.word(e, HASH) == wanted {
                return Some(e);
            }
        }
        None
    }

    /// The first live entry at or after `from`, in order of insertion. Iterating while keys are added, changed or
    /// removed is safe and ends; if the table grows meanwhile, entries may be skipped.
    pub fn entry_from(self, from: Entry) -> Option<Entry> {
        let parts = self.parts()?;
        (from.0..self.used())
            .map(Entry)
            .find(|&e| self.live_key(parts, e).is_some())
    }

    /// Key and value of an entry, unless it was removed or never was.
    pub fn entry(self, e: Entry) -> Option<(Value, Value)> {
        let parts = self.parts()?;
        if e.0 >= self.used() {
            return None;
        }
        let key = self.live_key(parts, e)?;
        Some((key, self.value_in(parts, e)))
    }

    /// The key of an entry found or inserted since the table last changed and since the last reservation.
    #[inline]
    pub fn key_at(self, e: Entry) -> Value {
        let key = self.live_key(self.known_parts(e), e);
        key.expect("nothing was collected since the entry was found")
    }

    /// The value of an entry found or inserted since the table last changed and since the last reservation.
    #[inline]
    pub fn value_at(self, e: Entry) -> Value {
        self.value_in(self.known_parts(e), e)
    }

    /// The hash of an entry found or inserted since the table last changed.
    #[inline]
    pub fn hash_at(self, e: Entry) -> TableHash {
        self.known_parts(e).hash(e)
    }

    /// The key of an entry in use, unless it was removed or died.
    #[inline]
    fn live_key(self, parts: Parts, e: Entry) -> Option<Value> {
        let key = parts.word(e, KEY);
        if key == Value::ABSENT {
            None
        } else if self.is_weak() {
            self.weakness().key(key)
        } else {
            Some(key)
        }
    }

    /// The value of an entry whose key is live.
    #[inline]
    fn value_in(self, parts: Parts, e: Entry) -> Value {
        if self.is_weak() {
            self.weakness().value(parts.word(e, KEY))
        } else {
            parts.word(e, VALUE)
        }
    }

    #[inline]
    fn known_parts(self, e: Entry) -> Parts {
        match self.parts() {
            Some(parts) if e.0 < self.used() => parts,
            _ => panic!("entry {} of a table with {} entries", e.0, self.used()),
        }
    }

    #[inline]
    fn used(self) -> usize {
        self.used_word().fixnum_value() as usize
    }

    #[inline]
    fn young_from(self) -> usize {
        self.young_from_word().fixnum_value() as usize
    }

    #[inline]
    fn capacity(self) -> usize {
        self.parts().map_or(0, Parts::capacity)
    }

    /// Entries and index, unless the capacity is 0.
    #[inline]
    fn parts(self) -> Option<Parts> {
        let index = self.index_word();
        if index.is_fixnum() {
            return None;
        }
        Some(Parts::of(self.entries_word(), index))
    }
}

/// Writing.
impl Table {
    /// Bytes to reserve before a key is inserted. A collection does not make it more.
    #[inline]
    pub fn size_for_insert(self) -> usize {
        let cell = if self.is_weak() {
            self.weakness().cell_size()
        } else {
            0
        };
        if self.used() < self.capacity() {
            cell
        } else {
            cell.saturating_add(self.size_for_rebuild(self.len()))
        }
    }

    fn size_for_rebuild(self, live: usize) -> usize {
        let capacity = capacity_for(live);
        if capacity > CAPACITY_MAX {
            return ABSURD;
        }
        slots_size(capacity * STRIDE) + bytes_size(capacity * 2 * POSITION)
    }

    /// Adds a key that is not in the table, within a reservation of `size_for_insert()`. An address hash is taken
    /// anew from `key`, so one computed before the reservation will do.
    pub fn insert(self, m: &mut Mutator, hash: TableHash, key: Value, v: Value) -> Entry {
        let hash = if hash.is_by_address() {
            TableHash::of_address(key)
        } else {
            hash
        };
        if self.used() == self.capacity() {
            self.refresh(m);
            self.prune(m);
            self.rebuild_into(m, self, capacity_for(self.len()));
        }
        let Some(parts) = self.parts() else {
            unreachable!("the table has just grown")
        };
        let e = Entry(self.used());
        if self.is_weak() {
            let cell = self.weakness().alloc_cell(m, key, v);
            parts.store(m, e, KEY, cell);
        } else {
            parts.store(m, e, KEY, key);
            parts.store(m, e, VALUE, v);
        }
        parts.store(m, e, HASH, hash.word());
        parts.enter(e, hash);
        if self.young_from() == e.0 && !(hash.is_by_address() && m.is_young(key)) {
            self.set_count(m, Table::YOUNG_FROM, e.0 + 1);
        }
        self.set_count(m, Table::USED, e.0 + 1);
        self.set_count(m, Table::LIVE, self.len() + 1);
        e
    }

    /// Changes the value of an entry found or inserted since the table last changed and since the last reservation.
    #[inline]
    pub fn set_value_at(self, m: &mut Mutator, e: Entry, v: Value) {
        let parts = self.known_parts(e);
        if self.is_weak() {
            self.weakness().set_value(m, parts.word(e, KEY), v);
        } else {
            parts.store(m, e, VALUE, v);
        }
    }

    /// Removes an entry; false if it was removed before or never was, or died. Needs no reservation.
    pub fn remove(self, m: &mut Mutator, e: Entry) -> bool {
        if self.entry(e).is_none() {
            return false;
        }
        self.remove_entry(m, e);
        true
    }

    /// Removes an entry that is there, dead or alive.
    fn remove_entry(self, m: &mut Mutator, e: Entry) {
        let parts = self.known_parts(e);
        parts.leave(e);
        parts.store(m, e, KEY, Value::ABSENT);
        parts.store(m, e, VALUE, Value::ABSENT);
        parts.store(m, e, HASH, Value::fixnum(0));
        self.set_count(m, Table::LIVE, self.len() - 1);
        // Give back removed entries at the end, so that a table used as a queue or a stack does not grow.
        let mut used = self.used();
        while used > 0 && parts.word(Entry(used - 1), KEY) == Value::ABSENT {
            used -= 1;
        }
        self.set_count(m, Table::USED, used);
        if self.young_from() > used {
            self.set_count(m, Table::YOUNG_FROM, used);
        }
    }

    /// Removes all entries. Needs no reservation.
    pub fn clear(self, m: &mut Mutator) {
        for i in [
            Table::ENTRIES,
            Table::INDEX,
            Table::USED,
            Table::LIVE,
            Table::YOUNG_FROM,
        ] {
            m.store_slot(self.0, i, Value::fixnum(0));
        }
    }

    /// Brings the hashes that come from addresses up to date after a collection.
    #[inline]
    fn refresh(self, m: &mut Mutator) {
        let (minor, compaction) = epochs(m);
        if self.minor_epoch_word() != minor || self.compaction_epoch_word() != compaction {
            self.rehash_moved(m);
        }
    }

    #[cold]
    #[inline(never)]
    fn rehash_moved(self, m: &mut Mutator) {
        let (minor, compaction) = epochs(m);
        let compacted = self.compaction_epoch_word() != compaction;
        m.store_slot(self.0, Table::MINOR_EPOCH, minor);
        m.store_slot(self.0, Table::COMPACTION_EPOCH, compaction);
        let Some(parts) = self.parts() else { return };
        let used = self.used();
        let from = if compacted { 0 } else { self.young_from() };
        // Moving entries one by one costs about three times as much as entering them into an empty index.
        let all = used - from > used / 4;
        let mut young_from = used;
        for e in (from..used).map(Entry) {
            let hash = parts.hash(e);
            if !hash.is_by_address() {
                continue;
            }
            let Some(key) = self.live_key(parts, e) else {
                continue;
            };
            if young_from == used && m.is_young(key) {
                young_from = e.0;
            }
            let moved = TableHash::of_address(key);
            if moved != hash {
                if !all {
                    parts.leave(e);
                }
                parts.store(m, e, HASH, moved.word());
                if !all {
                    parts.enter(e, moved);
                }
            }
        }
        if all {
            parts.clear_index();
            for e in (0..used).map(Entry) {
                if parts.word(e, KEY) != Value::ABSENT {
                    parts.enter(e, parts.hash(e));
                }
            }
        }
        self.set_count(m, Table::YOUNG_FROM, young_from);
    }

    /// Gives `target`, which may be this table, fresh parts with this table's live entries. This table is up to date.
    fn rebuild_into(self, m: &mut Mutator, target: Table, capacity: usize) {
        let entries = m.slots(Kind::Vector, 0, capacity * STRIDE);
        let index = m.bytes(Kind::Bytes, 0, capacity * 2 * POSITION);
        let source = self.parts();
        let used = self.used();
        let young_from = self.young_from();
        m.store_slot(target.0, Table::ENTRIES, entries);
        m.store_slot(target.0, Table::INDEX, index);
        let Some(fresh) = target.parts() else {
            unreachable!("the parts were just stored")
        };
        let mut count = 0;
        let mut count_old = 0;
        if let Some(source) = source {
            for e in (0..used).map(Entry) {
                let key = source.word(e, KEY);
                if key == Value::ABSENT {
                    continue;
                }
                let to = Entry(count);
                fresh.store(m, to, KEY, key);
                fresh.store(m, to, VALUE, source.word(e, VALUE));
                fresh.store(m, to, HASH, source.word(e, HASH));
                fresh.enter(to, source.hash(e));
                count += 1;
                if e.0 < young_from {
                    count_old = count;
                }
            }
        }
        target.set_count(m, Table::USED, count);
        target.set_count(m, Table::LIVE, count);
        target.set_count(m, Table::YOUNG_FROM, count_old);
    }

    #[inline]
    fn set_count(self, m: &mut Mutator, i: usize, n: usize) {
        m.store_slot(self.0, i, Value::fixnum(n as i64));
    }
}

/// Capacity for `live` entries and some more: at least a quarter stays free, so that growing is amortized.
fn capacity_for(live: usize) -> usize {
    (live + live / 3 + 1).next_power_of_two().max(CAPACITY_MIN)
}

/// The heap's counts of young collections and of compactions, as a table keeps them.
#[inline]
fn epochs(m: &Mutator) -> (Value, Value) {
    let word = |n: u64| Value::fixnum((n & ((1 << 59) - 1)) as i64);
    (word(m.young_epoch()), word(m.old_epoch()))
}
