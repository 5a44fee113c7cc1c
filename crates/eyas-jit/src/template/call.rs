//! Calls. The frequent case, a closure that takes exactly the arguments passed, is here; the rest is in
//! `stubs/calls.rs`.
//!
//! A callee is entered through its template's entry, which leads to machine code or to the interpreter, with the
//! template in `rcx` and callee and first arguments in registers (`heads.rs`) as well as in their slots.

use super::*;
use eyas_asm::x64::Scale;
use eyas_heap::object::{Closure, Global};
use eyas_vm::hooks::{ReturnView, offsets};

/// Tail calls with more arguments leave: moving them is not worth the code.
const SLIDE_MAX: usize = 24;

impl<'a> Compiler<'a> {
    /// The template of the closure in slot `i`, if it was made here and takes exactly `count` arguments.
    pub(super) fn known_template(&self, i: usize, count: usize) -> Option<Value> {
        let Some(Fact::Closure(constant)) = self.facts.get(i) else {
            return None;
        };
        let template = self.procedure.constant(constant);
        (self.procedure.template_arity(template) == Some(count)).then_some(template)
    }

    /// `rcx` ← template of the closure `x`, the value of slot `i`, which takes exactly `count` arguments; otherwise to
    /// `fail`. `t` changes.
    fn template_of(&mut self, i: usize, x: Gpr, t: Gpr, count: usize, fail: Label) {
        match self.known_template(i, count) {
            Some(template) => self.asm.mov_ri(Gpr::Rcx, template.bits()),
            None => self.exact_template(x, t, count, fail),
        }
    }

    /// `rcx` ← template of the closure `x`, which takes exactly `count` arguments; otherwise to `fail`. `t` changes.
    pub(super) fn exact_template(&mut self, x: Gpr, t: Gpr, count: usize, fail: Label) {
        self.guard_kind(x, t, Kind::Closure, fail);
        self.asm
            .mov_rm(Width::Qword, Gpr::Rcx, field(x, Closure::TEMPLATE));
        let arity = Mem::at(Gpr::Rcx, SLOTS + offsets::TEMPLATE_ARITY);
        self.asm
            .alu_mi(Alu::Cmp, Width::Qword, arity, (count << 3) as i32);
        self.asm.jcc(Cond::NotEqual, fail);
    }

    /// `x` ← the value of a variable; `rcx` ← the template that a call of it with `count` arguments runs, as
    /// [`Compiler::exact_template`] has it. `t` changes. Until the variable is changed, its value need not be looked at: it
    /// is what it is now, and keeps the template alive.
    fn template_of_global(&mut self, x: Gpr, t: Gpr, constant: usize, count: usize, fail: Label) {
        self.load_constant(t, constant);
        self.asm.mov_rm(Width::Qword, x, field(t, Global::VALUE));
        let Some(template) = self.procedure.callee_of_global(constant, count) else {
            return self.exact_template(x, t, count, fail);
        };
        let [changed, back] = [(); 2].map(|()| self.asm.label());
        let place = self.asm.here();
        self.dependencies.push((place, constant));
        self.asm.redirectable(changed);
        self.asm.mov_ri(Gpr::Rcx, template.bits());
        self.asm.bind(back);
        self.aside(|c| {
            c.asm.bind(changed);
            c.exact_template(x, t, count, fail);
            c.asm.jmp(back);
        });
    }

