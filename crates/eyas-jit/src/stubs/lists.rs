//! Walks along lists: searching for what is identical to a value (`memq` and `assq`, and `memv` and `assv` of values that
//! are `eqv?` only to what is identical, `member` and `assoc` of those that are `equal?` only to it), counting, copying.
//!
//! Called with the primitives' operands in `rax` and `rcx`, as their windows have them; the result is in `rax` if the
//! flags are "equal" afterwards. Otherwise (a mistake, a list that is very long, perhaps circular, a full nursery) the
//! primitive has to see to it.
//!
//! A walk waits for each `cdr` before it can ask for the next, unless it knows better. Pairs of a list are often at even
//! distances, as they were made or as the collector has copied them. So a walk learns the distance of two neighbours,
//! and where the third is at the same distance, it goes on to where the next should be and only compares that with the
//! `cdr`: processors foretell the outcome and go ahead ("value prediction"; Lipasti and Shen, 1996). Where that failed
//! a few times, it walks plainly.

use super::{CONTEXT, begin};
use crate::object::{guard_kind_of_object, guard_pair};
use eyas_asm::Label;
use eyas_asm::x64::{Alu, Asm, Cond, Gpr, Mem, Shift, Width};
use eyas_heap::layout::{CAR_OFFSET, CDR_OFFSET, MUTATOR_ALLOC, MUTATOR_LIMIT, TAG_PAIR, WORD};
use eyas_heap::{Kind, PAIR_SIZE, Value};

/// After so many elements the primitive looks whether there is an end at all.
const STEPS_MAX: i32 = 1 << 16;
/// So often a walk may find the next pair elsewhere than it thought.
const MISSES_MAX: i32 = 4;
/// A step in the register that counts steps and, in the bits below, misses.
const STEP: i32 = 16;
const START: i32 = STEPS_MAX * STEP + MISSES_MAX;

const SOUGHT: Gpr = Gpr::Rax;
const LIST: Gpr = Gpr::Rcx;
const ENTRY: Gpr = Gpr::Rdi;
const T: Gpr = Gpr::R10;
const STEPS: Gpr = Gpr::R11;
const STRIDE: Gpr = Gpr::R9;

/// Addresses of the stubs.
pub(super) struct Walks {
    pub(super) memq: Label,
    pub(super) memv: Label,
    pub(super) member: Label,
    pub(super) assq: Label,
    pub(super) assv: Label,
    pub(super) assoc: Label,
    /// Of the list in `rcx`.
    pub(super) length: Label,
    /// Of the list in `rcx` and the index in `rax`.
    pub(super) list_tail: Label,
    pub(super) list_ref: Label,
    /// Of the list in `rcx`.
    pub(super) reverse: Label,
    /// Of the list in `rcx` and what is in `rax`.
    pub(super) append: Label,
}

pub(super) fn build(asm: &mut Asm) -> Walks {
    let [memq, memv, member] = search(asm, false);
    let [assq, assv, assoc] = search(asm, true);
    let length = length(asm);
    let [list_tail, list_ref] = [false, true].map(|is_ref| nth(asm, is_ref));
    let reverse = reverse(asm);
    let append = append(asm);
    Walks {
        memq,
        memv,
        member,
        assq,
        assv,
        assoc,
        length,
        list_tail,
        list_ref,
        reverse,
        append,
    }
}

/// Calls `visit` for each element of the list in [`LIST`], as often as it is written; it changes only [`T`] and
/// [`ENTRY`]. Goes to `end` with the first that is no pair, to `fail` if there are too many.
fn walk(asm: &mut Asm, end: Label, fail: Label, visit: impl Fn(&mut Asm)) {
    let [learn, plain, ahead, miss] = [(); 4].map(|()| asm.label());
    let cdr = Mem::at(LIST, CDR_OFFSET as i32);
    let step = |asm: &mut Asm, again: Label| {
        asm.alu_ri(Alu::Sub, Width::Dword, STEPS, STEP);
        asm.jcc(Cond::NoSign, again);
        asm.jmp(fail);
    };
    // To where the next pair should be.
    let leap = |asm: &mut Asm| {
        asm.mov_rm(Width::Qword, T, cdr);
        asm.alu_rr(Alu::Add, Width::Qword, LIST, STRIDE);
        asm.alu_rr(Alu::Cmp, Width::Qword, LIST, T);
        asm.jcc(Cond::NotEqual, miss);
    };
    asm.mov_ri(STEPS, START as u64);
    asm.bind(learn);
    guard_pair(asm, LIST, T, end);
    visit(asm);
    asm.mov_rm(Width::Qword, STRIDE, cdr);
    asm.alu_rr(Alu::Sub, Width::Qword, STRIDE, LIST);
    asm.alu_rr(Alu::Add, Width::Qword, LIST, STRIDE);
    asm.alu_ri(Alu::Sub, Width::Dword, STEPS, STEP);
    asm.jcc(Cond::Sign, fail);
    // From a pair it is an even distance to a pair alone.
    guard_pair(asm, LIST, T, end);
    visit(asm);
    leap(asm);
    step(asm, ahead);
    asm.bind(ahead);
    visit(asm);
    leap(asm);
    step(asm, ahead);
    asm.bind(miss);
    asm.mov_rr(LIST, T);
    asm.alu_ri(Alu::Sub, Width::Dword, STEPS, STEP + 1);
    asm.jcc(Cond::Sign, fail);
    asm.test8_ri(STEPS, STEP as u8 - 1);
    asm.jcc(Cond::NotEqual, learn);
    asm.bind(plain);
    guard_pair(asm, LIST, T, end);
    visit(asm);
    asm.mov_rm(Width::Qword, LIST, cdr);
    step(asm, plain);
}

