//! Bytevectors: leaves of raw bytes.

use crate::kinds::Kind;
use crate::layout::FLAG_IMMUTABLE;
use crate::mutator::Mutator;
use crate::object::{bytes_size, header_of, leaf_bytes, leaf_bytes_mut};
use crate::value::Value;
use std::ops::Range;

/// A bytevector.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Bytevector(Value);

impl Value {
    /// This value as a [`Bytevector`] if it is one.
    #[inline]
    pub fn as_bytevector(self) -> Option<Bytevector> {
        if self.is_kind(Kind::Bytes) {
            Some(Bytevector(self))
        } else {
            None
        }
    }
}

impl From<Bytevector> for Value {
    #[inline]
    fn from(bytevector: Bytevector) -> Value {
        bytevector.0
    }
}

impl Bytevector {
    /// Bytes to reserve for a bytevector of length `n`.
    #[inline]
    pub const fn size_for(n: usize) -> usize {
        bytes_size(n)
    }

    /// A fresh bytevector of `n` times `fill`, within a reservation.
    pub fn alloc(m: &mut Mutator, n: usize, fill: u8) -> Value {
        let bytevector = m.bytes(Kind::Bytes, 0, n);
        if fill != 0 {
            Bytevector(bytevector).bytes_mut(m).fill(fill);
        }
        bytevector
    }

    /// A fresh bytevector of these bytes, within a reservation. `flags` may be `FLAG_IMMUTABLE`.
    pub fn alloc_from(m: &mut Mutator, flags: u8, bytes: &[u8]) -> Value {
        m.bytes_from(Kind::Bytes, flags, bytes)
    }

    /// A fresh bytevector of the bytes of `range`, which must be within this one; within a reservation.
    pub fn alloc_part(self, m: &mut Mutator, range: Range<usize>) -> Value {
        assert!(range.start <= range.end && range.end <= self.len());
        let part = Bytevector(m.bytes(Kind::Bytes, 0, range.len()));
        part.copy_from(m, 0, self, range);
        part.0
    }

    /// The bytevector as a value.
    #[inline]
    pub const fn value(self) -> Value {
        self.0
    }

    /// Number of bytes.
    #[inline]
    pub fn len(self) -> usize {
        header_of(self.0).length()
    }

    /// True if there is no byte.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// True for a literal, which must not be changed.
    #[inline]
    pub fn is_immutable(self) -> bool {
        header_of(self.0).flags() & FLAG_IMMUTABLE != 0
    }

    /// Byte `i`.
    #[inline]
    pub fn get(self, i: usize) -> Option<u8> {
        leaf_bytes(self.0).get(i).copied()
    }

    /// Changes byte `i`; false if there is none. The caller has refused immutable bytevectors.
    #[inline]
    #[must_use]
    pub fn set(self, _m: &mut Mutator, i: usize, byte: u8) -> bool {
        match leaf_bytes_mut(self.0).get_mut(i) {
            Some(place) => {
                *place = byte;
                true
            }
            None => false,
        }
    }

    /// The bytes.
    #[inline]
    pub fn bytes(self, _m: &Mutator) -> &[u8] {
        leaf_bytes(self.0)
    }

    /// The bytes, to be changed. The caller has refused immutable bytevectors.
    #[inline]
    pub fn bytes_mut(self, _m: &mut Mutator) -> &mut [u8] {
        leaf_bytes_mut(self.0)
    }

    /// True if both have the same bytes (`equal?`).
    pub fn equals(self, other: Bytevector) -> bool {
        leaf_bytes(self.0) == leaf_bytes(other.0)
    }

    /// Copies bytes `range` of `from` to `at` and up; right also if both are one bytevector and the parts overlap
    /// (R7RS `bytevector-copy!`). Both parts must be within their bytevectors.
    pub fn copy_from(self, _m: &mut Mutator, at: usize, from: Bytevector, range: Range<usize>) {
        assert!(range.start <= range.end && range.end <= from.len());
        assert!(at <= self.len() && range.len() <= self.len() - at);
        let to = leaf_bytes_mut(self.0);
        if self == from {
            to.copy_within(range, at);
        } else {
            to[at..at + range.len()].copy_from_slice(&leaf_bytes(from.0)[range]);
        }
    }
}
