//! Comparisons that yield a boolean.

use crate::interp::arith::doubles;
use crate::interp::generic::Generic;
use crate::interp::handlers;
use crate::interp::test::passes;
use eyas_heap::Value;
use eyas_heap::object::eqv;

handlers! {
    fn Eq(s) {
        let v = Value::from_bool(s.rb() == s.rc());
        s.put(v)
    }

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

    fn Not(s) {
        let v = Value::from_bool(s.rb().is_false());
        s.put(v)
    }

    fn IsType(s) {
        let v = Value::from_bool(passes(s.c(), s.rb()));
        s.put(v)
    }

    fn NumEq(s) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) {
            return s.put(Value::from_bool(x == y));
        }
        s.go(NumEqFlonum)
    }

    fn NumEqFlonum(s) {
        match flonums(s.rb(), s.rc()) {
            Some((x, y)) => s.put(Value::from_bool(x == y)),
            None => s.go(Generic),
        }
    }

    fn Less(s) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) {
            return s.put(Value::from_bool((x.bits() as i64) < y.bits() as i64));
        }
        s.go(LessFlonum)
    }

    fn LessFlonum(s) {
        match flonums(s.rb(), s.rc()) {
            Some((x, y)) => s.put(Value::from_bool(x < y)),
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
            Some((x, y)) => s.put(Value::from_bool(x <= y)),
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
