//! Tokens to data, on an explicit stack.
//!
//! Every open parenthesis, quote and label is a [`Frame`]; finished data collect on one value stack
//! until their frame closes, so a list is allocated once, at its size. A tail that is written as a list,
//! `(a . (b . (c)))`, is read into the frame around it: joining it afterwards would be quadratic.
//!
//! [`read_all`] goes on after an error: the bad token counts as some datum, so that the structure around it
//! stays, and the top-level datum it was in is left out of the result. [`Reader`] reads one datum at a time
//! and stops at the first error, as `read` on a port must.
//!
//! Invariant: labels are checked here. A `LabelRef` always has its `Label` before it in the same
//! top-level datum, and no label names nothing but itself.

use std::collections::HashSet;

use crate::datum::{Datum, DatumKind};
use crate::error::{ReadError, ReadErrorKind};
use crate::lexer::{Lexer, Token};
use crate::number::Number;
use crate::source::{FileId, Sources, Span};
use crate::symbol::Symbols;

/// So many errors in one text are enough.
const ERRORS_MAX: usize = 100;

/// How a text spells identifiers at its beginning; `#!fold-case` and `#!no-fold-case` change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// As written.
    Sensitive,
    /// Folded (`include-ci`).
    Folded,
}

/// Reads a whole file: the data without errors, and all errors. A byte order mark and a `#!/…` line at
/// its beginning are skipped.
pub fn read_all(
    sources: &Sources,
    file: FileId,
    symbols: &mut Symbols,
) -> (Vec<Datum>, Vec<ReadError>) {
    read_all_with(sources, file, symbols, Case::Sensitive)
}

/// As [`read_all`], beginning in this case.
pub fn read_all_with(
    sources: &Sources,
    file: FileId,
    symbols: &mut Symbols,
    case: Case,
) -> (Vec<Datum>, Vec<ReadError>) {
    let mut reader = Reader::new(file, sources.bytes(file), 0, symbols);
    reader.set_fold_case(case == Case::Folded);
    reader.skip_file_start();
    let mut data = Vec::new();
    loop {
        match reader.read(true) {
            Some(datum) if reader.errors.len() == reader.errors_outside => data.push(datum),
            Some(_) => {}
            None => break,
        }
    }
    (data, reader.errors)
}

/// What a dot did to a list so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dot {
    /// There was none.
    Absent,
    /// The tail comes next.
    Awaiting,
    /// The tail was read and is on top of the value stack.
    Tail,
    /// The tail was a proper list, whose elements now are this list's.
    Joined,
}

enum FrameKind {
    /// A list; `joins` if it is the tail of the list below, and `bracket` if opened by one.
    List {
        dot: Dot,
        joins: bool,
        bracket: bool,
    },
    Vector,
    Bytevector,
    /// The symbol that an abbreviation stands for.
    Prefix(&'static str),
    Label(u32),
    /// `#;`, with the number of labels known before it.
    Comment {
        labels: usize,
    },
}

struct Frame {
    kind: FrameKind,
    opener: Span,
    /// Where its elements begin on the value stack (the byte stack for bytevectors).
    base: usize,
}

/// Reads data one at a time.
pub struct Reader<'a> {
    lexer: Lexer<'a>,
    symbols: &'a mut Symbols,
    frames: Vec<Frame>,
    values: Vec<Datum>,
    bytes: Vec<u8>,
    /// The labels of the top-level datum so far, also in order, so that `#;` can take back its own.
    labels: HashSet<u32>,
    label_order: Vec<u32>,
    errors: Vec<ReadError>,
    /// How many of the errors come before the top-level datum that is being read.
    errors_outside: usize,
    /// The text is too large, which the first attempt to read it will say.
    refused: bool,
}

/// What a step led to.
enum Step {
    /// A top-level datum.
    Done(Datum),
    More,
}

