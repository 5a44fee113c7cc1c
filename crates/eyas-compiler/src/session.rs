//! The front end of a session: what turns texts into Core, and remembers what it saw.
//!
//! A [`Frontend`] owns the symbols, the sources and the registry of libraries, so that a library is expanded once
//! however many programs import it. It never runs anything: who does hands it a
//! [`MacroEvaluator`](crate::expand::er::MacroEvaluator), and receives Core and the order in which libraries must
//! run.
//!
//! Everything is tolerant: an error in one form becomes a [`Diagnostic`] and the next form is looked at.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use eyas_datum::datum::Datum;
use eyas_datum::reader::{Case, read_all_with};
use eyas_datum::source::{FileId, Sources, Span};
use eyas_datum::symbol::{Symbol, Symbols};
use eyas_datum::writer::needs_bars;

use crate::core::Core;
use crate::diagnostic::{Code, Diagnostic};
use crate::expand::binding::{Binding, LibraryId, MacroId, ModuleId};
use crate::expand::env::Environment;
use crate::expand::er::MacroEvaluator;
use crate::expand::interface::Interface;
use crate::expand::{Expander, library};

/// The name of a library: R7RS 5.6.1, identifiers and exact non-negative integers.
#[derive(Clone, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct LibraryName(pub Vec<NamePart>);

/// One part of a library's name.
#[derive(Clone, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum NamePart {
    /// An identifier.
    Name(String),
    /// An integer.
    Number(u64),
}

impl LibraryName {
    /// A name of identifiers only.
    pub fn of(parts: &[&str]) -> LibraryName {
        LibraryName(
            parts
                .iter()
                .map(|p| NamePart::Name((*p).to_owned()))
                .collect(),
        )
    }

    /// Where it is, relative to a directory of libraries: `foo/bar/1.sld`. `None` for names that could lead out
    /// of the directory.
    pub fn path(&self) -> Option<PathBuf> {
        let mut path = PathBuf::new();
        for part in &self.0 {
            match part {
                NamePart::Number(n) => path.push(n.to_string()),
                NamePart::Name(name) => {
                    let bad = name.is_empty()
                        || name == "."
                        || name.contains("..")
                        || name.contains(['/', '\\', '\0', ':']);
                    if bad {
                        return None;
                    }
                    path.push(name);
                }
            }
        }
        let mut text = path.into_os_string();
        text.push(".sld");
        (!self.0.is_empty()).then(|| PathBuf::from(text))
    }
}

/// Without parentheses: `scheme base`. This is also the name of the module.
impl fmt::Display for LibraryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            match part {
                NamePart::Number(n) => write!(f, "{n}")?,
                NamePart::Name(name) if needs_bars(name) => write!(f, "|{name}|")?,
                NamePart::Name(name) => f.write_str(name)?,
            }
        }
        Ok(())
    }
}

/// What the user chose.
#[derive(Clone, Debug)]
pub struct Options {
    /// Directories searched for libraries before the precompiled ones (`-I`).
    pub search_first: Vec<PathBuf>,
    /// Directories searched after them (`-A`).
    pub search_last: Vec<PathBuf>,
    /// The features of `cond-expand`.
    pub features: Vec<String>,
    /// What a program without an import declaration imports; also the REPL.
    pub implicit_imports: Vec<LibraryName>,
}

impl Default for Options {
    fn default() -> Options {
        let features = [
            "r7rs",
            "exact-closed",
            "exact-complex",
            "ieee-float",
            "full-unicode",
            "ratios",
            "eyas",
        ];
        Options {
            search_first: Vec::new(),
            search_last: Vec::new(),
            features: features.iter().map(|&f| f.to_owned()).collect(),
            implicit_imports: vec![LibraryName::of(&["eyas"])],
        }
    }
}

/// Finds libraries that were compiled before.
pub trait LibraryProvider {
    /// The library with this name.
    fn find(&self, name: &LibraryName) -> Option<Precompiled>;

