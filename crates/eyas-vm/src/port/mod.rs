//! Ports (R7RS 6.13): a heap cell over a native buffer.
//!
//! The heap object holds the number of its [`Native`] in the session's table, for machine code also as the distance from
//! the first, what it is for ([`Ability`]) and its name. Reading and writing a character or byte is one compare and a move as long as the buffer lasts; everything else (an
//! empty or full buffer, a closed port, the wrong sort of port) is the cold path, which the same compare leads to, since
//! a port that cannot do a thing has an empty range for it.
//!
//! Errors of writing are raised when the buffer goes out: at the write, at `flush-output-port`, at `close-port`, or at
//! the end of the run ([`Ports::flush_all`]). What could not be written is dropped once that has been said. Dropped
//! ports are closed after the collection that finds them; a failure then is kept for the end of the run.
//!
//! Text and bytes held for string and bytevector ports count against the heap limit.

mod datum;
mod input;
mod native;
mod open;
mod output;
pub(crate) mod system;
pub(crate) use system::reason;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io;

use eyas_heap::layout::FLAG_IMMUTABLE;
use eyas_heap::object::text::Shape;
use eyas_heap::object::{Parameter, Port, StringObject};
use eyas_heap::{Collection, Value, Visitor};

use crate::context::Context;
use crate::error::{ErrorKind, Raise};
pub(crate) use native::Native;

pub(crate) use datum::read;
pub(crate) use input::{
    any_char_at_once, byte_at_once, char_at_once, is_byte_ready, is_char_ready, peek_byte,
    peek_char, read_byte, read_bytes, read_bytes_into, read_char, read_line, read_string,
};
pub(crate) use open::{
    OpenMode, open_bytes, open_file, open_string, output_bytes, output_string, output_to,
};
pub(crate) use output::{
    flush, flush_all, print, write_ascii_at_once, write_byte, write_byte_at_once, write_bytes,
    write_char, write_char_at_once, write_string,
};

/// What a port can do: the bits of its state slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ability(u8);

impl Ability {
    /// It can be read from.
    pub(crate) const INPUT: Ability = Ability(1);
    /// It can be written to.
    pub(crate) const OUTPUT: Ability = Ability(2);
    /// It carries characters.
    pub(crate) const TEXT: Ability = Ability(4);
    /// It carries bytes.
    pub(crate) const BINARY: Ability = Ability(8);
    /// It can be read from as text.
    pub(crate) const TEXT_INPUT: Ability = Ability(1 | 4);
    /// It can be written to as text.
    pub(crate) const TEXT_OUTPUT: Ability = Ability(2 | 4);
    /// It can be read from as bytes.
    pub(crate) const BINARY_INPUT: Ability = Ability(1 | 8);
    /// It can be written to as bytes.
    pub(crate) const BINARY_OUTPUT: Ability = Ability(2 | 8);

    /// True if everything in `other` is in this.
    pub(crate) const fn has(self, other: Ability) -> bool {
        self.0 & other.0 == other.0
    }

    /// What a user calls a port that can do this.
    fn expected(self) -> &'static str {
        match self {
            Ability::INPUT => "an input port",
            Ability::OUTPUT => "an output port",
            Ability::TEXT_INPUT => "a textual input port",
            Ability::TEXT_OUTPUT => "a textual output port",
            Ability::BINARY_INPUT => "a binary input port",
            Ability::BINARY_OUTPUT => "a binary output port",
            _ => "a port",
        }
    }
}

/// Number of a port in the session's table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct PortId(usize);

impl PortId {
    /// What the collector reports when the port object dies: odd, as no address of the code registry is.
    fn token(self) -> u64 {
        self.0 as u64 * 2 + 1
    }
}

/// Writing a port failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PortFailure {
    /// The port's name: that of the file, as a rule.
    pub name: String,
    /// What the system said.
    pub reason: String,
    /// The system's number for it; 0 if it gave none.
    pub code: i32,
}

