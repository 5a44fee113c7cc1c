//! `equal?` (R7RS 6.1) on data of any depth, circular data included.
//!
//! After Adams & Dybvig, "Efficient nondestructive equality checking for trees and graphs" (ICFP 2008): compare as
//! if there were no cycles for a while; only when that takes long, remember what is being compared with what in a
//! union-find, so that a cycle is met as an equality already assumed. The stack is explicit.

use std::collections::HashMap;

use eyas_heap::object::eqv;
use eyas_heap::{Mutator, Value};

/// Comparisons before the union-find starts.
const PLAIN_STEPS: usize = 100_000;

/// What is left to compare: a pair of values, or the elements of two vectors from an index.
enum Work {
    Values(Value, Value),
    Vectors(Value, Value, usize),
}

/// True if `a` and `b` have the same structure and `eqv?` leaves.
pub(crate) fn equal(m: &Mutator, a: Value, b: Value) -> bool {
    // The common cases need no stack.
    if a == b {
        return true;
    }
    if !a.is_pointer() || !b.is_pointer() {
        return eqv(a, b);
    }
    let mut comparison = Comparison {
        m,
        work: Vec::new(),
        steps: 0,
        classes: Classes::default(),
    };
    comparison.run(a, b)
}

struct Comparison<'a> {
    m: &'a Mutator,
    work: Vec<Work>,
    steps: usize,
    classes: Classes,
}

impl Comparison<'_> {
    fn run(&mut self, a: Value, b: Value) -> bool {
        self.work.push(Work::Values(a, b));
        while let Some(work) = self.work.pop() {
            let same = match work {
                Work::Values(a, b) => self.values(a, b),
                Work::Vectors(a, b, i) => self.elements(a, b, i),
            };
            if !same {
                return false;
            }
        }
        true
    }

    /// Compares along the cdrs without the stack; cars that are compound wait on it.
    fn values(&mut self, mut a: Value, mut b: Value) -> bool {
        loop {
            if a == b {
                return true;
            }
            self.steps += 1;
            if let (Some(p), Some(q)) = (a.as_pair(), b.as_pair()) {
                if self.steps > PLAIN_STEPS && self.classes.join(a, b) {
                    return true;
                }
                let (x, y) = (p.car(), q.car());
                if x != y {
                    if x.is_pointer() && y.is_pointer() {
                        self.work.push(Work::Values(x, y));
                    } else if !eqv(x, y) {
                        return false;
                    }
                }
                a = p.cdr();
                b = q.cdr();
                continue;
            }
            if let (Some(v), Some(w)) = (a.as_vector(), b.as_vector()) {
                if v.len() != w.len() {
                    return false;
                }
                if self.steps > PLAIN_STEPS && self.classes.join(a, b) {
                    return true;
                }
                self.work.push(Work::Vectors(a, b, 0));
                return true;
            }
            if let (Some(s), Some(t)) = (a.as_string(), b.as_string()) {
                return s.equals(t);
            }
            if let (Some(s), Some(t)) = (a.as_bytevector(), b.as_bytevector()) {
                return s.equals(t);
            }
            return eqv(a, b);
        }
    }

    /// One element, after which the rest goes back on the stack.
    fn elements(&mut self, a: Value, b: Value, i: usize) -> bool {
        let (Some(v), Some(w)) = (a.as_vector(), b.as_vector()) else {
            return false;
        };
        let (xs, ys) = (v.as_slice(self.m), w.as_slice(self.m));
        for i in i..xs.len() {
            let (x, y) = (xs[i], ys[i]);
            if x == y {
                continue;
            }
            if x.is_pointer() && y.is_pointer() {
                self.work.push(Work::Vectors(a, b, i + 1));
                self.work.push(Work::Values(x, y));
                return true;
            }
            if !eqv(x, y) {
                return false;
            }
        }
        true
    }
}

/// Union-find over objects: two in one class are taken to be equal.
#[derive(Default)]
struct Classes {
    number: HashMap<u64, usize>,
    parent: Vec<usize>,
}

impl Classes {
    fn find(&mut self, v: Value) -> usize {
        let fresh = self.parent.len();
        let mut i = *self.number.entry(v.bits()).or_insert(fresh);
        if i == fresh {
            self.parent.push(fresh);
            return fresh;
        }
        while self.parent[i] != i {
            self.parent[i] = self.parent[self.parent[i]];
            i = self.parent[i];
        }
        i
    }

    /// Puts both into one class; true if they were already.
    fn join(&mut self, a: Value, b: Value) -> bool {
        let (i, j) = (self.find(a), self.find(b));
        if i == j {
            return true;
        }
        self.parent[j] = i;
        false
    }
}
