//! The cold ends of instructions, and the code that they share within a procedure.

use super::*;
use crate::stubs::Operation;
use eyas_asm::x64::Scale;
use eyas_vm::hooks::offsets;

impl<'a> Compiler<'a> {
    /// Where the instruction goes if the interpreter is to run it. Nothing may have been changed. Machine code goes on
    /// with the next instruction, unless this one decides what that is.
    pub(super) fn leave(&mut self) -> Label {
        match self.leave {
            Some(label) => label,
            None => {
                let label = self.asm.label();
                self.leave = Some(label);
                label
            }
        }
    }

    /// The interpreter runs the instruction, whatever its operands.
    pub(super) fn leave_always(&mut self) {
        let label = self.leave();
        self.asm.jmp(label);
        self.cache.flush();
    }

    /// Counts a safepoint, if the tiers are to take turns; if it is this one's turn, the interpreter goes on at `pc`.
    /// All that is live is in the frame.
    pub(super) fn count_safepoint(&mut self, pc: usize) {
        if !self.environment.switches {
            return;
        }
        let left = Mem::at(CONTEXT, offsets::SWITCH_LEFT);
        let switch = self.asm.label();
        self.asm.alu_mi(Alu::Sub, Width::Dword, left, 1);
        self.asm.jcc(Cond::Equal, switch);
        self.aside(|c| {
            c.asm.bind(switch);
            let word = c.procedure.words_address() + (WORD * pc) as u64;
            c.asm.mov_ri(Gpr::Rdi, word);
            c.asm.mov_ri(Gpr::R9, c.procedure.slots_address());
            c.asm.jmp_outside(c.environment.stubs.switch);
        });
    }

    /// Where the instruction goes if its primitive is to do it. The result, or the decision, is as if the instruction
    /// had done it.
    pub(super) fn generic(&mut self) -> Label {
        match self.generic {
            Some(label) => label,
            None => {
                let label = self.asm.label();
                self.generic = Some(label);
                label
            }
        }
    }

    /// Reads copies again that a call has destroyed.
    pub(super) fn reload(&mut self, snapshot: &Snapshot) {
        for &(reg, i) in snapshot {
            self.asm.mov_rm(Width::Qword, reg, slot(i));
        }
    }

    /// The instruction's code is complete: cold code that comes back comes back here.
    pub(super) fn end_instruction(&mut self) {
        let (leave, generic) = (self.leave.take(), self.generic.take());
        let effects = self.instruction.op.effects();
        let comes_back = !(effects.call || effects.jump || effects.end);
        let leave = match leave {
            Some(label) if !comes_back => {
                self.leave_for_good(label);
                None
            }
            leave => leave,
        };
        if leave.is_none() && generic.is_none() {
            return;
        }
        let back = self.asm.here();
        let snapshot = self.cache.snapshot();
        let (i, pc, next_pc) = (self.instruction, self.pc, self.next_pc);
        if let Some(label) = leave {
            let snapshot = snapshot.clone();
            let word = self.procedure.words()[pc];
            self.aside(|c| {
                let again = c.asm.label();
                c.asm.bind(label);
                c.asm.mov_ri(Gpr::Rdi, pc as u64);
                c.asm.mov_ri(Gpr::R10, next_pc as u64);
                c.asm.mov_ri(Gpr::Rcx, word);
                c.asm.lea_label(Gpr::Rax, again);
                c.asm.jmp(c.common_leave_once);
                c.asm.bind(again);
                c.reload(&snapshot);
                c.asm.jmp(back);
            });
        }
        let Some(label) = generic else {
            return;
        };
        let is_branch = i.op.roles()[2] == Role::Jump;
        let target = is_branch.then(|| {
            let target = (self.next_pc as i64 + i64::from(i.c as i16)) as usize;
            (self.label_at(target), is_negated(i.op))
        });
        self.aside(|c| {
            c.asm.bind(label);
            c.asm.mov_ri(Gpr::Rdi, pc as u64);
            match (i.op, c.arithmetic_stub(i.op)) {
                (Op::Native, _) => c.asm.call(c.common_native),
                (_, Some(stub)) => {
                    c.has_arithmetic = true;
                    c.asm.mov_ri(Gpr::Rax, stub);
                    c.asm.call(c.common_arithmetic);
                }
                _ => c.asm.call(c.common_generic),
            }
            if let Some((target, negated)) = target {
                // A branch changes no slot, so what it knew where it jumped it knows here. The target may rely on it.
                let no = c.asm.label();
                let is_false = Value::FALSE.bits() as i32;
                c.asm.alu_ri(Alu::Cmp, Width::Qword, Gpr::Rax, is_false);
                let cond = if negated { Cond::NotEqual } else { Cond::Equal };
                c.asm.jcc(cond, no);
                c.reload(&snapshot);
                c.asm.jmp(target);
                c.asm.bind(no);
            } else if i.op.roles()[0] == Role::Out || i.op == Op::Native {
                c.asm.mov_mr(Width::Qword, slot(i.a.into()), Gpr::Rax);
            }
            c.reload(&snapshot);
            c.asm.jmp(back);
        });
    }

