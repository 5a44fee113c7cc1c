//! Capture and reinstatement.

use super::assemble::{entry, procedure};
use super::{config, run_both, run_in};
use eyas_bytecode::{Arity, ConstId, Constant, Op, Prim, Unit};

/// `(define (save k) (set! saved k) 0)`; the top level adds the result of `(call/cc save)` to a sum in a global and
/// calls `saved` again until the result is 5. The continuation is re-entered from a deeper and from the same level.
#[test]
fn reentry() {
    let mut unit = Unit::default();
    let mut b = procedure(&mut unit, "save", Arity::Exactly(1), 4);
    let saved = b.global("saved");
    b.wide(Op::GlobalDefine, 1, saved.into())
        .wide(Op::Int, 2, 0)
        .op(Op::Return, 2, 0, 0);
    let save = b.end();
    // (define (f x) (let ((y (call/cc save))) (+ x y))): two frames are captured.
    let mut b = procedure(&mut unit, "f", Arity::Exactly(1), 8);
    let save_global = b.global("save");
    b.wide(Op::GlobalGet, 4, save_global.into());
    let point = b.returns(4, 0, &[1]);
    b.live(&[1, 4]).op(Op::CallCc, 4, 0, point);
    b.live(&[1, 4]).op(Op::Add, 4, 4, 1);
    b.op(Op::Return, 4, 0, 0);
    let f = b.end();
    entry(&mut unit, &[("save", save), ("f", f)], 8, |b| {
        let (f, saved, sum) = (b.global("f"), b.global("saved"), b.global("sum"));
        let done = b.label();
        b.wide(Op::Int, 1, 0).wide(Op::GlobalDefine, 1, sum.into());
        b.wide(Op::Int, 2, 100).wide(Op::Int, 5, 10);
        let point = b.returns(4, 1, &[2]);
        b.live(&[2, 5]).op(Op::CallGlobal, 4, f, point);
        // 4 is 10 + what the continuation got.
        b.wide(Op::GlobalGet, 1, sum.into());
        b.live(&[1, 2, 4]).op(Op::Add, 1, 1, 4);
        b.wide(Op::GlobalDefine, 1, sum.into());
        b.live(&[1, 2, 4]).branch(Op::BranchNumEqInt, 4, 15, done);
        b.wide(Op::GlobalGet, 6, saved.into());
        b.live(&[2, 4, 6]).op(Op::SubInt, 7, 4, 9);
        b.live(&[2, 6, 7]).op(Op::TailCall, 6, 1, 0);
        b.place(done);
        b.live(&[1, 2]).op(Op::Add, 1, 1, 2);
        b.op(Op::Return, 1, 0, 0);
    });
    assert_eq!(run_both(&unit), 10 + 11 + 12 + 13 + 14 + 15 + 100);
}

/// `(define (deep n k) (if (= n 0) (k 7) (+ 1 (deep (- n 1) k))))`: escapes from deep down.
#[test]
fn escape() {
    let mut unit = Unit::default();
    let mut b = procedure(&mut unit, "deep", Arity::Exactly(2), 8);
    let deep = b.global("deep");
    let zero = b.label();
    b.live(&[1, 2]).branch(Op::BranchNumEqInt, 1, 0, zero);
    b.live(&[1, 2]).op(Op::SubInt, 5, 1, 1);
    b.op(Op::Move, 6, 2, 0);
    let point = b.returns(4, 2, &[]);
    b.live(&[5, 6]).op(Op::CallGlobal, 4, deep, point);
    b.live(&[4]).op(Op::AddInt, 4, 4, 1);
    b.op(Op::Return, 4, 0, 0);
    b.place(zero);
    b.op(Op::Move, 4, 2, 0).wide(Op::Int, 5, 7);
    b.live(&[4, 5]).op(Op::TailCall, 4, 1, 0);
    let deep = b.end();
    let mut b = procedure(&mut unit, "start", Arity::Exactly(1), 8);
    let deep_global = b.global("deep");
    b.wide(Op::Int, 4, 1000).op(Op::Move, 5, 1, 0);
    b.live(&[4, 5]).op(Op::TailCallGlobal, 3, deep_global, 2);
    let start = b.end();
    entry(&mut unit, &[("deep", deep), ("start", start)], 8, |b| {
        let start = b.global("start");
        b.wide(Op::GlobalGet, 4, start.into());
        let point = b.returns(4, 0, &[]);
        b.live(&[4]).op(Op::CallCc, 4, 0, point);
        b.live(&[4]).op(Op::AddInt, 4, 4, 1);
        b.op(Op::Return, 4, 0, 0);
    });
    assert_eq!(run_both(&unit), 8);
}

