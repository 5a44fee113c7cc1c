//! Turns calls of primitives into the shapes that operations have.
//!
//! *Input*: any primitive call. *Output*: folding primitives (`+ - * / bitwise-and …`) and comparisons have at most two
//! arguments, port operations have their port, tests are without `not`.
//!
//! An operation has two operands. `(+ a b c)` is `(+ (+ a b) c)`, which finds a wrong operand before it evaluates those
//! after it; `(< a b c)` evaluates its arguments once each, then
//! compares neighbours; what follows a failed comparison is still checked, since any argument of a wrong type raises;
//! `(read-char)` reads the current port. Calls with fewer than two
//! arguments stay: the Rust function handles them. `list`, `vector` and everything native stay as well.
//! Primitives that are cheaper as others become those: `caddr` is `car` of `cddr`, and `eqv?` with a constant that
//! `eq?` tells apart is `eq?`.
//!
//! Example: `tests/passes/lower_prims/example.scm`.

use eyas_bytecode::Prim;
use eyas_bytecode::prims::Lowering;
use eyas_datum::{Datum, DatumKind, Number, Span};

use crate::core::{Core, Expr, ExprId, VarId};
use crate::pipeline::Options;

/// Chains of more operands are compared all before any result is looked at.
const CHAIN_MAX: usize = 4;

/// See the module's documentation.
pub fn run(core: &mut Core, _options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    for id in core.preorder(root).into_iter().rev() {
        match core.expr(id) {
            Expr::PrimCall(..) => {
                let Expr::PrimCall(prim, args) = core.take(id) else {
                    continue;
                };
                let expr = lower(core, prim, args, core.span(id));
                core.put(id, expr);
            }
            Expr::If(..) => straighten_test(core, id),
            _ => {}
        }
    }
}

fn lower(core: &mut Core, prim: Prim, mut args: Vec<ExprId>, span: Span) -> Expr {
    match prim.lowering() {
        Lowering::Left(_) if args.len() > 2 => {
            let last = args.pop();
            let mut args = args.into_iter();
            let first = args.next();
            let folded = args.chain(last).fold(first, |folded, arg| {
                let pair = folded.into_iter().chain([arg]).collect();
                Some(core.add(Expr::PrimCall(prim, pair), span))
            });
            match folded {
                Some(folded) => core.take(folded),
                None => Expr::PrimCall(prim, Vec::new()),
            }
        }
        Lowering::Chain { .. } if args.len() > 2 => lower_chain(core, prim, args, span),
        Lowering::Port(_) if !matches!(prim.arity().1, Some(max) if args.len() as u32 == max) => {
            let current = match prim {
                Prim::WriteChar | Prim::WriteU8 => Prim::CurrentOutputPort,
                _ => Prim::CurrentInputPort,
            };
            args.push(core.add(Expr::PrimCall(current, Vec::new()), span));
            Expr::PrimCall(prim, args)
        }
        _ => lower_single(core, prim, args, span),
    }
}

/// `(let ((t a) …) (if (< t u) (< u v) (begin (< u v) #f)))`
fn lower_chain(core: &mut Core, prim: Prim, args: Vec<ExprId>, span: Span) -> Expr {
    let mut bindings: Vec<(VarId, ExprId)> = Vec::new();
    // Constants and variables need no name.
    let operands: Vec<Expr> = args
        .into_iter()
        .map(|arg| match core.expr(arg) {
            Expr::Quote(_) | Expr::Local(_) => core.take(arg),
            _ => {
                let v = core.add_var("", core.span(arg));
                bindings.push((v, arg));
                Expr::Local(v)
            }
        })
        .collect();
    let compare = |core: &mut Core, pair: &[Expr]| {
        let pair = pair
            .iter()
            .map(|operand| core.add(operand.clone(), span))
            .collect();
        core.add(Expr::PrimCall(prim, pair), span)
    };
    let no = |core: &mut Core| core.add(Expr::Quote(Datum::bool(span, false)), span);
    let pairs: Vec<&[Expr]> = operands.windows(2).collect();
    let mut result: Option<ExprId> = None;
    if operands.len() <= CHAIN_MAX {
        // Comparisons after one that failed, which still have to find operands of a wrong type.
        let mut checks: Vec<&[Expr]> = Vec::new();
        for &pair in pairs.iter().rev() {
            let comparison = compare(core, pair);
            result = Some(match result {
                None => comparison,
                Some(rest) => {
                    let mut failed: Vec<ExprId> = checks
                        .iter()
                        .rev()
                        .map(|pair| compare(core, pair))
                        .collect();
                    failed.push(no(core));
                    let failed = match failed[..] {
                        [only] => only,
                        _ => core.add(Expr::Begin(failed), span),
                    };
                    core.add(Expr::If(comparison, rest, failed), span)
                }
            });
            if !matches!(&pair[1], Expr::Quote(constant) if is_compared(prim, constant)) {
                checks.push(pair);
            }
        }
    } else {
        let named: Vec<VarId> = pairs.iter().map(|_| core.add_var("", span)).collect();
        for &v in named.iter().rev() {
            let truth = core.add(Expr::Local(v), span);
            result = Some(match result {
                None => truth,
                Some(rest) => {
                    let no = no(core);
                    core.add(Expr::If(truth, rest, no), span)
                }
            });
        }
        let truths = named
            .into_iter()
            .zip(&pairs)
            .map(|(v, pair)| (v, compare(core, pair)));
        let truths = truths.collect();
        result = result.map(|body| core.add(Expr::Let(truths, body), span));
    }
    match result {
        Some(body) if bindings.is_empty() => core.take(body),
        Some(body) => Expr::Let(bindings, body),
        None => Expr::PrimCall(prim, Vec::new()),
    }
}

