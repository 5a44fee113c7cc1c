//! Syntax objects as bytes, in prefix order; neither direction recurses.
//!
//! A tree as read is one set and a datum; a built one is a list or vector of such, its delta pushed down.
//! Places are left out: they would be half of the bytes, and the text is not there to be shown.

use eyas_datum::datum::{Datum, DatumKind};
use eyas_datum::number::{self, Number};
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use super::bytes::{Damaged, Input, Output};
use crate::expand::scope::{Scopes, SetId};
use crate::expand::syntax::{Shape, Syntax};

mod tag {
    pub(super) const READ: u8 = 0;
    pub(super) const LIST: u8 = 1;
    pub(super) const DOTTED: u8 = 2;
    pub(super) const VECTOR: u8 = 3;
    pub(super) const FALSE: u8 = 4;
    pub(super) const TRUE: u8 = 5;
    pub(super) const CHAR: u8 = 6;
    pub(super) const FIXNUM: u8 = 7;
    pub(super) const NEGATIVE: u8 = 8;
    pub(super) const FLONUM: u8 = 9;
    pub(super) const NUMBER: u8 = 10;
    pub(super) const SYMBOL: u8 = 11;
    pub(super) const STRING: u8 = 12;
    pub(super) const BYTES: u8 = 13;
    pub(super) const LABEL: u8 = 14;
    pub(super) const LABEL_REF: u8 = 15;
}

/// Writes a syntax object. `number` gives names and sets their numbers.
pub(super) fn write(
    out: &mut Output,
    syntax: &Syntax,
    number: &mut dyn FnMut(Symbol, SetId) -> (usize, usize),
    scopes: &mut Scopes,
) {
    let mut pending = vec![syntax.clone()];
    while let Some(s) = pending.pop() {
        if let (Some(datum), Some(set)) = (s.as_read(), s.uniform_scopes()) {
            out.byte(tag::READ);
            write_datum(out, datum, set, number);
            continue;
        }
        match s.shape(scopes) {
            Shape::List(items, tail) => {
                out.byte(if tail.is_some() {
                    tag::DOTTED
                } else {
                    tag::LIST
                });
                out.count(items.len());
                pending.extend(tail);
                pending.extend(items.into_iter().rev());
            }
            Shape::Vector(items) => {
                out.byte(tag::VECTOR);
                out.count(items.len());
                pending.extend(items.into_iter().rev());
            }
            // Only lists and vectors are built.
            _ => {
                out.byte(tag::LIST);
                out.count(0);
            }
        }
    }
}

fn write_datum(
    out: &mut Output,
    datum: &Datum,
    set: SetId,
    number: &mut dyn FnMut(Symbol, SetId) -> (usize, usize),
) {
    // The set is numbered even if no symbol is in the datum; any name will do, and symbols come first.
    let mut pending = vec![datum];
    let mut set_written = false;
    let mut body = Output::default();
    while let Some(datum) = pending.pop() {
        match datum.kind() {
            DatumKind::Bool(value) => body.byte(if *value { tag::TRUE } else { tag::FALSE }),
            DatumKind::Char(c) => {
                body.byte(tag::CHAR);
                body.number(u64::from(u32::from(*c)));
            }
            DatumKind::Number(Number::Fixnum(n)) => {
                body.byte(if *n < 0 { tag::NEGATIVE } else { tag::FIXNUM });
                body.number(n.unsigned_abs());
            }
            DatumKind::Number(Number::Flonum(x)) => {
                body.byte(tag::FLONUM);
                body.raw(&x.to_bits().to_le_bytes());
            }
            DatumKind::Number(other) => {
                body.byte(tag::NUMBER);
                body.text(&number::format(other, 10));
            }
            DatumKind::Symbol(name) => {
                let (name, set) = number(*name, set);
                if !set_written {
                    out.count(set + 1);
                    set_written = true;
                }
                body.byte(tag::SYMBOL);
                body.count(name);
            }
            DatumKind::String(text) => {
                body.byte(tag::STRING);
                body.text(text);
            }
            DatumKind::Bytevector(bytes) => {
                body.byte(tag::BYTES);
                body.bytes(bytes);
            }
            DatumKind::Vector(items) => {
                body.byte(tag::VECTOR);
                body.count(items.len());
                pending.extend(items.iter().rev());
            }
            DatumKind::List { items, tail } => {
                body.byte(if tail.is_some() {
                    tag::DOTTED
                } else {
                    tag::LIST
                });
                body.count(items.len());
                pending.extend(tail);
                pending.extend(items.iter().rev());
            }
            DatumKind::Label(n, inner) => {
                body.byte(tag::LABEL);
                body.number(u64::from(*n));
                pending.push(inner);
            }
            DatumKind::LabelRef(n) => {
                body.byte(tag::LABEL_REF);
                body.number(u64::from(*n));
            }
        }
    }
    if !set_written {
        out.count(0);
    }
    out.append(body);
}

/// A node whose children are still to come.
struct Frame {
    kind: u8,
    label: u32,
    /// How many children are missing.
    missing: usize,
    base: usize,
}

