//! `syntax-rules` (R7RS 4.3.2), compiled when the macro is defined.
//!
//! Patterns and templates are arenas of nodes, so that neither building nor dropping them recurses. Parts of a
//! template without pattern variables are kept as they were written: an expansion shares them and adds its scope
//! in constant time.
//!
//! Where R7RS leaves room: a variable may be followed by more ellipses than in its pattern as long as another
//! variable drives the others (SRFI 149's outermost-first reading).

mod pattern;
mod template;

use std::rc::Rc;

use eyas_datum::datum::Datum;
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use super::binding::Keyword;
use super::scope::{IdMap, SetId};
use super::syntax::{Ident, Syntax};
use super::{Expander, Failed, Result};
use crate::diagnostic::{Code, Diagnostic};

/// Index of a pattern variable of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Slot(u32);

impl Slot {
    fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct PatternId(u32);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct TemplateId(u32);

/// All rules of a macro.
pub struct Rules {
    rules: Vec<Rule>,
}

struct Rule {
    patterns: Vec<Pattern>,
    root: PatternId,
    templates: Vec<Template>,
    result: TemplateId,
    /// How many pattern variables there are.
    slots: u32,
    span: Span,
}

enum Pattern {
    /// `_`
    Any,
    Variable(Slot),
    Literal(Ident),
    Constant(Datum),
    /// Elements, then the tail.
    List {
        before: Box<[PatternId]>,
        tail: Option<PatternId>,
    },
    /// Elements, any number of one, elements, then the tail.
    Ellipsis {
        before: Box<[PatternId]>,
        repeated: PatternId,
        /// The variables in it.
        slots: Box<[Slot]>,
        after: Box<[PatternId]>,
        tail: Option<PatternId>,
    },
    /// Its elements as a list.
    Vector(PatternId),
}

enum Template {
    /// No variable in it.
    Constant(Syntax),
    Variable(Slot),
    List {
        items: Box<[Element]>,
        tail: Option<TemplateId>,
        span: Span,
    },
    Vector {
        items: Box<[Element]>,
        span: Span,
    },
}

struct Element {
    template: TemplateId,
    /// How many ellipses follow it.
    depth: u32,
    /// The variables in it that have ellipses; empty if none follows.
    slots: Box<[Slot]>,
}

/// What a variable matched.
#[derive(Clone)]
enum Match {
    One(Syntax),
    Many(Rc<[Match]>),
}

/// A variable while a rule is compiled.
#[derive(Clone, Copy)]
struct Variable {
    slot: Slot,
    depth: u32,
}

/// Compiles one rule.
struct Compiler<'e, 'a> {
    expander: &'e mut Expander<'a>,
    /// `None` while inside `(... template)`.
    ellipsis: Option<Ellipsis>,
    literals: &'e [Ident],
    variables: IdMap<(Symbol, SetId), Variable>,
    patterns: Vec<Pattern>,
    templates: Vec<Template>,
}

/// What stands for the ellipsis.
#[derive(Clone, Copy)]
enum Ellipsis {
    /// What means `...`.
    Default,
    /// This identifier (R7RS: `(syntax-rules ellipsis (literal …) …)`).
    Custom(Ident),
    /// None: it is among the literals.
    Absent,
}

impl Compiler<'_, '_> {
    fn is_ellipsis(&self, s: &Syntax) -> bool {
        let Some(id) = s.as_ident() else { return false };
        match self.ellipsis {
            Some(Ellipsis::Default) => self.expander.keyword(id) == Some(Keyword::Ellipsis),
            Some(Ellipsis::Custom(e)) => e.name == id.name && e.scopes == id.scopes,
            Some(Ellipsis::Absent) | None => false,
        }
    }

    fn pattern(&mut self, pattern: Pattern) -> PatternId {
        self.patterns.push(pattern);
        PatternId(self.patterns.len() as u32 - 1)
    }

    fn template(&mut self, template: Template) -> TemplateId {
        self.templates.push(template);
        TemplateId(self.templates.len() as u32 - 1)
    }

