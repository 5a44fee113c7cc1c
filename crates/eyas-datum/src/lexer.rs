//! Bytes to tokens: R7RS 7.1.1 below the level of `<datum>`.
//!
//! One table sorts the 256 byte values into classes, and the scan loops are a load and a test per
//! byte. Tokens borrow from the text where they can. UTF-8 is checked token by token, and only where a
//! byte above 127 was seen, so reading one datum from a large buffer costs what that datum costs.
//!
//! Beyond the report: any non-ASCII character that is neither white space nor a control character may
//! be in an identifier; the non-ASCII white space of Unicode separates tokens; quotes end an
//! identifier; and what looks like a number but is none (`1+`) is an identifier. White space stands
//! only where it may: NUL and control characters are errors everywhere outside strings.
//!
//! After an error the position is behind the bad token, so that the reader can go on.

use std::borrow::Cow;

use crate::error::{ReadError, ReadErrorKind};
use crate::number::{self, Number};
use crate::source::{FileId, Span};
use crate::unicode;

/// A byte that can be inside an identifier or number.
const CONSTITUENT: u8 = 1;
/// Part of a character beyond ASCII: to be decoded to know more.
const HIGH: u8 = 2;
/// White space.
const SPACE: u8 = 4;
/// Ends a token and begins another.
const DELIMITER: u8 = 8;
/// Belongs in no token: control characters and the backslash.
const BAD: u8 = 16;

const CLASSES: [u8; 256] = {
    let mut table = [CONSTITUENT; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => SPACE,
            b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'"' | b';' | b'|' | b'\'' | b'`' | b',' => {
                DELIMITER
            }
            0..=0x1f | 0x7f | b'\\' => BAD,
            0x80..=0xff => HIGH,
            _ => CONSTITUENT,
        };
        byte += 1;
    }
    table
};

fn class(byte: u8) -> u8 {
    CLASSES[byte as usize]
}

