//! Characters and bytes from and to ports, by way of the port's buffer if it has them, or room for them; otherwise the
//! runtime is called.

use super::*;
use eyas_asm::x64::{Scale, Shift};
use eyas_heap::layout::{IMMEDIATE_SHIFT, LOW_CHAR};
use eyas_heap::object::Port;
use eyas_vm::hooks::offsets;

/// From here on, bytes are parts of characters.
const NOT_ASCII: u8 = 0x80;

/// Where machine code is at work in the buffer of a port.
struct Place {
    native: Gpr,
    /// The index of the next byte.
    at: Gpr,
    /// Free.
    data: Gpr,
}

impl Compiler<'_> {
    /// `read-char`, `peek-char`, `read-u8`, `peek-u8`: a byte from the buffer; what is no ASCII character is the
    /// runtime's. `number` is the function's in `Runtime::ports`.
    pub(super) fn read(&mut self, number: usize, of_chars: bool, take: bool) {
        let i = self.instruction;
        let (a, b) = (usize::from(i.a), usize::from(i.b));
        let slow = self.asm.label();
        let end = if of_chars {
            offsets::PORT_CHARS_END
        } else {
            offsets::PORT_BYTES_END
        };
        let place = self.port_place(b, end, slow);
        let t = place.data;
        self.asm
            .mov_rm(Width::Qword, t, Mem::at(place.native, offsets::PORT_DATA));
        self.asm
            .movzx8_rm(t, Mem::indexed(t, place.at, Scale::One, 0));
        if of_chars {
            self.asm.test8_ri(t, NOT_ASCII);
            self.asm.jcc(Cond::NotEqual, slow);
        }
        if take {
            self.advance(&place);
        }
        if of_chars {
            self.asm.shift_ri(Shift::Shl, t, IMMEDIATE_SHIFT as u8);
            self.asm.alu_ri(Alu::Or, Width::Dword, t, LOW_CHAR as i32);
        } else {
            self.asm.shift_ri(Shift::Shl, t, 3);
        }
        self.define(a, t);
        self.facts.learn(
            a,
            if of_chars {
                Fact::CharOrEnd
            } else {
                Fact::FixnumOrEnd
            },
        );
        self.port_slowly(slow, number, Some(a));
    }

    /// `write-char`: an ASCII character to the buffer; others are the runtime's.
    pub(super) fn write_char(&mut self, number: usize) {
        let i = self.instruction;
        let (a, b) = (usize::from(i.a), usize::from(i.b));
        let slow = self.asm.label();
        let known = match self.facts.get(a) {
            Some(Fact::Bits(bits)) => Value::from_bits(bits).as_char(),
            _ => None,
        };
        match known.map(u8::try_from) {
            Some(Ok(c)) if c.is_ascii() => {
                let place = self.port_place(b, offsets::PORT_CHARS_ROOM, slow);
                self.write_to(&place, None, c);
            }
            _ => {
                let c = self.load(a);
                if !self.is_char(a) {
                    self.asm.cmp8_ri(c, LOW_CHAR as u8);
                    self.asm.jcc(Cond::NotEqual, slow);
                    self.facts.learn(a, Fact::Char);
                }
                let first = i32::from(NOT_ASCII) << IMMEDIATE_SHIFT;
                self.asm.alu_ri(Alu::Cmp, Width::Qword, c, first);
                self.asm.jcc(Cond::AboveEqual, slow);
                let place = self.port_place(b, offsets::PORT_CHARS_ROOM, slow);
                self.write_to(&place, Some(c), IMMEDIATE_SHIFT as u8);
            }
        }
        self.port_slowly(slow, number, None);
    }

    /// `write-u8`
    pub(super) fn write_byte(&mut self, number: usize) {
        let i = self.instruction;
        let (a, b) = (usize::from(i.a), usize::from(i.b));
        let slow = self.asm.label();
        let byte = self.load(a);
        self.require_fixnum(a, byte, slow);
        self.asm.alu_ri(Alu::Cmp, Width::Qword, byte, 255 << 3);
        self.asm.jcc(Cond::Above, slow);
        let place = self.port_place(b, offsets::PORT_BYTES_ROOM, slow);
        self.write_to(&place, Some(byte), 3);
        self.port_slowly(slow, number, None);
    }

    /// The native side of the port in slot `b` and the next place in its buffer, which is below what stands at `end`
    /// of the native side; otherwise to `slow`.
    fn port_place(&mut self, b: usize, end: i32, slow: Label) -> Place {
        let port = self.load(b);
        let (data, native, at) = (self.temp(), self.temp(), self.temp());
        if self.facts.get(b) != Some(Fact::Kind(Kind::Port)) {
            self.guard_kind(port, data, Kind::Port, slow);
            self.facts.learn(b, Fact::Kind(Kind::Port));
        }
        self.asm
            .mov_rm(Width::Qword, native, field(port, Port::NATIVE));
        let first = Mem::at(CONTEXT, offsets::PORTS);
        self.asm.alu_rm(Alu::Add, Width::Qword, native, first);
        self.asm
            .mov_rm(Width::Qword, at, Mem::at(native, offsets::PORT_AT));
        self.asm
            .alu_rm(Alu::Cmp, Width::Qword, at, Mem::at(native, end));
        self.asm.jcc(Cond::AboveEqual, slow);
        Place { native, at, data }
    }

    /// Stores the byte `source >> shift` at the place, or the byte `shift` if there is no source, and goes on by one.
    fn write_to(&mut self, place: &Place, source: Option<Gpr>, shift: u8) {
        let data = Mem::at(place.native, offsets::PORT_DATA);
        self.asm.mov_rm(Width::Qword, place.data, data);
        let to = Mem::indexed(place.data, place.at, Scale::One, 0);
        match source {
            Some(source) => {
                let t = self.temp();
                self.asm.mov_rr(t, source);
                self.asm.shift_ri(Shift::Shr, t, shift);
                self.asm.mov8_mr(to, t);
            }
            None => self.asm.mov8_mi(to, shift),
        }
        self.advance(place);
    }

    /// The next byte is the one after this place.
    fn advance(&mut self, place: &Place) {
        self.asm.alu_ri(Alu::Add, Width::Qword, place.at, 1);
        let next = Mem::at(place.native, offsets::PORT_AT);
        self.asm.mov_mr(Width::Qword, next, place.at);
    }

    /// From `slow`, the runtime does the instruction; its result goes to slot `a`.
    fn port_slowly(&mut self, slow: Label, number: usize, a: Option<usize>) {
        let done = self.asm.here();
        let snapshot = self.cache.snapshot();
        let (pc, function) = (self.pc, self.environment.stubs.ports[number]);
        self.aside(|c| {
            c.asm.bind(slow);
            c.asm.mov_ri(Gpr::Rdi, pc as u64);
            c.asm.mov_ri(Gpr::Rax, function);
            c.call_common(Common::Port);
            if let Some(a) = a {
                c.asm.mov_mr(Width::Qword, slot(a), Gpr::Rax);
            }
            c.reload(&snapshot);
            c.asm.jmp(done);
        });
    }
}
