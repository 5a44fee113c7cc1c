//! `read` (R7RS 6.13.2): one datum from a textual port.
//!
//! The reader works on what is in the port's buffer, in place. If that ends inside a datum, more is read and the datum
//! begun anew; as much again is fetched each time as was looked at in vain, as long as that needs no waiting, so that
//! the work stays linear. Ordinary data take the short way of [`Flat`]: no tree is made, only the objects.

use eyas_datum::flat::{Flat, Item};
use eyas_datum::{FileId, Number, ReadError, Reader, Symbols};
use eyas_heap::object::text::{Chars, Shape};
use eyas_heap::object::{Pair, StringObject, Symbol, Vector};
use eyas_heap::{Mutator, Value};

use super::input::{can_read, end, fill};
use super::{Ability, PortId, at, usable};
use crate::context::Context;
use crate::data::{Mutability, datum_to_value};
use crate::error::{ErrorKind, Raise};
use crate::number::{from_number, size_of};

/// So much is looked at again without a second thought.
const SMALL: usize = 4096;

/// The next datum, or the end.
pub(crate) fn read(ctx: &mut Context, port: Value) -> Result<Value, Raise> {
    const WHO: &str = "read";
    let id = usable(ctx, WHO, 0, port, Ability::TEXT_INPUT)?;
    // Nothing can follow what is in memory.
    let mut more = !at(ctx, id).is_memory();
    if more && at(ctx, id).available().is_empty() {
        more = fill(ctx, WHO, id)?;
    }
    loop {
        if let Some(datum) = read_flat(ctx, id, more)? {
            return Ok(datum);
        }
        let mut symbols = Symbols::new();
        let native = at(ctx, id);
        let mut reader = Reader::new(FileId::NONE, native.available(), 0, &mut symbols);
        reader.set_more(more);
        reader.set_fold_case(native.fold_case);
        let result = reader.next();
        let (length, fold_case) = (reader.position(), reader.fold_case());
        match result {
            Err(error) if more && error.is_incomplete() => {
                native.advance(length);
                native.fold_case = fold_case;
                more = fetch(ctx, WHO, id)?;
            }
            Err(error) => {
                let place = native.position() + u64::from(error.span.start);
                native.advance(length);
                return Err(failure(ctx, id, &error, place));
            }
            Ok(datum) => {
                native.advance(length);
                native.fold_case = fold_case;
                match datum {
                    Some(datum) => {
                        return datum_to_value(ctx, &datum, &symbols, Mutability::Mutable);
                    }
                    None if more => more = fill(ctx, WHO, id)?,
                    None => return Ok(end(ctx, id)),
                }
            }
        }
    }
}

/// The next datum if it is ordinary and stands in the buffer.
fn read_flat(ctx: &mut Context, id: PortId, more: bool) -> Result<Option<Value>, Raise> {
    let mut flat = std::mem::take(&mut ctx.session().natives.flat);
    let native = at(ctx, id);
    let end = flat.read(native.available(), more, native.fold_case);
    let result = match end {
        None => Ok(None),
        Some(end) => {
            let size = flat_size(&flat, native.available());
            ctx.reserve(size).map(|()| {
                let (m, session) = ctx.parts();
                let native = &mut session.natives.ports.natives[id.0];
                let datum = build(m, &flat, native.available());
                native.advance(end.position);
                native.fold_case = end.fold_case;
                Some(datum)
            })
        }
    };
    ctx.session().natives.flat = flat;
    result
}

/// The shape of a string of these characters.
fn latin(bytes: &[u8]) -> Shape {
    Shape {
        length: bytes.len(),
        wide: false,
    }
}

/// Bytes to reserve for the datum; saturates.
fn flat_size(flat: &Flat, bytes: &[u8]) -> usize {
    flat.items()
        .iter()
        .map(|item| match item {
            Item::Bool(_) | Item::Char(_) | Item::Number(Number::Fixnum(0..=0xffff)) => 0,
            Item::Number(n) => size_of(n),
            Item::Symbol(name) => match flat.ascii(*name, bytes) {
                Some(name) => Symbol::size_for(latin(name)),
                None => Symbol::size_for_str(flat.text(*name, bytes)),
            },
            Item::Prefix(name) => Symbol::size_for_str(name),
            Item::String(text) => match flat.ascii(*text, bytes) {
                Some(text) => StringObject::size_for(latin(text)),
                None => StringObject::size_for_str(flat.text(*text, bytes)),
            },
            Item::List(count) | Item::DottedList(count) => Pair::size_for_list(*count as usize),
            Item::Vector(count) => Vector::size_for(*count as usize),
        })
        .fold(0, usize::saturating_add)
}

/// Makes the datum, within a reservation of [`flat_size`].
fn build(m: &mut Mutator, flat: &Flat, bytes: &[u8]) -> Value {
    // Nothing moves meanwhile.
    let mut stack: Vec<Value> = Vec::with_capacity(64);
    for item in flat.items() {
        let v = match item {
            Item::Bool(b) => Value::from_bool(*b),
            Item::Char(c) => Value::char(*c),
            Item::Number(n) => from_number(m, n),
            Item::Symbol(name) => match flat.ascii(*name, bytes) {
                Some(name) => Symbol::intern_chars(m, Chars::Latin(name)),
                None => Symbol::intern(m, flat.text(*name, bytes)),
            },
            Item::Prefix(name) => Symbol::intern(m, name),
            Item::String(text) => match flat.ascii(*text, bytes) {
                Some(text) => StringObject::alloc_chars(m, 0, Chars::Latin(text)),
                None => StringObject::alloc_str(m, 0, flat.text(*text, bytes)),
            },
            Item::List(count) => take_list(m, &mut stack, *count, Value::NIL),
            Item::DottedList(count) => {
                let tail = stack.pop().unwrap_or(Value::NIL);
                take_list(m, &mut stack, *count, tail)
            }
            Item::Vector(count) => {
                let base = stack.len() - *count as usize;
                let vector = Vector::alloc_from(m, 0, &stack[base..]);
                stack.truncate(base);
                vector
            }
        };
        stack.push(v);
    }
    stack.pop().unwrap_or(Value::NIL)
}

/// A list of the topmost values of the stack, which are taken off it.
fn take_list(m: &mut Mutator, stack: &mut Vec<Value>, count: u32, tail: Value) -> Value {
    let base = stack.len() - count as usize;
    let list = Pair::alloc_list(m, &stack[base..], tail);
    stack.truncate(base);
    list
}

/// Reads on inside a datum; false at the end.
fn fetch(ctx: &mut Context, who: &str, id: PortId) -> Result<bool, Raise> {
    let wanted = at(ctx, id).available().len() * 2;
    loop {
        if !fill(ctx, who, id)? {
            return Ok(false);
        }
        let length = at(ctx, id).available().len();
        if length >= wanted || length < SMALL || !can_read(ctx, who, id)? {
            return Ok(true);
        }
    }
}

fn failure(ctx: &mut Context, id: PortId, error: &ReadError, place: u64) -> Raise {
    let name = &at(ctx, id).name;
    Raise::error(
        ErrorKind::Read,
        format!("read: {error} (byte {place} of {name})"),
    )
}
