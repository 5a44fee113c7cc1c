//! Fused operations that depend on operands: reading a character and testing for the end, and primitives whose
//! frequent case takes a few instructions, so that calling a function would be most of the work.
//!
//! As with the pairs of `fuse.rs` nothing but the operation number changes, and everything but the frequent case is
//! left to the handler of the plain operation.

use crate::interp::fuse::Fusion;
use crate::interp::generic::{Generic, Native};
use crate::interp::step::a_real_branch;
use crate::interp::{State, handlers};
use crate::port;
use eyas_bytecode::word::Instruction;
use eyas_bytecode::{Op, Prim, TypeTest};
use eyas_datum::unicode;
use eyas_heap::layout::IMMEDIATE_SHIFT;
use eyas_heap::{Kind, Mutator, Value};

/// So many elements of a list are looked at here.
const ELEMENTS: usize = 64;

/// What to make of an instruction, given the one behind it: the fused operation, and how many instructions it does.
pub(in crate::interp) fn choose(first: u64, second: Option<u64>) -> Option<(Fusion, usize)> {
    let first = Instruction::decode(first)?;
    let second = second.and_then(Instruction::decode);
    // What is decided if a character was read: some branches are taken then, others are not.
    let decided = match second {
        Some(second) if second.a == first.a => {
            let test = TypeTest::ALL.get(usize::from(second.b)).copied();
            match (second.op, test) {
                (Op::BranchNotType, Some(TypeTest::EofObject)) => Some(true),
                (Op::BranchType, Some(TypeTest::EofObject)) => Some(false),
                (Op::BranchType, Some(TypeTest::Char)) => Some(true),
                (Op::BranchNotType, Some(TypeTest::Char)) => Some(false),
                _ => None,
            }
        }
        _ => None,
    };
    let is_char_test =
        second.is_some_and(|second| second.op == Op::BranchNotCharEq && second.b == first.a);
    let branches = second.is_some_and(|second| second.op == Op::BranchFalse && second.a == first.a);
    let found = match first.op {
        Op::ReadChar if decided == Some(true) => (Fusion::ReadCharTaken, 2),
        Op::ReadChar if decided == Some(false) => (Fusion::ReadCharPassed, 2),
        Op::PeekChar if decided == Some(true) => (Fusion::PeekCharTaken, 2),
        Op::PeekChar if decided == Some(false) => (Fusion::PeekCharPassed, 2),
        Op::Const if is_char_test => (Fusion::CharTests, 2),
        Op::Native => match (Prim::ALL.get(usize::from(first.c))?, first.b, branches) {
            (Prim::IsCharAlphabetic, 1, false) => (Fusion::IsAlphabetic, 1),
            (Prim::IsCharAlphabetic, 1, true) => (Fusion::IsAlphabeticBranchFalse, 2),
            (Prim::IsCharNumeric, 1, false) => (Fusion::IsNumeric, 1),
            (Prim::IsCharNumeric, 1, true) => (Fusion::IsNumericBranchFalse, 2),
            (Prim::IsCharWhitespace, 1, false) => (Fusion::IsWhitespace, 1),
            (Prim::IsCharWhitespace, 1, true) => (Fusion::IsWhitespaceBranchFalse, 2),
            (Prim::CharDowncase, 1, _) => (Fusion::Downcase, 1),
            (Prim::CharUpcase, 1, _) => (Fusion::Upcase, 1),
            (Prim::Memq, 2, _) => (Fusion::Memq, 1),
            (Prim::Memv, 2, _) => (Fusion::Memv, 1),
            (Prim::Assq, 2, _) => (Fusion::Assq, 1),
            (Prim::Assv, 2, _) => (Fusion::Assv, 1),
            _ => return None,
        },
        _ => return None,
    };
    Some(found)
}

impl State<'_> {
    /// The branch behind the instruction, which is taken.
    #[inline(always)]
    fn take_branch(mut self) {
        let word = self.pc.read();
        self.pc = self.pc.offset(1);
        self.jump((word as i64) >> 48);
    }

    /// The branch behind the instruction, which is not taken.
    #[inline(always)]
    fn pass_branch(mut self) {
        self.pc = self.pc.offset(1);
        self.next();
    }
}

handlers! {
    /// Is it this character? If not, the next question often is whether it is another one, and is asked at once.
    fn CharTests(s) {
        loop {
            let c = s.const_bc();
            s.base.set(s.a(), c);
            s.word = s.pc.read();
            s.pc = s.pc.offset(1);
            let x = s.ra();
            if !x.is_char() || !c.is_char() {
                return s.go(Generic);
            }
            if x == c {
                return s.next();
            }
            a_real_branch();
            s.pc = s.pc.offset(s.int_c() as isize);
            s.word = s.pc.read();
            s.pc = s.pc.offset(1);
            if s.word as u16 != Fusion::CharTests.number() {
                return s.again();
            }
        }
    }

    fn Downcase(s) {
        match ascii(s.ra()) {
            Some(c) => s.put(Value::char(char::from(c.to_ascii_lowercase()))),
            None => s.go(Native),
        }
    }

    fn Upcase(s) {
        match ascii(s.ra()) {
            Some(c) => s.put(Value::char(char::from(c.to_ascii_uppercase()))),
            None => s.go(Native),
        }
    }
}

