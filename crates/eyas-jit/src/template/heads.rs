//! Heads: the entry of the procedure, and its loops. Values that are read soon after a head arrive there in registers,
//! so that an iteration, or a call of the procedure by itself, does not wait for what it has just stored.
//!
//! The slots hold the values as well, so that the interpreter and other procedures come in *cold*: by a label before
//! which nothing is in registers, and after which they are loaded.

use super::*;
use arrayvec::ArrayVec;
use eyas_bytecode::word::Placed;

/// Where values arrive. Other registers are free for making a frame.
const ARRIVALS: [Gpr; 4] = [Gpr::Rdi, Gpr::R9, Gpr::R10, Gpr::R11];

/// So many instructions after a head are looked at.
const LOOK_AHEAD: usize = 12;

/// Slots that are read soon.
type Wanted = ArrayVec<usize, { ARRIVALS.len() }>;

/// Slots that instructions write that are looked at.
type Written = ArrayVec<usize, LOOK_AHEAD>;

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
        if !written.contains(&slot) && !wanted.contains(&slot) && wanted.len() < ARRIVALS.len() {
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
            let is_joined = placed.pc > 0 && self.points[pc + placed.pc].incoming > 0;
            if is_joined || !look_at(&placed, &mut wanted, &mut written) {
                break;
            }
        }
        wanted
    }

    /// Begins a head at `pc`, whose cold label the caller has bound or binds later.
    fn head(&mut self, pc: usize) -> Head {
        let slots = self.wanted(pc);
        let arriving: Snapshot = ARRIVALS.into_iter().zip(slots).collect();
        let warm = self.asm.label();
        Head { warm, arriving }
    }

    /// The entry: from here on the code is that of the first instruction.
    pub(super) fn enter_head(&mut self) {
        if self.points[0].incoming > 0 || self.environment.switches {
            return;
        }
        let head = self.head(0);
        self.reload(&head.arriving);
        self.asm.bind(head.warm);
        self.cache.restore(&head.arriving);
        self.entry_head = Some(head);
    }

    /// The head of a loop, into which the code before it falls.
    pub(super) fn loop_head(&mut self) {
        let head = self.head(self.pc);
        self.arrange(&head.arriving, 0);
        self.asm.bind(head.warm);
        self.cache.restore(&head.arriving);
        self.facts.clear();
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

    /// True if only loops' back edges and the code before it lead to the instruction.
    pub(super) fn is_loop_head(&self) -> bool {
        let Point {
            incoming,
            back_edges: back,
            ..
        } = self.points[self.pc];
        back > 0 && back < u8::MAX / 2 && incoming == 2 * back && self.is_reachable
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

    /// Prepares a call of the procedure by itself, whose frame will begin at slot `window`: where to jump when the base
    /// is set. Changes no register but those in which values arrive.
    pub(super) fn arrange_self_call(&mut self, window: usize) -> Label {
        match self.entry_head.clone() {
            Some(head) => {
                self.arrange(&head.arriving, window);
                head.warm
            }
            None => self.entry,
        }
    }

    /// Brings values to registers: slot `i` of the snapshot is slot `window + i` here. Copies are lost.
    fn arrange(&mut self, arriving: &Snapshot, window: usize) {
        let mut moves: ArrayVec<(Gpr, Option<Gpr>, usize), { ARRIVALS.len() }> = arriving
            .iter()
            .map(|&(to, i)| (to, self.cache.find(window + i), window + i))
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
