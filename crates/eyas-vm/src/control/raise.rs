//! From the reason why an instruction failed to the call that deals with it.

use crate::context::{Context, Outcome};
use crate::control::walk::Walk;
use crate::error::{ErrorKind, Failure, Raise, Reason, Uncaught};
use crate::interp::control_procedure;
use crate::stack::Frame;
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
}

/// Puts the call that deals with `machine.reason` into the frame at `callee`. `place` is the template and the index
/// of the instruction to blame. The roots are set (`machine.top`).
#[inline(never)]
pub(crate) fn prepare(ctx: &mut Context, callee: Frame, place: Option<(Value, usize)>) -> Next {
    let object = match ctx.machine.reason.take() {
        Some(Reason::Failure(failure)) => {
            if failure.kind == ErrorKind::StackOverflow && !enter_reserve(ctx) {
                return end(
                    ctx,
                    Uncaught::Fatal("stack overflow while handling a stack overflow"),
                );
            }
            match condition(ctx, failure, place) {
                Ok(condition) => condition,
                Err(fatal) => return end(ctx, fatal),
            }
        }
        Some(Reason::Object(object)) => object,
        Some(Reason::Uncaught(object)) => {
            ctx.machine.uncaught = object;
            return end(ctx, Uncaught::Raised(object));
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
    let procedure = control_procedure(ctx, "%raise");
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

/// Opens the part of the stack in which the handler of an overflow can run; false if it is open already.
fn enter_reserve(ctx: &mut Context) -> bool {
    let machine = &mut ctx.machine;
    if machine.is_in_reserve {
        return false;
    }
    machine.is_in_reserve = true;
    let limit = machine.stack.reserve_limit();
    machine.set_limit(limit);
    true
}

/// Makes the condition object of an error.
fn condition(
    ctx: &mut Context,
    failure: Failure,
    place: Option<(Value, usize)>,
) -> Result<Value, Uncaught> {
    let trace: Vec<Value> = backtrace(ctx);
    let size = Condition::SIZE
        + Symbol::size_for_str(failure.kind.symbol())
        + StringObject::size_for_str(&failure.message)
        + Pair::size_for_list(failure.irritants.len())
        + Vector::size_for(3)
        + Vector::size_for(trace.len());
    // The template of the place never moves, and neither do those of the backtrace.
    ctx.machine.reason = Some(Reason::Failure(failure));
    let first = ctx.machine.temporaries.len();
    ctx.machine.temporaries.extend_from_slice(&trace);
    ctx.machine
        .temporaries
        .extend(place.map(|(template, _)| template));
    let reserved = ctx.reserve(size);
    ctx.machine.temporaries.truncate(first);
    let Some(Reason::Failure(failure)) = ctx.machine.reason.take() else {
        unreachable!("nothing replaces the reason while room is made")
    };
    if reserved.is_err() {
        return Ok(ctx.machine.out_of_memory);
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
    Ok(object)
}

/// The calls under way, newest first: template and index of the call instruction, alternating.
fn backtrace(ctx: &Context) -> Vec<Value> {
    let top = ctx.machine.top.base;
    if top == Frame::NONE {
        return Vec::new();
    }
    let frames = Walk::below(top).take(BACKTRACE_MAX);
    let pair = |frame: crate::control::walk::Waiting<'_>| {
        let index = frame.pc.offset(-1).index_in(&frame.consts.code().words);
        [frame.consts.template(), Value::fixnum(index as i64)]
    };
    frames.flat_map(pair).collect()
}

impl Context {
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
        match condition(self, failure, None) {
            Ok(object) if object != Value::FALSE => {
                self.machine.out_of_memory = object;
                Ok(())
            }
            _ => Err(Raise::error(ErrorKind::OutOfMemory, "out of memory")),
        }
    }

    /// The condition object for an error that is not raised now. The error's values are read before anything is
    /// allocated.
    ///
    /// # Errors
    /// Whatever is no error, as it is.
    pub fn make_condition(&mut self, raise: Raise) -> Result<Value, Raise> {
        match raise.into_reason() {
            Reason::Failure(failure) => condition(self, failure, None).map_err(|_| Raise::exit(70)),
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
