//! Division of magnitudes (Knuth, TAOCP 2, 4.3.1, algorithm D), each limb of the quotient found by multiplication with
//! a reciprocal (Möller and Granlund, "Improved division by invariant integers", 2011): the processor's own division
//! takes several times as long.

use super::magnitude::{add_back, subtract_product};

/// Divides a number of two limbs by one with its highest bit set.
#[derive(Clone, Copy)]
struct Reciprocal {
    divisor: u64,
    /// `(2^128 - 1) / divisor - 2^64`
    inverse: u64,
}

impl Reciprocal {
    fn of(divisor: u64) -> Reciprocal {
        debug_assert!(divisor >> 63 == 1, "normalized");
        let all = u128::from(!divisor) << 64 | u128::from(u64::MAX);
        Reciprocal {
            divisor,
            inverse: (all / u128::from(divisor)) as u64,
        }
    }

    /// Quotient and rest of `high:low`, where `high` is below the divisor (algorithm 4).
    #[inline]
    fn divide(self, high: u64, low: u64) -> (u64, u64) {
        let d = self.divisor;
        let (q0, q1) = self.inverse.carrying_mul(high, 0);
        let (q0, carry) = q0.overflowing_add(low);
        let mut q = q1
            .wrapping_add(high)
            .wrapping_add(u64::from(carry))
            .wrapping_add(1);
        let mut r = low.wrapping_sub(q.wrapping_mul(d));
        if r > q0 {
            q = q.wrapping_sub(1);
            r = r.wrapping_add(d);
        }
        if r >= d {
            q = q.wrapping_add(1);
            r -= d;
        }
        (q, r)
    }
}

/// Divides three limbs by two, of which the upper has its highest bit set.
#[derive(Clone, Copy)]
struct WideReciprocal {
    high: u64,
    low: u64,
    inverse: u64,
}

impl WideReciprocal {
    /// Algorithm 6.
    fn of(high: u64, low: u64) -> WideReciprocal {
        let mut v = Reciprocal::of(high).inverse;
        let (mut p, over) = high.wrapping_mul(v).overflowing_add(low);
        if over {
            v = v.wrapping_sub(1);
            if p >= high {
                v = v.wrapping_sub(1);
                p = p.wrapping_sub(high);
            }
            p = p.wrapping_sub(high);
        }
        let (t0, t1) = v.carrying_mul(low, 0);
        let (p, over) = p.overflowing_add(t1);
        if over {
            v = v.wrapping_sub(1);
            if (p, t0) >= (high, low) {
                v = v.wrapping_sub(1);
            }
        }
        WideReciprocal {
            high,
            low,
            inverse: v,
        }
    }

    /// The quotient of three limbs, highest first, of which the first two are below the divisor (algorithm 5).
    #[inline]
    fn divide(self, u2: u64, u1: u64, u0: u64) -> u64 {
        let join = |high: u64, low: u64| u128::from(high) << 64 | u128::from(low);
        let d = join(self.high, self.low);
        let q = (u128::from(self.inverse) * u128::from(u2)).wrapping_add(join(u2, u1));
        let (q1, q0) = ((q >> 64) as u64, q as u64);
        let r1 = u1.wrapping_sub(q1.wrapping_mul(self.high));
        let t = u128::from(self.low) * u128::from(q1);
        let mut r = join(r1, u0).wrapping_sub(t).wrapping_sub(d);
        let mut q1 = q1.wrapping_add(1);
        if (r >> 64) as u64 >= q0 {
            q1 = q1.wrapping_sub(1);
            r = r.wrapping_add(d);
        }
        if r >= d {
            q1 = q1.wrapping_add(1);
        }
        q1
    }
}

/// Puts `n` shifted left by less than a limb into `out`, with one limb more.
fn shift_into(n: &[u64], by: u32, out: &mut Vec<u64>) {
    let mut above = 0;
    for &limb in n {
        out.push(limb << by | above);
        above = if by == 0 { 0 } else { limb >> (64 - by) };
    }
    out.push(above);
}

/// Shifts right by less than a limb.
fn shift_back(limbs: &mut [u64], by: u32) {
    if by == 0 {
        return;
    }
    let mut above = 0;
    for limb in limbs.iter_mut().rev() {
        let low = *limb << (64 - by);
        *limb = *limb >> by | above;
        above = low;
    }
}

/// Puts the quotient into `out`, which is empty; the rest stands in `work`, and may have leading zeros. The divisor is not zero.
pub(super) fn divide_magnitudes<'w>(
    n: &[u64],
    d: &[u64],
    out: &mut Vec<u64>,
    work: &'w mut Vec<u64>,
) -> &'w [u64] {
    work.clear();
    let (&top, below) = d.split_last().expect("the divisor is not zero");
    if n.len() < d.len() {
        work.extend_from_slice(n);
        return work;
    }
    let by = top.leading_zeros();
    shift_into(n, by, work);
    if below.is_empty() {
        let reciprocal = Reciprocal::of(top << by);
        out.resize(n.len(), 0);
        let mut rest = work[n.len()];
        for (to, &limb) in out.iter_mut().zip(&work[..n.len()]).rev() {
            (*to, rest) = reciprocal.divide(rest, limb);
        }
        work.clear();
        work.push(rest >> by);
        return work;
    }
    shift_into(d, by, work);
    let (u, v) = work.split_at_mut(n.len() + 1);
    let v = &v[..d.len()];
    let (v1, v0) = (v[d.len() - 1], v[d.len() - 2]);
    let reciprocal = WideReciprocal::of(v1, v0);
    out.resize(n.len() - d.len() + 1, 0);
    for (j, to) in out.iter_mut().enumerate().rev() {
        let (part, top) = u[j..=j + d.len()].split_at_mut(d.len());
        let (u2, u1, u0) = (top[0], part[d.len() - 1], part[d.len() - 2]);
        let mut q = if (u2, u1) == (v1, v0) {
            u64::MAX
        } else {
            reciprocal.divide(u2, u1, u0)
        };
        // At most one too many.
        let owed = subtract_product(part, v, q);
        if owed > u2 {
            q -= 1;
            add_back(part, v);
        }
        top[0] = 0;
        *to = q;
    }
    work.truncate(d.len());
    shift_back(work, by);
    work
}