    /// Leaves unless the frame at `base` fits into the stack.
    pub(super) fn check_stack(&mut self, base: Gpr) {
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

    /// In cold code: calls what is in slot 0 of the frame at the base, as the instruction at `pc`.
    fn open(&mut self, pc: usize) {
        self.asm.mov_ri(Gpr::Rdi, pc as u64);
        self.jump_to_common(Common::Open);
    }

    /// In cold code: the window at slot `a` becomes the frame, which returns to `descriptor`, and what is in it is
    /// called with [`COUNT`] arguments.
    fn open_window(&mut self, a: usize, descriptor: u64, pc: usize, leave: Label) {
        let (t, u) = (Gpr::R11, Gpr::Rcx);
        self.asm.lea(t, slot(a));
        let limit = Mem::at(CONTEXT, offsets::STACK_LIMIT);
        self.asm.alu_rm(Alu::Cmp, Width::Qword, t, limit);
        self.asm.jcc(Cond::Above, leave);
        self.asm.mov_ri(u, descriptor);
        self.asm.mov_mr(Width::Qword, Mem::at(t, -8), u);
        self.asm.mov_rr(BASE, t);
        self.open(pc);
    }

    /// `x` ← value of the global variable; leaves if it has none.
    fn global_callee(&mut self, x: Gpr, constant: usize, leave: Label) {
        self.load_constant(x, constant);
        self.asm.mov_rm(Width::Qword, x, field(x, Global::VALUE));
        let unbound = Value::UNBOUND.bits() as i32;
        self.asm.alu_ri(Alu::Cmp, Width::Qword, x, unbound);
        self.asm.jcc(Cond::Equal, leave);
    }

    /// Cold code for a call of anything.
    fn other_call(
        &mut self,
        a: usize,
        count: usize,
        global: Option<usize>,
        descriptor: u64,
    ) -> Label {
        let (other, leave, pc) = (self.asm.label(), self.leave(), self.pc);
        self.aside(|c| {
            c.asm.bind(other);
            if let Some(constant) = global {
                c.global_callee(Gpr::Rax, constant, leave);
                c.asm.mov_mr(Width::Qword, slot(a), Gpr::Rax);
            }
            c.asm.mov_ri(COUNT, count as u64);
            c.open_window(a, descriptor, pc, leave);
        });
        other
    }

    /// The same for a tail call.
    fn other_tail_call(&mut self, a: usize, count: usize, global: Option<usize>) -> Label {
        let (other, leave, pc) = (self.asm.label(), self.leave(), self.pc);
        self.aside(|c| {
            c.asm.bind(other);
            if let Some(constant) = global {
                c.global_callee(Gpr::Rax, constant, leave);
            } else {
                c.asm.mov_rm(Width::Qword, Gpr::Rax, slot(a));
            }
            let limit = Mem::at(CONTEXT, offsets::STACK_LIMIT);
            c.asm.alu_rm(Alu::Cmp, Width::Qword, BASE, limit);
            c.asm.jcc(Cond::Above, leave);
            c.asm.mov_mr(Width::Qword, slot(0), Gpr::Rax);
            if a > 0 {
                for i in 1..=count {
                    c.asm.mov_rm(Width::Qword, Gpr::Rax, slot(a + i));
                    c.asm.mov_mr(Width::Qword, slot(i), Gpr::Rax);
                }
            }
            c.asm.mov_ri(COUNT, count as u64);
            c.open(pc);
        });
        other
    }

    /// Goes to the warm entry of the template in `rcx`.
    pub(super) fn enter(&mut self) {
        let entry = Mem::at(Gpr::Rcx, SLOTS + offsets::TEMPLATE_ENTRY);
        self.asm.jmp_m(entry);
    }

    /// Goes to the entry of a template known now. The frame is at the base and was at slot `window`.
    fn enter_known(&mut self, window: usize, template: Value) {
        let callee = self.procedure.template_captures(template);
        let arity = self.procedure.template_arity(template);
        self.pass(window, arity.unwrap_or(usize::MAX - 1), callee);
        self.asm.mov_ri(Gpr::Rcx, template.bits());
        self.enter();
    }

    /// Where the call under way comes back to: return point `i`.
    pub(super) fn come_back(&mut self, i: usize, point: &ReturnView) {
        let [machine, body, interpreter] = [(); 3].map(|()| self.asm.label());
        self.asm.bind(machine);
        self.asm
            .alu_ri(Alu::Sub, Width::Qword, BASE, 8 * point.window as i32);
        self.asm.bind(body);
        self.cache.flush();
        // The callee had the slots of the window.
        self.forget_from(point.window);
        self.count_safepoint(point.pc);
        self.cache.set(point.window, Gpr::Rax);
        self.returns[i] = Some(ReturnLabels {
            machine,
            interpreter,
        });
        let window = slot(point.window);
        self.aside(|c| {
            c.asm.bind(interpreter);
            c.asm.mov_rm(Width::Qword, Gpr::Rax, window);
            c.asm.jmp(body);
        });
    }

    pub(super) fn call(&mut self, a: usize, count: usize, c: usize) {
        let point = self.procedure.return_point(c);
        self.cache.take(Gpr::Rcx);
        let x = self.load(a);
        let (t, u) = (self.temp(), self.temp());
        let other = self.other_call(a, count, None, point.descriptor);
        self.template_of(a, x, t, count, other);
        self.push_frame(a, &point, t, u);
        self.pass(a, count, true);
        self.enter();
        self.come_back(c, &point);
    }

    pub(super) fn call_known(&mut self, a: usize, constant: usize, c: usize) {
        let point = self.procedure.return_point(c);
        let template = self.procedure.constant(constant);
        let (t, u) = (self.temp(), self.temp());
        self.push_frame(a, &point, t, u);
        if template == self.procedure.template() {
            self.enter_self(a);
        } else {
            self.enter_known(a, template);
        }
        self.come_back(c, &point);
    }

    pub(super) fn call_global(&mut self, a: usize, constant: usize, c: usize) {
        let point = self.procedure.return_point(c);
        self.cache.take(Gpr::Rcx);
        let (x, t, u) = (self.temp(), self.temp(), self.temp());
        let other = self.other_call(a, point.arguments, Some(constant), point.descriptor);
        self.template_of_global(x, t, constant, point.arguments, other);
        self.asm.mov_mr(Width::Qword, slot(a), x);
        self.cache.set(a, x);
        self.push_frame(a, &point, t, u);
        self.pass(a, point.arguments, true);
        self.enter();
        self.come_back(c, &point);
    }

    /// `r9` ← the window at slot `a`, which fits into the stack; the list behind its arguments is spread.
    fn spread(&mut self, a: usize, count: usize) {
        let leave = self.leave();
        self.asm.lea(Gpr::R9, slot(a));
        self.check_stack(Gpr::R9);
        self.asm.mov_ri(COUNT, count as u64 - 1);
        self.asm.call_outside(self.environment.stubs.spread);
        self.asm.jcc(Cond::NotEqual, leave);
    }

    pub(super) fn apply(&mut self, a: usize, count: usize, c: usize) {
        let point = self.procedure.return_point(c);
        self.spread(a, count);
        self.asm.mov_ri(Gpr::Rcx, point.descriptor);
        self.asm
            .mov_mr(Width::Qword, Mem::at(Gpr::R9, -8), Gpr::Rcx);
        self.asm.mov_rr(BASE, Gpr::R9);
        self.open(self.pc);
        self.come_back(c, &point);
    }

    pub(super) fn tail_apply(&mut self, a: usize, count: usize) {
        self.spread(a, count);
        let (again, at) = (self.asm.label(), Gpr::Rcx);
        self.asm.mov_ri(at, 0);
        self.asm.bind(again);
        let from = Mem::indexed(Gpr::R9, at, Scale::Eight, 0);
        self.asm.mov_rm(Width::Qword, Gpr::Rax, from);
        let to = Mem::indexed(BASE, at, Scale::Eight, 0);
        self.asm.mov_mr(Width::Qword, to, Gpr::Rax);
        self.asm.alu_ri(Alu::Add, Width::Qword, at, 1);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, at, COUNT);
        self.asm.jcc(Cond::BelowEqual, again);
        self.open(self.pc);
    }

