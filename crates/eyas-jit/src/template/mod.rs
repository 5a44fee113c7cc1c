//! The template tier: one pass over the bytecode, one piece of machine code per operation.
//!
//! Values stay in the slots of the frame; within a basic block a few registers have copies (`cache.rs`). Rare cases are
//! cold code, which is written aside and stands behind the procedure. There are two kinds: *leave* goes to the interpreter's handler of the instruction,
//! *generic* calls the primitive behind the instruction and comes back. An instruction that leaves has changed nothing.
//!
//! The families of operations have the files that they have in the interpreter.

mod allocate;
mod arith;
mod branch;
mod cache;
mod call;
mod closure;
mod compare;
mod conditions;
pub(crate) mod control;
mod double;
mod facts;
mod flonum;
mod global;
mod heads;
mod move_;
mod native;
mod pair;
mod port;
mod record;
mod slow;
mod string;
mod values;
mod vector;

use crate::object::{self, HEADER_KIND, SLOTS, field, kind_bits};
use crate::stubs::{BASE, CONTEXT, COUNT, Stubs};
use cache::{Cache, Snapshot};
use conditions::Decided;
use eyas_asm::x64::{Alu, Asm, Cond, Gpr, Mem, Width};
use eyas_asm::{Label, MachineCode};
use eyas_bytecode::Op;
use eyas_bytecode::Role;
use eyas_bytecode::word::{Instruction, Placed, instructions, unpack_list, unpack_table};
use eyas_heap::layout::{CARD_SHIFT, FLONUM_BIT, HEADER_OFFSET, MUTATOR_CARDS, TAG_OBJECT, WORD};
use eyas_heap::{Header, Kind, Value};
use eyas_vm::hooks::{Compilable, CompiledReturn, Dependency};
use facts::{Fact, Facts};
use heads::{Arrival, Head};
use slow::Common;

/// What all procedures are compiled with.
#[derive(Debug)]
pub(crate) struct Environment {
    pub(crate) stubs: Stubs,
    /// True unless flonums are to be boxed for a test.
    pub(crate) has_flonums: bool,
    /// True if machine code counts safepoints, to be left at some for a test.
    pub(crate) switches: bool,
    /// True if places of the code are to be noted.
    pub(crate) is_marking: bool,
}

/// Machine code of a procedure; all places are offsets in it.
#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) code: MachineCode,
    pub(crate) loops: Vec<u64>,
    pub(crate) returns: Vec<CompiledReturn>,
    /// Variables and places, see [`eyas_vm::hooks::Dependency`].
    pub(crate) dependencies: Vec<Dependency>,
    /// How many instructions it was made of.
    pub(crate) instructions: usize,
    /// Offsets at which something begins, in order, if they are wanted.
    #[cfg_attr(
        not(feature = "disassembler"),
        allow(dead_code, reason = "only listings look at it")
    )]
    pub(crate) marks: Vec<(u32, Mark)>,
}

/// What begins at a place of the code, for people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mark {
    /// The procedure.
    Entry,
    /// The template of the instruction at this pc.
    Instruction(u32),
    /// The cold code of the instruction at this pc.
    Cold(u32),
    /// Code that the procedure's cold code shares.
    Common(&'static str),
    /// A table of so many distances from its beginning.
    Table(usize),
}

/// Memory that one compilation leaves to the next.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    code: MachineCode,
    points: Vec<Point>,
    heads: Vec<Head>,
    arriving: Vec<Arrival>,
    returns: Vec<Option<ReturnLabels>>,
}

/// What is known of the instruction at a pc besides what it is.
#[derive(Clone, Copy, Debug, Default)]
struct Point {
    /// How many jumps lead forward to it, and how many loops go back to it; [`MANY`] are not counted.
    incoming: u8,
    back_edges: u8,
    /// If it is jumped to.
    label: Option<Label>,
    /// Index in `heads`, if it is one.
    head: Option<u32>,
    /// Index in `arriving`, if a jump to it was written.
    arriving: Option<u32>,
}

/// So many jumps, or not only jumps, lead to an instruction that nothing is known there.
const MANY: u8 = u8::MAX;

