//! Tests of hash tables, with collections in between.

use super::{Entry, Probe, Table, TableHash, Weakness};
use crate::object::tests::{collect, fix, open, open_with, reserve};
use crate::object::{Bignum, Flonum, Pair, Symbol};
use crate::root::RootIndex;
use crate::{Collection, Mutator, Value};

/// Numbers that look random (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }
}

/// A rooted table.
struct Rooted(RootIndex);

impl Rooted {
    fn open(m: &mut Mutator) -> Rooted {
        Rooted::open_weak(m, Weakness::None)
    }

    fn open_weak(m: &mut Mutator, weakness: Weakness) -> Rooted {
        reserve(m, Table::SIZE);
        let table = Table::alloc(m, fix(0), weakness, Value::FALSE, Value::FALSE);
        Rooted(m.push_root(table))
    }

    fn get(&self, m: &Mutator) -> Table {
        m.root(self.0).as_table().expect("it is rooted")
    }

    /// Adds a rooted key.
    fn insert(&self, m: &mut Mutator, key: RootIndex, v: Value) {
        let hash = TableHash::eqv(m.root(key));
        let size = self.get(m).size_for_insert();
        reserve(m, size);
        let key = m.root(key);
        assert!(self.get(m).find_eqv(m, key).is_none());
        self.get(m).insert(m, hash, key, v);
    }

    fn content(&self, m: &Mutator) -> Vec<(Value, Value)> {
        let mut content = Vec::new();
        let mut at = Entry::START;
        while let Some(e) = self.get(m).entry_from(at) {
            content.extend(self.get(m).entry(e));
            at = e.after();
        }
        content
    }
}

/// A fresh key of one of several sorts, distinct from all others under `eqv?`, rooted.
fn fresh_key(m: &mut Mutator, n: usize) -> RootIndex {
    let name = format!("symbol-{n}");
    reserve(m, Symbol::size_for_str(&name) + 64);
    let key = match n % 7 {
        0 => fix(n as i64),
        1 => Flonum::alloc(m, n as f64 + 0.25),
        2 => Bignum::alloc(m, n.is_multiple_of(2), &[n as u64, 1]),
        3 => Symbol::intern(m, &name),
        _ => m.pair(fix(n as i64), Value::NIL),
    };
    m.push_root(key)
}

#[test]
fn tables_agree_with_a_model_while_keys_move() {
    check_with_model(&mut open(), 6000);
}

#[test]
fn tables_agree_with_a_model_under_stress() {
    check_with_model(&mut open_with(1), 600);
    check_with_model(&mut open_with(3), 1200);
}

fn check_with_model(m: &mut Mutator, steps: usize) {
    let table = Rooted::open(m);
    let mut random = Random(0x1234_5678_9abc_def1);
    let mut model: Vec<(RootIndex, i64)> = Vec::new();
    let mut removed: Vec<RootIndex> = Vec::new();
    for step in 0..steps {
        match random.below(20) {
            0..10 => {
                let key = fresh_key(m, step);
                table.insert(m, key, fix(step as i64));
                model.push((key, step as i64));
            }
            10..14 if !model.is_empty() => {
                let (key, n) = model[random.below(model.len())];
                let key = m.root(key);
                assert!(table.get(m).get_eqv(m, key) == Some(fix(n)));
            }
            14..18 if !model.is_empty() => {
                let (root, _) = model.remove(random.below(model.len()));
                let key = m.root(root);
                let e = table
                    .get(m)
                    .find_eqv(m, key)
                    .expect("the key is in the table");
                assert!(table.get(m).remove(m, e) && !table.get(m).remove(m, e));
                removed.push(root);
            }
            18 if !removed.is_empty() => {
                let key = removed[random.below(removed.len())];
                let key = m.root(key);
                assert!(table.get(m).find_eqv(m, key).is_none());
            }
            19 => match random.below(40) {
                0 => collect(m, Collection::Major),
                1..12 => collect(m, Collection::Minor),
                _ => {}
            },
            _ => {}
        }
        assert_eq!(table.get(m).len(), model.len());
        if step % 100 == 0 {
            for &(key, n) in &model {
                let key = m.root(key);
                assert!(table.get(m).get_eqv(m, key) == Some(fix(n)));
            }
            let expected: Vec<(Value, Value)> = model
                .iter()
                .map(|&(key, n)| (m.root(key), fix(n)))
                .collect();
            assert!(
                table.content(m) == expected,
                "order of insertion at step {step}"
            );
        }
    }
}

