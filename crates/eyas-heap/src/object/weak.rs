//! Weak pairs and ephemerons, as programs see them; the collector breaks them (`collect/weak.rs`).
//!
//! A broken reference holds `BROKEN`, which the readers here turn into `None`.

use crate::kinds::Kind;
use crate::mutator::Mutator;
use crate::object::{alloc_fields, fields, slots_size, views};
use crate::value::Value;

views! {
    /// A pair whose car does not keep its value alive.
    WeakPair, as_weak_pair;
    /// A key held weakly, and a datum held only while the key is alive otherwise (Hayes, "Ephemerons", 1997).
    Ephemeron, as_ephemeron;
}

fields!(WeakPair {
    /// The car, or `BROKEN`.
    CAR = 0, car_word, set_car;
    /// The cdr, held strongly.
    CDR = 1, cdr, set_cdr;
});

fields!(Ephemeron {
    /// The key, or `BROKEN`.
    KEY = 0, key_word, set_key;
    /// The datum, or `BROKEN`.
    DATUM = 1, datum_word, set_datum;
});

impl WeakPair {
    /// Bytes to reserve for a weak pair.
    pub const SIZE: usize = slots_size(2);

    /// A fresh weak pair, within a reservation.
    pub fn alloc(m: &mut Mutator, car: Value, cdr: Value) -> Value {
        alloc_fields(m, Kind::WeakPair, [car, cdr])
    }

    /// The car, unless it died.
    #[inline]
    pub fn car(self) -> Option<Value> {
        Some(self.car_word()).filter(|&v| v != Value::BROKEN)
    }
}

impl Ephemeron {
    /// Bytes to reserve for an ephemeron.
    pub const SIZE: usize = slots_size(2);

    /// A fresh ephemeron, within a reservation.
    pub fn alloc(m: &mut Mutator, key: Value, datum: Value) -> Value {
        alloc_fields(m, Kind::Ephemeron, [key, datum])
    }

    /// The key, unless it died.
    #[inline]
    pub fn key(self) -> Option<Value> {
        Some(self.key_word()).filter(|&v| v != Value::BROKEN)
    }

    /// The datum, unless the key died.
    #[inline]
    pub fn datum(self) -> Option<Value> {
        Some(self.datum_word()).filter(|&v| v != Value::BROKEN)
    }

    /// True if the key died.
    #[inline]
    pub fn is_broken(self) -> bool {
        self.key_word() == Value::BROKEN
    }
}
