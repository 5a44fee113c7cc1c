//! `bench`: runs `benches/*.scm` in Eyas and in other systems and compares.
//!
//! Each run is a process of its own. The figure is CPU time, user and system, best of several runs,
//! less what the same system takes for an empty program; other work on the machine then disturbs
//! little, and a system's start-up (measured apart, by `--startup`) does not blur its speed.
//! Systems that compile do so beforehand. A result counts only when the program printed that it is
//! right.

mod options;
mod peer;
mod process;
mod program;
mod startup;
mod table;

use options::Options;
use peer::{Peer, Workplace};
use process::Usage;
use program::Program;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A program that took this long is not run again: the noise is small beside it, and patience is
/// not endless.
const LONG_ENOUGH: Duration = Duration::from_secs(20);

/// What became of one program in one system.
pub(crate) enum Outcome {
    /// The best run, start-up taken off its CPU time.
    Done(Usage),
    /// Why there is no figure, in a few words.
    Failed(String),
}

/// Runs the task with the command line after `bench`.
///
/// # Errors
/// Wrong options, no Eyas to run, or Eyas failed on a program.
pub(crate) fn run(arguments: Vec<String>) -> Result<(), String> {
    let Some(options) = options::parse(arguments)? else {
        print!("{}", options::HELP);
        return Ok(());
    };
    let programs = program::load(&options.only)?;
    if options.list {
        for program in &programs {
            println!("{:<10} {}", program.group, program.name);
        }
        return Ok(());
    }
    let peers = find_peers(&options)?;
    let workplace = Workplace::create()?;
    if options.startup {
        return startup::run(&peers, &workplace, &programs);
    }
    let empties: Vec<f64> = peers
        .iter()
        .map(|peer| measure(peer, &workplace, &Program::empty(), &options, 0.0))
        .map(|outcome| match outcome {
            Outcome::Done(usage) => Ok(usage.cpu),
            Outcome::Failed(why) => Err(format!("the empty program: {why}")),
        })
        .collect::<Result<_, _>>()?;

    let mut rows = Vec::new();
    for program in &programs {
        eprint!("{:<16}", program.name);
        let mut outcomes = Vec::new();
        for (peer, &empty) in peers.iter().zip(&empties) {
            let outcome = measure(peer, &workplace, program, &options, empty);
            match &outcome {
                Outcome::Done(usage) => eprint!(" {} {:.3}", peer.name, usage.cpu),
                Outcome::Failed(why) => eprint!(" {} {why}", peer.name),
            }
            outcomes.push(outcome);
        }
        eprintln!();
        rows.push((program, outcomes));
    }
    table::print(&peers, &rows, &empties);

    let subject_failures = rows
        .iter()
        .filter(|row| matches!(row.1[0], Outcome::Failed(_)))
        .count();
    match subject_failures {
        0 => Ok(()),
        count => Err(format!("{} failed on {count} programs", peers[0].name)),
    }
}

/// The systems to run: Eyas first (unless it is left out), then the peers that are installed.
fn find_peers(options: &Options) -> Result<Vec<Peer>, String> {
    let mut peers = Vec::new();
    if !options.without_eyas {
        let program = match &options.eyas {
            Some(path) => std::path::absolute(path).map_err(|error| error.to_string())?,
            None => build_eyas()?,
        };
        peers.push(Peer::eyas(program, options.eyas_arguments.clone()));
    }
    for name in &options.against {
        match Peer::find(name)? {
            Some(peer) => peers.push(peer),
            None => println!("{name} is not installed: left out"),
        }
    }
    if peers.is_empty() {
        Err("nothing to run".into())
    } else {
        Ok(peers)
    }
}

fn build_eyas() -> Result<PathBuf, String> {
    let status = crate::tree::cargo()
        .args(["build", "--release", "--package", "eyas"])
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Err("eyas does not build".into());
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    let binary = crate::tree::root().join(target).join("release/eyas");
    if binary.is_file() {
        Ok(binary)
    } else {
        Err(format!("no {}", binary.display()))
    }
}

/// Compiles and runs one program in one system, as often as asked, and keeps the best.
fn measure(
    peer: &Peer,
    workplace: &Workplace,
    program: &Program,
    options: &Options,
    empty: f64,
) -> Outcome {
    let mut command = match peer.prepare(workplace, program) {
        Ok(command) => command,
        Err(why) => return Outcome::Failed(why),
    };
    let limit = Duration::from_secs(options.time_limit);
    let start = Instant::now();
    let mut best: Option<Usage> = None;
    for _ in 0..options.runs {
        let finished = match process::run(&mut command, &workplace.folder(peer), limit) {
            Ok(finished) => finished,
            Err(why) => return Outcome::Failed(why),
        };
        if finished.output.trim_end() != program.expected_output() {
            return Outcome::Failed(finished.complaint());
        }
        if best.is_none_or(|best| finished.usage.cpu < best.cpu) {
            best = Some(finished.usage);
        }
        if start.elapsed() > LONG_ENOUGH {
            break;
        }
    }
    match best {
        Some(usage) => Outcome::Done(Usage {
            cpu: (usage.cpu - empty).max(0.001),
            ..usage
        }),
        None => Outcome::Failed("no runs".into()),
    }
}

#[cfg(test)]
mod tests;
