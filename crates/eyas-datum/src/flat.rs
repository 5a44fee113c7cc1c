//! One datum as a flat sequence of items, for `read`, whose result is heap objects and no tree.
//!
//! [`Reader`](crate::Reader) makes shared nodes with spans, which compilers want; a program that reads data wants
//! neither, and its time went into making and dropping nodes. Here items come in postfix order, contents before the
//! container with their number, so that whoever builds needs nothing but a stack; names and strings stay where they
//! are in the text. All buffers are kept from datum to datum.
//!
//! What is rare or wrong is refused ([`Flat::read`] returns `None`) and left to [`Reader`](crate::Reader), which
//! begins anew: labels, datum comments, bytevectors, all errors, text that ends inside a datum. So there is one place
//! that decides what an error is. Tokens are those of the same lexer, and what is accepted here means the same there
//! (a test reads a corpus both ways).

use std::borrow::Cow;

use crate::lexer::{Lexer, Token};
use crate::number::Number;
use crate::source::FileId;

/// Items kept for the next datum; more are given back.
const ITEMS_KEPT: usize = 1 << 16;

/// A part of a datum.
#[derive(Debug)]
pub enum Item {
    /// `#t`, `#false`.
    Bool(bool),
    /// `#\a`.
    Char(char),
    /// Any number.
    Number(Number),
    /// An identifier.
    Symbol(Text),
    /// The identifier that an abbreviation stands for.
    Prefix(&'static str),
    /// A string.
    String(Text),
    /// A list of as many items before it.
    List(u32),
    /// A list of as many items before it and, after those, its tail.
    DottedList(u32),
    /// A vector of as many items before it.
    Vector(u32),
}

/// Text of a name or string: in the source, or beside it if it had to be changed.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    start: u32,
    length: u32,
    is_beside: bool,
    is_ascii: bool,
}

/// What a dot did to a list so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Dot {
    Absent,
    Awaiting,
    Tail,
}

/// Something open.
#[derive(Clone, Copy, Debug)]
enum Frame {
    List { count: u32, dot: Dot },
    Vector { count: u32 },
    Prefix,
}

/// Where a datum ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    /// The offset after the datum.
    pub position: usize,
    /// Whether identifiers are folded from there on.
    pub fold_case: bool,
}

/// The items of a datum, and the buffers for reading the next one.
#[derive(Default, Debug)]
pub struct Flat {
    items: Vec<Item>,
    beside: String,
    frames: Vec<Frame>,
}