impl PortFailure {
    fn of(name: &str, error: &io::Error) -> PortFailure {
        PortFailure {
            name: name.to_owned(),
            reason: system::reason(error),
            code: error.raw_os_error().unwrap_or(0),
        }
    }
}

impl fmt::Display for PortFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write to {}: {}", self.name, self.reason)
    }
}

impl std::error::Error for PortFailure {}

/// The condition's payload is the system's number: a host may end a program quietly whose reader went away.
impl From<PortFailure> for Raise {
    fn from(failure: PortFailure) -> Raise {
        let code = Value::fixnum(failure.code.into());
        Raise::error(ErrorKind::File, failure.to_string()).payload(code)
    }
}

/// Bytes held by ports that are never worth a collection.
const HELD_MIN: usize = 64 << 20;

/// The ports of a session.
#[derive(Default)]
pub struct Ports {
    natives: Vec<Native>,
    /// Address of the first of them, for machine code.
    first: usize,
    free: Vec<usize>,
    /// The three standard ports and the parameters that hold them, once they are made.
    standard: Option<[Value; 3]>,
    parameters: Option<[Value; 3]>,
    /// Bytes held for ports in memory.
    held: usize,
    /// When so many are held, the ports that nobody can reach are worth a collection.
    collect_at: usize,
    /// A port that was dropped could not be written out; told at the end of the run.
    lost: Option<PortFailure>,
}

impl Ports {
    /// Where the address of the first port's native side is.
    pub(crate) const FIRST: usize = std::mem::offset_of!(Ports, first);

    fn add(&mut self, native: Native) -> PortId {
        match self.free.pop() {
            Some(i) => {
                self.natives[i] = native;
                PortId(i)
            }
            None => {
                self.natives.push(native);
                self.first = self.natives.as_ptr().expose_provenance();
                PortId(self.natives.len() - 1)
            }
        }
    }

    /// Closes the port whose object died.
    pub(crate) fn release(&mut self, token: u64) {
        if token & 1 == 0 {
            return;
        }
        let i = (token / 2) as usize;
        let Some(native) = self.natives.get_mut(i) else {
            return;
        };
        if let Err(failure) = native.write_out() {
            self.lost.get_or_insert(failure);
        }
        self.held -= native.charged;
        *native = Native::closed();
        self.free.push(i);
    }

    pub(crate) fn visit(&mut self, visitor: &mut Visitor<'_>) {
        for values in [&mut self.standard, &mut self.parameters]
            .into_iter()
            .flatten()
        {
            visitor.values(values);
        }
    }

    /// Writes out what every port holds back.
    ///
    /// # Errors
    /// The first failure; the other ports have been tried too.
    pub fn flush_all(&mut self) -> Result<(), PortFailure> {
        let mut first = self.lost.take();
        for native in &mut self.natives {
            if let Err(failure) = native.write_out() {
                first.get_or_insert(failure);
            }
        }
        first.map_or(Ok(()), Err)
    }
}

/// In the state of a port object, what it is for is below its number.
const NUMBER_SHIFT: u32 = 8;

/// What a port object is for.
fn ability(port: Port) -> Ability {
    Ability(port.state().as_index().unwrap_or(0) as u8)
}

/// The number of a port object.
#[inline]
fn id_of(port: Port) -> PortId {
    PortId(port.state().fixnum_value() as usize >> NUMBER_SHIFT)
}

/// The native side of any port.
#[inline]
fn native(ctx: &mut Context, v: Value) -> Option<&mut Native> {
    let id = id_of(v.as_port()?);
    ctx.session().natives.ports.natives.get_mut(id.0)
}

/// The native side of a port that [`usable`] found.
fn at(ctx: &mut Context, id: PortId) -> &mut Native {
    &mut ctx.session().natives.ports.natives[id.0]
}

/// True if the value is a port that can do this.
pub(crate) fn can(v: Value, wanted: Ability) -> bool {
    v.as_port().is_some_and(|port| ability(port).has(wanted))
}

