//! Memory for machine code.

mod free;
mod memory;

pub(crate) use memory::{CodeMemory, Piece};

#[cfg(test)]
mod tests;
