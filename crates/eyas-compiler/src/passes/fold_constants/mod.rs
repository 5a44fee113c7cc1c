//! Computes what primitives make of constants.
//!
//! *Input, output*: Core with `fix`. A call of a primitive that the table marks as foldable, with constant arguments, is
//! replaced by its value, computed as the run time would: exact numbers exactly, flonums by the same operations.
//!
//! What would raise is left alone, so that it raises at run time, in its place; so is what depends on the run time's
//! choices (transcendental functions, complex numbers, mixed operations on an exact zero) and what would be large: a
//! short text must not become a long program.
//!
//! `inline` folds on its way too, through [`fold_call`]; this pass does it for programs that are not inlined.
//!
//! Example: `tests/passes/fold_constants/example.scm`.

mod number;

use eyas_bytecode::Prim;
use eyas_datum::{Datum, DatumKind, Number, Span};

use crate::core::{Core, Expr, ExprId, Special};
use crate::pipeline::Options;

/// See the module's documentation.
pub fn run(core: &mut Core, _options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    for id in core.preorder(root).into_iter().rev() {
        if let Expr::PrimCall(prim, args) = core.expr(id)
            && let Some(folded) = fold_call(core, *prim, args, core.span(id))
        {
            core.put(id, folded);
        }
    }
}

/// A constant that a primitive is applied to.
enum Constant<'a> {
    Datum(&'a DatumKind),
    Special(Special),
}

/// The value of a primitive call, as an expression, if it can be known.
pub(crate) fn fold_call(core: &Core, prim: Prim, args: &[ExprId], span: Span) -> Option<Expr> {
    if !prim.effects().fold || !prim.accepts(args.len()) {
        return None;
    }
    let mut constants = Vec::with_capacity(args.len());
    for &arg in args {
        constants.push(match core.expr(arg) {
            Expr::Quote(datum) => Constant::Datum(datum.kind()),
            Expr::Special(Special::Unbound) => return None,
            Expr::Special(special) => Constant::Special(*special),
            _ => return None,
        });
    }
    let folded = match prim {
        Prim::Unspecified | Prim::Void => return Some(Expr::Special(Special::Unspecified)),
        Prim::AbsentValue => return Some(Expr::Special(Special::Absent)),
        Prim::EofObject => return Some(Expr::Special(Special::Eof)),
        _ => fold(prim, &constants)?,
    };
    Some(Expr::Quote(Datum::new(span, folded)))
}

