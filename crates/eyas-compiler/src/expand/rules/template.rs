//! Templates of `syntax-rules`: compiling and filling them.
//!
//! What the template introduces gets the expansion's scope, what the variables matched does not: that is all
//! there is to hygiene here.

use eyas_datum::source::Span;

use super::{Compiler, Element, Match, Rule, Slot, Template, TemplateId};
use crate::diagnostic::Code;
use crate::expand::scope::ScopeId;
use crate::expand::syntax::{Shape, Syntax};
use crate::expand::{Expander, NODES_MAX, Result};

/// The most nodes that one expansion may build.
const EXPANSION_MAX: usize = 2_000_000;

/// What a template contains.
#[derive(Default)]
pub(super) struct Contents {
    /// The variables, with the ellipses that must still follow each.
    variables: Vec<(Slot, u32)>,
    /// It is not exactly what was written: an escape was taken out.
    changed: bool,
}

impl Compiler<'_, '_> {
    pub(super) fn compile_template(&mut self, s: &Syntax) -> Result<(TemplateId, Contents)> {
        let (id, contents) = self.compile_part(s)?;
        if let Some(&(slot, missing)) = contents.variables.iter().find(|v| v.1 > 0) {
            let name = self.variables.iter().find(|(_, v)| v.slot == slot);
            let name = name.map_or_else(String::new, |((name, _), _)| self.expander.text(*name));
            let message = match missing {
                1 => format!("`{name}` must be followed by `...`"),
                n => format!("`{name}` must be followed by {n} `...`"),
            };
            return Err(self.bad(s.span(), &message));
        }
        Ok((id, contents))
    }

    fn compile_part(&mut self, s: &Syntax) -> Result<(TemplateId, Contents)> {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.compile_part_inner(s))
    }

    fn compile_part_inner(&mut self, s: &Syntax) -> Result<(TemplateId, Contents)> {
        match s.shape(&mut self.expander.fe.env.scopes) {
            Shape::Ident(id) => {
                if let Some(variable) = self.variables.get(&(id.name, id.scopes)).copied() {
                    let contents = Contents {
                        variables: vec![(variable.slot, variable.depth)],
                        changed: false,
                    };
                    return Ok((self.template(Template::Variable(variable.slot)), contents));
                }
                if self.is_ellipsis(s) {
                    return Err(self.bad(s.span(), "an ellipsis follows an element"));
                }
                Ok((
                    self.template(Template::Constant(s.clone())),
                    Contents::default(),
                ))
            }
            Shape::List(items, tail) => {
                // (... template): ellipses in it are ordinary identifiers.
                if let [first, inner] = items.as_slice()
                    && tail.is_none()
                    && self.is_ellipsis(first)
                {
                    let ellipsis = self.ellipsis.take();
                    let result = self.compile_part(inner);
                    self.ellipsis = ellipsis;
                    let (id, mut contents) = result?;
                    contents.changed = true;
                    return Ok((id, contents));
                }
                let (elements, mut contents) = self.compile_elements(&items)?;
                let tail = match tail {
                    Some(tail) => {
                        let (id, more) = self.compile_part(&tail)?;
                        contents.variables.extend(more.variables);
                        contents.changed |= more.changed;
                        Some(id)
                    }
                    None => None,
                };
                if contents.variables.is_empty() && !contents.changed {
                    return Ok((self.template(Template::Constant(s.clone())), contents));
                }
                let span = s.span();
                Ok((
                    self.template(Template::List {
                        items: elements,
                        tail,
                        span,
                    }),
                    contents,
                ))
            }
            Shape::Vector(items) => {
                let (elements, contents) = self.compile_elements(&items)?;
                if contents.variables.is_empty() && !contents.changed {
                    return Ok((self.template(Template::Constant(s.clone())), contents));
                }
                let span = s.span();
                Ok((
                    self.template(Template::Vector {
                        items: elements,
                        span,
                    }),
                    contents,
                ))
            }
            _ => Ok((
                self.template(Template::Constant(s.clone())),
                Contents::default(),
            )),
        }
    }

    fn compile_elements(&mut self, items: &[Syntax]) -> Result<(Box<[Element]>, Contents)> {
        let mut elements = Vec::with_capacity(items.len());
        let mut all = Contents::default();
        let mut index = 0;
        while let Some(item) = items.get(index) {
            index += 1;
            let (template, mut contents) = self.compile_part(item)?;
            let mut depth = 0;
            while items.get(index).is_some_and(|next| self.is_ellipsis(next)) {
                depth += 1;
                index += 1;
            }
            let mut slots = Vec::new();
            if depth > 0 {
                slots.extend(contents.variables.iter().filter(|v| v.1 > 0).map(|v| v.0));
                let driven = contents.variables.iter().map(|v| v.1).max().unwrap_or(0);
                if driven < depth {
                    let message = "no pattern variable before the ellipsis has as many ellipses";
                    return Err(self.bad(item.span(), message));
                }
                for variable in &mut contents.variables {
                    variable.1 = variable.1.saturating_sub(depth);
                }
                contents.changed = true;
            }
            elements.push(Element {
                template,
                depth,
                slots: slots.into_boxed_slice(),
            });
            all.variables.extend(contents.variables);
            all.changed |= contents.changed;
        }
        Ok((elements.into_boxed_slice(), all))
    }
}

