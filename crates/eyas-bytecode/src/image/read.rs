//! Bytes → units.

use super::unit::read_unit;
use super::{FEATURES, HEADER, Image, ImageError, MAGIC, Section, VERSION, hash128};

/// A string may be copied as often as it is referred to; all copies together are at most this many times the input.
const STRING_GROWTH: usize = 256;

/// Takes numbers and strings from bytes.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    /// Where the bytes begin in the image, for errors.
    start: usize,
    at: usize,
    strings: &'a [&'a str],
    string_budget: usize,
}

pub(super) type Read<T> = Result<T, ImageError>;

impl<'a> Reader<'a> {
    fn over(bytes: &'a [u8], start: usize, strings: &'a [&'a str]) -> Reader<'a> {
        let string_budget = bytes.len().saturating_add(256) * STRING_GROWTH;
        Reader {
            bytes,
            start,
            at: 0,
            strings,
            string_budget,
        }
    }

    pub(super) fn fail<T>(&self) -> Read<T> {
        Err(ImageError::Malformed(self.start + self.at))
    }

    fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    fn take(&mut self, n: usize) -> Read<&'a [u8]> {
        if n > self.left() {
            return self.fail();
        }
        let bytes = &self.bytes[self.at..self.at + n];
        self.at += n;
        Ok(bytes)
    }

    pub(super) fn byte(&mut self) -> Read<u8> {
        Ok(self.take(1)?[0])
    }

    pub(super) fn number(&mut self) -> Read<u64> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            if bits << shift >> shift != bits {
                return self.fail();
            }
            n |= bits << shift;
            if byte < 0x80 {
                return Ok(n);
            }
        }
        self.fail()
    }

    /// A number of a smaller type.
    pub(super) fn small<T: TryFrom<u64>>(&mut self) -> Read<T> {
        let n = self.number()?;
        T::try_from(n).or_else(|_| self.fail())
    }

    pub(super) fn signed(&mut self) -> Read<i64> {
        let n = self.number()?;
        Ok((n >> 1) as i64 ^ -((n & 1) as i64))
    }

    /// A count of things of which each takes at least a byte.
    pub(super) fn count(&mut self) -> Read<usize> {
        let n: usize = self.small()?;
        if n > self.left() { self.fail() } else { Ok(n) }
    }

    pub(super) fn many<T>(&mut self, mut f: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let n = self.count()?;
        let mut items = Vec::with_capacity(n.min(4096));
        for _ in 0..n {
            items.push(f(self)?);
        }
        Ok(items)
    }

    pub(super) fn string(&mut self) -> Read<Box<str>> {
        let id: usize = self.small()?;
        match self.strings.get(id) {
            Some(s) if s.len() <= self.string_budget => {
                self.string_budget -= s.len();
                Ok((*s).into())
            }
            _ => self.fail(),
        }
    }

    pub(super) fn raw(&mut self) -> Read<&'a [u8]> {
        let n = self.count()?;
        self.take(n)
    }

    fn text(&mut self) -> Read<&'a str> {
        let bytes = self.raw()?;
        std::str::from_utf8(bytes).or_else(|_| self.fail())
    }

    fn end(&self) -> Read<()> {
        if self.left() == 0 {
            Ok(())
        } else {
            self.fail()
        }
    }
}

fn header_word(bytes: &[u8], at: usize) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(word)
}

/// Reads an image that this build wrote. The units are not verified.
///
/// # Errors
/// The bytes are no image, of another version or build, need unknown features, or are damaged.
pub fn read(bytes: &[u8], build: &str) -> Result<Image, ImageError> {
    if bytes.len() < HEADER || bytes[..8] != MAGIC {
        return Err(ImageError::NotAnImage);
    }
    let version = header_word(bytes, 8);
    if version != VERSION {
        return Err(ImageError::Version(version));
    }
    let features = header_word(bytes, 12);
    if features & !FEATURES != 0 {
        return Err(ImageError::Features(features & !FEATURES));
    }
    let mut hash = [0; 16];
    hash.copy_from_slice(&bytes[16..32]);
    let body = &bytes[HEADER..];
    if hash128(body) != u128::from_le_bytes(hash) {
        return Err(ImageError::Hash);
    }
    let mut reader = Reader::over(body, HEADER, &[]);
    let written_by = reader.text()?;
    if written_by != build {
        return Err(ImageError::Build);
    }
    let table = reader.many(|r| {
        let kind = r.byte()?;
        Ok((kind, r.small::<usize>()?))
    })?;
    let mut sections: [Option<(usize, &[u8])>; 3] = [None; 3];
    for (kind, length) in table {
        let start = HEADER + reader.at;
        let content = reader.take(length)?;
        let index = match kind {
            k if k == Section::Strings as u8 => 0,
            k if k == Section::Units as u8 => 1,
            k if k == Section::Attachments as u8 => 2,
            // What this version does not know it does not need: features would have said so.
            _ => continue,
        };
        if sections[index].replace((start, content)).is_some() {
            return reader.fail();
        }
    }
    reader.end()?;
    let section = |index: usize| sections[index].ok_or(ImageError::Malformed(HEADER));
    let (start, content) = section(0)?;
    let mut reader = Reader::over(content, start, &[]);
    let strings = reader.many(Reader::text)?;
    reader.end()?;
    let (start, content) = section(1)?;
    let mut reader = Reader::over(content, start, &strings);
    let units = reader.many(read_unit)?;
    reader.end()?;
    let (start, content) = section(2)?;
    let mut reader = Reader::over(content, start, &strings);
    let attachments = reader.many(|r| Ok((r.string()?, r.raw()?.into())))?;
    reader.end()?;
    Ok(Image {
        build: build.into(),
        features,
        units,
        attachments,
    })
}
