//! The constant pool: data as a flat table, equal atoms once.
//!
//! Symbols, numbers, characters and strings are shared by value; lists and vectors by identity, so that a literal
//! that inlining has copied stays one object for `eq?`. Nothing recurses on the depth of a datum: a node gets its
//! index first and its parts are filled in from a worklist, which is also how datum labels tie cycles.

use std::collections::HashMap;

use eyas_bytecode::{ConstId, Constant, Prim, ProcId};
use eyas_datum::datum::{Datum, DatumKind};
use eyas_datum::number::{IBig, Number};
use eyas_datum::source::Span;
use eyas_datum::symbol::{Symbol, Symbols};

use crate::core::Special;

/// How many literals read from one place are compared before giving up on sharing.
const SHARE_SEARCH: usize = 8;

#[derive(PartialEq, Eq, Hash)]
enum Key {
    Bool(bool),
    Nil,
    Eof,
    Unspecified,
    Absent,
    Unbound,
    Char(char),
    Number(Number),
    Symbol(Symbol),
    Name(Box<str>),
    String(Box<str>),
    Template(ProcId),
    Closure(ProcId),
    Primitive(Prim),
}

/// Collects the constants of a program.
pub(super) struct Pool<'a> {
    symbols: &'a Symbols,
    constants: Vec<Constant>,
    atoms: HashMap<Key, ConstId>,
    compounds: HashMap<Span, Vec<(Datum, ConstId)>>,
}

impl<'a> Pool<'a> {
    pub(super) fn new(symbols: &'a Symbols) -> Pool<'a> {
        Pool {
            symbols,
            constants: Vec::new(),
            atoms: HashMap::new(),
            compounds: HashMap::new(),
        }
    }

    pub(super) fn into_constants(self) -> Vec<Constant> {
        self.constants
    }

    pub(super) fn get(&self, id: ConstId) -> &Constant {
        &self.constants[id.0 as usize]
    }

    /// Adds a constant that is not shared.
    pub(super) fn add(&mut self, constant: Constant) -> ConstId {
        let id = ConstId(self.constants.len() as u32);
        self.constants.push(constant);
        id
    }

    fn intern(&mut self, key: Key, make: impl FnOnce() -> Constant) -> ConstId {
        let next = ConstId(self.constants.len() as u32);
        let id = *self.atoms.entry(key).or_insert(next);
        if id == next {
            self.constants.push(make());
        }
        id
    }

    pub(super) fn bool(&mut self, value: bool) -> ConstId {
        self.intern(Key::Bool(value), || Constant::Bool(value))
    }

    pub(super) fn nil(&mut self) -> ConstId {
        self.intern(Key::Nil, || Constant::Nil)
    }

    pub(super) fn special(&mut self, special: Special) -> ConstId {
        match special {
            Special::Unspecified => self.intern(Key::Unspecified, || Constant::Unspecified),
            Special::Eof => self.intern(Key::Eof, || Constant::Eof),
            Special::Absent => self.intern(Key::Absent, || Constant::Absent),
            Special::Unbound => self.intern(Key::Unbound, || Constant::Unbound),
        }
    }

    /// A symbol that is not in the table of symbols: a variable's name.
    pub(super) fn name(&mut self, name: &str) -> ConstId {
        self.intern(Key::Name(name.into()), || Constant::Symbol(name.into()))
    }

    pub(super) fn template(&mut self, id: ProcId) -> ConstId {
        self.intern(Key::Template(id), || Constant::Template(id))
    }

    pub(super) fn closure(&mut self, id: ProcId) -> ConstId {
        self.intern(Key::Closure(id), || Constant::Closure(id))
    }

    pub(super) fn primitive(&mut self, prim: Prim) -> ConstId {
        self.intern(Key::Primitive(prim), || Constant::Primitive(prim))
    }

    pub(super) fn char(&mut self, c: char) -> ConstId {
        self.intern(Key::Char(c), || Constant::Char(c))
    }

    /// An integer of machine size.
    pub(super) fn fixnum(&mut self, n: i64) -> ConstId {
        self.number(&Number::Fixnum(n))
    }

    fn number(&mut self, number: &Number) -> ConstId {
        if let Some(&id) = self.atoms.get(&Key::Number(number.clone())) {
            return id;
        }
        let constant = match number {
            Number::Fixnum(n) => Constant::Fixnum(*n),
            Number::Big(n) => Constant::Big {
                negative: *n < IBig::ZERO,
                magnitude: n.clone().into_parts().1.to_le_bytes(),
            },
            Number::Flonum(x) => Constant::Flonum(x.to_bits()),
            Number::Ratio(parts) => {
                let numerator = self.number(&Number::integer(parts.0.clone()));
                let denominator = self.number(&Number::integer(parts.1.clone()));
                Constant::Ratio(numerator, denominator)
            }
            // The parts are real, so this nests once.
            Number::Complex(parts) => {
                let real = self.number(&parts.0);
                let imaginary = self.number(&parts.1);
                Constant::Complex(real, imaginary)
            }
        };
        self.intern(Key::Number(number.clone()), || constant)
    }

    /// A datum without parts; nothing for others.
    fn atom(&mut self, datum: &Datum) -> Option<ConstId> {
        Some(match datum.kind() {
            DatumKind::Bool(b) => self.bool(*b),
            DatumKind::Char(c) => self.intern(Key::Char(*c), || Constant::Char(*c)),
            DatumKind::Number(n) => self.number(n),
            DatumKind::Symbol(s) => {
                let symbols = self.symbols;
                self.intern(Key::Symbol(*s), || {
                    Constant::Symbol(symbols.name(*s).into())
                })
            }
            DatumKind::String(s) => {
                self.intern(Key::String(s.clone()), || Constant::String(s.clone()))
            }
            DatumKind::List { items, tail: None } if items.is_empty() => self.nil(),
            _ => return None,
        })
    }

    /// Any datum.
    pub(super) fn datum(&mut self, datum: &Datum) -> ConstId {
        if let Some(id) = self.atom(datum) {
            return id;
        }
        let known = self.compounds.entry(datum.span()).or_default();
        let recent = known.iter().rev().take(SHARE_SEARCH);
        if let Some((_, id)) = recent.into_iter().find(|(d, _)| d.same_node(datum)) {
            return *id;
        }
        let mut filler = Filler {
            pool: self,
            labels: HashMap::new(),
            pending: Vec::new(),
        };
        let id = filler.reserve(datum);
        while let Some((datum, id)) = filler.pending.pop() {
            filler.fill(&datum, id);
        }
        self.compounds
            .entry(datum.span())
            .or_default()
            .push((datum.clone(), id));
        id
    }
}

/// Fills in the parts of one compound datum.
struct Filler<'p, 'a> {
    pool: &'p mut Pool<'a>,
    labels: HashMap<u32, ConstId>,
    pending: Vec<(Datum, ConstId)>,
}

impl Filler<'_, '_> {
    /// The index that a part will have.
    fn reserve(&mut self, datum: &Datum) -> ConstId {
        if let Some(id) = self.pool.atom(datum) {
            return id;
        }
        match datum.kind() {
            DatumKind::Label(..) => self.reserve_labelled(datum),
            DatumKind::LabelRef(n) => match self.labels.get(n) {
                Some(&id) => id,
                None => {
                    let id = self.pool.add(Constant::Nil);
                    self.labels.insert(*n, id);
                    id
                }
            },
            _ => {
                let id = self.pool.add(Constant::Nil);
                self.pending.push((datum.clone(), id));
                id
            }
        }
    }