    /// The values in the window move up by one, and the callee goes below them.
    pub(super) fn call_received(&mut self, a: usize, window: usize, c: usize) {
        let point = self.procedure.return_point(c);
        let leave = self.leave();
        let [again, moved] = [(); 2].map(|()| self.asm.label());
        self.asm.lea(Gpr::R9, slot(window));
        self.check_stack(Gpr::R9);
        let values = Mem::at(CONTEXT, offsets::VALUES);
        self.asm.mov_rm(Width::Qword, COUNT, values);
        self.asm.mov_rm(Width::Qword, Gpr::R11, slot(a));
        self.asm.mov_rr(Gpr::Rcx, COUNT);
        self.asm.bind(again);
        self.asm.alu_ri(Alu::Sub, Width::Qword, Gpr::Rcx, 1);
        self.asm.jcc(Cond::Less, moved);
        let from = Mem::indexed(Gpr::R9, Gpr::Rcx, Scale::Eight, 0);
        self.asm.mov_rm(Width::Qword, Gpr::Rax, from);
        let to = Mem::indexed(Gpr::R9, Gpr::Rcx, Scale::Eight, WORD as i32);
        self.asm.mov_mr(Width::Qword, to, Gpr::Rax);
        self.asm.jmp(again);
        self.asm.bind(moved);
        self.asm.mov_mr(Width::Qword, Mem::at(Gpr::R9, 0), Gpr::R11);
        self.open_window(window, point.descriptor, self.pc, leave);
        self.come_back(c, &point);
    }

