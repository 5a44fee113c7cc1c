//! Syntax objects: data with sets of scopes, which are pushed down only when somebody looks.
//!
//! What the reader read is used as it is: a [`Syntax`] over a [`Datum`] has one set of scopes for the whole tree, so
//! that adding a scope to a form of any size changes one number. What macros build has a set per child, and a
//! delta that waits to be added to all of them.
//!
//! Invariants: for a tree as read, `scopes` is the full set of every identifier in it; for a built one it is the
//! delta still to be added to its children, all of whose scopes are older; leaves are always as read; a built
//! list keeps the invariants of [`DatumKind::List`]. Dropping does not recurse.

use std::rc::Rc;

use eyas_datum::datum::{Datum, DatumKind};
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use super::scope::{ScopeId, Scopes, SetId};

/// A datum whose identifiers have scopes. Cloning shares.
#[derive(Clone)]
pub struct Syntax {
    repr: Repr,
    scopes: SetId,
}

#[derive(Clone)]
enum Repr {
    Read(Datum),
    Built(Rc<Built>),
}

struct Built {
    span: Span,
    kind: BuiltKind,
    /// As [`Syntax::least_recent`], without the delta.
    least_recent: ScopeId,
}

enum BuiltKind {
    List {
        items: Box<[Syntax]>,
        tail: Option<Syntax>,
    },
    Vector(Box<[Syntax]>),
}

/// A name with scopes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Ident {
    /// The name.
    pub name: Symbol,
    /// The scopes.
    pub scopes: SetId,
    /// Where it stands.
    pub span: Span,
}

/// The outermost structure of a syntax object.
pub enum Shape {
    /// An identifier.
    Ident(Ident),
    /// Elements, and what stands after the dot.
    List(Vec<Syntax>, Option<Syntax>),
    /// A vector.
    Vector(Vec<Syntax>),
    /// `#n=` before a datum.
    Label(u32, Syntax),
    /// `#n#`.
    LabelRef(u32),
    /// Anything else: it means itself.
    Constant(Datum),
}

impl Syntax {
    /// A datum, all of whose identifiers have these scopes.
    pub fn new(datum: Datum, scopes: SetId) -> Syntax {
        Syntax {
            repr: Repr::Read(datum),
            scopes,
        }
    }

    /// An identifier.
    pub fn ident(name: Symbol, scopes: SetId, span: Span) -> Syntax {
        Syntax::new(Datum::symbol(span, name), scopes)
    }

    /// A list; a tail that is a list is joined to the items.
    pub fn list(
        span: Span,
        mut items: Vec<Syntax>,
        mut tail: Option<Syntax>,
        scopes: &mut Scopes,
    ) -> Syntax {
        while let Some(end) = tail.take() {
            if items.is_empty() {
                return end;
            }
            match end.into_list(scopes) {
                Ok((more, next)) => {
                    items.extend(more);
                    tail = next;
                }
                Err(end) => {
                    tail = Some(end);
                    break;
                }
            }
        }
        let least_recent = items
            .iter()
            .chain(&tail)
            .map(|part| part.least_recent(scopes))
            .min()
            .unwrap_or(ScopeId::LAST);
        let kind = BuiltKind::List {
            items: items.into_boxed_slice(),
            tail,
        };
        Syntax::built(span, kind, least_recent)
    }

    fn built(span: Span, kind: BuiltKind, least_recent: ScopeId) -> Syntax {
        let built = Built {
            span,
            kind,
            least_recent,
        };
        Syntax {
            repr: Repr::Built(Rc::new(built)),
            scopes: SetId::EMPTY,
        }
    }

    /// A vector.
    pub fn vector(span: Span, items: Vec<Syntax>) -> Syntax {
        // Vectors are rare in code: no need to know better.
        let least_recent = ScopeId::FIRST;
        Syntax::built(
            span,
            BuiltKind::Vector(items.into_boxed_slice()),
            least_recent,
        )
    }