    /// The library that `name` is another spelling of, as `(srfi :1)` is of `(srfi 1)` (SRFI 97). Both spellings are
    /// then one library, with one state and one meaning of every name.
    fn alias(&self, name: &LibraryName) -> Option<LibraryName> {
        let _ = name;
        None
    }
}

/// A library that was compiled before.
#[derive(Clone, Debug)]
pub struct Precompiled {
    /// What [`Frontend::interface`] wrote.
    pub interface: Rc<[u8]>,
    /// The provider's number for its unit.
    pub unit: u32,
}

/// Reads files; the default one reads those of the machine.
pub trait FileLoader {
    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
}

/// The machine's files.
#[derive(Clone, Copy, Default, Debug)]
pub struct SystemFiles;

impl FileLoader for SystemFiles {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }
}

/// What runs when a library is needed.
#[derive(Debug)]
pub enum LibraryCode {
    /// Nothing: all its exports are primitives and keywords.
    Nothing,
    /// Expanded in this session, not taken yet.
    Expanded(Box<Core>),
    /// It was taken by [`Frontend::take_core`].
    Taken,
    /// The provider's unit.
    Precompiled(u32),
}

/// A library of the session.
#[derive(Debug)]
pub struct Library {
    /// Its name.
    pub name: LibraryName,
    /// Its top level.
    pub module: ModuleId,
    /// What it exports, by exported name, in order.
    pub exports: Vec<(Symbol, Binding)>,
    /// The libraries that must run before it.
    pub dependencies: Vec<LibraryId>,
    /// What runs.
    pub code: LibraryCode,
    /// The bytes it was decoded from, for its macros.
    pub(crate) interface: Option<Rc<Interface>>,
    /// The macros that its interface has, once they are numbered.
    pub(crate) macros: Option<Vec<MacroId>>,
}

pub(crate) enum LibraryState {
    Expanding,
    Ready(LibraryId),
    Failed,
}

/// A REPL's or `eval`'s environment.
#[derive(Clone, Debug)]
pub struct Toplevel {
    /// The module that definitions go to.
    pub module: ModuleId,
}

/// What expanding yields.
#[derive(Debug)]
pub struct Expanded {
    /// Libraries that must have run before, dependencies first. Those without code are left out.
    pub libraries: Vec<LibraryId>,
    /// The program or form.
    pub core: Core,
}

/// The front end of a session.
pub struct Frontend {
    /// All names.
    pub symbols: Symbols,
    /// All texts.
    pub sources: Sources,
    /// What the user chose.
    pub options: Options,
    pub(crate) env: Environment,
    pub(crate) libraries: Vec<Library>,
    pub(crate) registry: HashMap<LibraryName, LibraryState>,
    /// `define-library` forms that nobody imported yet.
    pub(crate) pending: HashMap<LibraryName, Datum>,
    /// Libraries being expanded, outermost first.
    pub(crate) expanding: Vec<LibraryName>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) provider: Option<Box<dyn LibraryProvider>>,
    pub(crate) loader: Box<dyn FileLoader>,
    pub(crate) names: WellKnown,
    toplevels: u32,
}

impl Frontend {
    /// A front end that knows `(eyas primitives)` only.
    pub fn new(options: Options) -> Frontend {
        let mut symbols = Symbols::new();
        let names = WellKnown::new(&mut symbols);
        let mut frontend = Frontend {
            symbols,
            sources: Sources::new(),
            options,
            env: Environment::new(),
            libraries: Vec::new(),
            registry: HashMap::new(),
            pending: HashMap::new(),
            expanding: Vec::new(),
            diagnostics: Vec::new(),
            provider: None,
            loader: Box::new(SystemFiles),
            names,
            toplevels: 0,
        };
        library::add_primitives(&mut frontend);
        frontend
    }

    /// Sets where precompiled libraries come from.
    pub fn set_provider(&mut self, provider: Box<dyn LibraryProvider>) {
        self.provider = Some(provider);
    }

