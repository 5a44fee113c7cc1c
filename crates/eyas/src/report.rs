//! What people read when a program ends with an uncaught exception.

use std::fmt::Write as _;

use eyas_compiler::diagnostic::{Code, Diagnostic};
use eyas_compiler::session::Frontend;
use eyas_datum::source::{FileId, Span};
use eyas_heap::Value;
use eyas_heap::object::Condition;
use eyas_vm::print::{Style, to_short_text, to_text};
use eyas_vm::{Context, SourcePlace, Uncaught, source_place};

use crate::session::{BROKEN_PIPE, EXIT_BROKEN_PIPE, EXIT_ERROR, EXIT_INTERRUPTED, Shared, render};

/// Characters of a value that are shown.
const VALUE_SHOWN: usize = 200;
/// Lines of a backtrace that are shown.
const BACKTRACE_SHOWN: usize = 12;

/// The whole report: what the front end warned of, then what, where with the line itself, and the calls under way.
///
/// Where the program stops at a variable without a value of which the front end has warned at that place, there is one
/// report, the error's, with what the warning knows better.
pub(crate) fn uncaught(
    context: &mut Context,
    shared: &Shared,
    uncaught: &Uncaught,
    mut warnings: Vec<Diagnostic>,
) -> String {
    let frontend = shared.frontend.borrow();
    let &Uncaught::Raised(object) = uncaught else {
        return format!("{}eyas: {uncaught}\n", render(&warnings, &frontend));
    };
    let (code, message, own, trace) = match object.as_condition() {
        Some(condition) => (
            code(context, condition),
            one_line_of(context, condition),
            place(condition),
            backtrace(condition.backtrace()),
        ),
        None => {
            let text = to_text(&context.mutator, object, Style::Write);
            let message = format!("uncaught exception: {text}");
            let trace = backtrace(context.uncaught_trace());
            (Code::Uncaught, message, None, trace)
        }
    };
    // A place in the user's own text says more than one inside the library procedure that noticed.
    let mut trace = trace.into_iter().peekable();
    let mut span = own.and_then(|(place, argument)| span_of(&frontend, &place, argument));
    if span.is_none() {
        span = trace.find_map(|place| span_of(&frontend, &place, None));
    }
    let span = span.unwrap_or(Span::NONE);
    // The call of what failed is where it failed, as far as people are concerned.
    while trace
        .next_if(|place| span_of(&frontend, place, None).is_some_and(|call| is_same(call, span)))
        .is_some()
    {}
    let mut report = Diagnostic::new(code, span, message);
    let is_warned = |warning: &Diagnostic| {
        let at = warning.span();
        code == Code::NoValue
            && warning.code == Code::Unbound
            && at.file == span.file
            && (span.start..=span.end).contains(&at.start)
            && at.end <= span.end
    };
    if let Some(i) = warnings.iter().position(is_warned) {
        let warning = warnings.remove(i);
        report.labels = warning.labels;
        report.hints = warning.hints;
    }
    let mut text = render(&warnings, &frontend);
    text.push_str(&report.render(&frontend.sources));
    append_backtrace(&mut text, &frontend, trace);
    text
}

/// What the process should exit with.
pub(crate) fn exit_code(context: &Context, uncaught: &Uncaught) -> i32 {
    let Uncaught::Raised(object) = uncaught else {
        return EXIT_ERROR;
    };
    let Some(condition) = object.as_condition() else {
        return EXIT_ERROR;
    };
    match code(context, condition) {
        Code::FileFailed if condition.payload() == Value::fixnum(BROKEN_PIPE.into()) => {
            EXIT_BROKEN_PIPE
        }
        Code::Interrupted => EXIT_INTERRUPTED,
        _ => EXIT_ERROR,
    }
}

/// What went wrong in one line.
pub(crate) fn one_line(context: &mut Context, uncaught: &Uncaught) -> String {
    match uncaught {
        Uncaught::Raised(object) => match object.as_condition() {
            Some(condition) => one_line_of(context, condition),
            None => to_text(&context.mutator, *object, Style::Write),
        },
        other => other.to_string(),
    }
}