/// Reads a syntax object.
pub(super) fn read(
    input: &mut Input<'_>,
    names: &[Symbol],
    sets: &[SetId],
    scopes: &mut Scopes,
) -> Result<Syntax, Damaged> {
    let mut frames: Vec<Frame> = Vec::new();
    let mut values: Vec<Syntax> = Vec::new();
    loop {
        let kind = input.byte()?;
        match kind {
            tag::READ => {
                let set = match input.count()?.checked_sub(1) {
                    None => SetId::EMPTY,
                    Some(index) => *sets.get(index).ok_or(Damaged)?,
                };
                values.push(Syntax::new(read_datum(input, names)?, set));
            }
            tag::LIST | tag::DOTTED | tag::VECTOR => {
                let missing = input.length()? + usize::from(kind == tag::DOTTED);
                frames.push(Frame {
                    kind,
                    label: 0,
                    missing: missing + 1,
                    base: values.len(),
                });
            }
            _ => return Err(Damaged),
        }
        loop {
            let Some(frame) = frames.last_mut() else {
                return values.pop().ok_or(Damaged);
            };
            frame.missing -= 1;
            if frame.missing > 0 {
                break;
            }
            let (kind, base) = (frame.kind, frame.base);
            frames.pop();
            let mut items = values.split_off(base);
            values.push(match kind {
                tag::VECTOR => Syntax::vector(Span::NONE, items),
                tag::LIST => Syntax::list(Span::NONE, items, None, scopes),
                _ => {
                    let tail = items.pop();
                    Syntax::list(Span::NONE, items, tail, scopes)
                }
            });
        }
    }
}

fn read_datum(input: &mut Input<'_>, names: &[Symbol]) -> Result<Datum, Damaged> {
    let span = Span::NONE;
    let mut frames: Vec<Frame> = Vec::new();
    let mut values: Vec<Datum> = Vec::new();
    loop {
        let kind = input.byte()?;
        match kind {
            tag::FALSE | tag::TRUE => values.push(Datum::bool(span, kind == tag::TRUE)),
            tag::CHAR => {
                let n = u32::try_from(input.number()?).map_err(|_| Damaged)?;
                values.push(Datum::char(span, char::from_u32(n).ok_or(Damaged)?));
            }
            tag::FIXNUM => {
                let n = i64::try_from(input.number()?).map_err(|_| Damaged)?;
                values.push(Datum::number(span, Number::Fixnum(n)));
            }
            tag::NEGATIVE => {
                let n = 0i64.checked_sub_unsigned(input.number()?).ok_or(Damaged)?;
                values.push(Datum::number(span, Number::Fixnum(n)));
            }
            tag::FLONUM => {
                let bytes: [u8; 8] = input.take(8)?.try_into().map_err(|_| Damaged)?;
                let x = f64::from_bits(u64::from_le_bytes(bytes));
                values.push(Datum::number(span, Number::Flonum(x)));
            }
            tag::NUMBER => {
                let n = number::parse(input.text()?, 10)
                    .map_err(|_| Damaged)?
                    .ok_or(Damaged)?;
                values.push(Datum::number(span, n));
            }
            tag::SYMBOL => {
                let name = *names.get(input.count()?).ok_or(Damaged)?;
                values.push(Datum::symbol(span, name));
            }
            tag::STRING => values.push(Datum::string(span, input.text()?)),
            tag::BYTES => values.push(Datum::bytevector(span, input.block()?)),
            tag::LABEL_REF => {
                let n = u32::try_from(input.number()?).map_err(|_| Damaged)?;
                values.push(Datum::new(span, DatumKind::LabelRef(n)));
            }
            tag::LABEL => {
                let label = u32::try_from(input.number()?).map_err(|_| Damaged)?;
                frames.push(Frame {
                    kind,
                    label,
                    missing: 2,
                    base: values.len(),
                });
            }
            tag::LIST | tag::DOTTED | tag::VECTOR => {
                let missing = input.length()? + usize::from(kind == tag::DOTTED);
                frames.push(Frame {
                    kind,
                    label: 0,
                    missing: missing + 1,
                    base: values.len(),
                });
            }
            _ => return Err(Damaged),
        }
        loop {
            let Some(frame) = frames.last_mut() else {
                return values.pop().ok_or(Damaged);
            };
            frame.missing -= 1;
            if frame.missing > 0 {
                break;
            }
            let (kind, label, base) = (frame.kind, frame.label, frame.base);
            frames.pop();
            let mut items = values.split_off(base);
            values.push(match kind {
                tag::VECTOR => Datum::vector(span, items),
                tag::LIST => Datum::list(span, items),
                tag::LABEL => {
                    let inner = items.pop().ok_or(Damaged)?;
                    Datum::new(span, DatumKind::Label(label, inner))
                }
                _ => {
                    let tail = items.pop().ok_or(Damaged)?;
                    Datum::list_with_tail(span, items, tail)
                }
            });
        }
    }
}
