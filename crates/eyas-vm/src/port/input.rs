//! Reading characters, lines and bytes.

use eyas_heap::Value;
use eyas_heap::object::text::Shape;
use eyas_heap::object::{Bytevector, StringObject};
use std::ops::Range;

use super::native::Filled;
use super::{Ability, PortFailure, PortId, Standard, at, check_length, native, system, usable};
use crate::context::Context;
use crate::error::{ErrorKind, Raise};

/// `read-char`: the inline part.
#[inline]
pub(crate) fn read_char(ctx: &mut Context, port: Value) -> Result<Value, Raise> {
    if let Some(native) = native(ctx, port)
        && let Some(byte) = native.next_ascii()
    {
        native.advance(1);
        return Ok(Value::char(char::from(byte)));
    }
    read_char_slowly(ctx, port)
}

#[cold]
#[inline(never)]
fn read_char_slowly(ctx: &mut Context, port: Value) -> Result<Value, Raise> {
    if let Some(c) = any_char_at_once(ctx, port, true) {
        return Ok(c);
    }
    let id = usable(ctx, "read-char", 0, port, Ability::TEXT_INPUT)?;
    Ok(match next_char(ctx, "read-char", id)? {
        Some(c) => {
            at(ctx, id).advance(c.len_utf8());
            Value::char(c)
        }
        None => end(ctx, id),
    })
}

/// `peek-char`: the inline part.
#[inline]
pub(crate) fn peek_char(ctx: &mut Context, port: Value) -> Result<Value, Raise> {
    if let Some(native) = native(ctx, port)
        && let Some(byte) = native.next_ascii()
    {
        return Ok(Value::char(char::from(byte)));
    }
    peek_char_slowly(ctx, port)
}

#[cold]
#[inline(never)]
fn peek_char_slowly(ctx: &mut Context, port: Value) -> Result<Value, Raise> {
    if let Some(c) = any_char_at_once(ctx, port, false) {
        return Ok(c);
    }
    let id = usable(ctx, "peek-char", 0, port, Ability::TEXT_INPUT)?;
    Ok(match next_char(ctx, "peek-char", id)? {
        Some(c) => Value::char(c),
        None => {
            at(ctx, id).is_at_end = true;
            Value::EOF
        }
    })
}

/// The next character of `port` if it is ASCII and in the buffer of a text port; taken from there if `take`.
#[inline(always)]
pub(crate) fn char_at_once(ctx: &mut Context, port: Value, take: bool) -> Option<Value> {
    let native = native(ctx, port)?;
    let byte = native.next_ascii()?;
    if take {
        native.advance(1);
    }
    Some(Value::char(char::from(byte)))
}

/// The same for any character that is in the buffer as a whole.
pub(crate) fn any_char_at_once(ctx: &mut Context, port: Value, take: bool) -> Option<Value> {
    let native = native(ctx, port)?;
    let bytes = native.next_chars();
    let (c, length) = match bytes.first() {
        Some(&byte) if byte.is_ascii() => (char::from(byte), 1),
        _ => sequence(bytes)?,
    };
    if take {
        native.advance(length);
    }
    Some(Value::char(c))
}

/// The next byte of `port` if it is in the buffer of a binary port; taken from there if `take`.
#[inline(always)]
pub(crate) fn byte_at_once(ctx: &mut Context, port: Value, take: bool) -> Option<Value> {
    let native = native(ctx, port)?;
    let byte = native.next_byte()?;
    if take {
        native.advance(1);
    }
    Some(Value::fixnum(i64::from(byte)))
}

/// `read-u8`: the inline part.
#[inline]
pub(crate) fn read_byte(ctx: &mut Context, port: Value) -> Result<Value, Raise> {
    if let Some(native) = native(ctx, port)
        && let Some(byte) = native.next_byte()
    {
        native.advance(1);
        return Ok(Value::fixnum(i64::from(byte)));
    }
    byte_slowly(ctx, "read-u8", port, true)
}

/// `peek-u8`: the inline part.
#[inline]
pub(crate) fn peek_byte(ctx: &mut Context, port: Value) -> Result<Value, Raise> {
    if let Some(native) = native(ctx, port)
        && let Some(byte) = native.next_byte()
    {
        return Ok(Value::fixnum(i64::from(byte)));
    }
    byte_slowly(ctx, "peek-u8", port, false)
}

