//! Walking Core: children, whole-program order, sizes, copies.
//!
//! Most passes need no recursion at all: [`Core::preorder`] lists every reachable expression parents first and in
//! evaluation order, and the same list backwards has children first. Passes that need a context on the way down
//! recurse through [`deep`], which continues on fresh stack segments, so that nesting depth is limited by memory only.
//!
//! Invariant: [`Expr::for_each_child`] is the one place that knows where an expression keeps its children.

use std::collections::HashMap;

use super::{Core, Expr, ExprId, LambdaId, LoopId, VarId};

/// Runs a step of a recursion over user code, on a fresh stack segment when the current one is nearly used up.
pub fn deep<R>(step: impl FnOnce() -> R) -> R {
    stacker::maybe_grow(128 << 10, 4 << 20, step)
}

impl Expr {
    /// Calls `f` with every child in evaluation order. Bodies of procedures are not children: see
    /// [`Expr::for_each_lambda`].
    pub fn for_each_child(&self, mut f: impl FnMut(ExprId)) {
        match self {
            Expr::Taken
            | Expr::Quote(_)
            | Expr::Special(_)
            | Expr::Local(_)
            | Expr::Global(_)
            | Expr::Primitive(_)
            | Expr::Lambda(_)
            | Expr::CaseLambda(_)
            | Expr::RecordTypeValue(_)
            | Expr::CellRef(..)
            | Expr::ClosureConstant(_)
            | Expr::Free(_)
            | Expr::RunningClosure => {}
            Expr::SetLocal(_, e)
            | Expr::SetGlobal(_, e)
            | Expr::DefineGlobal(_, e)
            | Expr::CallCc(e)
            | Expr::CallOnce(e)
            | Expr::RecordRef(_, _, e)
            | Expr::IsRecord(_, e)
            | Expr::MakeCell(e)
            | Expr::CellSet(_, e) => f(*e),
            Expr::If(a, b, c) => {
                f(*a);
                f(*b);
                f(*c);
            }
            Expr::RecordSet(_, _, a, b) => {
                f(*a);
                f(*b);
            }
            Expr::Begin(items)
            | Expr::PrimCall(_, items)
            | Expr::Values(items)
            | Expr::RecordMake(_, items)
            | Expr::Continue(_, items)
            | Expr::MakeClosure(_, items) => items.iter().copied().for_each(f),
            Expr::Let(bindings, body)
            | Expr::Letrec(bindings, body)
            | Expr::Fix(bindings, body)
            | Expr::Loop {
                vars: bindings,
                body,
                ..
            } => {
                bindings.iter().for_each(|(_, e)| f(*e));
                f(*body);
            }
            Expr::Call(head, items) | Expr::Apply(head, items) => {
                f(*head);
                items.iter().copied().for_each(f);
            }
            Expr::Receive { producer, body, .. } => {
                f(*producer);
                f(*body);
            }
            Expr::ReceiveInto { producer, consumer } => {
                f(*consumer);
                f(*producer);
            }
            Expr::Switch {
                subject,
                arms,
                default,
            } => {
                f(*subject);
                arms.iter().for_each(|arm| f(arm.body));
                f(*default);
            }
            Expr::PatchClosure { closure, value, .. } => {
                f(*closure);
                f(*value);
            }
            Expr::CallKnown { closure, args, .. } => {
                closure.iter().copied().for_each(&mut f);
                args.iter().copied().for_each(f);
            }
        }
    }

