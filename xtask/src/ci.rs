//! `ci`: all that must hold before a change lands.
//!
//! Every step runs even when an earlier one failed, so that one round shows everything; the order
//! is cheapest first. The last steps run the tests twice: with debug assertions and verifiers, and
//! the language tests again in the release build that users get, since code paths differ (tail
//! calls, inlining).

use crate::{fuzz, tidy, tree};
use std::time::Instant;

/// A step: a name and the arguments given to cargo.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
}

const LINTS: [Step; 2] = [
    Step {
        name: "format",
        arguments: &["fmt", "--all", "--check"],
    },
    Step {
        name: "lints",
        arguments: &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    },
];

const TESTS: Step = Step {
    name: "tests",
    arguments: &["test", "--workspace", "--no-fail-fast"],
};

/// The build without machine code, which other processors have. Its only mode is the interpreter's.
const INTERPRETED_TESTS: Step = Step {
    name: "no jit",
    arguments: &[
        "test",
        "--package",
        "eyas",
        "--no-default-features",
        "--no-fail-fast",
        "--",
        "normal",
    ],
};

const RELEASE_TESTS: Step = Step {
    name: "release tests",
    arguments: &[
        "test",
        "--release",
        "--package",
        "eyas",
        "--test",
        "*",
        "--no-fail-fast",
    ],
};

/// Runs all steps and prints a summary with times.
///
/// # Errors
/// Names the steps that failed.
pub(crate) fn run() -> Result<(), String> {
    let mut outcomes: Vec<(&str, bool, f64)> = Vec::new();
    for step in &LINTS {
        outcomes.push(run_step(step));
    }
    println!("\n== tidy");
    let start = Instant::now();
    let tidy = tidy::run();
    if let Err(message) = &tidy {
        eprintln!("{message}");
    }
    outcomes.push(("tidy", tidy.is_ok(), start.elapsed().as_secs_f64()));
    // Before the others, which put back the binary with machine code that the fuzzer takes.
    outcomes.push(run_step(&INTERPRETED_TESTS));
    outcomes.push(run_step(&TESTS));
    println!("\n== fuzz: random programs, the same in all tiers");
    let start = Instant::now();
    let fuzzed = fuzz_slice();
    if let Err(message) = &fuzzed {
        eprintln!("{message}");
    }
    outcomes.push(("fuzz", fuzzed.is_ok(), start.elapsed().as_secs_f64()));
    if tree::root().join("crates/eyas/tests").is_dir() {
        outcomes.push(run_step(&RELEASE_TESTS));
    }

    println!("\n== summary");
    for (name, passed, seconds) in &outcomes {
        println!(
            "{:<14} {} {seconds:8.1} s",
            name,
            if *passed { "ok    " } else { "FAILED" }
        );
    }
    let failed: Vec<&str> = outcomes
        .iter()
        .filter(|outcome| !outcome.1)
        .map(|outcome| outcome.0)
        .collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("failed: {}", failed.join(", ")))
    }
}

/// A few random programs, always the same first ones, with the build that the tests have made.
fn fuzz_slice() -> Result<(), String> {
    let eyas = tree::target().join("debug/eyas");
    let eyas = eyas.display().to_string();
    let arguments = [
        "--seed", "1", "--count", "300", "--time", "20", "--eyas", &eyas,
    ];
    fuzz::run(&arguments.map(String::from))
}

fn run_step(step: &Step) -> (&'static str, bool, f64) {
    println!("\n== {}: cargo {}", step.name, step.arguments.join(" "));
    let start = Instant::now();
    let passed = match tree::cargo().args(step.arguments).status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("cargo: {error}");
            false
        }
    };
    (step.name, passed, start.elapsed().as_secs_f64())
}
