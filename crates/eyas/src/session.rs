//! A whole Scheme system: front end, machine, and what ties them together.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use eyas_bytecode::verify::{Verified, verify};
use eyas_bytecode::{Unit, image};
use eyas_compiler::core::Core;
use eyas_compiler::diagnostic::Diagnostic;
use eyas_compiler::expand::binding::LibraryId;
use eyas_compiler::flat;
use eyas_compiler::pipeline;
use eyas_compiler::session::{Expanded, Frontend, LibraryCode, Toplevel};
use eyas_compiler::{core, session as front};
use eyas_datum::datum::Datum;
use eyas_datum::source::FileId;
use eyas_heap::{HeapConfig, Value};
use eyas_vm::{Context, Uncaught, Vm, VmConfig, VmError};

use crate::embedded::Embedded;
use crate::evaluator::Evaluator;
use crate::report;

/// Images of other builds are refused.
const BUILD: &str = concat!("eyas ", env!("CARGO_PKG_VERSION"));
/// Exit code after an uncaught error (`EX_SOFTWARE`).
pub(crate) const EXIT_ERROR: i32 = 70;
/// Exit code if output could not be written (`EX_IOERR`).
pub(crate) const EXIT_OUTPUT: i32 = 74;

/// Exit code if whoever read the output went away, as if the signal for it had ended the process.
pub(crate) const EXIT_BROKEN_PIPE: i32 = 128 + 13;
/// Exit code after an interrupt (SIGINT) that the program did not handle.
pub(crate) const EXIT_INTERRUPTED: i32 = 128 + 2;
/// The system's number for writing to a pipe that nobody reads (EPIPE).
pub(crate) const BROKEN_PIPE: i32 = 32;

/// What a session is opened with.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What `(command-line)` returns.
    pub command_line: Vec<String>,
    /// Directories searched for libraries before the built-in ones.
    pub library_dirs_first: Vec<PathBuf>,
    /// Directories searched after them.
    pub library_dirs_last: Vec<PathBuf>,
    /// Features besides the built-in ones.
    pub features: Vec<String>,
    /// Settings of the heap.
    pub heap: HeapConfig,
    /// Bytes of stack, or the default.
    pub stack: Option<usize>,
    /// Make machine code of hot procedures, if this build and the system can.
    pub machine_code: Option<MachineCode>,
}

/// How machine code is made; `None` is the default.
#[derive(Clone, Copy, Debug, Default)]
pub struct MachineCode {
    /// Calls and loop iterations after which a procedure is compiled.
    pub threshold: Option<u32>,
    /// Bytes of memory for it.
    pub code_size: Option<usize>,
    /// Compile by a schedule that this number stands for.
    pub schedule_seed: Option<u64>,
    /// Leave machine code at every so many-th call, return and loop iteration; 0 for never.
    pub switch_every: u32,
    /// Write `/tmp/perf-PID.map`, in which `perf` finds names.
    pub perf_map: bool,
    /// Write `jit-PID.dump`, of which `perf inject --jit` makes object files.
    pub jitdump: bool,
    /// Tell GDB about machine code.
    pub gdb: bool,
    /// Do not open a session without it.
    pub required: bool,
    /// Measure how long making it takes, for [`Session::tier_statistics`].
    pub measured: bool,
}

#[cfg(all(feature = "jit", target_arch = "x86_64", target_os = "linux"))]
impl MachineCode {
    /// Where it is not possible, everything is interpreted, unless machine code was insisted on.
    fn install(self, context: &mut Context) -> Result<(), OpenError> {
        let standard = eyas_jit::Config::default();
        let config = eyas_jit::Config {
            threshold: self.threshold.unwrap_or(standard.threshold),
            code_size: self.code_size.unwrap_or(standard.code_size),
            schedule_seed: self.schedule_seed,
            switch_every: self.switch_every,
            perf_map: self.perf_map,
            jitdump: self.jitdump,
            gdb: self.gdb,
        };
        match eyas_jit::Engine::open(&config) {
            Ok(engine) => {
                context.use_tier(Rc::new(engine));
                if self.measured {
                    context.measure_tier();
                }
                Ok(())
            }
            Err(error) if self.required => Err(OpenError::NoMachineCode(error.to_string())),
            Err(_) => Ok(()),
        }
    }
}

#[cfg(not(all(feature = "jit", target_arch = "x86_64", target_os = "linux")))]
impl MachineCode {
    /// This build interprets everything.
    fn install(self, _context: &mut Context) -> Result<(), OpenError> {
        if self.required {
            return Err(OpenError::NoMachineCode("this build has none".into()));
        }
        Ok(())
    }
}

