//! What the standard library does not offer of the system: waiting for input, and processor time.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::time::Duration;

/// The system's message without the error number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rfind(" (os error ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// True if the process has as many files open as it may.
pub(super) fn is_out_of_files(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE))
}

fn poll(file: &File, events: libc::c_short, timeout: libc::c_int) -> io::Result<bool> {
    let mut request = libc::pollfd {
        fd: file.as_raw_fd(),
        events,
        revents: 0,
    };
    // SAFETY: `request` is one initialized entry, as the count says, and lives during the call.
    match unsafe { libc::poll(&mut request, 1, timeout) } {
        -1 => Err(io::Error::last_os_error()),
        ready => Ok(ready > 0),
    }
}

/// True if reading would not wait: there is something, or the end.
pub(super) fn is_readable(file: &File) -> io::Result<bool> {
    poll(file, libc::POLLIN, 0)
}

/// Waits until something can be read from a file in non-blocking mode, or a second has passed.
pub(super) fn wait_readable(file: &File) -> io::Result<()> {
    poll(file, libc::POLLIN, 1000).map(drop)
}

/// Waits until something can be written to a file in non-blocking mode, or a second has passed.
pub(super) fn wait_writable(file: &File) -> io::Result<()> {
    poll(file, libc::POLLOUT, 1000).map(drop)
}

/// Processor time that the process has used, all threads together.
pub(crate) fn cpu_time() -> Duration {
    let mut used = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `used` is a place for a `timespec` and lives during the call; if that fails, it stays zero.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut used) };
    Duration::new(used.tv_sec as u64, used.tv_nsec as u32)
}