struct Compiler<'a> {
    asm: Asm,
    procedure: &'a Compilable<'a>,
    environment: &'a Environment,
    cache: Cache,
    /// What people want to know of, and where it begins.
    marks: Vec<(Label, Mark)>,
    /// How many instructions there are.
    count: usize,
    /// By pc.
    points: Vec<Point>,
    /// Heads of loops; of the procedure.
    heads: Vec<Head>,
    entry_head: Option<Head>,
    /// What the jumps to instructions have in common, as far as they are written.
    arriving: Vec<Arrival>,
    returns: Vec<Option<ReturnLabels>>,
    /// Places that rely on a variable, a constant of the procedure.
    dependencies: Vec<(Label, usize)>,
    facts: Facts,
    /// True if some instruction is expected to compute with doubles.
    computes_doubles: bool,
    /// A bit for each of the first slots whose value is expected to be a flonum.
    likely: u128,
    entry: Label,
    /// What cold code shares, as far as it is used.
    commons: [Option<Label>; Common::ALL.len()],
    /// Index of the instruction under way, and of the next.
    pc: usize,
    next_pc: usize,
    instruction: Instruction,
    /// Bytes that earlier allocations have taken for the next ones.
    reserved: usize,
    /// Cold places of the instruction under way.
    leave: Option<Label>,
    generic: Option<Label>,
    /// The branch that the instruction under way, or the one before it, has done as well.
    decided: Option<Decided>,
    /// False after an instruction that does not go on.
    is_reachable: bool,
}

#[derive(Clone, Copy, Debug)]
struct ReturnLabels {
    machine: Label,
    interpreter: Label,
}

/// Compiles; `None` if the procedure is not one that machine code is made of.
pub(crate) fn compile(
    procedure: &Compilable<'_>,
    environment: &Environment,
    scratch: &mut Scratch,
) -> Option<Template> {
    let words = procedure.words();
    let Scratch {
        code,
        mut points,
        mut heads,
        mut arriving,
        mut returns,
    } = std::mem::take(scratch);
    let mut asm = Asm::reusing(code);
    points.clear();
    points.resize(words.len() + 1, Point::default());
    heads.clear();
    arriving.clear();
    returns.clear();
    returns.resize(procedure.return_count(), None);
    let entry = asm.label();
    let compiler = Compiler {
        asm,
        procedure,
        environment,
        cache: Cache::default(),
        marks: Vec::new(),
        count: 0,
        points,
        heads,
        entry_head: None,
        arriving,
        returns,
        dependencies: Vec::new(),
        facts: Facts::default(),
        computes_doubles: false,
        likely: 0,
        entry,
        commons: [None; Common::ALL.len()],
        pc: 0,
        next_pc: 0,
        instruction: Instruction::new(Op::Nop, 0, 0, 0),
        reserved: 0,
        leave: None,
        generic: None,
        decided: None,
        is_reachable: true,
    };
    compiler.run(words, scratch)
}

impl Scratch {
    /// The code has its place.
    pub(crate) fn take_back(&mut self, code: MachineCode) {
        self.code = code;
    }
}

impl<'a> Compiler<'a> {
    fn run(mut self, words: &'a [u64], scratch: &mut Scratch) -> Option<Template> {
        let mut loops = Vec::new();
        for placed in instructions(words) {
            let placed = placed.ok()?;
            self.count += 1;
            self.count_jumps(&placed, &mut loops)?;
        }
        for i in 0..self.returns.len() {
            let point = self.procedure.return_point(i);
            if point.takes_values {
                self.points.get_mut(point.pc + 1)?.incoming = MANY;
            }
        }
        self.mark(Mark::Entry);
        self.asm.bind(self.entry);
        self.enter_head();
        self.count_safepoint(0);
        for placed in instructions(words) {
            self.instruction(&placed.ok()?);
        }
        self.asm.buffer.set_aside(true);
        self.write_commons();
        let template = self.finish(&loops);
        scratch.points = self.points;
        scratch.heads = self.heads;
        scratch.arriving = self.arriving;
        scratch.returns = self.returns;
        template
    }

