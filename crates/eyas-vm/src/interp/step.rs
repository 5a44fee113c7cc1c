//! Operations as steps: the work of the frequent case apart from the jump to the next instruction.
//!
//! A step gets what is to follow as its argument `then` and ends in it, in a jump elsewhere, or in the handler of its
//! slow path. So a handler may consist of one step or of two (`fuse.rs`), with the control flow of hand-written code:
//! a step that returned how it ended was measured, and the optimizer computed that value instead of branching.

use crate::interp::State;
use eyas_heap::Value;

impl<'a> State<'a> {
    /// Puts the result into the register that `a` names.
    #[inline(always)]
    pub(in crate::interp) fn keep(self, v: Value, then: impl FnOnce(State<'a>)) {
        self.base.set(self.a(), v);
        then(self);
    }

    /// Jumps by operand `c` if `taken`.
    #[inline(always)]
    pub(in crate::interp) fn decide_c(self, taken: bool, then: impl FnOnce(State<'a>)) {
        if taken {
            a_real_branch();
            let distance = self.int_c();
            self.jump(distance);
        } else {
            then(self);
        }
    }

    /// Jumps by operands `b` and `c` if `taken`.
    #[inline(always)]
    pub(in crate::interp) fn decide_bc(self, taken: bool, then: impl FnOnce(State<'a>)) {
        if taken {
            a_real_branch();
            let distance = self.int_bc();
            self.jump(distance);
        } else {
            then(self);
        }
    }
}

/// Stands on one side of a branch, so that the optimizer does not compute the next pc by a conditional move: then
/// everything behind the branch would wait for the data it looks at, where a predicted branch goes on at once. (Twice
/// the time of takl.)
#[inline(always)]
pub(in crate::interp) fn a_real_branch() {
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    #[cfg(not(miri))]
    // SAFETY: no instruction at all, and nothing is touched.
    unsafe {
        std::arch::asm!("", options(nomem, nostack, preserves_flags));
    }
}

/// Defines operations as a step and the handler that consists of it.
macro_rules! steps {
    ($($(#[$meta:meta])* fn $name:ident = $step:ident($s:ident, $then:ident) $body:block)*) => {
        $(
            $(#[$meta])*
            #[inline(always)]
            #[allow(unused_mut, unused_variables, reason = "what a step needs differs")]
            pub(in crate::interp) fn $step<'a>(
                mut $s: $crate::interp::State<'a>,
                $then: impl FnOnce($crate::interp::State<'a>),
            ) $body
        )*
        $crate::interp::handlers! {$(
            fn $name(s) { $step(s, |s| s.next()) }
        )*}
    };
}
pub(in crate::interp) use steps;
