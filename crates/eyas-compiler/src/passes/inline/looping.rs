//! Loops that are top-level procedures, copied to where they are called.
//!
//! A procedure that calls itself only in tail position is a loop with a name. Where the program calls it from one
//! place, or it is small, `(f a …)` becomes `(fix ((f* (lambda … (f* …)))) (f* a …))`, which `find_loops` turns into
//! a loop in the caller: no call and no frame, and its result, if the call is a test, is a jump.

use super::{DEPTH_MAX, Inliner, Use};
use crate::core::{Expr, ExprId, GlobalId, LambdaId};

/// Loops called from one place only are copied up to this many times [`Options::inline_size`].
///
/// [`Options::inline_size`]: crate::pipeline::Options::inline_size
const ONLY_CALL: usize = 4;

impl Inliner<'_> {
    /// True if the procedure, the value of `g`, mentions `g` only to call itself in tail position.
    pub(super) fn is_loop(&self, g: GlobalId, lambda: LambdaId) -> bool {
        if self.core.lambdas[lambda.index()].rest.is_some() {
            return false;
        }
        let mut pending = vec![(self.core.lambdas[lambda.index()].body, true)];
        while let Some((id, tail)) = pending.pop() {
            let mut others = |id: ExprId| pending.push((id, false));
            match self.core.expr(id) {
                Expr::Global(other) if *other == g => return false,
                Expr::If(test, then, otherwise) => {
                    others(*test);
                    pending.extend([(*then, tail), (*otherwise, tail)]);
                }
                Expr::Begin(items) => {
                    let last = items.len().saturating_sub(1);
                    pending.extend(
                        items
                            .iter()
                            .enumerate()
                            .map(|(i, &e)| (e, tail && i == last)),
                    );
                }
                Expr::Let(bindings, body) | Expr::Fix(bindings, body) => {
                    bindings.iter().for_each(|&(_, value)| others(value));
                    pending.push((*body, tail));
                }
                Expr::Receive { producer, body, .. } => {
                    others(*producer);
                    pending.push((*body, tail));
                }
                Expr::Call(head, args) => {
                    args.iter().for_each(|&arg| others(arg));
                    match self.core.expr(*head) {
                        Expr::Global(other) if *other == g => {
                            if !tail || !self.fits(lambda, args.len()) {
                                return false;
                            }
                        }
                        _ => others(*head),
                    }
                }
                _ => self.core.for_each_child(id, others),
            }
        }
        true
    }

    pub(super) fn is_loop_worth_copying(&self, g: GlobalId, lambda: LambdaId) -> bool {
        if self.depth >= DEPTH_MAX || self.effort == 0 {
            return false;
        }
        let factor = if self.globals[g.index()].mentions == 1 {
            ONLY_CALL
        } else {
            2
        };
        let limit = (self.options.inline_size * factor).min(self.budget);
        let body = self.core.lambdas[lambda.index()].body;
        self.core.size(body, limit + 1) <= limit
    }

    /// Puts a copy of the loop that `g` is, called with these arguments, into the slot.
    pub(super) fn enter_loop(
        &mut self,
        id: ExprId,
        g: GlobalId,
        lambda: LambdaId,
        args: Vec<ExprId>,
        usage: Use,
    ) {
        let before = self.core.exprs.len();
        let copy = self.core.copy_lambda(lambda);
        let span = self.core.lambdas[copy.index()].span;
        let name = self.core.lambdas[copy.index()].name.clone();
        let v = self.core.add_var(name, span);
        let body = self.core.lambdas[copy.index()].body;
        for inner in self.core.preorder(body) {
            if matches!(self.core.expr(inner), Expr::Global(other) if *other == g) {
                self.core.put(inner, Expr::Local(v));
            }
        }
        self.budget = self.budget.saturating_sub(self.core.exprs.len() - before);
        self.count(body);
        self.recursive[v.index()] = true;
        self.uses[v.index()] += 1;
        let head = self.core.add(Expr::Local(v), span);
        let call = self.core.add(Expr::Call(head, args), self.core.span(id));
        let value = self.core.add(Expr::Lambda(copy), span);
        self.depth += 1;
        self.fix(id, vec![(v, value)], call, usage);
        self.depth -= 1;
    }
}
