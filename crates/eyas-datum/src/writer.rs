//! Datum to text: the form `write` gives, which reads back as an equal datum.
//!
//! Quotations are abbreviated (`'x`), labels and references are written as they stand, and everything
//! else is on one line. The work is a stack of what is still to be written, so depth is no limit.
//! Symbols are written plain exactly when the reader would read the plain text as that symbol, and
//! between bars otherwise.

use std::borrow::Cow;

use crate::datum::{Datum, DatumKind};
use crate::number;
use crate::symbol::{Symbol, Symbols};
use crate::unicode;

/// The text of a datum.
pub fn write(datum: &Datum, symbols: &Symbols) -> String {
    let mut out = String::new();
    write_datum(datum, symbols, &mut out);
    out
}

/// Appends the text of a datum.
pub fn write_datum(datum: &Datum, symbols: &Symbols, out: &mut String) {
    write_named(datum, &|symbol| Cow::Borrowed(symbols.name(symbol)), out);
}

/// The text of a datum with symbols as `sym17`, for when their names are out of reach.
pub(crate) fn write_anonymous(datum: &Datum) -> String {
    let mut out = String::new();
    write_named(
        datum,
        &|symbol| Cow::Owned(format!("sym{}", symbol.0)),
        &mut out,
    );
    out
}

/// What is still to be written, the next on top.
enum Pending<'a> {
    Datum(&'a Datum),
    /// The rest of a list's or vector's elements, then the tail, then a parenthesis.
    Rest(&'a [Datum], Option<&'a Datum>),
    /// A closing parenthesis.
    Close,
}

type Name<'a> = dyn Fn(Symbol) -> Cow<'a, str> + 'a;

fn write_named<'a>(datum: &'a Datum, name: &Name<'a>, out: &mut String) {
    let mut pending = vec![Pending::Datum(datum)];
    while let Some(next) = pending.pop() {
        match next {
            Pending::Datum(datum) => write_one(datum, name, &mut pending, out),
            Pending::Close => out.push(')'),
            Pending::Rest([], None) => out.push(')'),
            Pending::Rest([], Some(tail)) => {
                out.push_str(" . ");
                pending.push(Pending::Close);
                pending.push(Pending::Datum(tail));
            }
            Pending::Rest([first, rest @ ..], tail) => {
                out.push(' ');
                pending.push(Pending::Rest(rest, tail));
                pending.push(Pending::Datum(first));
            }
        }
    }
}

/// Writes a leaf, or the beginning of a tree whose rest goes to `pending`.
fn write_one<'a>(
    datum: &'a Datum,
    name: &Name<'a>,
    pending: &mut Vec<Pending<'a>>,
    out: &mut String,
) {
    match datum.kind() {
        DatumKind::Bool(value) => out.push_str(if *value { "#t" } else { "#f" }),
        DatumKind::Char(value) => write_char(*value, out),
        DatumKind::Number(value) => out.push_str(&number::format(value, 10)),
        DatumKind::Symbol(value) => write_symbol(&name(*value), out),
        DatumKind::String(value) => write_string(value, out),
        DatumKind::Bytevector(bytes) => {
            out.push_str("#u8(");
            for (index, byte) in bytes.iter().enumerate() {
                if index > 0 {
                    out.push(' ');
                }
                out.push_str(&byte.to_string());
            }
            out.push(')');
        }
        DatumKind::LabelRef(label) => out.push_str(&format!("#{label}#")),
        DatumKind::Label(label, datum) => {
            out.push_str(&format!("#{label}="));
            pending.push(Pending::Datum(datum));
        }
        DatumKind::Vector(items) => {
            out.push_str("#(");
            begin(items, None, pending, out);
        }
        DatumKind::List { items, tail } => {
            if let ([head, quoted], None) = (&**items, tail)
                && let Some(prefix) = head.as_symbol().and_then(|head| abbreviation(&name(head)))
            {
                out.push_str(prefix);
                pending.push(Pending::Datum(quoted));
                return;
            }
            out.push('(');
            begin(items, tail.as_ref(), pending, out);
        }
    }
}

fn begin<'a>(
    items: &'a [Datum],
    tail: Option<&'a Datum>,
    pending: &mut Vec<Pending<'a>>,
    out: &mut String,
) {
    match items {
        [] => out.push(')'),
        [first, rest @ ..] => {
            pending.push(Pending::Rest(rest, tail));
            pending.push(Pending::Datum(first));
        }
    }
}

/// The prefix that abbreviates a list of this symbol and one datum (R7RS 7.1.2). `,` cannot come to
/// stand before `@`, since a symbol that begins with `@` is written in bars.
pub fn abbreviation(name: &str) -> Option<&'static str> {
    Some(match name {
        "quote" => "'",
        "quasiquote" => "`",
        "unquote" => ",",
        "unquote-splicing" => ",@",
        _ => return None,
    })
}

/// Whether a symbol's name needs bars, because the reader would not read it as that symbol.
pub fn needs_bars(name: &str) -> bool {
    let Some(first) = name.chars().next() else {
        return true;
    };
    if matches!(first, '#' | '@') || name == "." {
        return true;
    }
    let fits = |c: char| match c {
        '(' | ')' | '[' | ']' | '{' | '}' | '"' | ';' | '|' | '\'' | '`' | ',' | '\\' => false,
        '\u{feff}' => false,
        _ => !c.is_whitespace() && !c.is_control(),
    };
    if !name.chars().all(fits) {
        return true;
    }
    let numeric = first.is_ascii_digit() || matches!(first, '+' | '-' | '.');
    // A number that is refused is still no symbol. Some readers see `+inf.0` or `-nan.0` whatever follows it.
    let special = |word: &str| {
        let start = name.get(1..1 + word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    numeric
        && (special("inf.0") || special("nan.0") || !matches!(number::parse(name, 10), Ok(None)))
}

/// Appends a symbol's name, in bars if it needs them.
pub fn write_symbol(name: &str, out: &mut String) {
    if needs_bars(name) {
        write_delimited(name, '|', out);
    } else {
        out.push_str(name);
    }
}

/// Appends a string literal.
pub fn write_string(text: &str, out: &mut String) {
    write_delimited(text, '"', out);
}

fn write_delimited(text: &str, delimiter: char, out: &mut String) {
    out.push(delimiter);
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        if c != delimiter && c != '\\' && !is_invisible(c) {
            continue;
        }
        out.push_str(&text[plain..at]);
        plain = at + c.len_utf8();
        match c {
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            _ if c == delimiter || c == '\\' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push_str(&format!("\\x{:x};", c as u32)),
        }
    }
    out.push_str(&text[plain..]);
    out.push(delimiter);
}

/// Characters that text does not show, or that change how it is shown: better written as numbers.
fn is_invisible(c: char) -> bool {
    match c {
        ' '..='~' => false,
        // Zero-width and directional marks, line and paragraph separators, the byte order mark.
        '\u{200b}'
        | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => true,
        _ => c.is_control(),
    }
}

/// Appends a character literal: by name, itself, or by number where nobody could see it.
pub fn write_char(c: char, out: &mut String) {
    out.push_str("#\\");
    match unicode::character_name(c) {
        Some(name) => out.push_str(name),
        None if is_invisible(c) || c.is_whitespace() => {
            out.push_str(&format!("x{:x}", c as u32));
        }
        None => out.push(c),
    }
}
