//! Calls: what is called may be known.

use eyas_bytecode::Prim;
use eyas_datum::Datum;

use super::{DEPTH_MAX, Inliner, Known, Use, is_copied_freely};
use crate::core::{Expr, ExprId, LambdaId, VarId};

impl Inliner<'_> {
    /// Simplifies a call and puts it, or what it became, into the slot.
    pub(super) fn call(&mut self, id: ExprId, head: ExprId, args: Vec<ExprId>, usage: Use) {
        let literal = matches!(self.core.expr(head), Expr::Lambda(_) | Expr::CaseLambda(_));
        if !literal {
            self.simplify(head, Use::Value);
        }
        let span = self.core.span(id);
        // The head may be a procedure that has been simplified: doing it again takes effort.
        let may_enter = literal || self.effort > 0;
        match self.core.take(head) {
            Expr::Lambda(lambda) if may_enter && self.fits(lambda, args.len()) => {
                self.enter(id, lambda, args, usage);
            }
            Expr::CaseLambda(clauses)
                if may_enter && clauses.iter().any(|&clause| self.fits(clause, args.len())) =>
            {
                let mut chosen = None;
                for clause in clauses {
                    if chosen.is_none() && self.fits(clause, args.len()) {
                        chosen = Some(clause);
                    } else {
                        self.discard(self.core.lambdas[clause.index()].body);
                    }
                }
                if let Some(clause) = chosen {
                    self.enter(id, clause, args, usage);
                }
            }
            Expr::Primitive(prim) if prim.accepts(args.len()) => {
                self.core.put(id, Expr::PrimCall(prim, args));
                self.simplify(id, usage);
            }
            Expr::Let(bindings, inner) if self.effort > 0 => {
                let call = self.core.add(Expr::Call(inner, args), span);
                self.simplify(call, usage);
                self.core.put(id, Expr::Let(bindings, call));
            }
            Expr::Local(v) => {
                self.core.put(head, Expr::Local(v));
                match self.known[v.index()] {
                    Known::Once(value) => {
                        if let Expr::Lambda(lambda) = *self.core.expr(value)
                            && self.fits(lambda, args.len())
                            && self.uses[v.index()] == 1
                        {
                            self.known[v.index()] = Known::Moved;
                            self.uses[v.index()] = 0;
                            self.enter(id, lambda, args, usage);
                            return;
                        }
                    }
                    Known::Procedure(value) => {
                        if let Some(lambda) = self.clause(value, args.len())
                            && self.is_worth_copying(lambda, &args)
                        {
                            self.uses[v.index()] -= 1;
                            self.enter_copy(id, lambda, args, usage);
                            return;
                        }
                    }
                    Known::Nothing | Known::Copy(_) | Known::Moved => {}
                }
                self.unknown_call(id, head, args);
            }
            Expr::Global(g) => {
                self.core.put(head, Expr::Global(g));
                let known = self.globals[g.index()];
                if let Some(lambda) = known.lambda
                    && !known.busy
                    && self.order.is_defined(g, self.procedures > 0)
                    && self.fits(lambda, args.len())
                    && self.is_worth_copying(lambda, &args)
                {
                    self.globals[g.index()].busy = true;
                    self.enter_copy(id, lambda, args, usage);
                    self.globals[g.index()].busy = false;
                    return;
                }
                if let Some(lambda) = known.lambda
                    && known.looping
                    && !known.current
                    && self.order.is_defined(g, self.procedures > 0)
                    && self.fits(lambda, args.len())
                    && self.is_loop_worth_copying(g, lambda)
                {
                    self.enter_loop(id, g, lambda, args, usage);
                    return;
                }
                self.unknown_call(id, head, args);
            }
            expr => {
                self.core.put(head, expr);
                if literal {
                    self.simplify(head, Use::Value);
                }
                self.unknown_call(id, head, args);
            }
        }
    }

    fn unknown_call(&mut self, id: ExprId, head: ExprId, args: Vec<ExprId>) {
        for &arg in &args {
            self.simplify(arg, Use::Value);
        }
        self.core.put(id, Expr::Call(head, args));
    }

    pub(super) fn fits(&self, lambda: LambdaId, count: usize) -> bool {
        let lambda = &self.core.lambdas[lambda.index()];
        match lambda.rest {
            Some(_) => count >= lambda.params.len(),
            None => count == lambda.params.len(),
        }
    }

    /// The procedure that a call of this value with so many arguments runs.
    fn clause(&self, value: ExprId, count: usize) -> Option<LambdaId> {
        match self.core.expr(value) {
            Expr::Lambda(lambda) if self.fits(*lambda, count) => Some(*lambda),
            Expr::CaseLambda(clauses) => clauses
                .iter()
                .copied()
                .find(|&clause| self.fits(clause, count)),
            _ => None,
        }
    }

    fn is_worth_copying(&self, lambda: LambdaId, args: &[ExprId]) -> bool {
        if self.depth >= DEPTH_MAX || self.effort == 0 {
            return false;
        }
        let is_procedure = |&arg: &ExprId| match self.core.expr(arg) {
            Expr::Lambda(_) | Expr::Primitive(_) => true,
            Expr::Local(v) => {
                matches!(self.known[v.index()], Known::Procedure(_) | Known::Once(_))
            }
            Expr::Global(g) => self.globals[g.index()].lambda.is_some(),
            _ => false,
        };
        let limit = if args.iter().any(is_procedure) {
            self.options.inline_size_known
        } else if args
            .iter()
            .any(|&arg| matches!(self.core.expr(arg), Expr::Quote(_)))
        {
            self.options.inline_size * 2
        } else {
            self.options.inline_size
        };
        let limit = limit.min(self.budget);
        let body = self.core.lambdas[lambda.index()].body;
        // One more than the limit tells what is too large.
        self.core.size(body, limit + 1) <= limit
    }

    fn enter_copy(&mut self, id: ExprId, lambda: LambdaId, args: Vec<ExprId>, usage: Use) {
        let before = self.core.exprs.len();
        let copy = self.core.copy_lambda(lambda);
        self.budget = self.budget.saturating_sub(self.core.exprs.len() - before);
        self.count(self.core.lambdas[copy.index()].body);
        self.depth += 1;
        self.enter(id, copy, args, usage);
        self.depth -= 1;
    }

    /// Binds the arguments around the body of a procedure that is used up by this.
    fn enter(&mut self, id: ExprId, lambda: LambdaId, mut args: Vec<ExprId>, usage: Use) {
        let record = self.core.lambdas[lambda.index()].clone();
        let more = args.split_off(record.params.len());
        let mut bindings: Vec<_> = record.params.into_iter().zip(args).collect();
        if let Some(rest) = record.rest {
            let list = self
                .core
                .add(Expr::PrimCall(Prim::List, more), self.core.span(id));
            bindings.push((rest, list));
        }
        self.blame_call(id, &bindings, record.body);
        self.bind(id, bindings, record.body, usage, false);
    }

    /// Procedures of records stand for an operation: what goes wrong in it goes wrong at the call.
    fn blame_call(&mut self, id: ExprId, bindings: &[(VarId, ExprId)], body: ExprId) {
        let operands = match *self.core.expr(body) {
            Expr::RecordRef(_, _, record) => vec![record],
            Expr::RecordSet(_, _, record, value) => vec![record, value],
            Expr::RecordMake(..) | Expr::IsRecord(..) => Vec::new(),
            _ => return,
        };
        for operand in operands {
            let Expr::Local(v) = self.core.expr(operand) else {
                return;
            };
            if let Some((_, value)) = bindings.iter().find(|binding| binding.0 == *v) {
                self.core.spans[operand.index()] = self.core.span(*value);
            }
        }
        self.core.spans[body.index()] = self.core.span(id);
    }

    /// `(apply head arg … list)`
    pub(super) fn apply(&mut self, id: ExprId, head: ExprId, mut args: Vec<ExprId>, usage: Use) {
        let span = self.core.span(id);
        // The list is taken apart as far as it is known.
        while let Some(list) = args.pop() {
            match self.core.take(list) {
                Expr::PrimCall(Prim::List, items) => {
                    args.extend(items);
                    self.call(id, head, args, usage);
                    return;
                }
                Expr::PrimCall(Prim::Cons, items) => args.extend(items),
                Expr::PrimCall(Prim::ConsStar, items) if items.len() > 1 => args.extend(items),
                Expr::Quote(datum) => {
                    // Labels would lose what they refer to.
                    let is_leaf =
                        |item: &Datum| item.as_symbol().is_some() || is_copied_freely(item);
                    let items: Option<Vec<Datum>> = datum.as_list().map(<[Datum]>::to_vec);
                    if let Some(items) = items.filter(|items| items.iter().all(is_leaf)) {
                        for item in items {
                            args.push(self.core.add(Expr::Quote(item), span));
                        }
                        self.call(id, head, args, usage);
                        return;
                    }
                    self.core.put(list, Expr::Quote(datum));
                    args.push(list);
                    break;
                }
                expr => {
                    self.core.put(list, expr);
                    args.push(list);
                    break;
                }
            }
        }
        self.simplify(head, Use::Value);
        for &arg in &args {
            self.simplify(arg, Use::Value);
        }
        self.core.put(id, Expr::Apply(head, args));
    }
}
