//! The system around a program (R7RS 6.14), the clock and the collector.

use std::ffi::OsStr;
use std::time::{SystemTime, UNIX_EPOCH};

use eyas_heap::object::{Bignum, Pair, StringObject, Symbol};
use eyas_heap::{Collection, Value};

use super::arguments::string;
use crate::code::code_of_closure;
use crate::context::Context;
use crate::error::Raise;
use crate::native::Args;
use crate::number::{give_flonum, give_integer};
use crate::port;

type Result = std::result::Result<Value, Raise>;

/// Exit code for what `exit` cannot express: that of an error nobody handled.
const EXIT_SOFTWARE: i32 = 70;

/// The exit code for the argument of `exit` (R7RS 6.14): absent and `#t` mean success, `#f` failure, an integer itself,
/// as far as the system's eight bits go; but what was not 0 never becomes success.
fn exit_code(status: Option<Value>) -> i32 {
    match status {
        None | Some(Value::TRUE) => 0,
        Some(Value::FALSE) => 1,
        Some(v) => match v.as_fixnum() {
            Some(0) => 0,
            Some(n) if n & 255 == 0 => 255,
            Some(n) => (n & 255) as i32,
            None => EXIT_SOFTWARE,
        },
    }
}

/// `(%exit status)`: writes out all ports, so that a full disk is an error and not silence, then ends the run.
pub(super) fn exit(ctx: &mut Context, args: Args) -> Result {
    port::flush_all(ctx)?;
    Err(Raise::exit(exit_code(args.optional(0))))
}

pub(super) fn emergency_exit(ctx: &mut Context, args: Args) -> Result {
    port::flush_all(ctx)?;
    Err(Raise::exit(exit_code(args.optional(0))))
}

/// A fresh list of fresh strings.
fn string_list(ctx: &mut Context, texts: &[String]) -> Result {
    let strings: usize = texts
        .iter()
        .map(|text| StringObject::size_for_str(text))
        .sum();
    ctx.reserve(strings + Pair::size_for_list(texts.len()))?;
    let m = &mut ctx.mutator;
    let mut list = Value::NIL;
    for text in texts.iter().rev() {
        let text = StringObject::alloc_str(m, 0, text);
        list = Pair::alloc(m, text, list);
    }
    Ok(list)
}

pub(super) fn command_line(ctx: &mut Context, _args: Args) -> Result {
    let words = ctx.session().command_line.clone();
    string_list(ctx, &words)
}

/// What is not UTF-8 shows as replacement characters.
fn text(s: &OsStr) -> String {
    s.to_string_lossy().into_owned()
}

pub(super) fn get_environment_variable(ctx: &mut Context, args: Args) -> Result {
    let name = string("get-environment-variable", args, 0)?.to_rust();
    // The system's interface cannot express such names.
    if name.is_empty() || name.contains(['=', '\0']) {
        return Ok(Value::FALSE);
    }
    let Some(value) = std::env::var_os(name) else {
        return Ok(Value::FALSE);
    };
    let value = text(&value);
    ctx.reserve(StringObject::size_for_str(&value))?;
    Ok(StringObject::alloc_str(&mut ctx.mutator, 0, &value))
}

pub(super) fn get_environment_variables(ctx: &mut Context, _args: Args) -> Result {
    let variables: Vec<(String, String)> = std::env::vars_os()
        .map(|(name, value)| (text(&name), text(&value)))
        .collect();
    let size = |s: &String| StringObject::size_for_str(s);
    let strings: usize = variables
        .iter()
        .map(|(name, value)| size(name) + size(value))
        .sum();
    ctx.reserve(strings + 2 * Pair::size_for_list(variables.len()))?;
    let m = &mut ctx.mutator;
    let mut list = Value::NIL;
    for (name, value) in variables.iter().rev() {
        let name = StringObject::alloc_str(m, 0, name);
        let value = StringObject::alloc_str(m, 0, value);
        let variable = Pair::alloc(m, name, value);
        list = Pair::alloc(m, variable, list);
    }
    Ok(list)
}

/// `(current-jiffy)`: nanoseconds since the session began, by a clock that never goes back.
pub(super) fn current_jiffy(ctx: &mut Context, _args: Args) -> Result {
    let elapsed = ctx.session().natives.started.elapsed().as_nanos();
    give_integer(ctx, i64::try_from(elapsed).unwrap_or(i64::MAX))
}

pub(super) fn jiffies_per_second(_ctx: &mut Context, _args: Args) -> Result {
    Ok(Value::fixnum(1_000_000_000))
}

/// `(current-second)`: since 1970, in the system's time scale.
pub(super) fn current_second(ctx: &mut Context, _args: Args) -> Result {
    let now = SystemTime::now();
    let seconds = match now.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_secs_f64(),
        Err(before) => -before.duration().as_secs_f64(),
    };
    give_flonum(ctx, seconds)
}

