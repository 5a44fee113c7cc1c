//! Follows the flow: what is read has been written, is of the kind that the machine takes it for, and is in the map
//! where a collection may move it.
//!
//! The state is the set of registers that hold something, and of some of them the [`Kind`]. States meet by
//! intersection. An operation that may collect leaves only what its map says (and its result), a call likewise, so a
//! map that forgets a register makes reading it an error here and not a stale pointer later. A loop's head keeps what
//! every map of its back edges keeps, known before the body is walked. Of kinds it keeps all; should a back edge not
//! bring one, the procedure is walked again without, which is rare and paid from the budget.
//!
//! A closure may be made before what it captures, and patched: until something happens that could call it, what it
//! captured at first does not count.

use std::collections::{HashMap, HashSet};

use super::Fault;
use super::kinds::{Captures, Kind, Use};
use super::procedure::{INSIDE, Shape, parameters, window_slots};
use crate::ops::{Op, Role};
use crate::unit::{Constant, LiveMap, ProcId, Procedure, ReturnPoint, Unit};
use crate::word::{Placed, unpack_list, unpack_table};

/// Limits the work on sets, which a hostile unit could make quadratic.
pub(super) struct Budget(u64);

impl Budget {
    /// Plenty for what the compiler makes, in words of sets.
    pub(super) fn for_unit(unit: &Unit) -> Budget {
        let words: usize = unit.procedures.iter().map(|p| p.code.len()).sum();
        Budget((1 << 28) + 64 * words as u64)
    }

    pub(super) fn spend(&mut self, words: usize) -> Result<(), &'static str> {
        self.0 = self
            .0
            .checked_sub(words as u64)
            .ok_or("procedure too complex")?;
        Ok(())
    }
}

/// Which registers hold something, and what.
#[derive(Clone, PartialEq)]
struct State {
    words: Box<[u64]>,
    /// By register, for those of which something is known. All are in the set.
    kinds: Vec<(u32, Kind)>,
}

impl State {
    fn contains(&self, r: u32) -> bool {
        self.words
            .get((r / 64) as usize)
            .is_some_and(|w| w >> (r % 64) & 1 == 1)
    }

    fn kind(&self, r: u32) -> Option<Kind> {
        let at = self.kinds.binary_search_by_key(&r, |(r, _)| *r).ok()?;
        Some(self.kinds[at].1)
    }

    fn write(&mut self, r: u32, kind: Option<Kind>) {
        if let Some(word) = self.words.get_mut((r / 64) as usize) {
            *word |= 1 << (r % 64);
        }
        match (self.kinds.binary_search_by_key(&r, |(r, _)| *r), kind) {
            (Ok(at), Some(kind)) => self.kinds[at].1 = kind,
            (Ok(at), None) => {
                self.kinds.remove(at);
            }
            (Err(at), Some(kind)) => self.kinds.insert(at, (r, kind)),
            (Err(_), None) => {}
        }
    }

    fn forget(&mut self, r: u32) {
        self.write(r, None);
        if let Some(word) = self.words.get_mut((r / 64) as usize) {
            *word &= !(1 << (r % 64));
        }
    }

    fn meet(&mut self, other: &State) {
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a &= b;
        }
        self.kinds.retain(|&(r, kind)| other.kind(r) == Some(kind));
    }

    fn keep(&mut self, map: &LiveMap) {
        for (i, word) in self.words.iter_mut().enumerate() {
            *word &= map.0.get(i).copied().unwrap_or(0);
        }
        self.kinds.retain(|&(r, _)| map.contains(r));
    }

    fn includes(&self, map: &LiveMap) -> bool {
        map.0
            .iter()
            .enumerate()
            .all(|(i, w)| w & !self.words.get(i).copied().unwrap_or(0) == 0)
    }

    /// What copying it costs.
    fn size(&self) -> usize {
        self.words.len() + 2 * self.kinds.len() + 1
    }
}

/// Where a loop begins.
#[derive(Default)]
struct Head<'a> {
    /// The maps of its back edges.
    maps: Vec<&'a LiveMap>,
    /// What the body is walked with.
    kinds: Vec<(u32, Kind)>,
}