#[cold]
#[inline(never)]
fn byte_slowly(ctx: &mut Context, who: &str, port: Value, take: bool) -> Result<Value, Raise> {
    let id = usable(ctx, who, 0, port, Ability::BINARY_INPUT)?;
    if !has_some(ctx, who, id)? {
        if take {
            return Ok(end(ctx, id));
        }
        at(ctx, id).is_at_end = true;
        return Ok(Value::EOF);
    }
    let native = at(ctx, id);
    let byte = native.next_byte().unwrap_or_default();
    if take {
        native.advance(1);
    }
    Ok(Value::fixnum(i64::from(byte)))
}

/// The end was read; what comes after it on a terminal may be read next.
pub(super) fn end(ctx: &mut Context, id: PortId) -> Value {
    at(ctx, id).is_at_end = false;
    Value::EOF
}

/// Reads more from the device; false at the end. Does not collect.
pub(super) fn fill(ctx: &mut Context, who: &str, id: PortId) -> Result<bool, Raise> {
    if at(ctx, id).is_at_end {
        return Ok(false);
    }
    show_prompt(ctx, id)?;
    loop {
        let length = at(ctx, id).available().len();
        check_length(ctx, who, length)?;
        match at(ctx, id).fill() {
            Ok(Filled::More) => return Ok(true),
            Ok(Filled::End) => return Ok(false),
            Ok(Filled::Again) => ctx.poll()?,
            Err(error) => {
                let name = &at(ctx, id).name;
                let reason = system::reason(&error);
                let message = format!("{who}: cannot read from {name}: {reason}");
                return Err(Raise::error(ErrorKind::File, message));
            }
        }
    }
}

/// Before the program waits for what somebody types, everything it has written is shown.
fn show_prompt(ctx: &mut Context, id: PortId) -> Result<(), Raise> {
    let ports = &mut ctx.session().natives.ports;
    let Some(standard) = ports.standard else {
        return Ok(());
    };
    let id_at = |i: usize| standard[i].as_port().map(super::id_of);
    if id_at(Standard::Input as usize) != Some(id) {
        return Ok(());
    }
    match id_at(Standard::Output as usize) {
        Some(output) if ports.natives[output.0].is_for_people() => {
            super::output::write_out(ctx, output)
        }
        _ => Ok(()),
    }
}

/// True if a byte is available, after reading more if need be.
fn has_some(ctx: &mut Context, who: &str, id: PortId) -> Result<bool, Raise> {
    Ok(!at(ctx, id).available().is_empty() || fill(ctx, who, id)?)
}

/// What stands at the beginning of some bytes.
enum Decoded {
    Char(char),
    /// The bytes end within a character.
    Partial,
    /// So many bytes are no part of a character.
    Invalid(usize),
}

/// The character beyond ASCII that some bytes begin with, and how many it takes, if all of it is there.
fn sequence(bytes: &[u8]) -> Option<(char, usize)> {
    let [first, second, ref rest @ ..] = *bytes else {
        return None;
    };
    let continued = |byte: u8| (byte & 0xc0 == 0x80).then_some(u32::from(byte & 0x3f));
    let (high, second) = (u32::from(first), continued(second)?);
    let (code, least, length) = match first {
        0xc0..0xe0 => ((high & 0x1f) << 6 | second, 0x80, 2),
        0xe0..0xf0 => {
            let third = continued(*rest.first()?)?;
            ((high & 0xf) << 12 | second << 6 | third, 0x800, 3)
        }
        0xf0..0xf8 => {
            let [third, fourth, ..] = *rest else {
                return None;
            };
            let low = continued(third)? << 6 | continued(fourth)?;
            ((high & 7) << 18 | second << 12 | low, 0x1_0000, 4)
        }
        _ => return None,
    };
    if code < least {
        return None;
    }
    Some((char::from_u32(code)?, length))
}

fn decode(bytes: &[u8]) -> Decoded {
    if let Some((c, _)) = sequence(bytes) {
        return Decoded::Char(c);
    }
    let head = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(valid) => valid,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => return error.error_len().map_or(Decoded::Partial, Decoded::Invalid),
    };
    valid.chars().next().map_or(Decoded::Partial, Decoded::Char)
}

