//! Conditions: what `raise` carries for errors that the system or `error` signals (R7RS 6.11).

use crate::kinds::Kind;
use crate::mutator::Mutator;
use crate::object::{alloc_fields, fields, slots_size, views};
use crate::value::Value;

views! {
    /// An error object.
    Condition, as_condition;
}

fields!(Condition {
    /// What sort of error: a fixnum whose meaning is the VM's.
    KIND = 0, error_kind;
    /// The message, as a rule a string.
    MESSAGE = 1, message;
    /// List of the irritants.
    IRRITANTS = 2, irritants;
    /// Whatever else the sort of error carries.
    PAYLOAD = 3, payload, set_payload;
    /// Where in the source it was raised, or `#f`.
    PLACE = 4, place, set_place;
    /// The calls under way when it was raised, or `#f`.
    BACKTRACE = 5, backtrace, set_backtrace;
});

impl Condition {
    /// Bytes to reserve for a condition.
    pub const SIZE: usize = slots_size(6);

    /// A fresh condition without payload, place and backtrace (all `#f`), within a reservation.
    pub fn alloc(m: &mut Mutator, error_kind: Value, message: Value, irritants: Value) -> Value {
        let none = Value::FALSE;
        alloc_fields(
            m,
            Kind::Condition,
            [error_kind, message, irritants, none, none, none],
        )
    }
}
