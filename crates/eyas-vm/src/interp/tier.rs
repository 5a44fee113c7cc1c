//! Where the interpreter counts, has hot procedures compiled, and enters machine code; what machine code calls.
//!
//! The interpreter pays nothing for tiers that are not there: counting and entering are instructions of the machine's
//! own, which loading puts in front of procedures and in place of `loop-back` if there is a tier. Machine code keeps
//! base, context and table in the registers of a handler's arguments, so entering it and leaving it, at any
//! instruction, is a jump.

use crate::context::Context;
use crate::interp::dispatch::{Table, table_address, table_of_one};
use crate::interp::enter::{Enter, call_primitive, parameter_value};
use crate::interp::generic::run;
use crate::interp::raise::{Attention, RaiseCall, RaiseHere};
use crate::interp::record::is_instance;
use crate::interp::{FAILED, State, call_native, handlers};
use crate::port;
use crate::stack::{Consts, Frame, Pc};
use eyas_heap::Value;
use std::sync::atomic::Ordering;

#[cfg(all(target_arch = "x86_64", not(eyas_trampoline)))]
use crate::interp::dispatch::machine_code;

/// Without the registers of tail-called handlers there is no machine code: `Context::use_tier` refuses.
#[cfg(not(all(target_arch = "x86_64", not(eyas_trampoline))))]
fn machine_code(_address: u64) -> crate::interp::dispatch::Handler {
    unreachable!("machine code is entered only where handlers tail-call each other")
}

handlers! {
    fn Machine(s) {
        let to = machine_code(s.pc.read());
        s.go(to)
    }

    #[cold]
    fn Revive(s) {
        let to = machine_code(revive(s.ctx, s.consts));
        s.go(to)
    }

    /// What comes after an instruction that machine code left to the interpreter. If it is the next one, machine code
    /// goes on; a call (of a handler, say) is interpreted until it meets machine code on its own.
    fn BackToMachine(s) {
        s.keep_interpreting();
        if s.pc.offset(-1) == s.ctx.machine.left_pc {
            let to = machine_code(s.ctx.machine.left_to);
            return s.go(to);
        }
        s.again()
    }

    fn CountEntry(s) {
        let code = s.consts.code();
        if code.tier.is_hot() {
            return s.go(CompileEntry);
        }
        s.pc = Pc::of_cells(&code.words);
        s.next()
    }

    #[cold]
    fn CompileEntry(s) {
        compile(s.ctx, s.consts);
        s.pc = s.consts.entry();
        s.next()
    }

    fn CountLoop(s) {
        if s.ctx.machine.stack_limit.load(Ordering::Relaxed) == 0 {
            return s.go(Attention);
        }
        let tier = &s.consts.code().tier;
        let loops = tier.loops();
        if loops != Pc::NONE {
            let to = machine_code(loops.offset(s.a() as isize).read());
            return s.go(to);
        }
        if tier.is_hot() {
            return s.go(CompileLoop);
        }
        let distance = s.int_bc();
        s.jump(distance)
    }

    #[cold]
    fn CompileLoop(s) {
        compile(s.ctx, s.consts);
        let loops = s.consts.code().tier.loops();
        if loops != Pc::NONE {
            let to = machine_code(loops.offset(s.a() as isize).read());
            return s.go(to);
        }
        let distance = s.int_bc();
        s.jump(distance)
    }
}

#[inline(never)]
fn revive(ctx: &mut Context, consts: Consts) -> u64 {
    ctx.revive(consts)
}

#[inline(never)]
fn compile(ctx: &mut Context, consts: Consts) {
    ctx.compile_template(consts);
}

