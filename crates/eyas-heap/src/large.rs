//! Runs: objects allocated directly in old space, large ones and those of reservations beyond the nursery.
//!
//! A reservation does not say what will be built, so the current run is filled from both ends: objects with slots
//! from the front, leaves from the back, each packed tightly and across block borders. So a reservation of *n* bytes
//! needs *n* bytes and at most one block more, whatever is built in it. A large object is nothing special
//! afterwards: it uses its lines, and its blocks become free when it dies. Objects in runs never move.
//!
//! Such objects are old from birth but initialized without barrier, so their cards are marked when they are
//! allocated.

use crate::arena::round_up;
use crate::layout::{BLOCK_SIZE, LINE_SIZE};
use crate::memory;
use crate::old::{BlockKind, Old};

/// The free middle of the current run.
#[derive(Default)]
pub(crate) struct Run {
    /// The next object with slots goes here.
    front: usize,
    /// The next leaf ends here.
    back: usize,
}

impl Run {
    /// True if objects of `bytes` bytes in total fit, whatever they are.
    pub(crate) fn fits(&self, bytes: usize) -> bool {
        self.back - self.front >= bytes.saturating_add(BLOCK_SIZE)
    }
}

const fn block_floor(address: usize) -> usize {
    address & !(BLOCK_SIZE - 1)
}

impl Old {
    /// Makes `n` free blocks the current run.
    pub(crate) fn open_run(&mut self, n: usize) -> bool {
        self.close_run();
        match self.take_run(n) {
            Some(first) => {
                self.run.front = self.block_address(first);
                self.run.back = self.block_address(first + n);
                true
            }
            None => false,
        }
    }

    /// Gives back the blocks of the current run that are unused.
    pub(crate) fn close_run(&mut self) {
        let Run { front, back } = std::mem::take(&mut self.run);
        if front < back {
            let (from, to) = (round_up(front, BLOCK_SIZE), block_floor(back));
            for n in self.block_number(from)..self.block_number(to) {
                self.free_block(n);
            }
        }
    }

    /// Allocates `size` bytes, a multiple of 16, in the current run; `None` if it is used up.
    pub(crate) fn allocate_in_run(&mut self, size: usize, leaf: bool) -> Option<usize> {
        let Run { front, back } = self.run;
        if back - front < size {
            return None;
        }
        if leaf {
            let at = back - size;
            if block_floor(at) < round_up(front, BLOCK_SIZE) {
                return None;
            }
            self.enter(block_floor(at), block_floor(back), BlockKind::RunLeaf);
            self.tables.use_lines(at, back);
            self.run.back = at;
            Some(at)
        } else {
            let end = front + size;
            if round_up(end, BLOCK_SIZE) > block_floor(back) {
                return None;
            }
            self.enter(
                round_up(front, BLOCK_SIZE),
                round_up(end, BLOCK_SIZE),
                BlockKind::Run,
            );
            let tail = round_up(end, LINE_SIZE);
            if round_up(front, LINE_SIZE) != tail {
                // A line is entered: what the object leaves of it must read as values.
                memory::fill(end, 0, tail - end);
            }
            self.tables.use_lines(front, end);
            self.tables.dirty_range(front, end);
            self.run.front = end;
            Some(front)
        }
    }

    fn enter(&mut self, from: usize, to: usize, kind: BlockKind) {
        for n in self.block_number(from)..self.block_number(to) {
            debug_assert!(self.blocks[n].kind == BlockKind::Gap);
            self.blocks[n].kind = kind;
            self.blocks[n].clean = false;
        }
    }
}
