//! What R7RS 6.6 and 6.7 ask of characters: cases, classes, digits, and the names of a few.
//!
//! Nearly all of it is in Rust's standard library, at its Unicode version. The library gives *full*
//! case mappings; `char-upcase` and its like want the *simple* ones, which differ for a few characters that have a
//! one-character mapping beside a longer full one. Folding is lower case of upper case, as
//! CaseFolding.txt is made, with its exceptions. The decimal digits (category Nd) are a table of zeros, as
//! each set of ten is contiguous.
//!
//! The library searches its tables, which is slow where a text is neither ASCII nor short. So what most texts are made
//! of is answered here first: letters from a bitmap, cases from a few whole alphabets and from the blocks that have
//! none. Both hold for every version of Unicode, since assigned letters keep their properties; for all the rest the
//! library is asked.

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

/// True in blocks without upper and lower case: the scripts from Hebrew to Myanmar, punctuation, ideographs with kana
/// and their like, Hangul.
#[inline]
fn is_caseless(code: u32) -> bool {
    matches!(code, 0x2e80..=0xa63f | 0x590..=0x109f | 0x2000..=0x20ff | 0xac00..=0xd7ff)
}

/// The tables of case go up to here: Latin-1, Greek and Cyrillic.
const CASES_END: usize = 0x460;

/// No character: the tables say nothing.
const UNKNOWN: u16 = 0xffff;

/// The upper case of the characters whose simple and full mappings are equally one character.
const UPPER: [u16; CASES_END] = table_of(
    &[
        (0, 0xb4),
        (0xb6, 0xde),
        (0xf7, 0xf7),
        (0x391, 0x3a1),
        (0x3a3, 0x3a9),
        (0x400, 0x42f),
    ],
    &[
        (0x61, 0x7a, -0x20),
        (0xe0, 0xf6, -0x20),
        (0xf8, 0xfe, -0x20),
        (0x3b1, 0x3c1, -0x20),
        (0x3c3, 0x3c9, -0x20),
        (0x430, 0x44f, -0x20),
        (0x450, 0x45f, -0x50),
    ],
);

/// The same for lower case. Not for the capital sigma, which has two.
const LOWER: [u16; CASES_END] = table_of(
    &[(0, 0xff), (0x3b1, 0x3c9), (0x430, 0x45f)],
    &[
        (0x41, 0x5a, 0x20),
        (0xc0, 0xd6, 0x20),
        (0xd8, 0xde, 0x20),
        (0x391, 0x3a1, 0x20),
        (0x3a4, 0x3a9, 0x20),
        (0x400, 0x40f, 0x50),
        (0x410, 0x42f, 0x20),
    ],
);

/// The table in which ranges stay as they are, and others move by so much.
const fn table_of(stay: &[(u32, u32)], moved: &[(u32, u32, i32)]) -> [u16; CASES_END] {
    let mut table = [UNKNOWN; CASES_END];
    let mut i = 0;
    while i < stay.len() + moved.len() {
        let (first, last, distance) = if i < stay.len() {
            (stay[i].0, stay[i].1, 0)
        } else {
            moved[i - stay.len()]
        };
        let mut code = first;
        while code <= last {
            table[code as usize] = (code as i32 + distance) as u16;
            code += 1;
        }
        i += 1;
    }
    table
}

/// What a table says of a character, or that it has no case.
#[inline]
fn frequent(table: &[u16; CASES_END], c: char) -> Option<char> {
    let code = c as u32;
    match table.get(code as usize) {
        Some(&UNKNOWN) => None,
        Some(&other) => char::from_u32(other.into()),
        None if is_caseless(code) => Some(c),
        None => None,
    }
}

/// The simple upper-case mapping (`char-upcase`).
#[inline]
pub fn char_upcase(c: char) -> char {
    if c.is_ascii() {
        c.to_ascii_uppercase()
    } else {
        upcase_beyond_ascii(c)
    }
}

