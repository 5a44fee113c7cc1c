//! Heads: the entry of the procedure, and its loops. Values that are read soon after a head arrive there in registers,
//! so that an iteration or a callee does not wait for what has just been stored.
//!
//! At the entry these are the callee and its first arguments, each in the register that all calls pass it in; a loop
//! has its own choice. The slots hold the values as well, so that the interpreter and stubs come in *cold*: by a label
//! before which nothing is in registers, and after which they are loaded. Cold and warm entry are `offsets::WARM` bytes
//! apart, so that one address says both.

use super::cache::Copies;
use super::*;
use arrayvec::ArrayVec;
use eyas_bytecode::word::Placed;
use eyas_vm::hooks::offsets;

/// Where values arrive at loops.
const ARRIVALS: [Gpr; 4] = [Gpr::Rdi, Gpr::R9, Gpr::R10, Gpr::R11];

/// Where the values of the first slots arrive at the entry of a procedure: callee and arguments. The other register of
/// the pool, `rcx`, has the template.
const PASSED: [Gpr; 5] = [Gpr::Rax, Gpr::Rdi, Gpr::R9, Gpr::R10, Gpr::R11];

/// So many instructions after a head are looked at.
const LOOK_AHEAD: usize = 12;

/// Slots that are read soon.
type Wanted = ArrayVec<usize, { PASSED.len() }>;

/// Slots that instructions write that are looked at.
type Written = ArrayVec<usize, LOOK_AHEAD>;

/// What holds at an instruction wherever it is jumped to from.
#[derive(Debug)]
pub(super) struct Arrival {
    /// How many jumps this is about.
    jumps: u8,
    copies: Copies,
    facts: Facts,
}

/// What a head expects.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Where to jump with the registers set.
    warm: Label,
    arriving: Snapshot,
}

/// Adds registers that an instruction reads to `wanted`, unless they are in `written`; false if nothing is known of
/// what comes after it.
fn look_at(placed: &Placed<'_>, wanted: &mut Wanted, written: &mut Written) -> bool {
    let i = placed.instruction;
    let mut read = |slot: usize, written: &[usize]| {
        if !written.contains(&slot) && !wanted.contains(&slot) && !wanted.is_full() {
            wanted.push(slot);
        }
    };
    let operands = [i.a, i.b, i.c].map(usize::from);
    let roles = i.op.roles();
    for (role, operand) in roles.into_iter().zip(operands) {
        match role {
            Role::In => read(operand, written),
            Role::List => {
                for slot in unpack_list(placed.data, i.c) {
                    read(slot.into(), written);
                }
            }
            _ => {}
        }
    }
    if i.op == Op::FreeRef {
        read(0, written);
    }
    if roles[0] == Role::Out || i.op == Op::Native {
        written.push(operands[0]);
    }
    let effects = i.op.effects();
    !(effects.call || effects.end)
}

impl<'a> Compiler<'a> {
    /// The slots that are read first from `pc` on.
    fn wanted(&self, pc: usize) -> Wanted {
        let procedure = self.procedure;
        let (mut wanted, mut written) = (Wanted::new(), Written::new());
        let rest = procedure.words().get(pc..).unwrap_or_default();
        for placed in instructions(rest).map_while(Result::ok).take(LOOK_AHEAD) {
            let is_joined = placed.pc > 0 && self.is_joined(pc + placed.pc);
            if is_joined || !look_at(&placed, &mut wanted, &mut written) {
                break;
            }
        }
        wanted
    }

    /// Begins a head at `pc`, whose cold label the caller has bound or binds later.
    fn head(&mut self, pc: usize) -> Head {
        let slots = self.wanted(pc);
        let arriving: Snapshot = if pc == 0 {
            let passed = PASSED.iter().enumerate();
            let wanted = passed.filter(|(i, _)| slots.contains(i));
            wanted.map(|(i, &reg)| (reg, i)).collect()
        } else {
            ARRIVALS.into_iter().zip(slots).collect()
        };
        let warm = self.asm.label();
        Head { warm, arriving }
    }

