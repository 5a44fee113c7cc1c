//! The slow path of every operation that is also a primitive: the operands go to the primitive's Rust function.
//!
//! So each operation's rare cases and errors are written once, in `prim/`, and the handlers have the frequent ones.
//! The operands are copied to a window above the frame, where the function finds them as its arguments. Operation
//! `native`, which has them in a window of the frame already, is here as well.

use crate::context::Context;
use crate::error::Raise;
use crate::error::Reason;
use crate::interp::enter::place_of;
use crate::interp::raise::RaiseHere;
use crate::interp::{FAILED, State, handlers, plain};
use crate::native::Args;
use crate::number;
use crate::prim::NATIVES;
use crate::stack::Frame;
use eyas_bytecode::word::Instruction;
use eyas_bytecode::{Op, Prim, Role};
use eyas_heap::Value;

handlers! {
    fn Native(s) {
        s.set_top();
        let first = s.base.window(s.a());
        let v = call_native(s.ctx, s.c(), first, s.b());
        if v == FAILED {
            return s.go(RaiseHere);
        }
        s.put(v)
    }

    /// Runs the instruction's primitive and finishes the instruction.
    #[cold]
    fn Generic(s) {
        s.set_top();
        let scratch = s.base.window(s.consts.frame_size());
        let v = run(s.ctx, s.base, s.word, scratch);
        if v == FAILED {
            return s.go(RaiseHere);
        }
        s.finish(v)
    }
}

impl State<'_> {
    /// Ends an instruction whose primitive returned `v`: as a result, or as a decision.
    #[inline(always)]
    pub(in crate::interp) fn finish(self, v: Value) {
        match fate(self.word) {
            Fate::Put => self.put(v),
            Fate::Next => self.next(),
            Fate::Branch { negated } => self.branch_c(v.is_true() != negated),
        }
    }
}

/// What becomes of the result of an instruction's primitive.
enum Fate {
    Put,
    Next,
    Branch { negated: bool },
}

#[inline(never)]
fn fate(word: u64) -> Fate {
    let Some(op) = Op::from_number(plain(word) as u16) else {
        return Fate::Next;
    };
    if op.roles()[2] == Role::Jump {
        return Fate::Branch {
            negated: primitive_of(op).is_some_and(|(_, negated)| negated),
        };
    }
    if op.roles()[0] == Role::Out || op == Op::Native {
        Fate::Put
    } else {
        Fate::Next
    }
}

/// The primitive that an operation is a fast form of, and whether it branches on the contrary.
fn primitive_of(op: Op) -> Option<(Prim, bool)> {
    let prim = match op {
        Op::Car => Prim::Car,
        Op::Cdr => Prim::Cdr,
        Op::Caar => Prim::Caar,
        Op::Cadr => Prim::Cadr,
        Op::Cdar => Prim::Cdar,
        Op::Cddr => Prim::Cddr,
        Op::SetCar => Prim::SetCar,
        Op::SetCdr => Prim::SetCdr,
        Op::Add | Op::AddInt => Prim::Plus,
        Op::Sub | Op::SubInt => Prim::Minus,
        Op::Mul | Op::MulInt => Prim::Times,
        Op::Div => Prim::Divide,
        Op::Quotient => Prim::Quotient,
        Op::Remainder => Prim::Remainder,
        Op::Modulo => Prim::Modulo,
        Op::NumEq | Op::BranchNumEq | Op::BranchNumEqInt => Prim::NumEqual,
        Op::Less | Op::BranchLess | Op::BranchLessInt => Prim::LessThan,
        Op::LessEq | Op::BranchLessEq => Prim::AtMost,
        Op::BranchMoreInt => Prim::MoreThan,
        Op::BranchNotNumEq | Op::BranchNotNumEqInt => return Some((Prim::NumEqual, true)),
        Op::BranchNotLess | Op::BranchNotLessInt => return Some((Prim::LessThan, true)),
        Op::BranchNotLessEq => return Some((Prim::AtMost, true)),
        Op::BranchNotMoreInt => return Some((Prim::MoreThan, true)),
        Op::BitAnd => Prim::BitwiseAnd,
        Op::BitOr => Prim::BitwiseIor,
        Op::BitXor => Prim::BitwiseXor,
        Op::Shift => Prim::ArithmeticShift,
        Op::Inexact => Prim::Inexact,
        Op::Sqrt => Prim::Sqrt,
        Op::Even => Prim::IsEven,
        Op::Odd => Prim::IsOdd,
        Op::CharEq | Op::BranchCharEq => Prim::IsCharEqual,
        Op::CharLess | Op::BranchCharLess => Prim::IsCharLess,
        Op::BranchNotCharEq => return Some((Prim::IsCharEqual, true)),
        Op::BranchNotCharLess => return Some((Prim::IsCharLess, true)),
        Op::CharToInteger => Prim::CharToInteger,
        Op::IntegerToChar => Prim::IntegerToChar,
        Op::VectorRef | Op::VectorRefInt => Prim::VectorRef,
        Op::VectorSet => Prim::VectorSet,
        Op::VectorLength => Prim::VectorLength,
        Op::StringRef => Prim::StringRef,
        Op::StringSet => Prim::StringSet,
        Op::StringLength => Prim::StringLength,
        Op::ByteRef => Prim::BytevectorU8Ref,
        Op::ByteSet => Prim::BytevectorU8Set,
        Op::BytesLength => Prim::BytevectorLength,
        Op::ReadChar => Prim::ReadChar,
        Op::PeekChar => Prim::PeekChar,
        Op::WriteChar => Prim::WriteChar,
        Op::ReadByte => Prim::ReadU8,
        Op::PeekByte => Prim::PeekU8,
        Op::WriteByte => Prim::WriteU8,
        _ => return None,
    };
    Some((prim, false))
}

