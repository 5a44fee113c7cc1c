//! Where the interpreter counts, has hot procedures compiled, and enters machine code; what machine code calls.
//!
//! The interpreter pays nothing for tiers that are not there: counting and entering are instructions of the machine's
//! own, which loading puts in front of procedures and in place of `loop-back` if there is a tier. Machine code keeps
//! base, context and table in the registers of a handler's arguments, so entering it and leaving it, at any
//! instruction, is a jump.

use crate::context::Context;
use crate::interp::dispatch::{Table, table_address};
use crate::interp::fuse::plain;
use crate::interp::generic::run;
use crate::interp::raise::{Attention, RaiseHere};
use crate::interp::record::is_instance;
use crate::interp::{State, call_native, handlers};
use crate::port;
use crate::stack::{Consts, Frame, Pc};
use eyas_bytecode::Op;
use eyas_bytecode::word::Instruction;
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

    fn CountEntry(s) {
        let code = s.consts.code();
        if code.tier.is_hot() {
            return s.go(CompileEntry);
        }
        s.pc = Pc::first(&code.words);
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
            let mut $s = State { pc, base, ctx, word, table, consts };
            $body
        }
    )*};
}

runtime! {
    /// The instruction's primitive, on its operands.
    fn generic(s) {
        if let Some(v) = at_once(&mut s) {
            return v;
        }
        s.set_top();
        let scratch = s.base.window(s.consts.frame_size());
        run(s.ctx, s.base, s.word, scratch)
    }

    /// An operation on a port: from or to its buffer, or by its primitive.
    fn from_or_to_port(s) {
        s.set_top();
        if let Some(v) = port_at_once(s.ctx, s.base, s.word) {
            return v;
        }
        let scratch = s.base.window(s.consts.frame_size());
        run(s.ctx, s.base, s.word, scratch)
    }

    /// The primitive that a `native` names.
    fn native(s) {
        s.set_top();
        let first = s.base.window(s.a());
        call_native(s.ctx, s.c(), first, s.b())
    }
}

/// What an operation on a port yields if the buffer suffices.
fn port_at_once(ctx: &mut Context, base: Frame, word: u64) -> Option<Value> {
    let i = Instruction::decode(word)?;
    let (a, b) = (base.get(i.a.into()), base.get(i.b.into()));
    match i.op {
        Op::ReadChar => port::char_at_once(ctx, b, true),
        Op::PeekChar => port::char_at_once(ctx, b, false),
        Op::ReadByte => port::byte_at_once(ctx, b, true),
        Op::PeekByte => port::byte_at_once(ctx, b, false),
        Op::WriteChar => {
            port::write_char_at_once(ctx, b, a.as_char()?).then_some(Value::UNSPECIFIED)
        }
        Op::WriteByte => {
            let byte = a.as_index().and_then(|n| u8::try_from(n).ok())?;
            port::write_byte_at_once(ctx, b, byte).then_some(Value::UNSPECIFIED)
        }
        _ => None,
    }
}

/// What the operations on ports do with a character or byte that is in the buffer already, or has room there.
#[inline]
fn at_once(s: &mut State) -> Option<Value> {
    let written = |done: bool| done.then_some(Value::UNSPECIFIED);
    match Op::from_number(plain(s.word) as u16)? {
        Op::ReadChar => {
            let from = s.rb();
            port::char_at_once(s.ctx, from, true)
        }
        Op::PeekChar => {
            let from = s.rb();
            port::char_at_once(s.ctx, from, false)
        }
        Op::WriteChar => {
            let (c, to) = (s.ra().as_char()?, s.rb());
            written(port::write_char_at_once(s.ctx, to, c))
        }
        Op::ReadByte => {
            let from = s.rb();
            port::byte_at_once(s.ctx, from, true)
        }
        Op::PeekByte => {
            let from = s.rb();
            port::byte_at_once(s.ctx, from, false)
        }
        Op::WriteByte => {
            let (byte, to) = (u8::try_from(s.ra().as_index()?).ok()?, s.rb());
            written(port::write_byte_at_once(s.ctx, to, byte))
        }
        _ => None,
    }
}

#[cfg(target_arch = "x86_64")]
extern "sysv64" fn eqv(x: Value, y: Value) -> bool {
    eyas_heap::object::eqv(x, y)
}

#[cfg(target_arch = "x86_64")]
extern "sysv64" fn instance(v: Value, record_type: Value) -> bool {
    is_instance(v, record_type)
}

/// Addresses of what machine code jumps to and calls. All follow the System V convention.
#[derive(Clone, Copy, Debug)]
pub struct Runtime {
    /// The table of handlers.
    pub table: u64,
    /// The handler that reports the reason in the context.
    pub raise_here: u64,
    /// `(handler's arguments) → value`: the primitive of the instruction.
    pub generic: u64,
    /// `(handler's arguments) → value`: an operation on a port.
    pub port: u64,
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
            raise_here: address(RaiseHere as *const ()),
            generic: address(generic as *const ()),
            port: address(from_or_to_port as *const ()),
            native: address(native as *const ()),
            eqv: address(eqv as *const ()),
            instance: address(instance as *const ()),
        })
    }

    /// The addresses in this process; `None` where machine code is not possible.
    #[cfg(not(all(target_arch = "x86_64", not(eyas_trampoline))))]
    pub(crate) fn addresses() -> Option<Runtime> {
        let _ = (table_address as fn() -> u64, RaiseHere as *const ());
        None
    }
}
