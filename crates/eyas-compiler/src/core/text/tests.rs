//! Printing and parsing are inverse.

use eyas_datum::symbol::Symbols;

use super::{parse, print};

fn round_trip(text: &str) -> String {
    let mut symbols = Symbols::new();
    let core = parse(text, &mut symbols).expect("the text is Core");
    let once = print(&core, &symbols);
    let core = parse(&once, &mut symbols).expect("what was printed is Core");
    assert_eq!(once, print(&core, &symbols));
    once
}

#[test]
fn prints_what_it_parses() {
    let text = "(define-global f.0 (lambda f.0 (x.1 . y.2) (if (car x.1) '(a . b) (global f.0))))";
    assert_eq!(
        round_trip(text),
        format!("(global f.0 \"program\" defined)\n{text}\n")
    );
    for text in [
        "(let ((x.0 \"a\\n\") (|a b.1| #\\a)) (begin (set! x.0 1) (x.0) '#(1 |x y|)))",
        "(case-lambda (f.0 () 1) (g.1 r.2 (values r.2 '())))",
        "(receive (a.0 . b.1) (values 1 2) (receive-into (values) (primitive +)))",
        "(loop loop.0 ((i.0 0)) (switch i.0 ((1 2) (continue loop.0 '#u8(1))) 2.5))",
        "(procedure f.0 (x.0) 1 (begin (free 0) (running-closure) (call-known f.0 x.0 1)))\n\
         (procedure g.1 (cases f.0) 1)\n(make-closure g.1 1)",
    ] {
        round_trip(text);
    }
}

#[test]
fn names_without_numbers_get_them() {
    assert_eq!(
        round_trip("(let ((x 1) (y 2)) (+ x y))"),
        "(let ((x.0 1) (y.1 2)) (+ x.0 y.1))\n"
    );
}

#[test]
fn depth_is_no_limit() {
    let depth = 20_000;
    let text = format!("{}1{}", "(if #t (car ".repeat(depth), ") 2)".repeat(depth));
    round_trip(&text);
}

#[test]
fn keywords_are_no_primitives() {
    for keyword in [
        "if", "let", "values", "apply", "free", "closure", "loop", "switch", "eof",
    ] {
        assert!(
            eyas_bytecode::Prim::from_name(keyword).is_none(),
            "{keyword}"
        );
    }
}

#[test]
fn rejects_what_is_no_core() {
    let mut symbols = Symbols::new();
    for text in [
        "(let)",
        "()",
        "(let ((x)) 1)",
        "(free x)",
        "(f",
        "(primitive nothing)",
        "x.99999999",
    ] {
        // `(let)` is a call of a variable by its spelling; everything else is refused.
        let parsed = parse(text, &mut symbols);
        assert!(parsed.is_err() || text == "(let)", "{text}");
    }
}
