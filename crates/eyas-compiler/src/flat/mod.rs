//! Flat: linear code over virtual registers; the last form before bytecode.
//!
//! A [`Flat`] program has a constant pool and procedures; a procedure is a list of instructions of
//! [`eyas_bytecode::ops`], whose operands are virtual registers instead of slots, labels instead of distances and
//! constants of the whole program instead of one procedure's. So the table of operations stays the only description
//! of what code can do, and what follows (liveness, registers, emission) is driven by its roles.
//!
//! ```text
//! procedure ::= (procedure NAME ARITY CAPTURES item …)      ARITY: (exactly n) | (at-least n) | (cases p …)
//! item      ::= (label L) | (open W) | (op operand …)
//! operand   ::= %r | number | @L | $c | (%r …) | (@L …) | name of a test or primitive | _
//! call      ::= (call %dst W (%callee %arg …)) | (call-known %dst W $c (%closure %arg …))
//!             | (call-global %dst W $c (_ %arg …)) | (native %dst W prim (%arg …)) | tail forms have no %dst
//! values    ::= (return-values W (%r …)) | (receive W required rest? (%r …))
//!             | (call-received %dst %f W) | (tail-call-received %f W)
//! ```
//!
//! Register `%0` is the running closure, `%1 …` the parameters. `W` names a *window*: the run of neighbouring slots
//! that a call's operands must stand in. `(open W)` marks where they begin to be computed, which is where the
//! window's place in the frame is decided; registers made for it carry a hint. Labels and windows are unique in a procedure.
//!
//! Invariants: a register that is read has been written on every path; a register has one definition, except those
//! that a join of branches or a loop writes; a window is opened once, before its instruction, and windows nest.

mod constants;
mod emit;
mod error;
mod hoist;
mod liveness;
mod lower;
mod peephole;
mod registers;
#[cfg(test)]
mod tests;
pub mod text;
pub mod verify;

pub use emit::emit;
pub use error::{LowerError, LowerErrorKind};
pub use lower::flatten;
pub use peephole::improve;

use eyas_bytecode::{Arity, ConstId, Constant, Op, Prim, ProcId, Role, Unit};
use eyas_datum::source::{Sources, Span};
use eyas_datum::symbol::Symbols;

use crate::core::Core;

macro_rules! index_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The index, for a `Vec`.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index_type!(
    /// A virtual register.
    Reg
);
index_type!(
    /// A jump target.
    Label
);
index_type!(
    /// A call's run of neighbouring slots.
    Window
);
index_type!(
    /// Index into [`FlatProcedure::places`].
    PlaceId
);

impl Reg {
    /// The running closure.
    pub const CLOSURE: Reg = Reg(0);
    /// No register: a result nobody wants, or a callee that the instruction finds itself.
    pub const NONE: Reg = Reg(u32::MAX);
}

impl Window {
    /// No window.
    pub const NONE: Window = Window(u32::MAX);
}

impl PlaceId {
    /// Nowhere.
    pub const NONE: PlaceId = PlaceId(u32::MAX);
}

/// What stands in an instruction's place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    /// Jump target `a`.
    Label,
    /// Window `a` opens; `b` is 1 if its operands contain calls.
    Open,
    /// An operation.
    Op(Op),
}

/// An instruction; what `a`, `b`, `c` and the list mean depends on the operation, see the accessors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ins {
    /// What it is.
    pub code: Code,
    /// First operand.
    pub a: u32,
    /// Second operand.
    pub b: u32,
    /// Third operand.
    pub c: u32,
    /// Start in [`FlatProcedure::lists`]; the field number of record operations.
    pub start: u32,
    /// Length in [`FlatProcedure::lists`].
    pub len: u32,
    /// Where it came from.
    pub place: PlaceId,
}

/// How an operation uses a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WindowUse {
    /// It has none.
    None,
    /// Pushes a frame: `a` result, `b` window, `c` constant, list from the callee on.
    Call,
    /// Leaves the frame: `b` window, `c` constant, list from the callee on (from the first value for `return-values`).
    Leave,
    /// `a` result, `b` window, `c` primitive, list of arguments.
    Native,
    /// `a` window of the call before, `b` required, `c` rest; the list is written.
    Receive,
    /// `a` procedure, `b` window of the call before, `c` result (or [`Reg::NONE`]).
    Received,
}