    /// What has the rare cases of an operation's arithmetic, before its primitive.
    fn arithmetic_stub(&self, op: Op) -> Option<u64> {
        let (operation, is_int) = match op {
            Op::Add => (Operation::Sum, false),
            Op::Sub => (Operation::Difference, false),
            Op::Mul => (Operation::Product, false),
            Op::AddInt => (Operation::Sum, true),
            Op::SubInt => (Operation::Difference, true),
            Op::MulInt => (Operation::Product, true),
            _ => return None,
        };
        let stubs = self.environment.stubs.arithmetic[operation as usize];
        self.environment
            .has_flonums
            .then_some(stubs[usize::from(is_int)])
    }

    /// What becomes of an instruction after which the interpreter goes on.
    fn leave_for_good(&mut self, label: Label) {
        let pc = self.pc;
        self.aside(|c| {
            c.asm.bind(label);
            c.asm.mov_ri(Gpr::Rdi, pc as u64);
            c.asm.jmp(c.common_leave);
        });
    }

    /// A predicate of the runtime on two registers, in cold code: the zero flag is clear if it is true. Copies are
    /// destroyed.
    pub(super) fn predicate(&mut self, stub: u64, x: Gpr, y: Gpr) {
        self.asm.push(x);
        self.asm.push(y);
        self.asm.pop(Gpr::Rcx);
        self.asm.pop(Gpr::Rax);
        self.asm.call_outside(stub);
    }

    /// What cold code shares.
    pub(super) fn common(&mut self) {
        let running = self.procedure.words_address();
        let slots = self.procedure.slots_address();
        let stubs = &self.environment.stubs;
        // What is left for good runs as the interpreter has it, counted and fused; one instruction as it was compiled.
        let commons = [
            (self.common_leave, stubs.leave, "leave"),
            (
                self.common_leave_once,
                stubs.leave_once,
                "leave for one instruction",
            ),
            (self.common_open, stubs.open, "open call"),
            (self.common_generic, stubs.generic, "generic"),
            (self.common_arithmetic, stubs.generic, "generic arithmetic"),
            (self.common_room, stubs.room, "room"),
            (self.common_native, stubs.native, "native"),
            (self.common_port, stubs.port, "port"),
        ];
        for (label, stub, name) in commons {
            if label == self.common_arithmetic && !self.has_arithmetic {
                // Never used, but every label has its place.
                self.asm.bind(label);
                continue;
            }
            self.mark(Mark::Common(name));
            let asm = &mut self.asm;
            asm.bind(label);
            asm.mov_ri(Gpr::R9, running);
            if label == self.common_leave_once {
                let next = Mem::indexed(Gpr::R9, Gpr::R10, Scale::Eight, 0);
                asm.lea(Gpr::R10, next);
            } else if label != self.common_room {
                let word = Mem::indexed(Gpr::R9, Gpr::Rdi, Scale::Eight, 0);
                asm.mov_rm(Width::Qword, Gpr::Rcx, word);
            }
            asm.lea(
                Gpr::Rdi,
                Mem::indexed(Gpr::R9, Gpr::Rdi, Scale::Eight, WORD as i32),
            );
            asm.mov_ri(Gpr::R9, slots);
            if label == self.common_arithmetic {
                asm.jmp_r(Gpr::Rax);
            } else {
                asm.jmp_outside(stub);
            }
        }
    }
}

/// Whether a branch asks for the contrary of its primitive.
fn is_negated(op: Op) -> bool {
    matches!(
        op,
        Op::BranchNotNumEq
            | Op::BranchNotLess
            | Op::BranchNotLessEq
            | Op::BranchNotNumEqInt
            | Op::BranchNotLessInt
            | Op::BranchNotMoreInt
            | Op::BranchNotCharEq
            | Op::BranchNotCharLess
    )
}
