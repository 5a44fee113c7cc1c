//! The characters of a string or of a part of one, in either width, as plain Rust slices.
//!
//! All string kernels (compare, hash, copy, fill, decode) are written here once, in safe code over slices, so that
//! `string.rs` only has to find the body of a string object. Characters below U+0100 take one byte (Latin-1), so a
//! body is [`Chars::Latin`] or [`Chars::Wide`]; equal text in different widths is equal and hashes alike.
//!
//! The hash folds 16 characters per 64 x 64 -> 128 bit multiplication, as wyhash (Wang Yi, 2019) and its
//! descendants do, under a random key, so that nobody who does not know the key can choose colliding strings.

use std::cmp::Ordering;
use std::ops::Range;
use std::str::Utf8Error;

/// Read access to consecutive characters.
#[derive(Clone, Copy, Debug)]
pub enum Chars<'a> {
    /// One byte per character, U+0000 to U+00FF.
    Latin(&'a [u8]),
    /// Four bytes per character.
    Wide(&'a [char]),
}

/// Write access to consecutive characters.
#[derive(Debug)]
pub enum CharsMut<'a> {
    /// One byte per character, U+0000 to U+00FF.
    Latin(&'a mut [u8]),
    /// Four bytes per character.
    Wide(&'a mut [char]),
}

/// The upper bits of all bytes of a character in UTF-8 but the first.
const CONTINUES: u8 = 0x80;

/// True if `c` can stand in a Latin body.
#[inline]
pub const fn is_latin(c: char) -> bool {
    (c as u32) < 0x100
}

impl<'a> Chars<'a> {
    /// Number of characters.
    #[inline]
    pub const fn len(self) -> usize {
        match self {
            Chars::Latin(bytes) => bytes.len(),
            Chars::Wide(chars) => chars.len(),
        }
    }

    /// True if there is no character.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Character `i`.
    #[inline]
    pub fn get(self, i: usize) -> Option<char> {
        match self {
            Chars::Latin(bytes) => bytes.get(i).map(|&b| char::from(b)),
            Chars::Wide(chars) => chars.get(i).copied(),
        }
    }

    /// The characters of `range`, or `None` if it is not within the text or runs backwards.
    #[inline]
    pub fn slice(self, range: Range<usize>) -> Option<Chars<'a>> {
        match self {
            Chars::Latin(bytes) => bytes.get(range).map(Chars::Latin),
            Chars::Wide(chars) => chars.get(range).map(Chars::Wide),
        }
    }

    /// The characters in order.
    #[inline]
    pub fn iter(self) -> CharsIter<'a> {
        CharsIter { rest: self }
    }

    /// True if every character can stand in a Latin body.
    pub fn fits_latin(self) -> bool {
        match self {
            Chars::Latin(_) => true,
            // Without early exit inside a chunk, so that it vectorizes.
            Chars::Wide(chars) => chars
                .chunks(64)
                .all(|chunk| chunk.iter().fold(0, |bits, &c| bits | c as u32) < 0x100),
        }
    }

    /// Appends the characters to `out` as UTF-8.
    pub fn push_to(self, out: &mut String) {
        match self {
            Chars::Latin(bytes) => {
                out.reserve(bytes.len());
                let mut rest = bytes;
                while !rest.is_empty() {
                    let ascii = rest
                        .iter()
                        .position(|b| !b.is_ascii())
                        .unwrap_or(rest.len());
                    let (run, tail) = rest.split_at(ascii);
                    match std::str::from_utf8(run) {
                        Ok(run) => out.push_str(run),
                        Err(_) => unreachable!("ASCII is UTF-8"),
                    }
                    let other = tail.iter().position(u8::is_ascii).unwrap_or(tail.len());
                    out.extend(tail[..other].iter().map(|&b| char::from(b)));
                    rest = &tail[other..];
                }
            }
            Chars::Wide(chars) => out.extend(chars),
        }
    }

    /// How many bytes the characters take in UTF-8.
    pub fn utf8_length(self) -> usize {
        match self {
            // So few at once that a byte counts them: that vectorizes to one lane per byte.
            Chars::Latin(bytes) => bytes
                .chunks(128)
                .map(|chunk| {
                    let more = chunk.iter().fold(0u8, |sum, &b| sum + (b >> 7));
                    chunk.len() + usize::from(more)
                })
                .sum(),
            Chars::Wide(chars) => chars
                .iter()
                .map(|&c| {
                    let c = c as u32;
                    1 + usize::from(c >= 0x80)
                        + usize::from(c >= 0x800)
                        + usize::from(c >= 0x1_0000)
                })
                .sum(),
        }
    }

    /// Writes the characters as UTF-8 to the beginning of `out`, which is long enough; how many bytes they took.
    ///
    /// # Panics
    /// If `out` is shorter.
    pub fn encode(self, out: &mut [u8]) -> usize {
        let mut at = 0;
        match self {
            Chars::Latin(bytes) => {
                for &b in bytes {
                    if b < 0x80 {
                        out[at] = b;
                        at += 1;
                    } else {
                        out[at..at + 2].copy_from_slice(&[0xC0 | b >> 6, CONTINUES | b & 0x3F]);
                        at += 2;
                    }
                }
            }
            Chars::Wide(chars) => {
                for &c in chars {
                    let word = c as u32;
                    let low = CONTINUES | (word & 0x3F) as u8;
                    if word < 0x80 {
                        out[at] = word as u8;
                        at += 1;
                    } else if word < 0x800 {
                        out[at..at + 2].copy_from_slice(&[0xC0 | (word >> 6) as u8, low]);
                        at += 2;
                    } else if word < 0x1_0000 {
                        let middle = CONTINUES | (word >> 6 & 0x3F) as u8;
                        let high = 0xE0 | (word >> 12) as u8;
                        out[at..at + 3].copy_from_slice(&[high, middle, low]);
                        at += 3;
                    } else {
                        at += c.encode_utf8(&mut out[at..]).len();
                    }
                }
            }
        }
        at
    }

    /// The characters as a Rust string.
    pub fn to_rust(self) -> String {
        let mut out = String::new();
        self.push_to(&mut out);
        out
    }

    /// True if this is exactly the text `s`.
    pub fn equals_str(self, s: &str) -> bool {
        match self {
            Chars::Latin(bytes) if s.is_ascii() => bytes == s.as_bytes(),
            _ => self.iter().eq(s.chars()),
        }
    }

    /// A hash of the text, below 2^59. Equal text has equal hashes in either width.
    pub fn hash(self, seed: HashSeed) -> u64 {
        let mut state = seed.start;
        match self {
            Chars::Latin(bytes) => {
                let (blocks, tail) = bytes.as_chunks::<BLOCK>();
                for block in blocks {
                    state = seed.fold_block(state, block);
                }
                state = seed.fold_tail(state, tail);
            }
            Chars::Wide(chars) => {
                let mut low = [0; BLOCK];
                for block in chars.chunks(BLOCK) {
                    let mut bits = 0;
                    for (byte, &c) in low.iter_mut().zip(block) {
                        bits |= c as u32;
                        *byte = c as u32 as u8;
                    }
                    state = match <&[char; BLOCK]>::try_from(block) {
                        Ok(_) => seed.fold_block(state, &low),
                        Err(_) => seed.fold_tail(state, &low[..block.len()]),
                    };
                    if bits >= 0x100 {
                        let high = block.iter().fold(0, |sum: u64, &c| {
                            sum.wrapping_mul(seed.high | 1) + (c as u32 >> 8) as u64
                        });
                        state = fold(state ^ seed.low, high ^ seed.high);
                    }
                }
            }
        }
        // Not added to the state before: there, characters could cancel it.
        fold(state ^ seed.high, seed.low ^ self.len() as u64) >> 5
    }
}

