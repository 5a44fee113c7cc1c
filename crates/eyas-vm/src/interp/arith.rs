//! Arithmetic: fixnums here, flonums in the handler behind, behind that inexact complex numbers, then bignums and the
//! rest of the tower by the functions of `number/`.
//!
//! Addition and subtraction work on tagged words: the tag is zero, and overflow of the word is overflow of the fixnum.

use crate::context::Context;
use crate::interp::generic::Generic;
use crate::interp::raise::RaiseHere;
use crate::interp::{FAILED, State, handlers, steps};
use crate::number::{self, complex};
use eyas_heap::Value;
use eyas_heap::layout::FIXNUM_SHIFT;
use eyas_heap::object::Compnum;

/// The value of a fixnum's word, as the machine computes with it.
#[inline(always)]
fn word(v: Value) -> i64 {
    v.bits() as i64
}

/// The fixnum of a word whose tag bits are zero.
#[inline(always)]
fn fixnum(word: i64) -> Value {
    Value::from_bits(word as u64)
}

/// Operand `c` as the word of a fixnum.
#[inline(always)]
fn word_c(s: &State<'_>) -> i64 {
    s.int_c() << FIXNUM_SHIFT
}

/// The doubles of two immediate flonums, or of one and a fixnum.
#[inline(always)]
pub(in crate::interp) fn doubles(x: Value, y: Value) -> Option<(f64, f64)> {
    if x.is_immediate_flonum() {
        let left = x.immediate_flonum_value();
        if y.is_immediate_flonum() {
            return Some((left, y.immediate_flonum_value()));
        }
        if y.is_fixnum() {
            return Some((left, y.fixnum_value() as f64));
        }
    } else if y.is_immediate_flonum() && x.is_fixnum() {
        return Some((x.fixnum_value() as f64, y.immediate_flonum_value()));
    }
    None
}

steps! {
    fn Even = even(s, then) {
        let x = s.rb();
        if x.is_fixnum() {
            return s.keep(Value::from_bool(word(x) & (1 << FIXNUM_SHIFT) == 0), then);
        }
        s.go(Generic)
    }

    fn Odd = odd(s, then) {
        let x = s.rb();
        if x.is_fixnum() {
            return s.keep(Value::from_bool(word(x) & (1 << FIXNUM_SHIFT) != 0), then);
        }
        s.go(Generic)
    }

    fn Add = add(s, then) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) && let Some(sum) = word(x).checked_add(word(y)) {
            return s.keep(fixnum(sum), then);
        }
        s.go(AddFlonum)
    }

    fn Sub = sub(s, then) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) && let Some(difference) = word(x).checked_sub(word(y)) {
            return s.keep(fixnum(difference), then);
        }
        s.go(SubFlonum)
    }

    fn Mul = mul(s, then) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y)
            && let Some(product) = (word(x) >> FIXNUM_SHIFT).checked_mul(word(y))
        {
            return s.keep(fixnum(product), then);
        }
        s.go(MulFlonum)
    }

    fn Div = div(s, then) {
        let (x, y) = (s.rb(), s.rc());
        // Division by exact zero raises; exact zero divided may stay exact.
        let has_zero = x == Value::fixnum(0) || y == Value::fixnum(0);
        if !has_zero && let Some((x, y)) = doubles(x, y) && let Some(v) = Value::try_flonum(x / y) {
            return s.keep(v, then);
        }
        s.go(DivComplex)
    }

    fn AddInt = add_int(s, then) {
        let x = s.rb();
        if x.is_fixnum() && let Some(sum) = word(x).checked_add(word_c(&s)) {
            return s.keep(fixnum(sum), then);
        }
        s.go(AddIntFlonum)
    }

    fn SubInt = sub_int(s, then) {
        let x = s.rb();
        if x.is_fixnum() && let Some(difference) = word(x).checked_sub(word_c(&s)) {
            return s.keep(fixnum(difference), then);
        }
        s.go(SubIntFlonum)
    }

    fn MulInt = mul_int(s, then) {
        let x = s.rb();
        if x.is_fixnum() && let Some(product) = word(x).checked_mul(s.int_c()) {
            return s.keep(fixnum(product), then);
        }
        s.go(MulIntFlonum)
    }

    fn Quotient = quotient(s, then) {
        let (x, y) = (s.rb(), s.rc());
        // The one overflow: the least fixnum divided by -1.
        if Value::both_fixnums(x, y)
            && y != Value::fixnum(0)
            && let Some(v) = Value::try_fixnum(x.fixnum_value().wrapping_div(y.fixnum_value()))
        {
            return s.keep(v, then);
        }
        s.go(QuotientTower)
    }

    fn Remainder = remainder(s, then) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) && y != Value::fixnum(0) {
            return s.keep(fixnum(word(x).wrapping_rem(word(y))), then);
        }
        s.go(RemainderTower)
    }

    fn Modulo = modulo(s, then) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) && y != Value::fixnum(0) {
            let r = word(x).wrapping_rem(word(y));
            let is_across = r != 0 && (r ^ word(y)) < 0;
            return s.keep(fixnum(if is_across { r + word(y) } else { r }), then);
        }
        s.go(ModuloTower)
    }

    fn BitAnd = bit_and(s, then) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) {
            return s.keep(fixnum(word(x) & word(y)), then);
        }
        s.go(BitAndTower)
    }

    fn BitOr = bit_or(s, then) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) {
            return s.keep(fixnum(word(x) | word(y)), then);
        }
        s.go(BitOrTower)
    }

    fn BitXor = bit_xor(s, then) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) {
            return s.keep(fixnum(word(x) ^ word(y)), then);
        }
        s.go(BitXorTower)
    }

    fn Shift = shift(s, then) {
        let (x, y) = (s.rb(), s.rc());
        if Value::both_fixnums(x, y) {
            let (n, by) = (x.fixnum_value(), y.fixnum_value());
            if by <= 0 {
                return s.keep(Value::fixnum(n >> (-by).min(63)), then);
            }
            if by < 60 {
                let shifted = n << by;
                if shifted >> by == n && let Some(v) = Value::try_fixnum(shifted) {
                    return s.keep(v, then);
                }
            }
        }
        s.go(ShiftTower)
    }
}