    /// The two entries: from here on the code is that of the first instruction.
    pub(super) fn enter_head(&mut self) {
        let warm = self.asm.label();
        let arriving = if self.environment.switches {
            // The interpreter goes on with what is in the slots.
            Snapshot::new()
        } else {
            self.head(0).arriving
        };
        if arriving.is_empty() {
            self.asm.nop8();
        } else {
            let cold = self.asm.label();
            self.asm.jmp(cold);
            self.asm.align(offsets::WARM);
            self.aside(|c| {
                c.asm.bind(cold);
                c.reload(&arriving);
                c.asm.jmp(warm);
            });
        }
        self.asm.bind(warm);
        self.cache.restore(&arriving);
        if !self.environment.switches {
            self.entry_head = Some(Head { warm, arriving });
        }
    }

    /// True if the instruction is reached from elsewhere than the one before it.
    pub(super) fn is_joined(&self, pc: usize) -> bool {
        let point = &self.points[pc];
        point.incoming > 0 || point.back_edges > 0
    }

    /// A jump to `pc` has been written: what is in the registers and known now is there on arrival.
    pub(super) fn note_jump(&mut self, pc: usize) {
        let copies = self.cache.copies();
        match self.points[pc].arriving {
            Some(i) => {
                let arrival = &mut self.arriving[i as usize];
                arrival.jumps = arrival.jumps.saturating_add(1);
                arrival.copies.keep_common(&copies);
                arrival.facts.keep_common(&self.facts);
            }
            None => {
                self.points[pc].arriving = Some(self.arriving.len() as u32);
                self.arriving.push(Arrival {
                    jumps: 1,
                    copies,
                    facts: self.facts.clone(),
                });
            }
        }
    }

    /// Before an instruction: what is known there, and its label if it is jumped to.
    pub(super) fn join(&mut self) {
        let pc = self.pc;
        let Point {
            incoming,
            back_edges: back,
            arriving,
            ..
        } = self.points[pc];
        let arrival = arriving.map(|i| &self.arriving[i as usize]);
        // Jumps that come later or from elsewhere may bring anything.
        let is_known = arrival.map_or(0, |a| a.jumps) == incoming && incoming < MANY;
        match arrival {
            Some(arrival) if is_known && self.is_reachable => {
                let mut copies = self.cache.copies();
                copies.keep_common(&arrival.copies);
                self.cache.restore_copies(&copies);
                self.facts.keep_common(&arrival.facts);
            }
            Some(arrival) if is_known => {
                self.cache.restore_copies(&arrival.copies);
                self.facts.clone_from(&arrival.facts);
            }
            None if is_known && self.is_reachable => {}
            _ => {
                self.cache.flush();
                self.facts.clear();
            }
        }
        if back > 0 && back < MANY && is_known && (self.is_reachable || incoming > 0) {
            return self.loop_head();
        }
        if back > 0 {
            self.cache.flush();
            self.facts.clear();
        }
        if incoming > 0 || back > 0 {
            let label = self.label_at(pc);
            self.asm.bind(label);
        }
    }

    /// The head of a loop, into which the code before it falls; other jumps come in cold.
    fn loop_head(&mut self) {
        let head = self.head(self.pc);
        if self.is_reachable {
            self.arrange(&head.arriving, 0);
        }
        self.asm.bind(head.warm);
        self.cache.restore(&head.arriving);
        self.keep_invariant_facts();
        let cold = self.label_at(self.pc);
        if self.pc == 0 && !self.environment.switches {
            self.entry_head = Some(head.clone());
        }
        self.points[self.pc].head = Some(self.heads.len() as u32);
        self.heads.push(head.clone());
        self.aside(|c| {
            c.asm.bind(cold);
            c.reload(&head.arriving);
            c.asm.jmp(head.warm);
        });
    }