fn upcase_beyond_ascii(c: char) -> char {
    if let Some(upper) = frequent(&UPPER, c) {
        return upper;
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
#[inline]
pub fn char_downcase(c: char) -> char {
    if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        downcase_beyond_ascii(c)
    }
}

fn downcase_beyond_ascii(c: char) -> char {
    if let Some(lower) = frequent(&LOWER, c) {
        return lower;
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

/// The full upper-case mapping of a text (`string-upcase`).
pub fn upcase(text: impl Iterator<Item = char>) -> Vec<char> {
    let mut upper = Vec::with_capacity(text.size_hint().0);
    for c in text {
        match frequent(&UPPER, c) {
            Some(c) => upper.push(c),
            None => upper.extend(c.to_uppercase()),
        }
    }
    upper
}

/// The full lower-case mapping of a text (`string-downcase`), with the final sigma at the end of words.
pub fn downcase(text: impl Iterator<Item = char> + Clone) -> Vec<char> {
    let mut lower = Vec::with_capacity(text.size_hint().0);
    for c in text.clone() {
        match frequent(&LOWER, c) {
            Some(c) => lower.push(c),
            // Which sigma it is depends on the letters around it.
            None if c == '\u{3a3}' => {
                return text.collect::<String>().to_lowercase().chars().collect();
            }
            None => lower.extend(c.to_lowercase()),
        }
    }
    lower
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

/// Ranges in which everything is alphabetic, up to U+FFFF: all Latin-1 letters, and the long ones beyond.
const LETTERS: [(u32, u32); 42] = [
    (0x41, 0x5a),
    (0x61, 0x7a),
    (0xaa, 0xaa),
    (0xb5, 0xb5),
    (0xba, 0xba),
    (0xc0, 0xd6),
    (0xd8, 0xf6),
    (0xf8, 0x2c1),
    (0x370, 0x374),
    (0x386, 0x386),
    (0x388, 0x38a),
    (0x38e, 0x3a1),
    (0x3a3, 0x3f5),
    (0x3f7, 0x481),
    (0x48a, 0x52f),
    (0x531, 0x556),
    (0x560, 0x588),
    (0x5d0, 0x5ea),
    (0x620, 0x657),
    (0x66e, 0x6d3),
    (0x710, 0x73f),
    (0x904, 0x93b),
    (0x93d, 0x94c),
    (0xe01, 0xe3a),
    (0x1000, 0x1036),
    (0x10a0, 0x10c5),
    (0x10d0, 0x10fa),
    (0x10fc, 0x1248),
    (0x13a0, 0x13f5),
    (0x1401, 0x166c),
    (0x1780, 0x17b3),
    (0x1820, 0x1878),
    (0x1c90, 0x1cba),
    (0x1e00, 0x1f15),
    (0x3005, 0x3007),
    (0x3041, 0x3096),
    (0x30a1, 0x30fa),
    (0x30fc, 0x30ff),
    (0x3105, 0x312f),
    (0x3400, 0x4dbf),
    (0x4e00, 0xa48c),
    (0xac00, 0xd7a3),
];

/// A bit for each character below U+10000 that [`LETTERS`] contains.
static LETTER_BITS: [u64; 1024] = letter_bits();

const fn letter_bits() -> [u64; 1024] {
    let mut bits = [0; 1024];
    let mut i = 0;
    while i < LETTERS.len() {
        let (mut at, last) = LETTERS[i];
        while at <= last {
            // All of a word at once, which keeps the compiler's evaluation short.
            let end = if last < (at | 63) { last } else { at | 63 };
            bits[at as usize >> 6] |= (u64::MAX >> (63 - (end - at))) << (at & 63);
            at = end + 1;
        }
        i += 1;
    }
    bits
}

/// Whether the character with this code is alphabetic, if the bitmap of frequent letters tells: it has all of Latin-1,
/// and beyond that only letters.
#[inline(always)]
pub fn is_frequent_letter(code: u32) -> Option<bool> {
    // Arithmetic is faster than the table.
    if code < 0x80 {
        return Some((code | 0x20).wrapping_sub(0x61) < 26);
    }
    let bits = LETTER_BITS.get(code as usize >> 6)?;
    if bits >> (code & 63) & 1 != 0 {
        Some(true)
    } else if code < 0x100 {
        Some(false)
    } else {
        None
    }
}

/// `char-alphabetic?`: the property Alphabetic.
#[inline]
pub fn is_alphabetic(c: char) -> bool {
    is_frequent_letter(c as u32).unwrap_or_else(|| c.is_alphabetic())
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
