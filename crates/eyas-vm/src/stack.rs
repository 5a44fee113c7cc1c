//! The stack of a thread, and the words that handlers carry: nearly all `unsafe` of the crate.
//!
//! One big block of memory, committed by the system as it is touched, grows upward and never moves. A frame begins
//! at its *base*: `base[-1]` is the link word (the address of a [`ReturnDescriptor`], which reads as a fixnum),
//! `base[0]` the running closure, `base[1] …` arguments, locals and windows of calls. Nothing else is saved: a return
//! finds all it needs in the descriptor (`tiers.md` E5 measured this against native calls).
//!
//! Invariant **In the frame**: a [`Frame`], [`Pc`] or [`Consts`] in the interpreter's hands comes from a template that
//! `load.rs` made of a verified unit. The verifier checked that every register operand is below the frame's size,
//! every constant index below the constant count, every jump inside the code. Calls check the base against the stack
//! limit, above which there is room for the largest frame ([`RED_ZONE`]). So reads and writes through operands of the
//! current instruction are in bounds, and these types can offer them as safe methods to the handlers.

use crate::code::{Code, ReturnDescriptor};
use eyas_bytecode::Arity;
use eyas_heap::layout::{SLOTS_OFFSET, WORD};
use eyas_heap::object::Template;
use eyas_heap::{Mutator, Value};
use std::ptr::{with_exposed_provenance, with_exposed_provenance_mut};

/// Words above the limit in which any frame (65,536 registers), the arguments of a primitive and a dynamic frame
/// still have room.
pub(crate) const RED_ZONE: usize = 3 * 65_536;
/// Words between the limit and the red zone in which the handler of a stack overflow can run.
pub(crate) const RESERVE: usize = 65_536;
/// Least usable words.
pub(crate) const USABLE_MIN: usize = 16_384;

/// The block of memory.
pub(crate) struct Stack {
    memory: Vec<u64>,
    usable: usize,
}

impl Stack {
    /// Reserves `bytes` of usable stack and the zones above it, or as much of it as the system gives.
    pub(crate) fn open(bytes: usize) -> Option<Stack> {
        let mut usable = (bytes / WORD).max(USABLE_MIN);
        loop {
            let total = usable + RESERVE + RED_ZONE;
            let mut memory: Vec<u64> = Vec::new();
            // The heap is to be opened after us: as much again must be left.
            let mut as_much_again: Vec<u64> = Vec::new();
            if memory.try_reserve_exact(total).is_ok()
                && as_much_again.try_reserve_exact(total).is_ok()
            {
                return Some(Stack { memory, usable });
            }
            if usable == USABLE_MIN {
                return None;
            }
            usable = (usable / 2).max(USABLE_MIN);
        }
    }

    /// The lowest slot.
    pub(crate) fn bottom(&mut self) -> Frame {
        Frame(self.memory.as_mut_ptr().cast())
    }

    /// Bases of frames must be below this address.
    pub(crate) fn limit(&mut self) -> usize {
        self.bottom().window(self.usable).address()
    }

    /// The limit while a stack overflow is handled.
    pub(crate) fn reserve_limit(&mut self) -> usize {
        self.bottom().window(self.usable + RESERVE).address()
    }
}

/// Address of a slot of the stack, as a rule the base of a frame.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(transparent)]
pub(crate) struct Frame(*mut Value);

impl Frame {
    /// No frame.
    pub(crate) const NONE: Frame = Frame(std::ptr::null_mut());

    /// As a word that the collector takes for a fixnum.
    #[inline(always)]
    pub(crate) fn word(self) -> Value {
        Value::from_bits(self.0.expose_provenance() as u64)
    }

    /// Of a word that [`Frame::word`] made.
    #[inline(always)]
    pub(crate) fn of_word(word: Value) -> Frame {
        Frame(with_exposed_provenance_mut(word.bits() as usize))
    }

    /// The content of slot `r`.
    #[inline(always)]
    pub(crate) fn get(self, r: usize) -> Value {
        // SAFETY: "In the frame" (module docs): `r` is an operand, or within a window whose size was checked.
        unsafe { self.0.add(r).read() }
    }

    /// Changes slot `r`.
    #[inline(always)]
    pub(crate) fn set(self, r: usize, v: Value) {
        // SAFETY: as for `get`.
        unsafe { self.0.add(r).write(v) }
    }

    /// The content of the slot `n` below.
    #[inline(always)]
    pub(crate) fn get_below(self, n: usize) -> Value {
        self.below(n).get(0)
    }

    /// The frame or window that begins at slot `r`.
    #[inline(always)]
    pub(crate) fn window(self, r: usize) -> Frame {
        Frame(self.0.wrapping_add(r))
    }

    /// The frame or window that begins `n` slots below.
    #[inline(always)]
    pub(crate) fn below(self, n: usize) -> Frame {
        Frame(self.0.wrapping_sub(n))
    }

