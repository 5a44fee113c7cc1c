//! Units as text: assembler and disassembler in one S-expression notation.
//!
//! What is printed reads back as the same unit, so a unit can be dumped, edited and run, and tests of the compiler and
//! of the verifier are texts.
//!
//! ```text
//! unit      ::= (unit "name" entry (files file …) (constants constant …) (maps (r …) …) procedure …)
//! entry     ::= number | _                          index of the procedure that runs the unit
//! file      ::= ("name" line-start …)
//! constant  ::= #t | #f | nil | eof | unspecified | absent | unbound | (char code) | (fixnum n) | (flonum bits)
//!             | (big + "hex") | (ratio c c) | (complex c c) | (symbol "s") | (string "s") | (bytevector "hex")
//!             | (vector c …) | (pair c c) | (list (c …) c) | (global "module" "name") | (template p) | (closure p)
//!             | (primitive name) | (record-type "name" ("field" …) parent mutable)
//! procedure ::= (procedure "name" arity (frame n) (captures n) (span f s e)
//!                 (constants c …) (code pc instruction …) (returns …) (safepoints …) (places …))
//! arity     ::= (exactly n) | (at-least n) | (cases p …)
//! return    ::= (pc window arguments map) | (pc window arguments map values)
//! safepoint ::= (pc map)
//! place     ::= (pc (f s e) (f s e) …)              the expression, then its arguments
//!             | (pc (f s e) (as primitive) (f s e) …)   what is written is a form of another primitive
//! ```
//!
//! Each instruction stands after its pc: `3 (sub-int r4 r1 1)`. Operands are `r4` for registers, `$0` for constants of
//! the procedure, `@9` for the pc that a jump goes to, `%0` for return points, lists in parentheses, tests and
//! primitives by name. Sections of procedures that are empty are left out. Comments go from `;` to the end of the line.
//! A code word that is no instruction is `(word hex)`.

mod parse;
mod print;
pub mod sexp;

pub use parse::{ParseError, parse, parse_constant};
pub use print::{print, print_code, print_constant};

#[cfg(test)]
mod tests;
