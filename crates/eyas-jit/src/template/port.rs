//! Characters and bytes from and to ports: the runtime looks at the buffer, or calls the primitive.

use super::*;

impl Compiler<'_> {
    /// Always the runtime's: it looks at the buffer first.
    pub(super) fn port(&mut self) {
        self.asm.mov_ri(Gpr::Rdi, self.pc as u64);
        self.asm.call(self.common_port);
        self.cache.flush();
        self.known.clear();
        if self.instruction.op.roles()[0] == Role::Out {
            self.cache.take(Gpr::Rax);
            self.define(self.instruction.a.into(), Gpr::Rax);
        }
    }
}
