//! Images read back as written; damaged ones are errors.

use super::*;
use crate::text::parse;

fn sample() -> Image {
    let text = r#"(unit "a" 0 (files ("f.scm" 10 20 15)) (constants
        #t #f nil eof unspecified absent unbound (char 955) (fixnum -9223372036854775808)
        (flonum 4607182418800017408) (big - "0000000000000000ff") (ratio 8 8) (complex 9 9) (pair 1 2)
        (symbol "s") (string "s") (bytevector "00ff") (vector 1 2) (list (1 2) 2) (global "m" "s")
        (template 0) (closure 0) (primitive car)
        (record-type "p" ("x" "y") _ 2) (record-type "q" ("z") 23 1))
      (maps () (r1 r100))
      (procedure "f" (exactly 2) (frame 9) (captures 1) (span 0 4 9) (constants 1 2 3)
        (code 0 (int r3 -5) 1 (vector r3 _ (r1 r2 r3 r4 r5)) 4 (switch r1 -2 (@7 @9 @8)) 7 (word ff)
          8 (record-ref r1 r2 $0 1) 10 (return r1))
        (returns (1 2 3 0 values) (5 3 1 1)) (safepoints (1 0) (4 1))
        (places (0 (0 5 6) () (0 1 2))))
      (procedure "g" (cases 0 0) (frame 0) (captures 1)))"#;
    let text = text.replace("(vector r3 _ (", "(vector r3 (");
    let unit = parse(&text).expect("a unit");
    let mut clean = unit.clone();
    clean.procedures[0].code.remove(7);
    Image {
        build: "test".into(),
        features: 0,
        units: vec![unit, clean, Unit::default()],
        attachments: vec![("interface".into(), [1, 2, 3].into())],
    }
}

#[test]
fn images_read_back() {
    let image = sample();
    let bytes = write(&image);
    assert_eq!(read(&bytes, "test"), Ok(image));
    assert_eq!(read(&bytes, "other"), Err(ImageError::Build));
    assert_eq!(read(&write(&Image::default()), ""), Ok(Image::default()));
}

#[test]
fn headers_are_checked() {
    let bytes = write(&sample());
    let with = |at: usize, byte: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = byte;
        read(&bytes, "test")
    };
    assert_eq!(with(0, 0), Err(ImageError::NotAnImage));
    assert_eq!(with(8, 9), Err(ImageError::Version(9)));
    assert_eq!(with(12, 4), Err(ImageError::Features(4)));
    assert_eq!(with(20, bytes[20] ^ 1), Err(ImageError::Hash));
    assert_eq!(with(bytes.len() - 1, 77), Err(ImageError::Hash));
}

/// Damage with the hash put right, so that it reaches the parser.
#[test]
fn damage_never_panics() {
    let good = write(&sample());
    let mut seed = 1u64;
    for round in 0..20_000usize {
        let mut bytes = good.clone();
        for _ in 0..=round % 3 {
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let at = HEADER + (seed >> 33) as usize % (bytes.len() - HEADER);
            bytes[at] = (seed >> 20) as u8;
        }
        if round % 5 == 0 {
            bytes.truncate(HEADER + (seed >> 40) as usize % (bytes.len() - HEADER));
        }
        let hash = hash128(&bytes[HEADER..]).to_le_bytes();
        bytes[16..32].copy_from_slice(&hash);
        if let Ok(image) = read(&bytes, "test") {
            for unit in image.units {
                let _ = crate::verify::verify(unit);
            }
        }
    }
}

#[test]
fn hashes_differ() {
    let mut seen = std::collections::HashSet::new();
    for length in 0..100 {
        assert!(seen.insert(hash128(&vec![0; length])));
        for bit in 0..8 * length {
            let mut bytes = vec![0; length];
            bytes[bit / 8] = 1 << (bit % 8);
            assert!(seen.insert(hash128(&bytes)));
        }
    }
}
