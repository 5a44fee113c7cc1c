//! Looking up keys in hash tables: fixnums, characters and other immediates, and symbols, in tables that hold what they
//! have strongly and compare by `eq?`, `eqv?` or `equal?`, which are the same for such keys.
//!
//! Called with the table in `rcx`, the key in `rax` and, if there is one, the third operand in `r9`; the result is in
//! `rax` if the flags are "equal" afterwards. Otherwise the primitive has to see to it. What a table looks like is told
//! in `eyas_heap::object::table`.

use super::{CONTEXT, begin};
use crate::object::{SLOTS, field, guard_kind};
use eyas_asm::Label;
use eyas_asm::x64::{Alu, Asm, Cond, Gpr, Mem, Scale, Shift, Width};
use eyas_heap::layout::{CARD_SHIFT, HEADER_LENGTH_SHIFT, HEADER_OFFSET, MUTATOR_CARDS, WORD};
use eyas_heap::object::table::{Weakness, layout};
use eyas_heap::object::{Symbol, Table};
use eyas_heap::{Kind, Value};

const TABLE: Gpr = Gpr::Rcx;
const KEY: Gpr = Gpr::Rax;
const OPERAND: Gpr = Gpr::R9;
/// Has a pushed value meanwhile.
const ENTRY: Gpr = CONTEXT;
const MASK: Gpr = Gpr::Rdi;
const AT: Gpr = Gpr::R10;
const INDEX: Gpr = Gpr::R11;
const T: Gpr = Gpr::R11;

/// Greatest number of a table's hashing that compares keys by `eq?`, `eqv?` or `equal?`.
const HASHING_MAX: i64 = 2;

/// Addresses of the stubs.
pub(super) struct Lookups {
    pub(super) get: Label,
    pub(super) set: Label,
    pub(super) contains: Label,
}

pub(super) fn build(asm: &mut Asm) -> Lookups {
    let get = lookup(
        asm,
        |asm| asm.mov_rm(Width::Qword, KEY, entry_word(layout::VALUE)),
        |asm, _| asm.mov_rr(KEY, OPERAND),
    );
    let set = lookup(
        asm,
        |asm| {
            asm.lea(T, entry_word(layout::VALUE));
            asm.mov_mr(Width::Qword, Mem::at(T, 0), OPERAND);
            asm.shift_ri(Shift::Shr, T, CARD_SHIFT as u8);
            // The context is on the stack.
            asm.mov_rm(Width::Qword, AT, Mem::at(Gpr::Rsp, 0));
            asm.alu_rm(Alu::Add, Width::Qword, T, Mem::at(AT, MUTATOR_CARDS as i32));
            asm.mov8_mi(Mem::at(T, 0), 1);
            asm.mov_ri(KEY, Value::UNSPECIFIED.bits());
        },
        |asm, fail| asm.jmp(fail),
    );
    let contains = lookup(
        asm,
        |asm| asm.mov_ri(KEY, Value::TRUE.bits()),
        |asm, _| asm.mov_ri(KEY, Value::FALSE.bits()),
    );
    Lookups { get, set, contains }
}

/// A word of the entry found: [`TABLE`] has the entries then, and [`ENTRY`] is the number of words up to its end.
fn entry_word(which: usize) -> Mem {
    let before = (layout::STRIDE - which) * WORD;
    Mem::indexed(TABLE, ENTRY, Scale::Eight, SLOTS - before as i32)
}

fn lookup(
    asm: &mut Asm,
    found: impl FnOnce(&mut Asm),
    absent: impl FnOnce(&mut Asm, Label),
) -> Label {
    let [fail, hashed, symbol, again, missing, end] = [(); 6].map(|()| asm.label());
    let start = begin(asm);
    asm.push(ENTRY);
    guard_kind(asm, TABLE, T, Kind::Table, fail);
    let hashing = Value::fixnum(HASHING_MAX).bits() as i32;
    asm.alu_mi(
        Alu::Cmp,
        Width::Qword,
        field(TABLE, Table::HASHING),
        hashing,
    );
    asm.jcc(Cond::Above, fail);
    let strong = Weakness::None.word().bits() as i32;
    asm.alu_mi(
        Alu::Cmp,
        Width::Qword,
        field(TABLE, Table::WEAKNESS),
        strong,
    );
    asm.jcc(Cond::NotEqual, fail);

    // The hash, `TableHash::of_content`.
    asm.test8_ri(KEY, 3);
    asm.jcc(Cond::NotEqual, symbol);
    asm.mov_rr(AT, KEY);
    asm.bind(hashed);
    asm.mov_rr(T, AT);
    asm.shift_ri(Shift::Shr, T, layout::HASH_BITS);
    asm.alu_rr(Alu::Xor, Width::Qword, AT, T);
    asm.shift_ri(Shift::Shl, AT, 64 - layout::HASH_BITS);
    asm.shift_ri(Shift::Shr, AT, 64 - layout::HASH_BITS);

    // A table without entries has no index, but a fixnum.
    asm.mov_rm(Width::Qword, INDEX, field(TABLE, Table::INDEX));
    asm.test8_ri(INDEX, 7);
    asm.jcc(Cond::Equal, missing);
    asm.mov_rm(Width::Qword, TABLE, field(TABLE, Table::ENTRIES));
    asm.mov_rm(Width::Qword, MASK, Mem::at(INDEX, HEADER_OFFSET as i32));
    let length = HEADER_LENGTH_SHIFT + layout::POSITION.trailing_zeros();
    asm.shift_ri(Shift::Shr, MASK, length as u8);
    asm.alu_ri(Alu::Sub, Width::Qword, MASK, 1);

    // Where the search begins, `TableHash::home`.
    asm.push(KEY);
    asm.mov_ri(Gpr::Rax, layout::MULTIPLIER);
    asm.mul(AT);
    asm.alu_rr(Alu::Xor, Width::Qword, Gpr::Rax, Gpr::Rdx);
    asm.mov_rr(AT, Gpr::Rax);
    asm.pop(KEY);

    asm.bind(again);
    asm.alu_rr(Alu::And, Width::Qword, AT, MASK);
    asm.mov_rm(
        Width::Dword,
        ENTRY,
        Mem::indexed(INDEX, AT, Scale::Four, SLOTS),
    );
    asm.test_rr(Width::Dword, ENTRY, ENTRY);
    asm.jcc(Cond::Equal, missing);
    const { assert!(layout::STRIDE == 3 && layout::POSITION == 4) };
    asm.lea(ENTRY, Mem::indexed(ENTRY, ENTRY, Scale::Two, 0));
    asm.alu_ri(Alu::Add, Width::Qword, AT, 1);
    asm.alu_rm(Alu::Cmp, Width::Qword, KEY, entry_word(layout::KEY));
    asm.jcc(Cond::NotEqual, again);
    found(asm);
    asm.bind(end);
    asm.pop(ENTRY);
    asm.alu_rr(Alu::Cmp, Width::Dword, T, T);
    asm.ret();

    asm.bind(missing);
    absent(asm, fail);
    asm.jmp(end);
    asm.bind(symbol);
    guard_kind(asm, KEY, T, Kind::Symbol, fail);
    asm.mov_rm(Width::Qword, AT, field(KEY, Symbol::HASH));
    asm.shift_ri(Shift::Shr, AT, 3);
    asm.jmp(hashed);
    asm.bind(fail);
    asm.pop(ENTRY);
    asm.alu_ri(Alu::Or, Width::Dword, T, 1);
    asm.ret();
    start
}
