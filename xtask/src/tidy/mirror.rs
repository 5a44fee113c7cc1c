//! Checks the mirror rule: an op family has one name in every tier and in the tests.
//!
//! `interp/call.rs`, `template/call.rs`, `record/call.rs` and `tests/language/call/` are everything about calls.
//! A family is a file of the interpreter; a tier or a test folder is checked once it exists at all.

use super::Report;
use crate::tree::Tree;

const FAMILIES: &str = "crates/eyas-vm/src/interp/";

/// Files of `interp/` that are machinery and no op family.
const MACHINERY: &[&str] = &[
    "mod", "dispatch", "tests", "slow", "frame", "enter", "handlers",
];

/// Where each family must have a counterpart: the folder, and what follows the family's name.
const MIRRORS: &[(&str, &str)] = &[
    ("crates/eyas-jit/src/template", ".rs"),
    ("crates/eyas-jit/src/record", ".rs"),
    ("tests/language", ""),
];

/// See the module's documentation.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    let families = tree.paths.iter().filter_map(|path| {
        let name = path.strip_prefix(FAMILIES)?;
        let family = name.split(['/', '.']).next()?;
        (!MACHINERY.contains(&family) && !name.contains('/')).then_some(family)
    });
    for family in families {
        for (folder, end) in MIRRORS {
            let twin = format!("{folder}/{family}{end}");
            let as_folder = format!("{folder}/{family}");
            if tree.has(folder) && !tree.has(&twin) && !tree.has(&as_folder) {
                report.file(
                    &format!("{FAMILIES}{family}.rs"),
                    format!("has no twin `{twin}`"),
                );
            }
        }
    }
}
