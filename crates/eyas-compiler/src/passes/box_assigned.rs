//! Puts local variables that are assigned into cells.
//!
//! *Input*: `set!` of local variables. *Output*: no `set!`; `make-cell` where such a variable is bound, `cell-ref` and
//! `cell-set!` where it was used. A parameter is received under a fresh name and put into its cell first thing.
//!
//! A variable that changes may be captured by closures and by continuations that copy the frame, and all must see one
//! value. After this pass no local variable changes, so that later passes move, copy and capture variables freely.
//! Kranz et al., "ORBIT: an optimizing compiler for Scheme", 1986, call it assignment conversion.
//!
//! A variable that begins as `(unbound)` is one that `fix_letrec` could not order; reads of it are checked.
//!
//! Example: `tests/passes/box_assigned/example.scm`.

use crate::core::{Core, Expr, ExprId, Special, VarId};
use crate::pipeline::Options;

/// See the module's documentation.
pub fn run(core: &mut Core, _options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    let assigned: Vec<bool> = core.vars.iter().map(|var| var.assigned).collect();
    let is_assigned = |v: VarId| assigned[v.index()];
    // Whether the cell may still be empty where it is read.
    let mut checked = vec![false; core.vars.len()];
    for id in core.preorder(root) {
        let mut lambdas = Vec::new();
        core.expr(id).for_each_lambda(|lambda| lambdas.push(lambda));
        for lambda in lambdas {
            let mut boxed = Vec::new();
            let record = &core.lambdas[lambda.index()];
            let (mut params, mut rest) = (record.params.clone(), record.rest);
            for param in params.iter_mut().chain(&mut rest) {
                if is_assigned(*param) {
                    boxed.push((*param, receive_as_fresh(core, param)));
                }
            }
            if !boxed.is_empty() {
                let body = box_received(core, boxed, core.lambdas[lambda.index()].body);
                let record = &mut core.lambdas[lambda.index()];
                (record.params, record.rest, record.body) = (params, rest, body);
            }
        }
        match core.take(id) {
            Expr::Local(v) if is_assigned(v) => core.put(id, Expr::CellRef(v, checked[v.index()])),
            Expr::SetLocal(v, value) => core.put(id, Expr::CellSet(v, value)),
            Expr::Let(mut bindings, body) => {
                for (v, value) in bindings.iter_mut().filter(|(v, _)| is_assigned(*v)) {
                    checked[v.index()] =
                        matches!(core.expr(*value), Expr::Special(Special::Unbound));
                    *value = core.add(Expr::MakeCell(*value), core.span(*value));
                }
                core.put(id, Expr::Let(bindings, body));
            }
            Expr::Receive {
                mut vars,
                mut rest,
                producer,
                mut body,
            } => {
                let mut boxed = Vec::new();
                for v in vars.iter_mut().chain(&mut rest) {
                    if is_assigned(*v) {
                        boxed.push((*v, receive_as_fresh(core, v)));
                    }
                }
                if !boxed.is_empty() {
                    body = box_received(core, boxed, body);
                }
                core.put(
                    id,
                    Expr::Receive {
                        vars,
                        rest,
                        producer,
                        body,
                    },
                );
            }
            expr => core.put(id, expr),
        }
    }
    core.vars.iter_mut().for_each(|var| var.assigned = false);
}

/// Replaces a variable that receives a value by a fresh one, which is returned.
fn receive_as_fresh(core: &mut Core, v: &mut VarId) -> VarId {
    let var = &core.vars[v.index()];
    let (name, span) = (var.name.clone(), var.span);
    *v = core.add_var(name, span);
    *v
}

/// `body` with each variable bound to a cell that holds what was received.
fn box_received(core: &mut Core, boxed: Vec<(VarId, VarId)>, body: ExprId) -> ExprId {
    let span = core.span(body);
    let bindings = boxed
        .into_iter()
        .map(|(v, received)| {
            let value = core.add(Expr::Local(received), core.vars[v.index()].span);
            (
                v,
                core.add(Expr::MakeCell(value), core.vars[v.index()].span),
            )
        })
        .collect();
    core.add(Expr::Let(bindings, body), span)
}
