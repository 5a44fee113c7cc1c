//! Virtual registers → slots of the frame.
//!
//! One forward walk that keeps the exact set of live registers, after Poletto and Sarkar, "Linear scan register
//! allocation" (1999), with holes: a register with one definition can share its slot with whatever is not live while
//! it is. Registers that several places write (joins, loop variables) keep theirs from the first write to the last use.
//!
//! What matters is where calls put things. When a window opens, its base is chosen just above what lives across the
//! call (and at the place where the result is wanted, if that is possible); operands are then computed straight into
//! it, since their registers carry the window as a hint. Hints are only wishes: whatever stands elsewhere is moved
//! by the call, and the base is checked again when the call comes, so correctness hangs on the live set alone.
//!
//! Slot 0 holds the closure, slots 1 … the parameters.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use eyas_bytecode::{LiveMap, MapId, Op};

use super::liveness::{Liveness, NEVER};
use super::{Code, FlatProcedure, Ins, LowerErrorKind, Reg, WindowUse, window_use};

/// The most arguments of a call, and parameters of a procedure.
pub(super) const ARGUMENTS_MAX: u32 = 65_000;
/// The most slots of a frame.
const FRAME_MAX: u32 = 65_535;
/// Words of all live maps of a unit together.
const MAP_WORDS_MAX: usize = 1 << 24;
/// How far above its lowest possible place a window may be for its result to be where it is wanted. Bounds the frames
/// of deeply nested calls, `(f (f (f …)))`, each of which wants its result one slot further up.
const REACH: u32 = 64;
/// No slot.
const NOWHERE: u32 = u32::MAX;

/// What the walk decides about one instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Site {
    /// The instruction.
    pub(super) at: u32,
    /// First slot of its window.
    pub(super) base: u32,
    /// Live into it, if it may collect.
    pub(super) before: Option<MapId>,
    /// Live after it, its result excepted, if it is a call.
    pub(super) after: MapId,
}

/// Where everything stands.
#[derive(Debug, Default)]
pub(super) struct Allocation {
    /// The slot of each register.
    pub(super) slots: Vec<u32>,
    /// By ascending instruction: those with windows and those that may collect.
    pub(super) sites: Vec<Site>,
    /// Instructions to leave out: dead or out of reach.
    pub(super) skipped: Vec<bool>,
    /// Slots of the frame.
    pub(super) frame_size: u32,
}

/// Live maps, each once.
#[derive(Debug, Default)]
pub(super) struct Maps {
    maps: Vec<LiveMap>,
    ids: HashMap<Box<[u64]>, MapId>,
    words: usize,
}

impl Maps {
    pub(super) fn into_maps(self) -> Vec<LiveMap> {
        self.maps
    }

    fn intern(&mut self, words: &[u64]) -> MapId {
        let len = words.iter().rposition(|&w| w != 0).map_or(0, |at| at + 1);
        let words = &words[..len];
        if let Some(&id) = self.ids.get(words) {
            return id;
        }
        let id = MapId(self.maps.len() as u32);
        self.words += len;
        self.maps.push(LiveMap(words.into()));
        self.ids.insert(words.into(), id);
        id
    }
}

/// A set of slots.
#[derive(Default)]
struct Slots(Vec<u64>);

impl Slots {
    fn insert(&mut self, s: u32) {
        let at = (s / 64) as usize;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= 1 << (s % 64);
    }

    fn remove(&mut self, s: u32) {
        if let Some(word) = self.0.get_mut((s / 64) as usize) {
            *word &= !(1 << (s % 64));
        }
    }

    fn contains(&self, s: u32) -> bool {
        self.0
            .get((s / 64) as usize)
            .is_some_and(|w| w >> (s % 64) & 1 == 1)
    }

    fn clear(&mut self) {
        self.0.fill(0);
    }

    fn highest(&self) -> Option<u32> {
        let at = self.0.iter().rposition(|&w| w != 0)?;
        Some(at as u32 * 64 + 63 - self.0[at].leading_zeros())
    }

    /// The highest member that is good; most are, so this looks at few.
    fn highest_where(&self, good: impl Fn(u32) -> bool) -> Option<u32> {
        for (at, &word) in self.0.iter().enumerate().rev() {
            let mut rest = word;
            while rest != 0 {
                let bit = 63 - rest.leading_zeros();
                let slot = at as u32 * 64 + bit;
                if good(slot) {
                    return Some(slot);
                }
                rest &= !(1 << bit);
            }
        }
        None
    }
}

