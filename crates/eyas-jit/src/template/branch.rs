//! Jumps and branches.

use super::*;
use eyas_asm::x64::{Scale, Shift};
use eyas_bytecode::TypeTest;
use eyas_heap::layout::{IMMEDIATE_SHIFT, LOW_CHAR};
use eyas_vm::hooks::offsets;

impl<'a> Compiler<'a> {
    /// The instruction's target, before it is known what is in the cache there: [`Compiler::note_branch`] follows.
    pub(super) fn branch_target_later(&mut self) -> Label {
        let pc = self.target_pc();
        self.label_at(pc)
    }

    /// What is in the cache now is there wherever the instruction has jumped from.
    pub(super) fn note_branch(&mut self) {
        self.note_jump(self.target_pc());
    }

    fn target_pc(&self) -> usize {
        let i = self.instruction;
        let distance = if i.op.roles()[1] == Role::JumpWord {
            i.word32() as i32 as i64
        } else {
            i.c as i16 as i64
        };
        (self.next_pc as i64 + distance) as usize
    }

    pub(super) fn jump(&mut self) {
        let target = self.branch_target();
        self.asm.jmp(target);
    }

    pub(super) fn loop_back(&mut self) {
        let fail = self.leave();
        let limit = Mem::at(CONTEXT, offsets::STACK_LIMIT);
        self.asm.alu_mi(Alu::Cmp, Width::Qword, limit, 0);
        self.asm.jcc(Cond::Equal, fail);
        self.count_safepoint(self.target_pc());
        self.jump_to_head(self.target_pc());
    }

    pub(super) fn branch_false(&mut self, a: usize, taken: bool) {
        let x = self.load(a);
        let is_false = Value::FALSE.bits() as i32;
        self.asm.alu_ri(Alu::Cmp, Width::Qword, x, is_false);
        self.branch(Cond::Equal, taken);
    }

    pub(super) fn branch_pair(&mut self, a: usize, taken: bool) {
        let x = self.load(a);
        let t = self.temp();
        self.asm.lea(t, Mem::at(x, CAR));
        self.asm.test8_ri(t, 7);
        self.branch_on_fact(Cond::Equal, taken, a, Fact::Pair);
    }

    pub(super) fn branch_null(&mut self, a: usize, taken: bool) {
        let x = self.load(a);
        self.asm
            .alu_ri(Alu::Cmp, Width::Qword, x, Value::NIL.bits() as i32);
        self.branch(Cond::Equal, taken);
    }

    pub(super) fn branch_eq(&mut self, a: usize, b: usize, taken: bool) {
        let (x, y) = (self.load(a), self.load(b));
        self.asm.alu_rr(Alu::Cmp, Width::Qword, x, y);
        self.branch(Cond::Equal, taken);
    }

    pub(super) fn branch_eq_const(&mut self, a: usize, constant: usize, taken: bool) {
        let x = self.load(a);
        let t = self.temp();
        self.compare_constant(x, constant, t);
        self.branch(Cond::Equal, taken);
    }

    pub(super) fn branch_eqv(&mut self, a: usize, b: usize, taken: bool) {
        let (target, after) = (self.branch_target_later(), self.asm.label());
        if taken {
            self.eqv_test(a, b, target, after);
        } else {
            self.eqv_test(a, b, after, target);
        }
        self.note_branch();
        self.asm.bind(after);
    }

    pub(super) fn branch_type(&mut self, a: usize, test: usize, taken: bool) {
        let after = self.asm.label();
        let fact = Self::fact_of_test(test);
        if let Some(other) = self.fact_unless_end(a, test) {
            let cond = self.type_flags(a, test, after);
            self.branch_on_fact(cond.negated(), !taken, a, other);
            return self.asm.bind(after);
        }
        let no = if taken {
            after
        } else {
            self.branch_target_later()
        };
        let cond = self.type_flags(a, test, no);
        match fact {
            Some(fact) => self.branch_on_fact(cond, taken, a, fact),
            None => self.branch(cond, taken),
        }
        self.asm.bind(after);
    }

