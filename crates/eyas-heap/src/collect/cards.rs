//! The remembered set: finds old words that refer to young objects by scanning dirty cards.
//!
//! Cards are looked at eight at a time; a dirty card is scanned line by line, skipping free lines (whose words mean
//! nothing), eight words at a time: first a branch-free mask of those that are young, then those, which are updated some
//! time later. A card becomes dirty again only if it still refers to a young object.

use crate::arena::LINE_SHIFT;
use crate::collect::minor::Minor;
use crate::collect::weak::Tracer;
use crate::layout::{BLOCK_SIZE, CARD_SHIFT, LINE_SIZE, POINTER_BITS, WORD};
use crate::memory::{load, prefetch};
use crate::old::{BlockKind, WEAK_CELL};
use crate::tables::CARDS_PER_BLOCK;
use crate::value::Header;

const CARD_SIZE: usize = 1 << CARD_SHIFT;
const _: () = assert!(CARD_SIZE.is_multiple_of(LINE_SIZE) && LINE_SIZE == 1 << LINE_SHIFT);

/// Bytes that the processor fetches at once.
const CACHE_LINE: usize = 64;
/// Words that are looked at together.
const GROUP: usize = 8;
/// Slots that are noted before the first is updated.
const NOTED_MAX: usize = 32;

/// Slots found to refer to young objects. What they refer to has been asked for, and is likely to be at hand when the
/// slots are updated: where programs store into old objects here and there, collections wait for little else.
struct Found {
    slots: [usize; NOTED_MAX],
    count: usize,
}

impl Found {
    /// Notes a slot; there is room.
    #[inline(always)]
    fn note(&mut self, slot: usize) {
        prefetch(load(slot) as usize);
        self.slots[self.count] = slot;
        self.count += 1;
    }

    /// Updates the slots noted, and marks the cards of those that still refer to young objects.
    fn update(&mut self, minor: &mut Minor<'_>) {
        for &slot in &self.slots[..self.count] {
            if minor.scan_remembered(slot) {
                minor.tables.dirty(slot);
            }
        }
        self.count = 0;
    }
}

/// Scans all dirty cards.
pub(crate) fn scan_cards(minor: &mut Minor<'_>) {
    let mut found = Found {
        slots: [0; NOTED_MAX],
        count: 0,
    };
    // Blocks taken meanwhile hold copies, which are scanned as such.
    for n in minor.old.young_blocks..minor.old.blocks.len() {
        let kind = minor.old.blocks[n].kind;
        let block = minor.old.block_address(n);
        if kind.is_plain() {
            scan_block(minor, block, |minor, card| {
                scan_card(minor, card, &mut found);
            });
        } else if kind == BlockKind::Weak {
            scan_block(minor, block, scan_weak_card);
        }
    }
    found.update(minor);
}

#[inline(always)]
fn scan_block(minor: &mut Minor<'_>, block: usize, mut scan: impl FnMut(&mut Minor<'_>, usize)) {
    let tables = minor.tables;
    for group in 0..CARDS_PER_BLOCK / 8 {
        let first = group * 8;
        let cards = &tables.cards_of(block)[first..first + 8];
        let dirty = u64::from_le_bytes(cards.try_into().expect("eight cards"));
        if dirty == 0 {
            continue;
        }
        // Several are asked for at once: one after the other would have to come from far away.
        let is_lone = dirty.is_power_of_two();
        for i in (0..8).filter(|i| !is_lone && dirty >> (8 * i) & 0xff != 0) {
            let card = block + (first + i) * CARD_SIZE;
            for place in (card..card + CARD_SIZE).step_by(CACHE_LINE) {
                prefetch(place);
            }
        }
        for i in first..first + 8 {
            if tables.cards_of(block)[i] == 0 {
                continue;
            }
            tables.cards_of(block)[i] = 0;
            scan(minor, block + i * CARD_SIZE);
        }
    }
}

fn scan_card(minor: &mut Minor<'_>, card: usize, found: &mut Found) {
    for line in (card..card + CARD_SIZE).step_by(LINE_SIZE) {
        if !minor.tables.is_line_used(line) {
            continue;
        }
        for group in (line..line + LINE_SIZE).step_by(GROUP * WORD) {
            // Vectors often hold nothing but fixnums, characters and booleans.
            let bits = (0..GROUP).fold(0, |bits, i| bits | load(group + i * WORD));
            if bits & POINTER_BITS == 0 {
                continue;
            }
            let mut hits = 0u32;
            for i in 0..GROUP {
                hits |= u32::from(minor.is_young(load(group + i * WORD))) << i;
            }
            if hits == 0 {
                continue;
            }
            if found.count > NOTED_MAX - GROUP {
                found.update(minor);
            }
            while hits != 0 {
                let i = hits.trailing_zeros() as usize;
                hits &= hits - 1;
                found.note(group + i * WORD);
            }
        }
    }
}

/// Shows the cells on a card to the weak processing, which marks the card again if need be.
fn scan_weak_card(minor: &mut Minor<'_>, card: usize) {
    debug_assert!(card.is_multiple_of(BLOCK_SIZE.min(CARD_SIZE)));
    for cell in (card..card + CARD_SIZE).step_by(WEAK_CELL) {
        if minor.tables.is_line_used(cell) && Header::is_header(load(cell)) {
            minor.visit_weak::<false>(cell);
        }
    }
}
