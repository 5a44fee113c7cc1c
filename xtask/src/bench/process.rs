//! Runs a process and tells what it used.
//!
//! `wait4` gives CPU time and peak memory of exactly the child waited for. Output goes to files: a
//! child that fills a pipe nobody reads would hang.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a process used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
    /// Seconds of user and system time.
    pub(crate) cpu: f64,
    /// Seconds from start to end.
    pub(crate) wall: f64,
    /// Peak resident memory in MiB.
    pub(crate) memory: f64,
}

/// A process that ended.
pub(crate) struct Finished {
    pub(crate) usage: Usage,
    /// Standard output.
    pub(crate) output: String,
    /// Standard error.
    errors: String,
    /// The raw wait status.
    status: i32,
}

impl Finished {
    /// Did it exit with 0?
    pub(crate) fn succeeded(&self) -> bool {
        libc::WIFEXITED(self.status) && libc::WEXITSTATUS(self.status) == 0
    }

    /// Standard error.
    pub(crate) fn errors(&self) -> &str {
        &self.errors
    }

    /// A few words on what went wrong, for a table.
    pub(crate) fn complaint(&self) -> String {
        // Most systems say first what is wrong; Guile does so after a backtrace.
        let told = [&self.output, &self.errors]
            .into_iter()
            .filter_map(|text| {
                let mut lines = text.lines().filter(|line| !line.trim().is_empty());
                match lines.next() {
                    Some(first) if first.starts_with("Backtrace") => lines.next_back(),
                    first => first,
                }
            })
            .next()
            .map(|line| line.trim().chars().take(90).collect::<String>());
        let ended = if libc::WIFSIGNALED(self.status) {
            format!("killed by signal {}", libc::WTERMSIG(self.status))
        } else {
            format!("exit code {}", libc::WEXITSTATUS(self.status))
        };
        told.map_or(ended.clone(), |line| format!("{ended}: {line}"))
    }
}

/// Runs `command` in `folder`, for at most `limit` of wall time.
///
/// # Errors
/// It could not be started, or took longer than the limit.
pub(crate) fn run(
    command: &mut Command,
    folder: &Path,
    limit: Duration,
) -> Result<Finished, String> {
    let output_path = folder.join("stdout.txt");
    let errors_path = folder.join("stderr.txt");
    let create = |path: &Path| File::create(path).map_err(|e| format!("{}: {e}", path.display()));
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(create(&output_path)?)
        .stderr(create(&errors_path)?);
    let start = Instant::now();
    let mut child = command
        .spawn()
        .map_err(|e| format!("{}: {e}", command.get_program().display()))?;
    let pid = child.id() as libc::pid_t;
    let (status, resources) = loop {
        let waited = poll(pid).map_err(|error| format!("wait4: {error}"))?;
        if let Some(ended) = waited {
            break ended;
        }
        let elapsed = start.elapsed();
        if elapsed > limit {
            kill_group(pid);
            child
                .kill()
                .and_then(|()| child.wait())
                .map_err(|error| error.to_string())?;
            return Err(format!("over {} s", limit.as_secs()));
        }
        // Fine steps while start-up is measured, coarse ones when it does not matter.
        let early = elapsed < Duration::from_millis(100);
        std::thread::sleep(Duration::from_micros(if early { 100 } else { 2_000 }));
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    let read = |path: &Path| {
        fs::read(path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    };
    Ok(Finished {
        usage: Usage {
            cpu: seconds(resources.ru_utime) + seconds(resources.ru_stime),
            wall: start.elapsed().as_secs_f64(),
            memory: resources.ru_maxrss as f64 / RSS_UNITS_PER_MEBIBYTE,
        },
        output: read(&output_path),
        errors: read(&errors_path),
        status,
    })
}

/// Ends the processes that a child with a group of its own has started, such as a compiler's
/// passes.
fn kill_group(leader: libc::pid_t) {
    let group = format!("-{leader}");
    // A child without its own group has no such group, and nothing is ended.
    let ended = Command::new("kill")
        .args(["-KILL", "--", &group])
        .stderr(Stdio::null())
        .status();
    drop(ended);
}

/// `ru_maxrss` counts KiB on Linux and bytes on macOS.
const RSS_UNITS_PER_MEBIBYTE: f64 = if cfg!(target_os = "macos") {
    1_048_576.0
} else {
    1024.0
};

/// Has the child ended? If so, its status and what it used.
fn poll(pid: libc::pid_t) -> std::io::Result<Option<(i32, libc::rusage)>> {
    let mut status = 0;
    let mut resources = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: `pid` is a child of ours that nobody else waits for; both pointers are to live locals
    // of the types `wait4` writes, and all zeros is a valid `rusage`, so it is initialized whatever
    // the call does.
    let (waited, resources) = unsafe {
        let waited = libc::wait4(pid, &mut status, libc::WNOHANG, resources.as_mut_ptr());
        (waited, resources.assume_init())
    };
    match waited {
        0 => Ok(None),
        -1 => Err(std::io::Error::last_os_error()),
        _ => Ok(Some((status, resources))),
    }
}
