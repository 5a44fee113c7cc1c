//! How primitives that are Rust functions are called: the contract between the interpreter and `prim/`.
//!
//! The arguments stand in stack slots, which are roots while the function runs. So a function first reserves what it
//! will allocate ([`Context::reserve`], which may collect), then reads its arguments, then builds and returns; values
//! read before a reservation are stale after it. It never calls back into Scheme; if it wants a procedure called in
//! its place, it returns [`Raise::call`](crate::error::Raise::call).
//!
//! `prim/mod.rs` supplies `NATIVES`, the functions by primitive number, and `State`, which is in the session as
//! `natives`: what primitives remember (ports, random numbers …). It has `Default`, `visit(&mut self, &mut Visitor)`
//! to show its values to the collector, and `release(&mut self, token: u64)`, called after the object died to which
//! the token was attached (`Mutator::attach`).

use crate::context::Context;
use crate::error::Raise;
use crate::stack::Frame;
use eyas_heap::Value;

/// A primitive as a Rust function. The argument count has been checked against the table of primitives.
pub type Native = fn(&mut Context, Args) -> Result<Value, Raise>;

/// The arguments of a primitive: a window of stack slots.
#[derive(Clone, Copy)]
pub struct Args {
    first: Frame,
    count: usize,
}

impl Args {
    /// The window of `count` slots from `first`.
    #[inline(always)]
    pub(crate) fn window(first: Frame, count: usize) -> Args {
        Args { first, count }
    }

    /// How many arguments were passed.
    #[inline(always)]
    pub fn count(self) -> usize {
        self.count
    }

    /// Argument `i`.
    ///
    /// # Panics
    /// If fewer were passed: the function disagrees with its row in the table of primitives.
    #[inline(always)]
    pub fn get(self, i: usize) -> Value {
        assert!(i < self.count, "argument that was not passed");
        self.first.get(i)
    }

    /// Argument `i`, or `None` if it was not passed (or passed as the absent value).
    #[inline(always)]
    pub fn optional(self, i: usize) -> Option<Value> {
        if i < self.count {
            Some(self.first.get(i)).filter(|&v| v != Value::ABSENT)
        } else {
            None
        }
    }

    /// Overwrites argument `i`, e.g. to keep an intermediate result rooted.
    #[inline(always)]
    pub fn set(self, i: usize, v: Value) {
        assert!(i < self.count, "argument that was not passed");
        self.first.set(i, v);
    }

    /// All arguments, for as long as nothing is allocated or run.
    #[inline]
    pub fn as_slice(self, _context: &Context) -> &[Value] {
        self.first.slice(0, self.count)
    }

    /// The arguments after the first `n`.
    #[inline]
    pub fn rest(self, n: usize) -> Args {
        let n = n.min(self.count);
        Args {
            first: self.first.window(n),
            count: self.count - n,
        }
    }
}