/// A token of R7RS 7.1.1.
#[derive(Debug)]
pub(crate) enum Token<'a> {
    Eof,
    Open,
    Close,
    /// `[` or `{`, `]` or `}`: errors, but the reader recovers better knowing which.
    Bracket(char),
    OpenVector,
    OpenBytevector,
    /// The symbol an abbreviation stands for.
    Prefix(&'static str),
    DatumComment,
    Dot,
    Label(u32),
    LabelRef(u32),
    Bool(bool),
    Char(char),
    Number(Number),
    Identifier(Cow<'a, str>),
    String(Cow<'a, str>),
}

pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    file: FileId,
    pub(crate) pos: usize,
    pub(crate) fold_case: bool,
    /// Whether more bytes may follow these, so that a token at the end may not be whole.
    pub(crate) more: bool,
}

type Lexed<T> = Result<T, ReadError>;

impl<'a> Lexer<'a> {
    pub(crate) fn new(file: FileId, bytes: &'a [u8], pos: usize) -> Lexer<'a> {
        Lexer {
            bytes,
            file,
            pos: pos.min(bytes.len()),
            fold_case: false,
            more: false,
        }
    }

    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        // The reader refuses texts in which an offset could be cut off here.
        Span {
            file: self.file,
            start: start as u32,
            end: end as u32,
        }
    }

    /// The offset of what comes next.
    pub(crate) fn position(&self) -> usize {
        self.pos.min(self.bytes.len())
    }

    /// The empty span at the end of the text.
    pub(crate) fn end_span(&self) -> Span {
        self.span(self.bytes.len(), self.bytes.len())
    }

    fn error<T>(&self, start: usize, end: usize, kind: ReadErrorKind) -> Lexed<T> {
        Err(ReadError::new(self.span(start, end), kind))
    }

    /// The error for input that ends inside what began at `start`.
    fn incomplete<T>(&mut self, start: usize, kind: ReadErrorKind, what: &'static str) -> Lexed<T> {
        self.pos = self.bytes.len();
        let related = Some((self.span(start, start + 1), what));
        Err(ReadError {
            span: self.end_span(),
            kind,
            related,
        })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.pos + ahead).copied()
    }

    /// Skips a byte order mark and a first line `#!/…` or `#! …`, as files may have them.
    pub(crate) fn skip_file_start(&mut self) {
        if self.pos == 0 && self.bytes.starts_with(b"\xef\xbb\xbf") {
            self.pos = 3;
        }
        if let [b'#', b'!', b'/' | b' ', ..] = self.bytes[self.pos..] {
            while self
                .peek()
                .is_some_and(|byte| !matches!(byte, b'\n' | b'\r'))
            {
                self.pos += 1;
            }
        }
    }

    /// Skips white space, comments and directives; at the end of a text that may go on, the position is
    /// before anything that may not be whole.
    pub(crate) fn skip_atmosphere(&mut self) -> Lexed<()> {
        while let Some(byte) = self.peek() {
            match byte {
                b';' => self.skip_line_comment()?,
                b'#' => match self.peek_at(1) {
                    Some(b'|') => self.skip_block_comment()?,
                    Some(b'!') => self.directive()?,
                    _ => return Ok(()),
                },
                _ => match class(byte) {
                    SPACE => self.pos += 1,
                    HIGH => match self.decode_char(self.pos)? {
                        Some(c) if c.is_whitespace() => self.pos += c.len_utf8(),
                        _ => return Ok(()),
                    },
                    _ => return Ok(()),
                },
            }
        }
        Ok(())
    }

    fn skip_line_comment(&mut self) -> Lexed<()> {
        let start = self.pos;
        let mut seen = 0;
        let length = self.bytes[start..].iter().position(|&byte| {
            seen |= class(byte);
            matches!(byte, b'\n' | b'\r')
        });
        match length {
            Some(length) => self.pos = start + length,
            None if self.more => {
                return self.incomplete(start, ReadErrorKind::IncompleteComment, "comment opened");
            }
            None => self.pos = self.bytes.len(),
        }
        if seen & (HIGH | BAD) != 0 {
            self.check_comment(start)
        } else {
            Ok(())
        }
    }

    fn skip_block_comment(&mut self) -> Lexed<()> {
        let start = self.pos;
        self.pos += 2;
        let mut depth = 1usize;
        let mut seen = 0;
        while depth > 0 {
            let Some(byte) = self.peek() else {
                return self.incomplete(start, ReadErrorKind::IncompleteComment, "comment opened");
            };
            seen |= class(byte);
            match (byte, self.peek_at(1)) {
                (b'|', Some(b'#')) => {
                    depth -= 1;
                    self.pos += 2;
                }
                (b'#', Some(b'|')) => {
                    depth += 1;
                    self.pos += 2;
                }
                _ => self.pos += 1,
            }
        }
        if seen & (HIGH | BAD) != 0 {
            self.check_comment(start)
        } else {
            Ok(())
        }
    }

    /// Checks a comment that ends here for what is an error even in a comment.
    fn check_comment(&self, start: usize) -> Lexed<()> {
        let text = &self.bytes[start..self.pos];
        if let Some(at) = text.iter().position(|&byte| byte == 0) {
            return self.error(start + at, start + at + 1, ReadErrorKind::Nul);
        }
        self.check_utf8(start, self.pos).map(|_| ())
    }

    /// `#!fold-case` and `#!no-fold-case`.
    fn directive(&mut self) -> Lexed<()> {
        let start = self.pos;
        self.pos += 2;
        let text = self.constituents(start)?;
        match text.get(2..) {
            Some("fold-case") => self.fold_case = true,
            Some("no-fold-case") => self.fold_case = false,
            _ => {
                let text = excerpt(text);
                return self.error(start, self.pos, ReadErrorKind::UnknownDirective(text));
            }
        }
        Ok(())
    }

    /// The text from `start` to `end`, or the error at the first byte that is not UTF-8.
    fn check_utf8(&self, start: usize, end: usize) -> Lexed<&'a str> {
        match std::str::from_utf8(&self.bytes[start..end]) {
            Ok(text) => Ok(text),
            Err(error) => {
                let at = start + error.valid_up_to();
                let cut_off = error.error_len().is_none() && end == self.bytes.len() && self.more;
                let kind = if cut_off {
                    ReadErrorKind::IncompleteToken
                } else {
                    ReadErrorKind::InvalidUtf8
                };
                self.error(at, at + 1, kind)
            }
        }
    }

    /// The character that begins at `at`; `None` at the end of the text. After an error the position is
    /// behind the bad byte.
    fn decode_char(&mut self, at: usize) -> Lexed<Option<char>> {
        let Some(&byte) = self.bytes.get(at) else {
            return Ok(None);
        };
        if byte < 0x80 {
            return Ok(Some(byte as char));
        }
        let length = match byte {
            0xf0.. => 4,
            0xe0.. => 3,
            _ => 2,
        };
        // Up to the length the first byte announces; a wrong one makes the check fail.
        let end = (at + length).min(self.bytes.len());
        match self.check_utf8(at, end) {
            Ok(text) => Ok(text.chars().next()),
            Err(mut error) => {
                // The rest of the bytes are not to blame if only the continuation is missing.
                error.span = self.span(at, at + 1);
                self.pos = at + 1;
                while self.peek().is_some_and(|byte| byte & 0xc0 == 0x80) {
                    self.pos += 1;
                }
                Err(error)
            }
        }
    }

    /// Moves over constituents from here on; the text from `start` to there. After an error the position is
    /// behind the token. A token that may go on in input to come is incomplete.
    fn constituents(&mut self, start: usize) -> Lexed<&'a str> {
        let mut seen = 0;
        while let Some(byte) = self.peek() {
            let class = class(byte);
            if class & (CONSTITUENT | HIGH) == 0 {
                break;
            }
            seen |= class;
            self.pos += 1;
        }
        let mut text = self.check_utf8(start, self.pos)?;
        if seen & HIGH != 0 {
            // The first character was looked at by the caller, or is `#`.
            let first = text.chars().next().map_or(0, char::len_utf8);
            let end = text[first..].find(|c: char| c.is_whitespace() || c.is_control());
            if let Some(end) = end {
                text = &text[..first + end];
                self.pos = start + text.len();
            }
        }
        if self.more && self.pos == self.bytes.len() {
            return self.incomplete(start, ReadErrorKind::IncompleteToken, "token begun");
        }
        Ok(text)
    }

    /// The next token and where it stands.
    pub(crate) fn next(&mut self) -> Lexed<(Token<'a>, Span)> {
        self.skip_atmosphere()?;
        let start = self.pos;
        let Some(byte) = self.peek() else {
            return Ok((Token::Eof, self.end_span()));
        };
        let token = match byte {
            b'(' => self.single(Token::Open),
            b')' => self.single(Token::Close),
            b'[' | b']' | b'{' | b'}' => self.single(Token::Bracket(byte as char)),
            b'\'' => self.single(Token::Prefix("quote")),
            b'`' => self.single(Token::Prefix("quasiquote")),
            b',' if self.peek_at(1) == Some(b'@') => {
                self.pos += 1;
                self.single(Token::Prefix("unquote-splicing"))
            }
            b',' => self.single(Token::Prefix("unquote")),
            b'"' => self.string()?,
            b'|' => self.bar_symbol()?,
            b'#' => self.hash()?,
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number_or_identifier()?,
            _ if class(byte) == CONSTITUENT => self.identifier()?,
            _ => self.beyond_ascii_or_bad()?,
        };
        Ok((token, self.span(start, self.pos)))
    }

    /// The byte that the next token begins with; `None` at the end.
    #[inline]
    pub(crate) fn first_byte(&mut self) -> Lexed<Option<u8>> {
        match self.peek() {
            Some(byte)
                if class(byte) & (CONSTITUENT | DELIMITER) != 0 && !matches!(byte, b'#' | b';') =>
            {
                Ok(Some(byte))
            }
            _ => {
                self.skip_atmosphere()?;
                Ok(self.peek())
            }
        }
    }

    /// The identifier here as it is written. Its first byte is a constituent that begins no number.
    #[inline]
    pub(crate) fn name(&mut self) -> Lexed<&'a str> {
        self.constituents(self.pos)
    }

    /// The number here if it is one of the commonest, and the token is not the last.
    #[inline]
    pub(crate) fn simple_number(&mut self) -> Option<Number> {
        let (number, length) = number::simple(&self.bytes[self.pos..], 10)?;
        let end = self.pos + length;
        let &byte = self.bytes.get(end)?;
        if class(byte) & (SPACE | DELIMITER) == 0 {
            return None;
        }
        self.pos = end;
        Some(number)
    }

    /// Where the identifier here ends if it is ASCII and more follows it. Its first byte is a constituent that begins
    /// no number.
    #[inline]
    pub(crate) fn plain_name(&mut self) -> Option<usize> {
        let rest = &self.bytes[self.pos..];
        let length = rest.iter().position(|&byte| class(byte) != CONSTITUENT)?;
        if class(rest[length]) & (SPACE | DELIMITER) == 0 {
            return None;
        }
        self.pos += length;
        Some(self.pos)
    }

    fn single(&mut self, token: Token<'a>) -> Token<'a> {
        self.pos += 1;
        token
    }

    fn fold(&self, text: &'a str) -> Cow<'a, str> {
        if self.fold_case {
            Cow::Owned(unicode::foldcase(text))
        } else {
            Cow::Borrowed(text)
        }
    }

    fn identifier(&mut self) -> Lexed<Token<'a>> {
        let text = self.constituents(self.pos)?;
        Ok(Token::Identifier(self.fold(text)))
    }

    fn beyond_ascii_or_bad(&mut self) -> Lexed<Token<'a>> {
        let start = self.pos;
        match self.decode_char(start)? {
            Some(c) if !c.is_ascii() && !c.is_control() => self.identifier(),
            Some(c) => {
                self.pos += c.len_utf8();
                let kind = match c {
                    '\0' => ReadErrorKind::Nul,
                    _ => ReadErrorKind::UnexpectedCharacter(c),
                };
                self.error(start, self.pos, kind)
            }
            None => Ok(Token::Eof),
        }
    }

    fn number_or_identifier(&mut self) -> Lexed<Token<'a>> {
        let start = self.pos;
        let text = self.constituents(start)?;
        if text.len() == 1 && !text.as_bytes()[0].is_ascii_digit() {
            return Ok(match text {
                "." => Token::Dot,
                _ => Token::Identifier(Cow::Borrowed(text)),
            });
        }
        match number::parse(text, 10) {
            Ok(Some(number)) => Ok(Token::Number(number)),
            Ok(None) => Ok(Token::Identifier(self.fold(text))),
            Err(error) => self.error(start, self.pos, ReadErrorKind::Number(error)),
        }
    }

    fn hash(&mut self) -> Lexed<Token<'a>> {
        let start = self.pos;
        match self.peek_at(1) {
            Some(b'(') => {
                self.pos += 2;
                return Ok(Token::OpenVector);
            }
            Some(b';') => {
                self.pos += 2;
                return Ok(Token::DatumComment);
            }
            Some(b'\\') => return self.character(),
            Some(b'0'..=b'9') => return self.label(),
            _ => {}
        }
        self.pos += 1;
        let text = self.constituents(start)?;
        if text.eq_ignore_ascii_case("#t") || text.eq_ignore_ascii_case("#true") {
            return Ok(Token::Bool(true));
        }
        if text.eq_ignore_ascii_case("#f") || text.eq_ignore_ascii_case("#false") {
            return Ok(Token::Bool(false));
        }
        if text.eq_ignore_ascii_case("#u8") && self.peek() == Some(b'(') {
            self.pos += 1;
            return Ok(Token::OpenBytevector);
        }
        match number::parse(text, 10) {
            Ok(Some(number)) => Ok(Token::Number(number)),
            Ok(None) => {
                let text = excerpt(text);
                self.error(start, self.pos, ReadErrorKind::UnknownSyntax(text))
            }
            Err(error) => self.error(start, self.pos, ReadErrorKind::Number(error)),
        }
    }

    /// `#n=` or `#n#`.
    fn label(&mut self) -> Lexed<Token<'a>> {
        let start = self.pos;
        self.pos += 1;
        let mut value = Some(0u32);
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            let digit = u32::from(byte - b'0');
            value = value.and_then(|value| value.checked_mul(10)?.checked_add(digit));
            self.pos += 1;
        }
        let end = self.peek();
        match end {
            Some(b'=' | b'#') => self.pos += 1,
            _ => {
                let text = excerpt(self.constituents(start)?);
                return self.error(start, self.pos, ReadErrorKind::UnknownSyntax(text));
            }
        }
        match value {
            None => self.error(start, self.pos, ReadErrorKind::LabelTooLarge),
            Some(value) if end == Some(b'=') => Ok(Token::Label(value)),
            Some(value) => Ok(Token::LabelRef(value)),
        }
    }

    /// `#\a`, `#\space`, `#\x41`.
    fn character(&mut self) -> Lexed<Token<'a>> {
        let start = self.pos;
        let at = start + 2;
        let Some(c) = self.decode_char(at)? else {
            return self.incomplete(start, ReadErrorKind::IncompleteToken, "token begun");
        };
        self.pos = at + c.len_utf8();
        if c == '\0' {
            return self.error(at, at + 1, ReadErrorKind::Nul);
        }
        // What cannot be in a name stands alone: `#\(`, `#\ `.
        if c.is_whitespace() || (c.is_ascii() && class(c as u8) != CONSTITUENT) {
            return Ok(Token::Char(c));
        }
        let name = self.constituents(at)?;
        if name.len() == c.len_utf8() {
            return Ok(Token::Char(c));
        }
        let hexadecimal = name.strip_prefix(['x', 'X']);
        if let Some(digits) = hexadecimal
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            return match scalar_value(digits) {
                Some(c) => Ok(Token::Char(c)),
                None => self.error(start, self.pos, ReadErrorKind::NotAScalarValue),
            };
        }
        match unicode::character_named(&self.fold(name)) {
            Some(c) => Ok(Token::Char(c)),
            None => {
                let name = excerpt(name);
                self.error(start, self.pos, ReadErrorKind::UnknownCharacterName(name))
            }
        }
    }

    fn string(&mut self) -> Lexed<Token<'a>> {
        let start = self.pos;
        self.pos += 1;
        match self.delimited(b'"')? {
            Some(text) => Ok(Token::String(text)),
            None => self.incomplete(start, ReadErrorKind::IncompleteString, "string opened"),
        }
    }

    fn bar_symbol(&mut self) -> Lexed<Token<'a>> {
        let start = self.pos;
        self.pos += 1;
        let Some(name) = self.delimited(b'|')? else {
            return self.incomplete(start, ReadErrorKind::IncompleteSymbol, "symbol opened");
        };
        let follows_token = match self.peek() {
            None if self.more => {
                return self.incomplete(start, ReadErrorKind::IncompleteToken, "token begun");
            }
            None => false,
            Some(b'|') => true,
            Some(byte) if class(byte) == HIGH => self
                .decode_char(self.pos)?
                .is_some_and(|c| !c.is_whitespace()),
            Some(byte) => class(byte) == CONSTITUENT,
        };
        if follows_token {
            return self.error(start, self.pos, ReadErrorKind::MissingDelimiter);
        }
        Ok(Token::Identifier(name))
    }

    /// What stands from here to the closing `delimiter`, escapes and line endings resolved; `None` if it
    /// is not closed. The first error inside is reported once the end is found.
    fn delimited(&mut self, delimiter: u8) -> Lexed<Option<Cow<'a, str>>> {
        let mut owned: Option<String> = None;
        let mut error = None;
        loop {
            let start = self.pos;
            let length = self.bytes[start..]
                .iter()
                .position(|&byte| byte == delimiter || byte == b'\\' || byte == b'\r' || byte == 0);
            let Some(length) = length else {
                return Ok(None);
            };
            self.pos = start + length;
            let plain = match self.check_utf8(start, self.pos) {
                Ok(text) => text,
                Err(found) => {
                    error.get_or_insert(found);
                    ""
                }
            };
            let special = self.bytes[self.pos];
            self.pos += 1;
            if special == delimiter {
                if let Some(error) = error {
                    return Err(error);
                }
                return Ok(Some(match owned {
                    None => Cow::Borrowed(plain),
                    Some(mut text) => {
                        text.push_str(plain);
                        Cow::Owned(text)
                    }
                }));
            }
            let text = owned.get_or_insert_default();
            text.push_str(plain);
            match special {
                b'\r' => {
                    // Any line ending in a literal is a newline (R7RS 6.7).
                    self.pos += usize::from(self.peek() == Some(b'\n'));
                    text.push('\n');
                }
                b'\\' => match self.escape(delimiter) {
                    Ok(c) => text.extend(c),
                    Err(found) => {
                        error.get_or_insert(found);
                    }
                },
                _ if delimiter == b'"' => text.push('\0'),
                _ => {
                    let nul = ReadError::new(self.span(self.pos - 1, self.pos), ReadErrorKind::Nul);
                    error.get_or_insert(nul);
                }
            }
        }
    }

    /// The character of an escape whose backslash was just read; none for a line continuation.
    fn escape(&mut self, delimiter: u8) -> Lexed<Option<char>> {
        let start = self.pos - 1;
        let Some(c) = self.decode_char(self.pos)? else {
            // Nothing follows, so the caller finds the literal unterminated.
            return Ok(None);
        };
        self.pos += c.len_utf8();
        Ok(Some(match c {
            'a' => '\u{7}',
            'b' => '\u{8}',
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            '"' | '\\' | '|' => c,
            'x' | 'X' => {
                let digits = self.pos;
                while self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                    self.pos += 1;
                }
                let end = self.pos;
                if end == digits || self.peek() != Some(b';') {
                    return self.error(start, end, ReadErrorKind::MalformedHexEscape);
                }
                self.pos += 1;
                match scalar_value(self.check_utf8(digits, end)?) {
                    Some(c) => c,
                    None => return self.error(start, self.pos, ReadErrorKind::NotAScalarValue),
                }
            }
            ' ' | '\t' | '\n' | '\r' if delimiter == b'"' => {
                self.pos -= 1;
                self.skip_blanks();
                match self.peek() {
                    Some(b'\r') if self.peek_at(1) == Some(b'\n') => self.pos += 2,
                    Some(b'\n' | b'\r') => self.pos += 1,
                    // The end of the text, where the caller finds the string unterminated.
                    None => return Ok(None),
                    _ => return self.error(start, self.pos, ReadErrorKind::UnknownEscape(c)),
                }
                self.skip_blanks();
                return Ok(None);
            }
            c => return self.error(start, self.pos, ReadErrorKind::UnknownEscape(c)),
        }))
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.pos += 1;
        }
    }
}

/// The character of a hexadecimal number, if it is a Unicode scalar value.
fn scalar_value(digits: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

/// As much of a token as fits a message.
fn excerpt(text: &str) -> Box<str> {
    const LENGTH_MAX: usize = 40;
    match text.char_indices().nth(LENGTH_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]).into_boxed_str(),
        None => text.into(),
    }
}
