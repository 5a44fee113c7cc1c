//! Control above the level of instructions: continuations, errors, runs, and what the collector sees of them.

pub(crate) mod capture;
pub(crate) mod dynamic;
pub mod place;
pub(crate) mod raise;
mod roots;
mod run;
mod settle;
pub(crate) mod walk;
