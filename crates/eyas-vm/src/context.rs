//! Everything that one thread of a program has, and the session behind it.
//!
//! A [`Context`] is what handlers, primitives and (later) machine code get. Its first field is the [`Mutator`], so
//! that the allocation pointers are at fixed offsets. Nothing here is global: two contexts share nothing.

use crate::code::{MachineCode, Registry};
use crate::error::{Raise, Reason, Uncaught};
use crate::hooks::{Hooks, Tier};
use crate::stack::{Consts, Frame, Pc, Stack, limit_address};
use eyas_bytecode::Prim;
use eyas_heap::object::{Global, Pair, Primitive, Symbol};
use eyas_heap::{Collection, HeapConfig, HeapError, Mutator, Value};
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Settings of a machine, fixed when it is opened.
#[derive(Clone, Debug)]
pub struct VmConfig {
    /// Settings of the heap.
    pub heap: HeapConfig,
    /// Bytes of stack, in memory or moved to the heap, before recursion raises.
    pub stack: usize,
    /// At a collection, frames deeper than this many bytes are moved to the heap, so that the next collections need
    /// not look at them; a quarter of it stays. Tests make it small.
    pub stack_young: usize,
    /// What `(command-line)` returns.
    pub command_line: Vec<String>,
    /// What `(features)` returns; the default if empty.
    pub features: Vec<String>,
}

/// Bounds for the size of a nursery that is to be filled as fast as the stack with captured frames.
const SEAL_MIN: usize = 32 << 10;
const SEAL_MAX: usize = 32 << 20;

impl Default for VmConfig {
    fn default() -> VmConfig {
        VmConfig {
            heap: HeapConfig::default(),
            stack: 512 * 1024 * 1024,
            stack_young: 256 * 1024,
            command_line: Vec::new(),
            features: Vec::new(),
        }
    }
}

/// Why a machine could not be opened.
#[derive(Debug)]
pub enum VmError {
    /// The heap could not.
    Heap(HeapError),
    /// The system gave no memory for the stack.
    Stack,
}

impl fmt::Display for VmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VmError::Heap(error) => error.fmt(f),
            VmError::Stack => f.write_str("cannot reserve memory for the stack"),
        }
    }
}

impl std::error::Error for VmError {}

/// The dynamic environment of a thread: what continuations capture besides frames (R7RS 6.10, 6.11, 4.2.6).
#[derive(Clone, Copy)]
pub struct DynamicState {
    /// The `dynamic-wind`s under way, a list, innermost first.
    pub winders: Value,
    /// The exception handlers, a list, innermost first.
    pub handlers: Value,
    /// The values of parameters: a list of pairs (parameter . value), innermost first.
    pub parameterization: Value,
}

impl DynamicState {
    pub(crate) const EMPTY: DynamicState = DynamicState {
        winders: Value::NIL,
        handlers: Value::NIL,
        parameterization: Value::NIL,
    };

    /// The pair (parameter . value) that is in force for a parameter, unless its default is.
    pub fn binding(&self, parameter: Value) -> Option<Pair> {
        let mut rest = self.parameterization;
        while let Some(pair) = rest.as_pair() {
            if let Some(binding) = pair.car().as_pair()
                && binding.car() == parameter
            {
                return Some(binding);
            }
            rest = pair.cdr();
        }
        None
    }
}

/// Where the run goes on below the active part of the stack.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Underflow {
    /// The continuation that has the frames, or `#f` where the run began.
    pub(crate) continuation: Value,
    /// How many bytes of its frames are left to return into; 0 if all are.
    pub(crate) left: usize,
}

impl Underflow {
    pub(crate) const NONE: Underflow = Underflow::into(Value::FALSE);

    /// Into the newest frame of a continuation.
    #[inline(always)]
    pub(crate) const fn into(continuation: Value) -> Underflow {
        Underflow {
            continuation,
            left: 0,
        }
    }
}

/// What the collector must know about the newest frame.
#[derive(Clone, Copy)]
pub(crate) struct Top {
    /// The newest frame, whose link leads to the others.
    pub(crate) base: Frame,
    /// The instruction after the one under way; [`Pc::NONE`] if no register of the frame counts.
    pub(crate) pc: Pc,
    /// The running template; the frame's if there is a pc.
    pub(crate) consts: Consts,
    /// A window of slots that are roots besides.
    pub(crate) extra: Frame,
    /// Slots in that window.
    pub(crate) extra_count: usize,
}

