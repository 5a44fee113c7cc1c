//! After a collection: frames of continuations leave the stack, and the active part slides down to the floor.
//!
//! A collection tells which continuations are alive ([`Machine::sealed`]). The frames of those that lie in the stack
//! are copied to the heap, where the next collections treat them like any object; the others' are garbage. So the
//! stack never holds more dead frames than a nursery holds dead objects, and no frame of a continuation is visited by
//! more than one collection.
//!
//! The same mechanism keeps deep stacks cheap for the collector: the deep frames are captured, as if by `call/cc`, and
//! moved to the heap, which is old after a while and not looked at again. And it makes more room when the stack is
//! full of captured frames, dead or alive.
//!
//! In the heap, dead slots are cleared. A frame whose closure is dead has its template in slot 0, so that the code
//! lives as long as the frame.

use crate::context::{Context, Machine, Underflow};
use crate::control::capture::{
    Uses, capture, capture_size, depth, sealed_frames, sealed_place, word_count,
};
use crate::control::dynamic;
use crate::control::walk::Walk;
use crate::error::{ErrorKind, Raise};
use crate::stack::Frame;
use eyas_heap::object::Frames;
use eyas_heap::{Collection, Value};

/// Bytes of frames to move within one reservation, if they are many.
const BATCH: usize = 64 << 10;

impl Machine {
    /// The continuations whose frames are in this run's part of the stack, oldest first.
    fn sealed_here(&mut self) -> Vec<(Frame, Value)> {
        let floor = self.floor;
        let place = |&k: &Value| sealed_place(k.as_continuation()?).map(|place| (place, k));
        let mut here: Vec<_> = self.sealed.iter().filter_map(place).collect();
        here.retain(|&(place, _)| place > floor);
        here.sort_by_key(|&(place, _)| place);
        here.dedup_by_key(|&mut (place, _)| place);
        here
    }
}

impl Context {
    /// True if so much of the stack is active that the next collections should not have to look at it.
    fn is_stack_deep(&self) -> bool {
        let machine = &self.machine;
        machine.top.base != Frame::NONE
            && machine.top.base.slots_above(machine.bottom) * 8 > machine.stack_young
    }

    /// True if there are frames that [`Context::settle`] would move.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.machine.bottom != self.machine.floor || self.is_stack_deep()
    }

    /// Moves all frames of continuations, and of a deep stack all active frames but the newest, to the heap, and what
    /// stays down to the floor. `machine.top` tells the caller where its frame is afterwards. May collect.
    ///
    /// # Errors
    /// If recursion has reached the limit, in stack and heap together, or there is no room in the heap.
    #[cold]
    pub(crate) fn settle(&mut self) -> Result<(), Raise> {
        self.make_sealed_known()?;
        let is_deep = self.is_stack_deep();
        if is_deep {
            self.seal_deep_frames()?;
        }
        self.move_sealed(is_deep || !self.machine.is_in_reserve)
    }

    /// The same, but that all active frames stay in the stack.
    pub(crate) fn settle_sealed(&mut self) -> Result<(), Raise> {
        self.make_sealed_known()?;
        self.move_sealed(!self.machine.is_in_reserve)
    }

    /// Does it. The handler of a stack overflow is above what has overflowed, so that is not always to be checked.
    fn move_sealed(&mut self, checks_depth: bool) -> Result<(), Raise> {
        self.evacuate_all()?;
        let machine = &mut self.machine;
        machine.slide();
        if checks_depth && depth(machine.underflow) * 8 > machine.stack_depth {
            return Err(Raise::error(
                ErrorKind::StackOverflow,
                "recursion is too deep: the stack limit is reached",
            ));
        }
        Ok(())
    }

    /// Only a collection can tell which continuations are alive.
    fn make_sealed_known(&mut self) -> Result<(), Raise> {
        if self.machine.bottom != self.machine.visited_bottom {
            self.collect(Collection::Minor)?;
        }
        Ok(())
    }

    /// Captures the frames that are deep in the stack.
    fn seal_deep_frames(&mut self) -> Result<(), Raise> {
        let keep = self.machine.stack_young / 4;
        let top = self.machine.top.base;
        let is_deep = |base: &Frame| top.slots_above(*base) * 8 >= keep;
        let cut = Walk::below(top).map(|frame| frame.base).find(is_deep);
        let Some(cut) = cut else { return Ok(()) };
        self.reserve(capture_size(&self.machine, cut))?;
        let k = capture(self, cut, Uses::Once);
        let machine = &mut self.machine;
        machine.sealed.push(k);
        machine.visited_bottom = machine.bottom;
        Ok(())
    }

    /// Moves the frames of all continuations that were alive at the last collection to the heap.
    fn evacuate_all(&mut self) -> Result<(), Raise> {
        let size = |k: Value| {
            let k = k.as_continuation();
            Frames::size_for(k.map_or(0, word_count))
        };
        let mut granted = 0;
        'alive: loop {
            let sealed = self.machine.sealed_here();
            for (i, &(_, k)) in sealed.iter().enumerate() {
                if size(k) > granted {
                    let all = sealed[i..].iter().map(|&(_, k)| size(k));
                    let some = all.scan(0, |sum, size| {
                        *sum += size;
                        Some(*sum)
                    });
                    let some = some.take_while(|&sum| sum <= BATCH).last();
                    granted = some.unwrap_or_default().max(size(k));
                    let epoch = self.mutator.young_epoch();
                    self.reserve(granted)?;
                    if epoch != self.mutator.young_epoch() {
                        // It has collected, and perhaps found fewer of them alive.
                        continue 'alive;
                    }
                }
                granted -= size(k);
                self.evacuate(k);
            }
            break;
        }
        let machine = &mut self.machine;
        machine
            .sealed
            .retain(|&k| k.as_continuation().and_then(sealed_place).is_some());
        Ok(())
    }

    /// Moves the frames of continuation `k` from the stack to the heap, within a reservation.
    pub(crate) fn evacuate(&mut self, k: Value) {
        let (m, machine) = (&mut self.mutator, &mut self.machine);
        let Some(k) = k.as_continuation() else {
            unreachable!("only continuations are sealed")
        };
        let (Some(walk), Some(oldest)) = (sealed_frames(k), sealed_place(k)) else {
            return;
        };
        let below = depth(Underflow::into(k.next()));
        let frames = Frames::alloc(m, below, word_count(k));
        // All words are fixnum 0 so far; now the links and the live registers.
        let mut copy = |at: Frame, v: Value| {
            m.init_slot(frames, Frames::FIRST_WORD + at.slots_above(oldest), v);
        };
        for frame in walk {
            copy(frame.callee.below(1), frame.link.word());
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
            } else if !keeps(frame.base.get(0), template) && !frame.consts.code().is_retained.get()
            {
                frame.consts.code().is_retained.set(true);
                machine.session.retained.push(template);
            }
        }
        k.set_place(m, frames);
    }
}

impl Machine {
    /// Moves the active part down to the floor: nothing below it is needed any more.
    fn slide(&mut self) {
        let distance = self.bottom.slots_above(self.floor);
        if self.top.base != Frame::NONE {
            let count = self.top.end().slots_above(self.bottom);
            self.floor.copy(0, self.bottom, 0, count);
            self.top.base = self.top.base.below(distance);
            self.top.extra = self.top.extra.below(distance);
        }
        self.bottom = self.floor;
        self.visited_bottom = self.floor;
    }
}

/// True if `v`, a frame's slot 0, is a closure of `template`.
fn keeps(v: Value, template: Value) -> bool {
    v.as_closure()
        .is_some_and(|closure| closure.template() == template)
}
