//! Weak pairs, ephemerons, symbols and native resources.

use super::{config, cons, open};
use crate::{Collection, Kind, Mutator, Value};

fn ephemeron(m: &mut Mutator, kind: Kind, key: Value, datum: Value) -> Value {
    let object = m.slots(kind, 0, 2);
    m.init_slot(object, 0, key);
    m.init_slot(object, 1, datum);
    object
}

#[test]
fn weak_pairs_break() {
    for major in [false, true] {
        let mut m = open(&config());
        m.reserve(1024, &mut ()).unwrap();
        let live = m.pair(Value::fixnum(1), Value::NIL);
        let dead = m.pair(Value::fixnum(2), Value::NIL);
        let cdr = m.pair(Value::fixnum(3), Value::NIL);
        let a = ephemeron(&mut m, Kind::WeakPair, live, cdr);
        let b = ephemeron(&mut m, Kind::WeakPair, dead, Value::fixnum(5));
        let c = ephemeron(&mut m, Kind::WeakPair, Value::fixnum(9), a);
        let mut roots = vec![live, b, c, Value::NIL];
        if major {
            roots[3] = dead;
            m.collect(Collection::Major, &mut roots).unwrap();
            assert!(Mutator::load_slot(roots[1], 0) == roots[3]);
            roots[3] = Value::NIL;
        }
        m.collect(
            if major {
                Collection::Major
            } else {
                Collection::Minor
            },
            &mut roots,
        )
        .unwrap();
        assert!(Mutator::load_slot(roots[1], 0) == Value::BROKEN);
        assert_eq!(Mutator::load_slot(roots[1], 1).as_fixnum(), Some(5));
        assert_eq!(Mutator::load_slot(roots[2], 0).as_fixnum(), Some(9));
        let a = Mutator::load_slot(roots[2], 1);
        assert!(Mutator::load_slot(a, 0) == roots[0]);
        assert_eq!(Mutator::car(Mutator::load_slot(a, 1)).as_fixnum(), Some(3));
    }
}

#[test]
fn an_old_weak_pair_follows_a_young_car() {
    let mut m = open(&config());
    m.reserve(64, &mut ()).unwrap();
    let weak = ephemeron(&mut m, Kind::WeakPair, Value::FALSE, Value::NIL);
    let mut roots = vec![weak, Value::NIL];
    m.collect(Collection::Major, &mut roots).unwrap();
    m.reserve(64, &mut roots).unwrap();
    roots[1] = m.pair(Value::fixnum(1), Value::NIL);
    m.store_slot(roots[0], 0, roots[1]);
    for _ in 0..3 {
        m.collect(Collection::Minor, &mut roots).unwrap();
        assert!(Mutator::load_slot(roots[0], 0) == roots[1]);
    }
    m.reserve(64, &mut roots).unwrap();
    roots[1] = m.pair(Value::fixnum(1), Value::NIL);
    m.store_slot(roots[0], 0, roots[1]);
    m.collect(Collection::Minor, &mut roots).unwrap();
    assert!(Mutator::load_slot(roots[0], 0) == roots[1]);
    roots[1] = Value::NIL;
    m.collect(Collection::Minor, &mut roots).unwrap();
    assert!(Mutator::load_slot(roots[0], 0) == Value::BROKEN);
}

