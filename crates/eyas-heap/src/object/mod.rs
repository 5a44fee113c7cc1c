//! Typed views of heap objects: what each kind's slots and bytes mean, and the only code that reads them.
//!
//! A view ([`Vector`], [`Closure`], …) is a [`Value`] whose kind has been tested: `Value::as_vector` is the one way
//! to get a [`Vector`], and costs a tag test and one 16-bit compare with the header. So a view's readers need no
//! further test. Like any `Value`, a view is stale after a collection; `root.rs` has the one rule.
//!
//! - Readers are methods of the view. Those that return slices borrow the [`Mutator`], so that nothing can
//!   allocate or write while the slice lives.
//! - Writers take `&mut Mutator`, because storing a pointer marks a card.
//! - Constructors (`alloc…`) are infallible within a reservation: the caller first passes the sum of the `SIZE`s
//!   and `size_for(n)`s to `Mutator::reserve` and only then loads the values it passes on.
//! - Indices given by programs are checked by `get`, `set` and `place`, which return `Option`. A [`Place`] is the
//!   proof that an index is in bounds; lengths never change, so it stays good until the next collection.

mod bytevector;
mod closure;
mod condition;
mod control;
mod number;
mod pair;
mod port;
mod record;
mod string;
mod symbol;
pub mod table;
pub mod text;
mod vector;
mod weak;

#[cfg(test)]
mod tests;

pub use bytevector::Bytevector;
pub use closure::{Cell, Closure};
pub use condition::Condition;
pub use control::{Continuation, Environment, Frames, Global, Parameter, Primitive, Template};
pub use number::{Bignum, Compnum, Flonum, Ratnum, Rectnum, eqv, integer};
pub use pair::{ListEnd, Pair};
pub use port::Port;
pub use record::{Record, RecordType};
pub use string::StringObject;
pub use symbol::Symbol;
pub use table::Table;
pub use vector::Vector;
pub use weak::{Ephemeron, WeakPair};

use crate::kinds::Kind;
use crate::layout::{ALIGNMENT, CARD_SHIFT, LENGTH_MAX, SLOTS_OFFSET, WORD};
use crate::memory;
use crate::mutator::Mutator;
use crate::value::{Header, Value};
use std::fmt;
use std::ops::Range;

/// Bytes to reserve for an object of `n` slots; more than any heap has if `n` is absurd.
#[inline]
pub const fn slots_size(n: usize) -> usize {
    if n > LENGTH_MAX / WORD {
        ABSURD
    } else {
        round_up(WORD + n * WORD)
    }
}

/// Bytes to reserve for a leaf of `n` bytes; more than any heap has if `n` is absurd.
#[inline]
pub const fn bytes_size(n: usize) -> usize {
    if n > LENGTH_MAX {
        ABSURD
    } else {
        round_up(WORD + n)
    }
}

/// A size that no reservation grants, small enough that sums of a few of them do not overflow.
const ABSURD: usize = 1 << 56;

const fn round_up(n: usize) -> usize {
    (n + ALIGNMENT - 1) & !(ALIGNMENT - 1)
}

impl Value {
    /// The header of an object that has one; `None` for immediates and pairs.
    #[inline]
    pub fn header(self) -> Option<Header> {
        if self.is_object() {
            Some(header_of(self))
        } else {
            None
        }
    }

    /// The kind of an object that has a header; `None` for immediates and pairs.
    #[inline]
    pub fn kind(self) -> Option<Kind> {
        self.header().map(Header::kind)
    }

    /// True if this is an object of kind `kind`: a tag test and one compare.
    #[inline]
    pub fn is_kind(self, kind: Kind) -> bool {
        self.header().is_some_and(|header| header.is(kind))
    }
}

/// Several kinds, for tests that accept each of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KindSet(u64);

const _: () = assert!(Kind::ALL.len() <= 64);

impl KindSet {
    /// The set of these kinds.
    pub const fn of(kinds: &[Kind]) -> KindSet {
        let mut bits = 0;
        let mut i = 0;
        while i < kinds.len() {
            bits |= 1 << kinds[i] as u32;
            i += 1;
        }
        KindSet(bits)
    }
}

impl Value {
    /// True if this is an object of one of these kinds: a tag test and a bit test.
    #[inline]
    pub fn is_one_of(self, kinds: KindSet) -> bool {
        self.header()
            .is_some_and(|header| kinds.0 >> (header.kind_number() & 63) & 1 != 0)
    }
}

/// For assertions and logs: what the word itself tells, without looking at the object, which may be stale.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(n) = self.as_fixnum() {
            write!(f, "{n}")
        } else if self.is_immediate_flonum() {
            write!(f, "{:?}", self.immediate_flonum_value())
        } else if let Some(c) = self.as_char() {
            write!(f, "{c:?}")
        } else if self.is_pair() {
            write!(f, "pair@{:x}", self.address())
        } else if self.is_object() {
            write!(f, "object@{:x}", self.address())
        } else {
            let name = match *self {
                Value::FALSE => "#f",
                Value::TRUE => "#t",
                Value::NIL => "()",
                Value::EOF => "eof",
                Value::UNSPECIFIED => "unspecified",
                Value::UNBOUND => "unbound",
                Value::ABSENT => "absent",
                Value::BROKEN => "broken",
                other => return write!(f, "word {:#x}", other.bits()),
            };
            f.write_str(name)
        }
    }
}

