//! Closures, and the cells of the variables that they assign.

use crate::kinds::Kind;
use crate::mutator::Mutator;
use crate::object::{KindSet, Place, alloc_fields, fields, header_of, slot, slots_size, views};
use crate::value::Value;

views! {
    /// A compiled procedure with its captured values.
    Closure, as_closure;
    /// The place of one assigned local variable.
    Cell, as_cell;
}

fields!(Closure {
    /// The code: a template.
    TEMPLATE = 0, template;
});

impl Value {
    /// True for anything that can be called: closures, primitives, parameters and continuations.
    #[inline]
    pub fn is_procedure(self) -> bool {
        const PROCEDURES: KindSet = KindSet::of(&[
            Kind::Closure,
            Kind::Primitive,
            Kind::Parameter,
            Kind::Continuation,
        ]);
        self.is_one_of(PROCEDURES)
    }
}

fields!(Cell {
    /// The variable's value, or `UNBOUND`.
    VALUE = 0, get, set;
});

impl Closure {
    /// Slot of the first captured value.
    pub const FIRST_CAPTURE: usize = 1;

    /// Bytes to reserve for a closure with `n` captured values.
    #[inline]
    pub const fn size_for(n: usize) -> usize {
        slots_size(Closure::FIRST_CAPTURE + n)
    }

    /// A fresh closure over `captures`, within a reservation.
    #[inline]
    pub fn alloc(m: &mut Mutator, template: Value, captures: &[Value]) -> Value {
        let closure = m.slots(Kind::Closure, 0, Closure::FIRST_CAPTURE + captures.len());
        m.init_slot(closure, Closure::TEMPLATE, template);
        for (i, &v) in captures.iter().enumerate() {
            m.init_slot(closure, Closure::FIRST_CAPTURE + i, v);
        }
        closure
    }

    /// Number of captured values.
    #[inline]
    pub fn capture_count(self) -> usize {
        header_of(self.0).length() - Closure::FIRST_CAPTURE
    }

    /// The place of captured value `i`.
    #[inline]
    pub fn place(self, i: usize) -> Option<Place> {
        if i < self.capture_count() {
            Some(Place {
                object: self.0,
                index: Closure::FIRST_CAPTURE + i,
            })
        } else {
            None
        }
    }

    /// Captured value `i`.
    #[inline]
    pub fn get(self, i: usize) -> Option<Value> {
        self.place(i).map(Place::load)
    }

    /// Captured value `i`, unchecked.
    ///
    /// # Safety
    /// `i < self.capture_count()`: for code of a verified unit, the verifier compared every captured index with the
    /// number of captures of the template.
    #[inline]
    pub unsafe fn get_unchecked(self, i: usize) -> Value {
        slot(self.0, Closure::FIRST_CAPTURE + i)
    }

    /// Changes captured value `i`; false if there is none. For closing groups of closures over each other.
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
}

impl Cell {
    /// Bytes to reserve for a cell.
    pub const SIZE: usize = slots_size(1);

    /// A fresh cell that holds `v`, within a reservation.
    #[inline]
    pub fn alloc(m: &mut Mutator, v: Value) -> Value {
        alloc_fields(m, Kind::Cell, [v])
    }
}
