//! Text to Core.
//!
//! The reader of `eyas-datum` makes data of the text; this makes expressions of the data. Whether a symbol is a
//! keyword, a primitive or a variable is decided by its place and spelling alone: a name with a number is a variable,
//! one without is looked for among the keywords, then the primitives, then the variables.

use std::collections::HashMap;
use std::fmt;

use eyas_bytecode::Prim;
use eyas_datum::source::{Sources, Span};
use eyas_datum::symbol::Symbols;
use eyas_datum::{Datum, DatumKind, read_all};

use crate::core::walk::deep;
use crate::core::{
    Core, Expr, ExprId, GlobalId, GlobalVar, Lambda, LambdaId, LoopId, RecordType, RecordTypeId,
    Special, SwitchArm, Var, VarId,
};

/// Numbers in names are smaller: tables are made as large as the largest number.
const NUMBER_MAX: usize = 10_000_000;

/// What is wrong with a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseError {
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}: {}", self.span.start, self.message)
    }
}

impl std::error::Error for ParseError {}

type Parsed<T> = Result<T, ParseError>;

fn fail<T>(at: &Datum, message: impl Into<String>) -> Parsed<T> {
    Err(ParseError {
        span: at.span(),
        message: message.into(),
    })
}

/// Reads a program. Spans are places in `text`.
///
/// # Errors
/// The first thing in the text that is no Core. Scopes and stages are not checked: see [`crate::core::verify`].
pub fn parse(text: &str, symbols: &mut Symbols) -> Parsed<Core> {
    let mut sources = Sources::new();
    let file = sources.add("core", text);
    let (data, errors) = read_all(&sources, file, symbols);
    if let Some(error) = errors.first() {
        return Err(ParseError {
            span: Span::NONE,
            message: error.to_string(),
        });
    }
    let mut parser = Parser {
        core: Core::default(),
        symbols,
        vars: Names::default(),
        lambdas: Names::default(),
        globals: Names::default(),
        records: Names::default(),
        loops: Names::default(),
        declared: Vec::new(),
    };
    let start = parser.largest_number(&data)?;
    for names in [
        &mut parser.vars,
        &mut parser.lambdas,
        &mut parser.globals,
        &mut parser.records,
        &mut parser.loops,
    ] {
        names.next = start;
    }
    let Some((root, declarations)) = data.split_last() else {
        return Ok(parser.core);
    };
    for declaration in declarations {
        parser.declaration(declaration)?;
    }
    parser.core.root = Some(parser.expr(root)?);
    Ok(parser.core)
}

/// The indices that names stand for.
#[derive(Default)]
struct Names {
    known: HashMap<String, usize>,
    next: usize,
}

impl Names {
    fn index(&mut self, text: &str) -> usize {
        if let Some(&index) = self.known.get(text) {
            return index;
        }
        let index = match split(text) {
            (_, Some(number)) => number,
            _ => {
                self.next += 1;
                self.next - 1
            }
        };
        self.known.insert(text.into(), index);
        index
    }
}

/// `name.N` as name and number.
fn split(text: &str) -> (&str, Option<usize>) {
    if let Some((name, number)) = text.rsplit_once('.')
        && !name.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
        && let Ok(number) = number.parse()
    {
        return (if name == "_" { "" } else { name }, Some(number));
    }
    (if text == "_" { "" } else { text }, None)
}

struct Parser<'a> {
    core: Core,
    symbols: &'a mut Symbols,
    vars: Names,
    lambdas: Names,
    globals: Names,
    records: Names,
    loops: Names,
    /// Globals whose flags the text declares.
    declared: Vec<bool>,
}

