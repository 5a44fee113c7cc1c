//! Returns and several values.

use super::*;
use eyas_vm::hooks::offsets;

impl Compiler<'_> {
    /// The result goes to the callee's slot 0 and to `rax`; the descriptor to `rcx`.
    pub(super) fn return_one(&mut self, a: usize) {
        let v = self.load(a);
        self.asm.mov_rr(Gpr::Rax, v);
        self.asm.mov_rm(Width::Qword, Gpr::Rcx, Mem::at(BASE, -8));
        self.asm.mov_mr(Width::Qword, slot(0), Gpr::Rax);
        self.asm.jmp_m(Mem::at(Gpr::Rcx, offsets::RETURN_MACHINE));
    }

    pub(super) fn one_value(&mut self) {
        let count = Mem::at(CONTEXT, offsets::VALUES);
        self.asm.mov_mi(Width::Qword, count, 1);
    }

    pub(super) fn receive(&mut self, expected: usize, has_rest: usize) {
        if has_rest != 0 {
            return self.leave_always();
        }
        let fail = self.leave();
        let count = Mem::at(CONTEXT, offsets::VALUES);
        self.asm
            .alu_mi(Alu::Cmp, Width::Qword, count, expected as i32);
        self.asm.jcc(Cond::NotEqual, fail);
        // The values came to a window whose slots were not written here.
        self.cache.flush();
        self.known.clear();
    }
}
