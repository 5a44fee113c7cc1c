//! The heap verifier: checks after a collection that every invariant of the heap holds.
//!
//! It walks everything reachable from the roots and checks of each reference that it leads to the start of a live
//! object of the right sort, in the space where that sort belongs, that objects do not overlap, and that contents are
//! well-formed. Then it goes over all old words, dead ones too, and checks that each reference to a young object is on
//! a dirty card. What it finds wrong is a bug of this crate or of code that kept a stale value, so it panics.

use crate::heap::Heap;
use crate::kinds::Kind;
use crate::layout::*;
use crate::memory::load;
use crate::object::Continuation;
use crate::old::{BlockKind, WEAK_CELL, is_weak};
use crate::root::{RootTask, Roots, Visitor};
use crate::value::{Header, Value};

/// Verifies the heap; after a major collection, marks as well. Returns the bytes looked at.
pub(crate) fn check(
    heap: &Heap,
    root_stack: &mut [Value],
    roots: &mut dyn Roots,
    after_major: bool,
) -> u64 {
    let granules = (heap.old.frontier() - heap.old.arena.base) / ALIGNMENT;
    let mut verifier = Verifier {
        heap,
        after_major,
        starts: vec![0; granules.div_ceil(64)],
        insides: vec![0; granules.div_ceil(64)],
        stack: Vec::new(),
        continuations: Vec::new(),
        bytes: 0,
    };
    roots.verifying(false);
    let mut visitor = Visitor::of(&mut verifier, false);
    visitor.values(root_stack);
    roots.visit(&mut visitor);
    for symbol in heap.symbols.iter() {
        verifier.word(symbol.bits(), None);
    }
    for (object, _) in heap.attached.young.iter().chain(&heap.attached.old) {
        verifier.word(object.bits(), None);
    }
    loop {
        verifier.drain();
        let Some(continuation) = verifier.continuations.pop() else {
            break;
        };
        roots.visit_frames(continuation, &mut Visitor::of(&mut verifier, false));
    }
    roots.verifying(true);
    verifier.remembered_set();
    verifier.bytes
}

struct Verifier<'h> {
    heap: &'h Heap,
    after_major: bool,
    /// A bit for each 16 bytes: an object starts here.
    starts: Vec<u64>,
    /// A bit for each 16 bytes: it belongs to an object that starts before.
    insides: Vec<u64>,
    stack: Vec<u64>,
    /// Continuations found whose frames have not been looked at.
    continuations: Vec<Continuation>,
    bytes: u64,
}

impl RootTask for Verifier<'_> {
    fn roots(&mut self, values: &mut [Value]) {
        for value in values {
            self.word(value.bits(), None);
        }
    }
}

