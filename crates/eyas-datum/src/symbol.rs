//! Interned names.
//!
//! A [`Symbol`] is an index into a [`Symbols`] table, so that comparing names is comparing numbers. The
//! table is owned, by a session or a test, and never global: two sessions share nothing, and equal
//! inputs give equal numbers.
//!
//! All names stand one after the other in one string, and an open-addressing table of indices finds
//! them; so a name is stored once and interning a known name allocates nothing. The hash is keyed at
//! random (the standard library's), because names come from untrusted texts.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// A name in a [`Symbols`] table. Ordered by first appearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub u32);

/// An empty slot of the hash table.
const VACANT: u32 = u32::MAX;

/// The table of names.
#[derive(Debug, Clone)]
pub struct Symbols {
    /// All names, one after the other.
    text: String,
    /// Where each name ends in `text`; it begins where the one before ends.
    ends: Vec<usize>,
    /// The hash of each name, so that growing the table does not read the names again.
    hashes: Vec<u64>,
    /// Open addressing with linear probing; a power of two of slots, at most half of them taken.
    slots: Vec<u32>,
    hasher: RandomState,
}

impl Default for Symbols {
    fn default() -> Symbols {
        Symbols::new()
    }
}

impl Symbols {
    /// An empty table.
    pub fn new() -> Symbols {
        Symbols {
            text: String::new(),
            ends: Vec::new(),
            hashes: Vec::new(),
            slots: vec![VACANT; 64],
            hasher: RandomState::new(),
        }
    }

    /// The number of names.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no name yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The symbol with this name, made if there is none yet.
    ///
    /// # Panics
    /// When the table would exceed 2³¹ names.
    pub fn intern(&mut self, name: &str) -> Symbol {
        let hash = self.hasher.hash_one(name.as_bytes());
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let index = self.slots[slot];
            if index == VACANT {
                break;
            }
            if self.hashes[index as usize] == hash && self.name(Symbol(index)) == name {
                return Symbol(index);
            }
            slot = (slot + 1) & mask;
        }
        let index = u32::try_from(self.ends.len()).expect("fewer than 2^32 symbols");
        assert!(index <= u32::MAX / 2, "fewer than 2^31 symbols");
        self.text.push_str(name);
        self.ends.push(self.text.len());
        self.hashes.push(hash);
        self.slots[slot] = index;
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        Symbol(index)
    }

    /// The symbol with this name, if it was interned before.
    pub fn find(&self, name: &str) -> Option<Symbol> {
        let hash = self.hasher.hash_one(name.as_bytes());
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let index = self.slots[slot];
            if index == VACANT {
                return None;
            }
            if self.hashes[index as usize] == hash && self.name(Symbol(index)) == name {
                return Some(Symbol(index));
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The name of a symbol of this table.
    ///
    /// # Panics
    /// When the symbol is of another table and its number is not in this one.
    pub fn name(&self, symbol: Symbol) -> &str {
        let index = symbol.0 as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        self.slots.clear();
        self.slots.resize(size, VACANT);
        for (index, &hash) in (0u32..).zip(&self.hashes) {
            let mut slot = hash as usize & (size - 1);
            while self.slots[slot] != VACANT {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = index;
        }
    }
}