    /// A datum behind one or more labels, any of which may have been referred to already.
    fn reserve_labelled(&mut self, datum: &Datum) -> ConstId {
        let mut numbers = Vec::new();
        let mut inner = datum;
        while let DatumKind::Label(n, next) = inner.kind() {
            numbers.push(*n);
            inner = next;
        }
        let known = numbers.iter().find_map(|n| self.labels.get(n).copied());
        let id = match (inner.kind(), known) {
            (DatumKind::LabelRef(_), _) => self.reserve(inner),
            (_, Some(id)) => id,
            (_, None) => self.pool.add(Constant::Nil),
        };
        self.pending.push((inner.clone(), id));
        for n in numbers {
            if let Some(other) = self.labels.insert(n, id).filter(|&other| other != id) {
                self.pending.push((inner.clone(), other));
            }
        }
        id
    }

    fn fill(&mut self, datum: &Datum, id: ConstId) {
        let constant = match datum.kind() {
            DatumKind::Vector(items) => {
                Constant::Vector(items.iter().map(|d| self.reserve(d)).collect())
            }
            DatumKind::List { items, tail } => {
                let items: Box<[ConstId]> = items.iter().map(|d| self.reserve(d)).collect();
                let tail = match tail {
                    Some(tail) => self.reserve(tail),
                    None => self.pool.nil(),
                };
                match items[..] {
                    [item] => Constant::Pair(item, tail),
                    _ => Constant::List(items, tail),
                }
            }
            DatumKind::Bytevector(bytes) => Constant::Bytevector(bytes.clone()),
            DatumKind::LabelRef(_) => return,
            // A label on an atom.
            _ => match self.pool.atom(datum) {
                Some(atom) => self.pool.get(atom).clone(),
                None => Constant::Nil,
            },
        };
        self.pool.constants[id.0 as usize] = constant;
    }
}