    /// At the head of a loop: keeps what is known of slots that the loop does not write. What it writes on its way out
    /// does not matter.
    ///
    /// The loop is what stands up to the last jump back to the head. Control comes into it through its head alone, or
    /// nothing is known; out of it and back in it comes through its head, since only loops go back.
    fn keep_invariant_facts(&mut self) {
        if self.facts.is_empty() {
            return;
        }
        let (head, mut facts) = (self.pc, std::mem::take(&mut self.facts));
        // Without what has been written since control last came from or went elsewhere.
        let mut after = facts.clone();
        let mut left = self.points[head].back_edges;
        let mut inner = 0i64;
        for placed in instructions(&self.procedure.words()[head..]) {
            let Ok(placed) = placed else { return };
            let pc = head + placed.pc;
            // Jumps from before the loop have been written, and nothing else may come in.
            if pc > head {
                let point = &self.points[pc];
                if point.arriving.is_some() || point.incoming == MANY {
                    return;
                }
                inner += i64::from(point.back_edges);
                if self.is_joined(pc) {
                    facts.follow(&after);
                }
            }
            self.forget_written(&placed, &mut after);
            let op = placed.instruction.op;
            if op.effects().jump || matches!(op, Op::Jump | Op::LoopBack) {
                facts.follow(&after);
            } else if op.effects().end {
                after.clone_from(&facts);
            }
            if facts.is_empty() {
                return;
            }
            if op == Op::LoopBack {
                let distance = placed.instruction.word32() as i32 as i64;
                let target = head as i64 + placed.next_pc() as i64 + distance;
                match target - head as i64 {
                    0 => left -= 1,
                    1.. => inner -= 1,
                    _ => {}
                }
            }
            if left == 0 {
                break;
            }
        }
        // A loop inside that goes on after this one's end would lead back into it.
        if left == 0 && inner == 0 {
            self.facts = facts;
        }
    }

    /// Forgets what is known of the slots that an instruction writes.
    fn forget_written(&self, placed: &Placed<'_>, facts: &mut Facts) {
        let i = placed.instruction;
        let a = usize::from(i.a);
        let effects = i.op.effects();
        if effects.call {
            // The callee has the slots of the window.
            let point = self.procedure.return_point(i.c.into());
            facts.forget_from(point.window);
        } else if i.op == Op::Receive {
            facts.forget_from(a);
        } else if i.op == Op::Native {
            for slot in a..=a + usize::from(i.b) {
                facts.forget(slot);
            }
        } else if i.op.roles()[0] == Role::Out {
            facts.forget(a);
        }
    }

    /// Goes on at the loop head at `pc`.
    pub(super) fn jump_to_head(&mut self, pc: usize) {
        match self.points[pc].head {
            Some(i) => {
                let head = self.heads[i as usize].clone();
                self.arrange(&head.arriving, 0);
                self.asm.jmp(head.warm);
            }
            None => {
                let label = self.label_at(pc);
                self.asm.jmp(label);
            }
        }
    }

    /// Goes to the procedure's own entry for a call of itself, whose frame is at the base now and was at slot `window`.
    pub(super) fn enter_self(&mut self, window: usize) {
        match self.entry_head.clone() {
            Some(head) => {
                self.arrange(&head.arriving, window);
                self.asm.jmp(head.warm);
            }
            None => self.asm.jmp(self.entry),
        }
    }

    /// Brings callee, if it is wanted, and arguments of a call to where they are passed; its frame is at the base now
    /// and was at slot `window`. Changes no other registers.
    pub(super) fn pass(&mut self, window: usize, count: usize, callee: bool) {
        let passed = PASSED.into_iter().enumerate();
        let arriving: Snapshot = passed
            .take(count + 1)
            .skip(usize::from(!callee))
            .map(|(i, reg)| (reg, i))
            .collect();
        self.arrange(&arriving, window);
    }

    /// Brings values to registers: slot `i` of the snapshot is in the frame at the base; before that moved, which is
    /// what copies are known by, it was slot `window + i`. Copies are lost.
    fn arrange(&mut self, arriving: &Snapshot, window: usize) {
        let mut moves: ArrayVec<(Gpr, Option<Gpr>, usize), { PASSED.len() }> = arriving
            .iter()
            .map(|&(to, i)| (to, self.cache.find(window + i), i))
            .collect();
        moves.retain(|&mut (to, from, _)| from != Some(to));
        while !moves.is_empty() {
            let free = |&(to, ..): &(Gpr, Option<Gpr>, usize)| {
                !moves
                    .iter()
                    .any(|&(other, from, _)| other != to && from == Some(to))
            };
            match moves.iter().position(free) {
                Some(i) => {
                    let (to, from, slot_index) = moves.swap_remove(i);
                    match from {
                        Some(from) => self.asm.mov_rr(to, from),
                        None => self.asm.mov_rm(Width::Qword, to, slot(slot_index)),
                    }
                }
                // Values change places in a circle: one of them comes from its slot.
                None => moves[0].1 = None,
            }
        }
        self.cache.unlock_all();
        self.cache.flush();
    }
}
