//! The project's tasks, run as `cargo xtask TASK`.
//!
//! Everything a contributor or the CI does beyond `cargo build` and `cargo test` is here, in Rust,
//! so that no shell, Python or make is needed. This crate depends on no other crate of the
//! workspace: it must build and judge the tree also when the rest does not compile.

mod bench;
mod bless;
mod ci;
mod fuzz;
mod rust_text;
mod tidy;
mod tree;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask TASK

  ci            all that must hold before a change lands: format, lints, tidy, tests
  tidy          the rules of CONTRIBUTING.md that a program can check
  bless [TEXT]  rewrite the expectations of the language tests (those whose name has TEXT)
  bench         run benches/*.scm, compare with other systems; `cargo xtask bench --help`
  fuzz          run random programs in all tiers, which must agree; `cargo xtask fuzz --help`
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match task.as_str() {
        "ci" => ci::run(),
        "tidy" => tidy::run(),
        "bless" => bless::run(&rest),
        "bench" => bench::run(rest),
        "fuzz" => fuzz::run(&rest),
        "" | "help" | "-h" | "--help" => {
            print!("{HELP}");
            Ok(())
        }
        unknown => Err(format!("no task `{unknown}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
