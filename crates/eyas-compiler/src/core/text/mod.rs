//! Core as text: S-expressions in the grammar of [`crate::core`], printed and read back.
//!
//! A test of a pass is a text before and a text after, and `--dump` shows people the same. What is printed reads back
//! as the same program (spans apart), so any stage can be written to a file, edited and run from there.
//!
//! Variables, procedures, globals, record types and loops are written `name.N`, where `N` is their index. In texts
//! written by hand the number may be left out: equal names then mean the same thing, and numbers are given in order
//! of appearance. An empty name shows as `_`. Before the expression that is the program may stand:
//!
//! ```text
//! (name "file.scm")
//! (global g "module" [defined] [mutable])       else: module "program", defined and mutable if the text does so
//! (record-type t field … (mutable field) …)
//! (procedure f formals captures e)              after convert_closures
//! (procedure f (cases f …) captures)            a case-lambda, after convert_closures
//! ```
//!
//! Beyond the grammar: `(lambda f formals e)` and clauses `(f formals e)` carry the procedure's name;
//! `(unspecified)`, `(eof)`, `(absent)` and `(unbound)` are the special values; `(cell-ref-checked v)` raises if the
//! cell is empty; `(receive formals e e)` has producer and body.

mod parse;
mod print;

pub use parse::{ParseError, parse};
pub use print::print;

#[cfg(test)]
mod tests;
