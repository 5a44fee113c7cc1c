//! Puts closures and known calls where the analysis says.
//!
//! Procedures are rewritten one by one. On the way down calls of known procedures are found; on the way up variables
//! become what they are in this procedure, and procedures become closures.

use super::{Analysis, ProcId, Unit, UnitId};
use crate::core::{Core, Expr, ExprId, GlobalId, Lambda, LambdaId, Special, VarId};
use crate::passes::inline::order::{Order, forms_of_expressions, top_level_forms};

struct Rewriter<'a> {
    core: &'a mut Core,
    analysis: Analysis,
    /// The place in the result of each procedure that is used.
    lambda_map: Vec<LambdaId>,
    /// The procedure that a closure of each unit runs.
    entry: Vec<LambdaId>,
    /// The procedure being rewritten.
    proc: ProcId,
    /// `slot[v]` is which captured value of the procedure `v` is, if `slot_of[v]` is the procedure.
    slot: Vec<u32>,
    slot_of: Vec<ProcId>,
    /// The variable that stands for a captured cell in this procedure, likewise.
    alias: Vec<VarId>,
    alias_of: Vec<ProcId>,
    /// The aliases of this procedure and what they stand for.
    aliases: Vec<(VarId, u32)>,
    /// Which top-level variables have a value where.
    order: Order,
    form_of: Vec<u32>,
}

const NOWHERE: ProcId = ProcId(u32::MAX);

/// Rewrites the whole program.
pub(super) fn rewrite(core: &mut Core, analysis: Analysis) {
    let vars = core.vars.len();
    let forms = core
        .root
        .map_or_else(Vec::new, |root| top_level_forms(core, root));
    let mut lambda_map = vec![LambdaId(u32::MAX); core.lambdas.len()];
    let used = analysis.procs.iter().filter_map(|proc| proc.lambda);
    for (place, lambda) in used.clone().enumerate() {
        lambda_map[lambda.index()] = LambdaId(place as u32);
    }
    let count = used.count();
    let mut dispatchers = 0;
    let entry = analysis
        .units
        .iter()
        .map(|unit| {
            if needs_dispatcher(unit) {
                dispatchers += 1;
                LambdaId((count + dispatchers - 1) as u32)
            } else {
                unit.lambdas
                    .first()
                    .map_or(LambdaId(0), |lambda| lambda_map[lambda.index()])
            }
        })
        .collect();
    let mut rewriter = Rewriter {
        analysis,
        lambda_map,
        entry,
        proc: ProcId(0),
        slot: vec![0; vars],
        slot_of: vec![NOWHERE; vars],
        alias: vec![VarId(0); vars],
        alias_of: vec![NOWHERE; vars],
        aliases: Vec::new(),
        order: Order::new(core, &forms),
        form_of: forms_of_expressions(core, &forms),
        core,
    };
    for proc in 0..rewriter.analysis.procs.len() as u32 {
        rewriter.procedure(ProcId(proc));
    }
    rewriter.collect_lambdas();
}

/// A `case-lambda` whose closure somebody may call without knowing the clause.
fn needs_dispatcher(unit: &Unit) -> bool {
    unit.lambdas.len() != 1 && !unit.well_known
}

