//! Continuations in machine code: capture, invoking one with a value, and returns into sealed frames.
//!
//! `eyas_vm`'s `control/capture.rs` says what happens to frames. What is here does the same for the frequent cases: the
//! frames are in the stack, the continuation may be used any number of times, no `dynamic-wind` thunks are to run. The
//! rest leaves to the interpreter before anything has changed. The work is done by stubs, since it is too much code to
//! have it at every call.

use super::*;
use eyas_asm::x64::Scale;
use eyas_heap::layout::{MUTATOR_ALLOC, MUTATOR_LIMIT};
use eyas_heap::object::{Closure, Continuation, Frames};
use eyas_vm::hooks::offsets;

/// A word of the context.
fn context(offset: i32) -> Mem {
    Mem::at(CONTEXT, offset)
}

/// Stub: the continuation of the frame at `rdi`, whose callee returns to the link in `r11`, in `rax`; the frame gets
/// the link that it has now. `rax` is 0, and nothing has changed, if the interpreter has to do it. Keeps `rdi`.
pub(crate) fn capture(asm: &mut Asm, is_once: bool) {
    let (callee, link, oldest, at, t) = (Gpr::Rdi, Gpr::R11, Gpr::R9, Gpr::Rcx, Gpr::Rax);
    let [no, is_end, empty, dynamic] = [(); 4].map(|()| asm.label());
    asm.alu_mi(Alu::Cmp, Width::Qword, context(offsets::LEFT), 0);
    asm.jcc(Cond::NotEqual, no);
    asm.mov_rm(Width::Qword, oldest, context(offsets::BOTTOM));
    asm.alu_rm(Alu::Cmp, Width::Qword, oldest, context(offsets::FAST_LIMIT));
    asm.jcc(Cond::Above, no);
    asm.alu_ri(Alu::Add, Width::Qword, oldest, 8);
    asm.mov_rm(Width::Qword, at, context(MUTATOR_ALLOC as i32));
    asm.lea(Gpr::R10, Mem::at(at, Continuation::SIZE as i32));
    asm.alu_rm(
        Alu::Cmp,
        Width::Qword,
        Gpr::R10,
        context(MUTATOR_LIMIT as i32),
    );
    asm.jcc(Cond::Above, no);
    asm.mov_rm(Width::Qword, t, context(offsets::BELOW));
    if !is_once {
        // All continuations below may be used any number of times if the first may.
        asm.alu_ri(Alu::Cmp, Width::Qword, t, Value::FALSE.bits() as i32);
        asm.jcc(Cond::Equal, is_end);
        asm.mov_rm(Width::Qword, t, field(t, Continuation::STATE));
        asm.test8_ri(t, offsets::SHARED_BIT);
        asm.jcc(Cond::Equal, no);
        asm.mov_rm(Width::Qword, t, context(offsets::BELOW));
        asm.bind(is_end);
    }
    asm.mov_mr(Width::Qword, context(MUTATOR_ALLOC as i32), Gpr::R10);
    let header = Header::build(Kind::Continuation, 0, Continuation::SLOTS).bits();
    asm.mov_ri(Gpr::R10, header);
    asm.mov_mr(Width::Qword, Mem::at(at, 0), Gpr::R10);
    asm.alu_ri(Alu::Add, Width::Qword, at, TAG_OBJECT as i32);
    asm.mov_mr(Width::Qword, field(at, Continuation::NEXT), t);
    asm.mov_mi(Width::Qword, field(at, Continuation::START), 0);
    asm.alu_rr(Alu::Cmp, Width::Qword, callee, oldest);
    asm.jcc(Cond::Equal, empty);
    asm.mov_mr(Width::Qword, field(at, Continuation::PLACE), oldest);
    asm.mov_mr(Width::Qword, field(at, Continuation::LINK), link);
    // The number of bytes is the number of words as a fixnum.
    asm.mov_rr(t, callee);
    asm.alu_rr(Alu::Sub, Width::Qword, t, oldest);
    asm.mov_mr(Width::Qword, field(at, Continuation::COUNT), t);
    asm.mov_mr(Width::Qword, context(offsets::BELOW), at);
    asm.lea(t, Mem::at(callee, -8));
    asm.mov_mr(Width::Qword, context(offsets::BOTTOM), t);
    asm.mov_rm(Width::Qword, link, context(offsets::UNDERFLOW_LINK));
    asm.mov_mr(Width::Qword, Mem::at(t, 0), link);
    asm.bind(dynamic);
    for (from, to) in [
        (offsets::STATE, Continuation::STATE),
        (offsets::WINDERS, Continuation::WINDERS),
        (offsets::HANDLERS, Continuation::HANDLERS),
        (offsets::PARAMETERIZATION, Continuation::PARAMETERIZATION),
    ] {
        asm.mov_rm(Width::Qword, t, context(from));
        if is_once && to == Continuation::STATE {
            asm.alu_ri(Alu::Sub, Width::Qword, t, offsets::SHARED_BIT.into());
        }
        asm.mov_mr(Width::Qword, field(at, to), t);
    }
    asm.mov_rr(Gpr::Rax, at);
    asm.ret();
    asm.bind(empty);
    for i in [Continuation::PLACE, Continuation::COUNT, Continuation::LINK] {
        asm.mov_mi(Width::Qword, field(at, i), 0);
    }
    asm.jmp(dynamic);
    asm.bind(no);
    asm.mov_ri(Gpr::Rax, 0);
    asm.ret();
}

