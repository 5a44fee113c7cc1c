//! Weak pairs and ephemerons (Hayes, "Ephemerons: a new finalization mechanism", 1997).
//!
//! Both sorts of collection come here with their weak objects. A weak pair's cdr is traced like any slot; its car is
//! looked at when everything else is done. An ephemeron's datum is traced once its key has been reached otherwise.
//! To find out without going over all ephemerons again and again, those that wait are indexed by key, and while any
//! wait, every object reached is looked up: the cost is linear however ephemerons depend on each other.
//!
//! Continuations come here, too: as long as their frames are in the stack, the machine has to show what is in them
//! ([`Roots::visit_frames`]), and only if the continuation is reached.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::kinds::Kind;
use crate::layout::{TAG_MASK, TAG_OBJECT, WORD};
use crate::memory::{load, store};
use crate::root::{RootTask, Roots, Visitor};
use crate::value::{Header, Value};

/// Hashes addresses: a multiplication spreads them (Fibonacci hashing).
#[derive(Default)]
pub(crate) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(self.0 as usize ^ usize::from(byte));
        }
    }

    fn write_usize(&mut self, n: usize) {
        self.0 = (n as u64 >> 4)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(32);
    }
}

/// The weak objects that a collection has come across.
#[derive(Default)]
pub(crate) struct WeakWork {
    /// Reached, not yet visited.
    pub(crate) fresh: Vec<usize>,
    /// Visited weak pairs, whose cars wait.
    pairs: Vec<usize>,
    /// Visited ephemerons whose keys were not reached yet.
    waiting: Vec<usize>,
    /// The same by the key's address, once the strong references have been followed.
    index: HashMap<usize, Vec<usize>, BuildHasherDefault<AddressHasher>>,
    /// Ephemerons whose keys have been reached.
    ready: Vec<usize>,
    /// Continuations reached whose frames have not been visited.
    pub(crate) continuations: Vec<usize>,
    /// True once the strong references have been followed: then every object reached is looked up.
    pub(crate) is_indexed: bool,
}

impl WeakWork {
    /// An object was reached (its address before it moved): the ephemerons that waited for it may go on.
    #[inline]
    pub(crate) fn reached(&mut self, address: usize) {
        if let Some(cells) = self.index.remove(&address) {
            self.ready.extend(cells);
        }
    }
}

/// A collection, as far as weak objects care.
pub(crate) trait Tracer: RootTask {
    /// Whether this collection leaves old objects alone.
    const MINOR: bool;

    /// Its weak objects.
    fn weak(&mut self) -> &mut WeakWork;
    /// What a word is to be replaced by; `None` if it refers to an object not reached yet.
    fn fate(&self, word: u64) -> Option<u64>;
    /// Reaches what the slot refers to.
    fn trace<const EPHEMERONS: bool>(&mut self, slot: usize);
    /// Follows all references from what has been reached.
    fn drain<const EPHEMERONS: bool>(&mut self);
    /// A weak object has its final content.
    fn settled(&mut self, cell: usize);

    /// Visits the weak objects that were reached; true if there were any.
    fn drain_weak<const EPHEMERONS: bool>(&mut self) -> bool {
        let mut any = false;
        while let Some(cell) = self.weak().fresh.pop() {
            self.visit_weak::<EPHEMERONS>(cell);
            any = true;
        }
        any
    }

    /// Visits one weak object, in old space.
    fn visit_weak<const EPHEMERONS: bool>(&mut self, cell: usize) {
        if Header::from_bits(load(cell)).is(Kind::WeakPair) {
            self.trace::<EPHEMERONS>(cell + 2 * WORD);
            self.weak().pairs.push(cell);
            return;
        }
        let key = load(cell + WORD);
        if self.fate(key).is_some() {
            self.weak().ready.push(cell);
        } else if EPHEMERONS {
            let key = (key & !TAG_MASK) as usize;
            self.weak().index.entry(key).or_default().push(cell);
        } else {
            self.weak().waiting.push(cell);
        }
    }

    /// Follows all references, those from the frames of continuations included.
    fn drain_all<const EPHEMERONS: bool>(&mut self, roots: &mut dyn Roots)
    where
        Self: Sized,
    {
        loop {
            self.drain::<EPHEMERONS>();
            let continuations = std::mem::take(&mut self.weak().continuations);
            if continuations.is_empty() {
                return;
            }
            for address in continuations {
                let continuation = Value::from_bits(address as u64 | TAG_OBJECT);
                let continuation = continuation
                    .as_continuation()
                    .expect("only continuations are noted");
                roots.visit_frames(continuation, &mut Visitor::of(self, Self::MINOR));
            }
        }
    }

    /// Decides about all weak objects; afterwards everything reachable has been reached.
    fn finish_weak(&mut self, roots: &mut dyn Roots)
    where
        Self: Sized,
    {
        self.drain_all::<false>(roots);
        self.weak().is_indexed = true;
        for cell in std::mem::take(&mut self.weak().waiting) {
            self.visit_weak::<true>(cell);
        }
        loop {
            while let Some(cell) = self.weak().ready.pop() {
                let key = self
                    .fate(load(cell + WORD))
                    .expect("a ready ephemeron's key is reached");
                store(cell + WORD, key);
                self.trace::<true>(cell + 2 * WORD);
                self.settled(cell);
            }
            self.drain_all::<true>(roots);
            if self.weak().ready.is_empty() {
                break;
            }
        }
        for cell in std::mem::take(&mut self.weak().index)
            .into_values()
            .flatten()
        {
            store(cell + WORD, Value::BROKEN.bits());
            store(cell + 2 * WORD, Value::BROKEN.bits());
        }
        for cell in std::mem::take(&mut self.weak().pairs) {
            let car = self.fate(load(cell + WORD)).unwrap_or(Value::BROKEN.bits());
            store(cell + WORD, car);
            self.settled(cell);
        }
    }
}
