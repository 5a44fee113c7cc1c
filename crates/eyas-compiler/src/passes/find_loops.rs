//! Turns tail-recursive procedures into loops.
//!
//! *Input*: `fix`, no assignment. *Output*: `loop` and `continue` where procedures were that are only called, from one
//! place outside and otherwise in their own tail positions; what is left in a `fix` calls itself in tail position by
//! `continue` too.
//!
//! A named `let` or `do` is such a procedure. As a loop it needs no closure, no call and no frame, and its variables
//! stay in registers. The place it is called from may be anywhere, `(+ 1 (let lp …))` included: a loop is an expression.
//! A member of a mutually recursive group that is called once from outside itself moves to where it is called, which
//! makes its calls of the others calls of the host, so that groups often collapse from the inside; loops in tail
//! position of loops continue the outer ones as well. Inner groups come first, because a loop in the body of
//! a procedure is no procedure of its own any more and its tail calls are the procedure's. This is contification
//! (Kennedy, "Compiling with continuations, continued", 2007) without a continuation language.
//!
//! A procedure that stays one, because it escapes or is called from several places, or is a top-level one that never
//! changes, has its own tail calls of itself made a loop around its body.
//!
//! Invariants: linear but for the rounds over one group, which are few; no recursion; expressions keep their places,
//! so that what was noted about them on the way stays true.
//!
//! Example: `tests/passes/find_loops/example.scm`.

use crate::core::{Core, Expr, ExprId, GlobalId, LambdaId, VarId};
use crate::pipeline::Options;

/// Not in a value of the `fix`, but in its body.
const BODY: u32 = u32::MAX;
/// The top level, among procedures.
const TOP: LambdaId = LambdaId(u32::MAX);
/// More rounds over one group than nearly any needs.
const ROUNDS_MAX: usize = 8;

/// A call of a member of a group.
#[derive(Clone, Copy)]
struct Site {
    call: ExprId,
    /// The member whose value it stands in, or [`BODY`].
    container: u32,
    /// The innermost procedure around it.
    lambda: LambdaId,
    /// It is in tail position of that.
    tail: bool,
}

/// A `fix` being walked.
struct Group {
    expr: ExprId,
    bindings: Vec<(VarId, ExprId)>,
    body: ExprId,
    /// The member whose value is being walked, or [`BODY`].
    current: u32,
    /// Calls of each member.
    sites: Vec<Vec<Site>>,
    /// Members that are mentioned without being called, or whose calls do not fit.
    escaped: Vec<bool>,
}

enum Task {
    Visit { id: ExprId, tail: bool },
    Enter(u32),
    EnterLambda(LambdaId),
    LeaveLambda,
    Close,
}

struct Finder<'a> {
    core: &'a mut Core,
    groups: Vec<Group>,
    /// Depth of the group and index of the member that a variable is.
    places: Vec<Option<(u32, u32)>>,
    /// The procedures around the current place.
    lambdas: Vec<LambdaId>,
    /// Where the body of a procedure went, and whether it is in tail position there.
    moved: Vec<Option<(LambdaId, bool)>>,
    /// Calls of top-level variables.
    global_sites: Vec<(GlobalId, Site)>,
    /// Definitions of top-level variables.
    definitions: Vec<(GlobalId, ExprId)>,
    /// Where a `fix` lost all its members.
    emptied: Vec<ExprId>,
    tasks: Vec<Task>,
}

/// See the module's documentation.
pub fn run(core: &mut Core, _options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    bind_lambdas_by_fix(core, root);
    let mut finder = Finder {
        groups: Vec::new(),
        places: vec![None; core.vars.len()],
        lambdas: Vec::new(),
        moved: vec![None; core.lambdas.len()],
        global_sites: Vec::new(),
        definitions: Vec::new(),
        emptied: Vec::new(),
        tasks: vec![Task::Visit {
            id: root,
            tail: true,
        }],
        core,
    };
    finder.walk();
    finder.loop_globals();
    // Inner ones first: what noted places is over, so that bodies can move.
    for id in finder.emptied {
        if let Expr::Begin(items) = core.take(id)
            && let [body] = items[..]
        {
            core.spans[id.index()] = core.span(body);
            let expr = core.take(body);
            core.put(id, expr);
        }
    }
}

