//! Tests of the runner's parts that need no other system.

use super::program::Program;
use super::{options, process, startup, table};
use std::process::Command;
use std::time::Duration;

#[test]
fn options_are_read() {
    let arguments = [
        "--against",
        "chez,guile",
        "--runs",
        "5",
        "--only",
        "fib",
        "--",
        "--no-jit",
    ];
    let options = options::parse(arguments.map(String::from).to_vec())
        .unwrap()
        .unwrap();
    assert_eq!(options.against, ["chez", "guile"]);
    assert_eq!((options.runs, options.only), (5, vec!["fib".to_string()]));
    assert_eq!(options.eyas_arguments, ["--no-jit"]);
    assert!(options::parse(vec!["--runs".into(), "0".into()]).is_err());
}

#[test]
fn a_process_is_measured_and_limited() {
    let folder = std::env::temp_dir().join(format!("eyas-xtask-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let long = Duration::from_secs(20);
    let done = process::run(Command::new("echo").arg("hi"), &folder, long).unwrap();
    assert!(done.succeeded() && done.output == "hi\n" && done.usage.memory > 0.1);
    let failed = process::run(&mut Command::new("false"), &folder, long).unwrap();
    assert_eq!(failed.complaint(), "exit code 1");
    let short = Duration::from_millis(50);
    assert!(process::run(Command::new("sleep").arg("10"), &folder, short).is_err());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn means_are_geometric() {
    assert!((table::geometric_mean(&[0.5, 2.0]).unwrap() - 1.0).abs() < 1e-12);
    assert!(table::geometric_mean(&[]).is_none());
}

#[test]
fn the_large_program_is_large() {
    let text = "(define (f) 1)\n(check 'f (f) 1)\n".to_string();
    let program = Program {
        name: "f".into(),
        group: "calls".into(),
        text,
    };
    let large = startup::large_program(&[program]);
    assert!(large.text.lines().count() >= 50_000);
    assert_eq!(large.expected_output(), "ok large");
}
