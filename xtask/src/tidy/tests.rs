//! Tests of the checks on small made-up trees.

use super::{Report, docs, manifests, mirror, names, unsafety, words};
use crate::tree::{SourceFile, Tree};

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree {
        files: Vec::new(),
        paths: Vec::new(),
    };
    for (path, text) in files {
        let mut parts = *path;
        while let Some((folder, _)) = parts.rsplit_once('/') {
            tree.paths.push(folder.into());
            parts = folder;
        }
        tree.paths.push((*path).into());
        tree.files.push(SourceFile {
            path: (*path).into(),
            text: (*text).into(),
        });
    }
    tree.paths.sort();
    tree.paths.dedup();
    tree
}

fn failures(check: super::Check, files: &[(&str, &str)]) -> Vec<String> {
    let mut report = Report::default();
    check(&tree(files), &mut report);
    report.failures
}

#[test]
fn an_edge_outside_the_table_is_found() {
    let manifest = "[package]\nname = \"eyas-vm\"\n[dependencies]\neyas-heap.workspace = true\n\
                    eyas-compiler.workspace = true\n# why\nlibc = \"1\"\nrandom = \"1\"\n";
    let found = failures(manifests::check, &[("crates/eyas-vm/Cargo.toml", manifest)]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("Cargo.toml:5") && found[0].contains("eyas-compiler"));
    assert!(found[1].contains("Cargo.toml:8") && found[1].contains("random"));
}

#[test]
fn dependency_tables_and_targets_are_seen() {
    let text = "[dependencies.alpha]\nversion = \"1\"\n[target.'cfg(unix)'.dependencies]\nbeta = \"1\"\n\
                [dev-dependencies]\ngamma = { version = \"1\" } # why\n[features]\ndelta = []\n";
    let found: Vec<(&str, bool)> = manifests::dependencies(text)
        .iter()
        .map(|d| (d.name, d.explained))
        .collect();
    assert_eq!(found, [("alpha", false), ("beta", false), ("gamma", true)]);
}

#[test]
fn unsafe_is_counted_in_code_only() {
    let found = failures(
        unsafety::check,
        &[
            (
                "crates/eyas-datum/src/lib.rs",
                "//! unsafe\n#![forbid(unsafe_code)]\n",
            ),
            (
                "crates/eyas-compiler/src/lib.rs",
                "//! x\nfn f() { unsafe {} }\n",
            ),
            ("tools/a.rs", "unsafe fn g() {}\n"),
        ],
    );
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn names_that_say_nothing_are_found() {
    for bad in ["util", "helpers", "jit2", "new_heap", "heap_old"] {
        assert!(names::fault(bad).is_some(), "{bad}");
    }
    for good in ["x64", "new", "1", "utf8", "renew", "latin1_body", "newline"] {
        assert!(names::fault(good).is_none(), "{good}");
    }
}

#[test]
fn leftovers_and_globals_are_found() {
    for bad in [
        "    dbg!(x);",
        "static mut X: u8 = 0;",
        "pub(crate) static N: AtomicU8 = x;",
    ] {
        assert!(words::fault(bad).is_some(), "{bad}");
    }
    for good in [
        "static TABLE: [u8; 2] = [1, 2];",
        "let todo = 1;",
        "flag: AtomicBool,",
    ] {
        assert!(words::fault(good).is_none(), "{good}");
    }
}

#[test]
fn paths_in_documents_are_resolved() {
    let text = "See `crates/a/src/lib.rs`, `src/lib.rs:3`, `crates/b/`, [x](gone.md), `(scheme base)`,\n\
                `1/2`, [y](https://example.org/z.md), `gone.rs`.\n```\ncrates/none.rs\n```\n";
    let found = failures(
        docs::check,
        &[("README.md", text), ("crates/a/src/lib.rs", "")],
    );
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn a_family_without_tests_is_found() {
    let found = failures(
        mirror::check,
        &[
            ("crates/eyas-vm/src/interp/call.rs", ""),
            ("crates/eyas-vm/src/interp/data.rs", ""),
            ("crates/eyas-vm/src/interp/mod.rs", ""),
            ("tests/language/call/a.scm", ""),
        ],
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("tests/language/data"));
}