/// Turns `let` of procedures into `fix`, so that one form binds them all.
fn bind_lambdas_by_fix(core: &mut Core, root: ExprId) {
    for id in core.preorder(root) {
        let is_procedure =
            |core: &Core, e: ExprId| matches!(core.expr(e), Expr::Lambda(_) | Expr::CaseLambda(_));
        let Expr::Let(bindings, body) = core.expr(id) else {
            continue;
        };
        let body = *body;
        if !bindings.iter().any(|(_, e)| is_procedure(core, *e)) {
            continue;
        }
        let (procedures, others): (Vec<_>, Vec<_>) = bindings
            .iter()
            .copied()
            .partition(|(_, e)| is_procedure(core, *e));
        let fix = Expr::Fix(procedures, body);
        if others.is_empty() {
            core.put(id, fix);
        } else {
            let fix = core.add(fix, core.span(id));
            core.put(id, Expr::Let(others, fix));
        }
    }
}

impl Finder<'_> {
    fn walk(&mut self) {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Visit { id, tail } => self.visit(id, tail),
                Task::Enter(member) => {
                    if let Some(group) = self.groups.last_mut() {
                        group.current = member;
                    }
                }
                Task::EnterLambda(lambda) => self.lambdas.push(lambda),
                Task::LeaveLambda => {
                    self.lambdas.pop();
                }
                Task::Close => {
                    if let Some(group) = self.groups.pop() {
                        self.close(group);
                    }
                }
            }
        }
    }

    /// The members of open groups are noted where they are mentioned; children go on the stack, last first.
    fn visit(&mut self, id: ExprId, tail: bool) {
        let inner = |id: ExprId| Task::Visit { id, tail: false };
        let same = |id: ExprId| Task::Visit { id, tail };
        match self.core.expr(id) {
            Expr::Local(v) => {
                if let Some((depth, member)) = self.places[v.index()] {
                    self.groups[depth as usize].escaped[member as usize] = true;
                }
            }
            Expr::Call(head, args) => {
                let head = *head;
                let count = args.len();
                let first = self.tasks.len();
                self.tasks.extend(args.iter().rev().map(|&arg| inner(arg)));
                if !self.note_call(id, head, count, tail) {
                    self.tasks.insert(first, inner(head));
                }
            }
            Expr::Lambda(_) | Expr::CaseLambda(_) => {
                let first = self.tasks.len();
                let core = &self.core;
                core.expr(id).for_each_lambda(|lambda| {
                    self.tasks.push(Task::EnterLambda(lambda));
                    let body = core.lambdas[lambda.index()].body;
                    self.tasks.push(Task::Visit {
                        id: body,
                        tail: true,
                    });
                    self.tasks.push(Task::LeaveLambda);
                });
                self.tasks[first..].reverse();
            }
            Expr::Fix(..) => {
                let Expr::Fix(bindings, body) = self.core.take(id) else {
                    return;
                };
                let depth = self.groups.len() as u32;
                for (member, (v, _)) in (0..).zip(&bindings) {
                    self.places[v.index()] = Some((depth, member));
                }
                self.tasks.push(Task::Close);
                self.tasks.push(same(body));
                self.tasks.push(Task::Enter(BODY));
                for (member, &(_, value)) in bindings.iter().enumerate().rev() {
                    self.tasks.push(inner(value));
                    self.tasks.push(Task::Enter(member as u32));
                }
                let count = bindings.len();
                self.groups.push(Group {
                    expr: id,
                    bindings,
                    body,
                    current: BODY,
                    sites: vec![Vec::new(); count],
                    escaped: vec![false; count],
                });
            }
            Expr::DefineGlobal(g, value) => {
                self.definitions.push((*g, *value));
                self.tasks.push(inner(*value));
            }
            Expr::If(test, then, otherwise) => {
                let tasks = [same(*otherwise), same(*then), inner(*test)];
                self.tasks.extend(tasks);
            }
            Expr::Begin(items) => {
                let Some((last, before)) = items.split_last() else {
                    return;
                };
                self.tasks.push(same(*last));
                self.tasks.extend(before.iter().rev().map(|&id| inner(id)));
            }
            Expr::Let(bindings, body)
            | Expr::Loop {
                vars: bindings,
                body,
                ..
            } => {
                self.tasks.push(same(*body));
                self.tasks
                    .extend(bindings.iter().rev().map(|&(_, id)| inner(id)));
            }
            Expr::Receive { producer, body, .. } => {
                let tasks = [same(*body), inner(*producer)];
                self.tasks.extend(tasks);
            }
            Expr::Switch {
                subject,
                arms,
                default,
            } => {
                self.tasks.push(same(*default));
                self.tasks
                    .extend(arms.iter().rev().map(|arm| same(arm.body)));
                self.tasks.push(inner(*subject));
            }
            expr => {
                let first = self.tasks.len();
                expr.for_each_child(|child| self.tasks.push(inner(child)));
                self.tasks[first..].reverse();
            }
        }
    }

    /// Notes a call of a member or of a top-level variable. True if the head needs no further look.
    fn note_call(&mut self, call: ExprId, head: ExprId, count: usize, tail: bool) -> bool {
        let lambda = self.lambdas.last().copied().unwrap_or(TOP);
        match self.core.expr(head) {
            Expr::Local(v) => {
                let Some((depth, member)) = self.places[v.index()] else {
                    return true;
                };
                let group = &mut self.groups[depth as usize];
                let value = group.bindings[member as usize].1;
                if !takes_exactly(self.core, value, count) {
                    return false;
                }
                let container = group.current;
                group.sites[member as usize].push(Site {
                    call,
                    container,
                    lambda,
                    tail,
                });
                true
            }
            Expr::Global(g) => {
                if tail {
                    let site = Site {
                        call,
                        container: BODY,
                        lambda,
                        tail,
                    };
                    self.global_sites.push((*g, site));
                }
                true
            }
            _ => false,
        }
    }

    /// The procedure that code of `lambda` is in by now, and whether `lambda`'s tail positions are its.
    fn home(&mut self, lambda: LambdaId) -> (LambdaId, bool) {
        let mut path = Vec::new();
        let mut at = lambda;
        while at != TOP
            && let Some((host, tail)) = self.moved[at.index()]
        {
            path.push((at, tail));
            at = host;
        }
        // From the outermost move in: later look-ups take one step.
        let mut tail_at_home = true;
        for &(moved, tail) in path.iter().rev() {
            tail_at_home &= tail;
            self.moved[moved.index()] = Some((at, tail_at_home));
        }
        (at, tail_at_home)
    }

    /// True if the call is in tail position of the procedure, as the program is by now.
    fn is_tail_in(&mut self, site: Site, lambda: LambdaId) -> bool {
        site.tail && self.home(site.lambda) == (lambda, true)
    }

    /// Decides a group all of which was walked.
    fn close(&mut self, group: Group) {
        let count = group.bindings.len();
        let lambdas: Vec<Option<LambdaId>> = group
            .bindings
            .iter()
            .map(|&(_, value)| match *self.core.expr(value) {
                Expr::Lambda(lambda) => Some(lambda),
                _ => None,
            })
            .collect();
        // Where the code of each member is by now: in itself, in another, or in the body.
        let mut home: Vec<u32> = (0..count as u32).collect();
        let find = |home: &mut Vec<u32>, mut at: u32| {
            while at != BODY && home[at as usize] != at {
                at = home[at as usize];
            }
            at
        };
        for _ in 0..ROUNDS_MAX {
            let mut changed = false;
            for member in 0..count {
                let Some(lambda) = lambdas[member] else {
                    continue;
                };
                if home[member] != member as u32 || group.escaped[member] {
                    continue;
                }
                let mut entry = None;
                let mut entries = 0;
                let mut fits = true;
                for &site in &group.sites[member] {
                    if find(&mut home, site.container) == member as u32 {
                        fits &= self.is_tail_in(site, lambda);
                    } else {
                        entries += 1;
                        entry = Some(site);
                    }
                    if !fits || entries > 1 {
                        break;
                    }
                }
                let Some(entry) = entry.filter(|_| fits && entries == 1) else {
                    continue;
                };
                let again: Vec<ExprId> = group.sites[member]
                    .iter()
                    .map(|site| site.call)
                    .filter(|&call| call != entry.call)
                    .collect();
                self.move_to(lambda, entry, &again);
                home[member] = entry.container;
                changed = true;
            }
            if !changed {
                break;
            }
        }
        let mut kept = Vec::new();
        for member in 0..count {
            if home[member] != member as u32 {
                continue;
            }
            kept.push(group.bindings[member]);
            if let Some(lambda) = lambdas[member] {
                let sites = group.sites[member].clone();
                self.loop_body(lambda, sites);
            }
        }
        let expr = if kept.is_empty() {
            self.emptied.push(group.expr);
            Expr::Begin(vec![group.body])
        } else {
            Expr::Fix(kept, group.body)
        };
        self.core.put(group.expr, expr);
    }

    /// Puts the body of a procedure where it is entered; it goes on by continuing.
    fn move_to(&mut self, lambda: LambdaId, entry: Site, again: &[ExprId]) {
        self.moved[lambda.index()] = Some((entry.lambda, entry.tail));
        let record = &mut self.core.lambdas[lambda.index()];
        let (params, body) = (std::mem::take(&mut record.params), record.body);
        let Expr::Call(_, args) = self.core.take(entry.call) else {
            return;
        };
        let vars: Vec<(VarId, ExprId)> = params.into_iter().zip(args).collect();
        if again.is_empty() {
            self.core.put(entry.call, Expr::Let(vars, body));
            return;
        }
        let name = self.core.add_loop();
        self.core.put(entry.call, Expr::Loop { name, vars, body });
        for &call in again {
            if let Expr::Call(_, args) = self.core.take(call) {
                self.core.put(call, Expr::Continue(name, args));
            }
        }
    }

    /// Makes those calls that are in tail position of a procedure, which they call, a loop around its body.
    fn loop_body(&mut self, lambda: LambdaId, mut sites: Vec<Site>) {
        sites.retain(|&site| self.is_tail_in(site, lambda));
        if sites.is_empty() {
            return;
        }
        let record = &self.core.lambdas[lambda.index()];
        let (params, body) = (record.params.clone(), record.body);
        let span = self.core.span(body);
        let mut received = Vec::with_capacity(params.len());
        let mut vars = Vec::with_capacity(params.len());
        for v in params {
            let var = &self.core.vars[v.index()];
            let (name, var_span) = (var.name.clone(), var.span);
            let fresh = self.core.add_var(name, var_span);
            received.push(fresh);
            vars.push((v, self.core.add(Expr::Local(fresh), var_span)));
        }
        let name = self.core.add_loop();
        for site in sites {
            if let Expr::Call(_, args) = self.core.take(site.call) {
                self.core.put(site.call, Expr::Continue(name, args));
            }
        }
        let body = self.core.add(Expr::Loop { name, vars, body }, span);
        let record = &mut self.core.lambdas[lambda.index()];
        (record.params, record.body) = (received, body);
    }

    /// The same for top-level procedures that never change.
    fn loop_globals(&mut self) {
        let mut defined: Vec<Option<LambdaId>> = vec![None; self.core.globals.len()];
        let mut definitions = vec![0_u32; self.core.globals.len()];
        for &(g, value) in &self.definitions {
            definitions[g.index()] += 1;
            if let Expr::Lambda(lambda) = *self.core.expr(value)
                && !self.core.globals[g.index()].mutable
            {
                defined[g.index()] = Some(lambda);
            }
        }
        let mut sites: Vec<Vec<Site>> = vec![Vec::new(); self.core.globals.len()];
        for (g, site) in std::mem::take(&mut self.global_sites) {
            let Some(lambda) = defined[g.index()].filter(|_| definitions[g.index()] == 1) else {
                continue;
            };
            let record = &self.core.lambdas[lambda.index()];
            if let Expr::Call(_, args) = self.core.expr(site.call)
                && record.rest.is_none()
                && record.params.len() == args.len()
            {
                sites[g.index()].push(site);
            }
        }
        for (lambda, sites) in defined.into_iter().zip(sites) {
            if let Some(lambda) = lambda {
                self.loop_body(lambda, sites);
            }
        }
    }
}

/// True if the value is a procedure with exactly so many parameters.
fn takes_exactly(core: &Core, value: ExprId, count: usize) -> bool {
    match *core.expr(value) {
        Expr::Lambda(lambda) => {
            let lambda = &core.lambdas[lambda.index()];
            lambda.rest.is_none() && lambda.params.len() == count
        }
        _ => false,
    }
}
