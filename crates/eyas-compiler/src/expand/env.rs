//! Where names are looked up: local bindings by sets of scopes, and the tables of modules.
//!
//! Local bindings are kept per symbol, on a stack that is cut back when their scope ends: text with that scope
//! cannot occur afterwards, so a file with ten thousand `x`s is as fast as one with ten thousand names. Of the
//! bindings whose set is a subset of the reference's, the largest counts (Flatt 2016, section 2); every entry
//! knows the largest set below it, so that the search nearly always stops at the first hit.
//!
//! Bindings at the top level of a module have the module's scope alone and live in its table; those whose names
//! macros introduced have more scopes and are kept beside it.

use std::collections::HashMap;
use std::rc::Rc;

use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use super::binding::{Binding, GlobalInfo, GlobalRef, LibraryId, MacroId, ModuleId, Slot};
use super::er::TransformerHandle;
use super::rules::Rules;
use super::scope::{IdMap, ScopeId, Scopes, SetId};
use super::syntax::{Ident, Syntax};

#[derive(Clone, Copy)]
struct Local {
    set: SetId,
    /// The size of the largest set below it on the stack.
    largest_below: u32,
    binding: Binding,
}

/// A top level.
#[derive(Debug)]
pub struct Module {
    /// Its name: the module of its globals.
    pub name: Symbol,
    /// The set `{its scope}`.
    pub set: SetId,
    /// Names with the module's scope alone.
    pub table: IdMap<Symbol, Slot>,
    /// Names in this module's text that macros introduced into definitions of whatever module, with their sets.
    pub introduced: IdMap<Symbol, Vec<(SetId, Slot)>>,
    /// The libraries it imports, in order, without repetition.
    pub imports: Vec<LibraryId>,
    /// It may be extended and changed at any time: a REPL's or `eval`'s environment.
    pub open: bool,
    /// How many names of globals were made unique.
    pub renamed: u32,
    /// The names that its macros introduced by definitions in it; their slots are with the module of their text.
    pub own_introduced: Vec<Ident>,
}

/// A macro's transformer.
#[derive(Clone)]
pub enum Transformer {
    /// `syntax-rules`, compiled.
    Rules(Rc<Rules>),
    /// `(er-macro-transformer expr)`, not evaluated yet; the expression.
    Procedure(Syntax),
    /// An evaluated procedure: a handle of the evaluator, and the scopes that `rename` gives.
    Evaluated(TransformerHandle, SetId),
    /// `syntax-rules` or `er-macro-transformer` as source, of a precompiled library, to be looked at on first use:
    /// the offset in the library's interface.
    Encoded(LibraryId, u32),
    /// It was wrong, which was reported.
    Broken,
}

/// A macro.
#[derive(Clone)]
pub struct Macro {
    /// As defined, for messages.
    pub name: Symbol,
    /// The module whose text it is in.
    pub module: ModuleId,
    /// Its number in its library's interface, once it has one.
    pub library_index: Option<(LibraryId, u32)>,
    /// What it does.
    pub transformer: Transformer,
    /// The whole transformer expression, to write it to an interface.
    pub source: Option<Syntax>,
    /// Greater than all scopes in the transformer.
    pub born: ScopeId,
}

/// All bindings of a session.
pub struct Environment {
    /// Scopes and their sets.
    pub scopes: Scopes,
    locals: Vec<Vec<Local>>,
    trail: Vec<Symbol>,
    /// All modules.
    pub modules: Vec<Module>,
    module_of_scope: IdMap<ScopeId, ModuleId>,
    /// All globals.
    pub globals: Vec<GlobalInfo>,
    global_index: IdMap<(Symbol, Symbol), GlobalRef>,
    /// All macros.
    pub macros: Vec<Macro>,
    /// Symbols that stand for identifiers while an `er-macro-transformer` runs.
    pub aliases: IdMap<Symbol, Ident>,
    /// How many aliases were ever made.
    pub alias_count: u64,
    /// How many definition contexts were ever made.
    pub context_count: u32,
}

impl Default for Environment {
    fn default() -> Environment {
        Environment::new()
    }
}

impl Environment {
    /// No module, no binding.
    pub fn new() -> Environment {
        Environment {
            scopes: Scopes::new(),
            locals: Vec::new(),
            trail: Vec::new(),
            modules: Vec::new(),
            module_of_scope: HashMap::default(),
            globals: Vec::new(),
            global_index: HashMap::default(),
            macros: Vec::new(),
            aliases: HashMap::default(),
            alias_count: 0,
            context_count: 0,
        }
    }

    /// A module without bindings.
    pub fn add_module(&mut self, name: Symbol, open: bool) -> ModuleId {
        let scope = self.scopes.fresh();
        let set = self.scopes.add(SetId::EMPTY, scope);
        let id = ModuleId(self.modules.len() as u32);
        self.module_of_scope.insert(scope, id);
        self.modules.push(Module {
            name,
            set,
            table: HashMap::default(),
            introduced: HashMap::default(),
            imports: Vec::new(),
            open,
            renamed: 0,
            own_introduced: Vec::new(),
        });
        id
    }

