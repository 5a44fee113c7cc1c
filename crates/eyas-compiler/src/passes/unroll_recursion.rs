//! Puts small recursive procedures into themselves, once.
//!
//! *Input, output*: Core with `fix`. A call that a procedure makes of itself, not in tail position, is replaced by a
//! copy of its body, whose own such calls stay. So `(fib (- n 1))` decides at once whether it is a leaf, and half of the
//! calls (of a tree: more, since most are leaves) need no frame. Calls in tail position are left to `find_loops`.
//!
//! Only where that multiplies little code: one level is most of the gain, as `tiers.md` measured on fib, and inlining
//! (`inline`) does not copy recursive procedures at all.
//!
//! Invariants: linear; no recursion; evaluation order and tail calls stay (a tail call in the copy returns to where the
//! copied call would have).
//!
//! Example: `tests/passes/unroll_recursion/example.scm`.

use crate::core::{Core, Expr, ExprId, LambdaId};
use crate::pipeline::Options;

/// Expressions of a body that is copied.
const BODY_MAX: usize = 30;
/// Expressions of all copies in one procedure.
const COPIES_MAX: usize = 100;

/// See the module's documentation.
pub fn run(core: &mut Core, options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    if !options.inline {
        return;
    }
    let mut definitions = vec![0_u32; core.globals.len()];
    let order = core.preorder(root);
    for &id in &order {
        if let Expr::DefineGlobal(g, _) = core.expr(id) {
            definitions[g.index()] += 1;
        }
    }
    // Inner procedures first: what is copied later holds them as they then are, and they are counted.
    for &id in order.iter().rev() {
        match core.expr(id) {
            &Expr::DefineGlobal(g, value)
                if definitions[g.index()] == 1 && !core.globals[g.index()].mutable =>
            {
                unroll(
                    core,
                    value,
                    |expr| matches!(expr, Expr::Global(h) if *h == g),
                );
            }
            Expr::Fix(bindings, _) => {
                for (v, e) in bindings.clone() {
                    unroll(core, e, |expr| matches!(expr, Expr::Local(w) if *w == v));
                }
            }
            _ => {}
        }
    }
}

/// Unrolls the procedure, if it is one; `is_itself` knows mentions of it.
fn unroll(core: &mut Core, procedure: ExprId, is_itself: impl Fn(&Expr) -> bool) {
    let &Expr::Lambda(lambda) = core.expr(procedure) else {
        return;
    };
    let record = &core.lambdas[lambda.index()];
    let (body, count) = (record.body, record.params.len());
    if record.rest.is_some() {
        return;
    }
    let size = core.size(body, BODY_MAX + 1);
    if size > BODY_MAX {
        return;
    }
    let calls = calls_of_itself(core, body, count, is_itself);
    if calls.is_empty() || calls.len() * size > COPIES_MAX {
        return;
    }
    // All copies are of the body as it is.
    let copies: Vec<LambdaId> = calls.iter().map(|_| core.copy_lambda(lambda)).collect();
    for (call, copy) in calls.into_iter().zip(copies) {
        let Expr::Call(_, args) = core.take(call) else {
            continue;
        };
        let copy = &core.lambdas[copy.index()];
        let (params, body) = (copy.params.clone(), copy.body);
        let expr = if params.is_empty() {
            core.take(body)
        } else {
            Expr::Let(params.into_iter().zip(args).collect(), body)
        };
        core.put(call, expr);
    }
}

/// Calls of the procedure in its body, not in tail position and not in procedures in it.
fn calls_of_itself(
    core: &Core,
    body: ExprId,
    count: usize,
    is_itself: impl Fn(&Expr) -> bool,
) -> Vec<ExprId> {
    let mut found = Vec::new();
    let mut pending = vec![(body, true)];
    while let Some((id, is_tail)) = pending.pop() {
        match core.expr(id) {
            Expr::Lambda(_) | Expr::CaseLambda(_) => {}
            Expr::If(test, then, otherwise) => {
                pending.extend([(*otherwise, is_tail), (*then, is_tail), (*test, false)]);
            }
            Expr::Begin(items) => {
                let last = items.len().saturating_sub(1);
                let items = items.iter().enumerate().rev();
                pending.extend(items.map(|(i, &item)| (item, is_tail && i == last)));
            }
            Expr::Let(bindings, body) | Expr::Fix(bindings, body) => {
                pending.push((*body, is_tail));
                pending.extend(bindings.iter().rev().map(|&(_, e)| (e, false)));
            }
            Expr::Receive { producer, body, .. } => {
                pending.extend([(*body, is_tail), (*producer, false)]);
            }
            expr => {
                if let Expr::Call(head, args) = expr
                    && !is_tail
                    && args.len() == count
                    && is_itself(core.expr(*head))
                {
                    found.push(id);
                }
                expr.for_each_child(|child| pending.push((child, false)));
            }
        }
    }
    found
}
