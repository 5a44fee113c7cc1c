//! How Rust code holds a value across an allocation: the one rule.
//!
//! **No [`Value`] lives in a Rust local across a call that may collect, unless it is rooted.** Only
//! [`Mutator::reserve`](crate::Mutator::reserve) and [`Mutator::collect`](crate::Mutator::collect) collect; every
//! allocation that they have paid for does not. So the pattern is *reserve, then read, then build*:
//!
//! ```ignore
//! mutator.reserve(2 * PAIR_SIZE, roots)?;      // may collect: arguments stand in frame slots, which are roots
//! let (a, b) = (frame.slot(0), frame.slot(1)); // read after, never before
//! let tail = mutator.pair(b, Value::NIL);      // cannot collect
//! let list = mutator.pair(a, tail);
//! ```
//!
//! Where a loop must reserve again and again, it keeps its values in the mutator's root stack
//! ([`Mutator::push_root`](crate::Mutator::push_root)), which the collector updates, and reads them back after each
//! reservation. The mode `Stress::collect_every = 1` finds code that breaks the rule, with `Stress::poison` at once.

use crate::object::Continuation;
use crate::value::Value;

/// Something that holds values: the stack, the frames, the globals of a VM.
pub trait Roots {
    /// Shows every value to the visitor, which may change it. It is called several times per collection, so it must
    /// show the same places each time and must not depend on what the values refer to.
    fn visit(&mut self, visitor: &mut Visitor<'_>);

    /// Shows the values that are to stay alive because `continuation` does: those of its frames, if they are still in
    /// the stack. It is called after `visit`, for each continuation that a collection reaches, with its place after
    /// the collection; a minor collection reaches young ones only.
    fn visit_frames(&mut self, continuation: Continuation, visitor: &mut Visitor<'_>) {
        let _ = (continuation, visitor);
    }

    /// Before and after the heap is verified: visits in between are no collection's, so what they find out is not to
    /// be kept. Old continuations that nothing reaches any more stay until the next major collection.
    fn verifying(&mut self, is_over: bool) {
        let _ = is_over;
    }
}

/// No roots besides the mutator's root stack.
impl Roots for () {
    fn visit(&mut self, _: &mut Visitor<'_>) {}
}

impl Roots for [Value] {
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        visitor.values(self);
    }
}

impl Roots for Vec<Value> {
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        visitor.values(self);
    }
}

/// What a collection does with a root.
pub struct Visitor<'a> {
    task: &'a mut dyn RootTask,
    minor: bool,
}

/// One sort of visit: moving young objects, marking, checking.
pub(crate) trait RootTask {
    fn roots(&mut self, values: &mut [Value]);
}

impl<'a> Visitor<'a> {
    pub(crate) fn of(task: &'a mut dyn RootTask, minor: bool) -> Visitor<'a> {
        Visitor { task, minor }
    }

    /// Shows one value.
    #[inline]
    pub fn value(&mut self, value: &mut Value) {
        self.values(std::slice::from_mut(value));
    }

    /// Shows a run of values.
    pub fn values(&mut self, values: &mut [Value]) {
        self.task.roots(values);
    }

    /// True if only young objects move in this visit, so that roots known to hold no young object may be skipped.
    pub fn is_minor(&self) -> bool {
        self.minor
    }
}

/// A place on the mutator's root stack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RootIndex(usize);

/// Values that Rust code holds across collections.
#[derive(Default)]
pub(crate) struct RootStack {
    pub(crate) values: Vec<Value>,
}

impl RootStack {
    pub(crate) fn push(&mut self, value: Value) -> RootIndex {
        self.values.push(value);
        RootIndex(self.values.len() - 1)
    }

    pub(crate) fn get(&self, index: RootIndex) -> Value {
        self.values[index.0]
    }

    pub(crate) fn set(&mut self, index: RootIndex, value: Value) {
        self.values[index.0] = value;
    }

    pub(crate) fn truncate(&mut self, index: RootIndex) {
        self.values.truncate(index.0);
    }
}
