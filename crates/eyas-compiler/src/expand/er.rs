//! `er-macro-transformer`: macros that are procedures, run by someone else.
//!
//! The compiler does not depend on the virtual machine: who wants procedural macros hands the expander a
//! [`MacroEvaluator`]. Forms cross the border as plain data. An identifier that is more than its name (one that
//! another macro introduced, or that `rename` made) crosses as an *alias*: a symbol of its own that the
//! environment knows the meaning of; a symbol that the transformer makes itself means what it means where the
//! macro is used (Clinger, *Hygienic macros through explicit renaming*, 1991).

use std::collections::HashMap;

use eyas_datum::datum::{Datum, DatumKind};
use eyas_datum::source::Span;
use eyas_datum::symbol::{Symbol, Symbols};

use super::binding::{LibraryId, MacroId};
use super::env::{Environment, Transformer};
use super::scope::SetId;
use super::syntax::{Ident, Shape, Syntax};
use super::{Expander, Failed};
use crate::core::Core;
use crate::diagnostic::{Code, Diagnostic};
use crate::session::Frontend;

/// Names an evaluated transformer; the evaluator gives them out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct TransformerHandle(pub u32);

/// Evaluates and applies procedural macros.
pub trait MacroEvaluator {
    /// Runs `core`, whose value is a procedure of three arguments, after the bodies of `libraries` (dependencies
    /// first; those that ran before do not run again; [`Frontend::take_core`] yields their code). An error is a
    /// message for people.
    fn evaluate(
        &mut self,
        frontend: &mut Frontend,
        libraries: &[LibraryId],
        core: Core,
    ) -> Result<TransformerHandle, String>;

    /// Calls the procedure with the form, a procedure that renames and one that compares, which are
    /// `context`'s methods.
    fn apply(
        &mut self,
        transformer: TransformerHandle,
        form: &Datum,
        context: &mut dyn MacroContext,
    ) -> Result<Datum, String>;
}

/// What a transformer can ask.
pub trait MacroContext {
    /// The table that the form's symbols are in.
    fn symbols(&mut self) -> &mut Symbols;

    /// The name as it is meant where the macro is defined: equal names give equal symbols.
    fn rename(&mut self, name: Symbol) -> Symbol;

    /// Whether both are identifiers that mean the same where the macro is used.
    fn compare(&mut self, a: &Datum, b: &Datum) -> bool;
}

/// For who has no machine at hand: procedural macros are errors.
#[derive(Clone, Copy, Default, Debug)]
pub struct NoEvaluator;

impl MacroEvaluator for NoEvaluator {
    fn evaluate(
        &mut self,
        _: &mut Frontend,
        _: &[LibraryId],
        _: Core,
    ) -> Result<TransformerHandle, String> {
        Err("procedural macros cannot be run here".to_owned())
    }

    fn apply(
        &mut self,
        _: TransformerHandle,
        _: &Datum,
        _: &mut dyn MacroContext,
    ) -> Result<Datum, String> {
        Err("procedural macros cannot be run here".to_owned())
    }
}

