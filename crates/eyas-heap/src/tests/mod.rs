//! Tests of the heap: a model checks random programs, the rest checks one promise each.

mod limits;
mod model;
mod weak;

use crate::layout::TAG_OBJECT;
use crate::{Collection, HeapConfig, Kind, Mutator, PAIR_SIZE, Roots, Stress, Value, Verify};

/// A small heap, verified after every collection.
fn config() -> HeapConfig {
    HeapConfig {
        nursery: 32 * 1024,
        limit: Some(256 << 20),
        verify: Verify::Always,
        stress: Stress {
            poison: true,
            ..Stress::default()
        },
        hash_seed: Some(1),
    }
}

fn open(config: &HeapConfig) -> Mutator {
    Mutator::open(config).expect("the heap opens")
}

/// Conses, collecting if need be; the car and the cdr are kept across the collection.
fn cons(m: &mut Mutator, car: Value, cdr: Value, roots: &mut dyn Roots) -> Value {
    if let Some(pair) = m.try_pair(car, cdr) {
        return pair;
    }
    let (a, d) = (m.push_root(car), m.push_root(cdr));
    m.reserve(PAIR_SIZE, roots).expect("memory");
    let pair = m.pair(m.root(a), m.root(d));
    m.truncate_roots(a);
    pair
}

/// The list n-1 … 0, consed one by one.
fn long_list(m: &mut Mutator, n: i64) -> Value {
    let list = m.push_root(Value::NIL);
    for i in 0..n {
        if m.try_pair(Value::fixnum(i), m.root(list))
            .map(|pair| m.set_root(list, pair))
            .is_none()
        {
            m.reserve(PAIR_SIZE, &mut ()).expect("memory");
            let pair = m.pair(Value::fixnum(i), m.root(list));
            m.set_root(list, pair);
        }
    }
    let value = m.root(list);
    m.truncate_roots(list);
    value
}

fn check_list(list: Value, n: i64) {
    let mut rest = list;
    for i in (0..n).rev() {
        assert!(rest.is_pair());
        assert_eq!(Mutator::car(rest).as_fixnum(), Some(i));
        rest = Mutator::cdr(rest);
    }
    assert!(rest == Value::NIL);
}

#[test]
fn lists_survive() {
    let mut m = open(&config());
    let list = long_list(&mut m, 20_000);
    let root = m.push_root(list);
    for what in [
        Collection::Minor,
        Collection::Major,
        Collection::Auto,
        Collection::Major,
    ] {
        m.collect(what, &mut ()).unwrap();
        check_list(m.root(root), 20_000);
    }
    assert!(m.statistics().collections() > 8 && m.statistics().verified > 8);
    m.truncate_roots(root);
    m.collect(Collection::Major, &mut ()).unwrap();
    assert_eq!(m.statistics().live, 0);
}

#[test]
fn lists_are_laid_out_in_order() {
    let mut m = open(&config());
    let list = long_list(&mut m, 1000);
    let root = m.push_root(list);
    m.collect(Collection::Major, &mut ()).unwrap();
    let mut pair = m.root(root);
    let mut neighbours = 0;
    while Mutator::cdr(pair).is_pair() {
        neighbours += usize::from(Mutator::cdr(pair).address() == pair.address() + 16);
        pair = Mutator::cdr(pair);
    }
    assert!(neighbours > 990);
}

#[test]
fn a_list_of_ten_million() {
    let quick = HeapConfig {
        verify: Verify::Never,
        limit: Some(2 << 30),
        ..HeapConfig::default()
    };
    let mut m = open(&quick);
    let n = 10_000_000;
    let list = long_list(&mut m, n);
    let root = m.push_root(list);
    m.collect(Collection::Major, &mut ()).unwrap();
    check_list(m.root(root), n);
}

