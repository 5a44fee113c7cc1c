//! Strings (R7RS 6.7, part of SRFI 13).
//!
//! Every range is checked before anything is allocated or changed; literals are refused by what changes strings. What
//! may widen a string reserves the wider body first.

use std::ops::Range;

use eyas_datum::unicode;
use eyas_heap::layout::IMMEDIATE_SHIFT;
use eyas_heap::object::text::{Chars, CharsMut, Shape, is_latin};
use eyas_heap::object::{Pair, StringObject};
use eyas_heap::{Mutator, Value};

use super::arguments::{character, elements, index, list_length, mutable, range, size};
use super::vectors::bad_index;
use crate::context::Context;
use crate::error::Raise;
use crate::native::Args;

pub(super) use super::string_order::{
    is_string_at_least, is_string_at_most, is_string_equal, is_string_less, is_string_more,
    string_hash,
};

pub(super) use super::vectors::{string_to_vector, vector_to_string};

type Result = std::result::Result<Value, Raise>;

/// `(make-string n [char])`: spaces without a character.
pub(super) fn make_string(ctx: &mut Context, args: Args) -> Result {
    let length = size("make-string", args, 0)?;
    let fill = if args.count() > 1 {
        character("make-string", args, 1)?
    } else {
        ' '
    };
    ctx.reserve(StringObject::size_for(Shape {
        length,
        wide: !is_latin(fill),
    }))?;
    Ok(StringObject::alloc(&mut ctx.mutator, length, fill))
}

pub(super) fn string(ctx: &mut Context, args: Args) -> Result {
    let mut shape = Shape {
        length: args.count(),
        wide: false,
    };
    for i in 0..args.count() {
        shape.wide |= !is_latin(character("string", args, i)?);
    }
    ctx.reserve(StringObject::size_for(shape))?;
    let m = &mut ctx.mutator;
    let fresh = StringObject::alloc_zeroed(m, 0, shape);
    let mut chars = fresh.chars_mut(m);
    for i in 0..args.count() {
        chars.set(i, args.get(i).as_char().unwrap_or_default());
    }
    Ok(fresh.value())
}

pub(super) fn string_length(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::fixnum(arg("string-length", args)?.len() as i64))
}

/// Argument 0, a string.
fn arg(who: &str, args: Args) -> std::result::Result<StringObject, Raise> {
    super::arguments::string(who, args, 0)
}

pub(super) fn string_ref(_ctx: &mut Context, args: Args) -> Result {
    let s = arg("string-ref", args)?;
    match args.get(1).as_index().and_then(|i| s.get(i)) {
        Some(c) => Ok(Value::char(c)),
        None => Err(bad_index("string-ref", args, s.len())),
    }
}

pub(super) fn string_set(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "string-set!";
    let s = arg(WHO, args)?;
    mutable(WHO, args, 0, s.is_immutable())?;
    let c = character(WHO, args, 2)?;
    let Some(i) = args.get(1).as_index().filter(|&i| i < s.len()) else {
        return Err(bad_index(WHO, args, s.len()));
    };
    widen(ctx, s.needs_widening(c))?;
    let stored = arg(WHO, args)?.set(&mut ctx.mutator, i, c);
    debug_assert!(stored);
    Ok(Value::UNSPECIFIED)
}

/// Makes room for a wider body, if one is needed.
fn widen(ctx: &mut Context, bytes: Option<usize>) -> std::result::Result<(), Raise> {
    match bytes {
        Some(bytes) => ctx.reserve(bytes),
        None => Ok(()),
    }
}

/// A fresh string of a part of argument 0.
fn part(ctx: &mut Context, who: &str, args: Args, range: Range<usize>) -> Result {
    let Some(shape) = arg(who, args)?.part_shape(range.clone()) else {
        return Err(Raise::range(who, "range", 0, args.get(0)));
    };
    ctx.reserve(StringObject::size_for(shape))?;
    Ok(arg(who, args)?.alloc_part(&mut ctx.mutator, 0, range))
}

