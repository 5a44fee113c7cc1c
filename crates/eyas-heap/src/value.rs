//! The tagged word.
//!
//! A [`Value`] is 64 bits, tag in the low three (see `layout.rs`). Flonums are *self-tagged*: the exponents that
//! programs use are immediate, the rest (1.3e-231 … 1.7e-77 and 2.3e77 … 3.1e231) are boxed, always and only
//! those, so that equal flonums have one form (`ARCHITECTURE.md`, "Values").
//!
//! A `Value` does not keep its object alive and is stale after a collection; `root.rs` has the one rule.

use crate::kinds::Kind;
use crate::layout::*;

/// One tagged word: an immediate, or a pointer to a heap object.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(u64);

impl Value {
    /// `#f`
    pub const FALSE: Value = Value::special(0);
    /// `#t`
    pub const TRUE: Value = Value::special(1);
    /// `()`
    pub const NIL: Value = Value::special(2);
    /// The end-of-file object.
    pub const EOF: Value = Value::special(3);
    /// What expressions without a useful value return.
    pub const UNSPECIFIED: Value = Value::special(4);
    /// The content of a variable that has no value yet. Programs never see it.
    pub const UNBOUND: Value = Value::special(5);
    /// Stands for an optional argument that was not passed, and for a removed table entry.
    pub const ABSENT: Value = Value::special(6);
    /// What a weak reference holds after its object died. Programs see `#f` (or a predicate) instead.
    pub const BROKEN: Value = Value::special(7);

    const fn special(n: u64) -> Value {
        Value(n << IMMEDIATE_SHIFT | LOW_SPECIAL)
    }

    /// The word itself.
    #[inline]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The value of a word that came from [`Value::bits`].
    #[inline]
    pub const fn from_bits(bits: u64) -> Value {
        Value(bits)
    }

    /// `#t` or `#f`.
    #[inline]
    pub const fn from_bool(b: bool) -> Value {
        Value(LOW_SPECIAL | (b as u64) << IMMEDIATE_SHIFT)
    }

    /// Everything but `#f` counts as true.
    #[inline]
    pub const fn is_true(self) -> bool {
        self.0 != Value::FALSE.0
    }

    /// True for `#f` alone.
    #[inline]
    pub const fn is_false(self) -> bool {
        self.0 == Value::FALSE.0
    }
}

/// Fixnums: 61-bit two's complement.
impl Value {
    /// Largest fixnum.
    pub const FIXNUM_MAX: i64 = (1 << 60) - 1;
    /// Smallest fixnum.
    pub const FIXNUM_MIN: i64 = -(1 << 60);

    /// The fixnum `n`, which must be in range.
    #[inline]
    pub const fn fixnum(n: i64) -> Value {
        debug_assert!(n >= Self::FIXNUM_MIN && n <= Self::FIXNUM_MAX);
        Value((n << FIXNUM_SHIFT) as u64)
    }

    /// The fixnum `n`, or `None` if it needs a bignum.
    #[inline]
    pub const fn try_fixnum(n: i64) -> Option<Value> {
        if n >= Self::FIXNUM_MIN && n <= Self::FIXNUM_MAX {
            Some(Value::fixnum(n))
        } else {
            None
        }
    }

    /// True for a fixnum.
    #[inline]
    pub const fn is_fixnum(self) -> bool {
        self.0 & TAG_MASK == TAG_FIXNUM
    }

    /// True if both are fixnums: one test.
    #[inline]
    pub const fn both_fixnums(a: Value, b: Value) -> bool {
        (a.0 | b.0) & TAG_MASK == TAG_FIXNUM
    }

    /// The integer, if this is a fixnum.
    #[inline]
    pub const fn as_fixnum(self) -> Option<i64> {
        if self.is_fixnum() {
            Some((self.0 as i64) >> FIXNUM_SHIFT)
        } else {
            None
        }
    }

    /// The integer of a value known to be a fixnum.
    #[inline]
    pub const fn fixnum_value(self) -> i64 {
        debug_assert!(self.is_fixnum());
        (self.0 as i64) >> FIXNUM_SHIFT
    }

    /// The number as an index, if this is a non-negative fixnum.
    #[inline]
    pub const fn as_index(self) -> Option<usize> {
        if self.0 & (TAG_MASK | 1 << 63) == 0 {
            Some((self.0 >> FIXNUM_SHIFT) as usize)
        } else {
            None
        }
    }
}

/// Characters.
impl Value {
    /// The character `c`.
    #[inline]
    pub const fn char(c: char) -> Value {
        Value((c as u64) << IMMEDIATE_SHIFT | LOW_CHAR)
    }

    /// True for a character.
    #[inline]
    pub const fn is_char(self) -> bool {
        self.0 & 0xff == LOW_CHAR
    }