fn fold(prim: Prim, args: &[Constant<'_>]) -> Option<DatumKind> {
    let truth = match (prim, args) {
        (Prim::IsEq, [a, b]) => are_eq(a, b, false)?,
        (Prim::IsEqv, [a, b]) => are_eq(a, b, true)?,
        (Prim::Not, [a]) => matches!(a, Constant::Datum(DatumKind::Bool(false))),
        (Prim::IsEofObject, [a]) => matches!(a, Constant::Special(Special::Eof)),
        (Prim::IsAbsent, [a]) => matches!(a, Constant::Special(Special::Absent)),
        (_, [a]) if has_type(prim, a).is_some() => has_type(prim, a)?,
        _ => return fold_data(prim, args),
    };
    Some(DatumKind::Bool(truth))
}

/// Whether two constants are the same object, if that does not depend on where they are kept.
fn are_eq(a: &Constant<'_>, b: &Constant<'_>, eqv: bool) -> Option<bool> {
    let (a, b) = match (a, b) {
        (Constant::Datum(a), Constant::Datum(b)) => (*a, *b),
        (Constant::Special(a), Constant::Special(b)) => return Some(a == b),
        _ => return Some(false),
    };
    Some(match (a, b) {
        (DatumKind::Bool(a), DatumKind::Bool(b)) => a == b,
        (DatumKind::Char(a), DatumKind::Char(b)) => a == b,
        (DatumKind::Symbol(a), DatumKind::Symbol(b)) => a == b,
        (DatumKind::Number(a), DatumKind::Number(b)) => match (a, b) {
            (Number::Flonum(x), Number::Flonum(y)) if x.is_nan() || y.is_nan() => return None,
            (Number::Fixnum(x), Number::Fixnum(y)) if eqv || (is_fixnum(*x) && is_fixnum(*y)) => {
                x == y
            }
            _ if eqv => a == b,
            _ => return None,
        },
        (
            DatumKind::List {
                items: a,
                tail: None,
            },
            DatumKind::List {
                items: b,
                tail: None,
            },
        ) if a.is_empty() || b.is_empty() => a.is_empty() && b.is_empty(),
        (DatumKind::Label(..) | DatumKind::LabelRef(_), _)
        | (_, DatumKind::Label(..) | DatumKind::LabelRef(_)) => return None,
        _ if std::mem::discriminant(a) != std::mem::discriminant(b) => false,
        _ => return None,
    })
}

/// Fixnums of the machine have 61 bits.
fn is_fixnum(n: i64) -> bool {
    (-1 << 60..1 << 60).contains(&n)
}

/// Whether a constant passes a type predicate; `None` if this is none.
fn has_type(prim: Prim, constant: &Constant<'_>) -> Option<bool> {
    use DatumKind as Kind;
    let is_predicate = matches!(
        prim,
        Prim::IsPair
            | Prim::IsNull
            | Prim::IsBoolean
            | Prim::IsChar
            | Prim::IsSymbol
            | Prim::IsString
            | Prim::IsVector
            | Prim::IsBytevector
            | Prim::IsProcedure
            | Prim::IsNumber
            | Prim::IsComplex
            | Prim::IsReal
            | Prim::IsRational
            | Prim::IsInteger
            | Prim::IsExactInteger
            | Prim::IsExactRational
            | Prim::IsFixnum
            | Prim::IsFlonum
            | Prim::IsPort
            | Prim::IsErrorObject
    );
    if !is_predicate {
        return None;
    }
    let kind = match constant {
        Constant::Datum(Kind::Label(..) | Kind::LabelRef(_)) => return None,
        Constant::Datum(kind) => *kind,
        Constant::Special(_) => return Some(false),
    };
    Some(match (prim, kind) {
        (Prim::IsNull, Kind::List { items, .. }) => items.is_empty(),
        (Prim::IsPair, Kind::List { items, .. }) => !items.is_empty(),
        (Prim::IsBoolean, Kind::Bool(_))
        | (Prim::IsChar, Kind::Char(_))
        | (Prim::IsSymbol, Kind::Symbol(_))
        | (Prim::IsString, Kind::String(_))
        | (Prim::IsVector, Kind::Vector(_))
        | (Prim::IsBytevector, Kind::Bytevector(_))
        | (Prim::IsNumber | Prim::IsComplex, Kind::Number(_)) => true,
        (Prim::IsReal, Kind::Number(n)) => !matches!(n, Number::Complex(_)),
        (Prim::IsFixnum, Kind::Number(Number::Fixnum(n))) => is_fixnum(*n),
        (Prim::IsFlonum, Kind::Number(n)) => matches!(n, Number::Flonum(_)),
        (Prim::IsExactInteger, Kind::Number(n)) => matches!(n, Number::Fixnum(_) | Number::Big(_)),
        (Prim::IsExactRational, Kind::Number(n)) => {
            matches!(n, Number::Fixnum(_) | Number::Big(_) | Number::Ratio(_))
        }
        (Prim::IsRational, Kind::Number(n)) => match n {
            Number::Flonum(x) => x.is_finite(),
            n => !matches!(n, Number::Complex(_)),
        },
        (Prim::IsInteger, Kind::Number(n)) => match n {
            Number::Flonum(x) => x.is_finite() && x.fract() == 0.0,
            n => matches!(n, Number::Fixnum(_) | Number::Big(_)),
        },
        _ => false,
    })
}

/// Primitives on numbers, characters, symbols and booleans; `None` if the arguments are anything else.
fn fold_data(prim: Prim, args: &[Constant<'_>]) -> Option<DatumKind> {
    let mut kinds = Vec::with_capacity(args.len());
    for arg in args {
        match arg {
            Constant::Datum(kind) => kinds.push(*kind),
            Constant::Special(_) => return None,
        }
    }
    let chars: Option<Vec<char>> = kinds
        .iter()
        .map(|kind| match kind {
            DatumKind::Char(c) => Some(*c),
            _ => None,
        })
        .collect();
    if let Some(chars) = chars.filter(|chars| !chars.is_empty()) {
        let ordered = |test: fn(&char, &char) -> bool| {
            Some(DatumKind::Bool(
                chars.windows(2).all(|pair| test(&pair[0], &pair[1])),
            ))
        };
        return match prim {
            Prim::IsCharEqual => ordered(char::eq),
            Prim::IsCharLess => ordered(|a, b| a < b),
            Prim::IsCharMore => ordered(|a, b| a > b),
            Prim::IsCharAtMost => ordered(|a, b| a <= b),
            Prim::IsCharAtLeast => ordered(|a, b| a >= b),
            Prim::CharToInteger => Some(DatumKind::Number(Number::Fixnum(i64::from(u32::from(
                chars[0],
            ))))),
            _ => None,
        };
    }
    match (prim, &kinds[..]) {
        (Prim::IsBooleanEqual, kinds) => all_equal(kinds, |k| matches!(k, DatumKind::Bool(_))),
        (Prim::IsSymbolEqual, kinds) => all_equal(kinds, |k| matches!(k, DatumKind::Symbol(_))),
        (Prim::IntegerToChar, [DatumKind::Number(Number::Fixnum(n))]) => u32::try_from(*n)
            .ok()
            .and_then(char::from_u32)
            .map(DatumKind::Char),
        _ => {
            let numbers: Option<Vec<&Number>> = kinds
                .iter()
                .map(|kind| match kind {
                    DatumKind::Number(n) => Some(n),
                    _ => None,
                })
                .collect();
            number::fold(prim, &numbers?)
        }
    }
}

fn all_equal(kinds: &[&DatumKind], is_right: fn(&DatumKind) -> bool) -> Option<DatumKind> {
    let same = |a: &DatumKind, b: &DatumKind| match (a, b) {
        (DatumKind::Bool(a), DatumKind::Bool(b)) => a == b,
        (DatumKind::Symbol(a), DatumKind::Symbol(b)) => a == b,
        _ => false,
    };
    kinds
        .iter()
        .all(|kind| is_right(kind))
        .then(|| DatumKind::Bool(kinds.windows(2).all(|pair| same(pair[0], pair[1]))))
}
