//! Checks where `unsafe` may stand, and how often.
//!
//! Most crates forbid it. The rest have a budget, which is lowered when the count falls and raised
//! only with a reason in the commit. That each block has a `SAFETY` comment is clippy's to check
//! (`undocumented_unsafe_blocks`).

use super::Report;
use crate::rust_text::{code_only, word_positions};
use crate::tree::Tree;

/// Folders with Rust code and how many times the word `unsafe` may stand in them.
const BUDGETS: &[(&str, usize)] = &[
    ("crates/eyas-datum/", 0),
    ("crates/eyas-bytecode/", 0),
    ("crates/eyas-compiler/", 0),
    ("crates/eyas-heap/", 250),
    ("crates/eyas-vm/", 60),
    ("crates/eyas-asm/", 0),
    // Code memory (`code/`): mappings, and writing machine code through them.
    ("crates/eyas-jit/", 24),
    ("crates/eyas/", 0),
    // `wait4` has no safe wrapper in the standard library.
    ("xtask/", 1),
];

/// Crates whose roots must forbid unsafe code, so that the compiler says no before tidy does.
const FORBIDDING: &[&str] = &[
    "eyas-datum",
    "eyas-bytecode",
    "eyas-compiler",
    "eyas-asm",
    "eyas",
];

fn count(tree: &Tree, folder: &str) -> usize {
    let files = tree
        .with_extension("rs")
        .filter(|file| file.path.starts_with(folder));
    files
        .map(|file| word_positions(&code_only(&file.text), "unsafe").count())
        .sum()
}

/// See the module's documentation.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for (folder, budget) in BUDGETS {
        let found = count(tree, folder);
        if found > *budget {
            report.file(
                folder,
                format!("{found} uses of `unsafe`, {budget} allowed"),
            );
        }
    }
    for file in tree.with_extension("rs") {
        let listed = BUDGETS
            .iter()
            .any(|(folder, _)| file.path.starts_with(folder));
        if !listed
            && word_positions(&code_only(&file.text), "unsafe")
                .next()
                .is_some()
        {
            report.file(&file.path, "`unsafe` in a folder that has no budget for it");
        }
    }
    for name in FORBIDDING {
        for root in ["lib.rs", "main.rs"] {
            let path = format!("crates/{name}/src/{root}");
            let file = tree.files.iter().find(|file| file.path == path);
            if file.is_some_and(|file| !file.text.contains("#![forbid(unsafe_code)]")) {
                report.file(&path, "lacks `#![forbid(unsafe_code)]`");
            }
        }
    }
}

/// Prints the present count beside each budget.
pub(super) fn print_counts(tree: &Tree) {
    for (folder, budget) in BUDGETS {
        println!(
            "tidy: unsafe in {folder}: {} of {budget}",
            count(tree, folder)
        );
    }
}
