//! The forms that bind local variables and local macros: the `let` family.
//!
//! Names get a fresh scope each form, the bodies too; what is bound one after the other (`let*`, `let*-values`) gathers
//! the scopes in a delta that the later parts receive when their turn comes, so that long ones stay linear.

use eyas_datum::source::Span;

use super::binding::{Binding, Keyword};
use super::scope::SetId;
use super::syntax::{Ident, Syntax};
use super::{Expander, Failed, Result};
use crate::core::{Expr, ExprId, Special, VarId};

impl Expander<'_> {
    /// The names and expressions of `((name expr) …)`.
    pub(crate) fn binding_list(
        &mut self,
        keyword: Keyword,
        s: &Syntax,
    ) -> Result<Vec<(Syntax, Syntax)>> {
        let Some(items) = s.items(&mut self.fe.env.scopes) else {
            return Err(self.bad(keyword, s.span(), "a list of bindings ((name expr) …)"));
        };
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            let parts = item.items(&mut self.fe.env.scopes).unwrap_or_default();
            let Ok([name, value]) = <[Syntax; 2]>::try_from(parts) else {
                return Err(self.bad(keyword, item.span(), "(name expr)"));
            };
            out.push((name, value));
        }
        Ok(out)
    }

    pub(crate) fn binding_name(&mut self, keyword: Keyword, s: &Syntax) -> Result<Ident> {
        match s.as_ident() {
            Some(id) => Ok(id),
            None => Err(self.bad(keyword, s.span(), "a name")),
        }
    }

    pub(crate) fn let_form(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        const EXPECTED: &str = "(let ((name expr) …) body …)";
        let [_, first, rest @ ..] = parts else {
            return Err(self.bad(Keyword::Let, span, EXPECTED));
        };
        if let Some(loop_name) = first.as_ident() {
            let [bindings, body @ ..] = rest else {
                return Err(self.bad(Keyword::Let, span, "(let name ((name expr) …) body …)"));
            };
            return self.named_let(loop_name, bindings, body, span);
        }
        let bindings = self.binding_list(Keyword::Let, first)?;
        let mut ids = Vec::with_capacity(bindings.len());
        let mut values = Vec::with_capacity(bindings.len());
        for (name, value) in &bindings {
            let id = self.binding_name(Keyword::Let, name)?;
            values.push(self.named(value, Some(id.name)));
            ids.push(id);
        }
        let mark = self.fe.env.enter();
        let result = self.let_body(ids, rest.to_vec(), span);
        self.fe.env.leave(mark);
        let (vars, body) = result?;
        Ok(self.let_expr(vars.into_iter().zip(values).collect(), body, span))
    }

    /// Binds names in a new scope, which the caller leaves, and expands a body there.
    pub(crate) fn let_body(
        &mut self,
        ids: Vec<Ident>,
        body: Vec<Syntax>,
        span: Span,
    ) -> Result<(Vec<VarId>, ExprId)> {
        self.distinct(ids.iter())?;
        let scope = self.fe.env.scopes.fresh();
        let mut vars = Vec::with_capacity(ids.len());
        for mut id in ids {
            id.scopes = self.fe.env.scopes.add(id.scopes, scope);
            vars.push(self.bind_variable(id));
        }
        let body = self.marked(body, scope);
        let body = self.body(body, span)?;
        Ok((vars, body))
    }

    fn named_let(
        &mut self,
        mut loop_name: Ident,
        bindings: &Syntax,
        body: &[Syntax],
        span: Span,
    ) -> Result<ExprId> {
        let bindings = self.binding_list(Keyword::Let, bindings)?;
        let mut ids = Vec::with_capacity(bindings.len());
        let mut values = Vec::with_capacity(bindings.len());
        for (name, value) in &bindings {
            let id = self.binding_name(Keyword::Let, name)?;
            values.push(self.named(value, Some(id.name)));
            ids.push(id);
        }
        let mark = self.fe.env.enter();
        let outer = self.fe.env.scopes.fresh();
        loop_name.scopes = self.fe.env.scopes.add(loop_name.scopes, outer);
        let var = self.bind_variable(loop_name);
        for id in &mut ids {
            id.scopes = self.fe.env.scopes.add(id.scopes, outer);
        }
        let body = self.marked(body.to_vec(), outer);
        self.repeated += 1;
        let result = self.let_body(ids, body, span);
        self.repeated -= 1;
        self.fe.env.leave(mark);
        let (params, body) = result?;
        let name = self.text(loop_name.name);
        let lambda = self.add_lambda(name, params, None, body, span);
        let lambda = self.add(Expr::Lambda(lambda), span);
        let f = self.local(var, loop_name.span);
        let call = self.add(Expr::Call(f, values), span);
        Ok(self.add(Expr::Letrec(vec![(var, lambda)], call), span))
    }

    pub(crate) fn let_star(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        let [_, bindings, body @ ..] = parts else {
            return Err(self.bad(Keyword::LetStar, span, "(let* ((name expr) …) body …)"));
        };
        let mut bindings = self.binding_list(Keyword::LetStar, bindings)?;
        let mut body = body.to_vec();
        let mark = self.fe.env.enter();
        let mut bound = Vec::with_capacity(bindings.len());
        let mut scopes = SetId::EMPTY;
        let mut failed = false;
        for (name, value) in &mut bindings {
            // What came in scope before is added to each binding when its turn comes.
            name.mark_all(scopes, &mut self.fe.env.scopes);
            value.mark_all(scopes, &mut self.fe.env.scopes);
            let Ok(mut id) = self.binding_name(Keyword::LetStar, name) else {
                failed = true;
                break;
            };
            let e = self.named(value, Some(id.name));
            let scope = self.fe.env.scopes.fresh();
            scopes = self.fe.env.scopes.add(scopes, scope);
            id.scopes = self.fe.env.scopes.add(id.scopes, scope);
            bound.push((self.bind_variable(id), e));
        }
        for form in &mut body {
            form.mark_all(scopes, &mut self.fe.env.scopes);
        }
        let result = if failed {
            Err(Failed)
        } else {
            self.body(body, span)
        };
        self.fe.env.leave(mark);
        let mut e = result?;
        while let Some(binding) = bound.pop() {
            e = self.add(Expr::Let(vec![binding], e), span);
        }
        Ok(e)
    }

    pub(crate) fn letrec(
        &mut self,
        keyword: Keyword,
        parts: &[Syntax],
        span: Span,
    ) -> Result<ExprId> {
        let [_, bindings, body @ ..] = parts else {
            return Err(self.bad(keyword, span, "(letrec ((name expr) …) body …)"));
        };
        let scope = self.fe.env.scopes.fresh();
        let bindings = bindings.add(scope, &mut self.fe.env.scopes);
        let bindings = self.binding_list(keyword, &bindings)?;
        let mut ids = Vec::with_capacity(bindings.len());
        for (name, _) in &bindings {
            ids.push(self.binding_name(keyword, name)?);
        }
        self.distinct(ids.iter())?;
        let mark = self.fe.env.enter();
        let vars: Vec<VarId> = ids.iter().map(|&id| self.bind_variable(id)).collect();
        let mut bound = Vec::with_capacity(vars.len());
        for ((var, id), (_, value)) in vars.into_iter().zip(&ids).zip(&bindings) {
            let e = self.named(value, Some(id.name));
            bound.push((var, e));
        }
        let body = self.marked(body.to_vec(), scope);
        let result = self.body(body, span);
        self.fe.env.leave(mark);
        let body = result?;
        if bound.is_empty() {
            return Ok(body);
        }
        if keyword == Keyword::Letrec && bound.iter().any(|&(_, e)| self.may_capture(e)) {
            return Ok(self.assigning_letrec(bound, body, span));
        }
        Ok(self.add(Expr::Letrec(bound, body), span))
    }

    /// A `letrec` whose initializers may capture their continuations: R7RS 4.2.2 evaluates all of them before it
    /// assigns the variables, which shows when one of them returns twice. Procedures can be bound first nevertheless.
    fn assigning_letrec(
        &mut self,
        bound: Vec<(VarId, ExprId)>,
        mut body: ExprId,
        span: Span,
    ) -> ExprId {
        let (procedures, others): (Vec<_>, Vec<_>) = bound.into_iter().partition(|&(_, e)| {
            matches!(
                self.core.exprs[e.index()],
                Expr::Lambda(_) | Expr::CaseLambda(_)
            )
        });
        let mut empty = Vec::with_capacity(others.len());
        let mut values = Vec::with_capacity(others.len());
        let mut steps = Vec::with_capacity(others.len() + 1);
        for (var, e) in others {
            let at = self.core.span(e);
            self.core.vars[var.index()].assigned = true;
            empty.push((var, self.add(Expr::Special(Special::Unbound), span)));
            let value = self.temporary("value", at);
            values.push((value, e));
            let value = self.local(value, at);
            steps.push(self.add(Expr::SetLocal(var, value), at));
        }
        steps.push(body);
        body = self.add(Expr::Begin(steps), span);
        body = self.let_expr(values, body, span);
        if !procedures.is_empty() {
            body = self.add(Expr::Letrec(procedures, body), span);
        }
        self.let_expr(empty, body, span)
    }

    /// Whether evaluating the expression may run code that keeps the continuation: anything but primitives.
    fn may_capture(&self, e: ExprId) -> bool {
        /// Larger expressions are not looked through.
        const SIZE_MAX: usize = 64;
        let mut pending = vec![e];
        let mut seen = 0;
        while let Some(e) = pending.pop() {
            seen += 1;
            match &self.core.exprs[e.index()] {
                _ if seen > SIZE_MAX => return true,
                Expr::Quote(_)
                | Expr::Special(_)
                | Expr::Local(_)
                | Expr::Global(_)
                | Expr::Primitive(_)
                | Expr::Lambda(_)
                | Expr::CaseLambda(_)
                | Expr::RecordTypeValue(_) => {}
                Expr::PrimCall(_, args) | Expr::RecordMake(_, args) | Expr::Begin(args) => {
                    pending.extend(args);
                }
                Expr::If(test, consequent, alternative) => {
                    pending.extend([test, consequent, alternative]);
                }
                _ => return true,
            }
        }
        false
    }

    pub(crate) fn let_values(
        &mut self,
        keyword: Keyword,
        parts: &[Syntax],
        span: Span,
    ) -> Result<ExprId> {
        let [_, bindings, body @ ..] = parts else {
            return Err(self.bad(keyword, span, "(let-values ((formals expr) …) body …)"));
        };
        let sequential = keyword == Keyword::LetStarValues;
        let mut bindings = self.binding_list(keyword, bindings)?;
        let mark = self.fe.env.enter();
        let mut scopes = SetId::EMPTY;
        let mut received = Vec::with_capacity(bindings.len());
        let mut all: Vec<Ident> = Vec::new();
        let shared = self.fe.env.scopes.fresh();
        let mut waiting: Vec<(Ident, VarId)> = Vec::new();
        let mut failed = false;
        for (formals, value) in &mut bindings {
            if sequential {
                formals.mark_all(scopes, &mut self.fe.env.scopes);
                value.mark_all(scopes, &mut self.fe.env.scopes);
            }
            let producer = self.expr(value);
            let scope = if sequential {
                self.fe.env.scopes.fresh()
            } else {
                shared
            };
            let Ok((mut ids, mut rest)) = self.formals(formals) else {
                failed = true;
                continue;
            };
            all.extend(ids.iter().chain(&rest));
            let mut vars = Vec::with_capacity(ids.len());
            for id in ids.iter_mut().chain(&mut rest) {
                id.scopes = self.fe.env.scopes.add(id.scopes, scope);
                let name = self.text(id.name);
                let span = self.place(id.span);
                let var = self.core.add_var(name, span);
                waiting.push((*id, var));
                vars.push(var);
            }
            let rest = if rest.is_some() { vars.pop() } else { None };
            received.push((vars, rest, producer));
            if sequential {
                scopes = self.fe.env.scopes.add(scopes, scope);
                self.bind_waiting(&mut waiting);
            }
        }
        if !sequential {
            scopes = self.fe.env.scopes.add(scopes, shared);
            failed |= self.distinct(all.iter()).is_err();
            self.bind_waiting(&mut waiting);
        }
        let mut body = body.to_vec();
        for form in &mut body {
            form.mark_all(scopes, &mut self.fe.env.scopes);
        }
        let result = if failed {
            Err(Failed)
        } else {
            self.body(body, span)
        };
        self.fe.env.leave(mark);
        let mut e = result?;
        while let Some((vars, rest, producer)) = received.pop() {
            e = self.add(
                Expr::Receive {
                    vars,
                    rest,
                    producer,
                    body: e,
                },
                span,
            );
        }
        Ok(e)
    }

    fn bind_waiting(&mut self, waiting: &mut Vec<(Ident, VarId)>) {
        let phase = self.phase;
        for (id, var) in waiting.drain(..) {
            self.fe.env.bind(id, Binding::Local { var, phase });
        }
    }

    pub(crate) fn let_syntax(
        &mut self,
        keyword: Keyword,
        parts: &[Syntax],
        span: Span,
    ) -> Result<ExprId> {
        let [_, bindings, body @ ..] = parts else {
            return Err(self.bad(keyword, span, "(let-syntax ((name transformer) …) body …)"));
        };
        let scope = self.fe.env.scopes.fresh();
        let bindings = self.binding_list(keyword, bindings)?;
        let mut ids = Vec::with_capacity(bindings.len());
        for (name, _) in &bindings {
            let mut id = self.binding_name(keyword, name)?;
            id.scopes = self.fe.env.scopes.add(id.scopes, scope);
            ids.push(id);
        }
        self.distinct(ids.iter())?;
        let mark = self.fe.env.enter();
        let recursive = keyword == Keyword::LetrecSyntax;
        if recursive {
            for &id in &ids {
                self.fe.env.bind(id, Binding::Broken);
            }
        }
        let mut transformers = Vec::with_capacity(ids.len());
        for (id, (_, transformer)) in ids.iter().zip(&bindings) {
            let binding = if recursive {
                let transformer = transformer.add(scope, &mut self.fe.env.scopes);
                self.transformer(&transformer, id.name)
            } else {
                self.transformer(transformer, id.name)
            };
            transformers.push(binding.unwrap_or(Binding::Broken));
        }
        for (&id, binding) in ids.iter().zip(transformers) {
            if recursive {
                self.fe.env.rebind(id, binding);
            } else {
                self.fe.env.bind(id, binding);
            }
        }
        let body = self.marked(body.to_vec(), scope);
        let result = self.body(body, span);
        self.fe.env.leave(mark);
        result
    }
}
