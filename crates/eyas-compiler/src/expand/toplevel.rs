//! Top levels: programs, the bodies of libraries, and environments that grow form by form.
//!
//! A program or a library is seen whole: all its definitions are known before the first expression is expanded,
//! and a variable that no `set!` in it assigns is constant. An open environment (a REPL, `eval`) is never
//! complete: its variables may change and appear at any time.

use eyas_datum::datum::{Datum, DatumKind};
use eyas_datum::source::Span;

use super::binding::{Binding, GlobalRef, Keyword};
use super::body::{Level, Scan};
use super::import;
use super::interface;
use super::library;
use super::syntax::{Ident, Syntax};
use super::{Expander, Result};
use crate::core::Core;
use crate::diagnostic::{Code, Diagnostic};

impl Expander<'_> {
    /// Expands a program: libraries, imports, then the body.
    pub(crate) fn program(&mut self, forms: &[Datum]) -> Core {
        let mut imported = false;
        let mut start = 0;
        for form in forms {
            let head = form_head(form);
            if head == Some(self.fe.names.define_library) {
                library::register(self.fe, form);
            } else if head == Some(self.fe.names.import) {
                imported = true;
                self.import_form(form);
            } else {
                break;
            }
            start += 1;
        }
        // Only definitions of libraries: nothing to run, and nothing to import for it.
        if !imported && (start < forms.len() || forms.is_empty()) {
            self.import_implicit();
        }
        let mut core = self.definitions_and_expressions(&forms[start..]);
        core.whole = true;
        core
    }

    /// Expands the body of a library or program.
    pub(crate) fn definitions_and_expressions(&mut self, forms: &[Datum]) -> Core {
        let set = self.fe.env.module(self.module).set;
        let mut scan = Scan::new(self, Level::Top);
        self.forms = forms.to_vec();
        for form in forms {
            scan.forms(self, vec![Syntax::new(form.clone(), set)]);
        }
        let mut exprs = Vec::with_capacity(scan.items.len());
        self.emit_top(scan.items, &mut exprs);
        let span = match (forms.first(), forms.last()) {
            (Some(first), Some(last)) => first.span().join(last.span()),
            _ => Span::NONE,
        };
        let root = self.sequence(exprs, span);
        self.find_assigning_macros();
        self.finish(root)
    }

    /// Variables that the module's macros may assign in other modules are not constant: those mentioned in a macro
    /// that also mentions `set!`, or a macro that by its name assigns.
    fn find_assigning_macros(&mut self) {
        if self.fe.env.module(self.module).open {
            return;
        }
        let name = self.fe.env.module(self.module).name;
        for index in self.first_macro..self.fe.env.macros.len() {
            let mac = &self.fe.env.macros[index];
            let (Some(source), true) = (mac.source.clone(), mac.module == self.module) else {
                continue;
            };
            let ids = interface::identifiers(&source, self.fe);
            let assigns = ids.iter().any(|&id| match self.resolve(id) {
                Some(Binding::Keyword(keyword)) => keyword == Keyword::Set,
                Some(Binding::Macro(_)) => self.fe.symbols.name(id.name).ends_with('!'),
                _ => false,
            });
            if !assigns {
                continue;
            }
            for id in ids {
                if let Some(Binding::Global(global)) = self.resolve(id) {
                    let info = &mut self.fe.env.globals[global.index()];
                    info.mutable |= info.module == name;
                }
            }
        }
    }

    /// Expands one form of an open environment.
    pub(crate) fn interactive(&mut self, form: &Datum) -> Core {
        self.definitions_and_expressions(std::slice::from_ref(form))
    }

    /// Handles `(import …)` and `(define-library …)` among the forms of a top level, which are keywords only where
    /// nothing else has their names. Yields whether it was one.
    pub(crate) fn declaration(&mut self, form: &Syntax) -> Result<bool> {
        let Some(head) = form.head_ident(&mut self.fe.env.scopes) else {
            return Ok(false);
        };
        let names = &self.fe.names;
        if head.name != names.import && head.name != names.define_library {
            return Ok(false);
        }
        if self.resolve(head).is_some() {
            return Ok(false);
        }
        let is_import = head.name == self.fe.names.import;
        let datum = self.strip(form)?;
        if is_import {
            self.import_form(&datum);
        } else {
            library::register(self.fe, &datum);
        }
        Ok(true)
    }

    /// `(import set …)`
    pub(crate) fn import_form(&mut self, form: &Datum) {
        match form.as_list() {
            Some([_, sets @ ..]) => self.import_sets(sets),
            _ => {
                self.error(Code::BadImport, form.span(), "malformed `import`");
            }
        }
    }

    /// Imports these sets; what is wrong with one is reported.
    pub(crate) fn import_sets(&mut self, sets: &[Datum]) {
        for set in sets {
            let _ = import::import(self, set, false);
        }
    }

    /// Imports what programs without imports see.
    pub(crate) fn import_implicit(&mut self) {
        for name in self.fe.options.implicit_imports.clone() {
            if let Ok(id) = library::load(self.fe, self.ev, &name, Span::NONE) {
                import::import_library(self, id, Span::NONE, true);
            }
        }
    }

    /// Binds a name to a global of the module.
    pub(crate) fn define_global(&mut self, id: Ident) -> GlobalRef {
        let module = self.fe.env.module(self.module);
        let (open, module_name, own) = (module.open, module.name, id.scopes == module.set);
        if let Some(slot) = self.fe.env.slot(self.module, id) {
            if !open {
                self.warn_redefined(id, slot.imported, slot.span);
            }
            if !slot.imported
                && let Binding::Global(global) = slot.binding
                && self.fe.env.globals[global.index()].module == module_name
            {
                self.fe.env.globals[global.index()].mutable = true;
                return global;
            }
        }
        let name = if own { id.name } else { self.unique_name(id) };
        self.keeps_scopes |= !own;
        let global = self.fe.env.global(module_name, name);
        if open {
            self.fe.env.globals[global.index()].mutable = true;
        }
        self.fe
            .env
            .define(self.module, id, Binding::Global(global), false);
        global
    }

    /// Binds a name to a keyword or macro.
    pub(crate) fn define_keyword(&mut self, id: Ident, binding: Binding) {
        let module = self.fe.env.module(self.module);
        self.keeps_scopes |= id.scopes != module.set;
        if !module.open
            && let Some(slot) = self.fe.env.slot(self.module, id)
        {
            self.warn_redefined(id, slot.imported, slot.span);
        }
        self.fe.env.define(self.module, id, binding, false);
    }

    fn warn_redefined(&mut self, id: Ident, imported: bool, first: Span) {
        let name = self.text(id.name);
        let diagnostic = if imported {
            // What came without being asked for may be hidden without a word.
            if first.is_none() {
                return;
            }
            Diagnostic::new(
                Code::Shadowed,
                id.span,
                format!("the definition of `{name}` hides the imported one"),
            )
            .label(first, "imported here")
        } else {
            Diagnostic::new(
                Code::Redefined,
                id.span,
                format!("`{name}` is defined twice"),
            )
            .label(first, "first defined here")
        };
        self.report(diagnostic);
    }

    /// A name for the global of an identifier that a macro introduced.
    fn unique_name(&mut self, id: Ident) -> eyas_datum::symbol::Symbol {
        let base = self.text(id.name);
        loop {
            let module = &mut self.fe.env.modules[self.module.index()];
            module.renamed += 1;
            let (count, module_name) = (module.renamed, module.name);
            let name = self.fe.symbols.intern(&format!("{base}.{count}"));
            let own = &self.fe.env.module(self.module).table;
            if !self.fe.env.has_global(module_name, name) && !own.contains_key(&name) {
                return name;
            }
        }
    }
}

/// The symbol at the head of a form.
fn form_head(form: &Datum) -> Option<eyas_datum::symbol::Symbol> {
    match form.kind() {
        DatumKind::List { items, .. } => items.first()?.as_symbol(),
        _ => None,
    }
}
