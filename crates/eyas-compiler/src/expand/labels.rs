//! Datum labels in programs (R7RS 2.4): references are resolved where they are found, within their top-level form.
//!
//! Data keep their labels, since the loader of constants ties the knots. In code a reference stands for its
//! datum, unless it is inside that datum: then the code is circular, which is an error.

use eyas_datum::datum::{Datum, DatumKind};
use eyas_datum::source::Span;

use super::scope::IdMap;
use super::syntax::Syntax;
use super::{Expander, NODES_MAX, Result};
use crate::diagnostic::Code;

impl Expander<'_> {
    /// The datum that `#n=` stands before in the top-level form around a place.
    pub(crate) fn label_target(&self, n: u32, span: Span) -> Option<Datum> {
        let around = |form: &&Datum| {
            let outer = form.span();
            // Data that the program made have no place and come one by one.
            outer.is_none() && span.is_none()
                || outer.file == span.file && outer.start <= span.start && span.start < outer.end
        };
        self.forms
            .iter()
            .filter(around)
            .find_map(|form| find_label(form, n))
    }

    /// The datum without scopes, as `quote` wants it: with every label it refers to.
    pub(crate) fn strip(&mut self, s: &Syntax) -> Result<Datum> {
        let Some(datum) = s.to_datum(NODES_MAX / 20) else {
            return Err(self.too_large(s.span()));
        };
        let free = free_labels(&datum);
        if free.is_empty() {
            return Ok(datum);
        }
        let mut found = IdMap::default();
        for n in free {
            let target = self.label_target(n, s.span());
            let Some(target) = target else {
                return Err(self.error(Code::CircularCode, s.span(), "unknown datum label"));
            };
            if !free_labels(&target).is_empty() || self.active_labels.contains(&n) {
                return Err(self.error(Code::CircularCode, s.span(), "circular code"));
            }
            found.insert(n, target);
        }
        Ok(replace_labels(&datum, &found))
    }
}

/// The datum that `#n=` stands before in a form.
fn find_label(form: &Datum, n: u32) -> Option<Datum> {
    let mut pending = vec![form];
    while let Some(datum) = pending.pop() {
        match datum.kind() {
            DatumKind::Label(m, _) if *m == n => return Some(datum.clone()),
            DatumKind::Label(_, inner) => pending.push(inner),
            DatumKind::Vector(items) => pending.extend(items.iter()),
            DatumKind::List { items, tail } => {
                pending.extend(items.iter());
                pending.extend(tail);
            }
            _ => {}
        }
    }
    None
}

/// The labels that a datum refers to and does not define.
fn free_labels(datum: &Datum) -> Vec<u32> {
    let mut defined = Vec::new();
    let mut used = Vec::new();
    let mut pending = vec![datum];
    while let Some(datum) = pending.pop() {
        match datum.kind() {
            DatumKind::LabelRef(n) => used.push(*n),
            DatumKind::Label(n, inner) => {
                defined.push(*n);
                pending.push(inner);
            }
            DatumKind::Vector(items) => pending.extend(items.iter()),
            DatumKind::List { items, tail } => {
                pending.extend(items.iter());
                pending.extend(tail);
            }
            _ => {}
        }
    }
    if used.is_empty() {
        return used;
    }
    defined.sort_unstable();
    used.sort_unstable();
    used.dedup();
    used.retain(|n| defined.binary_search(n).is_err());
    used
}

/// The datum with `found` in place of references to them: once defined, then referred to.
fn replace_labels(datum: &Datum, found: &IdMap<u32, Datum>) -> Datum {
    enum Task<'a> {
        Visit(&'a Datum),
        Build(&'a Datum, usize),
    }
    let mut placed: Vec<u32> = Vec::new();
    let mut tasks = vec![Task::Visit(datum)];
    let mut values: Vec<Datum> = Vec::new();
    while let Some(task) = tasks.pop() {
        match task {
            Task::Visit(datum) => match datum.kind() {
                DatumKind::LabelRef(n) => match found.get(n) {
                    Some(target) if !placed.contains(n) => {
                        placed.push(*n);
                        values.push(target.clone());
                    }
                    _ => values.push(datum.clone()),
                },
                DatumKind::Vector(items) => {
                    tasks.push(Task::Build(datum, values.len()));
                    tasks.extend(items.iter().rev().map(Task::Visit));
                }
                DatumKind::List { items, tail } => {
                    tasks.push(Task::Build(datum, values.len()));
                    tasks.extend(tail.iter().map(Task::Visit));
                    tasks.extend(items.iter().rev().map(Task::Visit));
                }
                DatumKind::Label(_, inner) => {
                    tasks.push(Task::Build(datum, values.len()));
                    tasks.push(Task::Visit(inner));
                }
                _ => values.push(datum.clone()),
            },
            Task::Build(datum, base) => {
                let mut parts = values.split_off(base);
                let span = datum.span();
                values.push(match datum.kind() {
                    DatumKind::Vector(_) => Datum::vector(span, parts),
                    DatumKind::List { tail: None, .. } => Datum::list(span, parts),
                    DatumKind::Label(n, _) => match parts.pop() {
                        Some(inner) => Datum::new(span, DatumKind::Label(*n, inner)),
                        None => datum.clone(),
                    },
                    _ => match parts.pop() {
                        Some(tail) => Datum::list_with_tail(span, parts, tail),
                        None => datum.clone(),
                    },
                });
            }
        }
    }
    values.pop().unwrap_or_else(|| datum.clone())
}
