//! Records: the type is the first slot, so an accessor is one identity check.

use crate::kinds::Kind;
use crate::mutator::Mutator;
use crate::object::{Place, Vector, alloc_fields, fields, header_of, slots_size, views};
use crate::value::Value;

views! {
    /// An instance of a record type.
    Record, as_record;
    /// What `define-record-type` makes.
    RecordType, as_record_type;
}

fields!(Record {
    /// The record type.
    TYPE = 0, record_type;
});

fields!(RecordType {
    /// The name, a symbol.
    NAME = 0, name;
    /// Vector of the names of all fields, inherited ones first.
    FIELDS = 1, field_names;
    /// The type that this one extends, or `#f`.
    PARENT = 2, parent;
    /// Fixnum whose meaning is the VM's.
    FLAGS = 3, flags;
});

impl Record {
    /// Slot of the first field.
    pub const FIRST_FIELD: usize = 1;

    /// Bytes to reserve for a record with `n` fields.
    #[inline]
    pub const fn size_for(n: usize) -> usize {
        slots_size(Record::FIRST_FIELD + n)
    }

    /// A fresh record with `n` fields, all `fill`, within a reservation.
    pub fn alloc(m: &mut Mutator, record_type: Value, n: usize, fill: Value) -> Value {
        let record = m.slots(Kind::Record, 0, Record::FIRST_FIELD + n);
        m.init_slot(record, Record::TYPE, record_type);
        for i in 0..n {
            m.init_slot(record, Record::FIRST_FIELD + i, fill);
        }
        record
    }

    /// A fresh record with these fields, within a reservation.
    pub fn alloc_from(m: &mut Mutator, record_type: Value, items: &[Value]) -> Value {
        let record = m.slots(Kind::Record, 0, Record::FIRST_FIELD + items.len());
        m.init_slot(record, Record::TYPE, record_type);
        for (i, &item) in items.iter().enumerate() {
            m.init_slot(record, Record::FIRST_FIELD + i, item);
        }
        record
    }

    /// Number of fields.
    #[inline]
    pub fn field_count(self) -> usize {
        header_of(self.0).length() - Record::FIRST_FIELD
    }

    /// The place of field `i`.
    #[inline]
    pub fn place(self, i: usize) -> Option<Place> {
        if i < self.field_count() {
            Some(Place {
                object: self.0,
                index: Record::FIRST_FIELD + i,
            })
        } else {
            None
        }
    }

    /// Field `i`.
    #[inline]
    pub fn get(self, i: usize) -> Option<Value> {
        self.place(i).map(Place::load)
    }

    /// Changes field `i`; false if there is none.
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

    /// True if the record's type is `record_type` or extends it.
    #[inline]
    pub fn is_instance_of(self, record_type: Value) -> bool {
        let mut at = self.record_type();
        // Each type exists before the types that extend it, so the chain ends.
        while at != record_type {
            match at.as_record_type() {
                Some(t) => at = t.parent(),
                None => return false,
            }
        }
        true
    }
}

impl RecordType {
    /// Bytes to reserve for a record type, without its vector of names.
    pub const SIZE: usize = slots_size(4);

    /// A fresh record type, within a reservation. `parent` is a record type or `#f`; `field_names` is a vector.
    pub fn alloc(
        m: &mut Mutator,
        name: Value,
        field_names: Value,
        parent: Value,
        flags: Value,
    ) -> Value {
        alloc_fields(m, Kind::RecordType, [name, field_names, parent, flags])
    }

    /// Number of fields of an instance.
    #[inline]
    pub fn field_count(self) -> usize {
        self.field_names().as_vector().map_or(0, Vector::len)
    }
}
