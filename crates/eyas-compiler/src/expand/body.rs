//! Definitions: finding them, in bodies and at top levels, and expanding them afterwards.
//!
//! First the forms are expanded only as far as needed to see whether they define something, and names are bound;
//! then the expressions, in order. Definitions may come after expressions (R7RS asks for it at top levels; in
//! bodies it is what every other Scheme accepts). A body becomes one `letrec*`; expressions between definitions
//! are initializers of variables that nobody reads.
//!
//! | | |
//! |---|---|
//! | Input | `(define a 1) (define (f) a) (f)` |
//! | Output | `(letrec* ((a (quote 1)) (f (lambda () a))) (f))` |

use std::collections::HashMap;

use eyas_bytecode::Prim;
use eyas_datum::datum::Datum;
use eyas_datum::number::Number;
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use super::binding::{Binding, GlobalRef, Keyword};
use super::macros::Position;
use super::records::RecordPart;
use super::scope::{ContextId, ScopeId, SetId};
use super::syntax::{Ident, Syntax};
use super::{Expander, Failed, Result};
use crate::core::{Expr, ExprId, RecordTypeId, VarId};
use crate::diagnostic::{Code, Diagnostic};

/// What a definition defines.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    Local(VarId),
    Global(GlobalRef),
}

/// What is left to expand of a form.
pub(crate) enum Item {
    /// An expression, for its effect or as the result.
    Expr(Syntax),
    /// `(define name expr)`, or `(define name)` with none.
    Define {
        target: Target,
        name: Symbol,
        value: Option<Syntax>,
        span: Span,
    },
    /// `(define (name . formals) body …)`
    Procedure {
        target: Target,
        name: Symbol,
        formals: Syntax,
        body: Vec<Syntax>,
        span: Span,
    },
    /// `(define-values formals expr)`
    Values {
        targets: Vec<(Target, Ident)>,
        rest: Option<(Target, Ident)>,
        value: Syntax,
        span: Span,
    },
    /// One of the definitions of `define-record-type`.
    Record {
        target: Target,
        name: Symbol,
        of: RecordTypeId,
        /// The variable that holds the type if each evaluation of the definition makes another.
        made: Option<VarId>,
        part: RecordPart,
        span: Span,
    },
}

/// Where definitions go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// Local variables.
    Body,
    /// Globals of the expander's module.
    Top,
}

/// Finds the definitions among forms.
pub(crate) struct Scan {
    level: Level,
    context: ContextId,
    /// What was defined in this body, to find duplicates.
    defined: HashMap<(Symbol, SetId), Span>,
    pub(crate) items: Vec<(Item, Position)>,
    /// Forms to look at, the next one last.
    queue: Vec<(Syntax, Position)>,
}

impl Scan {
    pub(crate) fn new(x: &mut Expander<'_>, level: Level) -> Scan {
        x.fe.env.context_count += 1;
        Scan {
            level,
            context: ContextId(x.fe.env.context_count),
            defined: HashMap::new(),
            items: Vec::new(),
            queue: Vec::new(),
        }
    }

    /// Looks at these forms, in order.
    pub(crate) fn forms(&mut self, x: &mut Expander<'_>, forms: Vec<Syntax>) {
        let before = x.position();
        self.push(forms, before);
        while let Some((form, position)) = self.queue.pop() {
            x.move_to(position);
            let span = form.span();
            // What is wrong with it was reported; the next form may be fine.
            if self.form(x, form).is_err() {
                x.ensure_reported(span);
            }
        }
        x.move_to(before);
    }

    fn push(&mut self, forms: Vec<Syntax>, position: Position) {
        self.queue
            .extend(forms.into_iter().rev().map(|form| (form, position)));
    }

