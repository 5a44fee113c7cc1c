//! Text ⇄ datum: the reader, the writer, numbers as text, and source positions.
//!
//! This crate is the front door of Eyas and knows nothing of what stands behind it: no heap, no
//! evaluation, no `unsafe`. A program text becomes a forest of [`Datum`] trees whose nodes know where
//! they stand ([`Span`]); the compiler works on those, and the virtual machine turns the ones that
//! are constants into heap values. The run-time `read`, `write`, `string->number` and
//! `number->string` use the same code, so that what a program reads and what the compiler reads
//! cannot differ.
//!
//! Reading order: [`datum`] (the tree), [`number`] (its hardest leaf), [`source`] and [`symbol`] (the
//! two tables that positions and names index), `lexer` and [`reader`] (text to datum), [`flat`] (the
//! short way for `read`), [`writer`] (back again), [`unicode`] (what R7RS asks of characters).
//!
//! Invariants: nothing here recurses on the depth of a datum, so a list nested a million deep can be
//! read, compared, hashed, written and dropped; nothing here panics on any input; the tables are
//! owned, never global.

#![forbid(unsafe_code)]

pub mod datum;
pub mod error;
pub mod flat;
mod lexer;
pub mod number;
pub mod reader;
pub mod source;
pub mod symbol;
pub mod unicode;
pub mod writer;

pub use datum::{Datum, DatumKind};
pub use error::{ReadError, ReadErrorKind};
pub use number::{IBig, Number, NumberError};
pub use reader::{Case, Reader, read_all, read_all_with};
pub use source::{FileId, Sources, Span};
pub use symbol::{Symbol, Symbols};

#[cfg(test)]
mod tests;
