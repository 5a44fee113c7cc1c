//! Runs the tests of the passes: Core before, Core after, in one file per case.
//!
//! A file of the folder of a pass holds a program, a line `;--- after <pass>`, and what the pass makes of it as
//! comments. With `EYAS_BLESS` set in the environment, what the pass makes of it is written there instead of being
//! compared. Whatever a file holds, the result must verify, and read back as printed.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use eyas_compiler::core::text::{parse, print};
use eyas_compiler::core::verify::{Stage, verify};
use eyas_compiler::pipeline::{Options, PASSES, Pass};
use eyas_datum::symbol::Symbols;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/passes")
}

/// The result of the pass, or what went wrong.
fn transform(text: &str, before: Stage, pass: &Pass) -> Result<String, String> {
    let mut symbols = Symbols::new();
    let mut core = parse(text, &mut symbols).map_err(|error| error.to_string())?;
    verify(&core, before).map_err(|error| format!("the input: {error}"))?;
    let options = Options {
        closed: text.contains("; closed"),
        ..Options::default()
    };
    (pass.run)(&mut core, &options);
    let after = print(&core, &symbols);
    verify(&core, pass.stage).map_err(|error| format!("the output: {error}\n{after}"))?;
    let again = parse(&after, &mut symbols).map_err(|error| format!("{error}\n{after}"))?;
    if print(&again, &symbols) != after {
        return Err(format!("does not read back as printed:\n{after}"));
    }
    Ok(after)
}

#[test]
fn passes_transform_as_written() {
    let bless = std::env::var_os("EYAS_BLESS").is_some();
    let mut failures = String::new();
    let mut before = Stage::Expanded;
    for pass in PASSES {
        let mut files: Vec<PathBuf> = fs::read_dir(folder().join(pass.name))
            .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
            .unwrap_or_default();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "scm"));
        files.sort();
        if !files.iter().any(|path| path.ends_with("example.scm")) {
            writeln!(failures, "{}: no example.scm", pass.name).expect("a string takes all");
        }
        for path in files {
            let content = fs::read_to_string(&path).expect("a readable file");
            let separator = format!(";--- after {}\n", pass.name);
            let (input, expected) = content.split_once(&separator).unwrap_or((&content, ""));
            let output = transform(input, before, pass);
            let mut comments = String::new();
            for line in output.as_deref().unwrap_or_default().lines() {
                writeln!(comments, "; {line}").expect("a string takes all");
            }
            match output {
                Err(error) => writeln!(failures, "{}: {error}", path.display()),
                Ok(_) if comments == expected => Ok(()),
                Ok(_) if bless => {
                    let text = format!("{}\n{separator}{comments}", input.trim_end());
                    fs::write(&path, text).expect("a writable file");
                    Ok(())
                }
                Ok(_) => writeln!(failures, "{}: got\n{comments}", path.display()),
            }
            .expect("a string takes all");
        }
        before = pass.stage;
    }
    assert!(failures.is_empty(), "{failures}");
}
