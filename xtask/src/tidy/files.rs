//! Checks that files are short and say what they are.
//!
//! A file that outgrows the limit holds two ideas. Tests and tables obey it as well: a long table
//! is split by family, long tests by subject.

use super::Report;
use crate::tree::Tree;

/// Lines; the aim is half of it.
const LENGTH_MAX: usize = 1000;

/// See the module's documentation.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for file in &tree.files {
        let is_rust = file.has_extension("rs");
        if !is_rust && !file.has_extension("scm") && !file.has_extension("sld") {
            continue;
        }
        let length = file.text.lines().count();
        if length > LENGTH_MAX {
            report.file(
                &file.path,
                format!("{length} lines; split it ({LENGTH_MAX} at most)"),
            );
        }
        if is_rust && !file.text.starts_with("//!") {
            report.line(
                &file.path,
                1,
                "begin with a `//!` sentence that says what this file is",
            );
        }
    }
}
