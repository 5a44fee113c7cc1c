//! Libraries (R7RS 5.6): finding, expanding and registering them, and what their declarations share with programs:
//! `cond-expand` requirements and included files.
//!
//! A library is looked for among the `define-library` forms of the session, in the first directories (`-I`), among
//! the precompiled ones, then in the last directories (`-A`): `(foo bar 1)` is `foo/bar/1.sld`. It is expanded once.

use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use eyas_bytecode::Prim;
use eyas_datum::datum::{Datum, DatumKind};
use eyas_datum::number::Number;
use eyas_datum::reader::Case;
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use super::binding::{Binding, Intrinsic, Keyword, LibraryId};
use super::er::MacroEvaluator;
use super::{Expander, Failed, Result, import, interface};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::session::{Frontend, Library, LibraryCode, LibraryName, LibraryState, NamePart};

/// Files included in files included in files.
const INCLUDE_DEPTH_MAX: u32 = 100;

/// Registers `(eyas primitives)`: every primitive, keyword and intrinsic.
pub(crate) fn add_primitives(fe: &mut Frontend) {
    let name = LibraryName::of(&["eyas", "primitives"]);
    let module_name = fe.symbols.intern(&name.to_string());
    let module = fe.env.add_module(module_name, false);
    let mut exports = Vec::new();
    for &prim in Prim::ALL {
        exports.push((fe.symbols.intern(prim.name()), Binding::Primitive(prim)));
    }
    for &keyword in Keyword::ALL {
        exports.push((fe.symbols.intern(keyword.name()), Binding::Keyword(keyword)));
    }
    for &intrinsic in Intrinsic::ALL {
        exports.push((
            fe.symbols.intern(intrinsic.name()),
            Binding::Intrinsic(intrinsic),
        ));
    }
    let long = fe.symbols.intern("call-with-current-continuation");
    exports.push((long, Binding::Intrinsic(Intrinsic::CallCc)));
    let id = LibraryId(fe.libraries.len() as u32);
    fe.registry.insert(name.clone(), LibraryState::Ready(id));
    fe.libraries.push(Library {
        name,
        module,
        exports,
        dependencies: Vec::new(),
        code: LibraryCode::Nothing,
        interface: None,
        macros: None,
    });
}

fn report(fe: &mut Frontend, code: Code, span: Span, message: impl Into<String>) -> Failed {
    fe.diagnostics.push(Diagnostic::new(code, span, message));
    Failed
}

/// Reads a library's name.
pub(crate) fn parse_name(fe: &mut Frontend, datum: &Datum) -> Result<LibraryName> {
    const EXPECTED: &str = "a library's name is a list of identifiers and integers";
    let Some(parts) = datum.as_list().filter(|parts| !parts.is_empty()) else {
        return Err(report(fe, Code::BadLibraryName, datum.span(), EXPECTED));
    };
    let mut out = Vec::with_capacity(parts.len());
    for part in parts {
        out.push(match part.kind() {
            DatumKind::Symbol(name) => NamePart::Name(fe.symbols.name(*name).to_owned()),
            DatumKind::Number(Number::Fixnum(n)) if *n >= 0 => NamePart::Number(n.unsigned_abs()),
            _ => return Err(report(fe, Code::BadLibraryName, part.span(), EXPECTED)),
        });
    }
    Ok(LibraryName(out))
}

/// Remembers a `define-library` form for when somebody imports it. It replaces an earlier one of that name.
pub(crate) fn register(fe: &mut Frontend, form: &Datum) {
    match form.as_list() {
        Some([_, name, ..]) => {
            if let Ok(name) = parse_name(fe, name) {
                if !matches!(fe.registry.get(&name), Some(LibraryState::Expanding)) {
                    fe.registry.remove(&name);
                }
                fe.pending.insert(name, form.clone());
            }
        }
        _ => {
            report(
                fe,
                Code::BadDeclaration,
                form.span(),
                "expected (define-library name …)",
            );
        }
    }
}

