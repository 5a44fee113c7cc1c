//! The command `eyas`.
#![forbid(unsafe_code)]

use std::io::{IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use eyas::cli::{self, Action};
use eyas::{Dump, Ended, Options, Session};
use eyas_heap::HeapConfig;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// Wrong usage (`EX_USAGE`).
const EXIT_USAGE: i32 = 64;
/// An input that cannot be read (`EX_NOINPUT`).
const EXIT_NO_INPUT: i32 = 66;

fn main() -> ExitCode {
    let options = match cli::parse(std::env::args_os().skip(1)) {
        Ok(options) => options,
        Err(error) => {
            return done(&Ended {
                exit_code: EXIT_USAGE,
                message: format!("eyas: {}\nTry 'eyas --help'.\n", error.0),
            });
        }
    };
    match options.action {
        Action::Help => return done_printing(cli::HELP),
        Action::Version => {
            return done_printing(concat!("Eyas ", env!("CARGO_PKG_VERSION"), "\n"));
        }
        _ => {}
    }
    if options.dump.as_deref() == Some("help") {
        return done_printing(&dump_help());
    }
    let mut session = match Session::open(session_options(&options)) {
        Ok(session) => session,
        Err(error) => {
            return done(&Ended {
                exit_code: 71,
                message: format!("eyas: {error}\n"),
            });
        }
    };
    let asked = interrupts(&mut session);
    let mut ended = run(&mut session, &options);
    if let Some(signal) = asked.and_then(|asked| asked.lock().ok().and_then(|signal| *signal))
        && ended.exit_code == 130
    {
        // 128 and the signal's number, as shells report it.
        ended.exit_code = 128 + signal;
    }
    if options.gc_statistics {
        ended.message.push_str(&session.collector_statistics());
    }
    if options.jit_statistics {
        ended.message.push_str(&session.tier_statistics());
    }
    done(&ended)
}

/// Lets SIGINT, SIGTERM and SIGHUP raise a condition in the running program, so that its `dynamic-wind`s run and its
/// output is flushed. The result tells the last signal. Without a thread for it signals end the process at once.
fn interrupts(session: &mut Session) -> Option<Arc<Mutex<Option<i32>>>> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).ok()?;
    let handle = session.vm().context().interrupt_handle();
    let asked = Arc::new(Mutex::new(None));
    let last = Arc::clone(&asked);
    let waiter = std::thread::Builder::new().name("signals".into());
    let started = waiter.spawn(move || {
        for signal in signals.forever() {
            if let Ok(mut last) = last.lock() {
                *last = Some(signal);
            }
            handle.interrupt();
        }
    });
    started.ok().map(|_| asked)
}

fn run(session: &mut Session, options: &cli::Options) -> Ended {
    if let Some(what) = &options.dump {
        return dump(session, options, what);
    }
    match &options.action {
        Action::File(path) => session.run_file(path),
        Action::Expressions => expressions(session, &options.expressions),
        Action::Interactive if std::io::stdin().is_terminal() => eyas::repl(session),
        _ => match standard_input() {
            Ok(text) => session.run_text("standard input", text),
            Err(ended) => ended,
        },
    }
}

fn expressions(session: &mut Session, expressions: &[String]) -> Ended {
    let mut ended = Ended {
        exit_code: 0,
        message: String::new(),
    };
    for expression in expressions {
        ended = session.evaluate("-e", expression.as_str(), Session::show);
        if ended.exit_code != 0 || !ended.message.is_empty() {
            break;
        }
    }
    ended
}

fn dump(session: &mut Session, options: &cli::Options, what: &str) -> Ended {
    let Some(what) = Dump::from_name(what) else {
        return Ended {
            exit_code: EXIT_USAGE,
            message: format!("eyas: nothing to dump is called '{what}'\n{}", dump_help()),
        };
    };
    let (name, text) = match &options.action {
        Action::File(path) => match read(path) {
            Ok(text) => (path.display().to_string(), text),
            Err(ended) => return ended,
        },
        Action::Expressions => (
            "-e".to_string(),
            options.expressions.join("\n").into_bytes(),
        ),
        _ => match standard_input() {
            Ok(text) => ("standard input".to_string(), text),
            Err(ended) => return ended,
        },
    };
    match session.dump(&name, text, &what) {
        Ok(text) => {
            done_printing(&text);
            Ended {
                exit_code: 0,
                message: String::new(),
            }
        }
        Err(message) => Ended {
            exit_code: 70,
            message,
        },
    }
}

fn dump_help() -> String {
    let names: Vec<&str> = Dump::names().collect();
    format!("--dump takes one of: {}\n", names.join(", "))
}

fn read(path: &Path) -> Result<Vec<u8>, Ended> {
    std::fs::read(path).map_err(|error| Ended {
        exit_code: EXIT_NO_INPUT,
        message: format!("eyas: cannot read {}: {error}\n", path.display()),
    })
}

fn standard_input() -> Result<Vec<u8>, Ended> {
    let mut text = Vec::new();
    match std::io::stdin().read_to_end(&mut text) {
        Ok(_) => Ok(text),
        Err(error) => Err(Ended {
            exit_code: EXIT_NO_INPUT,
            message: format!("eyas: cannot read standard input: {error}\n"),
        }),
    }
}

fn session_options(options: &cli::Options) -> Options {
    let mut heap = HeapConfig::default();
    heap.limit = options.heap.or(heap.limit);
    heap.nursery = options.nursery.unwrap_or(heap.nursery);
    if options.gc_verify {
        heap.verify = eyas_heap::Verify::Always;
    }
    if let Some(n) = options.gc_stress {
        heap.stress.collect_every = n;
    }
    let machine_code = eyas::MachineCode {
        threshold: options.hot,
        code_size: options.code_cache,
        schedule_seed: options.sched_seed,
        switch_every: options.switch_every.unwrap_or(0),
        perf_map: options.perf_map,
        jitdump: options.jitdump,
        gdb: options.gdb_jit,
        required: options.jit == Some(true),
        measured: options.jit_statistics,
    };
    Options {
        machine_code: options.jit.unwrap_or(true).then_some(machine_code),
        command_line: options.arguments.clone(),
        library_dirs_first: options.library_dirs_first.clone(),
        library_dirs_last: options.library_dirs_last.clone(),
        features: options.features.clone(),
        heap,
        stack: options.stack_limit,
    }
}

/// Prints to standard output, minding that it may be closed.
fn done_printing(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(74),
    }
}

fn done(ended: &Ended) -> ExitCode {
    // Nothing is left to tell if standard error is closed, too.
    let _ = std::io::stderr().write_all(ended.message.as_bytes());
    ExitCode::from(ended.exit_code as u8)
}
