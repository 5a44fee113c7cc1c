//! Strings and characters.

use crate::interp::generic::Generic;
use crate::interp::vector::index;
use crate::interp::{handlers, steps};
use eyas_heap::Value;

steps! {
    fn StringRef = string_ref(s, then) {
        if let Some(string) = s.rb().as_string()
            && let Some(i) = index(s.rc())
            && let Some(c) = string.get(i)
        {
            return s.keep(Value::char(c), then);
        }
        s.go(Generic)
    }

    fn CharToInteger = char_to_integer(s, then) {
        let v = s.rb();
        if v.is_char() {
            let scalar = v.bits() >> eyas_heap::layout::IMMEDIATE_SHIFT;
            return s.keep(Value::fixnum(scalar as i64), then);
        }
        s.go(Generic)
    }
}

handlers! {
    fn StringSet(s) {
        if let Some(string) = s.ra().as_string()
            && let Some(i) = index(s.rb())
            && let Some(c) = s.rc().as_char()
            && !string.is_immutable()
            && string.needs_widening(c).is_none()
            && string.set(&mut s.ctx.mutator, i, c)
        {
            return s.next();
        }
        s.go(Generic)
    }

    fn StringLength(s) {
        match s.rb().as_string() {
            Some(string) => s.put(Value::fixnum(string.len() as i64)),
            None => s.go(Generic),
        }
    }

    fn IntegerToChar(s) {
        if let Some(n) = s.rb().as_index()
            && let Ok(n) = u32::try_from(n)
            && let Some(c) = char::from_u32(n)
        {
            return s.put(Value::char(c));
        }
        s.go(Generic)
    }
}
