//! Which top-level variables surely have a value where code that mentions them runs.
//!
//! What a variable will be defined as may stand in for it only where the definition has been passed: an early mention
//! has to raise. The top level is a straight line of forms, and the code of a procedure runs no earlier than the first
//! form, from the one it stands in on, that may call something of this program. A form is *quiet* if it calls nothing,
//! or only procedures of the standard library and with nothing of this program to call back. So procedures and
//! constants are known in each other, in whatever order they stand, as long as no form between them calls.

use crate::core::{Core, Expr, ExprId, GlobalId};

/// Expressions of a form that are looked at to see whether it is quiet.
const EFFORT: usize = 200;

/// The forms of the top level, and what they define.
pub(crate) struct Order {
    /// The form that defines each global; none for those that are defined elsewhere.
    defined_in: Vec<u32>,
    /// For each form the first from it on that is not quiet.
    stirs: Vec<u32>,
    /// The form that the walk is in.
    form: u32,
}

impl Order {
    pub(crate) fn new(core: &Core, forms: &[ExprId]) -> Order {
        let mut defined_in = vec![u32::MAX; core.globals.len()];
        for (i, &form) in (0..).zip(forms) {
            if let Expr::DefineGlobal(g, _) = core.expr(form) {
                let first = &mut defined_in[g.index()];
                *first = i.min(*first);
            }
        }
        let mut stirs = vec![forms.len() as u32; forms.len() + 1];
        for (i, &form) in forms.iter().enumerate().rev() {
            stirs[i] = if is_quiet(core, form) {
                stirs[i + 1]
            } else {
                i as u32
            };
        }
        Order {
            defined_in,
            stirs,
            form: 0,
        }
    }

    /// The walk has come to this form.
    pub(crate) fn move_to(&mut self, form: u32) {
        self.form = form;
    }

    /// True if the variable has a value when code of the form that the walk is in runs: at once, or, `in_procedure`,
    /// when it is called.
    pub(crate) fn is_defined(&self, g: GlobalId, in_procedure: bool) -> bool {
        self.is_defined_in(self.form, g, in_procedure)
    }

    /// The same for code of any form.
    pub(crate) fn is_defined_in(&self, form: u32, g: GlobalId, in_procedure: bool) -> bool {
        let now = match self.stirs.get(form as usize) {
            Some(&stirs) if in_procedure => stirs,
            _ => form,
        };
        self.defined_in[g.index()] < now
    }
}

/// For each expression the form of the top level that it stands in.
pub(crate) fn forms_of_expressions(core: &Core, forms: &[ExprId]) -> Vec<u32> {
    let mut form_of = vec![0; core.exprs.len()];
    for (i, &form) in (0..).zip(forms) {
        for id in core.preorder(form) {
            form_of[id.index()] = i;
        }
    }
    form_of
}

/// The forms of the top level in order: what is left when all sequences are opened.
pub(crate) fn top_level_forms(core: &Core, root: ExprId) -> Vec<ExprId> {
    let mut forms = Vec::new();
    let mut pending = vec![root];
    while let Some(e) = pending.pop() {
        match core.expr(e) {
            Expr::Begin(items) => pending.extend(items.iter().rev()),
            _ => forms.push(e),
        }
    }
    forms
}

/// True if running the form can call no procedure of this program.
fn is_quiet(core: &Core, form: ExprId) -> bool {
    let form = match core.expr(form) {
        Expr::DefineGlobal(_, value) => *value,
        _ => form,
    };
    // Outside of procedures: bodies are not children.
    let mut pending = vec![form];
    let mut seen = 0;
    let mut calls = false;
    let mut is_own = false;
    while let Some(id) = pending.pop() {
        seen += 1;
        let expr = core.expr(id);
        match expr {
            Expr::Call(head, _) => {
                let is_library = matches!(core.expr(*head), Expr::Global(g)
                    if !core.globals[g.index()].defined && is_standard(&core.globals[g.index()].module));
                if !is_library {
                    return false;
                }
                calls = true;
            }
            Expr::Apply(..) | Expr::CallCc(_) | Expr::CallOnce(_) | Expr::ReceiveInto { .. } => {
                return false;
            }
            Expr::Global(g) => is_own |= !is_standard(&core.globals[g.index()].module),
            Expr::Lambda(_) | Expr::CaseLambda(_) | Expr::Local(_) | Expr::Fix(..) => {
                is_own |= id != form;
            }
            _ => {}
        }
        if seen > EFFORT || (calls && is_own) {
            return false;
        }
        expr.for_each_child(|child| pending.push(child));
    }
    true
}

/// True for libraries that come with the system.
fn is_standard(module: &str) -> bool {
    ["scheme ", "eyas ", "srfi "]
        .iter()
        .any(|prefix| module.starts_with(prefix))
}
