//! The handler table, and how one handler hands over to the next.

use crate::code::MachineOp;
use crate::context::Context;
use crate::interp::State;
use crate::interp::fuse::{Fusion, OPERATIONS};
use crate::interp::step::a_real_branch;
use crate::stack::{Consts, Frame, Pc};
use eyas_bytecode::{Op, operations};

/// A handler. Six integer arguments are what the convention passes in registers.
#[cfg(target_arch = "x86_64")]
pub(crate) type Handler = extern "sysv64" fn(Pc, Frame, &mut Context, u64, Table, Consts);
/// A handler. Six integer arguments are what the convention passes in registers.
#[cfg(not(target_arch = "x86_64"))]
pub(crate) type Handler = extern "C" fn(Pc, Frame, &mut Context, u64, Table, Consts);

/// A row of the table; breaks the cycle between the two types.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Entry(Handler);

/// The first row of the table of handlers.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Table(*const Entry);

impl Table {
    #[inline(always)]
    fn get(self, word: u64) -> Handler {
        // SAFETY: instruction words come from verified code, whose operations are in the table, or are the machine's
        // own (`MachineCode`), which are behind them, or say besides that they have seen flonums, which is in the
        // table's second half.
        unsafe { (*self.0.add(word as u16 as usize)).0 }
    }
}

/// Everything that rows of the tables name.
mod prelude {
    pub(super) use crate::interp::arith::*;
    pub(super) use crate::interp::branch::*;
    pub(super) use crate::interp::call::*;
    pub(super) use crate::interp::closure::*;
    pub(super) use crate::interp::compare::*;
    pub(super) use crate::interp::frame::*;
    pub(super) use crate::interp::generic::*;
    pub(super) use crate::interp::global::*;
    pub(super) use crate::interp::move_::*;
    pub(super) use crate::interp::pair::*;
    pub(super) use crate::interp::port::*;
    pub(super) use crate::interp::record::*;
    pub(super) use crate::interp::string::*;
    pub(super) use crate::interp::tier::*;
    pub(super) use crate::interp::values::*;
    pub(super) use crate::interp::vector::*;
}