impl Top {
    pub(crate) const NONE: Top = Top {
        base: Frame::NONE,
        pc: Pc::NONE,
        consts: Consts::NONE,
        extra: Frame::NONE,
        extra_count: 0,
    };
}

/// How a run ended.
pub(crate) enum Outcome {
    /// With as many values as the context's value count says, from this slot up.
    Values(Frame),
    /// Without.
    Uncaught(Uncaught),
}

/// What a run puts aside of the run that it interrupts.
pub(crate) struct OuterRun {
    pub(crate) top: Top,
    pub(crate) floor: Frame,
    pub(crate) bottom: Frame,
    pub(crate) underflow: Underflow,
    pub(crate) run: u32,
    pub(crate) dynamic: DynamicState,
}

/// Where a handler of the trampoline build goes on.
#[cfg(eyas_trampoline)]
pub(crate) struct Transfer {
    pub(crate) handler: crate::interp::Handler,
    pub(crate) pc: Pc,
    pub(crate) base: Frame,
    pub(crate) word: u64,
    pub(crate) consts: Consts,
}

/// The part of a context besides the heap; the collector's roots.
#[repr(C)]
pub(crate) struct Machine {
    /// Bases of frames must be below; zero asks for attention.
    pub(crate) stack_limit: AtomicUsize,
    /// How many values were just returned, or arguments are passed to a call under way.
    pub(crate) values: usize,
    /// Safepoints until machine code is left for a test.
    pub(crate) switch_left: u32,
    /// What that starts at again; 0 if it is never left for a test.
    pub(crate) switch_every: u32,
    /// Machine code left an instruction to the interpreter and goes on when it comes to this one.
    pub(crate) left_pc: Pc,
    /// Where machine code goes on then.
    pub(crate) left_to: u64,
    /// The stack limit when nobody asks for attention.
    pub(crate) limit: usize,
    pub(crate) top: Top,
    pub(crate) underflow: Underflow,
    /// Slot of the link word of the run's first frame.
    pub(crate) floor: Frame,
    /// Slot of the link word of the oldest active frame. Between the floor and it are the frames of continuations,
    /// and garbage.
    pub(crate) bottom: Frame,
    /// Captures and throws see to it that the bottom does not stay above.
    pub(crate) seal_limit: usize,
    /// The same for machine code; 0 while there is more to it, in nested runs and in the reserve.
    pub(crate) fast_limit: usize,
    /// The state of a continuation of this run that may be used any number of times: see `control/capture.rs`.
    pub(crate) state: Value,
    /// Which run: 0 for any outermost one.
    pub(crate) run: u32,
    /// Continuations whose frames are in the stack and that the last collection reached. Those that were captured
    /// since are above `visited_bottom`.
    pub(crate) sealed: Vec<Value>,
    /// The same while the heap is verified.
    pub(crate) sealed_before: Vec<Value>,
    /// The bottom at the last collection; [`Frame::NONE`] if it has been lower since.
    pub(crate) visited_bottom: Frame,
    /// Bytes between the floor and the seal limit.
    pub(crate) seal_size: usize,
    pub(crate) runs_started: u32,
    pub(crate) is_in_reserve: bool,
    /// The frames were dropped since the reserve was opened: it overflowed, too.
    pub(crate) was_dropped: bool,
    pub(crate) stack_depth: usize,
    pub(crate) stack_young: usize,
    pub(crate) dynamic: DynamicState,
    pub(crate) outer: Vec<OuterRun>,
    /// Why a primitive did not return; its values are roots.
    pub(crate) reason: Option<Reason>,
    /// The template whose entry arranges the arguments of a call under way.
    pub(crate) entering: Consts,
    /// Values that Rust code of this crate holds.
    pub(crate) temporaries: Vec<Value>,
    /// The object of the last [`Uncaught::Raised`].
    pub(crate) uncaught: Value,
    /// The calls under way when it was raised, as in a condition's backtrace, or `#f`.
    pub(crate) uncaught_trace: Value,
    /// Raised when there is no memory for a condition.
    pub(crate) out_of_memory: Value,
    pub(crate) outcome: Option<Outcome>,
    #[cfg(eyas_trampoline)]
    pub(crate) next: Option<Transfer>,
    pub(crate) stack: Stack,
    pub(crate) code: MachineCode,
    pub(crate) gate: Arc<Gate>,
    pub(crate) session: Session,
}