/// Finds a library and expands it if that was not done before.
pub(crate) fn load(
    fe: &mut Frontend,
    ev: &mut dyn MacroEvaluator,
    name: &LibraryName,
    span: Span,
) -> Result<LibraryId> {
    match fe.registry.get(name) {
        Some(LibraryState::Ready(id)) => return Ok(*id),
        Some(LibraryState::Failed) => {
            let message = format!("library ({name}) has errors");
            return Err(report(fe, Code::LibraryBroken, span, message));
        }
        Some(LibraryState::Expanding) => {
            let start = fe.expanding.iter().position(|n| n == name).unwrap_or(0);
            let mut path: Vec<String> = fe.expanding[start..]
                .iter()
                .map(|n| format!("({n})"))
                .collect();
            path.push(format!("({name})"));
            let message = format!("libraries import each other: {}", path.join(" → "));
            return Err(report(fe, Code::ImportCycle, span, message));
        }
        None => {}
    }
    fe.registry.insert(name.clone(), LibraryState::Expanding);
    fe.expanding.push(name.clone());
    let result = stacker::maybe_grow(256 * 1024, 4 * 1024 * 1024, || find(fe, ev, name, span));
    fe.expanding.pop();
    let state = match result {
        Ok(id) => Some(LibraryState::Ready(id)),
        Err(NotLoaded::Missing) => None,
        Err(NotLoaded::Broken) => Some(LibraryState::Failed),
    };
    match state {
        Some(state) => fe.registry.insert(name.clone(), state),
        None => fe.registry.remove(name),
    };
    match result {
        Ok(id) => Ok(id),
        Err(NotLoaded::Broken) => Err(Failed),
        Err(NotLoaded::Missing) => {
            let message = format!("library ({name}) not found");
            let mut diagnostic = Diagnostic::new(Code::LibraryMissing, span, message);
            let text = name.to_string();
            let known: Vec<String> = fe.registry.keys().map(ToString::to_string).collect();
            if let Some(near) = nearest(&text, known.iter().map(String::as_str)) {
                diagnostic = diagnostic.hint(format!("did you mean ({near})?"));
            }
            if name.path().is_none() {
                diagnostic = diagnostic.note("a part of its name cannot be part of a file name");
            }
            fe.diagnostics.push(diagnostic);
            Err(Failed)
        }
    }
}

/// The library runs before the expander's module if it exists; used for procedures below derived forms, which
/// libraries below that library do without.
pub(crate) fn require(x: &mut Expander<'_>, parts: &[&str]) {
    let name = LibraryName::of(parts);
    let known = match x.fe.registry.get(&name) {
        Some(LibraryState::Ready(id)) => Some(*id),
        Some(_) => return,
        None => None,
    };
    let id = match known {
        Some(id) => id,
        None if exists(x.fe, &name) => match load(x.fe, x.ev, &name, Span::NONE) {
            Ok(id) => id,
            Err(Failed) => return,
        },
        None => return,
    };
    import::add_dependency(x, id);
}

#[derive(Clone, Copy)]
enum NotLoaded {
    Missing,
    Broken,
}

fn find(
    fe: &mut Frontend,
    ev: &mut dyn MacroEvaluator,
    name: &LibraryName,
    span: Span,
) -> std::result::Result<LibraryId, NotLoaded> {
    if let Some(form) = fe.pending.remove(name) {
        return expand(fe, ev, name, &form).map_err(|Failed| NotLoaded::Broken);
    }
    let first = fe.options.search_first.clone();
    if let Some(result) = find_in(fe, ev, name, &first, span) {
        return result;
    }
    if let Some(other) = fe.provider.as_ref().and_then(|p| p.alias(name))
        && exists(fe, &other)
    {
        return load(fe, ev, &other, span).map_err(|Failed| NotLoaded::Broken);
    }
    if let Some(found) = fe.provider.as_ref().and_then(|p| p.find(name)) {
        return interface::decode(fe, ev, name, &found, span).map_err(|Failed| NotLoaded::Broken);
    }
    let last = fe.options.search_last.clone();
    match find_in(fe, ev, name, &last, span) {
        Some(result) => result,
        None => Err(NotLoaded::Missing),
    }
}

