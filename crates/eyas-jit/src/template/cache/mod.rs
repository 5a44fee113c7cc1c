//! Which registers hold copies of slots.
//!
//! Every result is stored to its slot at once, so a copy can be forgotten at any time: across a call, where control
//! comes from places that have other copies, or because its register is needed. That keeps every exit free of work, and
//! saves most loads.

use arrayvec::ArrayVec;
use eyas_asm::x64::Gpr;

/// The registers that templates may use.
const POOL: [Gpr; 6] = [Gpr::Rax, Gpr::Rcx, Gpr::Rdi, Gpr::R9, Gpr::R10, Gpr::R11];

/// No slot.
const NOTHING: u32 = u32::MAX;

/// Which slots there are copies of, by position in the pool, or [`NOTHING`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Copies([u32; POOL.len()]);

impl Copies {
    /// Control may also come from where there are other copies.
    pub(super) fn keep_common(&mut self, other: &Copies) {
        for (mine, other) in self.0.iter_mut().zip(other.0) {
            if *mine != other {
                *mine = NOTHING;
            }
        }
    }
}

/// See the module's documentation.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    /// See [`Copies`].
    slots: [u32; POOL.len()],
    /// Set of positions that the instruction under way needs.
    locked: u8,
    /// Set of positions that hold no copy.
    free: u8,
    /// When each was asked for.
    used: [u32; POOL.len()],
    now: u32,
}

/// All positions.
const ALL: u8 = (1 << POOL.len()) - 1;

impl Default for Cache {
    fn default() -> Cache {
        Cache {
            slots: [NOTHING; POOL.len()],
            locked: 0,
            free: ALL,
            used: [0; POOL.len()],
            now: 0,
        }
    }
}

/// Copies that were there at some point: register and slot.
pub(super) type Snapshot = ArrayVec<(Gpr, usize), { POOL.len() }>;

/// Positions in the pool by register number.
const INDEX: [u8; 16] = {
    let mut index = [u8::MAX; 16];
    let mut i = 0;
    while i < POOL.len() {
        index[POOL[i].number() as usize] = i as u8;
        i += 1;
    }
    index
};

fn index(reg: Gpr) -> usize {
    let i = usize::from(INDEX[usize::from(reg.number())]);
    assert!(i < POOL.len(), "only registers of the pool are handed out");
    i
}

impl Cache {
    fn position(&self, slot: usize) -> Option<usize> {
        let slot = slot as u32;
        debug_assert_ne!(slot, NOTHING);
        self.slots.iter().position(|&s| s == slot)
    }

    fn clear(&mut self, i: usize) {
        self.slots[i] = NOTHING;
        self.free |= 1 << i;
    }

    /// The register with a copy of `slot`, locked.
    pub(super) fn find(&mut self, slot: usize) -> Option<Gpr> {
        let i = self.position(slot)?;
        self.use_now(i);
        Some(POOL[i])
    }

    fn use_now(&mut self, i: usize) {
        self.locked |= 1 << i;
        self.now += 1;
        self.used[i] = self.now;
    }

    /// A register for anything, locked: one without a copy, or that which was not asked for for the longest time.
    pub(super) fn allocate(&mut self) -> Gpr {
        let unlocked = ALL & !self.locked;
        assert!(
            unlocked != 0,
            "no template holds as many registers as there are"
        );
        let i = match unlocked & self.free {
            0 => (0..POOL.len())
                .filter(|&i| unlocked & 1 << i != 0)
                .min_by_key(|&i| self.used[i])
                .unwrap_or_default(),
            free => free.trailing_zeros() as usize,
        };
        self.use_now(i);
        self.clear(i);
        POOL[i]
    }

    /// This very register, locked.
    pub(super) fn take(&mut self, reg: Gpr) {
        let i = index(reg);
        assert!(
            self.locked & 1 << i == 0,
            "fixed registers are taken before operands"
        );
        self.locked |= 1 << i;
        self.clear(i);
    }

    /// `reg` has a copy of `slot`, and no other register has.
    pub(super) fn set(&mut self, slot: usize, reg: Gpr) {
        self.forget(slot);
        let i = index(reg);
        self.slots[i] = slot as u32;
        self.free &= !(1 << i);
    }

    /// The slot has changed.
    pub(super) fn forget(&mut self, slot: usize) {
        if let Some(i) = self.position(slot) {
            self.clear(i);
        }
    }

    /// The register is no longer needed by this instruction.
    pub(super) fn unlock(&mut self, reg: Gpr) {
        self.locked &= !(1 << index(reg));
    }

    /// The next instruction begins.
    pub(super) fn unlock_all(&mut self) {
        self.locked = 0;
    }

    /// Forgets all copies.
    pub(super) fn flush(&mut self) {
        self.slots = [NOTHING; POOL.len()];
        self.free = ALL;
    }

    /// The copies there are.
    pub(super) fn copies(&self) -> Copies {
        Copies(self.slots)
    }

    /// Exactly these copies.
    pub(super) fn restore_copies(&mut self, copies: &Copies) {
        self.slots = copies.0;
        self.free = 0;
        for (i, &slot) in self.slots.iter().enumerate() {
            self.free |= u8::from(slot == NOTHING) << i;
        }
    }

    /// The copies there are, each with its register.
    pub(super) fn snapshot(&self) -> Snapshot {
        let copies = POOL.iter().zip(&self.slots);
        copies
            .filter(|&(_, &slot)| slot != NOTHING)
            .map(|(&reg, &slot)| (reg, slot as usize))
            .collect()
    }

    /// Exactly these copies.
    pub(super) fn restore(&mut self, snapshot: &Snapshot) {
        self.flush();
        self.now += 1;
        for &(reg, slot) in snapshot {
            let i = index(reg);
            self.used[i] = self.now;
            self.slots[i] = slot as u32;
            self.free &= !(1 << i);
        }
    }
}

#[cfg(test)]
mod tests;
