//! Which registers are live where: the analysis that registers, safepoint maps and dead code stand on.
//!
//! One walk from the end of a procedure to its start, since jumps go forward except for `loop-back`. With loops
//! there are two: the first, without back edges, finds what each loop's header needs; a loop needs that for its
//! whole length, and what the loops around it need, too. After Boissinot and others, "A non-iterative data-flow algorithm for
//! computing liveness sets in strict SSA programs" (2011); variables of outer loops count as needed in inner ones,
//! which errs on the safe side.
//!
//! The result is a stream of deaths, from which a forward walk can keep the exact set of live registers, and the set
//! at each label.

use std::ops::Range;

use eyas_bytecode::{Op, Role};

use super::{Code, FlatProcedure, Ins, LowerErrorKind, Reg, WindowUse, window_use};

/// No position.
pub(super) const NEVER: u32 = u32::MAX;

/// All sets of one procedure together have at most this many members.
const MEMBERS_MAX: usize = 1 << 25;

/// A register's end at an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Death {
    pub(super) at: u32,
    pub(super) register: Reg,
    /// The instruction writes it and nothing reads that.
    pub(super) at_birth: bool,
}

/// What is known about a procedure's registers.
#[derive(Debug, Default)]
pub(super) struct Liveness {
    /// By ascending position.
    pub(super) deaths: Vec<Death>,
    /// The last position at which each register is live or written; [`NEVER`] if it is neither.
    pub(super) ends: Vec<u32>,
    /// How many instructions write each register.
    pub(super) definitions: Vec<u32>,
    /// The instruction that each window belongs to.
    pub(super) window_at: Vec<u32>,
    /// Instructions whose result nobody wants and that do nothing else.
    pub(super) dead: Vec<bool>,
    /// Live before the first instruction.
    pub(super) at_entry: Vec<Reg>,
    members: Vec<Reg>,
    at_label: Vec<Range<usize>>,
}

impl Liveness {
    /// The registers live at a label.
    pub(super) fn at_label(&self, label: u32) -> &[Reg] {
        &self.members[self.at_label[label as usize].clone()]
    }
}

/// A set with quick iteration: Briggs and Torczon's sparse set.
#[derive(Default)]
struct Set {
    members: Vec<Reg>,
    position: Vec<u32>,
}

impl Set {
    fn with_capacity(n: usize) -> Set {
        Set {
            members: Vec::new(),
            position: vec![NEVER; n],
        }
    }

    fn insert(&mut self, r: Reg) -> bool {
        let fresh = self.position[r.index()] == NEVER;
        if fresh {
            self.position[r.index()] = self.members.len() as u32;
            self.members.push(r);
        }
        fresh
    }

    fn remove(&mut self, r: Reg) -> bool {
        let at = self.position[r.index()];
        if at == NEVER {
            return false;
        }
        self.members.swap_remove(at as usize);
        if let Some(moved) = self.members.get(at as usize) {
            self.position[moved.index()] = at;
        }
        self.position[r.index()] = NEVER;
        true
    }

    fn clear(&mut self) {
        for r in self.members.drain(..) {
            self.position[r.index()] = NEVER;
        }
    }
}

/// Analyses a procedure.
pub(super) fn analyse(p: &FlatProcedure) -> Result<Liveness, LowerErrorKind> {
    let mut walk = Walk {
        p,
        live: Set::with_capacity(p.hints.len()),
        result: Liveness {
            ends: vec![NEVER; p.hints.len()],
            definitions: vec![0; p.hints.len()],
            window_at: vec![NEVER; p.windows as usize],
            dead: vec![false; p.code.len()],
            at_label: vec![0..0; p.labels as usize],
            ..Liveness::default()
        },
        loops: Vec::new(),
    };
    if p.code.iter().any(|ins| ins.op() == Some(Op::LoopBack)) {
        walk.run(false)?;
        walk.widen_loops()?;
    }
    walk.run(true)?;
    walk.result.deaths.reverse();
    walk.result.at_entry = std::mem::take(&mut walk.live.members);
    Ok(walk.result)
}

struct Walk<'a> {
    p: &'a FlatProcedure,
    live: Set,
    result: Liveness,
    /// What each label needs if it is a loop's header.
    loops: Vec<Vec<Reg>>,
}

