//! The native side of a port: buffers and the device behind them.
//!
//! Invariants: `at <= end <= buffer.len()`; `chars_end` is `end` for an open textual input port and 0 otherwise,
//! `bytes_end` the same for a binary one; `text` may be appended to without asking while it is shorter than
//! `text_limit`, `bytes` while shorter than `bytes_limit`, and both limits are 0 for a port that cannot take it. In
//! `text` and `bytes` there is then room for another character without the buffer growing.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::mem::offset_of;
use std::os::fd::AsFd;

use super::{Ability, PortFailure, Standard, system};

/// Bytes that are read from or written to a file at once.
pub(super) const CHUNK: usize = 32 * 1024;
/// Room for one more character.
const ROOM: usize = 4;

/// Where the bytes come from or go to.
#[derive(Debug)]
pub(super) enum Device {
    /// Nothing is behind the buffer: string and bytevector ports.
    Memory,
    File(File),
    /// A standard file that the process was started without.
    Missing(io::ErrorKind),
    Closed,
}

/// When output goes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Flush {
    /// When the buffer is full.
    Full,
    /// At the end of a line too: people watch.
    Line,
    /// After every operation.
    Always,
}

/// How reading went on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Filled {
    More,
    End,
    /// A signal came: look for an interrupt, then try again.
    Again,
}

#[derive(Debug)]
pub(crate) struct Native {
    buffer: Vec<u8>,
    /// Address of the buffer, for machine code.
    data: usize,
    at: usize,
    end: usize,
    chars_end: usize,
    bytes_end: usize,
    /// Where `buffer` begins in the input, in bytes.
    offset: u64,
    /// The last line ended with CR at the end of the buffer: an LF that comes next belongs to it.
    skips_newline: bool,
    /// `peek-char` met the end, which `read-char` is to meet too, also on a terminal.
    pub(super) is_at_end: bool,
    /// Identifiers are folded (`#!fold-case`).
    pub(super) fold_case: bool,
    pub(super) text: String,
    text_limit: usize,
    pub(super) bytes: Vec<u8>,
    bytes_limit: usize,
    pub(super) flush: Flush,
    /// Bytes that this port counts against the limit on what ports hold.
    pub(super) charged: usize,
    ability: Ability,
    /// The content is in memory, which no file is behind.
    in_memory: bool,
    pub(super) device: Device,
    pub(super) name: Cow<'static, str>,
}

/// Where machine code finds what is in the buffer: below these ends, whichever the port has, `data[at]` is the next byte.
impl Native {
    pub(crate) const DATA: usize = offset_of!(Native, data);
    pub(crate) const AT: usize = offset_of!(Native, at);
    pub(crate) const CHARS_END: usize = offset_of!(Native, chars_end);
    pub(crate) const BYTES_END: usize = offset_of!(Native, bytes_end);
}

impl Native {
    fn of(device: Device, ability: Ability, name: impl Into<Cow<'static, str>>) -> Native {
        Native {
            buffer: Vec::new(),
            data: 0,
            at: 0,
            end: 0,
            chars_end: 0,
            bytes_end: 0,
            offset: 0,
            skips_newline: false,
            is_at_end: false,
            fold_case: false,
            text: String::new(),
            text_limit: 0,
            bytes: Vec::new(),
            bytes_limit: 0,
            flush: Flush::Full,
            charged: 0,
            ability,
            in_memory: matches!(device, Device::Memory),
            device,
            name: name.into(),
        }
    }

    /// A port that was closed.
    pub(super) fn closed() -> Native {
        Native::of(Device::Closed, Ability(0), "")
    }

    /// A port on a file.
    pub(super) fn file(file: File, ability: Ability, name: String) -> Native {
        let mut native = Native::of(Device::File(file), ability, name);
        native.set_limits();
        native
    }

    /// An input port on bytes in memory.
    pub(super) fn input(content: Vec<u8>, ability: Ability, name: &'static str) -> Native {
        let mut native = Native::of(Device::Memory, ability, name);
        native.buffer = content;
        native.set_end(native.buffer.len());
        native
    }

    /// An output port into memory.
    pub(super) fn output(ability: Ability, name: &'static str) -> Native {
        let mut native = Native::of(Device::Memory, ability, name);
        native.set_limits();
        native
    }

    pub(super) fn is_open(&self) -> bool {
        !matches!(self.device, Device::Closed)
    }

    /// Memory that the port keeps for its content; files have buffers of bounded size, which do not count.
    pub(super) fn memory(&self) -> usize {
        if self.in_memory {
            self.buffer.capacity() + self.text.capacity() + self.bytes.capacity()
        } else {
            0
        }
    }

