//! Why a program cannot become bytecode: it is beyond a limit of the instruction format.
//!
//! These are the only errors that are left after expansion; each is about something no person writes by hand, so the
//! message names the limit and the place and leaves it at that.

use std::fmt;

use eyas_datum::source::Span;

/// A limit that a program is beyond, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LowerError {
    /// The expression or procedure at fault.
    pub span: Span,
    /// The limit.
    pub kind: LowerErrorKind,
}

/// The limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LowerErrorKind {
    /// A frame has at most 65,535 slots.
    TooManyVariables,
    /// A call has at most 65,000 arguments.
    TooManyArguments,
    /// A procedure refers to at most 65,536 procedures and record types.
    TooManyConstants,
    /// A procedure has at most 65,536 calls that are not tail calls.
    TooManyCalls,
    /// A closure captures at most 65,535 values.
    TooManyCaptures,
    /// Describing which variables live where would take too much memory.
    TooComplex,
    /// A form that closure conversion should have removed.
    NotConverted,
}

impl fmt::Display for LowerErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LowerErrorKind::TooManyVariables => {
                "too many variables and intermediate results in one procedure"
            }
            LowerErrorKind::TooManyArguments => "too many arguments in one call",
            LowerErrorKind::TooManyConstants => "too many constants in one procedure",
            LowerErrorKind::TooManyCalls => "too many calls in one procedure",
            LowerErrorKind::TooManyCaptures => "too many captured variables in one procedure",
            LowerErrorKind::TooComplex => "procedure too complex",
            LowerErrorKind::NotConverted => "form that the passes should have removed",
        })
    }
}

impl fmt::Display for LowerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl std::error::Error for LowerError {}