impl PartialEq for Chars<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Chars::Latin(a), Chars::Latin(b)) => a == b,
            (Chars::Wide(a), Chars::Wide(b)) => a == b,
            (Chars::Latin(bytes), Chars::Wide(chars))
            | (Chars::Wide(chars), Chars::Latin(bytes)) => {
                bytes.len() == chars.len()
                    && bytes.iter().zip(chars).all(|(&b, &c)| char::from(b) == c)
            }
        }
    }
}

impl Eq for Chars<'_> {}

impl PartialOrd for Chars<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By code point, then by length, as `string<?` wants (R7RS 6.7).
impl Ord for Chars<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (*self, *other) {
            (Chars::Latin(a), Chars::Latin(b)) => a.cmp(b),
            (Chars::Wide(a), Chars::Wide(b)) => a.cmp(b),
            (a, b) => a.iter().cmp(b.iter()),
        }
    }
}

/// Iterator over the characters of a [`Chars`].
#[derive(Clone, Debug)]
pub struct CharsIter<'a> {
    rest: Chars<'a>,
}

impl Iterator for CharsIter<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        match &mut self.rest {
            Chars::Latin(bytes) => bytes.split_off_first().map(|&b| char::from(b)),
            Chars::Wide(chars) => chars.split_off_first().copied(),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rest.len(), Some(self.rest.len()))
    }
}

