//! Collecting: when, what, and what follows.
//!
//! A minor collection empties the nursery. A major one is a minor one that promotes everything, followed by marking
//! and sweeping old space. It is time for one when more has been allocated in old space since the last than
//! was live then (64 MiB at least, or an eighth of the limit), or when the limit is near. The heap always keeps so
//! many blocks in reserve that a minor collection cannot fail; whether the limit is exceeded is decided afterwards.

mod cards;
mod major;
mod minor;
mod weak;

use crate::config::{OutOfMemory, Verify};
use crate::heap::{Attached, Heap};
use crate::layout::{BLOCK_SIZE, LARGE_OBJECT};
use crate::mutator::Mutator;
use crate::nursery::Course;
use crate::old::{BlockKind, blocks_for};
use crate::root::{Roots, Visitor};
use crate::statistics::Stopwatch;
use crate::tables::LINES_PER_BLOCK;
use crate::value::Value;
use crate::verify;
use cards::scan_cards;
use major::Major;
use minor::Minor;
use weak::Tracer;

/// Which collection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Collection {
    /// Young space.
    Minor,
    /// Everything, with compaction where the heap is fragmented.
    Major,
    /// Young space, and the rest when it is time.
    Auto,
}

/// Smallest run taken for objects allocated directly in old space, in blocks.
const RUN_BLOCKS: usize = 8;

impl Mutator {
    /// Collects. An error says that the limit stays exceeded; the collection has been done all the same.
    pub fn collect(&mut self, what: Collection, roots: &mut dyn Roots) -> Result<(), OutOfMemory> {
        self.collect_for(0, what, roots)
    }

    /// Collects, in order to allocate `bytes` bytes.
    fn collect_for(
        &mut self,
        bytes: usize,
        what: Collection,
        roots: &mut dyn Roots,
    ) -> Result<(), OutOfMemory> {
        let major = self.run_collection(what, roots);
        if self.heap.is_over(0) && !major {
            self.run_collection(Collection::Major, roots);
        }
        if self.heap.is_over(0) {
            Err(self.refuse(bytes))
        } else {
            Ok(())
        }
    }

    /// The slow path of `reserve`.
    #[cold]
    #[inline(never)]
    pub(crate) fn reserve_slow(
        &mut self,
        bytes: usize,
        roots: &mut dyn Roots,
    ) -> Result<(), OutOfMemory> {
        self.heap.reserved_small = 0;
        let was_stressed = self.stress_collection(roots);
        let nursery_bytes = self.heap.young.nursery_end - self.heap.young.nursery_start;
        let from_run = bytes > nursery_bytes / 2;
        let room = self.heap.young.allocation_end - self.alloc as usize;
        let nursery_full = !from_run && bytes > room;
        if self.heap.closed {
            self.collect_for(bytes, Collection::Major, roots)?;
        } else if nursery_full || self.heap.pinned_due() || was_stressed && self.heap.is_over(0) {
            self.collect_for(bytes, Collection::Auto, roots)?;
        }
        if bytes >= LARGE_OBJECT {
            self.reserve_run(bytes, roots)?;
        }
        if from_run {
            self.heap.reserved_small = bytes;
        } else if self.heap.config.stress.collect_every > 0 {
            self.limit = self.alloc.wrapping_add(bytes);
        } else {
            // It may have been lowered to stop the thread here.
            self.limit = std::ptr::with_exposed_provenance_mut(self.heap.young.allocation_end);
        }
        Ok(())
    }

    /// Makes sure that the current run has room for `bytes` bytes.
    fn reserve_run(&mut self, bytes: usize, roots: &mut dyn Roots) -> Result<(), OutOfMemory> {
        if self.heap.old.run.fits(bytes) {
            return Ok(());
        }
        if bytes > self.heap.limit() {
            return Err(self.refuse(bytes));
        }
        let least = blocks_for(bytes) + 1;
        let mut major = false;
        if self.heap.old_bytes() - self.heap.old_bytes_at_major + bytes as u64
            > self.heap.threshold as u64
            && self.heap.old_bytes() != self.heap.old_bytes_at_major
        {
            major = self.run_collection(Collection::Auto, roots);
        }
        loop {
            // The rest of the old run is given back, so the test comes after that.
            self.heap.old.close_run();
            if !self.heap.is_over(least) {
                let more = least.max(RUN_BLOCKS);
                let n = if self.heap.is_over(more) { least } else { more };
                if self.heap.old.open_run(n) || self.heap.old.open_run(least) {
                    if self.heap.ensure_reserve() {
                        return Ok(());
                    }
                    self.heap.old.close_run();
                }
            }
            if major {
                return Err(self.refuse(bytes));
            }
            major = self.run_collection(Collection::Major, roots);
        }
    }