    /// A scope such that every identifier in it has that one or a later one.
    pub fn least_recent(&self, scopes: &Scopes) -> ScopeId {
        match &self.repr {
            Repr::Read(datum) => match datum.kind() {
                DatumKind::Symbol(_)
                | DatumKind::List { .. }
                | DatumKind::Vector(_)
                | DatumKind::Label(..)
                | DatumKind::LabelRef(_)
                    if !datum.is_nil() =>
                {
                    scopes.last(self.scopes).unwrap_or(ScopeId::FIRST)
                }
                _ => ScopeId::LAST,
            },
            // What waits to be added is later than anything below.
            Repr::Built(built) => scopes.last(self.scopes).unwrap_or(built.least_recent),
        }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        match &self.repr {
            Repr::Read(datum) => datum.span(),
            Repr::Built(built) => built.span,
        }
    }

    /// The full set of a tree as read, `None` for a built one, whose parts have their own.
    pub fn uniform_scopes(&self) -> Option<SetId> {
        match self.repr {
            Repr::Read(_) => Some(self.scopes),
            Repr::Built(_) => None,
        }
    }

    /// The tree as read, if it is one.
    pub fn as_read(&self) -> Option<&Datum> {
        match &self.repr {
            Repr::Read(datum) => Some(datum),
            Repr::Built(_) => None,
        }
    }

    /// Everything in it has one more scope, a fresh one. Takes constant time.
    #[must_use]
    pub fn add(&self, scope: ScopeId, scopes: &mut Scopes) -> Syntax {
        Syntax {
            repr: self.repr.clone(),
            scopes: scopes.add(self.scopes, scope),
        }
    }

    /// As [`Syntax::add`], in place.
    pub fn mark(&mut self, scope: ScopeId, scopes: &mut Scopes) {
        self.scopes = scopes.add(self.scopes, scope);
    }

    /// Everything in it has more scopes, which are greater than all it has.
    pub fn mark_all(&mut self, more: SetId, scopes: &mut Scopes) {
        self.scopes = scopes.join(self.scopes, more);
    }

    /// The identifier, if it is one.
    pub fn as_ident(&self) -> Option<Ident> {
        match &self.repr {
            Repr::Read(datum) => {
                let name = datum.as_symbol()?;
                Some(Ident {
                    name,
                    scopes: self.scopes,
                    span: datum.span(),
                })
            }
            Repr::Built(_) => None,
        }
    }

    /// The identifier at the head of a list, if there is one.
    pub fn head_ident(&self, scopes: &mut Scopes) -> Option<Ident> {
        match &self.repr {
            Repr::Read(datum) => match datum.kind() {
                DatumKind::List { items, .. } => {
                    let head = items.first()?;
                    let name = head.as_symbol()?;
                    Some(Ident {
                        name,
                        scopes: self.scopes,
                        span: head.span(),
                    })
                }
                _ => None,
            },
            Repr::Built(built) => match &built.kind {
                BuiltKind::List { items, .. } => {
                    let mut id = items.first()?.as_ident()?;
                    id.scopes = scopes.join(id.scopes, self.scopes);
                    Some(id)
                }
                BuiltKind::Vector(_) => None,
            },
        }
    }

    /// Whether it is a list that is not empty.
    pub fn is_pair(&self) -> bool {
        match &self.repr {
            Repr::Read(datum) => {
                matches!(datum.kind(), DatumKind::List { items, .. } if !items.is_empty())
            }
            Repr::Built(built) => {
                matches!(&built.kind, BuiltKind::List { items, .. } if !items.is_empty())
            }
        }
    }

    /// The number of elements before the dot, and whether there is a dot; `None` if it is no list.
    pub fn list_length(&self) -> Option<(usize, bool)> {
        match &self.repr {
            Repr::Read(datum) => match datum.kind() {
                DatumKind::List { items, tail } => Some((items.len(), tail.is_some())),
                _ => None,
            },
            Repr::Built(built) => match &built.kind {
                BuiltKind::List { items, tail } => Some((items.len(), tail.is_some())),
                BuiltKind::Vector(_) => None,
            },
        }
    }

