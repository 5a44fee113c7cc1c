//! One reserved range for machine code, never writable and executable at the same address at once.
//!
//! A memory file is mapped executable, and written as a file: no address leads to a page that can be written, and
//! fresh pages cost no page faults for writing (with a second, writable mapping they took a fifth of the time of
//! compiling). Where the system has no memory files, one private mapping is switched back and forth by `mprotect`; that is sound because code is written
//! only while no machine code runs (it runs on one thread, which is in the compiler then). If neither is allowed,
//! there is no machine code. The range is committed by the system as it is touched, and small enough that code can
//! reach any other by a relative jump.

use super::free::FreeList;
use eyas_asm::MachineCode;
use eyas_asm::x64::REDIRECTED;
use std::cell::RefCell;
use std::fs::File;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::rc::Rc;

/// Relative jumps reach this far.
const SIZE_MAX: usize = 1 << 30;
/// Room for the stubs and a procedure.
const SIZE_MIN: usize = 16 << 10;

/// How the range is written.
#[derive(Debug)]
enum Access {
    /// As this file, of which it is a mapping.
    File(File),
    /// By making it writable for a moment.
    Switched,
}

#[derive(Debug)]
struct Range {
    start: *mut u8,
    size: usize,
    access: Access,
    free: RefCell<FreeList>,
}

/// The range; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct CodeMemory(Rc<Range>);

/// Machine code in the range, which gives its memory back when dropped.
#[derive(Debug)]
pub(crate) struct Piece {
    memory: CodeMemory,
    offset: usize,
    size: usize,
}

fn map(size: usize, protection: i32, flags: i32, file: i32) -> Option<*mut u8> {
    // SAFETY: a fresh mapping at an address that the system chooses touches no memory of ours.
    let at = unsafe { libc::mmap(std::ptr::null_mut(), size, protection, flags, file, 0) };
    (at != libc::MAP_FAILED).then_some(at.cast())
}

fn unmap(at: *mut u8, size: usize) {
    // SAFETY: `at` and `size` are those of a mapping of this module, which nobody uses any more.
    unsafe { libc::munmap(at.cast(), size) };
}

fn protect(at: *mut u8, size: usize, protection: i32) -> bool {
    // SAFETY: the range is a mapping of this module.
    unsafe { libc::mprotect(at.cast(), size, protection) == 0 }
}

const WRITE: i32 = libc::PROT_READ | libc::PROT_WRITE;
const EXECUTE: i32 = libc::PROT_READ | libc::PROT_EXEC;

impl Range {
    fn open_file(size: usize) -> Option<(*mut u8, Access)> {
        // SAFETY: the name is a C string; the call makes a file descriptor and touches no memory of ours.
        let file = unsafe { libc::memfd_create(c"eyas-code".as_ptr(), libc::MFD_CLOEXEC) };
        if file < 0 {
            return None;
        }
        // SAFETY: the call above has made the descriptor for us alone.
        let file = File::from(unsafe { OwnedFd::from_raw_fd(file) });
        file.set_len(size as u64).ok()?;
        let flags = libc::MAP_SHARED | libc::MAP_NORESERVE;
        let start = map(size, EXECUTE, flags, file.as_raw_fd())?;
        Some((start, Access::File(file)))
    }

    fn open_switched(size: usize) -> Option<(*mut u8, Access)> {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        let start = map(size, WRITE, flags, -1)?;
        if protect(start, size, EXECUTE) {
            return Some((start, Access::Switched));
        }
        unmap(start, size);
        None
    }

    /// Copies `bytes` to `offset`, which the free list has given.
    fn write(&self, offset: usize, bytes: &[u8]) -> bool {
        assert!(offset + bytes.len() <= self.size);
        match &self.access {
            // Fails only if memory is short.
            Access::File(file) => file.write_all_at(bytes, offset as u64).is_ok(),
            Access::Switched => {
                if !protect(self.start, self.size, WRITE) {
                    return false;
                }
                // SAFETY: within the mapping by the assertion, writable by now, and not executed: it is not published
                // yet.
                unsafe {
                    self.start
                        .add(offset)
                        .copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
                }
                protect(self.start, self.size, EXECUTE)
            }
        }
    }
}

impl Drop for Range {
    fn drop(&mut self) {
        unmap(self.start, self.size);
    }
}

impl CodeMemory {
    fn usable(size: usize) -> usize {
        size.clamp(SIZE_MIN, SIZE_MAX).next_multiple_of(4096)
    }

    /// Reserves `size` bytes, within limits; `None` if the system allows no machine code.
    pub(crate) fn reserve(size: usize) -> Option<CodeMemory> {
        let size = CodeMemory::usable(size);
        let (start, access) = Range::open_file(size).or_else(|| Range::open_switched(size))?;
        Some(CodeMemory::of(start, size, access))
    }

    /// The same without memory files.
    pub(crate) fn reserve_switched(size: usize) -> Option<CodeMemory> {
        let size = CodeMemory::usable(size);
        let (start, access) = Range::open_switched(size)?;
        Some(CodeMemory::of(start, size, access))
    }

    fn of(start: *mut u8, size: usize, access: Access) -> CodeMemory {
        let free = RefCell::new(FreeList::new(size));
        CodeMemory(Rc::new(Range {
            start,
            size,
            access,
            free,
        }))
    }

    /// Bytes in the range.
    pub(crate) fn size(&self) -> usize {
        self.0.size
    }

    /// Code in the range, to look at.
    pub(crate) fn bytes(&self, address: u64, size: usize) -> &[u8] {
        let offset = address as usize - self.0.start.addr();
        assert!(offset + size <= self.0.size);
        // SAFETY: within the mapping by the assertion, and readable; the caller looks at code that is in place, which
        // is not written again before its piece is dropped.
        unsafe { std::slice::from_raw_parts(self.0.start.add(offset), size) }
    }

    /// Makes a jump of what [`eyas_asm::x64::Asm::redirectable`] wrote at an address. If the system refuses a page that
    /// it has given before, going on would be wrong.
    ///
    /// # Panics
    /// Then.
    pub(crate) fn redirect(&self, address: u64) {
        let offset = address as usize - self.0.start.addr();
        let is_written = self.0.write(offset, &[REDIRECTED]);
        assert!(is_written, "code that is in place can be written");
    }

    /// Puts code into the range, after patching what depends on the place; `None` if there is no room.
    pub(crate) fn place(&self, code: &mut MachineCode) -> Option<Piece> {
        let (offset, size) = self.0.free.borrow_mut().take(code.bytes.len())?;
        let piece = Piece {
            memory: self.clone(),
            offset,
            size,
        };
        let start = piece.address();
        for relocation in &code.relocations {
            let at = relocation.at as usize;
            let distance = (relocation.target as i64) - (start as i64 + at as i64 + 4);
            // Targets are in the range, too.
            let distance = i32::try_from(distance).ok()?;
            code.bytes[at..at + 4].copy_from_slice(&distance.to_le_bytes());
        }
        self.0.write(offset, &code.bytes).then_some(piece)
    }
}

impl Piece {
    /// Bytes taken.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// Where the code is executed.
    pub(crate) fn address(&self) -> u64 {
        self.memory.0.start.expose_provenance() as u64 + self.offset as u64
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        self.memory.0.free.borrow_mut().give(self.offset, self.size);
    }
}