impl Flat {
    /// Reads the first datum of `bytes`, and forgets the one before. `more` says that more may follow the last byte,
    /// so that a token that touches the end may not be whole. `None` if it is a matter for the
    /// [`Reader`](crate::Reader).
    pub fn read(&mut self, bytes: &[u8], more: bool, fold_case: bool) -> Option<End> {
        self.items.clear();
        self.items.shrink_to(ITEMS_KEPT);
        self.beside.clear();
        self.frames.clear();
        // Offsets fit.
        u32::try_from(bytes.len()).ok()?;
        let mut lexer = Lexer::new(FileId::NONE, bytes, 0);
        lexer.more = more;
        lexer.fold_case = fold_case;
        loop {
            // What most of a text consists of, without the detour of a token.
            let item = match lexer.first_byte().ok()?? {
                b'(' => {
                    lexer.pos += 1;
                    let (count, dot) = (0, Dot::Absent);
                    self.frames.push(Frame::List { count, dot });
                    continue;
                }
                b')' => {
                    lexer.pos += 1;
                    self.close()?
                }
                b'\'' => {
                    lexer.pos += 1;
                    self.begin_prefix("quote");
                    continue;
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'!' | b'*' | b'<'..=b'?' if !lexer.fold_case => {
                    let start = lexer.pos;
                    match lexer.plain_name() {
                        Some(end) => Item::Symbol(Text {
                            start: start as u32,
                            length: (end - start) as u32,
                            is_beside: false,
                            is_ascii: true,
                        }),
                        None => {
                            let name = Cow::Borrowed(lexer.name().ok()?);
                            Item::Symbol(self.text_of(bytes, name)?)
                        }
                    }
                }
                b'0'..=b'9' | b'+' | b'-' | b'.' => match lexer.simple_number() {
                    Some(n) => Item::Number(n),
                    None => match self.token(&mut lexer, bytes)? {
                        Some(item) => item,
                        None => continue,
                    },
                },
                _ => match self.token(&mut lexer, bytes)? {
                    Some(item) => item,
                    None => continue,
                },
            };
            self.items.push(item);
            if self.is_whole()? {
                return Some(End {
                    position: lexer.position(),
                    fold_case: lexer.fold_case,
                });
            }
        }
    }

    /// An abbreviation: what it stands for comes first in a list of two.
    fn begin_prefix(&mut self, name: &'static str) {
        self.items.push(Item::Prefix(name));
        self.frames.push(Frame::Prefix);
    }

    /// Closes the container on top.
    fn close(&mut self) -> Option<Item> {
        match self.frames.pop()? {
            Frame::List {
                count,
                dot: Dot::Absent,
            } => Some(Item::List(count)),
            Frame::List {
                count,
                dot: Dot::Tail,
            } => Some(Item::DottedList(count)),
            Frame::Vector { count } => Some(Item::Vector(count)),
            Frame::List {
                dot: Dot::Awaiting, ..
            }
            | Frame::Prefix => None,
        }
    }

    /// Any token: `Some(None)` if nothing is finished by it.
    fn token(&mut self, lexer: &mut Lexer<'_>, bytes: &[u8]) -> Option<Option<Item>> {
        let (token, _) = lexer.next().ok()?;
        let item = match token {
            Token::OpenVector => {
                self.frames.push(Frame::Vector { count: 0 });
                return Some(None);
            }
            Token::Prefix(name) => {
                self.begin_prefix(name);
                return Some(None);
            }
            Token::Dot => {
                let Some(Frame::List {
                    count: 1..,
                    dot: dot @ Dot::Absent,
                }) = self.frames.last_mut()
                else {
                    return None;
                };
                *dot = Dot::Awaiting;
                return Some(None);
            }
            Token::Bool(value) => Item::Bool(value),
            Token::Char(value) => Item::Char(value),
            Token::Number(value) => Item::Number(value),
            Token::Identifier(name) => Item::Symbol(self.text_of(bytes, name)?),
            Token::String(text) => Item::String(self.text_of(bytes, text)?),
            // The two parentheses do not come here.
            Token::Open
            | Token::Close
            | Token::Eof
            | Token::Bracket(_)
            | Token::OpenBytevector
            | Token::DatumComment
            | Token::Label(_)
            | Token::LabelRef(_) => return None,
        };
        Some(Some(item))
    }

    /// A datum was finished: counts it where it belongs; true if it belongs nowhere. `None` if it may not stand there.
    fn is_whole(&mut self) -> Option<bool> {
        loop {
            match self.frames.last_mut() {
                None => return Some(true),
                Some(
                    Frame::Vector { count }
                    | Frame::List {
                        count,
                        dot: Dot::Absent,
                    },
                ) => {
                    *count = count.checked_add(1)?;
                    return Some(false);
                }
                Some(Frame::List {
                    dot: dot @ Dot::Awaiting,
                    ..
                }) => {
                    *dot = Dot::Tail;
                    return Some(false);
                }
                Some(Frame::List { dot: Dot::Tail, .. }) => return None,
                Some(Frame::Prefix) => {
                    self.frames.pop();
                    self.items.push(Item::List(2));
                }
            }
        }
    }

    /// Where a token's text is.
    fn text_of(&mut self, bytes: &[u8], text: Cow<'_, str>) -> Option<Text> {
        let (start, is_beside) = match &text {
            // Borrowed from the source, as all tokens are that need no change.
            Cow::Borrowed(text) => {
                let start = text.as_ptr().addr().checked_sub(bytes.as_ptr().addr())?;
                (start, false)
            }
            Cow::Owned(text) => {
                self.beside.push_str(text);
                (self.beside.len() - text.len(), true)
            }
        };
        Some(Text {
            start: u32::try_from(start).ok()?,
            length: u32::try_from(text.len()).ok()?,
            is_beside,
            is_ascii: text.is_ascii(),
        })
    }

    /// The items, contents before containers.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The bytes of a text, given those that were read.
    fn bytes<'a>(&'a self, text: Text, bytes: &'a [u8]) -> &'a [u8] {
        let range = text.start as usize..text.start as usize + text.length as usize;
        if text.is_beside {
            &self.beside.as_bytes()[range]
        } else {
            &bytes[range]
        }
    }

    /// The characters of a text if all are ASCII, given the bytes that were read.
    #[inline]
    pub fn ascii<'a>(&'a self, text: Text, bytes: &'a [u8]) -> Option<&'a [u8]> {
        text.is_ascii.then(|| self.bytes(text, bytes))
    }

    /// The characters of a text, given the bytes that were read.
    pub fn text<'a>(&'a self, text: Text, bytes: &'a [u8]) -> &'a str {
        std::str::from_utf8(self.bytes(text, bytes)).expect("the lexer has checked the token")
    }
}
