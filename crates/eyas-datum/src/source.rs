//! Source texts, and positions in them.
//!
//! A [`Span`] is twelve bytes: a file and two byte offsets. Lines and columns are what people read,
//! and are computed only when somebody asks, from a table of line starts that is built at the first
//! question about a file. Texts are bytes, because a file need not be valid UTF-8 for us to be able
//! to say where it is not.
//!
//! Invariant: offsets are below 4 GiB; the reader refuses longer texts
//! ([`ReadErrorKind::SourceTooLarge`](crate::ReadErrorKind::SourceTooLarge)).

use std::borrow::Cow;
use std::cell::OnceCell;

/// Names one text in a [`Sources`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

impl FileId {
    /// The file of [`Span::NONE`]: no file at all.
    pub const NONE: FileId = FileId(u32::MAX);
}

/// A range of bytes in one file: from `start` up to, not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The text the range lies in.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span of what was not read from any text, such as the output of a macro.
    pub const NONE: Span = Span {
        file: FileId::NONE,
        start: 0,
        end: 0,
    };

    /// The bytes `start..end` of `file`.
    pub fn new(file: FileId, start: u32, end: u32) -> Span {
        Span { file, start, end }
    }

    /// Whether this is [`Span::NONE`].
    pub fn is_none(self) -> bool {
        self.file == FileId::NONE
    }

    /// The smallest span that covers both; the known one if the other is [`Span::NONE`], and the
    /// first if they lie in different files.
    #[must_use]
    pub fn join(self, other: Span) -> Span {
        if self.is_none() {
            return other;
        }
        if self.file != other.file {
            return self;
        }
        Span {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// One text with its name.
#[derive(Debug)]
struct Source {
    name: Box<str>,
    text: Box<[u8]>,
    /// Offset of the first byte of each line; built at the first question.
    line_starts: OnceCell<Box<[usize]>>,
}

impl Source {
    /// Line endings are those of R7RS 7.1.1: LF, CR LF, and CR alone.
    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let text = &self.text;
            let mut starts = vec![0];
            for (at, &byte) in text.iter().enumerate() {
                let ends_line =
                    byte == b'\n' || (byte == b'\r' && text.get(at + 1) != Some(&b'\n'));
                if ends_line {
                    starts.push(at + 1);
                }
            }
            starts.into_boxed_slice()
        })
    }
}

/// The table of all texts of a session. Texts are added, never removed or changed.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// An empty table.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Adds a text under a name to show in messages; neither needs to be unique.
    ///
    /// # Panics
    /// When there are already 2³²−1 texts.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Vec<u8>>) -> FileId {
        let id = u32::try_from(self.files.len())
            .ok()
            .filter(|&id| id != FileId::NONE.0);
        self.files.push(Source {
            name: name.into().into_boxed_str(),
            text: text.into().into_boxed_slice(),
            line_starts: OnceCell::new(),
        });
        FileId(id.expect("fewer than 2^32 - 1 sources"))
    }

    /// The number of texts.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no text was added yet.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(file.0 as usize)
    }

    /// The name of a text; `"unknown"` for [`FileId::NONE`] and other ids not of this table.
    pub fn name(&self, file: FileId) -> &str {
        self.get(file).map_or("unknown", |source| &source.name)
    }

    /// The file that was added last under this name.
    pub fn find(&self, name: &str) -> Option<FileId> {
        (0..self.len() as u32)
            .rev()
            .map(FileId)
            .find(|&file| self.name(file) == name)
    }

    /// The bytes of a text; empty for ids not of this table.
    pub fn bytes(&self, file: FileId) -> &[u8] {
        self.get(file).map_or(&[], |source| &source.text)
    }

    /// Line and column of a byte offset, both counted from 1. A column counts characters; each byte
    /// that is not UTF-8 counts as one. Offsets after the end mean the end.
    pub fn line_column(&self, file: FileId, offset: u32) -> (usize, usize) {
        let Some(source) = self.get(file) else {
            return (1, 1);
        };
        let offset = (offset as usize).min(source.text.len());
        let starts = source.line_starts();
        let line = starts.partition_point(|&start| start <= offset);
        let before = &source.text[starts[line - 1]..offset];
        let column: usize = before
            .utf8_chunks()
            .map(|c| c.valid().chars().count() + c.invalid().len())
            .sum();
        (line, column + 1)
    }

    /// The text of a line (counted from 1) without its line ending, bytes that are not UTF-8
    /// replaced; empty for lines that do not exist.
    pub fn line_text(&self, file: FileId, line: usize) -> Cow<'_, str> {
        let Some(source) = self.get(file) else {
            return Cow::Borrowed("");
        };
        let starts = source.line_starts();
        let Some(&start) = line.checked_sub(1).and_then(|index| starts.get(index)) else {
            return Cow::Borrowed("");
        };
        let end = starts.get(line).copied().unwrap_or(source.text.len());
        let mut text = &source.text[start..end];
        while let [rest @ .., b'\n' | b'\r'] = text {
            text = rest;
        }
        String::from_utf8_lossy(text)
    }

    /// `name:line:column` of the start of a span, as messages begin.
    pub fn location(&self, span: Span) -> String {
        let (line, column) = self.line_column(span.file, span.start);
        format!("{}:{line}:{column}", self.name(span.file))
    }
}
