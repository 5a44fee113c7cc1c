//! Records. The type is a constant; what extends the type is rare, and the runtime's to find out.

use super::*;
use eyas_heap::object::{Record, RecordType};

impl<'a> Compiler<'a> {
    pub(super) fn record(&mut self, a: usize, b: usize, fields: impl Iterator<Item = usize>) {
        self.object(a, Kind::Record, Some(b), fields);
        self.facts.forget(a);
        self.facts.learn(a, Fact::Instance(b));
    }

    /// Jumps to `fail`, which does not come back unless it is a record of a type that extends this, unless the value `x`
    /// of slot `i` is a record of the type; `t` and `u` change.
    fn require_record(
        &mut self,
        i: usize,
        x: Gpr,
        constant: usize,
        (t, u): (Gpr, Gpr),
        fail: Label,
    ) {
        if self.facts.get(i) == Some(Fact::Instance(constant)) {
            return;
        }
        self.guard_kind(x, t, Kind::Record, fail);
        self.asm.mov_rm(Width::Qword, t, field(x, Record::TYPE));
        self.compare_constant(t, constant, u);
        self.asm.jcc(Cond::NotEqual, fail);
        self.facts.learn(i, Fact::Instance(constant));
    }

    pub(super) fn record_ref(&mut self, a: usize, b: usize, constant: usize, which: usize) {
        let fail = self.leave();
        let record = self.load(b);
        let (t, u) = (self.temp(), self.temp());
        self.require_record(b, record, constant, (t, u), fail);
        let place = field(record, Record::FIRST_FIELD + which);
        self.asm.mov_rm(Width::Qword, t, place);
        self.define(a, t);
    }

    pub(super) fn record_set(&mut self, a: usize, b: usize, constant: usize, which: usize) {
        let fail = self.leave();
        let (record, v) = (self.load(a), self.load(b));
        let (t, u) = (self.temp(), self.temp());
        self.require_record(a, record, constant, (t, u), fail);
        let place = field(record, Record::FIRST_FIELD + which);
        self.store_marked(place, b, v, t);
    }

    /// Decides whether the slot's content is a record of the type: goes to `yes` or `no`, one of which is bound right
    /// after.
    fn record_test(&mut self, i: usize, constant: usize, yes: Label, no: Label) {
        let x = self.load(i);
        let (t, u) = (self.temp(), self.temp());
        self.guard_kind(x, t, Kind::Record, no);
        self.asm.mov_rm(Width::Qword, t, field(x, Record::TYPE));
        self.compare_constant(t, constant, u);
        self.asm.jcc(Cond::Equal, yes);
        // Another type, which may extend this one if it extends any.
        let parent = field(t, RecordType::PARENT);
        let none = Value::FALSE.bits() as i32;
        self.asm.alu_mi(Alu::Cmp, Width::Qword, parent, none);
        self.asm.jcc(Cond::Equal, no);
        let child = self.asm.label();
        self.asm.jmp(child);
        let snapshot = self.cache.snapshot();
        let stub = self.environment.stubs.instance;
        self.aside(|c| {
            c.asm.bind(child);
            c.load_constant(t, constant);
            c.predicate(stub, x, t);
            // Moves leave the flags alone.
            c.reload(&snapshot);
            c.asm.jcc(Cond::NotEqual, yes);
            c.asm.jmp(no);
        });
    }

    pub(super) fn branch_record(&mut self, a: usize, constant: usize, taken: bool) {
        // What the target may rely on must be loaded when the branch notes it.
        self.load(a);
        let (target, after) = (self.branch_target_later(), self.asm.label());
        if taken {
            self.record_test(a, constant, target, after);
        } else {
            self.record_test(a, constant, after, target);
        }
        if taken {
            let before = self.facts.get(a);
            self.facts.learn(a, Fact::Instance(constant));
            self.note_branch();
            self.facts.put_back(a, before);
        } else {
            self.note_branch();
            self.facts.learn(a, Fact::Instance(constant));
        }
        self.asm.bind(after);
    }

    pub(super) fn is_record(&mut self, a: usize, b: usize, constant: usize) {
        let [yes, no] = [(); 2].map(|()| self.asm.label());
        self.record_test(b, constant, yes, no);
        self.decided(a, yes, no);
    }
}
