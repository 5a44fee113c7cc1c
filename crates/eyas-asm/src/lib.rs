//! Bytes of machine code: a buffer with labels, and an encoder for x86-64.
//!
//! Written for a compiler that makes one pass and knows what it wants: one function per form of an instruction, no
//! parsing, no tables to search, no allocation but the buffer's. The forms are those that the tiers use; each is
//! tested with every register and displacement class against an independent decoder (`x64/tests.rs`).
#![forbid(unsafe_code)]

pub mod buffer;
pub mod x64;

pub use buffer::{AsmError, Buffer, Label, MachineCode, Relocation};
