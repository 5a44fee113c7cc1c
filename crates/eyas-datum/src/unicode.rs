//! What R7RS 6.6 and 6.7 ask of characters: cases, classes, digits, and the names of a few.
//!
//! Nearly all of it is in Rust's standard library, at its Unicode version. The library gives *full*
//! case mappings; `char-upcase` and its like want the *simple* ones, which differ for a few characters that have a
//! one-character mapping beside a longer full one. Folding is lower case of upper case, as
//! CaseFolding.txt is made, with its exceptions. The decimal digits (category Nd) are a table of zeros, as
//! each set of ten is contiguous.

/// The character with this name after `#\` (R7RS 6.6, and the common further ones).
pub fn character_named(name: &str) -> Option<char> {
    Some(match name {
        "alarm" => '\u{7}',
        "backspace" => '\u{8}',
        "delete" | "rubout" => '\u{7f}',
        "escape" | "esc" | "altmode" => '\u{1b}',
        "newline" | "linefeed" => '\n',
        "null" | "nul" => '\0',
        "page" => '\u{c}',
        "return" => '\r',
        "space" => ' ',
        "tab" => '\t',
        "vtab" => '\u{b}',
        _ => return None,
    })
}

/// The name R7RS 6.6 gives a character, if it gives one.
pub fn character_name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{7}' => "alarm",
        '\u{8}' => "backspace",
        '\u{7f}' => "delete",
        '\u{1b}' => "escape",
        '\n' => "newline",
        '\0' => "null",
        '\r' => "return",
        ' ' => "space",
        '\t' => "tab",
        _ => return None,
    })
}

/// The only element of a mapping, if it is one character.
fn only(mut mapping: impl Iterator<Item = char>) -> Option<char> {
    let first = mapping.next()?;
    mapping.next().is_none().then_some(first)
}

/// The simple upper-case mapping (`char-upcase`).
pub fn char_upcase(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    only(c.to_uppercase()).unwrap_or(match c {
        // Greek with iota subscript: the full mapping spells the iota out, the simple one is the
        // title-case letter.
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => {
            char::from_u32(c as u32 + 8).unwrap_or(c)
        }
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => char::from_u32(c as u32 + 9).unwrap_or(c),
        _ => c,
    })
}

/// The simple lower-case mapping (`char-downcase`).
pub fn char_downcase(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    // Only the capital I with dot has a longer full mapping, and its simple one is `i`.
    only(c.to_lowercase()).unwrap_or('i')
}

/// The simple case folding (`char-foldcase`).
pub fn char_foldcase(c: char) -> char {
    match c {
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        // The Turkic letters fold only in Turkic texts.
        '\u{130}' | '\u{131}' => c,
        // Cherokee folds to upper case, for it had no lower case at first.
        '\u{13a0}'..='\u{13f5}' => c,
        '\u{13f8}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}' => char_upcase(c),
        // Equal letters encoded twice, whose full mappings are long.
        '\u{1fd3}' => '\u{390}',
        '\u{1fe3}' => '\u{3b0}',
        '\u{fb05}' => '\u{fb06}',
        _ => char_downcase(char_upcase(c)),
    }
}

/// The full upper-case mapping of a string (`string-upcase`).
pub fn upcase(text: &str) -> String {
    text.to_uppercase()
}

/// The full lower-case mapping of a string (`string-downcase`), with the final sigma at the end of words.
pub fn downcase(text: &str) -> String {
    text.to_lowercase()
}

/// The full case folding of a string (`string-foldcase`).
pub fn foldcase(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            '\u{131}' => folded.push(c),
            // Capital sharp s has no longer upper case to go through.
            '\u{1e9e}' => folded.push_str("ss"),
            '\u{13a0}'..='\u{13f5}' | '\u{13f8}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}' => {
                folded.push(char_foldcase(c));
            }
            _ => folded.extend(c.to_uppercase().flat_map(char::to_lowercase)),
        }
    }
    folded
}

/// The digits zero of all sets of decimal digits, ascending.
const ZEROS: [u32; 77] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
    0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0,
    0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50,
    0x11da0, 0x11de0, 0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce,
    0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
];

/// The value of a decimal digit of any script (`digit-value`); `None` for all that is not in
/// category Nd.
pub fn digit_value(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let after = ZEROS.partition_point(|&zero| zero <= c as u32);
    let value = c as u32 - ZEROS[after - 1];
    (value < 10).then_some(value)
}

/// `char-alphabetic?`: the property Alphabetic.
pub fn is_alphabetic(c: char) -> bool {
    c.is_alphabetic()
}

/// `char-numeric?`: category Nd.
pub fn is_numeric(c: char) -> bool {
    digit_value(c).is_some()
}

/// `char-whitespace?`: the property White_Space.
pub fn is_whitespace(c: char) -> bool {
    c.is_whitespace()
}

/// `char-upper-case?`: the property Uppercase.
pub fn is_upper(c: char) -> bool {
    c.is_uppercase()
}

/// `char-lower-case?`: the property Lowercase.
pub fn is_lower(c: char) -> bool {
    c.is_lowercase()
}
