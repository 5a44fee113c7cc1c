//! Interfaces of libraries as bytes: what importers need, so that a precompiled library is never expanded again.
//!
//! An interface has the library's exports, the libraries below it, its exported macros and those that they can
//! expand to, as source with scopes, and the part of its top level that the macros' text mentions. Macros are
//! decoded and compiled when they are first used: starting does not pay for them.
//!
//! Bytes are checked as they are read: damage is an error, never a panic. Numbers are LEB128; names are indices into
//! a table at the beginning; scopes are numbered in order of their age, so that the chains of [`scope`](super::scope)
//! can be rebuilt.
//!
//! ```text
//! interface ::= magic names libraries scopes sets exports table introduced macros texts
//! ```

mod bytes;
mod text;

use std::rc::Rc;

use eyas_bytecode::Prim;
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use super::binding::{Binding, Intrinsic, Keyword, LibraryId, MacroId, ModuleId};
use super::env::{Macro, Transformer};
use super::er::MacroEvaluator;
use super::library;
use super::scope::{IdMap, ScopeId, SetId};
use super::syntax::{Ident, Shape, Syntax};
use super::{Expander, Failed, Result, rules};
use crate::diagnostic::{Code, Diagnostic};
use crate::session::{Frontend, Library, LibraryCode, LibraryName, NamePart, Precompiled};
use bytes::{Damaged, Input, Output};

/// Version 1.
const MAGIC: &[u8] = b"EyI1";

/// The most parts that anything in an interface may have.
const COUNT_MAX: usize = 1 << 28;

/// A decoded interface: what its macros need when they are decoded.
pub struct Interface {
    bytes: Rc<[u8]>,
    names: Vec<Symbol>,
    sets: Vec<SetId>,
}

impl std::fmt::Debug for Interface {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Interface({} bytes)", self.bytes.len())
    }
}

mod tag {
    pub(super) const GLOBAL: u8 = 0;
    pub(super) const MUTABLE_GLOBAL: u8 = 1;
    pub(super) const PRIMITIVE: u8 = 2;
    pub(super) const INTRINSIC: u8 = 3;
    pub(super) const KEYWORD: u8 = 4;
    pub(super) const OWN_MACRO: u8 = 5;
    pub(super) const FOREIGN_MACRO: u8 = 6;
}

/// The numbers that names, libraries, scopes and sets have in an interface.
#[derive(Default)]
struct Numbering {
    names: Vec<Symbol>,
    name_numbers: IdMap<Symbol, usize>,
    libraries: Vec<LibraryId>,
    /// Sets in order of first use, with their members: the module of the root and the other scopes.
    sets: Vec<SetId>,
    set_numbers: IdMap<SetId, usize>,
}

impl Numbering {
    fn name(&mut self, name: Symbol) -> usize {
        let names = &mut self.names;
        *self.name_numbers.entry(name).or_insert_with(|| {
            names.push(name);
            names.len() - 1
        })
    }

    fn set(&mut self, set: SetId) -> usize {
        let sets = &mut self.sets;
        *self.set_numbers.entry(set).or_insert_with(|| {
            sets.push(set);
            sets.len() - 1
        })
    }

    fn library(&mut self, id: LibraryId) -> usize {
        match self.libraries.iter().position(|&l| l == id) {
            Some(index) => index,
            None => {
                self.libraries.push(id);
                self.libraries.len() - 1
            }
        }
    }
}

/// The library whose top level a module is.
fn library_of(fe: &Frontend, module: ModuleId) -> Option<LibraryId> {
    fe.libraries
        .iter()
        .position(|l| l.module == module)
        .map(|i| LibraryId(i as u32))
}

/// All identifiers in a syntax object.
pub(crate) fn identifiers(s: &Syntax, fe: &mut Frontend) -> Vec<Ident> {
    let mut out = Vec::new();
    let mut pending = vec![s.clone()];
    while let Some(s) = pending.pop() {
        match s.shape(&mut fe.env.scopes) {
            Shape::Ident(id) => out.push(id),
            Shape::List(items, tail) => {
                pending.extend(items);
                pending.extend(tail);
            }
            Shape::Vector(items) => pending.extend(items),
            Shape::Label(_, inner) => pending.push(inner),
            Shape::LabelRef(_) | Shape::Constant(_) => {}
        }
    }
    out
}

