//! What all mutators share.

use crate::arena::{self, Arena};
use crate::config::{HeapConfig, HeapError};
use crate::object::text::HashSeed;
use crate::statistics::Statistics;
use crate::symbols::SymbolTable;
use crate::value::Value;

/// The shared part of a heap.
pub(crate) struct Heap {
    arena: Arena,
    young: usize,
    pub(crate) symbols: SymbolTable,
    pub(crate) attached: Vec<(Value, u64)>,
    pub(crate) statistics: Statistics,
    pub(crate) hash_seed: HashSeed,
    pub(crate) young_epoch: u64,
    pub(crate) old_epoch: u64,
}

impl Heap {
    pub(crate) fn open(config: &HeapConfig) -> Result<Heap, HeapError> {
        let young = config.nursery.max(512 << 20);
        let mut arena = Arena::reserve(young, young).map_err(HeapError::Reserve)?;
        arena.commit(young);
        Ok(Heap {
            arena,
            young,
            symbols: SymbolTable::empty(),
            attached: Vec::new(),
            statistics: Statistics::default(),
            hash_seed: HashSeed::grow(0),
            young_epoch: 0,
            old_epoch: 0,
        })
    }
    pub(crate) fn cards(&self) -> *mut u8 {
        std::ptr::with_exposed_provenance_mut(self.arena.biased_cards())
    }
    pub(crate) fn young_start(&self) -> usize {
        self.arena.base
    }
    pub(crate) fn young_bytes(&self) -> usize {
        self.young
    }
    pub(crate) fn nursery(&self) -> (usize, usize) {
        (self.arena.base, self.arena.base + self.young)
    }
    pub(crate) fn limit(&self) -> usize {
        arena::default_limit()
    }
}