/// The next character, which stays; `None` at the end.
fn next_char(ctx: &mut Context, who: &str, id: PortId) -> Result<Option<char>, Raise> {
    if !has_some(ctx, who, id)? {
        return Ok(None);
    }
    loop {
        match decode(at(ctx, id).available()) {
            Decoded::Char(c) => return Ok(Some(c)),
            Decoded::Invalid(length) => return Err(invalid(ctx, who, id, length)),
            Decoded::Partial => {
                if !fill(ctx, who, id)? {
                    let length = at(ctx, id).available().len();
                    return Err(invalid(ctx, who, id, length));
                }
            }
        }
    }
}

/// The next `length` bytes are not UTF-8. They are skipped, so that a program can go on behind them.
fn invalid(ctx: &mut Context, who: &str, id: PortId, length: usize) -> Raise {
    let native = at(ctx, id);
    let position = native.position();
    let byte = native.available().first().copied().unwrap_or_default();
    let name = &native.name;
    let message = format!("{who}: invalid UTF-8 in {name} at byte {position}: 0x{byte:02x}");
    native.advance(length);
    Raise::error(ErrorKind::Encoding, message).irritant(Value::fixnum(position as i64))
}

/// `char-ready?`
pub(crate) fn is_char_ready(ctx: &mut Context, port: Value) -> Result<bool, Raise> {
    const WHO: &str = "char-ready?";
    let id = usable(ctx, WHO, 0, port, Ability::TEXT_INPUT)?;
    loop {
        let native = at(ctx, id);
        if native.is_at_end
            || native.is_memory()
            || !matches!(decode(native.available()), Decoded::Partial)
        {
            return Ok(true);
        }
        if !can_read(ctx, WHO, id)? {
            return Ok(false);
        }
        if !fill(ctx, WHO, id)? {
            at(ctx, id).is_at_end = at(ctx, id).available().is_empty();
            return Ok(true);
        }
    }
}

/// `u8-ready?`
pub(crate) fn is_byte_ready(ctx: &mut Context, port: Value) -> Result<bool, Raise> {
    const WHO: &str = "u8-ready?";
    let id = usable(ctx, WHO, 0, port, Ability::BINARY_INPUT)?;
    Ok(!at(ctx, id).available().is_empty() || can_read(ctx, WHO, id)?)
}

/// True if reading from the device would not wait.
pub(super) fn can_read(ctx: &mut Context, who: &str, id: PortId) -> Result<bool, Raise> {
    let native = at(ctx, id);
    match native.is_readable() {
        Ok(ready) => Ok(ready),
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {
            ctx.poll()?;
            Ok(false)
        }
        Err(error) => {
            let failure = PortFailure::of(&native.name, &error);
            let message = format!(
                "{who}: cannot wait for {}: {}",
                failure.name, failure.reason
            );
            Err(Raise::error(ErrorKind::File, message))
        }
    }
}

/// A fresh string with this text.
fn give_text(ctx: &mut Context, text: &str) -> Result<Value, Raise> {
    let shape = Shape::of_str(text);
    ctx.reserve(StringObject::size_for(shape))?;
    let m = &mut ctx.mutator;
    Ok(StringObject::alloc_utf8_text(m, 0, text.as_bytes(), shape))
}

/// Where the first CR or LF is.
fn line_end(bytes: &[u8]) -> Option<usize> {
    let is_end = |b: u8| (b == b'\n') | (b == b'\r');
    let mut start = 0;
    // Whole blocks without early exit, so that it vectorizes.
    for block in bytes.chunks(32) {
        if block.iter().fold(false, |found, &b| found | is_end(b)) {
            break;
        }
        start += block.len();
    }
    bytes[start..]
        .iter()
        .position(|&b| is_end(b))
        .map(|i| start + i)
}

/// `read-line`: to the next LF, CR or CR LF (R7RS 6.13.2), or the end.
pub(crate) fn read_line(ctx: &mut Context, port: Value) -> Result<Value, Raise> {
    const WHO: &str = "read-line";
    let id = usable(ctx, WHO, 0, port, Ability::TEXT_INPUT)?;
    if !has_some(ctx, WHO, id)? {
        return Ok(end(ctx, id));
    }
    let mut seen = 0;
    let length = loop {
        let available = at(ctx, id).available();
        match line_end(&available[seen..]) {
            Some(i) => break seen + i,
            None => seen = available.len(),
        }
        if !fill(ctx, WHO, id)? {
            break seen;
        }
    };
    let shape = match Shape::of_utf8(&at(ctx, id).available()[..length]) {
        Ok(shape) => shape,
        Err(error) => {
            let good = error.valid_up_to();
            let bad = error.error_len().unwrap_or(length - good);
            at(ctx, id).advance(good);
            return Err(invalid(ctx, WHO, id, bad));
        }
    };
    ctx.reserve(StringObject::size_for(shape))?;
    let (m, session) = ctx.parts();
    let native = &mut session.natives.ports.natives[id.0];
    let line = &native.available()[..length];
    let fresh = StringObject::alloc_utf8_text(m, 0, line, shape);
    let terminator = native.available().get(length).copied();
    native.advance(length + usize::from(terminator.is_some()));
    if terminator == Some(b'\r') {
        native.end_line_at_return();
    }
    Ok(fresh)
}