/// Defines functions that machine code calls with the arguments of a handler, pc after the instruction. They return
/// the result, or `FAILED` if the reason is in the context. The newest frame is noted: its base may have changed.
macro_rules! runtime {
    ($($(#[$meta:meta])* fn $name:ident($s:ident) $body:block)*) => {$(
        #[cfg(target_arch = "x86_64")]
        $(#[$meta])*
        extern "sysv64" fn $name(
            pc: Pc,
            base: Frame,
            ctx: &mut Context,
            word: u64,
            table: Table,
            consts: Consts,
        ) -> Value {
            #[allow(unused_mut, reason = "not every function changes it")]
            let mut $s = State { pc, base, ctx, word, table, consts };
            $body
        }

        #[cfg(not(target_arch = "x86_64"))]
        $(#[$meta])*
        extern "C" fn $name(
            pc: Pc,
            base: Frame,
            ctx: &mut Context,
            word: u64,
            table: Table,
            consts: Consts,
        ) -> Value {
            #[allow(unused_mut, reason = "not every function changes it")]
            let mut $s = State { pc, base, ctx, word, table, consts };
            $body
        }
    )*};
}

runtime! {
    /// The instruction's primitive, on its operands.
    fn generic(s) {
        s.set_top();
        slow(s)
    }

    /// Makes room for as many bytes as stand in place of the instruction word.
    fn room(s) {
        let bytes = s.word as usize;
        if s.reserve(bytes) { Value::UNSPECIFIED } else { FAILED }
    }

    fn read_char(s) {
        // All that is read back; the rest matters only if something can be collected.
        s.ctx.machine.top.base = s.base;
        let from = s.rb();
        port::any_char_at_once(s.ctx, from, true).unwrap_or_else(|| noted(s))
    }

    fn peek_char(s) {
        s.ctx.machine.top.base = s.base;
        let from = s.rb();
        port::any_char_at_once(s.ctx, from, false).unwrap_or_else(|| noted(s))
    }

    fn write_char(s) {
        s.ctx.machine.top.base = s.base;
        let (c, to) = (s.ra(), s.rb());
        if let Some(c) = c.as_char() && port::write_char_at_once(s.ctx, to, c) {
            return Value::UNSPECIFIED;
        }
        noted(s)
    }

    fn read_byte(s) {
        s.ctx.machine.top.base = s.base;
        let from = s.rb();
        port::byte_at_once(s.ctx, from, true).unwrap_or_else(|| noted(s))
    }

    fn peek_byte(s) {
        s.ctx.machine.top.base = s.base;
        let from = s.rb();
        port::byte_at_once(s.ctx, from, false).unwrap_or_else(|| noted(s))
    }

    fn write_byte(s) {
        s.ctx.machine.top.base = s.base;
        let (byte, to) = (s.ra(), s.rb());
        let byte = byte.as_index().and_then(|n| u8::try_from(n).ok());
        if let Some(byte) = byte && port::write_byte_at_once(s.ctx, to, byte) {
            return Value::UNSPECIFIED;
        }
        noted(s)
    }

    /// The primitive that a `native` names.
    fn native(s) {
        s.set_top();
        let first = s.base.window(s.a());
        call_native(s.ctx, s.c(), first, s.b())
    }

    /// The primitive in slot 0, with as many arguments as the context says: a call under way.
    fn primitive(s) {
        call_primitive(&mut s)
    }

    /// The value of the parameter in slot 0.
    fn parameter(s) {
        parameter_value(s.ctx, s.base.get(0))
    }
}

/// The instruction's primitive; the newest frame is noted here.
#[cold]
#[inline(never)]
fn noted(mut s: State<'_>) -> Value {
    s.set_top();
    slow(s)
}

/// The instruction's primitive, where the newest frame is noted.
#[inline(never)]
fn slow(s: State<'_>) -> Value {
    let scratch = s.base.window(s.consts.frame_size());
    run(s.ctx, s.base, s.word, scratch)
}

#[cfg(target_arch = "x86_64")]
extern "sysv64" fn eqv(x: Value, y: Value) -> bool {
    eyas_heap::object::eqv(x, y)
}

#[cfg(target_arch = "x86_64")]
extern "sysv64" fn instance(v: Value, record_type: Value) -> bool {
    is_instance(v, record_type)
}

#[cfg(target_arch = "x86_64")]
type RuntimeFunction = extern "sysv64" fn(Pc, Frame, &mut Context, u64, Table, Consts) -> Value;

/// Addresses of what machine code jumps to and calls. All follow the System V convention.
#[derive(Clone, Copy, Debug)]
pub struct Runtime {
    /// The table of handlers.
    pub table: u64,
    /// The table with which the handler of one instruction is run: what comes after it enters machine code at
    /// `offsets::LEFT_TO`, if it is at `offsets::LEFT_PC`.
    pub table_of_one: u64,
    /// The handler that reports the reason in the context.
    pub raise_here: u64,
    /// The same for a call under way, whose frame is the base.
    pub raise_call: u64,
    /// The handler that calls what is in slot 0 with as many arguments as `offsets::VALUES` says; pc and slots are
    /// those of the calling instruction.
    pub enter: u64,
    /// `(handler's arguments) → value`: calls the primitive in slot 0 as `enter` would.
    pub primitive: u64,
    /// `(handler's arguments) → value`: the value of the parameter in slot 0.
    pub parameter: u64,
    /// `(handler's arguments) → value`: the primitive of the instruction.
    pub generic: u64,
    /// `(handler's arguments, with a number of bytes in place of the word) → value`: makes room for allocations.
    pub room: u64,
    /// `(handler's arguments) → value`: the operations on ports, from the buffer or by the primitive: `read-char`,
    /// `peek-char`, `write-char`, `read-u8`, `peek-u8`, `write-u8`.
    pub ports: [u64; 6],
    /// `(handler's arguments) → value`: the primitive that a `native` names.
    pub native: u64,
    /// `(value, value) → bool`: `eqv?`. Does not collect.
    pub eqv: u64,
    /// `(value, record type) → bool`: whether the value is a record of the type or of a child. Does not collect.
    pub instance: u64,
}

impl Runtime {
    /// The addresses in this process; `None` where machine code is not possible.
    #[cfg(all(target_arch = "x86_64", not(eyas_trampoline)))]
    pub(crate) fn addresses() -> Option<Runtime> {
        let address = |f: *const ()| f.expose_provenance() as u64;
        Some(Runtime {
            table: table_address(),
            table_of_one: table_of_one(),
            raise_here: address(RaiseHere as *const ()),
            raise_call: address(RaiseCall as *const ()),
            enter: address(Enter as *const ()),
            primitive: address(primitive as *const ()),
            parameter: address(parameter as *const ()),
            generic: address(generic as *const ()),
            room: address(room as *const ()),
            ports: [
                read_char, peek_char, write_char, read_byte, peek_byte, write_byte,
            ]
            .map(|f: RuntimeFunction| address(f as *const ())),
            native: address(native as *const ()),
            eqv: address(eqv as *const ()),
            instance: address(instance as *const ()),
        })
    }

    /// The addresses in this process; `None` where machine code is not possible.
    #[cfg(not(all(target_arch = "x86_64", not(eyas_trampoline))))]
    pub(crate) fn addresses() -> Option<Runtime> {
        let _ = [table_address as fn() -> u64, table_of_one];
        let _ = [
            RaiseHere as *const (),
            RaiseCall as *const (),
            Enter as *const (),
        ];
        None
    }
}