impl<'a> Reader<'a> {
    /// A reader of `bytes` from `offset` on. Spans are of `file` and count from the beginning of `bytes`.
    pub fn new(
        file: FileId,
        bytes: &'a [u8],
        offset: usize,
        symbols: &'a mut Symbols,
    ) -> Reader<'a> {
        Reader {
            lexer: Lexer::new(file, bytes, offset),
            symbols,
            frames: Vec::new(),
            values: Vec::new(),
            bytes: Vec::new(),
            labels: HashSet::new(),
            label_order: Vec::new(),
            errors: Vec::new(),
            errors_outside: 0,
            refused: u32::try_from(bytes.len()).is_err(),
        }
    }

    /// Says that more bytes may follow the last one (a port's buffer). Then a token, comment or
    /// datum that touches the end is [incomplete](ReadErrorKind::is_incomplete).
    pub fn set_more(&mut self, more: bool) {
        self.lexer.more = more;
    }

    /// Whether identifiers are folded from here on.
    pub fn fold_case(&self) -> bool {
        self.lexer.fold_case
    }

    /// Sets whether identifiers are folded from here on, as `#!fold-case` does.
    pub fn set_fold_case(&mut self, fold: bool) {
        self.lexer.fold_case = fold;
    }

    /// Skips what only files begin with: a byte order mark and a `#!/…` line.
    pub fn skip_file_start(&mut self) {
        self.lexer.skip_file_start();
    }

    /// The offset after what was read. After an error that more input could cure, and if more may follow,
    /// it is the offset where the incomplete datum begins; after others that behind the bad token.
    pub fn position(&self) -> usize {
        self.lexer.position()
    }

    /// The next datum, `None` at the end of the text.
    #[expect(
        clippy::should_implement_trait,
        reason = "an error and the end are different things"
    )]
    pub fn next(&mut self) -> Result<Option<Datum>, ReadError> {
        let datum = self.read(false);
        match self.errors.pop() {
            Some(error) => Err(error),
            None => Ok(datum),
        }
    }

    /// Reads a top-level datum. Errors go to `self.errors`; the first one ends the attempt unless
    /// `recover`, which makes a datum of whatever is there.
    fn read(&mut self, recover: bool) -> Option<Datum> {
        if self.refused {
            self.refused = false;
            self.lexer.pos = usize::MAX;
            self.errors
                .push(ReadError::new(Span::NONE, ReadErrorKind::SourceTooLarge));
        }
        if self.lexer.pos == usize::MAX {
            return None;
        }
        self.frames.clear();
        let errors_before = self.errors.len();
        let (mut start, mut start_fold) = (self.lexer.pos, self.lexer.fold_case);
        loop {
            if self.frames.is_empty() {
                // Blanks and comments before a datum need not be read again.
                (start, start_fold) = (self.lexer.pos, self.lexer.fold_case);
                self.errors_outside = self.errors.len();
                self.clear();
                if self.lexer.skip_atmosphere().is_ok() {
                    (start, start_fold) = (self.lexer.pos, self.lexer.fold_case);
                } else {
                    (self.lexer.pos, self.lexer.fold_case) = (start, start_fold);
                }
            }
            let step = match self.lexer.next() {
                Ok((Token::Eof, span)) => {
                    self.finish_input(span);
                    self.rewind_if_incomplete(errors_before, start, start_fold);
                    return None;
                }
                Ok((token, span)) => self.token(token, span),
                Err(error) => {
                    let (span, incomplete) = (error.span, error.is_incomplete());
                    self.errors.push(error);
                    if incomplete {
                        // What is open around it ends here too, and saying so would only be noise.
                        self.rewind_if_incomplete(errors_before, start, start_fold);
                        return None;
                    }
                    self.placeholder(span)
                }
            };
            if let Step::Done(datum) = step {
                return Some(datum);
            }
            if self.errors.len() > errors_before && !recover {
                return None;
            }
            if self.errors.len() >= ERRORS_MAX {
                let span = self.lexer.span(self.lexer.pos, self.lexer.pos);
                self.errors
                    .push(ReadError::new(span, ReadErrorKind::TooManyErrors));
                self.lexer.pos = usize::MAX;
                return None;
            }
        }
    }

    /// Forgets what an earlier top-level datum, perhaps one given up, left behind.
    fn clear(&mut self) {
        self.values.clear();
        self.bytes.clear();
        self.labels.clear();
        self.label_order.clear();
    }

    fn rewind_if_incomplete(&mut self, errors_before: usize, start: usize, fold: bool) {
        if self.lexer.more && self.errors.len() > errors_before {
            self.lexer.pos = start;
            self.lexer.fold_case = fold;
        }
    }

    /// The input ends: says so if something is open.
    fn finish_input(&mut self, span: Span) {
        let Some(frame) = self.frames.last() else {
            return;
        };
        let (kind, what) = match frame.kind {
            FrameKind::List { .. } => (ReadErrorKind::IncompleteList, "list opened"),
            FrameKind::Vector => (ReadErrorKind::IncompleteList, "vector opened"),
            FrameKind::Bytevector => (ReadErrorKind::IncompleteList, "bytevector opened"),
            FrameKind::Prefix(_) => (ReadErrorKind::IncompletePrefix, "quotation begun"),
            FrameKind::Label(_) => (ReadErrorKind::IncompletePrefix, "label begun"),
            FrameKind::Comment { .. } => (ReadErrorKind::IncompletePrefix, "datum comment begun"),
        };
        self.errors.push(ReadError {
            span,
            kind,
            related: Some((frame.opener, what)),
        });
    }

    fn error(&mut self, span: Span, kind: ReadErrorKind) {
        self.errors.push(ReadError::new(span, kind));
    }

    fn token(&mut self, token: Token<'a>, span: Span) -> Step {
        let kind = match token {
            Token::Open => return self.open_list(span, false),
            Token::Close => return self.close(span),
            Token::Bracket(c) => return self.bracket(c, span),
            Token::OpenVector => return self.open(FrameKind::Vector, span),
            Token::OpenBytevector => return self.open(FrameKind::Bytevector, span),
            Token::Prefix(name) => return self.open(FrameKind::Prefix(name), span),
            Token::DatumComment => {
                let labels = self.label_order.len();
                return self.open(FrameKind::Comment { labels }, span);
            }
            Token::Dot => return self.dot(span),
            Token::Label(label) => {
                if self.labels.insert(label) {
                    self.label_order.push(label);
                } else {
                    self.error(span, ReadErrorKind::DuplicateLabel(label));
                }
                return self.open(FrameKind::Label(label), span);
            }
            Token::LabelRef(label) => {
                if !self.labels.contains(&label) {
                    self.error(span, ReadErrorKind::UndefinedLabel(label));
                } else if self.is_vacuous(label) {
                    self.error(span, ReadErrorKind::VacuousLabel(label));
                }
                DatumKind::LabelRef(label)
            }
            Token::Bool(value) => DatumKind::Bool(value),
            Token::Char(value) => DatumKind::Char(value),
            Token::Number(Number::Fixnum(value @ 0..=255))
                if matches!(
                    self.frames.last(),
                    Some(Frame {
                        kind: FrameKind::Bytevector,
                        ..
                    })
                ) =>
            {
                self.bytes.push(value as u8);
                return Step::More;
            }
            Token::Number(value) => DatumKind::Number(value),
            Token::Identifier(name) => DatumKind::Symbol(self.symbols.intern(&name)),
            Token::String(text) => DatumKind::String(text.into()),
            Token::Eof => return Step::More,
        };
        self.deliver(Datum::new(span, kind))
    }

    fn open(&mut self, kind: FrameKind, opener: Span) -> Step {
        let base = match kind {
            FrameKind::Bytevector => self.bytes.len(),
            _ => self.values.len(),
        };
        self.frames.push(Frame { kind, opener, base });
        Step::More
    }

    fn open_list(&mut self, opener: Span, bracket: bool) -> Step {
        let joins = matches!(
            self.frames.last(),
            Some(Frame {
                kind: FrameKind::List {
                    dot: Dot::Awaiting,
                    ..
                },
                ..
            })
        );
        self.open(
            FrameKind::List {
                dot: Dot::Absent,
                joins,
                bracket,
            },
            opener,
        )
    }

    /// Brackets are errors, but the structure they were meant to give is kept.
    fn bracket(&mut self, c: char, span: Span) -> Step {
        if matches!(c, '[' | '{') {
            self.error(span, ReadErrorKind::Bracket(c));
            return self.open_list(span, true);
        }
        let matches_opener = self.frames.iter().rev().find_map(|frame| match frame.kind {
            FrameKind::List { bracket, .. } => Some(bracket),
            FrameKind::Vector | FrameKind::Bytevector => Some(false),
            _ => None,
        });
        if matches_opener == Some(true) {
            return self.close(span);
        }
        self.error(span, ReadErrorKind::Bracket(c));
        Step::More
    }

    fn dot(&mut self, span: Span) -> Step {
        let count = self.values.len();
        match self.frames.last_mut() {
            Some(Frame {
                kind:
                    FrameKind::List {
                        dot: dot @ Dot::Absent,
                        ..
                    },
                base,
                ..
            }) if count > *base => {
                *dot = Dot::Awaiting;
            }
            _ => self.error(span, ReadErrorKind::UnexpectedDot),
        }
        Step::More
    }

    fn close(&mut self, span: Span) -> Step {
        let mut missing = false;
        loop {
            let Some(frame) = self.frames.pop() else {
                if !missing {
                    self.error(span, ReadErrorKind::UnexpectedClose);
                }
                return Step::More;
            };
            let whole = frame.opener.join(span);
            let kind = match frame.kind {
                FrameKind::List { dot, joins, .. } => {
                    if dot == Dot::Awaiting {
                        self.error(span, ReadErrorKind::MissingTail);
                    }
                    if joins && self.join_to_outer(dot) {
                        return Step::More;
                    }
                    let tail = if dot == Dot::Tail {
                        self.values.pop()
                    } else {
                        None
                    };
                    DatumKind::List {
                        items: self.take_values(frame.base),
                        tail,
                    }
                }
                FrameKind::Vector => DatumKind::Vector(self.take_values(frame.base)),
                FrameKind::Bytevector => {
                    DatumKind::Bytevector(self.bytes.drain(frame.base..).collect())
                }
                FrameKind::Prefix(_) | FrameKind::Label(_) | FrameKind::Comment { .. } => {
                    // Said once; then the list around the prefix closes.
                    if !missing {
                        let related = Some((frame.opener, "prefix"));
                        let kind = ReadErrorKind::MissingDatum;
                        self.errors.push(ReadError {
                            span,
                            kind,
                            related,
                        });
                        missing = true;
                    }
                    continue;
                }
            };
            return self.deliver(Datum::new(whole, kind));
        }
    }

    fn take_values(&mut self, base: usize) -> Box<[Datum]> {
        self.values.drain(base..).collect()
    }

    /// A list that is the tail of the list around it closed: its elements are already where that
    /// list's are.
    fn join_to_outer(&mut self, inner: Dot) -> bool {
        let Some(Frame {
            kind: FrameKind::List { dot, .. },
            ..
        }) = self.frames.last_mut()
        else {
            return false;
        };
        *dot = if inner == Dot::Tail {
            Dot::Tail
        } else {
            Dot::Joined
        };
        true
    }

    /// Whether all that stands between `#label=` and here is more labels.
    fn is_vacuous(&self, label: u32) -> bool {
        self.frames
            .iter()
            .rev()
            .map_while(|frame| match frame.kind {
                FrameKind::Label(outer) => Some(outer),
                _ => None,
            })
            .any(|outer| outer == label)
    }

    /// Hands a finished datum to the frame on top, which it may finish in turn.
    fn deliver(&mut self, mut datum: Datum) -> Step {
        loop {
            let Some(frame) = self.frames.last_mut() else {
                return Step::Done(datum);
            };
            let opener = frame.opener;
            match &mut frame.kind {
                FrameKind::List {
                    dot: Dot::Absent, ..
                }
                | FrameKind::Vector => {
                    self.values.push(datum);
                    return Step::More;
                }
                FrameKind::List {
                    dot: dot @ Dot::Awaiting,
                    ..
                } => {
                    // Only an abbreviation still comes as a list of its own: `(a . 'b)`.
                    if let DatumKind::List { items, tail } = datum.kind() {
                        *dot = if tail.is_some() {
                            Dot::Tail
                        } else {
                            Dot::Joined
                        };
                        self.values.extend(items.iter().chain(tail).cloned());
                    } else {
                        *dot = Dot::Tail;
                        self.values.push(datum);
                    }
                    return Step::More;
                }
                FrameKind::List { .. } => {
                    self.error(datum.span(), ReadErrorKind::ExtraTail);
                    return Step::More;
                }
                FrameKind::Bytevector => {
                    self.error(datum.span(), ReadErrorKind::NotAByte);
                    return Step::More;
                }
                FrameKind::Prefix(name) => {
                    let head = Datum::symbol(opener, self.symbols.intern(name));
                    datum = Datum::list(opener.join(datum.span()), [head, datum]);
                    self.frames.pop();
                }
                FrameKind::Label(label) => {
                    let span = opener.join(datum.span());
                    datum = Datum::new(span, DatumKind::Label(*label, datum));
                    self.frames.pop();
                }
                FrameKind::Comment { labels } => {
                    for label in self.label_order.drain(*labels..) {
                        self.labels.remove(&label);
                    }
                    self.frames.pop();
                    return Step::More;
                }
            }
        }
    }

    /// Something stands in for a token that could not be read, where that avoids further errors.
    fn placeholder(&mut self, span: Span) -> Step {
        match self.frames.last() {
            None
            | Some(Frame {
                kind:
                    FrameKind::Bytevector
                    | FrameKind::List {
                        dot: Dot::Tail | Dot::Joined,
                        ..
                    },
                ..
            }) => Step::More,
            Some(_) => self.deliver(Datum::bool(span, false)),
        }
    }
}
