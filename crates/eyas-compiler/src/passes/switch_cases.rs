//! Turns chains of comparisons of one variable with constants into `switch`.
//!
//! *Input*: what `case` and hand-written dispatch expand to: `(if (eqv? v k) … (if (memv v '(k …)) … …))`.
//! *Output*: `(switch v ((k …) …) … default)` where at least four small integers, or four characters, are compared.
//!
//! A chain costs a comparison per key; a switch is one jump through a table, or a search by halves. Keys of the two
//! kinds are not mixed, because the table is indexed by the number or the scalar value; where the kind changes, the rest
//! of the chain is the default and may become a switch of its own. Keys that were seen before are dropped: the first
//! match wins. What is left of `memv` on short constant lists becomes comparisons, which need no call. What is compared
//! gets a name if it has none: `(memv (string-ref s i) '(#\a …))`.
//!
//! Example: `tests/passes/switch_cases/example.scm`.

use std::collections::HashSet;

use eyas_bytecode::Prim;
use eyas_datum::{Datum, DatumKind, Number};

use crate::core::{Core, Expr, ExprId, SwitchArm, VarId};
use crate::pipeline::Options;

/// Fewer keys are compared one by one.
const KEYS_MIN: usize = 4;
/// Lists up to this long are searched by comparisons in line.
const LIST_MAX: usize = 8;

/// What a key is; one switch has one kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer,
    Character,
}

/// A test that compares one variable with constants.
struct Comparison {
    subject: VarId,
    keys: Vec<Datum>,
    kind: Kind,
}

/// See the module's documentation.
pub fn run(core: &mut Core, _options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    for id in core.preorder(root) {
        // What became part of a switch is `Taken`.
        if let Expr::If(test, ..) = *core.expr(id) {
            let id = name_subject(core, id);
            if !find_switch(core, id) {
                search_in_line(core, test);
            }
        }
    }
}

/// If the test searches a short constant list for what some expression yields, that gets a name, since it is to be
/// compared more than once. The `if` is where the result says.
fn name_subject(core: &mut Core, id: ExprId) -> ExprId {
    let Expr::If(test, ..) = *core.expr(id) else {
        return id;
    };
    let Expr::PrimCall(Prim::Memq | Prim::Memv | Prim::Member, args) = core.expr(test) else {
        return id;
    };
    let &[subject, list] = &args[..] else {
        return id;
    };
    let keys = match core.expr(list) {
        Expr::Quote(list) => list.as_list().unwrap_or_default(),
        _ => return id,
    };
    let is_name = matches!(core.expr(subject), Expr::Local(_) | Expr::Quote(_));
    let becomes_switch = keys.len() >= KEYS_MIN
        && keys
            .iter()
            .all(|key| kind(key).is_some() && kind(key) == kind(&keys[0]));
    if is_name || keys.is_empty() || !(becomes_switch || keys.len() <= LIST_MAX) {
        return id;
    }
    let span = core.span(subject);
    let name = core.add_var("subject", span);
    let value = core.take(subject);
    let value = core.add(value, span);
    core.put(subject, Expr::Local(name));
    let decision = core.take(id);
    let decision = core.add(decision, core.span(id));
    core.put(id, Expr::Let(vec![(name, value)], decision));
    decision
}

/// Turns the chain that begins here into a switch, if it is worth it.
fn find_switch(core: &mut Core, id: ExprId) -> bool {
    let mut chain: Vec<(ExprId, Comparison, ExprId)> = Vec::new();
    let mut default = id;
    let mut count = 0;
    while let Expr::If(test, then, otherwise) = *core.expr(default)
        && let Some(comparison) = comparison(core, test)
    {
        if let Some((_, first, _)) = chain.first()
            && (first.subject != comparison.subject || first.kind != comparison.kind)
        {
            break;
        }
        count += comparison.keys.len();
        chain.push((default, comparison, then));
        default = otherwise;
    }
    let Some((_, first, _)) = chain.first() else {
        return false;
    };
    if count < KEYS_MIN {
        return false;
    }
    let subject = core.add(Expr::Local(first.subject), core.span(id));
    let mut seen = HashSet::new();
    let mut arms = Vec::with_capacity(chain.len());
    for (link, comparison, body) in chain {
        core.take(link);
        let mut keys = comparison.keys;
        keys.retain(|key| seen.insert(key.clone()));
        if !keys.is_empty() {
            arms.push(SwitchArm { keys, body });
        }
    }
    core.put(
        id,
        Expr::Switch {
            subject,
            arms,
            default,
        },
    );
    true
}