/// Arithmetic on two numbers.
type Arithmetic = fn(&mut Context, Value, Value) -> Result<Value, Raise>;

/// The arithmetic of an operation on registers `b` and `c`, which needs no window: it reads its operands before it
/// allocates.
fn of_registers(op: Op) -> Option<Arithmetic> {
    Some(match op {
        Op::Add => number::add,
        Op::Sub => number::subtract,
        Op::Mul => number::multiply,
        Op::Div => number::divide,
        Op::Quotient => number::quotient,
        Op::Remainder => number::remainder,
        Op::Modulo => number::modulo,
        Op::BitAnd => number::bit_and,
        Op::BitOr => number::bit_or,
        Op::BitXor => number::bit_xor,
        Op::Shift => number::shift,
        _ => return None,
    })
}

/// Computes, or copies the operands to `scratch` and calls the primitive.
#[inline(never)]
pub(in crate::interp) fn run(ctx: &mut Context, base: Frame, word: u64, scratch: Frame) -> Value {
    let Some(instruction) = Instruction::decode(plain(word)) else {
        unreachable!("verified code has only words that decode")
    };
    if let Some(compute) = of_registers(instruction.op) {
        let (x, y) = (
            base.get(instruction.b.into()),
            base.get(instruction.c.into()),
        );
        return match compute(ctx, x, y) {
            Ok(v) => v,
            Err(raise) => {
                ctx.machine.fail(raise);
                FAILED
            }
        };
    }
    let Some((prim, _)) = primitive_of(instruction.op) else {
        unreachable!("an operation without a primitive has slow paths of its own")
    };
    let operands = [instruction.a, instruction.b, instruction.c];
    let mut count = 0;
    for (role, operand) in instruction.op.roles().into_iter().zip(operands) {
        let v = match role {
            Role::In => base.get(operand.into()),
            Role::Int => Value::fixnum((operand as i16).into()),
            _ => continue,
        };
        scratch.set(count, v);
        count += 1;
    }
    ctx.machine.top.extra = scratch;
    ctx.machine.top.extra_count = count;
    let v = call_native(ctx, prim as usize, scratch, count);
    if v == FAILED {
        return fail_as_written(ctx, scratch);
    }
    v
}

/// The operation's primitive failed. If the program says `>` where the operation is `<`, the error is to name `>` and
/// the arguments as they are written, so that primitive has to fail as well.
#[cold]
#[inline(never)]
fn fail_as_written(ctx: &mut Context, scratch: Frame) -> Value {
    let top = ctx.machine.top;
    let Some((_, index)) = place_of(top.pc, top.consts) else {
        return FAILED;
    };
    let place = top.consts.code().place(index as u32);
    let Some(prim) = place.and_then(|place| place.written.filter(|_| place.pc == index as u32))
    else {
        return FAILED;
    };
    if !matches!(ctx.machine.reason, Some(Reason::Failure(_))) {
        return FAILED;
    }
    ctx.machine.reason = None;
    // The verifier has seen that it is a comparison of two operands, or of one with zero.
    let (first, second) = (scratch.get(0), scratch.get(1));
    if prim.accepts(2) || first == Value::fixnum(0) {
        scratch.set(0, second);
        scratch.set(1, first);
    }
    call_native(
        ctx,
        prim as usize,
        scratch,
        if prim.accepts(2) { 2 } else { 1 },
    )
}

/// Calls primitive number `prim`; [`FAILED`] if the reason is in the context.
#[inline(never)]
pub(crate) fn call_native(ctx: &mut Context, prim: usize, first: Frame, count: usize) -> Value {
    match NATIVES[prim](ctx, Args::window(first, count)) {
        Ok(v) => v,
        Err(raise) => {
            ctx.machine.fail(raise);
            FAILED
        }
    }
}