impl Expander<'_> {
    /// Evaluates the expression of `(er-macro-transformer expr)`, once.
    pub(crate) fn evaluate_transformer(
        &mut self,
        id: MacroId,
        module: super::binding::ModuleId,
        expr: &Syntax,
    ) -> Result<Transformer, Failed> {
        let name = self.text(self.fe.env.macros[id.index()].name);
        let errors = |x: &Self| x.fe.diagnostics.iter().filter(|d| d.is_error()).count();
        let before = errors(self);
        let saved_core = std::mem::replace(
            &mut self.core,
            Core {
                name,
                ..Core::default()
            },
        );
        let saved_globals = std::mem::take(&mut self.global_ids);
        let saved_module = std::mem::replace(&mut self.module, module);
        self.phase += 1;
        let root = self.expr(expr);
        let core = self.finish(root);
        self.phase -= 1;
        self.module = saved_module;
        self.global_ids = saved_globals;
        self.core = saved_core;
        if errors(self) > before {
            self.fe.env.macros[id.index()].transformer = Transformer::Broken;
            return Err(Failed);
        }
        let mut needed = self.fe.env.module(module).imports.clone();
        let own = self
            .fe
            .libraries
            .iter()
            .position(|library| library.module == module);
        needed.extend(own.map(|index| LibraryId(index as u32)));
        let libraries = self.fe.dependency_order(&needed);
        match self.ev.evaluate(self.fe, &libraries, core) {
            Ok(handle) => {
                let set = definition_scopes(self, module, expr);
                let transformer = Transformer::Evaluated(handle, set);
                self.fe.env.macros[id.index()].transformer = transformer.clone();
                Ok(transformer)
            }
            Err(message) => {
                self.fe.env.macros[id.index()].transformer = Transformer::Broken;
                Err(self.error(Code::TransformerFailed, expr.span(), message))
            }
        }
    }

    /// Applies a procedural macro.
    pub(crate) fn apply_procedure(
        &mut self,
        handle: TransformerHandle,
        definition: SetId,
        head: Ident,
        form: &Syntax,
    ) -> Result<Syntax, Failed> {
        let scope = self.fe.env.scopes.fresh();
        let introduced = self.fe.env.scopes.add(definition, scope);
        let mut crossing = Crossing {
            symbols: &mut self.fe.symbols,
            env: &mut self.fe.env,
            here: head.scopes,
            introduced,
            made: HashMap::default(),
            order: Vec::new(),
        };
        let outcome = match crossing.leave(form) {
            Some(datum) => match self.ev.apply(handle, &datum, &mut crossing) {
                Ok(result) => crossing
                    .arrive(&result)
                    .ok_or_else(|| "its result is too large".into()),
                Err(message) => Err(message),
            },
            None => Err("the form is too large".to_owned()),
        };
        let Crossing { order, .. } = crossing;
        for alias in order {
            self.fe.env.aliases.remove(&alias);
        }
        outcome.map_err(|message| {
            let name = self.text(head.name);
            let message = format!("the transformer of macro `{name}` failed: {message}");
            self.report(Diagnostic::new(
                Code::TransformerFailed,
                form.span(),
                message,
            ))
        })
    }
}

/// The scopes of a transformer's text: those of its first identifier.
fn definition_scopes(
    x: &mut Expander<'_>,
    module: super::binding::ModuleId,
    expr: &Syntax,
) -> SetId {
    if let Some(set) = expr.uniform_scopes() {
        return set;
    }
    match expr.head_ident(&mut x.fe.env.scopes) {
        Some(id) => id.scopes,
        None => x.fe.env.module(module).set,
    }
}

/// Forms on their way to a transformer and back.
struct Crossing<'e> {
    symbols: &'e mut Symbols,
    env: &'e mut Environment,
    /// What symbols without an alias have.
    here: SetId,
    /// What renamed symbols have.
    introduced: SetId,
    made: HashMap<(Symbol, SetId), Symbol>,
    order: Vec<Symbol>,
}

impl MacroContext for Crossing<'_> {
    fn symbols(&mut self) -> &mut Symbols {
        self.symbols
    }

    fn rename(&mut self, name: Symbol) -> Symbol {
        // Renaming an alias renames what it stands for.
        let name = self.env.unalias(name);
        self.alias(name, self.introduced)
    }

    fn compare(&mut self, a: &Datum, b: &Datum) -> bool {
        match (self.ident(a), self.ident(b)) {
            (Some(a), Some(b)) => self.env.same(a, b),
            _ => false,
        }
    }
}

