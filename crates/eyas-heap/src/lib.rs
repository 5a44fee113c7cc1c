//! Values, object layouts and the collector.
//!
//! The only crate that holds raw object pointers. `value.rs` says what a word is, `kinds.rs` and `layout.rs` what an
//! object is, `object/` what each kind means. A program allocates and collects through its [`Mutator`].
//!
//! | part | where |
//! |---|---|
//! | address space, side tables | `arena.rs`, `tables.rs` |
//! | young space: nursery and survivors | `nursery.rs`, `collect/minor.rs` |
//! | old space: blocks and lines; runs for large objects | `old.rs`, `large.rs`, `collect/major.rs` |
//! | remembered set | `access.rs` (barrier), `collect/cards.rs` |
//! | weak pairs, ephemerons; symbols; native resources | `collect/weak.rs`; `symbols.rs`; `heap.rs` |
//! | when to collect, the limit | `collect/mod.rs`, `heap.rs` |
//! | holding values from Rust: the one rule | `root.rs` |
//! | checking all of it | `verify.rs`, [`Stress`] |
//!
//! Invariants, between collections:
//! - Every word on a used line of a block that is neither leaf nor weak is a value or a header (`old.rs`).
//! - An old word that refers to a young object is on a dirty card (`collect/cards.rs`).
//! - There are free blocks for everything that a minor collection may copy, so it cannot fail (`heap.rs`).
//! - Old objects do not move, except in a major collection that compacts ([`Mutator::old_epoch`]); pinned and large
//!   ones never do.

mod access;
mod arena;
mod collect;
mod config;
mod heap;
pub mod kinds;
mod large;
pub mod layout;
mod memory;
mod mutator;
mod nursery;
pub mod object;
mod old;
mod root;
mod statistics;
mod symbols;
mod tables;
#[cfg(test)]
mod tests;
pub mod value;
mod verify;

pub use collect::Collection;
pub use config::{
    HeapConfig, HeapError, NURSERY_MAX, NURSERY_MIN, OutOfMemory, POISON, Stress, Verify,
};
pub use kinds::Kind;
pub use mutator::{Mutator, PAIR_SIZE};
pub use root::{RootIndex, Roots, Visitor};
pub use statistics::{Pauses, Statistics, Stopwatch};
pub use symbols::SymbolTable;
pub use value::{Header, Value};