    /// What the value of a slot is unless it is the end of a file, if the test is for that.
    fn fact_unless_end(&self, i: usize, test: usize) -> Option<Fact> {
        let test = u16::try_from(test).ok().and_then(TypeTest::from_number)?;
        match self.facts.get(i)? {
            _ if test != TypeTest::EofObject => None,
            Fact::CharOrEnd => Some(Fact::Char),
            Fact::FixnumOrEnd => Some(Fact::Fixnum),
            _ => None,
        }
    }

    /// What is known of a value that passes a type test.
    fn fact_of_test(test: usize) -> Option<Fact> {
        match u16::try_from(test).ok().and_then(TypeTest::from_number)? {
            TypeTest::Pair => Some(Fact::Pair),
            TypeTest::Char => Some(Fact::Char),
            TypeTest::Fixnum => Some(Fact::Fixnum),
            TypeTest::Boolean => Some(Fact::Boolean),
            TypeTest::String => Some(Fact::String),
            TypeTest::Symbol => Some(Fact::Kind(Kind::Symbol)),
            TypeTest::Vector => Some(Fact::Kind(Kind::Vector)),
            TypeTest::Bytevector => Some(Fact::Kind(Kind::Bytes)),
            TypeTest::Port => Some(Fact::Kind(Kind::Port)),
            _ => None,
        }
    }

    /// Numeric branches, with a register or a small number as second operand.
    pub(super) fn branch_number(&mut self, cond: Cond, taken: bool) {
        if self.doubles_branch(cond, taken) {
            return;
        }
        self.generic();
        let i = self.instruction;
        let [cold, after] = [(); 2].map(|()| self.asm.label());
        let y = (i.op.roles()[1] != Role::Int).then_some(i.b.into());
        let (cond, operands) = self.number_flags(cond, i.a.into(), y, i.b as i16, cold);
        let target = self.branch_target();
        self.asm
            .jcc(if taken { cond } else { cond.negated() }, target);
        self.asm.bind(after);
        let [yes, no] = if taken {
            [target, after]
        } else {
            [after, target]
        };
        self.flonum_comparison(cond, operands, [cold, yes, no]);
    }

    pub(super) fn branch_char(&mut self, cond: Cond, taken: bool) {
        let i = self.instruction;
        self.char_flags(i.a.into(), i.b.into());
        self.branch(cond, taken);
    }

    /// A jump through a table of distances from the table itself.
    pub(super) fn switch(&mut self, a: usize, distances: Vec<i32>, of_chars: bool) {
        let x = self.load(a);
        let (t, u) = (self.temp(), self.temp());
        let [table, after] = [(); 2].map(|()| self.asm.label());
        if of_chars {
            if !self.is_char(a) {
                self.asm.cmp8_ri(x, LOW_CHAR as u8);
                self.asm.jcc(Cond::NotEqual, after);
            }
        } else if !self.is_fixnum(a) {
            self.guard_fixnum(x, after);
        }
        self.asm.mov_rr(t, x);
        let by = if of_chars { IMMEDIATE_SHIFT as u8 } else { 3 };
        self.asm.shift_ri(Shift::Sar, t, by);
        let first = i32::from(self.instruction.b as i16);
        self.asm.alu_ri(Alu::Sub, Width::Qword, t, first);
        self.asm
            .alu_ri(Alu::Cmp, Width::Qword, t, distances.len() as i32);
        self.asm.jcc(Cond::AboveEqual, after);
        self.asm.lea_label(u, table);
        self.asm.movsxd_rm(t, Mem::indexed(u, t, Scale::Four, 0));
        self.asm.alu_rr(Alu::Add, Width::Qword, t, u);
        self.asm.jmp_r(t);
        self.asm.bind(after);
        let targets: Vec<Label> = distances.iter().map(|&d| self.target(d.into())).collect();
        self.aside(|c| {
            c.asm.align(4);
            c.mark(Mark::Table(targets.len()));
            c.asm.bind(table);
            for &target in &targets {
                c.asm.buffer.entry(target, table);
            }
        });
    }
}