#[test]
fn a_list_nested_a_million_deep() {
    let quick = HeapConfig {
        verify: Verify::Never,
        ..HeapConfig::default()
    };
    let mut m = open(&quick);
    let root = m.push_root(Value::NIL);
    for i in 0..1_000_000 {
        m.reserve(48, &mut ()).unwrap();
        let nested = if i % 2 == 0 {
            m.pair(m.root(root), Value::NIL)
        } else {
            let v = m.slots(Kind::Vector, 0, 3);
            m.init_slot(v, 1, m.root(root));
            m.pair(v, Value::fixnum(i))
        };
        m.set_root(root, nested);
    }
    m.collect(Collection::Minor, &mut ()).unwrap();
    m.collect(Collection::Major, &mut ()).unwrap();
    let mut depth = 0;
    let mut at = m.root(root);
    while at.is_pointer() {
        depth += 1;
        at = if at.is_pair() {
            Mutator::car(at)
        } else {
            Mutator::load_slot(at, 1)
        };
    }
    assert_eq!(depth, 1_500_000);
}

#[test]
fn one_reservation_for_a_million_pairs() {
    let mut m = open(&config());
    for round in 0..3 {
        let n = 1_000_000;
        m.reserve(n * PAIR_SIZE + 64 * 1024, &mut ()).unwrap();
        let mut list = Value::NIL;
        for i in 0..n as i64 {
            list = m.pair(Value::fixnum(i), list);
            if i % 100_000 == round {
                // Leaves and long vectors share the reservation.
                let bytes = m.bytes(Kind::Bytes, 0, 100);
                m.bytes_of_mut(bytes).fill(7);
                list = m.pair(bytes, list);
                list = Mutator::cdr(list);
            }
        }
        let root = m.push_root(list);
        m.collect(Collection::Minor, &mut ()).unwrap();
        check_list(m.root(root), n as i64);
        m.collect(Collection::Major, &mut ()).unwrap();
        check_list(m.root(root), n as i64);
        m.truncate_roots(root);
    }
}

#[test]
fn large_objects_of_all_sizes() {
    let mut m = open(&config());
    let keep = m.push_root(Value::NIL);
    for round in 0..300 {
        let n = 900 + round * 37;
        m.reserve((n + 2) * 8 + (n * 5 + 24) + 32, &mut ()).unwrap();
        let v = m.slots(Kind::Vector, 0, n);
        let b = m.bytes(Kind::Bytes, 0, n * 5);
        m.bytes_of_mut(b).fill(round as u8);
        m.init_slot(v, 0, b);
        m.init_slot(v, n - 1, m.root(keep));
        let young = m.pair(Value::fixnum(n as i64), v);
        m.store_slot(v, 1, young);
        m.set_root(keep, if round % 7 == 0 { Value::NIL } else { young });
        if round % 16 == 0 {
            m.collect(
                if round % 32 == 0 {
                    Collection::Major
                } else {
                    Collection::Minor
                },
                &mut (),
            )
            .unwrap();
        }
        let mut at = m.root(keep);
        while at != Value::NIL {
            let (n, v) = (Mutator::car(at).fixnum_value() as usize, Mutator::cdr(at));
            assert_eq!(Mutator::header(v).length(), n);
            assert!(Mutator::load_slot(v, 1) == at);
            let bytes = m.bytes_of(Mutator::load_slot(v, 0));
            assert!(bytes.len() == n * 5 && bytes.iter().all(|&b| b == bytes[0]));
            at = Mutator::load_slot(v, n - 1);
        }
    }
}

#[test]
fn pinned_objects_stay_and_are_roots_for_nothing_else() {
    let mut config = config();
    config.stress.move_everything = true;
    let mut m = open(&config);
    m.reserve(4096, &mut ()).unwrap();
    let pinned = m.pinned_slots(Kind::Template, 0, 5);
    let inner = m.pair(Value::fixnum(1), Value::NIL);
    m.init_slot(pinned, 2, inner);
    let pair = m.pair(pinned, Value::NIL);
    let root = m.push_root(pair);
    for what in [
        Collection::Minor,
        Collection::Minor,
        Collection::Major,
        Collection::Major,
    ] {
        m.collect(what, &mut ()).unwrap();
        assert!(Mutator::car(m.root(root)) == pinned);
        assert_eq!(
            Mutator::car(Mutator::load_slot(pinned, 2)).as_fixnum(),
            Some(1)
        );
    }
    assert!(m.old_epoch() > 0 && m.statistics().evacuated > 0);
}

