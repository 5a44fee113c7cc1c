//! Allocation: the pointer moves up, and one check of the limit serves a run of allocations with nothing between them
//! that could collect.

use super::native::LIST_MAX;
use super::*;
use eyas_bytecode::Prim;
use eyas_bytecode::word::Placed;
use eyas_heap::PAIR_SIZE;
use eyas_heap::layout::{ALIGNMENT, LARGE_OBJECT, MUTATOR_ALLOC, MUTATOR_LIMIT};

/// A run takes at most this many bytes at once.
const RUN_MAX: usize = 1024;

/// Bytes of an object with so many slots.
fn object_size(slots: usize) -> usize {
    (WORD + WORD * slots).next_multiple_of(ALIGNMENT)
}

/// Bytes that an instruction allocates inline, if it does nothing else that matters.
fn size_of(placed: &Placed<'_>) -> Option<usize> {
    let i = placed.instruction;
    let effects = i.op.effects();
    match i.op {
        Op::Cons => Some(PAIR_SIZE),
        Op::Cell => Some(object_size(1)),
        Op::Vector => Some(object_size(i.c.into())),
        Op::Native => match native::primitive(i.c.into()) {
            Some(Prim::List) if (1..=LIST_MAX).contains(&i.b.into()) => {
                Some(PAIR_SIZE * usize::from(i.b))
            }
            Some(Prim::ConsStar) if (2..=LIST_MAX).contains(&i.b.into()) => {
                Some(PAIR_SIZE * (usize::from(i.b) - 1))
            }
            _ => None,
        },
        Op::Closure | Op::Record => Some(object_size(1 + usize::from(i.c))),
        _ if effects.gc || effects.raise || effects.call || effects.jump || effects.end => None,
        _ => Some(0),
    }
}

impl<'a> Compiler<'a> {
    /// Bytes of the allocations from the instruction after this on that a check made now can serve.
    fn following(&self) -> usize {
        let procedure = self.procedure;
        let Some(rest) = procedure.words().get(self.next_pc..) else {
            return 0;
        };
        let mut total = 0;
        for placed in instructions(rest).map_while(Result::ok) {
            let is_joined = self.is_joined(self.next_pc + placed.pc);
            match size_of(&placed) {
                Some(size) if !is_joined && total + size <= RUN_MAX => total += size,
                _ => break,
            }
        }
        total
    }

    /// Where a fresh object of `size` bytes, a multiple of 16, begins: so far from the address in a register. The first
    /// thing that an instruction does: it begins again after a collection.
    pub(super) fn allocate(&mut self, size: usize) -> (Gpr, i32) {
        let next = Mem::at(CONTEXT, MUTATOR_ALLOC as i32);
        if let Some(left) = self.reserved.checked_sub(size) {
            let at = self.temp();
            self.asm.mov_rm(Width::Qword, at, next);
            let start = -(self.reserved as i32);
            self.reserved = left;
            return (at, start);
        }
        debug_assert_eq!(self.reserved, 0, "what was taken for it is enough");
        let snapshot = self.cache.snapshot();
        let (full, again, pc) = (self.asm.label(), self.asm.here(), self.pc);
        self.reserved = self.following();
        let total = size + self.reserved;
        let at = self.temp();
        self.asm.mov_rm(Width::Qword, at, next);
        self.asm.alu_ri(Alu::Add, Width::Qword, at, total as i32);
        let limit = Mem::at(CONTEXT, MUTATOR_LIMIT as i32);
        self.asm.alu_rm(Alu::Cmp, Width::Qword, at, limit);
        self.asm.jcc(Cond::Above, full);
        self.asm.mov_mr(Width::Qword, next, at);
        self.aside(|c| {
            c.asm.bind(full);
            c.asm.mov_ri(Gpr::Rdi, pc as u64);
            c.asm.mov_ri(Gpr::Rcx, total as u64);
            c.call_common(Common::Room);
            c.reload(&snapshot);
            c.asm.jmp(again);
        });
        (at, -(total as i32))
    }

    /// The slot gets a fresh object with these slots: first perhaps a constant, then registers. False if it is too
    /// large: then the instruction leaves.
    pub(super) fn object(
        &mut self,
        a: usize,
        kind: Kind,
        first: Option<usize>,
        rest: impl Iterator<Item = usize>,
    ) {
        let rest: Vec<usize> = rest.collect();
        let count = rest.len() + usize::from(first.is_some());
        let size = object_size(count);
        if size >= LARGE_OBJECT {
            return self.leave_always();
        }
        let (at, start) = self.allocate(size);
        let header = Header::build(kind, 0, count).bits();
        match i32::try_from(header) {
            Ok(low) => self.asm.mov_mi(Width::Qword, Mem::at(at, start), low),
            Err(_) => {
                let t = self.temp();
                self.asm.mov_ri(t, header);
                self.asm.mov_mr(Width::Qword, Mem::at(at, start), t);
                self.cache.unlock(t);
            }
        }
        if WORD + WORD * count < size {
            let padding = Mem::at(at, start + (size - WORD) as i32);
            self.asm.mov_mi(Width::Qword, padding, 0);
        }
        let mut offset = start + WORD as i32;
        if let Some(constant) = first {
            let t = self.temp();
            self.load_constant(t, constant);
            self.asm.mov_mr(Width::Qword, Mem::at(at, offset), t);
            self.cache.unlock(t);
            offset += WORD as i32;
        }
        for register in rest {
            let v = self.load(register);
            self.asm.mov_mr(Width::Qword, Mem::at(at, offset), v);
            self.cache.unlock(v);
            offset += WORD as i32;
        }
        self.asm
            .alu_ri(Alu::Add, Width::Qword, at, start + TAG_OBJECT as i32);
        self.define(a, at);
        self.facts.learn(a, Fact::Changeable(kind));
    }
}
