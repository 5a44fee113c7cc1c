//! The seam through which other crates plug into the machine: the compiler (for `eval`) and the JIT tiers.
//!
//! The machine knows neither. Without hooks it is complete but for `eval`, which then raises.
//!
//! A [`Tier`] compiles procedures that are called often. It gets them as [`Compilable`]s and returns addresses
//! ([`Compiled`]), which the machine puts where calls, returns and loops look for them; so both tiers mix freely, and
//! any machine code can be dropped that is not under way (`tier.rs`).

use crate::code::Code;
use crate::context::Context;
use crate::error::Raise;
use crate::stack::{Consts, Link, Pc};
use eyas_heap::Value;

/// What the machine asks of its surroundings. Methods take `&self`, since a compilation may run Scheme code
/// (procedural macros, through [`Context::call`]) that asks for another.
pub trait Hooks {
    /// Compiles `datum` in environment `environment` (a heap object) to a procedure without arguments. Both values
    /// are in argument slots `0` and `1` of `arguments`, which stay roots.
    fn compile(
        &self,
        context: &mut Context,
        arguments: crate::native::Args,
    ) -> Result<Value, Raise>;

    /// The same for all forms of the file named by the string in slot 0.
    fn compile_file(
        &self,
        context: &mut Context,
        arguments: crate::native::Args,
    ) -> Result<Value, Raise>;

    /// Expands `datum` (slot 0) in an environment (slot 1), for people to look at.
    fn expand(&self, context: &mut Context, arguments: crate::native::Args)
    -> Result<Value, Raise>;

    /// The environment object for a list of import sets (slot 0); slot 1 tells which kind is wanted.
    fn environment(
        &self,
        context: &mut Context,
        arguments: crate::native::Args,
    ) -> Result<Value, Raise>;

    /// The environment of the interaction.
    fn interaction_environment(&self, context: &mut Context) -> Result<Value, Raise>;
}

pub use crate::interp::Runtime;

/// Offsets in the structures that machine code reads and writes, in bytes.
pub mod offsets {
    use crate::code::{Case, MachineCode, ReturnDescriptor};
    use crate::context::{Context, DynamicState, Machine, Session, Top, Underflow};
    use crate::control::capture;
    use crate::port::{Native, Ports};
    use crate::prim::State;
    use crate::stack::Consts;
    use eyas_heap::object::Template;
    use std::mem::offset_of;

    const MACHINE: usize = offset_of!(Context, machine);
    const TOP: usize = MACHINE + offset_of!(Machine, top);