// The access functions below are safe as those of `memory.rs` are, by the same invariant: the views pass only live
// objects of the right kind, and indices within them. Those that return slices leave the lifetime open; callers bound
// it by a borrow of the mutator, or drop the slice before anything is written or collected.

/// The header of an object.
#[inline(always)]
fn header_of(object: Value) -> Header {
    Mutator::header(object)
}

/// Address of the first slot or byte of an object; 8-aligned.
#[inline(always)]
fn payload(object: Value) -> usize {
    debug_assert!(object.is_object());
    object.bits().wrapping_add_signed(SLOTS_OFFSET as i64) as usize
}

/// Slot `i` of an object of a `slots` kind.
#[inline(always)]
fn slot(object: Value, i: usize) -> Value {
    Mutator::load_slot(object, i)
}

/// All slots of an object of a `slots` kind.
#[inline(always)]
fn slots<'a>(object: Value) -> &'a [Value] {
    debug_assert!(!header_of(object).kind().is_leaf());
    let first = std::ptr::with_exposed_provenance(payload(object));
    // SAFETY: the payload of a live `slots` object is as many aligned words as its header says, and every word is a
    // `Value`; the lifetime is the caller's matter (above).
    unsafe { std::slice::from_raw_parts(first, header_of(object).length()) }
}

/// All slots of an object of a `slots` kind, to be written; the caller marks the cards unless the object is fresh.
#[inline(always)]
fn slots_mut<'a>(object: Value) -> &'a mut [Value] {
    debug_assert!(!header_of(object).kind().is_leaf());
    let first = std::ptr::with_exposed_provenance_mut(payload(object));
    // SAFETY: as for `slots`.
    unsafe { std::slice::from_raw_parts_mut(first, header_of(object).length()) }
}

/// The write barrier for the slots of `range`.
fn mark_cards(m: &mut Mutator, object: Value, range: Range<usize>) {
    if range.is_empty() {
        return;
    }
    let first = payload(object) + range.start * WORD;
    let last = payload(object) + (range.end - 1) * WORD;
    for card in first >> CARD_SHIFT..=last >> CARD_SHIFT {
        m.mark_card(card << CARD_SHIFT);
    }
}

/// The bytes of a leaf.
#[inline(always)]
fn leaf_bytes<'a>(leaf: Value) -> &'a [u8] {
    debug_assert!(header_of(leaf).kind().is_leaf());
    memory::bytes(payload(leaf), header_of(leaf).length())
}

/// The bytes of a leaf, to be written.
#[inline(always)]
fn leaf_bytes_mut<'a>(leaf: Value) -> &'a mut [u8] {
    debug_assert!(header_of(leaf).kind().is_leaf());
    memory::bytes_mut(payload(leaf), header_of(leaf).length())
}

/// A slot that is known to exist: the proof that an index is in bounds.
#[derive(Clone, Copy)]
pub struct Place {
    object: Value,
    index: usize,
}

impl Place {
    /// Reads the slot.
    #[inline]
    pub fn load(self) -> Value {
        slot(self.object, self.index)
    }

    /// Writes the slot.
    #[inline]
    pub fn store(self, m: &mut Mutator, v: Value) {
        m.store_slot(self.object, self.index, v);
    }
}

/// Defines views for kinds: the type, `value()`, and the test in `Value`.
macro_rules! views {
    ($($(#[$doc:meta])* $view:ident, $test:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[repr(transparent)]
        pub struct $view($crate::value::Value);

        impl $view {
            /// The object as a value.
            #[inline]
            pub const fn value(self) -> $crate::value::Value {
                self.0
            }
        }

        impl From<$view> for $crate::value::Value {
            #[inline]
            fn from(view: $view) -> $crate::value::Value {
                view.0
            }
        }

        impl $crate::value::Value {
            #[doc = concat!("This value as a [`", stringify!($view), "`](crate::object::", stringify!($view),
                ") if it is one.")]
            #[inline]
            pub fn $test(self) -> Option<$view> {
                if self.is_kind($crate::kinds::Kind::$view) { Some($view(self)) } else { None }
            }
        }
    )*};
}
use views;

/// Defines the slots of a view of a `slots` kind: index constant, reader, and writer where there may be one.
macro_rules! fields {
    ($view:ident { $($(#[$doc:meta])* $name:ident = $index:literal, $get:ident $(, $set:ident)?;)* }) => {
        impl $view {$(
            #[doc = concat!("Slot of [`", stringify!($view), "::", stringify!($get), "`].")]
            pub const $name: usize = $index;

            $(#[$doc])*
            #[inline]
            pub fn $get(self) -> $crate::value::Value {
                $crate::object::slot(self.0, $index)
            }

            $(
                #[doc = concat!("Changes what [`", stringify!($get), "`](Self::", stringify!($get), ") returns.")]
                #[inline]
                pub fn $set(self, m: &mut $crate::mutator::Mutator, v: $crate::value::Value) {
                    m.store_slot(self.0, $index, v);
                }
            )?
        )*}
    };
}
use fields;

/// Allocates an object with exactly these slots, within a reservation of `slots_size(N)`.
#[inline]
fn alloc_fields<const N: usize>(m: &mut Mutator, kind: Kind, fields: [Value; N]) -> Value {
    let object = m.slots(kind, 0, N);
    for (i, v) in fields.into_iter().enumerate() {
        m.init_slot(object, i, v);
    }
    object
}