    /// As [`Expr::for_each_child`], to change which expressions they are.
    pub fn for_each_child_mut(&mut self, mut f: impl FnMut(&mut ExprId)) {
        match self {
            Expr::Taken
            | Expr::Quote(_)
            | Expr::Special(_)
            | Expr::Local(_)
            | Expr::Global(_)
            | Expr::Primitive(_)
            | Expr::Lambda(_)
            | Expr::CaseLambda(_)
            | Expr::RecordTypeValue(_)
            | Expr::CellRef(..)
            | Expr::ClosureConstant(_)
            | Expr::Free(_)
            | Expr::RunningClosure => {}
            Expr::SetLocal(_, e)
            | Expr::SetGlobal(_, e)
            | Expr::DefineGlobal(_, e)
            | Expr::CallCc(e)
            | Expr::CallOnce(e)
            | Expr::RecordRef(_, _, e)
            | Expr::IsRecord(_, e)
            | Expr::MakeCell(e)
            | Expr::CellSet(_, e) => f(e),
            Expr::If(a, b, c) => {
                f(a);
                f(b);
                f(c);
            }
            Expr::RecordSet(_, _, a, b) => {
                f(a);
                f(b);
            }
            Expr::Begin(items)
            | Expr::PrimCall(_, items)
            | Expr::Values(items)
            | Expr::RecordMake(_, items)
            | Expr::Continue(_, items)
            | Expr::MakeClosure(_, items) => items.iter_mut().for_each(f),
            Expr::Let(bindings, body)
            | Expr::Letrec(bindings, body)
            | Expr::Fix(bindings, body)
            | Expr::Loop {
                vars: bindings,
                body,
                ..
            } => {
                bindings.iter_mut().for_each(|(_, e)| f(e));
                f(body);
            }
            Expr::Call(head, items) | Expr::Apply(head, items) => {
                f(head);
                items.iter_mut().for_each(f);
            }
            Expr::Receive { producer, body, .. } => {
                f(producer);
                f(body);
            }
            Expr::ReceiveInto { producer, consumer } => {
                f(consumer);
                f(producer);
            }
            Expr::Switch {
                subject,
                arms,
                default,
            } => {
                f(subject);
                arms.iter_mut().for_each(|arm| f(&mut arm.body));
                f(default);
            }
            Expr::PatchClosure { closure, value, .. } => {
                f(closure);
                f(value);
            }
            Expr::CallKnown { closure, args, .. } => {
                closure.iter_mut().for_each(&mut f);
                args.iter_mut().for_each(f);
            }
        }
    }

    /// Calls `f` with the procedures that stand here, in order.
    pub fn for_each_lambda(&self, mut f: impl FnMut(LambdaId)) {
        match self {
            Expr::Lambda(lambda) => f(*lambda),
            Expr::CaseLambda(clauses) => clauses.iter().copied().for_each(f),
            _ => {}
        }
    }

    /// Calls `f` with the variables that this expression itself binds; those of procedures are their parameters.
    pub fn for_each_binder(&self, mut f: impl FnMut(VarId)) {
        match self {
            Expr::Let(bindings, _)
            | Expr::Letrec(bindings, _)
            | Expr::Fix(bindings, _)
            | Expr::Loop { vars: bindings, .. } => bindings.iter().for_each(|(v, _)| f(*v)),
            Expr::Receive { vars, rest, .. } => {
                vars.iter().copied().for_each(&mut f);
                rest.iter().copied().for_each(f);
            }
            _ => {}
        }
    }

    /// The variable that this expression itself reads or assigns.
    pub fn variable(&self) -> Option<VarId> {
        match self {
            Expr::Local(v) | Expr::SetLocal(v, _) | Expr::CellRef(v, _) | Expr::CellSet(v, _) => {
                Some(*v)
            }
            _ => None,
        }
    }
}

impl Core {
    /// Calls `f` with every child, bodies of procedures that stand here included.
    pub fn for_each_child(&self, id: ExprId, mut f: impl FnMut(ExprId)) {
        let expr = self.expr(id);
        expr.for_each_lambda(|lambda| f(self.lambdas[lambda.index()].body));
        expr.for_each_child(f);
    }

    /// Everything reachable from `from`, parents before children, in evaluation order.
    pub fn preorder(&self, from: ExprId) -> Vec<ExprId> {
        let mut order = Vec::new();
        let mut pending = vec![from];
        while let Some(id) = pending.pop() {
            order.push(id);
            let first = pending.len();
            self.for_each_child(id, |child| pending.push(child));
            pending[first..].reverse();
        }
        order
    }

    /// Everything reachable from the root and, once procedures stand apart, from their bodies.
    pub fn all_preorder(&self) -> Vec<ExprId> {
        let mut order = Vec::with_capacity(self.exprs.len());
        if let Some(root) = self.root {
            order.extend(self.preorder(root));
        }
        for lambda in self.separate_lambdas(&order) {
            order.extend(self.preorder(self.lambdas[lambda.index()].body));
        }
        order
    }

