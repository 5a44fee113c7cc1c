//! Inlines procedures, propagates copies, folds constants: source to source, towards less work.
//!
//! *Input*: Core with `fix`. *Output*: the same language; nothing observable changes but the count of steps. Errors
//! that the program raises stay; an unused value is dropped only if computing it can do nothing else.
//!
//! In the spirit of cp0 (Waddell & Dybvig, "Fast and effective procedure inlining", 1997), made linear: one walk in
//! evaluation order, in which each expression is simplified once, with a map of what variables are known to be.
//!
//! - A variable bound to a constant, a primitive or another unassigned variable is replaced by it.
//! - A procedure that is mentioned once, in a call, moves there before it is simplified. A small one is copied to its
//!   calls, its arguments bound by `let`; larger ones too where an argument is a constant or a procedure, since then
//!   much of the copy folds away. Immutable top-level procedures of this program (record constructors, accessors) are
//!   copied in the same way. Recursive procedures are not copied, except (`looping.rs`) top-level loops.
//! - A call of a primitive's value is a call of the primitive; `apply` to a known list is a call; `case-lambda` is its
//!   clause; `receive` of `values` is `let`.
//! - Tests are simplified as tests: constants choose, `not` swaps, sequences and bindings float out.
//! - A variable used once, where its value would be evaluated next anyway, is replaced by the expression.
//!
//! What bounds the work: sizes of what is copied, the depth of copies in copies, and a budget of the whole program
//! ([`Options`]). Counts of mentions are kept exact on the way, also for what is dropped and copied.
//!
//! Example: `tests/passes/inline/example.scm`.

mod binding;
mod call;
mod looping;
pub(crate) mod order;
mod simplify;

use crate::core::{Core, Expr, ExprId, GlobalId, LambdaId, VarId};
use crate::passes::inline::order::{Order, top_level_forms};
use crate::passes::prune_dead::is_discardable;
use crate::pipeline::Options;

/// Copies in copies go no deeper.
const DEPTH_MAX: u32 = 6;
/// Steps per expression of the program, after which nothing is simplified a second time.
const EFFORT: usize = 8;

/// What an expression is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Value,
    /// Only whether it is `#f` matters.
    Test,
    /// Only its effects matter.
    Effect,
}

/// What is known of a local variable.
#[derive(Clone, Copy)]
enum Known {
    Nothing,
    /// It is this constant, variable or primitive: the expression in this slot is copied.
    Copy(ExprId),
    /// It is the procedure in this slot, mentioned once, not simplified yet.
    Once(ExprId),
    /// It is the procedure in this slot.
    Procedure(ExprId),
    /// Its procedure moved to the one call.
    Moved,
}

/// What is known of a top-level variable that never changes.
#[derive(Clone, Copy, Default)]
struct KnownGlobal {
    /// The procedure that it is defined as.
    lambda: Option<LambdaId>,
    /// The constant or primitive that it is defined as.
    atom: Option<ExprId>,
    /// Its procedure mentions it, or is being simplified.
    busy: bool,
    /// Its procedure mentions itself only to call itself in tail position: it is a loop.
    looping: bool,
    /// Its definition is being simplified.
    current: bool,
    /// How often it is mentioned outside its definition.
    mentions: u32,
}

struct Inliner<'a> {
    core: &'a mut Core,
    options: &'a Options,
    /// How often each variable is mentioned.
    uses: Vec<u32>,
    known: Vec<Known>,
    /// Bound by a `fix` whose procedures mention it.
    recursive: Vec<bool>,
    /// While a walk is in the procedures of a `fix`: its variables.
    inside: Vec<bool>,
    globals: Vec<KnownGlobal>,
    /// Where among the forms of the top level the walk is.
    order: Order,
    /// Expressions that copies may still add.
    budget: usize,
    /// Steps that may still be taken before code that was simplified is left alone.
    effort: usize,
    /// Copies around the current place.
    depth: u32,
    /// Procedures around the current place.
    procedures: u32,
}

