//! Ports (R7RS 6.13). The work is done in `port/`; here arguments are checked and defaults filled in.

use eyas_heap::Value;

use super::arguments::{byte, character, index, mutable, range, string};
use crate::context::Context;
use crate::error::{ErrorKind, Raise};
use crate::native::Args;
use crate::port::{self, Ability, OpenMode, Standard};
use crate::print::Style;

type Result = std::result::Result<Value, Raise>;

macro_rules! abilities {
    ($($name:ident = $ability:ident;)*) => {
        $(pub(super) fn $name(_ctx: &mut Context, args: Args) -> Result {
            Ok(Value::from_bool(port::can(args.get(0), Ability::$ability)))
        })*
    };
}
abilities! {
    is_input_port = INPUT;
    is_output_port = OUTPUT;
    is_textual_port = TEXT;
    is_binary_port = BINARY;
}

pub(super) fn is_input_port_open(ctx: &mut Context, args: Args) -> Result {
    is_port_open(ctx, "input-port-open?", args, Ability::INPUT)
}

pub(super) fn is_output_port_open(ctx: &mut Context, args: Args) -> Result {
    is_port_open(ctx, "output-port-open?", args, Ability::OUTPUT)
}

/// False also of a port that never had the ability.
fn is_port_open(ctx: &mut Context, who: &str, args: Args, ability: Ability) -> Result {
    let v = args.get(0);
    if v.as_port().is_none() {
        return Err(Raise::wrong_type(who, "a port", 0, v));
    }
    let open = port::can(v, ability) && port::is_open(ctx, who, v, ability)?;
    Ok(Value::from_bool(open))
}

pub(super) fn close_port(ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    let direction = if port::can(v, Ability::INPUT) {
        Ability::INPUT
    } else {
        Ability::OUTPUT
    };
    if v.as_port().is_none() {
        return Err(Raise::wrong_type("close-port", "a port", 0, v));
    }
    port::close(ctx, "close-port", v, direction)?;
    Ok(Value::UNSPECIFIED)
}

pub(super) fn close_input_port(ctx: &mut Context, args: Args) -> Result {
    port::close(ctx, "close-input-port", args.get(0), Ability::INPUT)?;
    Ok(Value::UNSPECIFIED)
}

pub(super) fn close_output_port(ctx: &mut Context, args: Args) -> Result {
    port::close(ctx, "close-output-port", args.get(0), Ability::OUTPUT)?;
    Ok(Value::UNSPECIFIED)
}

macro_rules! openers {
    ($($name:ident $who:literal $mode:ident $ability:ident;)*) => {
        $(pub(super) fn $name(ctx: &mut Context, args: Args) -> Result {
            let path = string($who, args, 0)?.to_rust();
            port::open_file(ctx, $who, &path, OpenMode::$mode, Ability::$ability)
        })*
    };
}
openers! {
    open_input_file "open-input-file" Read TEXT_INPUT;
    open_output_file "open-output-file" Write TEXT_OUTPUT;
    open_binary_input_file "open-binary-input-file" Read BINARY_INPUT;
    open_binary_output_file "open-binary-output-file" Write BINARY_OUTPUT;
    open_append_file "open-append-file" Append TEXT_OUTPUT;
}

pub(super) fn open_input_string(ctx: &mut Context, args: Args) -> Result {
    let text = string("open-input-string", args, 0)?.to_rust();
    port::open_string(ctx, text)
}

pub(super) fn open_input_bytevector(ctx: &mut Context, args: Args) -> Result {
    let bytes = super::arguments::bytevector("open-input-bytevector", args, 0)?;
    let bytes = bytes.bytes(&ctx.mutator).to_vec();
    port::open_bytes(ctx, bytes)
}

pub(super) fn open_output_string(ctx: &mut Context, _args: Args) -> Result {
    port::output_to(ctx, Ability::TEXT_OUTPUT)
}

pub(super) fn open_output_bytevector(ctx: &mut Context, _args: Args) -> Result {
    port::output_to(ctx, Ability::BINARY_OUTPUT)
}

