//! `fuzz`: random programs, which must do the same in every tier.
//!
//! A program is its seed. Each is run interpreted and in several ways with machine code ([`judge::WAYS`]); what it
//! prints, what it complains about and how it ends must agree. A program on which the ways differ is made small and
//! written out. With `--chez` only programs whose result the report defines are made, and Chez Scheme must agree, too.
//! (After Yang and others, "Finding and understanding bugs in C compilers", 2011.)

mod generate;
mod grammar;
mod judge;
mod node;
mod random;
mod shrink;

#[cfg(test)]
mod tests;

use crate::tree;
use judge::{Judge, Outcome, TIMEOUT, WAYS};
use lexopt::prelude::*;
use node::Node;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const HELP: &str = "\
cargo xtask fuzz [OPTIONS]

  --seed N       number of the first program [1]
  --count N      how many programs [1000]
  --time SECS    stop after this long
  --eyas PATH    this binary instead of building the release
  --chez PATH    compare with Chez Scheme, too; only programs whose result is defined
  --show         print the program of --seed, and what it does, instead of comparing
";

/// Attempts to make a program smaller.
const TRIES: usize = 1500;
/// The most time for that.
const SHRINK_TIME: Duration = Duration::from_secs(60);
/// So many programs that fail are enough.
const FAILURES_MAX: usize = 10;

struct Options {
    seed: u64,
    count: u64,
    time: Option<Duration>,
    eyas: Option<PathBuf>,
    chez: Option<PathBuf>,
    show: bool,
}

fn parse(arguments: &[String]) -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options {
        seed: 1,
        count: 1000,
        time: None,
        eyas: None,
        chez: None,
        show: false,
    };
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("seed") => options.seed = parser.value()?.parse()?,
            Long("count") => options.count = parser.value()?.parse()?,
            Long("time") => options.time = Some(Duration::from_secs(parser.value()?.parse()?)),
            Long("eyas") => options.eyas = Some(parser.value()?.into()),
            Long("chez") => options.chez = Some(parser.value()?.into()),
            Long("show") => options.show = true,
            Long("help") | Short('h') => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(options))
}

/// Runs the task.
///
/// # Errors
/// If programs failed, or something is in the way.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let Some(options) = parse(arguments).map_err(|error| format!("{error}\n\n{HELP}"))? else {
        print!("{HELP}");
        return Ok(());
    };
    let eyas = match &options.eyas {
        Some(path) => fs::canonicalize(path).map_err(|e| format!("{}: {e}", path.display()))?,
        None => build()?,
    };
    let folder = tree::root()
        .join("target/fuzz")
        .join(std::process::id().to_string());
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let judge = Judge {
        eyas,
        chez: options.chez.clone(),
        folder: folder.clone(),
        time_limit: Duration::from_secs(10),
    };
    let result = if options.show {
        show(&judge, &options)
    } else {
        all(&judge, &options)
    };
    // What a failed program needs is beside the folder.
    let _ = fs::remove_dir_all(&folder);
    result
}

fn build() -> Result<PathBuf, String> {
    let status = tree::cargo()
        .args(["build", "--release", "--package", "eyas"])
        .status();
    match status {
        Ok(status) if status.success() => Ok(tree::target().join("release/eyas")),
        Ok(_) => Err("the build failed".into()),
        Err(error) => Err(format!("cargo: {error}")),
    }
}

fn show(judge: &Judge, options: &Options) -> Result<(), String> {
    let is_pure = options.chez.is_some();
    let text = generate::text(&generate::program(options.seed, is_pure), is_pure);
    println!("{text}");
    let outcome = judge.run(&text, options.seed, WAYS[0])?;
    print!("{}{}", outcome.output, outcome.error);
    println!("exit {}", outcome.end);
    Ok(())
}

fn all(judge: &Judge, options: &Options) -> Result<(), String> {
    let start = Instant::now();
    let is_pure = options.chez.is_some();
    let [mut done, mut slow, mut failed] = [0, 0, 0];
    for seed in options.seed..options.seed.saturating_add(options.count) {
        if options.time.is_some_and(|time| start.elapsed() > time) || failed == FAILURES_MAX {
            break;
        }
        let forms = generate::program(seed, is_pure);
        match judge_one(judge, seed, &forms, is_pure)? {
            Verdict::Agree => done += 1,
            Verdict::Slow => slow += 1,
            Verdict::Differ(way) => {
                failed += 1;
                report(judge, seed, forms, is_pure, way)?;
            }
        }
    }
    println!(
        "fuzz: {done} programs agree, {failed} do not, {slow} took too long; {:.1} s",
        start.elapsed().as_secs_f64()
    );
    if failed > 0 {
        return Err(format!("{failed} programs do not do the same in all ways"));
    }
    Ok(())
}

