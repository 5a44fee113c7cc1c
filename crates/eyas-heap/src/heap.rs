//! What all mutators share: the spaces, the limit, and the tables of weak things.

use std::hash::{BuildHasher, Hasher, RandomState};

use crate::arena::{self, Arena, GRANULE, round_up};
use crate::config::{HeapConfig, HeapError, NURSERY_MAX, NURSERY_MIN};
use crate::layout::BLOCK_SIZE;
use crate::nursery::Young;
use crate::object::text::HashSeed;
use crate::old::{Old, blocks_for};
use crate::statistics::Statistics;
use crate::symbols::SymbolTable;
use crate::value::Value;

/// The least that may be allocated in old space between two major collections, unless the limit is small.
const THRESHOLD: usize = 64 * 1024 * 1024;
/// Added to the nursery's size, the emergency reserve.
const EMERGENCY: usize = 1024 * 1024;

/// This part of the limit must be free after a major collection.
const MARGIN: usize = 64;

/// The shared part of a heap.
pub(crate) struct Heap {
    pub(crate) young: Young,
    pub(crate) old: Old,
    pub(crate) config: HeapConfig,
    pub(crate) symbols: SymbolTable,
    pub(crate) attached: Attached,
    pub(crate) statistics: Statistics,
    pub(crate) hash_seed: HashSeed,
    pub(crate) young_epoch: u64,
    pub(crate) old_epoch: u64,
    /// Bytes that the heap may take, young space included.
    limit: usize,
    /// Blocks kept free so that a minor collection cannot fail.
    pub(crate) copy_reserve: usize,
    /// The emergency reserve is open.
    pub(crate) emergency: bool,
    /// Even the emergency reserve is used up; the nursery is closed.
    pub(crate) closed: bool,
    /// Bytes that the current reservation may take from the run for small objects.
    pub(crate) reserved_small: usize,
    /// Allocated in the run since the last collection.
    pub(crate) run_since_collection: u64,
    pub(crate) pinned_since_collection: usize,
    pub(crate) threshold: usize,
    pub(crate) threshold_least: usize,
    pub(crate) old_bytes_at_major: u64,
    pub(crate) much_was_free: bool,
    pub(crate) stress_count: u64,
    pub(crate) verify_credit: u64,
    pub(crate) verify_cost: u64,
}

/// Native resources tied to objects.
#[derive(Default)]
pub(crate) struct Attached {
    pub(crate) young: Vec<(Value, u64)>,
    pub(crate) old: Vec<(Value, u64)>,
    pub(crate) finalized: Vec<u64>,
}

impl Heap {
    pub(crate) fn open(config: &HeapConfig) -> Result<Heap, HeapError> {
        let mut limit = config.limit.unwrap_or_else(arena::default_limit);
        let least = overhead(NURSERY_MIN) + EMERGENCY;
        if limit < least {
            return Err(HeapError::LimitTooSmall(least));
        }
        let nursery_most = (limit / 16).clamp(NURSERY_MIN, NURSERY_MAX);
        let wanted = config.nursery.clamp(NURSERY_MIN, nursery_most);
        let nursery = round_up(wanted, NURSERY_MIN).min(nursery_most / NURSERY_MIN * NURSERY_MIN);
        // Beyond the limit: what a collection may copy, the emergency, and slack for runs that do not fit the gaps.
        let extra = overhead(nursery) + EMERGENCY + GRANULE;
        let arena = Arena::reserve(
            limit.saturating_add(limit / 2).saturating_add(extra),
            limit.min(GRANULE) + extra,
        )
        .map_err(HeapError::Reserve)?;
        limit = limit.min((arena.reserved - extra) / (MARGIN + 1) * MARGIN);
        let young = Young::open(arena.base, nursery);
        let mut heap = Heap {
            old: Old::open(arena, young.bytes, config.stress.poison),
            young,
            config: config.clone(),
            symbols: SymbolTable::empty(),
            attached: Attached::default(),
            statistics: Statistics::default(),
            hash_seed: HashSeed::grow(match config.hash_seed {
                Some(seed) => seed,
                None => RandomState::new().build_hasher().finish(),
            }),
            young_epoch: 0,
            old_epoch: 0,
            limit,
            copy_reserve: copy_reserve(nursery),
            emergency: false,
            closed: false,
            reserved_small: 0,
            run_since_collection: 0,
            pinned_since_collection: 0,
            threshold: THRESHOLD.min(limit / 8),
            threshold_least: THRESHOLD.min(limit / 8),
            old_bytes_at_major: 0,
            much_was_free: false,
            stress_count: 0,
            verify_credit: 0,
            verify_cost: 0,
        };
        if !heap.ensure_reserve() {
            return Err(HeapError::Reserve(std::io::Error::last_os_error()));
        }
        Ok(heap)
    }

    /// The heap limit in effect, in bytes.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Blocks of old space that the limit allows, without the emergency reserve.
    pub(crate) fn limit_blocks(&self) -> usize {
        (self.limit - self.young.bytes) / BLOCK_SIZE
    }

    /// True if the limit does not allow `n` blocks more, or the system does not give the copy reserve.
    pub(crate) fn is_over(&mut self, n: usize) -> bool {
        let nursery = self.young.nursery_end - self.young.nursery_start;
        let emergency = blocks_for(EMERGENCY + nursery) + self.margin();
        let limit = self.limit_blocks() + if self.emergency { emergency } else { 0 };
        self.old.used() + n + self.copy_reserve > limit || !self.ensure_reserve()
    }

    /// True if, after a major collection, so little room is left that the program would do little but collect.
    pub(crate) fn is_full(&mut self) -> bool {
        self.is_over(self.margin())
    }

    /// Blocks that must be free after a major collection for it to be worth going on.
    fn margin(&self) -> usize {
        self.limit_blocks() / MARGIN
    }

    /// Makes sure that the next minor collection has the blocks that it may need.
    pub(crate) fn ensure_reserve(&mut self) -> bool {
        self.old.ensure(self.copy_reserve)
    }
}

/// Blocks that may be taken before the limit is looked at again: for the promotion of all young objects, half more
/// than their bytes, since objects of more than a line leave ends of blocks unused; for pinned objects, a quarter of
/// that; and one hole and one overflow block for each space.
fn copy_reserve(nursery: usize) -> usize {
    blocks_for(Young::bytes_for(nursery)) * 2 + 8
}

/// Bytes that a heap takes with nothing in it: young space and the copy reserve.
fn overhead(nursery: usize) -> usize {
    Young::bytes_for(nursery) + copy_reserve(nursery) * BLOCK_SIZE
}
