//! The seam through which other crates plug into the machine: the compiler (for `eval`) and the JIT tiers.
//!
//! The machine knows neither. Without hooks it is complete but for `eval`, which then raises.
//!
//! A [`Tier`] compiles procedures that are called often. It gets them as [`Compilable`]s and returns addresses
//! ([`Compiled`]), which the machine puts where calls, returns and loops look for them; so both tiers mix freely, and
//! machine code can be dropped whenever none is under way.

use crate::code::{Code, MachineOp};
use crate::context::Context;
use crate::error::Raise;
use crate::stack::{Consts, Link, Pc};
use eyas_bytecode::Op;
use eyas_bytecode::word::instructions;
use eyas_heap::Value;
use eyas_heap::object::Template;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::Ordering;

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
    use crate::code::ReturnDescriptor;
    use crate::context::{Context, Machine, Top};
    use crate::stack::Consts;
    use eyas_heap::object::Template;
    use std::mem::offset_of;

    const MACHINE: usize = offset_of!(Context, machine);
    const TOP: usize = MACHINE + offset_of!(Machine, top);

    /// In a context: bases of frames must not be above; zero asks for attention.
    pub const STACK_LIMIT: i32 = (MACHINE + offset_of!(Machine, stack_limit)) as i32;
    /// In a context: how many values were returned.
    pub const VALUES: i32 = (MACHINE + offset_of!(Machine, values)) as i32;
    /// In a context: the base of the newest frame, as a runtime function left it.
    pub const TOP_BASE: i32 = (TOP + offset_of!(Top, base)) as i32;
    /// In a context: the pc that the runtime function got.
    pub const TOP_PC: i32 = (TOP + offset_of!(Top, pc)) as i32;
    /// In a context: the template that the runtime function got.
    pub const TOP_CONSTS: i32 = (TOP + offset_of!(Top, consts)) as i32;
    /// In a return descriptor: where machine code goes on.
    pub const RETURN_MACHINE: i32 = offset_of!(ReturnDescriptor, machine_entry) as i32;
    /// In a return descriptor: where the interpreter goes on.
    pub const RETURN_PC: i32 = offset_of!(ReturnDescriptor, resume_pc) as i32;
    /// In a return descriptor: bytes from the callee's base down to the caller's.
    pub const RETURN_DELTA: i32 = offset_of!(ReturnDescriptor, delta) as i32;
    /// In a return descriptor: the caller's template.
    pub const RETURN_CONSTS: i32 = offset_of!(ReturnDescriptor, consts) as i32;
    /// In a template's slots: where the interpreter enters.
    pub const TEMPLATE_CODE: i32 = 8 * Template::CODE as i32;
    /// In a template's slots: where machine code enters.
    pub const TEMPLATE_ENTRY: i32 = 8 * Template::ENTRY as i32;
    /// In a template's slots: the number of arguments as a fixnum, -1 if the entry must look closer.
    pub const TEMPLATE_ARITY: i32 = 8 * Consts::ARITY as i32;
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
pub trait Tier {
    /// Where machine code enters a procedure that has none: interprets it. A multiple of 8.
    fn entry_stub(&self) -> usize;

    /// Where machine code returns to a procedure that has none. Gets the descriptor in `rcx`.
    fn return_stub(&self) -> usize;

    /// Calls and loop iterations after which a procedure is compiled; at least 1.
    fn threshold(&self) -> u32;

    /// Compiles.
    fn compile(&self, procedure: &Compilable<'_>) -> Compilation;
}

/// What became of an attempt to compile.
pub enum Compilation {
    /// It succeeded.
    Done(Compiled),
    /// There is no room until other machine code is dropped.
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
    /// Templates that the code names and that nothing else may keep.
    pub keeps: Vec<Value>,
    /// Gives the memory back when dropped.
    pub memory: Box<dyn std::any::Any>,
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

impl Compilable<'_> {
    /// Instructions and data words, as the compiler made them.
    pub fn words(&self) -> &[u64] {
        &self.code.tier.words
    }

