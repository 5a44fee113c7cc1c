//! Native descriptions of loaded procedures, and who frees them.
//!
//! A template object (heap, pinned) holds the address of its [`Code`]; the [`Registry`] owns the `Code` and drops it
//! when the collector reports that the template died. Everything that the collector, the unwinder and diagnostics
//! need about a pc is here; the interpreter itself reads only the instruction words and the [`ReturnDescriptor`]s.

use crate::stack::{Consts, Link, Pc};
use crate::tier::TierState;
use eyas_bytecode::{Arity, LiveMap, MapId, Place, Safepoint, SourceFile, UnitSpan};
use eyas_heap::Value;
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, AtomicU32};

/// What a link word points to, and how the frame below it is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum LinkKind {
    /// The return point of a call in a template.
    Call,
    /// A frame that was left in the middle of an instruction: see `control/dynamic.rs`.
    Dynamic,
    /// The frames below have been moved to a segment: see `control/capture.rs`.
    Underflow,
    /// The bottom of a run.
    Exit,
}

/// Everything that is needed to return to a place: the only thing that a frame saves.
///
/// At a fixed address, aligned so that its address reads as a fixnum.
#[repr(C, align(64))]
#[derive(Debug)]
pub struct ReturnDescriptor {
    /// Where machine code goes on; null as long as there is none. Tiers store here atomically.
    pub machine_entry: AtomicPtr<u8>,
    /// The instruction after the call.
    pub(crate) pc: Pc,
    /// Where the interpreter goes on: there, or at a word that leads to machine code.
    pub(crate) resume_pc: Cell<Pc>,
    /// Where several values come back; [`Pc::NONE`] if only the first is wanted. May lead to machine code, too.
    pub(crate) values_pc: Cell<Pc>,
    /// From the callee's base down to the caller's, in bytes.
    pub(crate) delta: u64,
    /// The caller's template; none for the machine's own descriptors.
    pub(crate) consts: Consts,
    /// Which registers of the caller are live while the callee runs.
    pub(crate) live: MapId,
    /// How many arguments the call passes.
    pub(crate) arguments: u32,
    /// How the frame below is found.
    pub(crate) kind: LinkKind,
}

const _: () = assert!(std::mem::size_of::<ReturnDescriptor>() == 64);

impl ReturnDescriptor {
    /// A descriptor of the machine itself, whose handlers find the frame below on their own.
    pub(crate) fn of_machine(kind: LinkKind, pc: Pc, values_pc: Pc) -> ReturnDescriptor {
        ReturnDescriptor {
            machine_entry: AtomicPtr::default(),
            pc,
            resume_pc: Cell::new(pc),
            values_pc: Cell::new(values_pc),
            delta: 0,
            consts: Consts::NONE,
            live: MapId(0),
            arguments: 0,
            kind,
        }
    }

    /// Slots from the callee's base down to the caller's.
    #[inline(always)]
    pub(crate) fn delta_slots(&self) -> usize {
        self.delta as usize / 8
    }
}

/// One clause of a `case-lambda`; machine code reads it.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) required: u32,
    pub(crate) rest: bool,
    pub(crate) consts: Cell<Consts>,
}

/// A loaded procedure.
#[derive(Debug)]
pub struct Code {
    /// Its name for people; empty if it has none.
    pub name: Box<str>,
    /// How many arguments it takes.
    pub arity: Arity,
    /// Slots of its frame.
    pub frame_size: u32,
    /// How many values its closure captures.
    pub captures: u32,
    /// Instructions and data words. The interpreter notes in some what it has seen.
    pub words: Box<[Cell<u64>]>,
    /// Where it is defined.
    pub span: UnitSpan,
    /// The files that spans refer to.
    pub files: Arc<[SourceFile]>,
    /// Calls so far, counted by whatever tier wants to know.
    pub entries: AtomicU32,
    pub(crate) returns: Box<[ReturnDescriptor]>,
    pub(crate) cases: Box<[Case]>,
    pub(crate) safepoints: Box<[Safepoint]>,
    pub(crate) places: Box<[Place]>,
    pub(crate) maps: Arc<[LiveMap]>,
    /// True once the template is kept for good, because a captured frame had no slot that keeps it.
    pub(crate) is_retained: Cell<bool>,
    /// What the tiers know of it.
    pub(crate) tier: TierState,
}

impl Code {
    /// Registers live into the instruction at `index`.
    ///
    /// # Panics
    /// If the verifier let an instruction through that may collect but has no safepoint.
    pub(crate) fn live_into(&self, index: usize) -> &LiveMap {
        match self
            .safepoints
            .binary_search_by_key(&(index as u32), |s| s.pc)
        {
            Ok(i) => self.live_map(self.safepoints[i].live),
            Err(_) => panic!("no safepoint at {index} of {}", self.name),
        }
    }

    /// A live map of its unit.
    pub(crate) fn live_map(&self, id: MapId) -> &LiveMap {
        &self.maps[id.0 as usize]
    }

    /// Where the instruction at word `index` came from.
    pub fn place(&self, index: u32) -> Option<&Place> {
        let after = self.places.partition_point(|place| place.pc <= index);
        self.places[..after].last()
    }