/// `read-string`: at most `count` characters; the end only if there is none.
pub(crate) fn read_string(
    ctx: &mut Context,
    count: usize,
    argument: u32,
    port: Value,
) -> Result<Value, Raise> {
    const WHO: &str = "read-string";
    let id = usable(ctx, WHO, argument, port, Ability::TEXT_INPUT)?;
    if count == 0 {
        return give_text(ctx, "");
    }
    let mut text = String::new();
    let mut left = count;
    while left > 0 {
        let native = at(ctx, id);
        let available = native.available();
        let valid = match std::str::from_utf8(available) {
            Ok(valid) => valid,
            Err(error) => {
                std::str::from_utf8(&available[..error.valid_up_to()]).unwrap_or_default()
            }
        };
        if !valid.is_empty() {
            // As many characters as bytes at most.
            let (taken, chars) = if valid.len() <= left {
                (valid, valid.chars().count())
            } else {
                match valid.char_indices().nth(left) {
                    Some((end, _)) => (&valid[..end], left),
                    None => (valid, valid.chars().count()),
                }
            };
            text.push_str(taken);
            let length = taken.len();
            native.advance(length);
            left -= chars;
        } else {
            match next_char(ctx, WHO, id)? {
                Some(c) => {
                    at(ctx, id).advance(c.len_utf8());
                    text.push(c);
                    left -= 1;
                }
                None if text.is_empty() => return Ok(end(ctx, id)),
                None => break,
            }
        }
        check_length(ctx, WHO, text.len())?;
    }
    give_text(ctx, &text)
}

/// `read-bytevector`: at most `count` bytes; the end only if there is none.
pub(crate) fn read_bytes(
    ctx: &mut Context,
    count: usize,
    argument: u32,
    port: Value,
) -> Result<Value, Raise> {
    const WHO: &str = "read-bytevector";
    let id = usable(ctx, WHO, argument, port, Ability::BINARY_INPUT)?;
    let mut bytes = Vec::new();
    while bytes.len() < count {
        if !has_some(ctx, WHO, id)? {
            if bytes.is_empty() {
                return Ok(end(ctx, id));
            }
            break;
        }
        let native = at(ctx, id);
        let available = native.available();
        let taken = available.len().min(count - bytes.len());
        bytes.extend_from_slice(&available[..taken]);
        native.advance(taken);
        check_length(ctx, WHO, bytes.len())?;
    }
    ctx.reserve(Bytevector::size_for(bytes.len()))?;
    Ok(Bytevector::alloc_from(&mut ctx.mutator, 0, &bytes))
}

/// `read-bytevector!`: fills `range` of a bytevector, which must be within it; how many bytes came, or the end. Does not
/// collect.
pub(crate) fn read_bytes_into(
    ctx: &mut Context,
    bytes: Bytevector,
    range: Range<usize>,
    argument: u32,
    port: Value,
) -> Result<Value, Raise> {
    const WHO: &str = "read-bytevector!";
    let id = usable(ctx, WHO, argument, port, Ability::BINARY_INPUT)?;
    let mut next = range.start;
    while next < range.end {
        if !has_some(ctx, WHO, id)? {
            if next == range.start {
                return Ok(end(ctx, id));
            }
            break;
        }
        let (m, session) = ctx.parts();
        let native = &mut session.natives.ports.natives[id.0];
        let available = native.available();
        let taken = available.len().min(range.end - next);
        bytes.bytes_mut(m)[next..next + taken].copy_from_slice(&available[..taken]);
        native.advance(taken);
        next += taken;
    }
    Ok(Value::fixnum((next - range.start) as i64))
}
