//! Calls of anything: what templates do when the callee is not a closure that takes exactly the arguments passed.
//!
//! Rest lists are made and clauses of a `case-lambda` chosen here, so calls of such procedures stay in machine code, as
//! do those of primitives and of continuations with one value. All else (parameters that are set, mistakes) is the interpreter's `Enter`.

use super::{BASE, CONTEXT, TABLE, begin, primitives};
use crate::object::{SLOTS, field, kind_bits};
use crate::template::control;
use eyas_asm::Label;
use eyas_asm::x64::{Alu, Asm, Cond, Gpr, Mem, Scale, Width};
use eyas_heap::layout::{
    CAR_OFFSET, CDR_OFFSET, HEADER_OFFSET, MUTATOR_ALLOC, MUTATOR_LIMIT, TAG_OBJECT, TAG_PAIR, WORD,
};
use eyas_heap::object::{Closure, Primitive};
use eyas_heap::{Kind, PAIR_SIZE, Value};
use eyas_vm::hooks::{Runtime, offsets};

/// How many arguments a call under way passes.
pub(crate) const COUNT: Gpr = Gpr::R10;

/// Registers that [`gather`] needs.
struct Gather {
    /// Address of the first value.
    first: Gpr,
    /// How many there are; changes.
    count: Gpr,
    /// These change.
    at: Gpr,
    tail: Gpr,
    spare: Gpr,
}

/// Puts a list of values that stand in slots into the first of these; to `full`, with only `at` and `tail` changed,
/// if there is no room.
fn gather(asm: &mut Asm, r: &Gather, full: Label) {
    let [again, done] = [(); 2].map(|()| asm.label());
    let next = Mem::at(CONTEXT, MUTATOR_ALLOC as i32);
    asm.mov_rm(Width::Qword, r.at, next);
    asm.mov_rr(r.tail, r.count);
    asm.shift_ri(
        eyas_asm::x64::Shift::Shl,
        r.tail,
        PAIR_SIZE.trailing_zeros() as u8,
    );
    asm.alu_rr(Alu::Add, Width::Qword, r.tail, r.at);
    asm.alu_rm(
        Alu::Cmp,
        Width::Qword,
        r.tail,
        Mem::at(CONTEXT, MUTATOR_LIMIT as i32),
    );
    asm.jcc(Cond::Above, full);
    asm.mov_mr(Width::Qword, next, r.tail);
    asm.mov_ri(r.tail, Value::NIL.bits());
    asm.bind(again);
    asm.alu_ri(Alu::Sub, Width::Qword, r.count, 1);
    asm.jcc_near(Cond::Less, done);
    asm.mov_rm(
        Width::Qword,
        r.spare,
        Mem::indexed(r.first, r.count, Scale::Eight, 0),
    );
    asm.mov_mr(Width::Qword, Mem::at(r.at, 0), r.spare);
    asm.mov_mr(Width::Qword, Mem::at(r.at, WORD as i32), r.tail);
    asm.lea(r.tail, Mem::at(r.at, TAG_PAIR as i32));
    asm.alu_ri(Alu::Add, Width::Qword, r.at, PAIR_SIZE as i32);
    asm.jmp_near(again);
    asm.bind(done);
    asm.mov_mr(Width::Qword, Mem::at(r.first, 0), r.tail);
}

/// Called with the address of the first of `r11` values in `rax`: as [`gather`], with flags "equal" if there was room.
pub(super) fn gather_stub(asm: &mut Asm) -> Label {
    let label = begin(asm);
    let full = asm.label();
    let r = Gather {
        first: Gpr::Rax,
        count: Gpr::R11,
        at: Gpr::Rdi,
        tail: Gpr::R9,
        spare: Gpr::R10,
    };
    gather(asm, &r, full);
    asm.alu_rr(Alu::Cmp, Width::Qword, Gpr::Rax, Gpr::Rax);
    asm.ret();
    asm.bind(full);
    // The address of a slot is not zero.
    asm.test_rr(Width::Qword, Gpr::Rax, Gpr::Rax);
    asm.ret();
    label
}