#[test]
fn tables_copy_and_clear() {
    let mut m = open();
    let m = &mut m;
    let table = Rooted::open(m);
    let keys: Vec<RootIndex> = (0..40).map(|n| fresh_key(m, n)).collect();
    for (n, &key) in keys.iter().enumerate() {
        table.insert(m, key, fix(n as i64));
        collect(m, Collection::Minor);
    }
    let key = m.root(keys[4]);
    let e = table
        .get(m)
        .find_eqv(m, key)
        .expect("the key is in the table");
    table.get(m).remove(m, e);
    let size = table.get(m).size_for_copy();
    reserve(m, size);
    let copy = table.get(m).alloc_copy(m);
    let copy = Rooted(m.push_root(copy));
    collect(m, Collection::Minor);
    assert!(copy.content(m) == table.content(m) && copy.get(m).len() == 39);
    table.get(m).clear(m);
    assert!(table.get(m).is_empty() && table.content(m).is_empty());
    for (n, &key) in keys.iter().enumerate() {
        let key = m.root(key);
        assert!(table.get(m).get_eqv(m, key).is_none());
        let expected = if n == 4 { None } else { Some(fix(n as i64)) };
        assert!(copy.get(m).get_eqv(m, key) == expected);
    }
    table.insert(m, keys[0], fix(1));
    assert_eq!(table.get(m).len(), 1);
}

#[test]
fn a_table_used_as_a_queue_stays_small() {
    let mut m = open();
    let m = &mut m;
    let table = Rooted::open(m);
    let base = m.push_root(fix(0));
    for n in 0..10_000 {
        m.set_root(base, fix(n));
        table.insert(m, base, fix(n));
        if n >= 5 {
            let e = table
                .get(m)
                .find_eq(m, fix(n - 5))
                .expect("the key is in the table");
            table.get(m).remove(m, e);
        }
    }
    assert_eq!(table.get(m).len(), 5);
    let size = table.get(m).size_for_insert();
    assert!(size <= 1024, "{size}");
}

#[test]
fn colliding_keys_are_all_found() {
    let mut m = open();
    let m = &mut m;
    let table = Rooted::open(m);
    let hash = TableHash::of_content(42);
    for n in 0..100 {
        let size = table.get(m).size_for_insert();
        reserve(m, size);
        table.get(m).insert(m, hash, fix(n), fix(n * n));
    }
    for n in (0..100).step_by(2) {
        let e = table
            .get(m)
            .find(m, hash, |key| key == fix(n))
            .expect("the key is in the table");
        table.get(m).remove(m, e);
    }
    let mut probe = Probe::start(hash);
    let mut found = Vec::new();
    while let Some(e) = table.get(m).next_candidate(m, &mut probe) {
        collect(m, Collection::Minor);
        found.push(table.get(m).key_at(e).fixnum_value());
    }
    found.sort_unstable();
    assert!(found.into_iter().eq((1..100).step_by(2)));
}

#[test]
fn iteration_survives_any_change() {
    let mut m = open();
    let m = &mut m;
    let table = Rooted::open(m);
    let key = m.push_root(fix(0));
    for n in 0..20 {
        m.set_root(key, fix(n));
        table.insert(m, key, fix(n));
    }
    // Removing what one stands on is the usual case: everything is seen once.
    let mut at = Entry::START;
    let mut seen = 0;
    while let Some(e) = table.get(m).entry_from(at) {
        seen += 1;
        table.get(m).remove(m, e);
        at = e.after();
    }
    assert_eq!((seen, table.get(m).len()), (20, 0));
    assert!(table.get(m).entry(Entry::from_number(usize::MAX)).is_none());
    assert!(
        table
            .get(m)
            .entry_from(Entry::from_number(1 << 40))
            .is_none()
    );
}

const WEAKNESSES: [Weakness; 3] = [Weakness::Keys, Weakness::Values, Weakness::Both];

/// The number in the car of a pair that stands for a key or a value.
fn number(v: Value) -> i64 {
    v.as_pair().expect("a pair").car().fixnum_value()
}

/// A weak table with entries 0 … n-1, and the roots that hold key and value of each.
fn weak_table(m: &mut Mutator, weakness: Weakness, n: i64) -> (Rooted, Vec<[RootIndex; 2]>) {
    let table = Rooted::open_weak(m, weakness);
    let mut held = Vec::new();
    for i in 0..n {
        reserve(m, 2 * Pair::SIZE);
        let pair = [(); 2].map(|()| Pair::alloc(m, fix(i), Value::NIL));
        let [key, value] = pair.map(|v| m.push_root(v));
        reserve(m, table.get(m).size_for_insert());
        let (k, v) = (m.root(key), m.root(value));
        assert!(table.get(m).find_eq(m, k).is_none());
        table.get(m).insert(m, TableHash::eq(k), k, v);
        held.push([key, value]);
    }
    (table, held)
}

