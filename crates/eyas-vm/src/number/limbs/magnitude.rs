//! Sums, differences and products of magnitudes, by the schoolbook (Knuth, TAOCP 2, 4.3.1, algorithms A, S, M).
//!
//! The loops carry in the processor's own flag where the compiler sees it: four limbs at a time, since a loop counter
//! between two additions would destroy the flag.

use std::cmp::Ordering;

/// Which magnitude is greater.
pub(super) fn compare_magnitudes(a: &[u64], b: &[u64]) -> Ordering {
    a.len()
        .cmp(&b.len())
        .then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// Adds `b` to the lower limbs of `a`, which is not shorter; true if a carry is left.
fn add_to(a: &mut [u64], b: &[u64]) -> bool {
    let mut carry = false;
    let (low, high) = a.split_at_mut(b.len());
    let (mut fours, mut more) = (low.chunks_exact_mut(4), b.chunks_exact(4));
    for (to, from) in fours.by_ref().zip(more.by_ref()) {
        for i in 0..4 {
            (to[i], carry) = to[i].carrying_add(from[i], carry);
        }
    }
    for (to, &limb) in fours.into_remainder().iter_mut().zip(more.remainder()) {
        (*to, carry) = to.carrying_add(limb, carry);
    }
    carry && carry_into(high)
}

/// Adds one; true if a carry is left.
fn carry_into(limbs: &mut [u64]) -> bool {
    for to in limbs {
        let carry;
        (*to, carry) = to.overflowing_add(1);
        if !carry {
            return false;
        }
    }
    true
}

/// Subtracts one; true if there is none.
fn borrow_from(limbs: &mut [u64]) -> bool {
    for to in limbs {
        let borrow;
        (*to, borrow) = to.overflowing_sub(1);
        if !borrow {
            return false;
        }
    }
    true
}

/// Limbs that are computed before they are appended, so that the carry stays where it is.
const GROUP: usize = 8;

/// Appends to `out` what `combine` makes of the limbs of `a` and `b`, which are as many, and a carry; returns the last.
#[inline(always)]
fn combine(
    a: &[u64],
    b: &[u64],
    out: &mut Vec<u64>,
    combine: impl Fn(u64, u64, bool) -> (u64, bool),
) -> bool {
    let mut carry = false;
    let (mut groups, mut more) = (a.chunks_exact(GROUP), b.chunks_exact(GROUP));
    for (x, y) in groups.by_ref().zip(more.by_ref()) {
        let mut group = [0; GROUP];
        for i in 0..GROUP {
            (group[i], carry) = combine(x[i], y[i], carry);
        }
        out.extend_from_slice(&group);
    }
    for (&x, &y) in groups.remainder().iter().zip(more.remainder()) {
        let limb;
        (limb, carry) = combine(x, y, carry);
        out.push(limb);
    }
    carry
}

/// Appends `a + b` to `out`, which is empty.
pub(super) fn add_magnitudes(a: &[u64], b: &[u64], out: &mut Vec<u64>) {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let (low, high) = long.split_at(short.len());
    out.reserve(long.len() + 1);
    let carry = combine(low, short, out, u64::carrying_add);
    out.extend_from_slice(high);
    if carry && carry_into(&mut out[short.len()..]) {
        out.push(1);
    }
}

/// Appends `a - b` to `out`, which is empty; `a` is at least `b`, and may have leading zeros, as may `b`.
pub(super) fn subtract_magnitudes(a: &[u64], b: &[u64], out: &mut Vec<u64>) {
    let b = &b[..b.iter().rposition(|&limb| limb != 0).map_or(0, |i| i + 1)];
    let (low, high) = a.split_at(b.len());
    out.reserve(a.len());
    let borrow = combine(low, b, out, u64::borrowing_sub);
    out.extend_from_slice(high);
    let is_less = borrow && borrow_from(&mut out[b.len()..]);
    debug_assert!(!is_less, "a magnitude is never negative");
}

/// Adds one to a magnitude.
pub(super) fn increment(limbs: &mut Vec<u64>) {
    if carry_into(limbs) {
        limbs.push(1);
    }
}

/// Puts `long * short` into `out`, which is empty.
pub(super) fn multiply_magnitudes(long: &[u64], short: &[u64], out: &mut Vec<u64>) {
    let Some((&first, rest)) = short.split_first() else {
        return;
    };
    out.reserve(long.len() + short.len());
    let mut carry = 0;
    let mut groups = long.chunks_exact(GROUP);
    for x in groups.by_ref() {
        let mut group = [0; GROUP];
        for i in 0..GROUP {
            (group[i], carry) = x[i].carrying_mul(first, carry);
        }
        out.extend_from_slice(&group);
    }
    for &limb in groups.remainder() {
        let low;
        (low, carry) = limb.carrying_mul(first, carry);
        out.push(low);
    }
    out.push(carry);
    out.resize(long.len() + short.len(), 0);
    for (i, &factor) in (1..).zip(rest) {
        let mut carry = 0;
        let row = &mut out[i..=i + long.len()];
        for (to, &limb) in row.iter_mut().zip(long) {
            (*to, carry) = limb.carrying_mul_add(factor, *to, carry);
        }
        row[long.len()] = carry;
    }
}

/// Subtracts `factor * b` from `a`, which is as long; the limb that is still to be subtracted above.
pub(super) fn subtract_product(a: &mut [u64], b: &[u64], factor: u64) -> u64 {
    let mut carry = 0;
    for (to, &limb) in a.iter_mut().zip(b) {
        let (low, high) = limb.carrying_mul(factor, carry);
        let borrow;
        (*to, borrow) = to.overflowing_sub(low);
        carry = high + u64::from(borrow);
    }
    carry
}

/// Adds `b` to `a`, which is as long; true if a carry is left.
pub(super) fn add_back(a: &mut [u64], b: &[u64]) -> bool {
    add_to(a, b)
}