fn find_in(
    fe: &mut Frontend,
    ev: &mut dyn MacroEvaluator,
    name: &LibraryName,
    directories: &[PathBuf],
    span: Span,
) -> Option<std::result::Result<LibraryId, NotLoaded>> {
    let path = name.path()?;
    for directory in directories {
        let path = directory.join(&path);
        let bytes = match fe.loader.read(&path) {
            Ok(bytes) => bytes,
            Err(e) if is_absent(&e) => continue,
            Err(e) => {
                let message = format!("cannot read `{}`: {e}", path.display());
                report(fe, Code::File, span, message);
                return Some(Err(NotLoaded::Broken));
            }
        };
        let file = fe.sources.add(path.display().to_string(), bytes);
        let (forms, fine) = fe.read_file(file, Case::Sensitive);
        for form in &forms {
            let head = form
                .as_list()
                .and_then(<[Datum]>::first)
                .and_then(Datum::as_symbol);
            if head == Some(fe.names.define_library) {
                register(fe, form);
            }
        }
        if !fine {
            fe.pending.remove(name);
            return Some(Err(NotLoaded::Broken));
        }
        let Some(form) = fe.pending.remove(name) else {
            let message = format!("`{}` does not define library ({name})", path.display());
            report(fe, Code::LibraryMissing, span, message);
            return Some(Err(NotLoaded::Broken));
        };
        return Some(expand(fe, ev, name, &form).map_err(|Failed| NotLoaded::Broken));
    }
    None
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Whether a library could be imported.
fn exists(fe: &Frontend, name: &LibraryName) -> bool {
    if fe.registry.contains_key(name) || fe.pending.contains_key(name) {
        return true;
    }
    if let Some(provider) = &fe.provider {
        if provider.alias(name).is_some_and(|other| exists(fe, &other)) {
            return true;
        }
        if provider.find(name).is_some() {
            return true;
        }
    }
    let Some(path) = name.path() else {
        return false;
    };
    let mut directories = fe
        .options
        .search_first
        .iter()
        .chain(&fe.options.search_last);
    directories.any(|directory| fe.loader.read(&directory.join(&path)).is_ok())
}

/// What the declarations of a library say.
#[derive(Default)]
struct Declarations {
    imports: Vec<Datum>,
    /// Internal name, exported name.
    exports: Vec<(Symbol, Symbol, Span)>,
    body: Vec<Datum>,
}

fn expand(
    fe: &mut Frontend,
    ev: &mut dyn MacroEvaluator,
    name: &LibraryName,
    form: &Datum,
) -> Result<LibraryId> {
    let errors_before = errors(fe);
    let title = name.to_string();
    let module_name = fe.symbols.intern(&title);
    let module = fe.env.add_module(module_name, false);
    let mut x = Expander::new(fe, ev, module, title);
    let declarations = form.as_list().map(|parts| &parts[2..]).unwrap_or_default();
    let Declarations {
        imports,
        exports,
        body,
    } = declare(&mut x, declarations);
    x.import_sets(&imports);
    let core = x.definitions_and_expressions(&body);
    let exports = resolve_exports(&mut x, &exports);
    if errors(fe) > errors_before {
        return Err(Failed);
    }
    let dependencies = fe.env.module(module).imports.clone();
    let id = LibraryId(fe.libraries.len() as u32);
    fe.libraries.push(Library {
        name: name.clone(),
        module,
        exports,
        dependencies,
        code: LibraryCode::Expanded(Box::new(core)),
        interface: None,
        macros: None,
    });
    Ok(id)
}

fn errors(fe: &Frontend) -> usize {
    fe.diagnostics.iter().filter(|d| d.is_error()).count()
}

fn declare(x: &mut Expander<'_>, declarations: &[Datum]) -> Declarations {
    let mut out = Declarations::default();
    let mut queue: Vec<Datum> = declarations.iter().rev().cloned().collect();
    while let Some(declaration) = queue.pop() {
        // Reported; the next declaration may be fine.
        let _ = declare_one(x, &declaration, &mut queue, &mut out);
    }
    out
}

fn declare_one(
    x: &mut Expander<'_>,
    declaration: &Datum,
    queue: &mut Vec<Datum>,
    out: &mut Declarations,
) -> Result<()> {
    let span = declaration.span();
    let parts = declaration.as_list().unwrap_or_default();
    let Some((word, rest)) = parts
        .split_first()
        .and_then(|(w, r)| Some((w.as_symbol()?, r)))
    else {
        return Err(x.error(Code::BadDeclaration, span, "malformed library declaration"));
    };
    let names = &x.fe.names;
    if word == names.import {
        out.imports.extend(rest.iter().cloned());
    } else if word == names.begin {
        out.body.extend(rest.iter().cloned());
    } else if word == names.include || word == names.include_ci {
        let fold = word == names.include_ci;
        for file in rest {
            let forms = include(x, file, fold)?;
            out.body.extend(forms);
        }
    } else if word == names.include_declarations {
        let mut forms = Vec::new();
        for file in rest {
            forms.extend(include(x, file, false)?);
        }
        queue.extend(forms.into_iter().rev());
    } else if word == names.cond_expand {
        for clause in rest {
            let Some((requirement, body)) = clause.as_list().and_then(<[Datum]>::split_first)
            else {
                let message = "expected a clause: (requirement declaration …)";
                return Err(x.error(Code::BadDeclaration, clause.span(), message));
            };
            if holds(x, requirement)? {
                queue.extend(body.iter().rev().cloned());
                break;
            }
        }
    } else if word == names.export {
        for spec in rest {
            export(x, spec, out)?;
        }
    } else {
        let known = [
            "import",
            "export",
            "begin",
            "include",
            "include-ci",
            "include-library-declarations",
            "cond-expand",
        ];
        let text = x.text(word);
        let message = format!("`{text}` is not a library declaration");
        let mut diagnostic = Diagnostic::new(Code::BadDeclaration, span, message);
        diagnostic = match nearest(&text, known.into_iter()) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic.hint("definitions and expressions go into (begin …)"),
        };
        return Err(x.report(diagnostic));
    }
    Ok(())
}

