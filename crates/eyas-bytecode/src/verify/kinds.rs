//! What kind of thing a register or a captured value is, where the machine does not look.
//!
//! The machine reads cells and the closures of known calls without a test. So the walk of a procedure (`flow.rs`)
//! knows of each register whether it holds a cell, a closure of a certain template, or a captured value of the running
//! closure. What the last one is depends on who makes the closure, which may be code that is walked later. So the walk
//! only collects what is demanded of captured values and what is put there, and [`Captures::solve`] compares the two
//! when all procedures are done.
//!
//! Templates that run with each other's closures (clauses of a `case-lambda`, procedures of one `fix` that share a
//! closure) become one *class*, whose captured values are demanded and given together: Tarjan's union-find, over
//! templates and over their captured values. A value that is passed on from closure to closure is an edge along which
//! a demand travels, once, so the whole is nearly linear.

use super::flow::Budget;
use crate::unit::{Arity, ProcId, Unit};

/// What a register holds, if the verifier needs to know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// The cell of an assigned variable.
    Cell,
    /// A closure of this template, or of one of its class.
    Closure(ProcId),
    /// What the running procedure captured as this number.
    Captured(u32),
}

/// What a procedure relies on a captured value to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    Cell,
    Closure(ProcId),
}

/// What a procedure does with captured values, its own and those of closures that it makes.
#[derive(Clone, Copy)]
pub(super) enum Use {
    /// It relies on its captured value of this number.
    Demand(u32, Demand),
    /// It runs the first with a closure of the second.
    Same(ProcId, ProcId),
    /// It puts a value of this kind into a closure of this template.
    Capture(ProcId, u32, Option<Kind>),
}

impl Use {
    /// A register that holds this is used as a cell.
    pub(super) fn as_cell(kind: Option<Kind>) -> Result<Option<Use>, &'static str> {
        match kind {
            Some(Kind::Cell) => Ok(None),
            Some(Kind::Captured(i)) => Ok(Some(Use::Demand(i, Demand::Cell))),
            _ => Err("a register that may hold no cell is used as one"),
        }
    }

    /// A register that holds this is used as a closure of `p`, which captures something.
    pub(super) fn as_closure(kind: Option<Kind>, p: ProcId) -> Result<Option<Use>, &'static str> {
        match kind {
            Some(Kind::Closure(other)) if other == p => Ok(None),
            Some(Kind::Closure(other)) => Ok(Some(Use::Same(p, other))),
            Some(Kind::Captured(i)) => Ok(Some(Use::Demand(i, Demand::Closure(p)))),
            _ => Err("a known call may run with another closure than its own"),
        }
    }
}

/// One way in which a captured value comes about.
#[derive(Clone, Copy)]
enum Source {
    Cell,
    Closure(ProcId),
    /// Another captured value, passed on.
    Node(u32),
}

/// Ends a list of sources.
const NONE: u32 = u32::MAX;

/// A captured value of a template; or of a class of templates, if it is its own parent.
#[derive(Clone, Copy)]
struct Node {
    parent: u32,
    demand: Option<Demand>,
    /// Something is put there that may be anything.
    is_any: bool,
    /// First and last of its sources.
    first: u32,
    last: u32,
}

/// A failed comparison: the procedure whose captured value it is, and what is wrong.
pub(super) type Mismatch = (ProcId, &'static str);

/// What is known of the captured values of a unit's procedures.
pub(super) struct Captures<'a> {
    unit: &'a Unit,
    /// The first node of each procedure.
    first_node: Vec<u32>,
    nodes: Vec<Node>,
    /// Sources, each with the next of its list.
    sources: Vec<(Source, u32)>,
    /// The template that stands for the class of each, by way of others.
    class: Vec<u32>,
    /// Demands to be made.
    pending: Vec<(u32, Demand)>,
    /// Templates that must be one class.
    same: Vec<(ProcId, ProcId)>,
}

impl<'a> Captures<'a> {
    /// Nothing is known yet but that clauses run with the closure of their `case-lambda`.
    pub(super) fn new(unit: &'a Unit) -> Result<Captures<'a>, &'static str> {
        /// Who shares a closure declares its captured values without naming them, so code does not bound them.
        const PLENTY: usize = 1 << 22;
        let words: usize = unit.procedures.iter().map(|p| p.code.len()).sum();
        let mut first_node = Vec::with_capacity(unit.procedures.len());
        let mut count = 0_usize;
        for p in &unit.procedures {
            first_node.push(count as u32);
            count += p.captures as usize;
            if count > PLENTY + 64 * words || count >= NONE as usize {
                return Err("too many captured values");
            }
        }
        let mut same = Vec::new();
        for (i, p) in unit.procedures.iter().enumerate() {
            if let Arity::Cases(clauses) = &p.arity {
                same.extend(clauses.iter().map(|&clause| (ProcId(i as u32), clause)));
            }
        }
        let node = |parent| Node {
            parent,
            demand: None,
            is_any: false,
            first: NONE,
            last: NONE,
        };
        Ok(Captures {
            unit,
            first_node,
            nodes: (0..count as u32).map(node).collect(),
            sources: Vec::new(),
            class: (0..unit.procedures.len() as u32).collect(),
            pending: Vec::new(),
            same,
        })
    }

    fn captures(&self, p: ProcId) -> u32 {
        self.unit.procedures[p.0 as usize].captures
    }