/// Drops the active frames and gives the value in `rdi` to the continuation in `rax`. The result is the base of the
/// newest frame's callee, with the value in its slot 0 and in `rax`, and the descriptor to return to in `rcx`. Goes to
/// `no`, where nothing has changed but registers, if the interpreter has to do it.
pub(crate) fn throw(asm: &mut Asm, no: Label) {
    let t = Gpr::Rcx;
    asm.mov_rm(Width::Qword, t, field(Gpr::Rax, Continuation::WINDERS));
    asm.alu_rm(Alu::Cmp, Width::Qword, t, context(offsets::WINDERS));
    asm.jcc(Cond::NotEqual, no);
    // A loop of throws need not contain a call.
    asm.alu_mi(Alu::Cmp, Width::Qword, context(offsets::STACK_LIMIT), 0);
    asm.jcc(Cond::Equal, no);
    refill(asm, true, no);
}

/// Stub: returns the value in `rax` to the newest frame of the continuation below.
pub(crate) fn underflow(asm: &mut Asm, interpret_return: Label) {
    let [no, not_shared] = [(); 2].map(|()| asm.label());
    asm.mov_rr(Gpr::Rdi, Gpr::Rax);
    asm.mov_rm(Width::Qword, Gpr::Rax, context(offsets::BELOW));
    refill(asm, false, not_shared);
    asm.jmp_m(Mem::at(Gpr::Rcx, offsets::RETURN_MACHINE));
    asm.bind(not_shared);
    asm.alu_mi(Alu::Cmp, Width::Qword, context(offsets::LEFT), 0);
    asm.jcc(Cond::NotEqual, no);
    adopt(asm, no);
    asm.jmp_m(Mem::at(Gpr::Rcx, offsets::RETURN_MACHINE));
    asm.bind(no);
    asm.mov_rm(Width::Qword, Gpr::Rcx, context(offsets::UNDERFLOW_LINK));
    asm.jmp(interpret_return);
}

/// Makes the frames of the continuation in `rax`, which may be used once, active again, if they are right below; the
/// result is that of [`refill`]. Goes to `no` before anything has changed.
fn adopt(asm: &mut Asm, no: Label) {
    let (k, v, t) = (Gpr::Rax, Gpr::Rdi, Gpr::R10);
    asm.mov_rm(Width::Qword, t, field(k, Continuation::STATE));
    asm.alu_ri(Alu::Add, Width::Qword, t, offsets::SHARED_BIT.into());
    asm.alu_rm(Alu::Cmp, Width::Qword, t, context(offsets::STATE));
    asm.jcc(Cond::NotEqual, no);
    asm.mov_rm(Width::Qword, t, context(offsets::BOTTOM));
    asm.alu_rm(Alu::Cmp, Width::Qword, t, context(offsets::FAST_LIMIT));
    asm.jcc(Cond::Above, no);
    // If the frames are in the heap, this is no address in the stack.
    let oldest = Gpr::R9;
    asm.mov_rm(Width::Qword, oldest, field(k, Continuation::PLACE));
    asm.mov_rr(t, oldest);
    asm.alu_rm(Alu::Add, Width::Qword, t, field(k, Continuation::COUNT));
    asm.alu_rr(Alu::Cmp, Width::Qword, t, BASE);
    asm.jcc(Cond::NotEqual, no);
    let used = field(k, Continuation::STATE);
    asm.alu_mi(Alu::Add, Width::Qword, used, offsets::USED_BIT.into());
    asm.alu_ri(Alu::Sub, Width::Qword, oldest, 8);
    asm.mov_mr(Width::Qword, context(offsets::BOTTOM), oldest);
    asm.mov_mi(Width::Qword, context(offsets::VISITED_BOTTOM), 0);
    asm.mov_rm(Width::Qword, t, field(k, Continuation::NEXT));
    asm.mov_mr(Width::Qword, context(offsets::BELOW), t);
    asm.mov_rm(Width::Qword, Gpr::Rcx, field(k, Continuation::LINK));
    asm.mov_mr(Width::Qword, Mem::at(BASE, -8), Gpr::Rcx);
    asm.mov_mi(Width::Qword, field(k, Continuation::PLACE), 0);
    let end = Value::FALSE.bits() as i32;
    asm.mov_mi(Width::Qword, field(k, Continuation::NEXT), end);
    asm.mov_rr(Gpr::Rax, v);
}

