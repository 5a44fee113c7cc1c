//! Errors, exits, interrupts.

use super::assemble::{Body, entry, procedure};
use super::{config, describe, run, run_both, stress};
use crate::error::Uncaught;
use crate::vm::Vm;
use eyas_bytecode::{Arity, Constant, Op, Prim, Unit};

fn failure_of(unit: &Unit) -> String {
    let mut vm = Vm::open(&stress()).expect("opens");
    match run(&mut vm, unit) {
        Ok(v) => panic!("returned {:x}", v.bits()),
        Err(uncaught) => describe(&uncaught),
    }
}

fn unit_of(rest: impl FnOnce(&mut Body<'_>)) -> Unit {
    let mut unit = Unit::default();
    entry(&mut unit, &[], 8, rest);
    unit
}

#[test]
fn uncaught() {
    let unit = unit_of(|b| {
        b.wide(Op::Int, 4, 5).wide(Op::Int, 5, 6);
        let point = b.returns(4, 1, &[]);
        b.live(&[4, 5]).op(Op::Call, 4, 1, point);
        b.op(Op::Return, 4, 0, 0);
    });
    assert_eq!(
        failure_of(&unit),
        "not-procedure: attempt to call something that is not a procedure"
    );
    let unit = unit_of(|b| {
        let global = b.global("nowhere");
        b.live(&[]).wide(Op::GlobalRef, 4, global.into());
        b.op(Op::Return, 4, 0, 0);
    });
    assert_eq!(failure_of(&unit), "unbound: undefined variable");
    let unit = unit_of(|b| {
        let list = b.constant(Constant::Primitive(Prim::Car));
        b.wide(Op::Const, 4, list.into());
        b.live(&[4]).op(Op::TailCall, 4, 0, 0);
    });
    assert_eq!(failure_of(&unit), "arity: car: expected 1 argument, got 0");
}

#[test]
fn exit() {
    let unit = unit_of(|b| {
        b.wide(Op::Int, 4, 3);
        b.live(&[4]).op(Op::Native, 4, 1, Prim::Exit as u16);
        b.op(Op::Return, 4, 0, 0);
    });
    let mut vm = Vm::open(&config()).expect("opens");
    assert!(matches!(run(&mut vm, &unit), Err(Uncaught::Exit(3))));
}

/// `%raise` is called above the frame, which is still good for a continuation captured before.
#[test]
fn handler() {
    let mut unit = Unit::default();
    // (define (%raise c) (k 9))
    let mut b = procedure(&mut unit, "%raise", Arity::Exactly(1), 8);
    let k = b.global("k");
    b.wide(Op::GlobalGet, 4, k.into()).wide(Op::Int, 5, 9);
    b.live(&[4, 5]).op(Op::TailCall, 4, 1, 0);
    let raise = b.end();
    let mut b = procedure(&mut unit, "save", Arity::Exactly(1), 4);
    let k = b.global("k");
    b.wide(Op::GlobalDefine, 1, k.into())
        .wide(Op::Int, 2, 0)
        .op(Op::Return, 2, 0, 0);
    let save = b.end();
    entry(&mut unit, &[("save", save)], 8, |b| {
        let closure = b.constant(Constant::Closure(raise));
        let global = b.constant(Constant::Global {
            module: "eyas control".into(),
            name: "%raise".into(),
        });
        b.wide(Op::Const, 1, closure.into())
            .wide(Op::GlobalDefine, 1, global.into());
        let save = b.global("save");
        let done = b.label();
        b.wide(Op::GlobalGet, 4, save.into());
        let point = b.returns(4, 0, &[]);
        b.live(&[4]).op(Op::CallCc, 4, 0, point);
        b.live(&[4]).branch(Op::BranchNumEqInt, 4, 9, done);
        b.live(&[4]).op(Op::Car, 5, 4, 0);
        b.place(done);
        b.op(Op::Return, 4, 0, 0);
    });
    assert_eq!(run_both(&unit), 9);
}

/// `(define (f n) (+ 1 (f n)))` runs into the limit and is told so.
#[test]
fn stack_overflow() {
    let mut unit = Unit::default();
    let mut b = procedure(&mut unit, "f", Arity::Exactly(1), 8);
    let f = b.global("f");
    b.op(Op::Move, 4, 1, 0);
    let point = b.returns(3, 1, &[]);
    b.live(&[4]).op(Op::CallGlobal, 3, f, point);
    b.live(&[3]).op(Op::AddInt, 3, 3, 1);
    b.op(Op::Return, 3, 0, 0);
    let f = b.end();
    entry(&mut unit, &[("f", f)], 8, |b| {
        let f = b.global("f");
        b.wide(Op::Int, 4, 0);
        b.live(&[4]).op(Op::TailCallGlobal, 3, f, 1);
    });
    let mut config = config();
    config.stack = 1 << 20;
    let mut vm = Vm::open(&config).expect("opens");
    for _ in 0..3 {
        let Err(uncaught) = run(&mut vm, &unit) else {
            panic!("returned")
        };
        let text = describe(&uncaught);
        assert_eq!(
            text,
            "stack-overflow: recursion is too deep: the stack limit is reached"
        );
    }
}

/// Another thread stops an endless loop, and endless tail calls.
#[test]
fn interrupt() {
    let looping = unit_of(|b| {
        let head = b.label();
        b.place(head);
        b.live(&[]).branch(Op::LoopBack, 0, 0, head);
    });
    let mut calling = Unit::default();
    let mut b = procedure(&mut calling, "f", Arity::Exactly(0), 8);
    let f = b.global("f");
    b.live(&[]).op(Op::TailCallGlobal, 3, f, 0);
    let f = b.end();
    entry(&mut calling, &[("f", f)], 8, |b| {
        let f = b.global("f");
        b.live(&[]).op(Op::TailCallGlobal, 3, f, 0);
    });
    for unit in [looping, calling] {
        let mut vm = Vm::open(&config()).expect("opens");
        let handle = vm.context().interrupt_handle();
        let thread = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(20));
            handle.interrupt();
        });
        let Err(uncaught) = run(&mut vm, &unit) else {
            panic!("returned")
        };
        assert_eq!(describe(&uncaught), "interrupt: interrupted");
        thread.join().expect("joins");
    }
}
