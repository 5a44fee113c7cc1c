//! Compiles the standard library (`lib/`) when Eyas is built, so that starting compiles nothing of it.
//!
//! Every `.sld` file becomes two byte strings, the interface that importers need and the image of its unit; the
//! generated table `embedded_table.rs` names them all.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use eyas_bytecode::image::{self, Image};
use eyas_compiler::expand::binding::LibraryId;
use eyas_compiler::expand::er::NoEvaluator;
use eyas_compiler::flat;
use eyas_compiler::pipeline;
use eyas_compiler::session::{Frontend, LibraryName, NamePart, Options};

fn main() -> Result<(), Box<dyn Error>> {
    let lib = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lib");
    println!("cargo::rerun-if-changed={}", lib.display());
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut files = Vec::new();
    collect(&lib, &mut files)?;
    let options = Options {
        search_first: vec![lib.clone()],
        ..Options::default()
    };
    let mut frontend = Frontend::new(options);
    let mut compiled = BTreeMap::new();
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = library_name(file.strip_prefix(&lib)?);
        let (id, diagnostics) = frontend.expand_library(&name, &mut NoEvaluator);
        for diagnostic in &diagnostics {
            println!(
                "cargo::warning={}",
                diagnostic.render(&frontend.sources).replace('\n', "  ")
            );
        }
        let id = id.ok_or_else(|| format!("({name}) does not compile"))?;
        compiled.insert(name.to_string(), id);
    }
    let mut table = String::from("[\n");
    for (number, (name, &id)) in compiled.iter().enumerate() {
        let interface = frontend.interface(id);
        let unit = unit(&mut frontend, id)?;
        let interface_file = out.join(format!("{number}.interface"));
        let unit_file = out.join(format!("{number}.unit"));
        fs::write(&interface_file, interface)?;
        fs::write(&unit_file, unit)?;
        writeln!(
            table,
            "    EmbeddedLibrary {{ name: {name:?}, interface: include_bytes!({:?}), \
             unit: include_bytes!({:?}) }},",
            interface_file.display().to_string(),
            unit_file.display().to_string(),
        )?;
    }
    table.push(']');
    fs::write(out.join("embedded_table.rs"), table)?;
    Ok(())
}

/// The image of a library's unit; empty if the library has nothing to run.
fn unit(frontend: &mut Frontend, id: LibraryId) -> Result<Vec<u8>, Box<dyn Error>> {
    let Some(mut core) = frontend.take_core(id) else {
        return Ok(Vec::new());
    };
    pipeline::run(&mut core, &frontend.symbols, &pipeline::Options::default());
    let unit = flat::lower(&core, &frontend.sources, &frontend.symbols)
        .map_err(|e| format!("{}: {e:?}", core.name))?;
    let image = Image {
        build: concat!("eyas ", env!("CARGO_PKG_VERSION")).into(),
        units: vec![unit],
        ..Image::default()
    };
    Ok(image::write(&image))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "sld") {
            files.push(path);
        }
    }
    Ok(())
}

/// `scheme/base.sld` is `(scheme base)`, `srfi/1.sld` is `(srfi 1)`.
fn library_name(path: &Path) -> LibraryName {
    let parts = path.with_extension("");
    LibraryName(
        parts
            .iter()
            .map(|part| {
                let text = part.to_string_lossy().into_owned();
                match text.parse() {
                    Ok(n) => NamePart::Number(n),
                    Err(_) => NamePart::Name(text),
                }
            })
            .collect(),
    )
}