    /// The element at an index below [`Syntax::list_length`].
    pub fn element(&self, index: usize, scopes: &mut Scopes) -> Option<Syntax> {
        match &self.repr {
            Repr::Read(datum) => match datum.kind() {
                DatumKind::List { items, .. } => {
                    Some(Syntax::new(items.get(index)?.clone(), self.scopes))
                }
                _ => None,
            },
            Repr::Built(built) => match &built.kind {
                BuiltKind::List { items, .. } => {
                    Some(pushed(items.get(index)?, self.scopes, scopes))
                }
                BuiltKind::Vector(_) => None,
            },
        }
    }

    /// The elements of a proper list.
    pub fn items(&self, scopes: &mut Scopes) -> Option<Vec<Syntax>> {
        match &self.repr {
            Repr::Read(datum) => {
                let items = datum.as_list()?;
                Some(
                    items
                        .iter()
                        .map(|d| Syntax::new(d.clone(), self.scopes))
                        .collect(),
                )
            }
            Repr::Built(built) => match &built.kind {
                BuiltKind::List { items, tail: None } => Some(
                    items
                        .iter()
                        .map(|s| pushed(s, self.scopes, scopes))
                        .collect(),
                ),
                _ => None,
            },
        }
    }

    /// The elements and the tail of a list; itself if it is none.
    pub fn into_list(self, scopes: &mut Scopes) -> Result<(Vec<Syntax>, Option<Syntax>), Syntax> {
        match &self.repr {
            Repr::Read(datum) => match datum.kind() {
                DatumKind::List { items, tail } => {
                    let of = |d: &Datum| Syntax::new(d.clone(), self.scopes);
                    Ok((items.iter().map(of).collect(), tail.as_ref().map(of)))
                }
                _ => Err(self),
            },
            Repr::Built(built) => match &built.kind {
                BuiltKind::List { items, tail } => {
                    let more = self.scopes;
                    Ok((
                        items.iter().map(|s| pushed(s, more, scopes)).collect(),
                        tail.as_ref().map(|s| pushed(s, more, scopes)),
                    ))
                }
                BuiltKind::Vector(_) => Err(self),
            },
        }
    }

    /// The elements from `index` on and the tail, as a syntax object; for `index` not beyond the length.
    pub fn rest(&self, index: usize, scopes: &mut Scopes) -> Syntax {
        match self.clone().into_list(scopes) {
            Ok((mut items, tail)) => {
                let rest = items.split_off(index.min(items.len()));
                Syntax::list(self.span(), rest, tail, scopes)
            }
            Err(itself) => itself,
        }
    }

    /// The elements of a vector.
    pub fn vector_items(&self, scopes: &mut Scopes) -> Option<Vec<Syntax>> {
        match &self.repr {
            Repr::Read(datum) => match datum.kind() {
                DatumKind::Vector(items) => Some(
                    items
                        .iter()
                        .map(|d| Syntax::new(d.clone(), self.scopes))
                        .collect(),
                ),
                _ => None,
            },
            Repr::Built(built) => match &built.kind {
                BuiltKind::Vector(items) => Some(
                    items
                        .iter()
                        .map(|s| pushed(s, self.scopes, scopes))
                        .collect(),
                ),
                BuiltKind::List { .. } => None,
            },
        }
    }

    /// Takes it apart.
    pub fn shape(&self, scopes: &mut Scopes) -> Shape {
        if let Repr::Read(datum) = &self.repr {
            match datum.kind() {
                DatumKind::Symbol(name) => {
                    let (name, scopes, span) = (*name, self.scopes, datum.span());
                    return Shape::Ident(Ident { name, scopes, span });
                }
                DatumKind::Label(n, inner) => {
                    return Shape::Label(*n, Syntax::new(inner.clone(), self.scopes));
                }
                DatumKind::LabelRef(n) => return Shape::LabelRef(*n),
                DatumKind::List { .. } | DatumKind::Vector(_) => {}
                _ => return Shape::Constant(datum.clone()),
            }
        }
        if let Some(items) = self.vector_items(scopes) {
            return Shape::Vector(items);
        }
        match self.clone().into_list(scopes) {
            Ok((items, tail)) => Shape::List(items, tail),
            Err(_) => Shape::Vector(Vec::new()),
        }
    }

