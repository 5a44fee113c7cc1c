//! The systems that run the programs, and how each is told to.
//!
//! Every system gets its ordinary safe settings: no unsafe optimization level, no type
//! declarations. Where it has a compiler it compiles the whole program, as its users would for
//! speed.

use super::process;
use super::program::Program;
use crate::tree;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// How a system compiles and runs a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Eyas,
    Chez,
    Gambit,
    Guile,
    Racket,
    Chicken,
}

/// A system on this machine.
pub(crate) struct Peer {
    /// The name used in options and tables.
    pub(crate) name: &'static str,
    kind: Kind,
    /// The program that runs files, and for some the one that compiles them.
    program: PathBuf,
    /// Arguments given before the file.
    arguments: Vec<String>,
    /// An environment variable set when running.
    environment: Option<(&'static str, &'static str)>,
}

/// A row: name in options, kind, names of the executable, environment.
type Row = (
    &'static str,
    Kind,
    &'static [&'static str],
    Option<(&'static str, &'static str)>,
);

const KNOWN: &[Row] = &[
    ("chez", Kind::Chez, &["chezscheme", "chez", "scheme"], None),
    ("gambit", Kind::Gambit, &["gsc", "gambitc"], None),
    ("guile", Kind::Guile, &["guile", "guile-3.0"], None),
    (
        "guile-nojit",
        Kind::Guile,
        &["guile", "guile-3.0"],
        Some(("GUILE_JIT_THRESHOLD", "-1")),
    ),
    ("racket", Kind::Racket, &["racket"], None),
    ("chicken", Kind::Chicken, &["csc", "chicken-csc"], None),
];

const COMPILE_LIMIT: Duration = Duration::from_secs(60);

impl Peer {
    /// Eyas itself, from the given binary.
    pub(crate) fn eyas(program: PathBuf, arguments: Vec<String>) -> Peer {
        Peer {
            name: "eyas",
            kind: Kind::Eyas,
            program,
            arguments,
            environment: None,
        }
    }

    /// The system of that name, if it is installed.
    ///
    /// # Errors
    /// There is no such system.
    pub(crate) fn find(name: &str) -> Result<Option<Peer>, String> {
        let row = KNOWN.iter().find(|row| row.0 == name).ok_or_else(|| {
            let names: Vec<&str> = KNOWN.iter().map(|row| row.0).collect();
            format!("no system `{name}`; known are {}", names.join(", "))
        })?;
        let (name, kind, executables, environment) = *row;
        let found = executables
            .iter()
            .find_map(|executable| on_path(executable));
        Ok(found.map(|program| Peer {
            name,
            kind,
            program,
            arguments: Vec::new(),
            environment,
        }))
    }

    /// Is this Eyas itself?
    pub(crate) fn is_eyas(&self) -> bool {
        self.kind == Kind::Eyas
    }

    /// The whole text given to the system: its prelude, what all share, and the program.
    fn text(&self, program: &Program) -> Result<String, String> {
        let name = match self.kind {
            Kind::Eyas => "eyas",
            Kind::Chez => "chez",
            Kind::Gambit => "gambit",
            Kind::Guile => "guile",
            Kind::Racket => "racket",
            Kind::Chicken => "chicken",
        };
        let folder = tree::root().join("benches/prelude");
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
        };
        let prelude = read(&format!("{name}.scm"))?;
        let check = read("check.scm")?;
        // A body makes the definitions local, which lets a system assume that nobody redefines
        // them. Gambit and CHICKEN have declarations for that; in Racket's modules and R7RS
        // programs (Eyas) it is the rule.
        Ok(match self.kind {
            Kind::Chez | Kind::Guile => format!("{prelude}{check}(let ()\n{})\n", program.text),
            Kind::Eyas | Kind::Gambit | Kind::Racket | Kind::Chicken => {
                format!("{prelude}{check}{}", program.text)
            }
        })
    }

    /// Writes the program, compiles it if the system does, and returns the command that runs it.
    ///
    /// # Errors
    /// The compiler's complaint in a few words.
    pub(crate) fn prepare(
        &self,
        workplace: &Workplace,
        program: &Program,
    ) -> Result<Command, String> {
        let folder = workplace.folder(self);
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let extension = match self.kind {
            Kind::Chez => "sps",
            Kind::Racket => "rkt",
            _ => "scm",
        };
        let name = &program.name;
        let source = format!("{name}.{extension}");
        fs::write(folder.join(&source), self.text(program)?)
            .map_err(|e| format!("{source}: {e}"))?;
        let compiled = if self.kind == Kind::Racket {
            None
        } else {
            Some(folder.join(name))
        };

        let mut compile = Command::new(&self.program);
        let mut run = Command::new(&self.program);
        match self.kind {
            Kind::Eyas => {
                run.args(&self.arguments).arg(&source);
                return Ok(run);
            }
            Kind::Chez => {
                let script = folder.join("compile.ss");
                fs::write(
                    &script,
                    format!("(compile-program \"{source}\" \"{name}.so\")\n"),
                )
                .map_err(|e| format!("compile.ss: {e}"))?;
                compile.args(["-q", "--script", "compile.ss"]);
                run.args(["--program", &format!("{name}.so")]);
            }
            Kind::Gambit => {
                compile.args(["-exe", "-o", name, &source]);
                run = Command::new(compiled.unwrap_or_default());
            }
            Kind::Guile => {
                // `guild compile` is a package of its own in some distributions; this is what it
                // calls.
                let expression = format!(
                    "((@ (system base compile) compile-file) \"{source}\" #:output-file \"{name}.go\")"
                );
                compile.args(["--no-auto-compile", "-c", &expression]);
                run.arg("--no-auto-compile")
                    .args(["-c", &format!("(load-compiled \"{name}.go\")")]);
            }
            Kind::Racket => {
                compile = Command::new(self.program.with_file_name("raco"));
                compile.args(["make", &source]);
                run.arg(&source);
            }
            Kind::Chicken => {
                // 5.3 miscompiles the sieve at -O3: a store of `#f` into a vector is lost.
                compile.args(["-O2", "-o", name, &source]);
                run = Command::new(compiled.unwrap_or_default());
            }
        }
        // Compilers start further processes, which must end with them at the limit.
        compile.process_group(0);
        let finished = process::run(&mut compile, &folder, COMPILE_LIMIT)
            .map_err(|why| format!("compile: {why}"))?;
        if !finished.succeeded() {
            return Err(format!("compile: {}", finished.complaint()));
        }
        if let Some((name, value)) = self.environment {
            run.env(name, value);
        }
        Ok(run)
    }
}

/// The full path of an executable, if a folder of `PATH` has it.
fn on_path(executable: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(executable))
        .find(|file| file.is_file())
}

/// A temporary folder for programs and what is compiled from them; removed at the end.
pub(crate) struct Workplace {
    root: PathBuf,
}

impl Workplace {
    /// Makes the folder.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn create() -> Result<Workplace, String> {
        let root = std::env::temp_dir().join(format!("eyas-bench-{}", std::process::id()));
        fs::create_dir_all(&root).map_err(|e| format!("{}: {e}", root.display()))?;
        Ok(Workplace { root })
    }

    /// Where the files of one system are; also the working folder of its programs.
    pub(crate) fn folder(&self, peer: &Peer) -> PathBuf {
        self.root.join(peer.name)
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        // Left-over temporary files are no reason to fail.
        drop(fs::remove_dir_all(&self.root));
    }
}
