//! Copies are found, kept apart and forgotten.

use super::{Cache, Snapshot};
use crate::stubs::DOUBLES;
use eyas_asm::x64::Gpr;

#[test]
fn one_register_has_the_copy_of_a_slot() {
    let mut cache = Cache::default();
    let (x, y) = (cache.allocate(), cache.allocate());
    assert_ne!(x, y);
    cache.set(3, x);
    cache.set(3, y);
    assert_eq!(cache.find(3), Some(y));
    assert!(cache.snapshot().words().eq([(y, 3)]));
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

#[test]
fn a_slot_may_have_its_word_and_its_double_in_registers() {
    let mut cache = Cache::default();
    let (word, x) = (cache.allocate(), cache.allocate_double());
    cache.set(3, word);
    cache.set_double(3, x);
    cache.unlock_all();
    assert_eq!((cache.find(3), cache.find_double(3)), (Some(word), Some(x)));
    let y = cache.allocate_double();
    assert_ne!(x, y);
    cache.set_double(3, y);
    assert_eq!(cache.find_double(3), Some(y));
    let snapshot = cache.snapshot();
    assert!(snapshot.words().eq([(word, 3)]) && snapshot.doubles().eq([(y, 3)]));
    // What is loaded again is the same; what is written is not.
    let again = cache.allocate();
    cache.set(3, again);
    assert_eq!(cache.find_double(3), Some(y));
    cache.forget(3);
    assert_eq!(cache.snapshot(), Snapshot::EMPTY);
    cache.restore(&snapshot);
    assert_eq!((cache.find(3), cache.find_double(3)), (Some(word), Some(y)));
}

#[test]
fn doubles_that_are_held_are_not_given_away() {
    let mut cache = Cache::default();
    let first = cache.allocate_double();
    cache.set_double(1, first);
    for slot in 2..2 + DOUBLES - 1 {
        let x = cache.allocate_double();
        assert_ne!(x, first);
        cache.set_double(slot, x);
    }
    cache.unlock_all();
    assert_eq!(cache.find_double(1), Some(first));
    assert_ne!(cache.allocate_double(), first);
}

#[test]
fn what_two_snapshots_have_in_common_is_kept() {
    let mut cache = Cache::default();
    let (x, y) = (cache.allocate(), cache.allocate());
    cache.set(1, x);
    cache.set(2, y);
    let mut snapshot = cache.snapshot();
    cache.forget(2);
    let d = cache.allocate_double();
    cache.set_double(1, d);
    snapshot.keep_common(&cache.snapshot());
    assert!(snapshot.words().eq([(x, 1)]) && !snapshot.has_doubles());
}
