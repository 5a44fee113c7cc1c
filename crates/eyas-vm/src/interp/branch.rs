//! Jumps and branches.

use crate::interp::State;
use crate::interp::compare::{eqv_at_once, flonums, passes};
use crate::interp::generic::Generic;
use crate::interp::handlers;
use crate::interp::raise::Attention;
use crate::interp::record::{is_exactly, is_instance};
use eyas_heap::object::eqv;
use eyas_heap::{Kind, Value};
use std::sync::atomic::Ordering;

/// The words of two fixnums, to be compared as they are.
#[inline(always)]
fn words(x: Value, y: Value) -> Option<(i64, i64)> {
    if Value::both_fixnums(x, y) {
        Some((x.bits() as i64, y.bits() as i64))
    } else {
        None
    }
}

/// Operand `b` as the word of a fixnum, if register `a` holds one: both words.
#[inline(always)]
fn words_int(s: &State<'_>) -> Option<(i64, i64)> {
    let x = s.ra();
    if x.is_fixnum() {
        Some((x.bits() as i64, s.int_b() << 3))
    } else {
        None
    }
}

/// The same for an immediate flonum.
#[inline(always)]
fn flonum_int(s: &State<'_>) -> Option<(f64, f64)> {
    let x = s.ra();
    if x.is_immediate_flonum() {
        Some((x.immediate_flonum_value(), s.int_b() as f64))
    } else {
        None
    }
}

/// A numeric branch: on fixnums, else on flonums in a handler of its own, else in the primitive.
macro_rules! numeric_branches {
    ($($name:ident $flonum:ident $fixnums:ident $flonums:ident $op:tt $taken:literal;)*) => {
        handlers! {$(
            fn $name(s) {
                if let Some((x, y)) = $fixnums!(s) {
                    return s.branch_c((x $op y) == $taken);
                }
                s.go($flonum)
            }

            fn $flonum(s) {
                if let Some((x, y)) = $flonums!(s) {
                    return s.branch_c((x $op y) == $taken);
                }
                s.go(Generic)
            }
        )*}
    };
}
macro_rules! registers {
    ($s:ident) => {
        words($s.ra(), $s.rb())
    };
}
macro_rules! registers_flonum {
    ($s:ident) => {
        flonums($s.ra(), $s.rb())
    };
}
macro_rules! int {
    ($s:ident) => {
        words_int(&$s)
    };
}
macro_rules! int_flonum {
    ($s:ident) => {
        flonum_int(&$s)
    };
}

numeric_branches! {
    BranchNumEq BranchNumEqFlonum registers registers_flonum == true;
    BranchNotNumEq BranchNotNumEqFlonum registers registers_flonum == false;
    BranchLess BranchLessFlonum registers registers_flonum < true;
    BranchNotLess BranchNotLessFlonum registers registers_flonum < false;
    BranchLessEq BranchLessEqFlonum registers registers_flonum <= true;
    BranchNotLessEq BranchNotLessEqFlonum registers registers_flonum <= false;
    BranchNumEqInt BranchNumEqIntFlonum int int_flonum == true;
    BranchNotNumEqInt BranchNotNumEqIntFlonum int int_flonum == false;
    BranchLessInt BranchLessIntFlonum int int_flonum < true;
    BranchNotLessInt BranchNotLessIntFlonum int int_flonum < false;
    BranchMoreInt BranchMoreIntFlonum int int_flonum > true;
    BranchNotMoreInt BranchNotMoreIntFlonum int int_flonum > false;
}

