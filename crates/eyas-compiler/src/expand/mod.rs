//! The expander: data to Core, hygienic by sets of scopes (Flatt, *Binding as Sets of Scopes*, POPL 2016).
//!
//! One walk does everything: it resolves names, expands macros and emits Core. A body is walked twice, once to find
//! its definitions and once to expand their expressions, so that macros may define things and definitions may
//! refer to each other.
//!
//! | file | what |
//! |---|---|
//! | [`syntax`], [`scope`] | data with scopes; sets of scopes |
//! | [`binding`], [`env`] | what names mean; where they are looked up |
//! | `body`, `toplevel` | definitions: in bodies, programs, libraries, at the REPL |
//! | `forms`, `lets`, `derived`, `quasi`, `records` | the special forms |
//! | `macros` | macro uses, and when to stop |
//! | `labels` | datum labels in code |
//! | [`rules`], [`er`] | macros |
//! | `import`, `library`, [`interface`] | libraries, and how they are written to bytes |
//!
//! What differs from the paper: only fresh scopes are ever added, so sets are chains ([`scope`]). Templates know which
//! parts of an expansion they introduced, so nothing is flipped. Arguments of macros of the same module
//! get a use-site scope, which definitions drop again. There is no phase separation: transformers see the
//! libraries that the program sees.
//!
//! Invariants: every function that can recurse on user code goes through [`Expander::expr`], which makes room on the
//! stack; an error is reported once, where [`Failed`] is made, and the nearest enclosing form goes on without
//! the broken part.

pub mod binding;
mod body;
mod derived;
pub mod env;
pub mod er;
mod forms;
mod import;
pub mod interface;
mod labels;
mod lets;
pub(crate) mod library;
mod macros;
mod quasi;
mod records;
pub mod rules;
pub mod scope;
pub mod syntax;
mod toplevel;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use eyas_bytecode::Prim;
use eyas_datum::datum::Datum;
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use crate::core::{Core, Expr, ExprId, GlobalId, GlobalVar, Special, VarId};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::session::Frontend;
use binding::{Binding, GlobalRef, Intrinsic, Keyword, MacroId, ModuleId};
use er::MacroEvaluator;
use scope::{ContextId, IdMap};
use syntax::{Ident, Shape, Syntax};

/// Something was wrong, and was reported.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failed;

/// What expanding a part yields.
pub(crate) type Result<T> = std::result::Result<T, Failed>;

/// Index into [`Expander::uses`], plus one; 0 is no macro use.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct UseId(u32);

/// A macro use whose expansion is being looked at.
#[derive(Clone, Copy)]
struct MacroUse {
    name: Symbol,
    span: Span,
    outer: UseId,
}

/// Expands one unit.
pub(crate) struct Expander<'a> {
    pub(crate) fe: &'a mut Frontend,
    pub(crate) ev: &'a mut dyn MacroEvaluator,
    /// Whose top level this is.
    pub(crate) module: ModuleId,
    /// What is being built.
    pub(crate) core: Core,
    global_ids: IdMap<GlobalRef, GlobalId>,
    /// How many macro transformers this expression is inside of.
    pub(crate) phase: u32,
    /// Something that outlives this form has scopes made by it.
    pub(crate) keeps_scopes: bool,
    uses: Vec<MacroUse>,
    current_use: UseId,
    /// The nearest enclosing place that is known: what precompiled macros introduce has none.
    pub(crate) near: Span,
    /// How deep macro uses are nested in the expansions of others.
    pub(crate) nesting: u32,
    /// How many procedures and loops this expression is inside of: what may be evaluated more than once.
    pub(crate) repeated: u32,
    /// An import failed: what is unbound may come from it.
    pub(crate) lost_imports: bool,
    /// How many nodes macros built for this top-level form.
    pub(crate) built: usize,
    /// The top-level forms being expanded, for the labels in them.
    pub(crate) forms: Vec<Datum>,
    active_labels: Vec<u32>,
    /// Macros from this one on may be the module's.
    pub(crate) first_macro: usize,
    unbound_reported: HashSet<(Symbol, ModuleId)>,
    /// For included files, how many files include each other down to it.
    pub(crate) include_depths: IdMap<u32, u32>,
}

/// The most nodes that the data and the Core of one top-level form may have.
pub(crate) const NODES_MAX: usize = 100_000_000;