/// What of a library's top level its interface must have.
struct Needed {
    table: Vec<(Symbol, Binding)>,
    introduced: Vec<(Ident, Binding)>,
}

/// Gives numbers to the macros of a library that others can come to use, and finds what their text mentions.
fn number_macros(fe: &mut Frontend, id: LibraryId) -> Needed {
    let module = fe.library(id).module;
    let mut macros: Vec<MacroId> = Vec::new();
    let mut seen: IdMap<Symbol, ()> = IdMap::default();
    let mut needed = Needed {
        table: Vec::new(),
        introduced: Vec::new(),
    };
    let exported: Vec<Binding> = fe.library(id).exports.iter().map(|e| e.1).collect();
    let own = |fe: &Frontend, binding: Binding, macros: &mut Vec<MacroId>| {
        if let Binding::Macro(m) = binding
            && fe.env.macros[m.index()].module == module
            && !macros.contains(&m)
        {
            macros.push(m);
        }
    };
    for binding in exported {
        own(fe, binding, &mut macros);
    }
    let mut at = 0;
    while at < macros.len() {
        let source = fe.env.macros[macros[at].index()].source.clone();
        at += 1;
        let Some(source) = source else { continue };
        for ident in identifiers(&source, fe) {
            if seen.insert(ident.name, ()).is_some() {
                continue;
            }
            if let Some(slot) = fe.env.module(module).table.get(&ident.name).copied() {
                needed.table.push((ident.name, slot.binding));
                own(fe, slot.binding, &mut macros);
            }
            let introduced: Vec<Ident> = fe
                .env
                .module(module)
                .own_introduced
                .iter()
                .filter(|id| id.name == ident.name)
                .copied()
                .collect();
            for id in introduced {
                if let Some(slot) = fe.env.slot(module, id) {
                    needed.introduced.push((id, slot.binding));
                    own(fe, slot.binding, &mut macros);
                }
            }
        }
    }
    if fe.library(id).macros.is_none() {
        for (index, &m) in (0u32..).zip(&macros) {
            fe.env.macros[m.index()].library_index = Some((id, index));
        }
        fe.libraries[id.index()].macros = Some(macros);
    }
    needed
}

/// The interface of a library, as bytes. That of a precompiled library is what it was decoded from.
pub(crate) fn encode(fe: &mut Frontend, id: LibraryId) -> Vec<u8> {
    if let Some(interface) = library::interface_of(fe, id) {
        return interface.bytes.to_vec();
    }
    let needed = number_macros(fe, id);
    let macros = fe.library(id).macros.clone().unwrap_or_default();
    let mut numbers = Numbering::default();
    let dependencies = fe.library(id).dependencies.clone();
    for &dependency in &dependencies {
        numbers.library(dependency);
    }

    let mut texts = Output::default();
    let mut heads = Output::default();
    heads.count(macros.len());
    for &m in &macros {
        let Macro { name, source, .. } = fe.env.macros[m.index()].clone();
        heads.count(numbers.name(name));
        heads.count(texts.len());
        if let Some(source) = source {
            text::write(
                &mut texts,
                &source,
                &mut |name, set| (numbers.name(name), numbers.set(set)),
                &mut fe.env.scopes,
            );
        }
    }

    let mut tables = Output::default();
    let exports = fe.library(id).exports.clone();
    tables.count(exports.len());
    for (name, binding) in exports {
        tables.count(numbers.name(name));
        write_binding(fe, id, &mut tables, &mut numbers, binding);
    }
    tables.count(needed.table.len());
    for (name, binding) in needed.table {
        tables.count(numbers.name(name));
        write_binding(fe, id, &mut tables, &mut numbers, binding);
    }
    tables.count(needed.introduced.len());
    for (ident, binding) in needed.introduced {
        tables.count(numbers.name(ident.name));
        tables.count(numbers.set(ident.scopes));
        write_binding(fe, id, &mut tables, &mut numbers, binding);
    }

    let sets = write_sets(fe, id, &mut numbers);

    let mut out = Output::default();
    out.raw(MAGIC);
    out.count(numbers.names.len());
    for &name in &numbers.names {
        out.text(fe.symbols.name(name));
    }
    out.count(numbers.libraries.len());
    for &library in &numbers.libraries {
        write_library_name(&mut out, &fe.library(library).name);
    }
    out.count(dependencies.len());
    out.append(sets);
    out.append(tables);
    out.append(heads);
    out.append(texts);
    out.into_bytes()
}