/// How this operation uses a window.
pub fn window_use(op: Op) -> WindowUse {
    match op {
        Op::Call | Op::CallKnown | Op::CallGlobal | Op::Apply | Op::CallCc | Op::CallOnce => {
            WindowUse::Call
        }
        Op::TailCall
        | Op::TailCallKnown
        | Op::TailCallGlobal
        | Op::TailApply
        | Op::TailCallCc
        | Op::TailCallOnce
        | Op::ReturnValues => WindowUse::Leave,
        Op::Native => WindowUse::Native,
        Op::Receive => WindowUse::Receive,
        Op::CallReceived | Op::TailCallReceived => WindowUse::Received,
        _ => WindowUse::None,
    }
}

impl Ins {
    /// An instruction without list and place.
    pub fn new(code: Code, a: u32, b: u32, c: u32) -> Ins {
        Ins {
            code,
            a,
            b,
            c,
            start: 0,
            len: 0,
            place: PlaceId::NONE,
        }
    }

    /// The operation, if it is one.
    pub fn op(&self) -> Option<Op> {
        match self.code {
            Code::Op(op) => Some(op),
            _ => None,
        }
    }

    /// True if control never goes on to the next instruction.
    pub fn ends(&self) -> bool {
        self.op().is_some_and(|op| op.effects().end)
    }

    /// The range of its list.
    pub fn list(&self) -> std::ops::Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }

    /// The label it may jump to, tables apart.
    pub fn target(&self) -> Option<Label> {
        let [_, b, c] = self.op()?.roles();
        match (b, c) {
            (Role::JumpWord, _) => Some(Label(self.b)),
            (_, Role::Jump) => Some(Label(self.c)),
            _ => None,
        }
    }

    /// Changes the label it may jump to.
    pub fn retarget(&mut self, label: Label) {
        if let Some(op) = self.op() {
            match op.roles() {
                [_, Role::JumpWord, _] => self.b = label.0,
                [_, _, Role::Jump] => self.c = label.0,
                _ => {}
            }
        }
    }

    /// The window it uses.
    pub fn window(&self) -> Window {
        match self.op().map_or(WindowUse::None, window_use) {
            WindowUse::None => Window::NONE,
            WindowUse::Receive => Window(self.a),
            _ => Window(self.b),
        }
    }
}

/// Where an instruction came from.
#[derive(Clone, PartialEq, Debug)]
pub struct FlatPlace {
    /// The whole expression.
    pub span: Span,
    /// Its arguments, for primitive calls.
    pub arguments: Box<[Span]>,
    /// The primitive that is written there, if it is another than the operation's ([`eyas_bytecode::unit::Place`]).
    pub written: Option<Prim>,
}

/// Where a register would best stand: this slot of this window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The window; [`Window::NONE`] if there is no wish.
    pub window: Window,
    /// Slot counted from the window's first.
    pub index: u32,
}

impl Hint {
    /// No wish.
    pub const NONE: Hint = Hint {
        window: Window::NONE,
        index: 0,
    };
}

/// One procedure as linear code.
#[derive(Clone, PartialEq, Debug)]
pub struct FlatProcedure {
    /// For people.
    pub name: Box<str>,
    /// Where it is defined.
    pub span: Span,
    /// Its arguments. They are registers 1 …; a rest list is the last.
    pub arity: Arity,
    /// How many values its closure captures.
    pub captures: u32,
    /// Its code.
    pub code: Vec<Ins>,
    /// Registers and labels of the instructions' lists.
    pub lists: Vec<u32>,
    /// A hint for each register.
    pub hints: Vec<Hint>,
    /// How many labels there are.
    pub labels: u32,
    /// How many windows there are.
    pub windows: u32,
    /// Places of instructions.
    pub places: Vec<FlatPlace>,
}