/// A character that came at once is a character and not the end.
macro_rules! char_handlers {
    ($($name:ident $take:literal $go_on:ident;)*) => {
        handlers! {$(
            fn $name(s) {
                let from = s.rb();
                match port::char_at_once(s.ctx, from, $take) {
                    Some(c) => {
                        s.base.set(s.a(), c);
                        s.$go_on()
                    }
                    None => s.go(Generic),
                }
            }
        )*}
    };
}
char_handlers! {
    ReadCharTaken true take_branch;
    ReadCharPassed true pass_branch;
    PeekCharTaken false take_branch;
    PeekCharPassed false pass_branch;
}

/// The code of the character that a value is.
#[inline(always)]
fn scalar(v: Value) -> Option<u32> {
    v.is_char().then_some((v.bits() >> IMMEDIATE_SHIFT) as u32)
}

/// The ASCII character in a value.
#[inline(always)]
fn ascii(v: Value) -> Option<u8> {
    let scalar = v.bits() >> IMMEDIATE_SHIFT;
    if v.is_char() && scalar < 0x80 {
        Some(scalar as u8)
    } else {
        None
    }
}

/// Classes of characters; `None` leaves the character to the primitive.
macro_rules! class_handlers {
    ($($name:ident $branch:ident = $test:expr;)*) => {
        handlers! {$(
            fn $name(s) {
                let is_in: fn(u32) -> Option<bool> = $test;
                match scalar(s.ra()).and_then(is_in) {
                    Some(yes) => s.put(Value::from_bool(yes)),
                    None => s.go(Native),
                }
            }

            fn $branch(s) {
                let is_in: fn(u32) -> Option<bool> = $test;
                match scalar(s.ra()).and_then(is_in) {
                    Some(yes) => {
                        if yes {
                            s.base.set(s.a(), Value::TRUE);
                            return s.pass_branch();
                        }
                        a_real_branch();
                        s.base.set(s.a(), Value::FALSE);
                        let word = s.pc.read();
                        s.pc = s.pc.offset(1);
                        s.jump((word as i64) >> 32)
                    }
                    None => s.go(Native),
                }
            }
        )*}
    };
}
class_handlers! {
    IsAlphabetic IsAlphabeticBranchFalse = unicode::is_frequent_letter;
    IsNumeric IsNumericBranchFalse = |c| (c < 0x80).then_some(c.wrapping_sub(0x30) < 10);
    IsWhitespace IsWhitespaceBranchFalse = |c| {
        (c < 0x80).then_some(c == 0x20 || c.wrapping_sub(9) < 5)
    };
}

/// True if the value is `eqv?` to nothing but itself, as far as one look tells.
#[inline(always)]
fn is_its_own(v: Value) -> bool {
    v.is_fixnum() || v.is_char() || v.is_kind(Kind::Symbol)
}

/// The first pair of the list in which `found` holds of the car, or `#f`; `None` if the list is long or no list.
#[inline(always)]
fn search(list: Value, found: impl Fn(Value) -> Option<bool>) -> Option<Value> {
    let mut rest = list;
    for _ in 0..ELEMENTS {
        if !rest.is_pair() {
            return if rest == Value::NIL {
                Some(Value::FALSE)
            } else {
                None
            };
        }
        if found(Mutator::car(rest))? {
            return Some(rest);
        }
        rest = Mutator::cdr(rest);
    }
    None
}

handlers! {
    fn Memq(s) {
        let key = s.ra();
        match search(s.base.get(s.a() + 1), |v| Some(v == key)) {
            Some(v) => s.put(v),
            None => s.go(Native),
        }
    }

    fn Memv(s) {
        let key = s.ra();
        if !is_its_own(key) {
            return s.go(Native);
        }
        match search(s.base.get(s.a() + 1), |v| Some(v == key)) {
            Some(v) => s.put(v),
            None => s.go(Native),
        }
    }

    fn Assq(s) {
        let key = s.ra();
        match association(s.base.get(s.a() + 1), key) {
            Some(v) => s.put(v),
            None => s.go(Native),
        }
    }

    fn Assv(s) {
        let key = s.ra();
        if !is_its_own(key) {
            return s.go(Native);
        }
        match association(s.base.get(s.a() + 1), key) {
            Some(v) => s.put(v),
            None => s.go(Native),
        }
    }
}

/// The entry with this very key, or `#f`; `None` if something is no entry, the list is long or no list.
#[inline(always)]
fn association(list: Value, key: Value) -> Option<Value> {
    let is_entry = |v: Value| {
        if v.is_pair() {
            Some(Mutator::car(v) == key)
        } else {
            None
        }
    };
    let found = search(list, is_entry)?;
    Some(if found.is_pair() {
        Mutator::car(found)
    } else {
        found
    })
}
