//! Reading and writing the bytes of interfaces. Reading checks everything and trusts nothing.

/// The bytes are not what [`Output`] wrote.
#[derive(Clone, Copy, Debug)]
pub(super) struct Damaged;

type Result<T> = std::result::Result<T, Damaged>;

#[derive(Default)]
pub(super) struct Output(Vec<u8>);

impl Output {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn number(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    pub(super) fn count(&mut self, n: usize) {
        self.number(n as u64);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Length and bytes.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.raw(bytes);
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn append(&mut self, other: Output) {
        self.0.extend_from_slice(&other.0);
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

pub(super) struct Input<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Input<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Input<'b> {
        Input { bytes, at: 0 }
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn seek(&mut self, at: usize) -> Result<()> {
        if at > self.bytes.len() {
            return Err(Damaged);
        }
        self.at = at;
        Ok(())
    }

    pub(super) fn byte(&mut self) -> Result<u8> {
        let byte = *self.bytes.get(self.at).ok_or(Damaged)?;
        self.at += 1;
        Ok(byte)
    }

    pub(super) fn number(&mut self) -> Result<u64> {
        let mut n = 0u64;
        let mut shift = 0;
        loop {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift > 63 || (shift == 63 && bits > 1) {
                return Err(Damaged);
            }
            n |= bits << shift;
            if byte < 0x80 {
                return Ok(n);
            }
            shift += 7;
        }
    }

    pub(super) fn count(&mut self) -> Result<usize> {
        usize::try_from(self.number()?).map_err(|_| Damaged)
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'b [u8]> {
        let end = self.at.checked_add(length).ok_or(Damaged)?;
        let bytes = self.bytes.get(self.at..end).ok_or(Damaged)?;
        self.at = end;
        Ok(bytes)
    }

    pub(super) fn block(&mut self) -> Result<&'b [u8]> {
        let length = self.count()?;
        self.take(length)
    }

    pub(super) fn text(&mut self) -> Result<&'b str> {
        std::str::from_utf8(self.block()?).map_err(|_| Damaged)
    }

    pub(super) fn expect(&mut self, bytes: &[u8]) -> Result<()> {
        if self.take(bytes.len())? == bytes {
            Ok(())
        } else {
            Err(Damaged)
        }
    }

    /// A count and so many of something, each at least one byte long.
    pub(super) fn many<T>(
        &mut self,
        mut one: impl FnMut(&mut Input<'b>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let count = self.length()?;
        let mut out = Vec::with_capacity(count);
        for _ in 0..count {
            out.push(one(self)?);
        }
        Ok(out)
    }

    /// A count of things that are at least one byte long each.
    pub(super) fn length(&mut self) -> Result<usize> {
        let count = self.count()?;
        if count > self.bytes.len() - self.at {
            return Err(Damaged);
        }
        Ok(count)
    }
}