struct Walk<'a> {
    unit: &'a Unit,
    p: &'a Procedure,
    id: ProcId,
    budget: &'a mut Budget,
    /// What is done with captured values.
    uses: Vec<Use>,
    /// `None` where control cannot come.
    state: Option<State>,
    /// States of jumps to instructions still to come.
    pending: HashMap<usize, State>,
    heads: HashMap<usize, Head<'a>>,
    /// Registers of which nothing is known at a loop's head, since the loop comes back with something else.
    changing: &'a HashSet<(usize, u32)>,
    /// More of them.
    changed: Vec<(usize, u32)>,
    /// What closures captured of which nothing is known, while they may still be patched: the closure's register,
    /// its template, the number of the captured value.
    unpatched: Vec<(u32, ProcId, u32)>,
    /// The window of the call before, if that is the instruction before.
    window: Option<u32>,
}

pub(super) fn check(
    unit: &Unit,
    id: ProcId,
    shape: &Shape<'_>,
    captures: &mut Captures<'_>,
    budget: &mut Budget,
) -> Result<(), Fault> {
    let mut changing = HashSet::new();
    loop {
        let (uses, changed) = walk(unit, id, shape, &changing, budget)?;
        if changed.is_empty() {
            uses.into_iter().for_each(|it| captures.note(id, it));
            return Ok(());
        }
        changing.extend(changed);
        budget
            .spend(16 * shape.instructions.len())
            .map_err(|message| (None, message))?;
    }
}

/// What a walk finds: what is done with captured values, and registers that change their kind in a loop.
type Found = (Vec<Use>, Vec<(usize, u32)>);

fn walk(
    unit: &Unit,
    id: ProcId,
    shape: &Shape<'_>,
    changing: &HashSet<(usize, u32)>,
    budget: &mut Budget,
) -> Result<Found, Fault> {
    let p = &unit.procedures[id.0 as usize];
    let words = (p.frame_size as usize).div_ceil(64);
    let mut entry = State {
        words: vec![0; words].into(),
        kinds: Vec::new(),
    };
    if p.captures > 0 {
        entry.write(0, Some(Kind::Closure(id)));
    }
    (1..=parameters(&p.arity).unwrap_or(0)).for_each(|r| entry.write(r, None));
    let mut walk = Walk {
        unit,
        p,
        id,
        budget,
        uses: Vec::new(),
        state: Some(entry),
        pending: HashMap::new(),
        heads: HashMap::new(),
        changing,
        changed: Vec::new(),
        unpatched: Vec::new(),
        window: None,
    };
    walk.find_heads(shape);
    let mut safepoints = p.safepoints.iter().peekable();
    let mut previous: Option<Op> = None;
    for placed in &shape.instructions {
        let op = placed.instruction.op;
        let fault = |message| (Some(placed.pc as u32), message);
        let map = safepoints
            .next_if(|s| s.pc as usize == placed.pc)
            .map(|s| &unit.live_maps[s.live.0 as usize]);
        let follows = match op {
            Op::OneValue => previous.is_some_and(|op| op.effects().call),
            Op::Receive | Op::CallReceived | Op::TailCallReceived => previous == Some(Op::OneValue),
            _ => true,
        };
        if !follows {
            return Err(fault("values are received where none come back"));
        }
        walk.step(placed, map).map_err(fault)?;
        previous = Some(op);
    }
    debug_assert!(shape.index.first() != Some(&INSIDE));
    Ok((walk.uses, walk.changed))
}

impl<'a> Walk<'a> {
    fn find_heads(&mut self, shape: &Shape<'_>) {
        let mut safepoints = self.p.safepoints.iter().peekable();
        for placed in &shape.instructions {
            let at = safepoints.next_if(|s| s.pc as usize == placed.pc);
            if placed.instruction.op == Op::LoopBack
                && let Some(s) = at
            {
                let target =
                    placed.next_pc() as i64 + i64::from(placed.instruction.word32() as i32);
                let map = &self.unit.live_maps[s.live.0 as usize];
                let head = self.heads.entry(target as usize).or_default();
                head.maps.push(map);
            }
        }
    }