fn export(x: &mut Expander<'_>, spec: &Datum, out: &mut Declarations) -> Result<()> {
    if let Some(name) = spec.as_symbol() {
        out.exports.push((name, name, spec.span()));
        return Ok(());
    }
    if let Some([word, from, to]) = spec.as_list()
        && word.as_symbol() == Some(x.fe.names.rename)
        && let (Some(from), Some(to)) = (from.as_symbol(), to.as_symbol())
    {
        out.exports.push((from, to, spec.span()));
        return Ok(());
    }
    let message = "expected a name or (rename name exported-name)";
    Err(x.error(Code::BadDeclaration, spec.span(), message))
}

fn resolve_exports(
    x: &mut Expander<'_>,
    exports: &[(Symbol, Symbol, Span)],
) -> Vec<(Symbol, Binding)> {
    let mut out: Vec<(Symbol, Binding)> = Vec::with_capacity(exports.len());
    let mut seen = super::scope::IdMap::<Symbol, Binding>::default();
    let is_control = x.fe.env.module(x.module).name == x.fe.names.control;
    for &(internal, external, span) in exports {
        let Some(slot) = x.fe.env.module(x.module).table.get(&internal).copied() else {
            let text = x.text(internal);
            let message = format!("`{text}` is exported, but not defined");
            let mut diagnostic = Diagnostic::new(Code::ExportUndefined, span, message);
            let table = &x.fe.env.module(x.module).table;
            if let Some(near) = nearest(&text, table.keys().map(|&s| x.fe.symbols.name(s))) {
                diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
            }
            x.report(diagnostic);
            continue;
        };
        let mut binding = slot.binding;
        // The procedures of intrinsics are the intrinsics themselves to everybody else.
        if is_control && matches!(binding, Binding::Global(_)) {
            let text = x.fe.symbols.name(internal);
            if let Some(&intrinsic) = Intrinsic::ALL.iter().find(|i| i.name() == text) {
                binding = Binding::Intrinsic(intrinsic);
            }
        }
        match seen.insert(external, binding) {
            None => out.push((external, binding)),
            Some(before) if before == binding => {}
            Some(_) => {
                let message = format!("`{}` is exported with two meanings", x.text(external));
                x.error(Code::BadDeclaration, span, message);
            }
        }
    }
    out
}

