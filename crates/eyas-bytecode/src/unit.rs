//! A Unit: what the compiler hands to the virtual machine, all plain data, so that it can be written to a file.
//!
//! A unit is a set of procedures and a pool of constants. The loader turns each procedure into a template object
//! whose slots hold that procedure's constants, in the order of [`Procedure::constants`].

use crate::prims::Prim;

/// Index into [`Unit::constants`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct ConstId(pub u32);

/// Index into [`Unit::procedures`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct ProcId(pub u32);

/// Index into [`Unit::live_maps`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct MapId(pub u32);

/// Code and constants, ready to be verified and loaded.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Unit {
    /// For people: the file or library it came from.
    pub name: Box<str>,
    /// Constants refer to each other by index, so cycles and deep nesting need no recursion.
    pub constants: Vec<Constant>,
    /// All procedures. The one without arguments that [`Unit::entry`] names runs the unit.
    pub procedures: Vec<Procedure>,
    /// The procedure that runs the unit's top level.
    pub entry: Option<ProcId>,
    /// Sets of registers, shared by safepoints and return points.
    pub live_maps: Vec<LiveMap>,
    /// The files that spans refer to.
    pub files: Vec<SourceFile>,
}

/// A file that spans refer to; its text is found again by name when a diagnostic needs the line.
#[derive(Clone, PartialEq, Debug)]
pub struct SourceFile {
    /// As given by the user.
    pub name: Box<str>,
    /// Byte offset of the start of each line after the first.
    pub line_starts: Vec<u32>,
}

/// A constant of the pool.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "the data of R7RS section 7.1.2")]
pub enum Constant {
    Bool(bool),
    Nil,
    Eof,
    Unspecified,
    Absent,
    /// What an uninitialized variable holds.
    Unbound,
    Char(char),
    Fixnum(i64),
    /// The bits of the double.
    Flonum(u64),
    /// Sign and magnitude, little-endian bytes; does not fit an `i64`.
    Big {
        negative: bool,
        magnitude: Box<[u8]>,
    },
    Ratio(ConstId, ConstId),
    Complex(ConstId, ConstId),
    Symbol(Box<str>),
    String(Box<str>),
    Bytevector(Box<[u8]>),
    Vector(Box<[ConstId]>),
    Pair(ConstId, ConstId),
    /// Items and tail; the tail is `Nil` for a proper list.
    List(Box<[ConstId]>, ConstId),
    /// The variable `name` of module `module`; one per session.
    Global {
        module: Box<str>,
        name: Box<str>,
    },
    /// The template of a procedure of this unit.
    Template(ProcId),
    /// A closure of a procedure of this unit that captures nothing; one object.
    Closure(ProcId),
    /// A primitive as a procedure.
    Primitive(Prim),
    /// A record type made when the unit is loaded.
    RecordType {
        name: Box<str>,
        fields: Box<[Box<str>]>,
        parent: Option<ConstId>,
        mutable: u64,
    },
}

/// One procedure.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Procedure {
    /// For people; empty if it has none.
    pub name: Box<str>,
    /// How many arguments it takes and how they arrive.
    pub arity: Arity,
    /// Slots of the frame, slot 0 (the closure) included, windows of calls included.
    pub frame_size: u32,
    /// How many values its closure captures.
    pub captures: u32,
    /// Instructions and data words. Empty for [`Arity::Cases`].
    pub code: Vec<u64>,
    /// The constants it uses; instructions index this list.
    pub constants: Vec<ConstId>,
    /// Where calls come back to, indexed by the calls' `Return` operand.
    pub returns: Vec<ReturnPoint>,
    /// What is live into each instruction that may collect, by ascending pc.
    pub safepoints: Vec<Safepoint>,
    /// Where instructions came from, by ascending pc.
    pub places: Vec<Place>,
    /// Where the procedure is defined.
    pub span: UnitSpan,
}

/// How arguments arrive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Arity {
    /// Exactly this many, in slots 1 ….
    Exactly(u32),
    /// At least this many, then a list of the rest in the slot after them.
    AtLeast(u32),
    /// `case-lambda`: the first procedure that takes the argument count runs instead, with the same closure.
    Cases(Box<[ProcId]>),
}

impl Default for Arity {
    fn default() -> Self {
        Arity::Exactly(0)
    }
}

/// Where a call comes back to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReturnPoint {
    /// Index of the instruction after the call.
    pub pc: u32,
    /// The window of the call: the callee's slot 0 is this slot.
    pub window: u32,
    /// How many arguments the call passes.
    pub arguments: u32,
    /// Registers live after the call, its result excepted.
    pub live: MapId,
    /// True if the code at `pc` is `one-value`: several values may come back, at `pc + 1`.
    pub takes_values: bool,
}

/// What is live into an instruction that may collect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Safepoint {
    /// Index of the instruction.
    pub pc: u32,
    /// Registers that hold values which something later reads, its own operands included.
    pub live: MapId,
}

/// A set of registers: bit `r % 64` of word `r / 64`. No trailing zero words.
#[derive(Clone, PartialEq, Eq, Debug, Hash, Default)]
pub struct LiveMap(pub Box<[u64]>);

impl LiveMap {
    /// The set of these registers.
    pub fn from_registers(registers: impl IntoIterator<Item = u32>) -> LiveMap {
        let mut words: Vec<u64> = Vec::new();
        for r in registers {
            let i = (r / 64) as usize;
            if i >= words.len() {
                words.resize(i + 1, 0);
            }
            words[i] |= 1 << (r % 64);
        }
        LiveMap(words.into())
    }

    /// True if register `r` is in the set.
    pub fn contains(&self, r: u32) -> bool {
        self.0
            .get((r / 64) as usize)
            .is_some_and(|w| w >> (r % 64) & 1 == 1)
    }

    /// The registers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().enumerate().flat_map(|(i, &w)| {
            (0..64)
                .filter(move |b| w >> b & 1 == 1)
                .map(move |b| i as u32 * 64 + b)
        })
    }
}

/// A range of bytes of one of the unit's files; file `u32::MAX` means nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnitSpan {
    /// Index into [`Unit::files`].
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl UnitSpan {
    /// Nowhere.
    pub const NONE: UnitSpan = UnitSpan {
        file: u32::MAX,
        start: 0,
        end: 0,
    };
}

impl Default for UnitSpan {
    fn default() -> Self {
        UnitSpan::NONE
    }
}

/// Where an instruction came from.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// Index of the instruction.
    pub pc: u32,
    /// The whole expression.
    pub span: UnitSpan,
    /// Its arguments, for primitive calls; empty otherwise.
    pub arguments: Box<[UnitSpan]>,
    /// The primitive that is written there, if the operation is a form of another: `>` or `zero?` where the machine
    /// runs `<` or `=`. Errors are its. It has the operands the other way round, or, like `zero?`, one of them beside zero.
    pub written: Option<Prim>,
}
