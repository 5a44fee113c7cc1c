//! Turns `letrec*` into `fix` for procedures and `let` for everything else.
//!
//! *Input*: Core as expanded. *Output*: no `letrec*`; `fix` binds procedures that are never assigned.
//!
//! A `letrec*` says only that its variables see each other; most do not. Its bindings are split into the strongly
//! connected components of "its value mentions that variable", so that a procedure is in a `fix` exactly with those
//! it is mutually recursive with, and a value that nobody mentions early is a plain `let`. What remains (a value
//! that mentions itself or a later one, directly or through procedures) becomes an assigned variable that holds
//! nothing until its turn comes; `box_assigned` makes a cell of it whose reads are checked. Values whose evaluation
//! can be observed keep their order: each depends on the one before. Ghuloum & Dybvig, "Fixing letrec (reloaded)", 2009.
//!
//! A body of definitions with an expression between them arrives as bindings of unused variables; those become
//! `begin`. Top-level variables are globals and stay where they are.
//!
//! Invariant: linear in the size of the program: a mention finds the binding it stands in through a stack of open
//! `letrec*`s, without looking at the ones between.
//!
//! Example: `tests/passes/fix_letrec/example.scm`.

use crate::core::{Core, Expr, ExprId, Special, VarId};
use crate::pipeline::Options;

/// Where the walk is inside an open `letrec*`.
const BODY: u32 = u32::MAX;

/// A `letrec*` being walked.
struct Open {
    expr: ExprId,
    bindings: Vec<(VarId, ExprId)>,
    body: ExprId,
    /// The binding whose value is being walked, or [`BODY`].
    current: u32,
    /// `mentions[i]`: the bindings whose variable the value of binding `i` mentions.
    mentions: Vec<Vec<u32>>,
    /// Which variables anything mentions at all.
    mentioned: Vec<bool>,
}

enum Task {
    Visit(ExprId),
    /// Go on with the value of this binding, or with the body.
    Enter(u32),
    /// All parts of the innermost `letrec*` were walked.
    Close,
}

/// Where a variable that some `letrec*` binds is found.
#[derive(Clone, Copy)]
struct Place {
    depth: u32,
    index: u32,
}

/// See the module's documentation.
pub fn run(core: &mut Core, _options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    let mut places: Vec<Option<Place>> = vec![None; core.vars.len()];
    let mut open: Vec<Open> = Vec::new();
    let mut tasks = vec![Task::Visit(root)];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Enter(index) => {
                if let Some(innermost) = open.last_mut() {
                    innermost.current = index;
                }
            }
            Task::Close => {
                if let Some(letrec) = open.pop() {
                    rebuild(core, letrec, &places, open.len() as u32);
                }
            }
            Task::Visit(id) => {
                if let Some(v) = core.expr(id).variable()
                    && let Some(place) = places[v.index()]
                {
                    let letrec = &mut open[place.depth as usize];
                    letrec.mentioned[place.index as usize] = true;
                    if letrec.current != BODY {
                        letrec.mentions[letrec.current as usize].push(place.index);
                    }
                }
                if let Expr::Letrec(..) = core.expr(id) {
                    let Expr::Letrec(bindings, body) = core.take(id) else {
                        continue;
                    };
                    for (index, (v, _)) in (0..).zip(&bindings) {
                        places[v.index()] = Some(Place {
                            depth: open.len() as u32,
                            index,
                        });
                    }
                    tasks.push(Task::Close);
                    tasks.push(Task::Visit(body));
                    tasks.push(Task::Enter(BODY));
                    for (index, (_, value)) in bindings.iter().enumerate().rev() {
                        tasks.push(Task::Visit(*value));
                        tasks.push(Task::Enter(index as u32));
                    }
                    let count = bindings.len();
                    open.push(Open {
                        expr: id,
                        bindings,
                        body,
                        current: BODY,
                        mentions: vec![Vec::new(); count],
                        mentioned: vec![false; count],
                    });
                } else {
                    core.for_each_child(id, |child| tasks.push(Task::Visit(child)));
                }
            }
        }
    }
}

