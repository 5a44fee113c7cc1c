//! Machine code for `perf inject --jit`: the format that the kernel's `tools/perf/Documentation/jitdump-specification.txt`
//! describes.
//!
//! `perf record -k 1` notes that a page of the file was mapped as executable; so `perf inject` finds the file and makes
//! of each record in it an object file with the code, whose names and bytes `perf report` and `perf annotate` show. Time
//! stamps are those of the monotonic clock, so code that comes and goes at one address is told apart.

use std::fs::File;
use std::io::Write;
use std::os::fd::AsRawFd;

const MAGIC: u32 = 0x4A69_5444;
const VERSION: u32 = 1;
const HEADER_SIZE: u32 = 40;
/// `EM_X86_64`
const MACHINE: u32 = 62;
const PAGE: usize = 4096;
/// Kind of record: code was loaded.
const CODE_LOAD: u32 = 0;
/// Bytes of such a record without name and code.
const CODE_LOAD_SIZE: usize = 56;

/// The file.
#[derive(Debug)]
pub(crate) struct JitDump {
    file: File,
    marker: *mut libc::c_void,
    records: u64,
}

fn now() -> u64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the call writes to `time`, which is ours, and nowhere else.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

impl JitDump {
    /// Makes `jit-PID.dump` in the current folder, which is where `perf` looks for its own file, too.
    pub(crate) fn create() -> Option<JitDump> {
        let pid = std::process::id();
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(format!("jit-{pid}.dump"))
            .ok()?;
        let mut header = Vec::with_capacity(HEADER_SIZE as usize);
        for word in [MAGIC, VERSION, HEADER_SIZE, MACHINE, 0, pid] {
            header.extend(word.to_ne_bytes());
        }
        header.extend(now().to_ne_bytes());
        header.extend(0_u64.to_ne_bytes());
        file.write_all(&header).ok()?;
        let protection = libc::PROT_READ | libc::PROT_EXEC;
        // SAFETY: a fresh mapping at an address that the system chooses touches no memory of ours. Nobody reads it.
        let marker = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                PAGE,
                protection,
                libc::MAP_PRIVATE,
                file.as_raw_fd(),
                0,
            )
        };
        if marker == libc::MAP_FAILED {
            return None;
        }
        Some(JitDump {
            file,
            marker,
            records: 0,
        })
    }

    /// Notes that `code` is at `address` from now on.
    pub(crate) fn note(&mut self, name: &str, address: u64, code: &[u8]) {
        let size = CODE_LOAD_SIZE + name.len() + 1 + code.len();
        let pid = std::process::id();
        let mut record = Vec::with_capacity(size);
        for word in [CODE_LOAD, size as u32] {
            record.extend(word.to_ne_bytes());
        }
        record.extend(now().to_ne_bytes());
        // Process and thread: the only thread that runs Scheme code is the first.
        for word in [pid, pid] {
            record.extend(word.to_ne_bytes());
        }
        for word in [address, address, code.len() as u64, self.records] {
            record.extend(word.to_ne_bytes());
        }
        record.extend(name.bytes().filter(|&byte| byte != 0));
        record.resize(size - code.len(), 0);
        record.extend(code);
        self.records += 1;
        // Only a profile would suffer.
        let _ = self.file.write_all(&record);
    }
}

impl Drop for JitDump {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours, and nobody uses it.
        unsafe { libc::munmap(self.marker, PAGE) };
    }
}
