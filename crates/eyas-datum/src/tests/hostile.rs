//! Texts made to break readers: deep, long, or random. None may crash or take more than linear time.

use super::{errors, read};
use crate::{Datum, DatumKind, Span, Symbols, writer};

const DEEP: usize = 1_000_000;

fn nested(depth: usize, open: &str, middle: &str, close: &str) -> String {
    format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
}

/// Reads, writes, compares, hashes and drops.
fn survives(text: &str) {
    let (data, errors, mut sources, mut symbols) = read(text);
    assert!(errors.is_empty(), "{:?}", errors[0]);
    assert_eq!(data.len(), 1);
    let file = sources.add("again", writer::write(&data[0], &symbols));
    let (again, _) = crate::read_all(&sources, file, &mut symbols);
    assert!(again[0].equal(&data[0]));
    let hash = |datum: &Datum| {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        datum.hash(&mut hasher);
        hasher.finish()
    };
    assert_eq!(hash(&again[0]), hash(&data[0]));
}

#[test]
fn deep_data() {
    survives(&nested(DEEP, "(", "x", ")"));
    survives(&nested(DEEP, "'", "x", ""));
    survives(&nested(DEEP / 10, "#(", "", ")"));
    survives(&nested(DEEP / 10, "(a . ", "x", ")"));
    survives(&nested(DEEP / 10, "(a . (", "x", "))"));
    survives(&nested(DEEP / 10, "(a . '", "x", ")"));
}

#[test]
fn deep_labels() {
    let labels: String = (0..100_000).map(|n| format!("#{n}=(")).collect();
    survives(&format!("{labels}{}", ")".repeat(100_000)));
    let chain: String = (0..100_000).map(|n| format!("#{n}=")).collect();
    survives(&format!("{chain}x"));
}

#[test]
fn deep_comments() {
    let (data, errors, _, _) = read(format!("{} a", nested(DEEP, "#|", "x", "|#")));
    assert_eq!((data.len(), errors.len()), (1, 0));
    // One datum more than comments.
    let (data, errors, _, _) = read(nested(DEEP, "#;", "x ", "y "));
    assert_eq!((data.len(), errors.len()), (1, 0));
}

#[test]
fn deep_and_unfinished() {
    assert_eq!(
        errors("(".repeat(DEEP)),
        "t.scm:1:1000001: the input ends inside a list (list opened at 1:1000000)"
    );
    assert_eq!(errors("'".repeat(DEEP)).lines().count(), 1);
    assert_eq!(errors("#;".repeat(DEEP)).lines().count(), 1);
    assert_eq!(errors("#|".repeat(DEEP)).lines().count(), 1);
    assert_eq!(
        errors(format!("(\"{}", "x".repeat(DEEP))).lines().count(),
        1
    );
}

#[test]
fn errors_are_limited() {
    assert_eq!(errors(")".repeat(DEEP)).lines().count(), 101);
    assert_eq!(errors("[".repeat(DEEP)).lines().count(), 101);
    assert!(errors("]".repeat(DEEP)).ends_with("too many errors: reading stops here"));
}

#[test]
fn long_data() {
    let (data, _, _, _) = read(format!("#({})", "1 ".repeat(DEEP)));
    let DatumKind::Vector(items) = data[0].kind() else {
        panic!()
    };
    assert_eq!(items.len(), DEEP);
    let (data, _, _, _) = read(format!("({})", "abc\n".repeat(DEEP)));
    assert_eq!(data[0].as_list().unwrap().len(), DEEP);
    let (data, _, _, _) = read(format!("#u8({})", "255 ".repeat(DEEP)));
    assert!(matches!(data[0].kind(), DatumKind::Bytevector(bytes) if bytes.len() == DEEP));
    let (data, _, _, symbols) = read("x".repeat(10 * DEEP));
    assert_eq!(symbols.name(data[0].as_symbol().unwrap()).len(), 10 * DEEP);
    let (_, errors, _, _) = read(format!("\"{}\"", "\\n".repeat(DEEP)));
    assert!(errors.is_empty());
    let (_, errors, _, _) = read(format!("\"{}\"", "\r\n".repeat(DEEP)));
    assert!(errors.is_empty());
    let (_, errors, _, _) = read("; x\n".repeat(DEEP));
    assert!(errors.is_empty());
}

#[test]
fn million_digits() {
    let digits = "7".repeat(1_000_000);
    assert_eq!(super::written(digits.as_str()), digits);
    let (_, errors, _, _) = read(format!(
        "{digits}x {digits}.5 #i{digits} 1e{digits} -1e-{digits}"
    ));
    assert!(errors.is_empty());
    // Exact decimals are ten times slower than integers in this unoptimized build.
    let digits = &digits[..100_000];
    let (_, errors, _, _) = read(format!("#e{digits}.{digits} #e.{digits}e-10"));
    assert!(errors.is_empty());
}

/// A generator of noise; a linear congruence is random enough.
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed;
    (0..length)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .collect()
}

#[test]
fn random_bytes() {
    for seed in 0..200 {
        read(noise(seed, 2_000));
    }
    let (_, errors, _, _) = read(noise(1, 1_000_000));
    assert!(!errors.is_empty());
}

/// Noise made of what the syntax is made of gets further in.
#[test]
fn random_tokens() {
    let tokens = [
        "(",
        ")",
        "#(",
        "#u8(",
        "'",
        ",@",
        " . ",
        "#;",
        "#0=",
        "#0#",
        "#1=",
        "a ",
        "1 ",
        "\"",
        "\\",
        "|",
        "#|",
        "|#",
        ";",
        "\n",
        "#\\",
        "x41;",
        "#e1/2 ",
        "[",
        "]",
        "é",
        "#!fold-case ",
        " ",
        "255 ",
        "#t ",
    ];
    for seed in 0..2_000 {
        let text: String = noise(seed, 60)
            .iter()
            .map(|&b| tokens[b as usize % tokens.len()])
            .collect();
        let (data, errors, _, symbols) = read(text.clone());
        for datum in &data {
            let written = writer::write(datum, &symbols);
            let (again, errors, _, other) = read(written.clone());
            assert!(
                errors.is_empty() && again.len() == 1,
                "{text:?} -> {written:?}"
            );
            assert_eq!(writer::write(&again[0], &other), written);
        }
        for error in errors {
            assert!(!error.to_string().contains('\n'));
        }
    }
}

#[test]
fn deep_and_shared() {
    let mut symbols = Symbols::new();
    let mut datum = Datum::symbol(Span::NONE, symbols.intern("x"));
    for _ in 0..DEEP {
        datum = Datum::list(Span::NONE, [datum]);
    }
    let copy = datum.clone();
    drop(datum);
    assert!(copy.as_list().is_some());
    assert!(format!("{copy:?}").starts_with("(((("));
}
