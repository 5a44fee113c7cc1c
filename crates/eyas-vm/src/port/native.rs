//! The native side of a port: buffers and the device behind them.
//!
//! Invariants: of an input port, `buffer[at..end]` is what was read from the device and not yet by the program, and
//! `at <= end <= buffer.len()`; `chars_end` is `end` for an open textual port and 0 otherwise, `bytes_end` the same for a
//! binary one. Of an output port, `buffer[..at]` waits to be written or asked for, and the rest of it is room; as long as
//! `at` is below `chars_room` (`bytes_room`), a character (byte) may be stored without asking, and fits. Both are 0 for a
//! port that cannot take it. `data` is the address of `buffer`.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::mem::offset_of;
use std::os::fd::AsFd;

use eyas_heap::object::text::Chars;

use super::{Ability, PortFailure, Standard, system};

/// Bytes that are read from or written to a file at once.
pub(super) const CHUNK: usize = 32 * 1024;
/// Room for one more character.
pub(super) const ROOM: usize = 4;

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
    chars_room: usize,
    bytes_room: usize,
    /// Where `buffer` begins in the input, in bytes.
    offset: u64,
    /// The last line ended with CR at the end of the buffer: an LF that comes next belongs to it.
    skips_newline: bool,
    /// `peek-char` met the end, which `read-char` is to meet too, also on a terminal.
    pub(super) is_at_end: bool,
    /// Identifiers are folded (`#!fold-case`).
    pub(super) fold_case: bool,
    pub(super) flush: Flush,
    /// Bytes that this port counts against the limit on what ports hold.
    pub(super) charged: usize,
    ability: Ability,
    /// The content is in memory, which no file is behind.
    in_memory: bool,
    pub(super) device: Device,
    pub(super) name: Cow<'static, str>,
}

