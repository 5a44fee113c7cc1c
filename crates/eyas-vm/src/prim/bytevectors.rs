//! Bytevectors (R7RS 6.9).

use eyas_heap::Value;
use eyas_heap::object::{Bytevector, StringObject};

use super::arguments::{byte, index, mutable, range, size, string};
use super::vectors::bad_index;
use crate::context::Context;
use crate::error::{ErrorKind, Raise};
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;

use super::arguments::bytevector as bytes;

pub(super) fn make_bytevector(ctx: &mut Context, args: Args) -> Result {
    let n = size("make-bytevector", args, 0)?;
    let fill = if args.count() > 1 {
        byte("make-bytevector", args, 1)?
    } else {
        0
    };
    ctx.reserve(Bytevector::size_for(n))?;
    Ok(Bytevector::alloc(&mut ctx.mutator, n, fill))
}

pub(super) fn bytevector(ctx: &mut Context, args: Args) -> Result {
    let mut content = Vec::with_capacity(args.count());
    for i in 0..args.count() {
        content.push(byte("bytevector", args, i)?);
    }
    ctx.reserve(Bytevector::size_for(content.len()))?;
    Ok(Bytevector::alloc_from(&mut ctx.mutator, 0, &content))
}

pub(super) fn bytevector_length(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::fixnum(
        bytes("bytevector-length", args, 0)?.len() as i64
    ))
}

pub(super) fn bytevector_u8_ref(_ctx: &mut Context, args: Args) -> Result {
    let v = bytes("bytevector-u8-ref", args, 0)?;
    match args.get(1).as_index().and_then(|i| v.get(i)) {
        Some(byte) => Ok(Value::fixnum(i64::from(byte))),
        None => Err(bad_index("bytevector-u8-ref", args, v.len())),
    }
}

pub(super) fn bytevector_u8_set(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "bytevector-u8-set!";
    let v = bytes(WHO, args, 0)?;
    mutable(WHO, args, 0, v.is_immutable())?;
    let value = byte(WHO, args, 2)?;
    let stored = args
        .get(1)
        .as_index()
        .is_some_and(|i| v.set(&mut ctx.mutator, i, value));
    if stored {
        Ok(Value::UNSPECIFIED)
    } else {
        Err(bad_index(WHO, args, v.len()))
    }
}

pub(super) fn bytevector_copy(ctx: &mut Context, args: Args) -> Result {
    let length = bytes("bytevector-copy", args, 0)?.len();
    let range = range("bytevector-copy", args, 1, length)?;
    ctx.reserve(Bytevector::size_for(range.len()))?;
    Ok(bytes("bytevector-copy", args, 0)?.alloc_part(&mut ctx.mutator, range))
}

/// `(bytevector-copy! to at from [start end])`
pub(super) fn bytevector_copy_into(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "bytevector-copy!";
    let to = bytes(WHO, args, 0)?;
    mutable(WHO, args, 0, to.is_immutable())?;
    let at = index(WHO, args, 1)?;
    let from = bytes(WHO, args, 2)?;
    let range = range(WHO, args, 3, from.len())?;
    if at > to.len() || range.len() > to.len() - at {
        return Err(Raise::range(WHO, "position", 1, args.get(1)));
    }
    to.copy_from(&mut ctx.mutator, at, from, range);
    Ok(Value::UNSPECIFIED)
}

pub(super) fn bytevector_append(ctx: &mut Context, args: Args) -> Result {
    let mut total = 0;
    for i in 0..args.count() {
        total += bytes("bytevector-append", args, i)?.len();
    }
    ctx.reserve(Bytevector::size_for(total))?;
    let fresh = Bytevector::alloc(&mut ctx.mutator, total, 0);
    let mut at = 0;
    for i in 0..args.count() {
        let part = bytes("bytevector-append", args, i)?;
        if let Some(to) = fresh.as_bytevector() {
            to.copy_from(&mut ctx.mutator, at, part, 0..part.len());
        }
        at += part.len();
    }
    Ok(fresh)
}

/// `(bytevector-fill! bytevector byte [start end])`
pub(super) fn bytevector_fill(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "bytevector-fill!";
    let v = bytes(WHO, args, 0)?;
    mutable(WHO, args, 0, v.is_immutable())?;
    let value = byte(WHO, args, 1)?;
    let range = range(WHO, args, 2, v.len())?;
    v.bytes_mut(&mut ctx.mutator)[range].fill(value);
    Ok(Value::UNSPECIFIED)
}

pub(super) fn utf8_to_string(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "utf8->string";
    let from = bytes(WHO, args, 0)?;
    let range = range(WHO, args, 1, from.len())?;
    let shape = match StringObject::utf8_shape(from, range.clone()) {
        Some(Ok(shape)) => shape,
        Some(Err(at)) => {
            let message = format!("{WHO}: the bytes are not UTF-8 at index {at}");
            return Err(Raise::error(ErrorKind::Encoding, message).about(0, args.get(0)));
        }
        None => return Err(Raise::range(WHO, "end", 2, args.get(0))),
    };
    ctx.reserve(StringObject::size_for(shape))?;
    let from = bytes(WHO, args, 0)?;
    Ok(StringObject::alloc_utf8(
        &mut ctx.mutator,
        from,
        range,
        shape,
    ))
}

pub(super) fn string_to_utf8(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "string->utf8";
    let s = string(WHO, args, 0)?;
    let range = range(WHO, args, 1, s.len())?;
    let Some(length) = s.utf8_length(range.clone()) else {
        return Err(Raise::range(WHO, "end", 2, args.get(0)));
    };
    ctx.reserve(Bytevector::size_for(length))?;
    let s = string(WHO, args, 0)?;
    Ok(s.alloc_utf8_bytes(&mut ctx.mutator, range, length))
}
