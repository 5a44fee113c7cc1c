//! Jumps and branches.

use crate::interp::compare::{eqv_at_once, flonums, passes};
use crate::interp::generic::Generic;
use crate::interp::raise::Attention;
use crate::interp::record::{is_exactly, is_instance};
use crate::interp::{State, handlers, steps};
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
    ($($name:ident $step:ident $flonum:ident $fixnums:ident $flonums:ident $op:tt $taken:literal;)*) => {
        steps! {$(
            fn $name = $step(s, then) {
                if let Some((x, y)) = $fixnums!(s) {
                    return s.decide_c((x $op y) == $taken, then);
                }
                s.go($flonum)
            }
        )*}

        handlers! {$(            fn $flonum(s) {
                if let Some((x, y)) = $flonums!(s) {
                    s.note_flonums();
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
    BranchNumEq branch_num_eq BranchNumEqFlonum registers registers_flonum == true;
    BranchNotNumEq branch_not_num_eq BranchNotNumEqFlonum registers registers_flonum == false;
    BranchLess branch_less BranchLessFlonum registers registers_flonum < true;
    BranchNotLess branch_not_less BranchNotLessFlonum registers registers_flonum < false;
    BranchLessEq branch_less_eq BranchLessEqFlonum registers registers_flonum <= true;
    BranchNotLessEq branch_not_less_eq BranchNotLessEqFlonum registers registers_flonum <= false;
    BranchNumEqInt branch_num_eq_int BranchNumEqIntFlonum int int_flonum == true;
    BranchNotNumEqInt branch_not_num_eq_int BranchNotNumEqIntFlonum int int_flonum == false;
    BranchLessInt branch_less_int BranchLessIntFlonum int int_flonum < true;
    BranchNotLessInt branch_not_less_int BranchNotLessIntFlonum int int_flonum < false;
    BranchMoreInt branch_more_int BranchMoreIntFlonum int int_flonum > true;
    BranchNotMoreInt branch_not_more_int BranchNotMoreIntFlonum int int_flonum > false;
}

steps! {
    fn Jump = jump(s, then) {
        let distance = s.int_bc();
        s.jump(distance)
    }

    /// Tiers will count here.
    fn LoopBack = loop_back(s, then) {
        if s.ctx.machine.stack_limit.load(Ordering::Relaxed) == 0 {
            return s.go(Attention);
        }
        let distance = s.int_bc();
        s.jump(distance)
    }

    fn BranchFalse = branch_false(s, then) {
        let taken = s.ra().is_false();
        s.decide_bc(taken, then)
    }

    fn BranchTrue = branch_true(s, then) {
        let taken = s.ra().is_true();
        s.decide_bc(taken, then)
    }

    fn BranchType = branch_type(s, then) {
        let taken = passes(s.b(), s.ra());
        s.decide_c(taken, then)
    }

    fn BranchNotType = branch_not_type(s, then) {
        let taken = !passes(s.b(), s.ra());
        s.decide_c(taken, then)
    }

    fn BranchPair = branch_pair(s, then) {
        let taken = s.ra().is_pair();
        s.decide_bc(taken, then)
    }

    fn BranchNotPair = branch_not_pair(s, then) {
        let taken = !s.ra().is_pair();
        s.decide_bc(taken, then)
    }

    fn BranchNull = branch_null(s, then) {
        let taken = s.ra() == Value::NIL;
        s.decide_bc(taken, then)
    }

    fn BranchNotNull = branch_not_null(s, then) {
        let taken = s.ra() != Value::NIL;
        s.decide_bc(taken, then)
    }

    fn BranchEq = branch_eq(s, then) {
        let taken = s.ra() == s.rb();
        s.decide_c(taken, then)
    }

    fn BranchNotEq = branch_not_eq(s, then) {
        let taken = s.ra() != s.rb();
        s.decide_c(taken, then)
    }

    fn BranchEqConst = branch_eq_const(s, then) {
        let taken = s.ra() == s.const_b();
        s.decide_c(taken, then)
    }

    fn BranchNotEqConst = branch_not_eq_const(s, then) {
        let taken = s.ra() != s.const_b();
        s.decide_c(taken, then)
    }

    fn BranchCharEq = branch_char_eq(s, then) {
        let (x, y) = (s.ra(), s.rb());
        if x.is_char() && y.is_char() {
            return s.decide_c(x == y, then);
        }
        s.go(Generic)
    }

    fn BranchNotCharEq = branch_not_char_eq(s, then) {
        let (x, y) = (s.ra(), s.rb());
        if x.is_char() && y.is_char() {
            return s.decide_c(x != y, then);
        }
        s.go(Generic)
    }

    fn BranchCharLess = branch_char_less(s, then) {
        let (x, y) = (s.ra(), s.rb());
        if x.is_char() && y.is_char() {
            return s.decide_c(x.bits() < y.bits(), then);
        }
        s.go(Generic)
    }

    fn BranchNotCharLess = branch_not_char_less(s, then) {
        let (x, y) = (s.ra(), s.rb());
        if x.is_char() && y.is_char() {
            return s.decide_c(x.bits() >= y.bits(), then);
        }
        s.go(Generic)
    }

    fn BranchRecord = branch_record(s, then) {
        let (v, record_type) = (s.ra(), s.const_b());
        if is_exactly(v, record_type) {
            return s.decide_c(true, then);
        }
        if !v.is_kind(Kind::Record) {
            return s.decide_c(false, then);
        }
        s.go(BranchRecordSlow)
    }

    fn BranchNotRecord = branch_not_record(s, then) {
        let (v, record_type) = (s.ra(), s.const_b());
        if is_exactly(v, record_type) {
            return s.decide_c(false, then);
        }
        if !v.is_kind(Kind::Record) {
            return s.decide_c(true, then);
        }
        s.go(BranchNotRecordSlow)
    }
}

handlers! {
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

    fn BranchRecordSlow(s) {
        let taken = is_instance(s.ra(), s.const_b());
        s.branch_c(taken)
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
