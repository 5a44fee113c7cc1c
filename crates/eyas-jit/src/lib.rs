//! Machine code for hot procedures: the tiers above the interpreter.
//!
//! So far there is one, the template tier (`template/`): one pass over a procedure's bytecode, one piece of machine
//! code per operation. It shares frames, slots and return descriptors with the interpreter, so either can go on where
//! the other stopped. What a template does not do itself (a rare case, an error, a collection) it leaves to the
//! interpreter's handler for that very instruction, which goes on until the next call, return or loop enters machine
//! code again. So the interpreter alone defines what an instruction means.
#![cfg(all(target_arch = "x86_64", target_os = "linux"))]

mod code;
#[cfg(feature = "disassembler")]
mod disassemble;
mod engine;
mod gdb;
mod jitdump;
mod object;
mod schedule;
mod stubs;
mod template;

pub use engine::{Config, Engine, EngineError};
