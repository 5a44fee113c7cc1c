//! Weak tables: entries that vanish when their key, their value, or one of both dies.
//!
//! | [`Weakness`] | an entry's cell | the entry goes when | otherwise held |
//! |---|---|---|---|
//! | `Keys` | ephemeron: key → value | the key dies | the value, by the key |
//! | `Values` | ephemeron: value → key | the value dies | the key, by the value |
//! | `Both` | ephemeron: key → weak pair of the value | either dies | |
//!
//! So a value that refers to its own key (or a key to its value) keeps nothing alive, as users of ephemerons expect
//! (Hayes, 1997), and as SRFI 125 allows for plain weak tables, too.

use super::layout::KEY;
use super::{Entry, Table};
use crate::mutator::Mutator;
use crate::object::{Ephemeron, WeakPair};
use crate::value::Value;

/// What a table holds weakly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weakness {
    /// Nothing: an ordinary table.
    None,
    /// An entry is there as long as its key lives otherwise.
    Keys,
    /// An entry is there as long as its value lives otherwise.
    Values,
    /// An entry is there as long as key and value live otherwise.
    Both,
}

const BROKEN: &str = "an entry whose key was just found lives";

impl Weakness {
    const ALL: [Weakness; 4] = [
        Weakness::None,
        Weakness::Keys,
        Weakness::Values,
        Weakness::Both,
    ];

    /// By its number: 0 nothing, 1 keys, 2 values, 3 both.
    pub fn from_number(number: usize) -> Option<Weakness> {
        Weakness::ALL.get(number).copied()
    }

    /// What a table has in its slot for it.
    pub const fn word(self) -> Value {
        Value::fixnum(self as i64)
    }

    /// Bytes of the cell of an entry.
    pub(super) fn cell_size(self) -> usize {
        match self {
            Weakness::None => 0,
            Weakness::Keys | Weakness::Values => Ephemeron::SIZE,
            Weakness::Both => Ephemeron::SIZE + WeakPair::SIZE,
        }
    }

    /// A fresh cell, within a reservation.
    pub(super) fn alloc_cell(self, m: &mut Mutator, key: Value, v: Value) -> Value {
        match self {
            Weakness::None => unreachable!("the table is weak"),
            Weakness::Keys => Ephemeron::alloc(m, key, v),
            Weakness::Values => Ephemeron::alloc(m, v, key),
            Weakness::Both => {
                let weak = WeakPair::alloc(m, v, Value::NIL);
                Ephemeron::alloc(m, key, weak)
            }
        }
    }

    /// The key in a cell, unless the entry died.
    pub(super) fn key(self, cell: Value) -> Option<Value> {
        let cell = cell.as_ephemeron()?;
        match self {
            Weakness::None => None,
            Weakness::Keys => cell.key(),
            Weakness::Values => cell.datum(),
            Weakness::Both => {
                cell.datum()?.as_weak_pair()?.car()?;
                cell.key()
            }
        }
    }

    /// The value in a cell whose key is there.
    pub(super) fn value(self, cell: Value) -> Value {
        let cell = cell.as_ephemeron();
        let value = cell.and_then(|cell| match self {
            Weakness::None => None,
            Weakness::Keys => cell.datum(),
            Weakness::Values => cell.key(),
            Weakness::Both => cell.datum()?.as_weak_pair()?.car(),
        });
        value.expect(BROKEN)
    }

    /// Changes the value in a cell whose key is there.
    pub(super) fn set_value(self, m: &mut Mutator, cell: Value, v: Value) {
        let cell = cell.as_ephemeron().expect(BROKEN);
        match self {
            Weakness::None => unreachable!("the table is weak"),
            Weakness::Keys => cell.set_datum(m, v),
            Weakness::Values => cell.set_key(m, v),
            Weakness::Both => {
                let weak = cell.datum().and_then(Value::as_weak_pair);
                weak.expect(BROKEN).set_car(m, v);
            }
        }
    }
}

impl Table {
    /// What the table holds weakly.
    #[inline]
    pub fn weakness(self) -> Weakness {
        Weakness::ALL[self.weakness_word().fixnum_value() as usize]
    }

    /// True if the table holds anything weakly.
    #[inline(always)]
    pub fn is_weak(self) -> bool {
        self.weakness_word() != Value::fixnum(0)
    }

    /// Removes the entries that died, so that [`Table::len`] counts the others. Needs no reservation.
    pub fn prune(self, m: &mut Mutator) {
        if !self.is_weak() {
            return;
        }
        let Some(parts) = self.parts() else { return };
        for e in (0..self.used()).rev().map(Entry) {
            if parts.word(e, KEY) != Value::ABSENT && self.live_key(parts, e).is_none() {
                self.remove_entry(m, e);
            }
        }
    }
}
