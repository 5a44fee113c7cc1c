//! Reading: each piece of the syntax of R7RS 7.1.1 and 7.1.2, and the message for each mistake.

use super::{errors, read, written};
use crate::{
    Case, DatumKind, FileId, ReadErrorKind, Reader, Sources, Symbols, read_all_with, writer,
};

#[test]
fn atoms() {
    assert_eq!(written("#t #true #f #FALSE"), "#t #t #f #f");
    assert_eq!(
        written("a + - ... ->x a.b <=? !$%&*/:<=>?^_~"),
        "a + - ... ->x a.b <=? !$%&*/:<=>?^_~"
    );
    assert_eq!(
        written("1 -5 1.5 1/2 #xff #e1.5 +i"),
        "1 -5 1.5 1/2 255 3/2 +i"
    );
    assert_eq!(written("λ été 日本"), "λ été 日本");
    assert_eq!(
        written("|a b| || |x\\x41;y| |\\t\\|| |abc|"),
        "|a b| || xAy |\\t\\|| abc"
    );
    assert_eq!(written("1+ -1+ +5x .. .a +.a"), "1+ -1+ +5x .. .a +.a");
}

#[test]
fn characters() {
    assert_eq!(
        written(r"#\a #\A #\( #\) #\; #\x #\x41 #\x3bb #\λ #\space #\newline #\null #\delete"),
        r"#\a #\A #\( #\) #\; #\x #\A #\λ #\λ #\space #\newline #\null #\delete"
    );
    assert_eq!(written(r#"(#\")(#\a)#\#"#), r#"(#\") (#\a) #\#"#);
    assert_eq!(written("#\\ #\\\t"), "#\\space #\\tab");
    assert_eq!(errors(r"#\foo"), r"t.scm:1:1: unknown character name #\foo");
    assert_eq!(errors(r"#\xd800"), "t.scm:1:1: not a Unicode scalar value");
    assert_eq!(
        errors(r"#\x110000 #\xfffffffffffffff"),
        "t.scm:1:1: not a Unicode scalar value\nt.scm:1:11: not a Unicode scalar value"
    );
}

#[test]
fn strings() {
    assert_eq!(
        written(r#""" "a" "\a\b\t\n\r\"\\\|" "\x3bb;" "é""#),
        r#""" "a" "\a\b\t\n\r\"\\|" "λ" "é""#
    );
    assert_eq!(
        written("\"a\\\n   b\" \"a \\  \t\r\n\t b\""),
        r#""ab" "a b""#
    );
    assert_eq!(written("\"a\nb\r\nc\rd\""), r#""a\nb\nc\nd""#);
    assert_eq!(written("\"a\0b\""), r#""a\x0;b""#);
    assert_eq!(written(r#""a""b"c"#), r#""a" "b" c"#);
    assert_eq!(errors(r#"(a "x\qy" b)"#), r"t.scm:1:6: unknown escape \q");
    assert_eq!(
        errors(r#""\x41""#),
        "t.scm:1:2: malformed escape: expected \\x, hexadecimal digits and `;`"
    );
    assert_eq!(
        errors("\"\\x;\""),
        "t.scm:1:2: malformed escape: expected \\x, hexadecimal digits and `;`"
    );
    assert_eq!(
        errors("\"\\xd800;\""),
        "t.scm:1:2: not a Unicode scalar value"
    );
    assert_eq!(
        errors("a\n \"bc"),
        "t.scm:2:5: the input ends inside a string (string opened at 2:2)"
    );
    assert_eq!(
        errors("\"bc\\"),
        "t.scm:1:5: the input ends inside a string (string opened at 1:1)"
    );
    assert_eq!(
        errors("\"bc\\  "),
        "t.scm:1:7: the input ends inside a string (string opened at 1:1)"
    );
}

#[test]
fn compounds() {
    assert_eq!(
        written("() (a) (a b) (a . b) (a b . c) (a . (b c)) (a . (b . c)) (a . ())"),
        "() (a) (a b) (a . b) (a b . c) (a b c) (a b . c) (a)"
    );
    assert_eq!(
        written("#() #(a #(b)) #u8() #u8(0 255 #x10) #U8(1)"),
        "#() #(a #(b)) #u8() #u8(0 255 16) #u8(1)"
    );
    assert_eq!(
        written("'a `(b ,c ,@d) '() ''x (quote x) (quote) (quote a b)"),
        "'a `(b ,c ,@d) '() ''x 'x (quote) (quote a b)"
    );
    assert_eq!(
        written("(a . 'b) (a . `(b))"),
        "(a quote b) (a quasiquote (b))"
    );
    assert_eq!(
        written("(a . #0=(b . #0#)) #1=(x #1# . #1#)"),
        "(a . #0=(b . #0#)) #1=(x #1# . #1#)"
    );
    assert_eq!(written("(a . (b . (c . (d))))"), "(a b c d)");
    assert_eq!(written("(a.b) (a .b) (a . .5)"), "(a.b) (a .b) (a . 0.5)");
    assert_eq!(written("(a'b)"), "(a 'b)");
    assert_eq!(written("(,|@x| , @x)"), "(,|@x| ,|@x|)");
}

#[test]
fn comments() {
    assert_eq!(written("a ; b\nc ;d"), "a c");
    assert_eq!(written("a #| b #| c |# d |# e #||# f #|||# g"), "a e f g");
    assert_eq!(written("#;a b #; (c d) e (f #;g) #;h"), "b e (f)");
    assert_eq!(written("; only\r(a) ;x"), "(a)");
}

#[test]
fn datum_comments() {
    assert_eq!(written("(a #;b . #;c d #;e)"), "(a . d)");
    assert_eq!(written("(#; #; a b c)"), "(c)");
    assert_eq!(written("(a . (b #;c))"), "(a b)");
    assert_eq!(written("(#;#0=x #0=y #0#)"), "(#0=y #0#)");
    assert_eq!(written("#u8(#;#u8(1 2) 3)"), "#u8(3)");
    assert_eq!(
        errors("(#;#0=x #0#)"),
        "t.scm:1:9: #0# has no #0= before it"
    );
    assert_eq!(
        errors("(a #;)"),
        "t.scm:1:6: unexpected `)`: a datum is expected here (prefix at 1:4)"
    );
}

#[test]
fn directives_and_file_start() {
    assert_eq!(
        written("#!fold-case ABC |ABC| #\\A #\\SPACE #!no-fold-case ABC"),
        "abc ABC #\\A #\\space ABC"
    );
    assert_eq!(written("#!/usr/bin/env eyas\na"), "a");
    assert_eq!(written("\u{feff}#! /bin/x\r\na"), "a");
    assert_eq!(written("\u{feff}a\r\nb"), "a b");
    assert_eq!(errors("#!foo a"), "t.scm:1:1: unknown directive #!foo");
    let mut sources = Sources::new();
    let mut symbols = Symbols::new();
    let file = sources.add("t", "Foo #!no-fold-case Bar");
    let (data, _) = read_all_with(&sources, file, &mut symbols, Case::Folded);
    assert_eq!(writer::write(&data[0], &symbols), "foo");
    assert_eq!(writer::write(&data[1], &symbols), "Bar");
}

#[test]
fn lists_gone_wrong() {
    assert_eq!(
        errors("(a\n (b c"),
        "t.scm:2:6: the input ends inside a list (list opened at 2:2)"
    );
    assert_eq!(
        errors("#(a"),
        "t.scm:1:4: the input ends inside a list (vector opened at 1:1)"
    );
    assert_eq!(
        errors("#u8(1"),
        "t.scm:1:6: the input ends inside a list (bytevector opened at 1:1)"
    );
    assert_eq!(
        errors("(a '"),
        "t.scm:1:5: the input ends where a datum is expected (quotation begun at 1:4)"
    );
    assert_eq!(
        errors("a) b)"),
        "t.scm:1:2: unexpected `)`: no list is open\nt.scm:1:5: unexpected `)`: no list is open"
    );
    assert_eq!(
        errors("(. a)"),
        "t.scm:1:2: unexpected `.`: it belongs before the last element of a list"
    );
    assert_eq!(
        errors("."),
        "t.scm:1:1: unexpected `.`: it belongs before the last element of a list"
    );
    assert_eq!(
        errors("#(a . b)"),
        "t.scm:1:5: unexpected `.`: it belongs before the last element of a list"
    );
    assert_eq!(errors("(a .)"), "t.scm:1:5: no datum between `.` and `)`");
    assert_eq!(
        errors("(a . b c)"),
        "t.scm:1:8: more than one datum after `.`"
    );
    assert_eq!(
        errors("(a . (b) c)"),
        "t.scm:1:10: more than one datum after `.`"
    );
    assert_eq!(
        errors("(a . (b . c) d)"),
        "t.scm:1:14: more than one datum after `.`"
    );
    assert_eq!(errors("(a . b . c)").lines().count(), 2);
    assert_eq!(
        errors("(')"),
        "t.scm:1:3: unexpected `)`: a datum is expected here (prefix at 1:2)"
    );
    assert_eq!(
        errors("#|a"),
        "t.scm:1:4: the input ends inside a #| comment (comment opened at 1:1)"
    );
    assert_eq!(
        errors("|a"),
        "t.scm:1:3: the input ends inside a |symbol| (symbol opened at 1:1)"
    );
    assert_eq!(
        errors("#;"),
        "t.scm:1:3: the input ends where a datum is expected (datum comment begun at 1:1)"
    );
    assert_eq!(
        errors("|a|b"),
        "t.scm:1:1: a |symbol| must be followed by white space or a delimiter"
    );
}

#[test]
fn brackets_are_one_error_each() {
    assert_eq!(
        errors("(let ([x 1]) x)"),
        "t.scm:1:7: `[` is reserved: lists are written with ( and )"
    );
    assert_eq!(
        errors("(a])"),
        "t.scm:1:3: `]` is reserved: lists are written with ( and )"
    );
    assert_eq!(
        errors("{a}"),
        "t.scm:1:1: `{` is reserved: lists are written with ( and )"
    );
}

#[test]
fn labels() {
    assert_eq!(errors("#5#"), "t.scm:1:1: #5# has no #5= before it");
    assert_eq!(errors("#0=#0#"), "t.scm:1:4: #0= names nothing but itself");
    assert_eq!(
        errors("#0=#1=#0#"),
        "t.scm:1:7: #0= names nothing but itself"
    );
    assert_eq!(
        errors("(#0=a #0=b)"),
        "t.scm:1:7: #0= occurs twice in one datum"
    );
    assert_eq!(errors("#0=a #0#"), "t.scm:1:6: #0# has no #0= before it");
    assert_eq!(
        errors("#99999999999=a"),
        "t.scm:1:1: the label number is too large"
    );
    assert_eq!(written("(#0=a #1=#0#) #0='#0#"), "(#0=a #1=#0#) #0='#0#");
    assert_eq!(written("#4294967295=a"), "#4294967295=a");
}

#[test]
fn bytes_that_do_not_belong() {
    assert_eq!(errors(b"a\nb\xffc".to_vec()), "t.scm:2:2: invalid UTF-8");
    assert_eq!(
        errors(b"(a \"x\xc3\" b)".to_vec()),
        "t.scm:1:6: invalid UTF-8"
    );
    assert_eq!(errors(b"\xe3\x81(a)".to_vec()), "t.scm:1:1: invalid UTF-8");
    assert_eq!(errors(b"; \xff\na".to_vec()), "t.scm:1:3: invalid UTF-8");
    assert_eq!(
        errors(b"#| \xed\xa0\x80 |# a".to_vec()),
        "t.scm:1:4: invalid UTF-8"
    );
    assert_eq!(errors(b"#\\\xff a".to_vec()), "t.scm:1:3: invalid UTF-8");
    assert_eq!(errors("a\0b"), "t.scm:1:2: NUL character outside a string");
    assert_eq!(
        errors("|a\0b|"),
        "t.scm:1:3: NUL character outside a string"
    );
    assert_eq!(errors(";\0\n"), "t.scm:1:2: NUL character outside a string");
    assert_eq!(errors("a\u{1}"), "t.scm:1:2: unexpected character \\u{1}");
    assert_eq!(errors("a\\b"), "t.scm:1:2: unexpected character \\\\");
    assert_eq!(
        errors("1/0"),
        "t.scm:1:1: the denominator of a ratio is zero"
    );
    assert_eq!(
        errors("#e1e1000000000"),
        "t.scm:1:1: the exponent of an exact number is too large"
    );
    assert_eq!(
        errors("#foo #"),
        "t.scm:1:1: unknown syntax #foo\nt.scm:1:6: unknown syntax #"
    );
    assert_eq!(errors("#u8(256 a -1 1.0 2)").lines().count(), 4);
    assert_eq!(written("a\u{a0}b\u{2003}c"), "a b c");
}

#[test]
fn all_errors_and_the_data_between() {
    let (data, errors, _, symbols) = read("(a) (b #foo) (c \"\\q\" d) e ) f (g");
    let text: Vec<_> = data.iter().map(|d| writer::write(d, &symbols)).collect();
    assert_eq!(text, ["(a)", "e", "f"]);
    assert_eq!(errors.len(), 4);
    assert!(errors[3].is_incomplete());
    // What an abandoned datum defined is not defined in the next.
    let (data, errors, _, _) = read("#0=) #1=#0#");
    assert_eq!((data.len(), errors.len()), (0, 2));
}

#[test]
fn spans() {
    let (data, _, sources, _) = read("é (a\n  'b . \"c\")");
    let location = |datum: &crate::Datum| {
        let span = datum.span();
        (
            sources.line_column(span.file, span.start),
            sources.line_column(span.file, span.end),
        )
    };
    assert_eq!(location(&data[0]), ((1, 1), (1, 2)));
    assert_eq!(location(&data[1]), ((1, 3), (2, 12)));
    let DatumKind::List {
        items,
        tail: Some(tail),
    } = data[1].kind()
    else {
        panic!()
    };
    assert_eq!(location(&items[0]), ((1, 4), (1, 5)));
    assert_eq!(location(&items[1]), ((2, 3), (2, 5)));
    assert_eq!(location(tail), ((2, 8), (2, 11)));
}

#[test]
fn one_at_a_time() {
    let mut symbols = Symbols::new();
    let text = b"a (b) ) c \"d";
    let mut reader = Reader::new(FileId(0), text, 0, &mut symbols);
    assert!(reader.next().unwrap().is_some());
    assert_eq!(reader.position(), 1);
    assert!(reader.next().unwrap().is_some());
    assert_eq!(reader.position(), 5);
    assert_eq!(
        reader.next().unwrap_err().kind,
        ReadErrorKind::UnexpectedClose
    );
    assert_eq!(reader.position(), 7);
    assert!(reader.next().unwrap().is_some());
    assert_eq!(
        reader.next().unwrap_err().kind,
        ReadErrorKind::IncompleteString
    );
    assert_eq!(reader.position(), text.len());
    assert!(reader.next().unwrap().is_none());
    assert!(reader.next().unwrap().is_none());
}

/// Feeding a text in two parts, cut anywhere, gives what the whole text gives.
#[test]
fn cut_anywhere() {
    let text = "(a #;b 12.5e3 #\\space \"é\\n\\x41;\\\r\n z\" |x y| ; cömment\r\n #| #||# |# #u8(1 2) . #0=(#t ,@x)) \
                #!fold-case ABC #!no-fold-case ABC #true λ #;(x) -5 'q";
    let whole = written(text);
    let bytes = text.as_bytes();
    for cut in 0..=bytes.len() {
        let mut symbols = Symbols::new();
        let mut out = Vec::new();
        let mut reader = Reader::new(FileId(0), &bytes[..cut], 0, &mut symbols);
        reader.set_more(true);
        let mut data = Vec::new();
        loop {
            match reader.next() {
                Ok(Some(datum)) => data.push(datum),
                Ok(None) => break,
                Err(error) => {
                    assert!(error.is_incomplete(), "cut at {cut}: {error}");
                    break;
                }
            }
        }
        let (position, fold) = (reader.position(), reader.fold_case());
        let mut reader = Reader::new(FileId(0), bytes, position, &mut symbols);
        reader.set_fold_case(fold);
        while let Some(datum) = reader
            .next()
            .unwrap_or_else(|e| panic!("cut at {cut}: {e}"))
        {
            data.push(datum);
        }
        for datum in &data {
            out.push(writer::write(datum, &symbols));
        }
        assert_eq!(out.join(" "), whole, "cut at {cut}");
    }
}