handlers! {
    fn Jump(s) {
        let distance = s.int_bc();
        s.jump(distance)
    }

    /// Tiers will count here.
    fn LoopBack(s) {
        if s.ctx.machine.stack_limit.load(Ordering::Relaxed) == 0 {
            return s.go(Attention);
        }
        let distance = s.int_bc();
        s.jump(distance)
    }

    fn BranchFalse(s) {
        let taken = s.ra().is_false();
        s.branch_bc(taken)
    }

    fn BranchTrue(s) {
        let taken = s.ra().is_true();
        s.branch_bc(taken)
    }

    fn BranchType(s) {
        let taken = passes(s.b(), s.ra());
        s.branch_c(taken)
    }

    fn BranchNotType(s) {
        let taken = !passes(s.b(), s.ra());
        s.branch_c(taken)
    }

    fn BranchPair(s) {
        let taken = s.ra().is_pair();
        s.branch_bc(taken)
    }

    fn BranchNotPair(s) {
        let taken = !s.ra().is_pair();
        s.branch_bc(taken)
    }

    fn BranchNull(s) {
        let taken = s.ra() == Value::NIL;
        s.branch_bc(taken)
    }

    fn BranchNotNull(s) {
        let taken = s.ra() != Value::NIL;
        s.branch_bc(taken)
    }

    fn BranchEq(s) {
        let taken = s.ra() == s.rb();
        s.branch_c(taken)
    }

    fn BranchNotEq(s) {
        let taken = s.ra() != s.rb();
        s.branch_c(taken)
    }

    fn BranchEqConst(s) {
        let taken = s.ra() == s.const_b();
        s.branch_c(taken)
    }

    fn BranchNotEqConst(s) {
        let taken = s.ra() != s.const_b();
        s.branch_c(taken)
    }

    fn BranchEqv(s) {
        match eqv_at_once(s.ra(), s.rb()) {
            Some(same) => s.branch_c(same),
            None => s.go(BranchEqvSlow),
        }
    }

    fn BranchEqvSlow(s) {
        let taken = eqv(s.ra(), s.rb());
        s.branch_c(taken)
    }

    fn BranchNotEqv(s) {
        match eqv_at_once(s.ra(), s.rb()) {
            Some(same) => s.branch_c(!same),
            None => s.go(BranchNotEqvSlow),
        }
    }

    fn BranchNotEqvSlow(s) {
        let taken = !eqv(s.ra(), s.rb());
        s.branch_c(taken)
    }

    fn BranchCharEq(s) {
        let (x, y) = (s.ra(), s.rb());
        if x.is_char() && y.is_char() {
            return s.branch_c(x == y);
        }
        s.go(Generic)
    }

    fn BranchNotCharEq(s) {
        let (x, y) = (s.ra(), s.rb());
        if x.is_char() && y.is_char() {
            return s.branch_c(x != y);
        }
        s.go(Generic)
    }

    fn BranchCharLess(s) {
        let (x, y) = (s.ra(), s.rb());
        if x.is_char() && y.is_char() {
            return s.branch_c(x.bits() < y.bits());
        }
        s.go(Generic)
    }

    fn BranchNotCharLess(s) {
        let (x, y) = (s.ra(), s.rb());
        if x.is_char() && y.is_char() {
            return s.branch_c(x.bits() >= y.bits());
        }
        s.go(Generic)
    }

    fn BranchRecord(s) {
        let (v, record_type) = (s.ra(), s.const_b());
        if is_exactly(v, record_type) {
            return s.branch_c(true);
        }
        if !v.is_kind(Kind::Record) {
            return s.branch_c(false);
        }
        s.go(BranchRecordSlow)
    }

    fn BranchRecordSlow(s) {
        let taken = is_instance(s.ra(), s.const_b());
        s.branch_c(taken)
    }

    fn BranchNotRecord(s) {
        let (v, record_type) = (s.ra(), s.const_b());
        if is_exactly(v, record_type) {
            return s.branch_c(false);
        }
        if !v.is_kind(Kind::Record) {
            return s.branch_c(true);
        }
        s.go(BranchNotRecordSlow)
    }

    fn BranchNotRecordSlow(s) {
        let taken = !is_instance(s.ra(), s.const_b());
        s.branch_c(taken)
    }

    fn Switch(s) {
        let x = s.ra();
        let index = if x.is_fixnum() {
            (x.fixnum_value() - s.int_b()) as u64
        } else {
            u64::MAX
        };
        let distance = table_entry(&mut s, index);
        s.jump(distance)
    }

    fn SwitchChar(s) {
        let x = s.ra();
        let index = if x.is_char() {
            ((x.bits() >> eyas_heap::layout::IMMEDIATE_SHIFT) as i64 - s.int_b()) as u64
        } else {
            u64::MAX
        };
        let distance = table_entry(&mut s, index);
        s.jump(distance)
    }
}

/// Entry `index` of the table of jump distances behind the instruction, 0 if there is none; goes past the table.
#[inline(always)]
fn table_entry(s: &mut State<'_>, index: u64) -> i64 {
    let count = s.c();
    let table = s.pc;
    s.pc = table.offset(count.div_ceil(2) as isize);
    if index < count as u64 {
        let two = table.offset((index / 2) as isize).read();
        (two >> (32 * (index % 2))) as i32 as i64
    } else {
        0
    }
}
