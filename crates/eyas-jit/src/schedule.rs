//! When procedures are compiled: after a fixed number of calls, or by a seed that makes tests mix the tiers.
//!
//! A seeded schedule gives each procedure a threshold of its own, from "at the first call" to "never", and drops code
//! now and then for no reason. It depends on the seed and on how often it was asked, and the machine asks in the order
//! in which procedures are loaded and dropped: so the same program with the same seed runs the same way again. The
//! numbers are those of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).

use std::cell::Cell;

/// A schedule.
#[derive(Debug)]
pub(crate) enum Schedule {
    /// The same threshold for all.
    Fixed(u32),
    /// Whatever the generator in this state says.
    Seeded(Cell<u64>),
}

impl Schedule {
    /// The schedule that a seed stands for.
    pub(crate) fn seeded(seed: u64) -> Schedule {
        Schedule::Seeded(Cell::new(seed))
    }

    /// Calls and loop iterations after which the procedure that is asked for is compiled.
    pub(crate) fn threshold(&self) -> u32 {
        match self {
            Schedule::Fixed(threshold) => *threshold,
            Schedule::Seeded(state) => {
                let random = next(state);
                let more = (random >> 32) as u32;
                match random % 8 {
                    0..=2 => 1,
                    3 | 4 => 2 + more % 6,
                    5 => 8 + more % 60,
                    6 => 60 + more % 1000,
                    _ => u32::MAX,
                }
            }
        }
    }

    /// True if some other code is to be dropped before the next is made.
    pub(crate) fn drops(&self) -> bool {
        match self {
            Schedule::Fixed(_) => false,
            Schedule::Seeded(state) => next(state).is_multiple_of(4),
        }
    }
}

fn next(state: &Cell<u64>) -> u64 {
    state.set(state.get().wrapping_add(0x9E37_79B9_7F4A_7C15));
    let mut z = state.get();
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thresholds(seed: u64) -> Vec<u32> {
        let schedule = Schedule::seeded(seed);
        (0..200).map(|_| schedule.threshold()).collect()
    }

    #[test]
    fn a_seed_is_a_schedule() {
        assert_eq!(thresholds(5), thresholds(5));
        assert_ne!(thresholds(5), thresholds(6));
    }

    #[test]
    fn schedules_mix() {
        let all = thresholds(1);
        assert!(all.contains(&1) && all.contains(&u32::MAX));
        assert!(all.iter().any(|n| (8..1060).contains(n)));
        assert!(all.iter().all(|&n| n > 0));
    }
}
