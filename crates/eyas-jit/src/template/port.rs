//! Characters and bytes from and to ports: the runtime looks at the buffer, or calls the primitive.

use super::*;

impl Compiler<'_> {
    /// Always the runtime's: it looks at the buffer first. `number` is the function's in `Runtime::ports`.
    pub(super) fn port(&mut self, number: usize) {
        self.asm.mov_ri(Gpr::Rdi, self.pc as u64);
        self.asm
            .mov_ri(Gpr::Rax, self.environment.stubs.ports[number]);
        self.asm.call(self.common_port);
        self.cache.flush();
        if self.instruction.op.roles()[0] == Role::Out {
            self.cache.take(Gpr::Rax);
            self.define(self.instruction.a.into(), Gpr::Rax);
        }
    }
}
