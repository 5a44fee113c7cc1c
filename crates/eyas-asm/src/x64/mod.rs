//! x86-64: registers, memory operands, the encoding they share, and one function per form of an instruction.
//!
//! Reference: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.

mod encode;
mod insts;
mod operand;
mod regs;

#[cfg(test)]
mod tests;

pub use insts::{Alu, Asm, Cond, REDIRECTED, Shift, Sse, Width};
pub use operand::{Mem, Scale};
pub use regs::{Gpr, Xmm};
