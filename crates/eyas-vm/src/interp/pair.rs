//! Pairs.

use crate::interp::generic::Generic;
use crate::interp::raise::RaiseHere;
use crate::interp::{handlers, steps};
use eyas_heap::{Mutator, PAIR_SIZE, Value};

steps! {
    fn Cons = cons(s, then) {
        let Some(pair) = s.ctx.mutator.try_young_pair() else {
            return s.go(ConsSlow);
        };
        // One at a time: that leaves registers free.
        let car = s.rb();
        s.ctx.mutator.init_car(pair, car);
        let cdr = s.rc();
        s.ctx.mutator.init_cdr(pair, cdr);
        s.keep(pair, then)
    }

    fn Car = car(s, then) {
        let pair = s.rb();
        if !pair.is_pair() {
            return s.go(Generic);
        }
        s.keep(Mutator::car(pair), then)
    }

    fn Cdr = cdr(s, then) {
        let pair = s.rb();
        if !pair.is_pair() {
            return s.go(Generic);
        }
        s.keep(Mutator::cdr(pair), then)
    }

    fn Caar = caar(s, then) {
        match outer(s.rb(), Mutator::car) {
            Some(pair) => s.keep(Mutator::car(pair), then),
            None => s.go(Generic),
        }
    }

    fn Cadr = cadr(s, then) {
        match outer(s.rb(), Mutator::cdr) {
            Some(pair) => s.keep(Mutator::car(pair), then),
            None => s.go(Generic),
        }
    }

    fn Cdar = cdar(s, then) {
        match outer(s.rb(), Mutator::car) {
            Some(pair) => s.keep(Mutator::cdr(pair), then),
            None => s.go(Generic),
        }
    }

    fn Cddr = cddr(s, then) {
        match outer(s.rb(), Mutator::cdr) {
            Some(pair) => s.keep(Mutator::cdr(pair), then),
            None => s.go(Generic),
        }
    }
}

handlers! {
    #[cold]
    fn ConsSlow(s) {
        if !s.reserve(PAIR_SIZE) {
            return s.go(RaiseHere);
        }
        let (car, cdr) = (s.rb(), s.rc());
        let pair = s.ctx.mutator.pair(car, cdr);
        s.put(pair)
    }

    fn SetCar(s) {
        let (pair, v) = (s.ra(), s.rb());
        if !pair.is_pair() {
            return s.go(Generic);
        }
        s.ctx.mutator.set_car(pair, v);
        s.next()
    }

    fn SetCdr(s) {
        let (pair, v) = (s.ra(), s.rb());
        if !pair.is_pair() {
            return s.go(Generic);
        }
        s.ctx.mutator.set_cdr(pair, v);
        s.next()
    }
}

/// The pair that `part` of pair `v` is, if both are pairs.
#[inline(always)]
fn outer(v: Value, part: impl Fn(Value) -> Value) -> Option<Value> {
    if v.is_pair() {
        Some(part(v)).filter(|inner| inner.is_pair())
    } else {
        None
    }
}
