//! Continuations: frames move to the heap when they are captured and come back one at a time.
//!
//! This is the incremental stack/heap strategy of Clinger, Hartheimer and Ost ("Implementation strategies for
//! first-class continuations", 1999). Capturing copies the frames since the last capture to a [`Segment`] and leaves
//! an underflow link at the bottom of what stays; returning through that link copies back one frame. So each frame is
//! copied once per capture and once per return, and capturing in a loop costs nothing per frame below.
//!
//! The same mechanism keeps deep stacks cheap for the collector: deep frames are moved to a segment, which is old
//! after a while and not looked at again ([`Context::move_deep_frames`]).
//!
//! A segment is: the next older segment, how many words of that one count, how many words there are below in all,
//! then the words of the stack from the oldest frame's link to the newest frame's callee's link. Dead slots are
//! cleared. A frame whose closure is dead has its template in slot 0, so that the code lives as long as the frame.

use crate::code::LinkKind;
use crate::context::{Context, Machine, Underflow};
use crate::control::dynamic;
use crate::control::walk::Walk;
use crate::error::{ErrorKind, Raise};
use crate::stack::{Consts, Frame, Link, Pc};
use eyas_heap::object::{Continuation, Segment};
use eyas_heap::{Kind, Mutator, Value};

/// Words of a segment before those of the stack.
const HEAD: usize = 2;
const FIRST: usize = Segment::FIRST_WORD + HEAD;

/// Bytes to reserve for capturing what is below the frame at `callee`.
pub(crate) fn segment_size(machine: &Machine, callee: Frame) -> usize {
    Segment::size_for(HEAD + callee.slots_above(machine.bottom))
}

/// Word `i` of the stack in a segment.
#[inline(always)]
fn word(segment: Value, i: usize) -> Value {
    Mutator::load_slot(segment, FIRST + i)
}

/// Words below in all, those of the segment that count included.
fn depth(underflow: Underflow) -> usize {
    if underflow.segment == Value::FALSE {
        return 0;
    }
    let below = Mutator::load_slot(underflow.segment, Segment::FIRST_WORD + 1);
    below.fixnum_value() as usize + underflow.offset
}

/// Moves the frames below the one at `callee` to a segment, within a reservation of [`segment_size`].
fn capture(ctx: &mut Context, callee: Frame) {
    let (m, machine) = (&mut ctx.mutator, &mut ctx.machine);
    match callee.link().descriptor().kind {
        LinkKind::Underflow | LinkKind::Exit => return,
        LinkKind::Call | LinkKind::Dynamic => {}
    }
    let bottom = machine.bottom;
    let count = callee.slots_above(bottom);
    let segment = m.slots(Kind::Segment, 0, FIRST + count);
    m.init_slot(segment, Segment::NEXT, machine.underflow.segment);
    let offset = Value::fixnum(machine.underflow.offset as i64);
    m.init_slot(segment, Segment::FIRST_WORD, offset);
    let below = Value::fixnum(depth(machine.underflow) as i64);
    m.init_slot(segment, Segment::FIRST_WORD + 1, below);
    // All words are fixnum 0 so far; now the links and the live registers.
    let mut copy =
        |from: Frame, v: Value| m.init_slot(segment, FIRST + from.slots_above(bottom), v);
    for frame in Walk::below(callee) {
        copy(frame.callee.below(1), frame.callee.get_below(1));
        if frame.is_dynamic {
            for n in 2..=dynamic::SLOTS {
                copy(frame.callee.below(n), frame.callee.get_below(n));
            }
        }
        for r in frame.live.iter() {
            copy(frame.base.window(r as usize), frame.base.get(r as usize));
        }
        let template = frame.consts.template();
        if !frame.live.contains(0) {
            copy(frame.base, template);
        } else if !keeps(frame.base.get(0), template) && !frame.consts.code().is_retained.get() {
            frame.consts.code().is_retained.set(true);
            machine.session.retained.push(template);
        }
    }
    copy(bottom, bottom.get(0));
    machine.underflow = Underflow {
        segment,
        offset: count,
    };
    machine.bottom = callee.below(1);
    callee.set_link(machine.code.underflow_link());
}

/// True if `v`, a frame's slot 0, is a closure of `template`.
fn keeps(v: Value, template: Value) -> bool {
    v.as_closure()
        .is_some_and(|closure| closure.template() == template)
}

/// The continuation of the frame at `callee`, within a reservation of [`segment_size`] and a continuation.
#[inline(never)]
pub(crate) fn capture_continuation(ctx: &mut Context, callee: Frame) -> Value {
    capture(ctx, callee);
    let machine = &ctx.machine;
    Continuation::alloc(
        &mut ctx.mutator,
        machine.underflow.segment,
        machine.underflow.offset,
        machine.dynamic.winders,
        machine.dynamic.handlers,
        machine.dynamic.parameterization,
        Value::fixnum(machine.run.into()),
    )
}

/// Makes the continuation in slot 0 of the frame at `base` the current one and gives it the `count` arguments.
/// The result is where they stand now.
#[inline(never)]
pub(crate) fn reinstate(ctx: &mut Context, base: Frame, count: usize) -> Frame {
    let machine = &mut ctx.machine;
    let Some(k) = base.get(0).as_continuation() else {
        unreachable!("the caller has looked at the kind")
    };
    let offset = k.offset().fixnum_value() as usize;
    machine.underflow = Underflow {
        segment: k.segment(),
        offset,
    };
    if k.winders() != Value::ABSENT {
        machine.dynamic.winders = k.winders();
    }
    machine.dynamic.handlers = k.handlers();
    machine.dynamic.parameterization = k.parameterization();
    let target = machine.floor.window(1);
    target.copy(0, base, 1, count);
    machine.values = count;
    machine.bottom = machine.floor;
    let is_empty = machine.underflow.segment == Value::FALSE;
    target.set_link(if is_empty {
        machine.code.exit_link()
    } else {
        machine.code.underflow_link()
    });
    leave_reserve(machine);
    target
}