/// A chain in which the datum of each ephemeron is the key of the one allocated before it.
#[test]
fn chains_of_ephemerons() {
    for (what, keep) in [
        (Collection::Minor, true),
        (Collection::Minor, false),
        (Collection::Major, true),
        (Collection::Major, false),
    ] {
        let mut m = open(&config());
        let n = 20_000;
        let mut roots = vec![Value::NIL, Value::NIL, Value::NIL];
        for i in 0..n {
            m.reserve(64, &mut roots).unwrap();
            let key = m.pair(Value::fixnum(i), Value::NIL);
            let link = ephemeron(&mut m, Kind::Ephemeron, key, roots[0]);
            roots[0] = key;
            roots[1] = m.pair(link, roots[1]);
        }
        if keep {
            roots[2] = roots[0];
        }
        roots[0] = Value::NIL;
        m.collect(what, &mut roots).unwrap();
        m.collect(Collection::Major, &mut roots).unwrap();
        let mut at = roots[1];
        let mut key = roots[2];
        while at != Value::NIL {
            let link = Mutator::car(at);
            if keep {
                assert!(Mutator::load_slot(link, 0) == key);
                key = Mutator::load_slot(link, 1);
            } else {
                assert!(Mutator::load_slot(link, 0) == Value::BROKEN);
                assert!(Mutator::load_slot(link, 1) == Value::BROKEN);
            }
            at = Mutator::cdr(at);
        }
    }
}

#[test]
fn an_ephemeron_whose_datum_holds_its_key_breaks() {
    let mut m = open(&config());
    m.reserve(128, &mut ()).unwrap();
    let key = m.pair(Value::fixnum(1), Value::NIL);
    let datum = m.pair(key, key);
    let weak = ephemeron(&mut m, Kind::Ephemeron, key, datum);
    let mut roots = vec![weak, key];
    m.collect(Collection::Major, &mut roots).unwrap();
    assert!(Mutator::load_slot(roots[0], 0) == roots[1]);
    assert!(Mutator::car(Mutator::load_slot(roots[0], 1)) == roots[1]);
    roots.truncate(1);
    m.collect(Collection::Major, &mut roots).unwrap();
    assert!(Mutator::load_slot(roots[0], 0) == Value::BROKEN);
    assert!(Mutator::load_slot(roots[0], 1) == Value::BROKEN);
}

#[test]
fn symbols_are_held_weakly() {
    let mut m = open(&config());
    let mut roots = Vec::new();
    for i in 0..5000u64 {
        m.reserve(32, &mut roots).unwrap();
        let symbol = m.slots(Kind::Symbol, 0, 2);
        m.init_slot(symbol, 1, Value::fixnum(i as i64));
        let is_same = |s| Mutator::load_slot(s, 1).as_fixnum() == Some(i as i64);
        assert!(m.symbols().find(i / 2, is_same).is_none());
        m.symbols_mut().insert(i / 2, symbol);
        if i % 3 == 0 {
            roots.push(symbol);
        }
    }
    m.collect(Collection::Minor, &mut roots).unwrap();
    m.collect(Collection::Major, &mut roots).unwrap();
    assert_eq!(m.symbols().len(), roots.len());
    assert_eq!(m.symbols().iter().count(), roots.len());
    for i in 0..5000u64 {
        let is_same = |s| Mutator::load_slot(s, 1).as_fixnum() == Some(i as i64);
        let found = m.symbols().find(i / 2, is_same);
        assert_eq!(found, (i % 3 == 0).then(|| roots[i as usize / 3]));
    }
}

#[test]
fn resources_of_dead_objects_are_delivered() {
    let mut m = open(&config());
    let mut roots = Vec::new();
    for i in 0..300 {
        let object = cons(&mut m, Value::fixnum(i), Value::NIL, &mut roots);
        m.attach(object, i as u64);
        if i % 3 > 0 {
            roots.push(object);
        }
    }
    m.collect(Collection::Minor, &mut roots).unwrap();
    let mut dead = m.take_finalized();
    dead.sort();
    assert_eq!(dead, (0..300).step_by(3).collect::<Vec<u64>>());
    m.collect(Collection::Major, &mut roots).unwrap();
    assert!(m.take_finalized().is_empty());
    roots.retain(|&pair| Mutator::car(pair).fixnum_value() % 3 == 1);
    m.collect(Collection::Minor, &mut roots).unwrap();
    assert!(m.take_finalized().is_empty());
    m.collect(Collection::Major, &mut roots).unwrap();
    let mut dead = m.take_finalized();
    dead.sort();
    assert_eq!(dead, (2..300).step_by(3).collect::<Vec<u64>>());
}