    /// In a context: bases of frames must not be above; zero asks for attention.
    pub const STACK_LIMIT: i32 = (MACHINE + offset_of!(Machine, stack_limit)) as i32;
    /// In a context: safepoints until machine code is left to the interpreter for a test (32 bits).
    pub const SWITCH_LEFT: i32 = (MACHINE + offset_of!(Machine, switch_left)) as i32;
    /// In a context: what that counter starts at again.
    pub const SWITCH_EVERY: i32 = (MACHINE + offset_of!(Machine, switch_every)) as i32;
    /// In a context: how many values were returned.
    pub const VALUES: i32 = (MACHINE + offset_of!(Machine, values)) as i32;
    /// In a context: when the interpreter comes to this instruction, with the table for that, it enters machine code …
    pub const LEFT_PC: i32 = (MACHINE + offset_of!(Machine, left_pc)) as i32;
    /// In a context: … here.
    pub const LEFT_TO: i32 = (MACHINE + offset_of!(Machine, left_to)) as i32;
    /// In a context: address of the native side of the first port. A port object has the distance from there to its own.
    pub const PORTS: i32 = (MACHINE
        + offset_of!(Machine, session)
        + offset_of!(Session, natives)
        + offset_of!(State, ports)
        + Ports::FIRST) as i32;
    /// In the native side of a port: address of its buffer.
    pub const PORT_DATA: i32 = Native::DATA as i32;
    /// In the native side of a port: index of the next byte.
    pub const PORT_AT: i32 = Native::AT as i32;
    /// In the native side of a port: where the bytes of characters end, or zero.
    pub const PORT_CHARS_END: i32 = Native::CHARS_END as i32;
    /// In the native side of a port: where the bytes end that are read as such, or zero.
    pub const PORT_BYTES_END: i32 = Native::BYTES_END as i32;
    /// In the native side of a port: up to here a character fits, or zero.
    pub const PORT_CHARS_ROOM: i32 = Native::CHARS_ROOM as i32;
    /// In the native side of a port: up to here a byte fits, or zero.
    pub const PORT_BYTES_ROOM: i32 = Native::BYTES_ROOM as i32;
    /// In a context: the base of the newest frame, as a runtime function left it.
    pub const TOP_BASE: i32 = (TOP + offset_of!(Top, base)) as i32;
    /// In a context: the pc that the runtime function got.
    pub const TOP_PC: i32 = (TOP + offset_of!(Top, pc)) as i32;
    /// In a context: the template that the runtime function got.
    pub const TOP_CONSTS: i32 = (TOP + offset_of!(Top, consts)) as i32;
    /// In a context: the slot of the link word of the oldest active frame.
    pub const BOTTOM: i32 = (MACHINE + offset_of!(Machine, bottom)) as i32;
    /// In a context: machine code captures and reinstates frames only while the bottom is not above.
    pub const FAST_LIMIT: i32 = (MACHINE + offset_of!(Machine, fast_limit)) as i32;
    /// In a context: the continuation below the active frames, or `#f`.
    pub const BELOW: i32 =
        (MACHINE + offset_of!(Machine, underflow) + offset_of!(Underflow, continuation)) as i32;
    /// In a context: how many bytes of its frames are left; 0 if all are.
    pub const LEFT: i32 =
        (MACHINE + offset_of!(Machine, underflow) + offset_of!(Underflow, left)) as i32;
    /// In a context: the state of continuations of this run that may be used any number of times.
    pub const STATE: i32 = (MACHINE + offset_of!(Machine, state)) as i32;
    const DYNAMIC: usize = MACHINE + offset_of!(Machine, dynamic);
    /// In a context: the bottom at the last collection; 0 if it has been lower since.
    pub const VISITED_BOTTOM: i32 = (MACHINE + offset_of!(Machine, visited_bottom)) as i32;
    /// In a context: the `dynamic-wind`s under way.
    pub const WINDERS: i32 = (DYNAMIC + offset_of!(DynamicState, winders)) as i32;
    /// In a context: the exception handlers.
    pub const HANDLERS: i32 = (DYNAMIC + offset_of!(DynamicState, handlers)) as i32;
    /// In a context: the values of parameters.
    pub const PARAMETERIZATION: i32 = (DYNAMIC + offset_of!(DynamicState, parameterization)) as i32;
    const CODE: usize = MACHINE + offset_of!(Machine, code);
    /// In a context: the link to what a continuation has.
    pub const UNDERFLOW_LINK: i32 = (CODE + offset_of!(MachineCode, underflow)) as i32;
    /// In a context: the link to the end of the run.
    pub const EXIT_LINK: i32 = (CODE + offset_of!(MachineCode, exit)) as i32;
    /// The bit in the state of a continuation that says that it may be used any number of times.
    pub const SHARED_BIT: u8 = capture::SHARED_BIT;
    /// The bit that says that it was to be used once, and was.
    pub const USED_BIT: u8 = capture::USED_BIT;
    /// In a return descriptor: where machine code goes on.
    pub const RETURN_MACHINE: i32 = offset_of!(ReturnDescriptor, machine_entry) as i32;
    /// In a return descriptor: where the interpreter goes on.
    pub const RETURN_PC: i32 = offset_of!(ReturnDescriptor, resume_pc) as i32;
    /// In a return descriptor: where the interpreter goes on with several values; zero if only the first is wanted.
    pub const RETURN_VALUES_PC: i32 = offset_of!(ReturnDescriptor, values_pc) as i32;
    /// In a return descriptor: bytes from the callee's base down to the caller's.
    pub const RETURN_DELTA: i32 = offset_of!(ReturnDescriptor, delta) as i32;
    /// In a return descriptor: the caller's template.
    pub const RETURN_CONSTS: i32 = offset_of!(ReturnDescriptor, consts) as i32;
    /// In a template's slots: where the interpreter enters.
    pub const TEMPLATE_CODE: i32 = 8 * Template::CODE as i32;
    /// In a template's slots: where machine code enters.
    pub const TEMPLATE_ENTRY: i32 = 8 * Template::ENTRY as i32;
    /// From the cold entry of machine code to the warm one.
    pub const WARM: usize = 8;
    /// In a template's slots: the number of arguments as a fixnum; `-1 - n` stands for at least `n`, and
    /// `CASES - n` for `n` clauses, which are at `TEMPLATE_CLAUSES`.
    pub const TEMPLATE_ARITY: i32 = 8 * Consts::ARITY as i32;
    /// See `TEMPLATE_ARITY`.
    pub const CASES: i32 = Consts::CASES as i32;
    /// In a template's slots, if it is a `case-lambda`: address of the clauses.
    pub const TEMPLATE_CLAUSES: i32 = 8 * Consts::RETURNS as i32;
    /// In a clause: how many arguments it takes (32 bits).
    pub const CLAUSE_REQUIRED: i32 = offset_of!(Case, required) as i32;
    /// In a clause: 1 if it takes more (8 bits).
    pub const CLAUSE_REST: i32 = offset_of!(Case, rest) as i32;
    /// In a clause: the slots of its template.
    pub const CLAUSE_CONSTS: i32 = offset_of!(Case, consts) as i32;
    /// Bytes of a clause.
    pub const CLAUSE_SIZE: i32 = size_of::<Case>() as i32;
    /// The word after which the address of machine code stands.
    pub const MACHINE_WORD: i32 = crate::code::MachineOp::Machine.number() as i32;
    /// What a runtime function returns if the reason for raising is in the context.
    pub const FAILED: u64 = crate::interp::FAILED.bits();
}

