//! What the flags say, as a boolean or as a decision.
//!
//! Most predicates are asked where the next instruction branches on the answer. Then both instructions are one: the
//! branch asks the flags themselves, and the boolean is stored only if something may look at it.

use super::*;

/// So many instructions are looked at to find out that nothing looks at a slot.
const LOOK_AHEAD: usize = 16;

/// The branch that was written along with the instruction before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decided {
    /// The branch's own place.
    pub(super) pc: usize,
    /// Where it goes.
    pub(super) target: Label,
    /// Whether it goes there if the answer is false.
    pub(super) negated: bool,
}

/// An operation without control flow that reads and writes what its roles say, and nothing else.
fn is_plain(op: Op) -> bool {
    matches!(
        op,
        Op::Move
            | Op::Const
            | Op::Int
            | Op::Immediate
            | Op::GlobalRef
            | Op::GlobalGet
            | Op::CellRef
            | Op::Car
            | Op::Cdr
            | Op::Cons
            | Op::Add
            | Op::AddInt
            | Op::Sub
            | Op::SubInt
            | Op::VectorRef
            | Op::StringRef
            | Op::ReadChar
            | Op::PeekChar
    )
}

/// A branch that reads what its roles say, and writes nothing.
fn is_branch(op: Op) -> bool {
    matches!(
        op,
        Op::BranchFalse
            | Op::BranchTrue
            | Op::BranchType
            | Op::BranchNotType
            | Op::BranchPair
            | Op::BranchNotPair
            | Op::BranchNull
            | Op::BranchNotNull
            | Op::BranchEq
            | Op::BranchNotEq
            | Op::BranchEqConst
            | Op::BranchNotEqConst
            | Op::BranchLess
            | Op::BranchNotLess
            | Op::BranchLessInt
            | Op::BranchNotLessInt
            | Op::BranchNumEq
            | Op::BranchNotNumEq
            | Op::BranchCharEq
            | Op::BranchNotCharEq
    )
}

impl Compiler<'_> {
    /// The slot gets the boolean that `cond` says, at the end of the instruction. If the next one branches on it, it is
    /// done as well.
    pub(super) fn define_condition(&mut self, i: usize, cond: Cond) {
        if let Some((branch, op)) = self.following_branch(i) {
            return self.decide(i, cond, branch, op == Op::BranchFalse);
        }
        let t = self.temp();
        self.asm.setcc(cond, t);
        self.asm.movzx8_rr(t, t);
        self.asm.shift_ri(eyas_asm::x64::Shift::Shl, t, 8);
        self.asm
            .alu_ri(Alu::Or, Width::Dword, t, Value::FALSE.bits() as i32);
        self.define(i, t);
        self.facts.learn(i, Fact::Boolean);
    }

    /// The next instruction if it branches on the slot and is reached from this one alone: where it goes, and what it
    /// is.
    fn following_branch(&self, i: usize) -> Option<(usize, Op)> {
        let pc = self.next_pc;
        let &word = self.procedure.words().get(pc)?;
        let next = Instruction::decode(word)?;
        let branches = matches!(next.op, Op::BranchFalse | Op::BranchTrue);
        if !branches || usize::from(next.a) != i || self.is_joined(pc) {
            return None;
        }
        let target = pc as i64 + 1 + i64::from(next.word32() as i32);
        Some((target as usize, next.op))
    }

    /// Goes to `target` if `cond`, or if not; the slot gets the boolean unless nothing looks at it.
    fn decide(&mut self, i: usize, cond: Cond, target: usize, negated: bool) {
        let after = self.next_pc + 1;
        let is_dead = self.dies(i, target) && self.dies(i, after);
        let answers = [Value::FALSE, Value::TRUE];
        if is_dead {
            self.forget(i);
        } else {
            let [t, u] = [(); 2].map(|()| self.temp());
            for (reg, v) in [t, u].into_iter().zip(answers) {
                // Moves leave the flags alone.
                self.asm.mov_ri(reg, v.bits());
            }
            self.asm.cmov(cond, t, u);
            self.define(i, t);
        }
        let knows = |c: &mut Self, answer: Value| {
            if !is_dead {
                c.facts.forget(i);
                c.facts.learn(i, Fact::Bits(answer.bits()));
            }
        };
        let pc = self.next_pc;
        knows(self, answers[usize::from(!negated)]);
        let label = self.target(target as i64 - pc as i64);
        self.asm
            .jcc(if negated { cond.negated() } else { cond }, label);
        knows(self, answers[usize::from(negated)]);
        self.decided = Some(Decided {
            pc,
            target: label,
            negated,
        });
    }

    /// True if it is certain that the slot is written before it is read, wherever control goes from `pc`.
    fn dies(&self, i: usize, pc: usize) -> bool {
        self.dies_within(i, pc, &mut { LOOK_AHEAD })
    }

    /// The same, if that is found out by looking at no more than so many instructions.
    fn dies_within(&self, i: usize, pc: usize, left: &mut usize) -> bool {
        let rest = self.procedure.words().get(pc..).unwrap_or_default();
        for placed in instructions(rest).map_while(Result::ok) {
            let Some(fewer) = left.checked_sub(1) else {
                return false;
            };
            *left = fewer;
            let next = placed.instruction;
            let roles = next.op.roles();
            let operands = [next.a, next.b, next.c].map(usize::from);
            let mut reads = roles.into_iter().zip(operands);
            if reads.any(|at| at == (Role::In, i)) {
                return false;
            }
            let after = (pc + placed.next_pc()) as i64;
            match next.op {
                Op::Return => return true,
                Op::Native if (operands[0]..operands[0] + operands[1]).contains(&i) => {
                    return false;
                }
                Op::Native => {}
                Op::Jump | Op::LoopBack => {
                    let target = after + i64::from(next.word32() as i32);
                    return self.dies_within(i, target as usize, left);
                }
                op if is_branch(op) => {
                    let distance = if roles[1] == Role::JumpWord {
                        next.word32() as i32
                    } else {
                        i32::from(next.c as i16)
                    };
                    let target = (after + i64::from(distance)) as usize;
                    return self.dies_within(i, after as usize, left)
                        && self.dies_within(i, target, left);
                }
                op if !is_plain(op) => return false,
                _ if roles[0] == Role::Out && operands[0] == i => return true,
                _ => {}
            }
        }
        false
    }
}
