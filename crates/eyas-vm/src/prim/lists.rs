//! Pairs and lists (R7RS 6.4, part of SRFI 1).
//!
//! Every walk over a list knows its end first: a list that is circular or improper raises, naming the argument.

use eyas_heap::Value;
use eyas_heap::object::{ListEnd, Pair, eqv};

use super::arguments::{elements, index, list_length, pair, size};
use crate::context::Context;
use crate::equal::equal;
use crate::error::Raise;
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;

pub(super) fn cons(ctx: &mut Context, args: Args) -> Result {
    ctx.reserve(Pair::SIZE)?;
    Ok(Pair::alloc(&mut ctx.mutator, args.get(0), args.get(1)))
}

/// Follows a path of `a`s and `d`s, first step first. An error is that of the step that fails: `(car (cdr x))` may have
/// become `(cadr x)`, and the step is what both have in common.
fn follow(path: &[u8], args: Args) -> Result {
    let mut v = args.get(0);
    for step in path {
        let Some(pair) = v.as_pair() else {
            let who = if *step == b'a' { "car" } else { "cdr" };
            return Err(Raise::wrong_type(who, "a pair", 0, v));
        };
        v = if *step == b'a' {
            pair.car()
        } else {
            pair.cdr()
        };
    }
    Ok(v)
}

macro_rules! paths {
    ($($name:ident = $path:literal;)*) => {
        $(pub(super) fn $name(_ctx: &mut Context, args: Args) -> Result {
            follow($path, args)
        })*
    };
}
paths! {
    caar = b"aa";
    cadr = b"da";
    cdar = b"ad";
    cddr = b"dd";
    caaar = b"aaa";
    caadr = b"daa";
    cadar = b"ada";
    caddr = b"dda";
    cdaar = b"aad";
    cdadr = b"dad";
    cddar = b"add";
    cdddr = b"ddd";
    caaaar = b"aaaa";
    caaadr = b"daaa";
    caadar = b"adaa";
    caaddr = b"ddaa";
    cadaar = b"aada";
    cadadr = b"dada";
    caddar = b"adda";
    cadddr = b"ddda";
    cdaaar = b"aaad";
    cdaadr = b"daad";
    cdadar = b"adad";
    cdaddr = b"ddad";
    cddaar = b"aadd";
    cddadr = b"dadd";
    cdddar = b"addd";
    cddddr = b"dddd";
}

pub(super) fn car(_ctx: &mut Context, args: Args) -> Result {
    Ok(pair("car", args, 0)?.car())
}

pub(super) fn cdr(_ctx: &mut Context, args: Args) -> Result {
    Ok(pair("cdr", args, 0)?.cdr())
}

pub(super) fn set_car(ctx: &mut Context, args: Args) -> Result {
    pair("set-car!", args, 0)?.set_car(&mut ctx.mutator, args.get(1));
    Ok(Value::UNSPECIFIED)
}

pub(super) fn set_cdr(ctx: &mut Context, args: Args) -> Result {
    pair("set-cdr!", args, 0)?.set_cdr(&mut ctx.mutator, args.get(1));
    Ok(Value::UNSPECIFIED)
}

pub(super) fn list(ctx: &mut Context, args: Args) -> Result {
    ctx.reserve(Pair::size_for_list(args.count()))?;
    let mut list = Value::NIL;
    for i in (0..args.count()).rev() {
        list = Pair::alloc(&mut ctx.mutator, args.get(i), list);
    }
    Ok(list)
}

/// `(cons* a … tail)`
pub(super) fn cons_star(ctx: &mut Context, args: Args) -> Result {
    let last = args.count() - 1;
    ctx.reserve(Pair::size_for_list(last))?;
    let mut list = args.get(last);
    for i in (0..last).rev() {
        list = Pair::alloc(&mut ctx.mutator, args.get(i), list);
    }
    Ok(list)
}

pub(super) fn make_list(ctx: &mut Context, args: Args) -> Result {
    let n = size("make-list", args, 0)?;
    ctx.reserve(Pair::size_for_list(n))?;
    let fill = args.optional(1).unwrap_or(Value::UNSPECIFIED);
    let mut list = Value::NIL;
    for _ in 0..n {
        list = Pair::alloc(&mut ctx.mutator, fill, list);
    }
    Ok(list)
}

pub(super) fn length(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::fixnum(list_length("length", args, 0)? as i64))
}

/// SRFI 1's `length+` for circular lists, and `#f` for improper ones too.
pub(super) fn length_or_false(_ctx: &mut Context, args: Args) -> Result {
    Ok(match Pair::list_length(args.get(0)) {
        ListEnd::Proper(n) => Value::fixnum(n as i64),
        ListEnd::Dotted(..) | ListEnd::Circular => Value::FALSE,
    })
}

