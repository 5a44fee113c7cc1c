//! Machine code that all procedures share: between the tiers, and around runtime functions.
//!
//! Registers are those of `eyas_vm::hooks::Tier`. Machine code begins with the stack pointer 8 below a multiple of 16,
//! as a function does; a call of a stub makes that 0, and the stubs that call Rust keep it so.

mod calls;
mod complex;
mod lists;
mod primitives;
mod tables;

pub(crate) use calls::COUNT;
pub(crate) use complex::{IM, Operation, RE};

use crate::code::{CodeMemory, Piece};
use crate::engine::EngineError;
use crate::object::SLOTS;
use crate::template::control;
use eyas_asm::Label;
use eyas_asm::x64::{Alu, Asm, Cond, Gpr, Mem, Scale, Width, Xmm};
use eyas_bytecode::Prim;
use eyas_vm::hooks::{Runtime, offsets};

/// The running frame.
pub(crate) const BASE: Gpr = Gpr::Rsi;
/// The thread.
pub(crate) const CONTEXT: Gpr = Gpr::Rdx;
/// The interpreter's handlers.
pub(crate) const TABLE: Gpr = Gpr::R8;

/// The first vector register in which templates keep doubles. Stubs compute in those below.
pub(crate) const FIRST_DOUBLE: u8 = 6;
/// How many such registers there are.
pub(crate) const DOUBLES: usize = 10;

/// Stubs by whether the registers in which templates keep doubles survive ([`Keeps`]).
pub(crate) type ByKeeping = [u64; 2];

/// What a stub that calls Rust does with the registers in which templates keep doubles.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Keeps {
    /// They are lost.
    Nothing = 0,
    /// They are as they were.
    Doubles = 1,
}

/// Addresses of the stubs.
#[derive(Debug)]
pub(crate) struct Stubs {
    /// Interprets the procedure of the template in `rcx`.
    pub(crate) entry: u64,
    /// Returns through the descriptor in `rcx` to the interpreter.
    pub(crate) interpret_return: u64,
    /// Has the interpreter go on at the word that `rdi` points to, and counts safepoints anew.
    pub(crate) switch: u64,
    /// Returns to the newest frame of the continuation below; the descriptor is in `rcx`, the result in `rax`.
    pub(crate) underflow: u64,
    /// See `template/control.rs`.
    pub(crate) capture: u64,
    /// The same for a continuation that may be used once.
    pub(crate) capture_once: u64,
    /// Has the interpreter run the word in `rcx`; `rdi` and `r9` are set.
    pub(crate) leave: u64,
    /// The same for this instruction alone: machine code goes on in `rax` at the word in `r10`.
    pub(crate) leave_once: u64,
    /// Calls what is in slot 0 of the frame at the base, which has its link, with [`COUNT`] arguments; `rdi` and `r9`
    /// are set for the calling instruction.
    pub(crate) open: u64,
    /// Spreads the list behind the [`COUNT`] arguments of the window in `r9`; flags "equal" if that was possible.
    pub(crate) spread: u64,
    /// Puts a list of the `r11` values from address `rax` there; flags "equal" if there was room.
    pub(crate) gather: u64,
    /// Returns the [`COUNT`] values at the base.
    pub(crate) return_values: u64,
    /// Walks along lists: see `lists.rs`.
    pub(crate) memq: u64,
    pub(crate) memv: u64,
    pub(crate) member: u64,
    pub(crate) assq: u64,
    pub(crate) assv: u64,
    pub(crate) assoc: u64,
    pub(crate) length: u64,
    pub(crate) list_tail: u64,
    pub(crate) list_ref: u64,
    pub(crate) reverse: u64,
    pub(crate) append: u64,
    /// Lookups in hash tables: see `tables.rs`.
    pub(crate) table_get: u64,
    pub(crate) table_set: u64,
    pub(crate) table_contains: u64,
    /// Calls `Runtime::generic` with the handler arguments that are set; comes back with the result in `rax`, or not.
    pub(crate) generic: ByKeeping,
    /// In place of `generic`, by operation: inexact complex arithmetic of two registers, of a register and a small
    /// number.
    pub(crate) arithmetic: [[[u64; 2]; 3]; 2],
    /// An inexact complex number of two flonums, and the magnitude of one: see `complex.rs`.
    pub(crate) rectangular: u64,
    pub(crate) magnitude: u64,
    /// The same as `generic` for `Runtime::room`.
    pub(crate) room: u64,
    /// The same for `Runtime::native`.
    pub(crate) native: ByKeeping,
    /// The same for the runtime function in `rax`.
    pub(crate) port: u64,
    /// `Runtime::ports`
    pub(crate) ports: [u64; 6],
    /// `Runtime::eqv` of `rax` and `rcx`; comes back with the zero flag clear if it is true.
    pub(crate) eqv: u64,
    /// The same for `Runtime::instance`.
    pub(crate) instance: u64,
    /// What `open` does with each primitive; the stub has its address.
    _primitives: Box<[u64]>,
    /// Where they move the stack pointer.
    stack_changes: Vec<(u32, i8)>,
    piece: Piece,
}

