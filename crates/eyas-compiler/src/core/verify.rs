//! Checks that Core is well formed, between passes.
//!
//! A broken pass is found where it breaks the program, not three passes later. What is checked: every expression is
//! used once; every variable is bound once and used in its scope, and nowhere outside its procedure once closures
//! are explicit; only forms of the stage occur; `continue` stands in tail position of its loop; argument counts fit
//! primitives, records and known procedures; captured values exist.
//!
//! Invariant: linear time, no recursion.

use std::fmt;

use eyas_bytecode::prims::Lowering;

use super::{Core, Expr, ExprId, LambdaId, LoopId, VarId};

/// How far the passes have come. A stage allows what its pass introduces, and nothing that its pass removes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    /// As the expander makes it.
    Expanded,
    /// `letrec*` is gone, `fix` is there.
    LetrecFixed,
    /// `set!` of local variables is gone, cells are there.
    NoAssignment,
    /// Loops are there.
    Loops,
    /// Switches are there.
    Switches,
    /// Folding and chaining primitives have at most two arguments, port operations have their port.
    PrimsLowered,
    /// Procedures stand apart, closures are explicit.
    Closed,
}

/// What is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyError {
    /// The expression at fault.
    pub expr: ExprId,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expression {}: {}", self.expr.0, self.message)
    }
}

impl std::error::Error for VerifyError {}

/// No loop may be continued: not in tail position.
const NO_TAIL: usize = usize::MAX;

/// What is still to be done.
enum Task {
    /// Check this expression. Loops from this index of the stack of open loops on may be continued here.
    Visit(ExprId, usize),
    Bind(VarId),
    Unbind(VarId),
    OpenLoop(LoopId, usize),
    CloseLoop(LoopId),
    /// Go into the body of this procedure.
    Procedure(LambdaId),
}

struct Verifier<'a> {
    core: &'a Core,
    stage: Stage,
    used: Vec<bool>,
    lambda_used: Vec<bool>,
    bound: Vec<bool>,
    in_scope: Vec<bool>,
    /// Open loops: name and parameter count.
    loops: Vec<(LoopId, usize)>,
    /// Index into `loops` of each open loop, plus one.
    open: Vec<usize>,
    /// How many values the procedure being checked captures; nothing at the top level.
    captures: Option<u32>,
    tasks: Vec<Task>,
}

/// Checks the whole program.
///
/// # Errors
/// The first thing found that is wrong.
pub fn verify(core: &Core, stage: Stage) -> Result<(), VerifyError> {
    let Some(root) = core.root else {
        return Ok(());
    };
    let mut verifier = Verifier {
        core,
        stage,
        used: vec![false; core.exprs.len()],
        lambda_used: vec![false; core.lambdas.len()],
        bound: vec![false; core.vars.len()],
        in_scope: vec![false; core.vars.len()],
        loops: Vec::new(),
        open: vec![0; core.loops as usize],
        captures: None,
        tasks: Vec::new(),
    };
    if core.spans.len() != core.exprs.len() {
        return Err(VerifyError {
            expr: root,
            message: "spans are out of step".into(),
        });
    }
    verifier.run(Task::Visit(root, 0))?;
    if stage >= Stage::Closed {
        for lambda in core.separate_lambdas(&core.preorder(root)) {
            let record = &core.lambdas[lambda.index()];
            let Some(cases) = &record.cases else {
                verifier.captures = Some(record.captures);
                verifier.run(Task::Procedure(lambda))?;
                continue;
            };
            if let Some(clause) = cases
                .iter()
                .find(|clause| core.lambdas[clause.index()].captures != record.captures)
            {
                let expr = core.lambdas[clause.index()].body;
                return Err(VerifyError {
                    expr,
                    message: "clauses share captures".into(),
                });
            }
        }
    }
    Ok(())
}