    /// Closes. What a string port has collected stays for `get-output-string`.
    pub(super) fn close(&mut self) {
        self.device = Device::Closed;
        self.buffer = Vec::new();
        self.at = 0;
        self.set_end(0);
        self.text_limit = 0;
        self.bytes_limit = 0;
    }

    /// The buffer has changed and ends here.
    fn set_end(&mut self, end: usize) {
        self.data = self.buffer.as_ptr().expose_provenance();
        self.end = end;
        self.chars_end = if self.ability.has(Ability::TEXT_INPUT) {
            end
        } else {
            0
        };
        self.bytes_end = if self.ability.has(Ability::BINARY_INPUT) {
            end
        } else {
            0
        };
    }

    /// The next character, if it is in the buffer and needs no decoding.
    #[inline]
    pub(super) fn next_ascii(&self) -> Option<u8> {
        if self.at >= self.chars_end {
            return None;
        }
        self.buffer.get(self.at).copied().filter(u8::is_ascii)
    }

    /// The next byte of a binary port, if it is in the buffer.
    #[inline]
    pub(super) fn next_byte(&self) -> Option<u8> {
        if self.at >= self.bytes_end {
            None
        } else {
            self.buffer.get(self.at).copied()
        }
    }

    /// Skips what was read.
    #[inline]
    pub(super) fn advance(&mut self, n: usize) {
        self.at += n;
    }

    /// What was read from the device and not yet by the program.
    pub(super) fn available(&self) -> &[u8] {
        &self.buffer[self.at..self.end]
    }

    /// Where the next byte stands in the input.
    pub(super) fn position(&self) -> u64 {
        self.offset + self.at as u64
    }

    /// A line ended with CR, and what comes next is not known yet.
    pub(super) fn end_line_at_return(&mut self) {
        match self.available().first() {
            Some(b'\n') => self.at += 1,
            Some(_) => {}
            None => self.skips_newline = true,
        }
    }

    /// True if reading waits for nobody: the content is in memory.
    pub(super) fn is_memory(&self) -> bool {
        self.in_memory
    }

    /// True if what is written stays in memory, to be asked for.
    pub(super) fn collects(&self) -> bool {
        self.in_memory && self.ability.has(Ability::OUTPUT)
    }

    /// True if it carries characters.
    pub(super) fn is_textual(&self) -> bool {
        self.ability.has(Ability::TEXT)
    }

    /// True if people watch what is written.
    pub(super) fn is_for_people(&self) -> bool {
        self.flush != Flush::Full
    }

    /// True if the device has something to read, or the end.
    pub(super) fn is_readable(&self) -> io::Result<bool> {
        match &self.device {
            Device::File(file) => system::is_readable(file),
            _ => Ok(true),
        }
    }

    /// Reads from the device behind what is available. The buffer grows while it is half full of what the program has
    /// not read, so that looking again at the beginning of a long datum stays linear.
    pub(super) fn fill(&mut self) -> io::Result<Filled> {
        let file = match &mut self.device {
            Device::File(file) => file,
            Device::Missing(kind) => return Err(io::Error::from(*kind)),
            Device::Memory | Device::Closed => return Ok(Filled::End),
        };
        if self.at > 0 {
            self.buffer.copy_within(self.at..self.end, 0);
            self.offset += self.at as u64;
            self.end -= self.at;
            self.at = 0;
        }
        if self.buffer.len() < 2 * self.end.max(CHUNK / 2) {
            self.buffer.resize(2 * self.end.max(CHUNK / 2), 0);
        }
        let read = file.read(&mut self.buffer[self.end..]);
        if read
            .as_ref()
            .is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
        {
            let _ready = system::wait_readable(file);
        }
        self.set_end(self.end + *read.as_ref().unwrap_or(&0));
        let count = match read {
            Ok(count) => count,
            Err(error) => {
                use io::ErrorKind::{Interrupted, WouldBlock};
                let again = matches!(error.kind(), Interrupted | WouldBlock);
                return if again { Ok(Filled::Again) } else { Err(error) };
            }
        };
        if count == 0 {
            return Ok(Filled::End);
        }
        if std::mem::take(&mut self.skips_newline) && self.buffer[self.at] == b'\n' {
            self.at += 1;
            if self.at == self.end {
                return Ok(Filled::Again);
            }
        }
        Ok(Filled::More)
    }

    /// Appends a character, if that needs nothing else.
    #[inline]
    pub(super) fn push_char(&mut self, c: char) -> bool {
        let fits = self.text.len() < self.text_limit;
        if fits {
            self.text.push(c);
        }
        fits
    }

