//! The text of what has no parts.

use eyas_bytecode::Prim;
use eyas_datum::number::{format_f64, format_i64, format_into};
use eyas_datum::writer;
use eyas_heap::object::StringObject;
use eyas_heap::object::text::Chars;
use eyas_heap::{Kind, Mutator, Value};

use crate::code::code_of_closure;
use crate::number::to_number;
use crate::port;

/// Appends a decimal integer.
pub(super) fn integer(n: i64, out: &mut String) {
    format_i64(n, 10, out);
}

/// Appends anything but a container.
pub(super) fn atom(m: &Mutator, v: Value, display: bool, out: &mut String) {
    if let Some(n) = v.as_fixnum() {
        integer(n, out);
    } else if let Some(x) = v.as_flonum() {
        format_f64(x, out);
    } else if let Some(c) = v.as_char() {
        if display {
            out.push(c)
        } else {
            writer::write_char(c, out)
        }
    } else if let Some(s) = v.as_string() {
        if display {
            s.chars(m).push_to(out)
        } else {
            quoted(m, s, out)
        }
    } else if let Some(symbol) = v.as_symbol() {
        if display {
            symbol.name().push_to(out)
        } else {
            name(m, symbol.name(), out)
        }
    } else if v.is_object() {
        object(m, v, out);
    } else {
        out.push_str(match v {
            Value::FALSE => "#f",
            Value::TRUE => "#t",
            Value::NIL => "()",
            Value::EOF => "#<eof>",
            Value::UNSPECIFIED => "#<unspecified>",
            Value::UNBOUND => "#<unbound>",
            Value::ABSENT => "#<absent>",
            _ => "#<broken>",
        });
    }
}

/// The text itself, if its bytes are printable ASCII.
fn plain(m: &Mutator, s: StringObject) -> Option<&str> {
    let Chars::Latin(bytes) = s.chars(m) else {
        return None;
    };
    // Without early exit, so that it vectorizes.
    let plain = bytes
        .iter()
        .fold(true, |plain, &b| plain & (b' '..=b'~').contains(&b));
    if plain {
        std::str::from_utf8(bytes).ok()
    } else {
        None
    }
}

fn quoted(m: &Mutator, s: StringObject, out: &mut String) {
    match plain(m, s) {
        Some(text) if !text.contains(['"', '\\']) => {
            out.push('"');
            out.push_str(text);
            out.push('"');
        }
        Some(text) => writer::write_string(text, out),
        None => writer::write_string(&s.to_rust(), out),
    }
}

fn name(m: &Mutator, s: StringObject, out: &mut String) {
    match plain(m, s) {
        Some(text) => writer::write_symbol(text, out),
        None => writer::write_symbol(&s.to_rust(), out),
    }
}

/// The name of a record type, as it stands before the fields.
pub(super) fn type_name(m: &Mutator, record_type: Value, out: &mut String) {
    match record_type.as_record_type().map(|t| t.name()) {
        Some(name) => atom(m, name, true, out),
        None => out.push_str("record"),
    }
}

fn named(what: &str, name: &str, out: &mut String) {
    out.push_str("#<");
    out.push_str(what);
    if !name.is_empty() {
        out.push(' ');
        out.push_str(name);
    }
    out.push('>');
}

fn object(m: &Mutator, v: Value, out: &mut String) {
    if let Some(n) = to_number(m, v) {
        return format_into(&n, 10, out);
    }
    if let Some(bytes) = v.as_bytevector() {
        out.push_str("#u8(");
        for (i, &byte) in bytes.bytes(m).iter().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            integer(i64::from(byte), out);
        }
        out.push(')');
        return;
    }
    let kind = v.kind().unwrap_or(Kind::Cell);
    match kind {
        Kind::Closure => {
            named(
                "procedure",
                code_of_closure(v).map_or("", |code| &code.name),
                out,
            );
        }
        Kind::Primitive => {
            let number = v
                .as_primitive()
                .and_then(|p| u16::try_from(p.number()).ok());
            named(
                "procedure",
                number.and_then(Prim::from_number).map_or("", Prim::name),
                out,
            );
        }
        Kind::RecordType => {
            out.push_str("#<record-type ");
            type_name(m, v, out);
            out.push('>');
        }
        Kind::Table => {
            let count = v.as_table().map_or(0, |table| table.len());
            named("hash-table", &count.to_string(), out);
        }
        Kind::Port => named(port::kind_name(v), &port::port_name(v), out),
        Kind::Parameter => out.push_str("#<parameter>"),
        Kind::Continuation => out.push_str("#<continuation>"),
        Kind::WeakPair => out.push_str("#<weak-pair>"),
        _ => named(kind.people_name(), "", out),
    }
}