    /// The limit stays exceeded, or `bytes` would exceed it: opens the emergency reserve, or, if that is used up,
    /// closes the heap.
    fn refuse(&mut self, bytes: usize) -> OutOfMemory {
        let heap = &mut *self.heap;
        let mut exhausted = false;
        if heap.is_full() {
            exhausted = std::mem::replace(&mut heap.emergency, true) || heap.is_full();
            heap.closed = exhausted;
        }
        let refusal = OutOfMemory {
            requested: bytes,
            limit: heap.limit(),
            exhausted,
        };
        if self.heap.closed {
            // Not `open_nursery`: what was asked for may be so absurd that nothing was collected.
            self.limit = self.alloc;
        }
        refusal
    }

    /// In the mode `Stress::collect_every`: counts this allocation, and collects if it is its turn.
    fn stress_collection(&mut self, roots: &mut dyn Roots) -> bool {
        let stress = &self.heap.config.stress;
        if stress.collect_every == 0 {
            return false;
        }
        let (every, major_every) = (
            u64::from(stress.collect_every),
            u64::from(stress.major_every),
        );
        self.heap.stress_count += 1;
        let count = self.heap.stress_count;
        if !count.is_multiple_of(every) {
            return false;
        }
        let major = major_every > 0 && (count / every).is_multiple_of(major_every);
        self.run_collection(
            if major {
                Collection::Major
            } else {
                Collection::Minor
            },
            roots,
        );
        true
    }

    /// Collects, verifies, opens the nursery; true if it was a major collection.
    fn run_collection(&mut self, what: Collection, roots: &mut dyn Roots) -> bool {
        let watch = Stopwatch::start();
        let used = self.alloc as usize - self.heap.young.nursery_start;
        let allocated = used as u64 + std::mem::take(&mut self.heap.run_since_collection);
        self.heap.statistics.allocated += allocated;
        let mut major = what == Collection::Major;
        self.minor(used, !major, roots);
        self.alloc = std::ptr::with_exposed_provenance_mut(self.heap.young.nursery_start);
        if what == Collection::Auto && self.heap.is_major_due() {
            major = true;
            self.minor(0, false, roots);
        }
        let compact = what == Collection::Major || major && self.heap.is_over(0);
        if major {
            self.major(compact, roots);
        }
        self.heap.after_collection(major);
        self.open_nursery();
        let statistics = &mut self.heap.statistics;
        let pauses = if major {
            &mut statistics.major
        } else {
            &mut statistics.minor
        };
        pauses.add(&watch);
        if self.heap.is_verification_due(allocated) {
            let bytes = verify::check(&self.heap, &mut self.roots.values, roots, major);
            self.heap.verified(bytes);
        }
        major
    }

    /// Empties the nursery, of which `used` bytes are allocated.
    fn minor(&mut self, used: usize, may_age: bool, roots: &mut dyn Roots) {
        let heap = &mut *self.heap;
        let poison = heap.config.stress.poison;
        let (half_start, half_end) = heap.young.survivors();
        let before = heap.young.pointers_end - half_start + half_end - heap.young.leaves_start;
        heap.old.count();
        let old_before = heap.old.allocated;
        let mut minor = Minor::begin(&heap.young, &mut heap.old, may_age && heap.young.is_aging());
        let mut visitor = Visitor::of(&mut minor, true);
        visitor.values(&mut self.roots.values);
        roots.visit(&mut visitor);
        scan_cards(&mut minor);
        minor.finish_weak(roots);
        heap.symbols.sweep_young(|symbol| {
            let moved = minor.fate(symbol.bits())?;
            Some((Value::from_bits(moved), minor.is_young(moved)))
        });
        heap.attached.sweep_young(|object| {
            let moved = minor.fate(object.bits())?;
            Some((Value::from_bits(moved), minor.is_young(moved)))
        });
        let survivors = minor.finish();
        heap.young
            .flip(survivors.pointers_end, survivors.leaves_start, poison);
        let (start, end) = heap.young.survivors();
        let aged = survivors.pointers_end - start + end - survivors.leaves_start;
        let promoted = heap.old.allocated - old_before;
        heap.statistics.aged += aged as u64;
        heap.statistics.promoted += promoted;
        heap.young_epoch += 1;
        heap.young.adapt(Course {
            may_age,
            used,
            survivors: before,
            aged,
            promoted: promoted as usize,
        });
    }

    /// Marks and sweeps old space. Nothing is young.
    fn major(&mut self, compact: bool, roots: &mut dyn Roots) {
        let heap = &mut *self.heap;
        let room = if compact { heap.choose_evacuation() } else { 0 };
        let mut major = Major::begin(&mut heap.old, room);
        let mut visitor = Visitor::of(&mut major, false);
        visitor.values(&mut self.roots.values);
        roots.visit(&mut visitor);
        major.finish_weak(roots);
        heap.symbols
            .sweep(|symbol| major.fate(symbol.bits()).map(Value::from_bits));
        heap.attached
            .sweep(|object| major.fate(object.bits()).map(Value::from_bits));
        let evacuated = major.evacuated;
        let live = major.finish();
        if evacuated > 0 {
            heap.old_epoch += 1;
        }
        heap.statistics.evacuated += evacuated as u64;
        heap.statistics.live = live as u64;
    }
}