    /// Appends a byte, if that needs nothing else.
    #[inline]
    pub(super) fn push_byte(&mut self, byte: u8) -> bool {
        let fits = self.bytes.len() < self.bytes_limit;
        if fits {
            self.bytes.push(byte);
        }
        fits
    }

    /// Sets how far the buffers may be filled without asking.
    pub(super) fn set_limits(&mut self) {
        let (mut text, mut bytes) = match (&self.device, self.flush) {
            (Device::Memory, _) => (self.text.capacity(), self.bytes.capacity()),
            (Device::File(_), Flush::Full) => (CHUNK, CHUNK),
            _ => (0, 0),
        };
        if !self.ability.has(Ability::TEXT_OUTPUT) {
            text = 0;
        }
        if !self.ability.has(Ability::BINARY_OUTPUT) {
            bytes = 0;
        }
        if !self.is_memory() {
            self.text.reserve(text.saturating_sub(self.text.len()));
            self.bytes.reserve(bytes.saturating_sub(self.bytes.len()));
        }
        self.text_limit = text.saturating_sub(ROOM);
        self.bytes_limit = bytes;
    }

    /// Bytes that wait to be written.
    pub(super) fn pending(&self) -> usize {
        self.text.len() + self.bytes.len()
    }

    /// Writes some of what waits to the device. True if nothing is left. What fails to be written is dropped.
    pub(super) fn write_some(&mut self) -> Result<bool, PortFailure> {
        let file = match &mut self.device {
            Device::File(file) => file,
            Device::Memory | Device::Closed => return Ok(true),
            Device::Missing(kind) => {
                let error = io::Error::from(*kind);
                return if self.pending() == 0 {
                    Ok(true)
                } else {
                    Err(self.fail(&error))
                };
            }
        };
        while !self.text.is_empty() || !self.bytes.is_empty() {
            // A textual port has bytes only if a character was written in part: the rest of it goes first.
            let is_text = self.bytes.is_empty();
            let waiting = if is_text {
                self.text.as_bytes()
            } else {
                &self.bytes[..]
            };
            let length = waiting.len();
            let error = match file.write(waiting) {
                Ok(0) => io::Error::from(io::ErrorKind::WriteZero),
                Ok(count) if count == length => {
                    if is_text {
                        self.text.clear()
                    } else {
                        self.bytes.clear()
                    }
                    continue;
                }
                Ok(count) => {
                    drop_written(&mut self.text, &mut self.bytes, count);
                    continue;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    let _ready = system::wait_writable(file);
                    return Ok(false);
                }
                Err(error) => error,
            };
            return Err(self.fail(&error));
        }
        Ok(true)
    }

    fn fail(&mut self, error: &io::Error) -> PortFailure {
        self.text.clear();
        self.bytes.clear();
        PortFailure::of(&self.name, error)
    }

    /// Writes all that waits, where nobody can look for interrupts.
    pub(super) fn write_out(&mut self) -> Result<(), PortFailure> {
        while !self.write_some()? {}
        Ok(())
    }
}

/// Forgets the first `count` bytes of what waits. If they end inside a character, its other bytes wait as bytes.
fn drop_written(text: &mut String, bytes: &mut Vec<u8>, count: usize) {
    if !bytes.is_empty() {
        bytes.drain(..count);
        return;
    }
    let mut end = count;
    while !text.is_char_boundary(end) {
        end += 1;
    }
    bytes.extend_from_slice(&text.as_bytes()[count..end]);
    text.drain(..end);
}

/// A port on one of the files that the process was started with. Its own descriptor, so that closing it closes nothing
/// that others use.
pub(super) fn standard(which: Standard) -> Native {
    let (descriptor, name, ability) = match which {
        Standard::Input => (
            io::stdin().as_fd().try_clone_to_owned(),
            "stdin",
            Ability::TEXT_INPUT,
        ),
        Standard::Output => (
            io::stdout().as_fd().try_clone_to_owned(),
            "stdout",
            Ability::TEXT_OUTPUT,
        ),
        Standard::Error => (
            io::stderr().as_fd().try_clone_to_owned(),
            "stderr",
            Ability::TEXT_OUTPUT,
        ),
    };
    let device = match descriptor {
        Ok(descriptor) => Device::File(File::from(descriptor)),
        Err(error) => Device::Missing(error.kind()),
    };
    let mut native = Native::of(device, ability, name);
    native.flush = match (which, &native.device) {
        (Standard::Error, _) => Flush::Always,
        (_, Device::File(file)) if file.is_terminal() => Flush::Line,
        _ => Flush::Full,
    };
    native.set_limits();
    native
}