    /// The datum without scopes. `None` if it has more than `limit` nodes (a macro can share one part so often
    /// that the tree would not fit in memory). What was read is shared, not copied.
    pub fn to_datum(&self, limit: usize) -> Option<Datum> {
        enum Task<'a> {
            Visit(&'a Syntax),
            List { span: Span, base: usize, tail: bool },
            Vector { span: Span, base: usize },
        }
        let mut left = limit;
        let mut tasks = vec![Task::Visit(self)];
        let mut values: Vec<Datum> = Vec::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Visit(syntax) => {
                    left = left.checked_sub(1)?;
                    match &syntax.repr {
                        Repr::Read(datum) => values.push(datum.clone()),
                        Repr::Built(built) => {
                            let (span, base) = (built.span, values.len());
                            match &built.kind {
                                BuiltKind::List { items, tail } => {
                                    tasks.push(Task::List {
                                        span,
                                        base,
                                        tail: tail.is_some(),
                                    });
                                    tasks.extend(tail.iter().map(Task::Visit));
                                    tasks.extend(items.iter().rev().map(Task::Visit));
                                }
                                BuiltKind::Vector(items) => {
                                    tasks.push(Task::Vector { span, base });
                                    tasks.extend(items.iter().rev().map(Task::Visit));
                                }
                            }
                        }
                    }
                }
                Task::List { span, base, tail } => {
                    let end = if tail { values.pop() } else { None };
                    let items = values.split_off(base);
                    values.push(match end {
                        Some(end) => Datum::list_with_tail(span, items, end),
                        None => Datum::list(span, items),
                    });
                }
                Task::Vector { span, base } => {
                    let items = values.split_off(base);
                    values.push(Datum::vector(span, items));
                }
            }
        }
        values.pop()
    }

    /// The built children, moved out if nobody else has them.
    fn take_children(&mut self, into: &mut Vec<Syntax>) {
        if let Repr::Built(built) = &mut self.repr
            && let Some(built) = Rc::get_mut(built)
        {
            match &mut built.kind {
                BuiltKind::List { items, tail } => {
                    into.extend(std::mem::take(items));
                    into.extend(tail.take());
                }
                BuiltKind::Vector(items) => into.extend(std::mem::take(items)),
            }
        }
    }

    fn has_built_children(&self) -> bool {
        let is_built = |s: &Syntax| matches!(s.repr, Repr::Built(_));
        match &self.repr {
            Repr::Read(_) => false,
            Repr::Built(built) => match &built.kind {
                BuiltKind::List { items, tail } => {
                    items.iter().any(is_built) || tail.as_ref().is_some_and(is_built)
                }
                BuiltKind::Vector(items) => items.iter().any(is_built),
            },
        }
    }
}

/// A child with the delta of its parent.
fn pushed(child: &Syntax, more: SetId, scopes: &mut Scopes) -> Syntax {
    Syntax {
        repr: child.repr.clone(),
        scopes: scopes.join(child.scopes, more),
    }
}

impl Drop for Syntax {
    /// Drops without recursion: macros nest what they build as deep as they like.
    fn drop(&mut self) {
        let last = matches!(&self.repr, Repr::Built(built) if Rc::strong_count(built) == 1);
        if !last || !self.has_built_children() {
            return;
        }
        let mut doomed = Vec::new();
        self.take_children(&mut doomed);
        while let Some(mut syntax) = doomed.pop() {
            syntax.take_children(&mut doomed);
        }
    }
}
