//! `tidy`: the rules of CONTRIBUTING.md that a program can check.
//!
//! One check per file. A check gets the whole tree and reports every breach it finds; nothing stops
//! at the first. A rule without a check here is advice; a rule with one is a fact about the tree.

mod docs;
mod files;
mod manifests;
mod mirror;
mod names;
mod unsafety;
mod words;

use crate::tree::{self, Tree};

/// What the checks found.
#[derive(Default)]
pub(crate) struct Report {
    failures: Vec<String>,
}

impl Report {
    /// Reports a breach in a whole file.
    fn file(&mut self, path: &str, message: impl std::fmt::Display) {
        self.failures.push(format!("{path}: {message}"));
    }

    /// Reports a breach at a line, counted from 1.
    fn line(&mut self, path: &str, line: usize, message: impl std::fmt::Display) {
        self.failures.push(format!("{path}:{line}: {message}"));
    }
}

/// A check reads the tree and reports what breaks its rule.
type Check = fn(&Tree, &mut Report);

const CHECKS: &[(&str, Check)] = &[
    ("crate edges and dependencies", manifests::check),
    ("file lengths and module docs", files::check),
    ("unsafe code", unsafety::check),
    ("paths named in documents", docs::check),
    ("names", names::check),
    ("banned words", words::check),
    ("mirror rule", mirror::check),
];

/// Runs all checks on the tree.
///
/// # Errors
/// The number of breaches, after each was printed to standard error.
pub(crate) fn run() -> Result<(), String> {
    let tree = Tree::read(&tree::root())?;
    let mut report = Report::default();
    for (name, check) in CHECKS {
        let before = report.failures.len();
        check(&tree, &mut report);
        let found = report.failures.len() - before;
        let verdict = if found == 0 {
            "ok".into()
        } else {
            format!("{found} breaches")
        };
        println!("tidy: {name}: {verdict}");
    }
    unsafety::print_counts(&tree);
    for failure in &report.failures {
        eprintln!("{failure}");
    }
    match report.failures.len() {
        0 => Ok(()),
        count => Err(format!("tidy found {count} breaches")),
    }
}

#[cfg(test)]
mod tests;
