//! Random programs against a model: the heap must hold exactly the graph that a plain Rust graph says.

use super::{config, open};
use crate::{Collection, HeapConfig, Kind, Mutator, Stress, Value, Verify};
use std::collections::{HashMap, HashSet};

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ z >> 31) % n as u64) as usize
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    Fixnum(i64),
    Node(usize),
}

/// A node of the model.
#[derive(Debug)]
enum Node {
    Pair([Word; 2]),
    WeakPair([Word; 2]),
    Ephemeron([Word; 2]),
    Vector(Vec<Word>),
    Bytes(u8, usize),
}

const ROOTS: usize = 24;

/// Runs `steps` random operations. Each object carries no name: equality is checked by walking both graphs.
fn run(config: &HeapConfig, seed: u64, steps: usize, largest: usize) {
    let mut m = open(config);
    let mut random = Random(seed);
    let mut nodes: Vec<Node> = Vec::new();
    let mut model = [Word::Fixnum(0); ROOTS];
    let mut roots = vec![Value::fixnum(0); ROOTS];
    for step in 0..steps {
        let target = random.below(ROOTS);
        match random.below(20) {
            0..8 => {
                m.reserve(16, &mut roots).unwrap();
                let (a, d) = (random.below(ROOTS), random.below(ROOTS));
                roots[target] = m.pair(roots[a], roots[d]);
                nodes.push(Node::Pair([model[a], model[d]]));
                model[target] = Word::Node(nodes.len() - 1);
            }
            8..11 => {
                let n = match random.below(10) {
                    0 => random.below(largest),
                    1 | 2 => random.below(100),
                    _ => random.below(6),
                };
                m.reserve(n * 8 + 16, &mut roots).unwrap();
                let vector = m.slots(Kind::Vector, 0, n);
                let mut words = vec![Word::Fixnum(0); n];
                for (i, word) in words.iter_mut().enumerate().take(8) {
                    let from = random.below(ROOTS);
                    m.init_slot(vector, i, roots[from]);
                    *word = model[from];
                }
                roots[target] = vector;
                nodes.push(Node::Vector(words));
                model[target] = Word::Node(nodes.len() - 1);
            }
            11 => {
                m.reserve(32, &mut roots).unwrap();
                let (a, d) = (random.below(ROOTS), random.below(ROOTS));
                let words = [model[a], model[d]];
                let (kind, node) = if random.below(2) == 0 {
                    (Kind::WeakPair, Node::WeakPair(words))
                } else {
                    (Kind::Ephemeron, Node::Ephemeron(words))
                };
                let object = m.slots(kind, 0, 2);
                m.init_slot(object, 0, roots[a]);
                m.init_slot(object, 1, roots[d]);
                roots[target] = object;
                nodes.push(node);
                model[target] = Word::Node(nodes.len() - 1);
            }
            12 => {
                let most = if random.below(10) == 0 {
                    largest * 8
                } else {
                    60
                };
                let n = random.below(most);
                m.reserve(n + 24, &mut roots).unwrap();
                let byte = random.below(256) as u8;
                let bytes = m.bytes(Kind::Bytes, 0, n);
                m.bytes_of_mut(bytes).fill(byte);
                roots[target] = bytes;
                nodes.push(Node::Bytes(byte, n));
                model[target] = Word::Node(nodes.len() - 1);
            }
            13..17 => {
                // A store into something reachable. An ephemeron gets key and datum, since either may be gone.
                let from = random.below(ROOTS);
                if let Word::Node(node) = model[target] {
                    let object = roots[target];
                    match &mut nodes[node] {
                        Node::Pair(words) => {
                            let half = random.below(2);
                            words[half] = model[from];
                            if half == 0 {
                                m.set_car(object, roots[from]);
                            } else {
                                m.set_cdr(object, roots[from]);
                            }
                        }
                        Node::WeakPair(words) => {
                            let half = random.below(2);
                            words[half] = model[from];
                            m.store_slot(object, half, roots[from]);
                        }
                        Node::Ephemeron(words) => {
                            *words = [model[from], model[0]];
                            m.store_slot(object, 0, roots[from]);
                            m.store_slot(object, 1, roots[0]);
                        }
                        Node::Vector(words) if !words.is_empty() => {
                            let i = random.below(words.len());
                            words[i] = model[from];
                            m.store_slot(object, i, roots[from]);
                        }
                        _ => {}
                    }
                }
            }
            17 | 18 => {
                // A step down, so that inner objects get changed too.
                if let Word::Node(node) = model[target] {
                    let (next, value) = match &nodes[node] {
                        Node::Pair(words) => (words[1], Mutator::cdr(roots[target])),
                        Node::WeakPair(words) => (words[1], Mutator::load_slot(roots[target], 1)),
                        Node::Vector(words) if !words.is_empty() => {
                            let i = random.below(words.len());
                            (words[i], Mutator::load_slot(roots[target], i))
                        }
                        _ => (Word::Fixnum(step as i64), Value::fixnum(step as i64)),
                    };
                    model[target] = next;
                    roots[target] = value;
                }
            }
            _ => match random.below(200) {
                0 => m.collect(Collection::Major, &mut roots).unwrap(),
                1..4 => m.collect(Collection::Minor, &mut roots).unwrap(),
                _ => {
                    model[target] = Word::Fixnum(step as i64);
                    roots[target] = Value::fixnum(step as i64);
                }
            },
        }
        if step % 20_000 == 19_999 {
            compare(&m, &nodes, &model, &roots, false);
        }
    }
    m.collect(Collection::Major, &mut roots).unwrap();
    compare(&m, &nodes, &model, &roots, true);
}

