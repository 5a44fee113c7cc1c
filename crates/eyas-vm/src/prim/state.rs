//! What the primitives of a session remember besides the heap.
//!
//! Natives are functions without state; the little that must outlive a call (open files, the random generator) hangs
//! off the session, so that two sessions of a process share nothing.

use std::time::Instant;

use eyas_datum::flat::Flat;
use eyas_heap::Visitor;

use super::random::Random;
use crate::number::Buffers;
use crate::port::{PortFailure, Ports};

/// The names that `(features)` returns unless the host says otherwise (R7RS appendix B).
const FEATURES: [&str; 7] = [
    "r7rs",
    "exact-closed",
    "exact-complex",
    "ieee-float",
    "full-unicode",
    "ratios",
    "eyas",
];

/// The state.
pub struct State {
    /// The source of `random-integer` and `random-real`.
    pub random: Random,
    /// How many symbols `generate-symbol` has made.
    pub generated_symbols: u64,
    /// What `(features)` returns; the host adds to it what the compiler's `cond-expand` knows.
    pub features: Vec<String>,
    /// Scratch for the limbs of a result, so that bignum arithmetic allocates nothing but the result.
    pub(crate) limbs: Buffers,
    /// What `read` reads, before it is made.
    pub(crate) flat: Flat,
    /// Scratch for text on its way to a port, a string or a number; empty between two primitives.
    text: String,
    /// When the session began: `(current-jiffy)` counts from here.
    pub started: Instant,
    /// All ports.
    pub ports: Ports,
}

impl Default for State {
    fn default() -> State {
        State {
            random: Random::default(),
            generated_symbols: 0,
            features: FEATURES.iter().map(|&name| name.to_owned()).collect(),
            limbs: Buffers::default(),
            flat: Flat::default(),
            text: String::new(),
            started: Instant::now(),
            ports: Ports::default(),
        }
    }
}

/// So much memory is kept for the next text.
const TEXT_KEPT: usize = 64 * 1024;

impl State {
    /// An empty string with room.
    pub(crate) fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// Keeps the memory of a string of [`State::take_text`] for the next time.
    pub(crate) fn keep_text(&mut self, mut text: String) {
        if text.capacity() <= TEXT_KEPT {
            text.clear();
            self.text = text;
        }
    }

    /// Closes the resource whose heap object died. Tokens of others are ignored.
    pub fn release(&mut self, token: u64) {
        self.ports.release(token);
    }

    /// Shows the values held here to the collector.
    pub fn visit(&mut self, visitor: &mut Visitor<'_>) {
        self.ports.visit(visitor);
    }

    /// Writes out what open ports hold back: the host calls it when a run ends, however it ends.
    ///
    /// # Errors
    /// The first failure, after all ports have been tried; failures of ports that were dropped count.
    pub fn flush_all(&mut self) -> Result<(), PortFailure> {
        self.ports.flush_all()
    }
}
