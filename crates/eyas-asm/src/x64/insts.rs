//! One function per form of an instruction. Destination first, as in the manual.
//!
//! Names: the mnemonic, then the operands: `r` register, `m` memory, `i` immediate.

use super::encode::{Opcode, Rm};
use super::operand::Mem;
use super::regs::{Gpr, Xmm};
use crate::buffer::{AsmError, Buffer, Label, MachineCode};

/// How many bits an instruction works on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    /// 32; the upper half of a destination register becomes zero.
    Dword,
    /// 64
    Qword,
}

impl Width {
    const fn wide(self) -> bool {
        matches!(self, Width::Qword)
    }
}

/// The arithmetic instructions that share their forms; the number is the opcode extension.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[expect(missing_docs, reason = "their mnemonics")]
pub enum Alu {
    Add = 0,
    Or = 1,
    And = 4,
    Sub = 5,
    Xor = 6,
    Cmp = 7,
}

/// Shifts and rotations; the number is the opcode extension.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[expect(missing_docs, reason = "their mnemonics")]
pub enum Shift {
    Rol = 0,
    Ror = 1,
    Shl = 4,
    Shr = 5,
    Sar = 7,
}

/// Arithmetic on scalar doubles; the number is the opcode.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[expect(missing_docs, reason = "their mnemonics without `sd`")]
pub enum Sse {
    Sqrt = 0x51,
    Add = 0x58,
    Mul = 0x59,
    Sub = 0x5C,
    Div = 0x5E,
}

/// What a conditional instruction asks of the flags; the number is the condition code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Cond {
    /// Overflow.
    Overflow = 0,
    /// No overflow.
    NoOverflow = 1,
    /// Unsigned less.
    Below = 2,
    /// Unsigned greater or equal.
    AboveEqual = 3,
    /// Equal, or zero.
    Equal = 4,
    /// Not equal, or not zero.
    NotEqual = 5,
    /// Unsigned less or equal.
    BelowEqual = 6,
    /// Unsigned greater.
    Above = 7,
    /// Negative.
    Sign = 8,
    /// Not negative.
    NoSign = 9,
    /// Parity even; after a comparison of doubles, one is no number.
    Parity = 10,
    /// Parity odd.
    NoParity = 11,
    /// Signed less.
    Less = 12,
    /// Signed greater or equal.
    GreaterEqual = 13,
    /// Signed less or equal.
    LessEqual = 14,
    /// Signed greater.
    Greater = 15,
}

impl Cond {
    /// All, by number.
    pub const ALL: [Cond; 16] = [
        Cond::Overflow,
        Cond::NoOverflow,
        Cond::Below,
        Cond::AboveEqual,
        Cond::Equal,
        Cond::NotEqual,
        Cond::BelowEqual,
        Cond::Above,
        Cond::Sign,
        Cond::NoSign,
        Cond::Parity,
        Cond::NoParity,
        Cond::Less,
        Cond::GreaterEqual,
        Cond::LessEqual,
        Cond::Greater,
    ];

    /// The contrary.
    pub const fn negated(self) -> Cond {
        Cond::ALL[(self as u8 ^ 1) as usize]
    }

    /// What to ask after a comparison with its operands exchanged.
    pub const fn swapped(self) -> Cond {
        match self {
            Cond::Less => Cond::Greater,
            Cond::Greater => Cond::Less,
            Cond::LessEqual => Cond::GreaterEqual,
            Cond::GreaterEqual => Cond::LessEqual,
            Cond::Below => Cond::Above,
            Cond::Above => Cond::Below,
            Cond::BelowEqual => Cond::AboveEqual,
            Cond::AboveEqual => Cond::BelowEqual,
            other => other,
        }
    }
}

/// The opcode of `jmp`, which [`Asm::redirectable`] is waiting for.
pub const REDIRECTED: u8 = 0xE9;

/// An assembler: a buffer that knows instructions.
#[derive(Clone, Debug, Default)]
pub struct Asm {
    /// The bytes so far.
    pub buffer: Buffer,
}

impl Asm {
    /// Nothing yet.
    pub fn new() -> Asm {
        Asm::default()
    }

    /// Nothing, in the memory of code that is no longer needed.
    pub fn reusing(code: MachineCode) -> Asm {
        Asm {
            buffer: Buffer::reusing(code),
        }
    }

    /// A place that is not known yet.
    pub fn label(&mut self) -> Label {
        self.buffer.label()
    }