#[test]
fn storing_young_into_old_is_remembered() {
    let mut m = open(&config());
    m.reserve(1024, &mut ()).unwrap();
    let v = m.slots(Kind::Vector, 0, 100);
    let root = m.push_root(v);
    m.collect(Collection::Major, &mut ()).unwrap();
    assert!(!m.is_young(m.root(root)));
    for i in 0..100 {
        m.reserve(PAIR_SIZE, &mut ()).unwrap();
        let pair = m.pair(Value::fixnum(i), Value::NIL);
        m.store_slot(m.root(root), i as usize, pair);
        m.collect(Collection::Minor, &mut ()).unwrap();
    }
    for i in 0..100 {
        let pair = Mutator::load_slot(m.root(root), i as usize);
        assert_eq!(Mutator::car(pair).as_fixnum(), Some(i));
    }
}

/// Leaves full of words that look like young objects, in memory that is then used for objects with slots.
#[test]
fn raw_bytes_are_never_taken_for_values() {
    let mut m = open(&HeapConfig {
        stress: Stress::default(),
        ..config()
    });
    let look_alike = (m.young_start + 20_000 / 16 * 16) as u64 | TAG_OBJECT;
    let mut keep = vec![Value::NIL];
    for n in 1025..1055 {
        m.reserve(70_000, &mut keep).unwrap();
        // Leaves fill the run to its front; then all of it is free again.
        while let Some(bytes) = m.try_bytes(Kind::Bytes, 0, 10_000) {
            for word in m.bytes_of_mut(bytes).chunks_exact_mut(8) {
                word.copy_from_slice(&look_alike.to_ne_bytes());
            }
        }
        m.collect(Collection::Major, &mut keep).unwrap();
        m.reserve(70_000, &mut keep).unwrap();
        let vector = m.slots(Kind::Vector, 0, n);
        keep[0] = vector;
        for what in [Collection::Minor, Collection::Minor, Collection::Major] {
            keep[0] = cons(&mut m, Value::NIL, vector, &mut keep);
            let pair = keep[0];
            m.store_slot(vector, n - 1, pair);
            m.collect(what, &mut keep).unwrap();
            assert!(Mutator::load_slot(vector, n - 1) == keep[0]);
        }
        keep[0] = Value::NIL;
    }
}

/// Once everything has survived twice, collections come at half the nursery; afterwards at the whole again.
#[test]
fn pauses_are_kept_short() {
    let nursery = 1 << 20;
    let mut m = open(&HeapConfig {
        nursery,
        ..HeapConfig::default()
    });
    let mut roots = vec![Value::NIL];
    let mut used = Vec::new();
    for keep in [true, true, true, false, false, false] {
        let before = m.statistics().allocated;
        let count = m.statistics().collections();
        while m.statistics().collections() == count {
            let list = cons(&mut m, Value::FALSE, roots[0], &mut roots);
            if keep {
                roots[0] = list;
            }
        }
        used.push((m.statistics().allocated - before) as usize);
    }
    let half = nursery / 2;
    assert_eq!(used, [nursery, nursery, half, half, nursery, nursery]);
}

/// Roots that note when they are shown to whom.
#[derive(Default)]
struct Watched {
    is_verifying: bool,
    log: Vec<&'static str>,
}

impl Roots for Watched {
    fn visit(&mut self, visitor: &mut crate::Visitor<'_>) {
        self.log
            .push(match (visitor.is_minor(), self.is_verifying) {
                (true, false) => "minor",
                (false, false) => "major",
                (false, true) => "verification",
                (true, true) => "minor in verification",
            });
    }

    fn verifying(&mut self, is_over: bool) {
        assert_eq!(self.is_verifying, is_over);
        self.is_verifying = !is_over;
    }
}

#[test]
fn roots_can_tell_a_verification_from_a_major_collection() {
    let mut m = open(&config());
    let mut roots = Watched::default();
    m.collect(Collection::Minor, &mut roots).unwrap();
    assert_eq!(roots.log, ["minor", "verification"]);
    roots.log.clear();
    m.collect(Collection::Major, &mut roots).unwrap();
    assert_eq!(roots.log.first(), Some(&"minor"));
    assert_eq!(roots.log.last(), Some(&"verification"));
    assert!(roots.log.contains(&"major"));
    assert!(!roots.is_verifying);
}