/// A fresh list of the first `n` elements before `tail`, within a reservation.
fn copy_onto(ctx: &mut Context, list: Value, n: usize, tail: Value) -> Value {
    let mut first = Value::NIL;
    let mut last: Option<Pair> = None;
    for x in elements(list).take(n) {
        let fresh = Pair::alloc(&mut ctx.mutator, x, tail);
        match last {
            None => first = fresh,
            Some(last) => last.set_cdr(&mut ctx.mutator, fresh),
        }
        last = fresh.as_pair();
    }
    if last.is_none() { tail } else { first }
}

pub(super) fn append(ctx: &mut Context, args: Args) -> Result {
    let Some(last) = args.count().checked_sub(1) else {
        return Ok(Value::NIL);
    };
    let mut total = 0;
    for i in 0..last {
        total += list_length("append", args, i)?;
    }
    ctx.reserve(Pair::size_for_list(total))?;
    let mut result = args.get(last);
    for i in (0..last).rev() {
        result = copy_onto(ctx, args.get(i), usize::MAX, result);
    }
    Ok(result)
}

pub(super) fn reverse(ctx: &mut Context, args: Args) -> Result {
    let n = list_length("reverse", args, 0)?;
    ctx.reserve(Pair::size_for_list(n))?;
    Ok(reversed_onto(ctx, args.get(0), Value::NIL))
}

fn reversed_onto(ctx: &mut Context, list: Value, tail: Value) -> Value {
    elements(list).fold(tail, |rest, x| Pair::alloc(&mut ctx.mutator, x, rest))
}

pub(super) fn append_reverse(ctx: &mut Context, args: Args) -> Result {
    let n = list_length("append-reverse", args, 0)?;
    ctx.reserve(Pair::size_for_list(n))?;
    Ok(reversed_onto(ctx, args.get(0), args.get(1)))
}

fn last_pair_of(list: Value) -> Option<Pair> {
    let mut pair = list.as_pair()?;
    while let Some(next) = pair.cdr().as_pair() {
        pair = next;
    }
    Some(pair)
}

pub(super) fn append_mutating(ctx: &mut Context, args: Args) -> Result {
    let mut result = Value::NIL;
    for i in (0..args.count()).rev() {
        let list = args.get(i);
        if i + 1 == args.count() {
            result = list;
            continue;
        }
        list_length("append!", args, i)?;
        if let Some(last) = last_pair_of(list) {
            last.set_cdr(&mut ctx.mutator, result);
            result = list;
        }
    }
    Ok(result)
}

pub(super) fn reverse_mutating(ctx: &mut Context, args: Args) -> Result {
    list_length("reverse!", args, 0)?;
    let mut result = Value::NIL;
    let mut rest = args.get(0);
    while let Some(pair) = rest.as_pair() {
        rest = pair.cdr();
        pair.set_cdr(&mut ctx.mutator, result);
        result = pair.value();
    }
    Ok(result)
}

/// What is left of argument 0 after argument 1's number of pairs.
fn tail(who: &str, args: Args) -> Result {
    let n = index(who, args, 1)?;
    let mut rest = args.get(0);
    for _ in 0..n {
        match rest.as_pair() {
            Some(pair) => rest = pair.cdr(),
            None => return Err(Raise::range(who, "index", 1, args.get(1)).irritant(args.get(0))),
        }
    }
    Ok(rest)
}

fn tail_pair(who: &str, args: Args) -> std::result::Result<Pair, Raise> {
    tail(who, args)?
        .as_pair()
        .ok_or_else(|| Raise::range(who, "index", 1, args.get(1)).irritant(args.get(0)))
}

pub(super) fn list_tail(_ctx: &mut Context, args: Args) -> Result {
    tail("list-tail", args)
}

pub(super) fn list_ref(_ctx: &mut Context, args: Args) -> Result {
    Ok(tail_pair("list-ref", args)?.car())
}

pub(super) fn list_set(ctx: &mut Context, args: Args) -> Result {
    tail_pair("list-set!", args)?.set_car(&mut ctx.mutator, args.get(2));
    Ok(Value::UNSPECIFIED)
}

