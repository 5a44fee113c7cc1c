//! Memory operands.

use super::regs::Gpr;

/// What an index is multiplied with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[expect(missing_docs, reason = "they are numbers")]
pub enum Scale {
    One,
    Two,
    Four,
    Eight,
}

/// `[base + index * scale + disp]`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mem {
    pub(crate) base: Gpr,
    pub(crate) index: Option<(Gpr, Scale)>,
    pub(crate) disp: i32,
}

impl Mem {
    /// `[base + disp]`
    #[inline]
    pub const fn at(base: Gpr, disp: i32) -> Mem {
        Mem {
            base,
            index: None,
            disp,
        }
    }

    /// `[base + index * scale + disp]`
    ///
    /// # Panics
    /// If the index is the stack pointer, which cannot be one.
    #[inline]
    pub const fn indexed(base: Gpr, index: Gpr, scale: Scale, disp: i32) -> Mem {
        assert!(!matches!(index, Gpr::Rsp), "the stack pointer is no index");
        Mem {
            base,
            index: Some((index, scale)),
            disp,
        }
    }
}
