//! The command line of `bench`.

use lexopt::prelude::*;

pub(super) const HELP: &str = "\
cargo xtask bench [OPTIONS] [-- EYAS-ARGUMENT…]

  --against A,B,…     systems to compare with: chez, gambit, guile, guile-nojit, racket, chicken [chez]
  --only NAME         only this program or group; may be repeated
  --runs N            runs of each program, fewer if they are long; the best counts [3]
  --time-limit SECS   give up on a run after this long [60]
  --eyas PATH         this binary instead of building the release
  --without-eyas      only the others, to size or check programs
  --startup           start-up time and memory, and compile speed, instead of the programs
  --list              names and groups of the programs
";

/// What to run, against what.
pub(super) struct Options {
    pub(super) against: Vec<String>,
    pub(super) only: Vec<String>,
    pub(super) runs: usize,
    /// Seconds of wall time for one run.
    pub(super) time_limit: u64,
    pub(super) eyas: Option<String>,
    pub(super) eyas_arguments: Vec<String>,
    pub(super) without_eyas: bool,
    pub(super) startup: bool,
    pub(super) list: bool,
}

/// Reads the arguments; `None` when help is asked for.
///
/// # Errors
/// What is wrong with them.
pub(super) fn parse(arguments: Vec<String>) -> Result<Option<Options>, String> {
    parse_arguments(arguments).map_err(|error| format!("{error}\n\n{HELP}"))
}

fn parse_arguments(arguments: Vec<String>) -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options {
        against: vec!["chez".into()],
        only: Vec::new(),
        runs: 3,
        time_limit: 60,
        eyas: None,
        eyas_arguments: Vec::new(),
        without_eyas: false,
        startup: false,
        list: false,
    };
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("against") => {
                let list = parser.value()?.string()?;
                options.against = list
                    .split(',')
                    .filter(|name| !name.is_empty())
                    .map(String::from)
                    .collect();
            }
            Long("only") => options.only.push(parser.value()?.string()?),
            Long("runs") => options.runs = parser.value()?.parse()?,
            Long("time-limit") => options.time_limit = parser.value()?.parse()?,
            Long("eyas") => options.eyas = Some(parser.value()?.string()?),
            Long("without-eyas") => options.without_eyas = true,
            Long("startup") => options.startup = true,
            Long("list") => options.list = true,
            Long("help") | Short('h') => return Ok(None),
            Value(value) => options.eyas_arguments.push(value.string()?),
            other => return Err(other.unexpected()),
        }
    }
    if options.runs == 0 {
        return Err("--runs must be at least 1".into());
    }
    Ok(Some(options))
}
