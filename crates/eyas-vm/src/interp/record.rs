//! Records. The type is a constant; accessors compare it with the record's first slot and look further only for
//! types that extend others.

use crate::error::{ErrorKind, Raise};
use crate::interp::raise::RaiseHere;
use crate::interp::{State, handlers, plain, steps};
use eyas_heap::object::Record as RecordObject;
use eyas_heap::{Kind, Mutator, Value};

steps! {
    fn RecordRef = record_ref(s, then) {
        let record = s.rb();
        if !is_exactly(record, s.const_c()) {
            return s.go(RecordRefSlow);
        }
        let field = s.pc.read() as usize;
        s.pc = s.pc.offset(1);
        s.keep(Mutator::load_slot(record, RecordObject::FIRST_FIELD + field), then)
    }
}

handlers! {
    fn Record(s) {
        let count = s.c();
        let Some(record) = s.ctx.mutator.try_young(Kind::Record, RecordObject::FIRST_FIELD + count) else {
            return s.go(RecordSlow);
        };
        fill(&mut s, record, count);
        s.skip_list(count);
        s.put(record)
    }

    #[cold]
    fn RecordSlow(s) {
        let count = s.c();
        if !s.reserve(RecordObject::size_for(count)) {
            return s.go(RaiseHere);
        }
        let record = s.ctx.mutator.slots(Kind::Record, 0, RecordObject::FIRST_FIELD + count);
        fill(&mut s, record, count);
        s.skip_list(count);
        s.put(record)
    }

    #[cold]
    fn RecordRefSlow(s) {
        let record = s.rb();
        if !is_instance(record, s.const_c()) {
            return s.go(NotInstance);
        }
        let field = s.pc.read() as usize;
        s.pc = s.pc.offset(1);
        s.put(Mutator::load_slot(record, RecordObject::FIRST_FIELD + field))
    }

    fn RecordSet(s) {
        let (record, v) = (s.ra(), s.rb());
        if !is_exactly(record, s.const_c()) {
            return s.go(RecordSetSlow);
        }
        let field = s.pc.read() as usize;
        s.pc = s.pc.offset(1);
        s.ctx.mutator.store_slot(record, RecordObject::FIRST_FIELD + field, v);
        s.next()
    }

    #[cold]
    fn RecordSetSlow(s) {
        let (record, v) = (s.ra(), s.rb());
        if !is_instance(record, s.const_c()) {
            return s.go(NotInstance);
        }
        let field = s.pc.read() as usize;
        s.pc = s.pc.offset(1);
        s.ctx.mutator.store_slot(record, RecordObject::FIRST_FIELD + field, v);
        s.next()
    }

    fn IsRecord(s) {
        let (v, record_type) = (s.rb(), s.const_c());
        if is_exactly(v, record_type) {
            return s.put(Value::TRUE);
        }
        if !v.is_kind(Kind::Record) {
            return s.put(Value::FALSE);
        }
        s.go(IsRecordSlow)
    }

    fn IsRecordSlow(s) {
        let v = Value::from_bool(is_instance(s.rb(), s.const_c()));
        s.put(v)
    }

    #[cold]
    fn NotInstance(s) {
        let is_write = plain(s.word) as u16 == eyas_bytecode::Op::RecordSet as u16;
        let value = if is_write { s.ra() } else { s.rb() };
        let field = s.pc.read() as usize;
        s.ctx.machine.fail(not_instance(value, s.const_c(), field, is_write));
        s.go(RaiseHere)
    }
}

/// Whether `v` is a record of exactly this type.
#[inline(always)]
pub(in crate::interp) fn is_exactly(v: Value, record_type: Value) -> bool {
    v.is_kind(Kind::Record) && Mutator::load_slot(v, RecordObject::TYPE) == record_type
}

/// Whether `v` is a record of this type or of one that extends it.
#[inline(never)]
pub(in crate::interp) fn is_instance(v: Value, record_type: Value) -> bool {
    v.as_record()
        .is_some_and(|record| record.is_instance_of(record_type))
}

#[inline(always)]
fn fill(s: &mut State<'_>, record: Value, count: usize) {
    let record_type = s.const_b();
    s.ctx
        .mutator
        .init_slot(record, RecordObject::TYPE, record_type);
    for i in 0..count {
        let v = s.listed(i);
        s.ctx
            .mutator
            .init_slot(record, RecordObject::FIRST_FIELD + i, v);
    }
}

#[cold]
#[inline(never)]
fn not_instance(value: Value, record_type: Value, field: usize, is_write: bool) -> Raise {
    let text = |name: Option<Value>| {
        let name = name.and_then(Value::as_symbol);
        name.map_or(String::new(), |name| name.name().to_rust())
    };
    let record_type = record_type.as_record_type();
    let fields = record_type.and_then(|t| t.field_names().as_vector());
    let field = text(fields.and_then(|names| names.get(field)));
    let name = text(record_type.map(|t| t.name()));
    let what = if is_write { "setting" } else { "reading" };
    let message = format!("{what} field {field}: expected a record of type {name}");
    Raise::error(ErrorKind::Type, message).about(0, value)
}
