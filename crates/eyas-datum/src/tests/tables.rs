//! The tables of sources and symbols, and the tree's own operations.

use crate::{Datum, DatumKind, FileId, Sources, Span, Symbols};

#[test]
fn lines_and_columns() {
    let mut sources = Sources::new();
    let file = sources.add("f", "ab\ncé\r\n\rd".as_bytes());
    assert_eq!(sources.line_column(file, 0), (1, 1));
    assert_eq!(sources.line_column(file, 2), (1, 3));
    assert_eq!(sources.line_column(file, 3), (2, 1));
    assert_eq!(sources.line_column(file, 6), (2, 3));
    assert_eq!(sources.line_column(file, 8), (3, 1));
    assert_eq!(sources.line_column(file, 9), (4, 1));
    assert_eq!(sources.line_column(file, 99), (4, 2));
    assert_eq!(sources.line_text(file, 2), "cé");
    assert_eq!(sources.line_text(file, 3), "");
    assert_eq!(sources.line_text(file, 4), "d");
    assert_eq!(sources.line_text(file, 5), "");
    assert_eq!(sources.line_text(file, 0), "");
    assert_eq!(sources.name(FileId::NONE), "unknown");
    let bad = sources.add("g", b"\xff\xfex".to_vec());
    assert_eq!(sources.line_column(bad, 2), (1, 3));
    assert_eq!(sources.line_text(bad, 1), "\u{fffd}\u{fffd}x");
}

#[test]
fn spans_join() {
    let (a, b) = (Span::new(FileId(0), 3, 5), Span::new(FileId(0), 8, 9));
    assert_eq!(a.join(b), Span::new(FileId(0), 3, 9));
    assert_eq!(b.join(a), Span::new(FileId(0), 3, 9));
    assert_eq!(Span::NONE.join(a), a);
    assert_eq!(a.join(Span::NONE), a);
    assert_eq!(a.join(Span::new(FileId(1), 0, 1)), a);
}

#[test]
fn interning() {
    let mut symbols = Symbols::new();
    let first = symbols.intern("a");
    assert_eq!(symbols.intern("a"), first);
    assert_eq!(symbols.find("b"), None);
    let all: Vec<_> = (0..10_000)
        .map(|n| symbols.intern(&format!("s{n}")))
        .collect();
    for (n, &symbol) in all.iter().enumerate() {
        assert_eq!(symbols.name(symbol), format!("s{n}"));
        assert_eq!(symbols.find(&format!("s{n}")), Some(symbol));
    }
    assert_eq!(symbols.len(), 10_001);
    let empty = symbols.intern("");
    assert_eq!(symbols.name(empty), "");
}

#[test]
fn tails_are_never_lists() {
    let item = || Datum::bool(Span::NONE, true);
    let inner = Datum::list_with_tail(Span::NONE, [item()], item());
    let outer = Datum::list_with_tail(Span::NONE, [item()], inner.clone());
    assert!(matches!(outer.kind(), DatumKind::List { items, tail: Some(_) } if items.len() == 2));
    let outer = Datum::list_with_tail(Span::NONE, [item()], Datum::nil(Span::NONE));
    assert_eq!(outer.as_list().map(<[Datum]>::len), Some(1));
    assert!(Datum::list_with_tail(Span::NONE, [], inner.clone()).same_node(&inner));
}

#[test]
fn equality_ignores_spans_only() {
    let (data, _, _, _) =
        super::read("(a 1 \"x\") ( a 1 \"x\" ) (a 1. \"x\") (a 1 . \"x\") #(a 1 \"x\") (a 1)");
    assert_eq!(data[0], data[1]);
    for other in &data[2..] {
        assert_ne!(&data[0], other);
    }
    let shared = data[0].with_span(Span::NONE);
    assert!(shared.span().is_none() && shared == data[0]);
}