impl Verifier<'_> {
    fn run(&mut self, task: Task) -> Result<(), VerifyError> {
        self.tasks.push(task);
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Visit(id, tail) => self.visit(id, tail)?,
                Task::Bind(v) => {
                    if std::mem::replace(&mut self.bound[v.index()], true) {
                        let expr = self.core.root.unwrap_or(ExprId(0));
                        let name = &self.core.vars[v.index()].name;
                        let message = format!("{name}.{} is bound twice", v.0);
                        return Err(VerifyError { expr, message });
                    }
                    self.in_scope[v.index()] = true;
                }
                Task::Unbind(v) => self.in_scope[v.index()] = false,
                Task::OpenLoop(name, count) => {
                    self.loops.push((name, count));
                    self.open[name.index()] = self.loops.len();
                }
                Task::CloseLoop(name) => {
                    self.loops.pop();
                    self.open[name.index()] = 0;
                }
                Task::Procedure(lambda) => self.procedure(lambda),
            }
        }
        Ok(())
    }

    /// Puts the body of a procedure on the stack, its parameters around it.
    fn procedure(&mut self, lambda: LambdaId) {
        let record = &self.core.lambdas[lambda.index()];
        let params = || record.params.iter().copied().chain(record.rest);
        self.tasks.extend(params().map(Task::Unbind));
        self.tasks.push(Task::Visit(record.body, self.loops.len()));
        self.tasks.extend(params().map(Task::Bind));
    }

    fn visit(&mut self, id: ExprId, tail: usize) -> Result<(), VerifyError> {
        let fail = |message: String| Err(VerifyError { expr: id, message });
        if id.index() >= self.core.exprs.len() {
            return fail("no such expression".into());
        }
        if std::mem::replace(&mut self.used[id.index()], true) {
            return fail("used twice".into());
        }
        let core = self.core;
        let expr = core.expr(id);
        self.check_form(expr).or_else(fail)?;
        // Children go on the stack last first.
        match expr {
            Expr::Lambda(lambda) => {
                self.mark_lambda(*lambda).or_else(fail)?;
                self.tasks.push(Task::Procedure(*lambda));
            }
            Expr::CaseLambda(clauses) => {
                for &clause in clauses {
                    self.mark_lambda(clause).or_else(fail)?;
                    self.tasks.push(Task::Procedure(clause));
                }
            }
            Expr::If(test, then, otherwise) => {
                self.tasks.push(Task::Visit(*otherwise, tail));
                self.tasks.push(Task::Visit(*then, tail));
                self.tasks.push(Task::Visit(*test, NO_TAIL));
            }
            Expr::Begin(items) => {
                let Some((last, before)) = items.split_last() else {
                    return fail("empty begin".into());
                };
                self.tasks.push(Task::Visit(*last, tail));
                self.tasks
                    .extend(before.iter().rev().map(|&e| Task::Visit(e, NO_TAIL)));
            }
            Expr::Let(bindings, body) => {
                self.tasks
                    .extend(bindings.iter().map(|(v, _)| Task::Unbind(*v)));
                self.tasks.push(Task::Visit(*body, tail));
                self.tasks
                    .extend(bindings.iter().map(|(v, _)| Task::Bind(*v)));
                self.tasks
                    .extend(bindings.iter().rev().map(|(_, e)| Task::Visit(*e, NO_TAIL)));
            }
            Expr::Letrec(bindings, body) | Expr::Fix(bindings, body) => {
                self.tasks
                    .extend(bindings.iter().map(|(v, _)| Task::Unbind(*v)));
                self.tasks.push(Task::Visit(*body, tail));
                self.tasks
                    .extend(bindings.iter().rev().map(|(_, e)| Task::Visit(*e, NO_TAIL)));
                self.tasks
                    .extend(bindings.iter().map(|(v, _)| Task::Bind(*v)));
            }
            Expr::Receive {
                vars,
                rest,
                producer,
                body,
            } => {
                let bound = || vars.iter().copied().chain(*rest);
                self.tasks.extend(bound().map(Task::Unbind));
                self.tasks.push(Task::Visit(*body, tail));
                self.tasks.extend(bound().map(Task::Bind));
                self.tasks.push(Task::Visit(*producer, NO_TAIL));
            }
            Expr::Loop { name, vars, body } => {
                if name.index() >= self.open.len() {
                    return fail("no such loop".into());
                }
                // Loops around this one can be continued from its body if it is in their tail position itself.
                let inner = if tail == NO_TAIL {
                    self.loops.len()
                } else {
                    tail
                };
                self.tasks
                    .extend(vars.iter().map(|(v, _)| Task::Unbind(*v)));
                self.tasks.push(Task::CloseLoop(*name));
                self.tasks.push(Task::Visit(*body, inner));
                self.tasks.push(Task::OpenLoop(*name, vars.len()));
                self.tasks.extend(vars.iter().map(|(v, _)| Task::Bind(*v)));
                self.tasks
                    .extend(vars.iter().rev().map(|(_, e)| Task::Visit(*e, NO_TAIL)));
            }
            Expr::Continue(name, args) => {
                let place = self.open.get(name.index()).copied().unwrap_or(0);
                if place == 0 || tail == NO_TAIL || place - 1 < tail {
                    return fail("continue is not in tail position of its loop".into());
                }
                if self.loops[place - 1].1 != args.len() {
                    return fail("continue with a wrong count of arguments".into());
                }
                self.tasks
                    .extend(args.iter().rev().map(|&e| Task::Visit(e, NO_TAIL)));
            }
            Expr::Switch {
                subject,
                arms,
                default,
            } => {
                self.tasks.push(Task::Visit(*default, tail));
                self.tasks
                    .extend(arms.iter().rev().map(|arm| Task::Visit(arm.body, tail)));
                self.tasks.push(Task::Visit(*subject, NO_TAIL));
            }
            _ => {
                let first = self.tasks.len();
                expr.for_each_child(|child| self.tasks.push(Task::Visit(child, NO_TAIL)));
                self.tasks[first..].reverse();
            }
        }
        Ok(())
    }

    fn mark_lambda(&mut self, lambda: LambdaId) -> Result<(), String> {
        match self.lambda_used.get_mut(lambda.index()) {
            None => Err("no such procedure".into()),
            Some(used) if *used => Err("procedure stands in two places".into()),
            Some(used) => {
                *used = true;
                Ok(())
            }
        }
    }

    /// Checks an expression apart from its children.
    fn check_form(&self, expr: &Expr) -> Result<(), String> {
        let core = self.core;
        if let Some(v) = expr.variable()
            && !self
                .in_scope
                .get(v.index())
                .is_some_and(|&in_scope| in_scope)
        {
            let name = core.vars.get(v.index()).map_or("?", |var| &var.name);
            return Err(format!("{name}.{} is not in scope", v.0));
        }
        let stage = self.stage;
        let allowed = match expr {
            Expr::Taken => false,
            Expr::Letrec(..) => stage < Stage::LetrecFixed,
            Expr::Fix(..) => stage >= Stage::LetrecFixed && stage < Stage::Closed,
            Expr::Lambda(_) | Expr::CaseLambda(_) => stage < Stage::Closed,
            Expr::SetLocal(..) => stage < Stage::NoAssignment,
            Expr::MakeCell(_) | Expr::CellRef(..) | Expr::CellSet(..) => {
                stage >= Stage::NoAssignment
            }
            Expr::Loop { .. } | Expr::Continue(..) => stage >= Stage::Loops,
            Expr::Switch { .. } => stage >= Stage::Switches,
            Expr::MakeClosure(..)
            | Expr::ClosureConstant(_)
            | Expr::Free(_)
            | Expr::RunningClosure
            | Expr::PatchClosure { .. }
            | Expr::CallKnown { .. } => stage >= Stage::Closed,
            _ => true,
        };
        if !allowed {
            return Err(format!("form {expr:?} is not allowed at stage {stage:?}"));
        }
        match expr {
            Expr::SetLocal(v, _) if !core.vars[v.index()].assigned => Err(format!(
                "{}.{} is not marked as assigned",
                core.vars[v.index()].name,
                v.0
            )),
            Expr::Global(g) | Expr::SetGlobal(g, _) | Expr::DefineGlobal(g, _) => {
                if g.index() < core.globals.len() {
                    Ok(())
                } else {
                    Err("no such global".into())
                }
            }
            Expr::Fix(bindings, _) => {
                let is_procedure =
                    |id: ExprId| matches!(core.expr(id), Expr::Lambda(_) | Expr::CaseLambda(_));
                if bindings.iter().all(|(_, e)| is_procedure(*e)) {
                    Ok(())
                } else {
                    Err("fix binds what is no procedure".into())
                }
            }
            Expr::PrimCall(prim, args) => {
                if !prim.accepts(args.len()) {
                    return Err(format!("{} takes no {} arguments", prim.name(), args.len()));
                }
                let lowered = match prim.lowering() {
                    Lowering::Left(_) | Lowering::Chain { .. } => args.len() <= 2,
                    Lowering::Port(_) => Some(args.len() as u32) == prim.arity().1,
                    _ => true,
                };
                if stage >= Stage::PrimsLowered && !lowered {
                    return Err(format!("{} is not lowered", prim.name()));
                }
                Ok(())
            }
            Expr::Apply(_, args) if args.is_empty() => Err("apply without a list".into()),
            Expr::Switch { arms, .. } if arms.iter().any(|arm| arm.keys.is_empty()) => {
                Err("an arm without keys".into())
            }
            Expr::RecordTypeValue(t) | Expr::IsRecord(t, _) => core
                .record_types
                .get(t.index())
                .map(|_| ())
                .ok_or("no such record type".into()),
            Expr::RecordMake(t, args) => match core.record_types.get(t.index()) {
                Some(record) if record.fields.len() == args.len() => Ok(()),
                _ => Err("a record needs a value for each field".into()),
            },
            Expr::RecordRef(t, i, _) | Expr::RecordSet(t, i, _, _) => {
                match core.record_types.get(t.index()) {
                    Some(record) if (*i as usize) < record.fields.len() => Ok(()),
                    _ => Err("no such field".into()),
                }
            }
            Expr::Free(i) => match self.captures {
                Some(count) if *i < count => Ok(()),
                _ => Err(format!("value {i} is not captured")),
            },
            Expr::RunningClosure => match self.captures {
                Some(count) if count > 0 => Ok(()),
                _ => Err("no closure is running".into()),
            },
            Expr::MakeClosure(lambda, values) => {
                let lambda = self.lambda(*lambda)?;
                if lambda.captures as usize == values.len() && !values.is_empty() {
                    Ok(())
                } else {
                    Err("a closure needs each value its procedure captures".into())
                }
            }
            Expr::ClosureConstant(lambda) => match self.lambda(*lambda)?.captures {
                0 => Ok(()),
                _ => Err("the procedure captures values".into()),
            },
            Expr::CallKnown {
                lambda,
                closure,
                args,
            } => {
                let lambda = self.lambda(*lambda)?;
                if lambda.cases.is_some() || lambda.rest.is_some() {
                    Err("known calls fit exactly".into())
                } else if lambda.params.len() != args.len() {
                    Err("known call with a wrong count of arguments".into())
                } else if closure.is_some() != (lambda.captures > 0) {
                    Err("known call with a wrong closure".into())
                } else {
                    Ok(())
                }
            }
            _ => Ok(()),
        }
    }

    fn lambda(&self, id: LambdaId) -> Result<&super::Lambda, String> {
        self.core
            .lambdas
            .get(id.index())
            .ok_or("no such procedure".into())
    }
}
