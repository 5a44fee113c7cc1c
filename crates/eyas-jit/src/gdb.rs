//! Names and frames of machine code for GDB, by its JIT interface (manual of GDB, "JIT Compilation Interface").
//!
//! Each piece of code gets a small object file in memory: its place, its name, and how to find the caller. The latter
//! is simple. Machine code leaves the stack pointer where the call that entered the interpreter put it, so the return
//! address is at the top of the stack anywhere in a procedure; only the stubs that call Rust push something.
//!
//! The interface *is* two symbols of the process: a function with a breakpoint and a descriptor. They are the only
//! globals of the project, they exist for the debugger alone (option `--gdb-jit`), and nothing of the program's meaning
//! is in them; sessions on several threads take turns under a lock.

use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// `struct jit_code_entry`
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Entry {
    next: AtomicPtr<Entry>,
    previous: AtomicPtr<Entry>,
    object: *const u8,
    size: u64,
}

// SAFETY: `object` points to memory that a `Registration` keeps unchanged as long as the entry exists; the links are
// atomic.
unsafe impl Send for Entry {}

/// `struct jit_descriptor`
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Descriptor {
    version: u32,
    action: AtomicU32,
    relevant: AtomicPtr<Entry>,
    first: AtomicPtr<Entry>,
}

/// What GDB reads.
// SAFETY: the name is that of GDB's interface and the layout is what it asks for; nothing else has this name.
#[unsafe(no_mangle)]
#[used]
pub(crate) static __jit_debug_descriptor: Descriptor = Descriptor {
    version: 1,
    action: AtomicU32::new(0),
    relevant: AtomicPtr::new(std::ptr::null_mut()),
    first: AtomicPtr::new(std::ptr::null_mut()),
};

/// Where GDB has a breakpoint.
// SAFETY: as above.
#[unsafe(no_mangle)]
#[inline(never)]
pub(crate) extern "C" fn __jit_debug_register_code() {
    // Not to be optimized away: GDB looks at the descriptor here.
    std::hint::black_box(&__jit_debug_descriptor);
}

/// The entries, in the order of their links.
#[allow(
    clippy::vec_box,
    reason = "GDB follows the links, so entries stay where they are"
)]
static ENTRIES: Mutex<Vec<Box<Entry>>> = Mutex::new(Vec::new());

const REGISTER: u32 = 1;
const UNREGISTER: u32 = 2;

/// A piece of code that GDB knows, until it is dropped.
#[derive(Debug)]
pub(crate) struct Registration {
    object: Box<[u8]>,
}

impl Registration {
    /// Tells GDB. `changes` says where the code moves the stack pointer (`MachineCode::stack_changes`).
    pub(crate) fn new(name: &str, address: u64, size: u64, changes: &[(u32, i8)]) -> Registration {
        let object = object(name, address, size, changes).into_boxed_slice();
        let mut entries = ENTRIES.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = Box::new(Entry {
            next: AtomicPtr::default(),
            previous: AtomicPtr::default(),
            object: object.as_ptr(),
            size: object.len() as u64,
        });
        entries.push(entry);
        link(&entries, entries.len() - 1);
        tell(REGISTER, &entries[entries.len() - 1]);
        Registration { object }
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        let mut entries = ENTRIES.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = self.object.as_ptr();
        if let Some(i) = entries.iter().position(|entry| entry.object == mine) {
            let entry = entries.remove(i);
            link(&entries, i);
            tell(UNREGISTER, &entry);
        }
    }
}