fn write_library_name(out: &mut Output, name: &LibraryName) {
    out.count(name.0.len());
    for part in &name.0 {
        match part {
            NamePart::Name(text) => {
                out.byte(0);
                out.text(text);
            }
            NamePart::Number(n) => {
                out.byte(1);
                out.number(*n);
            }
        }
    }
}

/// Scopes, oldest first, then each set: the library of its module (0 is this one) and its other scopes.
fn write_sets(fe: &Frontend, id: LibraryId, numbers: &mut Numbering) -> Output {
    let mut scopes: Vec<ScopeId> = Vec::new();
    for &set in &numbers.sets {
        scopes.extend(fe.env.scopes.members(set).into_iter().skip(1));
    }
    scopes.sort_unstable();
    scopes.dedup();
    let mut out = Output::default();
    out.count(scopes.len());
    out.count(numbers.sets.len());
    for set in numbers.sets.clone() {
        let members = fe.env.scopes.members(set);
        let library = fe
            .env
            .module_of(set)
            .and_then(|module| library_of(fe, module));
        out.count(match library {
            Some(library) if library == id => 0,
            Some(library) => numbers.library(library) + 1,
            None => 0,
        });
        out.count(members.len().saturating_sub(1));
        for scope in members.iter().skip(1) {
            out.count(scopes.binary_search(scope).unwrap_or(0));
        }
    }
    out
}

fn write_binding(
    fe: &mut Frontend,
    id: LibraryId,
    out: &mut Output,
    numbers: &mut Numbering,
    binding: Binding,
) {
    match binding {
        Binding::Global(global) => {
            let info = fe.env.globals[global.index()].clone();
            out.byte(if info.mutable {
                tag::MUTABLE_GLOBAL
            } else {
                tag::GLOBAL
            });
            out.count(numbers.name(info.module));
            out.count(numbers.name(info.name));
        }
        Binding::Primitive(prim) => {
            out.byte(tag::PRIMITIVE);
            out.number(prim as u64);
        }
        Binding::Intrinsic(intrinsic) => {
            out.byte(tag::INTRINSIC);
            out.byte(intrinsic as u8);
        }
        Binding::Macro(m) => {
            let module = fe.env.macros[m.index()].module;
            match library_of(fe, module) {
                Some(owner) if owner != id => {
                    if fe.library(owner).macros.is_none() {
                        number_macros(fe, owner);
                    }
                    let index = fe.env.macros[m.index()].library_index.map_or(0, |l| l.1);
                    out.byte(tag::FOREIGN_MACRO);
                    out.count(numbers.library(owner));
                    out.number(u64::from(index));
                }
                _ => {
                    let index = fe.env.macros[m.index()].library_index.map_or(0, |l| l.1);
                    out.byte(tag::OWN_MACRO);
                    out.number(u64::from(index));
                }
            }
        }
        Binding::Keyword(keyword) => {
            out.byte(tag::KEYWORD);
            out.byte(keyword as u8);
        }
        // A library with either was not finished.
        Binding::Local { .. } | Binding::Broken => {
            out.byte(tag::KEYWORD);
            out.byte(Keyword::Underscore as u8);
        }
    }
}

/// Makes a library of an interface; the libraries below it are loaded.
pub(crate) fn decode(
    fe: &mut Frontend,
    ev: &mut dyn MacroEvaluator,
    name: &LibraryName,
    found: &Precompiled,
    span: Span,
) -> Result<LibraryId> {
    match decode_checked(fe, ev, name, found, span) {
        Ok(id) => Ok(id),
        Err(Problem::Reported) => Err(Failed),
        Err(Problem::Damaged) => {
            let message = format!("the precompiled library ({name}) is damaged");
            fe.diagnostics
                .push(Diagnostic::new(Code::BadInterface, span, message));
            Err(Failed)
        }
    }
}

enum Problem {
    Damaged,
    Reported,
}

impl From<Damaged> for Problem {
    fn from(_: Damaged) -> Problem {
        Problem::Damaged
    }
}

