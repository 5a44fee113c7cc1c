//! Calls, closures, rest arguments, values.

use super::assemble::{entry, procedure};
use super::{config, run_both, run_in};
use eyas_bytecode::{Arity, Constant, Op, Prim, ProcId, Unit};

/// `(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))`
pub(super) fn fib(unit: &mut Unit) -> ProcId {
    let mut b = procedure(unit, "fib", Arity::Exactly(1), 8);
    let fib = b.global("fib");
    let (less, again) = (b.label(), b.label());
    let _ = again;
    b.live(&[1]).branch(Op::BranchLessInt, 1, 2, less);
    b.live(&[1]).op(Op::SubInt, 4, 1, 1);
    let first = b.returns(3, 1, &[1]);
    b.live(&[1, 4]).op(Op::CallGlobal, 3, fib, first);
    b.live(&[1, 3]).op(Op::SubInt, 6, 1, 2);
    let second = b.returns(5, 1, &[3]);
    b.live(&[3, 6]).op(Op::CallGlobal, 5, fib, second);
    b.live(&[3, 5]).op(Op::Add, 3, 3, 5);
    b.op(Op::Return, 3, 0, 0);
    b.place(less);
    b.op(Op::Return, 1, 0, 0);
    b.end()
}

pub(super) fn fib_unit(n: u32) -> Unit {
    let mut unit = Unit::default();
    let id = fib(&mut unit);
    entry(&mut unit, &[("fib", id)], 8, |b| {
        let fib = b.global("fib");
        b.wide(Op::Int, 4, n);
        b.live(&[4]).op(Op::TailCallGlobal, 3, fib, 1);
    });
    unit
}

#[test]
fn recursion() {
    assert_eq!(run_both(&fib_unit(10)), 55);
    assert_eq!(run_in(&config(), &fib_unit(25)), 75025);
}

#[test]
fn loop_back() {
    let mut unit = Unit::default();
    entry(&mut unit, &[], 8, |b| {
        let (head, out) = (b.label(), b.label());
        b.wide(Op::Int, 1, 100_000).wide(Op::Int, 2, 0);
        b.place(head);
        b.live(&[1, 2]).branch(Op::BranchNumEqInt, 1, 0, out);
        b.live(&[1, 2]).op(Op::Add, 2, 2, 1);
        b.live(&[1, 2]).op(Op::SubInt, 1, 1, 1);
        b.live(&[1, 2]).branch(Op::LoopBack, 0, 0, head);
        b.place(out);
        b.op(Op::Return, 2, 0, 0);
    });
    assert_eq!(run_both(&unit), 5_000_050_000);
}

/// A closure over a cell, called three times.
#[test]
fn closures_and_cells() {
    let mut unit = Unit::default();
    let mut b = procedure(&mut unit, "count", Arity::Exactly(1), 4);
    b.op(Op::FreeRef, 2, 0, 0).op(Op::CellRef, 3, 2, 0);
    b.live(&[1, 2, 3]).op(Op::Add, 3, 3, 1);
    b.op(Op::CellSet, 2, 3, 0).op(Op::Return, 3, 0, 0);
    let count = b.end();
    unit.procedures[count.0 as usize].captures = 1;
    entry(&mut unit, &[], 8, |b| {
        let template = b.constant(Constant::Template(count));
        b.wide(Op::Int, 1, 5);
        b.live(&[1]).op(Op::Cell, 2, 1, 0);
        b.live(&[2]).op(Op::Closure, 3, template, 1).list(&[2]);
        for _ in 0..3 {
            b.op(Op::Move, 6, 3, 0).wide(Op::Int, 7, 10);
            let point = b.returns(6, 1, &[3]);
            b.live(&[3, 6, 7]).op(Op::Call, 6, 1, point);
        }
        b.op(Op::Return, 6, 0, 0);
    });
    assert_eq!(run_both(&unit), 35);
}

/// `(define (f a . rest) …)` sums its arguments with `apply +`.
#[test]
fn rest_and_apply() {
    let mut unit = Unit::default();
    let mut b = procedure(&mut unit, "f", Arity::AtLeast(1), 8);
    let plus = b.constant(Constant::Primitive(Prim::Plus));
    b.wide(Op::Const, 4, plus.into());
    b.op(Op::Move, 5, 1, 0).op(Op::Move, 6, 2, 0);
    b.live(&[4, 5, 6]).op(Op::TailApply, 4, 2, 0);
    let f = b.end();
    entry(&mut unit, &[("f", f)], 12, |b| {
        let f = b.global("f");
        for (slot, n) in (6..).zip([1, 2, 3]) {
            b.wide(Op::Int, slot, n);
        }
        let point = b.returns(5, 3, &[]);
        b.live(&[6, 7, 8]).op(Op::CallGlobal, 5, f, point);
        b.wide(Op::Int, 8, 100);
        let point = b.returns(7, 1, &[5]);
        b.live(&[5, 8]).op(Op::CallGlobal, 7, f, point);
        b.live(&[5, 7]).op(Op::Add, 5, 5, 7);
        b.op(Op::Return, 5, 0, 0);
    });
    assert_eq!(run_both(&unit), 106);
}