/// Goes on in the interpreter at the word that `rdi` points to.
fn interpret(asm: &mut Asm) {
    asm.mov_rm(Width::Qword, Gpr::Rcx, Mem::at(Gpr::Rdi, 0));
    asm.alu_ri(Alu::Add, Width::Qword, Gpr::Rdi, 8);
    dispatch(asm);
}

/// Goes on at the handler of the word in `rcx`.
fn dispatch(asm: &mut Asm) {
    asm.movzx16_rr(Gpr::Rax, Gpr::Rcx);
    asm.jmp_m(Mem::indexed(TABLE, Gpr::Rax, Scale::Eight, 0));
}

/// Calls a runtime function with the arguments of a handler; that in `rax` if none is given.
fn call_handler_like(asm: &mut Asm, function: Option<u64>, keeps: Keeps, failed: Label) {
    const ROOM: u8 = 8 * DOUBLES as u8;
    let doubles = (0..DOUBLES as u8).map(|i| {
        let place = Mem::at(Gpr::Rsp, 8 * i32::from(i));
        (Xmm(FIRST_DOUBLE + i), place)
    });
    asm.push(CONTEXT);
    asm.push(TABLE);
    if let Some(function) = function {
        asm.mov_ri(Gpr::Rax, function);
    }
    if keeps == Keeps::Doubles {
        asm.grow_stack(ROOM);
        for (x, place) in doubles.clone() {
            asm.movsd_mx(place, x);
        }
    }
    asm.call_r(Gpr::Rax);
    if keeps == Keeps::Doubles {
        for (x, place) in doubles {
            asm.movsd_xm(x, place);
        }
        asm.shrink_stack(ROOM);
    }
    asm.pop(TABLE);
    asm.pop(CONTEXT);
    asm.mov_rm(Width::Qword, BASE, Mem::at(CONTEXT, offsets::TOP_BASE));
    asm.alu_ri(Alu::Cmp, Width::Qword, Gpr::Rax, offsets::FAILED as i32);
    asm.jcc(Cond::Equal, failed);
    asm.ret();
}

/// Calls a runtime function that only looks at two values.
fn call_predicate(asm: &mut Asm, function: u64) {
    for r in [BASE, CONTEXT, TABLE, TABLE] {
        asm.push(r);
    }
    asm.mov_rr(Gpr::Rdi, Gpr::Rax);
    asm.mov_rr(Gpr::Rsi, Gpr::Rcx);
    asm.mov_ri(Gpr::Rax, function);
    asm.call_r(Gpr::Rax);
    for r in [TABLE, TABLE, CONTEXT, BASE] {
        asm.pop(r);
    }
    asm.test8_ri(Gpr::Rax, 0xFF);
    asm.ret();
}

/// Starts a stub: its label, aligned.
fn begin(asm: &mut Asm) -> Label {
    asm.align(16);
    asm.here()
}

impl Stubs {
    /// Where they are, and how many bytes.
    pub(crate) fn range(&self) -> (u64, u64) {
        (self.piece.address(), self.piece.size() as u64)
    }

    /// Where they move the stack pointer (`MachineCode::stack_changes`).
    pub(crate) fn stack_changes(&self) -> &[(u32, i8)] {
        &self.stack_changes
    }

