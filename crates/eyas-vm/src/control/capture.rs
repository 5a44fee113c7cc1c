//! Continuations: capture seals the stack below and goes on above; frames come back one at a time.
//!
//! The stack between the floor and the bottom holds the frames of continuations, sealed: nobody writes to them. Above
//! the bottom is the active part. Capturing moves the bottom up to the callee and makes a [`Continuation`] that says
//! where the frames are; nothing is copied, so it takes the same time however deep the stack is. A return that finds
//! no frame in the active part copies the newest frame of the continuation below above the bottom and goes on there.
//! Invoking a continuation drops the active part and returns in the same way. So the stack is the nursery of
//! continuations: it fills with frames as the nursery does with objects, and after a collection the frames of
//! continuations that the collector has reached go to the heap, the others are forgotten, and the active part slides
//! down to the floor (`settle.rs`).
//!
//! This combines sealing and splitting (Hieb, Dybvig & Bruggeman, "Representing control in the presence of first-class
//! continuations", 1990) with reinstatement by frames (Clinger, Hartheimer & Ost, "Implementation strategies for
//! first-class continuations", 1999). One-shot continuations are those of Bruggeman, Waddell & Dybvig ("Representing
//! control in the presence of one-shot continuations", 1996): if their frames lie right below the active part when
//! control returns into them, they become active again as they are. A capture for any number of uses promotes those
//! below it.
//!
//! Invariants:
//! - The slot at the bottom has the underflow link if there is a continuation below, the exit link otherwise.
//! - That slot is also the link slot above the newest sealed frame, so a continuation keeps that link word itself.
//! - Frames of different continuations do not overlap. One that was partly returned into is split when the rest is
//!   captured again.
//! - A continuation without frames was captured where the next one's newest frame was to be returned into; it differs
//!   from that in its dynamic state. No other continuation has it below.
//! - Frames have no addresses into the stack in them, so they can move.

use crate::code::LinkKind;
use crate::context::{Context, Machine, Underflow};
use crate::control::dynamic;
use crate::control::walk::Walk;
use crate::stack::{Consts, Frame, Link, Pc};
use eyas_heap::object::{Continuation, Frames};
use eyas_heap::{Mutator, Value};

/// How often a continuation may be returned into.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Uses {
    /// Any number of times.
    Many,
    /// Once, unless a continuation for any number of uses is captured above it.
    Once,
}

/// In a continuation's state: any number of uses.
const SHARED: i64 = 1;
/// In a continuation's state: it was to be used once, and was.
const USED: i64 = 2;
/// The first in a state's word.
pub(crate) const SHARED_BIT: u8 = (SHARED << 3) as u8;
/// The second in a state's word.
pub(crate) const USED_BIT: u8 = (USED << 3) as u8;
/// From a state to the number of the run.
const RUN_SHIFT: u32 = 2;

/// The state of continuations of `run` that may be used any number of times.
pub(crate) fn shared_state(run: u32) -> Value {
    Value::fixnum(i64::from(run) << RUN_SHIFT | SHARED)
}

fn state(k: Continuation) -> i64 {
    k.state().fixnum_value()
}

/// The run that `k` belongs to.
pub(crate) fn run_of(k: Continuation) -> u32 {
    (state(k) >> RUN_SHIFT) as u32
}

/// True if `k`, or what it stands for, could be used once, and was.
pub(crate) fn is_used(k: Continuation) -> bool {
    let first = match k.next().as_continuation() {
        Some(next) if k.count() == Value::fixnum(0) => next,
        _ => k,
    };
    state(first) & USED != 0
}

/// Where the frames of a continuation are.
#[derive(Clone, Copy)]
enum Place {
    /// Nowhere: it has none.
    None,
    /// In the stack, from this slot up.
    Stack(Frame),
    /// In these [`Frames`], from this word up.
    Heap(Value, usize),
}

