//! Collecting.

use crate::value::Value;

/// Which collection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Collection {
    /// Young space.
    Minor,
    /// Everything, with compaction where the heap is fragmented.
    Major,
    /// Young space, and the rest when it is time.
    Auto,
}

/// A minor collection.
pub(crate) struct Minor;
impl Minor {
    pub(crate) fn roots(&mut self, _: &mut [Value]) {}
}
/// A major collection.
pub(crate) struct Major;
impl Major {
    pub(crate) fn roots(&mut self, _: &mut [Value]) {}
}