pub(super) fn get_output_string(ctx: &mut Context, args: Args) -> Result {
    port::output_string(ctx, "get-output-string", args.get(0))
}

pub(super) fn get_output_bytevector(ctx: &mut Context, args: Args) -> Result {
    port::output_bytes(ctx, "get-output-bytevector", args.get(0))
}

pub(super) fn is_file_exists(_ctx: &mut Context, args: Args) -> Result {
    let path = string("file-exists?", args, 0)?.to_rust();
    Ok(Value::from_bool(std::path::Path::new(&path).exists()))
}

/// The error of an operation on a file by name.
fn file_error(who: &str, what: &str, args: Args, error: &std::io::Error) -> Raise {
    let reason = port::reason(error);
    let raise = Raise::error(
        ErrorKind::File,
        format!("{who}: cannot {what} the file: {reason}"),
    );
    raise.about(0, args.get(0))
}

pub(super) fn delete_file(_ctx: &mut Context, args: Args) -> Result {
    let path = string("delete-file", args, 0)?.to_rust();
    match std::fs::remove_file(path) {
        Ok(()) => Ok(Value::UNSPECIFIED),
        Err(error) => Err(file_error("delete-file", "delete", args, &error)),
    }
}

/// `(%rename-file from to)`
pub(super) fn rename_file(_ctx: &mut Context, args: Args) -> Result {
    let from = string("rename-file", args, 0)?.to_rust();
    let to = string("rename-file", args, 1)?.to_rust();
    match std::fs::rename(from, to) {
        Ok(()) => Ok(Value::UNSPECIFIED),
        Err(error) => Err(file_error("rename-file", "rename", args, &error)),
    }
}

/// Argument 0: 0 for input, 1 for output, 2 for errors.
fn which(who: &str, args: Args) -> std::result::Result<Standard, Raise> {
    let which = Standard::from_index(index(who, args, 0)?);
    which.ok_or_else(|| Raise::range(who, "number of a standard port", 0, args.get(0)))
}

pub(super) fn standard_port(ctx: &mut Context, args: Args) -> Result {
    port::standard(ctx, which("%standard-port", args)?)
}

/// `(%port-parameter n)`: the parameter object that holds a current port.
pub(super) fn port_parameter(ctx: &mut Context, args: Args) -> Result {
    port::parameter(ctx, which("%port-parameter", args)?)
}

pub(super) fn current_input_port(ctx: &mut Context, _args: Args) -> Result {
    port::current(ctx, Standard::Input)
}

pub(super) fn current_output_port(ctx: &mut Context, _args: Args) -> Result {
    port::current(ctx, Standard::Output)
}

pub(super) fn current_error_port(ctx: &mut Context, _args: Args) -> Result {
    port::current(ctx, Standard::Error)
}

/// Argument `i`, or the current port. May collect, so other arguments are read after it.
fn port_or_current(ctx: &mut Context, args: Args, i: usize, which: Standard) -> Result {
    match args.optional(i) {
        Some(port) => Ok(port),
        None => port::current(ctx, which),
    }
}

macro_rules! readers {
    ($($name:ident = $read:path;)*) => {
        $(pub(super) fn $name(ctx: &mut Context, args: Args) -> Result {
            let port = port_or_current(ctx, args, 0, Standard::Input)?;
            $read(ctx, port)
        })*
    };
}
readers! {
    read_char = port::read_char;
    peek_char = port::peek_char;
    read_u8 = port::read_byte;
    peek_u8 = port::peek_byte;
    read_line = port::read_line;
    read = port::read;
}

pub(super) fn is_char_ready(ctx: &mut Context, args: Args) -> Result {
    let port = port_or_current(ctx, args, 0, Standard::Input)?;
    Ok(Value::from_bool(port::is_char_ready(ctx, port)?))
}

pub(super) fn is_u8_ready(ctx: &mut Context, args: Args) -> Result {
    let port = port_or_current(ctx, args, 0, Standard::Input)?;
    Ok(Value::from_bool(port::is_byte_ready(ctx, port)?))
}

