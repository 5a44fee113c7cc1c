//! Writing.

use eyas_heap::Value;
use eyas_heap::object::text::Chars;
use std::ops::Range;

use super::native::{CHUNK, Flush};
use super::{Ability, PortId, at, charge, charge_without_collecting, native, usable};
use crate::context::Context;
use crate::error::{ErrorKind, Raise};
use crate::print::{Printer, Style};

/// Text is appended in pieces of this many characters, so that a long one does not double the memory it takes.
const PIECE: usize = 16 * 1024;

/// `write-char`: the inline part.
#[inline]
pub(crate) fn write_char(ctx: &mut Context, port: Value, c: char) -> Result<(), Raise> {
    if native(ctx, port).is_some_and(|native| native.push_char(c)) {
        return Ok(());
    }
    write_char_slowly(ctx, port, c)
}

#[cold]
#[inline(never)]
fn write_char_slowly(ctx: &mut Context, port: Value, c: char) -> Result<(), Raise> {
    let id = usable(ctx, "write-char", 1, port, Ability::TEXT_OUTPUT)?;
    make_room(ctx, id, c.len_utf8())?;
    at(ctx, id).text.push(c);
    settle(ctx, id)
}

/// Appends to the buffer of a text port; false, and nothing is done, if there is more to it.
#[inline(always)]
pub(crate) fn write_char_at_once(ctx: &mut Context, port: Value, c: char) -> bool {
    native(ctx, port).is_some_and(|native| native.push_char(c))
}

/// Appends to the buffer of a binary port; false, and nothing is done, if there is more to it.
#[inline(always)]
pub(crate) fn write_byte_at_once(ctx: &mut Context, port: Value, byte: u8) -> bool {
    native(ctx, port).is_some_and(|native| native.push_byte(byte))
}

/// `write-u8`: the inline part.
#[inline]
pub(crate) fn write_byte(ctx: &mut Context, port: Value, byte: u8) -> Result<(), Raise> {
    if native(ctx, port).is_some_and(|native| native.push_byte(byte)) {
        return Ok(());
    }
    write_byte_slowly(ctx, port, byte)
}

#[cold]
#[inline(never)]
fn write_byte_slowly(ctx: &mut Context, port: Value, byte: u8) -> Result<(), Raise> {
    let id = usable(ctx, "write-u8", 1, port, Ability::BINARY_OUTPUT)?;
    make_room(ctx, id, 1)?;
    at(ctx, id).bytes.push(byte);
    settle(ctx, id)
}

/// Before something is appended: grows a buffer in memory by at least `more` bytes, within the limit; for files,
/// writes a full buffer out.
fn make_room(ctx: &mut Context, id: PortId, more: usize) -> Result<(), Raise> {
    let native = at(ctx, id);
    if !native.is_memory() {
        return if native.pending() >= CHUNK {
            write_out(ctx, id)
        } else {
            Ok(())
        };
    }
    let is_text = native.is_textual();
    let (length, capacity) = if is_text {
        (native.text.len(), native.text.capacity())
    } else {
        (native.bytes.len(), native.bytes.capacity())
    };
    if capacity - length >= more {
        return Ok(());
    }
    let wanted = length
        .saturating_add(more)
        .max(capacity.saturating_mul(2))
        .max(64);
    charge(ctx, wanted, capacity)?;
    let native = at(ctx, id);
    let grown = if is_text {
        native.text.try_reserve_exact(wanted - length)
    } else {
        native.bytes.try_reserve_exact(wanted - length)
    };
    if grown.is_err() {
        return Err(Raise::error(
            ErrorKind::OutOfMemory,
            "no memory for the text of a port",
        ));
    }
    recount(ctx, id);
    Ok(())
}

/// Brings the account of held memory up to date, and the limit up to which appending needs no question.
pub(super) fn recount(ctx: &mut Context, id: PortId) {
    let ports = &mut ctx.session().natives.ports;
    let native = &mut ports.natives[id.0];
    let memory = native.memory();
    ports.held = ports.held - native.charged + memory;
    native.charged = memory;
    native.set_limits();
}

