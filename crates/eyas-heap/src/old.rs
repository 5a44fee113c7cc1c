//! Old space: a non-moving mark-region space (Blackburn and McKinley, "Immix", 2008).
//!
//! Blocks of 32 KiB are cut into lines of 128 bytes; a line is free or in use, and allocation bumps through runs of
//! free lines ("holes"). Objects of more than a line that do not fit the current hole go to an overflow block, so a
//! large object never makes the allocator skip small holes. Nothing here moves except when a major collection
//! evacuates sparse blocks.
//!
//! Invariants:
//! - **A**: on lines in use of every block but leaf and weak blocks, each word is a value or a header. So such
//!   blocks are scanned without looking at kinds. A hole is therefore zeroed when it is taken, unless its block has
//!   never been written. Of a whole block for objects with slots, what the running collection leaves of it is zeroed
//!   at its end: most blocks are filled at once, and until then no card of it is looked at.
//! - Leaves stand only in leaf blocks; weak pairs and ephemerons only in weak blocks, in cells of 32 bytes.
//! - The cards of a free block are clean, its lines are free, its marks are clear.

use crate::arena::{Arena, round_up};
use crate::config::POISON;
use crate::kinds::Kind;
use crate::large::Run;
use crate::layout::{BLOCK_SIZE, LINE_SIZE};
use crate::memory;
use crate::tables::{LINES_PER_BLOCK, Tables};

/// Where an object stands in old space, by its kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Space {
    /// Pairs and objects with slots.
    Pointer,
    /// Objects of raw bytes.
    Leaf,
    /// Weak pairs and ephemerons.
    Weak,
    /// Objects with slots that must not move.
    Pinned,
}

const SPACES: usize = 4;

impl Space {
    /// The space for objects of a kind that may move.
    #[inline(always)]
    pub(crate) fn of(kind: Kind) -> Space {
        if kind.is_leaf() {
            Space::Leaf
        } else if is_weak(kind) {
            Space::Weak
        } else {
            Space::Pointer
        }
    }

    const fn block(self) -> BlockKind {
        match self {
            Space::Pointer => BlockKind::Pointer,
            Space::Leaf => BlockKind::Leaf,
            Space::Weak => BlockKind::Weak,
            Space::Pinned => BlockKind::Pinned,
        }
    }
}

/// True if objects of the kind have weak slots.
#[inline(always)]
pub(crate) const fn is_weak(kind: Kind) -> bool {
    matches!(kind, Kind::WeakPair | Kind::Ephemeron)
}

/// Bytes of a weak pair or ephemeron: header, two slots, padding.
pub(crate) const WEAK_CELL: usize = 32;

/// What a block is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum BlockKind {
    Free,
    /// Part of the young range.
    Young,
    Pointer,
    Leaf,
    Weak,
    Pinned,
    /// Objects with slots allocated directly in old space; they may cross blocks and do not move.
    Run,
    /// The same for leaves.
    RunLeaf,
    /// Set aside for the current run.
    Gap,
}

impl BlockKind {
    /// True if every word on its used lines is a value or a header (Invariant A).
    #[inline(always)]
    pub(crate) fn is_plain(self) -> bool {
        matches!(
            self,
            BlockKind::Pointer | BlockKind::Pinned | BlockKind::Run
        )
    }

    fn recycles_into(self) -> Option<Space> {
        match self {
            BlockKind::Pointer | BlockKind::Run => Some(Space::Pointer),
            BlockKind::Leaf | BlockKind::RunLeaf => Some(Space::Leaf),
            BlockKind::Weak => Some(Space::Weak),
            BlockKind::Pinned => Some(Space::Pinned),
            BlockKind::Free | BlockKind::Young | BlockKind::Gap => None,
        }
    }
}

/// The collector's notes about a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    /// Its memory reads as zero.
    pub(crate) clean: bool,
    /// The running major collection moves its objects out.
    pub(crate) evacuate: bool,
    /// Lines in use after the last sweep.
    pub(crate) used_lines: u16,
}

/// A run of free lines being allocated into.
#[derive(Clone, Copy)]
pub(crate) struct Hole {
    pub(crate) cursor: usize,
    pub(crate) end: usize,
    /// Objects before this have been scanned by the running minor collection.
    pub(crate) scan: usize,
    /// Where `cursor` was when the bytes were counted last.
    counted: usize,
    /// What is free reads as zero, or need not.
    clear: bool,
}

impl Default for Hole {
    /// None.
    fn default() -> Hole {
        Hole {
            cursor: 0,
            end: 0,
            scan: 0,
            counted: 0,
            clear: true,
        }
    }
}