    /// The procedures that expressions name without containing them (after `convert_closures`), by first mention,
    /// given everything reachable from the root.
    pub fn separate_lambdas(&self, from_root: &[ExprId]) -> Vec<LambdaId> {
        let mut seen = vec![false; self.lambdas.len()];
        let mut found = Vec::new();
        let mut note = |lambda: LambdaId, found: &mut Vec<LambdaId>| {
            if !std::mem::replace(&mut seen[lambda.index()], true) {
                found.push(lambda);
            }
        };
        let mentioned = |id: ExprId| match self.expr(id) {
            Expr::MakeClosure(lambda, _)
            | Expr::ClosureConstant(lambda)
            | Expr::CallKnown { lambda, .. } => Some(*lambda),
            _ => None,
        };
        for &id in from_root {
            mentioned(id)
                .into_iter()
                .for_each(|lambda| note(lambda, &mut found));
        }
        let mut next = 0;
        while let Some(&lambda) = found.get(next) {
            next += 1;
            let lambda = &self.lambdas[lambda.index()];
            let clauses = lambda.cases.iter().flatten();
            clauses.for_each(|&clause| note(clause, &mut found));
            if lambda.cases.is_none() {
                for id in self.preorder(lambda.body) {
                    mentioned(id)
                        .into_iter()
                        .for_each(|lambda| note(lambda, &mut found));
                }
            }
        }
        found
    }

    /// The number of expressions under `id`, itself included, or `limit` if there are at least so many.
    pub fn size(&self, id: ExprId, limit: usize) -> usize {
        let mut pending = vec![id];
        let mut count = 0;
        while let Some(id) = pending.pop() {
            count += 1;
            if count >= limit {
                return limit;
            }
            self.for_each_child(id, |child| pending.push(child));
        }
        count
    }

    /// A copy of the expression; what it binds (variables, loops) is renamed, what is free in it stays.
    pub fn copy(&mut self, id: ExprId) -> ExprId {
        Copier::default().copy(self, id)
    }

    /// A copy of a procedure, renamed in the same way.
    pub fn copy_lambda(&mut self, id: LambdaId) -> LambdaId {
        Copier::default().lambda(self, id)
    }
}

/// Copies code, giving fresh names to what the code binds.
#[derive(Default)]
struct Copier {
    vars: HashMap<VarId, VarId>,
    loops: HashMap<LoopId, LoopId>,
}

impl Copier {
    fn bind(&mut self, core: &mut Core, var: VarId) -> VarId {
        let copy = VarId(core.vars.len() as u32);
        core.vars.push(core.vars[var.index()].clone());
        self.vars.insert(var, copy);
        copy
    }

    fn rename(&self, var: VarId) -> VarId {
        self.vars.get(&var).copied().unwrap_or(var)
    }

    fn lambda(&mut self, core: &mut Core, id: LambdaId) -> LambdaId {
        let mut lambda = core.lambdas[id.index()].clone();
        for param in lambda.params.iter_mut().chain(&mut lambda.rest) {
            *param = self.bind(core, *param);
        }
        lambda.body = deep(|| self.copy(core, lambda.body));
        core.lambdas.push(lambda);
        LambdaId(core.lambdas.len() as u32 - 1)
    }

    fn copy(&mut self, core: &mut Core, id: ExprId) -> ExprId {
        let mut expr = core.expr(id).clone();
        // Binders first, because recursive bindings are seen by their own initializers.
        match &mut expr {
            Expr::Let(bindings, _) | Expr::Letrec(bindings, _) | Expr::Fix(bindings, _) => {
                bindings
                    .iter_mut()
                    .for_each(|(v, _)| *v = self.bind(core, *v));
            }
            Expr::Loop { name, vars, .. } => {
                let copy = core.add_loop();
                self.loops.insert(*name, copy);
                *name = copy;
                vars.iter_mut().for_each(|(v, _)| *v = self.bind(core, *v));
            }
            Expr::Receive { vars, rest, .. } => {
                vars.iter_mut()
                    .chain(rest)
                    .for_each(|v| *v = self.bind(core, *v));
            }
            Expr::Local(v) | Expr::SetLocal(v, _) | Expr::CellRef(v, _) | Expr::CellSet(v, _) => {
                *v = self.rename(*v);
            }
            Expr::Continue(name, _) => {
                *name = self.loops.get(name).copied().unwrap_or(*name);
            }
            Expr::Lambda(lambda) => *lambda = self.lambda(core, *lambda),
            Expr::CaseLambda(clauses) => {
                clauses
                    .iter_mut()
                    .for_each(|clause| *clause = self.lambda(core, *clause));
            }
            _ => {}
        }
        expr.for_each_child_mut(|child| *child = deep(|| self.copy(core, *child)));
        core.add(expr, core.span(id))
    }
}
