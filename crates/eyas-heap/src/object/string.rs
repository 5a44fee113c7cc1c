//! Strings: a cell that points to a body of one or of four bytes per character.
//!
//! The width is in the kind of the cell, so that compiled code tests it together with the type and then does plain
//! loads; access is O(1) in both. A string begins narrow and is widened when a character above U+00FF is stored,
//! which needs a fresh body: so each writer has a companion (`needs_widening…`) that tells how many bytes to
//! reserve first. The kernels over the characters are in `text.rs`.
//!
//! Invariants: the length is the body's length in bytes, divided by 4 if wide; a wide body holds only Unicode scalar
//! values (every writer here takes `char`s, and a fresh body is zeroed).

use crate::kinds::Kind;
use crate::layout::FLAG_IMMUTABLE;
use crate::mutator::Mutator;
use crate::object::text::{Chars, CharsMut, HashSeed, Shape, is_latin};
use crate::object::{
    Bytevector, KindSet, bytes_size, header_of, leaf_bytes, leaf_bytes_mut, slot, slots_size,
};
use crate::value::{Header, Value};
use std::cmp::Ordering;
use std::ops::Range;

/// A string of either width.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct StringObject(Value);

impl Value {
    /// This value as a [`StringObject`] if it is a string of either width.
    #[inline]
    pub fn as_string(self) -> Option<StringObject> {
        const STRINGS: KindSet = KindSet::of(&[Kind::StringLatin, Kind::StringWide]);
        if self.is_one_of(STRINGS) {
            Some(StringObject(self))
        } else {
            None
        }
    }
}

impl From<StringObject> for Value {
    #[inline]
    fn from(string: StringObject) -> Value {
        string.0
    }
}

/// Making strings. All within a reservation.
impl StringObject {
    /// Slot of the body.
    pub const BODY: usize = 0;

    /// Bytes to reserve for a string of this shape.
    #[inline]
    pub const fn size_for(shape: Shape) -> usize {
        slots_size(1) + bytes_size(shape.bytes())
    }

    /// Bytes to reserve for a string with the text `s`.
    pub fn size_for_str(s: &str) -> usize {
        Self::size_for(Shape::of_str(s))
    }

    /// A fresh string of this shape, all characters U+0000. `flags` may be `FLAG_IMMUTABLE`.
    pub fn alloc_zeroed(m: &mut Mutator, flags: u8, shape: Shape) -> StringObject {
        let kind = if shape.wide {
            Kind::StringWide
        } else {
            Kind::StringLatin
        };
        let body = m.bytes(Kind::Text, 0, shape.bytes());
        let string = m.slots(kind, flags, 1);
        m.init_slot(string, Self::BODY, body);
        StringObject(string)
    }

    /// A fresh string of `n` times `fill` (`make-string`).
    pub fn alloc(m: &mut Mutator, n: usize, fill: char) -> Value {
        let string = Self::alloc_zeroed(
            m,
            0,
            Shape {
                length: n,
                wide: !is_latin(fill),
            },
        );
        if fill != '\0' {
            string.chars_mut(m).fill(fill);
        }
        string.0
    }

    /// A fresh string with the text `s`. `flags` may be `FLAG_IMMUTABLE`.
    pub fn alloc_str(m: &mut Mutator, flags: u8, s: &str) -> Value {
        Self::alloc_utf8_text(m, flags, s.as_bytes(), Shape::of_str(s))
    }

    /// A fresh string with the text that these bytes, which are outside the heap, are in UTF-8; `shape` is their shape.
    /// `flags` may be `FLAG_IMMUTABLE`.
    pub fn alloc_utf8_text(m: &mut Mutator, flags: u8, bytes: &[u8], shape: Shape) -> Value {
        if shape.length == bytes.len() {
            return Self::alloc_latin(m, flags, bytes);
        }
        let string = Self::alloc_zeroed(m, flags, shape);
        string.chars_mut(m).copy_from_utf8(bytes);
        string.0
    }

