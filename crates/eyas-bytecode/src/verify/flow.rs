//! Follows the flow: what is read has been written, and what a collection may move is in the map.
//!
//! The state is the set of registers that hold something, and whether slot 0 still holds the closure that the
//! procedure was called with. States meet by intersection. An operation that may collect leaves only what its map
//! says (and its result), a call likewise, so a map that forgets a register makes reading it an error here and not
//! a stale pointer later. A loop's head keeps what every map of its back edges keeps, known before the body is walked.

use std::collections::HashMap;

use super::Fault;
use super::procedure::{INSIDE, Shape, parameters, window_slots};
use crate::ops::{Op, Role};
use crate::unit::{LiveMap, Procedure, ReturnPoint, Unit};
use crate::word::{Placed, unpack_list, unpack_table};

/// Limits the work on sets, which a hostile unit could make quadratic.
pub(super) struct Budget(u64);

impl Budget {
    /// Plenty for what the compiler makes, in words of sets.
    pub(super) fn for_unit(unit: &Unit) -> Budget {
        let words: usize = unit.procedures.iter().map(|p| p.code.len()).sum();
        Budget((1 << 28) + 64 * words as u64)
    }

    fn spend(&mut self, words: usize) -> Result<(), &'static str> {
        self.0 = self
            .0
            .checked_sub(words as u64)
            .ok_or("procedure too complex")?;
        Ok(())
    }
}

/// Which registers hold something.
#[derive(Clone, PartialEq)]
struct State {
    words: Box<[u64]>,
    closure: bool,
}

impl State {
    fn contains(&self, r: u32) -> bool {
        self.words
            .get((r / 64) as usize)
            .is_some_and(|w| w >> (r % 64) & 1 == 1)
    }

    fn insert(&mut self, r: u32) {
        if let Some(word) = self.words.get_mut((r / 64) as usize) {
            *word |= 1 << (r % 64);
        }
    }

    fn write(&mut self, r: u32) {
        self.insert(r);
        self.closure &= r != 0;
    }

    fn meet(&mut self, other: &State) {
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a &= b;
        }
        self.closure &= other.closure;
    }

    fn keep(&mut self, map: &LiveMap) {
        for (i, word) in self.words.iter_mut().enumerate() {
            *word &= map.0.get(i).copied().unwrap_or(0);
        }
        self.closure &= map.contains(0);
    }

    fn includes(&self, map: &LiveMap) -> bool {
        map.0
            .iter()
            .enumerate()
            .all(|(i, w)| w & !self.words.get(i).copied().unwrap_or(0) == 0)
    }
}

struct Walk<'a> {
    unit: &'a Unit,
    p: &'a Procedure,
    budget: &'a mut Budget,
    /// `None` where control cannot come.
    state: Option<State>,
    /// States of jumps to instructions still to come.
    pending: HashMap<usize, State>,
    /// The maps of the back edges to each loop head.
    heads: HashMap<usize, Vec<&'a LiveMap>>,
}

pub(super) fn check(
    unit: &Unit,
    p: &Procedure,
    shape: &Shape<'_>,
    budget: &mut Budget,
) -> Result<(), Fault> {
    let words = (p.frame_size as usize).div_ceil(64);
    let mut entry = State {
        words: vec![0; words].into(),
        closure: p.captures > 0,
    };
    if p.captures > 0 {
        entry.insert(0);
    }
    (1..=parameters(&p.arity).unwrap_or(0)).for_each(|r| entry.insert(r));
    let mut walk = Walk {
        unit,
        p,
        budget,
        state: Some(entry),
        pending: HashMap::new(),
        heads: HashMap::new(),
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
    Ok(())
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
                self.heads.entry(target as usize).or_default().push(map);
            }
        }
    }

    /// Control may go on at a later instruction in the current state.
    fn flow_to(&mut self, pc: usize) -> Result<(), &'static str> {
        let Some(state) = &self.state else {
            return Ok(());
        };
        self.budget.spend(state.words.len() + 1)?;
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

    fn step(&mut self, placed: &Placed<'_>, map: Option<&'a LiveMap>) -> Result<(), &'static str> {
        if let Some(there) = self.pending.remove(&placed.pc) {
            match &mut self.state {
                Some(state) => state.meet(&there),
                here => *here = Some(there),
            }
        }
        if let (Some(maps), Some(state)) = (self.heads.get(&placed.pc), &mut self.state) {
            for map in maps {
                self.budget.spend(state.words.len())?;
                state.keep(map);
            }
        }
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
        if i.op == Op::FreeRef && self.state.as_ref().is_some_and(|s| !s.closure) {
            return Err("slot 0 no longer holds the closure");
        }
        if let (Some(map), Some(state)) = (map, &mut self.state) {
            self.budget.spend(state.words.len())?;
            if !state.includes(map) {
                return Err("a live map names a register that may hold nothing");
            }
            if reads.iter().any(|&r| !map.contains(r)) {
                return Err("a live map lacks an operand");
            }
            state.keep(map);
        }
        match roles {
            [_, Role::JumpWord, _] if i.op != Op::LoopBack => {
                self.flow_to((placed.next_pc() as i64 + i64::from(i.word32() as i32)) as usize)?;
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
            state.write(point.window);
        }
        match i.op {
            Op::Receive => {
                let count = u32::from(i.b) + u32::from(i.c);
                (0..count).for_each(|k| state.write(u32::from(i.a) + k));
            }
            Op::Native => state.write(u32::from(i.a)),
            _ if roles[0] == Role::Out => state.write(u32::from(i.a)),
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
            Op::CallKnown | Op::TailCallKnown => {
                let b = usize::from(placed.instruction.b);
                let constant = self
                    .p
                    .constants
                    .get(b)
                    .map(|id| &self.unit.constants[id.0 as usize]);
                match constant {
                    Some(crate::unit::Constant::Template(id)) => {
                        self.unit.procedures[id.0 as usize].captures == 0
                    }
                    _ => false,
                }
            }
            _ => false,
        };
        reads.extend(first + u32::from(skip)..first + count);
    }
}