/// Why a session could not be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The machine has not what it needs.
    Machine(VmError),
    /// Machine code is required ([`MachineCode::required`]) and not possible, for this reason.
    NoMachineCode(String),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Machine(error) => write!(f, "cannot start: {error}"),
            OpenError::NoMachineCode(why) => write!(f, "no machine code (--jit): {why}"),
        }
    }
}

impl std::error::Error for OpenError {}

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// What the process should exit with.
    pub exit_code: i32,
    /// What people should read on standard error; empty or whole lines.
    pub message: String,
}

/// What `--dump` shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dump {
    /// Core after the pass of this name; `core` is before all.
    Pass(String),
    /// Flat code.
    Flat,
    /// Bytecode.
    Bytecode,
    /// Machine code beside bytecode.
    Machine,
}

impl Dump {
    /// The dump of this name.
    pub fn from_name(name: &str) -> Option<Dump> {
        match name {
            "flat" => Some(Dump::Flat),
            "bytecode" => Some(Dump::Bytecode),
            "machine" => Some(Dump::Machine),
            "core" => Some(Dump::Pass(name.into())),
            name => pipeline::pass_names()
                .find(|n| *n == name)
                .map(|n| Dump::Pass(n.into())),
        }
    }

    /// All names, in the order of the pipeline.
    pub fn names() -> impl Iterator<Item = &'static str> {
        std::iter::once("core")
            .chain(pipeline::pass_names())
            .chain(["flat", "bytecode", "machine"])
    }
}

/// The front end and what the session remembers about it; the machine's hooks hold it, too.
pub(crate) struct Shared {
    pub(crate) frontend: RefCell<Frontend>,
    /// Environments of `eval`, by their number; 0 is that of the interaction.
    pub(crate) toplevels: RefCell<Vec<Toplevel>>,
    /// Libraries that run or ran.
    ran: RefCell<Vec<LibraryId>>,
    /// How many macro transformers were evaluated.
    transformers: Cell<u32>,
}

/// A whole Scheme system.
pub struct Session {
    pub(crate) vm: Vm,
    pub(crate) shared: Rc<Shared>,
    /// The program called `exit`.
    exited: bool,
}