impl Walk<'_> {
    fn run(&mut self, last: bool) -> Result<(), LowerErrorKind> {
        self.result.members.clear();
        self.live.clear();
        for i in (0..self.p.code.len()).rev() {
            self.step(i, last)?;
        }
        Ok(())
    }

    /// What a loop needs, for its header and everything in it.
    fn widen_loops(&mut self) -> Result<(), LowerErrorKind> {
        let p = self.p;
        let mut ends = vec![NEVER; p.labels as usize];
        for (i, ins) in p.code.iter().enumerate() {
            if ins.op() == Some(Op::LoopBack) {
                ends[ins.b as usize] = i as u32;
            }
        }
        self.loops = vec![Vec::new(); p.labels as usize];
        let mut open: Vec<u32> = Vec::new();
        let mut total = 0;
        let mut union = Set::with_capacity(p.hints.len());
        for (i, ins) in p.code.iter().enumerate() {
            if ins.code != Code::Label || ends[ins.a as usize] == NEVER {
                continue;
            }
            while open
                .last()
                .is_some_and(|&l| (ends[l as usize] as usize) < i)
            {
                open.pop();
            }
            for &r in self.result.at_label(ins.a) {
                union.insert(r);
            }
            if let Some(&outer) = open.last() {
                for &r in &self.loops[outer as usize] {
                    union.insert(r);
                }
            }
            total += union.members.len();
            if total > MEMBERS_MAX {
                return Err(LowerErrorKind::TooComplex);
            }
            self.loops[ins.a as usize] = union.members.clone();
            union.clear();
            open.push(ins.a);
        }
        Ok(())
    }

    fn add(&mut self, r: Reg, i: usize, last: bool) {
        if self.live.insert(r) && last {
            if self.result.ends[r.index()] == NEVER {
                self.result.ends[r.index()] = i as u32;
            }
            let death = Death {
                at: i as u32,
                register: r,
                at_birth: false,
            };
            self.result.deaths.push(death);
        }
    }

    fn add_label(&mut self, label: u32, i: usize, last: bool) {
        for at in self.result.at_label[label as usize].clone() {
            let r = self.result.members[at];
            self.add(r, i, last);
        }
    }

    fn step(&mut self, i: usize, last: bool) -> Result<(), LowerErrorKind> {
        let p = self.p;
        let ins: &Ins = &p.code[i];
        let op = match ins.code {
            Code::Open => return Ok(()),
            Code::Label => {
                let start = self.result.members.len();
                self.result.members.extend_from_slice(&self.live.members);
                if self.result.members.len() > MEMBERS_MAX {
                    return Err(LowerErrorKind::TooComplex);
                }
                self.result.at_label[ins.a as usize] = start..self.result.members.len();
                return Ok(());
            }
            Code::Op(op) => op,
        };
        let effects = op.effects();
        if effects.end {
            self.live.clear();
        }
        if last {
            let acts = effects.raise || effects.call || effects.jump || effects.end;
            if !acts && op.roles()[0] == Role::Out && self.live.position[ins.a as usize] == NEVER {
                self.result.dead[i] = true;
                return Ok(());
            }
            match window_use(op) {
                WindowUse::Call | WindowUse::Leave | WindowUse::Native => {
                    self.result.window_at[ins.b as usize] = i as u32;
                }
                _ => {}
            }
        }
        if op == Op::LoopBack {
            if let Some(needed) = self.loops.get_mut(ins.b as usize).map(std::mem::take) {
                for &r in &needed {
                    self.add(r, i, last);
                }
                self.loops[ins.b as usize] = needed;
            }
        } else if let Some(label) = ins.target() {
            self.add_label(label.0, i, last);
        } else if op.roles()[2] == Role::Table {
            let mut previous = NEVER;
            for &label in &p.lists[ins.list()] {
                if label != previous {
                    self.add_label(label, i, last);
                }
                previous = label;
            }
        }
        let (live, result) = (&mut self.live, &mut self.result);
        p.for_each_definition(ins, |r| {
            let was_live = live.remove(r);
            if last {
                result.definitions[r.index()] += 1;
                if !was_live {
                    // A register keeps its slot to its last write, wanted or not.
                    if result.ends[r.index()] == NEVER {
                        result.ends[r.index()] = i as u32;
                    }
                    let death = Death {
                        at: i as u32,
                        register: r,
                        at_birth: true,
                    };
                    result.deaths.push(death);
                }
            }
        });
        p.for_each_use(ins, |r| self.add(r, i, last));
        Ok(())
    }
}
