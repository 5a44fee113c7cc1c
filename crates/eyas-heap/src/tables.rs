//! Side tables: cards, mark bits and line bytes, by address.
//!
//! Pairs have no header, and headers have no room, so all that the collector remembers about old objects stands
//! here. The tables are plain byte arrays in the arena's mapping; their origins are biased so that an address,
//! shifted, is the index.
//!
//! - **card** (512 bytes of heap): nonzero if a word on it may refer to a young object.
//! - **mark** (one bit for 16 bytes, so one byte for a line): an object starts here and was reached by the last or
//!   the running major collection.
//! - **line** (128 bytes): nonzero if the line must not be allocated into. Words on free lines are meaningless.

use crate::arena::{Arena, LINE_SHIFT};
use crate::layout::{BLOCK_SIZE, CARD_SHIFT, LINE_SIZE};
use crate::memory;

/// Cards of a block.
pub(crate) const CARDS_PER_BLOCK: usize = BLOCK_SIZE >> CARD_SHIFT;
/// Lines of a block.
pub(crate) const LINES_PER_BLOCK: usize = BLOCK_SIZE / LINE_SIZE;

/// Biased origins of the tables.
#[derive(Clone, Copy)]
pub(crate) struct Tables {
    cards: usize,
    marks: usize,
    lines: usize,
}

impl Tables {
    pub(crate) fn of(arena: &Arena) -> Tables {
        Tables {
            cards: arena.biased_cards(),
            marks: arena.biased_marks(),
            lines: arena.biased_lines(),
        }
    }

    #[inline(always)]
    fn card_place(self, address: usize) -> usize {
        self.cards.wrapping_add(address >> CARD_SHIFT)
    }

    #[inline(always)]
    fn mark_place(self, address: usize) -> usize {
        self.marks.wrapping_add(address >> LINE_SHIFT)
    }

    #[inline(always)]
    fn line_place(self, address: usize) -> usize {
        self.lines.wrapping_add(address >> LINE_SHIFT)
    }

    /// Marks the card of an address.
    #[inline(always)]
    pub(crate) fn dirty(self, address: usize) {
        memory::store_byte(self.card_place(address), 1);
    }

    /// Marks the cards of [`from`, `to`).
    pub(crate) fn dirty_range(self, from: usize, to: usize) {
        let first = self.card_place(from);
        memory::fill(first, 1, self.card_place(to - 1) - first + 1);
    }

    /// True if the card of an address is marked.
    pub(crate) fn is_dirty(self, address: usize) -> bool {
        memory::load_byte(self.card_place(address)) != 0
    }

    /// Cleans all cards of [`from`, `to`), both multiples of the block size.
    pub(crate) fn clean_range(self, from: usize, to: usize) {
        memory::fill(self.card_place(from), 0, (to - from) >> CARD_SHIFT);
    }

    /// The card bytes of a block.
    #[inline(always)]
    pub(crate) fn cards_of<'a>(self, block: usize) -> &'a mut [u8] {
        memory::bytes_mut(self.card_place(block), CARDS_PER_BLOCK)
    }

    /// Sets the mark of the object at an address; true if it was not set.
    #[inline(always)]
    pub(crate) fn mark(self, address: usize) -> bool {
        let place = self.mark_place(address);
        let bit = 1 << ((address >> 4) & 7);
        let byte = memory::load_byte(place);
        memory::store_byte(place, byte | bit);
        byte & bit == 0
    }

    /// True if the object at an address is marked.
    #[inline(always)]
    pub(crate) fn is_marked(self, address: usize) -> bool {
        memory::load_byte(self.mark_place(address)) & (1 << ((address >> 4) & 7)) != 0
    }

    /// Clears marks and lines of [`from`, `to`), both multiples of the block size.
    pub(crate) fn forget_range(self, from: usize, to: usize) {
        memory::fill(self.mark_place(from), 0, (to - from) >> LINE_SHIFT);
        memory::fill(self.line_place(from), 0, (to - from) >> LINE_SHIFT);
    }

    /// Makes used the lines that [`from`, `to`) touches.
    #[inline(always)]
    pub(crate) fn use_lines(self, from: usize, to: usize) {
        let first = self.line_place(from);
        memory::fill(first, 1, self.line_place(to - 1) - first + 1);
    }

    /// True if the line of an address is in use.
    #[inline(always)]
    pub(crate) fn is_line_used(self, address: usize) -> bool {
        memory::load_byte(self.line_place(address)) != 0
    }

    /// The line bytes of a block.
    #[inline(always)]
    pub(crate) fn lines_of<'a>(self, block: usize) -> &'a mut [u8] {
        memory::bytes_mut(self.line_place(block), LINES_PER_BLOCK)
    }

    /// Makes used every line of a block on which a marked object starts, and returns how many lines are in use.
    pub(crate) fn settle_lines(self, block: usize) -> usize {
        let marks = memory::bytes(self.mark_place(block), LINES_PER_BLOCK);
        let lines = self.lines_of(block);
        let mut used = 0;
        for (line, mark) in lines.iter_mut().zip(marks) {
            *line |= u8::from(*mark != 0);
            used += usize::from(*line);
        }
        used
    }
}
