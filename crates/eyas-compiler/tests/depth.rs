//! Deeply nested and very long programs go through all passes: depth is limited by memory only.

use eyas_compiler::core::text::parse;
use eyas_compiler::core::verify::{Stage, verify};
use eyas_compiler::pipeline::{Options, run};
use eyas_datum::symbol::Symbols;

fn survives(text: &str) {
    let mut symbols = Symbols::new();
    let mut core = parse(text, &mut symbols).expect("the text is Core");
    run(&mut core, &symbols, &Options::default());
    verify(&core, Stage::Closed).expect("the result is well formed");
}

#[test]
fn nested_programs() {
    let depth = 10_000;
    let nest = |before: &str, inner: &str, after: &str| {
        let mut text = String::new();
        for i in 0..depth {
            text.push_str(&before.replace('@', &i.to_string()));
        }
        text.push_str(inner);
        text.push_str(&after.repeat(depth));
        text
    };
    survives(&format!("(lambda (x) {})", nest("(car ", "x", ")")));
    survives(&format!(
        "(lambda (x) {})",
        nest("(if (car x) ", "x", " 1)")
    ));
    survives(&format!(
        "(lambda (x) {})",
        nest("(if ", "x", " (car x) 1)")
    ));
    survives(&nest("(lambda (x@) (car ", "x0", "))"));
    survives(&format!(
        "(lambda (y) {})",
        nest("(let ((x@ (car y))) (cons x@ ", "x0", "))")
    ));
    survives(&format!(
        "(lambda (y) {})",
        nest("((lambda (x@) (cons x@ ", "y", ")) 1)")
    ));
    survives(&format!(
        "(lambda (y) {})",
        nest("(letrec* ((f@ (lambda () (f@)))) ", "(f0)", ")")
    ));
    survives(&format!(
        "(lambda (y) {})",
        nest("(receive (a@) (values ", "y", ") (car 1))")
    ));
    survives(&nest("(begin (display 1) ", "2", ")"));
    survives(&format!(
        "(lambda (y) {})",
        nest("(if (eqv? y @) 1 ", "2", ")")
    ));
}

#[test]
fn long_bodies() {
    let mut text = String::from("(lambda (y) (letrec* (");
    for i in 0..50_000 {
        match i % 3 {
            0 => text.push_str(&format!("(f{i} (lambda (a{i}) (f{i} (y a{i}))))\n")),
            1 => text.push_str(&format!("(v{i} (y {i}))\n")),
            _ => text.push_str(&format!("(u{i} (f{} v{}))\n", i - 2, i - 1)),
        }
    }
    text.push_str(") (y f0)))");
    survives(&text);
}
