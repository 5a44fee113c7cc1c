//! Walking the frames of the stack, newest first, by their link words alone.

use crate::code::LinkKind;
use crate::context::Top;
use crate::control::dynamic;
use crate::stack::{Consts, Frame, Link, Pc};
use eyas_bytecode::LiveMap;

/// A frame that waits for the one above it.
pub(crate) struct Waiting<'a> {
    /// The base of the frame above, whose link led here.
    pub(crate) callee: Frame,
    pub(crate) base: Frame,
    pub(crate) consts: Consts,
    /// After the instruction under way.
    pub(crate) pc: Pc,
    /// The registers that count.
    pub(crate) live: &'a LiveMap,
    /// Where the frame above returns to.
    pub(crate) link: Link,
    /// True for a frame left in the middle of an instruction.
    pub(crate) is_dynamic: bool,
}

/// Iterator over the frames below a frame, down to where a continuation has them or the run begins.
pub(crate) struct Walk {
    callee: Frame,
    link: Link,
    /// Where it ends, if not at a link of the machine's own.
    oldest: Frame,
}

impl Walk {
    /// The frames below the one at `callee`.
    pub(crate) fn below(callee: Frame) -> Walk {
        Walk {
            callee,
            link: callee.link(),
            oldest: Frame::NONE,
        }
    }

    /// The frames of a continuation that are in the stack: `count` slots from `oldest`. The link word above them
    /// belongs to the frames above, so it is `link` that counts.
    pub(crate) fn sealed(oldest: Frame, count: usize, link: Link) -> Walk {
        Walk {
            callee: oldest.window(count),
            link,
            oldest,
        }
    }
}

impl Iterator for Walk {
    type Item = Waiting<'static>;

    fn next(&mut self) -> Option<Waiting<'static>> {
        let (callee, link) = (self.callee, self.link);
        if callee == self.oldest {
            return None;
        }
        let d = link.descriptor();
        let waiting = match d.kind {
            LinkKind::Call => Waiting {
                callee,
                base: callee.below(d.delta_slots()),
                consts: d.consts,
                pc: d.pc,
                live: d.consts.code().live_map(d.live),
                link,
                is_dynamic: false,
            },
            LinkKind::Dynamic => {
                let (base, pc, consts) = dynamic::below(callee);
                Waiting {
                    callee,
                    base,
                    consts,
                    pc,
                    live: live_into(pc, consts),
                    link,
                    is_dynamic: true,
                }
            }
            LinkKind::Underflow | LinkKind::Exit => return None,
        };
        self.callee = waiting.base;
        self.link = waiting.base.link();
        Some(waiting)
    }
}

/// Registers live into the instruction before `pc`.
pub(crate) fn live_into(pc: Pc, consts: Consts) -> &'static LiveMap {
    let code = consts.code();
    code.live_into(pc.offset(-1).index_in(&code.words))
}

impl Top {
    /// The first slot above everything that the newest frame uses.
    pub(crate) fn end(&self) -> Frame {
        let frame = if self.pc == Pc::NONE {
            self.base
        } else {
            self.base.window(self.consts.frame_size())
        };
        if self.extra_count == 0 {
            frame
        } else {
            frame.max(self.extra.window(self.extra_count))
        }
    }
}