    fn form(&mut self, x: &mut Expander<'_>, form: Syntax) -> Result<()> {
        if self.level == Level::Top {
            x.built = 0;
        }
        let form = x.expand_head(form, self.context)?;
        let position = x.position();
        let Some(keyword) = x.head_keyword(&form) else {
            if self.level == Level::Top && x.declaration(&form)? {
                return Ok(());
            }
            self.items.push((Item::Expr(form), position));
            return Ok(());
        };
        if !is_definition(keyword) {
            self.items.push((Item::Expr(form), position));
            return Ok(());
        }
        let Some(parts) = form.items(&mut x.fe.env.scopes) else {
            return Err(x.bad(keyword, form.span(), "a proper list"));
        };
        let span = form.span();
        match keyword {
            Keyword::Begin => {
                let mut parts = parts;
                parts.remove(0);
                self.push(parts, position);
                Ok(())
            }
            Keyword::Include | Keyword::IncludeCi => {
                let forms = x.included(keyword, &parts, span)?;
                self.push(forms, position);
                Ok(())
            }
            Keyword::CondExpand => {
                let forms = x.cond_expand(&parts, span)?;
                self.push(forms, position);
                Ok(())
            }
            Keyword::Define => self.define(x, &parts, span),
            Keyword::DefineValues => self.define_values(x, &parts, span),
            Keyword::DefineSyntax => self.define_syntax(x, &parts, span),
            _ => x.define_record_type(self, &parts, span),
        }
    }

    /// True for a body that may be evaluated more than once.
    pub(crate) fn is_repeated(&self, x: &Expander<'_>) -> bool {
        self.level == Level::Body && x.repeated > 0
    }

    /// Binds a name to a new variable.
    pub(crate) fn bind(&mut self, x: &mut Expander<'_>, id: Ident) -> Result<Target> {
        let id = self.check(x, id)?;
        Ok(match self.level {
            Level::Body => Target::Local(x.bind_variable(id)),
            Level::Top => Target::Global(x.define_global(id)),
        })
    }

    /// The identifier as it is bound here. Reports it if the body defines it already.
    fn check(&mut self, x: &mut Expander<'_>, id: Ident) -> Result<Ident> {
        let scopes = x.fe.env.scopes.without_use_sites(id.scopes, self.context);
        let id = Ident { scopes, ..id };
        if self.level == Level::Body
            && let Some(&first) = self.defined.get(&(id.name, id.scopes))
        {
            let message = format!("`{}` is defined twice in one body", x.text(id.name));
            let diagnostic = Diagnostic::new(Code::Duplicate, id.span, message)
                .label(first, "first defined here");
            return Err(x.report(diagnostic));
        }
        if self.level == Level::Body {
            self.defined.insert((id.name, id.scopes), id.span);
        }
        Ok(id)
    }

    fn define(&mut self, x: &mut Expander<'_>, parts: &[Syntax], span: Span) -> Result<()> {
        const EXPECTED: &str = "(define name expr) or (define (name . formals) body …)";
        let Some(head) = parts.get(1) else {
            return Err(x.bad(Keyword::Define, span, EXPECTED));
        };
        let position = x.position();
        if let Some(id) = head.as_ident() {
            if parts.len() > 3 {
                return Err(x.bad(Keyword::Define, span, EXPECTED));
            }
            let target = self.bind(x, id)?;
            let value = parts.get(2).cloned();
            self.items.push((
                Item::Define {
                    target,
                    name: id.name,
                    value,
                    span,
                },
                position,
            ));
            return Ok(());
        }
        let Ok((mut items, tail)) = head.clone().into_list(&mut x.fe.env.scopes) else {
            return Err(x.bad(Keyword::Define, head.span(), EXPECTED));
        };
        let Some(id) = items.first().and_then(Syntax::as_ident) else {
            return Err(x.bad(Keyword::Define, head.span(), EXPECTED));
        };
        if parts.len() < 3 {
            let message = format!("the body of `{}` is empty", x.text(id.name));
            return Err(x.error(Code::EmptyBody, span, message));
        }
        items.remove(0);
        let formals = Syntax::list(head.span(), items, tail, &mut x.fe.env.scopes);
        let target = self.bind(x, id)?;
        let body = parts[2..].to_vec();
        let item = Item::Procedure {
            target,
            name: id.name,
            formals,
            body,
            span,
        };
        self.items.push((item, position));
        Ok(())
    }

    fn define_values(&mut self, x: &mut Expander<'_>, parts: &[Syntax], span: Span) -> Result<()> {
        let [_, formals, value] = parts else {
            return Err(x.bad(Keyword::DefineValues, span, "(define-values formals expr)"));
        };
        let (ids, rest) = x.formals(formals)?;
        let mut targets = Vec::with_capacity(ids.len());
        for id in ids {
            targets.push((self.bind(x, id)?, id));
        }
        let rest = match rest {
            Some(id) => Some((self.bind(x, id)?, id)),
            None => None,
        };
        let position = x.position();
        let value = value.clone();
        self.items.push((
            Item::Values {
                targets,
                rest,
                value,
                span,
            },
            position,
        ));
        Ok(())
    }

