//! Text of values, as R7RS 6.13.3 and the reader want it.

use super::{Style, to_short_text, to_text};
use crate::context::{Context, VmConfig};
use crate::data::{Mutability, datum_to_value};
use eyas_datum::{FileId, Reader, Symbols};
use eyas_heap::Value;

fn open() -> Box<Context> {
    Context::open(&VmConfig::default()).expect("opens")
}

fn value(ctx: &mut Context, text: &str) -> Value {
    let mut symbols = Symbols::new();
    let datum = Reader::new(FileId::NONE, text.as_bytes(), 0, &mut symbols)
        .next()
        .expect("reads")
        .expect("is there");
    datum_to_value(ctx, &datum, &symbols, Mutability::Mutable).expect("fits")
}

fn printed(text: &str, style: Style) -> String {
    let mut ctx = open();
    let v = value(&mut ctx, text);
    to_text(&ctx.mutator, v, style)
}

#[test]
fn integers() {
    for n in [0, 7, 10, 99, 100, -1, -100, 12_345, i64::MAX, i64::MIN] {
        let mut out = String::new();
        super::atoms::integer(n, &mut out);
        assert_eq!(out, n.to_string());
    }
}

#[test]
fn write_reads_back() {
    for text in [
        "(a \"b\\\\\\\"\" #\\c 1.5 |x y| ||)",
        "(1 . 2)",
        "''a",
        "(quote a b)",
        "#u8()",
        "#()",
    ] {
        assert_eq!(printed(text, Style::Write), text);
    }
    assert_eq!(printed("(\"é\\n\" #\\λ)", Style::Write), "(\"é\\n\" #\\λ)");
    assert_eq!(
        printed("(\"a\\n\" #\\b |x y| (\"c\"))", Style::Display),
        "(a\n b x y (c))"
    );
}

#[test]
fn labels_only_where_wanted() {
    let shared = "(#0=(1) #0#)";
    assert_eq!(printed(shared, Style::Write), "((1) (1))");
    assert_eq!(printed(shared, Style::WriteShared), shared);
    assert_eq!(printed(shared, Style::WriteSimple), "((1) (1))");
    let cycle = "(x #0=(1 . #0#) #1=#(#1#))";
    assert_eq!(printed(cycle, Style::Write), cycle);
    assert_eq!(printed(cycle, Style::Display), cycle);
    assert_eq!(printed("(1 . #0=(#0#))", Style::Write), "(1 . #0=(#0#))");
    assert_eq!(printed("'#0=(quote #0#)", Style::Write), "'#0='#0#");
}

#[test]
fn long_values_are_cut_for_messages() {
    let mut ctx = open();
    let v = value(&mut ctx, "(1 2 3 4 5 6 7 8 9)");
    assert_eq!(to_short_text(&ctx.mutator, v, Style::Write, 6), "(1 2 3…");
    assert_eq!(
        to_short_text(&ctx.mutator, v, Style::Write, 60),
        "(1 2 3 4 5 6 7 8 9)"
    );
    let cycle = value(&mut ctx, "#0=(1 . #0#)");
    assert_eq!(
        to_short_text(&ctx.mutator, cycle, Style::WriteSimple, 4),
        "(1 1…"
    );
}
