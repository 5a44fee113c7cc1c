//! One procedure: constants numbered, instructions encoded, jumps patched, safepoints and places noted.

use eyas_bytecode::word::{pack_list, pack_table};
use eyas_bytecode::{
    Arity, ConstId, Instruction, Op, Place, Procedure, ReturnPoint, Role, Safepoint, UnitSpan,
};

use super::Files;
use super::moves::{Move, sequentialize};
use crate::flat::liveness;
use crate::flat::peephole::inverse;
use crate::flat::registers::{self, Allocation, Maps, Site};
use crate::flat::{Code, FlatProcedure, Ins, LowerErrorKind, PlaceId, Reg, WindowUse, window_use};

/// Where 16-bit operands end.
const SHORT_MAX: u32 = 65_535;
/// The procedure does not use the constant.
const UNUSED: u32 = u32::MAX;

/// State that is kept from procedure to procedure.
pub(super) struct Emitter {
    /// For each constant its index in the current procedure.
    index: Vec<u32>,
}

/// Where a jump must be patched once its target is known.
#[derive(Clone, Copy)]
enum Fixup {
    /// 32 bits in `b` and `c`.
    Word,
    /// 16 bits in `c`.
    Short,
    /// The upper or lower half of a table's word, counted from here.
    Table { upper: bool, from: u32 },
}

/// A procedure being written.
struct Writer<'e> {
    p: &'e FlatProcedure,
    allocation: &'e Allocation,
    index: &'e [u32],
    code: Vec<u64>,
    labels: Vec<u32>,
    fixups: Vec<(u32, Fixup, u32)>,
    returns: Vec<ReturnPoint>,
    safepoints: Vec<Safepoint>,
    places: Vec<(u32, PlaceId)>,
    /// Short branches jump over a jump.
    far: bool,
    scratch_used: bool,
}

impl Emitter {
    /// An emitter for procedures that use this many constants.
    pub(super) fn new(constants: usize) -> Emitter {
        Emitter {
            index: vec![UNUSED; constants],
        }
    }

    pub(super) fn procedure(
        &mut self,
        p: &FlatProcedure,
        maps: &mut Maps,
        files: &mut Files,
    ) -> Result<Procedure, LowerErrorKind> {
        let mut procedure = Procedure {
            name: p.name.clone(),
            arity: p.arity.clone(),
            captures: p.captures,
            span: files.span(p.span),
            ..Procedure::default()
        };
        if matches!(p.arity, Arity::Cases(_)) {
            return Ok(procedure);
        }
        let liveness = liveness::analyse(p)?;
        let allocation = registers::allocate(p, &liveness, maps)?;
        procedure.constants = self.number_constants(p, &allocation)?;
        let index = &self.index;
        let write = |far| -> Result<Option<Writer<'_>>, LowerErrorKind> {
            let mut writer = Writer {
                p,
                allocation: &allocation,
                index,
                code: Vec::with_capacity(p.code.len() + p.code.len() / 4),
                labels: vec![0; p.labels as usize],
                fixups: Vec::new(),
                returns: Vec::new(),
                safepoints: Vec::new(),
                places: Vec::new(),
                far,
                scratch_used: false,
            };
            writer.run()?;
            Ok(writer.patch().then_some(writer))
        };
        let writer = match write(false)? {
            Some(writer) => writer,
            None => write(true)?.ok_or(LowerErrorKind::TooComplex)?,
        };
        procedure.frame_size = allocation.frame_size + u32::from(writer.scratch_used);
        if procedure.frame_size > SHORT_MAX {
            return Err(LowerErrorKind::TooManyVariables);
        }
        procedure.code = writer.code;
        procedure.returns = writer.returns;
        procedure.safepoints = writer.safepoints;
        procedure.places = writer
            .places
            .iter()
            .map(|&(pc, id)| {
                let place = &p.places[id.index()];
                let arguments: Box<[UnitSpan]> =
                    place.arguments.iter().map(|&s| files.span(s)).collect();
                Place {
                    pc,
                    span: files.span(place.span),
                    arguments,
                    written: place.written,
                }
            })
            .collect();
        for &id in &procedure.constants {
            self.index[id.0 as usize] = UNUSED;
        }
        Ok(procedure)
    }

    /// Numbers the constants, those first that must fit 16 bits.
    fn number_constants(
        &mut self,
        p: &FlatProcedure,
        allocation: &Allocation,
    ) -> Result<Vec<ConstId>, LowerErrorKind> {
        let mut constants = Vec::new();
        for class in 0..3 {
            for (ins, _) in p
                .code
                .iter()
                .zip(&allocation.skipped)
                .filter(|(_, skip)| !**skip)
            {
                let Some(op) = ins.op() else { continue };
                let (id, wanted) = match (op, op.roles()) {
                    (Op::CallGlobal | Op::TailCallGlobal, _) => (ins.c, 1),
                    (Op::BranchEqConst | Op::BranchNotEqConst, _) => (ins.b, 1),
                    (Op::CallKnown | Op::TailCallKnown, _) => (ins.c, 0),
                    (_, [_, Role::Const, _]) => (ins.b, 0),
                    (_, [_, _, Role::Const]) => (ins.c, 0),
                    (_, [_, Role::ConstWord, _]) => (ins.b, 2),
                    _ => continue,
                };
                let index = &mut self.index[id as usize];
                if wanted == class && *index == UNUSED {
                    *index = constants.len() as u32;
                    constants.push(ConstId(id));
                }
            }
            if class == 1 && constants.len() as u32 > SHORT_MAX {
                return Err(LowerErrorKind::TooManyConstants);
            }
        }
        Ok(constants)
    }
}

