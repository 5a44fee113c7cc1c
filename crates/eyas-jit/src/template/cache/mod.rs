//! Which registers hold copies of slots.
//!
//! Every result is stored to its slot at once, so a copy can be forgotten at any time: across a call, where control
//! comes from places that have other copies, or because its register is needed. That keeps every exit free of work, and
//! saves most loads.
//!
//! A vector register may hold a slot's *double*: what decoding the slot's word yields, which means something only if that
//! is a flonum. So to have one proves nothing, and the test of the word is still to be made, but nothing waits for it.

use crate::stubs::{DOUBLES, FIRST_DOUBLE};
use eyas_asm::x64::{Gpr, Xmm};

/// The registers that templates may use.
const POOL: [Gpr; 6] = [Gpr::Rax, Gpr::Rcx, Gpr::Rdi, Gpr::R9, Gpr::R10, Gpr::R11];

/// No slot.
const NOTHING: u32 = u32::MAX;

/// Copies that were there at some point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Snapshot {
    /// Which slots there are copies of, by position in the pool, or [`NOTHING`].
    slots: [u32; POOL.len()],
    /// The same for doubles.
    doubles: [u32; DOUBLES],
}

impl Snapshot {
    /// No copies.
    pub(super) const EMPTY: Snapshot = Snapshot {
        slots: [NOTHING; POOL.len()],
        doubles: [NOTHING; DOUBLES],
    };

    /// There is a copy of the slot's word.
    pub(super) fn put(&mut self, reg: Gpr, slot: usize) {
        self.slots[index(reg)] = slot as u32;
    }

    /// There is the slot's double in this register of those that have doubles.
    pub(super) fn put_double(&mut self, i: usize, slot: usize) {
        self.doubles[i] = slot as u32;
    }

    /// The copies of words: register and slot.
    pub(super) fn words(&self) -> impl Iterator<Item = (Gpr, usize)> {
        present(POOL.into_iter().zip(self.slots))
    }

    /// The doubles.
    pub(super) fn doubles(&self) -> impl Iterator<Item = (Xmm, usize)> {
        present((0..DOUBLES).map(double).zip(self.doubles))
    }

    /// True if there are doubles.
    pub(super) fn has_doubles(&self) -> bool {
        self.doubles != [NOTHING; DOUBLES]
    }

    /// Control may also come from where there are other copies.
    pub(super) fn keep_common(&mut self, other: &Snapshot) {
        let slots = self.slots.iter_mut().zip(&other.slots);
        for (mine, other) in slots.chain(self.doubles.iter_mut().zip(&other.doubles)) {
            if mine != other {
                *mine = NOTHING;
            }
        }
    }
}

/// Those registers that hold something.
fn present<R>(content: impl Iterator<Item = (R, u32)>) -> impl Iterator<Item = (R, usize)> {
    content
        .filter(|&(_, slot)| slot != NOTHING)
        .map(|(reg, slot)| (reg, slot as usize))
}

/// See the module's documentation.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    /// See [`Snapshot`].
    slots: [u32; POOL.len()],
    /// Set of positions that the instruction under way needs.
    locked: u8,
    /// Set of positions that hold no copy.
    free: u8,
    /// When each was asked for.
    used: [u32; POOL.len()],
    now: u32,
    /// The same for doubles.
    doubles: [u32; DOUBLES],
    held: u16,
    /// Set of positions that hold a double: mostly none.
    kept: u16,
    used_doubles: [u32; DOUBLES],
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
            doubles: [NOTHING; DOUBLES],
            held: 0,
            kept: 0,
            used_doubles: [0; DOUBLES],
        }
    }
}

/// The vector register with this number among those that hold doubles.
fn double(i: usize) -> Xmm {
    Xmm(FIRST_DOUBLE + i as u8)
}

fn double_index(x: Xmm) -> usize {
    usize::from(x.0 - FIRST_DOUBLE)
}

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

    /// `reg` has a copy of `slot`, and no other register has one of the word.
    pub(super) fn set(&mut self, slot: usize, reg: Gpr) {
        if let Some(i) = self.position(slot) {
            self.clear(i);
        }
        let i = index(reg);
        self.slots[i] = slot as u32;
        self.free &= !(1 << i);
    }

    /// The slot has changed.
    pub(super) fn forget(&mut self, slot: usize) {
        if let Some(i) = self.position(slot) {
            self.clear(i);
        }
        self.forget_double(slot);
    }

    fn forget_double(&mut self, slot: usize) {
        if self.kept == 0 {
            return;
        }
        for (i, s) in self.doubles.iter_mut().enumerate() {
            if *s == slot as u32 {
                *s = NOTHING;
                self.kept &= !(1 << i);
            }
        }
    }

    /// The register with the double of `slot`, held.
    pub(super) fn find_double(&mut self, slot: usize) -> Option<Xmm> {
        if self.kept == 0 {
            return None;
        }
        let i = self.doubles.iter().position(|&s| s == slot as u32)?;
        self.use_double_now(i);
        Some(double(i))
    }

    fn use_double_now(&mut self, i: usize) {
        self.held |= 1 << i;
        self.now += 1;
        self.used_doubles[i] = self.now;
    }

    /// A vector register for anything, held.
    pub(super) fn allocate_double(&mut self) -> Xmm {
        let candidates = (0..DOUBLES).filter(|i| self.held & 1 << i == 0);
        let order = |&i: &usize| (self.doubles[i] != NOTHING, self.used_doubles[i]);
        let Some(i) = candidates.min_by_key(order) else {
            unreachable!("no template holds as many doubles as there are");
        };
        self.use_double_now(i);
        self.doubles[i] = NOTHING;
        self.kept &= !(1 << i);
        double(i)
    }

    /// `x` has the double of `slot`, and no other register has.
    pub(super) fn set_double(&mut self, slot: usize, x: Xmm) {
        self.forget_double(slot);
        let i = double_index(x);
        self.doubles[i] = slot as u32;
        self.kept |= 1 << i;
    }

    /// The register is no longer needed by this instruction.
    pub(super) fn unlock(&mut self, reg: Gpr) {
        self.locked &= !(1 << index(reg));
    }

    /// The next instruction begins.
    pub(super) fn unlock_all(&mut self) {
        self.locked = 0;
        self.held = 0;
    }

    /// Forgets all copies.
    pub(super) fn flush(&mut self) {
        self.slots = [NOTHING; POOL.len()];
        self.free = ALL;
        self.doubles = [NOTHING; DOUBLES];
        self.kept = 0;
    }

    /// The copies there are.
    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot {
            slots: self.slots,
            doubles: self.doubles,
        }
    }

    /// Exactly these copies.
    pub(super) fn restore(&mut self, snapshot: &Snapshot) {
        self.slots = snapshot.slots;
        self.doubles = snapshot.doubles;
        self.free = 0;
        for (i, &slot) in self.slots.iter().enumerate() {
            self.free |= u8::from(slot == NOTHING) << i;
        }
        self.kept = 0;
        for (i, &slot) in self.doubles.iter().enumerate() {
            self.kept |= u16::from(slot != NOTHING) << i;
        }
        self.now += 1;
        self.used = [self.now; POOL.len()];
        self.used_doubles = [self.now; DOUBLES];
    }
}

#[cfg(test)]
mod tests;
