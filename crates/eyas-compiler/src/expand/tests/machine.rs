//! A small evaluator of Core, so that tests can look at what programs do and not at what they expand to. It is
//! also the evaluator of procedural macros.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use eyas_bytecode::Prim;
use eyas_datum::datum::{Datum, DatumKind};
use eyas_datum::number::Number;
use eyas_datum::source::Span;
use eyas_datum::symbol::{Symbol, Symbols};

use crate::core::verify::{Stage, verify};
use crate::core::{Core, Expr, ExprId, LambdaId, RecordTypeId, Special, VarId};
use crate::expand::binding::LibraryId;
use crate::expand::er::{MacroContext, MacroEvaluator, TransformerHandle};
use crate::session::{Expanded, Frontend};

#[derive(Clone)]
pub(super) enum Value {
    Datum(Datum),
    Pair(Rc<(Value, Value)>),
    Vector(Rc<Vec<Value>>),
    Closure(Rc<Core>, Vec<LambdaId>, Rc<Frame>),
    Primitive(Prim),
    Rename,
    Compare,
    RecordType,
    Record(*const Core, RecordTypeId, Rc<RefCell<Vec<Value>>>),
    Values(Rc<Vec<Value>>),
    Unspecified,
}

#[derive(Default)]
pub(super) struct Frame {
    vars: RefCell<HashMap<VarId, Value>>,
    parent: Option<Rc<Frame>>,
}

#[derive(Default)]
pub(super) struct Machine {
    globals: HashMap<(String, String), Value>,
    transformers: Vec<Value>,
}

type Outcome = Result<Value, String>;

/// What a transformer may ask, if one is running.
struct Asked<'c>(Option<&'c mut dyn MacroContext>);

impl Machine {
    /// Runs the libraries and the program; yields what the program's value prints as.
    pub(super) fn run(&mut self, fe: &mut Frontend, expanded: Expanded) -> String {
        self.run_libraries(fe, &expanded.libraries);
        match self.execute(expanded.core) {
            Ok(value) => show(&value, &fe.symbols),
            Err(message) => format!("error: {message}"),
        }
    }

    fn run_libraries(&mut self, fe: &mut Frontend, libraries: &[LibraryId]) {
        for &id in libraries {
            if let Some(core) = fe.take_core(id) {
                self.execute(core).expect("a library runs");
            }
        }
    }

    fn execute(&mut self, core: Core) -> Outcome {
        verify(&core, Stage::Expanded).expect("Core is well formed");
        let core = Rc::new(core);
        let root = core.root.ok_or("no root")?;
        self.eval(&core, root, &Rc::default(), &mut Asked(None))
    }

    fn eval(
        &mut self,
        core: &Rc<Core>,
        e: ExprId,
        env: &Rc<Frame>,
        asked: &mut Asked<'_>,
    ) -> Outcome {
        stacker::maybe_grow(256 * 1024, 4 * 1024 * 1024, || {
            self.eval_inner(core, e, env, asked)
        })
    }

