//! What the machine keeps of the machine code of procedures: when it is made, where it is entered, when it is dropped.
//!
//! Code memory is limited. When it is full, the piece that has waited longest and was not entered lately goes, by the
//! clock algorithm (Corbató, "A paging experiment with the Multics system", 1968): a piece whose turn comes is put *on
//! trial*, that is, its entry leads to an instruction of the machine (`Revive`) that notes the use; if the turn comes
//! again before that happened, the piece is dropped. So running code pays nothing to be watched, and neither a hot
//! procedure nor the rest of the program is disturbed. Dropped code must be hotter each time to come back.
//!
//! Why dropping is safe: the addresses of a piece are in its template, in its return descriptors and in its
//! [`TierState`], nowhere else; pieces jump to each other through templates and descriptors only. Frames hold no
//! address of machine code, and calls return through the descriptor as it is then. So after these have been reset no
//! way leads into the piece. What is left is a piece that waits, on Rust's own stack, for a runtime function to come
//! back to it. That can only be the newest procedure of a run that has been interrupted by another: the one that
//! `OuterRun::top` names, which is therefore kept ([`Context::is_waiting`]). The innermost run is in the interpreter's
//! hands whenever code is dropped. The same holds for the one other address of machine code, that at which it goes on
//! after a single instruction that the interpreter does for it (`Machine::left_to`): until that instruction is done, code
//! is dropped only in a run within it. The collector needs no such care: the templates of waiting code are roots.

use crate::code::{Code, MachineOp};
use crate::context::Context;
use crate::hooks::{Compilable, Compilation, Compiled, Tier};
use crate::stack::{Consts, Pc};
use eyas_bytecode::Op;
use eyas_bytecode::word::instructions;
use eyas_heap::object::Template;
use eyas_heap::{Pauses, Stopwatch, Value};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::sync::atomic::Ordering;

/// Dropping doubles the threshold of a procedure so many times at most.
const DOUBLINGS_MAX: u32 = 8;

/// What a loaded procedure knows of its machine code.
#[derive(Debug, Default)]
pub(crate) struct TierState {
    /// Calls and loop iterations until it is hot.
    left: Cell<u32>,
    /// How often its code was dropped for want of room.
    drops: Cell<u32>,
    /// What the template's entry leads to: `CountEntry`; or `Machine` or `Revive` and an address.
    entry: [Cell<u64>; 2],
    /// Addresses by number of the loop.
    loops: Cell<Option<Pc>>,
    installed: RefCell<Option<Installed>>,
}

#[derive(Debug)]
struct Installed {
    consts: Consts,
    /// Its number among all pieces.
    piece: u64,
    loops: Box<[u64]>,
    /// `Machine` words and addresses: for each return point one value, then several values.
    resume: Box<[u64]>,
    memory: Box<dyn std::any::Any>,
}

/// Procedures that have machine code, in the order in which their turn comes; perhaps some that have none any more.
#[derive(Default)]
pub(crate) struct Clock {
    turns: VecDeque<Weak<Code>>,
    /// Length at which the dead are sorted out.
    crowded: usize,
    counts: TierCounts,
    /// True if it is measured how long compiling takes.
    is_measured: bool,
}

/// What became of machine code so far.
#[derive(Clone, Debug, Default)]
pub struct TierCounts {
    /// Pieces that were made.
    pub made: u64,
    /// Instructions of bytecode that they were made of.
    pub instructions: u64,
    /// Bytes that they took.
    pub bytes: u64,
    /// How long making took, if that is measured ([`Context::measure_tier`]).
    pub pauses: Pauses,
    /// Pieces that were dropped for want of room.
    pub dropped: u64,
    /// Pieces on trial that were entered again before they would have been dropped.
    pub revived: u64,
}

impl Clock {
    fn add(&mut self, code: &Rc<Code>) {
        if self.turns.len() > self.crowded {
            self.turns
                .retain(|code| code.upgrade().is_some_and(|code| code.tier.is_compiled()));
            self.crowded = 2 * self.turns.len() + 64;
        }
        self.turns.push_back(Rc::downgrade(code));
    }
}

