//! Replaces instructions whose constants do not fit 16 bits by longer ways to do the same.
//!
//! Only a procedure with more than 65,536 constants needs it, which is a top level of generated code. Calls of
//! variables fetch the callee first, comparisons with constants load the constant first; loads have 32 bits for it.

use std::collections::HashSet;

use eyas_bytecode::Op;

use super::super::{Code, FlatProcedure, Hint, Ins, Reg, Window};

/// Rewrites the procedure if it has too many constants for its short operands.
pub(super) fn widen(p: &mut FlatProcedure) {
    let short = |ins: &Ins| match ins.op()? {
        Op::CallGlobal | Op::TailCallGlobal => Some(ins.c),
        Op::BranchEqConst | Op::BranchNotEqConst => Some(ins.b),
        _ => None,
    };
    // Fewer instructions than operands can count need no counting of constants.
    if p.code.len() < usize::from(u16::MAX) / 2 {
        return;
    }
    let distinct: HashSet<u32> = p.code.iter().filter_map(short).collect();
    if distinct.len() < usize::from(u16::MAX) / 2 {
        return;
    }
    let code = std::mem::take(&mut p.code);
    for mut ins in code {
        let Some(id) = short(&ins) else {
            p.code.push(ins);
            continue;
        };
        let r = Reg(p.hints.len() as u32);
        let mut load = Ins::new(Code::Op(Op::Const), r.0, id, 0);
        let op = match ins.op() {
            Some(Op::BranchEqConst) => Op::BranchEq,
            Some(Op::BranchNotEqConst) => Op::BranchNotEq,
            other => {
                load.code = Code::Op(Op::GlobalRef);
                load.place = ins.place;
                if other == Some(Op::CallGlobal) {
                    Op::Call
                } else {
                    Op::TailCall
                }
            }
        };
        if matches!(op, Op::Call | Op::TailCall) {
            p.hints.push(Hint {
                window: Window(ins.b),
                index: 0,
            });
            p.lists[ins.start as usize] = r.0;
            ins.c = 0;
        } else {
            p.hints.push(Hint::NONE);
            ins.b = r.0;
        }
        ins.code = Code::Op(op);
        p.code.push(load);
        p.code.push(ins);
    }
}