/// A constant that comparing never raises on.
fn is_compared(prim: Prim, constant: &Datum) -> bool {
    let compares_chars = matches!(
        prim,
        Prim::IsCharEqual | Prim::IsCharLess | Prim::IsCharMore
    );
    match constant.kind() {
        DatumKind::Number(number) => !compares_chars && !matches!(number, Number::Complex(_)),
        DatumKind::Char(_) => compares_chars,
        _ => false,
    }
}

/// Primitives that are cheaper as others.
fn lower_single(core: &mut Core, prim: Prim, args: Vec<ExprId>, span: Span) -> Expr {
    if let Some((outer, inner)) = composed(prim) {
        let inner = core.add(Expr::PrimCall(inner, args), span);
        return Expr::PrimCall(outer, vec![inner]);
    }
    match prim {
        Prim::IsEqv | Prim::IsEqual if args.iter().any(|&arg| is_told_apart_by_eq(core, arg)) => {
            Expr::PrimCall(Prim::IsEq, args)
        }
        Prim::IsEqual if args.iter().any(|&arg| is_number(core, arg)) => {
            Expr::PrimCall(Prim::IsEqv, args)
        }
        _ => Expr::PrimCall(prim, args),
    }
}

fn is_told_apart_by_eq(core: &Core, id: ExprId) -> bool {
    match core.expr(id) {
        Expr::Quote(datum) => match datum.kind() {
            DatumKind::Bool(_) | DatumKind::Char(_) | DatumKind::Symbol(_) => true,
            // Fixnums of the machine have 61 bits.
            DatumKind::Number(Number::Fixnum(n)) => (-1 << 60..1 << 60).contains(n),
            _ => datum.is_nil(),
        },
        Expr::Special(_) => true,
        _ => false,
    }
}

fn is_number(core: &Core, id: ExprId) -> bool {
    matches!(core.expr(id), Expr::Quote(d) if matches!(d.kind(), DatumKind::Number(_)))
}

/// The two shorter accessors that a long one is made of.
fn composed(prim: Prim) -> Option<(Prim, Prim)> {
    use Prim::{Caar, Cadr, Car, Cdar, Cddr, Cdr};
    Some(match prim {
        Prim::Caaar => (Car, Caar),
        Prim::Caadr => (Car, Cadr),
        Prim::Cadar => (Car, Cdar),
        Prim::Caddr => (Car, Cddr),
        Prim::Cdaar => (Cdr, Caar),
        Prim::Cdadr => (Cdr, Cadr),
        Prim::Cddar => (Cdr, Cdar),
        Prim::Cdddr => (Cdr, Cddr),
        Prim::Caaaar => (Caar, Caar),
        Prim::Caaadr => (Caar, Cadr),
        Prim::Caadar => (Caar, Cdar),
        Prim::Caaddr => (Caar, Cddr),
        Prim::Cadaar => (Cadr, Caar),
        Prim::Cadadr => (Cadr, Cadr),
        Prim::Caddar => (Cadr, Cdar),
        Prim::Cadddr => (Cadr, Cddr),
        Prim::Cdaaar => (Cdar, Caar),
        Prim::Cdaadr => (Cdar, Cadr),
        Prim::Cdadar => (Cdar, Cdar),
        Prim::Cdaddr => (Cdar, Cddr),
        Prim::Cddaar => (Cddr, Caar),
        Prim::Cddadr => (Cddr, Cadr),
        Prim::Cdddar => (Cddr, Cdar),
        Prim::Cddddr => (Cddr, Cddr),
        _ => return None,
    })
}

/// `(if (not a) b c)` and `(if (if a #f #t) b c)` are `(if a c b)`.
fn straighten_test(core: &mut Core, id: ExprId) {
    let Expr::If(mut test, mut then, mut otherwise) = *core.expr(id) else {
        return;
    };
    loop {
        test = match core.expr(test) {
            Expr::PrimCall(Prim::Not, args) => args[0],
            Expr::If(a, b, c) if is_bool(core, *b, false) && is_bool(core, *c, true) => *a,
            _ => break,
        };
        std::mem::swap(&mut then, &mut otherwise);
    }
    core.put(id, Expr::If(test, then, otherwise));
}

fn is_bool(core: &Core, id: ExprId, value: bool) -> bool {
    matches!(core.expr(id), Expr::Quote(d) if matches!(d.kind(), DatumKind::Bool(b) if *b == value))
}
