//! The tree that reading yields and writing takes.
//!
//! A [`Datum`] is a shared, immutable node with the span it was read from. Lists are kept as arrays of
//! their elements, not as pairs: the compiler looks at "the third element" far more than at "the rest
//! of the rest", and a proper list of a million elements is then one node. Cycles and sharing written
//! with datum labels (R7RS 2.4) stay labels and references to them, so the tree never has a cycle;
//! who wants the graph (the loader of constants, `read`) ties the knots.
//!
//! Invariants: the empty list is a `List` with no items and no tail; a `List` with a tail has at least
//! one item; a tail is never itself a `List` (a label may stand between); `Label` and `LabelRef` occur
//! only in pairs as the reader checked them. Nothing recurses on the depth of a datum: dropping, comparing
//! and hashing use explicit stacks.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use crate::number::Number;
use crate::source::Span;
use crate::symbol::Symbol;

/// A datum: what `read` reads and `quote` quotes. Cloning shares.
#[derive(Clone)]
pub struct Datum(Rc<Node>);

struct Node {
    span: Span,
    kind: DatumKind,
}

/// What a datum is. End of file and the unspecified value are not data.
#[derive(Clone)]
pub enum DatumKind {
    /// `#t`, `#false`.
    Bool(bool),
    /// `#\a`.
    Char(char),
    /// Any number.
    Number(Number),
    /// An identifier.
    Symbol(Symbol),
    /// A string literal, escapes resolved.
    String(Box<str>),
    /// `#u8(1 2 3)`.
    Bytevector(Box<[u8]>),
    /// `#(a b c)`.
    Vector(Box<[Datum]>),
    /// `(a b c)`, `(a b . c)` or `()`. Make it with [`Datum::list_with_tail`], which keeps the tail
    /// from being a list.
    List {
        /// The elements before the dot.
        items: Box<[Datum]>,
        /// What stands after the dot.
        tail: Option<Datum>,
    },
    /// `#n=datum`.
    Label(u32, Datum),
    /// `#n#`.
    LabelRef(u32),
}

impl DatumKind {
    /// Whether some child has children itself, so that dropping or comparing needs a stack.
    fn is_deep(&self) -> bool {
        match self {
            DatumKind::Vector(items) => items.iter().any(Datum::has_children),
            DatumKind::List { items, tail } => {
                items.iter().any(Datum::has_children)
                    || tail.as_ref().is_some_and(Datum::has_children)
            }
            DatumKind::Label(_, datum) => datum.has_children(),
            _ => false,
        }
    }

    /// Moves the children out, leaving a leaf.
    fn take_children(&mut self, into: &mut Vec<Datum>) {
        match self {
            DatumKind::Vector(_) | DatumKind::List { .. } | DatumKind::Label(..) => {}
            _ => return,
        }
        match std::mem::replace(self, DatumKind::Bool(false)) {
            DatumKind::Vector(items) => into.extend(items),
            DatumKind::List { items, tail } => {
                into.extend(items);
                into.extend(tail);
            }
            DatumKind::Label(_, datum) => into.push(datum),
            _ => {}
        }
    }
}

impl Datum {
    /// A datum of this kind. For lists with a tail use [`Datum::list_with_tail`].
    pub fn new(span: Span, kind: DatumKind) -> Datum {
        debug_assert!(
            !matches!(&kind, DatumKind::List { items, tail: Some(tail) }
                if items.is_empty() || matches!(tail.kind(), DatumKind::List { .. })),
            "a list with a tail has an item, and its tail is no list"
        );
        Datum(Rc::new(Node { span, kind }))
    }

    /// `#t` or `#f`.
    pub fn bool(span: Span, value: bool) -> Datum {
        Datum::new(span, DatumKind::Bool(value))
    }

    /// A character.
    pub fn char(span: Span, value: char) -> Datum {
        Datum::new(span, DatumKind::Char(value))
    }

    /// A number.
    pub fn number(span: Span, value: impl Into<Number>) -> Datum {
        Datum::new(span, DatumKind::Number(value.into()))
    }

    /// A symbol.
    pub fn symbol(span: Span, name: Symbol) -> Datum {
        Datum::new(span, DatumKind::Symbol(name))
    }

    /// A string.
    pub fn string(span: Span, text: impl Into<Box<str>>) -> Datum {
        Datum::new(span, DatumKind::String(text.into()))
    }

    /// A bytevector.
    pub fn bytevector(span: Span, bytes: impl Into<Box<[u8]>>) -> Datum {
        Datum::new(span, DatumKind::Bytevector(bytes.into()))
    }

    /// A vector.
    pub fn vector(span: Span, items: impl Into<Box<[Datum]>>) -> Datum {
        Datum::new(span, DatumKind::Vector(items.into()))
    }

    /// The empty list.
    pub fn nil(span: Span) -> Datum {
        Datum::list(span, [])
    }

    /// A proper list.
    pub fn list(span: Span, items: impl Into<Box<[Datum]>>) -> Datum {
        Datum::new(
            span,
            DatumKind::List {
                items: items.into(),
                tail: None,
            },
        )
    }

    /// A list that ends in `tail`. A tail that is a list is joined to the items, so that
    /// `(a . (b c))` is `(a b c)`; with no items the result is the tail itself.
    pub fn list_with_tail(span: Span, items: impl Into<Vec<Datum>>, tail: Datum) -> Datum {
        let mut items = items.into();
        if items.is_empty() {
            return tail;
        }
        let tail = match tail.kind() {
            DatumKind::List { items: more, tail } => {
                items.extend(more.iter().cloned());
                tail.clone()
            }
            _ => Some(tail),
        };
        Datum::new(
            span,
            DatumKind::List {
                items: items.into_boxed_slice(),
                tail,
            },
        )
    }

