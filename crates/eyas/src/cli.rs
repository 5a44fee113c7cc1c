//! The command line: what `eyas` was asked to do.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value, ValueExt};

/// Shown by `--help`.
pub const HELP: &str = "\
Eyas, a fast R7RS Scheme

Usage: eyas [OPTION…] [FILE [ARGUMENT…]]

       eyas disasm [--machine] FILE

`disasm` prints FILE's bytecode; with --machine, the machine code of each instruction, too.
Without FILE and -e: a program from standard input, or a REPL if that is a terminal.
A FILE of - is standard input.

Options:
  -e EXPR             evaluate EXPR and print its value; may be repeated
  -I DIR              search DIR for libraries, before the others
  -A DIR              search DIR for libraries, after the others
  -D FEATURE          add FEATURE to what cond-expand and (features) see
      --heap SIZE         largest heap (default: three quarters of the memory)
      --nursery SIZE      size of the young space (default 4m)
      --stack-limit SIZE  largest stack (default 512m)
      --jit               make machine code of hot procedures (the default where possible)
      --no-jit            interpret everything
      --hot N             calls and loop iterations after which a procedure is hot (default 60)
      --code-cache SIZE   memory for machine code (default 64m)
      --sched-seed N      compile by a schedule that N stands for, for tests
      --switch-every N    leave machine code at every N-th call, return and loop iteration, for tests
      --perf-map          write /tmp/perf-PID.map for perf
      --jitdump           write jit-PID.dump for perf inject --jit
      --gdb-jit           tell GDB the names and frames of machine code
      --gc-stress N       collect at every N-th allocation
      --gc-verify         check the whole heap after every collection
      --gc-statistics     print what the collector did to standard error at the end
      --jit-statistics    the same of the compiler to machine code
      --dump WHAT         print core, a pass's output, flat, bytecode or machine instead of
                          running; --dump=help lists the passes
  -h, --help          print this help
  -V, --version       print the version

SIZE is a number of bytes with an optional k, m or g.
Exit codes: 0, the one given to (exit …), 70 after an uncaught error, 64 for wrong usage.
";

/// Everything the command line says.
#[derive(Debug, Default, PartialEq)]
pub struct Options {
    /// The program and how it came.
    pub action: Action,
    /// Expressions of `-e`, in order.
    pub expressions: Vec<String>,
    /// What `(command-line)` returns: the program's name, then its arguments.
    pub arguments: Vec<String>,
    /// Directories of `-I`.
    pub library_dirs_first: Vec<PathBuf>,
    /// Directories of `-A`.
    pub library_dirs_last: Vec<PathBuf>,
    /// Features of `-D`.
    pub features: Vec<String>,
    /// Bytes of `--heap`.
    pub heap: Option<usize>,
    /// Bytes of `--nursery`.
    pub nursery: Option<usize>,
    /// Bytes of `--stack-limit`.
    pub stack_limit: Option<usize>,
    /// `--jit` or `--no-jit`, whichever came last.
    pub jit: Option<bool>,
    /// `--hot`
    pub hot: Option<u32>,
    /// Bytes of `--code-cache`.
    pub code_cache: Option<usize>,
    /// `--sched-seed`
    pub sched_seed: Option<u64>,
    /// `--switch-every`
    pub switch_every: Option<u32>,
    /// `--perf-map`
    pub perf_map: bool,
    /// `--jitdump`
    pub jitdump: bool,
    /// `--gdb-jit`
    pub gdb_jit: bool,
    /// `--gc-stress`
    pub gc_stress: Option<u32>,
    /// `--gc-verify`
    pub gc_verify: bool,
    /// `--gc-statistics`
    pub gc_statistics: bool,
    /// `--jit-statistics`
    pub jit_statistics: bool,
    /// `--dump`
    pub dump: Option<String>,
}

/// Where the program comes from.
#[derive(Debug, Default, PartialEq)]
pub enum Action {
    /// Nothing was named: standard input, or a REPL if it is a terminal.
    #[default]
    Interactive,
    /// Standard input, asked for by `-`.
    StandardInput,
    /// A file.
    File(PathBuf),
    /// `-e` alone.
    Expressions,
    /// `--help`
    Help,
    /// `--version`
    Version,
}

/// What is wrong with a command line, in one line.
#[derive(Debug, PartialEq)]
pub struct UsageError(pub String);