    fn finish(&mut self, loops: &[usize]) -> Option<Template> {
        let loops: Option<Vec<Label>> = loops.iter().map(|&pc| self.points[pc].label).collect();
        let loops = loops?;
        let mut labels = Vec::new();
        for (i, point) in self.returns.iter().enumerate() {
            let view = self.procedure.return_point(i);
            let values = if view.takes_values {
                Some(self.points[view.pc + 1].label?)
            } else {
                None
            };
            let point = (*point)?;
            labels.push((point.machine, point.interpreter, values));
        }
        let code = std::mem::take(&mut self.asm).finish().ok()?;
        let offset = |label: Label| code.offset(label).map(|offset| offset as u64);
        let mut returns = Vec::new();
        for (machine, interpreter, values) in labels {
            returns.push(CompiledReturn {
                machine: offset(machine)?,
                interpreter: offset(interpreter)?,
                values: match values {
                    Some(label) => Some(offset(label)?),
                    None => None,
                },
            });
        }
        let loops = loops
            .into_iter()
            .map(offset)
            .collect::<Option<Vec<u64>>>()?;
        let dependencies = self.dependencies.iter();
        let dependencies = dependencies
            .map(|&(place, constant)| {
                let global = self.procedure.constant(constant);
                let place = offset(place)?;
                Some(Dependency { global, place })
            })
            .collect::<Option<Vec<Dependency>>>()?;
        let marks = self.marks.iter();
        let mut marks = marks
            .map(|&(label, mark)| Some((offset(label)? as u32, mark)))
            .collect::<Option<Vec<(u32, Mark)>>>()?;
        marks.sort_by_key(|&(at, _)| at);
        Some(Template {
            code,
            loops,
            returns,
            dependencies,
            instructions: self.count,
            marks,
        })
    }

    /// Something begins here.
    fn mark(&mut self, mark: Mark) {
        if self.environment.is_marking {
            let here = self.asm.here();
            self.marks.push((here, mark));
        }
    }

    /// Writes cold code, which stands behind the procedure.
    fn aside(&mut self, write: impl FnOnce(&mut Self)) {
        let is_nested = self.asm.buffer.set_aside(true);
        debug_assert!(!is_nested, "cold code has no cold code of its own");
        self.mark(Mark::Cold(self.pc as u32));
        write(self);
        self.asm.buffer.set_aside(false);
    }

    fn count_jumps(&mut self, placed: &Placed<'_>, loops: &mut Vec<usize>) -> Option<()> {
        let (i, next) = (placed.instruction, placed.next_pc() as i64);
        self.computes_doubles |=
            self.environment.has_flonums && self.takes_doubles(i.op, placed.pc);
        let points = &mut self.points;
        let mut count = |distance: i64| {
            let target = usize::try_from(next + distance).ok()?;
            let point = points.get_mut(target)?;
            let counter = if i.op == Op::LoopBack {
                loops.push(target);
                &mut point.back_edges
            } else {
                &mut point.incoming
            };
            *counter = counter.saturating_add(1);
            Some(())
        };
        let [_, b, c] = i.op.roles();
        if b == Role::JumpWord {
            count(i.word32() as i32 as i64)?;
        } else if c == Role::Jump {
            count(i.c as i16 as i64)?;
        } else if c == Role::Table {
            for distance in unpack_table(placed.data, i.c) {
                count(distance.into())?;
            }
        }
        Some(())
    }

    fn instruction(&mut self, placed: &Placed<'a>) {
        if self.decided.take().is_some_and(|done| done.pc == placed.pc) {
            return;
        }
        self.pc = placed.pc;
        self.next_pc = placed.next_pc();
        self.instruction = placed.instruction;
        self.join();
        self.is_reachable = true;
        self.cache.unlock_all();
        self.mark(Mark::Instruction(self.pc as u32));
        self.template(placed);
        let effects = self.instruction.op.effects();
        self.end_instruction();
        if effects.end {
            self.is_reachable = false;
        }
    }

