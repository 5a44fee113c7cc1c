//! The remembered set: finds old words that refer to young objects by scanning dirty cards.
//!
//! Cards are looked at eight at a time; a dirty card is scanned line by line, skipping free lines (whose words mean
//! nothing), eight words at a time: first a branch-free mask of those that are young, then those. A card stays dirty
//! only if it still refers to a young object.

use crate::arena::LINE_SHIFT;
use crate::collect::minor::Minor;
use crate::collect::weak::Tracer;
use crate::layout::{BLOCK_SIZE, CARD_SHIFT, LINE_SIZE, WORD};
use crate::memory::load;
use crate::old::{BlockKind, WEAK_CELL};
use crate::tables::CARDS_PER_BLOCK;
use crate::value::Header;

const CARD_SIZE: usize = 1 << CARD_SHIFT;
const _: () = assert!(CARD_SIZE.is_multiple_of(LINE_SIZE) && LINE_SIZE == 1 << LINE_SHIFT);

/// Scans all dirty cards.
pub(crate) fn scan_cards(minor: &mut Minor<'_>) {
    // Blocks taken meanwhile hold copies, which are scanned as such.
    for n in minor.old.young_blocks..minor.old.blocks.len() {
        let kind = minor.old.blocks[n].kind;
        if kind.is_plain() {
            scan_block(minor, minor.old.block_address(n), scan_card);
        } else if kind == BlockKind::Weak {
            scan_block(minor, minor.old.block_address(n), scan_weak_card);
        }
    }
}

#[inline(always)]
fn scan_block(minor: &mut Minor<'_>, block: usize, scan: fn(&mut Minor<'_>, usize) -> bool) {
    let tables = minor.tables;
    for group in 0..CARDS_PER_BLOCK / 8 {
        let first = group * 8;
        let cards = &tables.cards_of(block)[first..first + 8];
        let dirty = u64::from_le_bytes(cards.try_into().expect("eight cards"));
        if dirty == 0 {
            continue;
        }
        for i in first..first + 8 {
            if tables.cards_of(block)[i] == 0 {
                continue;
            }
            tables.cards_of(block)[i] = 0;
            if scan(minor, block + i * CARD_SIZE) {
                tables.cards_of(block)[i] = 1;
            }
        }
    }
}

fn scan_card(minor: &mut Minor<'_>, card: usize) -> bool {
    let mut still_young = false;
    for line in (card..card + CARD_SIZE).step_by(LINE_SIZE) {
        if !minor.tables.is_line_used(line) {
            continue;
        }
        for group in (line..line + LINE_SIZE).step_by(8 * WORD) {
            let mut hits = 0u32;
            for i in 0..8 {
                hits |= u32::from(minor.is_young(load(group + i * WORD))) << i;
            }
            while hits != 0 {
                let i = hits.trailing_zeros() as usize;
                hits &= hits - 1;
                still_young |= minor.scan_remembered(group + i * WORD);
            }
        }
    }
    still_young
}

/// Shows the cells on a card to the weak processing, which marks the card again if need be.
fn scan_weak_card(minor: &mut Minor<'_>, card: usize) -> bool {
    debug_assert!(card.is_multiple_of(BLOCK_SIZE.min(CARD_SIZE)));
    for cell in (card..card + CARD_SIZE).step_by(WEAK_CELL) {
        if minor.tables.is_line_used(cell) && Header::is_header(load(cell)) {
            minor.visit_weak::<false>(cell);
        }
    }
    false
}
