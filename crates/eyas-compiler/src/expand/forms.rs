//! The core special forms: procedures, bindings, assignment, conditionals.
//!
//! The shapes emitted are the ones that the passes look for: a named `let` is a `letrec*` around the call, so that
//! it becomes a loop; `((lambda …) …)` and `call-with-values` of literal procedures bind variables and make no
//! closure.

use std::collections::HashSet;

use eyas_datum::datum::DatumKind;
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;
use eyas_datum::writer;

use super::binding::{Binding, Keyword};
use super::syntax::{Ident, Syntax};
use super::{Expander, Failed, Result};
use crate::core::{Expr, ExprId, Lambda, LambdaId, VarId};
use crate::diagnostic::{Code, Diagnostic};

/// Required parameters and the one for the rest.
pub(crate) type Formals = (Vec<Ident>, Option<Ident>);

impl Expander<'_> {
    /// Expands a special form, which is a proper list with at least one element.
    pub(crate) fn special_form(
        &mut self,
        keyword: Keyword,
        s: &Syntax,
        name: Option<Symbol>,
    ) -> Result<ExprId> {
        let span = s.span();
        let parts = s.items(&mut self.fe.env.scopes).ok_or(Failed)?;
        match keyword {
            Keyword::Quote => {
                let [_, datum] = parts.as_slice() else {
                    return Err(self.bad(keyword, span, "(quote datum)"));
                };
                let datum = self.strip(datum)?;
                Ok(self.quote(datum, span))
            }
            Keyword::Quasiquote => self.quasiquote(&parts, span),
            Keyword::Lambda => {
                let [_, formals, body @ ..] = parts.as_slice() else {
                    return Err(self.bad(keyword, span, "(lambda formals body …)"));
                };
                let lambda = self.lambda(formals, body.to_vec(), name, span)?;
                Ok(self.add(Expr::Lambda(lambda), span))
            }
            Keyword::NamedLambda => {
                let [_, head, body @ ..] = parts.as_slice() else {
                    return Err(self.bad(keyword, span, "(named-lambda (name . formals) body …)"));
                };
                let own = head.element(0, &mut self.fe.env.scopes);
                let Some(own) = own.and_then(|n| n.as_ident()) else {
                    return Err(self.bad(keyword, head.span(), "(name . formals)"));
                };
                let formals = head.rest(1, &mut self.fe.env.scopes);
                let lambda = self.lambda(&formals, body.to_vec(), Some(own.name), span)?;
                Ok(self.add(Expr::Lambda(lambda), span))
            }
            Keyword::CaseLambda => self.case_lambda(&parts, name, span),
            Keyword::If => self.if_form(&parts, span),
            Keyword::Set => self.set_form(&parts, span),
            Keyword::Begin => {
                if parts.len() == 1 {
                    return Err(self.bad(keyword, span, "(begin expr …) with an expression"));
                }
                let exprs = parts[1..].iter().map(|e| self.expr(e)).collect();
                Ok(self.sequence(exprs, span))
            }
            Keyword::Let => self.let_form(&parts, span),
            Keyword::LetStar => self.let_star(&parts, span),
            Keyword::Letrec | Keyword::LetrecStar => self.letrec(keyword, &parts, span),
            Keyword::LetSyntax | Keyword::LetrecSyntax => self.let_syntax(keyword, &parts, span),
            Keyword::LetValues | Keyword::LetStarValues => self.let_values(keyword, &parts, span),
            Keyword::Receive => {
                let [_, formals, producer, body @ ..] = parts.as_slice() else {
                    return Err(self.bad(keyword, span, "(receive formals expr body …)"));
                };
                let producer = self.expr(producer);
                self.receive(formals, producer, body.to_vec(), span)
            }
            Keyword::Do => self.do_form(&parts, span),
            Keyword::Cond => self.cond(&parts, span),
            Keyword::Case => self.case(&parts, span),
            Keyword::And => self.and(&parts[1..], span),
            Keyword::Or => self.or(&parts[1..], span),
            Keyword::When | Keyword::Unless => self.when(keyword, &parts, span),
            Keyword::Delay | Keyword::DelayForce => self.delay(keyword, &parts, span),
            Keyword::Parameterize => self.parameterize(&parts, span),
            Keyword::Guard => self.guard(&parts, span),
            Keyword::CondExpand => {
                let forms = self.cond_expand(&parts, span)?;
                if forms.is_empty() {
                    return Ok(self.unspecified(span));
                }
                let exprs = forms.iter().map(|e| self.expr(e)).collect();
                Ok(self.sequence(exprs, span))
            }
            Keyword::Include | Keyword::IncludeCi => {
                let forms = self.included(keyword, &parts, span)?;
                self.body(forms, span)
            }
            Keyword::SyntaxError => Err(self.syntax_error(&parts, span)),
            Keyword::Define
            | Keyword::DefineValues
            | Keyword::DefineSyntax
            | Keyword::DefineRecordType => {
                let message = format!(
                    "`{}` is a definition, but an expression is expected",
                    keyword.name()
                );
                Err(self.error(Code::DefinitionContext, span, message))
            }
            Keyword::Unquote | Keyword::UnquoteSplicing => {
                let message = format!("`{}` outside of quasiquote", keyword.name());
                Err(self.error(Code::AuxiliaryKeyword, span, message))
            }
            Keyword::SyntaxRules
            | Keyword::ErMacroTransformer
            | Keyword::Else
            | Keyword::Arrow
            | Keyword::Ellipsis
            | Keyword::Underscore => {
                let message = format!("`{}` means nothing here", keyword.name());
                Err(self.error(Code::AuxiliaryKeyword, span, message))
            }
        }
    }

    fn syntax_error(&mut self, parts: &[Syntax], span: Span) -> Failed {
        let mut message = String::new();
        for part in &parts[1..] {
            let Some(datum) = part.to_datum(10_000) else {
                continue;
            };
            if !message.is_empty() {
                message.push(' ');
            }
            match datum.kind() {
                DatumKind::String(text) if message.is_empty() => message.push_str(text),
                _ => writer::write_datum(&datum, &self.fe.symbols, &mut message),
            }
        }
        if message.is_empty() {
            message.push_str("syntax error");
        }
        self.error(Code::SyntaxError, span, message)
    }

    // ---- Procedures.

    /// Takes a parameter list apart; names must differ.
    pub(crate) fn formals(&mut self, s: &Syntax) -> Result<Formals> {
        if let Some(id) = s.as_ident() {
            return Ok((Vec::new(), Some(id)));
        }
        let Ok((items, tail)) = s.clone().into_list(&mut self.fe.env.scopes) else {
            return Err(self.error(Code::BadSyntax, s.span(), "expected a list of parameters"));
        };
        let mut ids = Vec::with_capacity(items.len());
        for item in &items {
            ids.push(self.parameter(item)?);
        }
        let rest = match &tail {
            Some(tail) => Some(self.parameter(tail)?),
            None => None,
        };
        self.distinct(ids.iter().chain(&rest))?;
        Ok((ids, rest))
    }

    fn parameter(&mut self, s: &Syntax) -> Result<Ident> {
        match s.as_ident() {
            Some(id) => Ok(id),
            None => Err(self.error(Code::BadSyntax, s.span(), "a parameter is an identifier")),
        }
    }

    /// Reports the first name that occurs twice.
    pub(crate) fn distinct<'i>(&mut self, ids: impl Iterator<Item = &'i Ident>) -> Result<()> {
        let mut seen: HashSet<(Symbol, super::scope::SetId)> = HashSet::new();
        for id in ids {
            if !seen.insert((id.name, id.scopes)) {
                let message = format!("`{}` is bound twice", self.text(id.name));
                return Err(self.error(Code::Duplicate, id.span, message));
            }
        }
        Ok(())
    }

    /// A procedure.
    pub(crate) fn lambda(
        &mut self,
        formals: &Syntax,
        body: Vec<Syntax>,
        name: Option<Symbol>,
        span: Span,
    ) -> Result<LambdaId> {
        let mark = self.fe.env.enter();
        self.repeated += 1;
        let result = self.bound(formals, body, span);
        self.repeated -= 1;
        self.fe.env.leave(mark);
        let (params, rest, body) = result?;
        let name = name.map(|n| self.text(n)).unwrap_or_default();
        Ok(self.add_lambda(name, params, rest, body, span))
    }

    pub(crate) fn add_lambda(
        &mut self,
        name: String,
        params: Vec<VarId>,
        rest: Option<VarId>,
        body: ExprId,
        span: Span,
    ) -> LambdaId {
        let span = self.place(span);
        let lambda = Lambda {
            name,
            span,
            params,
            rest,
            body,
            captures: 0,
            cases: None,
        };
        self.core.lambdas.push(lambda);
        LambdaId(self.core.lambdas.len() as u32 - 1)
    }

    /// A procedure without parameters around an expression.
    pub(crate) fn thunk(&mut self, body: ExprId, span: Span) -> ExprId {
        let lambda = self.add_lambda(String::new(), Vec::new(), None, body, span);
        self.add(Expr::Lambda(lambda), span)
    }

    /// Binds formals to fresh variables and expands a body in their scope; the caller leaves it.
    pub(crate) fn bound(
        &mut self,
        formals: &Syntax,
        body: Vec<Syntax>,
        span: Span,
    ) -> Result<(Vec<VarId>, Option<VarId>, ExprId)> {
        let scope = self.fe.env.scopes.fresh();
        let formals = formals.add(scope, &mut self.fe.env.scopes);
        let (ids, rest) = self.formals(&formals)?;
        let params = ids.into_iter().map(|id| self.bind_variable(id)).collect();
        let rest = rest.map(|id| self.bind_variable(id));
        let body = self.marked(body, scope);
        let body = self.body(body, span)?;
        Ok((params, rest, body))
    }

    /// The forms with one more scope.
    pub(crate) fn marked(
        &mut self,
        mut forms: Vec<Syntax>,
        scope: super::scope::ScopeId,
    ) -> Vec<Syntax> {
        for form in &mut forms {
            form.mark(scope, &mut self.fe.env.scopes);
        }
        forms
    }

    fn case_lambda(
        &mut self,
        parts: &[Syntax],
        name: Option<Symbol>,
        span: Span,
    ) -> Result<ExprId> {
        let mut lambdas = Vec::with_capacity(parts.len() - 1);
        for clause in &parts[1..] {
            let items = clause.items(&mut self.fe.env.scopes).unwrap_or_default();
            let [formals, body @ ..] = items.as_slice() else {
                return Err(self.bad(Keyword::CaseLambda, clause.span(), "(formals body …)"));
            };
            lambdas.push(self.lambda(formals, body.to_vec(), name, clause.span())?);
        }
        Ok(self.add(Expr::CaseLambda(lambdas), span))
    }

    /// `((lambda (name …) body …) arg …)` if the numbers agree.
    pub(crate) fn lambda_call(&mut self, operator: &Syntax, s: &Syntax) -> Result<Option<ExprId>> {
        let scopes = &mut self.fe.env.scopes;
        let Some(lambda) = operator.items(scopes) else {
            return Ok(None);
        };
        let Some(call) = s.items(scopes) else {
            return Ok(None);
        };
        let [_, formals, body @ ..] = lambda.as_slice() else {
            return Ok(None);
        };
        if formals.list_length() != Some((call.len() - 1, false)) || body.is_empty() {
            return Ok(None);
        }
        let args: Vec<ExprId> = call[1..].iter().map(|a| self.expr(a)).collect();
        let mark = self.fe.env.enter();
        let result = self.bound(formals, body.to_vec(), operator.span());
        self.fe.env.leave(mark);
        let (params, _, body) = result?;
        Ok(Some(self.let_expr(
            params.into_iter().zip(args).collect(),
            body,
            s.span(),
        )))
    }

    pub(crate) fn let_expr(
        &mut self,
        bindings: Vec<(VarId, ExprId)>,
        body: ExprId,
        span: Span,
    ) -> ExprId {
        if bindings.is_empty() {
            return body;
        }
        self.add(Expr::Let(bindings, body), span)
    }

    /// The parts of a form that is a `lambda` expression: formals and body.
    fn as_lambda(&mut self, s: &Syntax) -> Option<(Syntax, Vec<Syntax>)> {
        if self.head_keyword(s) != Some(Keyword::Lambda) {
            return None;
        }
        let mut parts = s.items(&mut self.fe.env.scopes)?;
        if parts.len() < 3 {
            return None;
        }
        let body = parts.split_off(2);
        parts.pop().map(|formals| (formals, body))
    }

    pub(crate) fn call_with_values(
        &mut self,
        producer: &Syntax,
        consumer: &Syntax,
        span: Span,
    ) -> Result<ExprId> {
        let produce = |x: &mut Self| match x.as_lambda(producer) {
            Some((formals, body)) if formals.list_length() == Some((0, false)) => {
                x.body(body, producer.span())
            }
            _ => {
                let f = x.expr(producer);
                Ok(x.add(Expr::Call(f, Vec::new()), producer.span()))
            }
        };
        if let Some((formals, body)) = self.as_lambda(consumer) {
            let producer = produce(self)?;
            return self.receive(&formals, producer, body, span);
        }
        let producer = produce(self)?;
        let consumer = self.expr(consumer);
        Ok(self.add(Expr::ReceiveInto { producer, consumer }, span))
    }

    pub(crate) fn receive(
        &mut self,
        formals: &Syntax,
        producer: ExprId,
        body: Vec<Syntax>,
        span: Span,
    ) -> Result<ExprId> {
        let mark = self.fe.env.enter();
        let result = self.bound(formals, body, span);
        self.fe.env.leave(mark);
        let (vars, rest, body) = result?;
        Ok(self.add(
            Expr::Receive {
                vars,
                rest,
                producer,
                body,
            },
            span,
        ))
    }

    // ---- Conditionals and assignment.

    fn if_form(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        if !(3..=4).contains(&parts.len()) {
            return Err(self.bad(Keyword::If, span, "(if test consequent [alternative])"));
        }
        let test = self.expr(&parts[1]);
        let consequent = self.expr(&parts[2]);
        let alternative = match parts.get(3) {
            Some(alternative) => self.expr(alternative),
            None => self.unspecified(span),
        };
        Ok(self.add(Expr::If(test, consequent, alternative), span))
    }

    fn set_form(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        let [_, target, value] = parts else {
            return Err(self.bad(Keyword::Set, span, "(set! name expr)"));
        };
        let Some(id) = target.as_ident() else {
            return Err(self.bad(Keyword::Set, target.span(), "a name"));
        };
        let binding = self.resolve(id);
        let value = self.named(value, Some(id.name));
        let expr = match binding {
            Some(Binding::Local { var, phase }) if phase == self.phase => {
                self.core.vars[var.index()].assigned = true;
                Expr::SetLocal(var, value)
            }
            Some(Binding::Local { .. }) => {
                let message = format!(
                    "`{}` has no value yet when macros are expanded",
                    self.text(id.name)
                );
                return Err(self.error(Code::PhaseError, id.span, message));
            }
            Some(Binding::Global(global)) => {
                let info = &self.fe.env.globals[global.index()];
                let own = info.module == self.fe.env.module(self.module).name;
                // A library's macro may assign the library's own variables, if the library knew of it.
                let allowed = own || (info.mutable && self.stands_in(id, info.module));
                if !allowed {
                    return Err(self.assign_imported(id));
                }
                self.fe.env.globals[global.index()].mutable = true;
                Expr::SetGlobal(self.global_id(global), value)
            }
            Some(Binding::Primitive(_) | Binding::Intrinsic(_)) => {
                return Err(self.assign_imported(id));
            }
            Some(Binding::Keyword(_) | Binding::Macro(_)) => {
                let message = format!("keyword `{}` cannot be assigned", self.text(id.name));
                return Err(self.error(Code::KeywordAsVariable, id.span, message));
            }
            Some(Binding::Broken) => return Err(Failed),
            None => {
                let global = self.unbound(id);
                self.fe.env.globals[global.index()].mutable = true;
                Expr::SetGlobal(self.global_id(global), value)
            }
        };
        Ok(self.add(expr, span))
    }

    /// Whether an identifier is of the text of the module with this name.
    fn stands_in(&self, id: Ident, module: Symbol) -> bool {
        let text = self.fe.env.module_of(id.scopes);
        text.is_some_and(|text| self.fe.env.module(text).name == module)
    }

    fn assign_imported(&mut self, id: Ident) -> Failed {
        let name = self.text(id.name);
        let message = format!("`{name}` is imported and cannot be assigned");
        let diagnostic = Diagnostic::new(Code::AssignImported, id.span, message)
            .hint(format!("define a `{name}` of your own first"));
        self.report(diagnostic)
    }
}
