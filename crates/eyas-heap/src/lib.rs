//! Values, object layouts and the collector.
//!
//! The only crate that holds raw object pointers. See `ARCHITECTURE.md`, "Heap".

mod access;
mod arena;
mod collect;
mod config;
mod heap;
pub mod kinds;
pub mod layout;
mod large;
mod memory;
mod mutator;
mod nursery;
mod old;

pub mod object;
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
pub use statistics::{Pauses, Statistics};
pub use symbols::SymbolTable;
pub use value::{Header, Value};