/// Entries go as soon as what they hold weakly dies, and not before.
#[test]
fn weak_entries_die_with_what_they_hold() {
    for (weakness, every) in WEAKNESSES.into_iter().flat_map(|w| [(w, 0), (w, 3)]) {
        let mut m = open_with(every);
        let m = &mut m;
        let n = 300;
        let (table, held) = weak_table(m, weakness, n);
        collect(m, Collection::Major);
        assert_eq!(table.content(m).len(), n as usize);
        for (i, [key, value]) in held.iter().enumerate() {
            if i % 2 != 0 {
                m.set_root(*key, Value::FALSE);
            }
            if i % 3 != 0 {
                m.set_root(*value, Value::FALSE);
            }
        }
        collect(m, Collection::Major);
        let lives = |i: i64| match weakness {
            Weakness::None => true,
            Weakness::Keys => i % 2 == 0,
            Weakness::Values => i % 3 == 0,
            Weakness::Both => i % 6 == 0,
        };
        let expected: Vec<i64> = (0..n).filter(|&i| lives(i)).collect();
        for what in [Collection::Minor, Collection::Major] {
            let content = table.content(m);
            assert!(content.iter().all(|(k, v)| number(*k) == number(*v)));
            assert!(
                content
                    .iter()
                    .map(|e| number(e.0))
                    .eq(expected.iter().copied())
            );
            for (i, [key, _]) in held.iter().enumerate().step_by(2) {
                let key = m.root(*key);
                let found = table.get(m).get_eq(m, key).map(number);
                assert_eq!(found, Some(i as i64).filter(|&i| lives(i)));
            }
            collect(m, what);
        }
        table.get(m).prune(m);
        assert_eq!(table.get(m).len(), expected.len());
    }
}

/// Young entries die in minor collections.
#[test]
fn weak_entries_die_young() {
    for weakness in WEAKNESSES {
        let mut m = open();
        let m = &mut m;
        let (table, held) = weak_table(m, weakness, 50);
        for i in [0, 1] {
            m.set_root(held[7][i], Value::FALSE);
        }
        collect(m, Collection::Minor);
        let content = table.content(m);
        assert_eq!(content.len(), 49);
        assert!(content.iter().all(|e| number(e.0) != 7));
    }
}

/// What an entry holds does not keep its own entry.
#[test]
fn weak_entries_do_not_hold_themselves() {
    for weakness in WEAKNESSES {
        let mut m = open();
        let m = &mut m;
        let (table, held) = weak_table(m, weakness, 20);
        for [key, value] in &held {
            let (k, v) = (m.root(*key), m.root(*value));
            m.set_cdr(k, v);
            m.set_cdr(v, k);
            m.set_root(*key, Value::FALSE);
            m.set_root(*value, Value::FALSE);
        }
        assert_eq!(table.content(m).len(), 20);
        collect(m, Collection::Major);
        assert!(table.content(m).is_empty(), "{weakness:?}");
    }
}

#[test]
fn values_of_weak_tables_change() {
    for weakness in WEAKNESSES {
        let mut m = open();
        let m = &mut m;
        let (table, held) = weak_table(m, weakness, 20);
        collect(m, Collection::Major);
        for [key, value] in &held {
            reserve(m, Pair::SIZE);
            let k = m.root(*key);
            let fresh = Pair::alloc(m, fix(number(k) + 100), Value::NIL);
            m.set_root(*value, fresh);
            let e = table.get(m).find_eq(m, k).expect("it is there");
            table.get(m).set_value_at(m, e, fresh);
        }
        for what in [Collection::Minor, Collection::Major] {
            collect(m, what);
            let content = table.content(m);
            assert_eq!(content.len(), 20);
            assert!(content.iter().all(|(k, v)| number(*k) + 100 == number(*v)));
        }
        m.set_root(held[3][0], Value::FALSE);
        m.set_root(held[3][1], Value::FALSE);
        collect(m, Collection::Major);
        assert_eq!(table.content(m).len(), 19);
    }
}

#[test]
fn a_weak_table_whose_keys_die_stays_small() {
    for weakness in WEAKNESSES {
        let mut m = open();
        let m = &mut m;
        let table = Rooted::open_weak(m, weakness);
        for i in 0..50_000 {
            let size = table.get(m).size_for_insert() + 2 * Pair::SIZE;
            reserve(m, size);
            let k = Pair::alloc(m, fix(i), Value::NIL);
            let v = Pair::alloc(m, fix(i), Value::NIL);
            table.get(m).insert(m, TableHash::eq(k), k, v);
        }
        // About as many as fit the nursery between two collections.
        assert!(table.get(m).len() < 5000, "{}", table.get(m).len());
    }
}
