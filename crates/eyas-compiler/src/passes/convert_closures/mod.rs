//! Makes closures explicit: what each procedure captures, where closures are made, which calls need none.
//!
//! *Input*: nested procedures, `fix`. *Output*: procedures stand apart in [`Core::lambdas`], which holds only those
//! that are used; `make-closure`, `closure`, `free`, `patch-closure!` and `call-known` say what happens at run time.
//!
//! Closures are flat: a procedure captures the values of its free variables. As few as possible are made, after Keep,
//! Hearn & Dybvig, "Optimizing closures in O(0) time", 2012:
//!
//! - A procedure without free variables needs no closure to be called, and has one constant closure as a value. Its
//!   variable is captured by nobody, so that those who call it may have no free variables either.
//! - A procedure that is only ever called, with the right number of arguments, is *well known*: nobody looks at its
//!   closure but itself. Members of a `fix` that are all well known share one closure, which they pass on as it is.
//! - Calls of procedures bound by `fix`, and of immutable top-level procedures of this program, name the procedure.
//!
//! What is left are closures of their own, those of one `fix` tied together by `patch-closure!`. The clauses of a
//! `case-lambda` share one closure, which a procedure with `cases` stands for. A captured cell is bound to a variable
//! on entry, because cells are read and written through variables.
//!
//! A top-level call before the procedure's definition has run stays an ordinary call, which raises; one inside a
//! procedure that runs too early succeeds, which the report permits ("it is an error").
//!
//! Invariants: outer procedures are decided before inner ones; no recursion; linear but for what closures hold.
//!
//! Example: `tests/passes/convert_closures/example.scm`.

mod analyse;
mod rewrite;

use crate::core::{Core, ExprId, LambdaId, VarId};
use crate::pipeline::Options;

/// Index into [`Analysis::procs`]. The first is the top level.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct ProcId(u32);

/// Index into [`Analysis::units`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct UnitId(u32);

/// Index into [`Analysis::groups`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct GroupId(u32);

/// A procedure body: the top level, a `lambda`, or a clause of a `case-lambda`.
struct Proc {
    /// None for the top level.
    lambda: Option<LambdaId>,
    /// What it is a part of; meaningless for the top level.
    unit: UnitId,
    /// Its expressions, parents first, without those of procedures in it.
    exprs: Vec<ExprId>,
    /// Variables it mentions or procedures in it capture; once analysed, those that are bound outside.
    free: Vec<VarId>,
}

/// What one closure stands for: a `lambda` or a whole `case-lambda`.
struct Unit {
    /// Where it stands.
    expr: ExprId,
    lambdas: Vec<LambdaId>,
    /// The procedure it stands in.
    parent: ProcId,
    /// The variable that `fix` binds it to, and that `fix`.
    bound: Option<(VarId, GroupId)>,
    /// Variables that are free in it.
    free: Vec<VarId>,
    /// The variables whose values its closure holds, in order.
    captures: Vec<VarId>,
    /// It is only called, and each call fits.
    well_known: bool,
}

/// The members of a `fix`.
struct Group {
    units: Vec<UnitId>,
    /// All members run with the closure of the first.
    shared: bool,
}

/// What is known of the program before it is rewritten.
struct Analysis {
    procs: Vec<Proc>,
    units: Vec<Unit>,
    groups: Vec<Group>,
    /// The procedure that binds each variable.
    owner: Vec<ProcId>,
    /// The unit that `fix` binds each variable to.
    unit_of_var: Vec<Option<UnitId>>,
    /// The unit that each procedure is a part of.
    unit_of_lambda: Vec<Option<UnitId>>,
    /// The unit that each expression is, for `lambda` and `case-lambda`.
    unit_of_expr: Vec<Option<UnitId>>,
    /// The unit that each immutable top-level variable is defined as.
    unit_of_global: Vec<Option<UnitId>>,
}

impl Analysis {
    fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// The variable that holds the closure that goes by this variable: members that share have one. None if the
    /// procedure needs no closure.
    fn closure_variable(&self, v: VarId) -> Option<VarId> {
        let Some(id) = self.unit_of_var[v.index()] else {
            return Some(v);
        };
        let unit = self.unit(id);
        if unit.captures.is_empty() {
            return None;
        }
        match unit.bound {
            Some((_, group)) if self.groups[group.0 as usize].shared => {
                let first = self.groups[group.0 as usize].units[0];
                self.unit(first).bound.map(|(v, _)| v)
            }
            _ => Some(v),
        }
    }

    /// The procedure that a call of this unit with so many arguments runs, if it takes exactly so many.
    fn target(&self, core: &Core, unit: UnitId, count: usize) -> Option<LambdaId> {
        let lambdas = &self.unit(unit).lambdas;
        let fits = lambdas.iter().copied().find(|lambda| {
            let lambda = &core.lambdas[lambda.index()];
            match lambda.rest {
                Some(_) => count >= lambda.params.len(),
                None => count == lambda.params.len(),
            }
        })?;
        core.lambdas[fits.index()].rest.is_none().then_some(fits)
    }
}

/// See the module's documentation.
pub fn run(core: &mut Core, _options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    let analysis = analyse::analyse(core, root);
    rewrite::rewrite(core, analysis);
}