/// Copies the pairs of the spine; what is no list is returned as it is (R7RS 6.4).
pub(super) fn list_copy(ctx: &mut Context, args: Args) -> Result {
    let (n, dotted) = match Pair::list_length(args.get(0)) {
        ListEnd::Proper(n) => (n, false),
        ListEnd::Dotted(n, _) => (n, true),
        ListEnd::Circular => {
            return Err(Raise::wrong_type(
                "list-copy",
                "a list that ends",
                0,
                args.get(0),
            ));
        }
    };
    ctx.reserve(Pair::size_for_list(n))?;
    // Reads the end again: the reservation may have moved it.
    let end = match Pair::list_length(args.get(0)) {
        ListEnd::Dotted(_, end) if dotted => end,
        _ => Value::NIL,
    };
    Ok(copy_onto(ctx, args.get(0), n, end))
}

pub(super) fn last_pair(_ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    if matches!(Pair::list_length(v), ListEnd::Circular) {
        return Err(Raise::wrong_type("last-pair", "a list that ends", 0, v));
    }
    match last_pair_of(v) {
        Some(pair) => Ok(pair.value()),
        None => Err(Raise::wrong_type("last-pair", "a pair", 0, v)),
    }
}

/// Walks a list until `found`; a circular list is noticed by a second pointer at half the speed (Floyd).
fn search(
    who: &str,
    args: Args,
    mut found: impl FnMut(Pair) -> std::result::Result<bool, Raise>,
) -> std::result::Result<Option<Pair>, Raise> {
    let mut rest = args.get(1);
    let mut slow = rest;
    let mut steps = 0usize;
    while let Some(pair) = rest.as_pair() {
        if found(pair)? {
            return Ok(Some(pair));
        }
        rest = pair.cdr();
        steps += 1;
        if steps.is_multiple_of(2) {
            slow = slow.as_pair().map_or(slow, Pair::cdr);
            if rest == slow && rest.is_pair() {
                return Err(Raise::wrong_type(who, "a list that ends", 1, args.get(1)));
            }
        }
    }
    if rest == Value::NIL {
        Ok(None)
    } else {
        Err(Raise::wrong_type(who, "a list", 1, args.get(1)))
    }
}

fn member_by(who: &str, args: Args, same: impl Fn(Value) -> bool) -> Result {
    let found = search(who, args, |pair| Ok(same(pair.car())))?;
    Ok(found.map_or(Value::FALSE, Pair::value))
}

fn assoc_by(who: &str, args: Args, same: impl Fn(Value) -> bool) -> Result {
    let found = search(who, args, |pair| match pair.car().as_pair() {
        Some(entry) => Ok(same(entry.car())),
        None => Err(Raise::wrong_type(who, "a list of pairs", 1, args.get(1))),
    })?;
    Ok(found.map_or(Value::FALSE, Pair::car))
}

/// True if nothing but `x` itself is `eqv?` to it.
fn is_eqv_identity(x: Value) -> bool {
    x.is_fixnum() || !x.is_number()
}

pub(super) fn memq(_ctx: &mut Context, args: Args) -> Result {
    let x = args.get(0);
    member_by("memq", args, |y| x == y)
}

pub(super) fn memv(_ctx: &mut Context, args: Args) -> Result {
    let x = args.get(0);
    let only_identical = is_eqv_identity(x);
    member_by("memv", args, |y| x == y || (!only_identical && eqv(x, y)))
}

pub(super) fn member(ctx: &mut Context, args: Args) -> Result {
    let x = args.get(0);
    member_by("member", args, |y| equal(&ctx.mutator, x, y))
}

pub(super) fn assq(_ctx: &mut Context, args: Args) -> Result {
    let x = args.get(0);
    assoc_by("assq", args, |y| x == y)
}

pub(super) fn assv(_ctx: &mut Context, args: Args) -> Result {
    let x = args.get(0);
    let only_identical = is_eqv_identity(x);
    assoc_by("assv", args, |y| x == y || (!only_identical && eqv(x, y)))
}

pub(super) fn assoc(ctx: &mut Context, args: Args) -> Result {
    let x = args.get(0);
    assoc_by("assoc", args, |y| equal(&ctx.mutator, x, y))
}

/// `(%delete x list)`: a fresh list without the elements that are `equal?` to `x`.
pub(super) fn delete(ctx: &mut Context, args: Args) -> Result {
    let n = list_length("delete", args, 1)?;
    ctx.reserve(Pair::size_for_list(n))?;
    let x = args.get(0);
    let mut first = Value::NIL;
    let mut last: Option<Pair> = None;
    for y in elements(args.get(1)) {
        if equal(&ctx.mutator, x, y) {
            continue;
        }
        let fresh = Pair::alloc(&mut ctx.mutator, y, Value::NIL);
        match last {
            None => first = fresh,
            Some(last) => last.set_cdr(&mut ctx.mutator, fresh),
        }
        last = fresh.as_pair();
    }
    Ok(first)
}
