//! Instruction words: packing and unpacking of the 64-bit format of [`crate::ops`].
//!
//! One instruction is one word, `op:16 a:16 b:16 c:16` from the lowest bits up, so that decoding is four shifts and an
//! interpreter may read the operands straight out of the word. What does not fit (register lists, jump tables, field
//! numbers) follows in data words, whose count the instruction itself tells.
//!
//! Invariant: `Instruction::decode(i.encode()) == Some(i)`.

use crate::ops::{Op, Role};

/// One instruction without its data words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instruction {
    /// What to do.
    pub op: Op,
    /// First operand.
    pub a: u16,
    /// Second operand.
    pub b: u16,
    /// Third operand.
    pub c: u16,
}

impl Instruction {
    /// An instruction with three 16-bit operands.
    pub const fn new(op: Op, a: u16, b: u16, c: u16) -> Instruction {
        Instruction { op, a, b, c }
    }

    /// An instruction whose `b` and `c` are one 32-bit operand, `b` its lower half.
    pub const fn with_word(op: Op, a: u16, word: u32) -> Instruction {
        Instruction {
            op,
            a,
            b: word as u16,
            c: (word >> 16) as u16,
        }
    }

    /// The 32 bits in `b` and `c`.
    pub const fn word32(self) -> u32 {
        self.b as u32 | (self.c as u32) << 16
    }

    /// The instruction as a word.
    pub const fn encode(self) -> u64 {
        self.op as u16 as u64
            | (self.a as u64) << 16
            | (self.b as u64) << 32
            | (self.c as u64) << 48
    }

    /// The instruction in a word; `None` if no operation has its number.
    pub const fn decode(word: u64) -> Option<Instruction> {
        match Op::from_number(word as u16) {
            Some(op) => Some(Instruction {
                op,
                a: (word >> 16) as u16,
                b: (word >> 32) as u16,
                c: (word >> 48) as u16,
            }),
            None => None,
        }
    }

    /// How many data words follow.
    pub const fn data_words(self) -> usize {
        if self.op.has_field_word() {
            return 1;
        }
        match self.op.roles()[2] {
            Role::List => (self.c as usize).div_ceil(4),
            Role::Table => (self.c as usize).div_ceil(2),
            _ => 0,
        }
    }
}

/// Packs a register list into data words, four to a word.
pub fn pack_list(registers: &[u16], code: &mut Vec<u64>) {
    for four in registers.chunks(4) {
        let word = four
            .iter()
            .rev()
            .fold(0u64, |word, &r| word << 16 | u64::from(r));
        code.push(word);
    }
}

/// The registers of a list of `count`; fewer if the data ends early.
pub fn unpack_list(data: &[u64], count: u16) -> impl Iterator<Item = u16> + '_ {
    data.iter()
        .flat_map(|&word| (0..4).map(move |i| (word >> (16 * i)) as u16))
        .take(count.into())
}

/// Packs jump distances into data words, two to a word.
pub fn pack_table(distances: &[i32], code: &mut Vec<u64>) {
    for two in distances.chunks(2) {
        let word = two
            .iter()
            .rev()
            .fold(0u64, |word, &d| word << 32 | u64::from(d as u32));
        code.push(word);
    }
}

/// The jump distances of a table of `count`; fewer if the data ends early.
pub fn unpack_table(data: &[u64], count: u16) -> impl Iterator<Item = i32> + '_ {
    data.iter()
        .flat_map(|&word| [word as u32 as i32, (word >> 32) as u32 as i32])
        .take(count.into())
}

/// An instruction where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Placed<'a> {
    /// Index of its word.
    pub pc: usize,
    /// The instruction.
    pub instruction: Instruction,
    /// Its data words.
    pub data: &'a [u64],
}

impl Placed<'_> {
    /// Index of the word after the instruction and its data.
    pub fn next_pc(&self) -> usize {
        self.pc + 1 + self.data.len()
    }
}

/// A word that is no instruction, or whose data words are missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadWord {
    /// Index of the word.
    pub pc: usize,
}

/// The instructions of a procedure, in order. Ends after the first error.
pub fn instructions(code: &[u64]) -> Instructions<'_> {
    Instructions { code, pc: 0 }
}

/// Iterator of [`instructions`].
#[derive(Clone, Debug)]
pub struct Instructions<'a> {
    code: &'a [u64],
    pc: usize,
}

impl<'a> Iterator for Instructions<'a> {
    type Item = Result<Placed<'a>, BadWord>;

    fn next(&mut self) -> Option<Self::Item> {
        let pc = self.pc;
        let &word = self.code.get(pc)?;
        let placed = Instruction::decode(word).and_then(|instruction| {
            let data = self.code.get(pc + 1..pc + 1 + instruction.data_words())?;
            Some(Placed {
                pc,
                instruction,
                data,
            })
        });
        match placed {
            Some(placed) => {
                self.pc = placed.next_pc();
                Some(Ok(placed))
            }
            None => {
                self.pc = self.code.len();
                Some(Err(BadWord { pc }))
            }
        }
    }
}

#[cfg(test)]
mod tests;
