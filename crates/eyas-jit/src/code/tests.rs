//! Memory is executed as it was written, and comes back.

use super::free::{ALIGNMENT, FreeList};
use super::*;
use eyas_asm::x64::{Asm, Gpr};

fn answer(n: u64) -> eyas_asm::MachineCode {
    let mut asm = Asm::new();
    asm.mov_ri(Gpr::Rax, n);
    asm.ret();
    asm.finish().unwrap()
}

fn run(piece: &Piece) -> u64 {
    let address: *const u8 = std::ptr::with_exposed_provenance(piece.address() as usize);
    // SAFETY: the piece holds a function without arguments that returns a number.
    let f = unsafe { std::mem::transmute::<*const u8, extern "sysv64" fn() -> u64>(address) };
    f()
}

#[test]
fn code_runs_in_both_kinds_of_memory() {
    for memory in [
        CodeMemory::reserve(1 << 16).unwrap(),
        CodeMemory::reserve_switched(1 << 16).unwrap(),
    ] {
        let (one, two) = (
            memory.place(&mut answer(1)).unwrap(),
            memory.place(&mut answer(2)).unwrap(),
        );
        assert_eq!((run(&one), run(&two)), (1, 2));
        let at = one.address();
        drop(one);
        let three = memory.place(&mut answer(3)).unwrap();
        assert_eq!((three.address(), run(&three), run(&two)), (at, 3, 2));
    }
}

#[test]
fn no_room_is_no_piece() {
    let memory = CodeMemory::reserve(0).unwrap();
    let pieces: Vec<_> = std::iter::from_fn(|| memory.place(&mut answer(7))).collect();
    assert_eq!(pieces.len(), memory.size() / ALIGNMENT);
    drop(pieces);
    assert!(memory.place(&mut answer(7)).is_some());
}

#[test]
fn free_neighbours_merge() {
    let mut free = FreeList::new(1024);
    let taken: Vec<_> = (0..8).map(|_| free.take(100).unwrap()).collect();
    for i in [1, 3, 5, 7, 0, 2, 6, 4] {
        free.give(taken[i].0, taken[i].1);
    }
    assert_eq!((free.total(), free.count()), (1024, 1));
    assert_eq!(free.take(1025), None);
}
