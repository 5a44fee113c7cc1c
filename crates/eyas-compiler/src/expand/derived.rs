//! The derived special forms: conditionals, `do`, promises, parameters, guards.
//!
//! Some need procedures at run time. They are not in anybody's scope; the expander refers to them by module and
//! name, and makes their library run first:
//!
//! | library | procedure | used by |
//! |---|---|---|
//! | `(eyas control)` | `(%parameterize bindings thunk)`: `bindings` is a fresh list of pairs (parameter . value) in order; calls `thunk` with them | `parameterize` |
//! | `(eyas control)` | `(%guard clauses body)`: calls the thunk `body`; what it raises is given to `(clauses condition reraise)`, called in the dynamic environment of the `guard`; the thunk `reraise` raises the condition again, continuably, where it was raised | `guard` |
//! | `(eyas control)` | `(%guard-all clauses body)`: the same where a clause always applies; `clauses` takes the condition | `guard` with `else` |
//! | `(eyas control)` | `apply`, `values`, `call-with-values`, `call/cc`, `call/1cc` | intrinsics as values |
//! | `(eyas lazy)` | `(%make-promise done? x)`: a promise of the value `x`, or whose thunk `x` yields another promise | `delay`, `delay-force` |

use eyas_bytecode::Prim;
use eyas_datum::datum::Datum;
use eyas_datum::source::Span;

use super::binding::Keyword;
use super::syntax::{Ident, Syntax};
use super::{Expander, Result};
use crate::core::{Expr, ExprId, VarId};
use crate::diagnostic::Code;

/// One clause of `cond`, expanded.
enum Clause {
    /// `(test)`
    Test(VarId, ExprId),
    /// `(test => procedure)`
    Arrow(VarId, ExprId, ExprId),
    /// `(test expr …)`
    Plain(ExprId, ExprId),
}

