//! Bindings: what becomes known, what is dropped, what stays.

use eyas_bytecode::Prim;
use eyas_bytecode::prims::Lowering;
use eyas_datum::Datum;

use super::{Inliner, Known, Use, is_copied_freely, is_stable};
use crate::core::{Expr, ExprId, VarId};

/// What became of a binding.
enum Fate {
    /// Decided when all mentions in the body were seen.
    Stays(VarId, ExprId),
    /// Nobody mentions it.
    Effect(VarId, ExprId),
}

impl Inliner<'_> {
    /// Simplifies `(let (binding …) body)` and puts it, or what is left of it, into the slot. `simplified` says that
    /// the values are done already.
    pub(super) fn bind(
        &mut self,
        id: ExprId,
        bindings: Vec<(VarId, ExprId)>,
        body: ExprId,
        usage: Use,
        simplified: bool,
    ) {
        let mut fates = Vec::with_capacity(bindings.len());
        for (v, value) in bindings {
            let assigned = self.core.vars[v.index()].assigned;
            if !assigned
                && !simplified
                && self.uses[v.index()] == 1
                && matches!(self.core.expr(value), Expr::Lambda(_))
            {
                self.known[v.index()] = Known::Once(value);
                fates.push(Fate::Stays(v, value));
                continue;
            }
            if !simplified {
                self.simplify(value, Use::Value);
            }
            if assigned {
                fates.push(Fate::Stays(v, value));
            } else if self.uses[v.index()] == 0 {
                if self.is_discardable(value) {
                    self.discard(value);
                } else {
                    fates.push(Fate::Effect(v, value));
                }
            } else if self.is_atom(v, value) {
                // Mentions of the value count where they come to stand.
                self.discard(value);
                self.known[v.index()] = Known::Copy(value);
            } else {
                if matches!(self.core.expr(value), Expr::Lambda(_) | Expr::CaseLambda(_)) {
                    self.known[v.index()] = Known::Procedure(value);
                }
                fates.push(Fate::Stays(v, value));
            }
        }
        self.simplify(body, usage);
        let mut effects = Vec::new();
        let mut kept = Vec::new();
        let mut procedures = Vec::new();
        for fate in fates {
            match fate {
                // Values are evaluated in the order they are written in, as people expect.
                Fate::Effect(_, value) if kept.is_empty() => {
                    self.append(&mut effects, value, false);
                }
                Fate::Effect(v, value) => kept.push((v, value)),
                Fate::Stays(v, value) => match self.known[v.index()] {
                    Known::Moved => {}
                    Known::Once(_) => {
                        self.known[v.index()] = Known::Nothing;
                        if self.uses[v.index()] == 0 {
                            self.discard(value);
                        } else {
                            self.simplify(value, Use::Value);
                            procedures.push((v, value));
                        }
                    }
                    _ if self.uses[v.index()] == 0
                        && !self.core.vars[v.index()].assigned
                        && self.is_discardable(value) =>
                    {
                        self.discard(value);
                    }
                    Known::Procedure(_) => procedures.push((v, value)),
                    _ => kept.push((v, value)),
                },
            }
        }
        self.put_together(id, effects, kept, procedures, body);
    }

    fn put_together(
        &mut self,
        id: ExprId,
        mut effects: Vec<ExprId>,
        mut kept: Vec<(VarId, ExprId)>,
        procedures: Vec<(VarId, ExprId)>,
        mut body: ExprId,
    ) {
        let span = self.core.span(id);
        if let [(v, value)] = kept[..]
            && procedures.is_empty()
            && self.test_in_place(v, value, body)
        {
            kept.clear();
        }
        if let [(v, value)] = kept[..]
            && procedures.is_empty()
            && effects.is_empty()
            && self.uses[v.index()] == 1
            && is_stable(self.core, v)
            && self.evaluate_in_place(v, value, body)
        {
            self.replace(id, body);
            return;
        }
        if !procedures.is_empty() {
            body = self.core.add(Expr::Fix(procedures, body), span);
        }
        if !kept.is_empty() {
            body = self.core.add(Expr::Let(kept, body), span);
        }
        if effects.is_empty() {
            self.replace(id, body);
        } else {
            self.append(&mut effects, body, true);
            self.core.put(id, Expr::Begin(effects));
        }
    }

    /// `(let ((v test)) (if v v e))`, as `or` makes it, is `(if test #t e)` where the test gives a boolean. True if so.
    fn test_in_place(&mut self, v: VarId, value: ExprId, body: ExprId) -> bool {
        let Expr::If(test, then, _) = *self.core.expr(body) else {
            return false;
        };
        let is_mention = |id: ExprId| matches!(self.core.expr(id), Expr::Local(w) if *w == v);
        let gives_boolean = match self.core.expr(value) {
            Expr::IsRecord(..) => true,
            Expr::PrimCall(prim, _) => {
                prim.name().ends_with('?') || matches!(prim.lowering(), Lowering::Chain { .. })
            }
            _ => false,
        };
        if self.uses[v.index()] != 2
            || !gives_boolean
            || !is_stable(self.core, v)
            || !is_mention(test)
            || !is_mention(then)
        {
            return false;
        }
        self.uses[v.index()] = 0;
        self.replace(test, value);
        let yes = Datum::bool(self.core.span(then), true);
        self.core.put(then, Expr::Quote(yes));
        true
    }

    /// True if the value of `v` is better repeated than kept in a variable.
    fn is_atom(&self, v: VarId, value: ExprId) -> bool {
        match self.core.expr(value) {
            Expr::Quote(datum) => self.uses[v.index()] == 1 || is_copied_freely(datum),
            Expr::Primitive(_) | Expr::RecordTypeValue(_) => true,
            Expr::Special(special) => *special != crate::core::Special::Unbound,
            // What moves to its one call must not be called from two places.
            Expr::Local(w) => {
                is_stable(self.core, *w)
                    && (self.uses[v.index()] == 1
                        || !matches!(self.known[w.index()], Known::Once(_)))
            }
            Expr::Global(g) => self.globals[g.index()].lambda.is_some(),
            _ => false,
        }
    }

    /// Puts the value of `v` where `v` is mentioned, if that is what the body evaluates first. True if it did.
    fn evaluate_in_place(&mut self, v: VarId, value: ExprId, body: ExprId) -> bool {
        let mut place = None;
        let mut open = true;
        let expr = self.core.expr(body);
        if let Expr::Local(w) = expr
            && *w == v
        {
            place = Some(body);
        }
        let is_sequential = matches!(
            expr,
            Expr::If(..)
                | Expr::PrimCall(..)
                | Expr::Call(..)
                | Expr::Let(..)
                | Expr::SetLocal(..)
                | Expr::SetGlobal(..)
                | Expr::RecordMake(..)
                | Expr::RecordRef(..)
                | Expr::RecordSet(..)
                | Expr::IsRecord(..)
        );
        if is_sequential {
            let only_first = matches!(expr, Expr::If(..));
            expr.for_each_child(|child| {
                if !std::mem::replace(&mut open, !only_first) {
                    open = false;
                    return;
                }
                match self.core.expr(child) {
                    Expr::Local(w) if *w == v => {
                        place = Some(child);
                        open = false;
                    }
                    Expr::Quote(_) | Expr::Special(_) | Expr::Primitive(_) => {}
                    Expr::Local(w) => open &= is_stable(self.core, *w),
                    Expr::Global(g) => open &= self.globals[g.index()].lambda.is_some(),
                    _ => open = false,
                }
            });
        }
        let Some(place) = place else {
            return false;
        };
        // The body of a `let` is a child as well, and comes after values that are not looked at here.
        if let Expr::Let(_, inner) = self.core.expr(body)
            && *inner == place
        {
            return false;
        }
        self.uses[v.index()] = 0;
        self.replace(place, value);
        if let Expr::If(test, mut then, mut otherwise) = *self.core.expr(body)
            && test == place
        {
            let test = self.straighten(test, &mut then, &mut otherwise);
            self.core.put(body, Expr::If(test, then, otherwise));
        }
        true
    }

    /// `fix` of one procedure that does not mention itself is a `let` of it.
    pub(super) fn fix(
        &mut self,
        id: ExprId,
        bindings: Vec<(VarId, ExprId)>,
        body: ExprId,
        usage: Use,
    ) {
        if bindings.iter().all(|(v, _)| !self.recursive[v.index()]) {
            self.bind(id, bindings, body, usage, false);
            return;
        }
        let span = self.core.span(id);
        for &(_, value) in &bindings {
            self.simplify(value, Use::Value);
        }
        self.simplify(body, usage);
        if bindings.iter().all(|(v, _)| self.uses[v.index()] == 0) {
            self.replace(id, body);
        } else {
            self.core.put(id, Expr::Fix(bindings, body));
            self.core.spans[id.index()] = span;
        }
    }

    /// `(receive formals producer body)`
    pub(super) fn receive(
        &mut self,
        id: ExprId,
        vars: Vec<VarId>,
        rest: Option<VarId>,
        producer: ExprId,
        body: ExprId,
        usage: Use,
    ) {
        self.simplify(producer, Use::Value);
        let span = self.core.span(id);
        match self.core.take(producer) {
            Expr::Values(mut items)
                if items.len() == vars.len() || (items.len() > vars.len() && rest.is_some()) =>
            {
                let more = items.split_off(vars.len());
                let mut bindings: Vec<_> = vars.into_iter().zip(items).collect();
                if let Some(rest) = rest {
                    let list = self.core.add(Expr::PrimCall(Prim::List, more), span);
                    bindings.push((rest, list));
                }
                self.bind(id, bindings, body, usage, true);
            }
            Expr::Let(bindings, inner) => {
                let receive = Expr::Receive {
                    vars,
                    rest,
                    producer: inner,
                    body,
                };
                let receive = self.core.add(receive, span);
                self.simplify(body, usage);
                self.core.put(id, Expr::Let(bindings, receive));
            }
            expr => {
                self.core.put(producer, expr);
                if let ([v], None) = (&vars[..], rest)
                    && self.is_single_valued(producer)
                {
                    self.bind(id, vec![(*v, producer)], body, usage, true);
                    return;
                }
                self.simplify(body, usage);
                self.core.put(
                    id,
                    Expr::Receive {
                        vars,
                        rest,
                        producer,
                        body,
                    },
                );
            }
        }
    }
}
