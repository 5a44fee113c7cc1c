//! Characters and bytes from and to ports: all in the primitives, as in the interpreter (`slow.rs` calls them).

use super::*;

impl Compiler<'_> {
    /// Always the instruction's primitive.
    pub(super) fn port(&mut self) {
        self.asm.mov_ri(Gpr::Rdi, self.pc as u64);
        self.asm.call(self.common_generic);
        self.cache.flush();
        self.known.clear();
        if self.instruction.op.roles()[0] == Role::Out {
            self.cache.take(Gpr::Rax);
            self.define(self.instruction.a.into(), Gpr::Rax);
        }
    }
}
