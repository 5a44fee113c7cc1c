//! The S-expressions of unit texts: lists, atoms and strings, nested a few levels deep at most.

use super::ParseError;

/// Deeper nesting than the grammar has.
const DEPTH_MAX: usize = 16;

/// A form with the line it begins on.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Sexp {
    pub(super) line: usize,
    pub(super) kind: Kind,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind {
    Atom(String),
    Text(String),
    List(Vec<Sexp>),
}

/// The one form of a text.
pub(super) fn read(text: &str) -> Result<Sexp, ParseError> {
    let mut chars = text.chars().peekable();
    let mut line = 1;
    let mut open: Vec<(usize, Vec<Sexp>)> = Vec::new();
    let mut done: Option<Sexp> = None;
    loop {
        let Some(c) = chars.next() else { break };
        let start = line;
        let form = match c {
            '\n' => {
                line += 1;
                continue;
            }
            c if c.is_whitespace() => continue,
            ';' => {
                while chars.next_if(|&c| c != '\n').is_some() {}
                continue;
            }
            '(' if open.len() >= DEPTH_MAX => return Err(ParseError::new(line, "nested too deep")),
            '(' => {
                open.push((line, Vec::new()));
                continue;
            }
            ')' => match open.pop() {
                Some((line, items)) => Sexp {
                    line,
                    kind: Kind::List(items),
                },
                None => return Err(ParseError::new(line, "nothing to close")),
            },
            '"' => {
                let mut s = String::new();
                loop {
                    match chars.next() {
                        None => return Err(ParseError::new(start, "string without an end")),
                        Some('"') => break,
                        Some('\\') => s.push(escape(&mut chars, line)?),
                        Some(c) => {
                            line += usize::from(c == '\n');
                            s.push(c);
                        }
                    }
                }
                Sexp {
                    line: start,
                    kind: Kind::Text(s),
                }
            }
            c => {
                let mut atom = String::from(c);
                while let Some(c) =
                    chars.next_if(|&c| !c.is_whitespace() && !matches!(c, '(' | ')' | ';' | '"'))
                {
                    atom.push(c);
                }
                Sexp {
                    line: start,
                    kind: Kind::Atom(atom),
                }
            }
        };
        match open.last_mut() {
            Some((_, items)) => items.push(form),
            None if done.is_some() => return Err(ParseError::new(start, "more than one form")),
            None => done = Some(form),
        }
    }
    match (open.last(), done) {
        (Some(&(line, _)), _) => Err(ParseError::new(line, "list without an end")),
        (None, Some(form)) => Ok(form),
        (None, None) => Err(ParseError::new(line, "no form")),
    }
}

fn escape(chars: &mut impl Iterator<Item = char>, line: usize) -> Result<char, ParseError> {
    match chars.next() {
        Some('n') => Ok('\n'),
        Some('x') => {
            let digits: String = chars.take_while(|&c| c != ';').take(9).collect();
            let code = u32::from_str_radix(&digits, 16)
                .ok()
                .and_then(char::from_u32);
            code.ok_or_else(|| ParseError::new(line, "bad escape"))
        }
        Some(c @ ('"' | '\\')) => Ok(c),
        _ => Err(ParseError::new(line, "bad escape")),
    }
}