/// The number of a port that can do what is wanted.
fn checked(who: &str, argument: u32, v: Value, wanted: Ability) -> Result<PortId, Raise> {
    match v.as_port() {
        Some(port) if ability(port).has(wanted) => Ok(id_of(port)),
        _ => Err(Raise::wrong_type(who, wanted.expected(), argument, v)),
    }
}

/// The number of an open port that can do what is wanted.
fn usable(
    ctx: &mut Context,
    who: &str,
    argument: u32,
    v: Value,
    wanted: Ability,
) -> Result<PortId, Raise> {
    let id = checked(who, argument, v, wanted)?;
    if at(ctx, id).is_open() {
        Ok(id)
    } else {
        Err(Raise::error(ErrorKind::Error, format!("{who}: the port is closed")).about(argument, v))
    }
}

/// True if the port is open. `wanted` is the direction asked for.
pub(crate) fn is_open(
    ctx: &mut Context,
    who: &str,
    v: Value,
    wanted: Ability,
) -> Result<bool, Raise> {
    let id = checked(who, 0, v, wanted)?;
    Ok(at(ctx, id).is_open())
}

/// Closes a port, after writing out what it holds. Closing twice is fine.
pub(crate) fn close(ctx: &mut Context, who: &str, v: Value, wanted: Ability) -> Result<(), Raise> {
    let id = checked(who, 0, v, wanted)?;
    let written = output::write_out(ctx, id);
    at(ctx, id).close();
    output::recount(ctx, id);
    written
}

/// Makes the heap object of a port.
fn add(ctx: &mut Context, native: Native, ability: Ability) -> Result<Value, Raise> {
    let mut native = native;
    let memory = native.memory();
    collect_dropped(ctx)?;
    charge(ctx, memory, 0)?;
    native.charged = memory;
    ctx.session().natives.ports.held += memory;
    let shape = Shape::of_str(&native.name);
    let size = Port::SIZE + StringObject::size_for(shape);
    if let Err(raise) = ctx.reserve(size) {
        ctx.session().natives.ports.held -= memory;
        return Err(raise);
    }
    let (m, session) = ctx.parts();
    let name = native.name.as_bytes();
    let name = StringObject::alloc_utf8_text(m, FLAG_IMMUTABLE, name, shape);
    let id = session.natives.ports.add(native);
    let state = Value::fixnum((id.0 << NUMBER_SHIFT) as i64 | i64::from(ability.0));
    let port = Port::alloc(m, id.0 * size_of::<Native>(), state, name, Value::FALSE);
    m.attach(port, id.token());
    Ok(port)
}

/// Collects when the memory held by ports has doubled: the collector does not see it, and would let dropped ports keep
/// theirs for long.
fn collect_dropped(ctx: &mut Context) -> Result<(), Raise> {
    let least = HELD_MIN.min(ctx.mutator.heap_limit() / 4);
    let ports = &ctx.session().natives.ports;
    if ports.held <= ports.collect_at.max(least) {
        return Ok(());
    }
    ctx.collect(Collection::Major)?;
    let ports = &mut ctx.session().natives.ports;
    ports.collect_at = ports.held.saturating_mul(2);
    Ok(())
}

/// Refuses to hold more text than the heap limit allows. `more` comes to what `released` bytes are given back from.
fn charge(ctx: &mut Context, more: usize, released: usize) -> Result<(), Raise> {
    if is_within_limit(ctx, more, released) {
        return Ok(());
    }
    // Ports that nobody can reach any more may be what fills it.
    ctx.collect(Collection::Major)?;
    charge_without_collecting(ctx, more, released)
}

fn charge_without_collecting(ctx: &mut Context, more: usize, released: usize) -> Result<(), Raise> {
    if is_within_limit(ctx, more, released) {
        return Ok(());
    }
    Err(Raise::error(
        ErrorKind::OutOfMemory,
        "the text held by ports exceeds the heap limit",
    ))
}