impl Crossing<'_> {
    fn alias(&mut self, name: Symbol, scopes: SetId) -> Symbol {
        if scopes == self.here {
            return name;
        }
        if let Some(&alias) = self.made.get(&(name, scopes)) {
            return alias;
        }
        // Numbered anew for each use, so that the table of symbols stays small.
        let text = format!("{}\u{1}{}", self.symbols.name(name), self.order.len());
        let alias = self.symbols.intern(&text);
        self.env.aliases.insert(
            alias,
            Ident {
                name,
                scopes,
                span: Span::NONE,
            },
        );
        self.made.insert((name, scopes), alias);
        self.order.push(alias);
        alias
    }

    fn ident(&self, datum: &Datum) -> Option<Ident> {
        let name = datum.as_symbol()?;
        Some(match self.env.aliases.get(&name) {
            Some(id) => Ident {
                span: datum.span(),
                ..*id
            },
            None => Ident {
                name,
                scopes: self.here,
                span: datum.span(),
            },
        })
    }

    /// The form as the transformer sees it.
    fn leave(&mut self, form: &Syntax) -> Option<Datum> {
        enum Task {
            Visit(Syntax),
            List { span: Span, base: usize, tail: bool },
            Vector { span: Span, base: usize },
        }
        let mut left = super::NODES_MAX / 4;
        let mut tasks = vec![Task::Visit(form.clone())];
        let mut values: Vec<Datum> = Vec::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Visit(s) => {
                    left = left.checked_sub(1)?;
                    if let (Some(datum), Some(set)) = (s.as_read(), s.uniform_scopes())
                        && set == self.here
                    {
                        values.push(datum.clone());
                        continue;
                    }
                    let (span, base) = (s.span(), values.len());
                    match s.shape(&mut self.env.scopes) {
                        Shape::Ident(id) => {
                            let alias = self.alias(id.name, id.scopes);
                            values.push(Datum::symbol(span, alias));
                        }
                        Shape::List(items, tail) => {
                            tasks.push(Task::List {
                                span,
                                base,
                                tail: tail.is_some(),
                            });
                            tasks.extend(tail.into_iter().map(Task::Visit));
                            tasks.extend(items.into_iter().rev().map(Task::Visit));
                        }
                        Shape::Vector(items) => {
                            tasks.push(Task::Vector { span, base });
                            tasks.extend(items.into_iter().rev().map(Task::Visit));
                        }
                        _ => values.extend(s.as_read().cloned()),
                    }
                }
                Task::List { span, base, tail } => {
                    let end = if tail { values.pop() } else { None };
                    let items = values.split_off(base);
                    values.push(match end {
                        Some(end) => Datum::list_with_tail(span, items, end),
                        None => Datum::list(span, items),
                    });
                }
                Task::Vector { span, base } => {
                    let items = values.split_off(base);
                    values.push(Datum::vector(span, items));
                }
            }
        }
        values.pop()
    }

    /// The result with scopes: parts without aliases stay as they are.
    fn arrive(&mut self, result: &Datum) -> Option<Syntax> {
        enum Task<'d> {
            Visit(&'d Datum),
            Build(&'d Datum, usize),
        }
        let mut left = super::NODES_MAX / 4;
        let mut tasks = vec![Task::Visit(result)];
        // With each, whether it is exactly the datum.
        let mut values: Vec<(Syntax, bool)> = Vec::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Visit(datum) => {
                    left = left.checked_sub(1)?;
                    match datum.kind() {
                        DatumKind::Symbol(name) => values.push(match self.env.aliases.get(name) {
                            Some(id) => (Syntax::ident(id.name, id.scopes, datum.span()), false),
                            None => (Syntax::new(datum.clone(), self.here), true),
                        }),
                        DatumKind::Vector(items) => {
                            tasks.push(Task::Build(datum, values.len()));
                            tasks.extend(items.iter().rev().map(Task::Visit));
                        }
                        DatumKind::List { items, tail } => {
                            tasks.push(Task::Build(datum, values.len()));
                            tasks.extend(tail.iter().map(Task::Visit));
                            tasks.extend(items.iter().rev().map(Task::Visit));
                        }
                        _ => values.push((Syntax::new(datum.clone(), self.here), true)),
                    }
                }
                Task::Build(datum, base) => {
                    let parts = values.split_off(base);
                    if parts.iter().all(|p| p.1) {
                        values.push((Syntax::new(datum.clone(), self.here), true));
                        continue;
                    }
                    let mut parts: Vec<Syntax> = parts.into_iter().map(|p| p.0).collect();
                    let span = datum.span();
                    let built = match datum.kind() {
                        DatumKind::Vector(_) => Syntax::vector(span, parts),
                        DatumKind::List { tail: None, .. } => {
                            Syntax::list(span, parts, None, &mut self.env.scopes)
                        }
                        _ => {
                            let tail = parts.pop();
                            Syntax::list(span, parts, tail, &mut self.env.scopes)
                        }
                    };
                    values.push((built, false));
                }
            }
        }
        values.pop().map(|v| v.0)
    }
}
