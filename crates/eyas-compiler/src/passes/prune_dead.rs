//! Drops what nothing needs: bindings nobody mentions, code that is never reached, values that are thrown away.
//!
//! *Input, output*: Core with `fix`. Of a whole program ([`Options::closed`]) top-level variables that nobody mentions
//! go too; otherwise another program may mention them.
//!
//! Inlining leaves procedures that all moved away, libraries bring more than a program uses. A value whose evaluation
//! can do nothing else is needed only if what mentions it is, so that two procedures that mention each other and
//! nothing else go together: bindings are marked from the root, as a collector does.
//!
//! Example: `tests/passes/prune_dead/example.scm`.

use crate::core::{Core, Expr, ExprId, Special};
use crate::pipeline::Options;

/// Expressions looked at to see whether one can be dropped.
const EFFORT: usize = 40;

/// See the module's documentation.
pub fn run(core: &mut Core, options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    // Values that are marked when their variable is mentioned.
    let mut waiting: Vec<Option<ExprId>> = vec![None; core.vars.len()];
    let mut waiting_globals: Vec<Vec<ExprId>> = vec![Vec::new(); core.globals.len()];
    let mut needed = vec![false; core.vars.len()];
    let mut needed_globals = vec![!options.closed; core.globals.len()];
    let mut pending = vec![root];
    while let Some(id) = pending.pop() {
        while let Some(taken) = taken_branch(core, id) {
            replace(core, id, taken);
        }
        match core.expr(id) {
            Expr::Local(v) | Expr::SetLocal(v, _) => {
                needed[v.index()] = true;
                pending.extend(waiting[v.index()].take());
            }
            Expr::Global(g) | Expr::SetGlobal(g, _) => {
                needed_globals[g.index()] = true;
                pending.append(&mut waiting_globals[g.index()]);
            }
            _ => {}
        }
        match core.expr(id) {
            Expr::Let(bindings, body) | Expr::Fix(bindings, body) => {
                for &(v, value) in bindings {
                    if needed[v.index()] || !is_discardable(core, value) {
                        needed[v.index()] = true;
                        pending.push(value);
                    } else {
                        waiting[v.index()] = Some(value);
                    }
                }
                pending.push(*body);
            }
            Expr::DefineGlobal(g, value)
                if !needed_globals[g.index()] && is_discardable(core, *value) =>
            {
                waiting_globals[g.index()].push(*value);
            }
            Expr::DefineGlobal(g, value) => {
                needed_globals[g.index()] = true;
                pending.push(*value);
                pending.append(&mut waiting_globals[g.index()]);
            }
            _ => core.for_each_child(id, |child| pending.push(child)),
        }
    }
    for id in core.preorder(root).into_iter().rev() {
        match core.expr(id) {
            Expr::Let(bindings, body) | Expr::Fix(bindings, body) => {
                let body = *body;
                if bindings.iter().all(|(v, _)| !needed[v.index()]) {
                    replace(core, id, body);
                } else if let Expr::Let(bindings, _) | Expr::Fix(bindings, _) =
                    &mut core.exprs[id.index()]
                {
                    bindings.retain(|(v, _)| needed[v.index()]);
                }
            }
            Expr::DefineGlobal(g, _) if !needed_globals[g.index()] => {
                let g = *g;
                core.globals[g.index()].defined = false;
                core.put(id, Expr::Special(Special::Unspecified));
            }
            Expr::Begin(_) => drop_unused(core, id),
            _ => {}
        }
    }
}

/// The branch that a conditional takes whose test is a constant.
fn taken_branch(core: &Core, id: ExprId) -> Option<ExprId> {
    let Expr::If(test, then, otherwise) = *core.expr(id) else {
        return None;
    };
    let truth = match core.expr(test) {
        Expr::Quote(datum) => !matches!(datum.kind(), eyas_datum::DatumKind::Bool(false)),
        Expr::Special(_) | Expr::Primitive(_) | Expr::Lambda(_) => true,
        _ => return None,
    };
    Some(if truth { then } else { otherwise })
}

/// Drops the items of a sequence that do nothing.
fn drop_unused(core: &mut Core, id: ExprId) {
    let Expr::Begin(mut items) = core.take(id) else {
        return;
    };
    let last = items.len() - 1;
    let mut place = 0;
    items.retain(|&item| {
        place += 1;
        place > last || !is_discardable(core, item)
    });
    match items[..] {
        [only] => replace(core, id, only),
        _ => core.put(id, Expr::Begin(items)),
    }
}

/// Moves an expression into another's slot.
fn replace(core: &mut Core, id: ExprId, by: ExprId) {
    let expr = core.take(by);
    core.put(id, expr);
    core.spans[id.index()] = core.span(by);
}

/// True if evaluating the expression does nothing but give a value. Large expressions are not looked through.
pub(crate) fn is_discardable(core: &Core, id: ExprId) -> bool {
    let mut pending = vec![id];
    let mut effort = 0;
    while let Some(id) = pending.pop() {
        effort += 1;
        let expr = core.expr(id);
        let pure = match expr {
            Expr::Quote(_)
            | Expr::Special(_)
            | Expr::Primitive(_)
            | Expr::Lambda(_)
            | Expr::CaseLambda(_)
            | Expr::RecordTypeValue(_)
            | Expr::RecordMake(..)
            | Expr::IsRecord(..)
            | Expr::If(..)
            | Expr::Begin(_)
            | Expr::Let(..)
            | Expr::Fix(..) => true,
            // An assigned one may hold nothing yet, which raises.
            Expr::Local(v) => !core.vars[v.index()].assigned,
            Expr::PrimCall(prim, _) => prim.is_discardable(),
            _ => false,
        };
        if !pure || effort > EFFORT {
            return false;
        }
        expr.for_each_child(|child| pending.push(child));
    }
    true
}