/// Sets the links at place `i`, between the entry there, if any, and its neighbours.
fn link(entries: &[Box<Entry>], i: usize) {
    let at = |i: Option<usize>| {
        let entry = i.and_then(|i| entries.get(i));
        entry.map_or(std::ptr::null_mut(), |entry| {
            std::ptr::from_ref::<Entry>(entry).cast_mut()
        })
    };
    for k in [i.checked_sub(1), Some(i)].into_iter().flatten() {
        if let Some(entry) = entries.get(k) {
            entry.next.store(at(Some(k + 1)), Ordering::Release);
            entry
                .previous
                .store(at(k.checked_sub(1)), Ordering::Release);
        }
    }
    __jit_debug_descriptor
        .first
        .store(at(Some(0)), Ordering::Release);
}

fn tell(action: u32, entry: &Entry) {
    let entry = std::ptr::from_ref(entry).cast_mut();
    __jit_debug_descriptor
        .relevant
        .store(entry, Ordering::Release);
    __jit_debug_descriptor
        .action
        .store(action, Ordering::Release);
    __jit_debug_register_code();
    __jit_debug_descriptor.action.store(0, Ordering::Release);
}

/// Section names, and where they begin in the table of names.
const SECTION_NAMES: &[u8] = b"\0.text\0.debug_frame\0.symtab\0.strtab\0";
const TEXT: u32 = 1;
const DEBUG_FRAME: u32 = 7;
const SYMTAB: u32 = 20;
const STRTAB: u32 = 28;
/// Sections: none, code, frames, symbols, names of all.
const SECTIONS: u16 = 5;
const HEADER_SIZE: usize = 64;
const SECTION_SIZE: usize = 64;
const SYMBOL_SIZE: u64 = 24;

fn words(out: &mut Vec<u8>, words: &[u64]) {
    for word in words {
        out.extend(word.to_le_bytes());
    }
}

