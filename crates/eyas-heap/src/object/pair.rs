//! Pairs: two words and no header, the most frequent object.
//!
//! List walks that must not hang on circular lists go through [`Pair::list_length`], which uses Brent's
//! cycle finding ("An improved Monte Carlo factorization algorithm", 1980) and no allocation.

use crate::mutator::Mutator;
use crate::object::ABSURD;
use crate::value::Value;

/// A value known to be a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Pair(Value);

/// How a chain of pairs ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ListEnd {
    /// In `()`: a list of this many elements.
    Proper(usize),
    /// In something else than a pair or `()`, after this many pairs.
    Dotted(usize, Value),
    /// Never.
    Circular,
}

impl Value {
    /// This value as a [`Pair`] if it is one.
    #[inline]
    pub fn as_pair(self) -> Option<Pair> {
        if self.is_pair() {
            Some(Pair(self))
        } else {
            None
        }
    }
}

impl From<Pair> for Value {
    #[inline]
    fn from(pair: Pair) -> Value {
        pair.0
    }
}

impl Pair {
    /// Bytes to reserve for a pair.
    pub const SIZE: usize = 16;

    /// Bytes to reserve for a list of `n` elements; saturates.
    #[inline]
    pub const fn size_for_list(n: usize) -> usize {
        if n > ABSURD / Pair::SIZE {
            ABSURD
        } else {
            n * Pair::SIZE
        }
    }

    /// A fresh pair, within a reservation.
    #[inline]
    pub fn alloc(m: &mut Mutator, car: Value, cdr: Value) -> Value {
        m.pair(car, cdr)
    }

    /// A fresh list of `items` that ends in `tail`, within a reservation of `size_for_list(items.len())`.
    pub fn alloc_list(m: &mut Mutator, items: &[Value], tail: Value) -> Value {
        items
            .iter()
            .rev()
            .fold(tail, |list, &item| m.pair(item, list))
    }

    /// The pair as a value.
    #[inline]
    pub const fn value(self) -> Value {
        self.0
    }

    /// First field.
    #[inline]
    pub fn car(self) -> Value {
        Mutator::car(self.0)
    }

    /// Second field.
    #[inline]
    pub fn cdr(self) -> Value {
        Mutator::cdr(self.0)
    }

    /// Changes the first field.
    #[inline]
    pub fn set_car(self, m: &mut Mutator, v: Value) {
        m.set_car(self.0, v);
    }

    /// Changes the second field.
    #[inline]
    pub fn set_cdr(self, m: &mut Mutator, v: Value) {
        m.set_cdr(self.0, v);
    }

    /// Follows the cdrs of `list`, any value, to their end. Takes time linear in the number of distinct pairs.
    pub fn list_length(list: Value) -> ListEnd {
        let mut at = list;
        let mut mark = list;
        let mut renew_at = 64;
        let mut count = 0;
        loop {
            let Some(pair) = at.as_pair() else {
                return if at == Value::NIL {
                    ListEnd::Proper(count)
                } else {
                    ListEnd::Dotted(count, at)
                };
            };
            at = pair.cdr();
            count += 1;
            if at == mark && at.is_pair() {
                return ListEnd::Circular;
            }
            if count == renew_at {
                mark = at;
                renew_at *= 2;
            }
        }
    }
}
