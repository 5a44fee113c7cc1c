//! Parallel moves: a set of moves that read everything before they write anything, as a sequence.
//!
//! Chains are emitted from their ends, so that nothing is overwritten before it was read; what is left are cycles,
//! each of which one scratch slot opens. After Boissinot and others, "Revisiting out-of-SSA translation" (2009).
//! Linear in the number of moves.

use std::collections::HashMap;

/// A move of a slot to a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Move {
    pub(super) to: u32,
    pub(super) from: u32,
}

/// Up to this many moves are compared with each other; the common case, without tables.
const FEW: usize = 12;

/// Puts parallel moves into an order that does the same one by one. Destinations are distinct.
pub(super) fn sequentialize(moves: &[Move], scratch: u32) -> Vec<Move> {
    let wanted: Vec<Move> = moves.iter().copied().filter(|m| m.to != m.from).collect();
    if wanted.len() <= 1 {
        return wanted;
    }
    if wanted.len() <= FEW {
        return sequentialize_few(wanted, scratch);
    }
    let mut source: HashMap<u32, u32> = wanted.iter().map(|m| (m.to, m.from)).collect();
    let mut readers: HashMap<u32, u32> = HashMap::new();
    for m in &wanted {
        *readers.entry(m.from).or_default() += 1;
    }
    let is_read = |readers: &HashMap<u32, u32>, s: u32| readers.get(&s).is_some_and(|&n| n > 0);
    // Taken from the back: reversed, so that the order of the operands is kept where it is free.
    let mut ready: Vec<u32> = wanted
        .iter()
        .rev()
        .map(|m| m.to)
        .filter(|&to| !is_read(&readers, to))
        .collect();
    let mut out = Vec::with_capacity(wanted.len() + 1);
    let mut cycles = wanted.iter();
    loop {
        while let Some(to) = ready.pop() {
            let Some(from) = source.remove(&to) else {
                continue;
            };
            out.push(Move { to, from });
            if let Some(n) = readers.get_mut(&from) {
                *n -= 1;
                if *n == 0 && source.contains_key(&from) {
                    ready.push(from);
                }
            }
        }
        // Every move that is left is part of a cycle of its own: each slot has one reader.
        let Some(m) = cycles.find(|m| source.contains_key(&m.to)) else {
            return out;
        };
        out.push(Move {
            to: scratch,
            from: m.to,
        });
        let mut reader = m.to;
        while let Some(&from) = source.get(&reader)
            && from != m.to
        {
            reader = from;
        }
        source.insert(reader, scratch);
        readers.insert(m.to, 0);
        ready.push(m.to);
    }
}

/// The same for few moves.
fn sequentialize_few(mut left: Vec<Move>, scratch: u32) -> Vec<Move> {
    let mut out = Vec::with_capacity(left.len() + 1);
    while let Some(&first) = left.first() {
        let free = left
            .iter()
            .position(|m| left.iter().all(|other| other.from != m.to));
        match free {
            Some(at) => out.push(left.remove(at)),
            None => {
                // Only cycles are left: save what the first would overwrite, for its one reader.
                out.push(Move {
                    to: scratch,
                    from: first.to,
                });
                for m in left.iter_mut().filter(|m| m.from == first.to) {
                    m.from = scratch;
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