impl DoubleEndedIterator for CharsIter<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<char> {
        match &mut self.rest {
            Chars::Latin(bytes) => bytes.split_off_last().map(|&b| char::from(b)),
            Chars::Wide(chars) => chars.split_off_last().copied(),
        }
    }
}

impl ExactSizeIterator for CharsIter<'_> {}

impl CharsMut<'_> {
    /// Number of characters.
    #[inline]
    pub const fn len(&self) -> usize {
        match self {
            CharsMut::Latin(bytes) => bytes.len(),
            CharsMut::Wide(chars) => chars.len(),
        }
    }

    /// True if there is no character.
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The characters of `range`, which must be within the text.
    #[inline]
    pub fn slice(self, range: Range<usize>) -> Self {
        match self {
            CharsMut::Latin(bytes) => CharsMut::Latin(&mut bytes[range]),
            CharsMut::Wide(chars) => CharsMut::Wide(&mut chars[range]),
        }
    }

    /// Makes character `i` be `c`. Both must fit.
    #[inline]
    pub fn set(&mut self, i: usize, c: char) {
        match self {
            CharsMut::Latin(bytes) => bytes[i] = narrow(c),
            CharsMut::Wide(chars) => chars[i] = c,
        }
    }

    /// Makes every character `c`, which must fit.
    pub fn fill(&mut self, c: char) {
        match self {
            CharsMut::Latin(bytes) => bytes.fill(narrow(c)),
            CharsMut::Wide(chars) => chars.fill(c),
        }
    }

    /// Takes over the characters of `from`, which has the same length and fits.
    pub fn copy_from(&mut self, from: Chars<'_>) {
        match (self, from) {
            (CharsMut::Latin(to), Chars::Latin(from)) => to.copy_from_slice(from),
            (CharsMut::Wide(to), Chars::Wide(from)) => to.copy_from_slice(from),
            (CharsMut::Wide(to), Chars::Latin(from)) => {
                assert_eq!(to.len(), from.len());
                for (to, &from) in to.iter_mut().zip(from) {
                    *to = char::from(from);
                }
            }
            (CharsMut::Latin(to), Chars::Wide(from)) => {
                assert_eq!(to.len(), from.len());
                for (to, &from) in to.iter_mut().zip(from) {
                    *to = narrow(from);
                }
            }
        }
    }

    /// Takes over the text that these bytes are in UTF-8, which was checked, and which has exactly as many characters
    /// and fits.
    pub fn copy_from_utf8(&mut self, bytes: &[u8]) {
        match self {
            CharsMut::Latin(to) if to.len() == bytes.len() => to.copy_from_slice(bytes),
            CharsMut::Latin(to) => {
                let mut rest = bytes.iter();
                for to in to.iter_mut() {
                    *to = match rest.next() {
                        // Two bytes, of which the first is C2 or C3.
                        Some(&b) if b >= 0x80 => b << 6 | continued(rest.next()) as u8,
                        b => b.copied().unwrap_or(0),
                    };
                }
            }
            CharsMut::Wide(to) => {
                let mut rest = bytes.iter();
                for to in to.iter_mut() {
                    *to = next_char(&mut rest);
                }
            }
        }
    }
}

/// The bits of a byte that continues a character.
#[inline(always)]
fn continued(byte: Option<&u8>) -> u32 {
    u32::from(byte.copied().unwrap_or(CONTINUES) & 0x3F)
}

/// The next character of UTF-8 that was checked.
#[inline(always)]
fn next_char(rest: &mut std::slice::Iter<'_, u8>) -> char {
    let first = u32::from(rest.next().copied().unwrap_or(0));
    let code = if first < 0x80 {
        first
    } else {
        let second = continued(rest.next());
        if first < 0xE0 {
            (first & 0x1F) << 6 | second
        } else {
            let third = second << 6 | continued(rest.next());
            if first < 0xF0 {
                (first & 0xF) << 12 | third
            } else {
                (first & 7) << 18 | third << 6 | continued(rest.next())
            }
        }
    };
    debug_assert!(char::from_u32(code).is_some(), "UTF-8 that was not checked");
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[inline]
fn narrow(c: char) -> u8 {
    debug_assert!(is_latin(c));
    c as u32 as u8
}

/// How a Rust string would be stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shape {
    /// Number of characters.
    pub length: usize,
    /// True if some character is above U+00FF.
    pub wide: bool,
}