impl Hole {
    /// Makes what is free read as zero.
    fn clear(&mut self) {
        if !self.clear {
            memory::fill(self.cursor, 0, self.end - self.cursor);
            self.clear = true;
        }
    }
}

/// Old space.
pub(crate) struct Old {
    pub(crate) arena: Arena,
    pub(crate) tables: Tables,
    /// One for each block that was ever in use, young ones first; the rest of the arena is untouched.
    pub(crate) blocks: Vec<Block>,
    pub(crate) young_blocks: usize,
    /// Free blocks among `blocks`.
    recycled: usize,
    /// Numbers of free blocks, some out of date; the last is taken first.
    free_list: Vec<u32>,
    /// The holes allocated into, by space.
    pub(crate) holes: [Hole; SPACES],
    /// Blocks for objects of more than a line, by space.
    pub(crate) overflow: [Hole; SPACES],
    /// Blocks with free lines, by space; the last is used first.
    recyclable: [Vec<u32>; SPACES],
    /// Full or abandoned parts of holes that the running minor collection has still to scan.
    pub(crate) pending: Vec<(usize, usize)>,
    pub(crate) run: Run,
    /// Where the search for the next run of free blocks starts.
    next_fit: usize,
    /// No run of this many blocks is free below the frontier.
    failed_run: usize,
    /// Bytes allocated in holes and overflow blocks.
    pub(crate) allocated: u64,
    poison: bool,
}

impl Old {
    pub(crate) fn open(arena: Arena, young_bytes: usize, poison: bool) -> Old {
        let tables = Tables::of(&arena);
        let young = Block {
            kind: BlockKind::Young,
            clean: false,
            evacuate: false,
            used_lines: 0,
        };
        let young_blocks = young_bytes / BLOCK_SIZE;
        Old {
            arena,
            tables,
            blocks: vec![young; young_blocks],
            young_blocks,
            recycled: 0,
            free_list: Vec::new(),
            holes: [Hole::default(); SPACES],
            overflow: [Hole::default(); SPACES],
            recyclable: [const { Vec::new() }; SPACES],
            pending: Vec::new(),
            run: Run::default(),
            next_fit: young_blocks,
            failed_run: usize::MAX,
            allocated: 0,
            poison,
        }
    }

    /// Address of block `n`.
    #[inline(always)]
    pub(crate) fn block_address(&self, n: usize) -> usize {
        self.arena.base + n * BLOCK_SIZE
    }

    /// Number of the block that an address is in.
    #[inline(always)]
    pub(crate) fn block_number(&self, address: usize) -> usize {
        (address - self.arena.base) / BLOCK_SIZE
    }

    /// Blocks in use, young ones not counted.
    pub(crate) fn used(&self) -> usize {
        self.blocks.len() - self.young_blocks - self.recycled
    }

    /// Free blocks among those ever used.
    pub(crate) fn recycled(&self) -> usize {
        self.recycled
    }

    /// Makes sure that `n` single blocks can be taken without asking the system; false if they cannot.
    pub(crate) fn ensure(&mut self, n: usize) -> bool {
        let fresh = n.saturating_sub(self.recycled);
        self.arena.commit((self.blocks.len() + fresh) * BLOCK_SIZE)
    }

    /// Allocates `size` bytes, a multiple of 16 below the large size. There is room: `Heap` keeps a reserve of
    /// blocks for all that one collection can copy.
    #[inline(always)]
    pub(crate) fn allocate(&mut self, space: Space, size: usize) -> usize {
        let hole = &mut self.holes[space as usize];
        let at = hole.cursor;
        if at + size <= hole.end {
            hole.cursor = at + size;
            at
        } else {
            self.allocate_elsewhere(space, size)
        }
    }

    #[cold]
    #[inline(never)]
    fn allocate_elsewhere(&mut self, space: Space, size: usize) -> usize {
        if size <= LINE_SIZE {
            self.next_hole(space);
            let hole = &mut self.holes[space as usize];
            let at = hole.cursor;
            hole.cursor += size;
            return at;
        }
        let overflow = self.overflow[space as usize];
        if overflow.cursor + size > overflow.end {
            self.retire(space, overflow);
            self.overflow[space as usize] = self.whole_block(space);
        }
        let overflow = &mut self.overflow[space as usize];
        let at = overflow.cursor;
        overflow.cursor += size;
        at
    }

    /// Notes what is left to do about a hole that is given up.
    fn retire(&mut self, space: Space, mut hole: Hole) {
        hole.clear();
        self.allocated += (hole.cursor - hole.counted) as u64;
        if matches!(space, Space::Pointer | Space::Pinned) && hole.scan < hole.cursor {
            self.pending.push((hole.scan, hole.cursor));
        }
    }

