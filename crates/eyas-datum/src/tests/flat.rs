//! The flat reader against the one that makes trees: what it accepts it must read alike, and end at the same place.

use crate::flat::{End, Flat, Item};
use crate::{Datum, FileId, Reader, Span, Symbols, writer};

/// The tree that the items stand for.
fn tree(flat: &Flat, bytes: &[u8], symbols: &mut Symbols) -> Datum {
    let at = Span::NONE;
    let mut stack: Vec<Datum> = Vec::new();
    for item in flat.items() {
        let datum = match item {
            Item::Bool(value) => Datum::bool(at, *value),
            Item::Char(value) => Datum::char(at, *value),
            Item::Number(value) => Datum::number(at, value.clone()),
            Item::Symbol(name) => Datum::symbol(at, symbols.intern(flat.text(*name, bytes))),
            Item::Prefix(name) => Datum::symbol(at, symbols.intern(name)),
            Item::String(text) => Datum::string(at, flat.text(*text, bytes)),
            Item::List(count) => Datum::list(at, take(&mut stack, *count)),
            Item::DottedList(count) => {
                let tail = stack.pop().expect("a tail");
                Datum::list_with_tail(at, take(&mut stack, *count), tail)
            }
            Item::Vector(count) => Datum::vector(at, take(&mut stack, *count)),
        };
        stack.push(datum);
    }
    assert_eq!(stack.len(), 1, "one datum");
    stack.remove(0)
}

fn take(stack: &mut Vec<Datum>, count: u32) -> Vec<Datum> {
    stack.split_off(stack.len() - count as usize)
}

/// Reads both ways from one place; what the flat reader made of it, written, or `None` if it refused.
fn both(flat: &mut Flat, bytes: &[u8], more: bool, fold_case: bool) -> Option<(End, String)> {
    let mut symbols = Symbols::new();
    let mut reader = Reader::new(FileId::NONE, bytes, 0, &mut symbols);
    reader.set_more(more);
    reader.set_fold_case(fold_case);
    let datum = reader.next();
    let expected = End {
        position: reader.position(),
        fold_case: reader.fold_case(),
    };
    let end = flat.read(bytes, more, fold_case)?;
    let datum = datum.expect("no error").expect("a datum");
    assert_eq!(end, expected, "{}", String::from_utf8_lossy(bytes));
    let tree = tree(flat, bytes, &mut symbols);
    assert_eq!(tree, datum, "{}", String::from_utf8_lossy(bytes));
    Some((end, writer::write(&tree, &symbols)))
}

#[test]
fn ordinary_data_are_accepted_and_read_alike() {
    let mut flat = Flat::default();
    for text in [
        "abc ",
        "(a b . c)",
        "(a . (b . (c)))",
        "(a . 'b)",
        "'(1 2.5 -3/4 1e10 123456789012345678901234567890 +i)",
        "`(x ,y ,@z)",
        "#(1 #(2) ())",
        "() rest",
        "  ; comment\n #| block #| nested |# |# (a ; inside\n b)",
        "(\"plain\" \"with \\\"escapes\\\"\\n\" \"\" \"é😀\\\n   x\")",
        "(|a b| || |x\\x41;y| é λx)",
        "#!fold-case (ABC Straße #\\SPACE) X",
        "#!no-fold-case ABC ",
        "(#t #f #true #false #\\a #\\space #\\( #\\x41 #\\é)",
        "''''a ",
        "(a.b ... -> + - 1+)",
    ] {
        for fold_case in [false, true] {
            let found = both(&mut flat, text.as_bytes(), false, fold_case);
            assert!(found.is_some(), "{text}");
        }
    }
    assert_eq!(
        both(&mut flat, b"(a . (b c)) d", false, false)
            .expect("ordinary")
            .1,
        "(a b c)"
    );
}

#[test]
fn the_rest_is_refused() {
    let mut flat = Flat::default();
    for text in [
        "",
        " ",
        "(a",
        ")",
        "(a . )",
        "(. a)",
        "(a . b c)",
        "(a . b . c)",
        "'",
        "(')",
        "[a]",
        "#(a . b)",
        "#0=(a . #0#)",
        "(a #;b c)",
        "#u8(1 2)",
        "\"open",
        "|open",
        "#|open",
        "(1 2",
        "#foo",
        "#\\nope",
        "\"\\q\"",
        "'#;a",
        "\u{0}",
        "(a \u{1} b)",
    ] {
        assert!(
            flat.read(text.as_bytes(), false, false).is_none(),
            "{text:?}"
        );
    }
    assert!(
        flat.read(b"(a \xff b)", false, false).is_none(),
        "not UTF-8"
    );
    assert!(flat.read(b"\"\xc3\"", false, false).is_none(), "not UTF-8");
}

/// At every place where a buffer may end, within characters too.
#[test]
fn what_may_go_on_is_refused() {
    let mut flat = Flat::default();
    let text = "(define (fé x) '(\"a\\n\" . #(1.5 |b| #\\λ)) ; end\n) ".as_bytes();
    let whole = text.len() - 1;
    for end in 0..=text.len() {
        let found = both(&mut flat, &text[..end], true, false);
        assert_eq!(found.is_some(), end >= whole, "{end}");
    }
    assert!(both(&mut flat, b"abc", true, false).is_none());
    assert!(both(&mut flat, b"abc", false, false).is_some());
}

/// Texts put together at random from pieces that mean something.
#[test]
fn random_texts_are_read_alike() {
    const PIECES: [&str; 24] = [
        "(", "(", ")", ")", " ", " ", "a", "b.c", " . ", "'", ",@", "#(", "\"s\"", "\"\\t\"",
        "|x|", "12", "-1.5", "#t", "#\\a", ";c\n", "#|c|#", "#;", "#0=", "λ",
    ];
    let (mut flat, mut state, mut accepted) = (Flat::default(), 1u64, 0);
    for _ in 0..60_000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(PIECES[(state >> 40) as usize % PIECES.len()]);
        }
        accepted += usize::from(both(&mut flat, text.as_bytes(), false, false).is_some());
    }
    assert!(accepted > 10_000, "{accepted}");
}

#[test]
fn depth_is_no_limit() {
    let n = 1_000_000;
    let text = "(".repeat(n) + &")".repeat(n);
    let mut flat = Flat::default();
    assert!(flat.read(text.as_bytes(), false, false).is_some());
    assert_eq!(flat.items().len(), n);
}