/// Fills the template of a rule that matched.
pub(super) fn instantiate(
    expander: &mut Expander<'_>,
    rule: &Rule,
    scope: ScopeId,
    frame: &mut [Option<Match>],
    use_span: Span,
) -> Result<Syntax> {
    let limit = (expander.built + EXPANSION_MAX).min(NODES_MAX);
    Filler {
        expander,
        rule,
        scope,
        use_span,
        limit,
    }
    .fill(rule.result, frame)
}

struct Filler<'e, 'a> {
    expander: &'e mut Expander<'a>,
    rule: &'e Rule,
    scope: ScopeId,
    use_span: Span,
    /// What `built` may reach.
    limit: usize,
}

impl Filler<'_, '_> {
    fn fill(&mut self, id: TemplateId, frame: &mut [Option<Match>]) -> Result<Syntax> {
        let rule = self.rule;
        match &rule.templates[id.0 as usize] {
            Template::Constant(s) => Ok(s.add(self.scope, &mut self.expander.fe.env.scopes)),
            Template::Variable(slot) => match &frame[slot.index()] {
                Some(Match::One(s)) => Ok(s.clone()),
                _ => Err(self.lengths()),
            },
            Template::List { items, tail, span } => {
                stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
                    let mut out = self.fill_all(items, frame)?;
                    let tail = match tail {
                        Some(tail) => {
                            let tail = self.fill(*tail, frame)?;
                            self.count(tail.list_length().map_or(0, |l| l.0))?;
                            Some(tail)
                        }
                        None => None,
                    };
                    out.shrink_to_fit();
                    Ok(Syntax::list(
                        *span,
                        out,
                        tail,
                        &mut self.expander.fe.env.scopes,
                    ))
                })
            }
            Template::Vector { items, span } => stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
                let out = self.fill_all(items, frame)?;
                Ok(Syntax::vector(*span, out))
            }),
        }
    }

    fn fill_all(&mut self, items: &[Element], frame: &mut [Option<Match>]) -> Result<Vec<Syntax>> {
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            if item.depth == 0 {
                out.push(self.fill(item.template, frame)?);
                self.count(1)?;
            } else {
                self.repeat(item, item.depth, frame, &mut out)?;
            }
        }
        Ok(out)
    }

    fn repeat(
        &mut self,
        item: &Element,
        depth: u32,
        frame: &mut [Option<Match>],
        out: &mut Vec<Syntax>,
    ) -> Result<()> {
        let mut drivers: Vec<(Slot, std::rc::Rc<[Match]>)> = Vec::with_capacity(item.slots.len());
        for &slot in &item.slots {
            if let Some(Match::Many(many)) = &frame[slot.index()]
                && drivers.iter().all(|d| d.0 != slot)
            {
                drivers.push((slot, many.clone()));
            }
        }
        let Some(length) = drivers.iter().map(|d| d.1.len()).min() else {
            return Err(self.lengths());
        };
        if drivers.iter().any(|d| d.1.len() != length) {
            return Err(self.lengths());
        }
        self.count(length)?;
        if let (1, Template::Variable(_), [(_, many)]) = (
            depth,
            &self.rule.templates[item.template.0 as usize],
            drivers.as_slice(),
        ) {
            for one in many.iter() {
                match one {
                    Match::One(s) => out.push(s.clone()),
                    Match::Many(_) => return Err(self.lengths()),
                }
            }
            return Ok(());
        }
        for index in 0..length {
            for (slot, many) in &drivers {
                frame[slot.index()] = Some(many[index].clone());
            }
            let done = if depth == 1 {
                self.fill(item.template, frame).map(|s| out.push(s))
            } else {
                self.repeat(item, depth - 1, frame, out)
            };
            done?;
        }
        for (slot, many) in drivers {
            frame[slot.index()] = Some(Match::Many(many));
        }
        Ok(())
    }

    fn count(&mut self, nodes: usize) -> Result<()> {
        self.expander.built += nodes;
        if self.expander.built > self.limit {
            return Err(self.expander.too_large(self.use_span));
        }
        Ok(())
    }

    fn lengths(&mut self) -> super::Failed {
        let message = "variables before one ellipsis matched different numbers of elements";
        self.expander.error(Code::BadRules, self.use_span, message)
    }
}
