//! Runs every program under `tests/` and compares what it prints with what the file says it prints.
//!
//! A test is one file: the program, then sections that comments open:
//!
//! ```text
//! (display (+ 1 2))
//! ;--- output
//! ; 3
//! ```
//!
//! `;--- output` is standard output, `;--- error` standard error, `;--- exit N` the exit code (0 if absent).
//! Directives are comments at the start of a line, before the first section:
//!
//! - `;; options: -D foo` adds options to the command line,
//! - `;; arguments: a b` are the program's own,
//! - `;; input: text` is standard input (with `\n` for newlines),
//! - `;; modes: normal nursery` runs only in those and in the modes that are like them (heavy programs leave out
//!   `stress`).
//!
//! Each file runs in every mode of [`MODES`]: interpreted, with machine code from the first call, and with both mixed
//! by a seed, each also collecting at every allocation; with a 32 KiB nursery and a heap that is verified; with 64 KiB
//! of memory for machine code; with tiers that take turns at every n-th safepoint. A mode may change the speed of a
//! program, never its result. With `EYAS_BLESS=1` the sections are rewritten.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};

/// A way to run every program.
struct Mode {
    name: &'static str,
    /// The mode it is like: a program that leaves that one out leaves this one out, too.
    like: &'static str,
    options: &'static str,
}

/// The modes. All tiers and their mixtures run both calmly and with a collection at every allocation; the options that
/// only make trouble (little memory for code, tiers that take turns) ride along where nothing else is lost by it.
const MODES: &[Mode] = &[
    Mode {
        name: "normal",
        like: "normal",
        options: "--no-jit",
    },
    Mode {
        name: "stress",
        like: "stress",
        options: "--no-jit --nursery 32k --gc-stress 1",
    },
    Mode {
        name: "jit",
        like: "normal",
        options: "--jit --hot 1",
    },
    Mode {
        name: "jit-stress",
        like: "stress",
        options: "--jit --hot 1 --code-cache 64k --nursery 32k --gc-stress 1",
    },
    Mode {
        name: "mixed",
        like: "nursery",
        options: "--jit --sched-seed 1 --code-cache 64k --nursery 32k --gc-verify",
    },
    Mode {
        name: "mixed-stress",
        like: "stress",
        options: "--jit --sched-seed 2 --switch-every 7 --nursery 32k --gc-stress 1",
    },
    Mode {
        name: "switch",
        like: "nursery",
        options: "--jit --hot 1 --switch-every 3 --nursery 32k --gc-verify",
    },
];

/// Folders of `tests/` that hold programs.
const FOLDERS: &[&str] = &["language", "errors", "hostile", "r7rs", "programs", "srfi"];

/// A program that takes longer has hung. Collecting at every allocation in a debug build is slow.
const TIME_LIMIT: Duration = Duration::from_secs(120);

struct Case {
    program: String,
    options: Vec<String>,
    arguments: Vec<String>,
    input: String,
    modes: Vec<String>,
    expected: Outcome,
}

#[derive(Default, PartialEq)]
struct Outcome {
    output: String,
    error: String,
    exit: i32,
}

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    let bless = std::env::var_os("EYAS_BLESS").is_some();
    let mut trials = Vec::new();
    for folder in FOLDERS {
        let mut files = Vec::new();
        collect(&root.join(folder), &mut files);
        files.sort();
        for file in files {
            let name = file
                .strip_prefix(&root)
                .unwrap_or(&file)
                .display()
                .to_string();
            let case = match fs::read_to_string(&file) {
                Ok(text) => parse(&text),
                Err(e) => panic!("{name}: {e}"),
            };
            if bless {
                let file = file.clone();
                trials.push(Trial::test(name, move || bless_file(&file, &case)));
                continue;
            }
            let case = std::sync::Arc::new(case);
            for mode in MODES {
                let needs_machine_code = mode.options.contains("--jit");
                if needs_machine_code && !cfg!(feature = "jit") {
                    continue;
                }
                if !case.modes.iter().any(|m| m == mode.name || m == mode.like) {
                    continue;
                }
                let (case, file) = (case.clone(), file.clone());
                let options: Vec<&str> = mode.options.split(' ').collect();
                trials.push(Trial::test(format!("{name} [{}]", mode.name), move || {
                    check(&case, &run(&file, &case, &options)?)
                }));
            }
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "scm") {
            files.push(path);
        }
    }
}