/// The module whose Scheme procedures the machine calls by name.
const CONTROL: &str = "eyas control";

/// What the machine calls by name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ControlProcedure {
    /// Handles the failure of a primitive.
    Raise,
    /// Goes to a continuation with other winders.
    Rewind,
    /// Changes the value of a parameter.
    SetParameter,
}

impl ControlProcedure {
    const COUNT: usize = 3;

    const fn name(self) -> &'static str {
        match self {
            ControlProcedure::Raise => "%raise",
            ControlProcedure::Rewind => "%rewind",
            ControlProcedure::SetParameter => "%set-parameter",
        }
    }
}

/// What all threads of a program share.
pub struct Session {
    /// Variables of all modules.
    pub(crate) globals: HashMap<(Box<str>, Box<str>), Value>,
    /// Of those, the variables of the control library that the machine asks for, once they are known: they never move.
    pub(crate) control: [Option<Value>; ControlProcedure::COUNT],
    /// The procedure object of each primitive that was asked for, by number.
    pub(crate) primitives: Vec<Value>,
    /// Templates that nothing else may keep alive.
    pub(crate) retained: Vec<Value>,
    /// Loaded code.
    pub registry: Registry,
    /// The compiler's and the tiers' side, if there is one.
    pub hooks: Option<Rc<dyn Hooks>>,
    /// What makes machine code, if anything does: see [`Context::use_tier`].
    pub(crate) tier: Option<Rc<dyn Tier>>,
    /// Whose machine code goes next when room is needed.
    pub(crate) clock: crate::tier::Clock,
    /// Machine code that relies on variables.
    pub(crate) dependants: crate::dependants::Dependants,
    /// What `(command-line)` returns.
    pub command_line: Vec<String>,
    /// State of the primitives: ports, the standard ones first.
    pub natives: crate::prim::State,
}

/// The door through which other threads stop this one.
pub(crate) struct Gate {
    requested: AtomicBool,
    /// Address of the context's stack limit, 0 after the context is gone.
    limit: Mutex<usize>,
}

/// Asks a running program to stop; may be sent to another thread. Outlives the machine harmlessly.
#[derive(Clone)]
pub struct InterruptHandle(Arc<Gate>);

impl InterruptHandle {
    /// Makes the program raise an `interrupt` condition at its next call or loop iteration.
    pub fn interrupt(&self) {
        let limit = self.0.limit.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.requested.store(true, Ordering::Release);
        if *limit != 0 {
            let limit: *const AtomicUsize = std::ptr::with_exposed_provenance(*limit);
            // SAFETY: the context zeroes the address under this lock before it goes away, and never moves.
            unsafe { &*limit }.store(0, Ordering::Release);
        }
    }
}

/// One thread's state; never moves.
#[repr(C)]
pub struct Context {
    /// The heap.
    pub mutator: Mutator,
    pub(crate) machine: Machine,
}