/// What the value of a binding is, as far as order and recursion go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A procedure bound to a variable that is never assigned.
    Procedure,
    /// Evaluating it earlier or later makes no difference.
    Simple,
    /// Anything else.
    Complex,
}

/// Puts the replacement of a `letrec*` into its slot.
fn rebuild(core: &mut Core, mut letrec: Open, places: &[Option<Place>], depth: u32) {
    let kinds: Vec<Kind> = letrec
        .bindings
        .iter()
        .map(|&(v, value)| match core.expr(value) {
            Expr::Lambda(_) | Expr::CaseLambda(_) if core.vars[v.index()].assigned => Kind::Complex,
            Expr::Lambda(_) | Expr::CaseLambda(_) => Kind::Procedure,
            _ if is_simple(core, value) => Kind::Simple,
            _ => Kind::Complex,
        })
        .collect();
    let kinds = fixed_in_place(core, &letrec, places, depth, kinds);
    let mut before = None;
    for (i, kind) in kinds.iter().enumerate() {
        if *kind == Kind::Complex {
            letrec.mentions[i].extend(before.replace(i as u32));
        }
    }
    let span = core.span(letrec.expr);
    let mut body = letrec.body;
    // Components come out with those they depend on first; the program is built from the inside.
    for component in components(&letrec.mentions).into_iter().rev() {
        body = bind(core, &letrec, &kinds, component, body, span);
    }
    let body_expr = core.take(body);
    core.put(letrec.expr, body_expr);
    core.spans[letrec.expr.index()] = core.span(body);
}

/// Makes those simple values complex whose place among the others matters after all: a value that is itself a variable
/// bound no earlier, or has one as an argument, and a value that something evaluated earlier may ask for, if only by
/// calling a procedure. Neither may move, since the early mention has to raise.
fn fixed_in_place(
    core: &Core,
    letrec: &Open,
    places: &[Option<Place>],
    depth: u32,
    mut kinds: Vec<Kind>,
) -> Vec<Kind> {
    for (i, &(_, value)) in letrec.bindings.iter().enumerate() {
        // Few values are simple and mention a variable at all.
        if kinds[i] != Kind::Simple || letrec.mentions[i].iter().all(|&to| (to as usize) < i) {
            continue;
        }
        let is_later = |id: ExprId| {
            matches!(core.expr(id), Expr::Local(v) if places[v.index()].is_some_and(|place| {
                let j = place.index as usize;
                place.depth == depth && j >= i && kinds[j] != Kind::Procedure
            }))
        };
        let mut early = is_later(value);
        core.expr(value)
            .for_each_child(|child| early |= is_later(child));
        if early {
            kinds[i] = Kind::Complex;
        }
    }
    let mut reached = vec![false; kinds.len()];
    let mut pending: Vec<u32> = Vec::new();
    for i in 0..kinds.len() {
        if kinds[i] != Kind::Complex {
            continue;
        }
        pending.extend(&letrec.mentions[i]);
        while let Some(j) = pending.pop() {
            let j = j as usize;
            if std::mem::replace(&mut reached[j], true) {
                continue;
            }
            if j > i && kinds[j] == Kind::Simple {
                kinds[j] = Kind::Complex;
            }
            pending.extend(&letrec.mentions[j]);
        }
    }
    kinds
}