/// After something was appended: writes it out if it is time. Does not collect.
fn settle(ctx: &mut Context, id: PortId) -> Result<(), Raise> {
    let native = at(ctx, id);
    if native.is_memory() {
        if native.memory() != native.charged {
            recount(ctx, id);
            return charge_without_collecting(ctx, 0, 0);
        }
        return Ok(());
    }
    let due = match native.flush {
        Flush::Full => native.pending() >= CHUNK,
        Flush::Line => native.pending() >= CHUNK || native.text.contains('\n'),
        Flush::Always => true,
    };
    if due { write_out(ctx, id) } else { Ok(()) }
}

/// Writes all that waits. Does not collect.
///
/// # Errors
/// The system's, or an interrupt while it waits; then the rest still waits.
pub(super) fn write_out(ctx: &mut Context, id: PortId) -> Result<(), Raise> {
    while !at(ctx, id).write_some()? {
        ctx.poll()?;
    }
    Ok(())
}

/// `flush-output-port`.
pub(crate) fn flush(ctx: &mut Context, port: Value) -> Result<(), Raise> {
    let id = usable(ctx, "flush-output-port", 0, port, Ability::OUTPUT)?;
    write_out(ctx, id)
}

/// Writes out all ports: the end of a program that ends well.
///
/// # Errors
/// The first failure, after all ports were tried.
pub(crate) fn flush_all(ctx: &mut Context) -> Result<(), Raise> {
    Ok(ctx.session().natives.ports.flush_all()?)
}

/// `write-string`: characters `range` of a string, which must be within it. May collect, so the string is asked for.
pub(crate) fn write_string(
    ctx: &mut Context,
    who: &str,
    string: impl Fn() -> Value,
    range: Range<usize>,
    argument: u32,
    port: Value,
) -> Result<(), Raise> {
    let id = usable(ctx, who, argument, port, Ability::TEXT_OUTPUT)?;
    let mut rest = range;
    while !rest.is_empty() {
        let piece = rest.start..rest.end.min(rest.start + PIECE);
        rest.start = piece.end;
        let Some(s) = string().as_string() else {
            return Ok(());
        };
        let Some(more) = s.utf8_length(piece.clone()) else {
            return Ok(());
        };
        // May collect: the string is read again.
        make_room(ctx, id, more)?;
        let (m, session) = ctx.parts();
        let text = &mut session.natives.ports.natives[id.0].text;
        if let Some(chars) = string().as_string().and_then(|s| s.chars(m).slice(piece)) {
            append(chars, text);
        }
        settle(ctx, id)?;
    }
    Ok(())
}

fn append(chars: Chars<'_>, text: &mut String) {
    match chars {
        Chars::Latin(bytes) if bytes.is_ascii() => {
            text.push_str(std::str::from_utf8(bytes).unwrap_or_default());
        }
        chars => chars.push_to(text),
    }
}

/// `write-bytevector`: bytes `range` of a bytevector, which must be within it. May collect, so it is asked for.
pub(crate) fn write_bytes(
    ctx: &mut Context,
    bytes: impl Fn() -> Value,
    range: Range<usize>,
    argument: u32,
    port: Value,
) -> Result<(), Raise> {
    let id = usable(
        ctx,
        "write-bytevector",
        argument,
        port,
        Ability::BINARY_OUTPUT,
    )?;
    let mut rest = range;
    while !rest.is_empty() {
        let piece = rest.start..rest.end.min(rest.start + PIECE);
        rest.start = piece.end;
        make_room(ctx, id, piece.len())?;
        let (m, session) = ctx.parts();
        let to = &mut session.natives.ports.natives[id.0].bytes;
        if let Some(from) = bytes().as_bytevector() {
            to.extend_from_slice(&from.bytes(m)[piece]);
        }
        settle(ctx, id)?;
    }
    Ok(())
}

/// `write`, `display` and their like. Does not collect.
pub(crate) fn print(
    ctx: &mut Context,
    who: &str,
    v: Value,
    argument: u32,
    port: Value,
    style: Style,
) -> Result<(), Raise> {
    let id = usable(ctx, who, argument, port, Ability::TEXT_OUTPUT)?;
    let mut printer = Printer::start(&ctx.mutator, v, style);
    loop {
        let mut text = std::mem::take(&mut at(ctx, id).text);
        let limit = text.len() + CHUNK;
        let done = printer.run(&ctx.mutator, &mut text, limit);
        at(ctx, id).text = text;
        settle(ctx, id)?;
        if done {
            return Ok(());
        }
        ctx.poll()?;
    }
}