impl Place {
    fn of(k: Continuation) -> Place {
        let place = k.place();
        if place == Value::fixnum(0) {
            Place::None
        } else if place.is_pointer() {
            Place::Heap(place, k.start().fixnum_value() as usize)
        } else {
            Place::Stack(Frame::of_word(place))
        }
    }

    /// Word `i` from the oldest frame's base.
    fn word(self, i: usize) -> Value {
        match self {
            Place::Stack(frame) => frame.get(i),
            Place::Heap(frames, start) => {
                Mutator::load_slot(frames, Frames::FIRST_WORD + start + i)
            }
            Place::None => unreachable!("the continuation has frames"),
        }
    }
}

/// How many words the frames of `k` have.
pub(crate) fn word_count(k: Continuation) -> usize {
    k.count().fixnum_value() as usize
}

/// The frames of `k` if they are in the stack.
pub(crate) fn sealed_frames(k: Continuation) -> Option<Walk> {
    match Place::of(k) {
        Place::Stack(oldest) => Some(Walk::sealed(oldest, word_count(k), Link::of_word(k.link()))),
        Place::Heap(..) | Place::None => None,
    }
}

/// The slot from which the frames of `k` are in the stack, if they are.
pub(crate) fn sealed_place(k: Continuation) -> Option<Frame> {
    match Place::of(k) {
        Place::Stack(oldest) => Some(oldest),
        Place::Heap(..) | Place::None => None,
    }
}

/// Words of stack from the newest of the `left` bytes of frames that are to be returned into to the beginning of the
/// run.
pub(crate) fn depth(underflow: Underflow) -> usize {
    let mut words = 0;
    let Underflow {
        mut continuation,
        mut left,
    } = underflow;
    while let Some(k) = continuation.as_continuation() {
        words += if left == 0 { word_count(k) } else { left / 8 };
        if let Place::Heap(frames, start) = Place::of(k) {
            let below = Mutator::load_slot(frames, Frames::DEPTH);
            return words + start + below.fixnum_value() as usize;
        }
        continuation = k.next();
        left = 0;
    }
    words
}

/// Bytes to reserve for capturing what is below the frame at `callee`.
pub(crate) fn capture_size(machine: &Machine, callee: Frame) -> usize {
    let frames = if machine.outer.is_empty() {
        0
    } else {
        Frames::size_for(callee.slots_above(machine.bottom))
    };
    2 * Continuation::SIZE + frames
}

/// The continuation of the frame at `callee`, within a reservation of [`capture_size`].
#[inline(never)]
pub(crate) fn capture(ctx: &mut Context, callee: Frame, uses: Uses) -> Value {
    if ctx.machine.underflow.left != 0 {
        split(ctx);
    }
    let (m, machine) = (&mut ctx.mutator, &mut ctx.machine);
    let below = machine.underflow.continuation;
    let mut state = i64::from(machine.run) << RUN_SHIFT;
    if uses == Uses::Many {
        state |= SHARED;
        promote(m, below);
    }
    let oldest = machine.bottom.window(1);
    let has_frames = callee != oldest;
    let (place, count, link) = if has_frames {
        let count = Value::fixnum(callee.slots_above(oldest) as i64);
        (oldest.word(), count, callee.link().word())
    } else {
        (Value::fixnum(0), Value::fixnum(0), Value::fixnum(0))
    };
    let fields = [
        below,
        place,
        Value::fixnum(0),
        count,
        link,
        Value::fixnum(state),
        machine.dynamic.winders,
        machine.dynamic.handlers,
        machine.dynamic.parameterization,
    ];
    let k = Continuation::alloc(m, fields);
    if has_frames {
        machine.underflow = Underflow::into(k);
        machine.bottom = callee.below(1);
        callee.set_link(machine.code.underflow_link());
        if !machine.outer.is_empty() {
            // The frames of a nested run are gone when it ends.
            ctx.evacuate(k);
        }
    }
    k
}

/// All below may be returned into any number of times from now on.
fn promote(m: &mut Mutator, below: Value) {
    let mut below = below;
    while let Some(k) = below.as_continuation() {
        let state = state(k);
        if state & SHARED != 0 {
            return;
        }
        k.set_state(m, Value::fixnum(state | SHARED));
        below = k.next();
    }
}

