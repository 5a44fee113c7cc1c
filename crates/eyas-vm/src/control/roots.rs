//! What the collector sees of a thread: its frames, by live maps only, and the values in its context.

use crate::context::{DynamicState, Machine, Top};
use crate::control::capture::sealed_frames;
use crate::control::walk::{Walk, live_into};
use crate::error::Reason;
use crate::stack::{Consts, Frame, Pc};
use eyas_bytecode::LiveMap;
use eyas_heap::object::Continuation;
use eyas_heap::{Roots, Visitor};

impl Roots for Machine {
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        visit_stack(&self.top, visitor);
        visitor.value(&mut self.underflow.continuation);
        visit_dynamic(&mut self.dynamic, visitor);
        for outer in &mut self.outer {
            visit_stack(&outer.top, visitor);
            visitor.value(&mut outer.underflow.continuation);
            visit_dynamic(&mut outer.dynamic, visitor);
        }
        if let Some(reason) = &mut self.reason {
            visit_reason(reason, visitor);
        }
        visitor.values(&mut self.temporaries);
        visitor.value(&mut self.uncaught);
        visitor.value(&mut self.uncaught_trace);
        visitor.value(&mut self.out_of_memory);
        if !visitor.is_minor() {
            // These never move and are never young.
            for global in self.session.globals.values_mut() {
                visitor.value(global);
            }
            visitor.values(&mut self.session.primitives);
            visitor.values(&mut self.session.retained);
        }
        self.session.natives.visit(visitor);
        self.visited_bottom = self.bottom;
        if visitor.is_minor() {
            // A minor collection does not reach those that are old, so all that the last one found stay alive.
            for i in 0..self.sealed.len() {
                visitor.value(&mut self.sealed[i]);
                if let Some(k) = self.sealed[i].as_continuation() {
                    visit_sealed(k, visitor);
                }
            }
        } else {
            self.sealed.clear();
        }
    }

    fn visit_frames(&mut self, k: Continuation, visitor: &mut Visitor<'_>) {
        if visit_sealed(k, visitor) {
            self.sealed.push(k.value());
        }
    }

    fn verifying(&mut self, is_over: bool) {
        if is_over {
            self.sealed = std::mem::take(&mut self.sealed_before);
        } else {
            self.sealed_before = std::mem::take(&mut self.sealed);
        }
    }
}

/// Shows what is in a continuation's frames, if they are in the stack.
fn visit_sealed(k: Continuation, visitor: &mut Visitor<'_>) -> bool {
    let Some(walk) = sealed_frames(k) else {
        return false;
    };
    visit_frames(walk, visitor);
    true
}

fn visit_dynamic(state: &mut DynamicState, visitor: &mut Visitor<'_>) {
    visitor.value(&mut state.winders);
    visitor.value(&mut state.handlers);
    visitor.value(&mut state.parameterization);
}

fn visit_reason(reason: &mut Reason, visitor: &mut Visitor<'_>) {
    match reason {
        Reason::Failure(failure) => {
            visitor.values(&mut failure.irritants);
            visitor.value(&mut failure.payload);
        }
        Reason::Object(v) | Reason::Uncaught(v) => visitor.value(v),
        Reason::Exit(_) => {}
        Reason::Call(procedure, arguments) => {
            visitor.value(procedure);
            visitor.values(arguments);
        }
    }
}

fn visit_stack(top: &Top, visitor: &mut Visitor<'_>) {
    if top.base == Frame::NONE {
        return;
    }
    if top.pc != Pc::NONE {
        visit_frame(top.base, live_into(top.pc, top.consts), visitor);
    }
    if top.consts != Consts::NONE {
        visitor.value(&mut top.consts.template());
    }
    if top.extra_count > 0 {
        visitor.values(top.extra.slice_mut(0, top.extra_count));
    }
    visit_frames(Walk::below(top.base), visitor);
}

fn visit_frames(walk: Walk, visitor: &mut Visitor<'_>) {
    let marks_templates = !visitor.is_minor();
    for frame in walk {
        visit_frame(frame.base, frame.live, visitor);
        if marks_templates {
            // Keeps the code; templates never move.
            visitor.value(&mut frame.consts.template());
        }
    }
}

/// Shows the live registers, run by run.
fn visit_frame(base: Frame, live: &LiveMap, visitor: &mut Visitor<'_>) {
    for (i, &word) in live.0.iter().enumerate() {
        let mut rest = word;
        while rest != 0 {
            let first = rest.trailing_zeros();
            let count = (rest >> first).trailing_ones();
            visitor.values(base.slice_mut(i * 64 + first as usize, count as usize));
            rest = match first + count {
                64 => 0,
                end => rest >> end << end,
            };
        }
    }
}
