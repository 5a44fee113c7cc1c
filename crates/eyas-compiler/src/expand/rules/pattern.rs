//! Patterns of `syntax-rules`: compiling and matching them.
//!
//! A literal matches an identifier that means the same where it is used as the literal means where the macro is
//! defined (R7RS 4.3.2); since a set of scopes says what an identifier means wherever it is, both are just
//! resolved.

use std::rc::Rc;

use eyas_datum::source::Span;

use super::{Compiler, Match, Pattern, PatternId, Rule, Slot, Variable};
use crate::expand::binding::Keyword;
use crate::expand::syntax::{Shape, Syntax};
use crate::expand::{Expander, Result};

impl Compiler<'_, '_> {
    pub(super) fn compile_pattern(&mut self, s: &Syntax, depth: u32) -> Result<PatternId> {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.compile_pattern_inner(s, depth)
        })
    }

    fn compile_pattern_inner(&mut self, s: &Syntax, depth: u32) -> Result<PatternId> {
        match s.shape(&mut self.expander.fe.env.scopes) {
            Shape::Ident(id) => {
                if self.is_ellipsis(s) {
                    return Err(self.bad(s.span(), "an ellipsis follows an element"));
                }
                // Listed means written there: one that merely means the same is a variable.
                let literal = self
                    .literals
                    .iter()
                    .find(|l| l.name == id.name && l.scopes == id.scopes);
                if let Some(&literal) = literal {
                    return Ok(self.pattern(Pattern::Literal(literal)));
                }
                if self.expander.keyword(id) == Some(Keyword::Underscore) {
                    return Ok(self.pattern(Pattern::Any));
                }
                let slot = Slot(self.variables.len() as u32);
                let variable = Variable { slot, depth };
                if self
                    .variables
                    .insert((id.name, id.scopes), variable)
                    .is_some()
                {
                    let name = self.expander.text(id.name);
                    let message = format!("`{name}` occurs twice in the pattern");
                    return Err(self.bad(id.span, &message));
                }
                Ok(self.pattern(Pattern::Variable(slot)))
            }
            Shape::List(items, tail) => self.compile_list(&items, tail.as_ref(), depth, s.span()),
            Shape::Vector(items) => {
                let list = self.compile_list(&items, None, depth, s.span())?;
                Ok(self.pattern(Pattern::Vector(list)))
            }
            Shape::Constant(datum) => Ok(self.pattern(Pattern::Constant(datum))),
            Shape::Label(..) | Shape::LabelRef(_) => {
                Err(self.bad(s.span(), "a pattern cannot contain datum labels"))
            }
        }
    }

    pub(super) fn compile_list(
        &mut self,
        items: &[Syntax],
        tail: Option<&Syntax>,
        depth: u32,
        span: Span,
    ) -> Result<PatternId> {
        let mut at = None;
        for (index, item) in items.iter().enumerate() {
            if self.is_ellipsis(item) {
                if at.is_some() {
                    return Err(self.bad(item.span(), "two ellipses in one list of a pattern"));
                }
                if index == 0 {
                    return Err(self.bad(item.span(), "an ellipsis follows an element"));
                }
                at = Some(index);
            }
        }
        let Some(at) = at else {
            let before = self.compile_all(items, depth)?;
            let tail = tail.map(|t| self.compile_pattern(t, depth)).transpose()?;
            return Ok(self.pattern(Pattern::List { before, tail }));
        };
        if let Some(tail) = tail
            && self.is_ellipsis(tail)
        {
            return Err(self.bad(span, "an ellipsis after a dot"));
        }
        let before = self.compile_all(&items[..at - 1], depth)?;
        let first_slot = self.variables.len() as u32;
        let repeated = self.compile_pattern(&items[at - 1], depth + 1)?;
        let slots = (first_slot..self.variables.len() as u32)
            .map(Slot)
            .collect();
        let after = self.compile_all(&items[at + 1..], depth)?;
        let tail = tail.map(|t| self.compile_pattern(t, depth)).transpose()?;
        Ok(self.pattern(Pattern::Ellipsis {
            before,
            repeated,
            slots,
            after,
            tail,
        }))
    }

    fn compile_all(&mut self, items: &[Syntax], depth: u32) -> Result<Box<[PatternId]>> {
        items
            .iter()
            .map(|item| self.compile_pattern(item, depth))
            .collect()
    }
}

type Frame = [Option<Match>];

