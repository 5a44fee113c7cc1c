//! The interpreter: one handler per operation, each ending in a jump to the next.
//!
//! A handler is a function of six integer arguments, which stay in the same machine registers all the time: pc, frame
//! base, context, instruction word, handler table, constants. It fetches the next word and calls that word's handler
//! in tail position, which the optimizer makes a jump (`tests/handlers.rs` disassembles the binary and checks).
//! Stable Rust does not promise that, so the rules that keep it are kept here (`tiers.md` E1):
//!
//! - **Every slow path is itself a tail call**, of a cold handler of the same signature. A slow path that came back
//!   would make the fast path save registers, which costs a quarter of the speed.
//! - At a tail call no local may be alive that has a destructor or whose address was given away. So helpers that
//!   return structures are `#[inline(never)]` functions which put them into the context.
//! - Nothing is generic, so that handlers are compiled in this crate, which is optimized in every profile. In a build
//!   that is not (`eyas_trampoline`, set by `build.rs`), the same bodies return to a loop instead of jumping.
//!
//! The program counter is past the instruction word while its handler runs, so an allocation slow path that wants the
//! instruction run again just dispatches the same word.

mod arith;
mod branch;
mod call;
mod closure;
mod compare;
mod dispatch;
mod enter;
mod frame;
mod fuse;
mod generic;
mod global;
mod move_;
mod pair;
mod port;
mod quick;
mod raise;
mod record;
mod step;
mod string;
mod tier;
mod values;
mod vector;

use crate::context::{Context, Top};
use crate::stack::{Consts, Frame, Pc};
use eyas_heap::Value;

pub(crate) use compare::type_test;
#[cfg(eyas_trampoline)]
pub(crate) use dispatch::Handler;
#[cfg(all(test, target_arch = "x86_64", not(eyas_trampoline)))]
pub(crate) use dispatch::handler_addresses;
pub(crate) use dispatch::run;
pub(crate) use generic::call_native;
pub use tier::Runtime;

pub(crate) use fuse::{fuse, original, plain, saw_flonums, shorten_own_calls};
pub(in crate::interp) use step::steps;

use dispatch::Table;

/// Stands for "the reason is in the context" where a function returns one word. No value has these bits.
pub(crate) const FAILED: Value = Value::from_bits(eyas_heap::layout::LOW_FORWARD);

/// The six arguments of a handler.
pub(crate) struct State<'a> {
    /// The word after the instruction's.
    pub(crate) pc: Pc,
    /// The running frame.
    pub(crate) base: Frame,
    pub(crate) ctx: &'a mut Context,
    /// The instruction.
    pub(crate) word: u64,
    table: Table,
    /// The running template.
    pub(crate) consts: Consts,
}