    /// The frame or window that begins `n` bytes below.
    #[inline(always)]
    pub(crate) fn bytes_below(self, n: usize) -> Frame {
        Frame(self.0.wrapping_byte_sub(n))
    }

    /// The address, to compare with the stack limit.
    #[inline(always)]
    pub(crate) fn address(self) -> usize {
        self.0.addr()
    }

    /// Slots between `lower` and this.
    #[inline(always)]
    pub(crate) fn slots_above(self, lower: Frame) -> usize {
        debug_assert!(self >= lower);
        (self.0.addr() - lower.0.addr()) / WORD
    }

    /// Where this frame returns to.
    #[inline(always)]
    pub(crate) fn link(self) -> Link {
        Link::of_word(self.get_below(1))
    }

    /// Changes where this frame returns to.
    #[inline(always)]
    pub(crate) fn set_link(self, link: Link) {
        self.below(1).set(0, link.word());
    }

    /// `count` slots from slot `first`.
    #[inline(always)]
    pub(crate) fn slice<'a>(self, first: usize, count: usize) -> &'a [Value] {
        // SAFETY: "In the frame"; callers bound the lifetime by a borrow or use the slice at once.
        unsafe { std::slice::from_raw_parts(self.0.add(first), count) }
    }

    /// `count` slots from slot `first`, to be changed.
    #[inline(always)]
    pub(crate) fn slice_mut<'a>(&self, first: usize, count: usize) -> &'a mut [Value] {
        // SAFETY: "In the frame"; the collector uses the slice at once, while the interpreter waits for it.
        unsafe { std::slice::from_raw_parts_mut(self.0.add(first), count) }
    }

    /// Copies `count` slots from slot `from` of `source` to slot `to` of this frame; they may overlap.
    #[inline(always)]
    pub(crate) fn copy(self, to: usize, source: Frame, from: usize, count: usize) {
        // SAFETY: "In the frame" for both.
        unsafe { std::ptr::copy(source.0.add(from), self.0.add(to), count) }
    }
}

/// Address of an instruction word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub(crate) struct Pc(*const u64);

impl Pc {
    /// No instruction.
    pub(crate) const NONE: Pc = Pc(std::ptr::null());

    /// The first word of `code`, which stays where it is.
    pub(crate) fn first(code: &[u64]) -> Pc {
        Pc(code.as_ptr())
    }

    /// The first of words that may change, which stay where they are.
    pub(crate) fn of_cells(code: &[std::cell::Cell<u64>]) -> Pc {
        Pc(code.as_ptr().cast())
    }

    /// The word here.
    #[inline(always)]
    pub(crate) fn read(self) -> u64 {
        // SAFETY: "In the frame" (module docs): code ends in an instruction that does not go on.
        unsafe { self.0.read() }
    }

    /// The word before this one, which is one of a procedure's code, becomes what `change` makes of it.
    #[inline(always)]
    pub(crate) fn change_last(self, change: impl FnOnce(u64) -> u64) {
        let last = self.offset(-1);
        let word = change(last.read());
        // SAFETY: "In the frame": the word of a running instruction of a procedure is a cell of `Code::words`, to
        // which the pointer was made by `Pc::of_cells`; nobody holds references into cells.
        unsafe { last.0.cast_mut().write(word) }
    }

    /// `n` words on (or back).
    #[inline(always)]
    pub(crate) fn offset(self, n: isize) -> Pc {
        Pc(self.0.wrapping_offset(n))
    }

    /// The index of this word in `code`.
    pub(crate) fn index_in(self, code: &[std::cell::Cell<u64>]) -> usize {
        (self.0.addr() - code.as_ptr().addr()) / WORD
    }

    /// As a word that the collector takes for a fixnum.
    #[inline(always)]
    pub(crate) fn word(self) -> Value {
        Value::from_bits(self.0.expose_provenance() as u64)
    }

    /// Of a word that [`Pc::word`] made.
    #[inline(always)]
    pub(crate) fn of_word(word: Value) -> Pc {
        Pc(with_exposed_provenance(word.bits() as usize))
    }
}

/// The slots of the running template: its constants and what calls need to know about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub(crate) struct Consts(*const Value);

/// The slots between [`Template::INFO`] and the procedure's own constants.
impl Consts {
    /// Slot of the argument count as a fixnum: see [`Consts::arity_word`].
    pub(crate) const ARITY: usize = Template::FIRST_CONSTANT;
    /// Slot of the frame's size in slots, as a fixnum.
    pub(crate) const FRAME_SIZE: usize = Template::FIRST_CONSTANT + 1;
    /// Slot of the address of the return descriptors; of the clauses, if it is a `case-lambda`.
    pub(crate) const RETURNS: usize = Template::FIRST_CONSTANT + 2;
    /// Slot of the procedure's first own constant.
    pub(crate) const FIRST: usize = Template::FIRST_CONSTANT + 3;