/// The nodes that are reachable, by the definition of ephemerons: the least set that is closed.
fn reachable(nodes: &[Node], model: &[Word]) -> HashSet<usize> {
    let mut found = HashSet::new();
    let mut ephemerons = Vec::new();
    let mut todo: Vec<Word> = model.to_vec();
    loop {
        while let Some(word) = todo.pop() {
            let Word::Node(node) = word else { continue };
            if !found.insert(node) {
                continue;
            }
            match &nodes[node] {
                Node::Pair(words) => todo.extend(words),
                Node::WeakPair(words) => todo.push(words[1]),
                Node::Ephemeron(words) => ephemerons.push(*words),
                Node::Vector(words) => todo.extend(words),
                Node::Bytes(..) => {}
            }
        }
        let before = ephemerons.len();
        ephemerons.retain(|[key, datum]| {
            let live = is_live(*key, &found);
            if live {
                todo.push(*datum);
            }
            !live
        });
        if ephemerons.len() == before {
            return found;
        }
    }
}

fn is_live(word: Word, reachable: &HashSet<usize>) -> bool {
    match word {
        Word::Fixnum(_) => true,
        Word::Node(node) => reachable.contains(&node),
    }
}

/// Checks that the reachable graphs are the same, sharing included. Weak references to what is dead may be broken,
/// and must be if a major collection has `just` happened.
fn compare(m: &Mutator, nodes: &[Node], model: &[Word], roots: &[Value], just: bool) {
    let reachable = reachable(nodes, model);
    let mut seen: HashMap<usize, Value> = HashMap::new();
    let mut names: HashMap<u64, usize> = HashMap::new();
    let mut todo: Vec<(Word, Value)> = model.iter().copied().zip(roots.iter().copied()).collect();
    while let Some((word, value)) = todo.pop() {
        let node = match word {
            Word::Fixnum(n) => {
                assert_eq!(value.as_fixnum(), Some(n));
                continue;
            }
            Word::Node(node) => node,
        };
        assert_eq!(*names.entry(value.bits()).or_insert(node), node);
        if let Some(known) = seen.insert(node, value) {
            assert!(known == value);
            continue;
        }
        match &nodes[node] {
            Node::Pair(words) => {
                assert!(value.is_pair());
                todo.push((words[0], Mutator::car(value)));
                todo.push((words[1], Mutator::cdr(value)));
            }
            Node::WeakPair(words) | Node::Ephemeron(words) => {
                let (key, datum) = (Mutator::load_slot(value, 0), Mutator::load_slot(value, 1));
                let live = is_live(words[0], &reachable);
                if key == Value::BROKEN {
                    assert!(!live);
                } else {
                    assert!(live || !just);
                }
                if live {
                    todo.push((words[0], key));
                }
                let is_pair = matches!(nodes[node], Node::WeakPair(_));
                if is_pair || live {
                    todo.push((words[1], datum));
                } else {
                    assert_eq!(key == Value::BROKEN, datum == Value::BROKEN);
                }
            }
            Node::Vector(words) => {
                let header = Mutator::header(value);
                assert!(header.is(Kind::Vector) && header.length() == words.len());
                for (i, &word) in words.iter().enumerate() {
                    todo.push((word, Mutator::load_slot(value, i)));
                }
            }
            Node::Bytes(byte, n) => {
                let bytes = m.bytes_of(value);
                assert!(bytes.len() == *n && bytes.iter().all(|b| b == byte));
            }
        }
    }
}

#[test]
fn random_programs_with_the_smallest_nursery() {
    for seed in 0..4 {
        run(&config(), seed, 60_000, 3000);
    }
}

#[test]
fn random_programs_with_everything_moving() {
    let stress = Stress {
        move_everything: true,
        poison: true,
        collect_every: 23,
        major_every: 3,
    };
    for seed in 10..13 {
        run(
            &HeapConfig {
                stress: stress.clone(),
                ..config()
            },
            seed,
            8_000,
            200,
        );
    }
}

#[test]
fn random_programs_with_a_collection_at_every_allocation() {
    let stress = Stress {
        collect_every: 1,
        major_every: 7,
        poison: true,
        ..Stress::default()
    };
    run(&HeapConfig { stress, ..config() }, 20, 3_000, 2000);
}

#[test]
fn random_programs_without_verification_or_poison() {
    let plain = HeapConfig {
        verify: Verify::Never,
        stress: Stress::default(),
        nursery: 256 * 1024,
        ..config()
    };
    for seed in 30..33 {
        run(&plain, seed, 300_000, 5000);
    }
}
