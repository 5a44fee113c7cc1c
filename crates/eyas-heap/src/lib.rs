//! Values, object layouts and the collector.
//!
//! The only crate that holds raw object pointers. See `ARCHITECTURE.md`, "Heap".

pub mod kinds;
pub mod layout;
pub mod value;

pub use kinds::Kind;
pub use value::{Header, Value};
