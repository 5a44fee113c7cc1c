//! `switch`: jump tables for dense numbers and characters, comparisons for the rest.
//!
//! Keys are sorted and cut into clusters that are dense enough for a table; a search tree of comparisons leads to
//! the clusters, so that sparse cases take logarithmic time. Other keys are compared one by one.

use eyas_bytecode::{Op, TypeTest};
use eyas_datum::datum::DatumKind;
use eyas_datum::number::Number;

use super::{Hint, Label, Lowerer, PlaceId, Reg, Want};
use crate::core::{ExprId, SwitchArm};
use crate::flat::{Code, Ins};

/// Fewer keys than this are compared one by one.
const TABLE_MIN: usize = 4;
/// A table has at least one key for this many entries.
const SPARSE_MAX: i64 = 4;
/// Entries of the largest table.
const TABLE_MAX: i64 = 32_768;

/// What the keys are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Char,
}

impl Lowerer<'_> {
    pub(super) fn switch(
        &mut self,
        subject: ExprId,
        arms: &[SwitchArm],
        default: ExprId,
        want: Want,
    ) {
        let subject = self.value(subject, Hint::NONE);
        let labels: Vec<Label> = arms.iter().map(|_| self.label()).collect();
        let otherwise = self.label();
        let number = |kind: &DatumKind| match kind {
            DatumKind::Number(Number::Fixnum(n)) if n.unsigned_abs() < 1 << 60 => {
                Some((Kind::Number, *n))
            }
            DatumKind::Char(c) => Some((Kind::Char, i64::from(u32::from(*c)))),
            _ => None,
        };
        for kind in [Kind::Number, Kind::Char] {
            let mut keys: Vec<(i64, Label)> = Vec::new();
            for (arm, &label) in arms.iter().zip(&labels) {
                for key in &arm.keys {
                    if let Some((k, n)) = number(key.kind())
                        && k == kind
                    {
                        keys.push((n, label));
                    }
                }
            }
            // The first arm with a key wins.
            keys.sort_by_key(|&(n, _)| n);
            keys.dedup_by_key(|&mut (n, _)| n);
            self.numbers(subject, kind, &keys);
        }
        for (arm, &label) in arms.iter().zip(&labels) {
            for key in &arm.keys {
                if number(key.kind()).is_some() {
                    continue;
                }
                let id = self.pool.datum(key);
                if super::prim::is_identity(key.kind()) {
                    self.emit(Op::BranchEqConst, subject.0, id.0, label.0);
                } else {
                    let r = self.fresh();
                    self.constant_into(r, id);
                    self.emit(Op::BranchEqv, subject.0, r.0, label.0);
                }
            }
        }
        self.jump(otherwise);
        let join = self.label();
        for (arm, &label) in arms.iter().zip(&labels) {
            self.bind(label);
            self.lower(arm.body, want);
            if self.goes_on(want) {
                self.jump(join);
            }
        }
        self.bind(otherwise);
        self.lower(default, want);
        self.bind(join);
    }

    /// Branches for sorted keys of one kind; goes on if none is the subject.
    fn numbers(&mut self, subject: Reg, kind: Kind, keys: &[(i64, Label)]) {
        if keys.len() < TABLE_MIN {
            return self.one_by_one(subject, kind, keys);
        }
        let mut clusters: Vec<(usize, usize)> = Vec::new();
        for i in 0..keys.len() {
            match clusters.last_mut() {
                Some((start, end)) => {
                    let width = keys[i].0 - keys[*start].0 + 1;
                    let count = (i - *start + 1) as i64;
                    if width <= count * SPARSE_MAX && width <= TABLE_MAX {
                        *end = i + 1;
                    } else {
                        clusters.push((i, i + 1));
                    }
                }
                None => clusters.push((0, 1)),
            }
        }
        let done = self.label();
        let test = match kind {
            Kind::Number => TypeTest::Fixnum,
            Kind::Char => TypeTest::Char,
        };
        if clusters.len() > 1 {
            // The comparisons of the search raise on anything else.
            self.require(subject, test, done);
        }
        let mut pending = vec![(0, clusters.len(), None)];
        while let Some((from, to, label)) = pending.pop() {
            if let Some(label) = label {
                self.bind(label);
            }
            if to - from == 1 {
                let (start, end) = clusters[from];
                self.cluster(subject, kind, &keys[start..end]);
                self.jump(done);
                continue;
            }
            let middle = from + (to - from) / 2;
            let upper = self.label();
            let pivot = keys[clusters[middle].0].0;
            self.not_less(subject, kind, pivot, upper);
            pending.push((middle, to, Some(upper)));
            pending.push((from, middle, None));
        }
        self.bind(done);
    }

    fn not_less(&mut self, subject: Reg, kind: Kind, pivot: i64, to: Label) {
        match (kind, i16::try_from(pivot)) {
            (Kind::Number, Ok(i)) => {
                self.emit(Op::BranchNotLessInt, subject.0, i32::from(i) as u32, to.0);
            }
            _ => {
                let r = self.key_register(kind, pivot);
                let op = match kind {
                    Kind::Number => Op::BranchNotLess,
                    Kind::Char => Op::BranchNotCharLess,
                };
                self.emit(op, subject.0, r.0, to.0);
            }
        }
    }

    fn key(&mut self, kind: Kind, n: i64) -> eyas_bytecode::ConstId {
        match (kind, u32::try_from(n).ok().and_then(char::from_u32)) {
            (Kind::Char, Some(c)) => self.pool.char(c),
            _ => self.pool.fixnum(n),
        }
    }

    fn key_register(&mut self, kind: Kind, n: i64) -> Reg {
        let id = self.key(kind, n);
        let r = self.fresh();
        self.constant_into(r, id);
        r
    }

    fn one_by_one(&mut self, subject: Reg, kind: Kind, keys: &[(i64, Label)]) {
        for &(n, label) in keys {
            let id = self.key(kind, n);
            self.emit(Op::BranchEqConst, subject.0, id.0, label.0);
        }
    }

    fn cluster(&mut self, subject: Reg, kind: Kind, keys: &[(i64, Label)]) {
        let (first, last) = match keys {
            [(first, _), .., (last, _)] if keys.len() >= TABLE_MIN => (*first, *last),
            _ => return self.one_by_one(subject, kind, keys),
        };
        // A table counts from a 16-bit number.
        let Ok(base) = i16::try_from(first) else {
            return self.halving(subject, kind, keys);
        };
        let missing = self.label();
        let mut list = vec![missing.0; (last - first + 1) as usize];
        for &(n, label) in keys {
            list[(n - first) as usize] = label.0;
        }
        let op = match kind {
            Kind::Number => Op::Switch,
            Kind::Char => Op::SwitchChar,
        };
        self.emit_list(
            op,
            [subject.0, i32::from(base) as u32, 0],
            &list,
            PlaceId::NONE,
        );
        self.push(Ins::new(Code::Label, missing.0, 0, 0));
    }

    /// Keys too large for a table's base: a search tree.
    fn halving(&mut self, subject: Reg, kind: Kind, keys: &[(i64, Label)]) {
        let done = self.label();
        let test = match kind {
            Kind::Number => TypeTest::Fixnum,
            Kind::Char => TypeTest::Char,
        };
        if keys.len() > TABLE_MIN {
            self.require(subject, test, done);
        }
        let mut pending = vec![(keys, None)];
        while let Some((keys, label)) = pending.pop() {
            if let Some(label) = label {
                self.bind(label);
            }
            if keys.len() <= TABLE_MIN {
                self.one_by_one(subject, kind, keys);
                self.jump(done);
                continue;
            }
            let (lower, upper) = keys.split_at(keys.len() / 2);
            let label = self.label();
            self.not_less(subject, kind, upper[0].0, label);
            pending.push((upper, Some(label)));
            pending.push((lower, None));
        }
        self.bind(done);
    }
}