impl Shape {
    /// The shape of the text that these bytes are in UTF-8.
    ///
    /// # Errors
    /// They are not UTF-8.
    #[inline]
    pub fn of_utf8(bytes: &[u8]) -> Result<Shape, Utf8Error> {
        if bytes.is_ascii() {
            return Ok(Shape {
                length: bytes.len(),
                wide: false,
            });
        }
        Ok(Shape::of_other(std::str::from_utf8(bytes)?))
    }

    /// The shape of the text `s`.
    #[inline]
    pub fn of_str(s: &str) -> Shape {
        if s.is_ascii() {
            return Shape {
                length: s.len(),
                wide: false,
            };
        }
        Shape::of_other(s)
    }

    /// The shape of a text that is not ASCII.
    fn of_other(s: &str) -> Shape {
        // U+00FF is C3 BF in UTF-8: a lead byte above C3 means a wider character.
        let mut length = 0;
        let mut top = 0;
        // So few at once that a byte counts them: that vectorizes to one lane per byte.
        for chunk in s.as_bytes().chunks(192) {
            let mut starts = 0;
            for &b in chunk {
                starts += u8::from(b & 0xC0 != 0x80);
                top = top.max(b);
            }
            length += usize::from(starts);
        }
        Shape {
            length,
            wide: top > 0xC3,
        }
    }

    /// The shape of `chars` in the narrower width that fits.
    pub fn of_chars(chars: Chars<'_>) -> Shape {
        Shape {
            length: chars.len(),
            wide: !chars.fits_latin(),
        }
    }

    /// Bytes of a body of this shape (no header); saturates.
    #[inline]
    pub const fn bytes(self) -> usize {
        if self.wide {
            self.length.saturating_mul(4)
        } else {
            self.length
        }
    }
}

/// The random key of string hashing.
#[derive(Clone, Copy, Debug)]
pub struct HashSeed {
    start: u64,
    low: u64,
    high: u64,
}

const BLOCK: usize = 16;

impl HashSeed {
    /// The key grown from `seed` by SplitMix64 (Steele, Lea, Flood 2014).
    pub const fn grow(seed: u64) -> HashSeed {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        HashSeed {
            start: mix(seed.wrapping_add(STEP)),
            low: mix(seed.wrapping_add(STEP.wrapping_mul(2))),
            high: mix(seed.wrapping_add(STEP.wrapping_mul(3))),
        }
    }

    #[inline]
    fn fold_words(self, state: u64, a: u64, b: u64) -> u64 {
        fold(a ^ self.low, b ^ state)
    }

    #[inline]
    fn fold_block(self, state: u64, block: &[u8; BLOCK]) -> u64 {
        let word = u128::from_le_bytes(*block);
        self.fold_words(state, word as u64, (word >> 64) as u64)
    }

    /// Folds fewer than 16 bytes. The two words may overlap: the length is folded in at the end.
    #[inline]
    fn fold_tail(self, state: u64, tail: &[u8]) -> u64 {
        let (a, b) = match (tail.first_chunk(), tail.last_chunk()) {
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            _ => match (tail.first_chunk(), tail.last_chunk()) {
                (Some(first), Some(last)) => (
                    u32::from_le_bytes(*first) as u64,
                    u32::from_le_bytes(*last) as u64,
                ),
                _ => match *tail {
                    [] => return state,
                    [first, .., last] => (
                        first as u64 | (last as u64) << 8,
                        tail[tail.len() / 2] as u64,
                    ),
                    [only] => (only as u64, 0),
                },
            },
        };
        self.fold_words(state, a, b)
    }
}

#[inline]
const fn fold(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    product as u64 ^ (product >> 64) as u64
}

/// Spreads every bit of `x` over the whole word (the finalizer of SplitMix64).
#[inline]
pub const fn mix(x: u64) -> u64 {
    let x = (x ^ x >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ x >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ x >> 31
}
