//! Flat with slots → words: the unit.
//!
//! *Input*: Flat. *Output*: a unit that the verifier accepts. *Example*: `(call-global %3 0 $2 (_ %2))` with its window
//! at slot 3 becomes `call-global 3 $0 r0`, a return point and a safepoint.
//!
//! Operands that do not fit their 16 bits take the long way round: constants are numbered so that those which only
//! fit 32-bit operands come last, calls of variables beyond that load the callee first, branches too far away jump over a
//! jump. What no detour helps is an error.

mod moves;
mod procedure;
mod widen;

use std::collections::HashMap;

use eyas_bytecode::{SourceFile, Unit, UnitSpan};
use eyas_datum::source::{FileId, Sources, Span};

use self::procedure::Emitter;
use super::registers::Maps;
use super::{Flat, LowerError, LowerErrorKind};

/// The files that spans refer to, numbered as they come up.
#[derive(Default)]
struct Files {
    ids: HashMap<FileId, u32>,
    order: Vec<FileId>,
}

impl Files {
    fn span(&mut self, span: Span) -> UnitSpan {
        if span.is_none() {
            return UnitSpan::NONE;
        }
        let next = self.order.len() as u32;
        let file = match self.order.last() {
            Some(&last) if last == span.file => next - 1,
            _ => *self.ids.entry(span.file).or_insert_with(|| {
                self.order.push(span.file);
                next
            }),
        };
        UnitSpan {
            file,
            start: span.start,
            end: span.end,
        }
    }
}

/// The offsets of the starts of lines after the first; R7RS 7.1.1 line endings.
fn line_starts(text: &[u8]) -> Vec<u32> {
    let ends =
        |at: usize| text[at] == b'\n' || (text[at] == b'\r' && text.get(at + 1) != Some(&b'\n'));
    (0..text.len())
        .filter(|&at| ends(at))
        .map(|at| at as u32 + 1)
        .collect()
}

/// Assigns registers and writes the words.
///
/// # Errors
/// The program is beyond a limit of the instruction format.
pub fn emit(mut flat: Flat, sources: &Sources) -> Result<Unit, LowerError> {
    let mut files = Files::default();
    let mut maps = Maps::default();
    let mut emitter = Emitter::new(flat.constants.len());
    let mut procedures = Vec::with_capacity(flat.procedures.len());
    for p in &mut flat.procedures {
        widen::widen(p);
        let p = &*p;
        let fail = |kind: LowerErrorKind| LowerError { span: p.span, kind };
        procedures.push(emitter.procedure(p, &mut maps, &mut files).map_err(fail)?);
    }
    let files = files
        .order
        .iter()
        .map(|&id| SourceFile {
            name: sources.name(id).into(),
            line_starts: line_starts(sources.bytes(id)),
        })
        .collect();
    Ok(Unit {
        name: flat.name,
        constants: flat.constants,
        procedures,
        entry: flat.entry,
        live_maps: maps.into_maps(),
        files,
    })
}