/// `(substring string start [end])`
pub(super) fn substring(ctx: &mut Context, args: Args) -> Result {
    let range = range("substring", args, 1, arg("substring", args)?.len())?;
    part(ctx, "substring", args, range)
}

/// `(string-copy string [start end])`
pub(super) fn string_copy(ctx: &mut Context, args: Args) -> Result {
    let range = range("string-copy", args, 1, arg("string-copy", args)?.len())?;
    part(ctx, "string-copy", args, range)
}

pub(super) fn string_append(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "string-append";
    let mut shape = Shape {
        length: 0,
        wide: false,
    };
    for i in 0..args.count() {
        let part = super::arguments::string(WHO, args, i)?.shape();
        shape = Shape {
            length: shape.length + part.length,
            wide: shape.wide | part.wide,
        };
    }
    ctx.reserve(StringObject::size_for(shape))?;
    let whole = StringObject::alloc_zeroed(&mut ctx.mutator, 0, shape);
    let mut at = 0;
    for i in 0..args.count() {
        let part = super::arguments::string(WHO, args, i)?;
        at = append(&mut ctx.mutator, whole, at, part);
    }
    Ok(whole.value())
}

/// Copies all of `part` to position `at` of `whole`; the result is the position behind it.
fn append(m: &mut Mutator, whole: StringObject, at: usize, part: StringObject) -> usize {
    let length = part.len();
    whole.copy_from(m, at, part, 0..length);
    at + length
}

/// `(string-join strings [delimiter])`: a space without a delimiter (SRFI 13).
pub(super) fn string_join(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "string-join";
    let count = list_length(WHO, args, 0)?;
    let delimiter = match args.optional(1) {
        None => Shape {
            length: 1,
            wide: false,
        },
        Some(_) => string_shape(WHO, args, 1)?,
    };
    let gaps = count.saturating_sub(1);
    let mut shape = Shape {
        length: delimiter.length.saturating_mul(gaps),
        wide: delimiter.wide && gaps > 0,
    };
    for v in elements(args.get(0)) {
        let Some(part) = v.as_string() else {
            return Err(Raise::wrong_type(WHO, "a list of strings", 0, v));
        };
        shape.length = shape.length.saturating_add(part.len());
        shape.wide |= part.is_wide();
    }
    ctx.reserve(StringObject::size_for(shape))?;
    let m = &mut ctx.mutator;
    let whole = StringObject::alloc_zeroed(m, 0, shape);
    let delimiter = args.optional(1).and_then(Value::as_string);
    let mut at = 0;
    for (i, part) in elements(args.get(0))
        .filter_map(Value::as_string)
        .enumerate()
    {
        if i > 0 {
            match delimiter {
                Some(delimiter) => at = append(m, whole, at, delimiter),
                None => {
                    whole.chars_mut(m).set(at, ' ');
                    at += 1;
                }
            }
        }
        at = append(m, whole, at, part);
    }
    Ok(whole.value())
}

fn string_shape(who: &str, args: Args, i: usize) -> std::result::Result<Shape, Raise> {
    Ok(super::arguments::string(who, args, i)?.shape())
}

/// `(string->list string [start end])`
pub(super) fn string_to_list(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "string->list";
    let range = range(WHO, args, 1, arg(WHO, args)?.len())?;
    ctx.reserve(Pair::size_for_list(range.len()))?;
    let s = arg(WHO, args)?;
    let mut list = Value::NIL;
    for i in range.rev() {
        let c = s.get(i).unwrap_or_default();
        list = Pair::alloc(&mut ctx.mutator, Value::char(c), list);
    }
    Ok(list)
}

/// Characters of a list that are taken along while it is measured.
const SHORT: usize = 64;

