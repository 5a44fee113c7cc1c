//! Values to text: `write`, `write-shared`, `write-simple` and `display` (R7RS 6.13.3).
//!
//! A [`Printer`] is an explicit stack of what is still to be written. It appends to the text it is given, until that
//! is as long as the caller wants it, and goes on later: so ports are written to directly, and a caller can flush, look
//! for interrupts or stop in between. It neither allocates in the heap nor collects; nobody may collect between two
//! steps.
//!
//! `write` and `display` label only what contains itself (R7RS); `cycles.rs` finds it.

mod atoms;
mod cycles;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use eyas_datum::writer::abbreviation;
use eyas_heap::{Mutator, Value};

use crate::error::ErrorKind;
use cycles::{AddressHasher, Labels};

/// Which procedure prints.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Text that reads back; labels where objects contain themselves.
    Write,
    /// The same, with labels for everything that occurs more than once.
    WriteShared,
    /// The same without labels: does not end if an object contains itself.
    WriteSimple,
    /// For people: strings and characters as they are; labels as for `Write`.
    Display,
}

/// What is still to be written, the next on top.
enum Work {
    Value(Value),
    /// The cdr of a pair of which the car was written.
    Rest(Value),
    /// The elements of a vector from this one on.
    Elements(Value, usize),
    /// The fields of a record from this one on.
    Fields(Value, usize),
    Text(&'static str),
}

/// A value on its way to text.
pub struct Printer {
    style: Style,
    work: Vec<Work>,
    /// Objects that get a label, with its number once they were met.
    labels: Labels,
    labels_used: u32,
}

impl Printer {
    /// A printer of `v`.
    pub fn start(m: &Mutator, v: Value, style: Style) -> Printer {
        let labels = match style {
            Style::WriteSimple => HashMap::with_hasher(AddressHasher::default()),
            Style::WriteShared => cycles::shared(m, v),
            Style::Write | Style::Display => cycles::cyclic(m, v),
        };
        Printer {
            style,
            work: vec![Work::Value(v)],
            labels,
            labels_used: 0,
        }
    }

    /// Appends to `out` until it is at least `limit` bytes long; true if everything is written.
    pub fn run(&mut self, m: &Mutator, out: &mut String, limit: usize) -> bool {
        while let Some(work) = self.work.pop() {
            match work {
                Work::Value(v) => self.value(m, v, out),
                Work::Rest(v) => self.rest(v, out),
                Work::Elements(v, i) => self.elements(m, v, i, out),
                Work::Fields(v, i) => self.fields(v, i, out),
                Work::Text(text) => out.push_str(text),
            }
            if out.len() >= limit {
                return self.work.is_empty();
            }
        }
        true
    }

    /// Writes a label where there must be one; true if that was all.
    fn label(&mut self, v: Value, out: &mut String) -> bool {
        if self.labels.is_empty() {
            return false;
        }
        match self.labels.get_mut(&v.bits()) {
            None => false,
            Some(Some(number)) => {
                out.push('#');
                atoms::integer(i64::from(*number), out);
                out.push('#');
                true
            }
            Some(number) => {
                *number = Some(self.labels_used);
                out.push('#');
                atoms::integer(i64::from(self.labels_used), out);
                out.push('=');
                self.labels_used += 1;
                false
            }
        }
    }

    fn is_labelled(&self, v: Value) -> bool {
        !self.labels.is_empty() && self.labels.contains_key(&v.bits())
    }

    fn value(&mut self, m: &Mutator, v: Value, out: &mut String) {
        if let Some(pair) = v.as_pair() {
            if self.label(v, out) {
                return;
            }
            if let Some((prefix, quoted)) = self.quotation(m, v) {
                out.push_str(prefix);
                self.work.push(Work::Value(quoted));
                return;
            }
            out.push('(');
            self.work.push(Work::Rest(pair.cdr()));
            self.work.push(Work::Value(pair.car()));
        } else if v.as_vector().is_some() {
            if !self.label(v, out) {
                out.push_str("#(");
                self.elements(m, v, 0, out);
            }
        } else if let Some(record) = v.as_record() {
            if !self.label(v, out) {
                out.push_str("#<");
                atoms::type_name(m, record.record_type(), out);
                self.fields(v, 0, out);
            }
        } else if let Some(condition) = v.as_condition() {
            if !self.label(v, out) {
                out.push_str("#<condition ");
                self.work.push(Work::Text(">"));
                self.work.push(Work::Value(condition.irritants()));
                self.work.push(Work::Text(" "));
                self.work.push(Work::Value(condition.message()));
                self.work.push(Work::Text(" "));
                match condition
                    .error_kind()
                    .as_index()
                    .and_then(|i| ErrorKind::ALL.get(i))
                {
                    Some(kind) => out.push_str(kind.symbol()),
                    None => self.work.push(Work::Value(condition.error_kind())),
                }
            }
        } else {
            atoms::atom(m, v, self.style == Style::Display, out);
        }
    }

