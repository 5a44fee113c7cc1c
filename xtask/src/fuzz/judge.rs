//! Runs a program in several ways and says where they differ.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How Eyas is told to run: the first is what the others are compared with. `SEED` is the program's number.
pub(super) const WAYS: &[&str] = &[
    "--no-jit",
    "--jit --hot 1",
    "--jit --sched-seed SEED --switch-every 3 --code-cache 64k",
    "--jit --hot 2 --nursery 32k --gc-verify",
    "--jit --sched-seed SEED --nursery 32k --gc-stress 11",
];

/// What a run did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Outcome {
    pub(super) output: String,
    pub(super) error: String,
    /// Exit code, or why there is none.
    pub(super) end: String,
}

/// A system to run programs with, in a folder of its own.
pub(super) struct Judge {
    pub(super) eyas: PathBuf,
    pub(super) chez: Option<PathBuf>,
    pub(super) folder: PathBuf,
    pub(super) time_limit: Duration,
}

/// A run took too long to compare it.
pub(super) const TIMEOUT: &str = "took too long";

impl Judge {
    /// Runs a program for Eyas.
    ///
    /// # Errors
    /// If the system is in the way.
    pub(super) fn run(&self, text: &str, seed: u64, way: &str) -> Result<Outcome, String> {
        let way = way.replace("SEED", &seed.to_string());
        let mut command = Command::new(&self.eyas);
        command.args(way.split_whitespace());
        command.args(["--heap", "512m", "--stack-limit", "64m"]);
        self.run_command(command, "program.scm", text)
    }

    /// Runs a program with Chez Scheme.
    ///
    /// # Errors
    /// If the system is in the way.
    pub(super) fn run_chez(&self, chez: &Path, text: &str) -> Result<Outcome, String> {
        let mut command = Command::new(chez);
        command.args(["--program"]);
        self.run_command(command, "program.ss", text)
    }

    fn run_command(&self, mut command: Command, name: &str, text: &str) -> Result<Outcome, String> {
        let path = self.folder.join(name);
        let say = |error: std::io::Error| format!("{}: {error}", path.display());
        fs::write(&path, text).map_err(say)?;
        let [output, error] = ["output", "error"].map(|name| self.folder.join(name));
        let mut child = command
            .arg(name)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(File::create(&output).map_err(say)?)
            .stderr(File::create(&error).map_err(say)?)
            .spawn()
            .map_err(say)?;
        let start = Instant::now();
        let end = loop {
            if let Some(status) = child.try_wait().map_err(say)? {
                break match status.code() {
                    Some(code) => code.to_string(),
                    None => status.to_string(),
                };
            }
            if start.elapsed() > self.time_limit {
                child.kill().map_err(say)?;
                child.wait().map_err(say)?;
                break TIMEOUT.to_string();
            }
            std::thread::sleep(Duration::from_micros(500));
        };
        let read = |path: &Path| fs::read(path).map(|b| String::from_utf8_lossy(&b).into_owned());
        Ok(Outcome {
            output: read(&output).map_err(say)?,
            error: read(&error).map_err(say)?,
            end,
        })
    }
}