/// A continuation captured under other winders goes through `%rewind`.
#[test]
fn rewind() {
    let mut unit = Unit::default();
    let mut b = procedure(&mut unit, "%rewind", Arity::Exactly(2), 8);
    // (define (%rewind k results) (%set-winders! '()) (apply k results))
    let nil = b.constant(Constant::Nil);
    b.wide(Op::Const, 3, nil.into());
    b.live(&[1, 2, 3])
        .op(Op::Native, 3, 1, Prim::SetWinders as u16);
    b.op(Op::Move, 4, 1, 0).op(Op::Move, 5, 2, 0);
    b.live(&[4, 5]).op(Op::TailApply, 4, 1, 0);
    let rewind = b.end();
    let mut b = procedure(&mut unit, "body", Arity::Exactly(1), 8);
    let other = b.constant(Constant::Pair(ConstId(0), ConstId(0)));
    b.wide(Op::Const, 3, other.into());
    b.live(&[1, 3])
        .op(Op::Native, 3, 1, Prim::SetWinders as u16);
    b.op(Op::Move, 4, 1, 0).wide(Op::Int, 5, 42);
    b.live(&[4, 5]).op(Op::TailCall, 4, 1, 0);
    let body = b.end();
    entry(&mut unit, &[("body", body)], 8, |b| {
        let closure = b.constant(Constant::Closure(rewind));
        let global = b.constant(Constant::Global {
            module: "eyas control".into(),
            name: "%rewind".into(),
        });
        b.wide(Op::Const, 1, closure.into())
            .wide(Op::GlobalDefine, 1, global.into());
        let body = b.global("body");
        b.wide(Op::GlobalGet, 4, body.into());
        let point = b.returns(4, 0, &[]);
        b.live(&[4]).op(Op::CallCc, 4, 0, point);
        b.op(Op::Return, 4, 0, 0);
    });
    assert_eq!(run_both(&unit), 42);
}

/// Captures and returns a million times: nothing may pile up.
#[test]
fn capture_in_a_loop() {
    let mut unit = Unit::default();
    let mut b = procedure(&mut unit, "id", Arity::Exactly(1), 4);
    b.wide(Op::Int, 2, 1).op(Op::Return, 2, 0, 0);
    let id = b.end();
    entry(&mut unit, &[("id", id)], 8, |b| {
        let id = b.global("id");
        let (head, out) = (b.label(), b.label());
        b.wide(Op::Int, 1, 300_000).wide(Op::Int, 2, 0);
        b.place(head);
        b.live(&[1, 2]).branch(Op::BranchNumEqInt, 1, 0, out);
        b.wide(Op::GlobalGet, 5, id.into());
        let point = b.returns(5, 0, &[1, 2]);
        b.live(&[1, 2, 5]).op(Op::CallCc, 5, 0, point);
        b.live(&[1, 2, 5]).op(Op::Add, 2, 2, 5);
        b.live(&[1, 2]).op(Op::SubInt, 1, 1, 1);
        b.live(&[1, 2]).branch(Op::LoopBack, 0, 0, head);
        b.place(out);
        b.op(Op::Return, 2, 0, 0);
    });
    assert_eq!(run_in(&config(), &unit), 300_000);
}