/// Called with a window in `r9`: spreads the list behind its [`COUNT`] arguments and adds to the count. The flags are
/// "equal" if it was a proper list for which there is room; otherwise the window is as it was.
pub(super) fn spread_stub(asm: &mut Asm) -> Label {
    let label = begin(asm);
    let [again, end, fail] = [(); 3].map(|()| asm.label());
    let (rest, list, at, place, t) = (Gpr::Rax, Gpr::Rcx, Gpr::Rdi, Gpr::R11, COUNT);
    asm.lea(at, Mem::indexed(Gpr::R9, COUNT, Scale::Eight, WORD as i32));
    asm.mov_rr(place, at);
    asm.mov_rm(Width::Qword, rest, Mem::at(at, 0));
    asm.mov_rr(list, rest);
    asm.bind(again);
    asm.lea(t, Mem::at(rest, CAR_OFFSET as i32));
    asm.test8_ri(t, 7);
    asm.jcc_near(Cond::NotEqual, end);
    asm.alu_rm(
        Alu::Cmp,
        Width::Qword,
        at,
        Mem::at(CONTEXT, offsets::STACK_LIMIT),
    );
    asm.jcc_near(Cond::Above, fail);
    asm.mov_rm(Width::Qword, t, Mem::at(rest, CAR_OFFSET as i32));
    asm.mov_mr(Width::Qword, Mem::at(at, 0), t);
    asm.mov_rm(Width::Qword, rest, Mem::at(rest, CDR_OFFSET as i32));
    asm.alu_ri(Alu::Add, Width::Qword, at, WORD as i32);
    asm.jmp_near(again);
    asm.bind(end);
    asm.lea(COUNT, Mem::at(at, -(WORD as i32)));
    asm.alu_rr(Alu::Sub, Width::Qword, COUNT, Gpr::R9);
    asm.shift_ri(eyas_asm::x64::Shift::Shr, COUNT, 3);
    asm.alu_ri(Alu::Cmp, Width::Qword, rest, Value::NIL.bits() as i32);
    asm.jcc_near(Cond::NotEqual, fail);
    asm.ret();
    asm.bind(fail);
    asm.mov_mr(Width::Qword, Mem::at(place, 0), list);
    asm.test_rr(Width::Qword, place, place);
    asm.ret();
    label
}

/// Returns `rax` from the frame at the base.
pub(super) fn return_rax(asm: &mut Asm) {
    asm.mov_rm(Width::Qword, Gpr::Rcx, Mem::at(BASE, -8));
    asm.mov_mr(Width::Qword, Mem::at(BASE, 0), Gpr::Rax);
    asm.jmp_m(Mem::at(Gpr::Rcx, offsets::RETURN_MACHINE));
}

/// Returns [`COUNT`] values that stand at the base.
pub(super) fn return_values_stub(asm: &mut Asm) -> Label {
    let label = begin(asm);
    let [first, some, interpret] = [(); 3].map(|()| asm.label());
    asm.mov_rm(Width::Qword, Gpr::Rcx, Mem::at(BASE, -8));
    asm.mov_rm(
        Width::Qword,
        Gpr::Rdi,
        Mem::at(Gpr::Rcx, offsets::RETURN_VALUES_PC),
    );
    asm.test_rr(Width::Qword, Gpr::Rdi, Gpr::Rdi);
    asm.jcc_near(Cond::Equal, first);
    asm.mov_mr(Width::Qword, Mem::at(CONTEXT, offsets::VALUES), COUNT);
    asm.alu_rm(
        Alu::Sub,
        Width::Qword,
        BASE,
        Mem::at(Gpr::Rcx, offsets::RETURN_DELTA),
    );
    asm.alu_mi(
        Alu::Cmp,
        Width::Qword,
        Mem::at(Gpr::Rdi, 0),
        offsets::MACHINE_WORD,
    );
    asm.jcc_near(Cond::NotEqual, interpret);
    asm.jmp_m(Mem::at(Gpr::Rdi, 8));
    asm.bind(interpret);
    asm.mov_rm(
        Width::Qword,
        Gpr::R9,
        Mem::at(Gpr::Rcx, offsets::RETURN_CONSTS),
    );
    super::interpret(asm);
    // Only one is wanted.
    asm.bind(first);
    asm.test_rr(Width::Qword, COUNT, COUNT);
    asm.jcc_near(Cond::NotEqual, some);
    asm.mov_mi(
        Width::Qword,
        Mem::at(BASE, 0),
        Value::UNSPECIFIED.bits() as i32,
    );
    asm.bind(some);
    asm.mov_rm(Width::Qword, Gpr::Rax, Mem::at(BASE, 0));
    asm.jmp_m(Mem::at(Gpr::Rcx, offsets::RETURN_MACHINE));
    label
}

