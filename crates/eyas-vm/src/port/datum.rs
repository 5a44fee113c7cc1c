//! `read` (R7RS 6.13.2): one datum from a textual port.
//!
//! The reader works on what is in the port's buffer, in place. If that ends inside a datum, more is read and the datum
//! begun anew; as much again is fetched each time as was looked at in vain, as long as that needs no waiting, so that
//! the work stays linear.

use eyas_datum::{FileId, ReadError, Reader, Symbols};
use eyas_heap::Value;

use super::input::{can_read, end, fill};
use super::{Ability, PortId, at, usable};
use crate::context::Context;
use crate::data::{Mutability, datum_to_value};
use crate::error::{ErrorKind, Raise};

/// So much is looked at again without a second thought.
const SMALL: usize = 4096;

/// The next datum, or the end.
pub(crate) fn read(ctx: &mut Context, port: Value) -> Result<Value, Raise> {
    const WHO: &str = "read";
    let id = usable(ctx, WHO, 0, port, Ability::TEXT_INPUT)?;
    let mut symbols = Symbols::new();
    // Nothing can follow what is in memory.
    let mut more = !at(ctx, id).is_memory();
    if more && at(ctx, id).available().is_empty() {
        more = fill(ctx, WHO, id)?;
    }
    loop {
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
