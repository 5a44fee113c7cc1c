//! An evaluator of Core of any stage, for comparing: slow, plain, and limited to what generated programs use.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use eyas_bytecode::Prim;
use eyas_compiler::core::{Core, Expr, ExprId, LambdaId, LoopId, Special, VarId};
use eyas_datum::{Datum, DatumKind, Number};

/// What running a program came to.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// What it displayed and its value or error.
    Done(String),
    /// It was stopped.
    TooLong,
}

#[derive(Clone)]
enum Value {
    Datum(Datum),
    Special(Special),
    Pair(Rc<(Value, Value)>),
    Closure(Rc<Closure>),
    Primitive(Prim),
    Cell(Rc<RefCell<Value>>),
    Several(Rc<Vec<Value>>),
    /// A variable that changes after it is bound: assigned, or recursive. Only ever in scopes.
    Variable(Rc<RefCell<Value>>),
}

struct Closure {
    clauses: Vec<LambdaId>,
    scope: Scope,
    captured: RefCell<Vec<Value>>,
}

/// Variables, innermost last.
type Scope = Rc<RefCell<HashMap<VarId, Value>>>;

enum Stop {
    Raise,
    TooLong,
    Continue(LoopId, Vec<Value>),
}

type Run<T = Value> = Result<T, Stop>;

struct Evaluator<'a> {
    core: &'a Core,
    globals: Vec<Option<Value>>,
    shown: String,
    steps: usize,
    depth: usize,
}

/// Runs a program for so many steps.
pub(crate) fn evaluate(core: &Core, steps: usize) -> Outcome {
    let mut evaluator = Evaluator {
        core,
        globals: vec![None; core.globals.len()],
        shown: String::new(),
        steps,
        depth: 0,
    };
    let Some(root) = core.root else {
        return Outcome::Done(String::new());
    };
    let result = evaluator.eval(root, &Scope::default(), None);
    let end = match result {
        Ok(value) => show(&value),
        // A program with two errors may meet either first; which one is not compared.
        Err(Stop::Raise) => "error".to_string(),
        Err(Stop::TooLong) => return Outcome::TooLong,
        Err(Stop::Continue(..)) => "continue outside its loop".to_string(),
    };
    Outcome::Done(format!("{}{end}", evaluator.shown))
}

fn show(value: &Value) -> String {
    match value {
        Value::Datum(datum) => match as_number(datum) {
            Some(x) => format!("{x} "),
            None => format!("{datum:?} "),
        },
        Value::Special(special) => format!("{special:?} "),
        Value::Pair(pair) => format!("({} . {}) ", show(&pair.0), show(&pair.1)),
        Value::Closure(_) | Value::Primitive(_) => "procedure ".into(),
        Value::Cell(_) | Value::Variable(_) => "cell ".into(),
        Value::Several(values) => values.iter().map(show).collect(),
    }
}

fn datum(kind: DatumKind) -> Value {
    Value::Datum(Datum::new(eyas_datum::Span::NONE, kind))
}

fn boolean(value: bool) -> Value {
    datum(DatumKind::Bool(value))
}

fn is_true(value: &Value) -> bool {
    !matches!(value, Value::Datum(d) if matches!(d.kind(), DatumKind::Bool(false)))
}

/// A quoted list as pairs.
fn quoted(constant: &Datum) -> Value {
    match constant.as_list() {
        Some([]) | None => Value::Datum(constant.clone()),
        Some(items) => list(items.iter().map(quoted).collect()),
    }
}

fn list(items: Vec<Value>) -> Value {
    let nil = Value::Datum(Datum::nil(eyas_datum::Span::NONE));
    items
        .into_iter()
        .rev()
        .fold(nil, |tail, item| Value::Pair(Rc::new((item, tail))))
}

fn unlist(mut value: Value) -> Run<Vec<Value>> {
    let mut items = Vec::new();
    loop {
        value = match &value {
            Value::Pair(pair) => {
                items.push(pair.0.clone());
                pair.1.clone()
            }
            Value::Datum(d) if d.is_nil() => return Ok(items),
            _ => return Err(Stop::Raise),
        };
    }
}