impl Context {
    /// Opens a context with a session of its own.
    pub fn open(config: &VmConfig) -> Result<Box<Context>, VmError> {
        let mut stack = Stack::open(config.stack).ok_or(VmError::Stack)?;
        let mutator = Mutator::open(&config.heap).map_err(VmError::Heap)?;
        let bottom = stack.bottom();
        let stack_limit = stack.limit();
        let stack_depth = stack_limit - bottom.address();
        let seal_size = config.heap.nursery.clamp(SEAL_MIN, SEAL_MAX) / 2;
        let mut natives = crate::prim::State::default();
        if !config.features.is_empty() {
            natives.features.clone_from(&config.features);
        }
        let machine = Machine {
            stack_limit: AtomicUsize::new(stack_limit),
            values: 0,
            switch_left: 0,
            switch_every: 0,
            left_pc: Pc::NONE,
            left_to: 0,
            limit: stack_limit,
            top: Top::NONE,
            underflow: Underflow::NONE,
            floor: bottom,
            bottom,
            seal_limit: bottom.address() + seal_size,
            fast_limit: bottom.address() + seal_size,
            state: crate::control::capture::shared_state(0),
            run: 0,
            sealed: Vec::new(),
            sealed_before: Vec::new(),
            visited_bottom: bottom,
            seal_size,
            runs_started: 0,
            is_in_reserve: false,
            was_dropped: false,
            stack_depth,
            stack_young: config.stack_young,
            dynamic: DynamicState::EMPTY,
            outer: Vec::new(),
            reason: None,
            entering: Consts::NONE,
            temporaries: Vec::new(),
            uncaught: Value::FALSE,
            uncaught_trace: Value::FALSE,
            out_of_memory: Value::FALSE,
            outcome: None,
            #[cfg(eyas_trampoline)]
            next: None,
            stack,
            code: MachineCode::build(),
            gate: Arc::new(Gate {
                requested: AtomicBool::new(false),
                limit: Mutex::new(0),
            }),
            session: Session {
                globals: HashMap::new(),
                control: [None; _],
                primitives: vec![Value::FALSE; Prim::ALL.len()],
                retained: Vec::new(),
                registry: Registry::default(),
                hooks: None,
                tier: None,
                clock: crate::tier::Clock::default(),
                dependants: crate::dependants::Dependants::default(),
                command_line: config.command_line.clone(),
                natives,
            },
        };
        let mut context = Box::new(Context { mutator, machine });
        let address = limit_address(&context.machine.stack_limit) as usize;
        *context
            .machine
            .gate
            .limit
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = address;
        context
            .prepare_out_of_memory()
            .map_err(|_| VmError::Heap(HeapError::LimitTooSmall(context.mutator.heap_limit())))?;
        Ok(context)
    }

    /// Makes room for allocations of at most `bytes` in total (`Mutator::reserve`). May collect: values in Rust
    /// locals are stale afterwards, arguments are to be read again.
    #[inline]
    pub fn reserve(&mut self, bytes: usize) -> Result<(), Raise> {
        let epoch = self.mutator.young_epoch();
        self.mutator.reserve(bytes, &mut self.machine)?;
        if epoch != self.mutator.young_epoch() {
            self.after_collection();
        }
        Ok(())
    }

    /// Collects now.
    pub fn collect(&mut self, what: Collection) -> Result<(), Raise> {
        self.mutator.collect(what, &mut self.machine)?;
        self.after_collection();
        Ok(())
    }

    #[cold]
    fn after_collection(&mut self) {
        self.release_dead();
        if self.is_unsettled() {
            // Frames cannot move under a primitive, so the next call or loop iteration sees to it.
            self.machine.stack_limit.store(0, Ordering::Release);
        }
    }

    /// Drops the native resources of objects that died.
    pub(crate) fn release_dead(&mut self) {
        for token in self.mutator.take_finalized() {
            if !self.machine.session.registry.remove(token) {
                self.machine.session.natives.release(token);
            }
        }
    }

    /// The dynamic environment.
    pub fn dynamic(&mut self) -> &mut DynamicState {
        &mut self.machine.dynamic
    }

    /// What all threads share.
    pub fn session(&mut self) -> &mut Session {
        &mut self.machine.session
    }

    /// What all threads share, to look at.
    pub fn session_ref(&self) -> &Session {
        &self.machine.session
    }

    /// The heap and the session at once.
    pub fn parts(&mut self) -> (&mut Mutator, &mut Session) {
        (&mut self.mutator, &mut self.machine.session)
    }

    /// A handle with which another thread can stop this one.
    pub fn interrupt_handle(&self) -> InterruptHandle {
        InterruptHandle(Arc::clone(&self.machine.gate))
    }

    /// For primitives that run long: raises if somebody asked the program to stop.
    #[inline]
    pub fn poll(&mut self) -> Result<(), Raise> {
        if self.machine.stack_limit.load(Ordering::Relaxed) == 0 && self.take_interrupt() {
            return Err(interrupted());
        }
        Ok(())
    }

    /// Sets the stack limit right again; true if somebody asked the program to stop.
    #[cold]
    pub(crate) fn take_interrupt(&mut self) -> bool {
        let limit = self.machine.limit;
        self.machine.stack_limit.store(limit, Ordering::Release);
        self.machine.gate.requested.swap(false, Ordering::AcqRel)
    }

    /// The object of the last [`Uncaught::Raised`].
    pub fn uncaught(&self) -> Value {
        self.machine.uncaught
    }

    /// The calls under way when that object, not a condition, was raised: a vector as a condition's backtrace, or
    /// `#f`.
    pub fn uncaught_trace(&self) -> Value {
        self.machine.uncaught_trace
    }

