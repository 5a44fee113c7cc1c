//! Sizes that no person writes but generated code has: everything is linear, and beyond a limit an error.

use std::time::{Duration, Instant};

use eyas_bytecode::verify::verify;
use eyas_bytecode::{Prim, Unit};
use eyas_datum::datum::Datum;
use eyas_datum::source::{Sources, Span};
use eyas_datum::symbol::Symbols;

use super::{LowerErrorKind, lower};
use crate::core::{Core, Expr, ExprId, GlobalId, GlobalVar, Lambda, LambdaId, LoopId, VarId};

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
        // A procedure has 65,536 return points at most, and a test a second or so.
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
    for i in 0..10_000u32 {
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
            cases: None,
        });
        let closure = b.add(Expr::ClosureConstant(LambdaId(i)));
        forms.push(b.add(Expr::DefineGlobal(g, closure)));
        let one = b.number(i64::from(i));
        forms.push(b.call(g, vec![one]));
        previous = g;
    }
    let root = b.add(Expr::Begin(forms));
    // The top level is cut into several procedures.
    b.finish(root).expect("a large program compiles");
}

/// Random programs: registers that live at once must not share a slot, which the allocator asserts, and the verifier
/// must find everything written and in the maps.
struct Random {
    b: Builder,
    seed: u64,
    scope: Vec<VarId>,
    /// Loops that may be continued here, with their variable counts.
    loops: Vec<(LoopId, usize)>,
    f: GlobalId,
}

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.seed = self
            .seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.seed >> 33) as usize % n
    }

    fn leaf(&mut self) -> ExprId {
        if self.scope.is_empty() || self.below(5) == 0 {
            return self.b.number(7);
        }
        let at = self.below(self.scope.len());
        let v = self.scope[at];
        self.b.add(Expr::Local(v))
    }

    fn many(&mut self, count: usize, depth: usize) -> Vec<ExprId> {
        (0..count).map(|_| self.expr(depth, false)).collect()
    }

    fn bind(&mut self) -> VarId {
        self.b.core.add_var("v", Span::NONE)
    }

    fn expr(&mut self, depth: usize, tail: bool) -> ExprId {
        if depth == 0 {
            return self.leaf();
        }
        let d = depth - 1;
        let loops = if tail {
            Vec::new()
        } else {
            std::mem::take(&mut self.loops)
        };
        let scope = self.scope.len();
        let e = match self.below(14) {
            0 | 1 => {
                let args = self.many(2, d);
                self.b.prim(Prim::Plus, args)
            }
            2 => {
                let args = self.many(2, d);
                self.b.prim(Prim::Cons, args)
            }
            3 | 4 => {
                let count = self.below(4);
                let args = self.many(count, d);
                self.b.call(self.f, args)
            }
            5 => {
                let count = 1 + self.below(3);
                let args = self.many(count, d);
                self.b.prim(Prim::Max, args)
            }
            6 | 7 => {
                let test = match self.below(3) {
                    0 => self.expr(d, false),
                    1 => {
                        let args = self.many(2, d);
                        self.b.prim(Prim::LessThan, args)
                    }
                    _ => {
                        let args = self.many(1, d);
                        self.b.prim(Prim::IsPair, args)
                    }
                };
                let (then, other) = (self.expr(d, tail), self.expr(d, tail));
                self.b.add(Expr::If(test, then, other))
            }
            8 => {
                let init = self.expr(d, false);
                let v = self.bind();
                self.scope.push(v);
                let body = self.expr(d, tail);
                self.b.add(Expr::Let(vec![(v, init)], body))
            }
            9 => {
                let (init, other) = (self.expr(d, false), self.expr(d, tail));
                let v = self.bind();
                let (test, then) = (self.b.add(Expr::Local(v)), self.b.add(Expr::Local(v)));
                let body = self.b.add(Expr::If(test, then, other));
                self.b.add(Expr::Let(vec![(v, init)], body))
            }
            10 => {
                let count = 1 + self.below(3);
                let inits = self.many(count, d);
                let vars: Vec<(VarId, ExprId)> =
                    inits.into_iter().map(|init| (self.bind(), init)).collect();
                let name = self.b.core.add_loop();
                self.scope.extend(vars.iter().map(|(v, _)| *v));
                self.loops.push((name, count));
                let body = self.expr(d, true);
                self.loops.pop();
                self.b.add(Expr::Loop { name, vars, body })
            }
            11 if !self.loops.is_empty() => {
                let at = self.below(self.loops.len());
                let (name, count) = self.loops[at];
                let outer = std::mem::take(&mut self.loops);
                let args = self.many(count, d);
                self.loops = outer;
                self.b.add(Expr::Continue(name, args))
            }
            12 => {
                let producer = match self.below(3) {
                    0 => {
                        let args = self.many(2, d);
                        self.b.add(Expr::Values(args))
                    }
                    1 => self.expr(d, false),
                    _ => {
                        let test = self.expr(d, false);
                        let args = self.many(2, d);
                        let values = self.b.add(Expr::Values(args));
                        let args = self.many(2, d);
                        let other = self.b.call(self.f, args);
                        self.b.add(Expr::If(test, values, other))
                    }
                };
                let vars = vec![self.bind(), self.bind()];
                let rest = (self.below(2) == 0).then(|| self.bind());
                self.scope.extend(vars.iter().chain(&rest));
                let body = self.expr(d, tail);
                self.b.add(Expr::Receive {
                    vars,
                    rest,
                    producer,
                    body,
                })
            }
            13 => {
                let (producer, consumer) = (self.expr(d, false), self.expr(d, false));
                self.b.add(Expr::ReceiveInto { producer, consumer })
            }
            _ => {
                let first = self.expr(d, false);
                let last = self.expr(d, tail);
                self.b.add(Expr::Begin(vec![first, last]))
            }
        };
        self.scope.truncate(scope);
        if !tail {
            self.loops = loops;
        }
        e
    }
}

#[test]
fn random_programs_keep_their_values_apart() {
    for seed in 0..1000 {
        let mut b = Builder::default();
        let f = b.global("f");
        let mut r = Random {
            b,
            seed,
            scope: Vec::new(),
            loops: Vec::new(),
            f,
        };
        let params = vec![r.bind(), r.bind(), r.bind()];
        r.scope.clone_from(&params);
        let body = r.expr(2 + seed as usize % 6, true);
        let mut b = r.b;
        b.core.lambdas.push(Lambda {
            name: "r".into(),
            span: Span::NONE,
            params,
            rest: None,
            body,
            captures: 0,
            cases: None,
        });
        let root = b.add(Expr::ClosureConstant(LambdaId(0)));
        b.finish(root).expect("it compiles");
    }
}