    /// The character, if this is one.
    #[inline]
    pub const fn as_char(self) -> Option<char> {
        if self.is_char() {
            char::from_u32((self.0 >> IMMEDIATE_SHIFT) as u32)
        } else {
            None
        }
    }
}

/// Self-tagged flonums. Boxed ones are in `object/number.rs`.
impl Value {
    /// The immediate flonum `x`, or `None` if its exponent must be boxed.
    #[inline]
    pub const fn try_flonum(x: f64) -> Option<Value> {
        let word = x
            .to_bits()
            .rotate_left(FLONUM_ROTATE)
            .wrapping_add(FLONUM_BIAS);
        if word & FLONUM_BIT != 0 && !is_rare(word) {
            Some(Value(word))
        } else {
            None
        }
    }

    /// True for an immediate flonum.
    #[inline]
    pub const fn is_immediate_flonum(self) -> bool {
        self.0 & FLONUM_BIT != 0
    }

    /// The double of a value known to be an immediate flonum.
    #[inline]
    pub const fn immediate_flonum_value(self) -> f64 {
        debug_assert!(self.is_immediate_flonum());
        f64::from_bits(self.0.wrapping_sub(FLONUM_BIAS).rotate_right(FLONUM_ROTATE))
    }
}

/// In the test mode `rare_flonums` most exponents count as rare, so that tests exercise the boxed form.
#[cfg(feature = "rare-flonums")]
const fn is_rare(word: u64) -> bool {
    let x = f64::from_bits(word.wrapping_sub(FLONUM_BIAS).rotate_right(FLONUM_ROTATE));
    !(x == 0.0 || x == 1.0)
}
#[cfg(not(feature = "rare-flonums"))]
#[inline(always)]
const fn is_rare(_word: u64) -> bool {
    false
}

/// Pointers.
impl Value {
    /// True for a pair or an object with a header.
    #[inline]
    pub const fn is_pointer(self) -> bool {
        self.0 & POINTER_MASK == POINTER_BITS
    }

    /// True for a pair.
    #[inline]
    pub const fn is_pair(self) -> bool {
        // One instruction less than a mask and a compare: the difference is the address that comes next.
        self.0.wrapping_sub(TAG_PAIR) & TAG_MASK == 0
    }

    /// True for an object with a header.
    #[inline]
    pub const fn is_object(self) -> bool {
        // As for `is_pair`.
        self.0.wrapping_sub(TAG_OBJECT) & TAG_MASK == 0
    }

    /// Address of the first byte of a pair or object.
    #[inline]
    pub const fn address(self) -> usize {
        debug_assert!(self.is_pointer());
        (self.0 & !TAG_MASK) as usize
    }
}

/// The first word of an object: kind, flags and length.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Header(u64);

impl Header {
    /// A header; `length` counts words or bytes, as the kind's shape says.
    #[inline]
    pub const fn build(kind: Kind, flags: u8, length: usize) -> Header {
        debug_assert!(length <= LENGTH_MAX);
        Header(
            LOW_HEADER
                | (kind as u64) << HEADER_KIND_SHIFT
                | (flags as u64) << HEADER_FLAGS_SHIFT
                | (length as u64) << HEADER_LENGTH_SHIFT,
        )
    }

    /// True if `word` is a header: no value looks like one.
    #[inline]
    pub const fn is_header(word: u64) -> bool {
        word & 0xff == LOW_HEADER
    }

    /// The word itself.
    #[inline]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The header of a word for which [`Header::is_header`] holds.
    #[inline]
    pub const fn from_bits(bits: u64) -> Header {
        debug_assert!(Header::is_header(bits));
        Header(bits)
    }

    /// The number of the kind.
    #[inline]
    pub const fn kind_number(self) -> u8 {
        (self.0 >> HEADER_KIND_SHIFT) as u8
    }

    /// The kind; the number is always valid, since only [`Header::build`] makes headers.
    #[inline]
    pub const fn kind(self) -> Kind {
        Kind::ALL[self.kind_number() as usize]
    }

    /// True if the object has this kind; one compare.
    #[inline]
    pub const fn is(self, kind: Kind) -> bool {
        self.0 as u16 == (LOW_HEADER | (kind as u64) << HEADER_KIND_SHIFT) as u16
    }

    /// The flags.
    #[inline]
    pub const fn flags(self) -> u8 {
        (self.0 >> HEADER_FLAGS_SHIFT) as u8
    }

    /// The length in words (`slots`) or bytes (`bytes`).
    #[inline]
    pub const fn length(self) -> usize {
        (self.0 >> HEADER_LENGTH_SHIFT) as usize
    }

    /// Bytes that the whole object takes, header and padding included.
    #[inline]
    pub const fn size(self) -> usize {
        let payload = if self.kind().is_leaf() {
            self.length()
        } else {
            self.length() * WORD
        };
        (WORD + payload + ALIGNMENT - 1) & !(ALIGNMENT - 1)
    }
}
