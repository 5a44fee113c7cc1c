//! The table of object kinds: what can follow an object header, declared once.
//!
//! Everything that must agree on a kind (the tracer, the sizer, the verifier, type predicates, later the machine
//! code) is derived from [`object_kinds!`](crate::object_kinds). There are only two shapes, so that scanning needs no
//! dispatch (`ARCHITECTURE.md`, "Heap"): `slots` objects are a header and tagged words, `bytes` objects ("leaves")
//! are a header and raw bytes, and leaves live in blocks of their own.

/// Calls `$consumer! { … }` with every row: `/// doc` `Name shape "name for people"`.
///
/// - *shape* `slots`: the header's length counts tagged words. A raw machine address may stand in a slot only if
///   it is 8-aligned, so that it reads as a fixnum.
/// - *shape* `bytes`: the header's length counts raw bytes; nothing in it is traced.
#[macro_export]
macro_rules! object_kinds {
    ($consumer:ident) => {
        $consumer! {
            /// Element 0 … n-1.
            Vector slots "vector",
            /// Template, then the captured values.
            Closure slots "procedure",
            /// One assigned local variable.
            Cell slots "cell",
            /// One top-level variable: value, name.
            Global slots "global",
            /// Record type, then the fields.
            Record slots "record",
            /// Name, vector of field names, parent or #f, flags.
            RecordType slots "record type",
            /// Name (an immutable string), hash (fixnum).
            Symbol slots "symbol",
            /// Body of one byte per character (Latin-1).
            StringLatin slots "string",
            /// Body of four bytes per character.
            StringWide slots "string",
            /// Exact rational: numerator, denominator (> 1, lowest terms).
            Ratnum slots "number",
            /// Exact complex: real part, imaginary part (not exact zero).
            Rectnum slots "number",
            /// Compiled procedure: raw addresses of its code, then its constants. Never moves.
            Template slots "template",
            /// A procedure that is a primitive: primitive number (fixnum), name.
            Primitive slots "procedure",
            /// A parameter object: default value, converter or #f.
            Parameter slots "procedure",
            /// A captured continuation: where its frames are, what is below them, the dynamic state.
            Continuation slots "procedure",
            /// Frames copied out of the stack, dead slots cleared.
            Frames slots "stack frames",
            /// Error object: kind, message, irritants, payload, place, backtrace.
            Condition slots "condition",
            /// Hash table: see `object/table.rs`.
            Table slots "hash table",
            /// Car held weakly, cdr held strongly.
            WeakPair slots "weak pair",
            /// Key held weakly; datum held only while the key lives.
            Ephemeron slots "ephemeron",
            /// Port: raw address of its native buffer, then tagged state.
            Port slots "port",
            /// A top-level environment for `eval`: number (fixnum).
            Environment slots "environment",
            /// A bytevector's bytes.
            Bytes bytes "bytevector",
            /// The characters of a string.
            Text bytes "string body",
            /// Magnitude, 64-bit limbs, least significant first; the sign is a header flag.
            Bignum bytes "number",
            /// A flonum whose exponent is outside the self-tagged range.
            Flonum bytes "number",
            /// Inexact complex: two raw doubles.
            Compnum bytes "number",
        }
    };
}

macro_rules! define_kinds {
    ($($(#[$doc:meta])* $name:ident $shape:ident $people:literal,)*) => {
        /// What an object is; stored in its header.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Kind { $($(#[$doc])* $name),* }

        impl Kind {
            /// Every kind, in table order.
            pub const ALL: &[Kind] = &[$(Kind::$name),*];

            /// True if the object's payload is raw bytes, which the collector does not look at.
            #[inline]
            pub const fn is_leaf(self) -> bool {
                match self { $(Kind::$name => define_kinds!(@leaf $shape)),* }
            }

            /// What users call such an object.
            pub const fn people_name(self) -> &'static str {
                match self { $(Kind::$name => $people),* }
            }
        }
    };
    (@leaf slots) => { false };
    (@leaf bytes) => { true };
}
object_kinds!(define_kinds);

impl Kind {
    /// The kind with number `n`, if there is one.
    #[inline]
    pub const fn from_number(n: u8) -> Option<Kind> {
        if (n as usize) < Kind::ALL.len() {
            Some(Kind::ALL[n as usize])
        } else {
            None
        }
    }
}
