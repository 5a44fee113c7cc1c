//! Which machine code relies on the values of which variables.
//!
//! A variable of an interaction or of `eval` may change, but hardly ever does. So machine code calls the procedure that
//! it is without looking, and each such place is on the variable's list of dependants. Changing the variable redirects
//! just those places to code that looks, at once and also where the code is running or waiting (dynamic
//! deoptimization without leaving the frame; Hölzle, Chambers & Ungar, "Debugging optimized code with dynamic
//! deoptimization", 1992, is the general case). Nothing is dropped, and other code is not concerned.
//!
//! An entry is void once its machine code has been dropped: the number of its piece is no longer that of the procedure.

use crate::code::Code;
use crate::context::Context;
use eyas_heap::object::Global;
use eyas_heap::{Mutator, Value};
use std::collections::HashMap;
use std::rc::{Rc, Weak};

/// The lists, by the address of the variable, which never moves.
#[derive(Debug, Default)]
pub(crate) struct Dependants {
    lists: HashMap<u64, Vec<Dependant>>,
    /// Entries in all lists.
    count: usize,
    /// The count at which the void ones are sorted out.
    crowded: usize,
}

#[derive(Debug)]
struct Dependant {
    code: Weak<Code>,
    /// The number of the piece of machine code.
    piece: u64,
    place: u64,
}

impl Dependant {
    fn is_void(&self) -> bool {
        let code = self.code.upgrade();
        code.is_none_or(|code| code.tier.piece() != Some(self.piece))
    }
}

impl Dependants {
    fn add(&mut self, global: Value, code: &Rc<Code>, piece: u64, place: u64) {
        if self.count > self.crowded {
            self.lists.retain(|_, list| {
                list.retain(|dependant| !dependant.is_void());
                !list.is_empty()
            });
            self.count = self.lists.values().map(Vec::len).sum();
            self.crowded = 2 * self.count + 64;
        }
        let code = Rc::downgrade(code);
        let list = self.lists.entry(global.bits()).or_default();
        list.push(Dependant { code, piece, place });
        self.count += 1;
    }
}

impl Context {
    /// The machine code of `code`, which is piece number `piece`, relies on the variable (a `Global`) at `place`.
    pub(crate) fn add_dependant(&mut self, global: Value, code: &Rc<Code>, piece: u64, place: u64) {
        let dependants = &mut self.machine.session.dependants;
        dependants.add(global, code, piece, place);
        self.mutator
            .store_slot(global, Global::WATCHED, Value::TRUE);
    }

    /// The variable (a `Global`) is no longer what machine code takes it for.
    #[cold]
    #[inline(never)]
    pub(crate) fn redirect_dependants(&mut self, global: Value) {
        self.mutator
            .store_slot(global, Global::WATCHED, Value::FALSE);
        let session = &mut self.machine.session;
        let Some(list) = session.dependants.lists.remove(&global.bits()) else {
            return;
        };
        session.dependants.count -= list.len();
        let Some(tier) = &session.tier else {
            return;
        };
        for dependant in list.iter().filter(|dependant| !dependant.is_void()) {
            tier.redirect(dependant.place);
        }
    }

    /// Changes a variable (a `Global`).
    pub fn assign_global(&mut self, global: Value, v: Value) {
        self.mutator.store_slot(global, Global::VALUE, v);
        if Mutator::load_slot(global, Global::WATCHED) != Value::FALSE {
            self.redirect_dependants(global);
        }
    }
}