    /// The label is here.
    pub fn bind(&mut self, label: Label) {
        self.buffer.bind(label);
    }

    /// A label that is here.
    pub fn here(&mut self) -> Label {
        let label = self.label();
        self.bind(label);
        label
    }

    /// Fills with one-byte `nop`s up to a multiple of `alignment`.
    pub fn align(&mut self, alignment: usize) {
        while !self.buffer.is_aligned(alignment) {
            self.buffer.byte(0x90);
        }
    }

    /// Patches all distances.
    ///
    /// # Errors
    /// See [`AsmError`].
    pub fn finish(self) -> Result<MachineCode, AsmError> {
        self.buffer.finish()
    }
}

/// Moves.
impl Asm {
    /// `mov`; nothing if both are the same.
    pub fn mov_rr(&mut self, dst: Gpr, src: Gpr) {
        if dst != src {
            self.modrm(Opcode::plain(true, 0x8B), dst.number(), src.into());
        }
    }

    /// `mov` from memory.
    pub fn mov_rm(&mut self, width: Width, dst: Gpr, src: Mem) {
        self.modrm(Opcode::plain(width.wide(), 0x8B), dst.number(), src.into());
    }

    /// `mov` to memory.
    pub fn mov_mr(&mut self, width: Width, dst: Mem, src: Gpr) {
        self.modrm(Opcode::plain(width.wide(), 0x89), src.number(), dst.into());
    }

    /// `mov` of a constant, in the shortest form. Leaves the flags alone.
    pub fn mov_ri(&mut self, dst: Gpr, v: u64) {
        let n = dst.number();
        if let Ok(low) = u32::try_from(v) {
            if n >= 8 {
                self.buffer.byte(0x41);
            }
            self.buffer.byte(0xB8 | (n & 7));
            self.buffer.dword(low as i32);
        } else if let Ok(low) = i32::try_from(v as i64) {
            self.modrm(Opcode::plain(true, 0xC7), 0, dst.into());
            self.buffer.dword(low);
        } else {
            self.buffer.byte(0x48 | n >> 3);
            self.buffer.byte(0xB8 | (n & 7));
            self.buffer.raw(&v.to_le_bytes());
        }
    }

    /// `mov` of a sign-extended constant to memory.
    pub fn mov_mi(&mut self, width: Width, dst: Mem, v: i32) {
        self.modrm(Opcode::plain(width.wide(), 0xC7), 0, dst.into());
        self.buffer.dword(v);
    }

    /// `mov` of a byte to memory.
    pub fn mov8_mr(&mut self, dst: Mem, src: Gpr) {
        self.modrm(
            Opcode::plain(false, 0x88).of_bytes(),
            src.number(),
            dst.into(),
        );
    }

    /// `mov` of a constant byte to memory.
    pub fn mov8_mi(&mut self, dst: Mem, v: u8) {
        self.modrm(Opcode::plain(false, 0xC6), 0, dst.into());
        self.buffer.byte(v);
    }

    /// `movzx` of a byte in memory.
    pub fn movzx8_rm(&mut self, dst: Gpr, src: Mem) {
        self.modrm(Opcode::escaped(false, 0xB6), dst.number(), src.into());
    }

    /// `movzx` of the low byte of a register.
    pub fn movzx8_rr(&mut self, dst: Gpr, src: Gpr) {
        // As a destination the register is whole, but REX does no harm.
        self.modrm(
            Opcode::escaped(false, 0xB6).of_bytes(),
            dst.number(),
            src.into(),
        );
    }

    /// `movzx` of two bytes in memory.
    pub fn movzx16_rm(&mut self, dst: Gpr, src: Mem) {
        self.modrm(Opcode::escaped(false, 0xB7), dst.number(), src.into());
    }

    /// `movzx` of the low two bytes of a register.
    pub fn movzx16_rr(&mut self, dst: Gpr, src: Gpr) {
        self.modrm(Opcode::escaped(false, 0xB7), dst.number(), src.into());
    }

    /// `movsxd` of four bytes in memory.
    pub fn movsxd_rm(&mut self, dst: Gpr, src: Mem) {
        self.modrm(Opcode::plain(true, 0x63), dst.number(), src.into());
    }

    /// `lea`
    pub fn lea(&mut self, dst: Gpr, src: Mem) {
        self.modrm(Opcode::plain(true, 0x8D), dst.number(), src.into());
    }

