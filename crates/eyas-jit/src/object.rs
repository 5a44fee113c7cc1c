//! Values as machine code sees them: where their parts are, and the tests that tell them apart. Templates and stubs
//! share it.

use eyas_asm::Label;
use eyas_asm::x64::{Asm, Cond, Gpr, Mem, Shift, Xmm};
use eyas_heap::Kind;
use eyas_heap::layout::{
    CAR_OFFSET, FLONUM_BIAS, FLONUM_ROTATE, HEADER_KIND_SHIFT, HEADER_OFFSET, LOW_HEADER,
    TAG_OBJECT, WORD,
};

/// From a tagged object to its slots.
pub(crate) const SLOTS: i32 = WORD as i32 - TAG_OBJECT as i32;
/// From a tagged object to the byte of its header that has the kind.
pub(crate) const HEADER_KIND: i32 = HEADER_OFFSET as i32 + (HEADER_KIND_SHIFT / 8) as i32;

/// The low 16 bits of a header of this kind.
pub(crate) fn kind_bits(kind: Kind) -> i32 {
    (LOW_HEADER | (kind as u64) << HEADER_KIND_SHIFT) as i32
}

/// Slot `i` of the object in `x`.
pub(crate) fn field(x: Gpr, i: usize) -> Mem {
    Mem::at(x, SLOTS + (i * WORD) as i32)
}

/// Jumps to `fail` unless `x` is a pair; the flags are "equal" if it is. `t` changes.
pub(crate) fn guard_pair(asm: &mut Asm, x: Gpr, t: Gpr, fail: Label) {
    asm.lea(t, Mem::at(x, CAR_OFFSET as i32));
    asm.test8_ri(t, 7);
    asm.jcc(Cond::NotEqual, fail);
}

/// Jumps to `fail` unless `x` is an object with a header; `t` changes.
pub(crate) fn guard_object(asm: &mut Asm, x: Gpr, t: Gpr, fail: Label) {
    asm.lea(t, Mem::at(x, -(TAG_OBJECT as i32)));
    asm.test8_ri(t, 7);
    asm.jcc(Cond::NotEqual, fail);
}

/// Jumps to `fail` unless `x`, which is an object with a header, is of the kind.
pub(crate) fn guard_kind_of_object(asm: &mut Asm, x: Gpr, kind: Kind, fail: Label) {
    asm.cmp8_mi(Mem::at(x, HEADER_KIND), kind as u8);
    asm.jcc(Cond::NotEqual, fail);
}

/// Jumps to `fail` unless `x` is an object of the kind; `t` changes.
pub(crate) fn guard_kind(asm: &mut Asm, x: Gpr, t: Gpr, kind: Kind, fail: Label) {
    guard_object(asm, x, t, fail);
    guard_kind_of_object(asm, x, kind, fail);
}

/// `dst` ← the double of the flonum in `src`; `t` changes. Anything if it is no flonum.
pub(crate) fn decode(asm: &mut Asm, dst: Xmm, src: Gpr, t: Gpr) {
    asm.lea(t, Mem::at(src, -(FLONUM_BIAS as i32)));
    asm.shift_ri(Shift::Ror, t, FLONUM_ROTATE as u8);
    asm.movq_xr(dst, t);
}