    fn template(&mut self, placed: &Placed<'a>) {
        let i = placed.instruction;
        let (a, b, c) = (i.a as usize, i.b as usize, i.c as usize);
        let data = placed.data;
        let listed = || unpack_list(data, i.c).map(usize::from);
        match i.op {
            Op::Nop => {}
            Op::Move => self.move_slot(a, b),
            Op::Const => self.constant(a, i.word32() as usize),
            Op::Int => self.immediate(a, (i.word32() as i32 as i64 as u64) << 3),
            Op::Immediate => self.immediate(a, i.word32().into()),
            Op::GlobalRef => self.global_ref(a, i.word32() as usize, true),
            Op::GlobalGet => self.global_ref(a, i.word32() as usize, false),
            Op::GlobalSet => self.global_set(a, i.word32() as usize, true),
            Op::GlobalDefine => self.global_set(a, i.word32() as usize, false),
            Op::Cell => self.cell(a, b),
            Op::CellRef => self.cell_ref(a, b, false),
            Op::CellRefChecked => self.cell_ref(a, b, true),
            Op::CellSet => self.cell_set(a, b),
            Op::Closure => self.closure(a, b, listed()),
            Op::ClosurePatch => self.closure_patch(a, b, c),
            Op::FreeRef => self.free_ref(a, b),
            Op::Jump => self.jump(),
            Op::LoopBack => self.loop_back(),
            Op::BranchFalse => self.branch_false(a, true),
            Op::BranchTrue => self.branch_false(a, false),
            Op::BranchType => self.branch_type(a, b, true),
            Op::BranchNotType => self.branch_type(a, b, false),
            Op::BranchPair => self.branch_pair(a, true),
            Op::BranchNotPair => self.branch_pair(a, false),
            Op::BranchNull => self.branch_null(a, true),
            Op::BranchNotNull => self.branch_null(a, false),
            Op::BranchEq => self.branch_eq(a, b, true),
            Op::BranchNotEq => self.branch_eq(a, b, false),
            Op::BranchEqConst => self.branch_eq_const(a, b, true),
            Op::BranchNotEqConst => self.branch_eq_const(a, b, false),
            Op::BranchEqv => self.branch_eqv(a, b, true),
            Op::BranchNotEqv => self.branch_eqv(a, b, false),
            Op::BranchNumEq => self.branch_number(Cond::Equal, true),
            Op::BranchNotNumEq => self.branch_number(Cond::Equal, false),
            Op::BranchLess => self.branch_number(Cond::Less, true),
            Op::BranchNotLess => self.branch_number(Cond::Less, false),
            Op::BranchLessEq => self.branch_number(Cond::LessEqual, true),
            Op::BranchNotLessEq => self.branch_number(Cond::LessEqual, false),
            Op::BranchNumEqInt => self.branch_number(Cond::Equal, true),
            Op::BranchNotNumEqInt => self.branch_number(Cond::Equal, false),
            Op::BranchLessInt => self.branch_number(Cond::Less, true),
            Op::BranchNotLessInt => self.branch_number(Cond::Less, false),
            Op::BranchMoreInt => self.branch_number(Cond::Greater, true),
            Op::BranchNotMoreInt => self.branch_number(Cond::Greater, false),
            Op::BranchCharEq => self.branch_char(Cond::Equal, true),
            Op::BranchNotCharEq => self.branch_char(Cond::Equal, false),
            Op::BranchCharLess => self.branch_char(Cond::Below, true),
            Op::BranchNotCharLess => self.branch_char(Cond::Below, false),
            Op::BranchRecord => self.branch_record(a, b, true),
            Op::BranchNotRecord => self.branch_record(a, b, false),
            Op::Switch => self.switch(a, unpack_table(data, i.c).collect(), false),
            Op::SwitchChar => self.switch(a, unpack_table(data, i.c).collect(), true),
            Op::Call => self.call(a, b, c),
            Op::CallKnown => self.call_known(a, b, c),
            Op::CallGlobal => self.call_global(a, b, c),
            Op::TailCall => self.tail_call(a, b),
            Op::TailCallKnown => self.tail_call_known(a, b),
            Op::TailCallGlobal => self.tail_call_global(a, b, c),
            Op::Apply => self.apply(a, b, c),
            Op::TailApply => self.tail_apply(a, b),
            Op::CallCc => self.call_cc(a, c, self.environment.stubs.capture),
            Op::TailCallCc => self.tail_call_cc(a, self.environment.stubs.capture),
            Op::CallOnce => self.call_cc(a, c, self.environment.stubs.capture_once),
            Op::TailCallOnce => self.tail_call_cc(a, self.environment.stubs.capture_once),
            Op::Halt => self.leave_always(),
            Op::CallReceived => self.call_received(a, b, c),
            Op::TailCallReceived => self.tail_call_received(a, b),
            Op::Return => self.return_one(a),
            Op::ReturnValues => self.return_values(a, b),
            Op::OneValue => self.one_value(),
            Op::Receive => self.receive(a, b, c != 0),
            Op::Native => self.native(a, b, c),
            Op::Eq => self.eq(a, b, c),
            Op::Eqv => self.eqv(a, b, c),
            Op::Not => self.not(a, b),
            Op::IsType => self.is_type(a, b, c),
            Op::Cons => self.cons(a, b, c),
            Op::Car => self.part(a, b, &[CAR]),
            Op::Cdr => self.part(a, b, &[CDR]),
            Op::Caar => self.part(a, b, &[CAR, CAR]),
            Op::Cadr => self.part(a, b, &[CDR, CAR]),
            Op::Cdar => self.part(a, b, &[CAR, CDR]),
            Op::Cddr => self.part(a, b, &[CDR, CDR]),
            Op::SetCar => self.set_part(a, b, CAR),
            Op::SetCdr => self.set_part(a, b, CDR),
            Op::Add | Op::AddInt => self.add(),
            Op::Sub | Op::SubInt => self.sub(),
            Op::Mul | Op::MulInt => self.mul(),
            Op::Div => self.div(),
            Op::Quotient => self.divide(arith::Division::Quotient),
            Op::Remainder => self.divide(arith::Division::Remainder),
            Op::Modulo => self.divide(arith::Division::Modulo),
            Op::NumEq => self.compare_numbers(Cond::Equal),
            Op::Less => self.compare_numbers(Cond::Less),
            Op::LessEq => self.compare_numbers(Cond::LessEqual),
            Op::BitAnd => self.bitwise(Alu::And),
            Op::BitOr => self.bitwise(Alu::Or),
            Op::BitXor => self.bitwise(Alu::Xor),
            Op::Shift => self.shift(),
            Op::Inexact => self.inexact(a, b),
            Op::Sqrt => self.sqrt(a, b),
            Op::CharEq => self.compare_chars(Cond::Equal),
            Op::CharLess => self.compare_chars(Cond::Below),
            Op::CharToInteger => self.char_to_integer(a, b),
            Op::IntegerToChar => self.integer_to_char(a, b),
            Op::Vector => self.vector(a, listed()),
            Op::VectorRef => self.vector_ref(a, b, c),
            Op::VectorRefInt => self.vector_ref_int(a, b, i.c as i16),
            Op::VectorSet => self.vector_set(a, b, c),
            Op::VectorLength => self.length(a, b, Kind::Vector),
            Op::StringRef => self.string_ref(a, b, c),
            Op::StringSet => self.string_set(a, b, c),
            Op::StringLength => self.string_length(a, b),
            Op::ByteRef => self.byte_ref(a, b, c),
            Op::ByteSet => self.byte_set(a, b, c),
            Op::BytesLength => self.length(a, b, Kind::Bytes),
            Op::Record => self.record(a, b, listed()),
            Op::RecordRef => self.record_ref(a, b, c, data[0] as usize),
            Op::RecordSet => self.record_set(a, b, c, data[0] as usize),
            Op::IsRecord => self.is_record(a, b, c),
            Op::Even => self.parity(a, b, Cond::Equal),
            Op::Odd => self.parity(a, b, Cond::NotEqual),
            Op::ReadChar => self.read(0, true, true),
            Op::PeekChar => self.read(1, true, false),
            Op::WriteChar => self.write_char(2),
            Op::ReadByte => self.read(3, false, true),
            Op::PeekByte => self.read(4, false, false),
            Op::WriteByte => self.write_byte(5),
        }
    }
}

