//! The heap limit, growth, and settings.

use super::{check_list, config, long_list, open};
use crate::{Collection, HeapConfig, HeapError, Kind, Mutator, PAIR_SIZE, Stress, Value, Verify};

fn limited(limit: usize) -> HeapConfig {
    HeapConfig {
        limit: Some(limit),
        verify: Verify::Never,
        ..config()
    }
}

#[test]
fn a_full_heap_refuses_and_recovers() {
    let mut m = open(&limited(16 << 20));
    for _ in 0..3 {
        let mut list = vec![Value::NIL];
        let mut pairs = 0u64;
        let refusal = loop {
            match m.reserve(PAIR_SIZE, &mut list) {
                Ok(()) => list[0] = m.pair(Value::fixnum(0), list[0]),
                Err(refusal) => break refusal,
            }
            pairs += 1;
        };
        assert!(!refusal.exhausted && refusal.requested == PAIR_SIZE);
        assert!(pairs * 16 > 10 << 20 && pairs * 16 <= 16 << 20, "{pairs}");
        // The handler has room.
        m.reserve(1000, &mut list).unwrap();
        for _ in 0..40 {
            m.reserve(PAIR_SIZE * 100, &mut list).unwrap();
            for _ in 0..100 {
                m.pair(Value::NIL, Value::NIL);
            }
        }
        // If it keeps on allocating, the end is final, until something is dropped.
        let refusal = loop {
            match m.reserve(PAIR_SIZE, &mut list) {
                Ok(()) => list[0] = m.pair(Value::fixnum(0), list[0]),
                Err(refusal) => break refusal,
            }
        };
        assert!(refusal.exhausted);
        assert!(m.reserve(PAIR_SIZE, &mut list).is_err());
        assert!(m.try_pair(Value::NIL, Value::NIL).is_none());
        list[0] = Value::NIL;
        m.reserve(PAIR_SIZE, &mut list).unwrap();
    }
    assert!(m.statistics().peak <= (16 << 20) + (2 << 20));
}

#[test]
fn a_refusal_leaves_the_nursery_alone() {
    let mut m = open(&limited(64 << 20));
    m.reserve(2 * PAIR_SIZE, &mut ()).unwrap();
    let kept = m.pair(Value::TRUE, Value::NIL);
    m.reserve(1 << 56, &mut ()).unwrap_err();
    m.reserve(PAIR_SIZE, &mut ()).unwrap();
    let next = m.pair(Value::FALSE, Value::NIL);
    assert!(next != kept && Mutator::car(kept) == Value::TRUE);
}

#[test]
fn absurd_requests_are_refused_at_once() {
    let mut m = open(&limited(64 << 20));
    for bytes in [usize::MAX, 1 << 56, 65 << 20] {
        let refusal = m.reserve(bytes, &mut ()).unwrap_err();
        assert!(!refusal.exhausted);
    }
    let before = m.statistics().major.count;
    m.reserve(40 << 20, &mut ()).unwrap();
    let v = m.slots(Kind::Vector, 0, (40 << 20) / 8 - 1);
    let mut roots = vec![v];
    assert!(m.reserve(40 << 20, &mut roots).is_err());
    roots.clear();
    m.reserve(40 << 20, &mut roots).unwrap();
    assert!(m.statistics().major.count > before);
}

#[test]
fn large_garbage_is_collected() {
    let mut m = open(&limited(64 << 20));
    for _ in 0..1000 {
        m.reserve((1 << 20) + 16, &mut ()).unwrap();
        m.bytes(Kind::Bytes, 0, 1 << 20);
    }
    assert!(m.statistics().major.count < 300);
}

#[test]
fn pinned_garbage_is_collected() {
    let mut m = open(&limited(16 << 20));
    for _ in 0..100_000 {
        m.reserve(1024, &mut ()).unwrap();
        m.pinned_slots(Kind::Template, 0, 100);
    }
}

#[test]
fn too_small_a_limit_is_an_error() {
    assert!(
        matches!(Mutator::open(&limited(100_000)), Err(HeapError::LimitTooSmall(n)) if n < 4 << 20)
    );
    let mut m = open(&limited(4 << 20));
    let list = long_list(&mut m, 20_000);
    let root = m.push_root(list);
    m.collect(Collection::Major, &mut ()).unwrap();
    check_list(m.root(root), 20_000);
}

#[test]
fn nurseries_of_all_sizes() {
    for nursery in [0, 32 << 10, 100_000, 1 << 20, 4 << 20, 32 << 20, usize::MAX] {
        let config = HeapConfig {
            nursery,
            limit: Some(1 << 30),
            ..config()
        };
        let mut m = open(&config);
        let list = long_list(&mut m, 100_000);
        check_list(list, 100_000);
    }
}

#[test]
fn fragmentation_is_undone() {
    let stress = Stress {
        poison: true,
        ..Stress::default()
    };
    let mut m = open(&HeapConfig {
        stress,
        ..limited(64 << 20)
    });
    let mut roots = Vec::new();
    // Keep every fortieth of many small vectors.
    for i in 0..400_000 {
        m.reserve(64, &mut roots).unwrap();
        let v = m.slots(Kind::Vector, 0, 5);
        m.init_slot(v, 0, Value::fixnum(i));
        roots.push(v);
        if i % 40_000 == 39_999 {
            m.collect(Collection::Major, &mut roots).unwrap();
            roots.retain(|&v| Mutator::load_slot(v, 0).fixnum_value() % 40 == 0);
        }
    }
    m.collect(Collection::Major, &mut roots).unwrap();
    m.collect(Collection::Major, &mut roots).unwrap();
    assert!(m.statistics().evacuated > 0);
    assert_eq!(roots.len(), 10_000);
    for (i, &v) in roots.iter().enumerate() {
        assert_eq!(Mutator::load_slot(v, 0).as_fixnum(), Some(i as i64 * 40));
    }
    assert!(
        m.statistics().live < 10_000 * 48 * 2,
        "{}",
        m.statistics().live
    );
}

#[test]
fn stress_closes_inline_allocation() {
    let stress = Stress {
        collect_every: 1,
        ..Stress::default()
    };
    let mut m = open(&HeapConfig { stress, ..config() });
    assert!(m.try_pair(Value::NIL, Value::NIL).is_none());
    m.reserve(PAIR_SIZE, &mut ()).unwrap();
    assert!(m.try_pair(Value::NIL, Value::NIL).is_some());
    assert!(m.try_pair(Value::NIL, Value::NIL).is_none());
    assert_eq!(m.statistics().minor.count, 1);
}

#[test]
fn a_lowered_limit_stops_the_next_allocation_only() {
    let mut m = open(&config());
    assert!(m.try_pair(Value::NIL, Value::NIL).is_some());
    m.stop_at_next_allocation();
    assert!(m.try_pair(Value::NIL, Value::NIL).is_none());
    m.reserve(PAIR_SIZE, &mut ()).unwrap();
    m.pair(Value::NIL, Value::NIL);
    assert!(m.try_pair(Value::NIL, Value::NIL).is_some());
    assert_eq!(m.statistics().collections(), 0);
}