/// Builds a list of `n` ones and adds them with `apply`.
#[test]
fn apply_of_a_long_list() {
    let n = 1_000_000;
    let mut unit = Unit::default();
    entry(&mut unit, &[], 8, |b| {
        let plus = b.constant(Constant::Primitive(Prim::Plus));
        let nil = b.constant(Constant::Nil);
        let (head, out) = (b.label(), b.label());
        b.wide(Op::Int, 1, n)
            .wide(Op::Const, 2, nil.into())
            .wide(Op::Int, 3, 1);
        b.place(head);
        b.live(&[1, 2, 3]).branch(Op::BranchNumEqInt, 1, 0, out);
        b.live(&[1, 2, 3]).op(Op::Cons, 2, 3, 2);
        b.live(&[1, 2, 3]).op(Op::SubInt, 1, 1, 1);
        b.live(&[1, 2, 3]).branch(Op::LoopBack, 0, 0, head);
        b.place(out);
        b.wide(Op::Const, 5, plus.into()).op(Op::Move, 6, 2, 0);
        let point = b.returns(5, 1, &[]);
        b.live(&[5, 6]).op(Op::Apply, 5, 1, point);
        b.op(Op::Return, 5, 0, 0);
    });
    assert_eq!(run_in(&config(), &unit), i64::from(n));
}

/// `case-lambda` with a fixed and an open clause; both see the closure's capture.
#[test]
fn cases() {
    let mut unit = Unit::default();
    let mut b = procedure(&mut unit, "one", Arity::Exactly(1), 4);
    b.op(Op::FreeRef, 2, 0, 0);
    b.live(&[1, 2]).op(Op::Add, 1, 1, 2);
    b.op(Op::Return, 1, 0, 0);
    let one = b.end();
    let mut b = procedure(&mut unit, "more", Arity::AtLeast(2), 5);
    b.live(&[1, 2]).op(Op::Sub, 1, 1, 2);
    b.op(Op::Return, 1, 0, 0);
    let more = b.end();
    unit.procedures[one.0 as usize].captures = 1;
    unit.procedures[more.0 as usize].captures = 1;
    let both = procedure(&mut unit, "both", Arity::Cases([one, more].into()), 1).end();
    unit.procedures[both.0 as usize].captures = 1;
    entry(&mut unit, &[], 12, |b| {
        let template = b.constant(Constant::Template(both));
        b.wide(Op::Int, 1, 1000);
        b.live(&[1]).op(Op::Closure, 2, template, 1).list(&[1]);
        b.op(Op::Move, 5, 2, 0).wide(Op::Int, 6, 7);
        let point = b.returns(5, 1, &[2]);
        b.live(&[2, 5, 6]).op(Op::Call, 5, 1, point);
        b.op(Op::Move, 7, 2, 0)
            .wide(Op::Int, 8, 30)
            .wide(Op::Int, 9, 10)
            .wide(Op::Int, 10, 0);
        let point = b.returns(7, 3, &[5]);
        b.live(&[5, 7, 8, 9, 10]).op(Op::Call, 7, 3, point);
        b.live(&[5, 7]).op(Op::Sub, 5, 5, 7);
        b.op(Op::Return, 5, 0, 0);
    });
    assert_eq!(run_both(&unit), 1007 - 20);
}

/// Three values to a place that takes two and a rest; one value to one that takes one.
#[test]
fn values() {
    let mut unit = Unit::default();
    let mut b = procedure(&mut unit, "three", Arity::Exactly(0), 5);
    b.wide(Op::Int, 2, 1)
        .wide(Op::Int, 3, 20)
        .wide(Op::Int, 4, 300);
    b.live(&[2, 3, 4]).op(Op::ReturnValues, 2, 3, 0);
    let three = b.end();
    let mut b = procedure(&mut unit, "one", Arity::Exactly(0), 5);
    b.wide(Op::Int, 2, 4000).op(Op::Return, 2, 0, 0);
    let one = b.end();
    entry(&mut unit, &[("three", three), ("one", one)], 10, |b| {
        let (three, one) = (b.global("three"), b.global("one"));
        let point = b.returns_values(3, 0, &[]);
        b.live(&[]).op(Op::CallGlobal, 3, three, point);
        b.op(Op::OneValue, 0, 0, 0);
        b.live(&[]).op(Op::Receive, 3, 2, 1);
        b.live(&[3, 4, 5]).op(Op::Add, 3, 3, 4);
        b.live(&[3, 5]).op(Op::Car, 5, 5, 0);
        b.live(&[3, 5]).op(Op::Add, 3, 3, 5);
        let point = b.returns_values(5, 0, &[3]);
        b.live(&[3]).op(Op::CallGlobal, 5, one, point);
        b.op(Op::OneValue, 0, 0, 0);
        b.live(&[3]).op(Op::Receive, 5, 1, 0);
        b.live(&[3, 5]).op(Op::Add, 3, 3, 5);
        // Several values to a place that wants one: the first.
        let point = b.returns(5, 0, &[3]);
        b.live(&[3]).op(Op::CallGlobal, 5, three, point);
        b.live(&[3, 5]).op(Op::Add, 3, 3, 5);
        b.op(Op::Return, 3, 0, 0);
    });
    assert_eq!(run_both(&unit), 1 + 20 + 300 + 4000 + 1);
}