    /// `lea` of a place in the code.
    pub fn lea_label(&mut self, dst: Gpr, label: Label) {
        let n = dst.number();
        self.buffer
            .raw(&[0x48 | (n >> 3) << 2, 0x8D, (n & 7) << 3 | 5]);
        self.buffer.far(label);
    }

    /// `sub rsp, bytes`
    pub fn grow_stack(&mut self, bytes: u8) {
        self.alu_ri(Alu::Sub, Width::Qword, Gpr::Rsp, bytes.into());
        self.buffer.stack_change(bytes as i8);
    }

    /// `add rsp, bytes`
    pub fn shrink_stack(&mut self, bytes: u8) {
        self.alu_ri(Alu::Add, Width::Qword, Gpr::Rsp, bytes.into());
        self.buffer.stack_change(-(bytes as i8));
    }

    /// `push`
    pub fn push(&mut self, src: Gpr) {
        if src.number() >= 8 {
            self.buffer.byte(0x41);
        }
        self.buffer.byte(0x50 | (src.number() & 7));
        self.buffer.stack_change(8);
    }

    /// `pop`
    pub fn pop(&mut self, dst: Gpr) {
        if dst.number() >= 8 {
            self.buffer.byte(0x41);
        }
        self.buffer.byte(0x58 | (dst.number() & 7));
        self.buffer.stack_change(-8);
    }
}

/// Integer arithmetic.
impl Asm {
    /// `op dst, src`
    pub fn alu_rr(&mut self, op: Alu, width: Width, dst: Gpr, src: Gpr) {
        let opcode = Opcode::plain(width.wide(), (op as u8) << 3 | 3);
        self.modrm(opcode, dst.number(), src.into());
    }

    /// `op dst, [src]`
    pub fn alu_rm(&mut self, op: Alu, width: Width, dst: Gpr, src: Mem) {
        let opcode = Opcode::plain(width.wide(), (op as u8) << 3 | 3);
        self.modrm(opcode, dst.number(), src.into());
    }

    /// `op [dst], src`
    pub fn alu_mr(&mut self, op: Alu, width: Width, dst: Mem, src: Gpr) {
        let opcode = Opcode::plain(width.wide(), (op as u8) << 3 | 1);
        self.modrm(opcode, src.number(), dst.into());
    }

    fn alu_immediate(&mut self, op: Alu, width: Width, dst: Rm, v: i32) {
        if let Ok(short) = i8::try_from(v) {
            self.modrm(Opcode::plain(width.wide(), 0x83), op as u8, dst);
            self.buffer.byte(short as u8);
        } else {
            self.modrm(Opcode::plain(width.wide(), 0x81), op as u8, dst);
            self.buffer.dword(v);
        }
    }

    /// `op dst, v`
    pub fn alu_ri(&mut self, op: Alu, width: Width, dst: Gpr, v: i32) {
        self.alu_immediate(op, width, dst.into(), v);
    }

    /// `op [dst], v`
    pub fn alu_mi(&mut self, op: Alu, width: Width, dst: Mem, v: i32) {
        self.alu_immediate(op, width, dst.into(), v);
    }

    /// `cmp` of the low byte of a register.
    pub fn cmp8_ri(&mut self, x: Gpr, v: u8) {
        self.modrm(
            Opcode::plain(false, 0x80).of_bytes(),
            Alu::Cmp as u8,
            x.into(),
        );
        self.buffer.byte(v);
    }

    /// `cmp` of a byte in memory.
    pub fn cmp8_mi(&mut self, x: Mem, v: u8) {
        self.modrm(Opcode::plain(false, 0x80), Alu::Cmp as u8, x.into());
        self.buffer.byte(v);
    }

    /// `cmp` of two bytes in memory with a sign-extended constant.
    pub fn cmp16_mi(&mut self, x: Mem, v: i8) {
        self.modrm(
            Opcode::plain(false, 0x83).prefixed(0x66),
            Alu::Cmp as u8,
            x.into(),
        );
        self.buffer.byte(v as u8);
    }

    /// `test` of two registers.
    pub fn test_rr(&mut self, width: Width, x: Gpr, y: Gpr) {
        self.modrm(Opcode::plain(width.wide(), 0x85), y.number(), x.into());
    }

    /// `test` of the low byte of a register.
    pub fn test8_ri(&mut self, x: Gpr, v: u8) {
        self.modrm(Opcode::plain(false, 0xF6).of_bytes(), 0, x.into());
        self.buffer.byte(v);
    }