    pub(super) fn tail_call_received(&mut self, a: usize, window: usize) {
        if window == 0 {
            // Windows of calls are not at the bottom.
            return self.leave_always();
        }
        let [again, moved] = [(); 2].map(|()| self.asm.label());
        self.check_stack(BASE);
        let values = Mem::at(CONTEXT, offsets::VALUES);
        self.asm.mov_rm(Width::Qword, COUNT, values);
        self.asm.mov_rm(Width::Qword, Gpr::R11, slot(a));
        self.asm.mov_ri(Gpr::Rcx, 0);
        self.asm.bind(again);
        self.asm.alu_rr(Alu::Cmp, Width::Qword, Gpr::Rcx, COUNT);
        self.asm.jcc(Cond::AboveEqual, moved);
        let base = 8 * window as i32;
        let from = Mem::indexed(BASE, Gpr::Rcx, Scale::Eight, base);
        self.asm.mov_rm(Width::Qword, Gpr::Rax, from);
        let to = Mem::indexed(BASE, Gpr::Rcx, Scale::Eight, WORD as i32);
        self.asm.mov_mr(Width::Qword, to, Gpr::Rax);
        self.asm.alu_ri(Alu::Add, Width::Qword, Gpr::Rcx, 1);
        self.asm.jmp(again);
        self.asm.bind(moved);
        self.asm.mov_mr(Width::Qword, slot(0), Gpr::R11);
        self.open(self.pc);
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
        let other = self.other_tail_call(a, count, None);
        self.template_of(a, x, t, count, other);
        self.check_stack(BASE);
        self.slide(a, count);
        self.pass(0, count, true);
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
        if template == self.procedure.template() {
            self.enter_self(0);
        } else {
            self.enter_known(0, template);
        }
    }

    pub(super) fn tail_call_global(&mut self, a: usize, constant: usize, count: usize) {
        if count > SLIDE_MAX {
            return self.leave_always();
        }
        self.cache.take(Gpr::Rcx);
        let (x, t) = (self.temp(), self.temp());
        let other = self.other_tail_call(a, count, Some(constant));
        self.template_of_global(x, t, constant, count, other);
        self.check_stack(BASE);
        self.asm.mov_mr(Width::Qword, slot(a), x);
        self.cache.set(a, x);
        self.slide(a, count);
        self.pass(0, count, true);
        self.enter();
    }
}