fn decode_checked(
    fe: &mut Frontend,
    ev: &mut dyn MacroEvaluator,
    name: &LibraryName,
    found: &Precompiled,
    span: Span,
) -> std::result::Result<LibraryId, Problem> {
    let bytes = found.interface.clone();
    let mut input = Input::new(&bytes);
    input.expect(MAGIC)?;
    let names = input.many(|input| Ok(fe.symbols.intern(input.text()?)))?;
    let below = input.many(read_library_name)?;
    let dependency_count = input.count()?;
    let mut libraries = Vec::with_capacity(below.len());
    for below in &below {
        libraries.push(library::load(fe, ev, below, span).map_err(|Failed| Problem::Reported)?);
    }
    let dependencies = libraries.get(..dependency_count).ok_or(Damaged)?.to_vec();

    let module_name = fe.symbols.intern(&name.to_string());
    let module = fe.env.add_module(module_name, false);
    fe.env.modules[module.index()].imports = dependencies.clone();

    let scope_count = input.count()?;
    if scope_count > COUNT_MAX.min(bytes.len()) {
        return Err(Problem::Damaged);
    }
    let scopes: Vec<ScopeId> = (0..scope_count).map(|_| fe.env.scopes.fresh()).collect();
    let sets = input.many(|input| {
        let base = match input.count()?.checked_sub(1) {
            None => fe.env.module(module).set,
            Some(index) => {
                let library = *libraries.get(index).ok_or(Damaged)?;
                fe.env.module(fe.library(library).module).set
            }
        };
        let members = input.many(|input| scopes.get(input.count()?).copied().ok_or(Damaged))?;
        if !members.is_sorted_by(|a, b| a < b) {
            return Err(Damaged);
        }
        Ok(members
            .into_iter()
            .fold(base, |set, scope| fe.env.scopes.add(set, scope)))
    })?;

    let mut decoder = Decoder {
        fe,
        names: &names,
        libraries: &libraries,
        first_macro: 0,
        macro_count: 0,
    };
    decoder.first_macro = decoder.fe.env.macros.len() as u32;
    // Macros have their numbers before they are read: bindings may mention any of them.
    let exports = input.many(|input| decoder.named(input))?;
    let table = input.many(|input| decoder.named(input))?;
    let introduced = input.many(|input| {
        let name = decoder.name(input)?;
        let set = *sets.get(input.count()?).ok_or(Damaged)?;
        let binding = decoder.binding(input)?;
        Ok((
            Ident {
                name,
                scopes: set,
                span: Span::NONE,
            },
            binding,
        ))
    })?;
    let heads = input.many(|input| Ok((decoder.name(input)?, input.count()?)))?;
    let macro_count = decoder.macro_count;
    let first_macro = decoder.first_macro;
    if macro_count > heads.len() as u32 {
        return Err(Problem::Damaged);
    }
    let texts = input.position();
    let id = LibraryId(fe.libraries.len() as u32);
    let mut macros = Vec::with_capacity(heads.len());
    for (index, (name, offset)) in (0u32..).zip(heads) {
        let offset = u32::try_from(texts + offset).map_err(|_| Problem::Damaged)?;
        let transformer = Transformer::Encoded(id, offset);
        let m = fe.env.add_macro(name, module, transformer, None);
        fe.env.macros[m.index()].library_index = Some((id, index));
        macros.push(m);
    }
    debug_assert!(macros.first().is_none_or(|m| m.0 == first_macro));
    for (name, binding) in table {
        let ident = fe.env.module_ident(module, name, Span::NONE);
        fe.env.define(module, ident, binding, false);
    }
    for (ident, binding) in introduced {
        fe.env.define(module, ident, binding, false);
    }
    fe.libraries.push(Library {
        name: name.clone(),
        module,
        exports,
        dependencies,
        code: LibraryCode::Precompiled(found.unit),
        interface: Some(Rc::new(Interface {
            bytes: bytes.clone(),
            names,
            sets,
        })),
        macros: Some(macros),
    });
    Ok(id)
}

