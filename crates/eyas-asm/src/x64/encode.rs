//! What all instructions share: prefixes, opcode, ModRM, SIB, displacement.

use super::insts::Asm;
use super::operand::Mem;
use super::regs::Gpr;

/// The second operand of ModRM.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rm {
    Reg(u8),
    Mem(Mem),
}

impl From<Gpr> for Rm {
    fn from(reg: Gpr) -> Rm {
        Rm::Reg(reg.number())
    }
}

impl From<Mem> for Rm {
    fn from(mem: Mem) -> Rm {
        Rm::Mem(mem)
    }
}

/// What stands before ModRM.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opcode {
    /// A mandatory prefix (66, F2, F3), or 0.
    pub(super) prefix: u8,
    /// Operands are 64 bits wide.
    pub(super) wide: bool,
    /// 0F stands before the opcode.
    pub(super) escape: bool,
    pub(super) byte: u8,
    /// The register operands are bytes: `spl` to `dil` need a REX prefix to be told from `ah` to `bh`.
    pub(super) bytes: bool,
}

impl Opcode {
    pub(super) const fn plain(wide: bool, byte: u8) -> Opcode {
        Opcode {
            prefix: 0,
            wide,
            escape: false,
            byte,
            bytes: false,
        }
    }

    pub(super) const fn escaped(wide: bool, byte: u8) -> Opcode {
        Opcode {
            prefix: 0,
            wide,
            escape: true,
            byte,
            bytes: false,
        }
    }

    pub(super) const fn of_bytes(self) -> Opcode {
        Opcode {
            bytes: true,
            ..self
        }
    }

    pub(super) const fn prefixed(self, prefix: u8) -> Opcode {
        Opcode { prefix, ..self }
    }
}

impl Asm {
    /// An instruction with ModRM; `reg` is a register number or an opcode extension.
    ///
    /// Always inlined: each form of an instruction knows most of its opcode, so little is left to decide.
    #[inline(always)]
    pub(super) fn modrm(&mut self, opcode: Opcode, reg: u8, rm: Rm) {
        let (index, base) = match rm {
            Rm::Reg(r) => (0, r),
            Rm::Mem(mem) => (mem.index.map_or(0, |(r, _)| r.number()), mem.base.number()),
        };
        let low_byte = |r: u8| opcode.bytes && (4..8).contains(&r);
        let needs_rex = low_byte(reg) || matches!(rm, Rm::Reg(r) if low_byte(r));
        let mut out = Bytes::default();
        if opcode.prefix != 0 {
            out.push(opcode.prefix);
        }
        let rex = u8::from(opcode.wide) << 3 | (reg >> 3) << 2 | (index >> 3) << 1 | base >> 3;
        if rex != 0 || needs_rex {
            out.push(0x40 | rex);
        }
        if opcode.escape {
            out.push(0x0F);
        }
        out.push(opcode.byte);
        let reg = (reg & 7) << 3;
        let mem = match rm {
            Rm::Reg(r) => {
                out.push(0xC0 | reg | (r & 7));
                return self.buffer.up_to_eight(out.bytes, out.count);
            }
            Rm::Mem(mem) => mem,
        };
        let base = mem.base.number() & 7;
        // With base 5 (rbp, r13), mode 0 would mean "no base".
        let mode = if mem.disp == 0 && base != 5 {
            0x00
        } else if i8::try_from(mem.disp).is_ok() {
            0x40
        } else {
            0x80
        };
        match mem.index {
            Some((index, scale)) => {
                out.push(mode | reg | 4);
                out.push((scale as u8) << 6 | (index.number() & 7) << 3 | base);
            }
            // Base 4 (rsp, r12) can only be said in a SIB byte; index 4 means none.
            None if base == 4 => {
                out.push(mode | reg | 4);
                out.push(0x24);
            }
            None => out.push(mode | reg | base),
        }
        if mode == 0x40 {
            out.push(mem.disp as u8);
        }
        self.buffer.up_to_eight(out.bytes, out.count);
        if mode == 0x80 {
            self.buffer.dword(mem.disp);
        }
    }
}

/// The first bytes of an instruction, up to a short displacement: seven at most.
#[derive(Clone, Copy, Default)]
struct Bytes {
    bytes: u64,
    count: u32,
}

impl Bytes {
    #[inline(always)]
    fn push(&mut self, byte: u8) {
        self.bytes |= u64::from(byte) << (8 * self.count);
        self.count += 1;
    }
}