enum Verdict {
    Agree,
    Slow,
    /// This way does something else than the first.
    Differ(&'static str),
}

/// Stands for Chez Scheme among the ways.
const CHEZ: &str = "Chez Scheme";

fn judge_one(judge: &Judge, seed: u64, forms: &[Node], is_pure: bool) -> Result<Verdict, String> {
    let text = generate::text(forms, is_pure);
    let expected = judge.run(&text, seed, WAYS[0])?;
    if expected.end == TIMEOUT {
        return Ok(Verdict::Slow);
    }
    for &way in &WAYS[1..] {
        let got = judge.run(&text, seed, way)?;
        if got.end == TIMEOUT && way.contains("stress") {
            return Ok(Verdict::Slow);
        }
        if got != expected {
            return Ok(Verdict::Differ(way));
        }
    }
    if chez(judge, forms, &expected)?.is_some() {
        return Ok(Verdict::Differ(CHEZ));
    }
    Ok(Verdict::Agree)
}

/// What Chez Scheme does, if it is to be asked and does something else.
fn chez(judge: &Judge, forms: &[Node], expected: &Outcome) -> Result<Option<Outcome>, String> {
    let Some(path) = &judge.chez else {
        return Ok(None);
    };
    if expected.end != "0" || !expected.error.is_empty() {
        // A program that is wrong as a whole; errors in its parts are caught and shown.
        return Ok(None);
    }
    if expected.output.contains("#<") {
        // Each system shows procedures, records and the like in its own way.
        return Ok(None);
    }
    let got = judge.run_chez(path, &generate::text_for_chez(forms))?;
    if got.error.contains("invalid syntax") {
        // R6RS is stricter: `(guard (e) 0)`, `(define v)`.
        return Ok(None);
    }
    // It shows the precision of denormal numbers after a bar.
    let differs =
        plain_numbers(&got.output) != plain_numbers(&expected.output) && !got.output.contains('|');
    Ok((differs && got.end != TIMEOUT).then_some(got))
}

/// The text with all decimal numbers in one notation.
fn plain_numbers(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        let bytes = rest.as_bytes();
        let is_part = |i: usize| {
            bytes[i].is_ascii_digit()
                || bytes[i] == b'.'
                || (bytes[i] == b'e'
                    && bytes
                        .get(i + 1)
                        .is_some_and(|b| *b == b'-' || b.is_ascii_digit()))
                || (bytes[i] == b'-' && i > 0 && bytes[i - 1] == b'e')
        };
        let end = (0..bytes.len())
            .find(|&i| !is_part(i))
            .unwrap_or(bytes.len());
        let number = &rest[..end];
        match number.parse::<f64>() {
            Ok(n) if number.contains(['.', 'e']) => plain.push_str(&format!("{n:e}")),
            _ => plain.push_str(number),
        }
        rest = &rest[end..];
    }
    plain + rest
}

fn report(
    judge: &Judge,
    seed: u64,
    forms: Vec<Node>,
    is_pure: bool,
    way: &'static str,
) -> Result<(), String> {
    println!("seed {seed}: {} and {} differ", WAYS[0], way);
    let start = Instant::now();
    let still_fails = |forms: &[Node]| {
        if start.elapsed() > SHRINK_TIME {
            return false;
        }
        let text = generate::text(forms, is_pure);
        let Ok(expected) = judge.run(&text, seed, WAYS[0]) else {
            return false;
        };
        if expected.end == TIMEOUT {
            return false;
        }
        if way == CHEZ {
            return matches!(chez(judge, forms, &expected), Ok(Some(_)));
        }
        judge.run(&text, seed, way).is_ok_and(|got| got != expected)
    };
    let small = shrink::shrink(forms, TRIES, still_fails);
    let text = generate::text(&small, is_pure);
    let path = tree::root().join(format!("target/fuzz/seed-{seed}.scm"));
    fs::write(&path, &text).map_err(|e| format!("{}: {e}", path.display()))?;
    let expected = judge.run(&text, seed, WAYS[0])?;
    let got = match &judge.chez {
        Some(path) if way == CHEZ => judge.run_chez(path, &generate::text_for_chez(&small))?,
        _ => judge.run(&text, seed, way)?,
    };
    println!("{}", path.display());
    for form in &small {
        println!("{form}");
    }
    for (name, outcome) in [(WAYS[0], &expected), (way, &got)] {
        println!("-- {name}: exit {}", outcome.end);
        print!("{}{}", outcome.output, outcome.error);
    }
    Ok(())
}
