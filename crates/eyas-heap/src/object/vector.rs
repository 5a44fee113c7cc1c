//! Vectors: a header with the length, then the elements.

use crate::kinds::Kind;
use crate::layout::FLAG_IMMUTABLE;
use crate::mutator::Mutator;
use crate::object::{Place, header_of, mark_cards, slots, slots_mut, slots_size, views};
use crate::value::Value;
use std::ops::Range;

views! {
    /// A vector.
    Vector, as_vector;
}

impl Vector {
    /// Bytes to reserve for a vector of `n` elements.
    #[inline]
    pub const fn size_for(n: usize) -> usize {
        slots_size(n)
    }

    /// A fresh vector of `n` times `fill`, within a reservation.
    pub fn alloc(m: &mut Mutator, n: usize, fill: Value) -> Value {
        let vector = m.slots(Kind::Vector, 0, n);
        if fill != Value::fixnum(0) {
            slots_mut(vector).fill(fill);
        }
        vector
    }

    /// A fresh vector of these elements, within a reservation. `flags` may be `FLAG_IMMUTABLE`.
    pub fn alloc_from(m: &mut Mutator, flags: u8, items: &[Value]) -> Value {
        let vector = m.slots(Kind::Vector, flags, items.len());
        slots_mut(vector).copy_from_slice(items);
        vector
    }

    /// A fresh vector of the elements of `range`, which must be within this vector; within a reservation.
    pub fn alloc_part(self, m: &mut Mutator, range: Range<usize>) -> Value {
        let vector = m.slots(Kind::Vector, 0, range.len());
        slots_mut(vector).copy_from_slice(&slots(self.0)[range]);
        vector
    }

    /// Number of elements.
    #[inline]
    pub fn len(self) -> usize {
        header_of(self.0).length()
    }

    /// True if there is no element.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// True for a literal, which must not be changed.
    #[inline]
    pub fn is_immutable(self) -> bool {
        header_of(self.0).flags() & FLAG_IMMUTABLE != 0
    }

    /// The place of element `i`.
    #[inline]
    pub fn place(self, i: usize) -> Option<Place> {
        if i < self.len() {
            Some(Place {
                object: self.0,
                index: i,
            })
        } else {
            None
        }
    }

    /// Element `i`.
    #[inline]
    pub fn get(self, i: usize) -> Option<Value> {
        self.place(i).map(Place::load)
    }

    /// Changes element `i`; false if there is none. The caller has refused immutable vectors.
    #[inline]
    #[must_use]
    pub fn set(self, m: &mut Mutator, i: usize, v: Value) -> bool {
        match self.place(i) {
            Some(place) => {
                place.store(m, v);
                true
            }
            None => false,
        }
    }

    /// The elements.
    #[inline]
    pub fn as_slice(self, _m: &Mutator) -> &[Value] {
        slots(self.0)
    }

    /// Makes the elements of `range`, which must be within the vector, all `fill`.
    pub fn fill(self, m: &mut Mutator, range: Range<usize>, fill: Value) {
        slots_mut(self.0)[range.clone()].fill(fill);
        mark_cards(m, self.0, range);
    }

    /// Copies elements `range` of `from` to `at` and up; right also if both are one vector and the parts overlap
    /// (R7RS `vector-copy!`). Both parts must be within their vectors.
    pub fn copy_from(self, m: &mut Mutator, at: usize, from: Vector, range: Range<usize>) {
        let length = range.len();
        if self == from {
            slots_mut(self.0).copy_within(range, at);
        } else {
            slots_mut(self.0)[at..at + length].copy_from_slice(&slots(from.0)[range]);
        }
        mark_cards(m, self.0, at..at + length);
    }
}
