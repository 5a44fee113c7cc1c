//! Vectors (R7RS 6.8), and their conversions from and to lists and strings.

use eyas_heap::Value;
use eyas_heap::object::{Pair, StringObject, Vector};

use super::arguments::{self, elements, index, list_length, mutable, range, size, string};
use crate::context::Context;
use crate::error::Raise;
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;

pub(super) fn make_vector(ctx: &mut Context, args: Args) -> Result {
    let n = size("make-vector", args, 0)?;
    ctx.reserve(Vector::size_for(n))?;
    let fill = args.optional(1).unwrap_or(Value::UNSPECIFIED);
    Ok(Vector::alloc(&mut ctx.mutator, n, fill))
}

/// `(vector x …)`; calls by name are an operation of their own.
pub(super) fn vector(ctx: &mut Context, args: Args) -> Result {
    ctx.reserve(Vector::size_for(args.count()))?;
    let items: Vec<Value> = args.as_slice(ctx).to_vec();
    Ok(Vector::alloc_from(&mut ctx.mutator, 0, &items))
}

pub(super) fn vector_length(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::fixnum(
        arguments::vector("vector-length", args, 0)?.len() as i64,
    ))
}

pub(super) fn vector_ref(_ctx: &mut Context, args: Args) -> Result {
    let v = arguments::vector("vector-ref", args, 0)?;
    match args.get(1).as_index().and_then(|i| v.get(i)) {
        Some(x) => Ok(x),
        None => Err(bad_index("vector-ref", args, v.len())),
    }
}

pub(super) fn vector_set(ctx: &mut Context, args: Args) -> Result {
    let v = arguments::vector("vector-set!", args, 0)?;
    mutable("vector-set!", args, 0, v.is_immutable())?;
    let stored = args
        .get(1)
        .as_index()
        .is_some_and(|i| v.set(&mut ctx.mutator, i, args.get(2)));
    if stored {
        Ok(Value::UNSPECIFIED)
    } else {
        Err(bad_index("vector-set!", args, v.len()))
    }
}

/// The error for argument 1 as an index into something of this length.
#[cold]
pub(crate) fn bad_index(who: &str, args: Args, length: usize) -> Raise {
    let i = args.get(1);
    if i.is_exact_integer() {
        let valid = match length {
            0 => "nothing, it is empty".to_string(),
            n => format!("0 to {}", n - 1),
        };
        Raise::range_within(who, "index", &valid, 1, i)
    } else {
        Raise::wrong_type(who, "an index", 1, i)
    }
}

pub(super) fn vector_to_list(ctx: &mut Context, args: Args) -> Result {
    let length = arguments::vector("vector->list", args, 0)?.len();
    let range = range("vector->list", args, 1, length)?;
    ctx.reserve(Pair::size_for_list(range.len()))?;
    let v = arguments::vector("vector->list", args, 0)?;
    let mut list = Value::NIL;
    for i in range.rev() {
        let x = v.get(i).unwrap_or(Value::UNSPECIFIED);
        list = Pair::alloc(&mut ctx.mutator, x, list);
    }
    Ok(list)
}

pub(super) fn list_to_vector(ctx: &mut Context, args: Args) -> Result {
    let n = list_length("list->vector", args, 0)?;
    ctx.reserve(Vector::size_for(n))?;
    let items: Vec<Value> = elements(args.get(0)).collect();
    Ok(Vector::alloc_from(&mut ctx.mutator, 0, &items))
}

pub(super) fn vector_fill(ctx: &mut Context, args: Args) -> Result {
    let v = arguments::vector("vector-fill!", args, 0)?;
    mutable("vector-fill!", args, 0, v.is_immutable())?;
    let range = range("vector-fill!", args, 2, v.len())?;
    v.fill(&mut ctx.mutator, range, args.get(1));
    Ok(Value::UNSPECIFIED)
}

pub(super) fn vector_copy(ctx: &mut Context, args: Args) -> Result {
    let length = arguments::vector("vector-copy", args, 0)?.len();
    let range = range("vector-copy", args, 1, length)?;
    ctx.reserve(Vector::size_for(range.len()))?;
    Ok(arguments::vector("vector-copy", args, 0)?.alloc_part(&mut ctx.mutator, range))
}

/// `(vector-copy! to at from [start end])`
pub(super) fn vector_copy_into(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "vector-copy!";
    let to = arguments::vector(WHO, args, 0)?;
    mutable(WHO, args, 0, to.is_immutable())?;
    let at = index(WHO, args, 1)?;
    let from = arguments::vector(WHO, args, 2)?;
    let range = range(WHO, args, 3, from.len())?;
    if at > to.len() || range.len() > to.len() - at {
        return Err(Raise::range(WHO, "position", 1, args.get(1)));
    }
    to.copy_from(&mut ctx.mutator, at, from, range);
    Ok(Value::UNSPECIFIED)
}

pub(super) fn vector_append(ctx: &mut Context, args: Args) -> Result {
    let mut total = 0;
    for i in 0..args.count() {
        total += arguments::vector("vector-append", args, i)?.len();
    }
    ctx.reserve(Vector::size_for(total))?;
    let fresh = Vector::alloc(&mut ctx.mutator, total, Value::UNSPECIFIED);
    let mut at = 0;
    for i in 0..args.count() {
        let part = arguments::vector("vector-append", args, i)?;
        if let Some(to) = fresh.as_vector() {
            to.copy_from(&mut ctx.mutator, at, part, 0..part.len());
        }
        at += part.len();
    }
    Ok(fresh)
}

pub(super) fn string_to_vector(ctx: &mut Context, args: Args) -> Result {
    let length = string("string->vector", args, 0)?.len();
    let range = range("string->vector", args, 1, length)?;
    ctx.reserve(Vector::size_for(range.len()))?;
    let s = string("string->vector", args, 0)?;
    let items: Vec<Value> = range.filter_map(|i| s.get(i)).map(Value::char).collect();
    Ok(Vector::alloc_from(&mut ctx.mutator, 0, &items))
}

pub(super) fn vector_to_string(ctx: &mut Context, args: Args) -> Result {
    let v = arguments::vector("vector->string", args, 0)?;
    let range = range("vector->string", args, 1, v.len())?;
    let mut text = String::with_capacity(range.len());
    for i in range {
        let x = v.get(i).unwrap_or(Value::UNSPECIFIED);
        match x.as_char() {
            Some(c) => text.push(c),
            None => {
                let raise = Raise::wrong_type("vector->string", "a vector of characters", 0, x);
                return Err(raise);
            }
        }
    }
    ctx.reserve(StringObject::size_for_str(&text))?;
    Ok(StringObject::alloc_str(&mut ctx.mutator, 0, &text))
}
