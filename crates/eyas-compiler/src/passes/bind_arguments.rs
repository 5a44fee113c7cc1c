//! Puts into a procedure what all its calls pass.
//!
//! *Input, output*: Core with `fix`. Where every call of a procedure passes the same constant, primitive or immutable
//! top-level variable for a parameter, the parameter is replaced by it; constants and primitives are no longer passed.
//! So `(sort! v <)` compares in place although `sort!` is too large, or too recursive, to be copied for it.
//!
//! All calls are known of procedures bound by `fix` that are mentioned only as heads of calls that fit, and, in a whole
//! program, of immutable top-level procedures likewise. A call that passes on a parameter of such a procedure, its own
//! above all, passes what that parameter is: constants are propagated optimistically over these edges, after
//! Callahan, Cooper, Kennedy & Torczon, "Interprocedural constant propagation", 1986 (pass-through parameters only).
//!
//! Invariants: linear; no recursion; an argument that may raise is still evaluated where it stood.
//!
//! Example: `tests/passes/bind_arguments/example.scm`.

use crate::core::{Core, Expr, ExprId, LambdaId, VarId};
use crate::passes::inline::is_copied_freely;
use crate::pipeline::Options;

/// What is known of a parameter.
#[derive(Clone, Copy, PartialEq)]
enum Passed {
    /// No call has been seen yet.
    Nothing,
    /// All pass what stands in this slot.
    Same(ExprId),
    /// They differ, or pass something that is not known.
    Anything,
}

/// Who a variable or top-level variable is bound to, and where it is called.
struct Callee {
    lambda: LambdaId,
    calls: Vec<ExprId>,
    /// It is mentioned otherwise, or in a call that does not fit.
    escapes: bool,
}

/// See the module's documentation.
pub fn run(core: &mut Core, options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    if !options.inline {
        return;
    }
    let order = core.preorder(root);
    let callees = find_callees(core, &order, options.closed || core.whole);
    let passed = propagate(core, &callees);
    if !passed.iter().any(|p| matches!(p, Passed::Same(_))) {
        return;
    }
    for &id in &order {
        if let Expr::Local(v) = core.expr(id)
            && let Passed::Same(value) = passed[v.index()]
        {
            let copy = core.expr(value).clone();
            core.put(id, copy);
        }
    }
    for callee in &callees {
        drop_parameters(core, callee, &passed);
    }
}

/// The procedures all of whose calls are known.
fn find_callees(core: &Core, order: &[ExprId], whole: bool) -> Vec<Callee> {
    let mut of_var: Vec<Option<usize>> = vec![None; core.vars.len()];
    let mut of_global: Vec<Option<usize>> = vec![None; core.globals.len()];
    let mut callees: Vec<Callee> = Vec::new();
    let mut add = |e: ExprId| match core.expr(e) {
        Expr::Lambda(lambda) if core.lambdas[lambda.index()].rest.is_none() => {
            callees.push(Callee {
                lambda: *lambda,
                calls: Vec::new(),
                escapes: false,
            });
            Some(callees.len() - 1)
        }
        _ => None,
    };
    let mut is_defined = vec![false; core.globals.len()];
    for &id in order {
        match core.expr(id) {
            Expr::Fix(bindings, _) => {
                for &(v, e) in bindings {
                    of_var[v.index()] = add(e);
                }
            }
            Expr::DefineGlobal(g, value) if whole && !core.globals[g.index()].mutable => {
                let again = std::mem::replace(&mut is_defined[g.index()], true);
                of_global[g.index()] = if again { None } else { add(*value) };
            }
            _ => {}
        }
    }
    // Heads of calls come right after their calls.
    let mut head: Option<(ExprId, ExprId, usize)> = None;
    for &id in order {
        let found = match core.expr(id) {
            Expr::Local(v) => of_var[v.index()],
            Expr::Global(g) => of_global[g.index()],
            _ => None,
        };
        if let Some(callee) = found {
            let callee = &mut callees[callee];
            match head {
                Some((at, call, count))
                    if at == id && core.lambdas[callee.lambda.index()].params.len() == count =>
                {
                    callee.calls.push(call);
                }
                _ => callee.escapes = true,
            }
        }
        head = match core.expr(id) {
            Expr::Call(head, args) => Some((*head, id, args.len())),
            _ => None,
        };
    }
    callees.retain(|callee| !callee.escapes && !callee.calls.is_empty());
    callees
}

