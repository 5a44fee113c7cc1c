//! What machine code that looks up keys has to know of tables, besides the slots of `Table`.

/// Words per entry: key, value, hash.
pub const STRIDE: usize = 3;
/// Word of the key, `ABSENT` once the entry is removed.
pub const KEY: usize = 0;
/// Word of the value.
pub const VALUE: usize = 1;
/// Word of the hash that the index agrees with.
pub const HASH: usize = 2;
/// Bytes of a position of the index: an entry's number plus 1, or 0.
pub const POSITION: usize = 4;

/// Bits of a hash.
pub const HASH_BITS: u8 = 59;
/// A search begins at the two halves of a hash times this, combined by exclusive or, below the length of the index.
pub const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