/// Goes to the entry of the template that needs nothing in registers; `rax` changes.
fn enter_cold(asm: &mut Asm, template: Gpr) {
    let entry = Mem::at(template, SLOTS + offsets::TEMPLATE_ENTRY);
    asm.mov_rm(Width::Qword, Gpr::Rax, entry);
    asm.alu_ri(Alu::Sub, Width::Qword, Gpr::Rax, offsets::WARM as i32);
    asm.jmp_r(Gpr::Rax);
}

/// Calls what is in slot 0 of the frame at the base, which has its link, with [`COUNT`] arguments; pc and slots are
/// those of the calling instruction.
pub(super) fn open_stub(asm: &mut Asm, runtime: &Runtime, table: &[u64]) -> (Label, Label) {
    let [arity, not_exact, cases, rest, found] = [(); 5].map(|()| asm.label());
    let [not_closure, not_primitive, full, interpret] = [(); 4].map(|()| asm.label());
    let (callee, template, t) = (Gpr::Rax, Gpr::Rcx, Gpr::R11);
    let open = begin(asm);
    asm.mov_rm(Width::Qword, callee, Mem::at(BASE, 0));
    asm.lea(t, Mem::at(callee, -(TAG_OBJECT as i32)));
    asm.test8_ri(t, 7);
    asm.jcc(Cond::NotEqual, interpret);
    asm.movzx16_rm(t, Mem::at(callee, HEADER_OFFSET as i32));
    asm.alu_ri(Alu::Cmp, Width::Dword, t, kind_bits(Kind::Closure));
    asm.jcc(Cond::NotEqual, not_closure);
    asm.mov_rm(Width::Qword, template, field(callee, Closure::TEMPLATE));
    asm.bind(arity);
    asm.mov_rm(
        Width::Qword,
        callee,
        Mem::at(template, SLOTS + offsets::TEMPLATE_ARITY),
    );
    asm.shift_ri(eyas_asm::x64::Shift::Sar, callee, 3);
    asm.alu_rr(Alu::Cmp, Width::Qword, callee, COUNT);
    asm.jcc(Cond::NotEqual, not_exact);
    enter_cold(asm, template);

    asm.bind(not_exact);
    asm.alu_ri(Alu::Cmp, Width::Qword, callee, offsets::CASES);
    asm.jcc(Cond::LessEqual, cases);
    asm.test_rr(Width::Qword, callee, callee);
    asm.jcc(Cond::Sign, rest);

    asm.bind(interpret);
    asm.mov_mr(Width::Qword, Mem::at(CONTEXT, offsets::VALUES), COUNT);
    asm.mov_ri(Gpr::Rax, runtime.enter);
    asm.jmp_r(Gpr::Rax);

    // At least so many arguments, and the rest in a list.
    asm.bind(rest);
    asm.neg(callee);
    asm.mov_rr(t, COUNT);
    asm.alu_rr(Alu::Sub, Width::Qword, t, callee);
    asm.alu_ri(Alu::Add, Width::Qword, t, 1);
    asm.jcc(Cond::Sign, interpret);
    asm.lea(callee, Mem::indexed(BASE, callee, Scale::Eight, 0));
    asm.push(Gpr::Rdi);
    asm.push(Gpr::R9);
    let r = Gather {
        first: callee,
        count: t,
        at: Gpr::Rdi,
        tail: Gpr::R9,
        spare: COUNT,
    };
    gather(asm, &r, full);
    asm.pop(Gpr::R9);
    asm.pop(Gpr::Rdi);
    enter_cold(asm, template);
    asm.bind(full);
    asm.pop(Gpr::R9);
    asm.pop(Gpr::Rdi);
    asm.jmp(interpret);

    // The first clause that fits.
    let [next, skip] = [(); 2].map(|()| asm.label());
    asm.bind(cases);
    asm.neg(callee);
    asm.alu_ri(Alu::Add, Width::Qword, callee, offsets::CASES);
    asm.mov_rm(
        Width::Qword,
        t,
        Mem::at(template, SLOTS + offsets::TEMPLATE_CLAUSES),
    );
    asm.bind(next);
    asm.alu_ri(Alu::Sub, Width::Qword, callee, 1);
    asm.jcc(Cond::Less, interpret);
    asm.alu_rm(
        Alu::Cmp,
        Width::Dword,
        COUNT,
        Mem::at(t, offsets::CLAUSE_REQUIRED),
    );
    asm.jcc_near(Cond::Equal, found);
    asm.jcc_near(Cond::Below, skip);
    asm.movzx8_rm(template, Mem::at(t, offsets::CLAUSE_REST));
    asm.test_rr(Width::Dword, template, template);
    asm.jcc_near(Cond::NotEqual, found);
    asm.bind(skip);
    asm.alu_ri(Alu::Add, Width::Qword, t, offsets::CLAUSE_SIZE);
    asm.jmp_near(next);
    asm.bind(found);
    asm.mov_rm(Width::Qword, template, Mem::at(t, offsets::CLAUSE_CONSTS));
    asm.alu_ri(Alu::Sub, Width::Qword, template, SLOTS);
    asm.jmp(arity);

    asm.bind(not_closure);
    asm.alu_ri(Alu::Cmp, Width::Dword, t, kind_bits(Kind::Primitive));
    asm.jcc(Cond::NotEqual, not_primitive);
    // A fixnum is a multiple of the size of an entry.
    asm.mov_rm(Width::Qword, Gpr::Rcx, field(callee, Primitive::NUMBER));
    asm.mov_ri(t, table.as_ptr().expose_provenance() as u64);
    asm.jmp_m(Mem::indexed(t, Gpr::Rcx, Scale::One, 0));

    let [continuation, no] = [(); 2].map(|()| asm.label());
    asm.bind(not_primitive);
    asm.alu_ri(Alu::Cmp, Width::Dword, t, kind_bits(Kind::Continuation));
    asm.jcc(Cond::Equal, continuation);
    asm.alu_ri(Alu::Cmp, Width::Dword, t, kind_bits(Kind::Parameter));
    asm.jcc(Cond::NotEqual, interpret);
    asm.test_rr(Width::Qword, COUNT, COUNT);
    asm.jcc(Cond::NotEqual, interpret);
    asm.mov_ri(Gpr::Rax, runtime.parameter);
    let native = primitives::native_stub(asm, runtime);

    asm.bind(continuation);
    asm.alu_ri(Alu::Cmp, Width::Qword, COUNT, 1);
    asm.jcc(Cond::NotEqual, interpret);
    asm.push(Gpr::Rdi);
    asm.push(Gpr::R9);
    asm.mov_rm(Width::Qword, Gpr::Rdi, Mem::at(BASE, WORD as i32));
    control::throw(asm, no);
    asm.pop(Gpr::R9);
    asm.pop(Gpr::Rdi);
    asm.jmp_m(Mem::at(Gpr::Rcx, offsets::RETURN_MACHINE));
    asm.bind(no);
    asm.pop(Gpr::R9);
    asm.pop(Gpr::Rdi);
    asm.mov_ri(COUNT, 1);
    asm.jmp(interpret);
    (open, native)
}

/// Calls the runtime function in `rax` for the frame at the base, and returns its result.
pub(super) fn call_and_return(asm: &mut Asm, runtime: &Runtime) {
    let failed = asm.label();
    let kept = [Gpr::Rdi, BASE, CONTEXT, TABLE, Gpr::R9];
    for r in kept {
        asm.push(r);
    }
    asm.mov_mr(Width::Qword, Mem::at(CONTEXT, offsets::VALUES), COUNT);
    asm.call_r(Gpr::Rax);
    for r in kept.into_iter().rev() {
        asm.pop(r);
    }
    asm.alu_ri(Alu::Cmp, Width::Qword, Gpr::Rax, offsets::FAILED as i32);
    asm.jcc_near(Cond::Equal, failed);
    return_rax(asm);
    asm.bind(failed);
    asm.mov_ri(Gpr::Rax, runtime.raise_call);
    asm.jmp_r(Gpr::Rax);
}
