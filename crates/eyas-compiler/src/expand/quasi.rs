//! `quasiquote` (R7RS 4.2.8): nested, in vectors, with splicing.
//!
//! Parts without anything to evaluate stay one constant; a list becomes as few primitive calls as its shape
//! allows.
//!
//! | | |
//! |---|---|
//! | Input | `` `(a ,b ,@c d) `` |
//! | Output | `(cons (quote a) (cons b (append c (quote (d)))))` |

use eyas_bytecode::Prim;
use eyas_datum::datum::{Datum, DatumKind};
use eyas_datum::source::Span;

use super::binding::Keyword;
use super::scope::SetId;
use super::syntax::Syntax;
use super::{Expander, Failed, Result};
use crate::core::{Expr, ExprId};

/// A part of a template.
enum Part {
    /// Nothing in it is evaluated. It becomes a datum when it is known that nothing around it is constant too.
    Constant(Syntax),
    Expr(ExprId),
}

/// An element of a list or vector.
enum Element {
    One(Part, Span),
    /// The lists that `unquote-splicing` inserts.
    Splice(Vec<ExprId>, Span),
}

/// Lists of at most so many elements are built by nested `cons`, which are single operations.
const CONS_MAX: usize = 8;

impl Expander<'_> {
    pub(crate) fn quasiquote(&mut self, parts: &[Syntax], span: Span) -> Result<ExprId> {
        let [_, template] = parts else {
            return Err(self.bad(Keyword::Quasiquote, span, "(quasiquote template)"));
        };
        let part = self.quasi(template, 1)?;
        self.part(part, span)
    }

    fn part(&mut self, part: Part, span: Span) -> Result<ExprId> {
        match part {
            Part::Constant(s) => {
                let datum = self.strip(&s)?;
                Ok(self.quote(datum, span))
            }
            Part::Expr(e) => Ok(e),
        }
    }

    fn quasi(&mut self, s: &Syntax, depth: u32) -> Result<Part> {
        // Most of a template is constant, and deep constants need no walk.
        if let Some(datum) = s.as_read()
            && !matches!(datum.kind(), DatumKind::List { .. } | DatumKind::Vector(_))
        {
            return Ok(Part::Constant(s.clone()));
        }
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.quasi_inner(s, depth))
    }

    fn quasi_inner(&mut self, s: &Syntax, depth: u32) -> Result<Part> {
        let span = s.span();
        if let Some(items) = s.vector_items(&mut self.fe.env.scopes) {
            return self.quasi_vector(s, &items, depth, span);
        }
        if let Some((keyword, argument)) = self.unquotation(s) {
            let depth = match keyword {
                Keyword::Quasiquote => depth + 1,
                Keyword::Unquote if depth == 1 => return Ok(Part::Expr(self.expr(&argument))),
                Keyword::UnquoteSplicing if depth == 1 => {
                    return Err(self.bad(keyword, span, "to stand in a list or vector"));
                }
                _ => depth - 1,
            };
            let inner = self.quasi(&argument, depth)?;
            return match inner {
                Part::Constant(_) => Ok(Part::Constant(s.clone())),
                Part::Expr(e) => {
                    let head = s.element(0, &mut self.fe.env.scopes).ok_or(Failed)?;
                    let head_datum = self.strip(&head)?;
                    let head = self.quote(head_datum, span);
                    Ok(Part::Expr(self.prim(Prim::List, vec![head, e], span)))
                }
            };
        }
        let Ok((mut items, mut tail)) = s.clone().into_list(&mut self.fe.env.scopes) else {
            return Ok(Part::Constant(s.clone()));
        };
        // (a . ,b) is read as (a unquote b).
        if tail.is_none() && items.len() > 2 {
            let at = items.len() - 2;
            if let Some(id) = items[at].as_ident()
                && let Some(Keyword::Unquote | Keyword::UnquoteSplicing | Keyword::Quasiquote) =
                    self.keyword(id)
            {
                let end = items.split_off(at);
                tail = Some(Syntax::list(span, end, None, &mut self.fe.env.scopes));
            }
        }
        let tail_part = match &tail {
            Some(tail) => self.quasi(tail, depth)?,
            None => Part::Constant(nil(span)),
        };
        let tail_is_constant = matches!(tail_part, Part::Constant(_));
        let elements = self.elements(&items, depth)?;
        let constant = |e: &Element| matches!(e, Element::One(Part::Constant(_), _));
        if tail_is_constant && elements.iter().all(constant) {
            return Ok(Part::Constant(s.clone()));
        }
        Ok(Part::Expr(self.build_list(elements, tail_part, span)?))
    }

    fn elements(&mut self, items: &[Syntax], depth: u32) -> Result<Vec<Element>> {
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            out.push(self.element(item, depth)?);
        }
        Ok(out)
    }

    fn element(&mut self, item: &Syntax, depth: u32) -> Result<Element> {
        let span = item.span();
        if let Some(head) = item.head_ident(&mut self.fe.env.scopes)
            && depth == 1
            && self.keyword(head) == Some(Keyword::UnquoteSplicing)
            && let Some(args) = item.items(&mut self.fe.env.scopes)
        {
            let lists = args[1..].iter().map(|a| self.expr(a)).collect();
            return Ok(Element::Splice(lists, span));
        }
        Ok(Element::One(self.quasi(item, depth)?, span))
    }

    /// `(unquote x)` and its like.
    fn unquotation(&mut self, s: &Syntax) -> Option<(Keyword, Syntax)> {
        if s.list_length() != Some((2, false)) {
            return None;
        }
        let head = s.head_ident(&mut self.fe.env.scopes)?;
        let keyword = self.keyword(head)?;
        matches!(
            keyword,
            Keyword::Quasiquote | Keyword::Unquote | Keyword::UnquoteSplicing
        )
        .then_some(())?;
        Some((keyword, s.element(1, &mut self.fe.env.scopes)?))
    }

    fn build_list(&mut self, mut elements: Vec<Element>, tail: Part, span: Span) -> Result<ExprId> {
        // Constants at the end join the tail.
        let mut rest = tail;
        if let Part::Constant(end) = &rest {
            let mut constants = Vec::new();
            while matches!(elements.last(), Some(Element::One(Part::Constant(_), _))) {
                if let Some(Element::One(Part::Constant(s), _)) = elements.pop() {
                    constants.push(s);
                }
            }
            constants.reverse();
            let end = Some(end.clone());
            let scopes = &mut self.fe.env.scopes;
            rest = Part::Constant(Syntax::list(span, constants, end, scopes));
        }
        let mut pending: Vec<(ExprId, Span)> = Vec::new();
        while let Some(element) = elements.pop() {
            match element {
                Element::One(part, at) => {
                    let e = self.part(part, at)?;
                    pending.push((e, at));
                }
                Element::Splice(lists, at) => {
                    rest = self.cons_all(&mut pending, rest, span)?;
                    for list in lists.into_iter().rev() {
                        rest = Part::Expr(match rest {
                            rest if is_nil(&rest) => list,
                            rest => {
                                let end = self.part(rest, span)?;
                                self.prim(Prim::Append, vec![list, end], at)
                            }
                        });
                    }
                }
            }
        }
        let list = self.cons_all(&mut pending, rest, span)?;
        self.part(list, span)
    }

    /// The elements, which are in reverse order, before `rest`.
    fn cons_all(
        &mut self,
        pending: &mut Vec<(ExprId, Span)>,
        rest: Part,
        span: Span,
    ) -> Result<Part> {
        if pending.is_empty() {
            return Ok(rest);
        }
        if pending.len() > CONS_MAX {
            let mut args: Vec<ExprId> = pending.drain(..).rev().map(|p| p.0).collect();
            if is_nil(&rest) {
                return Ok(Part::Expr(self.prim(Prim::List, args, span)));
            }
            args.push(self.part(rest, span)?);
            return Ok(Part::Expr(self.prim(Prim::ConsStar, args, span)));
        }
        let mut list = self.part(rest, span)?;
        for (e, _) in pending.drain(..) {
            list = self.prim(Prim::Cons, vec![e, list], span);
        }
        Ok(Part::Expr(list))
    }

    fn quasi_vector(
        &mut self,
        s: &Syntax,
        items: &[Syntax],
        depth: u32,
        span: Span,
    ) -> Result<Part> {
        let elements = self.elements(items, depth)?;
        if elements
            .iter()
            .all(|e| matches!(e, Element::One(Part::Constant(_), _)))
        {
            return Ok(Part::Constant(s.clone()));
        }
        if elements.iter().any(|e| matches!(e, Element::Splice(..))) {
            let list = self.build_list(elements, Part::Constant(nil(span)), span)?;
            return Ok(Part::Expr(self.prim(Prim::ListToVector, vec![list], span)));
        }
        let mut args = Vec::with_capacity(elements.len());
        for element in elements {
            if let Element::One(part, at) = element {
                args.push(self.part(part, at)?);
            }
        }
        Ok(Part::Expr(
            self.add(Expr::PrimCall(Prim::Vector, args), span),
        ))
    }
}

fn nil(span: Span) -> Syntax {
    Syntax::new(Datum::nil(span), SetId::EMPTY)
}

fn is_nil(part: &Part) -> bool {
    matches!(part, Part::Constant(s) if s.list_length() == Some((0, false)))
}
