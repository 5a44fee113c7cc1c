//! What diagnostics want to know about a place in loaded code.

use crate::code::Code;
use crate::stack::Consts;
use eyas_bytecode::{SourceFile, UnitSpan};
use eyas_heap::Value;

/// A place in the source of a loaded procedure.
#[derive(Clone, Debug)]
pub struct SourcePlace<'a> {
    /// The procedure's name; empty if it has none.
    pub procedure: &'a str,
    /// The procedure is written as an expression somewhere; otherwise it is a unit's top level.
    pub is_lambda: bool,
    /// The file, if the place is known.
    pub file: Option<&'a SourceFile>,
    /// The whole expression.
    pub span: UnitSpan,
    /// Its arguments, for calls of primitives; may be empty.
    pub arguments: &'a [UnitSpan],
}

/// The place of a template and the index of an instruction: the first two elements of a condition's place, or two
/// neighbours of its backtrace.
pub fn source_place<'a>(template: Value, index: Value) -> Option<SourcePlace<'a>> {
    template.as_template()?;
    let index = u32::try_from(index.as_index()?).ok()?;
    let code: &Code = Consts::of(template).code();
    let place = code.place(index);
    let span = place.map_or(code.span, |place| place.span);
    Some(SourcePlace {
        procedure: &code.name,
        is_lambda: code.span.end > code.span.start,
        file: code.files.get(span.file as usize),
        span,
        arguments: place.map_or(&[], |place| &place.arguments),
    })
}
