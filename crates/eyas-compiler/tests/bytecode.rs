//! Runs the tests of code generation: Core before, disassembly after, in one file per case.
//!
//! A file holds a program as the expander would leave it, a line `;--- bytecode`, and the code of its procedures as
//! comments. With `EYAS_BLESS` set in the environment, the code is written there instead of being compared. Whatever
//! a file holds, the unit must verify, and read back as printed, as text and as an image.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use eyas_bytecode::image::{self, Image};
use eyas_bytecode::verify::verify;
use eyas_bytecode::{Arity, Unit, text};
use eyas_compiler::core::text::parse;
use eyas_compiler::flat::{self, flatten, lower};
use eyas_compiler::pipeline::{Options, run};
use eyas_datum::source::Sources;
use eyas_datum::symbol::Symbols;

const SEPARATOR: &str = ";--- bytecode\n";

fn compile(text: &str) -> Result<Unit, String> {
    let mut symbols = Symbols::new();
    let mut core = parse(text, &mut symbols).map_err(|error| error.to_string())?;
    let options = Options {
        inline: false,
        ..Options::default()
    };
    run(&mut core, &symbols, &options);
    let flat = flatten(&core, &symbols).map_err(|error| error.to_string())?;
    let printed = flat::text::print(&flat);
    let again = flat::text::parse(&printed).map_err(|error| format!("{error}\n{printed}"))?;
    if flat::text::print(&again) != printed {
        return Err(format!("does not read back as printed:\n{printed}"));
    }
    lower(&core, &Sources::new(), &symbols).map_err(|error| error.to_string())
}

fn disassemble(unit: &Unit) -> Result<String, String> {
    let printed = text::print(unit);
    match text::parse(&printed) {
        Ok(again) if again == *unit => {}
        Ok(_) => return Err(format!("does not read back as printed:\n{printed}")),
        Err(error) => return Err(format!("{error}\n{printed}")),
    }
    let image = Image {
        units: vec![unit.clone()],
        ..Image::default()
    };
    if image::read(&image::write(&image), "") != Ok(image) {
        return Err(format!(
            "the image does not read back as written:\n{printed}"
        ));
    }
    verify(unit.clone()).map_err(|error| format!("{error}\n{printed}"))?;
    let mut out = String::new();
    for p in &unit.procedures {
        let name = if p.name.is_empty() { "_" } else { &*p.name };
        let arity = match &p.arity {
            Arity::Exactly(n) => format!("{n}"),
            Arity::AtLeast(n) => format!("{n}+"),
            Arity::Cases(clauses) => format!("cases {clauses:?}"),
        };
        let _ = writeln!(
            out,
            "; {name} ({arity}) frame {} captures {}",
            p.frame_size, p.captures
        );
        for line in text::print_code(unit, p).lines() {
            let _ = writeln!(out, "; {}", line.trim_end());
        }
    }
    Ok(out)
}

#[test]
fn programs_become_the_code_written_below_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/bytecode");
    let bless = std::env::var_os("EYAS_BLESS").is_some();
    let mut failures = String::new();
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a readable folder")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "scm"))
        .collect();
    files.sort();
    for path in files {
        let content = fs::read_to_string(&path).expect("a readable file");
        let (input, expected) = content.split_once(SEPARATOR).unwrap_or((&content, ""));
        let _ = match compile(input).and_then(|unit| disassemble(&unit)) {
            Err(error) => writeln!(failures, "{}: {error}", path.display()),
            Ok(output) if output == expected => Ok(()),
            Ok(output) if bless => {
                let text = format!("{}\n{SEPARATOR}{output}", input.trim_end());
                fs::write(&path, text).expect("a writable file");
                Ok(())
            }
            Ok(output) => writeln!(failures, "{}: got\n{output}", path.display()),
        };
    }
    assert!(failures.is_empty(), "{failures}");
}