    /// Where it was read.
    pub fn span(&self) -> Span {
        self.0.span
    }

    /// What it is.
    pub fn kind(&self) -> &DatumKind {
        &self.0.kind
    }

    /// The same datum said to stand elsewhere; the children keep their spans.
    #[must_use]
    pub fn with_span(&self, span: Span) -> Datum {
        Datum::new(span, self.kind().clone())
    }

    /// Whether both are one node in memory.
    pub fn same_node(&self, other: &Datum) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// The name, if it is a symbol.
    pub fn as_symbol(&self) -> Option<Symbol> {
        match self.kind() {
            DatumKind::Symbol(symbol) => Some(*symbol),
            _ => None,
        }
    }

    /// The elements, if it is a proper list.
    pub fn as_list(&self) -> Option<&[Datum]> {
        match self.kind() {
            DatumKind::List { items, tail: None } => Some(items),
            _ => None,
        }
    }

    /// Whether it is `()`.
    pub fn is_nil(&self) -> bool {
        self.as_list().is_some_and(<[Datum]>::is_empty)
    }

    /// Whether it has the same structure and leaves as `other`; spans do not count. Numbers compare
    /// by `eqv?` (so `1` and `1.0` differ), labels by their numbers.
    pub fn equal(&self, other: &Datum) -> bool {
        let mut pending: Vec<(&Datum, &Datum)> = vec![(self, other)];
        while let Some((a, b)) = pending.pop() {
            if a.same_node(b) {
                continue;
            }
            let same = match (a.kind(), b.kind()) {
                (DatumKind::Bool(a), DatumKind::Bool(b)) => a == b,
                (DatumKind::Char(a), DatumKind::Char(b)) => a == b,
                (DatumKind::Number(a), DatumKind::Number(b)) => a == b,
                (DatumKind::Symbol(a), DatumKind::Symbol(b)) => a == b,
                (DatumKind::String(a), DatumKind::String(b)) => a == b,
                (DatumKind::Bytevector(a), DatumKind::Bytevector(b)) => a == b,
                (DatumKind::LabelRef(a), DatumKind::LabelRef(b)) => a == b,
                (DatumKind::Vector(a), DatumKind::Vector(b)) => {
                    pending.extend(a.iter().zip(b.iter()));
                    a.len() == b.len()
                }
                (
                    DatumKind::List {
                        items: a,
                        tail: a_tail,
                    },
                    DatumKind::List {
                        items: b,
                        tail: b_tail,
                    },
                ) => {
                    pending.extend(a.iter().zip(b.iter()));
                    pending.extend(a_tail.iter().zip(b_tail.iter()));
                    a.len() == b.len() && a_tail.is_some() == b_tail.is_some()
                }
                (DatumKind::Label(m, a), DatumKind::Label(n, b)) => {
                    pending.push((a, b));
                    m == n
                }
                _ => false,
            };
            if !same {
                return false;
            }
        }
        true
    }

    fn has_children(&self) -> bool {
        match self.kind() {
            DatumKind::Vector(items) => !items.is_empty(),
            DatumKind::List { items, .. } => !items.is_empty(),
            DatumKind::Label(..) => true,
            _ => false,
        }
    }
}

impl Drop for Datum {
    /// Drops without recursion: a node about to die hands its children to a worklist first.
    fn drop(&mut self) {
        let Some(node) = Rc::get_mut(&mut self.0) else {
            return;
        };
        if !node.kind.is_deep() {
            return;
        }
        let mut doomed = Vec::new();
        node.kind.take_children(&mut doomed);
        while let Some(mut datum) = doomed.pop() {
            if let Some(node) = Rc::get_mut(&mut datum.0) {
                node.kind.take_children(&mut doomed);
            }
        }
    }
}

/// [`Datum::equal`].
impl PartialEq for Datum {
    fn eq(&self, other: &Datum) -> bool {
        self.equal(other)
    }
}

impl Eq for Datum {}

/// Agrees with [`Datum::equal`]; spans do not count.
impl Hash for Datum {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut pending = vec![self];
        while let Some(datum) = pending.pop() {
            std::mem::discriminant(datum.kind()).hash(state);
            match datum.kind() {
                DatumKind::Bool(value) => value.hash(state),
                DatumKind::Char(value) => value.hash(state),
                DatumKind::Number(value) => value.hash(state),
                DatumKind::Symbol(value) => value.hash(state),
                DatumKind::String(value) => value.hash(state),
                DatumKind::Bytevector(value) => value.hash(state),
                DatumKind::LabelRef(label) => label.hash(state),
                DatumKind::Vector(items) => {
                    items.len().hash(state);
                    pending.extend(items.iter());
                }
                DatumKind::List { items, tail } => {
                    items.len().hash(state);
                    tail.is_some().hash(state);
                    pending.extend(items.iter());
                    pending.extend(tail);
                }
                DatumKind::Label(label, datum) => {
                    label.hash(state);
                    pending.push(datum);
                }
            }
        }
    }
}

/// Written as [`crate::writer`] writes, except that symbols, whose names are elsewhere, show as `sym17`.
impl fmt::Debug for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::writer::write_anonymous(self))
    }
}
