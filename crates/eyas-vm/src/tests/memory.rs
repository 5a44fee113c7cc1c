//! Deep stacks, constants, and what the collector frees.

use super::assemble::{entry, procedure};
use super::calls::fib_unit;
use super::{config, run, run_both, run_in, stress};
use crate::vm::Vm;
use eyas_bytecode::{Arity, Constant, Op, Unit};
use eyas_heap::Collection;

/// `(define (f n) (if (= n 0) 0 (+ 1 (car (cons (f (- n 1)) n)))))`: conses on the way back.
fn deep_unit(n: u32) -> Unit {
    let mut unit = Unit::default();
    let mut b = procedure(&mut unit, "f", Arity::Exactly(1), 6);
    let f = b.global("f");
    let zero = b.label();
    b.live(&[1]).branch(Op::BranchNumEqInt, 1, 0, zero);
    b.live(&[1]).op(Op::Cons, 2, 1, 1);
    b.live(&[1, 2]).op(Op::SubInt, 5, 1, 1);
    let point = b.returns(4, 1, &[1, 2]);
    b.live(&[1, 2, 5]).op(Op::CallGlobal, 4, f, point);
    b.live(&[1, 2, 4]).op(Op::Cons, 4, 4, 1);
    b.live(&[2, 4]).op(Op::Car, 4, 4, 0);
    b.live(&[2, 4]).op(Op::Cdr, 2, 2, 0);
    b.live(&[4]).op(Op::AddInt, 4, 4, 1);
    b.op(Op::Return, 4, 0, 0);
    b.place(zero);
    b.op(Op::Return, 1, 0, 0);
    let f = b.end();
    entry(&mut unit, &[("f", f)], 8, |b| {
        let f = b.global("f");
        b.wide(Op::Int, 4, n);
        b.live(&[4]).op(Op::TailCallGlobal, 3, f, 1);
    });
    unit
}

#[test]
fn deep_recursion() {
    assert_eq!(run_both(&deep_unit(300)), 300);
    assert_eq!(run_in(&config(), &deep_unit(1_000_000)), 1_000_000);
}

#[test]
fn small_nursery() {
    let mut config = config();
    config.heap.nursery = 32 << 10;
    config.stack_young = 4 << 10;
    assert_eq!(run_in(&config, &deep_unit(100_000)), 100_000);
}

/// Limits apply to frames that have been moved to the heap, too.
#[test]
fn deep_recursion_has_a_limit() {
    let mut config = config();
    config.stack = 4 << 20;
    config.heap.nursery = 32 << 10;
    let mut vm = Vm::open(&config).expect("opens");
    let Err(uncaught) = run(&mut vm, &deep_unit(10_000_000)) else {
        panic!("returned")
    };
    assert!(super::describe(&uncaught).starts_with("stack-overflow"));
}

/// Cyclic and shared literals.
#[test]
fn constants() {
    let mut unit = Unit::default();
    entry(&mut unit, &[], 8, |b| {
        let five = b.constant(Constant::Fixnum(5));
        let cycle = b.constant(Constant::Nil);
        b.wide(Op::Const, 1, cycle.into());
        for _ in 0..7 {
            b.live(&[1]).op(Op::Cdr, 1, 1, 0);
        }
        b.live(&[1]).op(Op::Car, 1, 1, 0);
        b.wide(Op::Const, 2, five.into());
        b.live(&[1, 2]).op(Op::Add, 1, 1, 2);
        b.op(Op::Return, 1, 0, 0);
    });
    use eyas_bytecode::ConstId;
    // #0=(5 5 . #0#)
    unit.constants[1] = Constant::List([ConstId(0), ConstId(0)].into(), ConstId(1));
    assert_eq!(run_both(&unit), 10);
}

#[test]
fn dead_code_is_freed() {
    let mut vm = Vm::open(&stress()).expect("opens");
    run(&mut vm, &fib_unit(3)).expect("runs");
    let loaded = vm.context().session().registry.len();
    for _ in 0..5 {
        run(&mut vm, &fib_unit(3)).expect("runs");
    }
    vm.context().collect(Collection::Major).expect("collects");
    vm.context().collect(Collection::Major).expect("collects");
    assert!(vm.context().session().registry.len() <= loaded);
}

#[test]
fn two_machines_share_nothing() {
    let mut first = Vm::open(&config()).expect("opens");
    let mut second = Vm::open(&config()).expect("opens");
    run(&mut first, &fib_unit(3)).expect("runs");
    assert!(second.context().find_global("test", "fib").is_none());
    assert!(first.context().find_global("test", "fib").is_some());
}
