//! Moves and constants.

use crate::interp::handlers;
use eyas_heap::Value;

handlers! {
    fn Nop(s) { s.next() }

    fn Move(s) {
        let v = s.rb();
        s.put(v)
    }

    fn Const(s) {
        let v = s.const_bc();
        s.put(v)
    }

    fn Int(s) {
        let n = s.int_bc();
        s.put(Value::fixnum(n))
    }

    fn Immediate(s) {
        let bits = s.word_bc() as u64;
        s.put(Value::from_bits(bits))
    }
}