fn is_within_limit(ctx: &mut Context, more: usize, released: usize) -> bool {
    let limit = ctx.mutator.heap_limit();
    let held = ctx.session().natives.ports.held;
    held.saturating_sub(released).saturating_add(more) <= limit
}

/// For text that a procedure collects before it becomes a string: raises if it cannot become one.
fn check_length(ctx: &Context, who: &str, length: usize) -> Result<(), Raise> {
    if length <= ctx.mutator.heap_limit() {
        return Ok(());
    }
    Err(Raise::error(
        ErrorKind::OutOfMemory,
        format!("{who}: more than the heap limit allows"),
    ))
}

/// Which of the three ports that every program has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Standard {
    /// Standard input.
    Input,
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

impl Standard {
    /// The port with this number, as system calls count.
    pub(crate) fn from_index(i: usize) -> Option<Standard> {
        [Standard::Input, Standard::Output, Standard::Error]
            .get(i)
            .copied()
    }
}

/// The standard ports, made at the first use. May collect.
fn standard_ports(ctx: &mut Context) -> Result<[Value; 3], Raise> {
    if let Some(ports) = ctx.session().natives.ports.standard {
        return Ok(ports);
    }
    let which = [Standard::Input, Standard::Output, Standard::Error];
    let abilities = [
        Ability::TEXT_INPUT,
        Ability::TEXT_OUTPUT,
        Ability::TEXT_OUTPUT,
    ];
    for (i, (which, ability)) in which.into_iter().zip(abilities).enumerate() {
        let port = add(ctx, native::standard(which), ability)?;
        // Each is a root before the next is made.
        ctx.session()
            .natives
            .ports
            .standard
            .get_or_insert([Value::FALSE; 3])[i] = port;
    }
    Ok(ctx
        .session()
        .natives
        .ports
        .standard
        .unwrap_or([Value::FALSE; 3]))
}

/// A standard port. May collect.
pub(crate) fn standard(ctx: &mut Context, which: Standard) -> Result<Value, Raise> {
    Ok(standard_ports(ctx)?[which as usize])
}

/// The parameter object that holds a current port. May collect.
pub(crate) fn parameter(ctx: &mut Context, which: Standard) -> Result<Value, Raise> {
    if let Some(parameters) = ctx.session().natives.ports.parameters {
        return Ok(parameters[which as usize]);
    }
    standard_ports(ctx)?;
    ctx.reserve(3 * Parameter::SIZE)?;
    let ports = standard_ports(ctx)?;
    let m = &mut ctx.mutator;
    let parameters = ports.map(|port| Parameter::alloc(m, port, Value::FALSE));
    ctx.session().natives.ports.parameters = Some(parameters);
    Ok(parameters[which as usize])
}

/// The current port: what the parameter is bound to. May collect.
pub(crate) fn current(ctx: &mut Context, which: Standard) -> Result<Value, Raise> {
    let parameter = parameter(ctx, which)?;
    if let Some(binding) = ctx.dynamic().binding(parameter) {
        return Ok(binding.cdr());
    }
    Ok(parameter
        .as_parameter()
        .map_or(Value::FALSE, |p| p.default_value()))
}

/// What people call a port of this sort.
pub(crate) fn kind_name(v: Value) -> &'static str {
    match v.as_port().map(ability) {
        Some(a) if a.has(Ability::TEXT_INPUT) => "textual-input-port",
        Some(a) if a.has(Ability::TEXT_OUTPUT) => "textual-output-port",
        Some(a) if a.has(Ability::BINARY_INPUT) => "binary-input-port",
        Some(a) if a.has(Ability::BINARY_OUTPUT) => "binary-output-port",
        _ => "port",
    }
}

/// The port's name: that of the file, as a rule.
pub(crate) fn port_name(v: Value) -> String {
    let name = v.as_port().and_then(|port| port.name().as_string());
    name.map_or_else(String::new, StringObject::to_rust)
}