    /// A fresh string of these characters; as narrow as they allow. Reserve for `Shape::of_chars(chars)`.
    pub fn alloc_chars(m: &mut Mutator, flags: u8, chars: Chars<'_>) -> Value {
        if let Chars::Latin(bytes) = chars {
            return Self::alloc_latin(m, flags, bytes);
        }
        let string = Self::alloc_zeroed(m, flags, Shape::of_chars(chars));
        string.chars_mut(m).copy_from(chars);
        string.0
    }

    /// A fresh narrow string.
    fn alloc_latin(m: &mut Mutator, flags: u8, bytes: &[u8]) -> Value {
        let body = m.bytes_from(Kind::Text, 0, bytes);
        let string = m.slots(Kind::StringLatin, flags, 1);
        m.init_slot(string, Self::BODY, body);
        string
    }

    /// Shape of a copy of the characters of `range`, if that is within the string.
    pub fn part_shape(self, range: Range<usize>) -> Option<Shape> {
        self.peek().slice(range).map(Shape::of_chars)
    }

    /// A fresh string of the characters of `range`, which must be within this string; as narrow as they allow.
    /// Reserve for `part_shape(range)`.
    pub fn alloc_part(self, m: &mut Mutator, flags: u8, range: Range<usize>) -> Value {
        let Some(chars) = self.peek().slice(range.clone()) else {
            panic!("characters {range:?} of a string of length {}", self.len());
        };
        // The fresh string lies elsewhere, and nothing moves within the reservation.
        Self::alloc_chars(m, flags, chars)
    }

    /// Shape of the concatenation of `parts`, or `None` if one of them is not a string.
    pub fn append_shape(parts: &[Value]) -> Option<Shape> {
        let mut shape = Shape {
            length: 0,
            wide: false,
        };
        for part in parts {
            let part = part.as_string()?;
            shape.length += part.len();
            shape.wide |= part.is_wide();
        }
        Some(shape)
    }

    /// A fresh concatenation of `parts`, which must all be strings. Reserve for `append_shape(parts)`.
    pub fn alloc_append(m: &mut Mutator, parts: &[Value]) -> Value {
        let Some(shape) = Self::append_shape(parts) else {
            panic!("a part is not a string")
        };
        let whole = Self::alloc_zeroed(m, 0, shape);
        let mut at = 0;
        for part in parts.iter().filter_map(|part| part.as_string()) {
            let length = part.len();
            whole.blit(m, at, part, 0..length);
            at += length;
        }
        whole.0
    }
}

/// Reading.
impl StringObject {
    /// The string as a value.
    #[inline]
    pub const fn value(self) -> Value {
        self.0
    }

    /// True if the body has four bytes per character.
    #[inline]
    pub fn is_wide(self) -> bool {
        self.header().is(Kind::StringWide)
    }

    /// True for a literal or the name of a symbol, which must not be changed.
    #[inline]
    pub fn is_immutable(self) -> bool {
        self.header().flags() & FLAG_IMMUTABLE != 0
    }

    /// Number of characters.
    #[inline]
    pub fn len(self) -> usize {
        let bytes = header_of(self.body()).length();
        if self.is_wide() { bytes / 4 } else { bytes }
    }

    /// True if there is no character.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The shape of the whole string.
    #[inline]
    pub fn shape(self) -> Shape {
        Shape {
            length: self.len(),
            wide: self.is_wide(),
        }
    }

    /// Character `i`.
    #[inline]
    pub fn get(self, i: usize) -> Option<char> {
        self.peek().get(i)
    }

