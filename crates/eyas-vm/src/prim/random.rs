//! Pseudo-random numbers: xoshiro256** (Blackman & Vigna, "Scrambled linear pseudorandom number generators"), seeded
//! from the system, so that no two sessions draw the same.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A generator.
pub struct Random([u64; 4]);

impl Default for Random {
    fn default() -> Random {
        // The standard library's hasher keys are the system's entropy without a dependency.
        let keys = RandomState::new();
        let mut n = 0u64;
        Random([0; 4].map(|_: u64| {
            n += 1;
            let mut hasher = keys.build_hasher();
            hasher.write_u64(n);
            hasher.finish() | 1
        }))
    }
}

impl Random {
    /// 64 random bits.
    pub fn word(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// Uniform in `0 … limit-1`; `limit` is not 0. Draws again where the range does not divide evenly.
    pub fn below(&mut self, limit: u64) -> u64 {
        let zone = u64::MAX - u64::MAX % limit;
        loop {
            let word = self.word();
            if word < zone {
                return word % limit;
            }
        }
    }
}