/// The shape of the string of the characters in the list that is argument 0. One walk if there is nothing to refuse;
/// `start` gets the lowest eight bits of the first characters.
fn shape_of_list(
    who: &str,
    args: Args,
    start: &mut [u8; SHORT],
) -> std::result::Result<Shape, Raise> {
    let (mut length, mut bits) = (0, 0);
    let (mut rest, mut mark, mut renew_at) = (args.get(0), Value::NIL, SHORT);
    while rest.is_pair() && Mutator::car(rest).is_char() {
        let code = Mutator::car(rest).bits() >> IMMEDIATE_SHIFT;
        if let Some(to) = start.get_mut(length) {
            *to = code as u8;
        }
        bits |= code;
        length += 1;
        rest = Mutator::cdr(rest);
        // Brent's test for a cycle, as in `Pair::list_length`.
        if rest == mark {
            break;
        }
        if length == renew_at {
            mark = rest;
            renew_at *= 2;
        }
    }
    if rest == Value::NIL {
        let wide = bits >= 0x100;
        return Ok(Shape { length, wide });
    }
    // That it is no list goes before what is in it.
    list_length(who, args, 0)?;
    let other = elements(args.get(0)).find(|v| !v.is_char());
    let other = other.unwrap_or(args.get(0));
    Err(Raise::wrong_type(who, "a list of characters", 0, other))
}

pub(super) fn list_to_string(ctx: &mut Context, args: Args) -> Result {
    let mut start = [0; SHORT];
    let shape = shape_of_list("list->string", args, &mut start)?;
    ctx.reserve(StringObject::size_for(shape))?;
    let m = &mut ctx.mutator;
    if !shape.wide
        && let Some(all) = start.get(..shape.length)
    {
        return Ok(StringObject::alloc_chars(m, 0, Chars::Latin(all)));
    }
    let fresh = StringObject::alloc_zeroed(m, 0, shape);
    let mut rest = args.get(0);
    match fresh.chars_mut(m) {
        CharsMut::Latin(bytes) => {
            for to in bytes {
                *to = (Mutator::car(rest).bits() >> IMMEDIATE_SHIFT) as u8;
                rest = Mutator::cdr(rest);
            }
        }
        CharsMut::Wide(chars) => {
            for to in chars {
                *to = Mutator::car(rest).as_char().unwrap_or_default();
                rest = Mutator::cdr(rest);
            }
        }
    }
    Ok(fresh.value())
}

/// `(string-copy! to at from [start end])`
pub(super) fn string_copy_into(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "string-copy!";
    let to = arg(WHO, args)?;
    mutable(WHO, args, 0, to.is_immutable())?;
    let at = index(WHO, args, 1)?;
    let from = super::arguments::string(WHO, args, 2)?;
    let range = range(WHO, args, 3, from.len())?;
    if at > to.len() || range.len() > to.len() - at {
        return Err(Raise::range(WHO, "position", 1, args.get(1)));
    }
    widen(ctx, to.needs_widening_for(from, range.clone()))?;
    let (to, from) = (arg(WHO, args)?, super::arguments::string(WHO, args, 2)?);
    to.copy_from(&mut ctx.mutator, at, from, range);
    Ok(Value::UNSPECIFIED)
}

/// `(string-fill! string char [start end])`
pub(super) fn string_fill(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "string-fill!";
    let s = arg(WHO, args)?;
    mutable(WHO, args, 0, s.is_immutable())?;
    let c = character(WHO, args, 1)?;
    let range = range(WHO, args, 2, s.len())?;
    widen(ctx, s.needs_widening(c))?;
    arg(WHO, args)?.fill(&mut ctx.mutator, range, c);
    Ok(Value::UNSPECIFIED)
}

