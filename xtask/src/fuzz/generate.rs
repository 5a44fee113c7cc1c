//! Random programs, by the grammar.

use super::grammar::{ENDS, FORMS, PRELUDE, PRELUDE_CHEZ, REPORT, REPORT_PLAIN, TYPES, Type};
use super::node::{Node, read};
use super::random::Random;

/// A variable in scope.
struct Variable {
    name: String,
    kind: String,
}

struct Generator {
    random: Random,
    scope: Vec<Variable>,
    fresh: usize,
    /// Only what every system must agree on.
    is_pure: bool,
    /// The name that the form under way defines, which it may not use: `None` before it is known.
    defined: Option<Variable>,
    is_defining: bool,
    /// Nodes that may still be made, for all nested expressions together.
    budget: i32,
}

/// Names of a production that wait for its `|`, or hold already.
#[derive(Default)]
struct Names {
    /// Names in the production and in the program.
    known: Vec<(String, String)>,
    waiting: Vec<Variable>,
}

/// The forms of program number `seed`, without the prelude.
pub(super) fn program(seed: u64, is_pure: bool) -> Vec<Node> {
    let mut generator = Generator {
        random: Random::new(seed),
        scope: Vec::new(),
        fresh: 0,
        is_pure,
        defined: None,
        is_defining: false,
        budget: 0,
    };
    let count = 6 + generator.random.below(10);
    let mut forms: Vec<Node> = (0..count).map(|_| generator.form(FORMS)).collect();
    if !is_pure && generator.random.one_in(2) {
        forms.push(generator.form(ENDS));
    }
    forms
}

/// The text of a program for Eyas.
pub(super) fn text(forms: &[Node], is_pure: bool) -> String {
    let report = if is_pure { REPORT_PLAIN } else { REPORT };
    format!("{}{report}{}", PRELUDE.trim_start(), lines(forms))
}

/// The text of the same program for Chez Scheme, which writes bytevectors as R6RS does.
pub(super) fn text_for_chez(forms: &[Node]) -> String {
    let lines = lines(forms).replace("#u8(", "#vu8(");
    format!("{}{lines}", PRELUDE_CHEZ.trim_start())
}

fn lines(forms: &[Node]) -> String {
    forms.iter().map(|form| format!("{form}\n")).collect()
}

fn type_named(name: &str) -> &'static Type {
    match TYPES.iter().find(|t| t.name == name) {
        Some(found) => found,
        None => panic!("the grammar names a type {name} that it does not have"),
    }
}

impl Generator {
    /// A form of the top level; what it defines stays in scope.
    fn form(&mut self, productions: &[&str]) -> Node {
        self.budget = 40 + self.random.below(120) as i32;
        let production = self.choose(productions);
        self.is_defining = production.starts_with("(define");
        let node = self.fill(production, 5);
        self.scope.extend(self.defined.take());
        node
    }

    /// One of the productions that are allowed, without its mark.
    fn choose<'a>(&mut self, productions: &[&'a str]) -> &'a str {
        loop {
            let production = *self.random.pick(productions);
            match production.strip_prefix('!') {
                Some(_) if self.is_pure => {}
                Some(rest) => return rest,
                None => return production,
            }
        }
    }

    /// An expression of a type.
    fn expression(&mut self, kind: &str, depth: usize) -> Node {
        self.budget -= 1;
        // Now and then, something that does not fit.
        if !self.is_pure && self.random.one_in(60) && !kind.starts_with('f') {
            return self.leaf("any");
        }
        if depth == 0 || self.budget < 0 || self.random.one_in(6) {
            return self.leaf(kind);
        }
        let production = self.choose(type_named(kind).productions);
        self.fill(production, depth - 1)
    }

    /// A variable or a constant.
    fn leaf(&mut self, kind: &str) -> Node {
        if self.random.below(4) > 0
            && let Some(name) = self.variable(|v| fits(v, kind))
        {
            return Node::atom(name);
        }
        let text = *self.random.pick(type_named(kind).leaves);
        read(text).swap_remove(0)
    }

    fn variable(&mut self, fits: impl Fn(&str) -> bool) -> Option<String> {
        let all: Vec<&Variable> = self.scope.iter().filter(|v| fits(&v.kind)).collect();
        if all.is_empty() {
            return None;
        }
        // Newer ones are nearer.
        let near = all.len().saturating_sub(6);
        let i = if self.random.one_in(2) {
            near + self.random.below(all.len() - near)
        } else {
            self.random.below(all.len())
        };
        Some(all[i].name.clone())
    }

    /// The production with its holes filled.
    fn fill(&mut self, production: &str, depth: usize) -> Node {
        let mut parts = read(production);
        let mut names = Names::default();
        let node = parts.swap_remove(0);
        self.node(&node, depth, &mut names)
    }

    fn node(&mut self, node: &Node, depth: usize, names: &mut Names) -> Node {
        match node {
            Node::List(items) => {
                let scope = self.scope.len();
                let mut filled = Vec::with_capacity(items.len());
                for item in items {
                    if *item == Node::atom("|") {
                        self.scope.append(&mut names.waiting);
                    } else {
                        filled.push(self.node(item, depth, names));
                    }
                }
                self.scope.truncate(scope);
                Node::List(filled)
            }
            Node::Atom(text) => self.atom(text, depth, names),
        }
    }

    fn atom(&mut self, text: &str, depth: usize, names: &mut Names) -> Node {
        if let Some(name) = text.strip_prefix('@') {
            let (name, kind) = match name.split_once(':') {
                Some((name, kind)) => (name, Some(kind)),
                None => (name, None),
            };
            if let Some((_, known)) = names.known.iter().find(|(own, _)| own == name) {
                return Node::atom(known.clone());
            }
            self.fresh += 1;
            let fresh = format!("{name}{}", self.fresh);
            names.known.push((name.into(), fresh.clone()));
            if let Some(kind) = kind {
                let variable = Variable {
                    name: fresh.clone(),
                    kind: kind.into(),
                };
                if std::mem::take(&mut self.is_defining) {
                    self.defined = Some(variable);
                } else {
                    names.waiting.push(variable);
                }
            }
            return Node::Atom(fresh);
        }
        match text.strip_prefix('<').and_then(|t| t.strip_suffix('>')) {
            Some(hole) => match hole.strip_prefix("var:") {
                Some(kind) => match self.variable(|v| v == kind) {
                    Some(name) => Node::atom(name),
                    // Nothing can be assigned, so something is made for it.
                    None => Node::atom("spare"),
                },
                None => self.expression(hole, depth),
            },
            None => Node::atom(text),
        }
    }
}

/// Whether a variable of one type may stand where another is wanted.
fn fits(variable: &str, wanted: &str) -> bool {
    match wanted {
        "any" => !variable.starts_with('f') || variable == "flo",
        "num" => ["num", "int", "idx", "flo"].contains(&variable),
        "int" => ["int", "idx"].contains(&variable),
        wanted => variable == wanted,
    }
}