impl Evaluator<'_> {
    fn all(&mut self, ids: &[ExprId], scope: &Scope, own: Option<&Rc<Closure>>) -> Run<Vec<Value>> {
        ids.iter().map(|&id| self.eval(id, scope, own)).collect()
    }

    fn get(scope: &Scope, v: VarId) -> Run {
        match scope.borrow().get(&v) {
            Some(Value::Variable(variable)) => Ok(variable.borrow().clone()),
            Some(value) => Ok(value.clone()),
            None => Err(Stop::Raise),
        }
    }

    /// What a scope holds for a variable with this first value.
    fn variable(&self, v: VarId, value: Value) -> Value {
        if self.core.vars[v.index()].assigned {
            Value::Variable(Rc::new(RefCell::new(value)))
        } else {
            value
        }
    }

    /// Each procedure call, and each iteration, has a scope of its own, since closures may capture it.
    fn copy(scope: &Scope) -> Scope {
        Rc::new(RefCell::new(scope.borrow().clone()))
    }

    fn eval(&mut self, id: ExprId, scope: &Scope, own: Option<&Rc<Closure>>) -> Run {
        if self.steps == 0 || self.depth > 1_500 {
            return Err(Stop::TooLong);
        }
        self.steps -= 1;
        self.depth += 1;
        let result = stacker::maybe_grow(256 << 10, 4 << 20, || self.form(id, scope, own));
        self.depth -= 1;
        result
    }

    #[expect(clippy::too_many_lines, reason = "one arm per form")]
    fn form(&mut self, id: ExprId, scope: &Scope, own: Option<&Rc<Closure>>) -> Run {
        let core = self.core;
        let unspecified = Value::Special(Special::Unspecified);
        Ok(match core.expr(id) {
            Expr::Quote(constant) => quoted(constant),
            Expr::Special(special) => Value::Special(*special),
            Expr::Local(v) => match Self::get(scope, *v)? {
                Value::Special(Special::Unbound) => return Err(Stop::Raise),
                value => value,
            },
            Expr::Global(g) => self.globals[g.index()].clone().ok_or(Stop::Raise)?,
            Expr::Primitive(p) => Value::Primitive(*p),
            Expr::SetLocal(v, e) => {
                let value = self.eval(*e, scope, own)?;
                match scope.borrow().get(v) {
                    Some(Value::Variable(variable)) => *variable.borrow_mut() = value,
                    _ => return Err(Stop::Raise),
                }
                unspecified
            }
            Expr::DefineGlobal(g, e) | Expr::SetGlobal(g, e) => {
                let value = self.eval(*e, scope, own)?;
                self.globals[g.index()] = Some(value);
                unspecified
            }
            Expr::If(test, then, otherwise) => {
                let truth = is_true(&self.eval(*test, scope, own)?);
                self.eval(if truth { *then } else { *otherwise }, scope, own)?
            }
            Expr::Begin(items) => self.all(items, scope, own)?.pop().unwrap_or(unspecified),
            Expr::Lambda(lambda) => Value::Closure(Rc::new(Closure {
                clauses: vec![*lambda],
                scope: scope.clone(),
                captured: RefCell::default(),
            })),
            Expr::CaseLambda(clauses) => Value::Closure(Rc::new(Closure {
                clauses: clauses.clone(),
                scope: scope.clone(),
                captured: RefCell::default(),
            })),
            Expr::Let(bindings, body) => {
                let inner = Self::copy(scope);
                for (v, e) in bindings {
                    let value = self.eval(*e, scope, own)?;
                    let value = self.variable(*v, value);
                    inner.borrow_mut().insert(*v, value);
                }
                self.eval(*body, &inner, own)?
            }
            Expr::Letrec(bindings, body) | Expr::Fix(bindings, body) => {
                let inner = Self::copy(scope);
                let mut variables = Vec::new();
                for (v, _) in bindings {
                    let variable = Rc::new(RefCell::new(Value::Special(Special::Unbound)));
                    inner
                        .borrow_mut()
                        .insert(*v, Value::Variable(variable.clone()));
                    variables.push(variable);
                }
                for ((_, e), variable) in bindings.iter().zip(variables) {
                    let value = self.eval(*e, &inner, own)?;
                    *variable.borrow_mut() = value;
                }
                self.eval(*body, &inner, own)?
            }
            Expr::Call(head, args) => {
                let head = self.eval(*head, scope, own)?;
                let args = self.all(args, scope, own)?;
                self.apply(&head, args)?
            }
            Expr::PrimCall(p, args) => {
                let args = self.all(args, scope, own)?;
                self.primitive(*p, &args)?
            }
            Expr::Values(items) => match &self.all(items, scope, own)?[..] {
                [only] => only.clone(),
                values => Value::Several(Rc::new(values.to_vec())),
            },
            Expr::Receive {
                vars,
                rest,
                producer,
                body,
            } => {
                let values = match self.eval(*producer, scope, own)? {
                    Value::Several(values) => values.to_vec(),
                    value => vec![value],
                };
                let inner = Self::copy(scope);
                self.bind(&inner, vars, *rest, values)?;
                self.eval(*body, &inner, own)?
            }
            Expr::Apply(head, args) => {
                let head = self.eval(*head, scope, own)?;
                let mut args = self.all(args, scope, own)?;
                let last = args.pop().ok_or(Stop::Raise)?;
                args.extend(unlist(last)?);
                self.apply(&head, args)?
            }
            Expr::MakeCell(e) => Value::Cell(Rc::new(RefCell::new(self.eval(*e, scope, own)?))),
            Expr::CellRef(v, checked) => match Self::get(scope, *v)? {
                Value::Cell(cell) => match cell.borrow().clone() {
                    Value::Special(Special::Unbound) if *checked => {
                        return Err(Stop::Raise);
                    }
                    value => value,
                },
                _ => return Err(Stop::Raise),
            },
            Expr::CellSet(v, e) => {
                let value = self.eval(*e, scope, own)?;
                match Self::get(scope, *v)? {
                    Value::Cell(cell) => *cell.borrow_mut() = value,
                    _ => return Err(Stop::Raise),
                }
                unspecified
            }
            Expr::Loop { name, vars, body } => {
                let inner: Vec<ExprId> = vars.iter().map(|(_, e)| *e).collect();
                let mut values = self.all(&inner, scope, own)?;
                loop {
                    let inner = Self::copy(scope);
                    for ((v, _), value) in vars.iter().zip(values) {
                        inner.borrow_mut().insert(*v, value);
                    }
                    match self.eval(*body, &inner, own) {
                        Err(Stop::Continue(to, next)) if to == *name => values = next,
                        result => return result,
                    }
                }
            }
            Expr::Continue(name, args) => {
                let args = self.all(args, scope, own)?;
                return Err(Stop::Continue(*name, args));
            }
            Expr::Switch {
                subject,
                arms,
                default,
            } => {
                let subject = self.eval(*subject, scope, own)?;
                let is_key = |key: &Datum| match &subject {
                    Value::Datum(d) => {
                        d == key || as_number(d).is_some_and(|x| as_number(key) == Some(x))
                    }
                    _ => false,
                };
                let arm = arms.iter().find(|arm| arm.keys.iter().any(is_key));
                self.eval(arm.map_or(*default, |arm| arm.body), scope, own)?
            }
            Expr::MakeClosure(lambda, values) => {
                let captured = self.all(values, scope, own)?;
                Value::Closure(Rc::new(self.separate(*lambda, captured)))
            }
            Expr::ClosureConstant(lambda) => {
                Value::Closure(Rc::new(self.separate(*lambda, Vec::new())))
            }
            Expr::Free(i) => own
                .and_then(|own| own.captured.borrow().get(*i as usize).cloned())
                .ok_or(Stop::Raise)?,
            Expr::RunningClosure => Value::Closure(own.cloned().ok_or(Stop::Raise)?),
            Expr::PatchClosure {
                closure,
                index,
                value,
            } => {
                let value = self.eval(*value, scope, own)?;
                if let Value::Closure(closure) = self.eval(*closure, scope, own)? {
                    closure.captured.borrow_mut()[*index as usize] = value;
                }
                unspecified
            }
            Expr::CallKnown {
                lambda,
                closure,
                args,
            } => {
                let closure = closure.map(|e| self.eval(e, scope, own)).transpose()?;
                let args = self.all(args, scope, own)?;
                let own = match closure {
                    Some(Value::Closure(closure)) => Some(closure),
                    _ => None,
                };
                self.enter(*lambda, args, &Scope::default(), own.as_ref())?
            }
            _ => return Err(Stop::Raise),
        })
    }

    fn separate(&self, lambda: LambdaId, captured: Vec<Value>) -> Closure {
        let cases = &self.core.lambdas[lambda.index()].cases;
        let clauses = cases.clone().unwrap_or_else(|| vec![lambda]);
        Closure {
            clauses,
            scope: Scope::default(),
            captured: RefCell::new(captured),
        }
    }

    fn bind(
        &self,
        scope: &Scope,
        vars: &[VarId],
        rest: Option<VarId>,
        mut values: Vec<Value>,
    ) -> Run<()> {
        if values.len() < vars.len() || (values.len() > vars.len() && rest.is_none()) {
            return Err(Stop::Raise);
        }
        let more = values.split_off(vars.len());
        let values = values.into_iter().chain(rest.map(|_| list(more)));
        for (&v, value) in vars.iter().chain(&rest).zip(values) {
            let value = self.variable(v, value);
            scope.borrow_mut().insert(v, value);
        }
        Ok(())
    }

    fn enter(
        &mut self,
        lambda: LambdaId,
        args: Vec<Value>,
        scope: &Scope,
        own: Option<&Rc<Closure>>,
    ) -> Run {
        let lambda = &self.core.lambdas[lambda.index()];
        let inner = Self::copy(scope);
        self.bind(&inner, &lambda.params, lambda.rest, args)?;
        self.eval(lambda.body, &inner, own)
    }

    fn apply(&mut self, head: &Value, args: Vec<Value>) -> Run {
        match head {
            Value::Primitive(p) if p.accepts(args.len()) => self.primitive(*p, &args),
            Value::Closure(closure) => {
                let fits = |lambda: &&LambdaId| {
                    let lambda = &self.core.lambdas[lambda.index()];
                    args.len() == lambda.params.len()
                        || (args.len() > lambda.params.len() && lambda.rest.is_some())
                };
                let Some(&clause) = closure.clauses.iter().find(fits) else {
                    return Err(Stop::Raise);
                };
                self.enter(clause, args, &closure.scope.clone(), Some(closure))
            }
            _ => Err(Stop::Raise),
        }
    }

    fn primitive(&mut self, p: Prim, args: &[Value]) -> Run {
        let numbers = || -> Run<Vec<f64>> {
            args.iter()
                .map(|arg| match arg {
                    Value::Datum(d) => match d.kind() {
                        DatumKind::Number(Number::Fixnum(n)) => Ok(*n as f64),
                        DatumKind::Number(Number::Flonum(x)) => Ok(*x),
                        _ => Err(Stop::Raise),
                    },
                    _ => Err(Stop::Raise),
                })
                .collect()
        };
        // Exactness is not modelled: all numbers show alike.
        let number = |x: f64| datum(DatumKind::Number(Number::Flonum(x + 0.0)));
        let part = |value: &Value, first: bool| match value {
            Value::Pair(pair) => Ok(if first {
                pair.0.clone()
            } else {
                pair.1.clone()
            }),
            _ => Err(Stop::Raise),
        };
        let same = |a: &Value, b: &Value| match (a, b) {
            (Value::Datum(a), Value::Datum(b)) => as_number(a)
                .zip(as_number(b))
                .map_or_else(|| a == b, |(a, b)| a.to_bits() == b.to_bits()),
            (Value::Special(a), Value::Special(b)) => a == b,
            (Value::Pair(a), Value::Pair(b)) => Rc::ptr_eq(a, b),
            _ => false,
        };
        let ordered = |test: fn(&f64, &f64) -> bool| -> Run {
            Ok(boolean(
                numbers()?.windows(2).all(|pair| test(&pair[0], &pair[1])),
            ))
        };
        match (p, args) {
            (Prim::Plus, _) => Ok(number(numbers()?.iter().sum())),
            (Prim::Times, _) => Ok(number(numbers()?.iter().product())),
            (Prim::Minus, [_]) => Ok(number(-numbers()?[0])),
            (Prim::Minus, _) => {
                let numbers = numbers()?;
                Ok(number(numbers[1..].iter().fold(numbers[0], |a, b| a - b)))
            }
            (Prim::LessThan, _) => ordered(|a, b| a < b),
            (Prim::NumEqual, _) => ordered(|a, b| a == b),
            (Prim::IsZero, _) => Ok(boolean(numbers()?[0] == 0.0)),
            (Prim::Cons, [a, b]) => Ok(Value::Pair(Rc::new((a.clone(), b.clone())))),
            (Prim::Car, [a]) => part(a, true),
            (Prim::Cdr, [a]) => part(a, false),
            (Prim::Cadr, [a]) => part(&part(a, false)?, true),
            (Prim::Not, [a]) => Ok(boolean(!is_true(a))),
            (Prim::IsPair, [a]) => Ok(boolean(matches!(a, Value::Pair(_)))),
            (Prim::IsNull, [a]) => Ok(boolean(matches!(a, Value::Datum(d) if d.is_nil()))),
            (Prim::IsEqv | Prim::IsEq, [a, b]) => Ok(boolean(same(a, b))),
            (Prim::Memv, [key, items]) => {
                let mut rest = items.clone();
                while let Value::Pair(pair) = &rest {
                    if same(key, &pair.0) {
                        return Ok(rest);
                    }
                    rest = pair.1.clone();
                }
                Ok(boolean(false))
            }
            (Prim::List, _) => Ok(list(args.to_vec())),
            (Prim::Display, [a]) => {
                self.shown.push_str(&show(a));
                self.shown.push(';');
                Ok(Value::Special(Special::Unspecified))
            }
            _ => Err(Stop::Raise),
        }
    }
}

fn as_number(datum: &Datum) -> Option<f64> {
    match datum.kind() {
        DatumKind::Number(Number::Fixnum(n)) => Some(*n as f64),
        DatumKind::Number(Number::Flonum(x)) => Some(*x),
        _ => None,
    }
}