    fn define_syntax(&mut self, x: &mut Expander<'_>, parts: &[Syntax], span: Span) -> Result<()> {
        let [_, name, transformer] = parts else {
            return Err(x.bad(
                Keyword::DefineSyntax,
                span,
                "(define-syntax name transformer)",
            ));
        };
        let Some(id) = name.as_ident() else {
            return Err(x.bad(Keyword::DefineSyntax, name.span(), "a name"));
        };
        let id = self.check(x, id)?;
        if self.level == Level::Body {
            // The transformer may use the name itself; until then it must not mean something outside.
            x.fe.env.bind(id, Binding::Broken);
        }
        let binding = x
            .transformer(transformer, id.name)
            .unwrap_or(Binding::Broken);
        match self.level {
            Level::Body => x.fe.env.rebind(id, binding),
            Level::Top => x.define_keyword(id, binding),
        }
        Ok(())
    }
}

/// Whether a form with this head may define something.
fn is_definition(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::Begin
            | Keyword::Define
            | Keyword::DefineValues
            | Keyword::DefineSyntax
            | Keyword::DefineRecordType
            | Keyword::Include
            | Keyword::IncludeCi
            | Keyword::CondExpand
    )
}

impl Expander<'_> {
    /// Expands the body of a procedure or of a form like `let`.
    pub(crate) fn body(&mut self, forms: Vec<Syntax>, span: Span) -> Result<ExprId> {
        if forms.is_empty() {
            return Err(self.error(Code::EmptyBody, span, "a body needs an expression"));
        }
        if !forms.iter().any(|form| self.may_define(form)) {
            let exprs = forms.iter().map(|form| self.expr(form)).collect();
            return Ok(self.sequence(exprs, span));
        }
        let mark = self.fe.env.enter();
        let scope: ScopeId = self.fe.env.scopes.fresh();
        let forms = forms
            .iter()
            .map(|f| f.add(scope, &mut self.fe.env.scopes))
            .collect();
        let mut scan = Scan::new(self, Level::Body);
        scan.forms(self, forms);
        let result = self.emit_body(scan.items, span);
        self.fe.env.leave(mark);
        result
    }

    fn may_define(&mut self, form: &Syntax) -> bool {
        let Some(head) = form.head_ident(&mut self.fe.env.scopes) else {
            return false;
        };
        match self.resolve(head) {
            Some(Binding::Keyword(keyword)) => is_definition(keyword),
            Some(Binding::Macro(_)) => true,
            _ => false,
        }
    }

    fn emit_body(&mut self, mut items: Vec<(Item, Position)>, span: Span) -> Result<ExprId> {
        let here = self.position();
        let is_expr = |item: &(Item, Position)| matches!(item.0, Item::Expr(_));
        let definitions = items
            .iter()
            .rposition(|item| !is_expr(item))
            .map_or(0, |i| i + 1);
        let results = items.split_off(definitions);
        let mut bindings: Vec<(VarId, ExprId)> = Vec::new();
        for (item, position) in items {
            self.move_to(position);
            self.emit_local(item, &mut bindings);
        }
        let mut exprs = Vec::with_capacity(results.len());
        for (item, position) in results {
            self.move_to(position);
            if let Item::Expr(s) = item {
                exprs.push(self.expr(&s));
            }
        }
        self.move_to(here);
        if exprs.is_empty() {
            let diagnostic = Diagnostic::new(
                Code::EmptyBody,
                span,
                "a body needs an expression after its definitions",
            );
            return Err(self.report(diagnostic));
        }
        let body = self.sequence(exprs, span);
        if bindings.is_empty() {
            return Ok(body);
        }
        Ok(self.add(Expr::Letrec(bindings, body), span))
    }

    fn emit_local(&mut self, item: Item, bindings: &mut Vec<(VarId, ExprId)>) {
        match item {
            Item::Expr(s) => {
                let e = self.expr(&s);
                let var = self.temporary("_", s.span());
                bindings.push((var, e));
            }
            Item::Values {
                targets,
                rest,
                value,
                span,
            } => {
                let all: Vec<(Target, Ident)> = targets.iter().chain(&rest).copied().collect();
                let (vars, rest_var, producer) = self.receive_parts(&targets, rest, &value);
                let fields: Vec<ExprId> = vars
                    .iter()
                    .chain(&rest_var)
                    .map(|&v| self.local(v, span))
                    .collect();
                let packed = self.prim(Prim::Vector, fields, span);
                let receive = Expr::Receive {
                    vars,
                    rest: rest_var,
                    producer,
                    body: packed,
                };
                let receive = self.add(receive, span);
                let tuple = self.temporary("values", span);
                bindings.push((tuple, receive));
                for (index, (target, id)) in all.into_iter().enumerate() {
                    let vector = self.local(tuple, id.span);
                    let at = Datum::number(id.span, Number::Fixnum(index as i64));
                    let at = self.quote(at, id.span);
                    let field = self.prim(Prim::VectorRef, vec![vector, at], id.span);
                    if let Target::Local(var) = target {
                        bindings.push((var, field));
                    }
                }
            }
            item => {
                let (target, e, _) = self.emit_value(item);
                if let Some(Target::Local(var)) = target {
                    bindings.push((var, e));
                }
            }
        }
    }

    /// Temporaries for the values of a `define-values`, and its expression.
    fn receive_parts(
        &mut self,
        targets: &[(Target, Ident)],
        rest: Option<(Target, Ident)>,
        value: &Syntax,
    ) -> (Vec<VarId>, Option<VarId>, ExprId) {
        let mut vars = Vec::with_capacity(targets.len());
        for (_, id) in targets {
            let name = self.text(id.name);
            vars.push(self.temporary(&name, id.span));
        }
        let rest = rest.map(|(_, id)| {
            let name = self.text(id.name);
            self.temporary(&name, id.span)
        });
        let producer = self.expr(value);
        (vars, rest, producer)
    }

    /// The target and the value of a definition of one variable.
    fn emit_value(&mut self, item: Item) -> (Option<Target>, ExprId, Span) {
        match item {
            Item::Define {
                target,
                name,
                value,
                span,
            } => {
                let e = match value {
                    Some(value) => self.named(&value, Some(name)),
                    None => self.unspecified(span),
                };
                (Some(target), e, span)
            }
            Item::Procedure {
                target,
                name,
                formals,
                body,
                span,
            } => {
                let e = match self.lambda(&formals, body, Some(name), span) {
                    Ok(lambda) => self.add(Expr::Lambda(lambda), span),
                    Err(Failed) => self.unspecified(span),
                };
                (Some(target), e, span)
            }
            Item::Record {
                target,
                name,
                of,
                made,
                part,
                span,
            } => {
                let e = match made {
                    Some(made) => self.made_record_part(of, made, part, name, span),
                    None => self.record_part(of, part, name, span),
                };
                (Some(target), e, span)
            }
            Item::Expr(s) => {
                let e = self.expr(&s);
                (None, e, s.span())
            }
            Item::Values { span, .. } => (None, self.unspecified(span), span),
        }
    }

    /// Expands what a scan of a top level found; each becomes one expression.
    pub(crate) fn emit_top(&mut self, items: Vec<(Item, Position)>, out: &mut Vec<ExprId>) {
        let here = self.position();
        for (item, position) in items {
            self.move_to(position);
            self.built = 0;
            match item {
                Item::Values {
                    targets,
                    rest,
                    value,
                    span,
                } => {
                    let all: Vec<(Target, Ident)> = targets.iter().chain(&rest).copied().collect();
                    let (vars, rest_var, producer) = self.receive_parts(&targets, rest, &value);
                    let mut body = Vec::with_capacity(all.len() + 1);
                    for ((target, id), &var) in all.into_iter().zip(vars.iter().chain(&rest_var)) {
                        let value = self.local(var, id.span);
                        if let Target::Global(global) = target {
                            body.push(self.emit_define(global, value, id.span));
                        }
                    }
                    let body = match body.len() {
                        0 => self.unspecified(span),
                        _ => self.sequence(body, span),
                    };
                    let receive = Expr::Receive {
                        vars,
                        rest: rest_var,
                        producer,
                        body,
                    };
                    out.push(self.add(receive, span));
                }
                item => {
                    let (target, e, span) = self.emit_value(item);
                    out.push(match target {
                        Some(Target::Global(global)) => self.emit_define(global, e, span),
                        _ => e,
                    });
                }
            }
        }
        self.move_to(here);
    }

    fn emit_define(&mut self, global: GlobalRef, value: ExprId, span: Span) -> ExprId {
        let id = self.global_id(global);
        self.core.globals[id.index()].defined = true;
        self.add(Expr::DefineGlobal(id, value), span)
    }
}
