//! The table of interned symbols: found by the hash of their names, held weakly.
//!
//! The table stores each symbol with the full hash, so that probing reads a symbol only when the hashes agree, and so
//! that growing and sweeping never look into symbols. Open addressing, linear probing, power-of-two capacity.
//! Collections drop the symbols that nothing else holds. How a name is hashed and compared is the caller's matter.

use crate::value::Value;

/// A slot never used, or emptied with no probe sequence running through it.
const EMPTY: Value = Value::ABSENT;
/// A slot whose symbol died.
const TOMBSTONE: Value = Value::BROKEN;

/// The table. One per heap; see [`Mutator::symbols`](crate::Mutator::symbols).
pub struct SymbolTable {
    slots: Vec<(u64, Value)>,
    /// Slots that are not `EMPTY`.
    used: usize,
    live: usize,
    /// Slots that may hold a young symbol.
    young: Vec<u32>,
}

impl SymbolTable {
    pub(crate) fn empty() -> SymbolTable {
        SymbolTable {
            slots: vec![(0, EMPTY); 1024],
            used: 0,
            live: 0,
            young: Vec::new(),
        }
    }

    /// Number of symbols.
    pub fn len(&self) -> usize {
        self.live
    }

    /// True if no symbol is interned.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// The symbol with this hash for which `is_same` holds. The result is a strong reference like any other.
    pub fn find(&self, hash: u64, mut is_same: impl FnMut(Value) -> bool) -> Option<Value> {
        let mask = self.slots.len() - 1;
        let mut at = spread(hash) & mask;
        loop {
            let (slot_hash, symbol) = self.slots[at];
            if symbol == EMPTY {
                return None;
            }
            if slot_hash == hash && symbol != TOMBSTONE && is_same(symbol) {
                return Some(symbol);
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds a symbol that [`SymbolTable::find`] did not find.
    pub fn insert(&mut self, hash: u64, symbol: Value) {
        debug_assert!(symbol.is_object());
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let at = self.place(hash, symbol);
        self.used += 1;
        self.live += 1;
        self.young.push(at as u32);
    }

    /// Every symbol, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = Value> + '_ {
        self.slots
            .iter()
            .map(|slot| slot.1)
            .filter(|symbol| symbol.is_object())
    }

    fn place(&mut self, hash: u64, symbol: Value) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = spread(hash) & mask;
        while self.slots[at].1 != EMPTY {
            at = (at + 1) & mask;
        }
        self.slots[at] = (hash, symbol);
        at
    }

    fn grow(&mut self) {
        let capacity = ((self.live + 1) * 2).next_power_of_two().max(1024);
        let slots = std::mem::replace(&mut self.slots, vec![(0, EMPTY); capacity]);
        self.young.clear();
        self.used = self.live;
        for (hash, symbol) in slots {
            if symbol.is_object() {
                let at = self.place(hash, symbol);
                // Which were young is forgotten; the next minor collection looks at all and finds out.
                self.young.push(at as u32);
            }
        }
    }

    /// After a minor collection: `fate` tells where a symbol is now and whether that is still young, or `None` if it
    /// died.
    pub(crate) fn sweep_young(&mut self, mut fate: impl FnMut(Value) -> Option<(Value, bool)>) {
        let mut young = std::mem::take(&mut self.young);
        young.retain(|&at| {
            let symbol = &mut self.slots[at as usize].1;
            if !symbol.is_object() {
                return false;
            }
            match fate(*symbol) {
                Some((moved, still_young)) => {
                    *symbol = moved;
                    still_young
                }
                None => {
                    *symbol = TOMBSTONE;
                    self.live -= 1;
                    false
                }
            }
        });
        self.young = young;
    }

    /// After marking: `fate` tells where a symbol is now, or `None` if it died.
    pub(crate) fn sweep(&mut self, mut fate: impl FnMut(Value) -> Option<Value>) {
        for slot in &mut self.slots {
            if slot.1.is_object() {
                slot.1 = fate(slot.1).unwrap_or_else(|| {
                    self.live -= 1;
                    TOMBSTONE
                });
            }
        }
    }
}

/// Spreads the hash over the low bits, in case that the caller's hash is weak there (Fibonacci hashing).
fn spread(hash: u64) -> usize {
    (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}
