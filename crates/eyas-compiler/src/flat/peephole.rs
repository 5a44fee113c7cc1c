//! Tidies jumps: threads chains, drops jumps to what follows, inverts branches over jumps, drops dead code.
//!
//! *Input* and *output*: Flat. *Example*: `(branch-not-pair %1 @0) (jump @1) (label @0)` becomes
//! `(branch-pair %1 @1) (label @0)`.
//!
//! Lowering emits tests in one simple shape and leaves the choice of what falls through to this pass. Two linear
//! walks: the first finds what each label amounts to, the second rebuilds the code. Jumps go forward except
//! `loop-back`, so a label that no jump has reached when it comes up, and that control does not fall into, is dead.

use eyas_bytecode::{Op, Role};

use super::{Code, FlatProcedure, Ins, Label};

/// The branch that is taken exactly when this one is not.
pub(super) fn inverse(op: Op) -> Option<Op> {
    const PAIRS: &[(Op, Op)] = &[
        (Op::BranchFalse, Op::BranchTrue),
        (Op::BranchType, Op::BranchNotType),
        (Op::BranchPair, Op::BranchNotPair),
        (Op::BranchNull, Op::BranchNotNull),
        (Op::BranchEq, Op::BranchNotEq),
        (Op::BranchEqConst, Op::BranchNotEqConst),
        (Op::BranchEqv, Op::BranchNotEqv),
        (Op::BranchNumEq, Op::BranchNotNumEq),
        (Op::BranchLess, Op::BranchNotLess),
        (Op::BranchLessEq, Op::BranchNotLessEq),
        (Op::BranchNumEqInt, Op::BranchNotNumEqInt),
        (Op::BranchLessInt, Op::BranchNotLessInt),
        (Op::BranchMoreInt, Op::BranchNotMoreInt),
        (Op::BranchCharEq, Op::BranchNotCharEq),
        (Op::BranchCharLess, Op::BranchNotCharLess),
        (Op::BranchRecord, Op::BranchNotRecord),
    ];
    PAIRS.iter().find_map(|&(a, b)| match op {
        _ if op == a => Some(b),
        _ if op == b => Some(a),
        _ => None,
    })
}

/// Improves a procedure in place.
pub fn improve(p: &mut FlatProcedure) {
    if p.labels == 0 {
        return;
    }
    let canonical = canonical_labels(p);
    let mut header = vec![false; p.labels as usize];
    for ins in &mut p.code {
        match ins.op() {
            Some(Op::LoopBack) => {
                ins.b = canonical[ins.b as usize].0;
                header[ins.b as usize] = true;
            }
            Some(Op::Switch | Op::SwitchChar) => {
                for l in &mut p.lists[ins.list()] {
                    *l = canonical[*l as usize].0;
                }
            }
            _ => {
                if let Some(label) = ins.target() {
                    ins.retarget(canonical[label.index()]);
                }
            }
        }
    }
    let mut reached = vec![0u32; p.labels as usize];
    let mut out: Vec<Ins> = Vec::with_capacity(p.code.len());
    let mut reachable = true;
    for i in 0..p.code.len() {
        let ins = p.code[i];
        if ins.code == Code::Label {
            let label = Label(ins.a);
            if canonical_at(&canonical, label) != label && !header[label.index()] {
                // Its jumps go elsewhere now; what falls into it goes on.
                continue;
            }
            reachable |= reached[label.index()] > 0;
            if !reachable {
                continue;
            }
            tidy_before(&mut out, label, &mut reached);
            if reached[label.index()] > 0 || header[label.index()] {
                out.push(ins);
            }
            continue;
        }
        if !reachable {
            continue;
        }
        if let Some(target) = ins.target() {
            reached[target.index()] += 1;
        }
        if ins.op().is_some_and(|op| op.roles()[2] == Role::Table) {
            for &l in &p.lists[ins.list()] {
                reached[l as usize] += 1;
            }
        }
        out.push(ins);
        reachable = !ins.ends();
    }
    p.code = out;
}

fn canonical_at(canonical: &[Label], label: Label) -> Label {
    canonical[label.index()]
}

/// What a jump to each label may as well go to: the first of neighbouring labels, or where a jump leads.
fn canonical_labels(p: &FlatProcedure) -> Vec<Label> {
    let mut first: Vec<Label> = (0..p.labels).map(Label).collect();
    // From the end, so that what a jump forward leads to is known.
    let mut cluster: Vec<Label> = Vec::new();
    let mut next: Option<Ins> = None;
    for ins in p.code.iter().rev() {
        if ins.code == Code::Label {
            cluster.push(Label(ins.a));
            continue;
        }
        close(&mut cluster, next, &mut first);
        next = Some(*ins);
    }
    close(&mut cluster, next, &mut first);
    first
}

/// Settles the neighbouring labels before `next`, collected from the last to the first.
fn close(cluster: &mut Vec<Label>, next: Option<Ins>, first: &mut [Label]) {
    if let Some(&earliest) = cluster.last() {
        let to = match next {
            Some(ins) if ins.op() == Some(Op::Jump) => first[ins.b as usize],
            _ => earliest,
        };
        for label in cluster.drain(..) {
            first[label.index()] = to;
        }
    }
}

/// Drops a jump to the label that comes now, and turns a branch to it over a jump around.
fn tidy_before(out: &mut Vec<Ins>, label: Label, reached: &mut [u32]) {
    while let Some(&last) = out.last() {
        if last.op() == Some(Op::Jump) && last.b == label.0 {
            out.pop();
            reached[label.index()] -= 1;
            continue;
        }
        if last.op() == Some(Op::Jump)
            && let [.., before, _] = out[..]
            && before.target() == Some(label)
            && let Some(op) = before.op().and_then(inverse)
        {
            let mut turned = before;
            turned.code = Code::Op(op);
            turned.retarget(Label(last.b));
            out.truncate(out.len() - 2);
            out.push(turned);
            reached[label.index()] -= 1;
            continue;
        }
        return;
    }
}