    /// Replaces the hole of a space by the next one, at least a line long.
    fn next_hole(&mut self, space: Space) {
        let hole = self.holes[space as usize];
        self.retire(space, hole);
        let mut from = hole.end;
        loop {
            if !from.is_multiple_of(BLOCK_SIZE)
                && let Some(hole) = self.hole_in_block(space, from)
            {
                self.holes[space as usize] = hole;
                return;
            }
            match self.recyclable[space as usize].pop() {
                // One past the block's start, to be told from the end of the block before.
                Some(n) => from = self.block_address(n as usize) + 1,
                None => {
                    self.holes[space as usize] = self.whole_block(space);
                    return;
                }
            }
        }
    }

    /// The first hole at or after an address in its block, taken.
    fn hole_in_block(&mut self, space: Space, from: usize) -> Option<Hole> {
        let block = from & !(BLOCK_SIZE - 1);
        let lines = self.tables.lines_of(block);
        let first = (from - block) / LINE_SIZE;
        let start = first + lines[first..].iter().position(|&line| line == 0)?;
        let length = lines[start..].iter().position(|&line| line != 0);
        let end = length.map_or(LINES_PER_BLOCK, |length| start + length);
        lines[start..end].fill(1);
        let (cursor, end) = (block + start * LINE_SIZE, block + end * LINE_SIZE);
        if space != Space::Leaf {
            memory::fill(cursor, 0, end - cursor);
        }
        Some(Hole {
            cursor,
            end,
            scan: cursor,
            counted: cursor,
            clear: true,
        })
    }

    /// A fresh block as one hole.
    fn whole_block(&mut self, space: Space) -> Hole {
        let n = self.take_block(space.block());
        let (cursor, end) = (self.block_address(n), self.block_address(n + 1));
        let clean = std::mem::replace(&mut self.blocks[n].clean, false);
        if !clean && matches!(space, Space::Weak | Space::Pinned) {
            memory::fill(cursor, 0, BLOCK_SIZE);
        }
        self.tables.use_lines(cursor, end);
        Hole {
            cursor,
            end,
            scan: cursor,
            counted: cursor,
            clear: clean || space != Space::Pointer,
        }
    }

    /// Takes one free block, a recently used one if there is one.
    fn take_block(&mut self, kind: BlockKind) -> usize {
        while let Some(n) = self.free_list.pop() {
            let block = &mut self.blocks[n as usize];
            if block.kind == BlockKind::Free {
                block.kind = kind;
                self.recycled -= 1;
                return n as usize;
            }
        }
        debug_assert!(self.recycled == 0, "every free block is on the list");
        let n = self.blocks.len();
        let there = self.arena.commit((n + 1) * BLOCK_SIZE);
        assert!(there, "the heap's copy reserve is exhausted");
        self.blocks.push(Block {
            kind,
            clean: true,
            evacuate: false,
            used_lines: 0,
        });
        n
    }

    /// Takes `n` neighbouring free blocks and returns the first's number.
    pub(crate) fn take_run(&mut self, n: usize) -> Option<usize> {
        if n <= self.recycled && n < self.failed_run {
            let start = self.next_fit.clamp(self.young_blocks, self.blocks.len());
            let found = self
                .find_run(n, start, self.blocks.len())
                .or_else(|| self.find_run(n, self.young_blocks, self.blocks.len()));
            if let Some(first) = found {
                self.recycled -= n;
                for block in &mut self.blocks[first..first + n] {
                    block.kind = BlockKind::Gap;
                }
                self.next_fit = first + n;
                return Some(first);
            }
            self.failed_run = n;
        }
        let tail = self.blocks[self.young_blocks..]
            .iter()
            .rev()
            .take_while(|block| block.kind == BlockKind::Free)
            .count()
            .min(n);
        let first = self.blocks.len() - tail;
        if !self.arena.commit((first + n) * BLOCK_SIZE) {
            return None;
        }
        self.recycled -= tail;
        for block in &mut self.blocks[first..] {
            block.kind = BlockKind::Gap;
        }
        let fresh = Block {
            kind: BlockKind::Gap,
            clean: true,
            evacuate: false,
            used_lines: 0,
        };
        self.blocks.resize(first + n, fresh);
        Some(first)
    }

    fn find_run(&self, n: usize, from: usize, to: usize) -> Option<usize> {
        let mut length = 0;
        for i in from..to {
            if self.blocks[i].kind == BlockKind::Free {
                length += 1;
                if length == n {
                    return Some(i + 1 - n);
                }
            } else {
                length = 0;
            }
        }
        None
    }

