//! Which registers hold copies of slots.
//!
//! Every result is stored to its slot at once, so a copy can be forgotten at any time: at a label, across a call, or
//! because its register is needed. That keeps every exit free of work, and saves most loads within a basic block.

use arrayvec::ArrayVec;
use eyas_asm::x64::Gpr;

/// The registers that templates may use.
const POOL: [Gpr; 6] = [Gpr::Rax, Gpr::Rcx, Gpr::Rdi, Gpr::R9, Gpr::R10, Gpr::R11];

/// See the module's documentation.
#[derive(Clone, Debug, Default)]
pub(super) struct Cache {
    slots: [Option<usize>; POOL.len()],
    locked: [bool; POOL.len()],
    next: usize,
}

/// Copies that were there at some point: register and slot.
pub(super) type Snapshot = ArrayVec<(Gpr, usize), { POOL.len() }>;

fn index(reg: Gpr) -> usize {
    match POOL.iter().position(|&r| r == reg) {
        Some(i) => i,
        None => unreachable!("only registers of the pool are handed out"),
    }
}

impl Cache {
    /// The register with a copy of `slot`, locked.
    pub(super) fn find(&mut self, slot: usize) -> Option<Gpr> {
        let i = self.slots.iter().position(|&s| s == Some(slot))?;
        self.locked[i] = true;
        Some(POOL[i])
    }

    /// A register for anything, locked.
    pub(super) fn allocate(&mut self) -> Gpr {
        let count = POOL.len();
        let round = (0..count).map(|i| (self.next + i) % count);
        let free = |i: &usize| !self.locked[*i];
        let choice = round.clone().find(|i| free(i) && self.slots[*i].is_none());
        match choice.or_else(|| round.clone().find(free)) {
            Some(i) => {
                self.next = (i + 1) % count;
                self.locked[i] = true;
                self.slots[i] = None;
                POOL[i]
            }
            None => unreachable!("no template holds as many registers as there are"),
        }
    }

    /// This very register, locked.
    pub(super) fn take(&mut self, reg: Gpr) {
        let i = index(reg);
        assert!(!self.locked[i], "fixed registers are taken before operands");
        self.locked[i] = true;
        self.slots[i] = None;
    }

    /// `reg` has a copy of `slot`, and no other register has.
    pub(super) fn set(&mut self, slot: usize, reg: Gpr) {
        self.forget(slot);
        self.slots[index(reg)] = Some(slot);
    }

    /// The slot has changed.
    pub(super) fn forget(&mut self, slot: usize) {
        for s in &mut self.slots {
            if *s == Some(slot) {
                *s = None;
            }
        }
    }

    /// The register is no longer needed by this instruction.
    pub(super) fn unlock(&mut self, reg: Gpr) {
        self.locked[index(reg)] = false;
    }

    /// The next instruction begins.
    pub(super) fn unlock_all(&mut self) {
        self.locked = Default::default();
    }

    /// Forgets all copies.
    pub(super) fn flush(&mut self) {
        self.slots = Default::default();
    }

    /// The copies there are.
    pub(super) fn snapshot(&self) -> Snapshot {
        let copies = POOL.iter().zip(&self.slots);
        copies.filter_map(|(&r, &s)| Some((r, s?))).collect()
    }

    /// Exactly these copies.
    pub(super) fn restore(&mut self, snapshot: &Snapshot) {
        self.flush();
        for &(reg, slot) in snapshot {
            self.slots[index(reg)] = Some(slot);
        }
    }
}

#[cfg(test)]
mod tests;
