//! Checks that many primitives make on their arguments.

use std::ops::Range;

use eyas_heap::Value;
use eyas_heap::object::{Bytevector, ListEnd, Pair, StringObject, Vector};

use crate::error::{ErrorKind, Raise};
use crate::native::Args;

macro_rules! typed {
    ($($(#[$doc:meta])* $name:ident: $view:ty = $test:ident, $expected:literal;)*) => {
        $($(#[$doc])*
        pub(super) fn $name(who: &str, args: Args, i: usize) -> Result<$view, Raise> {
            let v = args.get(i);
            v.$test().ok_or_else(|| Raise::wrong_type(who, $expected, i as u32, v))
        })*
    };
}
typed! {
    /// Argument `i`, which must be a pair.
    pair: Pair = as_pair, "a pair";
    /// Argument `i`, which must be a vector.
    vector: Vector = as_vector, "a vector";
    /// Argument `i`, which must be a string.
    string: StringObject = as_string, "a string";
    /// Argument `i`, which must be a bytevector.
    bytevector: Bytevector = as_bytevector, "a bytevector";
    /// Argument `i`, which must be a character.
    character: char = as_char, "a character";
}

/// Argument `i`, which must be a non-negative fixnum: a size or a position.
pub(super) fn index(who: &str, args: Args, i: usize) -> Result<usize, Raise> {
    let v = args.get(i);
    v.as_index()
        .ok_or_else(|| Raise::wrong_type(who, "an index", i as u32, v))
}

/// Argument `i`, which must be the length of something to be made.
pub(super) fn size(who: &str, args: Args, i: usize) -> Result<usize, Raise> {
    let v = args.get(i);
    v.as_index()
        .ok_or_else(|| Raise::wrong_type(who, "a length", i as u32, v))
}

/// Argument `i`, which must be a byte.
pub(super) fn byte(who: &str, args: Args, i: usize) -> Result<u8, Raise> {
    let v = args.get(i);
    match v.as_fixnum() {
        Some(n @ 0..=255) => Ok(n as u8),
        _ => Err(Raise::wrong_type(who, "a byte", i as u32, v)),
    }
}

/// The optional arguments `i` and `i + 1`: start and end within something of this length.
pub(super) fn range(who: &str, args: Args, i: usize, length: usize) -> Result<Range<usize>, Raise> {
    let end = match args.optional(i + 1) {
        None => length,
        Some(v) => match v.as_index() {
            Some(end) if end <= length => end,
            Some(_) => {
                let valid = format!("0 to {length}");
                return Err(Raise::range_within(who, "end", &valid, i as u32 + 1, v));
            }
            None => return Err(Raise::wrong_type(who, "an index", i as u32 + 1, v)),
        },
    };
    let start = match args.optional(i) {
        None => 0,
        Some(v) => match v.as_index() {
            Some(start) if start <= end => start,
            Some(_) => {
                let valid = format!("0 to {end}");
                return Err(Raise::range_within(who, "start", &valid, i as u32, v));
            }
            None => return Err(Raise::wrong_type(who, "an index", i as u32, v)),
        },
    };
    Ok(start..end)
}

/// The length of argument `i`, which must be a list.
pub(super) fn list_length(who: &str, args: Args, i: usize) -> Result<usize, Raise> {
    let v = args.get(i);
    match Pair::list_length(v) {
        ListEnd::Proper(n) => Ok(n),
        ListEnd::Dotted(..) => Err(Raise::wrong_type(who, "a list", i as u32, v)),
        ListEnd::Circular => Err(Raise::wrong_type(who, "a list that ends", i as u32, v)),
    }
}

/// Refuses to change a literal.
pub(super) fn mutable(who: &str, args: Args, i: usize, immutable: bool) -> Result<(), Raise> {
    if immutable {
        let raise = Raise::error(
            ErrorKind::Immutable,
            format!("{who}: a literal is immutable"),
        );
        return Err(raise.about(i as u32, args.get(i)));
    }
    Ok(())
}

/// The elements of a list whose end has been checked.
pub(super) fn elements(list: Value) -> impl Iterator<Item = Value> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let pair = rest.as_pair()?;
        rest = pair.cdr();
        Some(pair.car())
    })
}