impl Rewriter<'_> {
    fn procedure(&mut self, proc: ProcId) {
        self.proc = proc;
        let record = &mut self.analysis.procs[proc.0 as usize];
        let exprs = std::mem::take(&mut record.exprs);
        let (lambda, unit) = (record.lambda, record.unit);
        if lambda.is_some() {
            for (i, v) in (0..).zip(&self.analysis.units[unit.0 as usize].captures) {
                self.slot[v.index()] = i;
                self.slot_of[v.index()] = proc;
            }
        }
        for &id in &exprs {
            self.find_known_call(id);
        }
        for &id in exprs.iter().rev() {
            self.expr(id);
        }
        if let Some(lambda) = lambda {
            let aliases = std::mem::take(&mut self.aliases);
            if !aliases.is_empty() {
                let body = self.core.lambdas[lambda.index()].body;
                let span = self.core.span(body);
                let bindings = aliases
                    .into_iter()
                    .map(|(v, slot)| (v, self.core.add(Expr::Free(slot), span)))
                    .collect();
                self.core.lambdas[lambda.index()].body =
                    self.core.add(Expr::Let(bindings, body), span);
            }
        }
    }

    /// True if the variable surely has a value when the expression is evaluated.
    fn is_defined(&self, g: GlobalId, place: ExprId) -> bool {
        // What this pass adds asks for no variable.
        let form = self.form_of.get(place.index());
        let in_procedure = self.proc != ProcId(0);
        form.is_some_and(|&form| self.order.is_defined_in(form, g, in_procedure))
    }

    /// Turns a call of a known procedure into one, before its head is rewritten.
    fn find_known_call(&mut self, id: ExprId) {
        let Expr::Call(head, args) = self.core.expr(id) else {
            return;
        };
        let (head, count) = (*head, args.len());
        let (unit, closure) = match self.core.expr(head) {
            Expr::Local(v) => (self.analysis.unit_of_var[v.index()], Some(head)),
            Expr::Global(g) if self.is_defined(*g, id) => {
                let unit = self.analysis.unit_of_global[g.index()];
                (
                    unit.filter(|&unit| self.analysis.unit(unit).captures.is_empty()),
                    None,
                )
            }
            _ => return,
        };
        let Some(unit) = unit else {
            return;
        };
        let Some(lambda) = self.analysis.target(self.core, unit, count) else {
            return;
        };
        let Expr::Call(_, args) = self.core.take(id) else {
            return;
        };
        let captures = !self.analysis.unit(unit).captures.is_empty();
        let closure = closure.filter(|_| captures);
        let lambda = self.lambda_map[lambda.index()];
        self.core.put(
            id,
            Expr::CallKnown {
                lambda,
                closure,
                args,
            },
        );
    }

    fn expr(&mut self, id: ExprId) {
        match self.core.expr(id) {
            Expr::Local(v) => {
                let value = self.value(*v);
                self.core.put(id, value);
            }
            Expr::Global(g) if self.proc != ProcId(0) && self.is_defined(*g, id) => {
                if let Some(unit) = self.analysis.unit_of_global[g.index()]
                    && self.analysis.unit(unit).captures.is_empty()
                {
                    self.core
                        .put(id, Expr::ClosureConstant(self.entry[unit.0 as usize]));
                }
            }
            Expr::CellRef(v, checked) => {
                let (v, checked) = (*v, *checked);
                let v = self.cell(v);
                self.core.put(id, Expr::CellRef(v, checked));
            }
            Expr::CellSet(v, value) => {
                let (v, value) = (*v, *value);
                let v = self.cell(v);
                self.core.put(id, Expr::CellSet(v, value));
            }
            Expr::Lambda(_) | Expr::CaseLambda(_) => {
                if let Some(unit) = self.analysis.unit_of_expr[id.index()]
                    && self.analysis.unit(unit).bound.is_none()
                {
                    let closure = self.closure(unit, &[]);
                    self.core.put(id, closure);
                }
            }
            Expr::Fix(..) => self.fix(id),
            _ => {}
        }
    }

    /// What a variable is in this procedure.
    fn value(&self, v: VarId) -> Expr {
        let Some(holder) = self.analysis.closure_variable(v) else {
            let unit = self.analysis.unit_of_var[v.index()];
            return unit.map_or(Expr::Local(v), |unit| {
                Expr::ClosureConstant(self.entry[unit.0 as usize])
            });
        };
        let proc = &self.analysis.procs[self.proc.0 as usize];
        if proc.lambda.is_some()
            && let Some((own, _)) = self.analysis.unit(proc.unit).bound
            && self.analysis.closure_variable(own) == Some(holder)
        {
            return Expr::RunningClosure;
        }
        if self.analysis.owner[holder.index()] == self.proc {
            Expr::Local(holder)
        } else {
            debug_assert_eq!(
                self.slot_of[holder.index()],
                self.proc,
                "a free variable is captured"
            );
            Expr::Free(self.slot[holder.index()])
        }
    }

    /// The variable that holds a cell in this procedure.
    fn cell(&mut self, v: VarId) -> VarId {
        if self.analysis.owner[v.index()] == self.proc {
            return v;
        }
        if self.alias_of[v.index()] != self.proc {
            let var = &self.core.vars[v.index()];
            let (name, span) = (var.name.clone(), var.span);
            let alias = self.core.add_var(name, span);
            self.alias[v.index()] = alias;
            self.alias_of[v.index()] = self.proc;
            self.aliases.push((alias, self.slot[v.index()]));
        }
        self.alias[v.index()]
    }

    /// Makes the closure of a unit; values that are not there yet are left out.
    fn closure(&mut self, unit: UnitId, absent: &[VarId]) -> Expr {
        let entry = self.entry[unit.0 as usize];
        let record = self.analysis.unit(unit);
        if record.captures.is_empty() {
            return Expr::ClosureConstant(entry);
        }
        let span = self.core.span(record.expr);
        let values: Vec<Expr> = record
            .captures
            .iter()
            .map(|&v| match absent.contains(&v) {
                true => Expr::Special(Special::Unspecified),
                false => self.value(v),
            })
            .collect();
        let values = values
            .into_iter()
            .map(|value| self.core.add(value, span))
            .collect();
        Expr::MakeClosure(entry, values)
    }

    fn fix(&mut self, id: ExprId) {
        let Expr::Fix(bindings, body) = self.core.take(id) else {
            return;
        };
        let span = self.core.span(id);
        let units: Vec<UnitId> = bindings
            .iter()
            .filter_map(|(_, e)| self.analysis.unit_of_expr[e.index()])
            .filter(|&unit| !self.analysis.unit(unit).captures.is_empty())
            .collect();
        let group = bindings
            .first()
            .and_then(|(v, _)| self.analysis.unit_of_var[v.index()])
            .and_then(|unit| self.analysis.unit(unit).bound)
            .map(|(_, group)| group);
        let shared = group.is_some_and(|group| self.analysis.groups[group.0 as usize].shared);
        let made = if shared {
            &units[..units.len().min(1)]
        } else {
            &units[..]
        };
        let vars: Vec<VarId> = made
            .iter()
            .filter_map(|&unit| self.analysis.unit(unit).bound.map(|(v, _)| v))
            .collect();
        // Closures that are made before what they capture are patched.
        let mut items = Vec::new();
        for (i, &unit) in made.iter().enumerate() {
            let captures = self.analysis.unit(unit).captures.clone();
            for (index, v) in (0..).zip(captures) {
                if vars[i..].contains(&v) {
                    let closure = self.core.add(Expr::Local(vars[i]), span);
                    let value = self.core.add(Expr::Local(v), span);
                    items.push(self.core.add(
                        Expr::PatchClosure {
                            closure,
                            index,
                            value,
                        },
                        span,
                    ));
                }
            }
        }
        let mut inner = body;
        if !items.is_empty() {
            items.push(inner);
            inner = self.core.add(Expr::Begin(items), span);
        }
        for (i, &unit) in made.iter().enumerate().rev() {
            let closure = self.closure(unit, &vars[i..]);
            let closure = self
                .core
                .add(closure, self.core.span(self.analysis.unit(unit).expr));
            inner = self
                .core
                .add(Expr::Let(vec![(vars[i], closure)], inner), span);
        }
        self.core.spans[id.index()] = self.core.span(inner);
        let expr = self.core.take(inner);
        self.core.put(id, expr);
    }

    /// Keeps the procedures that are used, in the order in which the program mentions them.
    fn collect_lambdas(self) {
        let Rewriter {
            core,
            analysis,
            lambda_map,
            entry,
            ..
        } = self;
        let mut lambdas = Vec::with_capacity(analysis.procs.len());
        for proc in &analysis.procs {
            if let Some(lambda) = proc.lambda {
                let captures = analysis.unit(proc.unit).captures.len() as u32;
                let record = &mut core.lambdas[lambda.index()];
                lambdas.push(Lambda {
                    name: std::mem::take(&mut record.name),
                    span: record.span,
                    params: std::mem::take(&mut record.params),
                    rest: record.rest,
                    body: record.body,
                    captures,
                    cases: None,
                });
            }
        }
        for (unit, entry) in analysis.units.iter().zip(entry) {
            if !needs_dispatcher(unit) {
                continue;
            }
            debug_assert_eq!(entry.index(), lambdas.len(), "dispatchers come in order");
            let span = core.span(unit.expr);
            let name = unit.lambdas.first().map_or(String::new(), |lambda| {
                lambdas[lambda_map[lambda.index()].index()].name.clone()
            });
            let cases = unit
                .lambdas
                .iter()
                .map(|lambda| lambda_map[lambda.index()])
                .collect();
            let body = core.add(Expr::Special(Special::Unspecified), span);
            lambdas.push(Lambda {
                name,
                span,
                params: Vec::new(),
                rest: None,
                body,
                captures: unit.captures.len() as u32,
                cases: Some(cases),
            });
        }
        core.lambdas = lambdas;
    }
}