/// From a tagged pair to its car.
const CAR: i32 = eyas_heap::layout::CAR_OFFSET as i32;
/// From a tagged pair to its cdr.
const CDR: i32 = eyas_heap::layout::CDR_OFFSET as i32;
/// From a tagged object to its header.
const HEADER: i32 = HEADER_OFFSET as i32;

/// A slot of the frame.
fn slot(i: usize) -> Mem {
    Mem::at(BASE, 8 * i as i32)
}

/// Registers and slots.
impl<'a> Compiler<'a> {
    /// A register with the content of a slot, not to be changed.
    fn load(&mut self, i: usize) -> Gpr {
        if let Some(reg) = self.cache.find(i) {
            return reg;
        }
        let reg = self.cache.allocate();
        self.asm.mov_rm(Width::Qword, reg, slot(i));
        self.cache.set(i, reg);
        reg
    }

    /// A register for anything.
    fn temp(&mut self) -> Gpr {
        self.cache.allocate()
    }

    /// The slot gets the content of the register, which is not changed afterwards.
    fn define(&mut self, i: usize, reg: Gpr) {
        self.asm.mov_mr(Width::Qword, slot(i), reg);
        self.cache.forget(i);
        self.cache.set(i, reg);
        self.changed(i);
    }

    /// Nothing is known any more of the slot's value.
    fn changed(&mut self, i: usize) {
        self.facts.forget(i);
        if i < 128 {
            self.likely &= !(1 << i);
        }
    }

