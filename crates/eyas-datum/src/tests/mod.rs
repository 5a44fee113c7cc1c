//! Tests of text ⇄ datum as a whole: what is read, what is refused and where, and that writing and
//! reading are inverse.

mod flat;
mod hostile;
mod read;
mod round_trip;
mod tables;
mod unicode;

use crate::{Datum, ReadError, Sources, Symbols, read_all, writer};

/// Reads a text whole.
fn read(text: impl Into<Vec<u8>>) -> (Vec<Datum>, Vec<ReadError>, Sources, Symbols) {
    let mut sources = Sources::new();
    let mut symbols = Symbols::new();
    let file = sources.add("t.scm", text);
    let (data, errors) = read_all(&sources, file, &mut symbols);
    (data, errors, sources, symbols)
}

/// What a text reads as, written, one space between the data.
fn written(text: impl Into<Vec<u8>>) -> String {
    let (data, errors, sources, symbols) = read(text);
    let errors: Vec<_> = errors
        .iter()
        .map(|error| error.describe(&sources))
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    data.iter()
        .map(|datum| writer::write(datum, &symbols))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The errors of a text, described, one per line.
fn errors(text: impl Into<Vec<u8>>) -> String {
    let (_, errors, sources, _) = read(text);
    errors
        .iter()
        .map(|error| error.describe(&sources))
        .collect::<Vec<_>>()
        .join("\n")
}