/// Brings the newest frame of the continuation in `rax` back, above it the value in `rdi`, and with `is_throw` its
/// dynamic state; without, frames of the continuation may have been brought back before. The results are those of
/// [`throw`]. Goes to `no` before anything has changed but registers; those with the operands have not.
fn refill(asm: &mut Asm, is_throw: bool, no: Label) {
    let (k, from, bottom) = (Gpr::Rax, Gpr::R9, Gpr::R10);
    let [heap, over] = [(); 2].map(|()| asm.label());
    asm.mov_rm(Width::Qword, bottom, context(offsets::BOTTOM));
    let limit = context(offsets::FAST_LIMIT);
    asm.alu_rm(Alu::Cmp, Width::Qword, bottom, limit);
    asm.jcc(Cond::Above, no);
    asm.mov_rm(Width::Qword, from, field(k, Continuation::PLACE));
    asm.test8_ri(from, 7);
    asm.jcc(Cond::NotEqual, heap);
    asm.test_rr(Width::Qword, from, from);
    asm.jcc(Cond::Equal, no);
    // Frames are short: of a loop by single words the end would mostly not be foreseen. What is copied too much comes
    // from the stack below the copy and gets above all frames.
    bring_back(asm, is_throw, 4, no);
    asm.jmp(over);
    asm.bind(heap);
    // As a fixnum, the number of words before them is their number of bytes.
    asm.alu_rm(Alu::Add, Width::Qword, from, field(k, Continuation::START));
    let first = SLOTS + (WORD * Frames::FIRST_WORD) as i32;
    asm.alu_ri(Alu::Add, Width::Qword, from, first);
    bring_back(asm, is_throw, 1, no);
    asm.bind(over);
}

/// The second half of [`refill`]: the frames are at `r9`, from where so many words may be read at a time.
fn bring_back(asm: &mut Asm, is_throw: bool, at_a_time: usize, no: Label) {
    let (k, v, from) = (Gpr::Rax, Gpr::Rdi, Gpr::R9);
    let (link, left, size) = (Gpr::Rcx, Gpr::R11, Gpr::R10);
    let [whole, started, part, linked, copy] = [(); 5].map(|()| asm.label());
    if !is_throw {
        asm.mov_rm(Width::Qword, left, context(offsets::LEFT));
        asm.test_rr(Width::Qword, left, left);
        asm.jcc_near(Cond::Equal, whole);
        // The word below the next frame's callee is its link.
        let last = Mem::indexed(from, left, Scale::One, -(WORD as i32));
        asm.mov_rm(Width::Qword, link, last);
        asm.jmp_near(started);
    }
    asm.bind(whole);
    asm.mov_rm(Width::Qword, link, field(k, Continuation::STATE));
    asm.alu_rm(Alu::Cmp, Width::Qword, link, context(offsets::STATE));
    asm.jcc(Cond::NotEqual, no);
    asm.mov_rm(Width::Qword, link, field(k, Continuation::LINK));
    asm.mov_rm(Width::Qword, left, field(k, Continuation::COUNT));
    asm.bind(started);
    // The machine's own descriptors have no distance.
    asm.mov_rm(Width::Qword, size, Mem::at(link, offsets::RETURN_DELTA));
    asm.test_rr(Width::Qword, size, size);
    asm.jcc(Cond::Equal, no);
    let bottom = BASE;
    if is_throw {
        for (from, to) in [
            (Continuation::HANDLERS, offsets::HANDLERS),
            (Continuation::PARAMETERIZATION, offsets::PARAMETERIZATION),
        ] {
            asm.mov_rm(Width::Qword, bottom, field(k, from));
            asm.mov_mr(Width::Qword, context(to), bottom);
        }
    }
    asm.mov_rm(Width::Qword, bottom, context(offsets::BOTTOM));
    asm.alu_rr(Alu::Sub, Width::Qword, left, size);
    asm.mov_mr(Width::Qword, context(offsets::LEFT), left);
    asm.lea(from, Mem::indexed(from, left, Scale::One, 0));
    let t = left;
    asm.jcc_near(Cond::NotEqual, part);
    asm.mov_rm(Width::Qword, k, field(k, Continuation::NEXT));
    asm.mov_rm(Width::Qword, t, context(offsets::EXIT_LINK));
    asm.alu_ri(Alu::Cmp, Width::Qword, k, Value::FALSE.bits() as i32);
    asm.jcc_near(Cond::Equal, linked);
    asm.bind(part);
    asm.mov_rm(Width::Qword, t, context(offsets::UNDERFLOW_LINK));
    asm.bind(linked);
    asm.mov_mr(Width::Qword, context(offsets::BELOW), k);
    asm.mov_mr(Width::Qword, Mem::at(bottom, 0), t);
    let to = Gpr::Rax;
    asm.lea(to, Mem::at(bottom, WORD as i32));
    asm.lea(BASE, Mem::indexed(to, size, Scale::One, 0));
    asm.bind(copy);
    for i in 0..at_a_time {
        let offset = (WORD * i) as i32;
        asm.mov_rm(Width::Qword, t, Mem::at(from, offset));
        asm.mov_mr(Width::Qword, Mem::at(to, offset), t);
    }
    let copied = (WORD * at_a_time) as i32;
    asm.alu_ri(Alu::Add, Width::Qword, from, copied);
    asm.alu_ri(Alu::Add, Width::Qword, to, copied);
    asm.alu_ri(Alu::Sub, Width::Qword, size, copied);
    asm.jcc_near(Cond::Greater, copy);
    asm.mov_mr(Width::Qword, Mem::at(BASE, -(WORD as i32)), link);
    asm.mov_mr(Width::Qword, slot(0), v);
    asm.mov_rr(Gpr::Rax, v);
}