/// What all calls pass, by parameter.
fn propagate(core: &Core, callees: &[Callee]) -> Vec<Passed> {
    let mut passed = vec![Passed::Anything; core.vars.len()];
    for callee in callees {
        for v in &core.lambdas[callee.lambda.index()].params {
            if !core.vars[v.index()].assigned {
                passed[v.index()] = Passed::Nothing;
            }
        }
    }
    // Parameters that are passed on, each with the one that gets it.
    let mut edges: Vec<(VarId, VarId)> = Vec::new();
    let mut pending: Vec<VarId> = Vec::new();
    for callee in callees {
        let params = &core.lambdas[callee.lambda.index()].params;
        for &call in &callee.calls {
            let Expr::Call(_, args) = core.expr(call) else {
                continue;
            };
            for (&v, &arg) in params.iter().zip(args) {
                let before = passed[v.index()];
                match core.expr(arg) {
                    Expr::Local(from) if passed[from.index()] != Passed::Anything => {
                        edges.push((*from, v));
                        continue;
                    }
                    _ => {}
                }
                let after = meet(core, before, argument(core, arg));
                if after != before {
                    passed[v.index()] = after;
                    pending.push(v);
                }
            }
        }
    }
    edges.sort_unstable_by_key(|(from, _)| *from);
    // Some parameters were found to be anything after an edge from them was noted.
    pending.extend(
        edges
            .iter()
            .map(|(from, _)| *from)
            .filter(|from| passed[from.index()] != Passed::Nothing),
    );
    while let Some(from) = pending.pop() {
        let first = edges.partition_point(|(v, _)| *v < from);
        for &(_, to) in edges[first..].iter().take_while(|(v, _)| *v == from) {
            let before = passed[to.index()];
            let after = meet(core, before, passed[from.index()]);
            if after != before {
                passed[to.index()] = after;
                pending.push(to);
            }
        }
    }
    passed
}

fn argument(core: &Core, arg: ExprId) -> Passed {
    let is_known = match core.expr(arg) {
        Expr::Quote(datum) => is_copied_freely(datum),
        Expr::Primitive(_) => true,
        Expr::Global(g) => !core.globals[g.index()].mutable,
        _ => false,
    };
    if is_known {
        Passed::Same(arg)
    } else {
        Passed::Anything
    }
}

fn meet(core: &Core, a: Passed, b: Passed) -> Passed {
    match (a, b) {
        (Passed::Nothing, other) | (other, Passed::Nothing) => other,
        (Passed::Same(x), Passed::Same(y)) if is_same(core, x, y) => a,
        _ => Passed::Anything,
    }
}

fn is_same(core: &Core, x: ExprId, y: ExprId) -> bool {
    x == y
        || match (core.expr(x), core.expr(y)) {
            (Expr::Quote(a), Expr::Quote(b)) => a == b,
            (Expr::Primitive(a), Expr::Primitive(b)) => a == b,
            (Expr::Global(a), Expr::Global(b)) => a == b,
            _ => false,
        }
}

/// Takes parameters away that are replaced, with their arguments, whose evaluation does nothing.
fn drop_parameters(core: &mut Core, callee: &Callee, passed: &[Passed]) {
    let params = &core.lambdas[callee.lambda.index()].params;
    let is_dropped: Vec<bool> = params
        .iter()
        .map(|v| match passed[v.index()] {
            Passed::Same(value) => !matches!(core.expr(value), Expr::Global(_)),
            _ => false,
        })
        .collect();
    if !is_dropped.contains(&true) {
        return;
    }
    let mut kept = is_dropped.iter().map(|dropped| !dropped).cycle();
    let params = &mut core.lambdas[callee.lambda.index()].params;
    params.retain(|_| kept.next() == Some(true));
    for &call in &callee.calls {
        let mut kept = is_dropped.iter().map(|dropped| !dropped);
        if let Expr::Call(head, mut args) = core.take(call) {
            args.retain(|_| kept.next() == Some(true));
            core.put(call, Expr::Call(head, args));
        }
    }
}