/// An ELF file with a symbol and call frame information for code that is elsewhere.
fn object(name: &str, address: u64, size: u64, changes: &[(u32, i8)]) -> Vec<u8> {
    let frames = debug_frame(address, size, changes);
    let name_offset = SECTION_NAMES.len() as u32;
    let mut names = SECTION_NAMES.to_vec();
    names.extend(name.bytes().filter(|&byte| byte != 0));
    names.push(0);
    let mut symbols = vec![0; SYMBOL_SIZE as usize];
    symbols.extend(name_offset.to_le_bytes());
    // A global function in section 1.
    symbols.extend([0x12, 0, 1, 0]);
    words(&mut symbols, &[address, size]);

    let frames_at = (HEADER_SIZE + SECTION_SIZE * SECTIONS as usize) as u64;
    let symbols_at = frames_at + frames.len() as u64;
    let names_at = symbols_at + symbols.len() as u64;
    let mut out = Vec::new();
    // 64 bits, little-endian, version 1.
    out.extend(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
    for half in [2_u16, 62] {
        // An executable for x86-64.
        out.extend(half.to_le_bytes());
    }
    out.extend(1_u32.to_le_bytes());
    words(&mut out, &[0, 0, HEADER_SIZE as u64]);
    out.extend(0_u32.to_le_bytes());
    let halves = [HEADER_SIZE as u16, 0, 0, SECTION_SIZE as u16, SECTIONS, 4];
    for half in halves {
        out.extend(half.to_le_bytes());
    }
    // Name, type, flags, address, offset, size, link, info, alignment, size of an entry.
    let mut section =
        |name: u32, kind: u32, rest: [u64; 4], link: u32, info: u32, last: [u64; 2]| {
            out.extend(name.to_le_bytes());
            out.extend(kind.to_le_bytes());
            words(&mut out, &rest);
            out.extend(link.to_le_bytes());
            out.extend(info.to_le_bytes());
            words(&mut out, &last);
        };
    section(0, 0, [0; 4], 0, 0, [0; 2]);
    // Code has no bytes in the file; it is allocated and executable.
    section(TEXT, 8, [6, address, 0, size], 0, 0, [16, 0]);
    let length = frames.len() as u64;
    section(DEBUG_FRAME, 1, [0, 0, frames_at, length], 0, 0, [8, 0]);
    let length = symbols.len() as u64;
    section(
        SYMTAB,
        2,
        [0, 0, symbols_at, length],
        4,
        1,
        [8, SYMBOL_SIZE],
    );
    let length = names.len() as u64;
    section(STRTAB, 3, [0, 0, names_at, length], 0, 0, [1, 0]);
    out.extend(frames);
    out.extend(symbols);
    out.extend(names);
    out
}

/// DWARF call frame information: the caller's stack pointer is 8 above ours and what has been pushed, and the return
/// address is right below that. All other registers are as they were. Pieces that end in a jump while something is
/// pushed are taken to have popped it; for the few instructions that pop it elsewhere, the frame is not found.
fn debug_frame(address: u64, size: u64, changes: &[(u32, i8)]) -> Vec<u8> {
    const RSP: u8 = 7;
    const RETURN_ADDRESS: u8 = 16;
    const DEF_CFA: u8 = 0x0c;
    const DEF_CFA_OFFSET: u8 = 0x0e;
    const ADVANCE_LOC4: u8 = 0x04;
    const OFFSET: u8 = 0x80;
    let mut out = Vec::new();
    let mut part = |mut body: Vec<u8>| {
        // The length counts from behind itself; parts end at multiples of 8.
        body.resize((4 + body.len()).next_multiple_of(8) - 4, 0);
        out.extend((body.len() as u32).to_le_bytes());
        out.extend(body);
    };
    let mut common = u32::MAX.to_le_bytes().to_vec();
    // Version 1, no augmentation; code in units of 1, data of -8.
    common.extend([1, 0, 1, 0x78, RETURN_ADDRESS]);
    common.extend([DEF_CFA, RSP, 8, OFFSET | RETURN_ADDRESS, 1]);
    part(common);
    let mut own = 0_u32.to_le_bytes().to_vec();
    words(&mut own, &[address, size]);
    let (mut at, mut pushed) = (0, 0_u8);
    for &(offset, by) in changes {
        pushed = pushed.saturating_add_signed(by);
        let distance = 8 + pushed;
        own.push(ADVANCE_LOC4);
        own.extend((offset - at).to_le_bytes());
        own.extend([DEF_CFA_OFFSET, distance]);
        at = offset;
    }
    part(own);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Vec<*const u8> {
        let entries = ENTRIES.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = Vec::new();
        let mut next = __jit_debug_descriptor.first.load(Ordering::Acquire);
        while let Some(entry) = entries.iter().find(|entry| std::ptr::eq(&***entry, next)) {
            all.push(entry.object);
            next = entry.next.load(Ordering::Acquire);
        }
        assert!(next.is_null());
        all
    }

    #[test]
    fn entries_are_linked_as_long_as_they_live() {
        let [a, b, c] = ["a", "b", "c"].map(|name| Registration::new(name, 4096, 16, &[]));
        let [at_a, at_b, at_c] = [&a, &b, &c].map(|r| r.object.as_ptr());
        assert_eq!(chain(), [at_a, at_b, at_c]);
        drop(b);
        assert_eq!(chain(), [at_a, at_c]);
        drop(a);
        assert_eq!(chain(), [at_c]);
        drop(c);
        assert!(chain().is_empty());
    }

    #[test]
    fn an_object_holds_together() {
        let object = object("name", 0x1000, 0x20, &[(4, 8), (300, -8)]);
        let word = |at: usize| u64::from_le_bytes(object[at..at + 8].try_into().unwrap()) as usize;
        let sections = word(40);
        // Each section but the first begins where the one before ends, and the last ends with the file.
        let mut end = sections + SECTION_SIZE * SECTIONS as usize;
        for i in 2..SECTIONS as usize {
            assert_eq!(word(sections + SECTION_SIZE * i + 24), end);
            end += word(sections + SECTION_SIZE * i + 32);
        }
        assert_eq!(end, object.len());
        assert!(object.ends_with(b"name\0"));
    }
}
