//! Which objects get a label.
//!
//! Most data are small trees, and to find that out it is enough to walk through them as if they were: a walk that
//! ends has met no cycle. Only when it takes long does a search begin that remembers every object (depth first, with
//! an explicit stack; an edge to an object on the path closes a cycle). Both are linear in the number of objects.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

use eyas_heap::{Mutator, Value};

/// Objects that get a label; the number once it was written.
pub(super) type Labels = HashMap<u64, Option<u32>, AddressHasher>;

/// How many objects the plain walk visits before the search begins.
const PLAIN_STEPS: usize = 1 << 16;

/// Hashes addresses, which nobody chooses, by one multiplication.
#[derive(Clone, Copy, Default)]
pub(super) struct AddressHasher(u64);

impl BuildHasher for AddressHasher {
    type Hasher = AddressHasher;

    fn build_hasher(&self) -> AddressHasher {
        AddressHasher(0)
    }
}

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(self.0 ^ u64::from(byte));
        }
    }

    fn write_u64(&mut self, word: u64) {
        let product = u128::from(word) * 0x9E37_79B9_7F4A_7C15;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

/// True for what has parts that are printed.
pub(super) fn is_container(v: Value) -> bool {
    v.is_pair() || v.as_vector().is_some() || v.as_record().is_some() || v.as_condition().is_some()
}

/// Part `i` of a container.
fn part(m: &Mutator, v: Value, i: usize) -> Option<Value> {
    if let Some(pair) = v.as_pair() {
        return match i {
            0 => Some(pair.car()),
            1 => Some(pair.cdr()),
            _ => None,
        };
    }
    if let Some(vector) = v.as_vector() {
        return vector.as_slice(m).get(i).copied();
    }
    if let Some(record) = v.as_record() {
        return record.get(i);
    }
    let condition = v.as_condition()?;
    match i {
        0 => Some(condition.message()),
        1 => Some(condition.irritants()),
        _ => None,
    }
}

/// True if `v`, written as a tree, has few parts; then it contains no cycle.
fn is_small_tree(m: &Mutator, v: Value) -> bool {
    let mut steps = 0;
    let mut pending = Vec::new();
    let mut at = v;
    loop {
        // Along the cdrs, since lists are what there is most of.
        while let Some(pair) = at.as_pair() {
            steps += 1;
            if steps > PLAIN_STEPS {
                return false;
            }
            let car = pair.car();
            if car.is_pointer() && is_container(car) {
                pending.push(car);
            }
            at = pair.cdr();
        }
        if at.is_pointer() && is_container(at) {
            let mut i = 0;
            while let Some(inner) = part(m, at, i) {
                i += 1;
                if inner.is_pointer() && is_container(inner) {
                    pending.push(inner);
                }
            }
            steps += i + 1;
            if steps > PLAIN_STEPS {
                return false;
            }
        }
        match pending.pop() {
            Some(next) => at = next,
            None => return true,
        }
    }
}

/// The objects that contain themselves and at which a search from `v` meets the cycle.
pub(super) fn cyclic(m: &Mutator, v: Value) -> Labels {
    let mut labels = Labels::with_hasher(AddressHasher::default());
    if !v.is_pointer() || is_small_tree(m, v) {
        return labels;
    }
    // True while an object is on the path.
    let mut on_path: HashMap<u64, bool, AddressHasher> =
        HashMap::with_hasher(AddressHasher::default());
    let mut path = vec![(v, 0)];
    on_path.insert(v.bits(), true);
    while let Some((at, i)) = path.last_mut() {
        let next = part(m, *at, *i);
        *i += 1;
        let Some(inner) = next else {
            on_path.insert(at.bits(), false);
            path.pop();
            continue;
        };
        if !inner.is_pointer() || !is_container(inner) {
            continue;
        }
        match on_path.get(&inner.bits()) {
            Some(true) => {
                labels.insert(inner.bits(), None);
            }
            Some(false) => {}
            None => {
                on_path.insert(inner.bits(), true);
                path.push((inner, 0));
            }
        }
    }
    labels
}

/// The objects that occur more than once in `v`.
pub(super) fn shared(m: &Mutator, v: Value) -> Labels {
    let mut labels = Labels::with_hasher(AddressHasher::default());
    let mut seen: HashMap<u64, (), AddressHasher> = HashMap::with_hasher(AddressHasher::default());
    let mut pending = vec![v];
    while let Some(at) = pending.pop() {
        if !at.is_pointer() || !is_container(at) {
            continue;
        }
        if seen.insert(at.bits(), ()).is_some() {
            labels.insert(at.bits(), None);
            continue;
        }
        let mut i = 0;
        while let Some(inner) = part(m, at, i) {
            pending.push(inner);
            i += 1;
        }
    }
    labels
}