impl Parser<'_> {
    /// One more than the largest number of a name, so that names without numbers get others.
    fn largest_number(&self, data: &[Datum]) -> Parsed<usize> {
        let mut pending: Vec<&Datum> = data.iter().collect();
        let mut next = 0;
        while let Some(datum) = pending.pop() {
            match datum.kind() {
                DatumKind::Symbol(symbol) => {
                    if let (_, Some(number)) = split(self.symbols.name(*symbol)) {
                        if number >= NUMBER_MAX {
                            return fail(datum, "the number is too large");
                        }
                        next = next.max(number + 1);
                    }
                }
                // Numbers in quoted data mean nothing.
                DatumKind::List { items, tail }
                    if items.first().and_then(|head| self.symbol(head)) != Some("quote") =>
                {
                    pending.extend(items.iter());
                    pending.extend(tail);
                }
                _ => {}
            }
        }
        Ok(next)
    }

    fn symbol(&self, datum: &Datum) -> Option<&str> {
        datum.as_symbol().map(|symbol| self.symbols.name(symbol))
    }

    fn name(&self, datum: &Datum) -> Parsed<String> {
        match self.symbol(datum) {
            Some(name) => Ok(name.to_string()),
            None => fail(datum, "a name is expected"),
        }
    }

    fn items<'d>(&self, datum: &'d Datum) -> Parsed<&'d [Datum]> {
        match datum.as_list() {
            Some(items) => Ok(items),
            None => fail(datum, "a list is expected"),
        }
    }

    fn number(&self, datum: &Datum) -> Parsed<u32> {
        if let DatumKind::Number(eyas_datum::Number::Fixnum(n)) = datum.kind()
            && let Ok(n) = u32::try_from(*n)
        {
            return Ok(n);
        }
        fail(datum, "an index is expected")
    }

    fn var(&mut self, datum: &Datum) -> Parsed<VarId> {
        let text = self.name(datum)?;
        let index = self.vars.index(&text);
        while self.core.vars.len() <= index {
            self.core.vars.push(Var {
                name: String::new(),
                span: Span::NONE,
                assigned: false,
            });
        }
        self.core.vars[index].name = split(&text).0.to_string();
        Ok(VarId(index as u32))
    }

    /// A variable where it is bound.
    fn binder(&mut self, datum: &Datum) -> Parsed<VarId> {
        let v = self.var(datum)?;
        self.core.vars[v.index()].span = datum.span();
        Ok(v)
    }

    fn lambda_name(&mut self, datum: &Datum) -> Parsed<LambdaId> {
        let text = self.name(datum)?;
        let id = LambdaId(self.lambdas.index(&text) as u32);
        self.reserve_lambda(id);
        self.core.lambdas[id.index()].name = split(&text).0.to_string();
        Ok(id)
    }

    fn reserve_lambda(&mut self, id: LambdaId) {
        while self.core.lambdas.len() <= id.index() {
            self.core.lambdas.push(Lambda {
                name: String::new(),
                span: Span::NONE,
                params: Vec::new(),
                rest: None,
                body: ExprId(u32::MAX),
                captures: 0,
                cases: None,
            });
        }
    }

    fn global(&mut self, datum: &Datum) -> Parsed<GlobalId> {
        let text = self.name(datum)?;
        let index = self.globals.index(&text);
        while self.core.globals.len() <= index {
            self.declared.push(false);
            self.core.globals.push(GlobalVar {
                module: "program".into(),
                name: String::new(),
                defined: false,
                mutable: false,
            });
        }
        self.core.globals[index].name = split(&text).0.to_string();
        Ok(GlobalId(index as u32))
    }

    fn record_type(&mut self, datum: &Datum) -> Parsed<RecordTypeId> {
        let text = self.name(datum)?;
        let index = self.records.index(&text);
        while self.core.record_types.len() <= index {
            self.core.record_types.push(RecordType {
                name: String::new(),
                fields: Vec::new(),
                mutable: 0,
            });
        }
        self.core.record_types[index].name = split(&text).0.to_string();
        Ok(RecordTypeId(index as u32))
    }

    fn loop_name(&mut self, datum: &Datum) -> Parsed<LoopId> {
        let text = self.name(datum)?;
        let index = self.loops.index(&text) as u32;
        self.core.loops = self.core.loops.max(index + 1);
        Ok(LoopId(index))
    }

    fn formals(&mut self, datum: &Datum) -> Parsed<(Vec<VarId>, Option<VarId>)> {
        match datum.kind() {
            DatumKind::Symbol(_) => Ok((Vec::new(), Some(self.binder(datum)?))),
            DatumKind::List { items, tail } => {
                let params = items
                    .iter()
                    .map(|v| self.binder(v))
                    .collect::<Parsed<_>>()?;
                let rest = tail.as_ref().map(|v| self.binder(v)).transpose()?;
                Ok((params, rest))
            }
            _ => fail(datum, "formals are expected"),
        }
    }

    fn declaration(&mut self, datum: &Datum) -> Parsed<()> {
        let items = self.items(datum)?;
        match (items.first().and_then(|head| self.symbol(head)), items) {
            (Some("name"), [_, name]) => {
                self.core.name = self.string(name)?;
            }
            (Some("global"), [_, name, module, flags @ ..]) => {
                let g = self.global(name)?;
                let module = self.string(module)?;
                self.declared[g.index()] = true;
                let mut global = self.core.globals[g.index()].clone();
                global.module = module;
                for flag in flags {
                    match self.symbol(flag) {
                        Some("defined") => global.defined = true,
                        Some("mutable") => global.mutable = true,
                        _ => return fail(flag, "the flags are defined and mutable"),
                    }
                }
                self.core.globals[g.index()] = global;
            }
            (Some("record-type"), [_, name, fields @ ..]) => {
                let t = self.record_type(name)?;
                for (i, field) in fields.iter().enumerate() {
                    let name = match field.as_list() {
                        Some([_, name]) => {
                            self.core.record_types[t.index()].mutable |= 1 << (i.min(63));
                            name
                        }
                        _ => field,
                    };
                    let name = self.name(name)?;
                    self.core.record_types[t.index()].fields.push(name);
                }
            }
            (Some("procedure"), [_, name, cases, captures]) => {
                let id = self.lambda_name(name)?;
                let cases = self.items(cases)?;
                let clauses: Vec<LambdaId> = cases
                    .iter()
                    .skip(1)
                    .map(|clause| self.lambda_name(clause))
                    .collect::<Parsed<_>>()?;
                let captures = self.number(captures)?;
                let span = datum.span();
                let body = self.core.add(Expr::Special(Special::Unspecified), span);
                let lambda = &mut self.core.lambdas[id.index()];
                lambda.span = span;
                lambda.cases = Some(clauses);
                lambda.captures = captures;
                lambda.body = body;
            }
            (Some("procedure"), [_, name, formals, captures, body]) => {
                let id = self.lambda_name(name)?;
                self.procedure(id, formals, body, datum.span())?;
                self.core.lambdas[id.index()].captures = self.number(captures)?;
            }
            _ => return fail(datum, "a declaration is expected"),
        }
        Ok(())
    }

    fn string(&self, datum: &Datum) -> Parsed<String> {
        match datum.kind() {
            DatumKind::String(text) => Ok(text.to_string()),
            _ => fail(datum, "a string is expected"),
        }
    }

    fn procedure(&mut self, id: LambdaId, formals: &Datum, body: &Datum, span: Span) -> Parsed<()> {
        let (params, rest) = self.formals(formals)?;
        let body = self.expr(body)?;
        let lambda = &mut self.core.lambdas[id.index()];
        lambda.span = span;
        lambda.params = params;
        lambda.rest = rest;
        lambda.body = body;
        Ok(())
    }

    /// `[name] formals body`
    fn clause(&mut self, parts: &[Datum], at: &Datum) -> Parsed<LambdaId> {
        match parts {
            [name, formals, body] => {
                let id = self.lambda_name(name)?;
                self.procedure(id, formals, body, at.span())?;
                Ok(id)
            }
            [formals, body] => {
                let id = LambdaId(self.lambdas.next as u32);
                self.lambdas.next += 1;
                self.reserve_lambda(id);
                self.procedure(id, formals, body, at.span())?;
                Ok(id)
            }
            _ => fail(at, "a procedure has a name, formals and a body"),
        }
    }

    fn bindings(&mut self, datum: &Datum) -> Parsed<Vec<(VarId, ExprId)>> {
        let mut bindings = Vec::new();
        for binding in self.items(datum)? {
            match binding.as_list() {
                Some([v, e]) => bindings.push((self.binder(v)?, self.expr(e)?)),
                _ => return fail(binding, "a binding has a variable and a value"),
            }
        }
        Ok(bindings)
    }

    fn exprs(&mut self, items: &[Datum]) -> Parsed<Vec<ExprId>> {
        items.iter().map(|item| self.expr(item)).collect()
    }

    fn expr(&mut self, datum: &Datum) -> Parsed<ExprId> {
        let expr = deep(|| self.form(datum))?;
        Ok(self.core.add(expr, datum.span()))
    }

    fn form(&mut self, datum: &Datum) -> Parsed<Expr> {
        let items = match datum.kind() {
            DatumKind::Symbol(_) => return Ok(Expr::Local(self.var(datum)?)),
            DatumKind::List { items, tail: None } if !items.is_empty() => items,
            DatumKind::List { .. } | DatumKind::Vector(_) => {
                return fail(datum, "an expression is expected");
            }
            _ => return Ok(Expr::Quote(datum.clone())),
        };
        let (head, rest) = (&items[0], &items[1..]);
        if let Some(name) = self.symbol(head) {
            let name = name.to_string();
            if split(&name).1.is_none() {
                if let Some(expr) = self.keyword(&name, rest, datum)? {
                    return Ok(expr);
                }
                if let Some(prim) = Prim::from_name(&name) {
                    return Ok(Expr::PrimCall(prim, self.exprs(rest)?));
                }
            }
        }
        let head = self.expr(head)?;
        Ok(Expr::Call(head, self.exprs(rest)?))
    }

    /// The form with this keyword, if it is one and has the right number of parts.
    #[expect(clippy::too_many_lines, reason = "one arm per form")]
    fn keyword(&mut self, name: &str, parts: &[Datum], at: &Datum) -> Parsed<Option<Expr>> {
        Ok(Some(match (name, parts) {
            ("quote", [datum]) => Expr::Quote(datum.clone()),
            ("unspecified", []) => Expr::Special(Special::Unspecified),
            ("eof", []) => Expr::Special(Special::Eof),
            ("absent", []) => Expr::Special(Special::Absent),
            ("unbound", []) => Expr::Special(Special::Unbound),
            ("global", [g]) => Expr::Global(self.global(g)?),
            ("primitive", [p]) => {
                let text = self.name(p)?;
                match Prim::from_name(&text) {
                    Some(prim) => Expr::Primitive(prim),
                    None => return fail(p, "no such primitive"),
                }
            }
            ("set!", [v, e]) => {
                let v = self.var(v)?;
                self.core.vars[v.index()].assigned = true;
                Expr::SetLocal(v, self.expr(e)?)
            }
            ("set-global!", [g, e]) => {
                let g = self.global(g)?;
                if !self.declared[g.index()] {
                    self.core.globals[g.index()].mutable = true;
                }
                Expr::SetGlobal(g, self.expr(e)?)
            }
            ("define-global", [g, e]) => {
                let g = self.global(g)?;
                if !self.declared[g.index()] {
                    self.core.globals[g.index()].defined = true;
                }
                Expr::DefineGlobal(g, self.expr(e)?)
            }
            ("if", [a, b, c]) => Expr::If(self.expr(a)?, self.expr(b)?, self.expr(c)?),
            ("begin", items) if !items.is_empty() => Expr::Begin(self.exprs(items)?),
            ("lambda", parts) => Expr::Lambda(self.clause(parts, at)?),
            ("case-lambda", clauses) => {
                let mut ids = Vec::new();
                for clause in clauses {
                    let parts = self.items(clause)?;
                    ids.push(self.clause(parts, clause)?);
                }
                Expr::CaseLambda(ids)
            }
            ("let", [bindings, body]) => Expr::Let(self.bindings(bindings)?, self.expr(body)?),
            ("letrec*", [bindings, body]) => {
                Expr::Letrec(self.bindings(bindings)?, self.expr(body)?)
            }
            ("fix", [bindings, body]) => Expr::Fix(self.bindings(bindings)?, self.expr(body)?),
            ("values", items) => Expr::Values(self.exprs(items)?),
            ("receive", [formals, producer, body]) => {
                let (vars, rest) = self.formals(formals)?;
                let producer = self.expr(producer)?;
                Expr::Receive {
                    vars,
                    rest,
                    producer,
                    body: self.expr(body)?,
                }
            }
            ("receive-into", [producer, consumer]) => Expr::ReceiveInto {
                producer: self.expr(producer)?,
                consumer: self.expr(consumer)?,
            },
            ("apply", [head, args @ ..]) => {
                let head = self.expr(head)?;
                Expr::Apply(head, self.exprs(args)?)
            }
            ("call/cc", [e]) => Expr::CallCc(self.expr(e)?),
            ("call/1cc", [e]) => Expr::CallOnce(self.expr(e)?),
            ("record-type", [t]) => Expr::RecordTypeValue(self.record_type(t)?),
            ("record-make", [t, args @ ..]) => {
                let t = self.record_type(t)?;
                Expr::RecordMake(t, self.exprs(args)?)
            }
            ("record-ref", [t, i, e]) => {
                let t = self.record_type(t)?;
                Expr::RecordRef(t, self.number(i)?, self.expr(e)?)
            }
            ("record-set!", [t, i, e, value]) => {
                let t = self.record_type(t)?;
                Expr::RecordSet(t, self.number(i)?, self.expr(e)?, self.expr(value)?)
            }
            ("record?", [t, e]) => {
                let t = self.record_type(t)?;
                Expr::IsRecord(t, self.expr(e)?)
            }
            ("make-cell", [e]) => Expr::MakeCell(self.expr(e)?),
            ("cell-ref", [v]) => Expr::CellRef(self.var(v)?, false),
            ("cell-ref-checked", [v]) => Expr::CellRef(self.var(v)?, true),
            ("cell-set!", [v, e]) => {
                let v = self.var(v)?;
                Expr::CellSet(v, self.expr(e)?)
            }
            ("loop", [name, bindings, body]) => {
                let name = self.loop_name(name)?;
                let vars = self.bindings(bindings)?;
                Expr::Loop {
                    name,
                    vars,
                    body: self.expr(body)?,
                }
            }
            ("continue", [name, args @ ..]) => {
                let name = self.loop_name(name)?;
                Expr::Continue(name, self.exprs(args)?)
            }
            ("switch", [subject, arms @ .., default]) => {
                let subject = self.expr(subject)?;
                let mut parsed = Vec::new();
                for arm in arms {
                    let Some([keys, body]) = arm.as_list() else {
                        return fail(arm, "an arm has keys and a body");
                    };
                    let keys = self.items(keys)?.to_vec();
                    parsed.push(SwitchArm {
                        keys,
                        body: self.expr(body)?,
                    });
                }
                Expr::Switch {
                    subject,
                    arms: parsed,
                    default: self.expr(default)?,
                }
            }
            ("make-closure", [l, values @ ..]) => {
                let l = self.lambda_name(l)?;
                Expr::MakeClosure(l, self.exprs(values)?)
            }
            ("closure", [l]) => Expr::ClosureConstant(self.lambda_name(l)?),
            ("free", [i]) => Expr::Free(self.number(i)?),
            ("running-closure", []) => Expr::RunningClosure,
            ("patch-closure!", [closure, i, value]) => Expr::PatchClosure {
                closure: self.expr(closure)?,
                index: self.number(i)?,
                value: self.expr(value)?,
            },
            ("call-known", [l, closure, args @ ..]) => {
                let lambda = self.lambda_name(l)?;
                let closure = match closure.kind() {
                    DatumKind::Bool(false) => None,
                    _ => Some(self.expr(closure)?),
                };
                Expr::CallKnown {
                    lambda,
                    closure,
                    args: self.exprs(args)?,
                }
            }
            _ => return Ok(None),
        }))
    }
}