/// See the module's documentation.
pub fn run(core: &mut Core, options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    if !options.inline {
        return;
    }
    let forms = top_level_forms(core, root);
    let size = core.exprs.len();
    let budget = options.inline_allowance + size * options.inline_growth.saturating_sub(1);
    let mut inliner = Inliner {
        options,
        uses: vec![0; core.vars.len()],
        known: vec![Known::Nothing; core.vars.len()],
        recursive: vec![false; core.vars.len()],
        inside: vec![false; core.vars.len()],
        globals: vec![KnownGlobal::default(); core.globals.len()],
        order: Order::new(core, &forms),
        budget,
        effort: 1000 + size * EFFORT,
        depth: 0,
        procedures: 0,
        core,
    };
    inliner.take_census(root);
    inliner.top_level(root, forms);
}

impl Inliner<'_> {
    /// Simplifies the forms of the top level.
    fn top_level(&mut self, root: ExprId, forms: Vec<ExprId>) {
        if let [only] = forms[..]
            && only == root
        {
            self.simplify(root, Use::Value);
            return;
        }
        let mut kept = Vec::with_capacity(forms.len());
        let last = forms.len() - 1;
        for (i, form) in forms.into_iter().enumerate() {
            self.order.move_to(i as u32);
            let usage = if i == last { Use::Value } else { Use::Effect };
            self.simplify(form, usage);
            self.append(&mut kept, form, i == last);
        }
        self.core.put(root, Expr::Begin(kept));
    }

    /// Counts mentions, finds recursion and what top-level variables are.
    fn take_census(&mut self, root: ExprId) {
        enum Task {
            Visit(ExprId),
            LeaveFix(ExprId),
            LeaveDefinition(GlobalId),
        }
        let mut inside = vec![false; self.core.vars.len()];
        let mut defining = vec![false; self.core.globals.len()];
        let mut definitions = vec![0_u32; self.core.globals.len()];
        let mut tasks = vec![Task::Visit(root)];
        while let Some(task) = tasks.pop() {
            let id = match task {
                Task::Visit(id) => id,
                Task::LeaveFix(id) => {
                    self.core
                        .expr(id)
                        .for_each_binder(|v| inside[v.index()] = false);
                    continue;
                }
                Task::LeaveDefinition(g) => {
                    defining[g.index()] = false;
                    continue;
                }
            };
            let core = &*self.core;
            match core.expr(id) {
                Expr::Local(v) => {
                    self.uses[v.index()] += 1;
                    if inside[v.index()] {
                        self.recursive[v.index()] = true;
                    }
                }
                Expr::Global(g) if defining[g.index()] => self.globals[g.index()].busy = true,
                Expr::Global(g) => self.globals[g.index()].mentions += 1,
                Expr::Fix(bindings, body) => {
                    tasks.push(Task::Visit(*body));
                    tasks.push(Task::LeaveFix(id));
                    tasks.extend(bindings.iter().map(|(_, e)| Task::Visit(*e)));
                    core.expr(id).for_each_binder(|v| inside[v.index()] = true);
                    continue;
                }
                Expr::DefineGlobal(g, value) => {
                    definitions[g.index()] += 1;
                    if !core.globals[g.index()].mutable {
                        let known = &mut self.globals[g.index()];
                        match core.expr(*value) {
                            Expr::Lambda(lambda) => known.lambda = Some(*lambda),
                            Expr::Primitive(_) => known.atom = Some(*value),
                            Expr::Quote(datum) if is_copied_freely(datum) => {
                                known.atom = Some(*value);
                            }
                            _ => {}
                        }
                    }
                    defining[g.index()] = true;
                    tasks.push(Task::LeaveDefinition(*g));
                }
                _ => {}
            }
            core.for_each_child(id, |child| tasks.push(Task::Visit(child)));
        }
        // A definition that stands inside a binding may mention what other places do not see.
        let mut outermost = vec![false; self.core.globals.len()];
        let mut pending = vec![root];
        while let Some(id) = pending.pop() {
            match self.core.expr(id) {
                Expr::Begin(items) => pending.extend(items),
                Expr::DefineGlobal(g, _) => outermost[g.index()] = true,
                _ => {}
            }
        }
        for (known, _) in self
            .globals
            .iter_mut()
            .zip(outermost)
            .filter(|(_, seen)| !seen)
        {
            *known = KnownGlobal::default();
        }
        for (known, count) in self.globals.iter_mut().zip(definitions) {
            if count > 1 {
                *known = KnownGlobal::default();
            }
        }
        for g in (0..self.globals.len()).map(|i| GlobalId(i as u32)) {
            let known = self.globals[g.index()];
            self.globals[g.index()].looping =
                known.busy && known.lambda.is_some_and(|lambda| self.is_loop(g, lambda));
        }
    }

    /// Adds the mentions of code that was copied, and finds the recursion in it.
    fn count(&mut self, id: ExprId) {
        enum Task {
            Visit(ExprId),
            LeaveFix(ExprId),
        }
        let vars = self.core.vars.len();
        self.uses.resize(vars, 0);
        self.known.resize(vars, Known::Nothing);
        self.recursive.resize(vars, false);
        self.inside.resize(vars, false);
        let (core, inside) = (&*self.core, &mut self.inside);
        let mut tasks = vec![Task::Visit(id)];
        while let Some(task) = tasks.pop() {
            let id = match task {
                Task::Visit(id) => id,
                Task::LeaveFix(id) => {
                    core.expr(id).for_each_binder(|v| inside[v.index()] = false);
                    continue;
                }
            };
            match core.expr(id) {
                Expr::Local(v) => {
                    self.uses[v.index()] += 1;
                    self.recursive[v.index()] |= inside[v.index()];
                }
                Expr::Fix(bindings, body) => {
                    tasks.push(Task::Visit(*body));
                    tasks.push(Task::LeaveFix(id));
                    tasks.extend(bindings.iter().map(|(_, e)| Task::Visit(*e)));
                    core.expr(id).for_each_binder(|v| inside[v.index()] = true);
                }
                _ => core.for_each_child(id, |child| tasks.push(Task::Visit(child))),
            }
        }
    }

    /// Drops code: its mentions no longer count.
    fn discard(&mut self, id: ExprId) {
        for id in self.core.preorder(id) {
            if let Expr::Local(v) = self.core.expr(id) {
                self.uses[v.index()] = self.uses[v.index()].saturating_sub(1);
            }
        }
    }

    /// Moves an expression into another's slot; one that is written nowhere is then where the other was.
    fn replace(&mut self, id: ExprId, by: ExprId) {
        let expr = self.core.take(by);
        self.core.put(id, expr);
        let span = self.core.span(by);
        if !span.is_none() {
            self.core.spans[id.index()] = span;
        }
    }

    /// True if the expression can be dropped when its value is not needed.
    fn is_discardable(&self, id: ExprId) -> bool {
        is_discardable(self.core, id)
    }

    /// True if the expression gives one value, whatever happens.
    fn is_single_valued(&self, id: ExprId) -> bool {
        !matches!(
            self.core.expr(id),
            Expr::Call(..)
                | Expr::Apply(..)
                | Expr::CallCc(_)
                | Expr::CallOnce(_)
                | Expr::Values(_)
                | Expr::Receive { .. }
                | Expr::ReceiveInto { .. }
                | Expr::If(..)
                | Expr::Begin(_)
                | Expr::Let(..)
                | Expr::Fix(..)
                | Expr::Letrec(..)
                | Expr::Loop { .. }
                | Expr::Continue(..)
                | Expr::Switch { .. }
                | Expr::CallKnown { .. }
        )
    }

    /// The truth of an expression that is a constant.
    fn truth(&self, id: ExprId) -> Option<bool> {
        match self.core.expr(id) {
            Expr::Quote(datum) => Some(!matches!(datum.kind(), eyas_datum::DatumKind::Bool(false))),
            Expr::Special(_) | Expr::Primitive(_) => Some(true),
            _ => None,
        }
    }
}

/// Constants without identity: a copy is the same object.
pub(crate) fn is_copied_freely(datum: &eyas_datum::Datum) -> bool {
    use eyas_datum::{DatumKind, Number};
    match datum.kind() {
        DatumKind::Bool(_) | DatumKind::Char(_) | DatumKind::Symbol(_) => true,
        DatumKind::Number(number) => matches!(number, Number::Fixnum(_) | Number::Flonum(_)),
        _ => datum.is_nil(),
    }
}

/// True if evaluating the variable anywhere gives the same.
fn is_stable(core: &Core, v: VarId) -> bool {
    !core.vars[v.index()].assigned
}
