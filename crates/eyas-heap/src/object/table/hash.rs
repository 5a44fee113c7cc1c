//! Hashes of table keys.
//!
//! A key without content that stays (a pair, a procedure, … under `eq?`) is hashed by its address; the hash remembers
//! that, so that the table knows which entries a collection makes out of date.

use super::layout::{HASH_BITS, MULTIPLIER};
use crate::object::number::number_hash;
use crate::value::Value;

/// The hash of a key: 59 bits, and whether they come from its address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TableHash(pub(super) u64);

impl TableHash {
    const BY_ADDRESS: u64 = 1 << HASH_BITS;

    /// A hash computed from what the key contains. Any function will do: the bits are mixed before use.
    #[inline]
    pub const fn of_content(hash: u64) -> TableHash {
        TableHash((hash ^ hash >> HASH_BITS) & (TableHash::BY_ADDRESS - 1))
    }

    /// The hash of a pair or object by its present address.
    #[inline]
    pub const fn of_address(key: Value) -> TableHash {
        TableHash((key.address() as u64 >> 4) | TableHash::BY_ADDRESS)
    }

    /// The hash of any key for `eq?`: symbols, fixnums, characters and other immediates by content, the rest by
    /// address.
    #[inline]
    pub fn eq(key: Value) -> TableHash {
        if !key.is_pointer() {
            TableHash::of_content(key.bits())
        } else if let Some(symbol) = key.as_symbol() {
            TableHash::of_content(symbol.hash())
        } else {
            TableHash::of_address(key)
        }
    }

    /// The hash of any key for `eqv?`: as for `eq?`, but numbers by content.
    #[inline]
    pub fn eqv(key: Value) -> TableHash {
        match number_hash(key) {
            Some(hash) => TableHash::of_content(hash),
            None => TableHash::eq(key),
        }
    }

    /// True if the hash becomes invalid when the key moves.
    #[inline]
    pub const fn is_by_address(self) -> bool {
        self.0 & TableHash::BY_ADDRESS != 0
    }

    /// The hash as a number below 2^60.
    #[inline]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Where the search for the key begins.
    #[inline]
    pub(super) fn home(self, mask: usize) -> usize {
        let product = self.0 as u128 * MULTIPLIER as u128;
        (product as u64 ^ (product >> 64) as u64) as usize & mask
    }

    #[inline]
    pub(super) const fn word(self) -> Value {
        Value::fixnum(self.0 as i64)
    }
}
