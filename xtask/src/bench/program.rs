//! The benchmark programs: `benches/*.scm`.
//!
//! A program is definitions followed by one expression, with a line `;; group: NAME` near the top.
//! It uses R7RS procedures only, names nothing that another system has built in with another
//! meaning, and ends in `(check 'name result expected)`, which prints `ok name`. What differs
//! between systems is in `benches/prelude/`.

use crate::tree;
use std::fs;

/// One benchmark program.
pub(crate) struct Program {
    /// The file's name without extension.
    pub(crate) name: String,
    /// Its family, for the geometric means.
    pub(crate) group: String,
    /// The text of the program, without prelude.
    pub(crate) text: String,
}

impl Program {
    /// A program that does nothing, to measure start-up.
    pub(crate) fn empty() -> Program {
        Program {
            name: "empty".into(),
            group: String::new(),
            text: "(check 'empty 1 1)\n".into(),
        }
    }

    /// What the program prints when its result is right.
    pub(crate) fn expected_output(&self) -> String {
        format!("ok {}", self.name)
    }
}

/// All programs, or those whose name or group is in `only`, sorted by group and name.
///
/// # Errors
/// A file that cannot be read, a program without a group, or a name in `only` that matches none.
pub(crate) fn load(only: &[String]) -> Result<Vec<Program>, String> {
    let folder = tree::root().join("benches");
    let mut programs = Vec::new();
    for entry in fs::read_dir(&folder).map_err(|e| format!("benches: {e}"))? {
        let path = entry.map_err(|e| format!("benches: {e}"))?.path();
        if path.extension().is_none_or(|extension| extension != "scm") {
            continue;
        }
        let name = path
            .file_stem()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let group = text
            .lines()
            .find_map(|line| line.strip_prefix(";; group: "))
            .ok_or_else(|| format!("benches/{name}.scm has no line `;; group: NAME`"))?
            .trim()
            .to_string();
        programs.push(Program { name, group, text });
    }
    if let Some(unknown) = only.iter().find(|&wanted| {
        !programs
            .iter()
            .any(|p| p.name == *wanted || p.group == *wanted)
    }) {
        return Err(format!("no program or group `{unknown}`"));
    }
    programs.retain(|p| only.is_empty() || only.contains(&p.name) || only.contains(&p.group));
    programs.sort_by(|a, b| (&a.group, &a.name).cmp(&(&b.group, &b.name)));
    Ok(programs)
}
