//! The virtual machine: loads units and runs them.
//!
//! `interp/` has the handlers of the operations, `control/` continuations, errors and runs, `prim/` the Rust functions
//! of the primitives. `stack.rs` holds nearly all `unsafe` of the crate. The compiler and the JIT tiers plug in
//! through `hooks.rs`; this crate knows neither.

pub mod code;
pub mod context;
pub mod control;
pub mod data;
mod dependants;
mod equal;
pub mod error;
pub mod hooks;
mod interp;
mod load;
pub mod native;
mod number;
mod port;
mod prim;
pub mod print;
mod stack;
mod tier;
pub mod vm;

#[cfg(test)]
mod tests;

pub use context::{Context, DynamicState, InterruptHandle, Session, VmConfig, VmError};
pub use control::place::{SourcePlace, source_place};
pub use error::{ErrorKind, Failure, Raise, Reason, Uncaught};
pub use hooks::{Hooks, Tier};
pub use native::{Args, Native};
pub use tier::TierCounts;
pub use vm::Vm;
