//! Programs as trees: what the generator builds and the shrinker takes apart.
//!
//! Only the notation that the grammar uses is read: lists, atoms, strings, and `'` before either.

use std::fmt;

/// A datum.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Node {
    /// A name, number, string, character, or vector or bytevector that is not taken apart.
    Atom(String),
    /// A proper list.
    List(Vec<Node>),
}

impl Node {
    /// An atom.
    pub(super) fn atom(text: impl Into<String>) -> Node {
        Node::Atom(text.into())
    }

    /// How many atoms and lists it consists of.
    pub(super) fn size(&self) -> usize {
        match self {
            Node::Atom(_) => 1,
            Node::List(items) => 1 + items.iter().map(Node::size).sum::<usize>(),
        }
    }

    /// The node at a path of indices, if there is one.
    pub(super) fn at(&mut self, path: &[usize]) -> Option<&mut Node> {
        let mut node = self;
        for &i in path {
            let Node::List(items) = node else { return None };
            node = items.get_mut(i)?;
        }
        Some(node)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Atom(text) => f.write_str(text),
            Node::List(items) => {
                f.write_str("(")?;
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" ")?;
                    }
                    item.fmt(f)?;
                }
                f.write_str(")")
            }
        }
    }
}

/// Reads all data of a text.
///
/// # Panics
/// If a list is not closed: texts come from the grammar, whose mistakes are ours.
pub(super) fn read(text: &str) -> Vec<Node> {
    let bytes = text.as_bytes();
    let mut stack = vec![Vec::new()];
    let mut quotes = vec![Vec::new()];
    let mut pending = 0;
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let node = match bytes[at] {
            b' ' | b'\n' => {
                at += 1;
                continue;
            }
            b'\'' => {
                pending += 1;
                at += 1;
                continue;
            }
            b'(' => {
                stack.push(Vec::new());
                quotes.push(vec![pending]);
                pending = 0;
                at += 1;
                continue;
            }
            b')' => {
                at += 1;
                pending = quotes.pop().and_then(|q| q.first().copied()).unwrap_or(0);
                Node::List(stack.pop().unwrap_or_default())
            }
            b'"' => {
                at += 1;
                while bytes[at] != b'"' {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
                at += 1;
                Node::atom(&text[start..at])
            }
            b'#' if text[at..].starts_with("#(") || text[at..].starts_with("#u8(") => {
                at += text[at..].find(')').map_or(text.len(), |n| n + 1);
                Node::atom(&text[start..at])
            }
            b'#' if text[at..].starts_with("#\\") => {
                let end = text[at + 3..].find([' ', ')', '\n']);
                at = end.map_or(text.len(), |n| at + 3 + n);
                Node::atom(&text[start..at])
            }
            _ => {
                let end = text[at..].find([' ', '(', ')', '\n']);
                at = end.map_or(text.len(), |n| at + n);
                Node::atom(&text[start..at])
            }
        };
        let quoted = (0..std::mem::take(&mut pending))
            .fold(node, |node, _| Node::List(vec![Node::atom("quote"), node]));
        let Some(list) = stack.last_mut() else {
            panic!("more lists end than begin in {text}");
        };
        list.push(quoted);
    }
    assert!(stack.len() == 1, "a list does not end in {text}");
    stack.pop().unwrap_or_default()
}