/// After the stack has shrunk: the next overflow gets the whole reserve.
pub(crate) fn leave_reserve(machine: &mut Machine) {
    if machine.is_in_reserve && machine.floor.address() <= machine.stack.limit() {
        machine.is_in_reserve = false;
        machine.was_dropped = false;
        let limit = machine.stack.limit();
        machine.set_limit(limit);
    }
}

/// Copies the newest frame of the segments back to the bottom of the stack, and the `count` values at `base`, which
/// return to it, above it. The result is the base of that frame's callee.
#[inline(never)]
pub(crate) fn refill(ctx: &mut Context, base: Frame, count: usize) -> Frame {
    let machine = &mut ctx.machine;
    let Underflow { segment, offset } = machine.underflow;
    let link = word(segment, offset - 1);
    let d = Link::of_word(link).descriptor();
    let size = match d.kind {
        LinkKind::Call => d.delta_slots(),
        LinkKind::Dynamic => dynamic::distance(word(segment, offset - 2)),
        LinkKind::Underflow | LinkKind::Exit => {
            unreachable!("the newest word of a segment is the link of a call")
        }
    };
    let frame = machine.floor.window(1);
    let callee = frame.window(size);
    callee.copy(0, base, 0, count);
    for i in 0..size {
        frame.set(i, word(segment, offset - size + i));
    }
    machine.bottom = machine.floor;
    let oldest = offset - size;
    if oldest > 1 {
        machine.underflow.offset = oldest;
        frame.set_link(machine.code.underflow_link());
    } else {
        // The last frame of the segment: below it is the next one, or the run's end.
        let next = Mutator::load_slot(segment, Segment::NEXT);
        let offset = Mutator::load_slot(segment, Segment::FIRST_WORD).fixnum_value() as usize;
        machine.underflow = Underflow {
            segment: next,
            offset,
        };
        frame.set_link(Link::of_word(word(segment, 0)));
    }
    leave_reserve(machine);
    callee
}

/// The calls under way in the frames of a segment and of those below it, newest first: template, and the pc after the
/// call instruction.
pub(crate) struct CapturedCalls(Underflow);

impl CapturedCalls {
    pub(crate) fn below(underflow: Underflow) -> CapturedCalls {
        CapturedCalls(underflow)
    }
}

impl Iterator for CapturedCalls {
    type Item = (Consts, Pc);

    fn next(&mut self) -> Option<(Consts, Pc)> {
        let Underflow { segment, offset } = self.0;
        if segment == Value::FALSE {
            return None;
        }
        let d = Link::of_word(word(segment, offset - 1)).descriptor();
        let (call, size) = match d.kind {
            LinkKind::Call => ((d.consts, d.pc), d.delta_slots()),
            LinkKind::Dynamic => {
                let consts = Consts::of(word(segment, offset - 3));
                let pc = Pc::of_word(word(segment, offset - 4));
                ((consts, pc), dynamic::distance(word(segment, offset - 2)))
            }
            LinkKind::Underflow | LinkKind::Exit => return None,
        };
        self.0.offset = offset - size;
        if self.0.offset <= 1 {
            self.0 = Underflow {
                segment: Mutator::load_slot(segment, Segment::NEXT),
                offset: Mutator::load_slot(segment, Segment::FIRST_WORD).fixnum_value() as usize,
            };
        }
        Some(call)
    }
}

impl Context {
    /// True if so much of the stack is in use that the next collections should not have to look at it.
    pub(crate) fn is_stack_deep(&self) -> bool {
        let machine = &self.machine;
        machine.top.base != Frame::NONE
            && machine.top.base.slots_above(machine.bottom) * 8 > machine.stack_young
    }

    /// Moves all frames but the newest to the heap, and those down to the bottom of the stack. `machine.top` tells
    /// the caller where its frame is afterwards. May collect.
    ///
    /// # Errors
    /// If recursion has reached the limit, in stack and heap together, or there is no room in the heap.
    #[cold]
    pub(crate) fn move_deep_frames(&mut self) -> Result<(), Raise> {
        let keep = self.machine.stack_young / 4;
        let top = self.machine.top.base;
        let stays = |callee: Frame| top.slots_above(callee) * 8 < keep;
        let cut = Walk::below(top)
            .map(|frame| frame.base)
            .find(|&base| !stays(base));
        let Some(cut) = cut else { return Ok(()) };
        self.reserve(segment_size(&self.machine, cut))?;
        capture(self, cut);
        let machine = &mut self.machine;
        if depth(machine.underflow) * 8 > machine.stack_depth {
            return Err(Raise::error(
                ErrorKind::StackOverflow,
                "recursion is too deep: the stack limit is reached",
            ));
        }
        let distance = machine.bottom.slots_above(machine.floor);
        let count = machine.top.end().slots_above(machine.bottom);
        machine.floor.copy(0, machine.bottom, 0, count);
        machine.bottom = machine.floor;
        machine.top.base = machine.top.base.below(distance);
        machine.top.extra = machine.top.extra.below(distance);
        Ok(())
    }
}
