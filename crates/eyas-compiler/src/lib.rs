//! From data to units: expander, Core, passes, flat code.
//!
//! The front end never touches the heap: it builds plain data (`ARCHITECTURE.md`, "The flow").
#![forbid(unsafe_code)]

pub mod core;
pub mod diagnostic;
pub mod expand;
pub mod flat;
pub mod passes;
pub mod pipeline;
pub mod session;