/// A fresh string with the text of argument 0, mapped: in place by `ascii` if it is nothing but ASCII.
fn mapped(
    ctx: &mut Context,
    who: &str,
    args: Args,
    ascii: fn(&mut [u8]),
    map: fn(Chars<'_>) -> Vec<char>,
) -> Result {
    let s = arg(who, args)?;
    if let Chars::Latin(bytes) = s.chars(&ctx.mutator)
        && bytes.is_ascii()
    {
        ctx.reserve(StringObject::size_for(s.shape()))?;
        let s = arg(who, args)?;
        let m = &mut ctx.mutator;
        let fresh = StringObject::alloc_zeroed(m, 0, s.shape());
        append(m, fresh, 0, s);
        if let CharsMut::Latin(bytes) = fresh.chars_mut(m) {
            ascii(bytes);
        }
        return Ok(fresh.value());
    }
    let text = map(s.chars(&ctx.mutator));
    let text = Chars::Wide(&text);
    ctx.reserve(StringObject::size_for(Shape::of_chars(text)))?;
    Ok(StringObject::alloc_chars(&mut ctx.mutator, 0, text))
}

pub(super) fn string_upcase(ctx: &mut Context, args: Args) -> Result {
    mapped(
        ctx,
        "string-upcase",
        args,
        <[u8]>::make_ascii_uppercase,
        |text| unicode::upcase(text.iter()),
    )
}

pub(super) fn string_downcase(ctx: &mut Context, args: Args) -> Result {
    mapped(
        ctx,
        "string-downcase",
        args,
        <[u8]>::make_ascii_lowercase,
        |text| unicode::downcase(text.iter()),
    )
}

pub(super) fn string_foldcase(ctx: &mut Context, args: Args) -> Result {
    mapped(
        ctx,
        "string-foldcase",
        args,
        <[u8]>::make_ascii_lowercase,
        |text| unicode::foldcase(&text.to_rust()).chars().collect(),
    )
}

/// `(%string-search pattern string start)`: where the pattern first stands at or after `start`, or `#f`.
pub(super) fn string_search(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "%string-search";
    let (pattern, s) = (arg(WHO, args)?, super::arguments::string(WHO, args, 1)?);
    let range = range(WHO, args, 2, s.len())?;
    let start = range.start;
    let m = &ctx.mutator;
    let Some(rest) = s.chars(m).slice(range) else {
        return Err(Raise::range(WHO, "start", 2, args.get(2)));
    };
    let found = search(pattern.chars(m), rest);
    Ok(found.map_or(Value::FALSE, |at| Value::fixnum((start + at) as i64)))
}

/// Where `pattern` first stands in `text`, in linear time.
fn search(pattern: Chars<'_>, text: Chars<'_>) -> Option<usize> {
    if pattern.len() > text.len() {
        return None;
    }
    if let (Chars::Latin(p), Chars::Latin(t)) = (pattern, text)
        && p.is_ascii()
        && t.is_ascii()
        && let (Ok(p), Ok(t)) = (std::str::from_utf8(p), std::str::from_utf8(t))
    {
        return t.find(p);
    }
    // Knuth, Morris & Pratt, "Fast pattern matching in strings" (1977).
    let pattern: Vec<char> = pattern.iter().collect();
    let mut borders = vec![0; pattern.len() + 1];
    let mut k = 0;
    for i in 1..pattern.len() {
        while k > 0 && pattern[i] != pattern[k] {
            k = borders[k];
        }
        k += usize::from(pattern[i] == pattern[k]);
        borders[i + 1] = k;
    }
    let mut matched = 0;
    for (i, c) in text.iter().enumerate() {
        if matched == pattern.len() {
            return Some(i - matched);
        }
        while matched > 0 && pattern[matched] != c {
            matched = borders[matched];
        }
        matched += usize::from(pattern[matched] == c);
    }
    (matched == pattern.len()).then(|| text.len() - matched)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_finds_the_first_occurrence() {
        let wide = |s: &str| s.chars().collect::<Vec<char>>();
        for (p, t) in [
            ("", ""),
            ("", "abc"),
            ("a", ""),
            ("b", "abab"),
            ("aab", "aaaab"),
            ("é", "été"),
        ] {
            let expected = t.find(p).map(|at| t[..at].chars().count());
            let (p, t) = (wide(p), wide(t));
            assert_eq!(search(Chars::Wide(&p), Chars::Wide(&t)), expected);
        }
        assert_eq!(search(Chars::Latin(b"ab"), Chars::Latin(b"aaab")), Some(2));
    }
}
