//! Finds what each procedure captures and which procedures need no closure of their own.

use super::{Analysis, Group, GroupId, Proc, ProcId, Unit, UnitId};
use crate::core::{Core, Expr, ExprId, LambdaId, VarId};

/// Walks the program, then decides captures from the outside in.
pub(super) fn analyse(core: &Core, root: ExprId) -> Analysis {
    let mut analysis = Analysis {
        procs: Vec::new(),
        units: Vec::new(),
        groups: Vec::new(),
        owner: vec![ProcId(0); core.vars.len()],
        unit_of_var: vec![None; core.vars.len()],
        unit_of_lambda: vec![None; core.lambdas.len()],
        unit_of_expr: vec![None; core.exprs.len()],
        unit_of_global: vec![None; core.globals.len()],
    };
    // Bodies still to be walked. Parents come before what stands in them.
    let mut pending: Vec<(Option<LambdaId>, UnitId, ExprId)> = vec![(None, UnitId(u32::MAX), root)];
    let mut next = 0;
    while let Some(&(lambda, unit, body)) = pending.get(next) {
        next += 1;
        analysis.walk(core, lambda, unit, body, &mut pending);
    }
    analysis.find_globals(core, root);
    analysis.find_free(core.vars.len());
    for i in 0..analysis.units.len() as u32 {
        match analysis.units[i as usize].bound {
            // A `fix` is decided when its first member comes up.
            Some((_, group)) if analysis.groups[group.0 as usize].units[0] == UnitId(i) => {
                analysis.decide_group(group);
            }
            Some(_) => {}
            None => {
                let captures = analysis.needed(UnitId(i));
                analysis.units[i as usize].captures = captures;
            }
        }
    }
    analysis
}

impl Analysis {
    /// Lists the expressions of one procedure and what stands in it.
    fn walk(
        &mut self,
        core: &Core,
        lambda: Option<LambdaId>,
        unit: UnitId,
        body: ExprId,
        pending: &mut Vec<(Option<LambdaId>, UnitId, ExprId)>,
    ) {
        let id = ProcId(self.procs.len() as u32);
        if let Some(lambda) = lambda {
            let lambda = &core.lambdas[lambda.index()];
            for &param in lambda.params.iter().chain(&lambda.rest) {
                self.owner[param.index()] = id;
            }
        }
        let mut exprs = Vec::new();
        let mut free = Vec::new();
        // Heads of calls that fit what `fix` binds.
        let mut heads = Vec::new();
        let mut stack = vec![body];
        while let Some(at) = stack.pop() {
            exprs.push(at);
            let expr = core.expr(at);
            expr.for_each_binder(|v| self.owner[v.index()] = id);
            match expr {
                Expr::Fix(bindings, _) => {
                    let group = GroupId(self.groups.len() as u32);
                    let mut units = Vec::new();
                    for &(v, e) in bindings {
                        let unit = self.add_unit(core, e, id, Some((v, group)));
                        self.unit_of_var[v.index()] = Some(unit);
                        units.push(unit);
                    }
                    self.groups.push(Group {
                        units,
                        shared: false,
                    });
                }
                Expr::Lambda(_) | Expr::CaseLambda(_) => {
                    let unit = match self.unit_of_expr[at.index()] {
                        Some(unit) => unit,
                        None => self.add_unit(core, at, id, None),
                    };
                    for &lambda in &self.units[unit.0 as usize].lambdas {
                        pending.push((Some(lambda), unit, core.lambdas[lambda.index()].body));
                    }
                }
                Expr::Call(head, args) => {
                    if let Expr::Local(v) = core.expr(*head)
                        && let Some(unit) = self.unit_of_var[v.index()]
                        && self.target(core, unit, args.len()).is_some()
                    {
                        heads.push(*head);
                    }
                }
                _ => {}
            }
            if let Some(v) = expr.variable() {
                free.push(v);
                if heads.last() == Some(&at) {
                    heads.pop();
                } else if let Some(unit) = self.unit_of_var[v.index()] {
                    self.units[unit.0 as usize].well_known = false;
                }
            }
            let first = stack.len();
            expr.for_each_child(|child| stack.push(child));
            stack[first..].reverse();
        }
        self.procs.push(Proc {
            lambda,
            unit,
            exprs,
            free,
        });
    }

    fn add_unit(
        &mut self,
        core: &Core,
        expr: ExprId,
        parent: ProcId,
        bound: Option<(VarId, GroupId)>,
    ) -> UnitId {
        let id = UnitId(self.units.len() as u32);
        let mut lambdas = Vec::new();
        core.expr(expr)
            .for_each_lambda(|lambda| lambdas.push(lambda));
        for lambda in &lambdas {
            self.unit_of_lambda[lambda.index()] = Some(id);
        }
        self.unit_of_expr[expr.index()] = Some(id);
        self.units.push(Unit {
            expr,
            lambdas,
            parent,
            bound,
            free: Vec::new(),
            captures: Vec::new(),
            well_known: bound.is_some(),
        });
        id
    }

