//! Import sets (R7RS 5.2): `only`, `except`, `prefix`, `rename`, nested as deep as one likes.
//!
//! The same thing may be imported twice under one name; different things may not. In an open environment the
//! last import counts.

use eyas_datum::datum::{Datum, DatumKind};
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use super::binding::{Binding, LibraryId};
use super::library;
use super::scope::IdMap;
use super::syntax::Ident;
use super::{Expander, Failed, Result};
use crate::diagnostic::{Code, Diagnostic, nearest};

/// Names and what they mean, in order.
type Names = Vec<(Symbol, Binding)>;

/// Imports what an import set names into the expander's module. `quiet` imports may be hidden by definitions
/// without a warning.
pub(crate) fn import(x: &mut Expander<'_>, set: &Datum, quiet: bool) -> Result<()> {
    let resolved = resolve(x, set);
    x.lost_imports |= resolved.is_err();
    let (library, names) = resolved?;
    add_dependency(x, library);
    bind(x, names, if quiet { Span::NONE } else { set.span() });
    Ok(())
}

/// Imports all exports of a library.
pub(crate) fn import_library(x: &mut Expander<'_>, id: LibraryId, span: Span, quiet: bool) {
    add_dependency(x, id);
    let names = x.fe.library(id).exports.clone();
    bind(x, names, if quiet { Span::NONE } else { span });
}

/// The library runs before the module.
pub(crate) fn add_dependency(x: &mut Expander<'_>, id: LibraryId) {
    let imports = &mut x.fe.env.modules[x.module.index()].imports;
    if !imports.contains(&id) {
        imports.push(id);
    }
}

fn bind(x: &mut Expander<'_>, names: Names, span: Span) {
    for (name, binding) in names {
        let id = x.fe.env.module_ident(x.module, name, span);
        let module = x.fe.env.module(x.module);
        if let Some(slot) = module.table.get(&name)
            && !module.open
            && slot.binding != binding
        {
            let first = slot.span;
            let text = x.text(name);
            let message = format!("`{text}` is imported with two meanings");
            let mut diagnostic = Diagnostic::new(Code::ImportConflict, span, message)
                .hint(format!("leave one out: (except library {text})"));
            if !first.is_none() && first != span {
                diagnostic = diagnostic.label(first, "the first one comes from here");
            }
            x.report(diagnostic);
            x.lost_imports = true;
            continue;
        }
        x.fe.env.define(x.module, id, binding, true);
    }
}

/// A modifier around an import set, innermost first.
enum Modifier<'d> {
    Only(&'d [Datum]),
    Except(&'d [Datum]),
    Prefix(&'d Datum),
    Rename(&'d [Datum]),
}

fn resolve(x: &mut Expander<'_>, set: &Datum) -> Result<(LibraryId, Names)> {
    let mut modifiers = Vec::new();
    let mut inner = set;
    while let Some([head, next, rest @ ..]) = inner.as_list() {
        let Some(word) = head.as_symbol() else { break };
        // A library may be called (only x); a modifier has an import set after it.
        if !matches!(next.kind(), DatumKind::List { .. }) {
            break;
        }
        let names = &x.fe.names;
        let modifier = if word == names.only {
            Modifier::Only(rest)
        } else if word == names.except {
            Modifier::Except(rest)
        } else if word == names.rename {
            Modifier::Rename(rest)
        } else if word == names.prefix {
            let [prefix] = rest else {
                let message = "expected (prefix import-set identifier)";
                return Err(x.error(Code::BadImport, inner.span(), message));
            };
            Modifier::Prefix(prefix)
        } else {
            break;
        };
        modifiers.push(modifier);
        inner = next;
    }
    if let Some([word, next, ..]) = inner.as_list()
        && word.as_symbol().is_some()
        && matches!(next.kind(), DatumKind::List { items, .. } if !items.is_empty())
    {
        let message = "neither a library's name nor an import set";
        let expected = "a library's name is a list of identifiers and integers; \
                        an import set begins with only, except, prefix or rename";
        let diagnostic = Diagnostic::new(Code::BadImport, inner.span(), message).hint(expected);
        return Err(x.report(diagnostic));
    }
    let name = library::parse_name(x.fe, inner)?;
    let library = library::load(x.fe, x.ev, &name, inner.span())?;
    let mut names = x.fe.library(library).exports.clone();
    for modifier in modifiers.into_iter().rev() {
        names = modify(x, names, modifier, &name.to_string())?;
    }
    Ok((library, names))
}

fn modify(
    x: &mut Expander<'_>,
    names: Names,
    modifier: Modifier<'_>,
    library: &str,
) -> Result<Names> {
    match modifier {
        Modifier::Only(wanted) => {
            let index = index_of(&names);
            let mut out = Vec::with_capacity(wanted.len());
            for datum in wanted {
                let name = identifier(x, datum)?;
                match index.get(&name) {
                    Some(&i) => out.push(names[i]),
                    None => {
                        missing(x, &names, name, datum.span(), library);
                    }
                }
            }
            Ok(out)
        }
        Modifier::Except(unwanted) => {
            let index = index_of(&names);
            let mut drop = vec![false; names.len()];
            for datum in unwanted {
                let name = identifier(x, datum)?;
                match index.get(&name) {
                    Some(&i) => drop[i] = true,
                    None => {
                        missing(x, &names, name, datum.span(), library);
                    }
                }
            }
            let kept = names.into_iter().zip(drop).filter(|(_, drop)| !drop);
            Ok(kept.map(|(name, _)| name).collect())
        }
        Modifier::Prefix(prefix) => {
            let prefix = identifier(x, prefix)?;
            let prefix = x.text(prefix);
            let mut out = Vec::with_capacity(names.len());
            for (name, binding) in names {
                let text = format!("{prefix}{}", x.fe.symbols.name(name));
                out.push((x.fe.symbols.intern(&text), binding));
            }
            Ok(out)
        }
        Modifier::Rename(pairs) => {
            let index = index_of(&names);
            let mut out = names.clone();
            for pair in pairs {
                let Some([from, to]) = pair.as_list() else {
                    let message = "expected (name new-name)";
                    return Err(x.error(Code::BadImport, pair.span(), message));
                };
                let (from_name, to) = (identifier(x, from)?, identifier(x, to)?);
                match index.get(&from_name) {
                    Some(&i) => out[i].0 = to,
                    None => {
                        missing(x, &names, from_name, from.span(), library);
                    }
                }
            }
            Ok(out)
        }
    }
}

fn index_of(names: &Names) -> IdMap<Symbol, usize> {
    names
        .iter()
        .enumerate()
        .map(|(i, (name, _))| (*name, i))
        .collect()
}

fn identifier(x: &mut Expander<'_>, datum: &Datum) -> Result<Symbol> {
    match datum.as_symbol() {
        Some(name) => Ok(name),
        None => Err(x.error(Code::BadImport, datum.span(), "expected an identifier")),
    }
}

fn missing(x: &mut Expander<'_>, names: &Names, name: Symbol, span: Span, library: &str) -> Failed {
    x.lost_imports = true;
    let text = x.text(name);
    let message = format!("({library}) does not export `{text}`");
    let mut diagnostic = Diagnostic::new(Code::NotExported, span, message);
    let candidates = names.iter().map(|(n, _)| x.fe.symbols.name(*n));
    if let Some(near) = nearest(&text, candidates) {
        diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
    }
    // So that every use of it is not reported again.
    let id: Ident = x.fe.env.module_ident(x.module, name, span);
    x.fe.env.define(x.module, id, Binding::Broken, true);
    x.report(diagnostic)
}
