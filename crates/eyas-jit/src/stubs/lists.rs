//! Searching lists for what is identical to a value: `memq` and `assq`, and `memv` and `assv` of values that are `eqv?`
//! only to what is identical.
//!
//! Called with the value in `rax` and the list in `rcx`, as the primitives' windows have them; the result is in `rax` if
//! the flags are "equal" afterwards. Otherwise (a mistake, a list that is very long, perhaps circular) the primitive has
//! to see to it.

use super::begin;
use super::calls::kind_bits;
use eyas_asm::Label;
use eyas_asm::x64::{Alu, Asm, Cond, Gpr, Mem, Width};
use eyas_heap::layout::{CAR_OFFSET, CDR_OFFSET, HEADER_OFFSET};
use eyas_heap::{Kind, Value};

/// After so many elements the primitive looks whether there is an end at all.
const STEPS_MAX: u64 = 1 << 16;

const SOUGHT: Gpr = Gpr::Rax;
const LIST: Gpr = Gpr::Rcx;
const ENTRY: Gpr = Gpr::Rdi;
const T: Gpr = Gpr::R10;
const STEPS: Gpr = Gpr::R11;

/// Addresses of the stubs.
pub(super) struct Searches {
    pub(super) memq: Label,
    pub(super) memv: Label,
    pub(super) assq: Label,
    pub(super) assv: Label,
}

pub(super) fn build(asm: &mut Asm) -> Searches {
    let [memq, memv] = search(asm, false);
    let [assq, assv] = search(asm, true);
    Searches {
        memq,
        memv,
        assq,
        assv,
    }
}

/// By identity, and by `eqv?`.
fn search(asm: &mut Asm, of_entries: bool) -> [Label; 2] {
    let [again, end, fail, found, start] = [(); 5].map(|()| asm.label());
    let by_eqv = begin(asm);
    // Pointers are 1 in their lowest two bits; those to objects have the third set.
    asm.lea(T, Mem::at(SOUGHT, -1));
    asm.test8_ri(T, 3);
    asm.jcc_near(Cond::NotEqual, start);
    asm.test8_ri(T, 4);
    asm.jcc_near(Cond::Equal, start);
    asm.movzx16_rm(T, Mem::at(SOUGHT, HEADER_OFFSET as i32));
    asm.alu_ri(Alu::Cmp, Width::Dword, T, kind_bits(Kind::Symbol));
    asm.jcc(Cond::NotEqual, fail);
    asm.bind(start);
    let by_identity = begin(asm);
    asm.mov_ri(STEPS, STEPS_MAX);
    asm.bind(again);
    asm.lea(T, Mem::at(LIST, CAR_OFFSET as i32));
    asm.test8_ri(T, 7);
    asm.jcc_near(Cond::NotEqual, end);
    let car = Mem::at(LIST, CAR_OFFSET as i32);
    if of_entries {
        asm.mov_rm(Width::Qword, ENTRY, car);
        asm.lea(T, Mem::at(ENTRY, CAR_OFFSET as i32));
        asm.test8_ri(T, 7);
        asm.jcc_near(Cond::NotEqual, fail);
        let key = Mem::at(ENTRY, CAR_OFFSET as i32);
        asm.alu_rm(Alu::Cmp, Width::Qword, SOUGHT, key);
    } else {
        asm.alu_rm(Alu::Cmp, Width::Qword, SOUGHT, car);
    }
    asm.jcc_near(Cond::Equal, found);
    asm.mov_rm(Width::Qword, LIST, Mem::at(LIST, CDR_OFFSET as i32));
    asm.alu_ri(Alu::Sub, Width::Qword, STEPS, 1);
    asm.jcc_near(Cond::NotEqual, again);
    asm.bind(fail);
    asm.alu_ri(Alu::Or, Width::Dword, T, 1);
    asm.ret();
    asm.bind(end);
    asm.alu_ri(Alu::Cmp, Width::Qword, LIST, Value::NIL.bits() as i32);
    asm.jcc_near(Cond::NotEqual, fail);
    // Moves leave the flags alone.
    asm.mov_ri(SOUGHT, Value::FALSE.bits());
    asm.ret();
    asm.bind(found);
    asm.mov_rr(SOUGHT, if of_entries { ENTRY } else { LIST });
    asm.ret();
    [by_identity, by_eqv]
}
