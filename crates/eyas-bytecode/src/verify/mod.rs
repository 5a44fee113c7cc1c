//! Checks a unit before the machine may touch it.
//!
//! The machine trusts what is checked here and checks nothing of it again:
//!
//! - operands: registers, lists and windows are within the frame, constants of the wanted kind, fields and captured
//!   values exist, jumps and tables lead to instructions, counts fit primitives and known procedures (`procedure.rs`);
//! - what is read has been written, and is in the map wherever a collection may move it (`flow.rs`): of a call's
//!   window, what its callee finds as arguments; of a frame that waits, what its return point names;
//! - `cell-ref`, `cell-ref-checked` and `cell-set` find a cell, `closure-patch` and known calls a closure of the right
//!   template, `free-ref` the running closure, and what it captured is what the procedure takes it for (`kinds.rs`);
//! - several values are received only where they come back, in the window of that call.
//!
//! All else is tested by the machine as it runs: pairs, numbers, records, indices, arities of unknown callees.
//! Variables without a value, in cells and in the top level, are values of their own and harm nothing.
//!
//! Linear: one walk to decode, one to follow the flow, in the order of the code. That works because the format asks
//! for it: only `loop-back` jumps backwards, and since it has a live map, what holds at a loop's head is known before
//! its body. No recursion, so constants may nest as deep as they like.

mod constants;
mod flow;
mod kinds;
mod procedure;

use std::fmt;

use crate::unit::{Arity, ProcId, Unit};

/// Proof that something was verified.
#[derive(Clone, PartialEq, Debug)]
pub struct Verified<T>(T);

impl<T> Verified<T> {
    /// What was verified.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// What was verified, to keep; changing it is at one's own risk no more than verifying it again.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> std::ops::Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What is wrong with a unit, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyError {
    /// The procedure, unless it is about the unit.
    pub procedure: Option<ProcId>,
    /// The instruction, unless it is about the procedure.
    pub pc: Option<u32>,
    /// What is wrong.
    pub message: &'static str,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.procedure, self.pc) {
            (Some(p), Some(pc)) => write!(f, "procedure {} at {pc}: {}", p.0, self.message),
            (Some(p), None) => write!(f, "procedure {}: {}", p.0, self.message),
            _ => f.write_str(self.message),
        }
    }
}

impl std::error::Error for VerifyError {}

/// What is wrong, and at which instruction.
type Fault = (Option<u32>, &'static str);

/// Checks the unit.
///
/// # Errors
/// The first thing found that is wrong.
pub fn verify(unit: Unit) -> Result<Verified<Unit>, VerifyError> {
    check(&unit)?;
    Ok(Verified(unit))
}

fn check(unit: &Unit) -> Result<(), VerifyError> {
    let fail = |message| VerifyError {
        procedure: None,
        pc: None,
        message,
    };
    let record_sizes = constants::check(unit).map_err(fail)?;
    if unit.live_maps.iter().any(|map| map.0.last() == Some(&0)) {
        return Err(fail("a live map ends in zeros"));
    }
    if let Some(entry) = unit.entry {
        let entry = unit.procedures.get(entry.0 as usize);
        if entry.is_none_or(|p| p.arity != Arity::Exactly(0) || p.captures != 0) {
            return Err(fail("the entry is no procedure without arguments"));
        }
    }
    let mut budget = flow::Budget::for_unit(unit);
    let mut captures = kinds::Captures::new(unit).map_err(fail)?;
    for (i, p) in unit.procedures.iter().enumerate() {
        let fail = |(pc, message)| VerifyError {
            procedure: Some(ProcId(i as u32)),
            pc,
            message,
        };
        let shape = procedure::check(unit, p, &record_sizes).map_err(fail)?;
        if let Some(shape) = shape {
            let id = ProcId(i as u32);
            flow::check(unit, id, &shape, &mut captures, &mut budget).map_err(fail)?;
        }
    }
    captures
        .solve(&mut budget)
        .map_err(|(p, message)| VerifyError {
            procedure: Some(p),
            pc: None,
            message,
        })
}

#[cfg(test)]
mod tests;
