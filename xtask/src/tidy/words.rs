//! Checks for words that must not stand in code: leftovers, hidden global state, paths of one
//! machine.
//!
//! All state hangs off a session, so that two sessions in one process share nothing; hence no
//! mutable statics, thread-locals or lazily set ones. A test that does not pass is not skipped: it
//! asserts today's result and says what is wrong with it.

use super::Report;
use crate::rust_text::{code_only, line_of};
use crate::tree::Tree;

/// Text that must not stand in Rust code, and why.
const BANNED: &[(&str, &str)] = &[
    ("dbg!", "a leftover"),
    ("todo!", "finish it, or return an error"),
    ("unimplemented!", "finish it, or return an error"),
    ("#[ignore", "a test runs or does not exist"),
    ("static mut ", "no globals: state hangs off the session"),
    (
        "thread_local!",
        "no globals: state hangs off the thread's context",
    ),
    ("lazy_static", "no globals: state hangs off the session"),
    ("LazyLock", "no globals: state hangs off the session"),
    ("once_cell", "no globals: state hangs off the session"),
];

/// Types that make a `static` mutable.
const CELLS: &[&str] = &["Atomic", "Mutex", "RwLock", "OnceLock", "Cell<"];

/// Files that may hold a mutable static, each with the reason.
const ALLOWED_STATICS: &[(&str, &str)] = &[(
    "crates/eyas-jit/src/gdb.rs",
    "GDB's JIT interface is a global symbol",
)];

/// What is wrong in one line of code without comments and literals.
pub(super) fn fault(line: &str) -> Option<String> {
    for (word, why) in BANNED {
        if line.contains(word) {
            return Some(format!("`{}`: {why}", word.trim()));
        }
    }
    let start = line
        .trim_start()
        .trim_start_matches("pub(crate) ")
        .trim_start_matches("pub ");
    if start.starts_with("static ") && CELLS.iter().any(|cell| line.contains(cell)) {
        return Some("a mutable static; no globals: state hangs off the session".into());
    }
    None
}

/// See the module's documentation.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for file in tree.with_extension("rs") {
        let excused = ALLOWED_STATICS.iter().any(|(path, _)| *path == file.path);
        for (index, line) in code_only(&file.text).lines().enumerate() {
            if let Some(fault) = fault(line).filter(|_| !excused) {
                report.line(&file.path, index + 1, fault);
            }
        }
    }
    // Spelled in parts, or this file would be its own finding.
    let machine_paths = ["work", "root", "home"].map(|folder| format!("/{folder}/"));
    for file in &tree.files {
        for path in &machine_paths {
            for (at, _) in file.text.match_indices(path.as_str()) {
                // `a/home/b` and `https://x/home/` are no absolute paths.
                let before = file.text[..at].chars().next_back();
                if !before.is_some_and(|c| c.is_alphanumeric() || "_-.*}".contains(c)) {
                    let line = line_of(&file.text, at);
                    report.line(&file.path, line, format!("`{path}`: a path of one machine"));
                }
            }
        }
    }
}