/// A tier that makes machine code of procedures.
///
/// Machine code is entered with the arguments of a handler in the registers of the System V convention: `rdi` pc,
/// `rsi` base, `rdx` context, `rcx` instruction word, `r8` table, `r9` template slots; it may use those and `rax`,
/// `r10`, `r11` and the vector registers, keeps `rsi`, `rdx` and `r8`, and goes on to a handler or to other machine
/// code by a jump. Between machine codes, a call passes the callee's template in `rcx`, a return the descriptor in
/// `rcx` (and the result in the callee's slot 0).
///
/// [`WARM`] bytes behind an entry is another, through which machine code enters with the values of the first slots in
/// registers, too; its address is what a template has. A procedure without machine code has the same two.
///
/// [`WARM`]: offsets::WARM
pub trait Tier {
    /// Where machine code enters a procedure that has none: interprets it. A multiple of 8.
    fn entry_stub(&self) -> usize;

    /// Where machine code returns to a procedure that has none. Gets the descriptor in `rcx`.
    fn return_stub(&self) -> usize;

    /// Where machine code returns to frames that a continuation has. Gets the descriptor in `rcx`, the result in
    /// `rax` and in slot 0 of the callee's frame, which is the oldest active one.
    fn underflow_stub(&self) -> usize;

    /// Calls and loop iterations after which a procedure is compiled; at least 1. Asked when it is loaded, and each
    /// time its machine code has been dropped.
    fn threshold(&self) -> u32;

    /// Machine code is to be left at every so many-th call, return and loop iteration, for a test; 0 for never.
    fn switch_every(&self) -> u32 {
        0
    }

    /// From now on, code at `place` (of a [`Dependency`]) no longer relies on the variable. It may be running: the
    /// change is one store.
    fn redirect(&self, place: u64);

    /// Compiles. If there is no room for the code, `room` drops a piece that has not been used of late; it returns
    /// false if there is none to drop.
    fn compile(&self, procedure: &Compilable<'_>, room: &mut dyn FnMut() -> bool) -> Compilation;
}

/// What became of an attempt to compile.
pub enum Compilation {
    /// It succeeded.
    Done(Compiled),
    /// There is no room, and nothing more could be dropped.
    Full,
    /// It never will.
    Never,
}

/// Machine code of a procedure. Addresses are absolute.
pub struct Compiled {
    /// Where calls enter; a multiple of 8.
    pub entry: u64,
    /// For each `loop-back`, in the order of the code: where the interpreter goes on instead of jumping.
    pub loops: Box<[u64]>,
    /// For each return point.
    pub returns: Box<[CompiledReturn]>,
    /// Where it relies on what a variable is.
    pub dependencies: Box<[Dependency]>,
    /// How many instructions of bytecode it was made of.
    pub instructions: usize,
    /// How many bytes of memory it takes.
    pub size: usize,
    /// Gives the memory back when dropped.
    pub memory: Box<dyn std::any::Any>,
}

/// A place in machine code that relies on the value that a variable had when it was compiled.
#[derive(Clone, Copy, Debug)]
pub struct Dependency {
    /// The variable (a `Global`), which the procedure has among its constants.
    pub global: Value,
    /// The address for [`Tier::redirect`].
    pub place: u64,
}

/// Machine code of a return point.
#[derive(Clone, Copy, Debug)]
pub struct CompiledReturn {
    /// For machine code that returns: the base is still the callee's.
    pub machine: u64,
    /// For the interpreter: the base is the frame's, the result in its slot.
    pub interpreter: u64,
    /// The same where several values have come back, if the point takes them.
    pub values: Option<u64>,
}

/// A procedure to be compiled.
pub struct Compilable<'a> {
    code: &'a Code,
    consts: Consts,
    /// The code without what loading changed in it.
    words: Vec<u64>,
}

