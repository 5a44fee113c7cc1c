//! Which top-level variables surely have a value where they are read.
//!
//! The top level is a straight line of forms. A form sees what earlier forms defined. A procedure runs no earlier
//! than the form that first mentions it; and no earlier than the first form from there on that is not *quiet*, where
//! a quiet form only defines variables to constants and so can neither call, raise nor be interrupted. Variables of
//! other modules that never change are those of libraries, which run to their end before their importers.

use super::Lowerer;
use crate::core::{Core, Expr, ExprId, GlobalId};

/// The forms of the top level, and what they define.
pub(super) struct Definitions {
    pub(super) forms: Vec<ExprId>,
    /// The form that defines each global.
    defined_in: Vec<usize>,
    /// For each form the first form from it on that is not quiet.
    stirs: Vec<usize>,
    /// Globals of modules whose definitions are elsewhere and complete.
    imported: Vec<bool>,
}

impl Definitions {
    pub(super) fn new(core: &Core) -> Definitions {
        let mut forms = Vec::new();
        let mut pending: Vec<ExprId> = core.root.into_iter().collect();
        while let Some(e) = pending.pop() {
            match core.expr(e) {
                Expr::Begin(parts) => pending.extend(parts.iter().rev()),
                _ => forms.push(e),
            }
        }
        let mut defined_in = vec![usize::MAX; core.globals.len()];
        let mut stirs = vec![forms.len(); forms.len() + 1];
        for (i, &form) in forms.iter().enumerate() {
            if let Expr::DefineGlobal(g, _) = core.expr(form) {
                let first = &mut defined_in[g.index()];
                *first = (*first).min(i);
            }
        }
        for (i, &form) in forms.iter().enumerate().rev() {
            stirs[i] = if is_quiet(core, form) {
                stirs[i + 1]
            } else {
                i
            };
        }
        let mut modules: Vec<&str> = core
            .globals
            .iter()
            .filter(|g| g.defined)
            .map(|g| g.module.as_str())
            .chain(["program", "user"])
            .collect();
        modules.sort_unstable();
        modules.dedup();
        let imported = core
            .globals
            .iter()
            .map(|g| !g.defined && !g.mutable && modules.binary_search(&&*g.module).is_err())
            .collect();
        Definitions {
            forms,
            defined_in,
            stirs,
            imported,
        }
    }
}

fn is_quiet(core: &Core, form: ExprId) -> bool {
    let value = match core.expr(form) {
        Expr::DefineGlobal(_, value) => *value,
        _ => form,
    };
    matches!(
        core.expr(value),
        Expr::Quote(_)
            | Expr::Special(_)
            | Expr::Primitive(_)
            | Expr::ClosureConstant(_)
            | Expr::RecordTypeValue(_)
    )
}

impl Lowerer<'_> {
    /// True if the variable surely has a value when the code being lowered runs.
    pub(super) fn is_defined(&self, g: GlobalId) -> bool {
        let d = &self.definitions;
        let now = if self.at_top {
            self.form
        } else {
            d.stirs[self.form]
        };
        d.imported[g.index()] || d.defined_in[g.index()] < now
    }
}