/// Binds the variables of one component around `body`.
fn bind(
    core: &mut Core,
    letrec: &Open,
    kinds: &[Kind],
    mut component: Vec<u32>,
    body: ExprId,
    span: eyas_datum::Span,
) -> ExprId {
    component.sort_unstable();
    if let [index] = component[..] {
        let i = index as usize;
        let recursive = letrec.mentions[i].contains(&index);
        let (v, value) = letrec.bindings[i];
        if kinds[i] != Kind::Procedure && !recursive {
            // An expression between definitions.
            if !letrec.mentioned[i] && kinds[i] == Kind::Complex {
                let items = vec![value, body];
                return core.add(Expr::Begin(items), span);
            }
            return core.add(Expr::Let(vec![(v, value)], body), span);
        }
    }
    let (procedures, others): (Vec<u32>, Vec<u32>) = component
        .iter()
        .partition(|&&i| kinds[i as usize] == Kind::Procedure);
    let mut inner = body;
    if !others.is_empty() {
        let mut items = Vec::new();
        for &i in &others {
            let (v, value) = letrec.bindings[i as usize];
            core.vars[v.index()].assigned = true;
            items.push(core.add(Expr::SetLocal(v, value), core.span(value)));
        }
        items.push(body);
        inner = core.add(Expr::Begin(items), span);
    }
    if !procedures.is_empty() {
        let bindings = procedures
            .iter()
            .map(|&i| letrec.bindings[i as usize])
            .collect();
        inner = core.add(Expr::Fix(bindings, inner), span);
    }
    if !others.is_empty() {
        let bindings = others
            .iter()
            .map(|&i| {
                let (v, _) = letrec.bindings[i as usize];
                (v, core.add(Expr::Special(Special::Unbound), span))
            })
            .collect();
        inner = core.add(Expr::Let(bindings, inner), span);
    }
    inner
}

/// True if evaluating it earlier or later, or not at all, makes no difference.
fn is_simple(core: &Core, id: ExprId) -> bool {
    let is_leaf = |id: ExprId| match core.expr(id) {
        Expr::Quote(_)
        | Expr::Special(_)
        | Expr::Primitive(_)
        | Expr::Lambda(_)
        | Expr::CaseLambda(_)
        | Expr::RecordTypeValue(_) => true,
        Expr::Local(v) => !core.vars[v.index()].assigned,
        _ => false,
    };
    match core.expr(id) {
        Expr::PrimCall(prim, args) => {
            prim.is_discardable() && !prim.effects().read && args.iter().all(|&arg| is_leaf(arg))
        }
        _ => is_leaf(id),
    }
}

/// The strongly connected components of a graph, each after those it leads to. Tarjan, "Depth-first search and
/// linear graph algorithms", 1972, on an explicit stack.
pub(crate) fn components(edges: &[Vec<u32>]) -> Vec<Vec<u32>> {
    const UNSEEN: u32 = u32::MAX;
    let count = edges.len();
    let mut number = vec![UNSEEN; count];
    let mut low = vec![0; count];
    let mut on_stack = vec![false; count];
    let mut stack: Vec<u32> = Vec::new();
    let mut found = Vec::new();
    let mut next = 0;
    // A node and how many of its edges were followed.
    let mut path: Vec<(u32, usize)> = Vec::new();
    for start in 0..count as u32 {
        if number[start as usize] != UNSEEN {
            continue;
        }
        path.push((start, 0));
        while let Some((node, followed)) = path.last_mut() {
            let v = *node as usize;
            if *followed == 0 && number[v] == UNSEEN {
                number[v] = next;
                low[v] = next;
                next += 1;
                stack.push(*node);
                on_stack[v] = true;
            }
            if let Some(&w) = edges[v].get(*followed) {
                *followed += 1;
                if number[w as usize] == UNSEEN {
                    path.push((w, 0));
                } else if on_stack[w as usize] {
                    low[v] = low[v].min(number[w as usize]);
                }
                continue;
            }
            path.pop();
            if let Some(&(parent, _)) = path.last() {
                low[parent as usize] = low[parent as usize].min(low[v]);
            }
            if low[v] == number[v] {
                let from = stack.iter().rposition(|&w| w as usize == v).unwrap_or(0);
                let component = stack.split_off(from);
                component.iter().for_each(|&w| on_stack[w as usize] = false);
                found.push(component);
            }
        }
    }
    found
}