macro_rules! handler_table {
    ($($(#[$doc:meta])* $name:ident $text:literal ($($role:ident),*) [$($effect:ident)*];)*) => {
        /// The handler of each operation, those of the machine's own, in the order of [`MachineOp`], and those of
        /// fused operations. Then the same again, for words that say that they have seen flonums.
        static HANDLERS: [Entry; ROWS] = concatenate([
            $(Entry(prelude::$name),)*
            Entry(prelude::EnterMachine),
            Entry(prelude::Underflow),
            Entry(prelude::UnderflowValues),
            Entry(prelude::Exit),
            Entry(prelude::ExitValues),
            Entry(prelude::Resume),
            Entry(prelude::ResultOf),
            Entry(prelude::Machine),
            Entry(prelude::Revive),
            Entry(prelude::CountEntry),
            Entry(prelude::CountLoop),
            Entry(prelude::CallOwn),
        ]);
    };
}
operations!(handler_table);

/// Rows of a table.
const ROWS: usize = 2 * OPERATIONS;

/// The table of operations and the machine's own, continued by the fused ones, twice.
const fn concatenate(plain: [Entry; Op::ALL.len() + MachineOp::COUNT]) -> [Entry; ROWS] {
    let mut all = [const { Entry(prelude::Nop) }; ROWS];
    let mut i = 0;
    while i < ROWS {
        let number = i % OPERATIONS;
        all[i] = if number < plain.len() {
            plain[number]
        } else {
            Entry(Fusion::HANDLERS[number - plain.len()])
        };
        i += 1;
    }
    all
}

/// The table for one instruction that machine code leaves to the interpreter: its handler does what it does, and what
/// it goes on to is [`BackToMachine`](prelude::BackToMachine), whatever the instruction.
static ONE: [Entry; ROWS] = [const { Entry(prelude::BackToMachine) }; _];

impl State<'_> {
    /// Interprets from now on, not only this instruction.
    #[inline(always)]
    pub(in crate::interp) fn keep_interpreting(&mut self) {
        self.table = Table(HANDLERS.as_ptr());
    }

    /// Goes on at the handler `to`.
    #[cfg(not(eyas_trampoline))]
    #[inline(always)]
    pub(crate) fn go(self, to: Handler) {
        to(
            self.pc,
            self.base,
            self.ctx,
            self.word,
            self.table,
            self.consts,
        );
    }

    /// Goes on at the handler `to`.
    #[cfg(eyas_trampoline)]
    pub(crate) fn go(self, to: Handler) {
        self.ctx.machine.next = Some(crate::context::Transfer {
            handler: to,
            pc: self.pc,
            base: self.base,
            word: self.word,
            consts: self.consts,
        });
    }

    /// Goes on at the next instruction.
    #[inline(always)]
    pub(crate) fn next(mut self) {
        self.word = self.pc.read();
        self.pc = self.pc.offset(1);
        let handler = self.table.get(self.word);
        self.go(handler);
    }

    /// Runs the same instruction again.
    #[inline(always)]
    pub(crate) fn again(self) {
        let handler = self.table.get(self.word);
        self.go(handler);
    }

    /// Puts the result into the register that `a` names and goes on.
    #[inline(always)]
    pub(crate) fn put(self, v: eyas_heap::Value) {
        self.base.set(self.a(), v);
        self.next();
    }

    /// Goes on `distance` words from here.
    #[inline(always)]
    pub(crate) fn jump(mut self, distance: i64) {
        self.pc = self.pc.offset(distance as isize);
        self.next();
    }

    /// Jumps by operand `c` if `taken`.
    #[inline(always)]
    pub(crate) fn branch_c(self, taken: bool) {
        if taken {
            a_real_branch();
            let distance = self.int_c();
            self.jump(distance);
        } else {
            self.next();
        }
    }
}

/// Runs from `pc` until a run ends: `machine.outcome` tells how.
pub(crate) fn run(ctx: &mut Context, pc: Pc, base: Frame) {
    let table = Table(HANDLERS.as_ptr());
    let state = State {
        pc,
        base,
        ctx,
        word: 0,
        table,
        consts: Consts::NONE,
    };
    #[cfg(not(eyas_trampoline))]
    state.next();
    #[cfg(eyas_trampoline)]
    {
        let word = pc.read();
        table.get(word)(pc.offset(1), base, state.ctx, word, table, Consts::NONE);
        while let Some(next) = ctx_next(ctx) {
            (next.handler)(next.pc, next.base, ctx, next.word, table, next.consts);
        }
    }
}

#[cfg(eyas_trampoline)]
fn ctx_next(ctx: &mut Context) -> Option<crate::context::Transfer> {
    ctx.machine.next.take()
}

/// The handler that machine code at `address` is. It keeps the convention of handlers: six arguments in registers
/// (of which it needs base, context and table), everything left to it in tail position.
#[cfg(all(target_arch = "x86_64", not(eyas_trampoline)))]
#[inline(always)]
pub(in crate::interp) fn machine_code(address: u64) -> Handler {
    let address: *const u8 = std::ptr::with_exposed_provenance(address as usize);
    // SAFETY: the address is in a `Machine` word or in a table of loops, which only `Context::install` writes, with
    // entries that the tier vouches for.
    unsafe { std::mem::transmute::<*const u8, Handler>(address) }
}

/// Where the table begins, for machine code that leaves for one instruction.
pub(crate) fn table_of_one() -> u64 {
    ONE.as_ptr().expose_provenance() as u64
}

/// Where the table begins, for machine code that leaves.
pub(crate) fn table_address() -> u64 {
    HANDLERS.as_ptr().expose_provenance() as u64
}

/// Where the code of each row of the table begins.
#[cfg(all(test, target_arch = "x86_64", not(eyas_trampoline)))]
pub(crate) fn handler_addresses() -> Vec<usize> {
    HANDLERS
        .iter()
        .map(|entry| entry.0 as *const u8 as usize)
        .collect()
}
