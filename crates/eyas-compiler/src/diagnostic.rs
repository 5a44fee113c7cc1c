//! What Eyas tells people about their programs: one data type for every error and warning, and its plain rendering.
//!
//! A diagnostic is data: a stable code from the one table below, a message, labelled places in the sources, notes
//! and hints. Stages make them, tools render them; nothing prints on its own. The layout follows what users of
//! modern compilers expect: the first line says what, the second where, then the line itself with a caret.

use std::fmt::Write as _;

use eyas_datum::error::ReadError;
use eyas_datum::source::{Sources, Span};

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The program is run all the same.
    Warning,
    /// The program is not run.
    Error,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $code:literal $severity:ident $title:literal;)*) => {
        /// A stable code; the table in the module's source gives each its number and title.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum Code { $(#[doc = $title] $name),* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The code as people see it: `E0102`.
            pub const fn text(self) -> &'static str {
                match self { $(Code::$name => $code),* }
            }

            /// What it is about, in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Code::$name => $title),* }
            }

            /// Whether it stops the program.
            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),* }
            }
        }
    };
}

codes! {
    // Reading.
    Read "E0001" Error "malformed datum";
    File "E0002" Error "file cannot be read";

    // Forms.
    BadSyntax "E0101" Error "malformed special form";
    Unbound "W0102" Warning "unbound variable";
    KeywordAsVariable "E0103" Error "keyword used as a variable";
    Duplicate "E0104" Error "duplicate name";
    EmptyCombination "E0105" Error "empty combination";
    ImproperForm "E0106" Error "improper list as an expression";
    CircularCode "E0107" Error "circular code";
    DefinitionContext "E0108" Error "definition where an expression is expected";
    EmptyBody "E0109" Error "body without an expression";
    AssignImported "E0110" Error "assignment to an imported variable";
    ArgumentCount "W0111" Warning "wrong number of arguments";
    Shadowed "W0112" Warning "definition hides an import";
    PhaseError "E0113" Error "run-time variable used at expansion time";
    AuxiliaryKeyword "E0114" Error "auxiliary keyword out of place";
    Redefined "W0115" Warning "defined twice";
    BrokenDefinition "E0116" Error "use of a definition that has errors";

    // Macros.
    NoMatch "E0201" Error "no rule matches";
    BadRules "E0202" Error "malformed syntax rules";
    EndlessExpansion "E0203" Error "macro expansion does not end";
    SyntaxError "E0204" Error "syntax error raised by a macro";
    BadTransformer "E0205" Error "not a macro transformer";
    TransformerFailed "E0206" Error "macro transformer failed";

    // Libraries.
    LibraryMissing "E0301" Error "library not found";
    ImportCycle "E0302" Error "libraries import each other";
    NotExported "E0303" Error "name not exported";
    ImportConflict "E0304" Error "imports disagree";
    ExportUndefined "E0305" Error "exported name is not defined";
    BadLibraryName "E0306" Error "malformed library name";
    BadImport "E0307" Error "malformed import set";
    BadDeclaration "E0308" Error "malformed library declaration";
    LibraryBroken "E0309" Error "library has errors";
    IncludeDepth "E0310" Error "files include each other";
    BadInterface "E0311" Error "damaged precompiled library";
    CondExpand "E0312" Error "no cond-expand clause applies";

    // Running.
    Uncaught "E0400" Error "uncaught exception";
    RaisedError "E0401" Error "error raised by the program";
    WrongType "E0402" Error "argument of the wrong type";
    OutOfRange "E0403" Error "argument out of range";
    WrongArguments "E0404" Error "wrong number of arguments";
    NotProcedure "E0405" Error "call of something that is no procedure";
    NoValue "E0406" Error "variable without a value";
    DivisionByZero "E0407" Error "division by zero";
    ImmutableObject "E0408" Error "change of an immutable object";
    ReadFailed "E0409" Error "malformed datum in a port";
    FileFailed "E0410" Error "file operation failed";
    BadEncoding "E0411" Error "text that is not UTF-8";
    WrongValues "E0412" Error "wrong number of values";
    StackOverflow "E0413" Error "recursion too deep";
    OutOfMemory "E0414" Error "out of memory";
    Interrupted "E0415" Error "interrupted";
    EvalFailed "E0416" Error "eval of a malformed form";
}

/// A place, and what is there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where; [`Span::NONE`] if it is not in any text.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
    /// The place the message is about. One label of a diagnostic is.
    pub primary: bool,
}

