//! The S-expressions that code is written in: lists, words and strings, nested a few levels deep at most.
//!
//! The texts of units and of the compiler's flat code share them.

use super::ParseError;

/// Deeper nesting than the grammar has.
const DEPTH_MAX: usize = 16;

/// A form with the line it begins on.
#[derive(Clone, PartialEq, Debug)]
pub struct Sexp {
    /// Counted from 1.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a form is.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    /// A word: anything without white space and delimiters.
    Atom(String),
    /// A string.
    Text(String),
    /// Forms in parentheses.
    List(Vec<Sexp>),
}

/// What reading gives.
pub type Parsed<T> = Result<T, ParseError>;

/// The one form of a text.
///
/// # Errors
/// The text is not one form.
pub fn read(text: &str) -> Parsed<Sexp> {
    let mut chars = text.chars().peekable();
    let mut line = 1;
    let mut open: Vec<(usize, Vec<Sexp>)> = Vec::new();
    let mut done: Option<Sexp> = None;
    while let Some(c) = chars.next() {
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

impl Sexp {
    /// An error at this form.
    pub fn error(&self, message: impl Into<Box<str>>) -> ParseError {
        ParseError::new(self.line, message)
    }

    /// True for this very word.
    pub fn is_atom(&self, wanted: &str) -> bool {
        matches!(&self.kind, Kind::Atom(a) if a == wanted)
    }

    /// The word that it is.
    pub fn atom(&self) -> Parsed<&str> {
        match &self.kind {
            Kind::Atom(a) => Ok(a),
            _ => Err(self.error("a word is expected")),
        }
    }

    /// The string that it is.
    pub fn text(&self) -> Parsed<&str> {
        match &self.kind {
            Kind::Text(s) => Ok(s),
            _ => Err(self.error("a string is expected")),
        }
    }

    /// The number that it is.
    pub fn number<T: std::str::FromStr>(&self) -> Parsed<T> {
        self.atom()?
            .parse()
            .map_err(|_| self.error("a number in range is expected"))
    }

    /// A number behind a mark: `r4`, `$0`.
    pub fn sigil<T: std::str::FromStr>(&self, mark: char) -> Parsed<T> {
        let number = self.atom()?.strip_prefix(mark).and_then(|n| n.parse().ok());
        number.ok_or_else(|| self.error(format!("`{mark}` and a number in range are expected")))
    }

    /// The bytes of a string of hexadecimal digits.
    pub fn bytes(&self) -> Parsed<Box<[u8]>> {
        let s = self.text()?;
        if s.len() % 2 != 0 || !s.is_ascii() {
            return Err(self.error("bytes are pairs of hexadecimal digits"));
        }
        (0..s.len() / 2)
            .map(|i| u8::from_str_radix(&s[2 * i..2 * i + 2], 16))
            .collect::<Result<_, _>>()
            .map_err(|_| self.error("bytes are pairs of hexadecimal digits"))
    }
}

/// The rest of a list.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    whole: &'a Sexp,
    rest: &'a [Sexp],
}

impl<'a> Fields<'a> {
    /// The items of a list.
    pub fn list(form: &'a Sexp) -> Parsed<Fields<'a>> {
        match &form.kind {
            Kind::List(items) => Ok(Fields {
                whole: form,
                rest: items,
            }),
            _ => Err(form.error("a list is expected")),
        }
    }

    /// The items of a list after its first, which must be this word.
    pub fn tagged(form: &'a Sexp, tag: &str) -> Parsed<Fields<'a>> {
        let mut fields = Fields::list(form)?;
        match fields.take() {
            Ok(first) if first.is_atom(tag) => Ok(fields),
            _ => Err(form.error(format!("({tag} …) is expected"))),
        }
    }

    /// The next list if it begins with this tag.
    pub fn section(&mut self, tag: &str) -> Option<Fields<'a>> {
        let fields = Fields::tagged(self.rest.first()?, tag).ok()?;
        self.rest = &self.rest[1..];
        Some(fields)
    }

    /// The next item.
    pub fn take(&mut self) -> Parsed<&'a Sexp> {
        let (first, rest) = self
            .rest
            .split_first()
            .ok_or_else(|| self.whole.error("something is missing"))?;
        self.rest = rest;
        Ok(first)
    }

    /// All items that are left.
    pub fn map<T>(self, f: impl FnMut(&'a Sexp) -> Parsed<T>) -> Parsed<Vec<T>> {
        self.rest.iter().map(f).collect()
    }

    /// True if nothing is left.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Nothing may be left.
    pub fn end(&self) -> Parsed<()> {
        match self.rest.first() {
            None => Ok(()),
            Some(f) => Err(f.error("something is left over")),
        }
    }
}
