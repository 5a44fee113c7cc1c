//! Variables of the top level. Their objects never move, so their addresses are in the code.

use super::*;
use eyas_heap::object::Global;

impl Compiler<'_> {
    pub(super) fn global_ref(&mut self, a: usize, constant: usize, is_checked: bool) {
        let t = self.temp();
        self.load_constant(t, constant);
        self.asm.mov_rm(Width::Qword, t, field(t, Global::VALUE));
        if is_checked {
            let fail = self.leave();
            let unbound = Value::UNBOUND.bits() as i32;
            self.asm.alu_ri(Alu::Cmp, Width::Qword, t, unbound);
            self.asm.jcc(Cond::Equal, fail);
        }
        self.define(a, t);
    }

    pub(super) fn global_set(&mut self, a: usize, constant: usize, is_checked: bool) {
        let v = self.load(a);
        let t = self.temp();
        self.load_constant(t, constant);
        let place = field(t, Global::VALUE);
        if is_checked {
            let fail = self.leave();
            let unbound = Value::UNBOUND.bits() as i32;
            self.asm.alu_mi(Alu::Cmp, Width::Qword, place, unbound);
            self.asm.jcc(Cond::Equal, fail);
        }
        // The interpreter tells machine code that relies on it.
        let fail = self.leave();
        let watched = field(t, Global::WATCHED);
        let no = Value::FALSE.bits() as i32;
        self.asm.alu_mi(Alu::Cmp, Width::Qword, watched, no);
        self.asm.jcc(Cond::NotEqual, fail);
        self.store_marked(place, a, v, t);
    }
}