    /// No template.
    pub(crate) const NONE: Consts = Consts(std::ptr::null());

    /// From here down, the argument count tells how many clauses there are.
    pub(crate) const CASES: i64 = -(1 << 20);

    /// What says how many arguments are taken: `n` exactly, `-1 - n` at least `n`, `CASES - n` as one of `n` clauses
    /// wants it.
    pub(crate) fn arity_word(arity: &Arity) -> Value {
        Value::fixnum(match arity {
            Arity::Exactly(n) => i64::from(*n),
            Arity::AtLeast(n) => -1 - i64::from(*n),
            Arity::Cases(cases) => Consts::CASES - cases.len() as i64,
        })
    }

    /// The slots of `template`, which never moves.
    #[inline(always)]
    pub(crate) fn of(template: Value) -> Consts {
        debug_assert!(template.as_template().is_some());
        let address = template.bits().wrapping_add_signed(SLOTS_OFFSET as i64);
        Consts(with_exposed_provenance(address as usize))
    }

    /// The template as a value.
    #[inline(always)]
    pub(crate) fn template(self) -> Value {
        Value::from_bits((self.0.addr() as u64).wrapping_add_signed(-(SLOTS_OFFSET as i64)))
    }

    /// The address of the slots as a word that the collector takes for a fixnum.
    pub(crate) fn word(self) -> Value {
        Value::from_bits(self.0.expose_provenance() as u64)
    }

    /// Slot `i` of the template.
    #[inline(always)]
    fn slot(self, i: usize) -> Value {
        // SAFETY: "In the frame" (module docs); templates never move and the running one is a root.
        unsafe { self.0.add(i).read() }
    }

    /// Constant `i` of the procedure.
    #[inline(always)]
    pub(crate) fn get(self, i: usize) -> Value {
        self.slot(Consts::FIRST + i)
    }

    /// The first instruction.
    #[inline(always)]
    pub(crate) fn entry(self) -> Pc {
        Pc::of_word(self.slot(Template::CODE))
    }

    /// The argument count as a fixnum, negative if the entry must look closer.
    #[inline(always)]
    pub(crate) fn arity(self) -> Value {
        self.slot(Consts::ARITY)
    }

    /// Slots of the frame.
    #[inline(always)]
    pub(crate) fn frame_size(self) -> usize {
        self.slot(Consts::FRAME_SIZE).fixnum_value() as usize
    }

    /// Descriptor of return point `i`.
    #[inline(always)]
    pub(crate) fn return_point(self, i: usize) -> Link {
        let first: *const ReturnDescriptor =
            with_exposed_provenance(self.slot(Consts::RETURNS).bits() as usize);
        Link(first.wrapping_add(i))
    }

    /// What the registry knows of the procedure.
    #[inline(always)]
    pub(crate) fn code<'a>(self) -> &'a Code {
        let code: *const Code = with_exposed_provenance(self.slot(Template::INFO).bits() as usize);
        // SAFETY: `load.rs` put the address of a registered `Code` there; the registry frees it only after the
        // template died, and this one is running or in a frame.
        unsafe { &*code }
    }
}

/// A link word: the address of a return descriptor.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Link(*const ReturnDescriptor);

impl Link {
    /// The link to this descriptor, which stays where it is.
    #[inline(always)]
    pub(crate) fn to(descriptor: &ReturnDescriptor) -> Link {
        Link(descriptor)
    }

    /// As a word that the collector takes for a fixnum.
    #[inline(always)]
    pub(crate) fn word(self) -> Value {
        Value::from_bits(self.0.expose_provenance() as u64)
    }

    /// Of a word that [`Link::word`] made.
    #[inline(always)]
    pub(crate) fn of_word(word: Value) -> Link {
        Link(with_exposed_provenance(word.bits() as usize))
    }

    /// The descriptor.
    #[inline(always)]
    pub(crate) fn descriptor<'a>(self) -> &'a ReturnDescriptor {
        // SAFETY: link words are written by calls only, from descriptors that a `Code` or the machine owns; a
        // `Code` lives as long as its template, which frames keep alive, in the stack and in the heap (`control/roots.rs`).
        unsafe { &*self.0 }
    }
}

/// Captured value `i` of `closure`, which is the running closure of verified code.
#[inline(always)]
pub(crate) fn captured(closure: Value, i: usize) -> Value {
    debug_assert!(closure.as_closure().is_some());
    Mutator::load_slot(closure, eyas_heap::object::Closure::FIRST_CAPTURE + i)
}

/// Where the context of a thread keeps its stack limit, for other threads that want to interrupt it.
pub(crate) fn limit_address(limit: &std::sync::atomic::AtomicUsize) -> *mut usize {
    with_exposed_provenance_mut(std::ptr::from_ref(limit).expose_provenance())
}