impl<'a> Expander<'a> {
    pub(crate) fn new(
        fe: &'a mut Frontend,
        ev: &'a mut dyn MacroEvaluator,
        module: ModuleId,
        name: String,
    ) -> Expander<'a> {
        let first_macro = fe.env.macros.len();
        Expander {
            first_macro,
            fe,
            ev,
            module,
            core: Core {
                name,
                ..Core::default()
            },
            global_ids: IdMap::default(),
            phase: 0,
            keeps_scopes: false,
            uses: Vec::new(),
            current_use: UseId::default(),
            near: Span::NONE,
            nesting: 0,
            repeated: 0,
            lost_imports: false,
            built: 0,
            forms: Vec::new(),
            active_labels: Vec::new(),
            unbound_reported: HashSet::new(),
            include_depths: IdMap::default(),
        }
    }

    // ---- Reporting.

    /// Reports a diagnostic, with the macro uses that led here.
    pub(crate) fn report(&mut self, mut diagnostic: Diagnostic) -> Failed {
        for label in &mut diagnostic.labels {
            if label.span.is_none() {
                label.span = self.near;
            }
        }
        let mut names: Vec<(Symbol, Span)> = Vec::new();
        let mut at = self.current_use;
        let mut last = None;
        while at.0 != 0 {
            let entry = self.uses[at.0 as usize - 1];
            if names.last().is_none_or(|n| n.0 != entry.name) && names.len() < 4 {
                names.push((entry.name, entry.span));
            }
            last = Some((entry.name, entry.span));
            at = entry.outer;
        }
        if let Some(last) = last
            && names.last().is_some_and(|n| n.0 != last.0)
        {
            names.push(last);
        }
        let place = diagnostic.labels.first().map(|label| label.span);
        for (name, span) in names {
            // The use itself is what is shown.
            if place == Some(span) {
                continue;
            }
            let name = self.fe.symbols.name(name);
            let mut note = format!("in expansion of `{name}`");
            if !span.is_none() {
                note.push_str(&format!(" at {}", self.fe.sources.location(span)));
            }
            diagnostic.notes.push(note);
        }
        self.fe.diagnostics.push(diagnostic);
        Failed
    }

    /// Reports an error.
    pub(crate) fn error(&mut self, code: Code, span: Span, message: impl Into<String>) -> Failed {
        self.report(Diagnostic::new(code, span, message))
    }

    /// Reports a malformed special form: `expected` says how it should look.
    pub(crate) fn bad(&mut self, keyword: Keyword, span: Span, expected: &str) -> Failed {
        let message = format!("malformed `{}`: expected {expected}", keyword.name());
        self.error(Code::BadSyntax, span, message)
    }

    /// The name of a symbol, owned.
    pub(crate) fn text(&self, name: Symbol) -> String {
        self.fe.symbols.name(name).to_owned()
    }

    // ---- Emitting.

    /// The span, or the nearest one that is known.
    pub(crate) fn place(&self, span: Span) -> Span {
        if span.is_none() { self.near } else { span }
    }

    /// Adds an expression.
    pub(crate) fn add(&mut self, expr: Expr, span: Span) -> ExprId {
        let span = self.place(span);
        self.core.add(expr, span)
    }

    pub(crate) fn unspecified(&mut self, span: Span) -> ExprId {
        self.add(Expr::Special(Special::Unspecified), span)
    }

    pub(crate) fn quote(&mut self, datum: Datum, span: Span) -> ExprId {
        self.add(Expr::Quote(datum), span)
    }

    pub(crate) fn boolean(&mut self, value: bool, span: Span) -> ExprId {
        self.quote(Datum::bool(span, value), span)
    }

    pub(crate) fn prim(&mut self, prim: Prim, args: Vec<ExprId>, span: Span) -> ExprId {
        self.add(Expr::PrimCall(prim, args), span)
    }

    pub(crate) fn local(&mut self, var: VarId, span: Span) -> ExprId {
        self.add(Expr::Local(var), span)
    }

    /// One expression after the other; there is at least one.
    pub(crate) fn sequence(&mut self, mut exprs: Vec<ExprId>, span: Span) -> ExprId {
        match exprs.len() {
            0 => self.unspecified(span),
            1 => exprs.swap_remove(0),
            _ => self.add(Expr::Begin(exprs), span),
        }
    }

    /// A variable that no name refers to.
    pub(crate) fn temporary(&mut self, name: &str, span: Span) -> VarId {
        let span = self.place(span);
        self.core.add_var(name, span)
    }

    /// A variable of the program, bound to a name until the scope is left. Names bound twice are the caller's
    /// business.
    pub(crate) fn bind_variable(&mut self, id: Ident) -> VarId {
        let name = self.text(id.name);
        let span = self.place(id.span);
        let var = self.core.add_var(name, span);
        self.fe.env.bind(
            id,
            Binding::Local {
                var,
                phase: self.phase,
            },
        );
        var
    }

    /// The `Core`'s number of a global.
    pub(crate) fn global_id(&mut self, global: GlobalRef) -> GlobalId {
        if let Some(&id) = self.global_ids.get(&global) {
            return id;
        }
        let info = &self.fe.env.globals[global.index()];
        let id = GlobalId(self.core.globals.len() as u32);
        self.core.globals.push(GlobalVar {
            module: self.fe.symbols.name(info.module).to_owned(),
            name: self.fe.symbols.name(info.name).to_owned(),
            defined: false,
            mutable: info.mutable,
        });
        self.global_ids.insert(global, id);
        id
    }

    /// A procedure below the derived forms; see `derived`. Its library must run first.
    pub(crate) fn hidden(&mut self, library: &[&str], name: &str, span: Span) -> ExprId {
        let module = self.fe.symbols.intern(&library.join(" "));
        let name = self.fe.symbols.intern(name);
        if self.fe.env.module(self.module).name != module {
            library::require(self, library);
        }
        let global = self.fe.env.global(module, name);
        let id = self.global_id(global);
        self.add(Expr::Global(id), span)
    }

    /// Ends the unit: what is known only now about its globals is filled in.
    pub(crate) fn finish(&mut self, root: ExprId) -> Core {
        for (&global, &id) in &self.global_ids {
            self.core.globals[id.index()].mutable = self.fe.env.globals[global.index()].mutable;
        }
        self.core.root = Some(root);
        self.global_ids.clear();
        std::mem::take(&mut self.core)
    }

    // ---- Names.

    pub(crate) fn resolve(&self, id: Ident) -> Option<Binding> {
        self.fe.env.resolve(id)
    }

    /// The keyword that an identifier means, auxiliary keywords also when they are not bound at all.
    pub(crate) fn keyword(&self, id: Ident) -> Option<Keyword> {
        match self.resolve(id) {
            Some(Binding::Keyword(k)) => Some(k),
            Some(_) => None,
            None => {
                let names = &self.fe.names;
                let known = [
                    (names.else_, Keyword::Else),
                    (names.arrow, Keyword::Arrow),
                    (names.ellipsis, Keyword::Ellipsis),
                    (names.underscore, Keyword::Underscore),
                    (names.unquote, Keyword::Unquote),
                    (names.unquote_splicing, Keyword::UnquoteSplicing),
                    (names.quasiquote, Keyword::Quasiquote),
                ];
                known.iter().find(|k| k.0 == id.name).map(|k| k.1)
            }
        }
    }

    /// Whether a syntax object is an identifier that means this keyword.
    pub(crate) fn is_keyword(&self, syntax: &Syntax, keyword: Keyword) -> bool {
        syntax
            .as_ident()
            .is_some_and(|id| self.keyword(id) == Some(keyword))
    }

    /// The keyword at the head of a form.
    pub(crate) fn head_keyword(&mut self, form: &Syntax) -> Option<Keyword> {
        let id = form.head_ident(&mut self.fe.env.scopes)?;
        match self.resolve(id) {
            Some(Binding::Keyword(k)) => Some(k),
            _ => None,
        }
    }

    /// A variable that is not bound: a global of the module that its text is in.
    pub(crate) fn unbound(&mut self, id: Ident) -> GlobalRef {
        let module_id = self.fe.env.module_of(id.scopes).unwrap_or(self.module);
        let module = self.fe.env.module(module_id);
        let global_module = module.name;
        if module.open {
            let global = self.fe.env.global(global_module, id.name);
            self.fe.env.globals[global.index()].mutable = true;
            return global;
        }
        if !self.lost_imports && self.unbound_reported.insert((id.name, module_id)) {
            let name = self.text(id.name);
            let message = format!("unbound variable `{name}`");
            let mut diagnostic = Diagnostic::new(Code::Unbound, id.span, message);
            if let Some(near) = self.suggest(module_id, &name) {
                diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
            }
            self.report(diagnostic);
        }
        self.fe.env.global(global_module, id.name)
    }

    fn suggest(&self, module: ModuleId, name: &str) -> Option<String> {
        let table = &self.fe.env.module(module).table;
        let candidates = table.keys().map(|&s| self.fe.symbols.name(s));
        nearest(name, candidates).map(str::to_owned)
    }

    // ---- Expressions.

    /// Expands an expression. What is wrong in it is reported.
    pub(crate) fn expr(&mut self, s: &Syntax) -> ExprId {
        self.named(s, None)
    }

    /// As [`Expander::expr`]; a procedure gets this name.
    pub(crate) fn named(&mut self, s: &Syntax, name: Option<Symbol>) -> ExprId {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || match self.try_expr(s, name) {
            Ok(e) => e,
            Err(Failed) => {
                self.ensure_reported(s.span());
                self.unspecified(s.span())
            }
        })
    }

    /// A form may fail over something that was reported when an earlier form was expanded, at a REPL: then it says
    /// so itself.
    pub(crate) fn ensure_reported(&mut self, span: Span) {
        if !self.fe.diagnostics.iter().any(Diagnostic::is_error) {
            let message = "this form uses a definition that has errors";
            self.error(Code::BrokenDefinition, span, message);
        }
    }

    fn try_expr(&mut self, s: &Syntax, name: Option<Symbol>) -> Result<ExprId> {
        if self.core.exprs.len() > NODES_MAX {
            return Err(self.too_large(s.span()));
        }
        if let Some(id) = s.as_ident() {
            return self.reference(id);
        }
        let Some((length, dotted)) = s.list_length() else {
            return self.atom(s, name);
        };
        if length == 0 {
            let diagnostic =
                Diagnostic::new(Code::EmptyCombination, s.span(), "empty combination `()`")
                    .hint("the empty list is written '()");
            return Err(self.report(diagnostic));
        }
        let binding = match s.head_ident(&mut self.fe.env.scopes) {
            Some(head) => match self.resolve(head) {
                Some(Binding::Macro(id)) => return self.macro_expr(id, head, s, name),
                binding => binding,
            },
            None => None,
        };
        if dotted {
            return Err(self.improper(s));
        }
        match binding {
            Some(Binding::Keyword(keyword)) => self.special_form(keyword, s, name),
            Some(Binding::Primitive(prim)) => self.primitive_call(prim, s, length),
            Some(Binding::Intrinsic(intrinsic)) => self.intrinsic_call(intrinsic, s),
            _ => {
                let scopes = &mut self.fe.env.scopes;
                let Some(operator) = s.element(0, scopes) else {
                    return Err(Failed);
                };
                if self.head_keyword(&operator) == Some(Keyword::Lambda)
                    && let Some(e) = self.lambda_call(&operator, s)?
                {
                    return Ok(e);
                }
                let f = self.expr(&operator);
                let args = self.arguments(s, length);
                Ok(self.add(Expr::Call(f, args), s.span()))
            }
        }
    }

    fn improper(&mut self, s: &Syntax) -> Failed {
        let tail = s
            .clone()
            .into_list(&mut self.fe.env.scopes)
            .ok()
            .and_then(|l| l.1);
        if let Some(tail) = tail
            && let Shape::LabelRef(_) | Shape::Label(..) = tail.shape(&mut self.fe.env.scopes)
        {
            return self.error(Code::CircularCode, s.span(), "circular code");
        }
        self.error(
            Code::ImproperForm,
            s.span(),
            "an expression cannot be an improper list",
        )
    }

    /// The arguments of a call of `length - 1` arguments.
    fn arguments(&mut self, s: &Syntax, length: usize) -> Vec<ExprId> {
        let mut args = Vec::with_capacity(length - 1);
        for index in 1..length {
            if let Some(arg) = s.element(index, &mut self.fe.env.scopes) {
                args.push(self.expr(&arg));
            }
        }
        args
    }

    fn primitive_call(&mut self, prim: Prim, s: &Syntax, length: usize) -> Result<ExprId> {
        let args = self.arguments(s, length);
        if prim.accepts(args.len()) {
            return Ok(self.prim(prim, args, s.span()));
        }
        let (min, max) = prim.arity();
        let expected = match max {
            Some(max) if max == min => format!("{min}"),
            Some(max) => format!("{min} to {max}"),
            None => format!("at least {min}"),
        };
        let message = format!(
            "`{}` takes {expected} arguments, but gets {}",
            prim.name(),
            args.len()
        );
        self.report(Diagnostic::new(Code::ArgumentCount, s.span(), message));
        let head = s
            .element(0, &mut self.fe.env.scopes)
            .map_or(Span::NONE, |h| h.span());
        let f = self.add(Expr::Primitive(prim), head);
        Ok(self.add(Expr::Call(f, args), s.span()))
    }

    fn macro_expr(
        &mut self,
        id: MacroId,
        head: Ident,
        s: &Syntax,
        name: Option<Symbol>,
    ) -> Result<ExprId> {
        let saved = self.enter_macro(s.span())?;
        let result = match self.expand_use(id, head, s, ContextId::NONE) {
            Ok(expanded) => {
                let expanded = self.expand_head(expanded, ContextId::NONE);
                match expanded {
                    Ok(expanded) => self.try_expr(&expanded, name),
                    Err(Failed) => Err(Failed),
                }
            }
            Err(Failed) => Err(Failed),
        };
        self.leave_macro(saved);
        result
    }

    fn reference(&mut self, id: Ident) -> Result<ExprId> {
        let expr = match self.resolve(id) {
            Some(Binding::Local { var, phase }) if phase == self.phase => Expr::Local(var),
            Some(Binding::Local { .. }) => {
                let name = self.text(id.name);
                let message = format!("`{name}` has no value yet when macros are expanded");
                return Err(self.error(Code::PhaseError, id.span, message));
            }
            Some(Binding::Global(global)) => Expr::Global(self.global_id(global)),
            Some(Binding::Primitive(prim)) => Expr::Primitive(prim),
            Some(Binding::Intrinsic(intrinsic)) => {
                return Ok(self.hidden(&["eyas", "control"], intrinsic.name(), id.span));
            }
            Some(Binding::Keyword(_) | Binding::Macro(_)) => {
                let message = format!("keyword `{}` used as a variable", self.text(id.name));
                return Err(self.error(Code::KeywordAsVariable, id.span, message));
            }
            Some(Binding::Broken) => return Err(Failed),
            None => {
                let global = self.unbound(id);
                Expr::Global(self.global_id(global))
            }
        };
        Ok(self.add(expr, id.span))
    }

    fn atom(&mut self, s: &Syntax, name: Option<Symbol>) -> Result<ExprId> {
        match s.shape(&mut self.fe.env.scopes) {
            Shape::Label(n, inner) => {
                self.active_labels.push(n);
                let e = self.named(&inner, name);
                self.active_labels.pop();
                Ok(e)
            }
            Shape::LabelRef(n) => {
                let target = self.label_target(n, s.span());
                match target {
                    Some(target) if !self.active_labels.contains(&n) => {
                        let Some(id) = s.uniform_scopes() else {
                            return Err(Failed);
                        };
                        self.active_labels.push(n);
                        let e = self.named(&Syntax::new(target, id), name);
                        self.active_labels.pop();
                        Ok(e)
                    }
                    _ => Err(self.error(Code::CircularCode, s.span(), "circular code")),
                }
            }
            Shape::Constant(datum) => Ok(self.quote(datum, s.span())),
            _ => {
                let datum = self.strip(s)?;
                Ok(self.quote(datum, s.span()))
            }
        }
    }

    pub(crate) fn too_large(&mut self, span: Span) -> Failed {
        self.error(
            Code::EndlessExpansion,
            span,
            "the expansion of this form is too large",
        )
    }

    fn intrinsic_call(&mut self, intrinsic: Intrinsic, s: &Syntax) -> Result<ExprId> {
        let items = s.items(&mut self.fe.env.scopes).ok_or(Failed)?;
        let args = &items[1..];
        let span = s.span();
        match intrinsic {
            Intrinsic::Values => {
                let args = args.iter().map(|a| self.expr(a)).collect();
                return Ok(self.add(Expr::Values(args), span));
            }
            Intrinsic::Apply if args.len() >= 2 => {
                let f = self.expr(&args[0]);
                let args = args[1..].iter().map(|a| self.expr(a)).collect();
                return Ok(self.add(Expr::Apply(f, args), span));
            }
            Intrinsic::CallCc if args.len() == 1 => {
                let f = self.expr(&args[0]);
                return Ok(self.add(Expr::CallCc(f), span));
            }
            Intrinsic::CallOnce if args.len() == 1 => {
                let f = self.expr(&args[0]);
                return Ok(self.add(Expr::CallOnce(f), span));
            }
            Intrinsic::CallWithValues if args.len() == 2 => {
                return self.call_with_values(&args[0], &args[1], span);
            }
            _ => {}
        }
        // The wrong number of arguments: the procedure itself complains.
        let f = self.hidden(&["eyas", "control"], intrinsic.name(), items[0].span());
        let args = args.iter().map(|a| self.expr(a)).collect();
        Ok(self.add(Expr::Call(f, args), span))
    }
}