    fn bad(&mut self, span: Span, message: &str) -> Failed {
        self.expander.error(Code::BadRules, span, message)
    }
}

/// Compiles `(syntax-rules [ellipsis] (literal …) (pattern template) …)`. Errors in one rule do not hide those in the
/// next.
pub(crate) fn compile(expander: &mut Expander<'_>, s: &Syntax) -> Result<Rc<Rules>> {
    const EXPECTED: &str = "(syntax-rules (literal …) (pattern template) …)";
    let items = s.items(&mut expander.fe.env.scopes).unwrap_or_default();
    let mut rest = items.get(1..).unwrap_or_default();
    let mut ellipsis = Ellipsis::Default;
    if let Some(id) = rest.first().and_then(Syntax::as_ident) {
        ellipsis = Ellipsis::Custom(id);
        rest = &rest[1..];
    }
    let Some((literals, rules)) = rest.split_first() else {
        return Err(expander.bad(Keyword::SyntaxRules, s.span(), EXPECTED));
    };
    let Some(literal_forms) = literals.items(&mut expander.fe.env.scopes) else {
        let message = "expected a list of literals";
        return Err(expander.error(Code::BadRules, literals.span(), message));
    };
    let mut literals = Vec::with_capacity(literal_forms.len());
    for form in &literal_forms {
        let Some(id) = form.as_ident() else {
            return Err(expander.error(Code::BadRules, form.span(), "a literal is an identifier"));
        };
        match ellipsis {
            Ellipsis::Default if expander.keyword(id) == Some(Keyword::Ellipsis) => {
                ellipsis = Ellipsis::Absent;
            }
            Ellipsis::Custom(e) if e.name == id.name && e.scopes == id.scopes => {
                ellipsis = Ellipsis::Absent;
            }
            _ => {}
        }
        literals.push(id);
    }
    let mut compiled = Vec::with_capacity(rules.len());
    let mut failed = false;
    for rule in rules {
        match compile_rule(expander, rule, ellipsis, &literals) {
            Ok(rule) => compiled.push(rule),
            Err(Failed) => failed = true,
        }
    }
    if failed {
        Err(Failed)
    } else {
        Ok(Rc::new(Rules { rules: compiled }))
    }
}

fn compile_rule(
    expander: &mut Expander<'_>,
    rule: &Syntax,
    ellipsis: Ellipsis,
    literals: &[Ident],
) -> Result<Rule> {
    let parts = rule.items(&mut expander.fe.env.scopes).unwrap_or_default();
    let [pattern, template] = parts.as_slice() else {
        return Err(expander.error(
            Code::BadRules,
            rule.span(),
            "expected a rule: (pattern template)",
        ));
    };
    if !pattern.is_pair() {
        return Err(expander.error(
            Code::BadRules,
            pattern.span(),
            "a pattern is a list that begins with the macro's name",
        ));
    }
    let mut compiler = Compiler {
        expander,
        ellipsis: Some(ellipsis),
        literals,
        variables: IdMap::default(),
        patterns: Vec::new(),
        templates: Vec::new(),
    };
    // The first element stands for the macro's name and matches anything.
    let (mut items, tail) = match pattern
        .clone()
        .into_list(&mut compiler.expander.fe.env.scopes)
    {
        Ok(parts) => parts,
        Err(_) => return Err(Failed),
    };
    items.remove(0);
    let root = compiler.compile_list(&items, tail.as_ref(), 0, pattern.span())?;
    let (result, _) = compiler.compile_template(template)?;
    Ok(Rule {
        slots: compiler.variables.len() as u32,
        patterns: compiler.patterns,
        root,
        templates: compiler.templates,
        result,
        span: pattern.span(),
    })
}

/// Expands a use: the first rule that matches.
pub(crate) fn apply(
    expander: &mut Expander<'_>,
    rules: &Rules,
    name: Symbol,
    form: &Syntax,
) -> Result<Syntax> {
    let Ok((mut items, tail)) = form.clone().into_list(&mut expander.fe.env.scopes) else {
        return Err(Failed);
    };
    items.remove(0);
    let mut frame: Vec<Option<Match>> = Vec::new();
    for rule in &rules.rules {
        frame.clear();
        frame.resize(rule.slots as usize, None);
        if pattern::matches_list(expander, rule, rule.root, &items, tail.as_ref(), &mut frame) {
            let scope = expander.fe.env.scopes.fresh();
            return template::instantiate(expander, rule, scope, &mut frame, form.span());
        }
    }
    let name = expander.text(name);
    let mut diagnostic = Diagnostic::new(
        Code::NoMatch,
        form.span(),
        format!("no rule of macro `{name}` matches this use"),
    );
    if let Some(rule) = rules.rules.first()
        && rules.rules.len() == 1
        && !rule.span.is_none()
    {
        diagnostic = diagnostic.label(rule.span, "the pattern");
    }
    Err(expander.report(diagnostic))
}
