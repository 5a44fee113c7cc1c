//! What hooks and primitives may ask of the machine: a call in their place, and runs within the run.

use super::assemble::{entry, procedure};
use super::{config, describe, run, stress};
use crate::context::Context;
use crate::error::{ErrorKind, Raise, Uncaught};
use crate::hooks::Hooks;
use crate::native::Args;
use crate::vm::Vm;
use eyas_bytecode::{Arity, Op, Prim, Unit};
use eyas_heap::Value;
use eyas_heap::object::Environment;
use std::rc::Rc;

/// `compile` asks for the call of its first argument on 21; `expand` makes that call itself, twice.
struct Caller;

impl Hooks for Caller {
    fn compile(&self, _: &mut Context, arguments: Args) -> Result<Value, Raise> {
        Err(Raise::call(arguments.get(0), vec![Value::fixnum(21)]))
    }

    fn compile_file(&self, context: &mut Context, _: Args) -> Result<Value, Raise> {
        self.interaction_environment(context)
    }

    fn expand(&self, context: &mut Context, arguments: Args) -> Result<Value, Raise> {
        let result = context.call_for_value(arguments.get(0), &[Value::fixnum(21)]);
        let first = result.map_err(|uncaught| match uncaught {
            Uncaught::Raised(object) => Raise::object(object),
            other => Raise::error(ErrorKind::Error, other.to_string()),
        })?;
        let first = first.as_fixnum().unwrap_or(0);
        // Arguments are read again: the run has collected.
        let again = context.call_for_value(arguments.get(0), &[Value::fixnum(21)]);
        let second = again.ok().and_then(Value::as_fixnum).unwrap_or(0);
        Ok(Value::fixnum(first + second))
    }

    fn environment(&self, context: &mut Context, _: Args) -> Result<Value, Raise> {
        self.interaction_environment(context)
    }

    fn interaction_environment(&self, context: &mut Context) -> Result<Value, Raise> {
        context.reserve(Environment::SIZE)?;
        Ok(Environment::alloc(&mut context.mutator, 0))
    }
}

/// `(+ 1 (prim f (interaction-environment)))`, where `f` conses and doubles its argument.
fn unit(prim: Prim, body: impl FnOnce(&mut super::assemble::Body<'_>)) -> Unit {
    let mut unit = Unit::default();
    let mut b = procedure(&mut unit, "f", Arity::Exactly(1), 4);
    body(&mut b);
    b.op(Op::Return, 1, 0, 0);
    let f = b.end();
    entry(&mut unit, &[("f", f)], 8, |b| {
        let f = b.global("f");
        b.wide(Op::Int, 1, 1).wide(Op::GlobalGet, 4, f.into());
        b.live(&[1, 4])
            .op(Op::Native, 5, 0, Prim::InteractionEnvironment as u16);
        b.live(&[1, 4, 5]).op(Op::Native, 4, 2, prim as u16);
        b.live(&[1, 4]).op(Op::Add, 4, 4, 1);
        b.op(Op::Return, 4, 0, 0);
    });
    unit
}

fn double(b: &mut super::assemble::Body<'_>) {
    b.live(&[1]).op(Op::Cons, 2, 1, 1);
    b.live(&[1, 2]).op(Op::Car, 1, 2, 0);
    b.live(&[1]).op(Op::Add, 1, 1, 1);
}

fn outcome(unit: &Unit) -> Result<i64, String> {
    let [calm, stressed] = [config(), stress()].map(|config| {
        let mut vm = Vm::open(&config).expect("opens");
        vm.context().session().hooks = Some(Rc::new(Caller));
        let result = run(&mut vm, unit).map_err(|uncaught| describe(&uncaught));
        result.map(|v| v.as_fixnum().expect("a fixnum"))
    });
    assert_eq!(calm, stressed);
    calm
}

#[test]
fn call_in_place() {
    assert_eq!(outcome(&unit(Prim::Compile, double)), Ok(43));
}

#[test]
fn runs_within_a_run() {
    assert_eq!(outcome(&unit(Prim::Expand, double)), Ok(85));
}

#[test]
fn errors_within_a_run() {
    let failing = unit(Prim::Expand, |b| {
        b.live(&[1]).op(Op::Car, 1, 1, 0);
    });
    assert_eq!(outcome(&failing), Err("type: car: expected a pair".into()));
}
