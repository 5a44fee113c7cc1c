//! The general call: whatever stands in slot 0 of the frame, with `machine.values` arguments behind it.
//!
//! The frame's link is set already. `pc` and constants are still those of the calling instruction, which is the place
//! to blame for errors. Rest lists and `case-lambda` are the callee's entry's business, so they are here and not at
//! the call.

use crate::code::{Case, Code};
use crate::context::{Context, ControlProcedure};
use crate::control::capture::{is_used, reinstate, run_of};
use crate::error::{ErrorKind, Raise};
use crate::interp::frame::UnderflowValues;
use crate::interp::raise::RaiseCall;
use crate::interp::{FAILED, State, call_native, handlers};
use crate::stack::{Consts, Frame, Pc};
use eyas_bytecode::{Arity, Prim};
use eyas_heap::object::{Closure, Pair};
use eyas_heap::{Kind, Mutator, PAIR_SIZE, Value};

handlers! {
    fn Enter(s) {
        let callee = s.base.get(0);
        if callee.is_kind(Kind::Closure) {
            let consts = Consts::of(Mutator::load_slot(callee, Closure::TEMPLATE));
            s.ctx.machine.entering = consts;
            let count = s.ctx.machine.values;
            if consts.arity() == Value::fixnum(count as i64) {
                return s.go(EnterTemplate);
            }
            if s.base.address() <= s.ctx.machine.limit
                && let Some(clause) = exact_clause(consts, count)
            {
                return s.start(clause);
            }
            return s.go(EnterTemplate);
        }
        if callee.is_kind(Kind::Primitive) {
            return s.go(EnterPrimitive);
        }
        s.go(EnterRare)
    }

    fn EnterRare(s) {
        let callee = s.base.get(0);
        match callee.kind() {
            Some(Kind::Parameter) => s.go(EnterParameter),
            Some(Kind::Continuation) => s.go(EnterContinuation),
            _ => {
                s.ctx.machine.fail(not_procedure(callee));
                s.go(RaiseCall)
            }
        }
    }

    fn EnterTemplate(s) {
        let consts = s.ctx.machine.entering;
        let count = s.ctx.machine.values;
        if s.base.address() > s.ctx.machine.limit {
            s.ctx.machine.fail(too_deep());
            return s.go(RaiseCall);
        }
        if consts.arity() == Value::fixnum(count as i64) {
            return s.start(consts);
        }
        s.go(EnterOpen)
    }

    /// The procedure does not take a fixed number of arguments, or not this one.
    fn EnterOpen(s) {
        let consts = s.ctx.machine.entering;
        let count = s.ctx.machine.values;
        match shape(consts.code(), count) {
            Shape::Rest(required) => {
                if count > required && !s.reserve_window((count - required) * PAIR_SIZE, count + 1) {
                    return s.go(RaiseCall);
                }
                let rest = s.base.slice(1 + required, count - required);
                let list = Pair::alloc_list(&mut s.ctx.mutator, rest, Value::NIL);
                s.base.set(1 + required, list);
                s.start(consts)
            }
            Shape::Case(i) => {
                s.ctx.machine.entering = consts.code().cases[i].consts.get();
                s.go(EnterTemplate)
            }
            Shape::Wrong => {
                s.ctx.machine.fail(wrong_count(consts.code(), count));
                s.go(RaiseCall)
            }
        }
    }

    fn EnterPrimitive(s) {
        let v = call_primitive(&mut s);
        if v == FAILED {
            return s.go(RaiseCall);
        }
        s.return_value(v)
    }

    fn EnterParameter(s) {
        match s.ctx.machine.values {
            0 => {
                let v = parameter_value(s.ctx, s.base.get(0));
                s.return_value(v)
            }
            1 => {
                s.base.set(2, s.base.get(1));
                s.base.set(1, s.base.get(0));
                s.base.set(0, s.ctx.control_procedure(ControlProcedure::SetParameter));
                s.ctx.machine.values = 2;
                s.go(Enter)
            }
            _ => {
                let message = "a parameter takes at most one argument, a new value";
                s.ctx.machine.fail(Raise::error(ErrorKind::Arity, message));
                s.go(RaiseCall)
            }
        }
    }

    fn EnterContinuation(s) {
        let count = s.ctx.machine.values;
        match way(s.ctx, s.base.get(0)) {
            Way::Direct => {
                s.base = reinstate(s.ctx, s.base, count);
                if s.ctx.machine.is_sealed_high() && !s.settle_window(count) {
                    return s.go(RaiseCall);
                }
                if s.ctx.machine.underflow.continuation == Value::FALSE {
                    return s.return_values(count);
                }
                s.go(UnderflowValues)
            }
            Way::Rewind => {
                if !s.reserve_window(count * PAIR_SIZE, count + 1) {
                    return s.go(RaiseCall);
                }
                let values = s.base.slice(1, count);
                let list = Pair::alloc_list(&mut s.ctx.mutator, values, Value::NIL);
                s.base.set(1, s.base.get(0));
                s.base.set(2, list);
                s.base.set(0, s.ctx.control_procedure(ControlProcedure::Rewind));
                s.ctx.machine.values = 2;
                s.go(Enter)
            }
            Way::Used => {
                s.ctx.machine.fail(used_up());
                s.go(RaiseCall)
            }
            Way::Foreign => {
                let message = "continuation of another run of the machine";
                s.ctx.machine.fail(Raise::error(ErrorKind::Continuation, message));
                s.go(RaiseCall)
            }
        }
    }
}

