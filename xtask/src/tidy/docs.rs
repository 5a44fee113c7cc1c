//! Checks that every path a document names exists.
//!
//! Prose drifts; a map with a folder that is gone is worse than none. Looked at are Markdown links
//! and inline code outside fenced blocks. A path may be given from the root, from the document's
//! folder, or by its end (`interp/call.rs`), as long as something in the tree ends that way.

use super::Report;
use crate::tree::Tree;

/// Extensions that make a bare name in code (`ops.rs`) a file of ours.
const OURS: &[&str] = &[".rs", ".sld"];

/// The path a piece of inline code or a link stands for, if it looks like one.
pub(super) fn as_path<'a>(text: &'a str, is_link: bool, tree: &Tree) -> Option<&'a str> {
    let text = text.split('#').next().unwrap_or("");
    // `file.rs:12` names a line.
    let path = text
        .split_once(':')
        .map_or(text, |(path, _)| path)
        .trim_end_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./+".contains(c);
    if path.is_empty() || text.contains("//") || !path.chars().all(plain) {
        return None;
    }
    if path.starts_with('/') || path.starts_with('-') {
        return None;
    }
    let first = path.split('/').next().unwrap_or(path);
    let known_start = path.contains('/') && (tree.has(first) || first == "." || first == "..");
    let ours = OURS
        .iter()
        .any(|extension| path.ends_with(extension) && path != *extension);
    let document = path.ends_with(".md");
    (is_link || known_start || ours || document).then_some(path)
}

/// Does the path exist from the root, from `folder`, or as the end of a path?
pub(super) fn exists(path: &str, folder: &str, tree: &Tree) -> bool {
    let from_folder = normalize(&format!("{folder}/{path}"));
    let end = format!("/{path}");
    tree.has(&normalize(path))
        || tree.has(&from_folder)
        || tree.paths.iter().any(|known| known.ends_with(&end))
}

/// Resolves `.` and `..`.
fn normalize(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Inline code and link targets of one line; the flag says which are links.
fn references(line: &str) -> Vec<(&str, bool)> {
    let mut found: Vec<(&str, bool)> = line
        .split('`')
        .skip(1)
        .step_by(2)
        .map(|code| (code, false))
        .collect();
    for after in line.split("](").skip(1) {
        if let Some((target, _)) = after.split_once(')') {
            found.push((target, true));
        }
    }
    found
}

/// See the module's documentation.
pub(super) fn check(tree: &Tree, report: &mut Report) {
    for file in tree.with_extension("md") {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut fenced = false;
        for (index, line) in file.text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
                continue;
            }
            if fenced {
                continue;
            }
            for (text, is_link) in references(line) {
                if let Some(path) = as_path(text, is_link, tree)
                    && !exists(path, folder, tree)
                {
                    report.line(&file.path, index + 1, format!("no `{path}` in the tree"));
                }
            }
        }
    }
}
