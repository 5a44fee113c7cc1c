//! Checks file and folder names.
//!
//! A thing without a home needs a design, not a folder named `util`; a second version replaces the
//! first instead of standing beside it with a `2` or `new` in its name.

use super::Report;
use crate::tree::Tree;

/// Names that say nothing.
const EMPTY_NAMES: &[&str] = &["util", "utils", "common", "helper", "helpers", "misc"];

/// Names that end in digits because the thing they name does.
const NUMBERED: &[&str] = &[
    "x64", "a64", "utf8", "latin1", "f64", "u64", "i64", "u32", "u8",
];

/// What is wrong with a name (a folder's or a file's without extension), if anything.
pub(super) fn fault(name: &str) -> Option<&'static str> {
    let words: Vec<&str> = name.split(['_', '-']).collect();
    let edge = |word: &str| words.first() == Some(&word) || words.last() == Some(&word);
    if EMPTY_NAMES.contains(&name) {
        Some("this name says nothing; name what it holds")
    } else if words.len() > 1 && (edge("new") || edge("old")) {
        Some("a new version replaces the old one; name the thing")
    } else if name.ends_with(|c: char| c.is_ascii_digit())
        && !name.chars().all(|c| c.is_ascii_digit())
        && !NUMBERED.iter().any(|known| words.contains(known))
    {
        Some("names do not end in numbers")
    } else {
        None
    }
}

/// See the module's documentation.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for path in &tree.paths {
        let source = path.starts_with("crates/") || path.starts_with("xtask/");
        let scheme = path.starts_with("lib/") || path.starts_with("benches/");
        if !source && !scheme {
            continue;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        // SRFI folders and files (`lib/srfi/1.sld`, `srfi-1`) carry the number the SRFI has.
        if path.contains("/srfi") {
            continue;
        }
        let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
        if let Some(fault) = fault(stem) {
            report.file(path, fault);
        }
    }
}