    /// Argument counts it takes: least, and greatest unless it takes any number.
    pub fn argument_counts(&self) -> (u32, Option<u32>) {
        match &self.arity {
            Arity::Exactly(n) => (*n, Some(*n)),
            Arity::AtLeast(n) => (*n, None),
            Arity::Cases(_) => {
                let least = self.cases.iter().map(|case| case.required).min();
                let is_open = self.cases.iter().any(|case| case.rest);
                let most = self.cases.iter().map(|case| case.required).max();
                (
                    least.unwrap_or(0),
                    if is_open {
                        None
                    } else {
                        Some(most.unwrap_or(0))
                    },
                )
            }
        }
    }
}

/// The code of a procedure object, if it is a closure.
pub fn code_of_closure<'a>(procedure: Value) -> Option<&'a Code> {
    let closure = procedure.as_closure()?;
    Some(Consts::of(closure.template()).code())
}

/// Owns every [`Code`] of a session.
#[derive(Default)]
pub struct Registry {
    codes: HashMap<u64, Rc<Code>>,
}

impl Registry {
    /// Takes over a description; the result is the token under which the template's death is reported.
    pub(crate) fn add(&mut self, code: Rc<Code>) -> u64 {
        let token = Registry::token(&code);
        self.codes.insert(token, code);
        token
    }

    /// The number under which `code` is known.
    pub(crate) fn token(code: &Rc<Code>) -> u64 {
        Rc::as_ptr(code).expose_provenance() as u64
    }

    /// The owned description that `code` is.
    pub(crate) fn get(&self, code: &Code) -> Option<&Rc<Code>> {
        self.codes
            .get(&(std::ptr::from_ref(code).expose_provenance() as u64))
    }

    /// Drops the description whose template died; false if the token is not one of ours.
    pub(crate) fn remove(&mut self, token: u64) -> bool {
        self.codes.remove(&token).is_some()
    }

    /// How many procedures are loaded.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// True if nothing is loaded.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }
}

/// The machine's own return descriptors, and the instruction words that they return to.
pub(crate) struct MachineCode {
    _words: Box<[u64]>,
    pub(crate) enter: Pc,
    pub(crate) underflow: Box<ReturnDescriptor>,
    pub(crate) exit: Box<ReturnDescriptor>,
    pub(crate) resume: Box<ReturnDescriptor>,
    pub(crate) result: Box<ReturnDescriptor>,
}

/// Instructions below the table of operations: only the machine itself runs them.
#[derive(Clone, Copy)]
#[repr(u16)]
pub(crate) enum MachineOp {
    /// Call what is in slot 0 with as many arguments as the context's value count says.
    Enter,
    /// One value came back to frames in a segment.
    Underflow,
    /// Several did.
    UnderflowValues,
    /// One value came back to the bottom of the run.
    Exit,
    /// Several did.
    ExitValues,
    /// Something came back to an instruction that is to run again.
    Resume,
    /// The result of an instruction came back.
    Result,
    /// Machine code goes on, at the address in the next word.
    Machine,
    /// The same, and the code is noted as being in use.
    Revive,
    /// The entry of a procedure, counted until it is hot.
    CountEntry,
    /// In place of `loop-back`: the same, counted. Operand `a` is the loop's number.
    CountLoop,
    /// In place of `call-known`: a call of the running procedure. Operand `b` is the distance back to its beginning.
    CallOwn,
}

impl MachineOp {
    /// Its number, behind those of the operations.
    pub(crate) const fn number(self) -> u16 {
        eyas_bytecode::Op::ALL.len() as u16 + self as u16
    }

    /// How many there are.
    pub(crate) const COUNT: usize = MachineOp::CallOwn as usize + 1;
}

impl MachineCode {
    pub(crate) fn build() -> MachineCode {
        let words: Box<[u64]> = (0..MachineOp::COUNT)
            .map(|i| (eyas_bytecode::Op::ALL.len() + i) as u64)
            .collect();
        let first = Pc::first(&words);
        let pc = |op: MachineOp| first.offset(op as isize);
        let describe = |kind, one: MachineOp, several: MachineOp| {
            Box::new(ReturnDescriptor::of_machine(kind, pc(one), pc(several)))
        };
        MachineCode {
            enter: pc(MachineOp::Enter),
            underflow: describe(
                LinkKind::Underflow,
                MachineOp::Underflow,
                MachineOp::UnderflowValues,
            ),
            exit: describe(LinkKind::Exit, MachineOp::Exit, MachineOp::ExitValues),
            resume: describe(LinkKind::Dynamic, MachineOp::Resume, MachineOp::Resume),
            result: Box::new(ReturnDescriptor::of_machine(
                LinkKind::Dynamic,
                pc(MachineOp::Result),
                Pc::NONE,
            )),
            _words: words,
        }
    }

    pub(crate) fn underflow_link(&self) -> Link {
        Link::to(&self.underflow)
    }

    pub(crate) fn exit_link(&self) -> Link {
        Link::to(&self.exit)
    }
}
