//! Tests of the comment and literal stripper.

use super::{code_only, line_of, word_positions};

#[test]
fn comments_and_literals_vanish() {
    let source =
        "a // unsafe\nb /* unsafe /* x */ y */ c \"unsafe \\\" z\" d r#\"un\"safe\"# e 'x' '\\'' f";
    let words: Vec<String> = code_only(source)
        .split_whitespace()
        .map(String::from)
        .collect();
    assert_eq!(words, ["a", "b", "c", "d", "e", "f"]);
}

#[test]
fn lifetimes_and_identifiers_stay() {
    let source = "fn parser<'a>(r: &'a str) -> &'a str { r }";
    assert_eq!(code_only(source), source);
}

#[test]
fn words_are_whole() {
    let found: Vec<usize> = word_positions("unsafe_code unsafe{ not_unsafe", "unsafe").collect();
    assert_eq!(found, [12]);
    assert_eq!(line_of("a\nb\nc", 4), 3);
}
