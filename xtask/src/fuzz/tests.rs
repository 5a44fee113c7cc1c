//! Programs are what their seeds say, and shrinking keeps what matters.

use super::generate::{program, text};
use super::node::{Node, read};
use super::shrink::shrink;

#[test]
fn a_seed_is_a_program() {
    assert_eq!(program(7, false), program(7, false));
    assert_ne!(program(7, false), program(8, false));
}

#[test]
fn every_production_reads_and_every_type_exists() {
    // Enough programs to fill each hole of each production.
    for seed in 0..300 {
        let program = text(&program(seed, seed % 2 == 0), false);
        assert!(!program.contains(['@', '|']), "{program}");
    }
}

#[test]
fn text_is_read_as_it_is_written() {
    let data = "(a 'b (quote (1 . 2)) \"x \\\" (\" #\\( #\\space #(1 2) ())";
    let shown = "(a (quote b) (quote (1 . 2)) \"x \\\" (\" #\\( #\\space #(1 2) ())";
    let node = read(data);
    assert_eq!(node.len(), 1);
    assert_eq!(node[0].to_string().replace(' ', ""), shown.replace(' ', ""));
}

#[test]
fn what_is_not_needed_goes() {
    let forms = read("(define a 1) (show (if a (list 1 (bad 2 3)) 4)) (show 5)");
    let small = shrink(forms, 1000, |forms| {
        forms.iter().any(|form| form.to_string().contains("(bad"))
    });
    assert_eq!(small, [Node::List(vec![Node::atom("bad")])]);
}

#[test]
fn decimal_numbers_are_compared_by_value() {
    assert_eq!(
        super::plain_numbers("a 1500.0 (1.5e3 7)"),
        "a 1.5e3 (1.5e3 7)"
    );
    assert_ne!(super::plain_numbers("1500"), super::plain_numbers("1500.0"));
}