fn read_library_name(input: &mut Input<'_>) -> std::result::Result<LibraryName, Damaged> {
    let parts = input.many(|input| match input.byte()? {
        0 => Ok(NamePart::Name(input.text()?.to_owned())),
        1 => Ok(NamePart::Number(input.number()?)),
        _ => Err(Damaged),
    })?;
    Ok(LibraryName(parts))
}

struct Decoder<'d> {
    fe: &'d mut Frontend,
    names: &'d [Symbol],
    libraries: &'d [LibraryId],
    first_macro: u32,
    /// How many own macros are mentioned at least.
    macro_count: u32,
}

impl Decoder<'_> {
    fn name(&self, input: &mut Input<'_>) -> std::result::Result<Symbol, Damaged> {
        self.names.get(input.count()?).copied().ok_or(Damaged)
    }

    fn named(&mut self, input: &mut Input<'_>) -> std::result::Result<(Symbol, Binding), Damaged> {
        Ok((self.name(input)?, self.binding(input)?))
    }

    fn binding(&mut self, input: &mut Input<'_>) -> std::result::Result<Binding, Damaged> {
        let number = |input: &mut Input<'_>| u32::try_from(input.number()?).map_err(|_| Damaged);
        Ok(match input.byte()? {
            kind @ (tag::GLOBAL | tag::MUTABLE_GLOBAL) => {
                let (module, name) = (self.name(input)?, self.name(input)?);
                let global = self.fe.env.global(module, name);
                if kind == tag::MUTABLE_GLOBAL {
                    self.fe.env.globals[global.index()].mutable = true;
                }
                Binding::Global(global)
            }
            tag::PRIMITIVE => {
                let n = u16::try_from(number(input)?).map_err(|_| Damaged)?;
                Binding::Primitive(Prim::from_number(n).ok_or(Damaged)?)
            }
            tag::INTRINSIC => {
                Binding::Intrinsic(Intrinsic::from_number(input.byte()?).ok_or(Damaged)?)
            }
            tag::KEYWORD => Binding::Keyword(Keyword::from_number(input.byte()?).ok_or(Damaged)?),
            tag::OWN_MACRO => {
                let n = number(input)?;
                self.macro_count = self.macro_count.max(n.checked_add(1).ok_or(Damaged)?);
                Binding::Macro(MacroId(self.first_macro.checked_add(n).ok_or(Damaged)?))
            }
            tag::FOREIGN_MACRO => {
                let library = *self.libraries.get(input.count()?).ok_or(Damaged)?;
                let index = number(input)? as usize;
                if self.fe.library(library).macros.is_none() {
                    number_macros(self.fe, library);
                }
                let macros = self.fe.library(library).macros.as_ref().ok_or(Damaged)?;
                Binding::Macro(*macros.get(index).ok_or(Damaged)?)
            }
            _ => return Err(Damaged),
        })
    }
}

impl Expander<'_> {
    /// Decodes and compiles a macro of a precompiled library, once.
    pub(crate) fn decode_macro(
        &mut self,
        id: MacroId,
        library: LibraryId,
        offset: u32,
    ) -> Result<Transformer> {
        let interface = library::interface_of(self.fe, library).ok_or(Failed)?;
        let mut input = Input::new(&interface.bytes);
        let decoded = input.seek(offset as usize).and_then(|()| {
            text::read(
                &mut input,
                &interface.names,
                &interface.sets,
                &mut self.fe.env.scopes,
            )
        });
        let Ok(source) = decoded else {
            let name = self.fe.library(library).name.to_string();
            let message = format!("the precompiled library ({name}) is damaged");
            return Err(self.error(Code::BadInterface, Span::NONE, message));
        };
        let transformer = match self.head_keyword(&source) {
            Some(Keyword::SyntaxRules) => rules::compile(self, &source).map(Transformer::Rules),
            Some(Keyword::ErMacroTransformer) => {
                let expr = source.element(1, &mut self.fe.env.scopes).ok_or(Failed)?;
                let module = self.fe.env.macros[id.index()].module;
                return self.evaluate_transformer(id, module, &expr);
            }
            _ => {
                let message = "a precompiled macro is damaged";
                Err(self.error(Code::BadInterface, Span::NONE, message))
            }
        };
        let transformer = transformer.unwrap_or(Transformer::Broken);
        self.fe.env.macros[id.index()].transformer = transformer.clone();
        Ok(transformer)
    }
}