    /// `test` of a byte in memory.
    pub fn test8_mi(&mut self, x: Mem, v: u8) {
        self.modrm(Opcode::plain(false, 0xF6), 0, x.into());
        self.buffer.byte(v);
    }

    /// `imul dst, [src]`
    pub fn imul_rm(&mut self, dst: Gpr, src: Mem) {
        self.modrm(Opcode::escaped(true, 0xAF), dst.number(), src.into());
    }

    /// `imul dst, src`
    pub fn imul_rr(&mut self, dst: Gpr, src: Gpr) {
        self.modrm(Opcode::escaped(true, 0xAF), dst.number(), src.into());
    }

    /// `imul dst, src, v`
    pub fn imul_rri(&mut self, dst: Gpr, src: Gpr, v: i32) {
        self.modrm(Opcode::plain(true, 0x69), dst.number(), src.into());
        self.buffer.dword(v);
    }

    /// `neg`
    pub fn neg(&mut self, dst: Gpr) {
        self.modrm(Opcode::plain(true, 0xF7), 3, dst.into());
    }

    /// `cqo`: sign of rax into rdx.
    pub fn cqo(&mut self) {
        self.buffer.raw(&[0x48, 0x99]);
    }

    /// `mul`: rax by `src`, product to rdx:rax.
    pub fn mul(&mut self, src: Gpr) {
        self.modrm(Opcode::plain(true, 0xF7), 4, src.into());
    }

    /// `div`: edx:eax by the low half of `src`, quotient to eax, remainder to edx.
    pub fn div32(&mut self, src: Gpr) {
        self.modrm(Opcode::plain(false, 0xF7), 6, src.into());
    }

    /// `idiv`: rdx:rax by `src`, quotient to rax, remainder to rdx.
    pub fn idiv(&mut self, src: Gpr) {
        self.modrm(Opcode::plain(true, 0xF7), 7, src.into());
    }

    /// Shift or rotation by a constant.
    pub fn shift_ri(&mut self, op: Shift, dst: Gpr, by: u8) {
        self.modrm(Opcode::plain(true, 0xC1), op as u8, dst.into());
        self.buffer.byte(by);
    }

    /// Shift or rotation by cl.
    pub fn shift_rc(&mut self, op: Shift, dst: Gpr) {
        self.modrm(Opcode::plain(true, 0xD3), op as u8, dst.into());
    }

    /// `setcc` of the low byte.
    pub fn setcc(&mut self, cond: Cond, dst: Gpr) {
        let opcode = Opcode::escaped(false, 0x90 | cond as u8).of_bytes();
        self.modrm(opcode, 0, dst.into());
    }

    /// `cmovcc`
    pub fn cmov(&mut self, cond: Cond, dst: Gpr, src: Gpr) {
        let opcode = Opcode::escaped(true, 0x40 | cond as u8);
        self.modrm(opcode, dst.number(), src.into());
    }
}

/// Scalar doubles.
impl Asm {
    /// `movq` to a vector register.
    pub fn movq_xr(&mut self, dst: Xmm, src: Gpr) {
        let opcode = Opcode::escaped(true, 0x6E).prefixed(0x66);
        self.modrm(opcode, dst.number(), src.into());
    }

    /// `movq` from a vector register.
    pub fn movq_rx(&mut self, dst: Gpr, src: Xmm) {
        let opcode = Opcode::escaped(true, 0x7E).prefixed(0x66);
        self.modrm(opcode, src.number(), dst.into());
    }

    /// `addsd` and its like.
    pub fn sse(&mut self, op: Sse, dst: Xmm, src: Xmm) {
        let opcode = Opcode::escaped(false, op as u8).prefixed(0xF2);
        self.modrm(opcode, dst.number(), Rm::Reg(src.number()));
    }

    /// `ucomisd`
    pub fn ucomisd(&mut self, x: Xmm, y: Xmm) {
        let opcode = Opcode::escaped(false, 0x2E).prefixed(0x66);
        self.modrm(opcode, x.number(), Rm::Reg(y.number()));
    }

    /// `cvtsi2sd` of 64 bits.
    pub fn cvtsi2sd(&mut self, dst: Xmm, src: Gpr) {
        let opcode = Opcode::escaped(true, 0x2A).prefixed(0xF2);
        self.modrm(opcode, dst.number(), src.into());
    }