/// Makes a continuation of its own of the frames that are left of the one below, within a reservation.
#[cold]
#[inline(never)]
fn split(ctx: &mut Context) {
    let (m, machine) = (&mut ctx.mutator, &mut ctx.machine);
    let Underflow { continuation, left } = machine.underflow;
    let Some(k) = continuation.as_continuation() else {
        unreachable!("frames are left of a continuation")
    };
    let (place, left) = (Place::of(k), left / 8);
    let fields = [
        k.next(),
        k.place(),
        k.start(),
        Value::fixnum(left as i64),
        place.word(left - 1),
        Value::fixnum(state(k) & !USED),
        k.winders(),
        k.handlers(),
        k.parameterization(),
    ];
    let rest = Continuation::alloc(m, fields);
    k.set_next(m, rest);
    k.set_count(m, Value::fixnum((word_count(k) - left) as i64));
    match place {
        Place::Stack(oldest) => k.set_place(m, oldest.window(left).word()),
        Place::Heap(_, start) => k.set_start(m, Value::fixnum((start + left) as i64)),
        Place::None => unreachable!("frames are left"),
    }
    if machine.sealed.contains(&continuation) {
        machine.sealed.push(rest);
    }
    machine.underflow = Underflow::into(rest);
}

/// What goes where `k` goes, with other winders, within a reservation.
pub(crate) fn with_winders(m: &mut Mutator, k: Continuation, winders: Value) -> Value {
    let none = Value::fixnum(0);
    let next = if k.count() == none {
        k.next()
    } else {
        k.into()
    };
    let fields = [
        next,
        none,
        none,
        none,
        none,
        k.state(),
        winders,
        k.handlers(),
        k.parameterization(),
    ];
    Continuation::alloc(m, fields)
}

impl Machine {
    /// True if the frames of continuations, garbage included, take so much of the stack that it is time to collect.
    #[inline(always)]
    pub(crate) fn is_sealed_high(&self) -> bool {
        self.bottom.address() > self.seal_limit
    }

    /// Sets the link of the oldest active frame.
    #[inline(always)]
    fn link_bottom(&mut self) {
        let is_end = self.underflow.continuation == Value::FALSE;
        self.bottom.window(1).set_link(if is_end {
            self.code.exit_link()
        } else {
            self.code.underflow_link()
        });
    }
}

/// Makes the continuation in slot 0 of the frame at `base` the current one and gives it the `count` arguments.
/// The result is where they stand now.
#[inline(never)]
pub(crate) fn reinstate(ctx: &mut Context, base: Frame, count: usize) -> Frame {
    let machine = &mut ctx.machine;
    let Some(k) = base.get(0).as_continuation() else {
        unreachable!("the caller has looked at the kind")
    };
    let has_frames = k.count() != Value::fixnum(0);
    machine.underflow = Underflow::into(if has_frames { k.into() } else { k.next() });
    machine.dynamic.winders = k.winders();
    machine.dynamic.handlers = k.handlers();
    machine.dynamic.parameterization = k.parameterization();
    let target = machine.bottom.window(1);
    target.copy(0, base, 1, count);
    machine.values = count;
    machine.link_bottom();
    leave_reserve(machine);
    target
}

/// After the stack has shrunk: the next overflow gets the whole reserve.
pub(crate) fn leave_reserve(machine: &mut Machine) {
    if machine.is_in_reserve && machine.bottom.address() <= machine.stack.limit() {
        machine.is_in_reserve = false;
        machine.set_fast_limit();
        machine.was_dropped = false;
        let limit = machine.stack.limit();
        machine.set_limit(limit);
    }
}