fn matches(
    x: &mut Expander<'_>,
    rule: &Rule,
    pattern: PatternId,
    s: &Syntax,
    frame: &mut Frame,
) -> bool {
    match &rule.patterns[pattern.0 as usize] {
        Pattern::Any => true,
        Pattern::Variable(slot) => {
            frame[slot.index()] = Some(Match::One(s.clone()));
            true
        }
        Pattern::Literal(literal) => s.as_ident().is_some_and(|id| x.fe.env.same(*literal, id)),
        Pattern::Constant(datum) => s.as_read().is_some_and(|d| d.equal(datum)),
        Pattern::List { .. } | Pattern::Ellipsis { .. } => {
            let Some((length, dotted)) = s.list_length() else {
                return false;
            };
            // Most uses that do not match differ in length: look before taking the form apart.
            if let Pattern::List { before, tail: None } = &rule.patterns[pattern.0 as usize]
                && (dotted || before.len() != length)
            {
                return false;
            }
            let Ok((items, tail)) = s.clone().into_list(&mut x.fe.env.scopes) else {
                return false;
            };
            stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
                matches_list(x, rule, pattern, &items, tail.as_ref(), frame)
            })
        }
        Pattern::Vector(list) => match s.vector_items(&mut x.fe.env.scopes) {
            Some(items) => stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
                matches_list(x, rule, *list, &items, None, frame)
            }),
            None => false,
        },
    }
}

/// Matches the elements of a list and its tail.
pub(super) fn matches_list(
    x: &mut Expander<'_>,
    rule: &Rule,
    pattern: PatternId,
    items: &[Syntax],
    tail: Option<&Syntax>,
    frame: &mut Frame,
) -> bool {
    match &rule.patterns[pattern.0 as usize] {
        Pattern::List {
            before,
            tail: tail_pattern,
        } => {
            if items.len() < before.len() {
                return false;
            }
            let (first, rest) = items.split_at(before.len());
            let Some(rest) = rest_matches(x, rule, *tail_pattern, rest, tail, frame) else {
                return false;
            };
            rest && all_match(x, rule, before, first, frame)
        }
        Pattern::Ellipsis {
            before,
            repeated,
            slots,
            after,
            tail: tail_pattern,
        } => {
            let Some(count) = items.len().checked_sub(before.len() + after.len()) else {
                return false;
            };
            let (first, rest) = items.split_at(before.len());
            let (middle, last) = rest.split_at(count);
            let Some(true) = rest_matches(x, rule, *tail_pattern, &[], tail, frame) else {
                return false;
            };
            all_match(x, rule, before, first, frame)
                && all_match(x, rule, after, last, frame)
                && repeat(x, rule, *repeated, slots, middle, frame)
        }
        _ => false,
    }
}

/// Matches what is left of a list; `None` or false if it does not match.
fn rest_matches(
    x: &mut Expander<'_>,
    rule: &Rule,
    pattern: Option<PatternId>,
    rest: &[Syntax],
    tail: Option<&Syntax>,
    frame: &mut Frame,
) -> Option<bool> {
    match (pattern, tail) {
        (None, None) => Some(rest.is_empty()),
        (None, Some(_)) => None,
        (Some(pattern), tail) => {
            x.built += rest.len();
            let rest = match (rest, tail) {
                ([], Some(tail)) => tail.clone(),
                _ => {
                    let span = rest
                        .first()
                        .zip(rest.last())
                        .map_or(Span::NONE, |(a, b)| a.span().join(b.span()));
                    Syntax::list(span, rest.to_vec(), tail.cloned(), &mut x.fe.env.scopes)
                }
            };
            Some(matches(x, rule, pattern, &rest, frame))
        }
    }
}

fn all_match(
    x: &mut Expander<'_>,
    rule: &Rule,
    patterns: &[PatternId],
    items: &[Syntax],
    frame: &mut Frame,
) -> bool {
    patterns
        .iter()
        .zip(items)
        .all(|(&pattern, item)| matches(x, rule, pattern, item, frame))
}

fn repeat(
    x: &mut Expander<'_>,
    rule: &Rule,
    pattern: PatternId,
    slots: &[Slot],
    items: &[Syntax],
    frame: &mut Frame,
) -> bool {
    if let Pattern::Variable(slot) = &rule.patterns[pattern.0 as usize] {
        frame[slot.index()] = Some(Match::Many(items.iter().cloned().map(Match::One).collect()));
        return true;
    }
    let mut columns: Vec<Vec<Match>> = slots
        .iter()
        .map(|_| Vec::with_capacity(items.len()))
        .collect();
    for item in items {
        if !matches(x, rule, pattern, item, frame) {
            return false;
        }
        for (column, slot) in columns.iter_mut().zip(slots) {
            column.extend(frame[slot.index()].take());
        }
    }
    for (column, slot) in columns.into_iter().zip(slots) {
        frame[slot.index()] = Some(Match::Many(Rc::from(column)));
    }
    true
}
