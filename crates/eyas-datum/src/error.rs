//! What can be wrong with a text.
//!
//! Errors are values with a span; how they are shown (file, line, the text with a caret) is the
//! business of whoever reports them. `Display` is the message alone, on one line;
//! [`ReadError::describe`] puts the place before it. An error that more input could cure says so
//! ([`ReadErrorKind::is_incomplete`]), which is how a REPL or a port knows to fetch more.

use std::fmt;

use crate::number::NumberError;
use crate::source::{Sources, Span};

/// One thing wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: ReadErrorKind,
    /// Another place that explains it, with what happened there: "list opened".
    pub related: Option<(Span, &'static str)>,
}

/// The ways a text can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The input ended inside a list, vector or bytevector.
    IncompleteList,
    /// The input ended inside a string.
    IncompleteString,
    /// The input ended inside a symbol between bars.
    IncompleteSymbol,
    /// The input ended inside a `#|` comment.
    IncompleteComment,
    /// The input ended after a prefix that a datum must follow: a quote, `#;`, `#0=`.
    IncompletePrefix,
    /// The input ended inside a token, or where a token may go on if more input follows.
    IncompleteToken,
    /// Bytes that are not UTF-8; the span is the first such byte.
    InvalidUtf8,
    /// A NUL outside a string.
    Nul,
    /// A character that no token can have.
    UnexpectedCharacter(char),
    /// A square bracket or brace.
    Bracket(char),
    /// A closing parenthesis with nothing to close.
    UnexpectedClose,
    /// A dot outside a list, or where no datum is before it.
    UnexpectedDot,
    /// A list that closes after its dot.
    MissingTail,
    /// More than one datum after a dot.
    ExtraTail,
    /// A quote, `#;` or `#0=` with no datum before the closing parenthesis.
    MissingDatum,
    /// An unknown backslash escape in a string or symbol.
    UnknownEscape(char),
    /// `\x` with no hexadecimal digits and `;` after it.
    MalformedHexEscape,
    /// A hexadecimal escape of a number that is no Unicode scalar value.
    NotAScalarValue,
    /// `#\` with an unknown name.
    UnknownCharacterName(Box<str>),
    /// `#` with something unknown after it.
    UnknownSyntax(Box<str>),
    /// `#!` with something unknown after it.
    UnknownDirective(Box<str>),
    /// A number that is understood and refused.
    Number(NumberError),
    /// Something other than an exact integer from 0 to 255 in a bytevector.
    NotAByte,
    /// A symbol in bars right before another token.
    MissingDelimiter,
    /// `#n#` where no `#n=` came before it.
    UndefinedLabel(u32),
    /// `#n=` twice in one datum.
    DuplicateLabel(u32),
    /// A label that names nothing but itself: `#0=#0#`.
    VacuousLabel(u32),
    /// A label number beyond 2³²−1.
    LabelTooLarge,
    /// A text of 4 GiB or more.
    SourceTooLarge,
    /// So many errors that reading stopped.
    TooManyErrors,
}

impl ReadErrorKind {
    /// Whether more input could cure the error.
    pub fn is_incomplete(&self) -> bool {
        matches!(
            self,
            ReadErrorKind::IncompleteList
                | ReadErrorKind::IncompleteString
                | ReadErrorKind::IncompleteSymbol
                | ReadErrorKind::IncompleteComment
                | ReadErrorKind::IncompletePrefix
                | ReadErrorKind::IncompleteToken
        )
    }
}

impl ReadError {
    pub(crate) fn new(span: Span, kind: ReadErrorKind) -> ReadError {
        ReadError {
            span,
            kind,
            related: None,
        }
    }

    /// Whether more input could cure the error.
    pub fn is_incomplete(&self) -> bool {
        self.kind.is_incomplete()
    }

