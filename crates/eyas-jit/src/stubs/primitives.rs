//! Primitives that are called as values, as in `(sort list <)`: the frequent ones without leaving machine code, the
//! rest by their Rust functions.
//!
//! Each gets its arguments in the slots of the frame at the base and their number in [`COUNT`]; what it does not do
//! itself it leaves, unchanged, to [`native_stub`].

use super::calls::{COUNT, call_and_return, return_rax};
use super::{BASE, CONTEXT, begin};
use eyas_asm::Label;
use eyas_asm::x64::{Alu, Asm, Cond, Gpr, Mem, Shift, Width};
use eyas_bytecode::Prim;
use eyas_heap::layout::{
    CAR_OFFSET, CDR_OFFSET, LOW_CHAR, MUTATOR_ALLOC, MUTATOR_LIMIT, TAG_PAIR, WORD,
};
use eyas_heap::{PAIR_SIZE, Value};
use eyas_vm::hooks::Runtime;

const X: Gpr = Gpr::Rax;
const Y: Gpr = Gpr::Rcx;
const T: Gpr = Gpr::R11;

/// Falls into the call of the runtime function in `rax`; the label is that of the primitive's own call.
pub(super) fn native_stub(asm: &mut Asm, runtime: &Runtime) -> Label {
    let call = asm.label();
    asm.jmp_near(call);
    let native = begin(asm);
    asm.mov_ri(Gpr::Rax, runtime.primitive);
    asm.bind(call);
    call_and_return(asm, runtime);
    native
}

/// Stubs of the primitives that have one.
pub(super) fn build(asm: &mut Asm, native: Label) -> Vec<(Prim, Label)> {
    let mut all = Vec::new();
    let mut add = |asm: &mut Asm, prim: Prim, count: i32, body: &dyn Fn(&mut Asm)| {
        let label = begin(asm);
        asm.alu_ri(Alu::Cmp, Width::Qword, COUNT, count);
        asm.jcc(Cond::NotEqual, native);
        asm.mov_rm(Width::Qword, X, Mem::at(BASE, WORD as i32));
        if count == 2 {
            asm.mov_rm(Width::Qword, Y, Mem::at(BASE, 2 * WORD as i32));
        }
        body(asm);
        return_rax(asm);
        all.push((prim, label));
    };
    let comparisons = [
        (Prim::NumEqual, Cond::Equal),
        (Prim::LessThan, Cond::Less),
        (Prim::MoreThan, Cond::Greater),
        (Prim::AtMost, Cond::LessEqual),
        (Prim::AtLeast, Cond::GreaterEqual),
    ];
    for (prim, cond) in comparisons {
        add(asm, prim, 2, &|asm| {
            guard_fixnums(asm, native);
            asm.alu_rr(Alu::Cmp, Width::Qword, X, Y);
            boolean(asm, cond);
        });
    }
    let comparisons = [
        (Prim::IsCharEqual, Cond::Equal),
        (Prim::IsCharLess, Cond::Below),
    ];
    for (prim, cond) in comparisons {
        add(asm, prim, 2, &|asm| {
            for r in [X, Y] {
                asm.cmp8_ri(r, LOW_CHAR as u8);
                asm.jcc(Cond::NotEqual, native);
            }
            asm.alu_rr(Alu::Cmp, Width::Qword, X, Y);
            boolean(asm, cond);
        });
    }
    for (prim, op) in [(Prim::Plus, Alu::Add), (Prim::Minus, Alu::Sub)] {
        add(asm, prim, 2, &|asm| {
            guard_fixnums(asm, native);
            asm.alu_rr(op, Width::Qword, X, Y);
            asm.jcc(Cond::Overflow, native);
        });
    }
    add(asm, Prim::Times, 2, &|asm| {
        guard_fixnums(asm, native);
        asm.shift_ri(Shift::Sar, X, 3);
        asm.imul_rr(X, Y);
        asm.jcc(Cond::Overflow, native);
    });
    for (prim, offset) in [(Prim::Car, CAR_OFFSET), (Prim::Cdr, CDR_OFFSET)] {
        add(asm, prim, 1, &|asm| {
            asm.lea(T, Mem::at(X, CAR_OFFSET as i32));
            asm.test8_ri(T, 7);
            asm.jcc(Cond::NotEqual, native);
            asm.mov_rm(Width::Qword, X, Mem::at(X, offset as i32));
        });
    }
    add(asm, Prim::Cons, 2, &|asm| {
        let next = Mem::at(CONTEXT, MUTATOR_ALLOC as i32);
        let limit = Mem::at(CONTEXT, MUTATOR_LIMIT as i32);
        // The count is in the way of a second register.
        asm.mov_rm(Width::Qword, T, next);
        asm.alu_ri(Alu::Add, Width::Qword, T, PAIR_SIZE as i32);
        asm.alu_rm(Alu::Cmp, Width::Qword, T, limit);
        asm.jcc(Cond::Above, native);
        asm.mov_mr(Width::Qword, next, T);
        let start = -(PAIR_SIZE as i32);
        asm.mov_mr(Width::Qword, Mem::at(T, start), X);
        asm.mov_mr(Width::Qword, Mem::at(T, start + WORD as i32), Y);
        asm.lea(X, Mem::at(T, start + TAG_PAIR as i32));
    });
    add(asm, Prim::IsEq, 2, &|asm| {
        asm.alu_rr(Alu::Cmp, Width::Qword, X, Y);
        boolean(asm, Cond::Equal);
    });
    for (prim, v) in [(Prim::Not, Value::FALSE), (Prim::IsNull, Value::NIL)] {
        add(asm, prim, 1, &|asm| {
            asm.alu_ri(Alu::Cmp, Width::Qword, X, v.bits() as i32);
            boolean(asm, Cond::Equal);
        });
    }
    add(asm, Prim::IsPair, 1, &|asm| {
        asm.lea(T, Mem::at(X, CAR_OFFSET as i32));
        asm.test8_ri(T, 7);
        boolean(asm, Cond::Equal);
    });
    add(asm, Prim::IsZero, 1, &|asm| {
        asm.test8_ri(X, 7);
        asm.jcc(Cond::NotEqual, native);
        asm.test_rr(Width::Qword, X, X);
        boolean(asm, Cond::Equal);
    });
    all
}

/// To `fail` unless both arguments are fixnums.
fn guard_fixnums(asm: &mut Asm, fail: Label) {
    asm.mov_rr(T, X);
    asm.alu_rr(Alu::Or, Width::Dword, T, Y);
    asm.test8_ri(T, 7);
    asm.jcc(Cond::NotEqual, fail);
}

/// `rax` ← the boolean that the flags say.
fn boolean(asm: &mut Asm, cond: Cond) {
    asm.setcc(cond, X);
    asm.movzx8_rr(X, X);
    asm.shift_ri(Shift::Shl, X, 8);
    asm.alu_ri(Alu::Or, Width::Dword, X, Value::FALSE.bits() as i32);
}
