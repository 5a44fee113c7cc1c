//! Tags, header fields and offsets, as numbers.
//!
//! The interpreter, the collector and machine code take every such number from here. `value.rs` gives them types.
//!
//! | low bits | meaning |
//! |---|---|
//! | `000` | fixnum, 61 bits |
//! | `001` | pair (16 bytes, no header) |
//! | `101` | any other heap object (8-byte header first) |
//! | `100` | immediate; the low byte tells which |
//! | `x1x` | flonum, self-tagged: `rotate_left(bits, 4) + 3` |

/// Bits of the tag.
pub const TAG_MASK: u64 = 0b111;
/// Tag of a fixnum.
pub const TAG_FIXNUM: u64 = 0b000;
/// Tag of a pair.
pub const TAG_PAIR: u64 = 0b001;
/// Tag of an object with a header.
pub const TAG_OBJECT: u64 = 0b101;
/// Tag of an immediate.
pub const TAG_IMMEDIATE: u64 = 0b100;
/// Set in every self-tagged flonum and in nothing else.
pub const FLONUM_BIT: u64 = 0b010;
/// A word is a pointer if and only if `w & POINTER_MASK == POINTER_BITS`.
pub const POINTER_MASK: u64 = 0b011;
/// See [`POINTER_MASK`].
pub const POINTER_BITS: u64 = 0b001;
/// Fixnums are shifted left by this much.
pub const FIXNUM_SHIFT: u32 = 3;
/// Added after the rotation that makes a flonum word.
pub const FLONUM_BIAS: u64 = 3;
/// Left rotation that brings sign and high exponent bits to the tag.
pub const FLONUM_ROTATE: u32 = 4;

/// Low byte of `#f`, `#t`, `()` and their like; the payload is above it.
pub const LOW_SPECIAL: u64 = 0x04;
/// Low byte of a character; the scalar value is above it.
pub const LOW_CHAR: u64 = 0x0C;
/// Low byte of an object header; no value has it.
pub const LOW_HEADER: u64 = 0x14;
/// Low byte of a forwarding word, which only the collector writes: the target's address is above it.
pub const LOW_FORWARD: u64 = 0x1C;
/// The payload of an immediate starts here.
pub const IMMEDIATE_SHIFT: u32 = 8;

/// The kind in a header.
pub const HEADER_KIND_SHIFT: u32 = 8;
/// The flags in a header.
pub const HEADER_FLAGS_SHIFT: u32 = 16;
/// The length in a header: words for `slots`, bytes for `bytes`.
pub const HEADER_LENGTH_SHIFT: u32 = 24;
/// Longest length that a header can hold.
pub const LENGTH_MAX: usize = (1 << 40) - 1;

/// Header flag: the object must not be changed (literals).
pub const FLAG_IMMUTABLE: u8 = 1;
/// Header flag of a bignum: it is negative.
pub const FLAG_NEGATIVE: u8 = 2;

/// Every object starts at a multiple of this many bytes.
pub const ALIGNMENT: usize = 16;
/// Bytes of a word.
pub const WORD: usize = 8;

/// From a tagged pair to its car.
pub const CAR_OFFSET: isize = -(TAG_PAIR as isize);
/// From a tagged pair to its cdr.
pub const CDR_OFFSET: isize = 8 - TAG_PAIR as isize;
/// From a tagged object to its header.
pub const HEADER_OFFSET: isize = -(TAG_OBJECT as isize);
/// From a tagged object to its first slot or byte.
pub const SLOTS_OFFSET: isize = 8 - TAG_OBJECT as isize;

/// Bytes that one card covers, as a shift: a store marks `card_table[address >> CARD_SHIFT]`.
pub const CARD_SHIFT: u32 = 9;
/// Bytes of an old-space block.
pub const BLOCK_SIZE: usize = 32 * 1024;
/// Bytes of a line, the unit in which old space is reused.
pub const LINE_SIZE: usize = 128;
/// Objects of at least this many bytes get blocks of their own.
pub const LARGE_OBJECT: usize = 8 * 1024;

/// Offset in a `Mutator` of the next free byte of the nursery.
pub const MUTATOR_ALLOC: usize = 0;
/// Offset in a `Mutator` of the end of what may be allocated. Zero asks the thread to stop at its next poll.
pub const MUTATOR_LIMIT: usize = 8;
/// Offset in a `Mutator` of the card table, biased: add `address >> CARD_SHIFT`.
pub const MUTATOR_CARDS: usize = 16;
/// Offset in a `Mutator` of the first address of the young range.
pub const MUTATOR_YOUNG_START: usize = 24;
/// Offset in a `Mutator` of the size of the young range, in bytes.
pub const MUTATOR_YOUNG_BYTES: usize = 32;
/// Offset in a `Mutator` of the flag that is nonzero while overwritten values must be logged.
pub const MUTATOR_MARKING: usize = 40;