    /// The characters.
    #[inline]
    pub fn chars(self, _m: &Mutator) -> Chars<'_> {
        self.peek()
    }

    /// Appends the characters to `out`.
    pub fn push_to(self, out: &mut String) {
        self.peek().push_to(out);
    }

    /// The characters as a Rust string.
    pub fn to_rust(self) -> String {
        self.peek().to_rust()
    }

    /// True if both have the same characters (`string=?`).
    pub fn equals(self, other: StringObject) -> bool {
        self.peek() == other.peek()
    }

    /// Order by code points (`string<?` and its like).
    pub fn compare(self, other: StringObject) -> Ordering {
        self.peek().cmp(&other.peek())
    }

    /// Hash of the characters, below 2^59.
    pub fn hash(self, seed: HashSeed) -> u64 {
        self.peek().hash(seed)
    }

    #[inline]
    fn header(self) -> Header {
        header_of(self.0)
    }

    #[inline]
    fn body(self) -> Value {
        slot(self.0, Self::BODY)
    }

    /// The characters; the caller drops them before anything is written or collected.
    #[inline]
    fn peek<'a>(self) -> Chars<'a> {
        let bytes = leaf_bytes(self.body());
        if self.is_wide() {
            let chars = bytes.as_ptr().cast::<char>();
            // SAFETY: a wide body begins 8-aligned, its length is a multiple of 4, and it holds only scalar values
            // (module invariant).
            Chars::Wide(unsafe { std::slice::from_raw_parts(chars, bytes.len() / 4) })
        } else {
            Chars::Latin(bytes)
        }
    }
}

/// Writing. The caller has refused immutable strings.
impl StringObject {
    /// The characters, to be changed within the present width.
    #[inline]
    pub fn chars_mut(self, _m: &mut Mutator) -> CharsMut<'_> {
        chars_of_body(self.body(), self.is_wide())
    }

    /// Bytes to reserve before `c` is stored, if the string has to be widened for it.
    #[inline]
    pub fn needs_widening(self, c: char) -> Option<usize> {
        if is_latin(c) || self.is_wide() {
            None
        } else {
            Some(self.widening_size())
        }
    }

    /// Bytes to reserve before the characters of `range` of `from` are copied here, if this string has to be
    /// widened for them.
    pub fn needs_widening_for(self, from: StringObject, range: Range<usize>) -> Option<usize> {
        if self.is_wide() || !from.is_wide() || !from.part_shape(range)?.wide {
            None
        } else {
            Some(self.widening_size())
        }
    }

    fn widening_size(self) -> usize {
        bytes_size(
            Shape {
                length: self.len(),
                wide: true,
            }
            .bytes(),
        )
    }

    /// Changes character `i`; false if there is none. If `needs_widening(c)`, within a reservation of that many
    /// bytes.
    #[inline]
    #[must_use]
    pub fn set(self, m: &mut Mutator, i: usize, c: char) -> bool {
        if i >= self.len() {
            return false;
        }
        if self.needs_widening(c).is_some() {
            self.widen(m);
        }
        self.chars_mut(m).set(i, c);
        true
    }

    /// Makes the characters of `range`, which must be within the string, all `c`. If `needs_widening(c)`, within a
    /// reservation of that many bytes.
    pub fn fill(self, m: &mut Mutator, range: Range<usize>, c: char) {
        if self.needs_widening(c).is_some() && !range.is_empty() {
            self.widen(m);
        }
        if !range.is_empty() {
            self.chars_mut(m).slice(range).fill(c);
        }
    }

    /// Copies the characters `range` of `from` to `at` and up; right also if both are one string and the parts
    /// overlap (R7RS `string-copy!`). Both parts must be within their strings. If `needs_widening_for(from, range)`,
    /// within a reservation of that many bytes.
    pub fn copy_from(self, m: &mut Mutator, at: usize, from: StringObject, range: Range<usize>) {
        assert!(range.start <= range.end && range.end <= from.len());
        assert!(at <= self.len() && range.len() <= self.len() - at);
        if self == from {
            match self.chars_mut(m) {
                CharsMut::Latin(bytes) => bytes.copy_within(range, at),
                CharsMut::Wide(chars) => chars.copy_within(range, at),
            }
            return;
        }
        if self.needs_widening_for(from, range.clone()).is_some() {
            self.widen(m);
        }
        self.blit(m, at, from, range);
    }

    /// Copies between two different strings; the characters fit.
    fn blit(self, m: &mut Mutator, at: usize, from: StringObject, range: Range<usize>) {
        debug_assert!(self != from);
        let source = from.peek();
        let length = range.len();
        let Some(source) = source.slice(range) else {
            panic!("copied part is out of range")
        };
        self.chars_mut(m).slice(at..at + length).copy_from(source);
    }

    /// Gives the string a wide body, within a reservation of `widening_size`.
    #[cold]
    fn widen(self, m: &mut Mutator) {
        let body = m.bytes(
            Kind::Text,
            0,
            Shape {
                length: self.len(),
                wide: true,
            }
            .bytes(),
        );
        chars_of_body(body, true).copy_from(self.peek());
        // Body first: between the two stores nothing can run, but a reader of the header must not see it earlier.
        m.store_slot(self.0, Self::BODY, body);
        m.set_header(
            self.0,
            Header::build(Kind::StringWide, self.header().flags(), 1),
        );
    }
}

