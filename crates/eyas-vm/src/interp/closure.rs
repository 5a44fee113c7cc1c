//! Closures, their captured values, and the cells of assigned variables.

use crate::error::{ErrorKind, Raise};
use crate::interp::raise::RaiseHere;
use crate::interp::{State, handlers, steps};
use crate::stack::captured;
use eyas_heap::object::{Cell as CellObject, Closure as ClosureObject};
use eyas_heap::{Kind, Mutator, Value};

steps! {
    fn CellRef = cell_ref(s, then) {
        let v = Mutator::load_slot(s.rb(), CellObject::VALUE);
        s.keep(v, then)
    }

    fn FreeRef = free_ref(s, then) {
        let v = captured(s.base.get(0), s.b());
        s.keep(v, then)
    }
}

handlers! {
    fn Cell(s) {
        let v = s.rb();
        let Some(cell) = s.ctx.mutator.try_young(Kind::Cell, 1) else {
            return s.go(CellSlow);
        };
        s.ctx.mutator.init_slot(cell, CellObject::VALUE, v);
        s.put(cell)
    }

    #[cold]
    fn CellSlow(s) {
        if !s.reserve(CellObject::SIZE) {
            return s.go(RaiseHere);
        }
        let v = s.rb();
        let cell = CellObject::alloc(&mut s.ctx.mutator, v);
        s.put(cell)
    }

    fn CellRefChecked(s) {
        let v = Mutator::load_slot(s.rb(), CellObject::VALUE);
        if v == Value::UNBOUND {
            return s.go(UnboundCell);
        }
        s.put(v)
    }

    /// A variable of a `letrec` was used before its initialization.
    #[cold]
    fn UnboundCell(s) {
        s.ctx.machine.fail(uninitialized(s.const_c()));
        s.go(RaiseHere)
    }

    fn CellSet(s) {
        let (cell, v) = (s.ra(), s.rb());
        s.ctx.mutator.store_slot(cell, CellObject::VALUE, v);
        s.next()
    }

    fn Closure(s) {
        let count = s.c();
        let Some(closure) = s.ctx.mutator.try_young(Kind::Closure, ClosureObject::FIRST_CAPTURE + count)
        else {
            return s.go(ClosureSlow);
        };
        fill(&mut s, closure, count);
        s.skip_list(count);
        s.put(closure)
    }

    #[cold]
    fn ClosureSlow(s) {
        let count = s.c();
        if !s.reserve(ClosureObject::size_for(count)) {
            return s.go(RaiseHere);
        }
        let closure = s.ctx.mutator.slots(Kind::Closure, 0, ClosureObject::FIRST_CAPTURE + count);
        fill(&mut s, closure, count);
        s.skip_list(count);
        s.put(closure)
    }

    fn ClosurePatch(s) {
        let (closure, i, v) = (s.ra(), s.b(), s.rc());
        s.ctx.mutator.store_slot(closure, ClosureObject::FIRST_CAPTURE + i, v);
        s.next()
    }
}

#[inline(always)]
fn fill(s: &mut State<'_>, closure: Value, count: usize) {
    let template = s.const_b();
    s.ctx
        .mutator
        .init_slot(closure, ClosureObject::TEMPLATE, template);
    for i in 0..count {
        let v = s.listed(i);
        s.ctx
            .mutator
            .init_slot(closure, ClosureObject::FIRST_CAPTURE + i, v);
    }
}

#[cold]
#[inline(never)]
fn uninitialized(name: Value) -> Raise {
    Raise::error(
        ErrorKind::Unbound,
        "variable used before its initialization",
    )
    .irritant(name)
}
