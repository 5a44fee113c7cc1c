//! Reading and writing the parts of objects, with the write barrier.
//!
//! The barrier is an unconditional card mark: one shift, one byte store, no branch. It also marks cards of young
//! objects, which nobody reads; a filter would cost more than it saves. Stores of values that are no pointers could
//! do without it and machine code leaves it out for them; here it is not worth a branch.

use crate::layout::{CARD_SHIFT, SLOTS_OFFSET, TAG_OBJECT, TAG_PAIR, WORD};
use crate::memory;
use crate::mutator::Mutator;
use crate::value::{Header, Value};

/// Address of slot `i`.
#[inline(always)]
fn slot_address(object: Value, i: usize) -> usize {
    debug_assert!(object.is_object());
    let first = object.bits().wrapping_add_signed(SLOTS_OFFSET as i64) as usize;
    debug_assert!(i < header(object).length() && !header(object).kind().is_leaf());
    first + i * WORD
}

/// Address of a value known to be a pair.
#[inline(always)]
fn pair_address(pair: Value) -> usize {
    debug_assert!(pair.is_pair());
    pair.bits().wrapping_sub(TAG_PAIR) as usize
}

/// The header of an object.
#[inline(always)]
fn header(object: Value) -> Header {
    debug_assert!(object.is_object());
    Header::from_bits(memory::load(object.bits().wrapping_sub(TAG_OBJECT) as usize))
}

impl Mutator {
    /// Marks the card of an address in the heap.
    #[inline(always)]
    pub(crate) fn mark_card(&mut self, address: usize) {
        let card = self.cards.wrapping_add(address >> CARD_SHIFT);
        // SAFETY: `cards` is biased (`Arena::biased_cards`) so that every address in the committed heap has its byte
        // in the card table, which is committed along with it.
        unsafe { card.write(1) }
    }

    /// The car of a pair.
    #[inline(always)]
    pub fn car(pair: Value) -> Value {
        debug_assert!(pair.is_pair());
        Value::from_bits(memory::load(pair_address(pair)))
    }

    /// The cdr of a pair.
    #[inline(always)]
    pub fn cdr(pair: Value) -> Value {
        debug_assert!(pair.is_pair());
        Value::from_bits(memory::load(pair_address(pair) + WORD))
    }

    /// Changes the car of a pair.
    #[inline(always)]
    pub fn set_car(&mut self, pair: Value, v: Value) {
        debug_assert!(pair.is_pair());
        memory::store(pair.address(), v.bits());
        self.mark_card(pair.address());
    }

    /// Changes the cdr of a pair. (A pair is 16-byte aligned, so both halves are on one card.)
    #[inline(always)]
    pub fn set_cdr(&mut self, pair: Value, v: Value) {
        debug_assert!(pair.is_pair());
        memory::store(pair.address() + WORD, v.bits());
        self.mark_card(pair.address());
    }

    /// Slot `i` of an object of a `slots` kind; `i` is less than its length.
    #[inline(always)]
    pub fn load_slot(object: Value, i: usize) -> Value {
        Value::from_bits(memory::load(slot_address(object, i)))
    }

    /// Changes slot `i` of an object of a `slots` kind; `i` is less than its length.
    #[inline(always)]
    pub fn store_slot(&mut self, object: Value, i: usize, v: Value) {
        let address = slot_address(object, i);
        memory::store(address, v.bits());
        self.mark_card(address);
    }

    /// Sets slot `i` of an object allocated since the last call that may collect: no barrier needed, since it is
    /// young, or on cards that its allocation marked.
    #[inline(always)]
    pub fn init_slot(&mut self, object: Value, i: usize, v: Value) {
        memory::store(slot_address(object, i), v.bits());
    }

    /// The header of an object that has one.
    #[inline(always)]
    pub fn header(object: Value) -> Header {
        header(object)
    }

    /// Changes kind or flags of an object; shape and length stay (a string that widens, a literal that is frozen).
    #[inline]
    pub fn set_header(&mut self, object: Value, changed: Header) {
        debug_assert!(header(object).kind().is_leaf() == changed.kind().is_leaf());
        debug_assert!(header(object).length() == changed.length());
        memory::store(object.address(), changed.bits());
    }

    /// The bytes of a leaf.
    #[inline]
    pub fn bytes_of(&self, leaf: Value) -> &[u8] {
        debug_assert!(header(leaf).kind().is_leaf());
        memory::bytes(leaf.address() + WORD, header(leaf).length())
    }

    /// The bytes of a leaf, to be changed.
    #[inline]
    pub fn bytes_of_mut(&mut self, leaf: Value) -> &mut [u8] {
        debug_assert!(header(leaf).kind().is_leaf());
        memory::bytes_mut(leaf.address() + WORD, header(leaf).length())
    }
}