/// By identity, by `eqv?` and by `equal?`.
fn search(asm: &mut Asm, of_entries: bool) -> [Label; 3] {
    let [end, fail, found, start, object] = [(); 5].map(|()| asm.label());
    // Pointers are 1 in their lowest two bits; those to objects have the third set.
    let sort = |asm: &mut Asm, pair: Label| {
        asm.lea(T, Mem::at(SOUGHT, -1));
        asm.test8_ri(T, 3);
        asm.jcc(Cond::NotEqual, start);
        asm.test8_ri(T, 4);
        asm.jcc(Cond::Equal, pair);
    };
    let by_equal = begin(asm);
    sort(asm, fail);
    asm.jmp(object);
    let by_eqv = begin(asm);
    sort(asm, start);
    asm.bind(object);
    guard_kind_of_object(asm, SOUGHT, Kind::Symbol, fail);
    asm.bind(start);
    let by_identity = begin(asm);
    let car = Mem::at(LIST, CAR_OFFSET as i32);
    walk(asm, end, fail, |asm| {
        if of_entries {
            asm.mov_rm(Width::Qword, ENTRY, car);
            guard_pair(asm, ENTRY, T, fail);
            let key = Mem::at(ENTRY, CAR_OFFSET as i32);
            asm.alu_rm(Alu::Cmp, Width::Qword, SOUGHT, key);
        } else {
            asm.alu_rm(Alu::Cmp, Width::Qword, SOUGHT, car);
        }
        asm.jcc(Cond::Equal, found);
    });
    asm.bind(end);
    asm.alu_ri(Alu::Cmp, Width::Qword, LIST, Value::NIL.bits() as i32);
    asm.jcc_near(Cond::NotEqual, fail);
    // Moves leave the flags alone.
    asm.mov_ri(SOUGHT, Value::FALSE.bits());
    asm.ret();
    asm.bind(found);
    asm.mov_rr(SOUGHT, if of_entries { ENTRY } else { LIST });
    asm.ret();
    asm.bind(fail);
    asm.alu_ri(Alu::Or, Width::Dword, T, 1);
    asm.ret();
    [by_identity, by_eqv, by_equal]
}

fn length(asm: &mut Asm) -> Label {
    let [end, fail] = [(); 2].map(|()| asm.label());
    let start = begin(asm);
    walk(asm, end, fail, |_| {});
    asm.bind(end);
    asm.mov_ri(Gpr::Rax, START as u64);
    asm.alu_rr(Alu::Sub, Width::Dword, Gpr::Rax, STEPS);
    // Steps are sixteenths, fixnums eighths; misses are below.
    asm.shift_ri(Shift::Shr, Gpr::Rax, 4);
    asm.shift_ri(Shift::Shl, Gpr::Rax, 3);
    asm.alu_ri(Alu::Cmp, Width::Qword, LIST, Value::NIL.bits() as i32);
    asm.ret();
    asm.bind(fail);
    asm.alu_ri(Alu::Or, Width::Dword, T, 1);
    asm.ret();
    start
}

/// The next pair that is made; nobody knows of those made until the walk has come to its end.
const FRESH: Gpr = ENTRY;
const ALLOC: Mem = Mem::at(CONTEXT, MUTATOR_ALLOC as i32);
const PAIR: i32 = PAIR_SIZE as i32;

