//! Writing.

use eyas_heap::Value;
use eyas_heap::object::text::Chars;
use std::ops::Range;

use super::native::{CHUNK, Flush, ROOM};
use super::{Ability, PortId, at, charge, charge_without_collecting, native, usable};
use crate::context::Context;
use crate::error::{ErrorKind, Raise};
use crate::print::{Printer, Style, print_atom};

/// A buffer in memory begins with so many bytes.
const FIRST: usize = 64;
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
    make_room(ctx, id, c.len_utf8(), charge)?;
    at(ctx, id).store_char(c);
    settle(ctx, id)
}

/// Appends an ASCII character to the buffer of a text port; false, and nothing is done, if there is more to it.
#[inline(always)]
pub(crate) fn write_ascii_at_once(ctx: &mut Context, port: Value, c: char) -> bool {
    native(ctx, port).is_some_and(|native| native.push_ascii(c))
}

/// The same for any character.
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
    make_room(ctx, id, 1, charge)?;
    at(ctx, id).store_bytes(&[byte]);
    settle(ctx, id)
}

/// Before `more` bytes are appended: makes the buffer large enough; for files, writes a full buffer out first. `charge`
/// says whether a buffer in memory may grow, and whether that may collect.
fn make_room(
    ctx: &mut Context,
    id: PortId,
    more: usize,
    charge: fn(&mut Context, usize, usize) -> Result<(), Raise>,
) -> Result<(), Raise> {
    let native = at(ctx, id);
    if native.room() >= more {
        return Ok(());
    }
    if !native.is_memory() {
        write_out(ctx, id)?;
        let native = at(ctx, id);
        let size = native.size().max(CHUNK).max(more) + ROOM;
        return if native.room() >= more || native.grow(size) {
            Ok(())
        } else {
            Err(no_memory())
        };
    }
    let length = native.written().len();
    let size = native.size();
    let wanted = length
        .saturating_add(more)
        .max(size.saturating_mul(2))
        .max(FIRST);
    charge(ctx, wanted, size)?;
    if !at(ctx, id).grow(wanted) {
        return Err(no_memory());
    }
    recount(ctx, id);
    Ok(())
}

fn no_memory() -> Raise {
    Raise::error(ErrorKind::OutOfMemory, "no memory for the text of a port")
}

/// Brings the account of held memory up to date.
pub(super) fn recount(ctx: &mut Context, id: PortId) {
    let ports = &mut ctx.session().natives.ports;
    let native = &mut ports.natives[id.0];
    let memory = native.memory();
    ports.held = ports.held - native.charged + memory;
    native.charged = memory;
}

/// After something was appended: writes it out if it is time. Does not collect.
fn settle(ctx: &mut Context, id: PortId) -> Result<(), Raise> {
    let native = at(ctx, id);
    if native.is_memory() {
        return Ok(());
    }
    let written = native.written();
    let due = match native.flush {
        Flush::Full => written.len() >= CHUNK,
        Flush::Line => written.len() >= CHUNK || written.contains(&b'\n'),
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
        make_room(ctx, id, more, charge)?;
        let (m, session) = ctx.parts();
        let native = &mut session.natives.ports.natives[id.0];
        match string().as_string().and_then(|s| s.chars(m).slice(piece)) {
            Some(Chars::Latin(bytes)) if bytes.len() == more => native.store_bytes(bytes),
            Some(chars) => native.store_chars(chars),
            None => {}
        }
        settle(ctx, id)?;
    }
    Ok(())
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
        make_room(ctx, id, piece.len(), charge)?;
        let (m, session) = ctx.parts();
        let native = &mut session.natives.ports.natives[id.0];
        if let Some(from) = bytes().as_bytevector() {
            native.store_bytes(&from.bytes(m)[piece]);
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
    let mut text = ctx.session().natives.take_text();
    if print_atom(&ctx.mutator, v, style, &mut text) {
        append(ctx, id, &text)?;
    } else {
        let mut printer = Printer::start(&ctx.mutator, v, style);
        while !printer.run(&ctx.mutator, &mut text, CHUNK) {
            append(ctx, id, &text)?;
            text.clear();
            ctx.poll()?;
        }
        append(ctx, id, &text)?;
    }
    ctx.session().natives.keep_text(text);
    Ok(())
}

/// Appends printed text. Does not collect.
fn append(ctx: &mut Context, id: PortId, text: &str) -> Result<(), Raise> {
    make_room(ctx, id, text.len(), charge_without_collecting)?;
    at(ctx, id).store_bytes(text.as_bytes());
    settle(ctx, id)
}