impl State<'_> {
    /// Makes room for `bytes` while `count` slots of the frame are roots; false if the reason is in the context.
    /// The frame may have moved.
    #[inline(always)]
    fn reserve_window(&mut self, bytes: usize, count: usize) -> bool {
        self.set_top_window(count);
        let reserved = crate::interp::raise::reserve(self.ctx, bytes);
        self.base = self.ctx.machine.top.base;
        reserved
    }

    /// Moves the frames of continuations out of the stack, while `count` slots of the frame are roots; false if the
    /// reason is in the context. The frame may have moved.
    fn settle_window(&mut self, count: usize) -> bool {
        self.set_top_window(count);
        let settled = crate::interp::raise::settle(self.ctx);
        self.base = self.ctx.machine.top.base;
        settled
    }
}

/// Calls the primitive in slot 0 with as many arguments as the context says; [`FAILED`] if the reason is there.
#[inline(always)]
pub(in crate::interp) fn call_primitive(s: &mut State<'_>) -> Value {
    let number = Mutator::load_slot(s.base.get(0), 0).fixnum_value() as usize;
    let count = s.ctx.machine.values;
    if !accepts(number, count) {
        s.ctx.machine.fail(wrong_primitive_count(number, count));
        return FAILED;
    }
    s.set_top_window(count + 1);
    call_native(s.ctx, number, s.base.window(1), count)
}

/// How arguments arrive.
enum Shape {
    /// Those after this many in a list.
    Rest(usize),
    /// As this clause wants it.
    Case(usize),
    /// Not at all.
    Wrong,
}

#[inline(never)]
fn shape(code: &Code, count: usize) -> Shape {
    match &code.arity {
        Arity::AtLeast(required) if count >= *required as usize => Shape::Rest(*required as usize),
        Arity::Cases(_) => {
            let fits = code.cases.iter().position(|case| {
                let required = case.required as usize;
                count == required || (case.rest && count > required)
            });
            fits.map_or(Shape::Wrong, Shape::Case)
        }
        Arity::AtLeast(_) | Arity::Exactly(_) => Shape::Wrong,
    }
}

/// What invoking a continuation takes.
enum Way {
    /// Its frames can be reinstated as they are.
    Direct,
    /// `dynamic-wind` thunks must run first.
    Rewind,
    /// It belongs to a run that this one may not disturb.
    Foreign,
    /// It could be used once, and was.
    Used,
}

#[inline(never)]
fn way(ctx: &Context, k: Value) -> Way {
    let Some(k) = k.as_continuation() else {
        return Way::Foreign;
    };
    if run_of(k) != ctx.machine.run {
        Way::Foreign
    } else if is_used(k) {
        Way::Used
    } else if k.winders() == ctx.machine.dynamic.winders || k.winders() == Value::ABSENT {
        Way::Direct
    } else {
        Way::Rewind
    }
}

#[inline(never)]
pub(in crate::interp) fn parameter_value(ctx: &Context, parameter: Value) -> Value {
    if let Some(binding) = ctx.machine.dynamic.binding(parameter) {
        return binding.cdr();
    }
    parameter
        .as_parameter()
        .map_or(Value::UNSPECIFIED, |parameter| parameter.default_value())
}

