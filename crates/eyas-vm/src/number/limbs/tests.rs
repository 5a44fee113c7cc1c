//! Every kernel against the big-integer library, on random sizes and on limbs where carries and estimates go wrong.

use super::{Buffers, DIVISOR_LIMBS, FACTOR_LIMBS, Integer, Part};
use eyas_datum::number::{IBig, Number, Sign, UBig};

/// A generator of its own, so that a failure comes back (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn word(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.word() >> 33) as usize % n
    }

    fn limb(&mut self) -> u64 {
        match self.below(8) {
            0 => 0,
            1 => 1,
            2 => 1 << 63,
            3 => u64::MAX,
            4 => (1 << 63) - 1,
            5 => u64::MAX - 1,
            _ => self.word() >> self.below(64),
        }
    }

    /// A number of up to `most` limbs; all kinds of limbs alone, or one of them all over.
    fn number(&mut self, most: usize) -> (bool, Vec<u64>) {
        let length = self.below(most + 1);
        let same = self.limb();
        let is_same = self.below(4) == 0;
        let mut limbs: Vec<u64> = (0..length)
            .map(|_| if is_same { same } else { self.limb() })
            .collect();
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        (self.below(2) == 0 && !limbs.is_empty(), limbs)
    }
}

fn integer((negative, limbs): &(bool, Vec<u64>)) -> Integer<'_> {
    Integer {
        negative: *negative,
        limbs,
    }
}

fn big(negative: bool, limbs: &[u64]) -> IBig {
    let sign = if negative {
        Sign::Negative
    } else {
        Sign::Positive
    };
    IBig::from_parts(sign, UBig::from_words(limbs))
}

/// Numbers of small, middling and large sizes, many times.
fn pairs(check: impl Fn(&(bool, Vec<u64>), &(bool, Vec<u64>), IBig, IBig)) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for (most, times) in [
        (3, 20_000),
        (9, 10_000),
        (FACTOR_LIMBS + 8, 3_000),
        (150, 500),
    ] {
        for _ in 0..times {
            let other = if random.below(2) == 0 { most } else { 2 };
            let (a, b) = (random.number(most), random.number(other));
            check(&a, &b, big(a.0, &a.1), big(b.0, &b.1));
        }
    }
}

#[test]
fn sums_and_differences_are_the_librarys() {
    pairs(|a, b, x, y| {
        let mut out = Vec::new();
        let negative = integer(a).add(integer(b), &mut out);
        assert_eq!(big(negative, &out), &x + &y, "{a:x?} + {b:x?}");
        out.clear();
        let negative = integer(a).add(integer(b).negate(), &mut out);
        assert_eq!(big(negative, &out), &x - &y, "{a:x?} - {b:x?}");
        assert_eq!(integer(a).cmp(&integer(b)), x.cmp(&y), "{a:x?} ? {b:x?}");
    });
}

#[test]
fn products_are_the_librarys() {
    pairs(|a, b, x, y| {
        let mut out = Vec::new();
        match integer(a).multiply(integer(b), &mut out) {
            Some(negative) => assert_eq!(big(negative, &out), x * y, "{a:x?} * {b:x?}"),
            None => assert!(a.1.len().min(b.1.len()) > FACTOR_LIMBS),
        }
    });
}

#[test]
fn quotients_and_rests_are_the_librarys() {
    let parts = [
        (
            Part::Quotient,
            Number::truncate_quotient as fn(&Number, &Number) -> _,
        ),
        (Part::Remainder, Number::truncate_remainder),
        (Part::FloorQuotient, Number::floor_quotient),
        (Part::FloorRemainder, Number::floor_remainder),
    ];
    pairs(|a, b, x, y| {
        for (part, general) in parts {
            let mut buffers = Buffers::default();
            match integer(a).divide(integer(b), part, &mut buffers) {
                Some(negative) => {
                    let expected =
                        general(&Number::integer(x.clone()), &Number::integer(y.clone()));
                    let expected = expected.expect("the divisor is not zero");
                    let found = Number::integer(big(negative, &buffers.out));
                    assert_eq!(found, expected, "{part:?} {a:x?} / {b:x?}");
                }
                None => assert!(b.1.is_empty() || b.1.len() > DIVISOR_LIMBS),
            }
        }
    });
}

/// Products with a rest put together and taken apart: quotients of every length, and estimates that are one too high.
#[test]
fn divisions_undo_multiplications() {
    let mut random = Random(7);
    for _ in 0..20_000 {
        let (d, q) = (random.number(6).1, random.number(6).1);
        if d.is_empty() {
            continue;
        }
        let (divisor, quotient) = (big(false, &d), big(false, &q));
        let rest = &divisor - IBig::from(1 + random.below(2));
        let whole = &divisor * &quotient + &rest;
        let limbs = whole.as_sign_words().1.to_vec();
        if rest < IBig::ZERO {
            continue;
        }
        let (n, d) = ((false, limbs), (false, d));
        let mut buffers = Buffers::default();
        let negative = integer(&n).divide(integer(&d), Part::Quotient, &mut buffers);
        assert_eq!(negative, Some(false));
        assert_eq!(big(false, &buffers.out), quotient, "{n:x?} / {d:x?}");
        buffers.out.clear();
        integer(&n).divide(integer(&d), Part::Remainder, &mut buffers);
        assert_eq!(big(false, &buffers.out), rest, "{n:x?} / {d:x?}");
    }
}

#[test]
fn bits_are_the_librarys() {
    pairs(|a, b, x, y| {
        let check = |op: fn(u64, u64) -> u64, expected: IBig| {
            let mut out = Vec::new();
            let negative = integer(a).bitwise(integer(b), &mut out, op);
            assert_eq!(big(negative, &out), expected, "{a:x?} {b:x?}");
        };
        check(|x, y| x & y, &x & &y);
        check(|x, y| x | y, &x | &y);
        check(|x, y| x ^ y, &x ^ &y);
    });
}

#[test]
fn shifts_and_counts_are_the_towers() {
    pairs(|a, _, x, _| {
        let n = Number::integer(x);
        for by in [0, 1, 7, 63, 64, 65, 127, 128, 200, 20_000] {
            let mut buffers = Buffers::default();
            let negative = integer(a).shift_left(by, &mut buffers.out);
            let left = n.shift(&Number::Fixnum(by as i64)).expect("fits");
            assert_eq!(
                Number::integer(big(negative, &buffers.out)),
                left,
                "{a:x?} << {by}"
            );
            buffers.out.clear();
            let negative = integer(a).shift_right(by, &mut buffers);
            let right = n.shift(&Number::Fixnum(-(by as i64))).expect("fits");
            assert_eq!(
                Number::integer(big(negative, &buffers.out)),
                right,
                "{a:x?} >> {by}"
            );
        }
        let fixnum = |n: u64| Ok(Number::Fixnum(n as i64));
        assert_eq!(fixnum(integer(a).bit_count()), n.bit_count(), "{a:x?}");
        assert_eq!(
            fixnum(integer(a).integer_length()),
            n.integer_length(),
            "{a:x?}"
        );
        let zeros = integer(a).trailing_zeros().map_or(-1, |n| n as i64);
        assert_eq!(Ok(Number::Fixnum(zeros)), n.first_set_bit(), "{a:x?}");
    });
}
