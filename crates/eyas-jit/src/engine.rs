//! The tier as the machine sees it: when to compile, where code lives, what people can see of it.

use crate::code::CodeMemory;
use crate::gdb::Registration;
use crate::jitdump::JitDump;
use crate::schedule::Schedule;
use crate::stubs::Stubs;
use crate::template::{self, Environment, Scratch};
use eyas_heap::Value;
use eyas_vm::Context;
use eyas_vm::hooks::{Compilable, Compilation, Compiled, Tier};
use std::cell::RefCell;
use std::fmt;
use std::io::Write;

/// Settings of the tier.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Calls and loop iterations after which a procedure is compiled.
    pub threshold: u32,
    /// Bytes of memory for code.
    pub code_size: usize,
    /// Compile by a schedule that this number stands for, not by the threshold.
    pub schedule_seed: Option<u64>,
    /// Leave machine code at every so many-th call, return and loop iteration; 0 for never.
    pub switch_every: u32,
    /// Write `/tmp/perf-PID.map`, in which `perf` finds names.
    pub perf_map: bool,
    /// Write `jit-PID.dump`, of which `perf inject --jit` makes object files.
    pub jitdump: bool,
    /// Tell GDB about the code.
    pub gdb: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            threshold: 60,
            code_size: 64 << 20,
            schedule_seed: None,
            switch_every: 0,
            perf_map: false,
            jitdump: false,
            gdb: false,
        }
    }
}

/// Why there is no machine code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EngineError {
    /// The virtual machine was built without tail calls, or for another processor.
    Unsupported,
    /// The system allows no memory that is executable.
    NoMemory,
    /// The stubs do not assemble: a mistake of ours.
    Stubs,
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            EngineError::Unsupported => "this build has no machine code",
            EngineError::NoMemory => "the system allows no executable memory",
            EngineError::Stubs => "the stubs do not assemble",
        })
    }
}

impl std::error::Error for EngineError {}

/// The template tier of one session.
#[derive(Debug)]
pub struct Engine {
    schedule: Schedule,
    switch_every: u32,
    memory: CodeMemory,
    environment: Environment,
    scratch: RefCell<Scratch>,
    perf_map: Option<RefCell<std::fs::File>>,
    jitdump: Option<RefCell<JitDump>>,
    /// The stubs as GDB knows them, if it does.
    gdb: Option<Registration>,
}

impl Engine {
    /// Opens a tier, to be passed to [`Context::use_tier`].
    ///
    /// # Errors
    /// See [`EngineError`].
    pub fn open(config: &Config) -> Result<Engine, EngineError> {
        let runtime = Context::runtime().ok_or(EngineError::Unsupported)?;
        // `perf` looks into its map only for memory that is no file.
        let memory = if config.perf_map {
            CodeMemory::reserve_switched(config.code_size)
        } else {
            CodeMemory::reserve(config.code_size)
        };
        let memory = memory.ok_or(EngineError::NoMemory)?;
        let stubs = Stubs::build(&memory, &runtime)?;
        let perf_map = config.perf_map.then(|| {
            let path = format!("/tmp/perf-{}.map", std::process::id());
            std::fs::File::create(path).ok().map(RefCell::new)
        });
        let jitdump = config.jitdump.then(JitDump::create).flatten();
        let gdb = config.gdb.then(|| {
            let (start, size) = stubs.range();
            Registration::new("scheme-stubs", start, size, stubs.stack_changes())
        });
        let engine = Engine {
            schedule: match config.schedule_seed {
                Some(seed) => Schedule::seeded(seed),
                None => Schedule::Fixed(config.threshold),
            },
            switch_every: config.switch_every,
            memory,
            environment: Environment {
                stubs,
                // In the test mode of rare flonums, encoding a double is not what templates do.
                has_flonums: Value::try_flonum(2.5).is_some(),
                switches: config.switch_every > 0,
                is_marking: false,
            },
            scratch: RefCell::default(),
            perf_map: perf_map.flatten(),
            jitdump: jitdump.map(RefCell::new),
            gdb,
        };
        let (start, size) = engine.environment.stubs.range();
        engine.note("stubs", start, engine.memory.bytes(start, size as usize));
        Ok(engine)
    }

    /// The machine code of a procedure beside its bytecode, whose lines are given by pc; `None` if none is made of it.
    #[cfg(feature = "disassembler")]
    pub fn listing(
        &mut self,
        procedure: &Compilable<'_>,
        bytecode: &std::collections::HashMap<usize, &str>,
    ) -> Option<String> {
        self.environment.is_marking = true;
        let scratch = self.scratch.get_mut();
        let template = template::compile(procedure, &self.environment, scratch)?;
        let environment = &self.environment;
        Some(crate::disassemble::listing(
            procedure,
            &template,
            environment,
            bytecode,
        ))
    }

    /// Tells profilers about code.
    fn note(&self, name: &str, address: u64, code: &[u8]) {
        if self.perf_map.is_none() && self.jitdump.is_none() {
            return;
        }
        let name = format!("scheme:{}", name_for_people(name));
        if let Some(file) = &self.perf_map {
            // Only a profile would suffer.
            let _ = writeln!(file.borrow_mut(), "{address:x} {:x} {name}", code.len());
        }
        if let Some(dump) = &self.jitdump {
            dump.borrow_mut().note(&name, address, code);
        }
    }
}

fn name_for_people(name: &str) -> &str {
    if name.is_empty() { "lambda" } else { name }
}

impl Tier for Engine {
    fn entry_stub(&self) -> usize {
        self.environment.stubs.entry as usize
    }

    fn return_stub(&self) -> usize {
        self.environment.stubs.interpret_return as usize
    }

    fn underflow_stub(&self) -> usize {
        self.environment.stubs.underflow as usize
    }

    fn threshold(&self) -> u32 {
        self.schedule.threshold()
    }

    fn switch_every(&self) -> u32 {
        self.switch_every
    }

    fn redirect(&self, place: u64) {
        self.memory.redirect(place);
    }

    fn compile(&self, procedure: &Compilable<'_>, room: &mut dyn FnMut() -> bool) -> Compilation {
        let mut scratch = self.scratch.borrow_mut();
        let compiled = template::compile(procedure, &self.environment, &mut scratch);
        let Some(mut template) = compiled else {
            return Compilation::Never;
        };
        let length = template.code.bytes.len();
        if length > self.memory.size() / 2 {
            // All other code would have to go.
            return Compilation::Never;
        }
        if self.schedule.drops() {
            room();
        }
        let piece = loop {
            if let Some(piece) = self.memory.place(&mut template.code) {
                break piece;
            }
            if !room() {
                return Compilation::Full;
            }
        };
        let start = piece.address();
        self.note(procedure.name(), start, &template.code.bytes);
        let known = self.gdb.as_ref().map(|_| {
            let name = name_for_people(procedure.name());
            Registration::new(name, start, length as u64, &template.code.stack_changes)
        });
        scratch.take_back(template.code);
        let mut returns = template.returns;
        for point in &mut returns {
            point.machine += start;
            point.interpreter += start;
            point.values = point.values.map(|offset| offset + start);
        }
        let mut dependencies = template.dependencies;
        for dependency in &mut dependencies {
            dependency.place += start;
        }
        Compilation::Done(Compiled {
            entry: start,
            loops: template.loops.iter().map(|offset| offset + start).collect(),
            returns: returns.into(),
            dependencies: dependencies.into(),
            instructions: template.instructions,
            size: length,
            memory: Box::new((known, piece)),
        })
    }
}
