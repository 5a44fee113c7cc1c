//! Calls. The frequent case, a closure that takes exactly the arguments passed, is here; the rest leaves.
//!
//! A callee is entered through its template's entry, which leads to machine code or to the interpreter, with the
//! template in `rcx`.

use super::*;
use eyas_heap::object::{Closure, Global};
use eyas_vm::hooks::{ReturnView, offsets};

/// Tail calls with more arguments leave: moving them is not worth the code.
const SLIDE_MAX: usize = 24;

impl<'a> Compiler<'a> {
    /// `rcx` ← template of the closure `x`, which takes exactly `count` arguments; otherwise leaves. `t` changes.
    /// `clause` tells which template stands for which, if it is known what the callee probably is.
    fn exact_template(&mut self, x: Gpr, t: Gpr, count: usize, clause: Option<(Value, Value)>) {
        let fail = self.leave();
        self.guard_kind(x, t, Kind::Closure, fail);
        self.asm
            .mov_rm(Width::Qword, Gpr::Rcx, Self::field(x, Closure::TEMPLATE));
        let arity = Mem::at(Gpr::Rcx, SLOTS + offsets::TEMPLATE_ARITY);
        self.asm
            .alu_mi(Alu::Cmp, Width::Qword, arity, (count << 3) as i32);
        let Some((template, clause)) = clause else {
            return self.asm.jcc(Cond::NotEqual, fail);
        };
        self.keeps.push(template);
        let [other, back] = [(); 2].map(|()| self.asm.label());
        self.asm.jcc(Cond::NotEqual, other);
        self.asm.bind(back);
        self.cold.push(Box::new(move |c| {
            c.asm.bind(other);
            c.asm.mov_ri(t, template.bits());
            c.asm.alu_rr(Alu::Cmp, Width::Qword, Gpr::Rcx, t);
            c.asm.jcc(Cond::NotEqual, fail);
            c.asm.mov_ri(Gpr::Rcx, clause.bits());
            c.asm.jmp(back);
        }));
    }

    /// Leaves unless the frame at `base` fits into the stack.
    fn check_stack(&mut self, base: Gpr) {
        let fail = self.leave();
        let limit = Mem::at(CONTEXT, offsets::STACK_LIMIT);
        self.asm.alu_rm(Alu::Cmp, Width::Qword, base, limit);
        self.asm.jcc(Cond::Above, fail);
    }

    /// The window at slot `a` becomes the frame, which returns to `point`. `t` and `u` change.
    fn push_frame(&mut self, a: usize, point: &ReturnView, t: Gpr, u: Gpr) {
        self.asm.lea(t, slot(a));
        self.check_stack(t);
        self.asm.mov_ri(u, point.descriptor);
        self.asm.mov_mr(Width::Qword, Mem::at(t, -8), u);
        self.asm.mov_rr(BASE, t);
    }

    /// Goes to the entry of the template in `rcx`.
    fn enter(&mut self) {
        let entry = Mem::at(Gpr::Rcx, SLOTS + offsets::TEMPLATE_ENTRY);
        self.asm.jmp_m(entry);
    }

    /// Goes to the entry of a template known now.
    fn enter_known(&mut self, constant: usize) {
        let template = self.procedure.constant(constant);
        if template == self.procedure.template() {
            self.asm.jmp(self.entry);
        } else {
            self.asm.mov_ri(Gpr::Rcx, template.bits());
            self.enter();
        }
    }

    /// Where the call under way comes back to: return point `i`.
    fn come_back(&mut self, i: usize, point: &ReturnView) {
        let [machine, body, interpreter] = [(); 3].map(|()| self.asm.label());
        self.asm.bind(machine);
        self.asm
            .alu_ri(Alu::Sub, Width::Qword, BASE, 8 * point.window as i32);
        self.asm.bind(body);
        self.cache.flush();
        self.count_safepoint(point.pc);
        self.cache.set(point.window, Gpr::Rax);
        self.returns[i] = Some(ReturnLabels {
            machine,
            interpreter,
        });
        let window = slot(point.window);
        self.cold.push(Box::new(move |c| {
            c.asm.bind(interpreter);
            c.asm.mov_rm(Width::Qword, Gpr::Rax, window);
            c.asm.jmp(body);
        }));
    }

    pub(super) fn call(&mut self, a: usize, count: usize, c: usize) {
        let point = self.procedure.return_point(c);
        self.cache.take(Gpr::Rcx);
        let x = self.load(a);
        let (t, u) = (self.temp(), self.temp());
        self.exact_template(x, t, count, None);
        self.push_frame(a, &point, t, u);
        self.enter();
        self.come_back(c, &point);
    }

    pub(super) fn call_known(&mut self, a: usize, constant: usize, c: usize) {
        let point = self.procedure.return_point(c);
        let (t, u) = (self.temp(), self.temp());
        self.push_frame(a, &point, t, u);
        self.enter_known(constant);
        self.come_back(c, &point);
    }

    pub(super) fn call_global(&mut self, a: usize, constant: usize, c: usize) {
        let point = self.procedure.return_point(c);
        self.cache.take(Gpr::Rcx);
        let (x, t, u) = (self.temp(), self.temp(), self.temp());
        self.load_constant(x, constant);
        self.asm
            .mov_rm(Width::Qword, x, Self::field(x, Global::VALUE));
        let clause = self.procedure.clause_of_global(constant, point.arguments);
        self.exact_template(x, t, point.arguments, clause);
        self.asm.mov_mr(Width::Qword, slot(a), x);
        self.push_frame(a, &point, t, u);
        self.enter();
        self.come_back(c, &point);
    }

    /// The interpreter makes the call; it comes back here.
    pub(super) fn call_elsewhere(&mut self, c: usize) {
        let point = self.procedure.return_point(c);
        self.leave_always();
        self.come_back(c, &point);
        self.is_reachable = true;
    }

    /// Moves callee and arguments of the window at slot `a` to the bottom of the frame.
    fn slide(&mut self, a: usize, count: usize) {
        if a == 0 {
            return;
        }
        for i in 0..=count {
            let v = self.load(a + i);
            self.define(i, v);
            self.cache.unlock(v);
        }
    }

    pub(super) fn tail_call(&mut self, a: usize, count: usize) {
        if count > SLIDE_MAX {
            return self.leave_always();
        }
        self.cache.take(Gpr::Rcx);
        let x = self.load(a);
        let t = self.temp();
        self.exact_template(x, t, count, None);
        self.check_stack(BASE);
        self.slide(a, count);
        self.enter();
    }

    pub(super) fn tail_call_known(&mut self, a: usize, constant: usize) {
        let template = self.procedure.constant(constant);
        let Some(count) = self
            .procedure
            .template_arity(template)
            .filter(|&n| n <= SLIDE_MAX)
        else {
            return self.leave_always();
        };
        self.check_stack(BASE);
        self.slide(a, count);
        self.enter_known(constant);
    }

    pub(super) fn tail_call_global(&mut self, a: usize, constant: usize, count: usize) {
        if count > SLIDE_MAX {
            return self.leave_always();
        }
        self.cache.take(Gpr::Rcx);
        let (x, t) = (self.temp(), self.temp());
        self.load_constant(x, constant);
        self.asm
            .mov_rm(Width::Qword, x, Self::field(x, Global::VALUE));
        let clause = self.procedure.clause_of_global(constant, count);
        self.exact_template(x, t, count, clause);
        self.check_stack(BASE);
        self.asm.mov_mr(Width::Qword, slot(a), x);
        self.cache.forget(a);
        self.slide(a, count);
        self.enter();
    }
}
