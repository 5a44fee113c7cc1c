//! `bench --startup`: how long until a program starts, in what memory, and how fast the compiler
//! is.
//!
//! Wall time counts here, since that is what a user waits; the least and the middle of twenty runs
//! are given. For compile speed the benchmark programs are put together, many times over and each
//! as a procedure that is never called, into one large program of ordinary code. What machine code
//! costs is told by programs that run with all of it compiled at the first call.

use super::peer::{Peer, Workplace};
use super::process::{self, Usage};
use super::program::Program;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const RUNS: usize = 20;
const LIMIT: Duration = Duration::from_secs(120);
const LARGE_LINES: usize = 50_000;
/// The programs whose machine code is measured: they have most procedures.
const COMPILED_GROUP: &str = "symbolic";
const COMPILATIONS: usize = 3;

/// Measures start-up of every system, and Eyas's compile speed.
///
/// # Errors
/// A system that does not run the empty program.
pub(super) fn run(
    peers: &[Peer],
    workplace: &Workplace,
    programs: &[Program],
) -> Result<(), String> {
    println!("| start | least wall ms | middle wall ms | least CPU ms | MiB |");
    println!("|---|---:|---:|---:|---:|");
    let empty = Program::empty();
    for peer in peers {
        let mut hello = peer.prepare(workplace, &empty)?;
        let usages = repeat(&mut hello, &workplace.folder(peer))?;
        row(&format!("{} on a file", peer.name), &usages);
        if peer.is_eyas() {
            let mut expression = Command::new(hello.get_program());
            expression.args(["-e", "1"]);
            row(
                "eyas -e 1",
                &repeat(&mut expression, &workplace.folder(peer))?,
            );
        }
    }
    let Some(eyas) = peers.iter().find(|peer| peer.is_eyas()) else {
        return Ok(());
    };
    let base = least(&repeat(
        &mut eyas.prepare(workplace, &empty)?,
        &workplace.folder(eyas),
    )?);
    let large = large_program(programs);
    let lines = large.text.lines().count();
    let mut command = eyas.prepare(workplace, &large)?;
    let finished = process::run(&mut command, &workplace.folder(eyas), LIMIT)?;
    if finished.output.trim_end() != large.expected_output() {
        return Err(format!("the large program: {}", finished.complaint()));
    }
    let seconds = (finished.usage.cpu - base.cpu).max(1e-6);
    println!();
    println!(
        "Compile speed: {lines} lines in {seconds:.3} s of CPU time, {:.0} lines/s, {:.0} MiB.",
        lines as f64 / seconds,
        finished.usage.memory
    );
    println!();
    for program in programs.iter().filter(|p| p.group == COMPILED_GROUP) {
        let plain = eyas.prepare(workplace, program)?;
        let mut command = Command::new(plain.get_program());
        command
            .args(["--hot", "1", "--jit-statistics"])
            .args(plain.get_args());
        let told = cheapest_compilation(&mut command, &workplace.folder(eyas))?;
        println!("{}: {told}", program.name);
    }
    Ok(())
}

/// What `--jit-statistics` tells, in the run in which compiling took least.
fn cheapest_compilation(command: &mut Command, folder: &Path) -> Result<String, String> {
    let mut best: Option<(f64, String)> = None;
    for _ in 0..COMPILATIONS {
        let finished = process::run(command, folder, LIMIT)?;
        let line = finished
            .errors()
            .lines()
            .find(|l| l.starts_with("machine code:"));
        let line = line.ok_or_else(|| finished.complaint())?;
        let ns = line
            .split_once(" bytes each), in ")
            .and_then(|(_, rest)| rest.split(' ').next());
        let ns: f64 = ns.and_then(|n| n.parse().ok()).ok_or(line)?;
        if best.as_ref().is_none_or(|(least, _)| ns < *least) {
            best = Some((ns, line.to_string()));
        }
    }
    best.map(|(_, line)| line).ok_or_else(String::new)
}

fn repeat(command: &mut Command, folder: &Path) -> Result<Vec<Usage>, String> {
    let mut usages = Vec::new();
    for _ in 0..RUNS {
        let finished = process::run(command, folder, LIMIT)?;
        if !finished.succeeded() {
            return Err(finished.complaint());
        }
        usages.push(finished.usage);
    }
    usages.sort_by(|a, b| a.wall.total_cmp(&b.wall));
    Ok(usages)
}

fn least(usages: &[Usage]) -> Usage {
    let by = |of: fn(&Usage) -> f64| usages.iter().map(of).fold(f64::INFINITY, f64::min);
    Usage {
        cpu: by(|u| u.cpu),
        wall: by(|u| u.wall),
        memory: by(|u| u.memory),
    }
}

fn row(name: &str, usages: &[Usage]) {
    let least = least(usages);
    let middle = usages[usages.len() / 2].wall;
    println!(
        "| {name} | {:.1} | {:.1} | {:.1} | {:.1} |",
        least.wall * 1e3,
        middle * 1e3,
        least.cpu * 1e3,
        least.memory
    );
}

/// Copies of all programs, each a procedure's body, up to at least `LARGE_LINES` lines.
pub(super) fn large_program(programs: &[Program]) -> Program {
    let mut text = String::new();
    let mut names = String::new();
    let mut lines = 0;
    let mut copies = 0;
    while lines < LARGE_LINES && !programs.is_empty() {
        let program = &programs[copies % programs.len()];
        copies += 1;
        text.push_str(&format!("(define (program-{copies})\n{})\n", program.text));
        names.push_str(&format!("\n  program-{copies}"));
        lines += program.text.lines().count() + 2;
    }
    text.push_str(&format!("(define all-programs (list{names}))\n"));
    text.push_str(&format!("(check 'large (length all-programs) {copies})\n"));
    Program {
        name: "large".into(),
        group: String::new(),
        text,
    }
}