    /// A module.
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.index()]
    }

    /// The module whose text an identifier with these scopes stands in.
    pub fn module_of(&self, set: SetId) -> Option<ModuleId> {
        let root = self.scopes.root(set)?;
        self.module_of_scope.get(&root).copied()
    }

    /// The global with this module and name.
    pub fn global(&mut self, module: Symbol, name: Symbol) -> GlobalRef {
        let globals = &mut self.globals;
        *self.global_index.entry((module, name)).or_insert_with(|| {
            globals.push(GlobalInfo {
                module,
                name,
                mutable: false,
            });
            GlobalRef(globals.len() as u32 - 1)
        })
    }

    /// Whether a global with this module and name was ever mentioned.
    pub fn has_global(&self, module: Symbol, name: Symbol) -> bool {
        self.global_index.contains_key(&(module, name))
    }

    /// A macro.
    pub fn add_macro(
        &mut self,
        name: Symbol,
        module: ModuleId,
        transformer: Transformer,
        source: Option<Syntax>,
    ) -> MacroId {
        self.macros.push(Macro {
            name,
            module,
            library_index: None,
            transformer,
            source,
            born: self.scopes.next(),
        });
        MacroId(self.macros.len() as u32 - 1)
    }

    /// How many local bindings there are, for [`Environment::leave`].
    pub fn enter(&self) -> usize {
        self.trail.len()
    }

    /// Ends the scopes that were entered since.
    pub fn leave(&mut self, mark: usize) {
        for name in self.trail.drain(mark..) {
            if let Some(stack) = self.locals.get_mut(name.0 as usize) {
                stack.pop();
            }
        }
    }

    /// Binds a name locally, until [`Environment::leave`].
    pub fn bind(&mut self, id: Ident, binding: Binding) {
        let index = id.name.0 as usize;
        if index >= self.locals.len() {
            self.locals.resize_with(index + 64, Vec::new);
        }
        let stack = &mut self.locals[index];
        let largest_below = stack
            .last()
            .map_or(0, |l| l.largest_below.max(self.scopes.size(l.set)));
        stack.push(Local {
            set: id.scopes,
            largest_below,
            binding,
        });
        self.trail.push(id.name);
    }

    /// Changes what a local name means, which was bound in this scope.
    pub fn rebind(&mut self, id: Ident, binding: Binding) {
        if let Some(stack) = self.locals.get_mut(id.name.0 as usize)
            && let Some(local) = stack.iter_mut().rev().find(|l| l.set == id.scopes)
        {
            local.binding = binding;
        }
    }

    /// Binds a name at a module's top level.
    pub fn define(&mut self, module: ModuleId, id: Ident, binding: Binding, imported: bool) {
        let slot = Slot {
            binding,
            imported,
            span: id.span,
        };
        let definer = &mut self.modules[module.index()];
        if id.scopes == definer.set {
            definer.table.insert(id.name, slot);
            return;
        }
        let text = self.module_of(id.scopes).unwrap_or(module);
        let entries = self.modules[text.index()]
            .introduced
            .entry(id.name)
            .or_default();
        match entries.iter_mut().find(|(set, _)| *set == id.scopes) {
            Some(entry) => entry.1 = slot,
            None => {
                entries.push((id.scopes, slot));
                self.modules[module.index()].own_introduced.push(id);
            }
        }
    }

    /// What a module's top level says about exactly this identifier.
    pub fn slot(&self, module: ModuleId, id: Ident) -> Option<Slot> {
        if id.scopes == self.module(module).set {
            return self.module(module).table.get(&id.name).copied();
        }
        let text = self.module_of(id.scopes).unwrap_or(module);
        let entries = self.module(text).introduced.get(&id.name)?;
        entries
            .iter()
            .find(|(set, _)| *set == id.scopes)
            .map(|(_, slot)| *slot)
    }

    /// What an identifier means; `None` if it is not bound.
    pub fn resolve(&self, id: Ident) -> Option<Binding> {
        let mut best: Option<(u32, Binding)> = None;
        if let Some(stack) = self.locals.get(id.name.0 as usize) {
            for local in stack.iter().rev() {
                let size = self.scopes.size(local.set);
                if best.is_none_or(|(s, _)| size > s) && self.scopes.is_subset(local.set, id.scopes)
                {
                    best = Some((size, local.binding));
                }
                if best.is_some_and(|(s, _)| s >= local.largest_below) {
                    break;
                }
            }
        }
        let Some(module) = self.module_of(id.scopes) else {
            return best.map(|b| b.1);
        };
        let module = self.module(module);
        if let Some(entries) = module.introduced.get(&id.name) {
            for (set, slot) in entries.iter().rev() {
                let size = self.scopes.size(*set);
                if best.is_none_or(|(s, _)| size > s) && self.scopes.is_subset(*set, id.scopes) {
                    best = Some((size, slot.binding));
                }
            }
        }
        best.map(|b| b.1)
            .or_else(|| module.table.get(&id.name).map(|slot| slot.binding))
    }

    /// Whether two identifiers mean the same: one binding, or none and one name (`free-identifier=?`).
    pub fn same(&self, a: Ident, b: Ident) -> bool {
        match (self.resolve(a), self.resolve(b)) {
            (None, None) => a.name == b.name,
            (Some(a), Some(b)) => a == b && a != Binding::Broken,
            _ => false,
        }
    }

    /// The name that an identifier stands for: itself unless it is an alias.
    pub fn unalias(&self, name: Symbol) -> Symbol {
        let mut name = name;
        while let Some(id) = self.aliases.get(&name) {
            name = id.name;
        }
        name
    }

    /// A name as an identifier of a module's own text.
    pub fn module_ident(&self, module: ModuleId, name: Symbol, span: Span) -> Ident {
        Ident {
            name,
            scopes: self.module(module).set,
            span,
        }
    }
}