/// A return point of a procedure.
#[derive(Clone, Copy, Debug)]
pub struct ReturnView {
    /// Address of the descriptor: the link word.
    pub descriptor: u64,
    /// Index of the instruction after the call.
    pub pc: usize,
    /// Slot of the window.
    pub window: usize,
    /// How many arguments the call passes.
    pub arguments: usize,
    /// True if several values may come back, one instruction further.
    pub takes_values: bool,
}

impl<'a> Compilable<'a> {
    pub(crate) fn of(code: &'a Code, consts: Consts) -> Compilable<'a> {
        let words = crate::interp::original(&code.words);
        Compilable {
            code,
            consts,
            words,
        }
    }

    /// Instructions and data words, as the compiler made them.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// True if the instruction at this index has computed with flonums. What else it may have seen is not known.
    pub fn saw_flonums(&self, pc: usize) -> bool {
        let word = self.code.words.get(pc);
        word.is_some_and(|word| crate::interp::saw_flonums(word.get()))
    }

    /// Its name; empty if it has none.
    pub fn name(&self) -> &str {
        &self.code.name
    }

    /// Address of the first instruction word.
    pub fn words_address(&self) -> u64 {
        Pc::of_cells(&self.code.words).word().bits()
    }

    /// The template; never moves.
    pub fn template(&self) -> Value {
        self.consts.template()
    }

    /// Address of the template's slots.
    pub fn slots_address(&self) -> u64 {
        self.consts.word().bits()
    }

    /// Constant `i`, as it is now: unless it is pinned, the collector may move it.
    pub fn constant(&self, i: usize) -> Value {
        self.consts.get(i)
    }

    /// Offset of constant `i` from the template's slots.
    pub fn constant_offset(&self, i: usize) -> usize {
        8 * (Consts::FIRST + i)
    }

    /// True if closures of a template capture values.
    pub fn template_captures(&self, template: Value) -> bool {
        let template = template.as_template();
        template.is_none_or(|template| Consts::of(template.into()).code().captures > 0)
    }

    /// How many arguments a template takes, if it takes a fixed number.
    pub fn template_arity(&self, template: Value) -> Option<usize> {
        let arity = Consts::of(template.as_template()?.into()).arity();
        usize::try_from(arity.as_fixnum()?).ok()
    }

    /// What a call of global variable (constant) `i` with `count` arguments runs at present, if that takes exactly so
    /// many: a template. Code that relies on it says so in [`Compiled::dependencies`].
    pub fn callee_of_global(&self, i: usize, count: usize) -> Option<Value> {
        let global = self.constant(i).as_global()?;
        let template = global.get().as_closure()?.template();
        let consts = Consts::of(template);
        if consts.arity() == Value::fixnum(count as i64) {
            return Some(template);
        }
        let fits = |case: &&crate::code::Case| {
            let required = case.required as usize;
            count == required || (case.rest && count > required)
        };
        let clause = consts.code().cases.iter().find(fits)?;
        (!clause.rest).then(|| clause.consts.get().template())
    }

    /// Return point `i`.
    pub fn return_point(&self, i: usize) -> ReturnView {
        let d = &self.code.returns[i];
        ReturnView {
            descriptor: Link::to(d).word().bits(),
            pc: d.pc.index_in(&self.code.words),
            window: d.delta_slots(),
            arguments: d.arguments as usize,
            takes_values: d.values_pc.get() != Pc::NONE,
        }
    }

    /// How many return points it has.
    pub fn return_count(&self) -> usize {
        self.code.returns.len()
    }
}