impl TierState {
    /// Counting starts.
    pub(crate) fn for_tier(tier: Option<&dyn Tier>) -> TierState {
        let state = TierState::default();
        if let Some(tier) = tier {
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
    pub(crate) fn is_compiled(&self) -> bool {
        self.installed.borrow().is_some()
    }

    /// The number of its machine code.
    pub(crate) fn piece(&self) -> Option<u64> {
        Some(self.installed.borrow().as_ref()?.piece)
    }

    /// The address of the code, if it waits to be entered or dropped, whichever comes first.
    fn on_trial(&self) -> bool {
        self.entry[0].get() == u64::from(MachineOp::Revive.number())
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

/// The `loop-back` that a `CountLoop` stands for; other words as they are.
pub(crate) fn uncounted(word: u64) -> u64 {
    if word as u16 == MachineOp::CountLoop.number() {
        word & !0xFFFF_FFFF | Op::LoopBack as u64
    } else {
        word
    }
}

impl Context {
    /// From now on, procedures that become hot are compiled by `tier`. To be called before anything is loaded.
    /// The addresses that `tier` needs come from [`Context::runtime`].
    pub fn use_tier(&mut self, tier: Rc<dyn Tier>) {
        let stub = std::ptr::with_exposed_provenance_mut(tier.return_stub());
        let code = &self.machine.code;
        for d in [&code.exit, &code.resume, &code.result] {
            d.machine_entry.store(stub, Ordering::Release);
        }
        let underflow = std::ptr::with_exposed_provenance_mut(tier.underflow_stub());
        code.underflow
            .machine_entry
            .store(underflow, Ordering::Release);
        self.machine.switch_every = tier.switch_every();
        self.machine.switch_left = tier.switch_every();
        self.machine.session.tier = Some(tier);
    }

    /// What machine code jumps to and calls; `None` where machine code is not possible.
    pub fn runtime() -> Option<crate::hooks::Runtime> {
        crate::hooks::Runtime::addresses()
    }

    /// What became of machine code so far.
    pub fn tier_counts(&self) -> TierCounts {
        self.machine.session.clock.counts.clone()
    }

    /// From now on, [`TierCounts::pauses`] counts. The clocks cost a microsecond for each piece.
    pub fn measure_tier(&mut self) {
        self.machine.session.clock.is_measured = true;
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
        let clock = &self.machine.session.clock;
        let watch = clock.is_measured.then(Stopwatch::start);
        let procedure = Compilable::of(code, consts);
        match tier.compile(&procedure, &mut || self.drop_coldest(&*tier)) {
            Compilation::Done(compiled) => self.install(code, consts, compiled),
            Compilation::Full if !self.machine.outer.is_empty() => {
                // Code that waits in another run is in the way.
                code.tier.left.set(tier.threshold().max(1));
            }
            Compilation::Full | Compilation::Never => {
                let entry = Pc::of_cells(&code.words).word();
                self.mutator
                    .store_slot(consts.template(), Template::CODE, entry);
            }
        }
        if let Some(watch) = watch {
            self.machine.session.clock.counts.pauses.add(&watch);
        }
    }

    fn install(&mut self, code: &Code, consts: Consts, compiled: Compiled) {
        let counts = &mut self.machine.session.clock.counts;
        counts.instructions += compiled.instructions as u64;
        counts.bytes += compiled.size as u64;
        counts.made += 1;
        let piece = counts.made;
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
            piece,
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
        self.set_entry(consts, compiled.entry);
        let session = &mut self.machine.session;
        let Some(code) = session.registry.get(code).cloned() else {
            return;
        };
        session.clock.add(&code);
        for dependency in &compiled.dependencies {
            self.add_dependant(dependency.global, &code, piece, dependency.place);
        }
    }

    /// Publishes where machine code enters a procedure.
    fn set_entry(&mut self, consts: Consts, address: u64) {
        let entry = Value::from_bits(address + crate::hooks::offsets::WARM as u64);
        self.mutator
            .store_slot(consts.template(), Template::ENTRY, entry);
    }

    /// Notes that code on trial is in use after all. The address to go on at.
    pub(crate) fn revive(&mut self, consts: Consts) -> u64 {
        self.machine.session.clock.counts.revived += 1;
        let entry = &consts.code().tier.entry;
        entry[0].set(MachineOp::Machine.number().into());
        self.set_entry(consts, entry[1].get());
        entry[1].get()
    }

    /// True if machine code of the procedure is to go on when the runs within its own are over.
    fn is_waiting(&self, consts: Consts) -> bool {
        let mut outer = self.machine.outer.iter();
        outer.any(|run| run.top.consts == consts)
    }

    /// Drops a piece of machine code that was not entered since its last turn; false if there is none to drop.
    fn drop_coldest(&mut self, tier: &dyn Tier) -> bool {
        // In the first round every piece may have to be put on trial.
        for _ in 0..2 * self.machine.session.clock.turns.len() {
            let clock = &mut self.machine.session.clock;
            let Some(code) = clock.turns.pop_front().and_then(|code| code.upgrade()) else {
                continue;
            };
            let Some(consts) = code.tier.installed.borrow().as_ref().map(|i| i.consts) else {
                continue;
            };
            let is_waiting = self.is_waiting(consts);
            if code.tier.on_trial() && !is_waiting {
                self.drop_machine_code(tier, &code);
                return true;
            }
            if !is_waiting {
                code.tier.entry[0].set(MachineOp::Revive.number().into());
                self.set_entry(consts, tier.entry_stub() as u64);
            }
            self.machine
                .session
                .clock
                .turns
                .push_back(Rc::downgrade(&code));
        }
        false
    }

    /// Lets all ways into the procedure's machine code lead to the interpreter, and frees it. It must not be waiting.
    fn drop_machine_code(&mut self, tier: &dyn Tier, code: &Code) {
        let Some(installed) = code.tier.installed.take() else {
            return;
        };
        debug_assert!(!self.is_waiting(installed.consts));
        let stub = std::ptr::with_exposed_provenance_mut(tier.return_stub());
        let state = &code.tier;
        state.loops.set(None);
        let drops = state.drops.get().min(DOUBLINGS_MAX);
        state.drops.set(drops + 1);
        let left = tier.threshold().max(1);
        state.left.set(left.saturating_mul(2 << drops));
        state.entry[0].set(MachineOp::CountEntry.number().into());
        for d in &code.returns {
            d.machine_entry.store(stub, Ordering::Release);
            d.resume_pc.set(d.pc);
            if d.values_pc.get() != Pc::NONE {
                d.values_pc.set(d.pc.offset(1));
            }
        }
        self.set_entry(installed.consts, tier.entry_stub() as u64);
        drop(installed.memory);
        self.machine.session.clock.counts.dropped += 1;
    }
}