impl Writer<'_> {
    fn run(&mut self) -> Result<(), LowerErrorKind> {
        let p = self.p;
        let mut sites = self.allocation.sites.iter().copied().peekable();
        for (i, ins) in p.code.iter().enumerate() {
            if self.allocation.skipped[i] {
                continue;
            }
            match ins.code {
                Code::Open => {}
                Code::Label => self.labels[ins.a as usize] = self.code.len() as u32,
                Code::Op(op) => {
                    let site = sites.next_if(|s| s.at as usize == i);
                    self.operation(i, op, ins, site)?;
                }
            }
        }
        Ok(())
    }

    fn slot(&self, r: u32) -> u16 {
        self.allocation.slots[r as usize] as u16
    }

    fn constant(&self, id: u32) -> u32 {
        self.index[id as usize]
    }

    fn push(&mut self, op: Op, a: u16, b: u16, c: u16) {
        self.code.push(Instruction::new(op, a, b, c).encode());
    }

    fn push_word(&mut self, op: Op, a: u16, word: u32) {
        self.code.push(Instruction::with_word(op, a, word).encode());
    }

    fn jump_word(&mut self, op: Op, a: u16, label: u32) {
        self.fixups
            .push((self.code.len() as u32, Fixup::Word, label));
        self.push(op, a, 0, 0);
    }

    fn moves(&mut self, moves: &[Move]) {
        let scratch = self.allocation.frame_size;
        for m in sequentialize(moves, scratch) {
            self.scratch_used |= m.to == scratch;
            self.push(Op::Move, m.to as u16, m.from as u16, 0);
        }
    }

    /// Notes where the next instruction came from, and what is live into it.
    fn note(&mut self, ins: &Ins, site: Option<Site>) {
        let pc = self.code.len() as u32;
        if ins.place != PlaceId::NONE {
            self.places.push((pc, ins.place));
        }
        if let Some(live) = site.and_then(|s| s.before) {
            self.safepoints.push(Safepoint { pc, live });
        }
    }

    fn operation(
        &mut self,
        i: usize,
        op: Op,
        ins: &Ins,
        site: Option<Site>,
    ) -> Result<(), LowerErrorKind> {
        match window_use(op) {
            WindowUse::None => {}
            _ => return self.windowed(i, op, ins, site),
        }
        if op == Op::Move {
            let (to, from) = (self.slot(ins.a), self.slot(ins.b));
            if to != from {
                self.push(op, to, from, 0);
            }
            return Ok(());
        }
        let [ra, rb, rc] = op.roles();
        let a = match ra {
            Role::Out | Role::In => self.slot(ins.a),
            _ => 0,
        };
        if rc == Role::Jump {
            let b = self.operand(rb, ins.b);
            self.note(ins, site);
            self.branch(op, a, b, ins.c);
            return Ok(());
        }
        self.note(ins, site);
        match (rb, rc) {
            (Role::JumpWord, _) => self.jump_word(op, a, ins.b),
            (Role::Word, _) => self.push_word(op, a, ins.b),
            (Role::ConstWord, _) => self.push_word(op, a, self.constant(ins.b)),
            (_, Role::List) => {
                let list: Vec<u16> = self.p.lists[ins.list()]
                    .iter()
                    .map(|&r| self.slot(r))
                    .collect();
                let b = self.operand(rb, ins.b);
                self.push(op, a, b, list.len() as u16);
                pack_list(&list, &mut self.code);
            }
            (_, Role::Table) => self.table(op, a, ins),
            _ => {
                let (b, c) = (self.operand(rb, ins.b), self.operand(rc, ins.c));
                self.push(op, a, b, c);
                if op.has_field_word() {
                    self.code.push(u64::from(ins.start));
                }
            }
        }
        Ok(())
    }

    fn operand(&self, role: Role, value: u32) -> u16 {
        match role {
            Role::In | Role::Out => self.slot(value),
            Role::Const => self.constant(value) as u16,
            Role::None => 0,
            _ => value as u16,
        }
    }

    fn branch(&mut self, op: Op, a: u16, b: u16, label: u32) {
        match inverse(op) {
            Some(opposite) if self.far => {
                self.push(opposite, a, b, 1);
                self.jump_word(Op::Jump, 0, label);
            }
            _ => {
                self.fixups
                    .push((self.code.len() as u32, Fixup::Short, label));
                self.push(op, a, b, 0);
            }
        }
    }

    fn table(&mut self, op: Op, a: u16, ins: &Ins) {
        let labels = &self.p.lists[ins.list()];
        self.push(op, a, ins.b as u16, labels.len() as u16);
        let start = self.code.len() as u32;
        let from = start + (labels.len() as u32).div_ceil(2);
        for (k, &label) in labels.iter().enumerate() {
            let fixup = Fixup::Table {
                upper: k % 2 == 1,
                from,
            };
            self.fixups.push((start + k as u32 / 2, fixup, label));
        }
        pack_table(&vec![0; labels.len()], &mut self.code);
    }

    fn windowed(
        &mut self,
        i: usize,
        op: Op,
        ins: &Ins,
        site: Option<Site>,
    ) -> Result<(), LowerErrorKind> {
        let Some(site) = site else {
            return Err(LowerErrorKind::NotConverted);
        };
        let base = site.base;
        let window = base as u16;
        let list = &self.p.lists[ins.list()];
        let slots = &self.allocation.slots;
        if op == Op::Receive {
            self.note(ins, Some(site));
            self.push(op, window, ins.b as u16, ins.c as u16);
            let moves: Vec<Move> = list
                .iter()
                .enumerate()
                .map(|(k, &r)| Move {
                    to: slots[r as usize],
                    from: base + k as u32,
                })
                .collect();
            self.moves(&moves);
            return Ok(());
        }
        let moves: Vec<Move> = list
            .iter()
            .enumerate()
            .filter(|(_, r)| **r != Reg::NONE.0)
            .map(|(k, &r)| Move {
                to: base + k as u32,
                from: slots[r as usize],
            })
            .collect();
        self.moves(&moves);
        let arguments = ins.len.saturating_sub(1);
        let count = arguments as u16;
        let constant = match op {
            Op::CallKnown | Op::TailCallKnown | Op::CallGlobal | Op::TailCallGlobal => {
                self.constant(ins.c)
            }
            _ => 0,
        };
        let short = constant as u16;
        let point = self.returns.len();
        if op.effects().call && point > SHORT_MAX as usize {
            return Err(LowerErrorKind::TooManyCalls);
        }
        self.note(ins, Some(site));
        let point = point as u16;
        match op {
            Op::Call | Op::Apply => self.push(op, window, count, point),
            Op::CallKnown | Op::CallGlobal => self.push(op, window, short, point),
            Op::CallCc | Op::CallOnce => self.push(op, window, 0, point),
            Op::TailCall | Op::TailApply => self.push(op, window, count, 0),
            Op::TailCallKnown => self.push(op, window, short, 0),
            Op::TailCallGlobal => self.push(op, window, short, count),
            Op::TailCallCc | Op::TailCallOnce => self.push(op, window, 0, 0),
            Op::ReturnValues => self.push(op, window, ins.len as u16, 0),
            Op::Native => self.push(op, window, ins.len as u16, ins.c as u16),
            Op::CallReceived => {
                let procedure = self.slot(ins.a);
                self.push(op, procedure, window, point);
            }
            Op::TailCallReceived => {
                let procedure = self.slot(ins.a);
                self.push(op, procedure, window, 0);
            }
            _ => return Err(LowerErrorKind::NotConverted),
        }
        if op.effects().call {
            let mut next = self.p.code[i + 1..]
                .iter()
                .zip(&self.allocation.skipped[i + 1..]);
            let next = next.find(|(_, skip)| !**skip).and_then(|(ins, _)| ins.op());
            self.returns.push(ReturnPoint {
                pc: self.code.len() as u32,
                window: base,
                arguments: if op == Op::CallReceived { 0 } else { arguments },
                live: site.after,
                takes_values: next == Some(Op::OneValue),
            });
        }
        let result = match op {
            Op::CallReceived => ins.c,
            Op::TailCallReceived => Reg::NONE.0,
            _ if op.effects().end => Reg::NONE.0,
            _ => ins.a,
        };
        if result != Reg::NONE.0 && slots[result as usize] != base {
            self.push(Op::Move, slots[result as usize] as u16, window, 0);
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// Fills in the jumps; false if one does not reach its target.
    fn patch(&mut self) -> bool {
        for &(at, fixup, label) in &self.fixups {
            let target = i64::from(self.labels[label as usize]);
            let word = &mut self.code[at as usize];
            match fixup {
                Fixup::Word => {
                    let distance = (target - i64::from(at) - 1) as i32;
                    *word |= u64::from(distance as u32) << 32;
                }
                Fixup::Short => match i16::try_from(target - i64::from(at) - 1) {
                    Ok(distance) => *word |= u64::from(distance as u16) << 48,
                    Err(_) => return false,
                },
                Fixup::Table { upper, from } => {
                    let distance = (target - i64::from(from)) as i32;
                    *word |= u64::from(distance as u32) << (32 * u32::from(upper));
                }
            }
        }
        true
    }
}
