//! Loads constants before small loops instead of in them.
//!
//! *Input* and *output*: Flat. *Example*: in `(label @0) (int %3 500000) (branch-less-eq %3 %1 @1) … (loop-back @0)`
//! the second instruction moves before the first.
//!
//! Only innermost loops without calls, short ones, and constants that the way round needs: what a long loop loads on
//! one of many ways (an evaluator's) would be loaded for nothing on all others. A register that is written once holds
//! its constant wherever it is read, so it may be written earlier.

use eyas_bytecode::Op;

use super::{Code, FlatProcedure, Hint, Ins};

/// Instructions of a loop.
const LOOP_MAX: usize = 32;
/// Constants that one loop keeps in registers.
const HOISTED_MAX: usize = 4;

/// Improves a procedure in place.
pub(super) fn hoist(p: &mut FlatProcedure) {
    let loops = innermost_loops(p);
    if loops.is_empty() {
        return;
    }
    let mut written = vec![0_u8; p.hints.len()];
    for ins in &p.code {
        p.for_each_definition(ins, |r| {
            if let Some(count) = written.get_mut(r.index()) {
                *count = count.saturating_add(1);
            }
        });
    }
    let is_constant = |ins: &Ins| {
        matches!(ins.code, Code::Op(Op::Int | Op::Const))
            && ins.a > p.parameters()
            && written.get(ins.a as usize) == Some(&1)
            && p.hints[ins.a as usize] == Hint::NONE
    };
    // Where each is to stand, by where it stood.
    let mut moves: Vec<(usize, usize)> = Vec::new();
    for (head, back) in loops {
        let found = (head..back).filter(|&at| is_constant(&p.code[at]) && comes_round(p, at, back));
        moves.extend(found.take(HOISTED_MAX).map(|at| (at, head)));
    }
    if moves.is_empty() {
        return;
    }
    let mut code = Vec::with_capacity(p.code.len());
    let mut next = moves.iter().peekable();
    let mut upcoming = moves.iter().peekable();
    for (at, ins) in p.code.iter().enumerate() {
        while let Some(&(from, _)) = upcoming.next_if(|(_, head)| *head == at) {
            code.push(p.code[from]);
        }
        if next.next_if(|(from, _)| *from == at).is_none() {
            code.push(*ins);
        }
    }
    p.code = code;
}

/// The labels and last back edges of loops without loops or calls in them that are entered from above only.
fn innermost_loops(p: &FlatProcedure) -> Vec<(usize, usize)> {
    if !p.code.iter().any(|ins| ins.op() == Some(Op::LoopBack)) {
        return Vec::new();
    }
    let mut label_at = vec![usize::MAX; p.labels as usize];
    let mut is_jumped_to = vec![false; p.labels as usize];
    let mut back_from = vec![0; p.labels as usize];
    for (at, ins) in p.code.iter().enumerate() {
        match ins.code {
            Code::Label => label_at[ins.a as usize] = at,
            Code::Op(Op::LoopBack) => back_from[ins.b as usize] = at,
            Code::Op(Op::Switch | Op::SwitchChar) => {
                for &label in &p.lists[ins.list()] {
                    is_jumped_to[label as usize] = true;
                }
            }
            _ => {
                if let Some(label) = ins.target() {
                    is_jumped_to[label.index()] = true;
                }
            }
        }
    }
    let mut loops = Vec::new();
    for (label, &back) in back_from.iter().enumerate() {
        let head = label_at[label];
        if back == 0 || head == usize::MAX || back - head > LOOP_MAX || is_jumped_to[label] {
            continue;
        }
        let is_entered = head == 0 || !p.code[head - 1].ends();
        let is_simple = p.code[head + 1..back].iter().all(|ins| match ins.code {
            Code::Label => back_from[ins.a as usize] == 0,
            Code::Open => false,
            Code::Op(op) => !op.effects().call && (op != Op::LoopBack || ins.b as usize == label),
        });
        if is_entered && is_simple {
            loops.push((head, back));
        }
    }
    loops.sort_unstable();
    loops
}

/// True if control may go on from here to the next round, as far as can be seen without following jumps.
fn comes_round(p: &FlatProcedure, at: usize, back: usize) -> bool {
    let rest = &p.code[at..=back];
    let stays = |label: u32| {
        rest.iter()
            .any(|ins| ins.code == Code::Label && ins.a == label)
    };
    for ins in rest {
        if ins.code == Code::Label || ins.op() == Some(Op::LoopBack) {
            return true;
        }
        if ins.target().is_some_and(|label| stays(label.0)) {
            return true;
        }
        if ins.ends() {
            return false;
        }
    }
    true
}