    /// Notes which immutable top-level variables are defined as procedures, once, on the way through the program.
    fn find_globals(&mut self, core: &Core, root: ExprId) {
        let mut definitions = vec![0_u32; core.globals.len()];
        for proc in &self.procs {
            for &id in &proc.exprs {
                if let Expr::DefineGlobal(g, _) = core.expr(id) {
                    definitions[g.index()] += 1;
                }
            }
        }
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            match core.expr(id) {
                Expr::Begin(items) => stack.extend(items),
                Expr::DefineGlobal(g, value)
                    if definitions[g.index()] == 1 && !core.globals[g.index()].mutable =>
                {
                    self.unit_of_global[g.index()] = self.unit_of_expr[value.index()];
                }
                _ => {}
            }
        }
    }

    /// Collects free variables from the inside out.
    fn find_free(&mut self, vars: usize) {
        let mut seen = vec![u32::MAX; vars];
        for index in (0..self.procs.len()).rev() {
            let proc = &mut self.procs[index];
            let mut free = std::mem::take(&mut proc.free);
            let mark = index as u32;
            free.retain(|v| {
                self.owner[v.index()] != ProcId(mark)
                    && std::mem::replace(&mut seen[v.index()], mark) != mark
            });
            if proc.lambda.is_some() {
                let unit = &mut self.units[proc.unit.0 as usize];
                unit.free.extend_from_slice(&free);
                let parent = unit.parent;
                self.procs[parent.0 as usize].free.extend_from_slice(&free);
            }
        }
    }

    /// The closures and values that a unit has to hold so that it finds its free variables, given what was decided for
    /// the units around it.
    fn needed(&self, id: UnitId) -> Vec<VarId> {
        let mut needed = Vec::new();
        needed.extend(
            self.unit(id)
                .free
                .iter()
                .filter_map(|&v| self.closure_variable(v)),
        );
        without_repetition(needed)
    }

    /// Decides for all members of a `fix` what they capture.
    fn decide_group(&mut self, group: GroupId) {
        let units = self.groups[group.0 as usize].units.clone();
        let is_member = |analysis: &Analysis, v: VarId| {
            analysis.unit_of_var[v.index()]
                .and_then(|unit| analysis.unit(unit).bound)
                .is_some_and(|(_, other)| other == group)
        };
        // At first nobody of the group captures anything, so this leaves out the group itself.
        let outside: Vec<Vec<VarId>> = units.iter().map(|&unit| self.needed(unit)).collect();
        if units.iter().all(|&unit| self.unit(unit).well_known) {
            let captures = without_repetition(outside.into_iter().flatten().collect());
            self.groups[group.0 as usize].shared = true;
            for &unit in &units {
                self.units[unit.0 as usize].captures.clone_from(&captures);
            }
            return;
        }
        // Whoever mentions a member that has a closure needs one as well.
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); units.len()];
        let position = |analysis: &Analysis, v: VarId| {
            let unit = analysis.unit_of_var[v.index()]?;
            (is_member(analysis, v)).then(|| (unit.0 - units[0].0) as usize)
        };
        for (user, &unit) in units.iter().enumerate() {
            for &v in &self.unit(unit).free {
                if let Some(used) = position(self, v) {
                    users[used].push(user);
                }
            }
        }
        let mut open: Vec<bool> = outside.iter().map(|needed| !needed.is_empty()).collect();
        let mut pending: Vec<usize> = (0..units.len()).filter(|&i| open[i]).collect();
        while let Some(used) = pending.pop() {
            for &user in &users[used] {
                if !std::mem::replace(&mut open[user], true) {
                    pending.push(user);
                }
            }
        }
        for (i, mut captures) in outside.into_iter().enumerate() {
            let unit = self.unit(units[i]);
            let own = unit.bound.map(|(v, _)| v);
            captures.extend(
                unit.free.iter().copied().filter(|&v| {
                    Some(v) != own && position(self, v).is_some_and(|used| open[used])
                }),
            );
            self.units[units[i].0 as usize].captures = without_repetition(captures);
        }
    }
}

/// The variables, each where it comes first.
fn without_repetition(mut vars: Vec<VarId>) -> Vec<VarId> {
    /// Shorter lists are searched faster than hashed.
    const SEARCHED: usize = 16;
    if vars.len() <= SEARCHED {
        let mut kept = 0;
        for i in 0..vars.len() {
            if !vars[..kept].contains(&vars[i]) {
                vars.swap(kept, i);
                kept += 1;
            }
        }
        vars.truncate(kept);
    } else {
        let mut seen = std::collections::HashSet::with_capacity(vars.len());
        vars.retain(|&v| seen.insert(v));
    }
    vars
}