/// Whether a `cond-expand` requirement holds (R7RS 4.2.1).
pub(crate) fn holds(x: &mut Expander<'_>, requirement: &Datum) -> Result<bool> {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || holds_inner(x, requirement))
}

fn holds_inner(x: &mut Expander<'_>, requirement: &Datum) -> Result<bool> {
    if let Some(name) = requirement.as_symbol() {
        if name == x.fe.names.else_ {
            return Ok(true);
        }
        let name = x.fe.symbols.name(name);
        return Ok(x.fe.options.features.iter().any(|f| f == name));
    }
    let parts = requirement.as_list().unwrap_or_default();
    let head = parts.first().and_then(Datum::as_symbol);
    let names = &x.fe.names;
    let (and, or, not, library) = (names.and, names.or, names.not, names.library);
    match (head, parts) {
        (Some(head), [_, rest @ ..]) if head == and => {
            for part in rest {
                if !holds(x, part)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (Some(head), [_, rest @ ..]) if head == or => {
            for part in rest {
                if holds(x, part)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        (Some(head), [_, part]) if head == not => Ok(!holds(x, part)?),
        (Some(head), [_, name]) if head == library => {
            let name = parse_name(x.fe, name)?;
            Ok(exists(x.fe, &name))
        }
        _ => {
            let message = "expected a feature, (library name), (and …), (or …), (not …) or else";
            Err(x.error(Code::BadSyntax, requirement.span(), message))
        }
    }
}

/// The data of an included file, which is looked for beside the file that includes it.
pub(crate) fn include(x: &mut Expander<'_>, name: &Datum, fold: bool) -> Result<Vec<Datum>> {
    let span = name.span();
    let DatumKind::String(text) = name.kind() else {
        return Err(x.error(Code::BadSyntax, span, "expected a file name, a string"));
    };
    let depth = x.include_depths.get(&span.file.0).copied().unwrap_or(0) + 1;
    if depth > INCLUDE_DEPTH_MAX {
        return Err(x.error(
            Code::IncludeDepth,
            span,
            "files include each other without end",
        ));
    }
    let wanted = Path::new(&**text);
    let beside = Path::new(x.fe.sources.name(span.file))
        .parent()
        .map(|p| p.join(wanted));
    let path = match beside {
        Some(path) if !span.is_none() && x.fe.loader.read(&path).is_ok() => path,
        _ => wanted.to_path_buf(),
    };
    let Some(file) = x.fe.load_file(&path, span) else {
        return Err(Failed);
    };
    x.include_depths.insert(file.0, depth);
    let case = if fold { Case::Folded } else { Case::Sensitive };
    let (data, fine) = x.fe.read_file(file, case);
    if fine { Ok(data) } else { Err(Failed) }
}

/// The bytes of an interface that a library was decoded from.
pub(crate) fn interface_of(fe: &Frontend, id: LibraryId) -> Option<Rc<interface::Interface>> {
    fe.library(id).interface.clone()
}