    fn eval_inner(
        &mut self,
        core: &Rc<Core>,
        e: ExprId,
        env: &Rc<Frame>,
        asked: &mut Asked<'_>,
    ) -> Outcome {
        Ok(match core.expr(e) {
            Expr::Quote(datum) => from_datum(datum),
            Expr::Special(Special::Unspecified) => Value::Unspecified,
            Expr::Local(var) => lookup(env, *var).ok_or("a variable used too early")?,
            Expr::Global(g) => {
                let global = &core.globals[g.index()];
                let key = (global.module.clone(), global.name.clone());
                self.globals
                    .get(&key)
                    .cloned()
                    .ok_or(format!("unbound {}", global.name))?
            }
            Expr::Primitive(prim) => Value::Primitive(*prim),
            Expr::SetLocal(var, e) => {
                let value = self.eval(core, *e, env, asked)?;
                assign(env, *var, value);
                Value::Unspecified
            }
            Expr::SetGlobal(g, e) | Expr::DefineGlobal(g, e) => {
                let value = self.eval(core, *e, env, asked)?;
                let global = &core.globals[g.index()];
                let key = (global.module.clone(), global.name.clone());
                self.globals.insert(key, value);
                Value::Unspecified
            }
            Expr::If(test, yes, no) => {
                let test = self.eval(core, *test, env, asked)?;
                let branch = if is_true(&test) { yes } else { no };
                return self.eval(core, *branch, env, asked);
            }
            Expr::Begin(exprs) => {
                let mut last = Value::Unspecified;
                for &e in exprs {
                    last = self.eval(core, e, env, asked)?;
                }
                last
            }
            Expr::Lambda(l) => Value::Closure(core.clone(), vec![*l], env.clone()),
            Expr::CaseLambda(clauses) => Value::Closure(core.clone(), clauses.clone(), env.clone()),
            Expr::Let(bindings, body) => {
                let mut vars = HashMap::new();
                for (var, e) in bindings {
                    vars.insert(*var, self.eval(core, *e, env, asked)?);
                }
                return self.eval(core, *body, &inner(env, vars), asked);
            }
            Expr::Letrec(bindings, body) => {
                let env = inner(env, HashMap::new());
                for (var, e) in bindings {
                    let value = self.eval(core, *e, &env, asked)?;
                    env.vars.borrow_mut().insert(*var, value);
                }
                return self.eval(core, *body, &env, asked);
            }
            Expr::Call(f, args) => {
                let f = self.eval(core, *f, env, asked)?;
                let args = self.eval_all(core, args, env, asked)?;
                return self.call(&f, args, asked);
            }
            Expr::PrimCall(prim, args) => {
                let args = self.eval_all(core, args, env, asked)?;
                primitive(*prim, &args)?
            }
            Expr::Values(args) => {
                let mut args = self.eval_all(core, args, env, asked)?;
                if args.len() == 1 {
                    args.swap_remove(0)
                } else {
                    Value::Values(Rc::new(args))
                }
            }
            Expr::Receive {
                vars,
                rest,
                producer,
                body,
            } => {
                let mut values = spread(self.eval(core, *producer, env, asked)?);
                if values.len() < vars.len() || (rest.is_none() && values.len() > vars.len()) {
                    return Err("wrong number of values".to_owned());
                }
                let more = values.split_off(vars.len());
                let mut frame: HashMap<VarId, Value> = vars.iter().copied().zip(values).collect();
                frame.extend(rest.map(|rest| (rest, list(more))));
                return self.eval(core, *body, &inner(env, frame), asked);
            }
            Expr::ReceiveInto { producer, consumer } => {
                let consumer = self.eval(core, *consumer, env, asked)?;
                let values = spread(self.eval(core, *producer, env, asked)?);
                return self.call(&consumer, values, asked);
            }
            Expr::Apply(f, args) => {
                let f = self.eval(core, *f, env, asked)?;
                let mut args = self.eval_all(core, args, env, asked)?;
                let last = args.pop().ok_or("apply without a list")?;
                args.extend(elements(&last)?);
                return self.call(&f, args, asked);
            }
            Expr::RecordTypeValue(_) => Value::RecordType,
            Expr::RecordMake(t, args) => {
                let args = self.eval_all(core, args, env, asked)?;
                Value::Record(Rc::as_ptr(core), *t, Rc::new(RefCell::new(args)))
            }
            Expr::RecordRef(t, i, e) => match self.eval(core, *e, env, asked)? {
                Value::Record(c, u, fields) if (c, u) == (Rc::as_ptr(core), *t) => {
                    fields.borrow()[*i as usize].clone()
                }
                _ => return Err("not such a record".to_owned()),
            },
            Expr::RecordSet(_, i, e, v) => {
                let record = self.eval(core, *e, env, asked)?;
                let v = self.eval(core, *v, env, asked)?;
                if let Value::Record(_, _, fields) = record {
                    fields.borrow_mut()[*i as usize] = v;
                }
                Value::Unspecified
            }
            Expr::IsRecord(t, e) => {
                let value = self.eval(core, *e, env, asked)?;
                let is =
                    matches!(value, Value::Record(c, u, _) if (c, u) == (Rc::as_ptr(core), *t));
                boolean(is)
            }
            other => return Err(format!("cannot evaluate {other:?}")),
        })
    }

    fn eval_all(
        &mut self,
        core: &Rc<Core>,
        exprs: &[ExprId],
        env: &Rc<Frame>,
        asked: &mut Asked<'_>,
    ) -> Result<Vec<Value>, String> {
        exprs
            .iter()
            .map(|&e| self.eval(core, e, env, asked))
            .collect()
    }

