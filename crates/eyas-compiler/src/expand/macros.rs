//! Macro uses: one step, steps in a row, and when to stop.
//!
//! Expansion ends for every program: the uses nested in the expansions of others, the steps in a row and the nodes
//! that macros build for one top-level form all have limits, far above what programs need. A limit that is hit
//! is an error that names the macro.

use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use super::binding::{Binding, Keyword, MacroId};
use super::env::Transformer;
use super::scope::ContextId;
use super::syntax::{Ident, Syntax};
use super::{Expander, Failed, MacroUse, Result, UseId, rules};
use crate::diagnostic::{Code, Diagnostic};

/// Macro uses within the expansions of macro uses.
const NESTING_MAX: u32 = 10_000;
/// Expansions of which each is a macro use itself.
const STEPS_MAX: u32 = 100_000;
/// Nodes that these may build in all: a loop that makes its form longer at each step takes quadratic time.
const CHAIN_MAX: usize = 20_000_000;

/// What [`Expander::leave_macro`] restores.
#[derive(Clone, Copy)]
pub(crate) struct Position {
    current: UseId,
    near: Span,
    nesting: u32,
}

impl Expander<'_> {
    /// Where we are among macro uses, for forms that are expanded later.
    pub(crate) fn position(&self) -> Position {
        Position {
            current: self.current_use,
            near: self.near,
            nesting: self.nesting,
        }
    }

    /// Goes to a position; yields the one before.
    pub(crate) fn move_to(&mut self, position: Position) -> Position {
        let before = self.position();
        self.current_use = position.current;
        self.near = position.near;
        self.nesting = position.nesting;
        before
    }

    /// Goes one level deeper into macro expansions.
    pub(crate) fn enter_macro(&mut self, span: Span) -> Result<Position> {
        let saved = self.position();
        if self.nesting >= NESTING_MAX {
            let name = self.current_macro();
            return Err(self.endless(name, span));
        }
        self.nesting += 1;
        Ok(saved)
    }

    pub(crate) fn leave_macro(&mut self, saved: Position) {
        self.move_to(saved);
        if self.nesting == 0 {
            self.built = 0;
        }
    }

    fn current_macro(&self) -> Option<Symbol> {
        let index = (self.current_use.0 as usize).checked_sub(1)?;
        self.uses.get(index).map(|u| u.name)
    }

    fn endless(&mut self, name: Option<Symbol>, span: Span) -> Failed {
        let name = name.map(|n| self.text(n)).unwrap_or_default();
        let message = format!("the expansion of macro `{name}` does not end");
        // The innermost uses are all the same; the outermost one is what the user wrote.
        let saved = self.current_use;
        let mut outermost = span;
        while let Some(entry) = (self.current_use.0 as usize)
            .checked_sub(1)
            .map(|i| self.uses[i])
        {
            if !entry.span.is_none() {
                outermost = entry.span;
            }
            self.current_use = entry.outer;
        }
        let failed = self.report(Diagnostic::new(Code::EndlessExpansion, outermost, message));
        self.current_use = saved;
        failed
    }

    /// Expands while the form is a macro use.
    pub(crate) fn expand_head(&mut self, form: Syntax, context: ContextId) -> Result<Syntax> {
        let mut form = form;
        let mut steps = 0;
        let built = self.built;
        loop {
            let Some(head) = form.head_ident(&mut self.fe.env.scopes) else {
                return Ok(form);
            };
            let Some(Binding::Macro(id)) = self.resolve(head) else {
                return Ok(form);
            };
            steps += 1;
            if steps > STEPS_MAX || self.built > built + CHAIN_MAX {
                return Err(self.endless(Some(head.name), form.span()));
            }
            form = self.expand_use(id, head, &form, context)?;
        }
    }

    /// Expands one macro use.
    pub(crate) fn expand_use(
        &mut self,
        id: MacroId,
        head: Ident,
        form: &Syntax,
        context: ContextId,
    ) -> Result<Syntax> {
        let span = form.span();
        self.uses.push(MacroUse {
            name: head.name,
            span,
            outer: self.current_use,
        });
        self.current_use = UseId(self.uses.len() as u32);
        if !span.is_none() {
            self.near = span;
        }
        let mac = &self.fe.env.macros[id.index()];
        let (module, born) = (mac.module, mac.born);
        let transformer = match mac.transformer.clone() {
            Transformer::Encoded(library, offset) => self.decode_macro(id, library, offset)?,
            Transformer::Procedure(expr) => self.evaluate_transformer(id, module, &expr)?,
            other => other,
        };
        match transformer {
            Transformer::Rules(rules) => {
                // Text of another module cannot be confused with the template's; see `scope`. Neither can identifiers
                // that already have a scope which came after the template: what passes through many macros is marked
                // once, not at every step.
                let recent = form.least_recent(&self.fe.env.scopes) >= born;
                let form = if module == self.module && !recent {
                    let scope = self.fe.env.scopes.fresh_use_site(context);
                    form.add(scope, &mut self.fe.env.scopes)
                } else {
                    form.clone()
                };
                rules::apply(self, &rules, head.name, &form)
            }
            Transformer::Evaluated(handle, set) => self.apply_procedure(handle, set, head, form),
            _ => Err(Failed),
        }
    }

    /// What a transformer expression means: the right side of `define-syntax` and its like.
    pub(crate) fn transformer(&mut self, s: &Syntax, name: Symbol) -> Result<Binding> {
        let saved = self.enter_macro(s.span())?;
        let result = self.transformer_inner(s, name);
        self.leave_macro(saved);
        result
    }

    fn transformer_inner(&mut self, s: &Syntax, name: Symbol) -> Result<Binding> {
        if let Some(id) = s.as_ident() {
            return match self.resolve(id) {
                Some(binding @ (Binding::Keyword(_) | Binding::Macro(_) | Binding::Broken)) => {
                    Ok(binding)
                }
                _ => {
                    let message = format!("`{}` is not a keyword", self.text(id.name));
                    Err(self.error(Code::BadTransformer, id.span, message))
                }
            };
        }
        let s = self.expand_head(s.clone(), ContextId::NONE)?;
        let transformer = match self.head_keyword(&s) {
            Some(Keyword::SyntaxRules) => Transformer::Rules(rules::compile(self, &s)?),
            Some(Keyword::ErMacroTransformer) => {
                let items = s.items(&mut self.fe.env.scopes).unwrap_or_default();
                let [_, expr] = items.as_slice() else {
                    let expected = "(er-macro-transformer procedure)";
                    return Err(self.bad(Keyword::ErMacroTransformer, s.span(), expected));
                };
                Transformer::Procedure(expr.clone())
            }
            _ => {
                let message =
                    "expected a macro transformer: (syntax-rules (literal …) (pattern template) …)";
                return Err(self.error(Code::BadTransformer, s.span(), message));
            }
        };
        let module = self.module;
        Ok(Binding::Macro(self.fe.env.add_macro(
            name,
            module,
            transformer,
            Some(s),
        )))
    }
}
