//! Eyas: a fast R7RS Scheme.
//!
//! A [`Session`] is a whole Scheme system: it reads, expands, compiles and runs, and shares nothing with other
//! sessions of the process.
//!
//! ```
//! use eyas::{Options, Session};
//!
//! let mut session = Session::open(Options::default())?;
//! let ended = session.run_text("example.scm", "(import (scheme base)) (+ 1 2)");
//! assert_eq!(ended.exit_code, 0);
//! # Ok::<(), eyas::OpenError>(())
//! ```
#![forbid(unsafe_code)]

pub mod cli;
mod embedded;
mod evaluator;
mod features;
mod repl;
mod report;
mod session;

pub use repl::repl;
pub use session::{Dump, Ended, MachineCode, OpenError, Options, Session};
