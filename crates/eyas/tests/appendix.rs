//! Appendix A of R7RS, entry by entry: every library exports what the report lists, no more and no less, and every
//! entry occurs in a test of `tests/r7rs/`.
//!
//! The list is `tests/r7rs/appendix-a.txt`, written down from the report. What a library exports is read from its
//! definition; that the names can be imported is asked of the built command.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text without `;` comments. No test has a `;` within a string or after `#\` and a name behind it that counts.
fn without_comments(text: &str) -> String {
    text.lines()
        .map(|line| line.split(';').next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What stands between delimiters.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "()'`,\"#".contains(c))
        .filter(|token| !token.is_empty())
}

/// The names of each library, by its name without parentheses.
fn appendix() -> BTreeMap<String, BTreeSet<String>> {
    let path = root().join("tests/r7rs/appendix-a.txt");
    let text = fs::read_to_string(&path).expect("the list is there");
    let mut libraries: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with(';'))
    {
        if let Some(name) = line.strip_prefix('(').and_then(|l| l.strip_suffix(')')) {
            name.clone_into(&mut current);
            libraries.entry(current.clone()).or_default();
        } else {
            let names = line.split_whitespace().map(str::to_owned);
            libraries.entry(current.clone()).or_default().extend(names);
        }
    }
    libraries
}

/// The export lists of a library definition, `(rename a b)` as `b`.
fn exports(text: &str) -> BTreeSet<String> {
    let text = without_comments(text);
    let start = text.find("(export").expect("a library exports") + "(export".len();
    let mut depth = 1;
    let end = text[start..]
        .find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        })
        .expect("the list ends");
    let list = text[start..start + end].replace(['(', ')'], " ");
    let mut names = BTreeSet::new();
    let mut words = list.split_whitespace();
    while let Some(word) = words.next() {
        if word == "rename" {
            words.next();
            continue;
        }
        names.insert(word.to_owned());
    }
    names
}

#[test]
fn libraries_export_what_the_report_lists() {
    for (library, listed) in appendix() {
        let path = root().join("lib").join(library.replace(' ', "/"));
        let text = fs::read_to_string(path.with_extension("sld")).expect("the library is there");
        let exported = exports(&text);
        let missing: Vec<_> = listed.difference(&exported).collect();
        let further: Vec<_> = exported.difference(&listed).collect();
        assert!(missing.is_empty(), "({library}) lacks {missing:?}");
        assert!(further.is_empty(), "({library}) also exports {further:?}");
    }
}

#[test]
fn names_can_be_imported() {
    let mut program = String::new();
    for (library, names) in appendix() {
        let names: Vec<_> = names.into_iter().collect();
        program += &format!("(import (only ({library}) {}))\n", names.join(" "));
    }
    program += "(display 'imported)";
    let path = std::env::temp_dir().join(format!("eyas-appendix-{}.scm", std::process::id()));
    fs::write(&path, program).expect("the program is written");
    let output = Command::new(env!("CARGO_BIN_EXE_eyas"))
        .arg(&path)
        .output()
        .expect("eyas runs");
    fs::remove_file(&path).expect("the program is removed");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "imported");
}

#[test]
fn names_are_tested() {
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(root().join("tests/r7rs")).expect("the tests are there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "scm") {
            let text = fs::read_to_string(&path).expect("a test is text");
            let program = text.split("\n;--- ").next().unwrap_or("");
            seen.extend(tokens(&without_comments(program)).map(str::to_owned));
        }
    }
    let untested: Vec<_> = appendix()
        .into_values()
        .flatten()
        .filter(|name| !seen.contains(name))
        .collect();
    // What readers take for abbreviations: `x is written with the sign.
    let signs = ["quote", "unquote", "unquote-splicing", "quasiquote"];
    let untested: Vec<_> = untested
        .iter()
        .filter(|name| !signs.contains(&name.as_str()))
        .collect();
    assert!(untested.is_empty(), "no test names {untested:?}");
}