impl Session {
    /// Opens a session.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn open(options: Options) -> Result<Session, OpenError> {
        let mut config = VmConfig {
            heap: options.heap,
            command_line: options.command_line,
            ..VmConfig::default()
        };
        if let Some(stack) = options.stack {
            config.stack = stack;
        }
        let mut front = front::Options {
            search_first: options.library_dirs_first,
            search_last: options.library_dirs_last,
            ..front::Options::default()
        };
        front.features.extend(crate::features::of_platform());
        front.features.extend(Embedded::features());
        front.features.extend(options.features);
        let features = front.features.clone();
        let mut vm = Vm::open(&config).map_err(OpenError::Machine)?;
        if let Some(machine_code) = options.machine_code {
            machine_code.install(vm.context())?;
        }
        let mut frontend = Frontend::new(front);
        frontend.set_provider(Box::new(Embedded));
        let shared = Rc::new(Shared {
            frontend: RefCell::new(frontend),
            toplevels: RefCell::default(),
            ran: RefCell::default(),
            transformers: Cell::new(0),
        });
        vm.context().session().natives.features = features;
        vm.context().session().hooks = Some(Rc::clone(&shared) as Rc<dyn eyas_vm::Hooks>);
        Ok(Session {
            vm,
            shared,
            exited: false,
        })
    }

    /// Runs a program from a file.
    pub fn run_file(&mut self, path: &Path) -> Ended {
        match std::fs::read(path) {
            Ok(text) => self.run_text(&path.display().to_string(), text),
            Err(error) => Ended {
                exit_code: 66,
                message: format!("eyas: cannot read {}: {error}\n", path.display()),
            },
        }
    }

    /// Runs a program. The name is for messages, and `include` looks beside it.
    pub fn run_text(&mut self, name: &str, text: impl Into<Vec<u8>>) -> Ended {
        let (expanded, warnings) = match self.expand_program(name, text.into()) {
            Ok(expanded) => expanded,
            Err(message) => {
                return Ended {
                    exit_code: EXIT_ERROR,
                    message,
                };
            }
        };
        let ended = self.run_expanded(expanded);
        self.finish(ended.map(|_| ()), warnings)
    }

    /// The program and what the front end warns of, or why it does not compile.
    fn expand_program(
        &mut self,
        name: &str,
        text: Vec<u8>,
    ) -> Result<(Expanded, Vec<Diagnostic>), String> {
        let mut frontend = self.shared.frontend.borrow_mut();
        let file = frontend.sources.add(name, text);
        let mut evaluator = Evaluator {
            context: self.vm.context(),
            shared: &self.shared,
        };
        let (expanded, diagnostics) = frontend.expand_program(file, &mut evaluator);
        match expanded {
            Some(expanded) => Ok((expanded, diagnostics)),
            None => Err(render(&diagnostics, &frontend)),
        }
    }

    fn run_expanded(&mut self, expanded: Expanded) -> Result<Value, Uncaught> {
        let units = {
            let mut frontend = self.shared.frontend.borrow_mut();
            self.shared
                .units(&mut frontend, &expanded.libraries, expanded.core)
        };
        let units = match units {
            Ok(units) => units,
            Err(message) => return Err(self.vm.context().refuse(compile_error(message))),
        };
        let mut value = Value::UNSPECIFIED;
        for unit in &units {
            let entry = match self.vm.context().load(unit) {
                Ok(entry) => entry,
                Err(raise) => return Err(self.vm.context().refuse(raise)),
            };
            value = self.vm.context().call_for_value(entry, &[])?;
        }
        Ok(value)
    }

    /// Flushes what was written and says how the program ended.
    fn finish(&mut self, result: Result<(), Uncaught>, warnings: Vec<Diagnostic>) -> Ended {
        let mut ended = match result {
            Ok(()) => Ended {
                exit_code: 0,
                message: self.shared.render(&warnings),
            },
            Err(Uncaught::Exit(code)) => {
                self.exited = true;
                Ended {
                    exit_code: code,
                    message: self.shared.render(&warnings),
                }
            }
            Err(uncaught) => {
                let exit_code = report::exit_code(self.vm.context(), &uncaught);
                let message = if exit_code == EXIT_BROKEN_PIPE {
                    self.shared.render(&warnings)
                } else {
                    report::uncaught(self.vm.context(), &self.shared, &uncaught, warnings)
                };
                Ended { exit_code, message }
            }
        };
        if let Err(failure) = self.vm.context().session().natives.ports.flush_all() {
            if failure.code == BROKEN_PIPE {
                ended.exit_code = EXIT_BROKEN_PIPE;
            } else if ended.exit_code == 0 {
                ended.exit_code = EXIT_OUTPUT;
            }
            if ended.exit_code != EXIT_BROKEN_PIPE {
                ended.message.push_str(&format!("eyas: {failure}\n"));
            }
        }
        ended
    }

    /// Evaluates the forms of a text in the environment of the interaction; `show` gets each value that there is to
    /// show. Stops at the first error.
    pub fn evaluate(
        &mut self,
        name: &str,
        text: impl Into<Vec<u8>>,
        mut show: impl FnMut(&mut Session, Value),
    ) -> Ended {
        let (data, _) = match self.read(name, text.into()) {
            Ok(read) => read,
            Err(message) => {
                return Ended {
                    exit_code: EXIT_ERROR,
                    message,
                };
            }
        };
        for datum in &data {
            match self.evaluate_form(datum) {
                Ok((Ok(value), warnings)) => {
                    eprint!("{}", self.shared.render(&warnings));
                    if value != Value::UNSPECIFIED {
                        show(self, value);
                    }
                }
                Ok((Err(uncaught), warnings)) => return self.finish(Err(uncaught), warnings),
                Err(message) => {
                    let mut ended = self.finish(Ok(()), Vec::new());
                    ended.exit_code = EXIT_ERROR;
                    ended.message.push_str(&message);
                    return ended;
                }
            }
        }
        self.finish(Ok(()), Vec::new())
    }

    fn read(&mut self, name: &str, text: Vec<u8>) -> Result<(Vec<Datum>, FileId), String> {
        let mut frontend = self.shared.frontend.borrow_mut();
        let frontend = &mut *frontend;
        let file = frontend.sources.add(name, text);
        let (data, errors) =
            eyas_datum::reader::read_all(&frontend.sources, file, &mut frontend.symbols);
        if errors.is_empty() {
            return Ok((data, file));
        }
        let diagnostics: Vec<_> = errors.iter().map(Diagnostic::from_read_error).collect();
        Err(render(&diagnostics, frontend))
    }

    /// How the form ended, and what the front end warns of. The outer error is a message about a form that does not
    /// compile.
    fn evaluate_form(&mut self, datum: &Datum) -> Result<Evaluated, String> {
        let toplevel = self.shared.interaction(self.vm.context())?;
        let (expanded, diagnostics) = {
            let mut frontend = self.shared.frontend.borrow_mut();
            let mut evaluator = Evaluator {
                context: self.vm.context(),
                shared: &self.shared,
            };
            frontend.expand_form(&toplevel, datum, &mut evaluator)
        };
        match expanded {
            None => Err(self.shared.render(&diagnostics)),
            Some(expanded) => Ok((self.run_expanded(expanded), diagnostics)),
        }
    }

    /// Shows what the front end makes of a program instead of running it. Libraries are not shown.
    ///
    /// # Errors
    /// The rendered diagnostics of a program that does not compile.
    pub fn dump(
        &mut self,
        name: &str,
        text: impl Into<Vec<u8>>,
        what: &Dump,
    ) -> Result<String, String> {
        let (expanded, _) = self.expand_program(name, text.into())?;
        let mut core = expanded.core;
        let frontend = self.shared.frontend.borrow();
        let options = pipeline::Options {
            dump_after: match what {
                Dump::Pass(name) => Some(name.clone()),
                Dump::Flat | Dump::Bytecode | Dump::Machine => None,
            },
            ..pipeline::Options::default()
        };
        let dumps = pipeline::run(&mut core, &frontend.symbols, &options);
        match what {
            Dump::Pass(_) => Ok(dumps.into_iter().map(|d| d.text).collect()),
            Dump::Flat => flat::flatten(&core, &frontend.symbols)
                .map(|flat| flat::text::print(&flat))
                .map_err(|e| e.to_string()),
            Dump::Bytecode => flat::lower(&core, &frontend.sources, &frontend.symbols)
                .map(|unit| eyas_bytecode::text::print(&unit))
                .map_err(|e| e.to_string()),
            Dump::Machine => {
                let unit = flat::lower(&core, &frontend.sources, &frontend.symbols)
                    .map_err(|e| e.to_string())?;
                let unit = verify(unit).map_err(|e| e.to_string())?;
                drop(frontend);
                self.machine_listing(&unit)
            }
        }
    }

    /// The machine code of a unit's procedures beside their bytecode.
    #[cfg(all(feature = "disassembler", target_arch = "x86_64", target_os = "linux"))]
    fn machine_listing(&mut self, unit: &Verified<Unit>) -> Result<String, String> {
        let config = eyas_jit::Config::default();
        let mut engine = eyas_jit::Engine::open(&config).map_err(|e| format!("eyas: {e}\n"))?;
        let mut text = String::new();
        let mut procedures = unit.procedures.iter();
        let show = |compilable: &eyas_vm::hooks::Compilable<'_>| {
            let Some(procedure) = procedures.next() else {
                return;
            };
            let code = eyas_bytecode::text::print_code(unit, procedure);
            let mut lines = std::collections::HashMap::new();
            for line in code.lines() {
                let line = line.trim();
                let pc = line.split(' ').next().and_then(|pc| pc.parse().ok());
                lines.extend(pc.map(|pc: usize| (pc, line)));
            }
            text.push_str(&format!("(procedure {:?}\n", procedure.name));
            match engine.listing(compilable, &lines) {
                Some(listing) => text.push_str(&listing),
                None => text.push_str("  interpreted always\n"),
            }
            text.push_str(")\n");
        };
        match self.vm.context().load_procedures(unit, show) {
            Ok(()) => Ok(text),
            Err(_) => Err("eyas: the program does not fit into the heap\n".into()),
        }
    }

    /// This build cannot show machine code.
    #[cfg(not(all(feature = "disassembler", target_arch = "x86_64", target_os = "linux")))]
    fn machine_listing(&mut self, _unit: &Verified<Unit>) -> Result<String, String> {
        Err("eyas: this build cannot show machine code\n".into())
    }

    /// True if the program called `exit`.
    pub fn has_exited(&self) -> bool {
        self.exited
    }

    /// What the collector did, for people.
    pub fn collector_statistics(&mut self) -> String {
        let statistics = self.vm.context().mutator.statistics();
        let mib = |bytes: u64| bytes as f64 / (1 << 20) as f64;
        let ms = |ns: u64| ns as f64 / 1e6;
        let mut text = format!(
            "heap: {:.1} MiB allocated, {:.1} promoted, {:.1} live after the last major, \
             {:.1} at the peak\n",
            mib(statistics.allocated),
            mib(statistics.promoted),
            mib(statistics.live),
            mib(statistics.peak),
        );
        for (name, pauses) in [("minor", &statistics.minor), ("major", &statistics.major)] {
            text.push_str(&format!(
                "{name} collections: {}, {:.1} ms in all, p50 {:.2} ms, p99 {:.2} ms, \
                 longest {:.2} ms; by the clock {:.1} ms in all, longest {:.2} ms\n",
                pauses.count,
                ms(pauses.total_ns),
                ms(pauses.quantile_ns(0.5)),
                ms(pauses.quantile_ns(0.99)),
                ms(pauses.max_ns),
                ms(pauses.clock_total_ns),
                ms(pauses.clock_max_ns),
            ));
        }
        text
    }

    /// What the compiler to machine code did, for people.
    pub fn tier_statistics(&mut self) -> String {
        let counts = self.vm.context().tier_counts();
        let each = |sum: u64| sum as f64 / counts.instructions.max(1) as f64;
        format!(
            "machine code: {} pieces of {} instructions, {} KiB ({:.0} bytes each), in {:.2} ms ({:.0} ns \
             each), longest {:.2} ms; {} pieces dropped, {} revived\n",
            counts.made,
            counts.instructions,
            counts.bytes >> 10,
            each(counts.bytes),
            counts.pauses.total_ns as f64 / 1e6,
            each(counts.pauses.total_ns),
            counts.pauses.max_ns as f64 / 1e6,
            counts.dropped,
            counts.revived,
        )
    }

    /// The machine.
    pub fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }
}