impl FlatProcedure {
    /// A procedure without code, its closure and parameters registered.
    pub fn with_arity(name: &str, span: Span, arity: Arity, captures: u32) -> FlatProcedure {
        let parameters = match &arity {
            Arity::Exactly(n) => *n as usize,
            Arity::AtLeast(n) => *n as usize + 1,
            Arity::Cases(_) => 0,
        };
        FlatProcedure {
            name: name.into(),
            span,
            arity,
            captures,
            code: Vec::new(),
            lists: Vec::new(),
            hints: vec![Hint::NONE; parameters + 1],
            labels: 0,
            windows: 0,
            places: Vec::new(),
        }
    }

    /// How many parameter registers there are, a rest list included.
    pub fn parameters(&self) -> u32 {
        match &self.arity {
            Arity::Exactly(n) => *n,
            Arity::AtLeast(n) => n.saturating_add(1),
            Arity::Cases(_) => 0,
        }
    }

    /// Calls `f` with each register that the instruction reads.
    #[inline]
    pub fn for_each_use(&self, ins: &Ins, mut f: impl FnMut(Reg)) {
        let Code::Op(op) = ins.code else { return };
        let mut read = |r: u32| {
            if r != Reg::NONE.0 {
                f(Reg(r));
            }
        };
        match window_use(op) {
            WindowUse::None => {
                let [a, b, c] = op.roles();
                if a == Role::In {
                    read(ins.a);
                }
                if b == Role::In {
                    read(ins.b);
                }
                match c {
                    Role::In => read(ins.c),
                    Role::List => self.lists[ins.list()].iter().copied().for_each(read),
                    _ => {}
                }
                if op == Op::FreeRef {
                    f(Reg::CLOSURE);
                }
            }
            WindowUse::Call | WindowUse::Leave | WindowUse::Native => {
                self.lists[ins.list()].iter().copied().for_each(read);
            }
            WindowUse::Received => read(ins.a),
            WindowUse::Receive => {}
        }
    }

    /// Calls `f` with each register that the instruction writes.
    #[inline]
    pub fn for_each_definition(&self, ins: &Ins, mut f: impl FnMut(Reg)) {
        let Code::Op(op) = ins.code else { return };
        match window_use(op) {
            WindowUse::None if op.roles()[0] == Role::Out => f(Reg(ins.a)),
            WindowUse::Call | WindowUse::Native if ins.a != Reg::NONE.0 => f(Reg(ins.a)),
            WindowUse::Received if ins.c != Reg::NONE.0 => f(Reg(ins.c)),
            WindowUse::Receive => self.lists[ins.list()].iter().for_each(|&r| f(Reg(r))),
            _ => {}
        }
    }
}

/// A whole program as linear code.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Flat {
    /// For people.
    pub name: Box<str>,
    /// The pool; becomes [`Unit::constants`].
    pub constants: Vec<Constant>,
    /// All procedures.
    pub procedures: Vec<FlatProcedure>,
    /// The one that runs the top level.
    pub entry: Option<ProcId>,
}

impl Flat {
    /// The constant with this index.
    pub fn constant(&self, id: ConstId) -> &Constant {
        &self.constants[id.0 as usize]
    }
}

/// Compiles Core as `convert_closures` leaves it down to a unit: flattening, peephole, registers, emission.
///
/// `symbols` are the names that the quoted data refer to; `sources` the texts that spans refer to.
///
/// # Errors
/// The program is beyond a limit of the instruction format, for instance the size of a frame.
///
/// # Panics
/// In debug builds, when the verifier refuses the unit.
pub fn lower(core: &Core, sources: &Sources, symbols: &Symbols) -> Result<Unit, LowerError> {
    let mut flat = flatten(core, symbols)?;
    check(&flat, "lowering");
    for procedure in &mut flat.procedures {
        peephole::improve(procedure);
        hoist::hoist(procedure);
    }
    check(&flat, "peephole and hoisting");
    let unit = emit(flat, sources)?;
    if cfg!(debug_assertions)
        && let Err(error) = eyas_bytecode::verify::verify(unit.clone())
    {
        panic!("{error}\n{}", eyas_bytecode::text::print(&unit));
    }
    Ok(unit)
}

/// In debug builds, asserts that a stage has left well-formed code.
fn check(flat: &Flat, stage: &str) {
    if cfg!(debug_assertions)
        && let Err(error) = verify::verify(flat)
    {
        panic!("after {stage}: {error}\n{}", text::print(flat));
    }
}