    fn call(&mut self, f: &Value, mut args: Vec<Value>, asked: &mut Asked<'_>) -> Outcome {
        match f {
            Value::Primitive(prim) => primitive(*prim, &args),
            Value::Rename => {
                let context = asked.0.as_mut().ok_or("nobody to ask")?;
                let name = symbol(&args[0]).ok_or("not a symbol")?;
                Ok(Value::Datum(Datum::symbol(
                    Span::NONE,
                    context.rename(name),
                )))
            }
            Value::Compare => {
                let context = asked.0.as_mut().ok_or("nobody to ask")?;
                Ok(boolean(
                    context.compare(&to_datum(&args[0])?, &to_datum(&args[1])?),
                ))
            }
            Value::Closure(core, clauses, env) => {
                for l in clauses {
                    let lambda = &core.lambdas[l.index()];
                    let count = lambda.params.len();
                    if args.len() < count || (lambda.rest.is_none() && args.len() > count) {
                        continue;
                    }
                    let more = args.split_off(count);
                    let mut frame: HashMap<VarId, Value> =
                        lambda.params.iter().copied().zip(args).collect();
                    frame.extend(lambda.rest.map(|rest| (rest, list(more))));
                    return self.eval(core, lambda.body, &inner(env, frame), asked);
                }
                Err("wrong number of arguments".to_owned())
            }
            _ => Err("not a procedure".to_owned()),
        }
    }
}

impl MacroEvaluator for Machine {
    fn evaluate(
        &mut self,
        fe: &mut Frontend,
        libraries: &[LibraryId],
        core: Core,
    ) -> Result<TransformerHandle, String> {
        self.run_libraries(fe, libraries);
        let procedure = self.execute(core)?;
        self.transformers.push(procedure);
        Ok(TransformerHandle(self.transformers.len() as u32 - 1))
    }

    fn apply(
        &mut self,
        transformer: TransformerHandle,
        form: &Datum,
        context: &mut dyn MacroContext,
    ) -> Result<Datum, String> {
        let f = self.transformers[transformer.0 as usize].clone();
        let args = vec![from_datum(form), Value::Rename, Value::Compare];
        to_datum(&self.call(&f, args, &mut Asked(Some(context)))?)
    }
}

fn inner(env: &Rc<Frame>, vars: HashMap<VarId, Value>) -> Rc<Frame> {
    Rc::new(Frame {
        vars: RefCell::new(vars),
        parent: Some(env.clone()),
    })
}

fn lookup(env: &Rc<Frame>, var: VarId) -> Option<Value> {
    let mut at = Some(env);
    while let Some(frame) = at {
        if let Some(value) = frame.vars.borrow().get(&var) {
            return Some(value.clone());
        }
        at = frame.parent.as_ref();
    }
    None
}

fn assign(env: &Rc<Frame>, var: VarId, value: Value) {
    let mut at = Some(env);
    while let Some(frame) = at {
        if let Some(slot) = frame.vars.borrow_mut().get_mut(&var) {
            *slot = value;
            return;
        }
        at = frame.parent.as_ref();
    }
}

fn boolean(value: bool) -> Value {
    Value::Datum(Datum::bool(Span::NONE, value))
}

fn fixnum(value: i64) -> Value {
    Value::Datum(Datum::number(Span::NONE, Number::Fixnum(value)))
}

fn is_true(value: &Value) -> bool {
    !matches!(value, Value::Datum(d) if matches!(d.kind(), DatumKind::Bool(false)))
}

fn symbol(value: &Value) -> Option<Symbol> {
    match value {
        Value::Datum(d) => d.as_symbol(),
        _ => None,
    }
}

fn spread(value: Value) -> Vec<Value> {
    match value {
        Value::Values(values) => values.to_vec(),
        other => vec![other],
    }
}

fn nil() -> Value {
    Value::Datum(Datum::nil(Span::NONE))
}

fn list(items: Vec<Value>) -> Value {
    list_with_tail(items, nil())
}

fn list_with_tail(items: Vec<Value>, tail: Value) -> Value {
    items
        .into_iter()
        .rev()
        .fold(tail, |tail, head| Value::Pair(Rc::new((head, tail))))
}

fn elements(value: &Value) -> Result<Vec<Value>, String> {
    let mut out = Vec::new();
    let mut at = value.clone();
    while let Value::Pair(pair) = at {
        out.push(pair.0.clone());
        at = pair.1.clone();
    }
    match at {
        Value::Datum(d) if d.is_nil() => Ok(out),
        _ => Err("not a list".to_owned()),
    }
}

fn from_datum(datum: &Datum) -> Value {
    match datum.kind() {
        DatumKind::List { items, tail } => {
            let tail = tail.as_ref().map_or_else(nil, from_datum);
            list_with_tail(items.iter().map(from_datum).collect(), tail)
        }
        DatumKind::Vector(items) => Value::Vector(Rc::new(items.iter().map(from_datum).collect())),
        _ => Value::Datum(datum.clone()),
    }
}