impl Verifier<'_> {
    /// Checks a word found in a root or in the slot at an address.
    fn word(&mut self, word: u64, slot: Option<usize>) {
        let value = Value::from_bits(word);
        if word & TAG_MASK == TAG_IMMEDIATE {
            let low = word & 0xff;
            assert!(
                low == LOW_SPECIAL || value.as_char().is_some(),
                "heap verifier: {word:#x} at {slot:x?} is no immediate"
            );
        }
        if !value.is_pointer() {
            return;
        }
        let address = value.address();
        if let Some(slot) = slot
            && self.heap.young.contains(address)
            && !self.heap.young.contains(slot)
        {
            assert!(
                self.heap.old.tables.is_dirty(slot),
                "heap verifier: old slot {slot:#x} refers to young {word:#x} on a clean card"
            );
        }
        let granule = (address.wrapping_sub(self.heap.old.arena.base)) / ALIGNMENT;
        assert!(
            address.is_multiple_of(ALIGNMENT) && granule / 64 < self.starts.len(),
            "heap verifier: {word:#x} at {slot:x?} points outside the heap"
        );
        let size = self.sort(word, slot);
        let bit = 1 << (granule % 64);
        if self.starts[granule / 64] & bit != 0 {
            return;
        }
        self.starts[granule / 64] |= bit;
        assert!(
            self.insides[granule / 64] & bit == 0,
            "heap verifier: {word:#x} at {slot:x?} points into an object"
        );
        for inside in granule + 1..granule + size / ALIGNMENT {
            let (i, bit) = (inside / 64, 1 << (inside % 64));
            assert!(
                (self.starts[i] | self.insides[i]) & bit == 0,
                "heap verifier: the object {word:#x} of {size} bytes overlaps another"
            );
            self.insides[i] |= bit;
        }
        self.bytes += size as u64;
        self.stack.push(word);
    }

    /// Checks that a pointer's tag, the object's header and its space agree; returns the object's size.
    fn sort(&self, word: u64, slot: Option<usize>) -> usize {
        let address = (word & !TAG_MASK) as usize;
        let first = load(address);
        let (size, leaf, weak) = if word & TAG_MASK == TAG_PAIR {
            let low = first & 0xff;
            assert!(
                low != LOW_HEADER && low != LOW_FORWARD,
                "heap verifier: the pair {word:#x} at {slot:x?} starts with {first:#x}"
            );
            (16, false, false)
        } else {
            assert!(
                Header::is_header(first)
                    && Kind::from_number(Header::from_bits(first).kind_number()).is_some(),
                "heap verifier: the object {word:#x} at {slot:x?} starts with {first:#x}"
            );
            let header = Header::from_bits(first);
            (
                header.size(),
                header.kind().is_leaf(),
                is_weak(header.kind()),
            )
        };
        let (heap, end) = (self.heap, address + size);
        let block = heap.old.blocks[heap.old.block_number(address)].kind;
        let right = match block {
            BlockKind::Young => {
                let (start, half_end) = heap.young.survivors();
                !weak
                    && if leaf {
                        address >= heap.young.leaves_start && end <= half_end
                    } else {
                        address >= start && end <= heap.young.pointers_end
                    }
            }
            BlockKind::Pointer | BlockKind::Pinned | BlockKind::Run => !leaf && !weak,
            BlockKind::Leaf | BlockKind::RunLeaf => leaf,
            BlockKind::Weak => weak,
            BlockKind::Free | BlockKind::Gap => false,
        };
        assert!(
            right,
            "heap verifier: {word:#x} at {slot:x?} (first word {first:#x}, {size} bytes) in {block:?} space"
        );
        if block != BlockKind::Young {
            let tables = heap.old.tables;
            for line in (address & !(LINE_SIZE - 1)..end).step_by(LINE_SIZE) {
                assert!(
                    tables.is_line_used(line),
                    "heap verifier: {word:#x} at {slot:x?} of {size} bytes is on a free line"
                );
            }
            assert!(
                !self.after_major || tables.is_marked(address),
                "heap verifier: {word:#x} at {slot:x?} is reachable and not marked"
            );
        }
        size
    }

    /// Checks the contents of all objects found.
    fn drain(&mut self) {
        while let Some(word) = self.stack.pop() {
            let address = (word & !TAG_MASK) as usize;
            if word & TAG_MASK == TAG_PAIR {
                self.slots(address, address + 16);
                continue;
            }
            self.continuations
                .extend(Value::from_bits(word).as_continuation());
            let header = Header::from_bits(load(address));
            if header.kind().is_leaf() {
                let canonical = !header.is(Kind::Flonum)
                    || Value::try_flonum(f64::from_bits(load(address + WORD))).is_none();
                assert!(
                    canonical,
                    "heap verifier: {word:#x} boxes an immediate flonum"
                );
            } else {
                self.slots(address + WORD, address + WORD + header.length() * WORD);
            }
        }
    }

    fn slots(&mut self, from: usize, to: usize) {
        for slot in (from..to).step_by(WORD) {
            self.word(load(slot), Some(slot));
        }
    }

    /// Checks that no old word refers to a young object from a clean card.
    fn remembered_set(&mut self) {
        let old = &self.heap.old;
        for n in old.young_blocks..old.blocks.len() {
            let kind = old.blocks[n].kind;
            if !kind.is_plain() && kind != BlockKind::Weak {
                continue;
            }
            let (from, to) = (old.block_address(n), old.block_address(n + 1));
            for slot in (from..to).step_by(WORD) {
                if !old.tables.is_line_used(slot) {
                    continue;
                }
                if kind == BlockKind::Weak && !Header::is_header(load(slot & !(WEAK_CELL - 1))) {
                    continue;
                }
                let value = Value::from_bits(load(slot));
                if value.is_pointer() && self.heap.young.contains(value.address()) {
                    let (start, end) = self.heap.young.survivors();
                    let address = value.address();
                    assert!(
                        old.tables.is_dirty(slot) && address >= start && address < end,
                        "heap verifier: old word {slot:#x} holds the stale or forgotten {:#x}",
                        value.bits()
                    );
                }
            }
            self.bytes += (to - from) as u64;
        }
    }
}
