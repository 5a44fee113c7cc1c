//! From the reason why an instruction failed to the call that deals with it.

use crate::code::LinkKind;
use crate::context::{Context, ControlProcedure, Outcome, Top, Underflow};
use crate::control::capture::CapturedCalls;
use crate::control::walk::Walk;
use crate::error::{ErrorKind, Failure, Raise, Reason, Uncaught};
use crate::stack::{Consts, Frame, Pc};
use eyas_heap::Value;
use eyas_heap::object::{Condition, Pair, StringObject, Symbol, Vector};

/// Frames that a backtrace remembers.
const BACKTRACE_MAX: usize = 64;

/// What comes next.
pub(crate) enum Next {
    /// The run is over; the outcome is in the context.
    Ended,
    /// Call what stands in the callee's frame; nothing useful comes back.
    Raise,
    /// Call what stands in the callee's frame; its result is the instruction's.
    Call,
    /// All frames were dropped. Call what stands in this one, the run's first; nothing useful comes back.
    Restart(Frame),
}

/// Puts the call that deals with `machine.reason` into the frame at `callee`. `place` is the template and the index
/// of the instruction to blame. The roots are set (`machine.top`).
#[inline(never)]
pub(crate) fn prepare(ctx: &mut Context, callee: Frame, place: Option<(Value, usize)>) -> Next {
    let object = match ctx.machine.reason.take() {
        Some(Reason::Failure(failure)) => {
            let overflowed = failure.kind == ErrorKind::StackOverflow && !enter_reserve(ctx);
            let condition = condition(ctx, failure, place);
            if overflowed {
                return drop_stack(ctx, condition);
            }
            condition
        }
        Some(Reason::Object(object)) => object,
        Some(Reason::Uncaught(object)) => {
            ctx.machine.uncaught = object;
            remember_trace(ctx);
            return end(ctx, Uncaught::Raised(ctx.machine.uncaught));
        }
        Some(Reason::Exit(code)) => return end(ctx, Uncaught::Exit(code)),
        Some(Reason::Call(procedure, arguments)) => {
            callee.set(0, procedure);
            for (i, &argument) in arguments.iter().enumerate() {
                callee.set(1 + i, argument);
            }
            ctx.machine.values = arguments.len();
            return Next::Call;
        }
        None => unreachable!("a failed instruction leaves its reason"),
    };
    let procedure = ctx.control_procedure(ControlProcedure::Raise);
    if procedure == Value::FALSE {
        ctx.machine.uncaught = object;
        return end(ctx, Uncaught::Raised(object));
    }
    callee.set(0, procedure);
    callee.set(1, object);
    ctx.machine.values = 1;
    Next::Raise
}

fn end(ctx: &mut Context, uncaught: Uncaught) -> Next {
    ctx.machine.outcome = Some(Outcome::Uncaught(uncaught));
    Next::Ended
}

/// The handlers of a stack overflow have used up the reserve as well. Nothing ever returns to the frames, so they are
/// dropped, and the outermost handler of the run alone gets the condition: it can still escape. The next overflow
/// before it does ends the run.
#[cold]
fn drop_stack(ctx: &mut Context, condition: Value) -> Next {
    let machine = &mut ctx.machine;
    if machine.was_dropped {
        return end(
            ctx,
            Uncaught::Fatal("stack overflow while handling a stack overflow"),
        );
    }
    machine.was_dropped = true;
    while let Some(inner) = machine.dynamic.handlers.as_pair()
        && inner.cdr() != Value::NIL
    {
        machine.dynamic.handlers = inner.cdr();
    }
    machine.underflow = Underflow::NONE;
    machine.top = Top::NONE;
    let kept = machine.temporaries.len();
    machine.temporaries.push(condition);
    // If there is no room for frames that continuations still have in the stack, it may be enough as it is.
    let _ = ctx.settle();
    let machine = &mut ctx.machine;
    let condition = machine.temporaries[kept];
    machine.temporaries.truncate(kept);
    let first = machine.bottom.window(1);
    first.set_link(machine.code.exit_link());
    machine.top.base = first;
    if first.address() > machine.limit {
        return end(ctx, Uncaught::Fatal("no room on the stack"));
    }
    let procedure = ctx.control_procedure(ControlProcedure::Raise);
    if procedure == Value::FALSE {
        ctx.machine.uncaught = condition;
        return end(ctx, Uncaught::Raised(condition));
    }
    first.set(0, procedure);
    first.set(1, condition);
    ctx.machine.values = 1;
    Next::Restart(first)
}

/// Keeps the calls under way for the report about an object that has none itself.
fn remember_trace(ctx: &mut Context) {
    ctx.machine.uncaught_trace = Value::FALSE;
    if ctx.machine.uncaught.as_condition().is_some() {
        return;
    }
    let trace = backtrace(ctx);
    if ctx
        .reserve_beside(Vector::size_for(trace.len()), &trace)
        .is_ok()
    {
        ctx.machine.uncaught_trace = Vector::alloc_from(&mut ctx.mutator, 0, &trace);
    }
}

/// Opens the part of the stack in which the handler of an overflow can run; false if it is open already.
fn enter_reserve(ctx: &mut Context) -> bool {
    let machine = &mut ctx.machine;
    if machine.is_in_reserve {
        return false;
    }
    machine.is_in_reserve = true;
    machine.set_fast_limit();
    let limit = machine.stack.reserve_limit();
    machine.set_limit(limit);
    true
}

