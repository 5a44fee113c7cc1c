//! Moves and constants.

use crate::interp::{handlers, steps};
use eyas_heap::Value;

steps! {
    fn Move = move_(s, then) {
        let v = s.rb();
        s.keep(v, then)
    }

    fn Const = const_(s, then) {
        let v = s.const_bc();
        s.keep(v, then)
    }

    fn Int = int(s, then) {
        let n = s.int_bc();
        s.keep(Value::fixnum(n), then)
    }

    fn Immediate = immediate(s, then) {
        let bits = s.word_bc() as u64;
        s.keep(Value::from_bits(bits), then)
    }
}

handlers! {
    fn Nop(s) { s.next() }
}