    fn node(&self, p: ProcId, index: u32) -> u32 {
        debug_assert!(index < self.captures(p));
        self.first_node[p.0 as usize] + index
    }

    /// Notes what procedure `here` does.
    pub(super) fn note(&mut self, here: ProcId, it: Use) {
        let (p, index, kind) = match it {
            Use::Demand(i, demand) => return self.pending.push((self.node(here, i), demand)),
            Use::Same(a, b) => return self.same.push((a, b)),
            Use::Capture(p, index, kind) => (p, index, kind),
        };
        let at = self.node(p, index);
        let source = match kind {
            None => {
                self.nodes[at as usize].is_any = true;
                return;
            }
            Some(Kind::Cell) => Source::Cell,
            Some(Kind::Closure(template)) => Source::Closure(template),
            Some(Kind::Captured(i)) => Source::Node(self.node(here, i)),
        };
        let added = self.sources.len() as u32;
        let node = &mut self.nodes[at as usize];
        self.sources.push((source, node.first));
        node.first = added;
        if node.last == NONE {
            node.last = added;
        }
    }

    /// Compares what is demanded with what is given, when all is known.
    pub(super) fn solve(mut self, budget: &mut Budget) -> Result<(), Mismatch> {
        loop {
            if let Some((a, b)) = self.same.pop() {
                self.unite(a, b, budget)?;
            } else if let Some((node, demand)) = self.pending.pop() {
                self.demand(node, demand)?;
            } else {
                return Ok(());
            }
        }
    }

    fn demand(&mut self, node: u32, demand: Demand) -> Result<(), Mismatch> {
        let node = self.representative(node);
        match (self.nodes[node as usize].demand, demand) {
            (None, _) => {
                self.nodes[node as usize].demand = Some(demand);
                self.pass_on(node, demand)
            }
            (Some(Demand::Cell), Demand::Cell) => Ok(()),
            (Some(Demand::Closure(a)), Demand::Closure(b)) => {
                self.same.push((a, b));
                Ok(())
            }
            _ => Err(self.mismatch(node)),
        }
    }

    /// Demands of all sources of a node what is demanded of the node.
    fn pass_on(&mut self, node: u32, demand: Demand) -> Result<(), Mismatch> {
        let Node { is_any, first, .. } = self.nodes[node as usize];
        if is_any {
            return Err(self.mismatch(node));
        }
        let mut next = first;
        while next != NONE {
            let (source, after) = self.sources[next as usize];
            match (source, demand) {
                (Source::Cell, Demand::Cell) => {}
                (Source::Closure(a), Demand::Closure(b)) => self.same.push((a, b)),
                (Source::Node(other), demand) => self.pending.push((other, demand)),
                _ => return Err(self.mismatch(node)),
            }
            next = after;
        }
        Ok(())
    }

    /// Makes two templates one class: either may run with closures of the other.
    fn unite(&mut self, a: ProcId, b: ProcId, budget: &mut Budget) -> Result<(), Mismatch> {
        let (a, b) = (self.class_of(a), self.class_of(b));
        if a == b {
            return Ok(());
        }
        if self.captures(a) != self.captures(b) {
            return Err((a, "a known call may run with another closure than its own"));
        }
        self.class[b.0 as usize] = a.0;
        let count = self.captures(a);
        budget
            .spend(count as usize)
            .map_err(|message| (a, message))?;
        for i in 0..count {
            self.merge(self.node(a, i), self.node(b, i))?;
        }
        Ok(())
    }

    fn merge(&mut self, a: u32, b: u32) -> Result<(), Mismatch> {
        let (a, b) = (self.representative(a), self.representative(b));
        if a == b {
            return Ok(());
        }
        match (self.nodes[a as usize].demand, self.nodes[b as usize].demand) {
            (None, None) => {}
            (Some(demand), None) => self.pass_on(b, demand)?,
            (None, Some(demand)) => self.pass_on(a, demand)?,
            (Some(_), Some(demand)) => self.pending.push((a, demand)),
        }
        let from = self.nodes[b as usize];
        self.nodes[b as usize].parent = a;
        let into = &mut self.nodes[a as usize];
        into.demand = into.demand.or(from.demand);
        into.is_any |= from.is_any;
        if from.first != NONE {
            if into.last == NONE {
                into.first = from.first;
            } else {
                self.sources[into.last as usize].1 = from.first;
            }
            into.last = from.last;
        }
        Ok(())
    }

    fn class_of(&mut self, p: ProcId) -> ProcId {
        let mut at = p.0 as usize;
        while self.class[at] as usize != at {
            let above = self.class[self.class[at] as usize];
            self.class[at] = above;
            at = above as usize;
        }
        ProcId(at as u32)
    }

    fn representative(&mut self, node: u32) -> u32 {
        let mut at = node;
        while self.nodes[at as usize].parent != at {
            let above = self.nodes[self.nodes[at as usize].parent as usize].parent;
            self.nodes[at as usize].parent = above;
            at = above;
        }
        at
    }

    fn mismatch(&self, node: u32) -> Mismatch {
        // The last procedure whose nodes begin there: those before it have none.
        let after = self.first_node.partition_point(|&first| first <= node);
        let owner = ProcId(after.saturating_sub(1) as u32);
        (
            owner,
            "a captured value may not be what the procedure takes it for",
        )
    }
}
