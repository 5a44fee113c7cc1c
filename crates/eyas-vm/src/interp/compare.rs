//! Comparisons and type tests that yield a boolean.

use crate::interp::arith::doubles;
use crate::interp::generic::Generic;
use crate::interp::{handlers, steps};
use eyas_bytecode::TypeTest;
use eyas_heap::object::eqv;
use eyas_heap::{Kind, Value};

steps! {
    fn Eq = eq(s, then) {
        let v = Value::from_bool(s.rb() == s.rc());
        s.keep(v, then)
    }

    fn Not = not(s, then) {
        let v = Value::from_bool(s.rb().is_false());
        s.keep(v, then)
    }

    fn IsType = is_type(s, then) {
        let v = Value::from_bool(passes(s.c(), s.rb()));
        s.keep(v, then)
    }

    fn NumEq = num_eq(s, then) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) {
            return s.keep(Value::from_bool(x == y), then);
        }
        s.go(NumEqFlonum)
    }

    fn Less = less(s, then) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) {
            return s.keep(Value::from_bool((x.bits() as i64) < y.bits() as i64), then);
        }
        s.go(LessFlonum)
    }
}

handlers! {
    fn Eqv(s) {
        match eqv_at_once(s.rb(), s.rc()) {
            Some(same) => s.put(Value::from_bool(same)),
            None => s.go(EqvSlow),
        }
    }

    fn EqvSlow(s) {
        let v = Value::from_bool(eqv(s.rb(), s.rc()));
        s.put(v)
    }

    fn NumEqFlonum(s) {
        match flonums(s.rb(), s.rc()) {
            Some((x, y)) => {
                s.note_flonums();
                s.put(Value::from_bool(x == y))
            }
            None => s.go(Generic),
        }
    }

    fn LessFlonum(s) {
        match flonums(s.rb(), s.rc()) {
            Some((x, y)) => {
                s.note_flonums();
                s.put(Value::from_bool(x < y))
            }
            None => s.go(Generic),
        }
    }

    fn LessEq(s) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) {
            return s.put(Value::from_bool(x.bits() as i64 <= y.bits() as i64));
        }
        s.go(LessEqFlonum)
    }

    fn LessEqFlonum(s) {
        match flonums(s.rb(), s.rc()) {
            Some((x, y)) => {
                s.note_flonums();
                s.put(Value::from_bool(x <= y))
            }
            None => s.go(Generic),
        }
    }

    fn CharEq(s) {
        let (x, y) = (s.rb(), s.rc());
        if x.is_char() && y.is_char() {
            return s.put(Value::from_bool(x == y));
        }
        s.go(Generic)
    }

    fn CharLess(s) {
        let (x, y) = (s.rb(), s.rc());
        if x.is_char() && y.is_char() {
            return s.put(Value::from_bool(x.bits() < y.bits()));
        }
        s.go(Generic)
    }
}

/// Two doubles to compare. A fixnum beside a flonum is compared exactly, which is the tower's matter, unless it is
/// small enough to convert without rounding.
#[inline(always)]
pub(in crate::interp) fn flonums(x: Value, y: Value) -> Option<(f64, f64)> {
    const EXACT: i64 = 1 << 53;
    let is_small = |v: Value| v.as_fixnum().is_none_or(|n| (-EXACT..=EXACT).contains(&n));
    doubles(x, y).filter(|_| is_small(x) && is_small(y))
}

/// Whether `(eqv? x y)`, unless both are objects that may be equal numbers.
#[inline(always)]
pub(in crate::interp) fn eqv_at_once(x: Value, y: Value) -> Option<bool> {
    if x == y {
        Some(true)
    } else if x.is_object() && y.is_object() {
        None
    } else {
        Some(false)
    }
}

/// Whether `v` passes the test with this number.
#[inline(always)]
pub(in crate::interp) fn passes(number: usize, v: Value) -> bool {
    match TypeTest::ALL.get(number) {
        Some(&test) => type_test(test, v),
        None => false,
    }
}

/// Whether `v` passes `test`.
#[inline(always)]
pub(crate) fn type_test(test: TypeTest, v: Value) -> bool {
    match test {
        TypeTest::Pair => v.is_pair(),
        TypeTest::Null => v == Value::NIL,
        TypeTest::Boolean => v == Value::TRUE || v == Value::FALSE,
        TypeTest::Char => v.is_char(),
        TypeTest::Symbol => v.is_kind(Kind::Symbol),
        TypeTest::String => v.as_string().is_some(),
        TypeTest::Vector => v.is_kind(Kind::Vector),
        TypeTest::Bytevector => v.is_kind(Kind::Bytes),
        TypeTest::Procedure => is_procedure(v),
        TypeTest::EofObject => v == Value::EOF,
        TypeTest::Number => v.is_number(),
        TypeTest::Fixnum => v.is_fixnum(),
        TypeTest::Flonum => v.is_flonum(),
        TypeTest::Port => v.is_kind(Kind::Port),
        TypeTest::ErrorObject => v.is_kind(Kind::Condition),
        TypeTest::Absent => v == Value::ABSENT,
    }
}

/// True for what can be called.
#[inline(always)]
pub(crate) fn is_procedure(v: Value) -> bool {
    v.header().is_some_and(|header| {
        header.is(Kind::Closure)
            || header.is(Kind::Primitive)
            || header.is(Kind::Parameter)
            || header.is(Kind::Continuation)
    })
}
