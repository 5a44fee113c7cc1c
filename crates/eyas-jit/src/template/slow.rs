//! The cold ends of instructions, and the code that they share within a procedure.

use super::*;
use crate::stubs::{Keeps, Operation};
use eyas_asm::x64::{Scale, Xmm};
use eyas_vm::hooks::offsets;

/// What cold code shares within a procedure: `rdi` is the pc on arrival; the stub behind it finds the registers as
/// handlers have them, `rcx` the instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Common {
    /// The interpreter goes on: with the instruction as it has it, counted and fused.
    Leave,
    /// It does one instruction, as it was compiled: the word is in `rcx` already, the pc after it in `r10`, where to
    /// come back to in `rax`.
    LeaveOnce,
    /// Calls what is in slot 0 of the frame at the base.
    Open,
    /// Calls the primitive behind the instruction.
    Generic,
    /// Calls the stub in `rax`.
    InPlace,
    /// Makes room for `rcx` bytes in the heap.
    Room,
    /// Calls the primitive that the instruction names.
    Native,
    /// Calls the port's function in `rax`.
    Port,
}

impl Common {
    /// All, in the order in which they are written.
    pub(super) const ALL: [Common; 8] = [
        Common::Leave,
        Common::LeaveOnce,
        Common::Open,
        Common::Generic,
        Common::InPlace,
        Common::Room,
        Common::Native,
        Common::Port,
    ];

