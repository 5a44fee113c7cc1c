//! Deep, long and wide programs.

use super::machine::Machine;
use super::{check, expand, frontend, run};

fn expands(text: &str) -> usize {
    let mut fe = frontend(&[]);
    let (expanded, diagnostics) = expand(&mut fe, &mut Machine::default(), text);
    assert!(diagnostics.is_empty(), "{}", diagnostics.len());
    expanded.expect("no errors").core.exprs.len()
}

#[test]
fn deep_calls() {
    let n = 100_000;
    let text = format!("{}1{}", "(car ".repeat(n), ")".repeat(n));
    assert_eq!(expands(&text), n + 1);
}

#[test]
fn deep_constants() {
    let text = format!("'{}{}", "(".repeat(1_000_000), ")".repeat(1_000_000));
    assert_eq!(expands(&text), 1);
    let text = format!("`{}{}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(expands(&text), 1);
}

#[test]
fn deep_bindings() {
    let n = 20_000;
    let text = format!("{}x{}", "(let ((x 1)) ".repeat(n), ")".repeat(n));
    assert_eq!(expands(&text), 2 * n + 1);
    let text = format!("{}1{}", "((lambda (x) ".repeat(n), ") 1)".repeat(n));
    assert_eq!(expands(&text), 2 * n + 1);
}

#[test]
fn deep_bodies() {
    let n = 20_000;
    let text = format!("{}1{}", "(begin (if 1 ".repeat(n), " 2))".repeat(n));
    assert_eq!(expands(&text), 3 * n + 1);
}

#[test]
fn wide_forms() {
    let names: Vec<String> = (0..100_000).map(|i| format!("p{i}")).collect();
    assert_eq!(expands(&format!("(lambda ({}) p5)", names.join(" "))), 2);
    let numbers = "1 ".repeat(1_000_000);
    assert_eq!(expands(&format!("'#({numbers})")), 1);
    assert_eq!(expands(&format!("#({numbers})")), 1);
    let definitions: String = (0..50_000)
        .map(|i| format!("(define (f{i} x) (+ x {i}))\n"))
        .collect();
    assert!(expands(&definitions) > 200_000);
    let definitions: String = (0..20_000)
        .map(|i| format!("(define x{i} {i})\n"))
        .collect();
    assert!(expands(&format!("(let () {definitions} x7)")) > 20_000);
    let bindings: String = (0..20_000).map(|i| format!("(x{i} {i})")).collect();
    assert!(expands(&format!("(let* ({bindings}) x7)")) > 20_000);
    let clauses: String = (0..20_000).map(|i| format!("((= 1 {i}) {i})")).collect();
    assert!(expands(&format!("(cond {clauses})")) > 20_000);
}

#[test]
fn many_uses_of_macros() {
    let swap =
        "(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))";
    let uses = "(let ((x 1) (y 2)) (swap! x y) x)\n".repeat(10_000);
    assert!(expands(&format!("{swap}{uses}")) > 100_000);
    let list =
        "(define-syntax my-list (syntax-rules () ((_) '()) ((_ x . r) (cons x (my-list . r)))))";
    let items = "1 ".repeat(3_000);
    assert!(expands(&format!("{list}(my-list {items})")) > 3_000);
}

#[test]
fn recursive_counting() {
    // Peano numbers: 2^10 by doubling a list.
    check(
        "(define-syntax double (syntax-rules () ((_ k () (a ...)) (k (a ...))) ((_ k (n . m) (a ...)) (double k m (a ... a ...)))))
         (define-syntax count (syntax-rules () ((_ l) (length 'l))))
         (double count (1 2 3 4 5 6 7 8 9 10) (x))",
        "1024",
    );
    assert!(
        run(
            "(define-syntax down (syntax-rules () ((_) 'done) ((_ x . r) (down . r)))) (down 1 2 3 4 5 6 7 8)"
        ) == "done"
    );
}
