//! Characters (R7RS 6.6).

use eyas_datum::unicode;
use eyas_heap::Value;

use super::arguments::character;
use crate::context::Context;
use crate::error::Raise;
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;

pub(super) fn char_to_integer(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::fixnum(i64::from(u32::from(character(
        "char->integer",
        args,
        0,
    )?))))
}

pub(super) fn integer_to_char(_ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    let scalar = v
        .as_index()
        .and_then(|n| u32::try_from(n).ok())
        .and_then(char::from_u32);
    match scalar {
        Some(c) => Ok(Value::char(c)),
        None => Err(Raise::wrong_type(
            "integer->char",
            "a Unicode scalar value",
            0,
            v,
        )),
    }
}

/// Every argument is checked, also after the answer is known.
fn chain(who: &str, args: Args, fold: fn(char) -> char, holds: fn(char, char) -> bool) -> Result {
    let mut all = true;
    let mut previous = fold(character(who, args, 0)?);
    for i in 1..args.count() {
        let next = fold(character(who, args, i)?);
        all &= holds(previous, next);
        previous = next;
    }
    Ok(Value::from_bool(all))
}

macro_rules! orders {
    ($($name:ident $who:literal $fold:expr, $holds:expr;)*) => {
        $(pub(super) fn $name(_ctx: &mut Context, args: Args) -> Result {
            chain($who, args, $fold, $holds)
        })*
    };
}
orders! {
    is_char_equal "char=?" |c| c, |a, b| a == b;
    is_char_less "char<?" |c| c, |a, b| a < b;
    is_char_more "char>?" |c| c, |a, b| a > b;
    is_char_at_most "char<=?" |c| c, |a, b| a <= b;
    is_char_at_least "char>=?" |c| c, |a, b| a >= b;
    is_char_ci_equal "char-ci=?" unicode::char_foldcase, |a, b| a == b;
    is_char_ci_less "char-ci<?" unicode::char_foldcase, |a, b| a < b;
    is_char_ci_more "char-ci>?" unicode::char_foldcase, |a, b| a > b;
    is_char_ci_at_most "char-ci<=?" unicode::char_foldcase, |a, b| a <= b;
    is_char_ci_at_least "char-ci>=?" unicode::char_foldcase, |a, b| a >= b;
}

macro_rules! classes {
    ($($name:ident $who:literal = $test:path;)*) => {
        $(pub(super) fn $name(_ctx: &mut Context, args: Args) -> Result {
            Ok(Value::from_bool($test(character($who, args, 0)?)))
        })*
    };
}
classes! {
    is_char_alphabetic "char-alphabetic?" = unicode::is_alphabetic;
    is_char_numeric "char-numeric?" = unicode::is_numeric;
    is_char_whitespace "char-whitespace?" = unicode::is_whitespace;
    is_char_upper_case "char-upper-case?" = unicode::is_upper;
    is_char_lower_case "char-lower-case?" = unicode::is_lower;
}

macro_rules! mappings {
    ($($name:ident $who:literal = $map:path;)*) => {
        $(pub(super) fn $name(_ctx: &mut Context, args: Args) -> Result {
            Ok(Value::char($map(character($who, args, 0)?)))
        })*
    };
}
mappings! {
    char_upcase "char-upcase" = unicode::char_upcase;
    char_downcase "char-downcase" = unicode::char_downcase;
    char_foldcase "char-foldcase" = unicode::char_foldcase;
}

pub(super) fn digit_value(_ctx: &mut Context, args: Args) -> Result {
    let digit = unicode::digit_value(character("digit-value", args, 0)?);
    Ok(digit.map_or(Value::FALSE, |n| Value::fixnum(i64::from(n))))
}