impl Expander<'_> {
    pub(crate) fn and(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        let mut exprs: Vec<ExprId> = parts.iter().map(|e| self.expr(e)).collect();
        let Some(mut result) = exprs.pop() else {
            return Ok(self.boolean(true, span));
        };
        while let Some(test) = exprs.pop() {
            let no = self.boolean(false, span);
            result = self.add(Expr::If(test, result, no), span);
        }
        Ok(result)
    }

    pub(crate) fn or(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        let mut exprs: Vec<ExprId> = parts.iter().map(|e| self.expr(e)).collect();
        let Some(mut result) = exprs.pop() else {
            return Ok(self.boolean(false, span));
        };
        while let Some(test) = exprs.pop() {
            let var = self.temporary("or", span);
            result = self.if_true(var, test, result, span);
        }
        Ok(result)
    }

    /// `(let ((var test)) (if var var otherwise))`
    fn if_true(&mut self, var: VarId, test: ExprId, otherwise: ExprId, span: Span) -> ExprId {
        let (a, b) = (self.local(var, span), self.local(var, span));
        let choice = self.add(Expr::If(a, b, otherwise), span);
        self.add(Expr::Let(vec![(var, test)], choice), span)
    }

    pub(crate) fn when(
        &mut self,
        keyword: Keyword,
        parts: &[Syntax],
        span: Span,
    ) -> Result<ExprId> {
        let [_, test, body @ ..] = parts else {
            return Err(self.bad(keyword, span, "(when test expr …)"));
        };
        if body.is_empty() {
            return Err(self.bad(keyword, span, "an expression after the test"));
        }
        let test = self.expr(test);
        let body = body.iter().map(|e| self.expr(e)).collect();
        let body = self.sequence(body, span);
        let other = self.unspecified(span);
        let (yes, no) = if keyword == Keyword::When {
            (body, other)
        } else {
            (other, body)
        };
        Ok(self.add(Expr::If(test, yes, no), span))
    }

    pub(crate) fn cond(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        if parts.len() < 2 {
            return Err(self.bad(Keyword::Cond, span, "(cond (test expr …) …)"));
        }
        self.clauses(Keyword::Cond, &parts[1..], None, span)
    }

    /// The clauses of `cond` or `guard`. Without `else`, the last resort is a call of the thunk in `fallback`, or
    /// the unspecified value.
    fn clauses(
        &mut self,
        keyword: Keyword,
        clauses: &[Syntax],
        fallback: Option<VarId>,
        span: Span,
    ) -> Result<ExprId> {
        const EXPECTED: &str = "a clause: (test expr …), (test => procedure) or (else expr …)";
        let mut done = Vec::with_capacity(clauses.len());
        let mut otherwise = None;
        for (index, clause) in clauses.iter().enumerate() {
            let items = clause.items(&mut self.fe.env.scopes).unwrap_or_default();
            let Some((test, body)) = items.split_first() else {
                return Err(self.bad(keyword, clause.span(), EXPECTED));
            };
            if self.is_keyword(test, Keyword::Else) {
                if index + 1 != clauses.len() {
                    return Err(self.bad(keyword, clause.span(), "`else` in the last clause only"));
                }
                if body.is_empty() {
                    return Err(self.bad(keyword, clause.span(), "(else expr …)"));
                }
                let body = body.iter().map(|e| self.expr(e)).collect();
                otherwise = Some(self.sequence(body, clause.span()));
                break;
            }
            let span = test.span();
            match body {
                [] => {
                    let test = self.expr(test);
                    let var = self.temporary("test", span);
                    done.push((Clause::Test(var, test), clause.span()));
                }
                [arrow, rest @ ..] if self.is_keyword(arrow, Keyword::Arrow) => {
                    let [procedure] = rest else {
                        return Err(self.bad(keyword, clause.span(), "(test => procedure)"));
                    };
                    let test = self.expr(test);
                    let procedure = self.expr(procedure);
                    let var = self.temporary("test", span);
                    done.push((Clause::Arrow(var, test, procedure), clause.span()));
                }
                body => {
                    let test = self.expr(test);
                    let body = body.iter().map(|e| self.expr(e)).collect();
                    let body = self.sequence(body, clause.span());
                    done.push((Clause::Plain(test, body), clause.span()));
                }
            }
        }
        let mut result = match (otherwise, fallback) {
            (Some(e), _) => e,
            (None, Some(thunk)) => {
                let f = self.local(thunk, span);
                self.add(Expr::Call(f, Vec::new()), span)
            }
            (None, None) => self.unspecified(span),
        };
        while let Some((clause, span)) = done.pop() {
            result = match clause {
                Clause::Test(var, test) => self.if_true(var, test, result, span),
                Clause::Plain(test, body) => self.add(Expr::If(test, body, result), span),
                Clause::Arrow(var, test, procedure) => {
                    let (a, b) = (self.local(var, span), self.local(var, span));
                    let call = self.add(Expr::Call(procedure, vec![b]), span);
                    let choice = self.add(Expr::If(a, call, result), span);
                    self.add(Expr::Let(vec![(var, test)], choice), span)
                }
            };
        }
        Ok(result)
    }

    /// `case` compares by `eqv?`, with `memv` where a clause has several data; the passes make a switch of it.
    pub(crate) fn case(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        const EXPECTED: &str = "a clause: ((datum …) expr …) or (else expr …)";
        let [_, key, clauses @ ..] = parts else {
            return Err(self.bad(Keyword::Case, span, "(case key ((datum …) expr …) …)"));
        };
        let key_span = key.span();
        let key = self.expr(key);
        let var = self.temporary("key", key_span);
        let mut done: Vec<(ExprId, ExprId, Span)> = Vec::with_capacity(clauses.len());
        let mut otherwise = None;
        for (index, clause) in clauses.iter().enumerate() {
            let items = clause.items(&mut self.fe.env.scopes).unwrap_or_default();
            let [data, body @ ..] = items.as_slice() else {
                return Err(self.bad(Keyword::Case, clause.span(), EXPECTED));
            };
            if body.is_empty() {
                return Err(self.bad(Keyword::Case, clause.span(), EXPECTED));
            }
            let is_else = self.is_keyword(data, Keyword::Else);
            if is_else && index + 1 != clauses.len() {
                return Err(self.bad(
                    Keyword::Case,
                    clause.span(),
                    "`else` in the last clause only",
                ));
            }
            let test = if is_else {
                None
            } else {
                let Some(data) = data.items(&mut self.fe.env.scopes) else {
                    return Err(self.bad(Keyword::Case, data.span(), EXPECTED));
                };
                Some(self.case_test(var, &data, items[0].span())?)
            };
            let result = if self.is_keyword(&body[0], Keyword::Arrow) {
                let [_, procedure] = body else {
                    return Err(self.bad(Keyword::Case, clause.span(), "((datum …) => procedure)"));
                };
                let f = self.expr(procedure);
                let arg = self.local(var, key_span);
                self.add(Expr::Call(f, vec![arg]), clause.span())
            } else {
                let body = body.iter().map(|e| self.expr(e)).collect();
                self.sequence(body, clause.span())
            };
            match test {
                Some(test) => done.push((test, result, clause.span())),
                None => otherwise = Some(result),
            }
        }
        let mut result = match otherwise {
            Some(e) => e,
            None => self.unspecified(span),
        };
        while let Some((test, body, span)) = done.pop() {
            result = self.add(Expr::If(test, body, result), span);
        }
        Ok(self.add(Expr::Let(vec![(var, key)], result), span))
    }

    fn case_test(&mut self, key: VarId, data: &[Syntax], span: Span) -> Result<ExprId> {
        let subject = self.local(key, span);
        if let [datum] = data {
            let at = datum.span();
            let datum = self.strip(datum)?;
            let datum = self.quote(datum, at);
            return Ok(self.prim(Prim::IsEqv, vec![subject, datum], span));
        }
        let mut list = Vec::with_capacity(data.len());
        for datum in data {
            list.push(self.strip(datum)?);
        }
        let list = Datum::list(span, list);
        let list = self.quote(list, span);
        Ok(self.prim(Prim::Memv, vec![subject, list], span))
    }

    pub(crate) fn do_form(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        const EXPECTED: &str = "(do ((name init [step]) …) (test expr …) command …)";
        let [_, specs, exit, commands @ ..] = parts else {
            return Err(self.bad(Keyword::Do, span, EXPECTED));
        };
        let Some(specs) = specs.items(&mut self.fe.env.scopes) else {
            return Err(self.bad(Keyword::Do, specs.span(), EXPECTED));
        };
        let mut ids: Vec<Ident> = Vec::with_capacity(specs.len());
        let mut inits = Vec::with_capacity(specs.len());
        let mut steps = Vec::with_capacity(specs.len());
        for spec in &specs {
            let items = spec.items(&mut self.fe.env.scopes).unwrap_or_default();
            let ([name, init] | [name, init, _]) = items.as_slice() else {
                return Err(self.bad(Keyword::Do, spec.span(), "(name init [step])"));
            };
            ids.push(self.binding_name(Keyword::Do, name)?);
            inits.push(self.expr(init));
            steps.push(items.get(2).cloned());
        }
        self.distinct(ids.iter())?;
        let exit_span = exit.span();
        let mark = self.fe.env.enter();
        self.repeated += 1;
        let scope = self.fe.env.scopes.fresh();
        let mut params = Vec::with_capacity(ids.len());
        for id in &mut ids {
            id.scopes = self.fe.env.scopes.add(id.scopes, scope);
            params.push(self.bind_variable(*id));
        }
        let exit = exit.add(scope, &mut self.fe.env.scopes);
        let commands = self.marked(commands.to_vec(), scope);
        let exit = exit.items(&mut self.fe.env.scopes).unwrap_or_default();
        let result = match exit.split_first() {
            Some((test, results)) => {
                let test = self.expr(test);
                let results = results.iter().map(|e| self.expr(e)).collect();
                let results = self.sequence(results, exit_span);
                let mut body: Vec<ExprId> = commands.iter().map(|e| self.expr(e)).collect();
                let var = self.temporary("do", span);
                let mut args = Vec::with_capacity(params.len());
                for (step, (&param, id)) in steps.into_iter().zip(params.iter().zip(&ids)) {
                    args.push(match step {
                        Some(mut step) => {
                            step.mark(scope, &mut self.fe.env.scopes);
                            self.expr(&step)
                        }
                        None => self.local(param, id.span),
                    });
                }
                let f = self.local(var, span);
                body.push(self.add(Expr::Call(f, args), span));
                let body = self.sequence(body, span);
                Ok((var, self.add(Expr::If(test, results, body), span)))
            }
            None => Err(self.bad(Keyword::Do, exit_span, "(test expr …)")),
        };
        self.repeated -= 1;
        self.fe.env.leave(mark);
        let (var, body) = result?;
        let lambda = self.add_lambda("do".to_owned(), params, None, body, span);
        let lambda = self.add(Expr::Lambda(lambda), span);
        let f = self.local(var, span);
        let call = self.add(Expr::Call(f, inits), span);
        Ok(self.add(Expr::Letrec(vec![(var, lambda)], call), span))
    }

    pub(crate) fn delay(
        &mut self,
        keyword: Keyword,
        parts: &[Syntax],
        span: Span,
    ) -> Result<ExprId> {
        let [_, e] = parts else {
            return Err(self.bad(keyword, span, "one expression"));
        };
        let mut body = self.expr(e);
        if keyword == Keyword::Delay {
            body = self.make_promise(true, body, span);
        }
        let thunk = self.thunk(body, span);
        Ok(self.make_promise(false, thunk, span))
    }

    fn make_promise(&mut self, done: bool, content: ExprId, span: Span) -> ExprId {
        let f = self.hidden(&["eyas", "lazy"], "%make-promise", span);
        let done = self.boolean(done, span);
        self.add(Expr::Call(f, vec![done, content]), span)
    }

    pub(crate) fn parameterize(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        let [_, bindings, body @ ..] = parts else {
            return Err(self.bad(
                Keyword::Parameterize,
                span,
                "(parameterize ((parameter expr) …) body …)",
            ));
        };
        let bindings = self.binding_list(Keyword::Parameterize, bindings)?;
        if bindings.is_empty() {
            return self.body(body.to_vec(), span);
        }
        let mut pairs = Vec::with_capacity(bindings.len());
        for (parameter, value) in &bindings {
            let at = parameter.span().join(value.span());
            let parameter = self.expr(parameter);
            let value = self.expr(value);
            pairs.push(self.prim(Prim::Cons, vec![parameter, value], at));
        }
        let list = self.prim(Prim::List, pairs, span);
        let body = self.body(body.to_vec(), span)?;
        let thunk = self.thunk(body, span);
        let f = self.hidden(&["eyas", "control"], "%parameterize", span);
        Ok(self.add(Expr::Call(f, vec![list, thunk]), span))
    }

    pub(crate) fn guard(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        const EXPECTED: &str = "(guard (name clause …) body …)";
        let [_, spec, body @ ..] = parts else {
            return Err(self.bad(Keyword::Guard, span, EXPECTED));
        };
        let scope = self.fe.env.scopes.fresh();
        let spec_span = spec.span();
        let spec = spec.add(scope, &mut self.fe.env.scopes);
        let spec = spec.items(&mut self.fe.env.scopes).unwrap_or_default();
        let Some((id, clauses)) = spec
            .split_first()
            .and_then(|(name, clauses)| Some((name.as_ident()?, clauses)))
        else {
            return Err(self.bad(Keyword::Guard, spec_span, EXPECTED));
        };
        let mark = self.fe.env.enter();
        let condition = self.bind_variable(id);
        let reraise = self.temporary("reraise", spec_span);
        let result = self.clauses(Keyword::Guard, clauses, Some(reraise), spec_span);
        let has_else = clauses.last().is_some_and(|clause| {
            let items = clause.items(&mut self.fe.env.scopes).unwrap_or_default();
            let test = items.first();
            test.is_some_and(|test| self.is_keyword(test, Keyword::Else))
        });
        self.fe.env.leave(mark);
        let clauses = result?;
        let (name, parameters) = if has_else {
            ("%guard-all", vec![condition])
        } else {
            ("%guard", vec![condition, reraise])
        };
        let handler = self.add_lambda(String::new(), parameters, None, clauses, spec_span);
        let handler = self.add(Expr::Lambda(handler), spec_span);
        let body = self.body(body.to_vec(), span)?;
        let thunk = self.thunk(body, span);
        let f = self.hidden(&["eyas", "control"], name, span);
        Ok(self.add(Expr::Call(f, vec![handler, thunk]), span))
    }

    // ---- Forms that choose or fetch other forms.

    /// The forms of the first `cond-expand` clause that applies.
    pub(crate) fn cond_expand(&mut self, parts: &[Syntax], span: Span) -> Result<Vec<Syntax>> {
        for clause in &parts[1..] {
            let items = clause.items(&mut self.fe.env.scopes).unwrap_or_default();
            let Some((requirement, body)) = items.split_first() else {
                return Err(self.bad(
                    Keyword::CondExpand,
                    clause.span(),
                    "a clause: (requirement form …)",
                ));
            };
            let requirement = self.strip(requirement)?;
            if super::library::holds(self, &requirement)? {
                return Ok(body.to_vec());
            }
        }
        Err(self.error(Code::CondExpand, span, "no clause of `cond-expand` applies"))
    }

    /// The forms of the files of `include`, with the scopes of the file names.
    pub(crate) fn included(
        &mut self,
        keyword: Keyword,
        parts: &[Syntax],
        span: Span,
    ) -> Result<Vec<Syntax>> {
        if parts.len() < 2 {
            return Err(self.bad(keyword, span, "(include \"file\" …)"));
        }
        let mut out = Vec::new();
        for part in &parts[1..] {
            let Some(scopes) = part.uniform_scopes() else {
                return Err(self.bad(keyword, part.span(), "a file name"));
            };
            let datum = self.strip(part)?;
            let fold = keyword == Keyword::IncludeCi;
            let data = super::library::include(self, &datum, fold)?;
            self.forms.extend(data.iter().cloned());
            out.extend(data.into_iter().map(|d| Syntax::new(d, scopes)));
        }
        Ok(out)
    }
}
