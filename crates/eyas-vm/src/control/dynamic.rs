//! Frames that were left in the middle of an instruction.
//!
//! An error handler, and whatever is called on behalf of an interrupt, runs above the frame of the interrupted
//! instruction. Between them stand the pc, the template and the distance between the two bases, since there is no
//! return point that would tell: `callee[-1]` is the link (kind `Dynamic`), `callee[-2]` the distance in slots,
//! `callee[-3]` the template, `callee[-4]` the pc after the instruction.

use crate::stack::{Consts, Frame, Pc};
use eyas_heap::Value;

/// Slots between the end of the interrupted frame and the callee.
pub(crate) const SLOTS: usize = 4;

/// Writes the words below `callee`, but the link.
pub(crate) fn push(callee: Frame, base: Frame, pc: Pc, consts: Consts) {
    let distance = callee.slots_above(base);
    callee.below(2).set(0, Value::fixnum(distance as i64));
    callee.below(3).set(0, consts.template());
    callee.below(4).set(0, pc.word());
}

/// Distance in slots from `callee` to the interrupted frame.
#[inline(always)]
pub(crate) fn distance(word: Value) -> usize {
    word.fixnum_value() as usize
}

/// The interrupted frame below `callee`: base, pc after the instruction, template.
#[inline(always)]
pub(crate) fn below(callee: Frame) -> (Frame, Pc, Consts) {
    let base = callee.below(distance(callee.get_below(2)));
    (
        base,
        Pc::of_word(callee.get_below(4)),
        Consts::of(callee.get_below(3)),
    )
}