handlers! {
    fn AddFlonum(s) {
        if let Some((x, y)) = doubles(s.rb(), s.rc()) && let Some(v) = Value::try_flonum(x + y) {
            s.note_flonums();
            return s.put(v);
        }
        s.go(AddComplex)
    }

    fn SubFlonum(s) {
        if let Some((x, y)) = doubles(s.rb(), s.rc()) && let Some(v) = Value::try_flonum(x - y) {
            s.note_flonums();
            return s.put(v);
        }
        s.go(SubComplex)
    }

    fn MulFlonum(s) {
        let (x, y) = (s.rb(), s.rc());
        // Exact zero times anything is exact zero, or not: the tower decides.
        let has_zero = x == Value::fixnum(0) || y == Value::fixnum(0);
        if !has_zero && let Some((x, y)) = doubles(x, y) && let Some(v) = Value::try_flonum(x * y) {
            s.note_flonums();
            return s.put(v);
        }
        s.go(MulComplex)
    }

    fn AddIntFlonum(s) {
        let x = s.rb();
        if x.is_immediate_flonum()
            && let Some(v) = Value::try_flonum(x.immediate_flonum_value() + s.int_c() as f64)
        {
            s.note_flonums();
            return s.put(v);
        }
        s.go(Generic)
    }

    fn SubIntFlonum(s) {
        let x = s.rb();
        if x.is_immediate_flonum()
            && let Some(v) = Value::try_flonum(x.immediate_flonum_value() - s.int_c() as f64)
        {
            s.note_flonums();
            return s.put(v);
        }
        s.go(Generic)
    }

    fn MulIntFlonum(s) {
        let x = s.rb();
        if x.is_immediate_flonum()
            && s.int_c() != 0
            && let Some(v) = Value::try_flonum(x.immediate_flonum_value() * s.int_c() as f64)
        {
            s.note_flonums();
            return s.put(v);
        }
        s.go(Generic)
    }

    fn Inexact(s) {
        let x = s.rb();
        if x.is_immediate_flonum() {
            return s.put(x);
        }
        if x.is_fixnum() && let Some(v) = Value::try_flonum(x.fixnum_value() as f64) {
            return s.put(v);
        }
        s.go(Generic)
    }

    fn Sqrt(s) {
        let x = s.rb();
        if x.is_immediate_flonum() {
            let root = x.immediate_flonum_value().sqrt();
            // Negative arguments have complex roots.
            if !root.is_nan() && let Some(v) = Value::try_flonum(root) {
                return s.put(v);
            }
        }
        s.go(Generic)
    }
}

/// Operations on inexact complex numbers, which go on in the tower.
macro_rules! complex_handlers {
    ($($name:ident $parts:path, $rest:ident;)*) => {
        handlers! {$(
            fn $name(s) {
                if let Some((re, im)) = $parts(s.rb(), s.rc())
                    && let Some(v) = Compnum::try_young(&mut s.ctx.mutator, re, im)
                {
                    return s.put(v);
                }
                s.go($rest)
            }
        )*}
    };
}
complex_handlers! {
    AddComplex complex::sum, AddTower;
    SubComplex complex::difference, SubTower;
    MulComplex complex::product, MulTower;
    DivComplex complex::quotient, DivTower;
}

/// Operations of two registers on the whole tower.
macro_rules! tower_handlers {
    ($($name:ident $compute:ident $op:path;)*) => {
        $(
            #[inline(never)]
            fn $compute(ctx: &mut Context, x: Value, y: Value) -> Value {
                match $op(ctx, x, y) {
                    Ok(v) => v,
                    Err(raise) => {
                        ctx.machine.fail(raise);
                        FAILED
                    }
                }
            }
        )*
        handlers! {$(
            #[cold]
            fn $name(s) {
                s.set_top();
                let v = $compute(s.ctx, s.rb(), s.rc());
                if v == FAILED {
                    return s.go(RaiseHere);
                }
                s.put(v)
            }
        )*}
    };
}
tower_handlers! {
    AddTower add_in_tower number::add;
    SubTower subtract_in_tower number::subtract;
    MulTower multiply_in_tower number::multiply;
    DivTower divide_in_tower number::divide;
    QuotientTower quotient_in_tower number::quotient;
    RemainderTower remainder_in_tower number::remainder;
    ModuloTower modulo_in_tower number::modulo;
    BitAndTower and_in_tower number::bit_and;
    BitOrTower or_in_tower number::bit_or;
    BitXorTower xor_in_tower number::bit_xor;
    ShiftTower shift_in_tower number::shift;
}