    /// Frees a block whose cards, lines and marks are clear.
    pub(crate) fn free_block(&mut self, n: usize) {
        let block = &mut self.blocks[n];
        block.kind = BlockKind::Free;
        block.evacuate = false;
        block.used_lines = 0;
        self.recycled += 1;
        self.failed_run = usize::MAX;
        self.free_list.push(n as u32);
        if self.poison && !self.blocks[n].clean {
            memory::fill(self.block_address(n), POISON, BLOCK_SIZE);
        }
    }

    /// Forgets all holes, before marking decides anew which lines are in use.
    pub(crate) fn drop_holes(&mut self) {
        self.count();
        self.holes = [Hole::default(); SPACES];
        self.overflow = [Hole::default(); SPACES];
        for list in &mut self.recyclable {
            list.clear();
        }
    }

    /// Adds what was allocated in holes since the last call to `allocated`.
    pub(crate) fn count(&mut self) {
        for hole in self.holes.iter_mut().chain(&mut self.overflow) {
            self.allocated += (hole.cursor - hole.counted) as u64;
            hole.counted = hole.cursor;
        }
    }

    /// The collection ends: every word on lines in use is a value or a header from now on.
    pub(crate) fn clear_holes(&mut self) {
        self.count();
        for hole in self.holes.iter_mut().chain(&mut self.overflow) {
            hole.clear();
        }
    }

    /// What is in the holes already needs no scanning by the minor collection that begins.
    pub(crate) fn begin_scan(&mut self) {
        self.count();
        self.pending.clear();
        for hole in self.holes.iter_mut().chain(&mut self.overflow) {
            hole.scan = hole.cursor;
        }
    }

    /// Frees and recycles what the marks leave, and returns the bytes in use, whole lines. All cards are clean.
    pub(crate) fn sweep(&mut self) -> usize {
        let mut used_lines = 0;
        self.free_list.clear();
        for n in (self.young_blocks..self.blocks.len()).rev() {
            let kind = self.blocks[n].kind;
            let address = self.block_address(n);
            let Some(space) = kind.recycles_into() else {
                if kind == BlockKind::Free {
                    self.free_list.push(n as u32);
                }
                continue;
            };
            let used = self.tables.settle_lines(address);
            if used == 0 {
                self.free_block(n);
                continue;
            }
            self.blocks[n].evacuate = false;
            self.blocks[n].used_lines = used as u16;
            used_lines += used;
            if space == Space::Weak {
                self.clear_dead_weak(address);
            }
            if used < LINES_PER_BLOCK {
                self.recyclable[space as usize].push(n as u32);
                if self.poison {
                    self.poison_free_lines(address);
                }
            }
        }
        used_lines * LINE_SIZE
    }

    /// Weak blocks are walked cell by cell, so dead cells must not look like objects.
    fn clear_dead_weak(&mut self, block: usize) {
        for cell in (block..block + BLOCK_SIZE).step_by(WEAK_CELL) {
            if self.tables.is_line_used(cell) && !self.tables.is_marked(cell) {
                memory::fill(cell, 0, WEAK_CELL);
            }
        }
    }

    fn poison_free_lines(&mut self, block: usize) {
        for (i, _) in self
            .tables
            .lines_of(block)
            .iter()
            .enumerate()
            .filter(|line| *line.1 == 0)
        {
            memory::fill(block + i * LINE_SIZE, POISON, LINE_SIZE);
        }
    }

    /// Gives the memory of free blocks back to the system.
    pub(crate) fn discard_free(&mut self) {
        let mut n = self.young_blocks;
        while n < self.blocks.len() {
            let dirty = |block: &&Block| block.kind == BlockKind::Free && !block.clean;
            let length = self.blocks[n..].iter().take_while(dirty).count();
            if length > 0 {
                let zero = self
                    .arena
                    .discard(self.block_address(n), length * BLOCK_SIZE);
                for block in &mut self.blocks[n..n + length] {
                    block.clean = zero;
                }
            }
            n += length + 1;
        }
    }

    /// Address just past the last block ever used.
    pub(crate) fn frontier(&self) -> usize {
        self.block_address(self.blocks.len())
    }

    /// First address of old space.
    pub(crate) fn start(&self) -> usize {
        self.block_address(self.young_blocks)
    }
}

/// Blocks that hold `bytes`.
pub(crate) const fn blocks_for(bytes: usize) -> usize {
    round_up(bytes, BLOCK_SIZE) / BLOCK_SIZE
}
