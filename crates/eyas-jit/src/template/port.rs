//! Characters and bytes from and to ports. What is read comes from the port's buffer if it is there; otherwise, and to
//! write, the runtime is called.

use super::*;
use eyas_asm::x64::{Scale, Shift};
use eyas_heap::layout::{IMMEDIATE_SHIFT, LOW_CHAR};
use eyas_heap::object::Port;
use eyas_vm::hooks::offsets;

/// From here on, bytes are parts of characters.
const NOT_ASCII: u8 = 0x80;

impl Compiler<'_> {
    /// Always the runtime's. `number` is the function's in `Runtime::ports`.
    pub(super) fn port(&mut self, number: usize) {
        self.asm.mov_ri(Gpr::Rdi, self.pc as u64);
        self.asm
            .mov_ri(Gpr::Rax, self.environment.stubs.ports[number]);
        self.asm.call(self.common_port);
        self.cache.flush();
    }

    /// `read-char`, `peek-char`, `read-u8`, `peek-u8`: a byte from the buffer; what is no ASCII character is the
    /// runtime's.
    pub(super) fn read(&mut self, number: usize, of_chars: bool, take: bool) {
        let i = self.instruction;
        let (a, b) = (usize::from(i.a), usize::from(i.b));
        let [slow, done] = [(); 2].map(|()| self.asm.label());
        let port = self.load(b);
        let (t, native, at) = (self.temp(), self.temp(), self.temp());
        if self.facts.get(b) != Some(Fact::Kind(Kind::Port)) {
            self.guard_kind(port, t, Kind::Port, slow);
            self.facts.learn(b, Fact::Kind(Kind::Port));
        }
        // Eight times the port's number.
        self.asm
            .mov_rm(Width::Qword, native, Self::field(port, Port::NATIVE));
        self.asm
            .imul_rri(native, native, offsets::PORT_SIZE / WORD as i32);
        let first = Mem::at(CONTEXT, offsets::PORTS);
        self.asm.alu_rm(Alu::Add, Width::Qword, native, first);
        let next = Mem::at(native, offsets::PORT_AT);
        self.asm.mov_rm(Width::Qword, at, next);
        let end = if of_chars {
            offsets::PORT_CHARS_END
        } else {
            offsets::PORT_BYTES_END
        };
        self.asm
            .alu_rm(Alu::Cmp, Width::Qword, at, Mem::at(native, end));
        self.asm.jcc(Cond::AboveEqual, slow);
        self.asm
            .mov_rm(Width::Qword, t, Mem::at(native, offsets::PORT_DATA));
        self.asm.movzx8_rm(t, Mem::indexed(t, at, Scale::One, 0));
        if of_chars {
            self.asm.test8_ri(t, NOT_ASCII);
            self.asm.jcc(Cond::NotEqual, slow);
        }
        if take {
            self.asm.alu_ri(Alu::Add, Width::Qword, at, 1);
            self.asm.mov_mr(Width::Qword, next, at);
        }
        if of_chars {
            self.asm.shift_ri(Shift::Shl, t, IMMEDIATE_SHIFT as u8);
            self.asm.alu_ri(Alu::Or, Width::Dword, t, LOW_CHAR as i32);
        } else {
            self.asm.shift_ri(Shift::Shl, t, 3);
        }
        self.define(a, t);
        self.asm.bind(done);
        let snapshot = self.cache.snapshot();
        let (pc, function) = (self.pc, self.environment.stubs.ports[number]);
        self.aside(|c| {
            c.asm.bind(slow);
            c.asm.mov_ri(Gpr::Rdi, pc as u64);
            c.asm.mov_ri(Gpr::Rax, function);
            c.asm.call(c.common_port);
            c.asm.mov_mr(Width::Qword, slot(a), Gpr::Rax);
            c.reload(&snapshot);
            c.asm.jmp(done);
        });
    }
}