    /// What the addresses that code names are, for people.
    #[cfg(feature = "disassembler")]
    pub(crate) fn names(&self) -> std::collections::HashMap<u64, &'static str> {
        let [
            read_char,
            peek_char,
            write_char,
            read_byte,
            peek_byte,
            write_byte,
        ] = self.ports;
        std::collections::HashMap::from([
            (self.entry, "interpret the procedure"),
            (self.interpret_return, "return to the interpreter"),
            (self.switch, "switch to the interpreter"),
            (self.underflow, "return to a captured frame"),
            (self.capture, "call/cc"),
            (self.capture_once, "call/1cc"),
            (self.leave, "leave to the interpreter"),
            (self.leave_once, "leave for one instruction"),
            (self.open, "call whatever it is"),
            (self.spread, "spread a list"),
            (self.gather, "gather a list"),
            (self.return_values, "return several values"),
            (self.memq, "memq"),
            (self.memv, "memv"),
            (self.member, "%member"),
            (self.assq, "assq"),
            (self.assv, "assv"),
            (self.assoc, "%assoc"),
            (self.length, "length"),
            (self.list_tail, "list-tail"),
            (self.list_ref, "list-ref"),
            (self.reverse, "reverse"),
            (self.append, "append"),
            (self.table_get, "%table-ref"),
            (self.table_set, "%table-set!"),
            (self.table_contains, "%table-contains?"),
            (self.generic[0], "call the primitive of the instruction"),
            (
                self.generic[1],
                "call the primitive of the instruction, keep doubles",
            ),
            (self.rectangular, "make-rectangular"),
            (self.magnitude, "magnitude"),
            (self.room, "make room in the heap"),
            (self.native[0], "call the primitive"),
            (self.native[1], "call the primitive, keep doubles"),
            (self.port, "call the port's primitive"),
            (self.eqv, "eqv?"),
            (self.instance, "is it a record of the type?"),
            (read_char, "read-char"),
            (peek_char, "peek-char"),
            (write_char, "write-char"),
            (read_byte, "read-u8"),
            (peek_byte, "peek-u8"),
            (write_byte, "write-u8"),
        ])
    }

    /// Makes them.
    pub(crate) fn build(memory: &CodeMemory, runtime: &Runtime) -> Result<Stubs, EngineError> {
        let mut asm = Asm::new();
        // It reads the slots, whatever is in registers.
        let entry = begin(&mut asm);
        asm.nop8();
        asm.lea(Gpr::R9, Mem::at(Gpr::Rcx, SLOTS));
        asm.mov_rm(
            Width::Qword,
            Gpr::Rdi,
            Mem::at(Gpr::R9, offsets::TEMPLATE_CODE),
        );
        interpret(&mut asm);

        let interpret_return = begin(&mut asm);
        asm.alu_rm(
            Alu::Sub,
            Width::Qword,
            BASE,
            Mem::at(Gpr::Rcx, offsets::RETURN_DELTA),
        );
        asm.mov_rm(
            Width::Qword,
            Gpr::Rdi,
            Mem::at(Gpr::Rcx, offsets::RETURN_PC),
        );
        asm.mov_rm(
            Width::Qword,
            Gpr::R9,
            Mem::at(Gpr::Rcx, offsets::RETURN_CONSTS),
        );
        interpret(&mut asm);

        let switch = begin(&mut asm);
        let every = Mem::at(CONTEXT, offsets::SWITCH_EVERY);
        asm.mov_rm(Width::Dword, Gpr::Rax, every);
        let left = Mem::at(CONTEXT, offsets::SWITCH_LEFT);
        asm.mov_mr(Width::Dword, left, Gpr::Rax);
        interpret(&mut asm);
        let capture = begin(&mut asm);
        control::capture(&mut asm, false);
        let capture_once = begin(&mut asm);
        control::capture(&mut asm, true);
        let underflow = begin(&mut asm);
        control::underflow(&mut asm, interpret_return);

        let leave = begin(&mut asm);
        dispatch(&mut asm);

        let leave_once = begin(&mut asm);
        asm.mov_mr(Width::Qword, Mem::at(CONTEXT, offsets::LEFT_PC), Gpr::R10);
        asm.mov_mr(Width::Qword, Mem::at(CONTEXT, offsets::LEFT_TO), Gpr::Rax);
        asm.movzx16_rr(Gpr::Rax, Gpr::Rcx);
        asm.mov_rm(
            Width::Qword,
            Gpr::Rax,
            Mem::indexed(TABLE, Gpr::Rax, Scale::Eight, 0),
        );
        asm.mov_ri(TABLE, runtime.table_of_one);
        asm.jmp_r(Gpr::Rax);

        let mut primitives = vec![0; Prim::ALL.len()].into_boxed_slice();
        let (open, unknown) = calls::open_stub(&mut asm, runtime, &primitives);
        let known = primitives::build(&mut asm, unknown);
        let spread = calls::spread_stub(&mut asm);
        let gather = calls::gather_stub(&mut asm);
        let return_values = calls::return_values_stub(&mut asm);
        let walks = lists::build(&mut asm);
        let lookups = tables::build(&mut asm);

        // The return address is dropped, so that the stack is as it was when machine code began.
        let failed = begin(&mut asm);
        asm.pop(Gpr::Rcx);
        asm.mov_rm(Width::Qword, Gpr::Rdi, Mem::at(CONTEXT, offsets::TOP_PC));
        asm.mov_rm(Width::Qword, Gpr::R9, Mem::at(CONTEXT, offsets::TOP_CONSTS));
        asm.mov_rm(Width::Qword, Gpr::Rcx, Mem::at(Gpr::Rdi, -8));
        asm.mov_ri(Gpr::Rax, runtime.raise_here);
        asm.jmp_r(Gpr::Rax);

        let keeping = [Keeps::Nothing, Keeps::Doubles];
        let twice = |asm: &mut Asm, function| {
            keeping.map(|keeps| {
                let label = begin(asm);
                call_handler_like(asm, Some(function), keeps, failed);
                label
            })
        };
        let generic = twice(&mut asm, runtime.generic);
        let native = twice(&mut asm, runtime.native);
        let complex = complex::build(&mut asm, generic);
        let room = begin(&mut asm);
        call_handler_like(&mut asm, Some(runtime.room), Keeps::Nothing, failed);
        let port = begin(&mut asm);
        call_handler_like(&mut asm, None, Keeps::Nothing, failed);
        let eqv = begin(&mut asm);
        call_predicate(&mut asm, runtime.eqv);
        let instance = begin(&mut asm);
        call_predicate(&mut asm, runtime.instance);

        let mut code = asm.finish().map_err(|_| EngineError::Stubs)?;
        let piece = memory.place(&mut code).ok_or(EngineError::NoMemory)?;
        let at = |label: Label| piece.address() + code.offset(label).unwrap_or_default() as u64;
        primitives.fill(at(unknown));
        for (prim, label) in known {
            primitives[prim as usize] = at(label);
        }
        Ok(Stubs {
            entry: at(entry),
            interpret_return: at(interpret_return),
            switch: at(switch),
            underflow: at(underflow),
            capture: at(capture),
            capture_once: at(capture_once),
            leave: at(leave),
            leave_once: at(leave_once),
            open: at(open),
            spread: at(spread),
            gather: at(gather),
            return_values: at(return_values),
            memq: at(walks.memq),
            memv: at(walks.memv),
            member: at(walks.member),
            assq: at(walks.assq),
            assv: at(walks.assv),
            assoc: at(walks.assoc),
            length: at(walks.length),
            list_tail: at(walks.list_tail),
            list_ref: at(walks.list_ref),
            reverse: at(walks.reverse),
            append: at(walks.append),
            table_get: at(lookups.get),
            table_set: at(lookups.set),
            table_contains: at(lookups.contains),
            generic: generic.map(at),
            arithmetic: complex
                .arithmetic
                .map(|stubs| stubs.map(|stubs| stubs.map(at))),
            rectangular: at(complex.rectangular),
            magnitude: at(complex.magnitude),
            room: at(room),
            native: native.map(at),
            port: at(port),
            ports: runtime.ports,
            eqv: at(eqv),
            instance: at(instance),
            _primitives: primitives,
            stack_changes: code.stack_changes,
            piece,
        })
    }
}