fn one_line_of(context: &mut Context, condition: Condition) -> String {
    let message = condition.message();
    let mut text = match message.as_string() {
        Some(s) => s.to_rust(),
        None => to_text(&context.mutator, message, Style::Write),
    };
    let mut rest = condition.irritants();
    // `error` is often called with a message that ends in a colon.
    let mut separator = if text.trim_end().ends_with([':', ',']) {
        " "
    } else {
        ": "
    };
    text.truncate(text.trim_end().len());
    while let Some(pair) = rest.as_pair() {
        text.push_str(separator);
        text.push_str(&to_short_text(
            &context.mutator,
            pair.car(),
            Style::Write,
            VALUE_SHOWN,
        ));
        separator = " ";
        rest = pair.cdr();
    }
    text
}

/// The code of a condition's kind.
fn code(context: &Context, condition: Condition) -> Code {
    let kind = condition.error_kind();
    let named = |name: &str| {
        kind.as_symbol()
            .is_some_and(|symbol| symbol.is_named(&context.mutator, name))
    };
    let table = [
        ("error", Code::RaisedError),
        ("type", Code::WrongType),
        ("range", Code::OutOfRange),
        ("arity", Code::WrongArguments),
        ("not-procedure", Code::NotProcedure),
        ("unbound", Code::NoValue),
        ("divide-by-zero", Code::DivisionByZero),
        ("immutable", Code::ImmutableObject),
        ("read", Code::ReadFailed),
        ("file", Code::FileFailed),
        ("encoding", Code::BadEncoding),
        ("values", Code::WrongValues),
        ("stack-overflow", Code::StackOverflow),
        ("out-of-memory", Code::OutOfMemory),
        ("interrupt", Code::Interrupted),
        ("syntax", Code::EvalFailed),
    ];
    table
        .iter()
        .find(|(name, _)| named(name))
        .map_or(Code::RaisedError, |row| row.1)
}

type Place = (Value, Value);

/// Template, instruction and argument of the condition's own place.
fn place(condition: Condition) -> Option<(Place, Option<usize>)> {
    let vector = condition.place().as_vector()?;
    let argument = vector.get(2).and_then(Value::as_index);
    Some(((vector.get(0)?, vector.get(1)?), argument))
}

/// True if both begin at one place.
fn is_same(a: Span, b: Span) -> bool {
    a.file == b.file && a.start == b.start
}

/// The places of a condition's backtrace, newest call first.
fn backtrace(trace: Value) -> Vec<Place> {
    let Some(vector) = trace.as_vector() else {
        return Vec::new();
    };
    (0..vector.len() / 2)
        .filter_map(|i| Some((vector.get(2 * i)?, vector.get(2 * i + 1)?)))
        .collect()
}

/// The place in a text that this session has read, if it is in one.
fn span_of(frontend: &Frontend, place: &Place, argument: Option<usize>) -> Option<Span> {
    let found: SourcePlace<'_> = source_place(place.0, place.1)?;
    let file = found.file?;
    let id = file_named(frontend, &file.name)?;
    let span = argument.and_then(|i| found.arguments.get(i)).copied();
    let span = span
        .filter(|span| span.end > span.start)
        .unwrap_or(found.span);
    Some(Span::new(id, span.start, span.end))
}

fn file_named(frontend: &Frontend, name: &str) -> Option<FileId> {
    frontend.sources.find(name)
}

fn append_backtrace(text: &mut String, frontend: &Frontend, trace: impl Iterator<Item = Place>) {
    let lines: Vec<String> = trace
        .filter_map(|place| frame_line(frontend, &place))
        .collect();
    if lines.is_empty() {
        return;
    }
    text.push_str("called from:\n");
    let mut shown = 0;
    let mut i = 0;
    while i < lines.len() && shown < BACKTRACE_SHOWN {
        let repeats = lines[i..]
            .iter()
            .take_while(|line| **line == lines[i])
            .count();
        let _ = match repeats {
            1 => writeln!(text, "  {}", lines[i]),
            n => writeln!(text, "  {}  ({n} times)", lines[i]),
        };
        i += repeats;
        shown += 1;
    }
    if i < lines.len() {
        let _ = writeln!(text, "  … and {} more", lines.len() - i);
    }
}

/// One call of a backtrace; calls inside the standard library are left out.
fn frame_line(frontend: &Frontend, place: &Place) -> Option<String> {
    let found = source_place(place.0, place.1)?;
    let span = span_of(frontend, place, None)?;
    let name = match found.procedure {
        "" if found.is_lambda => "anonymous procedure",
        "" => "top level",
        name => name,
    };
    Some(format!("{name} at {}", frontend.sources.location(span)))
}
