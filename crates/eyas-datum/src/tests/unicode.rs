//! The case mappings and digits, against properties and known exceptions.

use crate::unicode::*;

fn characters() -> impl Iterator<Item = char> {
    (0..=0x10ffff).filter_map(char::from_u32)
}

#[test]
fn simple_mappings() {
    for (lower, upper) in [
        ('a', 'A'),
        ('é', 'É'),
        ('ÿ', 'Ÿ'),
        ('ᾳ', 'ᾼ'),
        ('ᾀ', 'ᾈ'),
        ('ⴀ', 'Ⴀ'),
        ('ა', 'Ა'),
    ] {
        assert_eq!(char_upcase(lower), upper);
        assert_eq!(char_downcase(upper), lower);
        assert_eq!(char_foldcase(upper), lower);
    }
    assert_eq!(
        (char_upcase('ß'), char_downcase('ẞ'), char_foldcase('ẞ')),
        ('ß', 'ß', 'ß')
    );
    assert_eq!(
        (char_downcase('İ'), char_foldcase('İ'), char_foldcase('ı')),
        ('i', 'İ', 'ı')
    );
    assert_eq!(
        (char_foldcase('ς'), char_downcase('Σ'), char_foldcase('K')),
        ('σ', 'σ', 'k')
    );
    assert_eq!(
        (char_foldcase('Ꭰ'), char_foldcase('ꭰ'), char_downcase('Ꭰ')),
        ('Ꭰ', 'Ꭰ', 'ꭰ')
    );
    // The title-case digraphs.
    assert_eq!(
        (char_upcase('ǅ'), char_downcase('ǅ'), char_foldcase('ǅ')),
        ('Ǆ', 'ǆ', 'ǆ')
    );
}

fn up(text: &str) -> String {
    upcase(text.chars()).into_iter().collect()
}

#[test]
fn full_mappings() {
    let down = |text: &str| downcase(text.chars()).into_iter().collect::<String>();
    assert_eq!(up("Straße ﬁ"), "STRASSE FI");
    assert_eq!(down("ΧΑΟΣ ΣΑΣ"), "χαος σας");
    assert_eq!(up("µÿ к チョ ΐ"), "ΜŸ К チョ Ι\u{308}\u{301}");
    assert_eq!(down("İK ПЁ チョ"), "i\u{307}k пё チョ");
    assert_eq!(foldcase("Straße ẞ ΧΑΟΣ"), "strasse ss χαοσ");
    assert_eq!(foldcase("İıᾳΐ"), "i\u{307}ıαι\u{3b9}\u{308}\u{301}");
    assert_eq!(foldcase("ABC"), "abc");
}

#[test]
fn folding_is_idempotent_and_ignores_case() {
    for c in characters() {
        let folded = char_foldcase(c);
        assert_eq!(char_foldcase(folded), folded, "{c:?}");
        let text = foldcase(&c.to_string());
        assert_eq!(foldcase(&text), text, "{c:?}");
        if !matches!(c, 'ı' | 'İ') {
            assert_eq!(char_foldcase(char_upcase(c)), folded, "{c:?}");
            assert_eq!(foldcase(&up(&c.to_string())), text, "{c:?}");
        }
    }
}

#[test]
fn digits() {
    assert_eq!(digit_value('0'), Some(0));
    assert_eq!(digit_value('9'), Some(9));
    assert_eq!(digit_value('٣'), Some(3));
    assert_eq!(digit_value('a'), None);
    assert_eq!(digit_value('½'), None);
    assert_eq!(digit_value('Ⅷ'), None);
    let count = characters()
        .filter(|&c| digit_value(c).is_some())
        .inspect(|c| assert!(c.is_numeric()))
        .count();
    assert_eq!(count, 770);
}

#[test]
fn the_frequent_answers_are_those_of_the_library() {
    for c in characters() {
        assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c:?}");
        let upper = upcase(std::iter::once(c));
        assert!(c.to_uppercase().eq(upper.iter().copied()), "{c:?}");
        let lower = downcase(std::iter::once(c));
        assert!(c.to_lowercase().eq(lower.iter().copied()), "{c:?}");
        if let [upper] = upper[..] {
            assert_eq!(char_upcase(c), upper, "{c:?}");
        }
        if let [lower] = lower[..] {
            assert_eq!(char_downcase(c), lower, "{c:?}");
        }
    }
}