/// One error or warning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// As the code says, unless the session was told to be stricter.
    pub severity: Severity,
    /// The stable code.
    pub code: Code,
    /// One line, lower case, no full stop.
    pub message: String,
    /// Places, the primary one first.
    pub labels: Vec<Label>,
    /// Facts that help to understand it.
    pub notes: Vec<String>,
    /// What could be done.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A diagnostic about a place.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: code.severity(),
            code,
            message: message.into(),
            labels: vec![Label {
                span,
                text: String::new(),
                primary: true,
            }],
            notes: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// What the reader found.
    pub fn from_read_error(error: &ReadError) -> Diagnostic {
        let mut d = Diagnostic::new(Code::Read, error.span, error.kind.to_string());
        if let Some((span, text)) = error.related {
            d.labels.push(Label {
                span,
                text: text.to_owned(),
                primary: false,
            });
        }
        d
    }

    /// Says what is at the primary place.
    #[must_use]
    pub fn at(mut self, text: impl Into<String>) -> Diagnostic {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label {
            span,
            text: text.into(),
            primary: false,
        });
        self
    }

    /// Adds a note.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Diagnostic {
        self.hints.push(text.into());
        self
    }

    /// Whether it stops the program.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Where it is: the primary label's span.
    pub fn span(&self) -> Span {
        self.labels
            .iter()
            .find(|l| l.primary)
            .map_or(Span::NONE, |l| l.span)
    }

    /// The text that people read; ends in a newline.
    ///
    /// ```text
    /// error[E0105]: empty combination
    ///   --> a.scm:3:5
    ///    |
    ///  3 | (f ())
    ///    |    ^^ write '() for the empty list
    ///    = note: in expansion of `swap!`
    /// ```
    pub fn render(&self, sources: &Sources) -> String {
        let mut out = String::new();
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let _ = writeln!(out, "{severity}[{}]: {}", self.code.text(), self.message);
        let known: Vec<&Label> = self.labels.iter().filter(|l| !l.span.is_none()).collect();
        let width = known
            .iter()
            .map(|l| {
                sources
                    .line_column(l.span.file, l.span.start)
                    .0
                    .to_string()
                    .len()
            })
            .max()
            .unwrap_or(1);
        for (index, label) in known.iter().enumerate() {
            let arrow = if index == 0 { "-->" } else { ":::" };
            render_label(&mut out, sources, label, width, arrow);
        }
        let gutter = " ".repeat(width);
        for note in &self.notes {
            let _ = writeln!(out, " {gutter} = note: {note}");
        }
        for hint in &self.hints {
            let _ = writeln!(out, " {gutter} = hint: {hint}");
        }
        out
    }
}

/// Lines longer than this many characters are shown around the place only.
const LINE_SHOWN_MAX: usize = 160;

fn render_label(out: &mut String, sources: &Sources, label: &Label, width: usize, arrow: &str) {
    let span = label.span;
    let (line, column) = sources.line_column(span.file, span.start);
    let (line_end, column_end) = sources.line_column(span.file, span.end.max(span.start));
    let gutter = " ".repeat(width);
    let _ = writeln!(
        out,
        " {gutter}{arrow} {}:{line}:{column}",
        sources.name(span.file)
    );
    let text: Vec<char> = sources.line_text(span.file, line).chars().collect();
    let at = (column - 1).min(text.len());
    let end = if line_end == line {
        (column_end - 1).min(text.len())
    } else {
        text.len()
    };
    let first = if text.len() > LINE_SHOWN_MAX {
        at.saturating_sub(LINE_SHOWN_MAX / 2)
    } else {
        0
    };
    let last = text.len().min(first + LINE_SHOWN_MAX);
    let shown: String = text[first..last].iter().map(|&c| printable(c)).collect();
    let before: String = text[first..at]
        .iter()
        .map(|&c| if c == '\t' { '\t' } else { ' ' })
        .collect();
    let mark = if label.primary { "^" } else { "-" };
    let carets = mark.repeat(end.min(last).saturating_sub(at).max(1));
    let _ = writeln!(out, " {gutter} |");
    let numbered = format!(" {line:>width$} | {shown}");
    let _ = writeln!(out, "{}", numbered.trim_end());
    let _ = write!(out, " {gutter} | {before}{carets}");
    if !label.text.is_empty() {
        let _ = write!(out, " {}", label.text);
    }
    out.push('\n');
}

/// Control characters would move the cursor of a terminal.
fn printable(c: char) -> char {
    if c.is_control() && c != '\t' {
        '\u{fffd}'
    } else {
        c
    }
}

/// The candidate that is spelled most like `name`, if any is near enough to be what was meant.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.chars().collect();
    if name.len() < 2 || name.len() > 64 {
        return None;
    }
    let limit = (name.len() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let length = candidate.chars().count();
        if length.abs_diff(name.len()) > limit {
            continue;
        }
        let distance = edit_distance(&name, candidate);
        if distance <= limit && best.is_none_or(|b| (distance, candidate) < b) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
fn edit_distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j - 1] + change).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