/// Reads a command line without its first word.
///
/// # Errors
///
/// An unknown option, or a value that is missing or not a size.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Options, UsageError> {
    let mut options = Options::default();
    let mut parser = lexopt::Parser::from_args(args);
    let wrong = |e: lexopt::Error| UsageError(e.to_string());
    let mut is_disassembly = false;
    while let Some(arg) = parser.next().map_err(wrong)? {
        match arg {
            Value(command) if command == "disasm" && !is_disassembly => {
                is_disassembly = true;
                options.dump = Some("bytecode".into());
            }
            Long("machine") if is_disassembly => options.dump = Some("machine".into()),
            Short('e') => {
                options
                    .expressions
                    .push(parser.value().map_err(wrong)?.string().map_err(wrong)?);
                options.action = Action::Expressions;
            }
            Short('I') => options
                .library_dirs_first
                .push(parser.value().map_err(wrong)?.into()),
            Short('A') => options
                .library_dirs_last
                .push(parser.value().map_err(wrong)?.into()),
            Short('D') => {
                options
                    .features
                    .push(parser.value().map_err(wrong)?.string().map_err(wrong)?);
            }
            Long("heap") => options.heap = Some(size("--heap", &mut parser)?),
            Long("nursery") => options.nursery = Some(size("--nursery", &mut parser)?),
            Long("stack-limit") => options.stack_limit = Some(size("--stack-limit", &mut parser)?),
            Long("gc-stress") => {
                let n = parser.value().map_err(wrong)?.parse().map_err(wrong)?;
                options.gc_stress = Some(n);
            }
            Long("jit") => options.jit = Some(true),
            Long("no-jit") => options.jit = Some(false),
            Long("hot") => {
                let n = parser.value().map_err(wrong)?.parse().map_err(wrong)?;
                options.hot = Some(n);
            }
            Long("code-cache") => options.code_cache = Some(size("--code-cache", &mut parser)?),
            Long("sched-seed") => {
                let n = parser.value().map_err(wrong)?.parse().map_err(wrong)?;
                options.sched_seed = Some(n);
            }
            Long("switch-every") => {
                let n = parser.value().map_err(wrong)?.parse().map_err(wrong)?;
                options.switch_every = Some(n);
            }
            Long("perf-map") => options.perf_map = true,
            Long("jitdump") => options.jitdump = true,
            Long("gdb-jit") => options.gdb_jit = true,
            Long("gc-verify") => options.gc_verify = true,
            Long("gc-statistics") => options.gc_statistics = true,
            Long("jit-statistics") => options.jit_statistics = true,
            Long("dump") => {
                options.dump = Some(parser.value().map_err(wrong)?.string().map_err(wrong)?);
            }
            Short('h') | Long("help") => return Ok(just(Action::Help)),
            Short('V') | Long("version") => return Ok(just(Action::Version)),
            Value(file) => {
                options.arguments.push(file.to_string_lossy().into_owned());
                options.action = if file == "-" {
                    Action::StandardInput
                } else {
                    Action::File(file.into())
                };
                // What follows belongs to the program, options included.
                for rest in parser.raw_args().map_err(wrong)? {
                    options.arguments.push(rest.to_string_lossy().into_owned());
                }
            }
            other => return Err(wrong(other.unexpected())),
        }
    }
    if is_disassembly && options.action == Action::Interactive {
        return Err(UsageError("disasm takes a file (./disasm is one)".into()));
    }
    if options.arguments.is_empty() {
        options.arguments.push("eyas".into());
    }
    Ok(options)
}

fn just(action: Action) -> Options {
    Options {
        action,
        ..Options::default()
    }
}

fn size(option: &str, parser: &mut lexopt::Parser) -> Result<usize, UsageError> {
    let text = parser
        .value()
        .and_then(lexopt::ValueExt::string)
        .map_err(|e| UsageError(e.to_string()))?;
    parse_size(&text).ok_or_else(|| {
        UsageError(format!(
            "{option} takes a number of bytes such as 64m, not '{text}'"
        ))
    })
}

/// A number with an optional `k`, `m` or `g`.
fn parse_size(text: &str) -> Option<usize> {
    let text = text.trim();
    let (digits, shift) = match text.as_bytes().last()? {
        b'k' | b'K' => (&text[..text.len() - 1], 10),
        b'm' | b'M' => (&text[..text.len() - 1], 20),
        b'g' | b'G' => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    let n: usize = digits.parse().ok()?;
    n.checked_shl(shift).filter(|bytes| bytes >> shift == n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Options, UsageError> {
        parse(args.iter().map(OsString::from))
    }

    #[test]
    fn arguments_after_the_file_belong_to_the_program() {
        let o = parsed(&["-I", "lib", "prog.scm", "-I", "x", "--help"]).unwrap();
        assert_eq!(o.action, Action::File("prog.scm".into()));
        assert_eq!(o.arguments, ["prog.scm", "-I", "x", "--help"]);
        assert_eq!(o.library_dirs_first, [PathBuf::from("lib")]);
    }

    #[test]
    fn disasm_is_a_command() {
        let o = parsed(&["disasm", "--machine", "disasm"]).unwrap();
        assert_eq!(o.dump.as_deref(), Some("machine"));
        assert_eq!(o.action, Action::File("disasm".into()));
        let o = parsed(&["disasm", "f.scm"]).unwrap();
        assert_eq!(o.dump.as_deref(), Some("bytecode"));
        assert!(parsed(&["disasm"]).is_err());
        assert!(parsed(&["--machine", "f.scm"]).is_err());
    }

    #[test]
    fn sizes_take_a_suffix_and_nothing_else() {
        assert_eq!(parsed(&["--heap", "64m"]).unwrap().heap, Some(64 << 20));
        assert_eq!(parsed(&["--nursery=32k"]).unwrap().nursery, Some(32 << 10));
        assert!(parsed(&["--heap", "lots"]).is_err());
        assert!(parsed(&["--heap", "99999999999999999999g"]).is_err());
        assert!(parsed(&["--frobnicate"]).is_err());
    }
}