impl<'a> Compiler<'a> {
    /// `rax` ← continuation of the frame at `rdi`, whose link is in `r11`; leaves if the interpreter has to do it, or
    /// if slot `a` does not hold a closure that takes one argument.
    ///
    /// The result is the template of the closure if that is known.
    fn captured(
        &mut self,
        a: usize,
        callee: Mem,
        stub: u64,
        link: impl FnOnce(&mut Asm),
    ) -> Option<Value> {
        let fail = self.leave();
        let known = self.known_template(a, 1);
        if known.is_none() {
            self.cache.take(Gpr::Rcx);
            let x = self.load(a);
            let t = self.temp();
            self.exact_template(x, t, 1, fail);
        }
        self.cache.flush();
        self.asm.lea(Gpr::Rdi, callee);
        self.check_stack(Gpr::Rdi);
        link(&mut self.asm);
        self.asm.call_outside(stub);
        self.asm.test_rr(Width::Qword, Gpr::Rax, Gpr::Rax);
        self.asm.jcc(Cond::Equal, fail);
        known
    }

    /// Calls the closure in slot 0, which has this template if it is known, with the continuation in `rax`.
    fn receive_continuation(&mut self, known: Option<Value>) {
        self.asm.mov_mr(Width::Qword, slot(1), Gpr::Rax);
        match known {
            Some(template) => self.asm.mov_ri(Gpr::Rcx, template.bits()),
            None => {
                self.asm.mov_rm(Width::Qword, Gpr::R11, slot(0));
                let template = field(Gpr::R11, Closure::TEMPLATE);
                self.asm.mov_rm(Width::Qword, Gpr::Rcx, template);
            }
        }
        self.cache.set(1, Gpr::Rax);
        self.pass(0, 1, true);
        self.enter();
    }

    /// Calls what is in slot `a` with the continuation that `stub` makes.
    pub(super) fn call_cc(&mut self, a: usize, c: usize, stub: u64) {
        let point = self.procedure.return_point(c);
        let descriptor = point.descriptor;
        let known = self.captured(a, slot(a), stub, |asm| asm.mov_ri(Gpr::R11, descriptor));
        self.asm.mov_rr(BASE, Gpr::Rdi);
        self.receive_continuation(known);
        self.come_back(c, &point);
    }

    /// The same as a tail call.
    pub(super) fn tail_call_cc(&mut self, a: usize, stub: u64) {
        let known = self.captured(a, slot(0), stub, |asm| {
            asm.mov_rm(Width::Qword, Gpr::R11, Mem::at(BASE, -8));
        });
        self.asm.mov_rm(Width::Qword, Gpr::R11, slot(a));
        self.asm.mov_mr(Width::Qword, slot(0), Gpr::R11);
        self.receive_continuation(known);
    }
}