    /// Slots from this one on have been used by a callee.
    fn forget_from(&mut self, i: usize) {
        self.facts.forget_from(i);
        if i < 128 {
            self.likely &= (1 << i) - 1;
        }
    }

    /// The slot has been written by other code.
    fn forget(&mut self, i: usize) {
        self.cache.forget(i);
        self.changed(i);
    }

    /// The label of an instruction that is jumped to.
    fn label_at(&mut self, pc: usize) -> Label {
        match self.points[pc].label {
            Some(label) => label,
            None => {
                let label = self.asm.label();
                self.points[pc].label = Some(label);
                label
            }
        }
    }

    /// The place that the instruction jumps to, `distance` words from the next. What is in the cache now is there
    /// on arrival.
    fn target(&mut self, distance: i64) -> Label {
        let pc = (self.next_pc as i64 + distance) as usize;
        self.note_jump(pc);
        self.label_at(pc)
    }

    /// The target of a branch whose distance is operand `c`, or `b` and `c`.
    fn branch_target(&mut self) -> Label {
        let i = self.instruction;
        let distance = if i.op.roles()[1] == Role::JumpWord {
            i.word32() as i32 as i64
        } else {
            i.c as i16 as i64
        };
        self.target(distance)
    }

    /// Jumps to the instruction's target if `cond`, or if not.
    fn branch(&mut self, cond: Cond, taken: bool) {
        let target = self.branch_target();
        self.asm
            .jcc(if taken { cond } else { cond.negated() }, target);
    }
}

/// Checks and accesses that families share.
impl<'a> Compiler<'a> {
    /// Jumps to `fail` unless `x` is an object of the kind; `t` changes.
    fn guard_kind(&mut self, x: Gpr, t: Gpr, kind: Kind, fail: Label) {
        object::guard_kind(&mut self.asm, x, t, kind, fail);
    }

    /// Jumps to `fail` unless `x` is an object with a header; `t` changes.
    fn guard_object(&mut self, x: Gpr, t: Gpr, fail: Label) {
        object::guard_object(&mut self.asm, x, t, fail);
    }

    /// Jumps to `fail` unless `x` is a pair; `t` changes.
    fn guard_pair(&mut self, x: Gpr, t: Gpr, fail: Label) {
        object::guard_pair(&mut self.asm, x, t, fail);
    }

    /// Jumps to `fail`, which does not come back, unless the value `x` of a slot is a pair; `t` changes.
    fn require_pair(&mut self, i: usize, x: Gpr, t: Gpr, fail: Label) {
        if self.facts.get(i) != Some(Fact::Pair) {
            self.guard_pair(x, t, fail);
            self.facts.learn(i, Fact::Pair);
        }
    }

    /// Jumps to `fail`, which does not come back, unless the value `x` of a slot is a fixnum.
    fn require_fixnum(&mut self, i: usize, x: Gpr, fail: Label) {
        if !self.is_fixnum(i) {
            self.guard_fixnum(x, fail);
            self.facts.learn(i, Fact::Fixnum);
        }
    }

