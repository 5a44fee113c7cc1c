//! A 128-bit hash of bytes, for finding damage and telling contents apart.
//!
//! Two lanes of multiply-and-fold (the primitive of wyhash, Wang Yi) over 16 bytes at a time. It is our own, and not a
//! dependency, because all we ask is that accidents do not collide and that the result never changes: the
//! images of one build must mean the same in the next. It is no defence against somebody who wants a collision.

const K: [u64; 4] = [
    0x9E37_79B9_7F4A_7C15,
    0xBF58_476D_1CE4_E5B9,
    0x94D0_49BB_1331_11EB,
    0xD6E8_FEB8_6659_FD93,
];

fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// The hash of some bytes.
pub fn hash128(bytes: &[u8]) -> u128 {
    let mut lanes = [K[0] ^ bytes.len() as u64, K[1]];
    let mut step = |block: &[u8; 16]| {
        let (low, high) = block.split_at(8);
        let mut word = [0; 8];
        word.copy_from_slice(low);
        let a = u64::from_le_bytes(word);
        word.copy_from_slice(high);
        let b = u64::from_le_bytes(word);
        let first = fold(a ^ K[2] ^ lanes[1], b ^ lanes[0]);
        let second = fold(b ^ K[3] ^ lanes[0], a ^ lanes[1].rotate_left(29));
        // Adding keeps a lane from sticking at zero.
        lanes = [first.wrapping_add(lanes[1]), second.wrapping_add(lanes[0])];
    };
    let mut blocks = bytes.chunks_exact(16);
    for block in &mut blocks {
        let mut copy = [0; 16];
        copy.copy_from_slice(block);
        step(&copy);
    }
    let mut last = [0; 16];
    last[..blocks.remainder().len()].copy_from_slice(blocks.remainder());
    step(&last);
    step(&[0; 16]);
    u128::from(lanes[0]) << 64 | u128::from(lanes[1])
}
