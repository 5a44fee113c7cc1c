//! Comparing and hashing strings (R7RS 6.7), with and without regard to case.
//!
//! Every argument is checked, also after the answer is known. Order is by code point, which for Rust's strings is the
//! order of their bytes.

use std::cmp::Ordering;

use eyas_datum::unicode;
use eyas_heap::Value;
use eyas_heap::object::text::{Chars, Shape};

use super::arguments::string;
use crate::context::Context;
use crate::error::Raise;
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;

fn chain(who: &str, args: Args, holds: fn(Ordering) -> bool) -> Result {
    let mut all = true;
    let mut previous = string(who, args, 0)?;
    for i in 1..args.count() {
        let next = string(who, args, i)?;
        all = all && holds(previous.compare(next));
        previous = next;
    }
    Ok(Value::from_bool(all))
}

/// Equality need not find out which is less: strings of different lengths are not looked at.
pub(super) fn is_string_equal(_ctx: &mut Context, args: Args) -> Result {
    let mut all = true;
    let mut previous = string("string=?", args, 0)?;
    for i in 1..args.count() {
        let next = string("string=?", args, i)?;
        all = all && (previous == next || previous.equals(next));
        previous = next;
    }
    Ok(Value::from_bool(all))
}

fn chain_ci(who: &str, args: Args, holds: fn(Ordering) -> bool) -> Result {
    let mut all = true;
    let mut previous = unicode::foldcase(&string(who, args, 0)?.to_rust());
    for i in 1..args.count() {
        let next = string(who, args, i)?;
        if all {
            let next = unicode::foldcase(&next.to_rust());
            all = holds(previous.cmp(&next));
            previous = next;
        }
    }
    Ok(Value::from_bool(all))
}

macro_rules! orders {
    ($($name:ident $who:literal $chain:ident $holds:expr;)*) => {
        $(pub(super) fn $name(_ctx: &mut Context, args: Args) -> Result {
            $chain($who, args, $holds)
        })*
    };
}
orders! {
    is_string_less "string<?" chain Ordering::is_lt;
    is_string_more "string>?" chain Ordering::is_gt;
    is_string_at_most "string<=?" chain Ordering::is_le;
    is_string_at_least "string>=?" chain Ordering::is_ge;
    is_string_ci_equal "string-ci=?" chain_ci Ordering::is_eq;
    is_string_ci_less "string-ci<?" chain_ci Ordering::is_lt;
    is_string_ci_more "string-ci>?" chain_ci Ordering::is_gt;
    is_string_ci_at_most "string-ci<=?" chain_ci Ordering::is_le;
    is_string_ci_at_least "string-ci>=?" chain_ci Ordering::is_ge;
}

/// `(string-hash string [bound])`
pub(super) fn string_hash(ctx: &mut Context, args: Args) -> Result {
    let hash = string("string-hash", args, 0)?.hash(ctx.mutator.hash_seed());
    super::tables::bounded("string-hash", args, hash)
}

/// `(string-ci-hash string [bound])`
pub(super) fn string_ci_hash(ctx: &mut Context, args: Args) -> Result {
    let text = unicode::foldcase(&string("string-ci-hash", args, 0)?.to_rust());
    let seed = ctx.mutator.hash_seed();
    let hash = if Shape::of_str(&text).length == text.len() {
        Chars::Latin(text.as_bytes()).hash(seed)
    } else {
        Chars::Wide(&text.chars().collect::<Vec<char>>()).hash(seed)
    };
    super::tables::bounded("string-ci-hash", args, hash)
}
