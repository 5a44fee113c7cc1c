//! Every small set of moves does the same in sequence as at once.

use super::*;

fn check(moves: &[Move]) {
    let mut expected: Vec<u32> = (0..10).collect();
    for m in moves {
        expected[m.to as usize] = m.from;
    }
    let mut slots: Vec<u32> = (0..10).collect();
    let sequence = sequentialize(moves, 9);
    for m in &sequence {
        slots[m.to as usize] = slots[m.from as usize];
    }
    assert_eq!(slots[..9], expected[..9], "{moves:?} became {sequence:?}");
    assert!(sequence.len() <= moves.len() + moves.len() / 2);
}

#[test]
fn all_maps_of_five_slots() {
    for code in 0..6u32.pow(5) {
        let moves: Vec<Move> = (0..5)
            .map(|to| Move {
                to,
                from: code / 6u32.pow(to) % 6,
            })
            .filter(|m| m.from != 5)
            .collect();
        check(&moves);
    }
}

#[test]
fn long_chains_and_cycles_are_linear() {
    for n in [13, 20] {
        let swap = |i: u32| Move { to: i, from: i ^ 1 };
        let moves: Vec<Move> = (0..n & !1).map(swap).collect();
        let mut slots: Vec<u32> = (0..=n).collect();
        for m in sequentialize(&moves, n) {
            slots[m.to as usize] = slots[m.from as usize];
        }
        assert!(moves.iter().all(|m| slots[m.to as usize] == m.from));
    }
    let n = 60_000;
    let cycle: Vec<Move> = (0..n)
        .map(|i| Move {
            to: i,
            from: (i + 1) % n,
        })
        .collect();
    assert_eq!(sequentialize(&cycle, n).len(), n as usize + 1);
}
