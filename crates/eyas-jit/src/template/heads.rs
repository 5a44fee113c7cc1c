//! Heads: the entry of the procedure, and its loops. Values that are read soon after a head arrive there in registers,
//! so that an iteration or a callee does not wait for what has just been stored.
//!
//! At the entry these are the callee and its first arguments, each in the register that all calls pass it in; a loop
//! has its own choice. The slots hold the values as well, so that the interpreter and stubs come in *cold*: by a label
//! before which nothing is in registers, and after which they are loaded. Cold and warm entry are `offsets::WARM` bytes
//! apart, so that one address says both.

use super::facts::STEP_MAX;
use super::*;
use arrayvec::ArrayVec;
use eyas_asm::x64::Xmm;
use eyas_bytecode::word::Placed;
use eyas_vm::hooks::offsets;

/// Where values arrive at loops.
const ARRIVALS: [Gpr; 4] = [Gpr::Rdi, Gpr::R9, Gpr::R10, Gpr::R11];

/// Where the values of the first slots arrive at the entry of a procedure: callee and arguments. The other register of
/// the pool, `rcx`, has the template.
const PASSED: [Gpr; 5] = [Gpr::Rax, Gpr::Rdi, Gpr::R9, Gpr::R10, Gpr::R11];

/// So many instructions after a head are looked at.
const LOOK_AHEAD: usize = 12;

/// So many where flonums are expected. They are read in longer stretches, and there are more registers for them.
const LOOK_AHEAD_FOR_DOUBLES: usize = 40;

/// So many doubles may arrive; the others are for what is computed.
const DOUBLES_MAX: usize = 8;

/// What is read soon: slots whose words are, and whose doubles are.
#[derive(Default)]
struct Wanted {
    words: ArrayVec<usize, { PASSED.len() }>,
    doubles: ArrayVec<usize, DOUBLES_MAX>,
    written: ArrayVec<usize, LOOK_AHEAD_FOR_DOUBLES>,
}

/// What holds at an instruction wherever it is jumped to from.
#[derive(Debug)]
pub(super) struct Arrival {
    /// How many jumps this is about.
    jumps: u8,
    copies: Snapshot,
    facts: Facts,
}

/// What a head expects.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Where to jump with the registers set.
    warm: Label,
    arriving: Snapshot,
}

impl Wanted {
    fn read(&mut self, slot: usize) {
        let Wanted { words, written, .. } = self;
        if !written.contains(&slot) && !words.contains(&slot) {
            // If there are no registers left, it is not wanted.
            let _ = words.try_push(slot);
        }
    }

    fn read_double(&mut self, slot: usize) {
        let Wanted {
            doubles, written, ..
        } = self;
        if !written.contains(&slot) && !doubles.contains(&slot) {
            let _ = doubles.try_push(slot);
        }
    }

    /// What an instruction reads, of its numbers the doubles or the words; false if nothing is known of what comes
    /// after it.
    fn look_at(&mut self, placed: &Placed<'_>, as_doubles: bool, with_words: bool) -> bool {
        let i = placed.instruction;
        let operands = [i.a, i.b, i.c].map(usize::from);
        let roles = i.op.roles();
        for (role, operand) in roles.into_iter().zip(operands) {
            match role {
                Role::In if as_doubles => self.read_double(operand),
                Role::In if with_words => self.read(operand),
                Role::List if with_words => {
                    for slot in unpack_list(placed.data, i.c) {
                        self.read(slot.into());
                    }
                }
                _ => {}
            }
        }
        if i.op == Op::FreeRef && with_words {
            self.read(0);
        }
        if roles[0] == Role::Out || i.op == Op::Native {
            self.written.push(operands[0]);
        }
        !i.op.effects().call
    }
}

/// True if the instruction changes a number by a small step, or begins again at a small one.
fn is_counting(i: Instruction) -> bool {
    match i.op {
        Op::AddInt | Op::SubInt => i.a == i.b && i32::from(i.c as i16).abs() <= STEP_MAX,
        Op::Int => (i.word32() as i32).unsigned_abs() <= STEP_MAX.unsigned_abs(),
        _ => false,
    }
}

impl<'a> Compiler<'a> {
    /// The slots that are read first from `pc` on.
    fn wanted(&self, pc: usize) -> Wanted {
        let mut wanted = Wanted::default();
        let rest = self.procedure.words().get(pc..).unwrap_or_default();
        let (mut with_words, mut has_ended) = (true, false);
        let most = if self.computes_doubles {
            LOOK_AHEAD_FOR_DOUBLES
        } else {
            LOOK_AHEAD
        };
        let placed = instructions(rest).map_while(Result::ok).take(most);
        for (count, placed) in placed.enumerate() {
            let (i, at) = (placed.instruction, pc + placed.pc);
            let is_joined = count > 0 && self.is_joined(at);
            // Behind what does not go on there may be code that a branch before it leads to.
            let is_lost = if has_ended {
                !is_joined
            } else {
                is_joined && !self.computes_doubles
            };
            if is_lost || (count > 0 && self.points[at].back_edges > 0) {
                break;
            }
            with_words &= !is_joined && count < LOOK_AHEAD;
            let as_doubles =
                self.computes_doubles && (self.takes_doubles(i.op, at) || self.takes_likely(i));
            if !wanted.look_at(&placed, as_doubles, with_words) {
                break;
            }
            has_ended = i.op.effects().end;
            if has_ended && !self.computes_doubles {
                break;
            }
        }
        wanted
    }

