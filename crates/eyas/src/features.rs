//! The feature identifiers of the machine that Eyas was built for, and of its version (R7RS appendix B).
//!
//! What the language has is named by the compiler, which SRFIs there are by the library table.

use std::env::consts::{ARCH, OS};

/// The system, the processor, the width and order of its words, and `eyas-` with the version.
pub(crate) fn of_platform() -> Vec<String> {
    let mut names = Vec::new();
    match OS {
        "linux" => names.extend(["posix", "unix", "linux"]),
        "macos" => names.extend(["posix", "unix", "darwin", "macosx"]),
        "freebsd" => names.extend(["posix", "unix", "freebsd", "bsd"]),
        "windows" => names.push("windows"),
        _ => {}
    }
    if cfg!(all(target_os = "linux", target_env = "gnu")) {
        names.push("gnu-linux");
    }
    // Appendix B writes x86-64; Rust's names of the others are its own.
    names.push(if ARCH == "x86_64" { "x86-64" } else { ARCH });
    if cfg!(target_pointer_width = "64") {
        names.push(if OS == "windows" { "llp64" } else { "lp64" });
    }
    names.push(if cfg!(target_endian = "little") {
        "little-endian"
    } else {
        "big-endian"
    });
    names.push(concat!("eyas-", env!("CARGO_PKG_VERSION")));
    names.into_iter().map(str::to_owned).collect()
}