impl Heap {
    /// Bytes ever allocated in old space, by promotion or directly.
    fn old_bytes(&self) -> u64 {
        self.old.allocated + self.statistics.allocated_old
    }

    fn is_major_due(&mut self) -> bool {
        self.is_over(0) || self.old_bytes() - self.old_bytes_at_major > self.threshold as u64
    }

    /// True if so much was pinned since the last collection that one is due, though the nursery has room.
    pub(crate) fn pinned_due(&self) -> bool {
        self.pinned_since_collection > self.young.bytes / 2
    }

    /// Notes the blocks that a compacting collection empties: at least half free, or all in the stress mode.
    /// Returns how many bytes may move.
    fn choose_evacuation(&mut self) -> usize {
        let everything = self.config.stress.move_everything;
        let mut wanted = 0;
        let (mut lines, mut used_lines) = (0, 0);
        for block in &self.old.blocks {
            if matches!(block.kind, BlockKind::Pointer | BlockKind::Leaf) && block.used_lines > 0 {
                lines += LINES_PER_BLOCK;
                used_lines += usize::from(block.used_lines);
            }
        }
        if !everything && used_lines * 10 > lines * 7 {
            return 0;
        }
        let most = self.copy_reserve.max(self.limit_blocks() / 8);
        for block in &mut self.old.blocks {
            let sparse = block.used_lines > 0
                && usize::from(block.used_lines) * 2 <= LINES_PER_BLOCK
                && wanted < most * LINES_PER_BLOCK;
            if matches!(block.kind, BlockKind::Pointer | BlockKind::Leaf) && (everything || sparse)
            {
                block.evacuate = true;
                wanted += match block.used_lines {
                    0 => LINES_PER_BLOCK,
                    used => usize::from(used),
                };
            }
        }
        // Copies pack less tightly: objects of more than a line leave the ends of blocks unused.
        let blocks = wanted.div_ceil(LINES_PER_BLOCK);
        if wanted > 0 && self.old.ensure(blocks + blocks / 2 + 8) {
            blocks * BLOCK_SIZE
        } else {
            0
        }
    }

    /// Sets the next threshold, and gives memory back when much of it is free for the second time.
    fn after_collection(&mut self, major: bool) {
        self.pinned_since_collection = 0;
        let used = self.young.bytes + self.old.used() * BLOCK_SIZE;
        self.statistics.peak = self.statistics.peak.max(used as u64);
        if !major {
            return;
        }
        let live = self.statistics.live as usize;
        self.threshold = live.max(self.threshold_least);
        self.old_bytes_at_major = self.old_bytes();
        let emergency = std::mem::take(&mut self.emergency);
        self.emergency = emergency && self.is_full();
        self.closed = self.closed && self.is_full();
        let free = self.old.recycled() * BLOCK_SIZE;
        // The next major collection comes after as many bytes as the threshold says: what they will fill stays, or the
        // system would take pages and clear new ones all the time (two thirds of `pidigits`).
        let much = free > live / 2 + 2 * self.threshold;
        if much && self.much_was_free {
            self.old.discard_free();
        }
        self.much_was_free = much;
    }

    fn is_verification_due(&mut self, allocated: u64) -> bool {
        match self.config.verify {
            Verify::Never => false,
            Verify::Always => true,
            Verify::Sparse => {
                self.verify_credit += allocated.max(4096) * 2;
                self.verify_credit >= self.verify_cost
            }
        }
    }

    fn verified(&mut self, bytes: u64) {
        self.statistics.verified += 1;
        self.verify_cost = bytes;
        self.verify_credit = self.verify_credit.saturating_sub(bytes);
    }
}

impl Attached {
    /// After a minor collection; see `SymbolTable::sweep_young`.
    fn sweep_young(&mut self, mut fate: impl FnMut(Value) -> Option<(Value, bool)>) {
        let (mut young, mut dead) = (Vec::new(), Vec::new());
        for (object, token) in self.young.drain(..) {
            match fate(object) {
                Some((moved, true)) => young.push((moved, token)),
                Some((moved, false)) => self.old.push((moved, token)),
                None => dead.push(token),
            }
        }
        self.young = young;
        self.finalized.append(&mut dead);
    }

    /// After marking.
    fn sweep(&mut self, mut fate: impl FnMut(Value) -> Option<Value>) {
        let finalized = &mut self.finalized;
        self.old.retain_mut(|(object, token)| match fate(*object) {
            Some(moved) => {
                *object = moved;
                true
            }
            None => {
                finalized.push(*token);
                false
            }
        });
    }
}
