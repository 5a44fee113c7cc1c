//! The heap's address space: one reserved mapping, committed in steps.
//!
//! One contiguous range makes the young test one subtraction, makes side tables plain arrays, and lets card marking
//! work on any heap address without a lookup. Reserving costs nothing until pages are touched; where address space
//! is rationed (`ulimit -v`) the reservation shrinks until it fits, and never takes more than half of the ration.
//! The tables stand behind the heap in the same mapping:
//!
//! | table | one byte for |
//! |---|---|
//! | cards | 512 bytes of heap |
//! | marks | 128 bytes of heap (a bit for each 16) |
//! | lines | 128 bytes of heap |

use std::io;
use std::ptr;

use crate::layout::{BLOCK_SIZE, CARD_SHIFT, LINE_SIZE};

/// The heap is committed in multiples of this, so that each table's part is whole pages of up to 64 KiB.
pub(crate) const GRANULE: usize = 32 * 1024 * 1024;
/// log2 of the line size, which is also the heap that one byte of marks covers.
pub(crate) const LINE_SHIFT: u32 = LINE_SIZE.trailing_zeros();
const MAPPING_ALIGNMENT: usize = 64 * 1024;
const _: () = assert!(GRANULE >> CARD_SHIFT >= MAPPING_ALIGNMENT && LINE_SIZE == 16 * 8);
const _: () = assert!(MAPPING_ALIGNMENT.is_multiple_of(BLOCK_SIZE));

/// The mapping. Addresses are `usize`; `memory.rs` reads and writes through them.
pub(crate) struct Arena {
    mapping: *mut libc::c_void,
    mapping_bytes: usize,
    /// First byte of the heap, a multiple of the block size.
    pub(crate) base: usize,
    /// Bytes of heap reserved.
    pub(crate) reserved: usize,
    /// Bytes of heap that may be touched.
    pub(crate) committed: usize,
    cards: usize,
    marks: usize,
    lines: usize,
}

// SAFETY: the mapping belongs to this value alone; the raw pointer is only used to unmap it.
unsafe impl Send for Arena {}

impl Arena {
    /// Reserves `wanted` bytes of heap, or as much as the system gives, halving down to `least`.
    pub(crate) fn reserve(wanted: usize, least: usize) -> io::Result<Arena> {
        let mut bytes = round_up(wanted.max(least), GRANULE);
        if let Some(ration) = address_space_ration() {
            bytes = bytes
                .min((ration / 2) / GRANULE * GRANULE)
                .max(round_up(least, GRANULE));
        }
        loop {
            match Arena::map(bytes) {
                Ok(arena) => return Ok(arena),
                Err(error) if bytes <= round_up(least, GRANULE) => return Err(error),
                Err(_) => bytes = round_up((bytes / 2).max(least), GRANULE),
            }
        }
    }