    /// The message with the places, on one line:
    /// `f.scm:3:7: the input ends inside a list (list opened at 1:1)`.
    pub fn describe(&self, sources: &Sources) -> String {
        let mut text = format!("{}: {self}", sources.location(self.span));
        if let Some((span, what)) = self.related {
            let (line, column) = sources.line_column(span.file, span.start);
            text.push_str(&format!(" ({what} at {line}:{column})"));
        }
        text
    }
}

impl std::error::Error for ReadError {}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadErrorKind::IncompleteList => f.write_str("the input ends inside a list"),
            ReadErrorKind::IncompleteString => f.write_str("the input ends inside a string"),
            ReadErrorKind::IncompleteSymbol => f.write_str("the input ends inside a |symbol|"),
            ReadErrorKind::IncompleteComment => f.write_str("the input ends inside a #| comment"),
            ReadErrorKind::IncompletePrefix => {
                f.write_str("the input ends where a datum is expected")
            }
            ReadErrorKind::IncompleteToken => f.write_str("the input ends inside a token"),
            ReadErrorKind::InvalidUtf8 => f.write_str("invalid UTF-8"),
            ReadErrorKind::Nul => f.write_str("NUL character outside a string"),
            ReadErrorKind::UnexpectedCharacter(c) => {
                write!(f, "unexpected character {}", c.escape_default())
            }
            ReadErrorKind::Bracket(c) => {
                write!(f, "`{c}` is reserved: lists are written with ( and )")
            }
            ReadErrorKind::UnexpectedClose => f.write_str("unexpected `)`: no list is open"),
            ReadErrorKind::UnexpectedDot => {
                f.write_str("unexpected `.`: it belongs before the last element of a list")
            }
            ReadErrorKind::MissingTail => f.write_str("no datum between `.` and `)`"),
            ReadErrorKind::ExtraTail => f.write_str("more than one datum after `.`"),
            ReadErrorKind::MissingDatum => f.write_str("unexpected `)`: a datum is expected here"),
            ReadErrorKind::UnknownEscape(c) => {
                write!(f, "unknown escape \\{}", c.escape_default())
            }
            ReadErrorKind::MalformedHexEscape => {
                f.write_str("malformed escape: expected \\x, hexadecimal digits and `;`")
            }
            ReadErrorKind::NotAScalarValue => f.write_str("not a Unicode scalar value"),
            ReadErrorKind::UnknownCharacterName(name) => {
                write!(f, "unknown character name #\\{}", name.escape_debug())
            }
            ReadErrorKind::UnknownSyntax(text) => {
                let what = match text.as_bytes() {
                    [
                        b'#',
                        b'b' | b'B' | b'o' | b'O' | b'd' | b'D' | b'x' | b'X',
                        _,
                        ..,
                    ]
                    | [b'#', b'e' | b'E' | b'i' | b'I', _, ..] => "not a number:",
                    _ => "unknown syntax",
                };
                write!(f, "{what} {}", text.escape_debug())
            }
            ReadErrorKind::UnknownDirective(text) => {
                write!(f, "unknown directive {}", text.escape_debug())
            }
            ReadErrorKind::Number(error) => error.fmt(f),
            ReadErrorKind::NotAByte => {
                f.write_str("an element of a bytevector must be an exact integer from 0 to 255")
            }
            ReadErrorKind::MissingDelimiter => {
                f.write_str("a |symbol| must be followed by white space or a delimiter")
            }
            ReadErrorKind::UndefinedLabel(n) => write!(f, "#{n}# has no #{n}= before it"),
            ReadErrorKind::DuplicateLabel(n) => write!(f, "#{n}= occurs twice in one datum"),
            ReadErrorKind::VacuousLabel(n) => write!(f, "#{n}= names nothing but itself"),
            ReadErrorKind::LabelTooLarge => f.write_str("the label number is too large"),
            ReadErrorKind::SourceTooLarge => f.write_str("the text is larger than 4 GiB"),
            ReadErrorKind::TooManyErrors => f.write_str("too many errors: reading stops here"),
        }
    }
}