    /// `cvttsd2si` to 64 bits.
    pub fn cvttsd2si(&mut self, dst: Gpr, src: Xmm) {
        let opcode = Opcode::escaped(true, 0x2C).prefixed(0xF2);
        self.modrm(opcode, dst.number(), Rm::Reg(src.number()));
    }

    /// `movsd` from memory; the upper half is cleared.
    pub fn movsd_xm(&mut self, dst: Xmm, src: Mem) {
        let opcode = Opcode::escaped(false, 0x10).prefixed(0xF2);
        self.modrm(opcode, dst.number(), src.into());
    }

    /// `movsd` to memory.
    pub fn movsd_mx(&mut self, dst: Mem, src: Xmm) {
        let opcode = Opcode::escaped(false, 0x11).prefixed(0xF2);
        self.modrm(opcode, src.number(), dst.into());
    }

    /// `movaps` between registers, which copies both halves and so waits for nothing else.
    pub fn movaps(&mut self, dst: Xmm, src: Xmm) {
        self.modrm(
            Opcode::escaped(false, 0x28),
            dst.number(),
            Rm::Reg(src.number()),
        );
    }

    /// `xorps`: with itself, clears a register without waiting for it.
    pub fn xorps(&mut self, dst: Xmm, src: Xmm) {
        self.modrm(
            Opcode::escaped(false, 0x57),
            dst.number(),
            Rm::Reg(src.number()),
        );
    }
}

/// Jumps.
impl Asm {
    /// `jmp` to a label.
    pub fn jmp(&mut self, label: Label) {
        match self.buffer.distance_back(label, 2) {
            Some(d) if i8::try_from(d).is_ok() => self.buffer.raw(&[0xEB, d as u8]),
            _ => {
                self.buffer.byte(0xE9);
                self.buffer.far(label);
            }
        }
    }

    /// Eight bytes that do nothing.
    pub fn nop8(&mut self) {
        self.buffer.raw(&[0x0F, 0x1F, 0x84, 0, 0, 0, 0, 0]);
    }

    /// Five bytes that change nothing but the flags, and become a `jmp` to the label when the first of them becomes
    /// [`REDIRECTED`]: the distance is there already, as the operand of `test eax`. One byte is stored at once, so
    /// processors that run the code see the one or the other.
    pub fn redirectable(&mut self, label: Label) {
        self.buffer.byte(0xA9);
        self.buffer.far(label);
    }

    /// `jmp` to a label at most 127 bytes away.
    pub fn jmp_near(&mut self, label: Label) {
        self.buffer.byte(0xEB);
        self.buffer.near(label);
    }

    /// `jcc` to a label.
    pub fn jcc(&mut self, cond: Cond, label: Label) {
        match self.buffer.distance_back(label, 2) {
            Some(d) if i8::try_from(d).is_ok() => self.buffer.raw(&[0x70 | cond as u8, d as u8]),
            _ => {
                self.buffer.raw(&[0x0F, 0x80 | cond as u8]);
                self.buffer.far(label);
            }
        }
    }

    /// `jcc` to a label at most 127 bytes away.
    pub fn jcc_near(&mut self, cond: Cond, label: Label) {
        self.buffer.byte(0x70 | cond as u8);
        self.buffer.near(label);
    }

    /// `call` of a label.
    pub fn call(&mut self, label: Label) {
        self.buffer.byte(0xE8);
        self.buffer.far(label);
    }

    /// `jmp` to an absolute address, which must be within two gigabytes of where the code is put.
    pub fn jmp_outside(&mut self, target: u64) {
        self.buffer.byte(0xE9);
        self.buffer.outside(target);
    }

    /// `call` of an absolute address, as for `jmp_outside`.
    pub fn call_outside(&mut self, target: u64) {
        self.buffer.byte(0xE8);
        self.buffer.outside(target);
    }

    /// `jmp` to the address in a register.
    pub fn jmp_r(&mut self, to: Gpr) {
        self.modrm(Opcode::plain(false, 0xFF), 4, to.into());
    }

    /// `jmp` to the address in memory.
    pub fn jmp_m(&mut self, to: Mem) {
        self.modrm(Opcode::plain(false, 0xFF), 4, to.into());
    }

    /// `call` of the address in a register.
    pub fn call_r(&mut self, to: Gpr) {
        self.modrm(Opcode::plain(false, 0xFF), 2, to.into());
    }

    /// `ret`
    pub fn ret(&mut self) {
        self.buffer.byte(0xC3);
    }

    /// `int3`
    pub fn int3(&mut self) {
        self.buffer.byte(0xCC);
    }
}
