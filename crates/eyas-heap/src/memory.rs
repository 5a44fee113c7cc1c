//! Raw words: the few functions through which the crate touches heap memory.
//!
//! `Value` is a safe type that carries an address, so the border between safe and unsafe cannot be drawn at each
//! load; it is drawn around the crate. Every function here relies on one invariant, **In the arena**: the address
//! range given lies in the committed part of the arena (`arena.rs`), is aligned as stated, and no Rust reference to
//! it exists. Callers keep it because they only form addresses from live `Value`s, from allocation cursors, and
//! from block numbers below the committed count. The memory is plain bytes without invalid states.

/// Reads the word at `address`, a multiple of 8.
#[inline(always)]
pub(crate) fn load(address: usize) -> u64 {
    debug_assert!(address.is_multiple_of(8) && address != 0);
    // SAFETY: "In the arena" (module docs), kept by the caller.
    unsafe { (address as *const u64).read() }
}

/// Writes the word at `address`, a multiple of 8.
#[inline(always)]
pub(crate) fn store(address: usize, word: u64) {
    debug_assert!(address.is_multiple_of(8) && address != 0);
    // SAFETY: "In the arena" (module docs), kept by the caller.
    unsafe { (address as *mut u64).write(word) }
}

/// Copies an object of `bytes` bytes, a multiple of 16; the places do not overlap.
#[inline(always)]
pub(crate) fn copy(source: usize, target: usize, bytes: usize) {
    debug_assert!(bytes.is_multiple_of(16) && (source.abs_diff(target) >= bytes));
    if bytes <= 128 {
        // A call of memcpy costs more than most objects take.
        let mut at = 0;
        while at < bytes {
            let (a, b) = (load(source + at), load(source + at + 8));
            store(target + at, a);
            store(target + at + 8, b);
            at += 16;
        }
    } else {
        // SAFETY: "In the arena" for both places (module docs), and they do not overlap.
        unsafe { std::ptr::copy_nonoverlapping(source as *const u8, target as *mut u8, bytes) }
    }
}

/// Writes words from `address` on, a multiple of 8. They come from elsewhere: no reference into the arena exists.
#[inline(always)]
pub(crate) fn store_words(address: usize, words: &[u64]) {
    debug_assert!(address.is_multiple_of(8) && address != 0);
    // SAFETY: "In the arena" (module docs), kept by the caller; nothing borrowed overlaps it.
    unsafe { std::ptr::copy_nonoverlapping(words.as_ptr(), address as *mut u64, words.len()) }
}

/// Writes bytes from `address` on. They come from elsewhere: no reference to where they go exists.
#[inline(always)]
pub(crate) fn store_bytes(address: usize, bytes: &[u8]) {
    // SAFETY: "In the arena" (module docs), kept by the caller; nothing borrowed overlaps it.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), address as *mut u8, bytes.len()) }
}

/// Sets `bytes` bytes from `address` to `byte`.
#[inline(always)]
pub(crate) fn fill(address: usize, byte: u8, bytes: usize) {
    // SAFETY: "In the arena" (module docs), kept by the caller.
    unsafe { std::ptr::write_bytes(address as *mut u8, byte, bytes) }
}

/// Bytes at `address`, for as long as the caller's borrow says nothing moves or changes them.
#[inline(always)]
pub(crate) fn bytes<'a>(address: usize, length: usize) -> &'a [u8] {
    // SAFETY: "In the arena" (module docs); the caller bounds the lifetime by a borrow of the mutator.
    unsafe { std::slice::from_raw_parts(address as *const u8, length) }
}

/// Bytes at `address`, exclusively, for as long as the caller's borrow says so.
#[inline(always)]
pub(crate) fn bytes_mut<'a>(address: usize, length: usize) -> &'a mut [u8] {
    // SAFETY: "In the arena" (module docs); the caller bounds the lifetime by a unique borrow of the mutator.
    unsafe { std::slice::from_raw_parts_mut(address as *mut u8, length) }
}

/// Reads the byte at `address`, in the heap or a side table.
#[inline(always)]
pub(crate) fn load_byte(address: usize) -> u8 {
    // SAFETY: "In the arena" (module docs), kept by the caller; the tables are in the same mapping.
    unsafe { (address as *const u8).read() }
}

/// Writes the byte at `address`, in the heap or a side table.
#[inline(always)]
pub(crate) fn store_byte(address: usize, byte: u8) {
    // SAFETY: "In the arena" (module docs), kept by the caller; the tables are in the same mapping.
    unsafe { (address as *mut u8).write(byte) }
}

/// Asks for the cache line of an address, without effect otherwise.
#[inline(always)]
pub(crate) fn prefetch(address: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch has no effect but on the cache, whatever the address.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(address as *const i8);
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}