/// Brings the newest frame of the continuation below back, and above it the `count` values at `base`, which return to
/// it. The result is the base of that frame's callee; [`Frame::NONE`] if the continuation is used up.
#[inline(never)]
pub(crate) fn refill(ctx: &mut Context, base: Frame, count: usize) -> Frame {
    let (m, machine) = (&mut ctx.mutator, &mut ctx.machine);
    let Underflow { continuation, left } = machine.underflow;
    let Some(k) = continuation.as_continuation() else {
        unreachable!("there is a continuation below an underflow link")
    };
    let place = Place::of(k);
    if left == 0 {
        let state = state(k);
        if state & USED != 0 {
            return Frame::NONE;
        }
        if state & SHARED == 0 {
            k.set_state(m, Value::fixnum(state | USED));
            if let Place::Stack(oldest) = place
                && oldest.window(word_count(k)) == machine.bottom.window(1)
            {
                return adopt(ctx, k, oldest, base, count);
            }
        }
    }
    let (link, left) = if left == 0 {
        (k.link(), word_count(k))
    } else {
        (place.word(left / 8 - 1), left / 8)
    };
    let d = Link::of_word(link).descriptor();
    let size = match d.kind {
        LinkKind::Call => d.delta_slots(),
        LinkKind::Dynamic => dynamic::distance(place.word(left - 2)),
        LinkKind::Underflow | LinkKind::Exit => {
            unreachable!("the newest word of a continuation is the link of a call")
        }
    };
    let frame = machine.bottom.window(1);
    let callee = frame.window(size);
    callee.copy(0, base, 0, count);
    let rest = left - size;
    match place {
        Place::Stack(oldest) => frame.copy(0, oldest, rest, size),
        Place::Heap(..) | Place::None => {
            for i in 0..size {
                frame.set(i, place.word(rest + i));
            }
        }
    }
    callee.set_link(Link::of_word(link));
    if rest == 0 {
        machine.underflow = Underflow::into(k.next());
    } else {
        machine.underflow.left = rest * 8;
    }
    machine.link_bottom();
    leave_reserve(machine);
    callee
}

/// The frames of `k`, which begin at `oldest` and end where the active part begins, become active again.
fn adopt(ctx: &mut Context, k: Continuation, oldest: Frame, base: Frame, count: usize) -> Frame {
    let (m, machine) = (&mut ctx.mutator, &mut ctx.machine);
    let callee = machine.bottom.window(1);
    callee.copy(0, base, 0, count);
    callee.set_link(Link::of_word(k.link()));
    machine.bottom = oldest.below(1);
    machine.visited_bottom = Frame::NONE;
    machine.underflow = Underflow::into(k.next());
    k.set_place(m, Value::fixnum(0));
    k.set_next(m, Value::FALSE);
    leave_reserve(machine);
    callee
}

/// The calls under way in the frames of continuations, newest first: template, and the pc after the call instruction.
pub(crate) struct CapturedCalls(Underflow);

impl CapturedCalls {
    pub(crate) fn below(underflow: Underflow) -> CapturedCalls {
        CapturedCalls(underflow)
    }
}

impl Iterator for CapturedCalls {
    type Item = (Consts, Pc);

    fn next(&mut self) -> Option<(Consts, Pc)> {
        let Underflow { continuation, left } = self.0;
        let k = continuation.as_continuation()?;
        let place = Place::of(k);
        if let Place::None = place {
            // It is used up.
            return None;
        }
        let (link, left) = if left == 0 {
            (k.link(), word_count(k))
        } else {
            (place.word(left / 8 - 1), left / 8)
        };
        let d = Link::of_word(link).descriptor();
        let (call, size) = match d.kind {
            LinkKind::Call => ((d.consts, d.pc), d.delta_slots()),
            LinkKind::Dynamic => {
                let consts = Consts::of(place.word(left - 3));
                let pc = Pc::of_word(place.word(left - 4));
                ((consts, pc), dynamic::distance(place.word(left - 2)))
            }
            LinkKind::Underflow | LinkKind::Exit => return None,
        };
        self.0 = if left == size {
            Underflow::into(k.next())
        } else {
            Underflow {
                continuation,
                left: (left - size) * 8,
            }
        };
        Some(call)
    }
}
