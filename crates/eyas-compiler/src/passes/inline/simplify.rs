//! One form after the other.

use eyas_bytecode::Prim;
use eyas_datum::{Datum, DatumKind};

use super::{Inliner, Known, Use};
use crate::core::walk::deep;
use crate::core::{Expr, ExprId, LambdaId};
use crate::passes::fold_constants::fold_call;

impl Inliner<'_> {
    /// Simplifies an expression in its slot.
    pub(super) fn simplify(&mut self, id: ExprId, usage: Use) {
        self.effort = self.effort.saturating_sub(1);
        deep(|| self.form(id, usage));
    }

    fn all(&mut self, items: &[ExprId]) {
        for &item in items {
            self.simplify(item, Use::Value);
        }
    }

    fn form(&mut self, id: ExprId, usage: Use) {
        match self.core.take(id) {
            Expr::Local(v) => {
                self.core.put(id, Expr::Local(v));
                if let Known::Copy(atom) = self.known[v.index()] {
                    self.discard(id);
                    let atom = self.core.expr(atom).clone();
                    self.core.put(id, atom);
                    if let Expr::Local(v) = self.core.expr(id) {
                        self.uses[v.index()] += 1;
                    }
                }
            }
            Expr::Global(g) => {
                let known = self.globals[g.index()];
                let expr = match known.atom {
                    Some(atom) if self.order.is_defined(g, self.procedures > 0) => {
                        self.core.expr(atom).clone()
                    }
                    _ => Expr::Global(g),
                };
                self.core.put(id, expr);
            }
            Expr::DefineGlobal(g, value) => {
                self.core.put(id, Expr::DefineGlobal(g, value));
                let recursive = std::mem::replace(&mut self.globals[g.index()].busy, true);
                self.globals[g.index()].current = true;
                self.simplify(value, Use::Value);
                self.globals[g.index()].busy = recursive;
                self.globals[g.index()].current = false;
            }
            Expr::If(test, then, otherwise) => self.conditional(id, test, then, otherwise, usage),
            Expr::Begin(items) => self.sequence(id, items, usage),
            Expr::Lambda(lambda) => {
                self.core.put(id, Expr::Lambda(lambda));
                self.procedure(lambda);
            }
            Expr::CaseLambda(clauses) => {
                self.core.put(id, Expr::CaseLambda(clauses.clone()));
                clauses
                    .into_iter()
                    .for_each(|clause| self.procedure(clause));
            }
            Expr::Let(bindings, body) => {
                self.bind(id, bindings, body, usage, false);
            }
            Expr::Fix(bindings, body) => self.fix(id, bindings, body, usage),
            Expr::Call(head, args) => self.call(id, head, args, usage),
            Expr::PrimCall(prim, args) => {
                for &arg in &args {
                    self.simplify(
                        arg,
                        if prim == Prim::Not {
                            Use::Test
                        } else {
                            Use::Value
                        },
                    );
                }
                let folded = fold_call(self.core, prim, &args, self.core.span(id));
                match folded {
                    Some(constant) => {
                        args.iter().for_each(|&arg| self.discard(arg));
                        self.core.put(id, constant);
                    }
                    None => self.core.put(id, Expr::PrimCall(prim, args)),
                }
            }
            Expr::Values(items) => {
                self.all(&items);
                match items[..] {
                    [only] if self.is_single_valued(only) => self.replace(id, only),
                    _ => self.core.put(id, Expr::Values(items)),
                }
            }
            Expr::Receive {
                vars,
                rest,
                producer,
                body,
            } => {
                self.receive(id, vars, rest, producer, body, usage);
            }
            Expr::ReceiveInto { producer, consumer } => match *self.core.expr(consumer) {
                Expr::Lambda(lambda) => {
                    let lambda = self.core.lambdas[lambda.index()].clone();
                    let (vars, rest) = (lambda.params, lambda.rest);
                    self.receive(id, vars, rest, producer, lambda.body, usage);
                }
                _ => {
                    self.simplify(consumer, Use::Value);
                    self.simplify(producer, Use::Value);
                    self.core.put(id, Expr::ReceiveInto { producer, consumer });
                }
            },
            Expr::Apply(head, args) => self.apply(id, head, args, usage),
            expr => {
                let mut children = Vec::new();
                expr.for_each_child(|child| children.push(child));
                self.core.put(id, expr);
                self.all(&children);
            }
        }
    }

    fn procedure(&mut self, lambda: LambdaId) {
        self.procedures += 1;
        self.simplify(self.core.lambdas[lambda.index()].body, Use::Value);
        self.procedures -= 1;
    }

    fn conditional(
        &mut self,
        id: ExprId,
        test: ExprId,
        then: ExprId,
        otherwise: ExprId,
        usage: Use,
    ) {
        self.simplify(test, Use::Test);
        self.choose(id, test, then, otherwise, usage);
    }

    /// Puts a conditional whose test is simplified into the slot, or what is left of it.
    fn choose(
        &mut self,
        id: ExprId,
        test: ExprId,
        mut then: ExprId,
        mut otherwise: ExprId,
        usage: Use,
    ) {
        let test = self.straighten(test, &mut then, &mut otherwise);
        if let Some(truth) = self.truth(test) {
            let (taken, dropped) = if truth {
                (then, otherwise)
            } else {
                (otherwise, then)
            };
            self.discard(dropped);
            self.simplify(taken, usage);
            self.replace(id, taken);
            return;
        }
        let span = self.core.span(id);
        match self.core.take(test) {
            // What is done before the test is done before the conditional.
            Expr::Begin(mut items) => {
                let Some(last) = items.pop() else { return };
                let inner = self.core.add(Expr::Taken, span);
                deep(|| self.choose(inner, last, then, otherwise, usage));
                items.push(inner);
                self.core.put(id, Expr::Begin(items));
            }
            Expr::Let(bindings, body) => {
                let inner = self.core.add(Expr::Taken, span);
                deep(|| self.choose(inner, body, then, otherwise, usage));
                self.core.put(id, Expr::Let(bindings, inner));
            }
            Expr::Fix(bindings, body) => {
                let inner = self.core.add(Expr::Taken, span);
                deep(|| self.choose(inner, body, then, otherwise, usage));
                self.core.put(id, Expr::Fix(bindings, inner));
            }
            expr => {
                self.core.put(test, expr);
                self.branches(id, test, then, otherwise, usage);
            }
        }
    }

    /// The test without `not` around it; the branches change places instead.
    pub(super) fn straighten(
        &self,
        mut test: ExprId,
        then: &mut ExprId,
        otherwise: &mut ExprId,
    ) -> ExprId {
        loop {
            let (inner, swap) = match self.core.expr(test) {
                Expr::PrimCall(Prim::Not, args) => (args[0], true),
                Expr::If(a, b, c) => match (self.truth(*b), self.truth(*c)) {
                    (Some(true), Some(false)) => (*a, false),
                    (Some(false), Some(true)) => (*a, true),
                    _ => return test,
                },
                _ => return test,
            };
            test = inner;
            if swap {
                std::mem::swap(then, otherwise);
            }
        }
    }

    /// Simplifies the branches of a conditional whose test is done, and puts it together.
    fn branches(&mut self, id: ExprId, test: ExprId, then: ExprId, otherwise: ExprId, usage: Use) {
        // Where only truth matters, a variable that was tested is true.
        if usage == Use::Test
            && let (Expr::Local(a), Expr::Local(b)) = (self.core.expr(test), self.core.expr(then))
            && a == b
            && super::is_stable(self.core, *a)
        {
            self.discard(then);
            let yes = Datum::bool(self.core.span(then), true);
            self.core.put(then, Expr::Quote(yes));
        }
        self.simplify(then, usage);
        self.simplify(otherwise, usage);
        let is_bool = |id: ExprId, value: bool| {
            matches!(self.core.expr(id), Expr::Quote(d)
                if matches!(d.kind(), DatumKind::Bool(b) if *b == value))
        };
        if usage == Use::Test && is_bool(then, true) && is_bool(otherwise, false) {
            self.replace(id, test);
        } else {
            self.core.put(id, Expr::If(test, then, otherwise));
        }
    }

    fn sequence(&mut self, id: ExprId, items: Vec<ExprId>, usage: Use) {
        let mut kept = Vec::with_capacity(items.len());
        let count = items.len();
        for (i, item) in items.into_iter().enumerate() {
            let last = i + 1 == count;
            self.simplify(item, if last { usage } else { Use::Effect });
            self.append(&mut kept, item, last);
        }
        match kept[..] {
            [only] => self.replace(id, only),
            _ => self.core.put(id, Expr::Begin(kept)),
        }
    }

    /// Appends a simplified item of a sequence, flattened; what does nothing is dropped unless it is the last.
    pub(super) fn append(&mut self, kept: &mut Vec<ExprId>, item: ExprId, last: bool) {
        if let Expr::Begin(_) = self.core.expr(item) {
            if let Expr::Begin(inner) = self.core.take(item) {
                let count = inner.len();
                for (i, item) in inner.into_iter().enumerate() {
                    deep(|| self.append(kept, item, last && i + 1 == count));
                }
            }
        } else if last || !self.is_discardable(item) {
            kept.push(item);
        } else {
            self.discard(item);
        }
    }
}