/// `(read-string k [port])`
pub(super) fn read_string(ctx: &mut Context, args: Args) -> Result {
    let count = index("read-string", args, 0)?;
    let port = port_or_current(ctx, args, 1, Standard::Input)?;
    port::read_string(ctx, count, 1, port)
}

/// `(read-bytevector k [port])`
pub(super) fn read_bytevector(ctx: &mut Context, args: Args) -> Result {
    let count = index("read-bytevector", args, 0)?;
    let port = port_or_current(ctx, args, 1, Standard::Input)?;
    port::read_bytes(ctx, count, 1, port)
}

/// `(read-bytevector! bytevector [port start end])`
pub(super) fn read_bytevector_into(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "read-bytevector!";
    let port = port_or_current(ctx, args, 1, Standard::Input)?;
    let bytes = super::arguments::bytevector(WHO, args, 0)?;
    mutable(WHO, args, 0, bytes.is_immutable())?;
    let range = range(WHO, args, 2, bytes.len())?;
    port::read_bytes_into(ctx, bytes, range, 1, port)
}

pub(super) fn write_char(ctx: &mut Context, args: Args) -> Result {
    let c = character("write-char", args, 0)?;
    let port = port_or_current(ctx, args, 1, Standard::Output)?;
    port::write_char(ctx, port, c)?;
    Ok(Value::UNSPECIFIED)
}

pub(super) fn write_u8(ctx: &mut Context, args: Args) -> Result {
    let byte = byte("write-u8", args, 0)?;
    let port = port_or_current(ctx, args, 1, Standard::Output)?;
    port::write_byte(ctx, port, byte)?;
    Ok(Value::UNSPECIFIED)
}

pub(super) fn newline(ctx: &mut Context, args: Args) -> Result {
    let port = port_or_current(ctx, args, 0, Standard::Output)?;
    port::write_char(ctx, port, '\n')?;
    Ok(Value::UNSPECIFIED)
}

/// `(write-string string [port start end])`
pub(super) fn write_string(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "write-string";
    let range = range(WHO, args, 2, string(WHO, args, 0)?.len())?;
    let port = port_or_current(ctx, args, 1, Standard::Output)?;
    port::write_string(ctx, WHO, || args.get(0), range, 1, port)?;
    Ok(Value::UNSPECIFIED)
}

/// `(write-bytevector bytevector [port start end])`
pub(super) fn write_bytevector(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "write-bytevector";
    let range = range(
        WHO,
        args,
        2,
        super::arguments::bytevector(WHO, args, 0)?.len(),
    )?;
    let port = port_or_current(ctx, args, 1, Standard::Output)?;
    port::write_bytes(ctx, || args.get(0), range, 1, port)?;
    Ok(Value::UNSPECIFIED)
}

pub(super) fn flush_output_port(ctx: &mut Context, args: Args) -> Result {
    let port = port_or_current(ctx, args, 0, Standard::Output)?;
    port::flush(ctx, port)?;
    Ok(Value::UNSPECIFIED)
}

fn print(ctx: &mut Context, who: &str, args: Args, style: Style) -> Result {
    let port = port_or_current(ctx, args, 1, Standard::Output)?;
    let v = args.get(0);
    if style == Style::Display {
        if let Some(s) = v.as_string() {
            port::write_string(ctx, who, || args.get(0), 0..s.len(), 1, port)?;
            return Ok(Value::UNSPECIFIED);
        }
        if let Some(c) = v.as_char() {
            port::write_char(ctx, port, c)?;
            return Ok(Value::UNSPECIFIED);
        }
    }
    port::print(ctx, who, v, 1, port, style)?;
    Ok(Value::UNSPECIFIED)
}

pub(super) fn write(ctx: &mut Context, args: Args) -> Result {
    print(ctx, "write", args, Style::Write)
}

pub(super) fn display(ctx: &mut Context, args: Args) -> Result {
    print(ctx, "display", args, Style::Display)
}

pub(super) fn write_shared(ctx: &mut Context, args: Args) -> Result {
    print(ctx, "write-shared", args, Style::WriteShared)
}

pub(super) fn write_simple(ctx: &mut Context, args: Args) -> Result {
    print(ctx, "write-simple", args, Style::WriteSimple)
}