/// `(%cpu-time)`: nanoseconds of processor time that the process has used.
pub(super) fn cpu_time(ctx: &mut Context, _args: Args) -> Result {
    let used = port::system::cpu_time();
    give_integer(ctx, i64::try_from(used.as_nanos()).unwrap_or(i64::MAX))
}

/// A fresh list of symbols.
fn symbol_list(ctx: &mut Context, names: &[String]) -> Result {
    let symbols: usize = names.iter().map(|name| Symbol::size_for_str(name)).sum();
    ctx.reserve(symbols + Pair::size_for_list(names.len()))?;
    let m = &mut ctx.mutator;
    let mut list = Value::NIL;
    for name in names.iter().rev() {
        let name = Symbol::intern(m, name);
        list = Pair::alloc(m, name, list);
    }
    Ok(list)
}

pub(super) fn features(ctx: &mut Context, _args: Args) -> Result {
    let names = ctx.session().natives.features.clone();
    symbol_list(ctx, &names)
}

/// `(gc [minor?])`: collects everything, or only young space if the argument is true.
pub(super) fn gc(ctx: &mut Context, args: Args) -> Result {
    let minor = args.optional(0).is_some_and(Value::is_true);
    ctx.collect(if minor {
        Collection::Minor
    } else {
        Collection::Major
    })?;
    Ok(Value::UNSPECIFIED)
}

/// `(%gc-statistics)`: an association list, symbol to integer; times in nanoseconds of processor time,
/// sizes in bytes.
pub(super) fn gc_statistics(ctx: &mut Context, _args: Args) -> Result {
    let statistics = ctx.mutator.statistics();
    let rows = [
        ("minor-collections", statistics.minor.count),
        ("minor-time", statistics.minor.total_ns),
        ("minor-longest", statistics.minor.max_ns),
        ("major-collections", statistics.major.count),
        ("major-time", statistics.major.total_ns),
        ("major-longest", statistics.major.max_ns),
        ("allocated", statistics.allocated),
        ("allocated-old", statistics.allocated_old),
        ("promoted", statistics.promoted),
        ("aged", statistics.aged),
        ("evacuated", statistics.evacuated),
        ("live", statistics.live),
        ("peak", statistics.peak),
    ];
    let symbols: usize = rows
        .iter()
        .map(|(name, _)| Symbol::size_for_str(name))
        .sum();
    ctx.reserve(symbols + rows.len() * (2 * Pair::SIZE + Bignum::SIZE_WORD))?;
    let m = &mut ctx.mutator;
    let mut list = Value::NIL;
    for (name, count) in rows.into_iter().rev() {
        let name = Symbol::intern(m, name);
        let count = Bignum::alloc(m, false, &[count]);
        let row = Pair::alloc(m, name, count);
        list = Pair::alloc(m, row, list);
    }
    Ok(list)
}

/// `(%procedure-source procedure)`: a list of file name, line and column where it is defined, or `#f`. The column
/// counts bytes from 1.
pub(super) fn procedure_source(ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    if !v.is_procedure() {
        return Err(Raise::wrong_type("%procedure-source", "a procedure", 0, v));
    }
    let Some(code) = code_of_closure(v) else {
        return Ok(Value::FALSE);
    };
    let span = code.span;
    let Some(file) = code.files.get(span.file as usize) else {
        return Ok(Value::FALSE);
    };
    let line = file
        .line_starts
        .partition_point(|&start| start <= span.start);
    let start = line
        .checked_sub(1)
        .map_or(0, |before| file.line_starts[before]);
    let name = file.name.clone();
    ctx.reserve(StringObject::size_for_str(&name) + Pair::size_for_list(3))?;
    let m = &mut ctx.mutator;
    let column = Value::fixnum(i64::from(span.start - start) + 1);
    let items = [
        StringObject::alloc_str(m, 0, &name),
        Value::fixnum(line as i64 + 1),
        column,
    ];
    Ok(Pair::alloc_list(m, &items, Value::NIL))
}

pub(super) fn void(_ctx: &mut Context, _args: Args) -> Result {
    Ok(Value::UNSPECIFIED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_follow_the_report() {
        assert_eq!(exit_code(None), 0);
        assert_eq!(exit_code(Some(Value::TRUE)), 0);
        assert_eq!(exit_code(Some(Value::FALSE)), 1);
        assert_eq!(exit_code(Some(Value::fixnum(7))), 7);
        assert_eq!(exit_code(Some(Value::fixnum(0))), 0);
        assert_eq!(exit_code(Some(Value::fixnum(256))), 255);
        assert_eq!(exit_code(Some(Value::fixnum(300))), 44);
        assert_eq!(exit_code(Some(Value::fixnum(-1))), 255);
        assert_eq!(exit_code(Some(Value::char('x'))), EXIT_SOFTWARE);
    }
}