impl State<'_> {
    /// Operand `a`.
    #[inline(always)]
    pub(crate) fn a(&self) -> usize {
        (self.word >> 16) as u16 as usize
    }

    /// Operand `b`.
    #[inline(always)]
    pub(crate) fn b(&self) -> usize {
        (self.word >> 32) as u16 as usize
    }

    /// Operand `c`.
    #[inline(always)]
    pub(crate) fn c(&self) -> usize {
        (self.word >> 48) as usize
    }

    /// Operand `b` as a signed number.
    #[inline(always)]
    pub(crate) fn int_b(&self) -> i64 {
        (self.word >> 32) as i16 as i64
    }

    /// Operand `c` as a signed number.
    #[inline(always)]
    pub(crate) fn int_c(&self) -> i64 {
        (self.word as i64) >> 48
    }

    /// Operands `b` and `c` as one number.
    #[inline(always)]
    pub(crate) fn word_bc(&self) -> usize {
        (self.word >> 32) as usize
    }

    /// Operands `b` and `c` as one signed number.
    #[inline(always)]
    pub(crate) fn int_bc(&self) -> i64 {
        (self.word as i64) >> 32
    }

    /// The register that `a` names.
    #[inline(always)]
    pub(crate) fn ra(&self) -> Value {
        self.base.get(self.a())
    }

    /// The register that `b` names.
    #[inline(always)]
    pub(crate) fn rb(&self) -> Value {
        self.base.get(self.b())
    }

    /// The register that `c` names.
    #[inline(always)]
    pub(crate) fn rc(&self) -> Value {
        self.base.get(self.c())
    }

    /// The constant that `b` names.
    #[inline(always)]
    pub(crate) fn const_b(&self) -> Value {
        self.consts.get(self.b())
    }

    /// The constant that `c` names.
    #[inline(always)]
    pub(crate) fn const_c(&self) -> Value {
        self.consts.get(self.c())
    }

    /// The constant that the 32-bit operand names.
    #[inline(always)]
    pub(crate) fn const_bc(&self) -> Value {
        self.consts.get(self.word_bc())
    }

    /// Register `i` of the list in the data words.
    #[inline(always)]
    pub(crate) fn listed(&self, i: usize) -> Value {
        let word = self.pc.offset((i / 4) as isize).read();
        self.base.get((word >> (16 * (i % 4))) as u16 as usize)
    }

    /// Goes past the data words of a list of `count` registers.
    #[inline(always)]
    pub(crate) fn skip_list(&mut self, count: usize) {
        self.pc = self.pc.offset(count.div_ceil(4) as isize);
    }

    /// Notes in the instruction's word that it has computed with flonums, for the tiers.
    #[inline(always)]
    pub(crate) fn note_flonums(&self) {
        if !saw_flonums(self.word) {
            self.pc.change_last(fuse::with_flonums);
        }
    }

    /// Tells the collector that this frame is the newest, at this instruction.
    #[inline(always)]
    pub(crate) fn set_top(&mut self) {
        let top = &mut self.ctx.machine.top;
        top.base = self.base;
        top.pc = self.pc;
        top.consts = self.consts;
        top.extra_count = 0;
    }

    /// Tells the collector that `count` slots from `first` are roots besides the registers.
    #[inline(always)]
    pub(crate) fn set_extra(&mut self, first: Frame, count: usize) {
        self.ctx.machine.top.extra = first;
        self.ctx.machine.top.extra_count = count;
    }

    /// Tells the collector that `count` slots from `base` are the newest frame's content: a call under way.
    #[inline(always)]
    pub(crate) fn set_top_window(&mut self, count: usize) {
        self.ctx.machine.top = Top {
            base: self.base,
            pc: Pc::NONE,
            // Only to keep the calling code alive: errors of the call blame a place in it.
            consts: self.consts,
            extra: self.base,
            extra_count: count,
        };
    }
}

/// Defines handlers: functions of the six arguments, in the calling convention that passes six in registers. They are
/// never inlined into each other: a rare path's registers would have to be saved on the frequent one.
macro_rules! handlers {
    ($($(#[$meta:meta])* fn $name:ident($s:ident) $body:block)*) => {$(
        #[cfg(target_arch = "x86_64")]
        $(#[$meta])*
        #[allow(non_snake_case, unused_mut, reason = "named after the operation's variant")]
        #[inline(never)]
        pub(in crate::interp) extern "sysv64" fn $name(
            pc: $crate::stack::Pc,
            base: $crate::stack::Frame,
            ctx: &mut $crate::context::Context,
            word: u64,
            table: $crate::interp::dispatch::Table,
            consts: $crate::stack::Consts,
        ) {
            let mut $s = $crate::interp::State { pc, base, ctx, word, table, consts };
            $body
        }

        #[cfg(not(target_arch = "x86_64"))]
        $(#[$meta])*
        #[allow(non_snake_case, unused_mut, reason = "named after the operation's variant")]
        #[inline(never)]
        pub(in crate::interp) extern "C" fn $name(
            pc: $crate::stack::Pc,
            base: $crate::stack::Frame,
            ctx: &mut $crate::context::Context,
            word: u64,
            table: $crate::interp::dispatch::Table,
            consts: $crate::stack::Consts,
        ) {
            let mut $s = $crate::interp::State { pc, base, ctx, word, table, consts };
            $body
        }
    )*};
}
use handlers;
