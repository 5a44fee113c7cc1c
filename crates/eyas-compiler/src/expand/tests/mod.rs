//! Tests of the expander, by text: programs are expanded, verified and run by a small evaluator of Core.

mod errors;
mod forms;
mod hygiene;
mod libraries;
mod limits;
mod machine;
mod mutations;
mod transformers;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::core::text;
use crate::diagnostic::Diagnostic;
use crate::session::{Expanded, FileLoader, Frontend, LibraryName, Options};
use machine::Machine;

/// Files that are not on any disk.
#[derive(Clone, Default)]
pub(super) struct Files(HashMap<PathBuf, String>);

impl FileLoader for Files {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.0.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// A front end whose programs see the primitives.
pub(super) fn frontend(files: &[(&str, &str)]) -> Frontend {
    let mut fe = Frontend::new(Options {
        implicit_imports: vec![LibraryName::of(&["eyas", "primitives"])],
        search_last: vec![PathBuf::from("lib")],
        ..Options::default()
    });
    let files = files
        .iter()
        .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
    fe.set_loader(Box::new(Files(files.collect())));
    fe
}

fn expand(
    fe: &mut Frontend,
    machine: &mut Machine,
    text: &str,
) -> (Option<Expanded>, Vec<Diagnostic>) {
    let file = fe.sources.add("test.scm", text);
    fe.expand_program(file, machine)
}

/// What the last expression of a program yields; warnings do not matter.
pub(super) fn run(text: &str) -> String {
    run_with(&[], text)
}

pub(super) fn run_with(files: &[(&str, &str)], text: &str) -> String {
    let mut fe = frontend(files);
    let mut machine = Machine::default();
    let (expanded, diagnostics) = expand(&mut fe, &mut machine, text);
    match expanded {
        Some(expanded) => machine.run(&mut fe, expanded),
        None => rendered(&fe, &diagnostics),
    }
}

pub(super) fn rendered(fe: &Frontend, diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|d| d.render(&fe.sources)).collect()
}

/// The diagnostics of a program, rendered.
pub(super) fn complain(text: &str) -> String {
    complain_with(&[], text)
}

pub(super) fn complain_with(files: &[(&str, &str)], text: &str) -> String {
    let mut fe = frontend(files);
    let (_, diagnostics) = expand(&mut fe, &mut Machine::default(), text);
    rendered(&fe, &diagnostics)
}

/// The Core of a program, without its declarations.
pub(super) fn core(source: &str) -> String {
    let mut fe = frontend(&[]);
    let (expanded, diagnostics) = expand(&mut fe, &mut Machine::default(), source);
    let Some(expanded) = expanded else {
        return rendered(&fe, &diagnostics);
    };
    let printed = text::print(&expanded.core, &fe.symbols);
    let body = printed
        .lines()
        .filter(|l| !l.starts_with("(name ") && !l.starts_with("(global "));
    let lines: Vec<&str> = body.map(str::trim).collect();
    lines.join(" ")
}

#[track_caller]
pub(super) fn check(text: &str, expected: &str) {
    let found = run(text);
    assert_eq!(found, expected, "\n{text}\n{found}");
}