#[inline(never)]
fn accepts(number: usize, count: usize) -> bool {
    let (least, greatest) = ARITIES[number];
    (least as usize..=greatest as usize).contains(&count)
}

/// How many arguments each primitive takes: least and greatest.
static ARITIES: [(u32, u32); Prim::ALL.len()] = {
    let mut all = [(0, u32::MAX); Prim::ALL.len()];
    let mut i = 0;
    while i < all.len() {
        all[i] = match Prim::ALL[i].arity() {
            (least, Some(greatest)) => (least, greatest),
            (least, None) => (least, u32::MAX),
        };
        i += 1;
    }
    all
};

/// The clause of a `case-lambda` that is chosen for so many arguments, if it takes exactly as many.
#[inline(always)]
fn exact_clause(consts: Consts, count: usize) -> Option<Consts> {
    let fits = |case: &&Case| {
        count >= case.required as usize && (case.rest || count == case.required as usize)
    };
    let clause = consts.code().cases.iter().find(fits)?;
    (!clause.rest).then(|| clause.consts.get())
}

#[cold]
#[inline(never)]
fn not_procedure(callee: Value) -> Raise {
    Raise::error(
        ErrorKind::NotProcedure,
        "attempt to call something that is not a procedure",
    )
    .irritant(callee)
}

#[cold]
#[inline(never)]
pub(in crate::interp) fn too_deep() -> Raise {
    Raise::error(
        ErrorKind::StackOverflow,
        "recursion is too deep: the stack limit is reached",
    )
}

#[cold]
#[inline(never)]
pub(in crate::interp) fn used_up() -> Raise {
    Raise::error(
        ErrorKind::Continuation,
        "a continuation of call/1cc is used for the second time",
    )
}

#[cold]
#[inline(never)]
fn wrong_count(code: &Code, count: usize) -> Raise {
    let name = if code.name.is_empty() {
        "anonymous procedure"
    } else {
        &code.name
    };
    if code.cases.is_empty() && matches!(code.arity, Arity::Cases(_)) {
        let message = format!("{name}: has no clause for any arguments, got {count}");
        return Raise::error(ErrorKind::Arity, message);
    }
    let expected = match &code.arity {
        Arity::Cases(_) => {
            let one = |case: &Case| match case.required {
                n if case.rest => format!("at least {n}"),
                n => n.to_string(),
            };
            let mut counts: Vec<String> = code.cases.iter().map(one).collect();
            counts.dedup();
            let last = counts.pop().unwrap_or_default();
            match &counts[..] {
                [] => last,
                others => format!("{} or {last}", others.join(", ")),
            }
        }
        _ => expected_count(code.argument_counts()),
    };
    Raise::error(ErrorKind::Arity, arity_message(name, &expected, count))
}

#[cold]
#[inline(never)]
fn wrong_primitive_count(number: usize, count: usize) -> Raise {
    let prim = Prim::ALL[number];
    Raise::error(
        ErrorKind::Arity,
        arity_message(prim.name(), &expected_count(prim.arity()), count),
    )
}

fn expected_count((least, most): (u32, Option<u32>)) -> String {
    match most {
        Some(most) if most == least => format!("{least}"),
        Some(most) if most == least + 1 => format!("{least} or {most}"),
        Some(most) => format!("{least} to {most}"),
        None => format!("at least {least}"),
    }
}

fn arity_message(name: &str, expected: &str, count: usize) -> String {
    let plural = if expected == "1" || expected == "at least 1" {
        ""
    } else {
        "s"
    };
    format!("{name}: expected {expected} argument{plural}, got {count}")
}

/// The frame that the machine's own words run in has no template to blame.
pub(crate) fn place_of(pc: Pc, consts: Consts) -> Option<(Value, usize)> {
    if consts == Consts::NONE {
        None
    } else {
        Some((
            consts.template(),
            pc.offset(-1).index_in(&consts.code().words),
        ))
    }
}

/// Where the dynamic frame above the frame at `base` ends and its callee begins.
pub(in crate::interp) fn above(base: Frame, consts: Consts) -> Frame {
    base.window(consts.frame_size() + crate::control::dynamic::SLOTS)
}