/// Where machine code finds the buffer: below the ends, `data[at]` is the next byte to read; below the rooms, it is where
/// the next byte to write goes.
impl Native {
    pub(crate) const DATA: usize = offset_of!(Native, data);
    pub(crate) const AT: usize = offset_of!(Native, at);
    pub(crate) const CHARS_END: usize = offset_of!(Native, chars_end);
    pub(crate) const BYTES_END: usize = offset_of!(Native, bytes_end);
    pub(crate) const CHARS_ROOM: usize = offset_of!(Native, chars_room);
    pub(crate) const BYTES_ROOM: usize = offset_of!(Native, bytes_room);
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
            chars_room: 0,
            bytes_room: 0,
            offset: 0,
            skips_newline: false,
            is_at_end: false,
            fold_case: false,
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
        Native::of(Device::File(file), ability, name)
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
        Native::of(Device::Memory, ability, name)
    }

    pub(super) fn is_open(&self) -> bool {
        !matches!(self.device, Device::Closed)
    }

    /// Memory that the port keeps for its content; files have buffers of bounded size, which do not count.
    pub(super) fn memory(&self) -> usize {
        if self.in_memory {
            self.buffer.capacity()
        } else {
            0
        }
    }

    /// Closes. What a string port has collected stays for `get-output-string`.
    pub(super) fn close(&mut self) {
        self.device = Device::Closed;
        self.set_rooms();
        if !self.collects() {
            self.buffer = Vec::new();
            self.at = 0;
            self.set_end(0);
        }
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

    /// The bytes of characters that are in the buffer.
    pub(super) fn next_chars(&self) -> &[u8] {
        self.buffer.get(self.at..self.chars_end).unwrap_or_default()
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

    /// Appends an ASCII character, if it is one and that needs nothing else.
    #[inline(always)]
    pub(super) fn push_ascii(&mut self, c: char) -> bool {
        if self.at >= self.chars_room || !c.is_ascii() {
            return false;
        }
        let place = self.buffer.get_mut(self.at);
        let fits = place.is_some();
        if let Some(place) = place {
            *place = c as u8;
            self.at += 1;
        }
        fits
    }

    /// Appends a character, if that needs nothing else.
    #[inline]
    pub(super) fn push_char(&mut self, c: char) -> bool {
        if self.push_ascii(c) {
            return true;
        }
        let fits = self.at < self.chars_room;
        if fits {
            self.store_char(c);
        }
        fits
    }

    /// Appends a character, for which there is room.
    pub(super) fn store_char(&mut self, c: char) {
        self.at += c.encode_utf8(&mut self.buffer[self.at..]).len();
    }

    /// Appends a byte, if that needs nothing else.
    #[inline]
    pub(super) fn push_byte(&mut self, byte: u8) -> bool {
        if self.at >= self.bytes_room {
            return false;
        }
        if let Some(place) = self.buffer.get_mut(self.at) {
            *place = byte;
            self.at += 1;
        }
        true
    }

    /// Appends bytes, for which there is room.
    pub(super) fn store_bytes(&mut self, bytes: &[u8]) {
        let end = self.at + bytes.len();
        self.buffer[self.at..end].copy_from_slice(bytes);
        self.at = end;
    }

    /// Appends characters as UTF-8, for which there is room.
    pub(super) fn store_chars(&mut self, chars: Chars<'_>) {
        self.at += chars.encode(&mut self.buffer[self.at..]);
    }

    /// How many bytes can be appended before the buffer must grow.
    pub(super) fn room(&self) -> usize {
        self.buffer.len() - self.at
    }

    /// Bytes of the buffer of an output port.
    pub(super) fn size(&self) -> usize {
        self.buffer.len()
    }

    /// Makes the buffer of an output port `size` bytes long, which is no less than it is; false if there is no memory.
    pub(super) fn grow(&mut self, size: usize) -> bool {
        let more = size - self.buffer.len();
        if self.buffer.try_reserve_exact(more).is_err() {
            return false;
        }
        self.buffer.resize(size, 0);
        self.data = self.buffer.as_mut_ptr().expose_provenance();
        self.set_rooms();
        true
    }

    /// Sets how far the buffer may be filled without asking.
    fn set_rooms(&mut self) {
        let room = self.buffer.len().saturating_sub(ROOM);
        let room = match (&self.device, self.flush) {
            (Device::Memory, _) => room,
            (Device::File(_), Flush::Full) => room.min(CHUNK),
            _ => 0,
        };
        self.chars_room = if self.ability.has(Ability::TEXT_OUTPUT) {
            room
        } else {
            0
        };
        self.bytes_room = if self.ability.has(Ability::BINARY_OUTPUT) {
            room
        } else {
            0
        };
    }

    /// What waits to be written, or was collected.
    pub(super) fn written(&self) -> &[u8] {
        &self.buffer[..self.at]
    }

    /// Writes some of what waits to the device. True if nothing is left. What fails to be written is dropped.
    pub(super) fn write_some(&mut self) -> Result<bool, PortFailure> {
        if !self.ability.has(Ability::OUTPUT) {
            return Ok(true);
        }
        let file = match &mut self.device {
            Device::File(file) => file,
            Device::Memory | Device::Closed => return Ok(true),
            Device::Missing(kind) => {
                let error = io::Error::from(*kind);
                return if self.at == 0 {
                    Ok(true)
                } else {
                    Err(self.fail(&error))
                };
            }
        };
        while self.at > 0 {
            let error = match file.write(&self.buffer[..self.at]) {
                Ok(0) => io::Error::from(io::ErrorKind::WriteZero),
                Ok(count) => {
                    self.buffer.copy_within(count..self.at, 0);
                    self.at -= count;
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
        self.at = 0;
        PortFailure::of(&self.name, error)
    }

    /// Writes all that waits, where nobody can look for interrupts.
    pub(super) fn write_out(&mut self) -> Result<(), PortFailure> {
        while !self.write_some()? {}
        Ok(())
    }
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
    native
}