/// Assigns slots.
pub(super) fn allocate(
    p: &FlatProcedure,
    liveness: &Liveness,
    maps: &mut Maps,
) -> Result<Allocation, LowerErrorKind> {
    let walk = Walk {
        p,
        liveness,
        maps,
        slots: vec![NOWHERE; p.hints.len()],
        bases: vec![NOWHERE; p.windows as usize],
        live: Slots::default(),
        reserved: Slots::default(),
        expiry: BinaryHeap::new(),
        slot_ends: Vec::new(),
        frame_size: p.parameters() + 1,
        scratch: Vec::new(),
    };
    walk.run()
}

struct Walk<'a> {
    p: &'a FlatProcedure,
    liveness: &'a Liveness,
    maps: &'a mut Maps,
    slots: Vec<u32>,
    bases: Vec<u32>,
    /// Slots of the registers that are live.
    live: Slots,
    /// Slots of registers with several definitions, from the first to the last use.
    reserved: Slots,
    expiry: BinaryHeap<Reverse<(u32, u32)>>,
    /// For each slot the last position at which a register it was given to is live, holes included.
    slot_ends: Vec<u32>,
    frame_size: u32,
    scratch: Vec<u64>,
}

impl Walk<'_> {
    fn run(mut self) -> Result<Allocation, LowerErrorKind> {
        let p = self.p;
        let liveness = self.liveness;
        // The closure and the parameters arrive in their slots, used or not.
        for r in 0..=p.parameters() {
            self.slots[r as usize] = r;
            let end = liveness.ends[r as usize];
            self.note_end(r, if end == NEVER { 0 } else { end });
        }
        let mut skipped = liveness.dead.clone();
        let mut sites = Vec::new();
        let mut reached = vec![false; p.labels as usize];
        let mut reachable = true;
        let mut deaths = liveness.deaths.as_slice();
        // Parameters that nothing reads have no death; those that are read are live from the start.
        for r in 0..=p.parameters() {
            if liveness.ends[r as usize] != NEVER && liveness.definitions[r as usize] == 0 {
                self.live.insert(r);
            }
        }
        for (i, ins) in p.code.iter().enumerate() {
            let count = deaths.iter().take_while(|d| d.at as usize == i).count();
            let (here, rest) = deaths.split_at(count);
            deaths = rest;
            if ins.code == Code::Label {
                reachable |= reached[ins.a as usize];
            }
            skipped[i] |= !reachable;
            if skipped[i] {
                continue;
            }
            self.expire(i as u32);
            let op = match ins.code {
                Code::Label => {
                    self.live.clear();
                    for r in liveness.at_label(ins.a) {
                        let slot = self.slots[r.index()];
                        debug_assert!(slot != NOWHERE, "%{} is live but never written", r.0);
                        if slot != NOWHERE {
                            self.live.insert(slot);
                        }
                    }
                    continue;
                }
                Code::Open => {
                    self.open(ins, i as u32);
                    continue;
                }
                Code::Op(op) => op,
            };
            if let Some(label) = ins.target() {
                reached[label.index()] = true;
            }
            if op.roles()[2] == eyas_bytecode::Role::Table {
                p.lists[ins.list()]
                    .iter()
                    .for_each(|&l| reached[l as usize] = true);
            }
            let effects = op.effects();
            let mut site = Site {
                at: i as u32,
                base: 0,
                before: None,
                after: MapId(0),
            };
            let uses = window_use(op);
            if effects.gc
                && matches!(
                    uses,
                    WindowUse::None | WindowUse::Receive | WindowUse::Received
                )
            {
                site.before = Some(self.maps.intern(&self.live.0));
            }
            for death in here.iter().filter(|d| !d.at_birth) {
                self.live.remove(self.slots[death.register.index()]);
            }
            match uses {
                WindowUse::None => {}
                WindowUse::Receive | WindowUse::Received => {
                    site.base = self.bases[ins.window().index()];
                    self.frame_size = self.frame_size.max(site.base + ins.len + 1);
                }
                WindowUse::Call | WindowUse::Leave | WindowUse::Native => {
                    site.base = self.settle(op, ins);
                    site.before = Some(self.map_with_operands(ins, site.base));
                }
            }
            if effects.call {
                site.after = self.maps.intern(&self.live.0);
            }
            if uses != WindowUse::None || effects.gc {
                sites.push(site);
            }
            self.define(op, ins, i as u32, site.base);
            for death in here.iter().filter(|d| d.at_birth) {
                self.live.remove(self.slots[death.register.index()]);
            }
            reachable = !effects.end;
            if self.frame_size > FRAME_MAX {
                return Err(LowerErrorKind::TooManyVariables);
            }
            if self.maps.words > MAP_WORDS_MAX {
                return Err(LowerErrorKind::TooComplex);
            }
        }
        Ok(Allocation {
            slots: self.slots,
            sites,
            skipped,
            frame_size: self.frame_size,
        })
    }

    fn note_end(&mut self, slot: u32, end: u32) {
        let at = slot as usize;
        if at >= self.slot_ends.len() {
            self.slot_ends.resize(at + 1, 0);
        }
        self.slot_ends[at] = self.slot_ends[at].max(end);
    }

    fn expire(&mut self, i: u32) {
        while let Some(&Reverse((end, slot))) = self.expiry.peek()
            && end < i
        {
            self.expiry.pop();
            self.reserved.remove(slot);
        }
    }

    fn is_busy(&self, slot: u32) -> bool {
        self.live.contains(slot) || self.reserved.contains(slot)
    }

    /// The highest slot with something that is live after instruction `at`, as far as can be told now.
    fn highest_across(&self, at: u32) -> Option<u32> {
        let end = |s: u32| self.slot_ends.get(s as usize).copied().unwrap_or(0);
        let live = self.live.highest_where(|s| end(s) > at);
        live.max(self.reserved.highest())
    }

    /// Where the result of a window's call is wanted.
    fn wanted(&self, r: u32) -> Option<u32> {
        if r == Reg::NONE.0 {
            return None;
        }
        let slot = self.slots[r as usize];
        if slot != NOWHERE {
            return Some(slot);
        }
        let hint = self.p.hints[r as usize];
        let base = *self.bases.get(hint.window.index())?;
        (base != NOWHERE).then(|| base + hint.index)
    }

    /// Chooses where a window will be.
    fn open(&mut self, open: &Ins, _at: u32) {
        let window = open.a as usize;
        let at = self.liveness.window_at[window];
        let Some(ins) = self.p.code.get(at as usize) else {
            return;
        };
        let Some(op) = ins.op() else { return };
        let wanted = self.wanted(ins.a);
        let across = self.highest_across(at);
        let busy = self.live.highest().max(self.reserved.highest());
        self.bases[window] = match window_use(op) {
            WindowUse::Call => {
                let least = across.map_or(2, |s| s + 2).max(2);
                wanted
                    .filter(|&w| (least..least + REACH).contains(&w))
                    .unwrap_or(least)
            }
            WindowUse::Native => {
                let count = ins.len.max(1);
                let reach = busy.unwrap_or(0) + REACH;
                let fits = |w: u32| w > 0 && w < reach && (w..w + count).all(|s| !self.is_busy(s));
                match wanted.filter(|&w| fits(w)) {
                    Some(w) => w,
                    None if count == 1 => self.lowest_free(false, 0),
                    None => busy.map_or(1, |s| s + 1),
                }
            }
            _ if op == Op::ReturnValues || open.b == 1 => busy.map_or(1, |s| s + 1),
            _ => 0,
        };
    }

    /// The final base of a window, now that its operands are computed and what lives on is known.
    fn settle(&mut self, op: Op, ins: &Ins) -> u32 {
        let list = &self.p.lists[ins.list()];
        let count = ins.len;
        let slot = |r: u32| {
            if r == Reg::NONE.0 {
                NOWHERE
            } else {
                self.slots[r as usize]
            }
        };
        let in_place = |base: u32| {
            list.iter()
                .enumerate()
                .filter(|&(k, &r)| slot(r) == base + k as u32)
                .count()
        };
        let chosen = self.bases[ins.b as usize];
        let chosen = if chosen == NOWHERE { 0 } else { chosen };
        let base = match window_use(op) {
            WindowUse::Call => {
                let least = self.live.highest().map_or(2, |s| s + 2).max(2);
                chosen.max(least)
            }
            WindowUse::Native => {
                let free = |base: u32| {
                    base > 0 && (base..base + count.max(1)).all(|s| !self.live.contains(s))
                };
                // Operands that happen to stand side by side need no moves.
                let first = list.first().map_or(NOWHERE, |&r| slot(r));
                if first != NOWHERE
                    && first != chosen
                    && in_place(first) == count as usize
                    && free(first)
                {
                    first
                } else if free(chosen) {
                    chosen
                } else {
                    self.live.highest().map_or(1, |s| s + 1)
                }
            }
            _ if op == Op::ReturnValues => {
                let first = list.first().map_or(NOWHERE, |&r| slot(r));
                if first != NOWHERE && in_place(first) > in_place(chosen.max(1)) {
                    first
                } else {
                    chosen.max(1)
                }
            }
            // The machine moves a tail call's operands down to slot 0: none are moved if they are there.
            _ if in_place(0) >= in_place(chosen) => 0,
            _ => chosen,
        };
        self.bases[ins.b as usize] = base;
        self.frame_size = self.frame_size.max(base + count.max(1));
        base
    }

    /// What is live into a window's instruction once its operands have been moved.
    fn map_with_operands(&mut self, ins: &Ins, base: u32) -> MapId {
        self.scratch.clone_from(&self.live.0);
        for (k, &r) in self.p.lists[ins.list()].iter().enumerate() {
            if r != Reg::NONE.0 {
                let s = base + k as u32;
                let at = (s / 64) as usize;
                if at >= self.scratch.len() {
                    self.scratch.resize(at + 1, 0);
                }
                self.scratch[at] |= 1 << (s % 64);
            }
        }
        self.maps.intern(&self.scratch)
    }

    fn define(&mut self, op: Op, ins: &Ins, i: u32, base: u32) {
        let p = self.p;
        match window_use(op) {
            WindowUse::Call | WindowUse::Native if ins.a != Reg::NONE.0 => {
                self.place(Reg(ins.a), base, i);
            }
            WindowUse::Received if ins.c != Reg::NONE.0 => self.place(Reg(ins.c), base, i),
            WindowUse::Receive => {
                for (k, &r) in p.lists[ins.list()].iter().enumerate() {
                    self.place(Reg(r), base + k as u32, i);
                }
            }
            WindowUse::None if op == Op::Move => {
                self.place(Reg(ins.a), self.slots[ins.b as usize], i);
            }
            _ => p.for_each_definition(ins, |r| self.place(r, NOWHERE, i)),
        }
    }

    /// Gives a register that is written now a slot, if it has none; `near` saves a move.
    fn place(&mut self, r: Reg, near: u32, i: u32) {
        let at = r.index();
        if self.slots[at] == NOWHERE {
            let end = match self.liveness.ends[at] {
                NEVER => i,
                end => end.max(i),
            };
            let several = self.liveness.definitions[at] > 1;
            let hint = self.p.hints[at];
            let hinted = match self.bases.get(hint.window.index()) {
                Some(&base) if base != NOWHERE => base + hint.index,
                _ => NOWHERE,
            };
            let fits = |s: u32| s != NOWHERE && s > 0 && self.is_free(s, several, i);
            // Slot 0 takes the callee of a tail call once the closure there is no longer needed.
            let callee = hinted == 0 && hint.index == 0 && !several && !self.is_busy(0);
            let slot = if callee || fits(hinted) {
                hinted
            } else if fits(near) {
                near
            } else {
                self.lowest_free(several, i)
            };
            self.slots[at] = slot;
            self.note_end(slot, end);
            self.frame_size = self.frame_size.max(slot + 1);
            if several {
                self.reserved.insert(slot);
                self.expiry.push(Reverse((end, slot)));
            }
        }
        debug_assert!(
            !self.live.contains(self.slots[at]),
            "%{} overwrites a live register",
            r.0
        );
        self.live.insert(self.slots[at]);
    }

    /// True if nothing is in the slot now and, for a register written in several places, nothing comes back to it.
    fn is_free(&self, slot: u32, several: bool, i: u32) -> bool {
        !self.is_busy(slot)
            && (!several
                || self
                    .slot_ends
                    .get(slot as usize)
                    .is_none_or(|&end| end <= i))
    }

    fn lowest_free(&self, several: bool, i: u32) -> u32 {
        let words = self.live.0.len().max(self.reserved.0.len());
        for at in 0..words {
            let word = |s: &Slots| s.0.get(at).copied().unwrap_or(0);
            let mut free = !(word(&self.live) | word(&self.reserved));
            while free != 0 {
                let slot = at as u32 * 64 + free.trailing_zeros();
                if slot > 0 && self.is_free(slot, several, i) {
                    return slot;
                }
                free &= free - 1;
            }
        }
        let mut slot = (words as u32 * 64).max(1);
        while !self.is_free(slot, several, i) {
            slot += 1;
        }
        slot
    }
}