    /// The variable `name` of module `module` (a `Global` object), made without a value if it is not there.
    /// May collect.
    pub fn global(&mut self, module: &str, name: &str) -> Result<Value, Raise> {
        if let Some(global) = self.find_global(module, name) {
            return Ok(global);
        }
        self.reserve(Global::SIZE + Symbol::size_for_str(name))?;
        let symbol = Symbol::intern(&mut self.mutator, name);
        let global = alloc_global(&mut self.mutator, symbol);
        self.machine
            .session
            .globals
            .insert((module.into(), name.into()), global);
        Ok(global)
    }

    /// The variable if it is there.
    pub fn find_global(&self, module: &str, name: &str) -> Option<Value> {
        // A `HashMap` cannot be asked for a pair of borrowed strings; this is called once per constant.
        self.machine
            .session
            .globals
            .get(&(Box::from(module), Box::from(name)))
            .copied()
    }

    /// The value of a variable, if it is there and has one.
    pub fn global_value(&self, module: &str, name: &str) -> Option<Value> {
        let value = self.find_global(module, name)?.as_global()?.get();
        Some(value).filter(|&value| value != Value::UNBOUND)
    }

    /// A procedure of the control library; `#f`, which is reported as no procedure, if it is not loaded.
    #[inline(never)]
    pub(crate) fn control_procedure(&mut self, which: ControlProcedure) -> Value {
        let i = which as usize;
        let global = match self.machine.session.control[i] {
            Some(global) => global,
            None => {
                let Some(global) = self.find_global(CONTROL, which.name()) else {
                    return Value::FALSE;
                };
                self.machine.session.control[i] = Some(global);
                global
            }
        };
        let value = global.as_global().map_or(Value::UNBOUND, Global::get);
        if value == Value::UNBOUND {
            Value::FALSE
        } else {
            value
        }
    }

    /// The procedure object of a primitive. May collect.
    pub fn primitive(&mut self, prim: Prim) -> Result<Value, Raise> {
        let number = prim as usize;
        let known = self.machine.session.primitives[number];
        if known != Value::FALSE {
            return Ok(known);
        }
        self.reserve(Primitive::SIZE + Symbol::size_for_str(prim.name()))?;
        let name = Symbol::intern(&mut self.mutator, prim.name());
        let primitive = alloc_primitive(&mut self.mutator, prim, name);
        self.machine.session.primitives[number] = primitive;
        Ok(primitive)
    }
}

/// Globals never move, so that collections of the young need not look at the table, and machine code can name them.
fn alloc_global(m: &mut Mutator, name: Value) -> Value {
    let global = m.pinned_slots(eyas_heap::Kind::Global, 0, 3);
    m.init_slot(global, Global::VALUE, Value::UNBOUND);
    m.init_slot(global, Global::NAME, name);
    global
}

/// The same for primitives.
fn alloc_primitive(m: &mut Mutator, prim: Prim, name: Value) -> Value {
    let primitive = m.pinned_slots(eyas_heap::Kind::Primitive, 0, 2);
    m.init_slot(primitive, Primitive::NUMBER, Value::fixnum(prim as i64));
    m.init_slot(primitive, Primitive::NAME, name);
    primitive
}

/// The condition for [`Context::poll`].
pub(crate) fn interrupted() -> Raise {
    Raise::error(crate::error::ErrorKind::Interrupt, "interrupted")
}

impl Machine {
    /// Notes why a primitive did not return; the values are roots from now on.
    #[cold]
    pub(crate) fn fail(&mut self, raise: Raise) {
        self.reason = Some(raise.into_reason());
    }

    /// After what it depends on has changed.
    pub(crate) fn set_fast_limit(&mut self) {
        let is_plain = self.outer.is_empty() && !self.is_in_reserve;
        self.fast_limit = if is_plain { self.seal_limit } else { 0 };
    }

    /// Changes the limit, unless somebody asks for attention: then it takes effect afterwards.
    pub(crate) fn set_limit(&mut self, limit: usize) {
        let before = std::mem::replace(&mut self.limit, limit);
        let _ =
            self.stack_limit
                .compare_exchange(before, limit, Ordering::AcqRel, Ordering::Relaxed);
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        *self
            .machine
            .gate
            .limit
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = 0;
    }
}