    /// Its name; empty if it has none.
    pub fn name(&self) -> &str {
        &self.code.name
    }

    /// Address of the first instruction word.
    pub fn words_address(&self) -> u64 {
        Pc::first(&self.code.words).word().bits()
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

    /// How many arguments a template takes, if it takes a fixed number.
    pub fn template_arity(&self, template: Value) -> Option<usize> {
        let arity = Consts::of(template.as_template()?.into()).arity();
        usize::try_from(arity.as_fixnum()?).ok()
    }

    /// What a call of global variable (constant) `i` with `count` arguments runs at present, if that is a clause of a
    /// `case-lambda` that takes exactly so many: the closure's template, and the clause's.
    pub fn clause_of_global(&self, i: usize, count: usize) -> Option<(Value, Value)> {
        let closure = self.constant(i).as_global()?.get().as_closure()?;
        let template = closure.template();
        let cases = &Consts::of(template).code().cases;
        let fits = |case: &&crate::code::Case| {
            let required = case.required as usize;
            count == required || (case.rest && count > required)
        };
        let clause = cases.iter().find(fits).filter(|case| !case.rest)?;
        Some((template, clause.consts.get().template()))
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

/// What a loaded procedure knows of its machine code.
#[derive(Debug, Default)]
pub struct TierState {
    /// Instructions and data words as the compiler made them: those that run may be others.
    words: Box<[u64]>,
    /// Calls and loop iterations until it is hot.
    left: Cell<u32>,
    /// What the template's entry leads to: `CountEntry`, or `Machine` and an address.
    entry: [Cell<u64>; 2],
    /// Addresses by number of the loop.
    loops: Cell<Option<Pc>>,
    installed: RefCell<Option<Installed>>,
}

#[derive(Debug)]
struct Installed {
    consts: Consts,
    loops: Box<[u64]>,
    /// `Machine` words and addresses: for each return point one value, then several values.
    resume: Box<[u64]>,
    memory: Box<dyn std::any::Any>,
}

impl TierState {
    /// Counting starts.
    pub(crate) fn for_tier(tier: Option<&dyn Tier>, words: &[u64]) -> TierState {
        let mut state = TierState::default();
        if let Some(tier) = tier {
            state.words = words.into();
            state.left.set(tier.threshold().max(1));
            state.entry[0].set(MachineOp::CountEntry.number().into());
        }
        state
    }

    /// Counts; true if it is time to compile.
    #[inline(always)]
    pub(crate) fn is_hot(&self) -> bool {
        let left = self.left.get().wrapping_sub(1);
        self.left.set(left);
        left == 0
    }

    /// The table of machine addresses of the loops; none if there is none.
    #[inline(always)]
    pub(crate) fn loops(&self) -> Pc {
        self.loops.get().unwrap_or(Pc::NONE)
    }

    /// Where the interpreter enters.
    pub(crate) fn entry_pc(&self) -> Pc {
        Pc::of_cells(&self.entry)
    }

    /// True if there is machine code.
    pub fn is_compiled(&self) -> bool {
        self.installed.borrow().is_some()
    }
}

/// Puts `CountLoop` in place of each `loop-back`.
pub(crate) fn count_loops(words: &mut [u64]) {
    let loops: Vec<usize> = instructions(words)
        .map_while(Result::ok)
        .filter(|placed| placed.instruction.op == Op::LoopBack)
        .map(|placed| placed.pc)
        .collect();
    for (number, &pc) in loops.iter().enumerate().take(1 << 16) {
        let rest = words[pc] & !0xFFFF_FFFF;
        words[pc] = rest | (number as u64) << 16 | u64::from(MachineOp::CountLoop.number());
    }
}

impl Context {
    /// From now on, procedures that become hot are compiled by `tier`. To be called before anything is loaded.
    /// The addresses that `tier` needs come from [`Context::runtime`].
    pub fn use_tier(&mut self, tier: Rc<dyn Tier>) {
        let stub = std::ptr::with_exposed_provenance_mut(tier.return_stub());
        let code = &self.machine.code;
        for d in [&code.underflow, &code.exit, &code.resume, &code.result] {
            d.machine_entry.store(stub, Ordering::Release);
        }
        self.machine.session.tier = Some(tier);
    }

    /// What machine code jumps to and calls; `None` where machine code is not possible.
    pub fn runtime() -> Option<Runtime> {
        Runtime::addresses()
    }

    /// Compiles a procedure that has become hot, as the tier decides.
    pub(crate) fn compile_template(&mut self, consts: Consts) {
        let Some(tier) = self.machine.session.tier.clone() else {
            return;
        };
        let code = consts.code();
        if code.tier.is_compiled() {
            return;
        }
        let procedure = Compilable { code, consts };
        let mut compilation = tier.compile(&procedure);
        if matches!(compilation, Compilation::Full) && self.machine.outer.is_empty() {
            // No machine code is under way but in runs further out, of which there is none.
            self.drop_machine_code();
            compilation = tier.compile(&procedure);
        }
        match compilation {
            Compilation::Done(compiled) => self.install(code, consts, compiled),
            Compilation::Full if !self.machine.outer.is_empty() => {
                code.tier.left.set(tier.threshold().max(1));
            }
            Compilation::Full | Compilation::Never => {
                let entry = Pc::first(&code.words).word();
                self.mutator
                    .store_slot(consts.template(), Template::CODE, entry);
            }
        }
    }

    fn install(&mut self, code: &Code, consts: Consts, compiled: Compiled) {
        for &template in &compiled.keeps {
            let retained = &mut self.machine.session.retained;
            if !retained.contains(&template) {
                retained.push(template);
            }
        }
        let machine = u64::from(MachineOp::Machine.number());
        let returns = compiled.returns.iter();
        let resume = returns.flat_map(|point| {
            [
                machine,
                point.interpreter,
                machine,
                point.values.unwrap_or_default(),
            ]
        });
        let installed = Installed {
            consts,
            loops: compiled.loops,
            resume: resume.collect(),
            memory: compiled.memory,
        };
        let tier = &code.tier;
        tier.entry[1].set(compiled.entry);
        tier.entry[0].set(machine);
        tier.loops.set(Some(Pc::first(&installed.loops)));
        let resume = Pc::first(&installed.resume);
        for (i, (d, point)) in code.returns.iter().zip(&compiled.returns).enumerate() {
            let entry = std::ptr::with_exposed_provenance_mut(point.machine as usize);
            d.machine_entry.store(entry, Ordering::Release);
            d.resume_pc.set(resume.offset(4 * i as isize));
            if point.values.is_some() {
                d.values_pc.set(resume.offset(4 * i as isize + 2));
            }
        }
        *tier.installed.borrow_mut() = Some(installed);
        let entry = Value::from_bits(compiled.entry);
        self.mutator
            .store_slot(consts.template(), Template::ENTRY, entry);
    }

    /// Drops all machine code; what is still hot will be compiled again.
    fn drop_machine_code(&mut self) {
        let Some(tier) = self.machine.session.tier.clone() else {
            return;
        };
        let stub = std::ptr::with_exposed_provenance_mut(tier.return_stub());
        for code in self.machine.session.registry.iter() {
            let Some(installed) = code.tier.installed.take() else {
                continue;
            };
            code.tier.loops.set(None);
            code.tier.left.set(tier.threshold().max(1));
            code.tier.entry[0].set(MachineOp::CountEntry.number().into());
            for d in &code.returns {
                d.machine_entry.store(stub, Ordering::Release);
                d.resume_pc.set(d.pc);
                if d.values_pc.get() != Pc::NONE {
                    d.values_pc.set(d.pc.offset(1));
                }
            }
            let template = installed.consts.template();
            let entry = Value::from_bits(tier.entry_stub() as u64);
            self.mutator.store_slot(template, Template::ENTRY, entry);
            drop(installed.memory);
        }
    }
}
