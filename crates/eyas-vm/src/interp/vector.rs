//! Vectors and bytevectors.

use crate::interp::generic::Generic;
use crate::interp::raise::RaiseHere;
use crate::interp::{State, handlers, steps};
use eyas_heap::layout::FIXNUM_SHIFT;
use eyas_heap::object::Vector as VectorObject;
use eyas_heap::{Kind, Value};

steps! {
    fn VectorRef = vector_ref(s, then) {
        if let Some(vector) = s.rb().as_vector()
            && let Some(i) = index(s.rc())
            && let Some(v) = vector.get(i)
        {
            return s.keep(v, then);
        }
        s.go(Generic)
    }

    fn VectorRefInt = vector_ref_int(s, then) {
        if let Some(vector) = s.rb().as_vector() && let Some(v) = vector.get(s.int_c() as usize) {
            return s.keep(v, then);
        }
        s.go(Generic)
    }

    fn VectorSet = vector_set(s, then) {
        if let Some(vector) = s.ra().as_vector()
            && let Some(i) = index(s.rb())
            && !vector.is_immutable()
            && let Some(place) = vector.place(i)
        {
            let v = s.rc();
            place.store(&mut s.ctx.mutator, v);
            return then(s);
        }
        s.go(Generic)
    }

    fn VectorLength = vector_length(s, then) {
        match s.rb().as_vector() {
            Some(vector) => s.keep(Value::fixnum(vector.len() as i64), then),
            None => s.go(Generic),
        }
    }

    fn ByteRef = byte_ref(s, then) {
        if let Some(bytes) = s.rb().as_bytevector()
            && let Some(i) = index(s.rc())
            && let Some(byte) = bytes.get(i)
        {
            return s.keep(Value::fixnum(i64::from(byte)), then);
        }
        s.go(Generic)
    }

    fn ByteSet = byte_set(s, then) {
        if let Some(bytes) = s.ra().as_bytevector()
            && let Some(i) = index(s.rb())
            && let Some(byte) = index(s.rc())
            && byte <= 255
            && !bytes.is_immutable()
            && bytes.set(&mut s.ctx.mutator, i, byte as u8)
        {
            return then(s);
        }
        s.go(Generic)
    }
}

handlers! {
    fn Vector(s) {
        let count = s.c();
        let Some(vector) = s.ctx.mutator.try_young(Kind::Vector, count) else {
            return s.go(VectorSlow);
        };
        fill(&mut s, vector, count);
        s.skip_list(count);
        s.put(vector)
    }

    #[cold]
    fn VectorSlow(s) {
        let count = s.c();
        if !s.reserve(VectorObject::size_for(count)) {
            return s.go(RaiseHere);
        }
        let vector = s.ctx.mutator.slots(Kind::Vector, 0, count);
        fill(&mut s, vector, count);
        s.skip_list(count);
        s.put(vector)
    }

    fn BytesLength(s) {
        match s.rb().as_bytevector() {
            Some(bytes) => s.put(Value::fixnum(bytes.len() as i64)),
            None => s.go(Generic),
        }
    }
}

#[inline(always)]
fn fill(s: &mut State<'_>, vector: Value, count: usize) {
    for i in 0..count {
        let v = s.listed(i);
        s.ctx.mutator.init_slot(vector, i, v);
    }
}

/// A fixnum as an index; a negative one is above every length.
#[inline(always)]
pub(in crate::interp) fn index(v: Value) -> Option<usize> {
    if v.is_fixnum() {
        Some((v.bits() >> FIXNUM_SHIFT) as usize)
    } else {
        None
    }
}
