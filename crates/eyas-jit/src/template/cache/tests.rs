//! Copies are found, kept apart and forgotten.

use super::Cache;
use eyas_asm::x64::Gpr;

#[test]
fn one_register_has_the_copy_of_a_slot() {
    let mut cache = Cache::default();
    let (x, y) = (cache.allocate(), cache.allocate());
    assert_ne!(x, y);
    cache.set(3, x);
    cache.set(3, y);
    assert_eq!(cache.find(3), Some(y));
    assert_eq!(cache.snapshot()[..], [(y, 3)]);
    cache.forget(3);
    assert_eq!(cache.find(3), None);
}

#[test]
fn registers_in_use_are_not_given_away() {
    let mut cache = Cache::default();
    cache.take(Gpr::Rcx);
    let mut given: Vec<Gpr> = (0..5).map(|_| cache.allocate()).collect();
    assert!(!given.contains(&Gpr::Rcx));
    given.dedup();
    assert_eq!(given.len(), 5);
    cache.set(1, given[0]);
    cache.unlock(given[0]);
    assert_eq!(cache.allocate(), given[0]);
    assert_eq!(cache.find(1), None);
}

#[test]
fn copies_come_back_with_their_snapshot() {
    let mut cache = Cache::default();
    let x = cache.allocate();
    cache.set(7, x);
    let snapshot = cache.snapshot();
    cache.flush();
    cache.unlock_all();
    assert_eq!(cache.find(7), None);
    cache.restore(&snapshot);
    assert_eq!(cache.find(7), Some(x));
}
