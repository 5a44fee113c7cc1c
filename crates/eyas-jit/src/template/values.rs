//! Returns and several values.

use super::*;
use eyas_vm::hooks::offsets;

/// More values leave: moving them is not worth the code.
const VALUES_MAX: usize = 24;

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

    /// The values go to the bottom of the frame.
    pub(super) fn return_values(&mut self, a: usize, count: usize) {
        if count > VALUES_MAX {
            return self.leave_always();
        }
        if a > 0 {
            for i in 0..count {
                let v = self.load(a + i);
                self.define(i, v);
                self.cache.unlock(v);
            }
        }
        self.asm.mov_ri(COUNT, count as u64);
        self.asm.jmp_outside(self.environment.stubs.return_values);
    }

    /// The values stand in a window whose slots were not written here.
    pub(super) fn receive(&mut self, a: usize, expected: usize, has_rest: bool) {
        let fail = self.leave();
        self.cache.flush();
        self.facts.forget_from(a);
        let count = Mem::at(CONTEXT, offsets::VALUES);
        if !has_rest {
            self.asm
                .alu_mi(Alu::Cmp, Width::Qword, count, expected as i32);
            return self.asm.jcc(Cond::NotEqual, fail);
        }
        self.asm.mov_rm(Width::Qword, Gpr::R11, count);
        self.asm
            .alu_ri(Alu::Sub, Width::Qword, Gpr::R11, expected as i32);
        self.asm.jcc(Cond::Less, fail);
        self.asm.lea(Gpr::Rax, slot(a + expected));
        self.asm.call_outside(self.environment.stubs.gather);
        self.asm.jcc(Cond::NotEqual, fail);
    }
}