/// UTF-8 (R7RS `utf8->string` and `string->utf8`).
impl StringObject {
    /// Shape of the string that the bytes of `range` of `from` encode; `None` if the range is not within `from`, and
    /// the index of the first byte that is not UTF-8 as an error.
    pub fn utf8_shape(from: Bytevector, range: Range<usize>) -> Option<Result<Shape, usize>> {
        let bytes = leaf_bytes(from.value()).get(range.clone())?;
        Some(Shape::of_utf8(bytes).map_err(|error| range.start + error.valid_up_to()))
    }

    /// The string of shape `shape` that the bytes of `range` of `from` encode, within a reservation for
    /// `utf8_shape(from, range)`, which found that shape.
    pub fn alloc_utf8(
        m: &mut Mutator,
        from: Bytevector,
        range: Range<usize>,
        shape: Shape,
    ) -> Value {
        // The fresh string lies elsewhere, and nothing moves within the reservation.
        Self::alloc_utf8_text(m, 0, &leaf_bytes(from.value())[range], shape)
    }

    /// How many bytes the characters of `range` take in UTF-8, if that is within the string.
    pub fn utf8_length(self, range: Range<usize>) -> Option<usize> {
        Some(self.peek().slice(range)?.utf8_length())
    }

    /// A fresh bytevector of the UTF-8 of the characters of `range`, which must be within the string; within a
    /// reservation of `Bytevector::size_for(length)`, where `length` is `utf8_length(range)`.
    pub fn alloc_utf8_bytes(self, m: &mut Mutator, range: Range<usize>, length: usize) -> Value {
        let Some(chars) = self.peek().slice(range.clone()) else {
            panic!("characters {range:?} of a string of length {}", self.len());
        };
        match chars {
            Chars::Latin(bytes) if bytes.len() == length => m.bytes_from(Kind::Bytes, 0, bytes),
            chars => {
                let fresh = m.bytes(Kind::Bytes, 0, length);
                chars.encode(leaf_bytes_mut(fresh));
                fresh
            }
        }
    }
}

/// The characters of a body, to be changed; the caller drops them before anything else touches it.
#[inline]
fn chars_of_body<'a>(body: Value, wide: bool) -> CharsMut<'a> {
    let bytes = leaf_bytes_mut(body);
    if wide {
        let chars = bytes.as_mut_ptr().cast::<char>();
        // SAFETY: as in `peek`; zero bytes, which a fresh body has, are the scalar value U+0000.
        CharsMut::Wide(unsafe { std::slice::from_raw_parts_mut(chars, bytes.len() / 4) })
    } else {
        CharsMut::Latin(bytes)
    }
}