/// Makes the condition object of an error.
fn condition(ctx: &mut Context, failure: Failure, place: Option<(Value, usize)>) -> Value {
    let trace: Vec<Value> = backtrace(ctx);
    let size = Condition::SIZE
        + Symbol::size_for_str(failure.kind.symbol())
        + StringObject::size_for_str(&failure.message)
        + Pair::size_for_list(failure.irritants.len())
        + Vector::size_for(3)
        + Vector::size_for(trace.len());
    // The template of the place never moves, and neither do those of the backtrace.
    ctx.machine.reason = Some(Reason::Failure(failure));
    let mut kept = trace.clone();
    kept.extend(place.map(|(template, _)| template));
    let reserved = ctx.reserve_beside(size, &kept);
    let Some(Reason::Failure(failure)) = ctx.machine.reason.take() else {
        unreachable!("nothing replaces the reason while room is made")
    };
    if reserved.is_err() {
        return ctx.machine.out_of_memory;
    }
    let m = &mut ctx.mutator;
    let kind = Symbol::intern(m, failure.kind.symbol());
    let message = StringObject::alloc_str(m, 0, &failure.message);
    let irritants = Pair::alloc_list(m, &failure.irritants, Value::NIL);
    let object = Condition::alloc(m, kind, message, irritants);
    let Some(condition) = object.as_condition() else {
        unreachable!("just allocated")
    };
    condition.set_payload(m, failure.payload);
    if let Some((template, index)) = place {
        let argument = failure
            .argument
            .map_or(Value::FALSE, |n| Value::fixnum(n.into()));
        let place = Vector::alloc_from(m, 0, &[template, Value::fixnum(index as i64), argument]);
        condition.set_place(m, place);
    }
    let trace = Vector::alloc_from(m, 0, &trace);
    condition.set_backtrace(m, trace);
    object
}

/// The calls under way, newest first: template and index of the call instruction, alternating.
pub(crate) fn backtrace(ctx: &Context) -> Vec<Value> {
    let top = ctx.machine.top.base;
    let mut trace = Vec::new();
    if top == Frame::NONE {
        return trace;
    }
    let mut oldest = top;
    let in_stack = Walk::below(top)
        .inspect(|frame| oldest = frame.base)
        .map(|frame| (frame.consts, frame.pc));
    let mut add = |(consts, pc): (Consts, Pc)| {
        let index = pc.offset(-1).index_in(&consts.code().words);
        trace.extend([consts.template(), Value::fixnum(index as i64)]);
    };
    in_stack.take(BACKTRACE_MAX).for_each(&mut add);
    if oldest.link().descriptor().kind == LinkKind::Underflow {
        let captured = CapturedCalls::below(ctx.machine.underflow);
        captured.take(BACKTRACE_MAX).for_each(add);
    }
    trace.truncate(2 * BACKTRACE_MAX);
    trace
}

impl Context {
    /// Makes room for `bytes`; `kept` are values that stay alive and do not move, being neither young nor reachable
    /// otherwise.
    pub(crate) fn reserve_beside(&mut self, bytes: usize, kept: &[Value]) -> Result<(), Raise> {
        let first = self.machine.temporaries.len();
        self.machine.temporaries.extend_from_slice(kept);
        let reserved = self.reserve(bytes);
        self.machine.temporaries.truncate(first);
        reserved
    }

    /// Makes the object that is raised when there is no memory for another.
    pub(crate) fn prepare_out_of_memory(&mut self) -> Result<(), Raise> {
        let failure = Failure {
            kind: ErrorKind::OutOfMemory,
            message: "out of memory".into(),
            irritants: Vec::new(),
            argument: None,
            payload: Value::FALSE,
        };
        // With an empty stack, only making room can fail.
        self.machine.out_of_memory = Value::FALSE;
        let object = condition(self, failure, None);
        if object == Value::FALSE {
            return Err(Raise::error(ErrorKind::OutOfMemory, "out of memory"));
        }
        self.machine.out_of_memory = object;
        Ok(())
    }

    /// The condition object for an error that is not raised now. The error's values are read before anything is
    /// allocated.
    ///
    /// # Errors
    /// Whatever is no error, as it is.
    pub fn make_condition(&mut self, raise: Raise) -> Result<Value, Raise> {
        match raise.into_reason() {
            Reason::Failure(failure) => Ok(condition(self, failure, None)),
            Reason::Object(object) => Ok(object),
            other => Err(Raise::because(other)),
        }
    }

    /// What becomes of an error outside of any run: an uncaught condition.
    pub fn refuse(&mut self, raise: Raise) -> Uncaught {
        match self.make_condition(raise) {
            Ok(object) => {
                self.machine.uncaught = object;
                Uncaught::Raised(object)
            }
            Err(raise) => match raise.into_reason() {
                Reason::Exit(code) => Uncaught::Exit(code),
                Reason::Uncaught(object) => {
                    self.machine.uncaught = object;
                    Uncaught::Raised(object)
                }
                _ => Uncaught::Fatal("a procedure is called outside of any run"),
            },
        }
    }
}