    /// Jumps to `fail` unless `x` is a fixnum.
    fn guard_fixnum(&mut self, x: Gpr, fail: Label) {
        self.asm.test8_ri(x, 7);
        self.asm.jcc(Cond::NotEqual, fail);
    }

    /// Jumps to `fail` unless both are fixnums; `t` changes. `slots` are where they come from.
    fn guard_fixnums(&mut self, [x, y, t]: [Gpr; 3], slots: [usize; 2], fail: Label) {
        match slots.map(|i| self.is_fixnum(i)) {
            [true, true] => return,
            [false, true] => return self.guard_fixnum(x, fail),
            [true, false] => return self.guard_fixnum(y, fail),
            [false, false] if x == y => return self.guard_fixnum(x, fail),
            [false, false] => {}
        }
        self.asm.mov_rr(t, x);
        self.asm.alu_rr(Alu::Or, Width::Dword, t, y);
        self.guard_fixnum(t, fail);
    }

    /// Marks the card of the address in `at`, which changes.
    fn mark_card(&mut self, at: Gpr) {
        self.asm
            .shift_ri(eyas_asm::x64::Shift::Shr, at, CARD_SHIFT as u8);
        let cards = Mem::at(CONTEXT, MUTATOR_CARDS as i32);
        self.asm.alu_rm(Alu::Add, Width::Qword, at, cards);
        self.asm.mov8_mi(Mem::at(at, 0), 1);
    }

    /// Stores `v`, the value of slot `i`, at an address in the heap and marks its card; `t` changes. What is known to
    /// be no pointer needs no mark.
    fn store_marked(&mut self, at: Mem, i: usize, v: Gpr, t: Gpr) {
        if self.is_no_pointer(i) {
            return self.asm.mov_mr(Width::Qword, at, v);
        }
        if self.likely_flonum(i) {
            let [pointer, done] = [(); 2].map(|()| self.asm.label());
            self.asm.mov_mr(Width::Qword, at, v);
            self.asm.test8_ri(v, FLONUM_BIT as u8);
            self.asm.jcc(Cond::Equal, pointer);
            self.asm.bind(done);
            return self.aside(|c| {
                c.asm.bind(pointer);
                c.asm.lea(t, at);
                c.mark_card(t);
                c.asm.jmp(done);
            });
        }
        self.asm.lea(t, at);
        self.asm.mov_mr(Width::Qword, Mem::at(t, 0), v);
        self.mark_card(t);
    }

    /// The word of constant `i`, if it stays the same.
    fn fixed_constant(&self, i: usize) -> Option<u64> {
        let v = self.procedure.constant(i);
        let is_pinned = |v: Value| {
            [Kind::Template, Kind::Global, Kind::Primitive]
                .contains(&v.kind().unwrap_or(Kind::Vector))
        };
        (!v.is_pointer() || (!v.is_pair() && is_pinned(v))).then_some(v.bits())
    }

    /// Address of the slot of constant `i`.
    fn constant_address(&self, i: usize) -> u64 {
        self.procedure.slots_address() + self.procedure.constant_offset(i) as u64
    }

    /// `dst ← constant i`
    fn load_constant(&mut self, dst: Gpr, i: usize) {
        match self.fixed_constant(i) {
            Some(bits) => self.asm.mov_ri(dst, bits),
            None => {
                let address = self.constant_address(i);
                self.asm.mov_ri(dst, address);
                self.asm.mov_rm(Width::Qword, dst, Mem::at(dst, 0));
            }
        }
    }

    /// Compares `x` with constant `i`; `t` changes.
    fn compare_constant(&mut self, x: Gpr, i: usize, t: Gpr) {
        match self.fixed_constant(i) {
            Some(bits) => match i32::try_from(bits as i64) {
                Ok(low) => self.asm.alu_ri(Alu::Cmp, Width::Qword, x, low),
                Err(_) => {
                    self.asm.mov_ri(t, bits);
                    self.asm.alu_rr(Alu::Cmp, Width::Qword, x, t);
                }
            },
            None => {
                let address = self.constant_address(i);
                self.asm.mov_ri(t, address);
                self.asm.alu_rm(Alu::Cmp, Width::Qword, x, Mem::at(t, 0));
            }
        }
    }
}