pub(crate) fn render(diagnostics: &[Diagnostic], frontend: &Frontend) -> String {
    diagnostics
        .iter()
        .map(|d| d.render(&frontend.sources))
        .collect()
}

pub(crate) fn compile_error(message: String) -> eyas_vm::Raise {
    eyas_vm::Raise::error(eyas_vm::ErrorKind::Syntax, message)
}

/// A form's value or why there is none, and warnings.
type Evaluated = (Result<Value, Uncaught>, Vec<Diagnostic>);

impl Shared {
    /// Diagnostics for people.
    fn render(&self, diagnostics: &[Diagnostic]) -> String {
        render(diagnostics, &self.frontend.borrow())
    }

    /// A number for one more transformer.
    pub(crate) fn count_transformer(&self) -> u32 {
        let number = self.transformers.get();
        self.transformers.set(number + 1);
        number
    }

    /// The units to run for a program or form, libraries first; each library once per session.
    pub(crate) fn units(
        &self,
        frontend: &mut Frontend,
        libraries: &[LibraryId],
        core: Core,
    ) -> Result<Vec<Verified<Unit>>, String> {
        let mut units = self.library_units(frontend, libraries)?;
        units.push(compile(core, frontend)?);
        Ok(units)
    }

    /// The units of the libraries that did not run yet.
    pub(crate) fn library_units(
        &self,
        frontend: &mut Frontend,
        libraries: &[LibraryId],
    ) -> Result<Vec<Verified<Unit>>, String> {
        let mut units = Vec::new();
        for &id in libraries {
            if self.ran.borrow().contains(&id) {
                continue;
            }
            self.ran.borrow_mut().push(id);
            if let LibraryCode::Precompiled(number) = frontend.library(id).code {
                let Some(bytes) = Embedded::image(number).filter(|bytes| !bytes.is_empty()) else {
                    continue;
                };
                let image = image::read(bytes, BUILD).map_err(|e| e.to_string())?;
                for unit in image.units {
                    units.push(verify(unit).map_err(|e| e.to_string())?);
                }
            } else if let Some(core) = frontend.take_core(id) {
                units.push(compile(core, frontend)?);
            }
        }
        Ok(units)
    }

    /// The environment of the interaction, made when first asked for.
    pub(crate) fn interaction(&self, context: &mut Context) -> Result<Toplevel, String> {
        if let Some(toplevel) = self.toplevels.borrow().first() {
            return Ok(toplevel.clone());
        }
        let mut frontend = self.frontend.try_borrow_mut().map_err(|e| e.to_string())?;
        let mut evaluator = Evaluator {
            context,
            shared: self,
        };
        let (toplevel, diagnostics) = frontend.toplevel("user", None, &mut evaluator);
        let toplevel = toplevel.ok_or_else(|| render(&diagnostics, &frontend))?;
        self.toplevels.borrow_mut().insert(0, toplevel.clone());
        Ok(toplevel)
    }
}

/// Core to a unit that the verifier has passed.
pub(crate) fn compile(mut core: core::Core, frontend: &Frontend) -> Result<Verified<Unit>, String> {
    pipeline::run(&mut core, &frontend.symbols, &pipeline::Options::default());
    let unit =
        flat::lower(&core, &frontend.sources, &frontend.symbols).map_err(|e| e.to_string())?;
    verify(unit).map_err(|e| e.to_string())
}