    /// Sets where files are read from.
    pub fn set_loader(&mut self, loader: Box<dyn FileLoader>) {
        self.loader = loader;
    }

    /// Expands a whole program, which is a text of [`Frontend::sources`]. `None` if there are errors.
    pub fn expand_program(
        &mut self,
        file: FileId,
        evaluator: &mut dyn MacroEvaluator,
    ) -> (Option<Expanded>, Vec<Diagnostic>) {
        let name = self.symbols.intern("program");
        let module = self.env.add_module(name, false);
        let (forms, _) = self.read_file(file, Case::Sensitive);
        let title = self.sources.name(file).to_owned();
        let mut expander = Expander::new(self, evaluator, module, title);
        let core = expander.program(&forms);
        self.finish(module, core)
    }

    /// Expands a program given as data: tests and tools.
    pub fn expand_data(
        &mut self,
        forms: &[Datum],
        title: &str,
        evaluator: &mut dyn MacroEvaluator,
    ) -> (Option<Expanded>, Vec<Diagnostic>) {
        let name = self.symbols.intern("program");
        let module = self.env.add_module(name, false);
        let mut expander = Expander::new(self, evaluator, module, title.to_owned());
        let core = expander.program(forms);
        self.finish(module, core)
    }

    /// Finds and expands a library, or takes the precompiled one. `None` if there are errors.
    pub fn expand_library(
        &mut self,
        name: &LibraryName,
        evaluator: &mut dyn MacroEvaluator,
    ) -> (Option<LibraryId>, Vec<Diagnostic>) {
        let id = library::load(self, evaluator, name, Span::NONE).ok();
        (id, std::mem::take(&mut self.diagnostics))
    }

    /// An environment for a REPL or `eval` with these import sets; with none, the implicit imports. The name says
    /// which module its definitions are in; a number is added to make it unique.
    pub fn toplevel(
        &mut self,
        name: &str,
        import_sets: Option<&[Datum]>,
        evaluator: &mut dyn MacroEvaluator,
    ) -> (Option<Toplevel>, Vec<Diagnostic>) {
        let name = match self.toplevels {
            0 => name.to_owned(),
            n => format!("{name} {n}"),
        };
        self.toplevels += 1;
        let symbol = self.symbols.intern(&name);
        let module = self.env.add_module(symbol, true);
        let mut expander = Expander::new(self, evaluator, module, name);
        match import_sets {
            Some(sets) => expander.import_sets(sets),
            None => expander.import_implicit(),
        }
        let diagnostics = std::mem::take(&mut self.diagnostics);
        let fine = !diagnostics.iter().any(Diagnostic::is_error);
        (fine.then_some(Toplevel { module }), diagnostics)
    }

    /// The libraries that must run before anything in this environment, dependencies first.
    pub fn toplevel_libraries(&self, toplevel: &Toplevel) -> Vec<LibraryId> {
        self.dependency_order(&self.env.module(toplevel.module).imports)
    }

    /// Expands one form in an environment; definitions in it stay.
    pub fn expand_form(
        &mut self,
        toplevel: &Toplevel,
        form: &Datum,
        evaluator: &mut dyn MacroEvaluator,
    ) -> (Option<Expanded>, Vec<Diagnostic>) {
        let mark = self.env.scopes.mark();
        let macros = self.env.macros.len();
        let modules = self.env.modules.len();
        let title = self
            .symbols
            .name(self.env.module(toplevel.module).name)
            .to_owned();
        let mut expander = Expander::new(self, evaluator, toplevel.module, title);
        let core = expander.interactive(form);
        let kept = expander.keeps_scopes;
        // A session may evaluate forms for ever: scopes that nothing can mention any more are given back.
        if !kept && self.env.macros.len() == macros && self.env.modules.len() == modules {
            self.env.scopes.release(mark);
        }
        self.finish(toplevel.module, core)
    }

