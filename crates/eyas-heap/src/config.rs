//! What can be set about a heap, and the ways in which it can refuse.

use std::fmt;

/// Smallest nursery: an object just below the large size must fit several times.
pub const NURSERY_MIN: usize = 32 * 1024;
/// Largest nursery.
pub const NURSERY_MAX: usize = 32 * 1024 * 1024;

/// Settings of a heap, fixed when it is opened.
#[derive(Clone, Debug)]
pub struct HeapConfig {
    /// Bytes of the nursery, rounded up to blocks and clamped to [`NURSERY_MIN`] … [`NURSERY_MAX`] and to a
    /// sixteenth of the limit. Two survivor spaces of half this size come on top.
    pub nursery: usize,
    /// Most bytes that the heap may take, `None` for three quarters of the machine's memory or of what the control
    /// group or the resource limits leave.
    pub limit: Option<usize>,
    /// How often the heap is verified after a collection.
    pub verify: Verify,
    /// Test modes.
    pub stress: Stress,
    /// Seed for hashing strings; `None` for one that nobody can guess.
    pub hash_seed: Option<u64>,
}

impl Default for HeapConfig {
    fn default() -> HeapConfig {
        HeapConfig {
            nursery: 4 * 1024 * 1024,
            limit: None,
            verify: if cfg!(debug_assertions) {
                Verify::Sparse
            } else {
                Verify::Never
            },
            stress: Stress::default(),
            hash_seed: None,
        }
    }
}

/// How often the heap is verified after a collection (`verify.rs`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verify {
    /// Never.
    Never,
    /// As often as keeps the total cost linear in what the program allocates; the default in debug builds.
    Sparse,
    /// After every collection.
    Always,
}

/// Modes that make rare events frequent, for tests.
#[derive(Clone, Debug, Default)]
pub struct Stress {
    /// Collect at every n-th allocation that the heap can see (1: at each); 0 turns it off. Inline allocation is
    /// closed in this mode, so every allocation reaches `Mutator::reserve`.
    pub collect_every: u32,
    /// Of those collections, make every n-th a major one; 0: none.
    pub major_every: u32,
    /// Major collections move everything that can move.
    pub move_everything: bool,
    /// Overwrite freed memory with [`POISON`], so that stale references are noticed.
    pub poison: bool,
}

/// What freed memory is filled with in the mode [`Stress::poison`].
pub const POISON: u8 = 0xAB;

/// Why a heap could not be opened.
#[derive(Debug)]
pub enum HeapError {
    /// The system gave no address space, not even a little.
    Reserve(std::io::Error),
    /// The limit is too small to hold the smallest nursery; the number is the least that works, in bytes.
    LimitTooSmall(usize),
}

impl fmt::Display for HeapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HeapError::Reserve(error) => write!(f, "cannot reserve memory for the heap: {error}"),
            HeapError::LimitTooSmall(least) => {
                write!(
                    f,
                    "the heap limit is too small: at least {least} bytes are needed"
                )
            }
        }
    }
}

impl std::error::Error for HeapError {}

/// The limit stays exceeded after a full collection. The nursery has been emptied, and unless `exhausted`, an
/// emergency reserve has been opened in which the handler can run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfMemory {
    /// Bytes that were asked for.
    pub requested: usize,
    /// The limit, in bytes.
    pub limit: usize,
    /// The emergency reserve is used up as well: nothing can be allocated until something is dropped.
    pub exhausted: bool,
}

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "out of memory: {} bytes requested, the heap limit is {}",
            self.requested, self.limit
        )
    }
}

impl std::error::Error for OutOfMemory {}
