//! Source files that nobody would write: each ends with a result or a clear error, in bounded time and memory.
//!
//! The texts are generated, since some have millions of characters. The cases are those of Eyas's catalogue of
//! hostile input for the reader, the expander and the compiler.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Debug builds on a busy machine are slow; a hang is longer.
const TIME_LIMIT: Duration = Duration::from_secs(60);

struct Ran {
    code: i32,
    output: String,
    error: String,
}

fn run_bytes(name: &str, text: &[u8]) -> Ran {
    let path: PathBuf =
        std::env::temp_dir().join(format!("eyas-{}-source-{name}.scm", std::process::id()));
    std::fs::File::create(&path)
        .and_then(|mut file| file.write_all(text))
        .expect("the temporary directory can be written");
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_eyas"))
        .arg(&path)
        .stdin(Stdio::null())
        .output()
        .expect("eyas runs");
    assert!(
        start.elapsed() < TIME_LIMIT,
        "{name} took {:?}",
        start.elapsed()
    );
    let _ = std::fs::remove_file(&path);
    let code = output.status.code();
    Ran {
        code: code.unwrap_or_else(|| panic!("{name} died: {}", output.status)),
        output: String::from_utf8_lossy(&output.stdout).into_owned(),
        error: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn run(name: &str, text: &str) -> Ran {
    run_bytes(name, text.as_bytes())
}

/// The program runs and prints `output`.
#[track_caller]
fn prints(name: &str, text: &str, output: &str) {
    let ran = run(name, text);
    assert_eq!(
        (ran.code, ran.output.as_str()),
        (0, output),
        "{name}: {}",
        shorten(&ran.error)
    );
}

/// The program is refused with a message that contains `message`.
#[track_caller]
fn refused(name: &str, text: &[u8], message: &str) {
    let ran = run_bytes(name, text);
    assert_eq!(ran.code, 70, "{name}: {}", shorten(&ran.error));
    assert!(
        ran.error.contains(message),
        "{name}: {}",
        shorten(&ran.error)
    );
}

fn shorten(text: &str) -> String {
    text.chars().take(500).collect()
}

#[test]
fn quoted_data_may_nest_a_million_deep() {
    let n = 1_000_000;
    let text = format!("(display (pair? '{}{}))", "(".repeat(n), ")".repeat(n));
    prints("deep-quote", &text, "#t");
}

#[test]
fn calls_may_nest_a_hundred_thousand_deep() {
    let n = 100_000;
    let text = format!("(display {}0{})", "(+ 1 ".repeat(n), ")".repeat(n));
    prints("deep-calls", &text, "100000");
}

#[test]
fn large_literals_and_calls() {
    let vector = format!("(display (vector-length '#({})))", "1 ".repeat(1_000_000));
    prints("large-vector", &vector, "1000000");
    let call = format!("(display (length (list {})))", "1 ".repeat(60_000));
    prints("large-call", &call, "60000");
    let string = format!("(display (string-length \"{}\"))", "x".repeat(10_000_000));
    prints("large-string", &string, "10000000");
}

#[test]
fn calls_beyond_the_frame_are_refused_or_run() {
    let ran = run(
        "huge-call",
        &format!("(display (length (list {})))", "1 ".repeat(100_000)),
    );
    assert!(
        (ran.code, ran.output.as_str()) == (0, "100000")
            || (ran.code == 70 && ran.error.contains("too many")),
        "{}",
        shorten(&ran.error)
    );
}

#[test]
fn fifty_thousand_definitions() {
    let mut text = String::new();
    for i in 0..50_000 {
        text.push_str(&format!("(define x{i} {i})\n"));
    }
    text.push_str("(display (+ x1 x49999))");
    prints("definitions", &text, "50000");
}

#[test]
fn unbalanced_texts_name_the_place() {
    refused("open-lists", "(".repeat(1_000_000).as_bytes(), "list");
    refused(
        "open-quoted",
        format!("'{}", "(".repeat(1_000_000)).as_bytes(),
        "list",
    );
    refused("closing", ")".repeat(1_000).as_bytes(), "error");
    refused("open-string", b"(display 1) (display \"abc", "string");
    refused("open-comment", b"(display 1) #| abc", "comment");
    refused(
        "open-comments",
        "#|".repeat(1_000_000).as_bytes(),
        "comment",
    );
}

#[test]
fn bytes_that_are_no_text() {
    refused("bad-utf8-string", b"(display \"a\xFF\xFEb\")", "UTF-8");
    refused("bad-utf8-name", b"(display a\xC3\x28b)", "UTF-8");
    refused("nul-name", b"(display a\0b)", "error");
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let noise: Vec<u8> = (0..1_000_000)
        .map(|_| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed >> 32) as u8
        })
        .collect();
    refused("noise", &noise, "error");
}

#[test]
fn marks_of_other_systems_are_skipped() {
    prints("bom", "\u{feff}(display 1)", "1");
    prints(
        "crlf",
        "(display\r\n  \"a\")\r\n; comment\r\n(display 2)\r\n",
        "a2",
    );
    prints("shebang", "#!/usr/bin/env eyas\n(display 3)", "3");
}

#[test]
fn circular_texts() {
    prints(
        "circular-datum",
        "(display (car (cddr '#0=(a b . #0#))))",
        "a",
    );
    refused(
        "circular-code",
        b"(define (f) #0=(begin 1 #0#)) (f)",
        "circular",
    );
    refused("self-label", b"(display '#0=#0#)", "error");
    refused("unknown-label", b"(display '(1 #5#))", "error");
}
