//! Opening ports on files, strings and bytevectors, and taking out what was written to the latter.

use std::fs::{File, OpenOptions};
use std::io;

use eyas_heap::object::text::Shape;
use eyas_heap::object::{Bytevector, StringObject};
use eyas_heap::{Collection, Value};

use super::native::Native;
use super::{Ability, add, at, checked, system};
use crate::context::Context;
use crate::error::{ErrorKind, Raise};

/// What to open a file for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OpenMode {
    /// Reading a file that exists.
    Read,
    /// Writing a file that is made, or emptied if it exists.
    Write,
    /// Writing at the end of a file that is made if it does not exist.
    Append,
}

/// The content of a binary port in memory.
pub(crate) type Bytes = Vec<u8>;

fn open(path: &str, mode: OpenMode) -> io::Result<File> {
    let mut options = OpenOptions::new();
    match mode {
        OpenMode::Read => options.read(true),
        OpenMode::Write => options.write(true).create(true).truncate(true),
        OpenMode::Append => options.append(true).create(true),
    };
    let file = options.open(path)?;
    if mode == OpenMode::Read && file.metadata()?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    Ok(file)
}

/// A port on a file. `name` is the program's string, for the error.
///
/// # Errors
/// Kind `File` if the system refuses. If too many files are open, ports that nobody can reach are closed first.
pub(crate) fn open_file(
    ctx: &mut Context,
    who: &str,
    path: &str,
    mode: OpenMode,
    ability: Ability,
) -> Result<Value, Raise> {
    let mut opened = open(path, mode);
    if opened.as_ref().is_err_and(system::is_out_of_files) {
        ctx.collect(Collection::Major)?;
        opened = open(path, mode);
    }
    match opened {
        Ok(file) => add(ctx, Native::file(file, ability, path.to_owned()), ability),
        Err(error) => Err(Raise::error(
            ErrorKind::File,
            format!("{who}: cannot open {path:?}: {}", system::reason(&error)),
        )),
    }
}

/// A textual input port on a text.
pub(crate) fn open_string(ctx: &mut Context, text: String) -> Result<Value, Raise> {
    let ability = Ability::TEXT_INPUT;
    add(
        ctx,
        Native::input(text.into_bytes(), ability, "string"),
        ability,
    )
}

/// A binary input port on bytes.
pub(crate) fn open_bytes(ctx: &mut Context, bytes: Bytes) -> Result<Value, Raise> {
    let ability = Ability::BINARY_INPUT;
    add(ctx, Native::input(bytes, ability, "bytevector"), ability)
}

/// An output port that collects what is written: textual or binary, as `ability` says.
pub(crate) fn output_to(ctx: &mut Context, ability: Ability) -> Result<Value, Raise> {
    let name = if ability.has(Ability::TEXT) {
        "string"
    } else {
        "bytevector"
    };
    add(ctx, Native::output(ability, name), ability)
}

/// What was written to a string port so far, as a fresh string; also after it was closed.
pub(crate) fn output_string(ctx: &mut Context, who: &str, v: Value) -> Result<Value, Raise> {
    let id = checked(who, 0, v, Ability::TEXT_OUTPUT)?;
    refuse_files(ctx, who, v)?;
    let Ok(shape) = Shape::of_utf8(at(ctx, id).written()) else {
        unreachable!("only characters are written to a textual port")
    };
    ctx.reserve(StringObject::size_for(shape))?;
    let (m, session) = ctx.parts();
    let written = session.natives.ports.natives[id.0].written();
    Ok(StringObject::alloc_utf8_text(m, 0, written, shape))
}

/// What was written to a bytevector port so far, as a fresh bytevector; also after it was closed.
pub(crate) fn output_bytes(ctx: &mut Context, who: &str, v: Value) -> Result<Value, Raise> {
    let id = checked(who, 0, v, Ability::BINARY_OUTPUT)?;
    refuse_files(ctx, who, v)?;
    let size = Bytevector::size_for(at(ctx, id).written().len());
    ctx.reserve(size)?;
    let (m, session) = ctx.parts();
    Ok(Bytevector::alloc_from(
        m,
        0,
        session.natives.ports.natives[id.0].written(),
    ))
}

fn refuse_files(ctx: &mut Context, who: &str, v: Value) -> Result<(), Raise> {
    let collects = super::native(ctx, v).is_some_and(|native| native.collects());
    if collects {
        return Ok(());
    }
    Err(Raise::wrong_type(
        who,
        "a port that collects what is written",
        0,
        v,
    ))
}