    fn name(self) -> &'static str {
        match self {
            Common::Leave => "leave",
            Common::LeaveOnce => "leave for one instruction",
            Common::Open => "open call",
            Common::Generic => "generic",
            Common::InPlace => "stub in place of the primitive",
            Common::Room => "room",
            Common::Native => "native",
            Common::Port => "port",
        }
    }
}

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

    /// Reads copies again that a call has destroyed. Leaves the zero flag alone; `rax` may change.
    pub(super) fn reload(&mut self, snapshot: &Snapshot) {
        for (x, i) in snapshot.doubles() {
            self.reload_double(x, i);
        }
        self.reload_words(snapshot);
    }

    pub(super) fn reload_words(&mut self, snapshot: &Snapshot) {
        for (reg, i) in snapshot.words() {
            self.asm.mov_rm(Width::Qword, reg, slot(i));
        }
    }

    fn reload_double(&mut self, x: Xmm, i: usize) {
        self.asm.mov_rm(Width::Qword, Gpr::Rax, slot(i));
        self.decode(x, Gpr::Rax, Gpr::Rax);
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
            let word = self.procedure.words()[pc];
            self.aside(|c| {
                let again = c.asm.label();
                c.asm.bind(label);
                c.asm.mov_ri(Gpr::Rdi, pc as u64);
                c.asm.mov_ri(Gpr::R10, next_pc as u64);
                c.asm.mov_ri(Gpr::Rcx, word);
                c.asm.lea_label(Gpr::Rax, again);
                c.jump_to_common(Common::LeaveOnce);
                c.asm.bind(again);
                c.reload(&snapshot);
                c.asm.jmp(back);
            });
        }
        let Some(label) = generic else {
            return;
        };
        let is_branch = i.op.roles()[2] == Role::Jump;
        let keeps = if snapshot.has_doubles() {
            Keeps::Doubles
        } else {
            Keeps::Nothing
        };
        let target = match self.decided {
            Some(done) => Some((done.target, done.negated)),
            None => is_branch.then(|| {
                let target = (self.next_pc as i64 + i64::from(i.c as i16)) as usize;
                (self.label_at(target), is_negated(i.op))
            }),
        };
        self.aside(|c| {
            c.asm.bind(label);
            c.asm.mov_ri(Gpr::Rdi, pc as u64);
            match c.stub_in_place(i.op, keeps) {
                Some(stub) => {
                    c.asm.mov_ri(Gpr::Rax, stub);
                    c.call_common(Common::InPlace);
                }
                None if i.op == Op::Native => c.call_common(Common::Native),
                None => c.call_common(Common::Generic),
            }
            if i.op.roles()[0] == Role::Out || i.op == Op::Native {
                let result = usize::from(i.a);
                c.asm.mov_mr(Width::Qword, slot(result), Gpr::Rax);
                if let Some((x, _)) = snapshot.doubles().find(|&(_, slot)| slot == result) {
                    c.decode(x, Gpr::Rax, Gpr::Rcx);
                }
            }
            if let Some((target, negated)) = target {
                // A branch changes no slot but that of the answer, so what it knew where it jumped it knows here. The target
                // may rely on it.
                let no = c.asm.label();
                let is_false = Value::FALSE.bits() as i32;
                c.asm.alu_ri(Alu::Cmp, Width::Qword, Gpr::Rax, is_false);
                let cond = if negated { Cond::NotEqual } else { Cond::Equal };
                c.asm.jcc(cond, no);
                c.reload_words(&snapshot);
                c.asm.jmp(target);
                c.asm.bind(no);
            }
            c.reload_words(&snapshot);
            c.asm.jmp(back);
        });
    }

    /// What is called in place of `generic` (or `native`), with the same arguments: because it keeps doubles, or has
    /// the rare cases of an operation's arithmetic.
    fn stub_in_place(&self, op: Op, keeps: Keeps) -> Option<u64> {
        let stubs = &self.environment.stubs;
        match (self.arithmetic_stub(op, keeps), keeps) {
            (None, Keeps::Doubles) if op == Op::Native => Some(stubs.native[keeps as usize]),
            (None, Keeps::Doubles) => Some(stubs.generic[keeps as usize]),
            (stub, _) => stub,
        }
    }

    fn arithmetic_stub(&self, op: Op, keeps: Keeps) -> Option<u64> {
        let (operation, is_int) = match op {
            Op::Add => (Operation::Sum, false),
            Op::Sub => (Operation::Difference, false),
            Op::Mul => (Operation::Product, false),
            Op::AddInt => (Operation::Sum, true),
            Op::SubInt => (Operation::Difference, true),
            Op::MulInt => (Operation::Product, true),
            _ => return None,
        };
        let stubs = self.environment.stubs.arithmetic[keeps as usize][operation as usize];
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
            c.jump_to_common(Common::Leave);
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

    fn common(&mut self, common: Common) -> Label {
        match self.commons[common as usize] {
            Some(label) => label,
            None => {
                let label = self.asm.label();
                self.commons[common as usize] = Some(label);
                label
            }
        }
    }

    /// Calls code that the procedure's cold code shares.
    pub(super) fn call_common(&mut self, common: Common) {
        let label = self.common(common);
        self.asm.call(label);
    }

    /// The same without coming back.
    pub(super) fn jump_to_common(&mut self, common: Common) {
        let label = self.common(common);
        self.asm.jmp(label);
    }

    /// Writes what cold code shares and has used.
    pub(super) fn write_commons(&mut self) {
        let running = self.procedure.words_address();
        let slots = self.procedure.slots_address();
        let stubs = &self.environment.stubs;
        for common in Common::ALL {
            let Some(label) = self.commons[common as usize] else {
                continue;
            };
            self.mark(Mark::Common(common.name()));
            let asm = &mut self.asm;
            asm.bind(label);
            asm.mov_ri(Gpr::R9, running);
            match common {
                Common::LeaveOnce => {
                    let next = Mem::indexed(Gpr::R9, Gpr::R10, Scale::Eight, 0);
                    asm.lea(Gpr::R10, next);
                }
                Common::Room => {}
                _ => {
                    let word = Mem::indexed(Gpr::R9, Gpr::Rdi, Scale::Eight, 0);
                    asm.mov_rm(Width::Qword, Gpr::Rcx, word);
                }
            }
            asm.lea(
                Gpr::Rdi,
                Mem::indexed(Gpr::R9, Gpr::Rdi, Scale::Eight, WORD as i32),
            );
            asm.mov_ri(Gpr::R9, slots);
            match common {
                Common::Leave => asm.jmp_outside(stubs.leave),
                Common::LeaveOnce => asm.jmp_outside(stubs.leave_once),
                Common::Open => asm.jmp_outside(stubs.open),
                Common::Generic => asm.jmp_outside(stubs.generic[0]),
                Common::InPlace => asm.jmp_r(Gpr::Rax),
                Common::Room => asm.jmp_outside(stubs.room),
                Common::Native => asm.jmp_outside(stubs.native[0]),
                Common::Port => asm.jmp_outside(stubs.port),
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