    fn map(reserved: usize) -> io::Result<Arena> {
        let cards = reserved >> CARD_SHIFT;
        let lines = reserved >> LINE_SHIFT;
        let mapping_bytes = reserved + cards + 2 * lines + MAPPING_ALIGNMENT;
        // SAFETY: a fresh anonymous mapping at an address of the system's choice touches nobody's memory.
        let mapping = unsafe {
            libc::mmap(
                ptr::null_mut(),
                mapping_bytes,
                libc::PROT_NONE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if mapping == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let base = round_up(mapping as usize, MAPPING_ALIGNMENT);
        Ok(Arena {
            mapping,
            mapping_bytes,
            base,
            reserved,
            committed: 0,
            cards: base + reserved,
            marks: base + reserved + cards,
            lines: base + reserved + cards + lines,
        })
    }

    /// Makes at least the first `bytes` bytes of heap usable; false if they are beyond the reservation or the
    /// system refuses.
    pub(crate) fn commit(&mut self, bytes: usize) -> bool {
        let end = round_up(bytes, GRANULE);
        if end <= self.committed {
            return true;
        }
        if end > self.reserved {
            return false;
        }
        let open = |table: usize, shift: u32| {
            let (from, to) = (table + (self.committed >> shift), table + (end >> shift));
            // SAFETY: [from, to) lies in our own mapping and is page-aligned, by the choice of `GRANULE`.
            let status = unsafe {
                libc::mprotect(
                    from as *mut libc::c_void,
                    to - from,
                    libc::PROT_READ | libc::PROT_WRITE,
                )
            };
            status == 0
        };
        let done = open(self.base, 0)
            && open(self.cards, CARD_SHIFT)
            && open(self.marks, LINE_SHIFT)
            && open(self.lines, LINE_SHIFT);
        if done {
            self.committed = end;
        }
        done
    }

    /// Returns the pages of [`from`, `from + bytes`) to the system. True if they now read as zero.
    pub(crate) fn discard(&mut self, from: usize, bytes: usize) -> bool {
        let advice = if cfg!(target_os = "linux") {
            libc::MADV_DONTNEED
        } else {
            libc::MADV_FREE
        };
        // SAFETY: the caller gives free blocks of our own mapping; nothing in them is needed any more.
        let status = unsafe { libc::madvise(from as *mut libc::c_void, bytes, advice) };
        status == 0 && cfg!(target_os = "linux")
    }

    /// Where the card byte of address 0 would be: `biased_cards() + (address >> CARD_SHIFT)` is a card byte.
    pub(crate) fn biased_cards(&self) -> usize {
        self.cards.wrapping_sub(self.base >> CARD_SHIFT)
    }

    /// The same for mark bytes, by `LINE_SHIFT`.
    pub(crate) fn biased_marks(&self) -> usize {
        self.marks.wrapping_sub(self.base >> LINE_SHIFT)
    }

    /// The same for line bytes, by `LINE_SHIFT`.
    pub(crate) fn biased_lines(&self) -> usize {
        self.lines.wrapping_sub(self.base >> LINE_SHIFT)
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        // SAFETY: the mapping is ours and nothing refers into it once the heap is dropped.
        unsafe { libc::munmap(self.mapping, self.mapping_bytes) };
    }
}

/// The smallest multiple of `step`, a power of two, that is at least `n`.
pub(crate) const fn round_up(n: usize, step: usize) -> usize {
    (n + step - 1) & !(step - 1)
}

/// How much address space the process may have, if that is limited.
fn address_space_ration() -> Option<usize> {
    resource_limit(libc::RLIMIT_AS)
}

/// The soft limit of a resource, if there is one.
#[cfg(target_env = "gnu")]
type Resource = libc::__rlimit_resource_t;
#[cfg(not(target_env = "gnu"))]
type Resource = libc::c_int;

fn resource_limit(resource: Resource) -> Option<usize> {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: `limit` is a valid place for the answer.
    let status = unsafe { libc::getrlimit(resource, &mut limit) };
    (status == 0 && limit.rlim_cur != libc::RLIM_INFINITY).then_some(limit.rlim_cur as usize)
}

/// Three quarters of the memory that this process can hope for: the machine's, or less by its control group or
/// resource limits.
pub(crate) fn default_limit() -> usize {
    let mut memory = physical_memory().unwrap_or(4 << 30);
    for limit in [control_group_limit(), resource_limit(libc::RLIMIT_DATA)] {
        memory = memory.min(limit.unwrap_or(usize::MAX));
    }
    memory / 4 * 3
}

fn physical_memory() -> Option<usize> {
    // SAFETY: sysconf has no preconditions.
    let (pages, size) = unsafe {
        (
            libc::sysconf(libc::_SC_PHYS_PAGES),
            libc::sysconf(libc::_SC_PAGESIZE),
        )
    };
    (pages > 0 && size > 0).then(|| pages as usize * size as usize)
}

/// The least memory limit along this process's control group path (version 2, or 1 at its usual mount).
fn control_group_limit() -> Option<usize> {
    let groups = std::fs::read_to_string("/proc/self/cgroup").ok()?;
    let mut least: Option<usize> = None;
    for line in groups.lines() {
        let mut fields = line.splitn(3, ':').skip(1);
        let (controllers, path) = (fields.next()?, fields.next()?);
        let (mount, file) = match controllers {
            "" => ("/sys/fs/cgroup", "memory.max"),
            c if c.split(',').any(|c| c == "memory") => {
                ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
            }
            _ => continue,
        };
        let mut group = Some(std::path::Path::new(path));
        while let Some(here) = group {
            let below = here.strip_prefix("/").unwrap_or(here);
            let name = std::path::Path::new(mount).join(below).join(file);
            let bytes = std::fs::read_to_string(name)
                .ok()
                .and_then(|t| t.trim().parse().ok());
            if let Some(bytes) = bytes {
                least = Some(least.map_or(bytes, |l: usize| l.min(bytes)));
            }
            group = here.parent();
        }
    }
    least
}
