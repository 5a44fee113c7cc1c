//! The tier as the machine sees it: when to compile, where code lives, what people can see of it.

use crate::code::CodeMemory;
use crate::schedule::Schedule;
use crate::stubs::Stubs;
use crate::template::{self, Environment};
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
}

impl Default for Config {
    fn default() -> Config {
        Config {
            threshold: 60,
            code_size: 64 << 20,
            schedule_seed: None,
            switch_every: 0,
            perf_map: false,
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
    perf_map: Option<RefCell<std::fs::File>>,
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
        Ok(Engine {
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
            },
            perf_map: perf_map.flatten(),
        })
    }

    fn note(&self, name: &str, address: u64, length: usize) {
        if let Some(file) = &self.perf_map {
            let name = if name.is_empty() { "lambda" } else { name };
            // Only a profile would suffer.
            let _ = writeln!(file.borrow_mut(), "{address:x} {length:x} scheme:{name}");
        }
    }
}

impl Tier for Engine {
    fn entry_stub(&self) -> usize {
        self.environment.stubs.entry as usize
    }

    fn return_stub(&self) -> usize {
        self.environment.stubs.interpret_return as usize
    }

    fn threshold(&self) -> u32 {
        self.schedule.threshold()
    }

    fn switch_every(&self) -> u32 {
        self.switch_every
    }

    fn compile(&self, procedure: &Compilable<'_>, room: &mut dyn FnMut() -> bool) -> Compilation {
        let Some(mut template) = template::compile(procedure, &self.environment) else {
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
        self.note(procedure.name(), start, length);
        let mut returns = template.returns;
        for point in &mut returns {
            point.machine += start;
            point.interpreter += start;
            point.values = point.values.map(|offset| offset + start);
        }
        Compilation::Done(Compiled {
            entry: start,
            loops: template.loops.iter().map(|offset| offset + start).collect(),
            returns: returns.into(),
            keeps: template.keeps,
            memory: Box::new(piece),
        })
    }
}