    /// Begins a head at `pc`, whose cold label the caller has bound or binds later.
    fn head(&mut self, pc: usize) -> Head {
        let Wanted { words, doubles, .. } = self.wanted(pc);
        let mut arriving = Snapshot::EMPTY;
        if pc == 0 {
            // What is passed anyway is welcome where its double is wanted.
            let passed = PASSED.into_iter().enumerate();
            for (i, reg) in passed.filter(|(i, _)| words.contains(i) || doubles.contains(i)) {
                arriving.put(reg, i);
            }
        } else {
            for (reg, slot) in ARRIVALS.into_iter().zip(words) {
                arriving.put(reg, slot);
            }
        }
        for (i, slot) in doubles.into_iter().enumerate() {
            arriving.put_double(i, slot);
        }
        let warm = self.asm.label();
        Head { warm, arriving }
    }

    /// The two entries: from here on the code is that of the first instruction. Other procedures pass words alone; calls
    /// of the procedure by itself pass doubles, too, and come in behind where these are made of the words.
    pub(super) fn enter_head(&mut self) {
        if self.environment.switches {
            // The interpreter goes on with what is in the slots.
            self.asm.nop8();
            return;
        }
        let Head { warm, arriving } = self.head(0);
        let passed = self.asm.label();
        if arriving.words().next().is_none() {
            self.asm.nop8();
        } else {
            let cold = self.asm.label();
            self.asm.jmp(cold);
            self.asm.align(offsets::WARM);
            self.aside(|c| {
                c.asm.bind(cold);
                c.reload_words(&arriving);
                c.asm.jmp(passed);
            });
        }
        self.asm.bind(passed);
        for (x, i) in arriving.doubles() {
            let word = arriving.words().find(|&(_, slot)| slot == i);
            let word = word.map_or(Gpr::Rcx, |(reg, _)| reg);
            if word == Gpr::Rcx {
                self.asm.mov_rm(Width::Qword, word, slot(i));
            }
            self.decode(x, word, Gpr::Rcx);
        }
        self.asm.bind(warm);
        self.cache.restore(&arriving);
        self.entry_head = Some(Head { warm, arriving });
    }

    /// True if the instruction is reached from elsewhere than the one before it.
    pub(super) fn is_joined(&self, pc: usize) -> bool {
        let point = &self.points[pc];
        point.incoming > 0 || point.back_edges > 0
    }

    /// A jump to `pc` has been written: what is in the registers and known now is there on arrival.
    pub(super) fn note_jump(&mut self, pc: usize) {
        let copies = self.cache.snapshot();
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
                let mut copies = self.cache.snapshot();
                copies.keep_common(&arrival.copies);
                self.cache.restore(&copies);
                self.facts.keep_common(&arrival.facts);
            }
            Some(arrival) if is_known => {
                self.cache.restore(&arrival.copies);
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

    /// At the head of a loop: keeps what is known of slots that the loop does not write, or only counts with. What it
    /// writes on its way out does not matter.
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
        } else if is_counting(i) {
            facts.step(a);
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
        let mut arriving = Snapshot::EMPTY;
        for (i, reg) in passed.take(count + 1).skip(usize::from(!callee)) {
            arriving.put(reg, i);
        }
        self.arrange(&arriving, window);
    }

    /// Brings values to registers: slot `i` of the snapshot is in the frame at the base; before that moved, which is
    /// what copies are known by, it was slot `window + i`. Copies are lost; if there are doubles, `rcx` changes.
    fn arrange(&mut self, arriving: &Snapshot, window: usize) {
        let words = arriving.words();
        let words = words.map(|(to, i)| (to, self.cache.find(window + i), i));
        let words: Moves<Gpr, { PASSED.len() }> = words.collect();
        let doubles = arriving.doubles();
        let doubles = doubles.map(|(to, i)| (to, self.cache.find_double(window + i), i));
        let doubles: Moves<Xmm, DOUBLES_MAX> = doubles.collect();
        in_parallel(words, |to, from, i| match from {
            Some(from) => self.asm.mov_rr(to, from),
            None => self.asm.mov_rm(Width::Qword, to, slot(i)),
        });
        in_parallel(doubles, |to, from, i| match from {
            Some(from) => self.asm.movaps(to, from),
            None => {
                self.asm.mov_rm(Width::Qword, Gpr::Rcx, slot(i));
                self.decode(to, Gpr::Rcx, Gpr::Rcx);
            }
        });
        self.cache.unlock_all();
        self.cache.flush();
    }
}

/// Where values are to be, where they are if they are in registers, and the slots that they are in anyway.
type Moves<R, const N: usize> = ArrayVec<(R, Option<R>, usize), N>;

/// Writes moves, each when no other needs what it overwrites.
fn in_parallel<R: Copy + PartialEq, const N: usize>(
    mut moves: Moves<R, N>,
    mut write: impl FnMut(R, Option<R>, usize),
) {
    moves.retain(|&mut (to, from, _)| from != Some(to));
    while !moves.is_empty() {
        let free = |&(to, ..): &(R, Option<R>, usize)| {
            !moves
                .iter()
                .any(|&(other, from, _)| other != to && from == Some(to))
        };
        match moves.iter().position(free) {
            Some(i) => {
                let (to, from, slot) = moves.swap_remove(i);
                write(to, from, slot);
            }
            // Values change places in a circle: one of them comes from its slot.
            None => moves[0].1 = None,
        }
    }
}