fn parse(text: &str) -> Case {
    let mut case = Case {
        program: String::new(),
        options: Vec::new(),
        arguments: Vec::new(),
        input: String::new(),
        modes: MODES.iter().map(|m| m.name.to_string()).collect(),
        expected: Outcome::default(),
    };
    let words = |s: &str| s.split_whitespace().map(str::to_string).collect::<Vec<_>>();
    let mut section = "";
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix(";--- ") {
            section = match rest.split_whitespace().next() {
                Some("output") => "output",
                Some("error") => "error",
                Some("exit") => {
                    let code = rest.trim_start_matches("exit").trim();
                    case.expected.exit = code.parse().expect("exit takes a number");
                    "exit"
                }
                other => panic!("unknown section {other:?}"),
            };
            continue;
        }
        let body = line
            .strip_prefix("; ")
            .unwrap_or(line.strip_prefix(';').unwrap_or(line));
        match section {
            "" => {
                case.program.push_str(line);
                case.program.push('\n');
                if let Some(rest) = line.strip_prefix(";; options:") {
                    case.options = words(rest);
                } else if let Some(rest) = line.strip_prefix(";; arguments:") {
                    case.arguments = words(rest);
                } else if let Some(rest) = line.strip_prefix(";; input:") {
                    case.input = rest.trim_start().replace("\\n", "\n");
                } else if let Some(rest) = line.strip_prefix(";; modes:") {
                    case.modes = words(rest);
                }
            }
            "output" => writeln!(case.expected.output, "{body}").unwrap_or(()),
            "error" => writeln!(case.expected.error, "{body}").unwrap_or(()),
            _ => {}
        }
    }
    case
}

fn run(file: &Path, case: &Case, mode_options: &[&str]) -> Result<Outcome, Failed> {
    let folder = file.parent().ok_or("a file has a folder")?;
    let scratch = std::env::temp_dir();
    let mut child = Command::new(env!("CARGO_BIN_EXE_eyas"))
        .args(mode_options)
        .args(&case.options)
        .arg("-A")
        .arg(folder)
        .arg(file)
        .args(&case.arguments)
        .env("EYAS_TEST_TMP", &scratch)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("cannot start eyas: {e}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that reads nothing closes the pipe; that is its right.
        let _ = stdin.write_all(case.input.as_bytes());
    }
    let mut stdout = child.stdout.take().ok_or("stdout is piped")?;
    let mut stderr = child.stderr.take().ok_or("stderr is piped")?;
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        let _ = stdout.read_to_end(&mut text);
        text
    });
    let error_reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        let _ = stderr.read_to_end(&mut text);
        text
    });
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            break status;
        }
        if start.elapsed() > TIME_LIMIT {
            let _ = child.kill();
            return Err("took too long".into());
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let output = reader.join().map_err(|_| "reading failed")?;
    let error = error_reader.join().map_err(|_| "reading failed")?;
    let path = file.display().to_string();
    let name = file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let beside = format!("{}/", folder.display());
    let text = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes)
            .replace(&path, &name)
            .replace(&beside, "")
    };
    let exit = match status.code() {
        Some(code) => code,
        None => return Err(format!("died: {status}\n{}", text(&error)).into()),
    };
    Ok(Outcome {
        output: text(&output),
        error: text(&error),
        exit,
    })
}

fn same_text(a: &str, b: &str) -> bool {
    a.trim_end_matches('\n') == b.trim_end_matches('\n')
}

fn check(case: &Case, got: &Outcome) -> Result<(), Failed> {
    let expected = &case.expected;
    if same_text(&got.output, &expected.output)
        && same_text(&got.error, &expected.error)
        && got.exit == expected.exit
    {
        return Ok(());
    }
    Err(format!(
        "expected exit {} and output:\n{}\nerror:\n{}\ngot exit {} and output:\n{}\nerror:\n{}",
        expected.exit, expected.output, expected.error, got.exit, got.output, got.error
    )
    .into())
}

fn bless_file(file: &Path, case: &Case) -> Result<(), Failed> {
    let got = run(file, case, &[])?;
    let mut text = case.program.trim_end().to_string();
    text.push('\n');
    for (title, body) in [("output", &got.output), ("error", &got.error)] {
        if !body.is_empty() {
            let _ = writeln!(text, ";--- {title}");
            for line in body.trim_end_matches('\n').split('\n') {
                let _ = writeln!(text, "{}", format!("; {line}").trim_end());
            }
        }
    }
    if got.exit != 0 {
        let _ = writeln!(text, ";--- exit {}", got.exit);
    }
    fs::write(file, text).map_err(|e| e.to_string().into())
}