/// Makes a pair with the element's car, if there is room.
fn copy_car(asm: &mut Asm, fail: Label) {
    asm.lea(T, Mem::at(FRESH, PAIR));
    let limit = Mem::at(CONTEXT, MUTATOR_LIMIT as i32);
    asm.alu_rm(Alu::Cmp, Width::Qword, T, limit);
    asm.jcc(Cond::Above, fail);
    asm.mov_rm(Width::Qword, T, Mem::at(LIST, CAR_OFFSET as i32));
    asm.mov_mr(Width::Qword, Mem::at(FRESH, 0), T);
    asm.alu_ri(Alu::Add, Width::Qword, FRESH, PAIR);
}

fn reverse(asm: &mut Asm) -> Label {
    let result = Gpr::Rax;
    let [end, fail] = [(); 2].map(|()| asm.label());
    let start = begin(asm);
    asm.mov_rm(Width::Qword, FRESH, ALLOC);
    asm.mov_ri(result, Value::NIL.bits());
    walk(asm, end, fail, |asm| {
        copy_car(asm, fail);
        asm.mov_mr(Width::Qword, Mem::at(FRESH, WORD as i32 - PAIR), result);
        asm.lea(result, Mem::at(FRESH, TAG_PAIR as i32 - PAIR));
    });
    asm.bind(end);
    asm.alu_ri(Alu::Cmp, Width::Qword, LIST, Value::NIL.bits() as i32);
    asm.jcc_near(Cond::NotEqual, fail);
    asm.mov_mr(Width::Qword, ALLOC, FRESH);
    asm.ret();
    asm.bind(fail);
    asm.alu_ri(Alu::Or, Width::Dword, T, 1);
    asm.ret();
    start
}

fn append(asm: &mut Asm) -> Label {
    let rest = Gpr::Rax;
    let [end, fail, empty] = [(); 3].map(|()| asm.label());
    let start = begin(asm);
    asm.mov_rm(Width::Qword, FRESH, ALLOC);
    walk(asm, end, fail, |asm| {
        copy_car(asm, fail);
        asm.lea(T, Mem::at(FRESH, TAG_PAIR as i32));
        asm.mov_mr(Width::Qword, Mem::at(FRESH, WORD as i32 - PAIR), T);
    });
    asm.bind(end);
    asm.alu_ri(Alu::Cmp, Width::Qword, LIST, Value::NIL.bits() as i32);
    asm.jcc_near(Cond::NotEqual, fail);
    asm.mov_rm(Width::Qword, T, ALLOC);
    asm.alu_rr(Alu::Cmp, Width::Qword, T, FRESH);
    asm.jcc_near(Cond::Equal, empty);
    asm.mov_mr(Width::Qword, Mem::at(FRESH, WORD as i32 - PAIR), rest);
    asm.mov_mr(Width::Qword, ALLOC, FRESH);
    asm.lea(rest, Mem::at(T, TAG_PAIR as i32));
    asm.alu_rr(Alu::Cmp, Width::Qword, T, T);
    asm.bind(empty);
    asm.ret();
    asm.bind(fail);
    asm.alu_ri(Alu::Or, Width::Dword, T, 1);
    asm.ret();
    start
}

/// `list-tail`, or `list-ref`. These are asked for near the beginning, where a plain walk is faster.
fn nth(asm: &mut Asm, is_ref: bool) -> Label {
    let index = Gpr::Rax;
    let [again, done, fail] = [(); 3].map(|()| asm.label());
    let start = begin(asm);
    asm.test8_ri(index, 7);
    asm.jcc_near(Cond::NotEqual, fail);
    // Negative ones, too.
    asm.alu_ri(Alu::Cmp, Width::Qword, index, STEPS_MAX << 3);
    asm.jcc_near(Cond::Above, fail);
    asm.test_rr(Width::Qword, index, index);
    asm.jcc_near(Cond::Equal, done);
    asm.bind(again);
    guard_pair(asm, LIST, T, fail);
    asm.mov_rm(Width::Qword, LIST, Mem::at(LIST, CDR_OFFSET as i32));
    asm.alu_ri(Alu::Sub, Width::Qword, index, 8);
    asm.jcc_near(Cond::NotEqual, again);
    asm.bind(done);
    if is_ref {
        guard_pair(asm, LIST, T, fail);
        asm.mov_rm(Width::Qword, Gpr::Rax, Mem::at(LIST, CAR_OFFSET as i32));
    } else {
        asm.mov_rr(Gpr::Rax, LIST);
    }
    // "Equal" by the last test.
    asm.ret();
    asm.bind(fail);
    asm.alu_ri(Alu::Or, Width::Dword, T, 1);
    asm.ret();
    start
}
