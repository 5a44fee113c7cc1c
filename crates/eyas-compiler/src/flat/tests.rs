//! Sizes that no person writes but generated code has: everything is linear, and beyond a limit an error.

use std::time::{Duration, Instant};

use eyas_bytecode::verify::verify;
use eyas_bytecode::{Prim, Unit};
use eyas_datum::datum::Datum;
use eyas_datum::source::{Sources, Span};
use eyas_datum::symbol::Symbols;

use super::{LowerErrorKind, lower};
use crate::core::{Core, Expr, ExprId, GlobalId, GlobalVar, Lambda, LambdaId};

/// A program under construction.
#[derive(Default)]
struct Builder {
    core: Core,
}

impl Builder {
    fn add(&mut self, e: Expr) -> ExprId {
        self.core.add(e, Span::NONE)
    }

    fn number(&mut self, n: i64) -> ExprId {
        self.add(Expr::Quote(Datum::number(
            Span::NONE,
            eyas_datum::Number::Fixnum(n),
        )))
    }

    fn global(&mut self, name: &str) -> GlobalId {
        self.core.globals.push(GlobalVar {
            module: "program".into(),
            name: name.into(),
            defined: false,
            mutable: false,
        });
        GlobalId(self.core.globals.len() as u32 - 1)
    }

    fn call(&mut self, g: GlobalId, args: Vec<ExprId>) -> ExprId {
        let callee = self.add(Expr::Global(g));
        self.add(Expr::Call(callee, args))
    }

    fn prim(&mut self, prim: Prim, args: Vec<ExprId>) -> ExprId {
        self.add(Expr::PrimCall(prim, args))
    }

    /// Lowers, within a time that only quadratic work can miss.
    fn finish(mut self, root: ExprId) -> Result<Unit, LowerErrorKind> {
        self.core.root = Some(root);
        let start = Instant::now();
        let unit = lower(&self.core, &Sources::new(), &Symbols::new());
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "took {:?}",
            start.elapsed()
        );
        let unit = unit.map_err(|error| error.kind)?;
        verify(unit.clone()).expect("the verifier accepts what the compiler makes");
        Ok(unit)
    }

    fn nest(
        &mut self,
        depth: usize,
        mut step: impl FnMut(&mut Builder, ExprId) -> ExprId,
    ) -> ExprId {
        let mut e = self.number(1);
        for _ in 0..depth {
            e = step(self, e);
        }
        e
    }
}

const DEPTH: usize = 100_000;

#[test]
fn deep_nesting_is_fine() {
    for shape in 0..6 {
        let mut b = Builder::default();
        let f = b.global("f");
        // A procedure has 65,536 return points at most.
        let depth = if matches!(shape, 1 | 2) {
            60_000
        } else {
            DEPTH
        };
        let root = b.nest(depth, |b, inner| match shape {
            0 => {
                let one = b.number(1);
                b.prim(Prim::Plus, vec![one, inner])
            }
            1 => b.call(f, vec![inner]),
            2 => {
                let test = b.call(f, vec![]);
                let other = b.number(2);
                b.add(Expr::If(test, inner, other))
            }
            3 => {
                let (yes, no) = (b.number(1), b.number(2));
                b.add(Expr::If(inner, yes, no))
            }
            4 => {
                let v = b.core.add_var("v", Span::NONE);
                let body = b.add(Expr::Local(v));
                b.add(Expr::Let(vec![(v, inner)], body))
            }
            _ => {
                let one = b.number(1);
                b.prim(Prim::List, vec![one, inner])
            }
        });
        b.finish(root).expect("deep code compiles");
    }
}

#[test]
fn too_many_live_values_are_an_error() {
    let mut b = Builder::default();
    let f = b.global("f");
    let root = b.nest(70_000, |b, inner| {
        let first = b.call(f, vec![]);
        b.prim(Prim::Cons, vec![first, inner])
    });
    let limits = [LowerErrorKind::TooManyVariables, LowerErrorKind::TooComplex];
    assert!(b.finish(root).is_err_and(|kind| limits.contains(&kind)));
}

#[test]
fn too_many_arguments_are_an_error() {
    for count in [60_000, DEPTH] {
        let mut b = Builder::default();
        let f = b.global("f");
        let args = (0..count).map(|n| b.number(n as i64)).collect();
        let root = b.call(f, args);
        match count {
            60_000 => assert!(b.finish(root).is_ok()),
            _ => assert_eq!(b.finish(root), Err(LowerErrorKind::TooManyArguments)),
        }
    }
}

#[test]
fn many_definitions_and_constants_are_fine() {
    let mut b = Builder::default();
    let mut forms = Vec::new();
    let mut previous = b.global("start");
    for i in 0..70_000u32 {
        let g = b.global(&format!("g{i}"));
        b.core.globals[g.index()].defined = true;
        let v = b.core.add_var("x", Span::NONE);
        let x = b.add(Expr::Local(v));
        let one = b.number(1);
        let sum = b.prim(Prim::Plus, vec![x, one]);
        let test = b.number(i64::from(i) << 20);
        let test = b.prim(Prim::IsEqv, vec![sum, test]);
        let sum = b.add(Expr::Local(v));
        let call = b.call(previous, vec![sum]);
        let other = b.number(7);
        let body = b.add(Expr::If(test, call, other));
        b.core.lambdas.push(Lambda {
            name: format!("g{i}"),
            span: Span::NONE,
            params: vec![v],
            rest: None,
            body,
            captures: 0,
            cases: Vec::new(),
        });
        let closure = b.add(Expr::ClosureConstant(LambdaId(i)));
        forms.push(b.add(Expr::DefineGlobal(g, closure)));
        let one = b.number(i64::from(i));
        forms.push(b.call(g, vec![one]));
        previous = g;
    }
    let root = b.add(Expr::Begin(forms));
    // More calls at the top level than one procedure can have: it is cut into several.
    b.finish(root).expect("a large program compiles");
}