fn to_datum(value: &Value) -> Result<Datum, String> {
    Ok(match value {
        Value::Datum(d) => d.clone(),
        Value::Pair(_) => {
            let mut items = Vec::new();
            let mut at = value.clone();
            while let Value::Pair(pair) = at {
                items.push(to_datum(&pair.0)?);
                at = pair.1.clone();
            }
            Datum::list_with_tail(Span::NONE, items, to_datum(&at)?)
        }
        Value::Vector(items) => {
            let items: Result<Vec<Datum>, String> = items.iter().map(to_datum).collect();
            Datum::vector(Span::NONE, items?)
        }
        _ => return Err("a value that is no datum".to_owned()),
    })
}

fn number(value: &Value) -> Result<i64, String> {
    match value {
        Value::Datum(d) => match d.kind() {
            DatumKind::Number(Number::Fixnum(n)) => Ok(*n),
            _ => Err("not a number".to_owned()),
        },
        _ => Err("not a number".to_owned()),
    }
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Datum(a), Value::Datum(b)) => a == b,
        (Value::Pair(a), Value::Pair(b)) => same(&a.0, &b.0) && same(&a.1, &b.1),
        _ => false,
    }
}

fn pair(value: &Value) -> Result<Rc<(Value, Value)>, String> {
    match value {
        Value::Pair(pair) => Ok(pair.clone()),
        _ => Err("not a pair".to_owned()),
    }
}

fn primitive(prim: Prim, args: &[Value]) -> Outcome {
    if !prim.accepts(args.len()) {
        return Err("wrong number of arguments".to_owned());
    }
    Ok(match prim {
        Prim::Cons => Value::Pair(Rc::new((args[0].clone(), args[1].clone()))),
        Prim::Car => pair(&args[0])?.0.clone(),
        Prim::Cdr => pair(&args[0])?.1.clone(),
        Prim::Cadr => pair(&pair(&args[0])?.1)?.0.clone(),
        Prim::Cddr => pair(&pair(&args[0])?.1)?.1.clone(),
        Prim::Caddr => pair(&pair(&pair(&args[0])?.1)?.1)?.0.clone(),
        Prim::List => list(args.to_vec()),
        Prim::ConsStar => {
            let (last, items) = args.split_last().ok_or("no argument")?;
            list_with_tail(items.to_vec(), last.clone())
        }
        Prim::Append => {
            let (last, lists) = args.split_last().ok_or("no argument")?;
            let mut items = Vec::new();
            for l in lists {
                items.extend(elements(l)?);
            }
            list_with_tail(items, last.clone())
        }
        Prim::Vector => Value::Vector(Rc::new(args.to_vec())),
        Prim::ListToVector => Value::Vector(Rc::new(elements(&args[0])?)),
        Prim::VectorRef => match &args[0] {
            Value::Vector(items) => items[number(&args[1])? as usize].clone(),
            _ => return Err("not a vector".to_owned()),
        },
        Prim::Length => fixnum(elements(&args[0])?.len() as i64),
        Prim::IsPair => boolean(matches!(args[0], Value::Pair(_))),
        Prim::IsNull => boolean(matches!(&args[0], Value::Datum(d) if d.is_nil())),
        Prim::IsSymbol => boolean(symbol(&args[0]).is_some()),
        Prim::IsProcedure => boolean(matches!(args[0], Value::Closure(..) | Value::Primitive(_))),
        Prim::Not => boolean(!is_true(&args[0])),
        Prim::IsEq | Prim::IsEqv | Prim::IsEqual => boolean(same(&args[0], &args[1])),
        Prim::Memv => boolean(elements(&args[1])?.iter().any(|x| same(x, &args[0]))),
        Prim::Plus => fixnum(args.iter().map(number).sum::<Result<i64, String>>()?),
        Prim::Times => fixnum(args.iter().map(number).product::<Result<i64, String>>()?),
        Prim::Minus => fixnum(number(&args[0])? - number(&args[1])?),
        Prim::NumEqual => boolean(number(&args[0])? == number(&args[1])?),
        Prim::LessThan => boolean(number(&args[0])? < number(&args[1])?),
        Prim::MoreThan => boolean(number(&args[0])? > number(&args[1])?),
        other => return Err(format!("no primitive {}", other.name())),
    })
}

fn show(value: &Value, symbols: &Symbols) -> String {
    match value {
        Value::Unspecified => "unspecified".to_owned(),
        Value::Values(values) => {
            let shown: Vec<String> = values.iter().map(|v| show(v, symbols)).collect();
            format!("values {}", shown.join(" "))
        }
        Value::Closure(..) | Value::Primitive(_) => "procedure".to_owned(),
        Value::Record(..) => "record".to_owned(),
        Value::RecordType => "record-type".to_owned(),
        other => match to_datum(other) {
            Ok(datum) => eyas_datum::writer::write(&datum, symbols),
            Err(_) => "compound".to_owned(),
        },
    }
}