    /// Prefix and datum of a list that is an abbreviation's long form.
    fn quotation(&self, m: &Mutator, v: Value) -> Option<(&'static str, Value)> {
        let pair = v.as_pair()?;
        let symbol = pair.car().as_symbol()?;
        let rest = pair.cdr().as_pair()?;
        if rest.cdr() != Value::NIL || self.is_labelled(rest.value()) {
            return None;
        }
        let name = symbol.name();
        if !matches!(name.len(), 5 | 7 | 10 | 16) {
            return None;
        }
        Some((abbreviation(&name.chars(m).to_rust())?, rest.car()))
    }

    fn rest(&mut self, v: Value, out: &mut String) {
        if v == Value::NIL {
            out.push(')');
            return;
        }
        match v.as_pair() {
            Some(pair) if !self.is_labelled(v) => {
                out.push(' ');
                self.work.push(Work::Rest(pair.cdr()));
                self.work.push(Work::Value(pair.car()));
            }
            _ => {
                out.push_str(" . ");
                self.work.push(Work::Text(")"));
                self.work.push(Work::Value(v));
            }
        }
    }

    fn elements(&mut self, m: &Mutator, v: Value, i: usize, out: &mut String) {
        let items = v.as_vector().map_or(&[][..], |vector| vector.as_slice(m));
        match items.get(i) {
            None => out.push(')'),
            Some(&item) => {
                if i > 0 {
                    out.push(' ');
                }
                self.work.push(Work::Elements(v, i + 1));
                self.work.push(Work::Value(item));
            }
        }
    }

    /// `#<point x: 1 y: 2>`
    fn fields(&mut self, v: Value, i: usize, out: &mut String) {
        let Some(record) = v.as_record() else { return };
        let names = record
            .record_type()
            .as_record_type()
            .map(|t| t.field_names());
        let name = names
            .and_then(Value::as_vector)
            .and_then(|names| names.get(i));
        let symbol = name.and_then(Value::as_symbol);
        let field = match record.get(i) {
            // What has no name is no field of the program's: it tells which evaluation made the type.
            Some(field) if !symbol.is_some_and(|name| name.name().is_empty()) => field,
            _ => {
                out.push('>');
                return;
            }
        };
        out.push(' ');
        if name.is_some() {
            match symbol {
                Some(name) => name.name().push_to(out),
                None => atoms::integer(i as i64, out),
            }
            out.push_str(": ");
        }
        self.work.push(Work::Fields(v, i + 1));
        self.work.push(Work::Value(field));
    }
}

/// Appends the text of a value that has no parts; false, and nothing is done, if it has.
pub(crate) fn print_atom(m: &Mutator, v: Value, style: Style, out: &mut String) -> bool {
    let is_atom = !cycles::is_container(v);
    if is_atom {
        atoms::atom(m, v, style == Style::Display, out);
    }
    is_atom
}

/// The whole text of a value.
pub fn to_text(m: &Mutator, v: Value, style: Style) -> String {
    let mut out = String::new();
    Printer::start(m, v, style).run(m, &mut out, usize::MAX);
    out
}

/// The text of a value for a message: at most about `limit` characters, then `…`.
pub fn to_short_text(m: &Mutator, v: Value, style: Style, limit: usize) -> String {
    let mut out = String::new();
    let whole = Printer::start(m, v, style).run(m, &mut out, limit.saturating_mul(4));
    if let Some((end, _)) = out.char_indices().nth(limit) {
        out.truncate(end);
    } else if whole {
        return out;
    }
    out.push('…');
    out
}