    /// Control may go on at a later instruction in the current state.
    fn flow_to(&mut self, pc: usize) -> Result<(), &'static str> {
        let Some(state) = &self.state else {
            return Ok(());
        };
        self.budget.spend(state.size())?;
        match self.pending.get_mut(&pc) {
            Some(there) => there.meet(state),
            None => {
                self.pending.insert(pc, state.clone());
            }
        }
        Ok(())
    }

    fn read(&self, r: u32) -> Result<(), &'static str> {
        match &self.state {
            Some(state) if !state.contains(r) => Err("a register is read that may hold nothing"),
            _ => Ok(()),
        }
    }

    /// Begins a loop: what holds here holds whenever the loop comes back.
    fn enter_loop(&mut self, pc: usize) -> Result<(), &'static str> {
        let (Some(head), Some(state)) = (self.heads.get_mut(&pc), &mut self.state) else {
            return Ok(());
        };
        for map in &head.maps {
            self.budget.spend(state.size())?;
            state.keep(map);
        }
        state
            .kinds
            .retain(|&(r, _)| !self.changing.contains(&(pc, r)));
        head.kinds.clone_from(&state.kinds);
        Ok(())
    }

    /// Goes back to the beginning of a loop.
    fn repeat_loop(&mut self, target: usize) {
        if let (Some(head), Some(state)) = (self.heads.get(&target), &self.state) {
            let changed = head
                .kinds
                .iter()
                .filter(|&&(r, kind)| state.kind(r) != Some(kind));
            self.changed.extend(changed.map(|&(r, _)| (target, r)));
        }
    }

    fn kind(&self, r: impl Into<u32>) -> Option<Kind> {
        self.state.as_ref().and_then(|state| state.kind(r.into()))
    }

    /// The template that operand `b` names.
    fn template(&self, b: u16) -> Option<ProcId> {
        let id = self.p.constants.get(usize::from(b))?;
        match self.unit.constants.get(id.0 as usize) {
            Some(Constant::Template(id)) => Some(*id),
            _ => None,
        }
    }

    /// Checks the kinds of operands that the machine trusts; what kind the result is of.
    fn kinds(&mut self, placed: &Placed<'_>) -> Result<Option<Kind>, &'static str> {
        let i = placed.instruction;
        let may_call = !matches!(
            i.op,
            Op::Closure | Op::ClosurePatch | Op::Move | Op::Const | Op::Int | Op::FreeRef | Op::Nop
        );
        let written = (i.op.roles()[0] == Role::Out).then_some(u32::from(i.a));
        self.settle(|closure| may_call || written == Some(closure));
        match i.op {
            Op::Move => return Ok(self.kind(i.b)),
            Op::Cell => return Ok(Some(Kind::Cell)),
            Op::CellRef | Op::CellRefChecked => {
                let kind = self.kind(i.b);
                self.uses.extend(Use::as_cell(kind)?);
            }
            Op::CellSet => {
                let kind = self.kind(i.a);
                self.uses.extend(Use::as_cell(kind)?);
            }
            Op::FreeRef => {
                return match self.kind(0_u32) {
                    Some(Kind::Closure(own)) if own == self.id => {
                        Ok(Some(Kind::Captured(i.b.into())))
                    }
                    _ => Err("slot 0 no longer holds the closure"),
                };
            }
            Op::Closure => {
                let template = self.template(i.b).ok_or("a constant of the wrong kind")?;
                for (index, r) in (0..).zip(unpack_list(placed.data, i.c)) {
                    match self.kind(r) {
                        None => self.unpatched.push((i.a.into(), template, index)),
                        kind => self.uses.push(Use::Capture(template, index, kind)),
                    }
                }
                return Ok(Some(Kind::Closure(template)));
            }
            Op::ClosurePatch => {
                let Some(Kind::Closure(template)) = self.kind(i.a) else {
                    return Err("a register that may hold no closure is patched");
                };
                let index = u32::from(i.b);
                if index >= self.unit.procedures[template.0 as usize].captures {
                    return Err("no such captured value");
                }
                let patched = (u32::from(i.a), template, index);
                self.budget.spend(self.unpatched.len())?;
                self.unpatched.retain(|&open| open != patched);
                let kind = self.kind(i.c);
                self.uses.push(Use::Capture(template, index, kind));
            }
            Op::CallKnown | Op::TailCallKnown => {
                let template = self.template(i.b).ok_or("a constant of the wrong kind")?;
                if self.unit.procedures[template.0 as usize].captures > 0 {
                    let kind = self.kind(i.a);
                    self.uses.extend(Use::as_closure(kind, template)?);
                }
            }
            _ => {}
        }
        Ok(None)
    }

    /// What the closures in these registers captured is what they are going to have.
    fn settle(&mut self, is_settled: impl Fn(u32) -> bool) {
        let uses = &mut self.uses;
        self.unpatched.retain(|&(closure, template, index)| {
            let settled = is_settled(closure);
            if settled {
                uses.push(Use::Capture(template, index, None));
            }
            !settled
        });
    }

    fn step(&mut self, placed: &Placed<'_>, map: Option<&'a LiveMap>) -> Result<(), &'static str> {
        if let Some(there) = self.pending.remove(&placed.pc) {
            match &mut self.state {
                Some(state) => state.meet(&there),
                here => *here = Some(there),
            }
        }
        self.enter_loop(placed.pc)?;
        if self.state.is_none() {
            return Ok(());
        }
        let i = placed.instruction;
        let effects = i.op.effects();
        let roles = i.op.roles();
        let point = match roles[2] {
            Role::Return => self.p.returns.get(usize::from(i.c)),
            _ => None,
        };
        let mut reads: Vec<u32> = Vec::new();
        for (role, value) in roles.into_iter().zip([i.a, i.b, i.c]) {
            match role {
                Role::In => reads.push(u32::from(value)),
                Role::List => reads.extend(unpack_list(placed.data, value).map(u32::from)),
                _ => {}
            }
        }
        self.window_reads(placed, point, &mut reads);
        for &r in &reads {
            self.read(r)?;
        }
        let result = self.kinds(placed)?;
        if let (Some(map), Some(state)) = (map, &mut self.state) {
            self.budget.spend(state.size())?;
            if !state.includes(map) {
                return Err("a live map names a register that may hold nothing");
            }
            if reads.iter().any(|&r| !map.contains(r)) {
                return Err("a live map lacks an operand");
            }
            state.keep(map);
        }
        match roles {
            [_, Role::JumpWord, _] => {
                let target = (placed.next_pc() as i64 + i64::from(i.word32() as i32)) as usize;
                match i.op {
                    Op::LoopBack => self.repeat_loop(target),
                    _ => self.flow_to(target)?,
                }
            }
            [_, _, Role::Jump] => {
                self.flow_to((placed.next_pc() as i64 + i64::from(i.c as i16)) as usize)?;
            }
            [_, _, Role::Table] => {
                let mut targets: Vec<i32> = unpack_table(placed.data, i.c).collect();
                targets.sort_unstable();
                targets.dedup();
                for d in targets {
                    self.flow_to((placed.next_pc() as i64 + i64::from(d)) as usize)?;
                }
            }
            _ => {}
        }
        if effects.end {
            self.state = None;
            return Ok(());
        }
        let Some(state) = &mut self.state else {
            return Ok(());
        };
        self.budget.spend(state.kinds.len() / 16)?;
        if let Some(point) = point {
            let live = &self.unit.live_maps[point.live.0 as usize];
            if !state.includes(live) {
                return Err("a return point names a register that may hold nothing");
            }
            // The link stands below the window, and the callee's frame above it.
            if live.iter().last().is_some_and(|r| r + 1 >= point.window) {
                return Err("a return point names a register that the call overwrites");
            }
            state.keep(live);
            state.write(point.window, None);
        }
        let window = std::mem::replace(&mut self.window, point.map(|point| point.window));
        match i.op {
            // There may be none, and then the first slot of the window holds nothing.
            Op::OneValue => window.into_iter().for_each(|r| state.forget(r)),
            Op::Receive => {
                let count = u32::from(i.b) + u32::from(i.c);
                (0..count).for_each(|k| state.write(u32::from(i.a) + k, None));
            }
            Op::Native => state.write(u32::from(i.a), None),
            _ if roles[0] == Role::Out => state.write(u32::from(i.a), result),
            _ => {}
        }
        Ok(())
    }

    /// The operands in a window.
    fn window_reads(&self, placed: &Placed<'_>, point: Option<&ReturnPoint>, reads: &mut Vec<u32>) {
        let op = placed.instruction.op;
        if matches!(op, Op::Receive | Op::CallReceived | Op::TailCallReceived) {
            return;
        }
        let Some((first, count)) = window_slots(self.unit, self.p, placed, point) else {
            return;
        };
        // A callee that the instruction itself finds is in no slot; a known closure is if it captures anything.
        let skip = match op {
            Op::CallGlobal | Op::TailCallGlobal => true,
            Op::CallKnown | Op::TailCallKnown => self
                .template(placed.instruction.b)
                .is_some_and(|id| self.unit.procedures[id.0 as usize].captures == 0),
            _ => false,
        };
        reads.extend(first + u32::from(skip)..first + count);
    }
}
