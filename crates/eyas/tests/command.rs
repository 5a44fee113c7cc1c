//! The command as a user meets it: options, exit codes, pipes, full disks, signals.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// What a run of the command yields.
struct Ran {
    code: Option<i32>,
    output: String,
    error: String,
}

fn eyas(arguments: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_eyas"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("eyas starts");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    // A program that does not read its input closes the pipe.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    ran(&child.wait_with_output().expect("eyas ends"))
}

fn ran(output: &Output) -> Ran {
    Ran {
        code: output.status.code(),
        output: String::from_utf8_lossy(&output.stdout).into_owned(),
        error: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A program in a file of its own.
fn program(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("eyas-{}-{name}.scm", std::process::id()));
    std::fs::write(&path, text).expect("the temporary directory can be written");
    path
}

const MANY_LINES: &str = "(import (scheme base) (scheme write))
(let loop ((i 0)) (if (< i 100000) (begin (display i) (newline) (loop (+ i 1)))))";

#[test]
fn help_and_version_go_to_standard_output() {
    let help = eyas(&["--help"], "");
    assert_eq!(help.code, Some(0));
    for option in [
        "-e",
        "-I",
        "-A",
        "-D",
        "--heap",
        "--nursery",
        "--stack-limit",
        "--dump",
        "--sched-seed",
        "--jitdump",
        "disasm",
    ] {
        assert!(help.output.contains(option), "{option} is not in the help");
    }
    assert!(eyas(&["--version"], "").output.starts_with("Eyas "));
}

#[test]
fn expressions_print_their_values() {
    let ran = eyas(&["-e", "(+ 1 2)", "-e", "(list 1 \"a\" #\\b)"], "");
    assert_eq!(
        (ran.code, ran.output.as_str()),
        (Some(0), "3\n(1 \"a\" #\\b)\n")
    );
}

#[test]
fn a_program_may_come_from_standard_input() {
    let ran = eyas(&[], "(display (+ 20 1)) (newline) (exit 7)");
    assert_eq!((ran.code, ran.output.as_str()), (Some(7), "21\n"));
}

#[test]
fn wrong_usage_is_told_on_standard_error() {
    let ran = eyas(&["--frobnicate"], "");
    assert_eq!(ran.code, Some(64));
    assert!(ran.error.contains("--frobnicate") && ran.output.is_empty());
    let ran = eyas(&["no-such-file.scm"], "");
    assert_eq!(ran.code, Some(66));
    assert!(ran.error.contains("no-such-file.scm"));
    assert_eq!(eyas(&["--heap", "lots", "-e", "1"], "").code, Some(64));
    assert_eq!(eyas(&["--dump=nothing", "-e", "1"], "").code, Some(64));
}

#[test]
fn the_command_line_and_features_reach_the_program() {
    let path = program(
        "arguments",
        "(import (scheme base) (scheme write) (scheme process-context))
         (write (cdr (command-line)))
         (write (cond-expand (hawkish 'yes) (else 'no)))",
    );
    let ran = eyas(
        &["-D", "hawkish", &path.to_string_lossy(), "a", "-e", "b c"],
        "",
    );
    assert_eq!(ran.output, "(\"a\" \"-e\" \"b c\")yes");
}

#[test]
fn an_uncaught_error_flushes_first_and_shows_the_place() {
    let path = program(
        "error",
        "(display \"before\")\n(define (f x) (+ 1 (car x)))\n(f 5)\n",
    );
    let ran = eyas(&[&path.to_string_lossy()], "");
    assert_eq!((ran.code, ran.output.as_str()), (Some(70), "before"));
    assert!(
        ran.error.contains("car: expected a pair: 5"),
        "{}",
        ran.error
    );
    assert!(ran.error.contains(":2:25"), "{}", ran.error);
    assert!(
        ran.error.contains("(define (f x) (+ 1 (car x)))"),
        "{}",
        ran.error
    );
}

#[test]
fn every_dump_prints_something() {
    let help = eyas(&["--dump=help"], "").output;
    let names: Vec<&str> = help
        .trim()
        .rsplit(": ")
        .next()
        .expect("a list")
        .split(", ")
        .collect();
    assert!(names.len() > 8, "{help}");
    for name in names {
        let option = format!("--dump={name}");
        let ran = eyas(
            &[&option, "-e", "(define (f x) (if (pair? x) (car x) 0))"],
            "",
        );
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.error);
        assert!(ran.output.contains('f'), "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_even_at_the_last_flush() {
    for text in [MANY_LINES, "(display \"little\")"] {
        let path = program("full", text);
        let full = OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("/dev/full");
        let output = Command::new(env!("CARGO_BIN_EXE_eyas"))
            .arg(&path)
            .stdin(Stdio::null())
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .expect("eyas runs");
        let ran = ran(&output);
        assert!(
            ran.code.is_some_and(|code| code != 0),
            "exit code {:?}",
            ran.code
        );
        assert!(ran.error.contains("No space left"), "{}", ran.error);
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let path = program("pipe", MANY_LINES);
    let mut child = Command::new(env!("CARGO_BIN_EXE_eyas"))
        .arg(&path)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("eyas starts");
    drop(child.stdout.take());
    let ran = ran(&child.wait_with_output().expect("eyas ends"));
    assert_eq!((ran.code, ran.error.as_str()), (Some(141), ""));
}

#[test]
fn ports_left_open_are_flushed_at_the_end_at_exit_and_on_errors() {
    for (i, end) in ["", "(exit 3)", "(car 5)"].iter().enumerate() {
        let file = std::env::temp_dir().join(format!("eyas-{}-left-{i}", std::process::id()));
        let text = format!(
            "(import (scheme base) (scheme file) (scheme process-context))
             (define port (open-output-file {:?}))
             (write-string (make-string 3000 #\\a) port)
             {end}",
            file.display().to_string()
        );
        eyas(&[&program("left", &text).to_string_lossy()], "");
        let mut content = String::new();
        std::fs::File::open(&file)
            .and_then(|mut file| file.read_to_string(&mut content))
            .expect("the program made the file");
        assert_eq!(content.len(), 3000, "{end}");
    }
}

/// Runs a program that writes `begun ` and never ends, and asks it to end.
#[cfg(unix)]
fn interrupted(name: &str, text: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_eyas"))
        .arg(program(name, text))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("eyas starts");
    let mut begun = [0; 6];
    child
        .stdout
        .as_mut()
        .expect("piped")
        .read_exact(&mut begun)
        .expect("the program begins");
    std::thread::sleep(Duration::from_millis(100));
    let asked = Instant::now();
    let kill = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(kill.expect("kill runs").success());
    let ran = ran(&child.wait_with_output().expect("eyas ends"));
    assert!(
        asked.elapsed() < Duration::from_secs(5),
        "it took {:?}",
        asked.elapsed()
    );
    ran
}

#[cfg(unix)]
#[test]
fn an_interrupt_stops_a_hot_loop_and_runs_afters() {
    let ran = interrupted(
        "loop",
        "(import (scheme base) (scheme write))
         (display \"begun \")
         (flush-output-port)
         (dynamic-wind
           (lambda () #f)
           (lambda () (let loop () (loop)))
           (lambda () (display \"after\")))",
    );
    assert_eq!((ran.code, ran.output.as_str()), (Some(143), "after"));
}

#[cfg(unix)]
#[test]
fn an_interrupt_stops_a_program_that_handles_everything() {
    let ran = interrupted(
        "guarded",
        "(import (scheme base) (scheme write))
         (display \"begun \")
         (flush-output-port)
         (let loop ()
           (guard (e (#t (display \"handled\")))
             (let spin ((n 0)) (if (< n 100000000) (spin (+ n 1)))))
           (loop))",
    );
    assert_eq!((ran.code, ran.output.as_str()), (Some(143), ""));
}

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
#[test]
fn machine_code_is_shown_beside_bytecode_without_running() {
    let text = "(import (scheme base) (scheme write))
(define (f x) (case x ((1) 'a) ((2) 'b) ((3) 'c) ((4) 'd) (else (car x))))
(display (map f (list 1 2 f)))";
    let path = program("disasm", text);
    let path = path.to_str().expect("a name in UTF-8");
    let bytecode = eyas(&["disasm", path], "");
    assert_eq!(bytecode.code, Some(0), "{}", bytecode.error);
    assert!(bytecode.output.contains("(procedure \"f\" (exactly 1)"));
    let machine = eyas(&["disasm", "--machine", path], "");
    assert_eq!(machine.code, Some(0), "{}", machine.error);
    let lines: Vec<&str> = machine.output.lines().collect();
    let f = lines
        .iter()
        .position(|line| line.starts_with("(procedure \"f\""));
    let f = &lines[f.expect("f is shown")..];
    let first = |text: &str| f.iter().position(|line| line.contains(text));
    // In this order: the procedure, its instructions with their code, tables and cold code.
    let places = [
        "entry",
        "(switch r1",
        "(return",
        "table",
        "common to cold code: leave",
    ]
    .map(first);
    assert!(places.iter().all(Option::is_some), "{}", machine.output);
    assert!(places.is_sorted(), "{}", machine.output);
    assert!(
        f.iter()
            .any(|line| line.contains("jmp leave to the interpreter"))
    );
    assert!(!machine.output.contains("(bad)"), "{}", machine.output);
}

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
#[test]
fn profilers_and_debuggers_are_told() {
    let path = program(
        "told",
        "(import (scheme base)) (define (told n) (if (> n 0) (+ 1 (told (- n 1))) n)) (told 9)",
    );
    let folder = std::env::temp_dir().join(format!("eyas-{}-jitdump", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_eyas"))
        .args(["--hot", "1", "--jitdump", "--gdb-jit"])
        .arg(&path)
        .current_dir(&folder)
        .output()
        .expect("eyas runs");
    assert_eq!(ran(&output).code, Some(0));
    let files = std::fs::read_dir(&folder).expect("the folder");
    let dump = files.flatten().next().expect("a dump").path();
    let bytes = std::fs::read(dump).expect("readable");
    let _ = std::fs::remove_dir_all(&folder);
    let word = |at: usize| u32::from_ne_bytes(bytes[at..at + 4].try_into().expect("4 bytes"));
    assert_eq!((word(0), word(4), word(8)), (0x4A69_5444, 1, 40));
    // The records fill the file.
    let (mut at, mut records) = (40, 0);
    while at < bytes.len() {
        assert_eq!(word(at), 0);
        at += word(at + 4) as usize;
        records += 1;
    }
    assert_eq!(at, bytes.len());
    assert!(records >= 2, "{records}");
    let name = b"scheme:told\0";
    assert!(bytes.windows(name.len()).any(|window| window == name));
}

/// Named so that the run of the interpreter's tests in the build without machine code picks it.
#[cfg(not(feature = "jit"))]
#[test]
fn insisting_on_machine_code_normally_needs_a_build_that_has_it() {
    let ran = eyas(&["--jit", "-e", "1"], "");
    assert_eq!((ran.code, &*ran.output), (Some(71), ""));
    assert!(ran.error.contains("no machine code"), "{}", ran.error);
    assert_eq!(eyas(&["-e", "1"], "").output, "1\n");
}