/// Reads a test as a comparison with constants.
fn comparison(core: &Core, test: ExprId) -> Option<Comparison> {
    let mut result: Option<Comparison> = None;
    let mut next = Some(test);
    while let Some(test) = next.take() {
        let mut single = test;
        // `or` is `(if a #t b)`.
        if let Expr::If(a, b, c) = *core.expr(test)
            && is_true(core, b)
        {
            single = a;
            next = Some(c);
        }
        let Expr::PrimCall(prim, args) = core.expr(single) else {
            return None;
        };
        let &[a, b] = &args[..] else {
            return None;
        };
        let (subject, keys) = match (prim, core.expr(a), core.expr(b)) {
            (Prim::IsEq | Prim::IsEqv | Prim::IsEqual, Expr::Local(v), Expr::Quote(key))
            | (Prim::IsEq | Prim::IsEqv | Prim::IsEqual, Expr::Quote(key), Expr::Local(v)) => {
                (*v, std::slice::from_ref(key))
            }
            (Prim::Memq | Prim::Memv | Prim::Member, Expr::Local(v), Expr::Quote(list)) => {
                (*v, list.as_list()?)
            }
            _ => return None,
        };
        for key in keys {
            let kind = kind(key)?;
            let comparison = result.get_or_insert_with(|| Comparison {
                subject,
                keys: Vec::new(),
                kind,
            });
            if comparison.subject != subject || comparison.kind != kind {
                return None;
            }
            comparison.keys.push(key.clone());
        }
    }
    result
}

fn is_true(core: &Core, id: ExprId) -> bool {
    matches!(core.expr(id), Expr::Quote(d) if matches!(d.kind(), DatumKind::Bool(true)))
}

fn kind(key: &Datum) -> Option<Kind> {
    match key.kind() {
        DatumKind::Number(Number::Fixnum(n)) if i32::try_from(*n).is_ok() => Some(Kind::Integer),
        DatumKind::Char(_) => Some(Kind::Character),
        _ => None,
    }
}

/// Turns `(memv v '(k …))`, used as a test, into `(if (eqv? v k) #t …)`.
fn search_in_line(core: &mut Core, test: ExprId) {
    let Expr::PrimCall(prim, args) = core.expr(test) else {
        return;
    };
    let compare = match prim {
        Prim::Memq => Prim::IsEq,
        Prim::Memv => Prim::IsEqv,
        Prim::Member => Prim::IsEqual,
        _ => return,
    };
    let &[subject, list] = &args[..] else {
        return;
    };
    let (Expr::Local(v), Expr::Quote(list)) = (core.expr(subject), core.expr(list)) else {
        return;
    };
    let (v, Some(keys)) = (*v, list.as_list()) else {
        return;
    };
    if keys.is_empty() || keys.len() > LIST_MAX {
        return;
    }
    let (keys, span) = (keys.to_vec(), core.span(test));
    let mut result = None;
    for key in keys.into_iter().rev() {
        let variable = core.add(Expr::Local(v), span);
        let key = core.add(Expr::Quote(key), span);
        let comparison = Expr::PrimCall(compare, vec![variable, key]);
        result = Some(match result {
            None => comparison,
            Some(rest) => {
                let comparison = core.add(comparison, span);
                let yes = core.add(Expr::Quote(Datum::bool(span, true)), span);
                let rest = core.add(rest, span);
                Expr::If(comparison, yes, rest)
            }
        });
    }
    if let Some(expr) = result {
        core.put(test, expr);
    }
}
