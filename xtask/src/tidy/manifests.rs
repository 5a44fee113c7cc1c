//! Checks each `Cargo.toml`: crate edges are those of the design, and foreign crates say why they
//! are here.
//!
//! The edges are the architecture: the front end knows no heap, the VM knows no compiler, and only
//! `eyas` knows all. Cargo forbids cycles; this forbids shortcuts. Dev and build dependencies count
//! too.

use super::Report;
use crate::tree::Tree;

/// Every crate of the workspace and the crates of ours that it may depend on.
const EDGES: &[(&str, &[&str])] = &[
    ("eyas-datum", &[]),
    ("eyas-bytecode", &["eyas-datum"]),
    ("eyas-compiler", &["eyas-bytecode", "eyas-datum"]),
    ("eyas-heap", &[]),
    ("eyas-vm", &["eyas-heap", "eyas-bytecode", "eyas-datum"]),
    ("eyas-asm", &[]),
    (
        "eyas-jit",
        &["eyas-vm", "eyas-heap", "eyas-bytecode", "eyas-asm"],
    ),
    (
        "eyas",
        &[
            "eyas-datum",
            "eyas-bytecode",
            "eyas-compiler",
            "eyas-heap",
            "eyas-vm",
            "eyas-asm",
            "eyas-jit",
        ],
    ),
    ("xtask", &[]),
];

/// A line of a manifest that names a dependency.
pub(super) struct Dependency<'a> {
    /// The crate's name as written.
    pub(super) name: &'a str,
    /// Line number from 1.
    pub(super) line: usize,
    /// Is there a comment on the line or right above it?
    pub(super) explained: bool,
    /// Is it in the root's `[workspace.dependencies]`, which is no edge yet?
    pub(super) shared: bool,
}

/// The dependencies of a manifest. `[dependencies.name]` tables are given as `name`, too.
pub(super) fn dependencies(text: &str) -> Vec<Dependency<'_>> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut shared = false;
    let mut commented = false;
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if let Some(header) = trimmed.strip_prefix('[') {
            let section = header.trim_end_matches(']');
            let (_, last) = section.rsplit_once('.').unwrap_or(("", section));
            inside = last.ends_with("dependencies");
            shared = section.starts_with("workspace");
            let table = section.rsplit_once("dependencies.").map(|(_, name)| name);
            if let Some(name) = table {
                found.push(Dependency {
                    name,
                    line: index + 1,
                    explained: commented,
                    shared,
                });
            }
        } else if inside
            && !trimmed.starts_with('#')
            && let Some((key, _)) = trimmed.split_once('=')
        {
            let name = key.trim().split('.').next().unwrap_or("").trim_matches('"');
            let explained = commented || trimmed.contains(" # ");
            found.push(Dependency {
                name,
                line: index + 1,
                explained,
                shared,
            });
        }
        commented = trimmed.starts_with('#');
    }
    found
}

fn package_name(text: &str) -> Option<&str> {
    let line = text
        .lines()
        .find(|line| line.trim_start().starts_with("name"))?;
    line.split('"').nth(1)
}

/// See the module's documentation.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    let manifests = tree
        .with_extension("toml")
        .filter(|file| file.path.rsplit('/').next() == Some("Cargo.toml"));
    for manifest in manifests {
        let crate_name = package_name(&manifest.text).unwrap_or("");
        let allowed = EDGES
            .iter()
            .find(|(name, _)| *name == crate_name)
            .map(|(_, to)| *to);
        if manifest.text.contains("[package]") && allowed.is_none() {
            let message = format!("crate `{crate_name}` is not in the table of edges");
            report.file(&manifest.path, message);
        }
        for dependency in dependencies(&manifest.text) {
            let name = dependency.name;
            let ours = EDGES.iter().any(|(known, _)| *known == name);
            if ours && !dependency.shared && !allowed.unwrap_or(&[]).contains(&name) {
                let message = format!("`{crate_name}` may not depend on `{name}`");
                report.line(&manifest.path, dependency.line, message);
            } else if !ours && !dependency.explained {
                let message = format!("say in a comment above why `{name}` is needed");
                report.line(&manifest.path, dependency.line, message);
            }
        }
    }
}
