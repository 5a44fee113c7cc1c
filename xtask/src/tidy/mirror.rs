//! Checks the mirror rule: an op family has one name in every tier and in the tests.
//!
//! `interp/call.rs`, `template/call.rs`, `record/call.rs` and `tests/language/call/` are everything
//! about calls. A family is a file of the interpreter; a tier or a test folder is checked once it
//! exists at all.

use super::Report;
use crate::tree::Tree;

const FAMILIES: &str = "crates/eyas-vm/src/interp/";

/// Files of `interp/` that are machinery and no op family.
const MACHINERY: &[&str] = &[
    "mod", "dispatch", "enter", "frame", "fuse", "generic", "handlers", "quick", "raise", "slow",
    "step", "tests", "tier",
];

/// Where each family must have a counterpart: the folder, and what follows the family's name.
const MIRRORS: &[(&str, &str)] = &[
    ("crates/eyas-jit/src/template", ".rs"),
    ("crates/eyas-jit/src/record", ".rs"),
    ("tests/language", ""),
];

/// See the module's documentation.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    let stems = tree.paths.iter().filter_map(|path| {
        let name = path.strip_prefix(FAMILIES)?;
        let stem = name.strip_suffix(".rs").unwrap_or(name);
        (!MACHINERY.contains(&stem) && !name.contains('/')).then_some(stem)
    });
    for stem in stems {
        for (folder, end) in MIRRORS {
            // `move_.rs` is the family `move`, a keyword of Rust; folders of tests need not dodge
            // it.
            let family = if end.is_empty() {
                stem.trim_end_matches('_')
            } else {
                stem
            };
            let twin = format!("{folder}/{family}{end}");
            let inside = format!("{folder}/");
            let exists = tree.paths.iter().any(|path| path.starts_with(&inside));
            if exists && !tree.has(&twin) && !tree.has(&format!("{folder}/{family}")) {
                report.file(
                    &format!("{FAMILIES}{stem}.rs"),
                    format!("has no twin `{twin}`"),
                );
            }
        }
    }
}