    /// A library.
    pub fn library(&self, id: LibraryId) -> &Library {
        &self.libraries[id.0 as usize]
    }

    /// The code of a library that was expanded in this session, once.
    pub fn take_core(&mut self, id: LibraryId) -> Option<Core> {
        let code = &mut self.libraries[id.0 as usize].code;
        match std::mem::replace(code, LibraryCode::Taken) {
            LibraryCode::Expanded(core) => Some(*core),
            other => {
                *code = other;
                None
            }
        }
    }

    /// What importers need of a library, as bytes for [`Precompiled`].
    pub fn interface(&mut self, id: LibraryId) -> Vec<u8> {
        crate::expand::interface::encode(self, id)
    }

    /// A library and all that must run before it, dependencies first. Those without code are left out.
    pub fn dependency_order(&self, roots: &[LibraryId]) -> Vec<LibraryId> {
        let mut seen = vec![false; self.libraries.len()];
        let mut order = Vec::new();
        let mut stack: Vec<(LibraryId, usize)> = Vec::new();
        for &root in roots {
            if !std::mem::replace(&mut seen[root.index()], true) {
                stack.push((root, 0));
            }
            while let Some(top) = stack.last_mut() {
                let library = &self.libraries[top.0.index()];
                match library.dependencies.get(top.1) {
                    Some(&next) => {
                        top.1 += 1;
                        if !std::mem::replace(&mut seen[next.index()], true) {
                            stack.push((next, 0));
                        }
                    }
                    None => {
                        if !matches!(library.code, LibraryCode::Nothing) {
                            order.push(top.0);
                        }
                        stack.pop();
                    }
                }
            }
        }
        order
    }

    fn finish(&mut self, module: ModuleId, core: Core) -> (Option<Expanded>, Vec<Diagnostic>) {
        let diagnostics = std::mem::take(&mut self.diagnostics);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return (None, diagnostics);
        }
        let libraries = self.dependency_order(&self.env.module(module).imports);
        (Some(Expanded { libraries, core }), diagnostics)
    }

    /// Reads a text of the table; what is wrong with it is reported.
    pub(crate) fn read_file(&mut self, file: FileId, case: Case) -> (Vec<Datum>, bool) {
        let (data, errors) = read_all_with(&self.sources, file, &mut self.symbols, case);
        let fine = errors.is_empty();
        self.diagnostics
            .extend(errors.iter().map(Diagnostic::from_read_error));
        (data, fine)
    }

    /// Loads a file and adds it to the sources.
    pub(crate) fn load_file(&mut self, path: &Path, span: Span) -> Option<FileId> {
        match self.loader.read(path) {
            Ok(bytes) => Some(self.sources.add(path.display().to_string(), bytes)),
            Err(error) => {
                let message = format!("cannot read `{}`: {error}", path.display());
                self.diagnostics
                    .push(Diagnostic::new(Code::File, span, message));
                None
            }
        }
    }
}

macro_rules! well_known {
    ($($field:ident $text:literal),* $(,)?) => {
        /// Symbols that the expander looks for by name.
        pub(crate) struct WellKnown { $(pub(crate) $field: Symbol,)* }

        impl WellKnown {
            fn new(symbols: &mut Symbols) -> WellKnown {
                WellKnown { $($field: symbols.intern($text),)* }
            }
        }
    };
}

well_known! {
    ellipsis "...",
    underscore "_",
    else_ "else",
    arrow "=>",
    unquote "unquote",
    unquote_splicing "unquote-splicing",
    quasiquote "quasiquote",
    and "and",
    or "or",
    not "not",
    library "library",
    import "import",
    export "export",
    rename "rename",
    only "only",
    except "except",
    prefix "prefix",
    define_library "define-library",
    begin "begin",
    include "include",
    include_ci "include-ci",
    include_declarations "include-library-declarations",
    cond_expand "cond-expand",
    control "eyas control",
}
