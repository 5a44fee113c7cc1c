//! Writing and reading are inverse: for every odd symbol, string and character, and generated data.

use super::{read, written};
use crate::{Datum, DatumKind, IBig, Number, Span, Symbols, writer};

#[test]
fn odd_symbols() {
    let names = [
        "",
        ".",
        "..",
        "...",
        "1",
        "+1",
        "-1",
        "-inf.0",
        "+inf.0",
        "+NaN.0",
        "+i",
        "-i",
        "+",
        "-",
        "a b",
        "#foo",
        "#",
        "a#",
        "A",
        "é",
        "\n",
        "\0",
        "1/2",
        "1/0",
        "+5x",
        ":a",
        "a:",
        "@x",
        "a@",
        "|",
        "a|b",
        "\\",
        "a\\b",
        "\"",
        "'a",
        "a'b",
        "`",
        ",",
        ";",
        "(",
        "a)",
        "[",
        "{x}",
        "\u{a0}",
        "\u{2028}",
        "\u{feff}",
        "e1",
        "1e1",
        "1e",
        "1+",
        "-1+",
        ".5",
        ".a",
        "+.5",
        "+.a",
        "#t",
        "#\\a",
        "\u{7f}",
        "\u{85}",
        "x\u{301}",
        "日本",
        "+1+2i",
        "1@2",
        "#e1e1000000000",
        "1e1000000000",
        "λ",
        "\t",
        "\u{200b}",
        "quote",
        "#!eof",
        "\u{10ffff}",
    ];
    for name in names {
        let mut text = String::new();
        writer::write_symbol(name, &mut text);
        let (data, errors, _, symbols) = read(text.as_str());
        assert!(
            errors.is_empty() && data.len() == 1,
            "{name:?} is written {text:?}: {errors:?}"
        );
        let symbol = data[0]
            .as_symbol()
            .unwrap_or_else(|| panic!("{name:?} is written {text:?}"));
        assert_eq!(symbols.name(symbol), name);
    }
    assert_eq!(
        written("|a| |2| |+NaN.0abc| |,a| |\\|| |\\\\123| |+5x|"),
        "a |2| |+NaN.0abc| |,a| |\\|| |\\\\123| +5x"
    );
}

#[test]
fn all_characters() {
    let mut text = String::new();
    for c in (0..0x3000)
        .chain(0xd7f0..0xe010)
        .chain(0xfff0..0x10010)
        .chain([0x10ffff])
    {
        let Some(c) = char::from_u32(c) else { continue };
        text.clear();
        writer::write_char(c, &mut text);
        let (data, errors, _, _) = read(text.as_str());
        assert!(
            errors.is_empty() && data.len() == 1,
            "{c:?} is written {text:?}"
        );
        assert!(
            matches!(data[0].kind(), DatumKind::Char(read) if *read == c),
            "{c:?} {text:?}"
        );
    }
}

#[test]
fn strings_of_all_characters() {
    let all: String = (0..0x2100)
        .chain([0xfeff, 0x1f600, 0x10ffff])
        .filter_map(char::from_u32)
        .collect();
    let mut text = String::new();
    writer::write_string(&all, &mut text);
    let (data, errors, _, _) = read(text.as_str());
    assert!(errors.is_empty());
    assert!(matches!(data[0].kind(), DatumKind::String(read) if **read == *all));
    text.clear();
    writer::write_symbol(&all, &mut text);
    let (data, errors, _, symbols) = read(text.as_str());
    assert!(errors.is_empty());
    assert_eq!(symbols.name(data[0].as_symbol().unwrap()), all);
}

/// A small generator of data.
struct Generator {
    state: u64,
    symbols: Symbols,
}

impl Generator {
    fn below(&mut self, limit: u64) -> u64 {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % limit
    }

    fn text(&mut self) -> String {
        let alphabet = [
            'a', 'B', '1', '.', '+', 'i', '\\', '"', '|', ' ', '\n', '#', 'é', '😀', '\0', '@',
            '/', 'e',
        ];
        (0..self.below(6))
            .map(|_| alphabet[self.below(alphabet.len() as u64) as usize])
            .collect()
    }

    fn real(&mut self) -> Number {
        let bits = self.state;
        match self.below(5) {
            0 => Number::Fixnum(self.below(2_000) as i64 - 1_000),
            1 => Number::Fixnum(bits as i64),
            2 => Number::integer(IBig::from(bits as i64).pow(self.below(5) as usize)),
            3 => Number::flonum(f64::from_bits(bits)),
            _ => Number::ratio(IBig::from(bits as i64), IBig::from(self.below(90) + 1)).unwrap(),
        }
    }

    fn data(&mut self, depth: u32) -> Vec<Datum> {
        (0..self.below(4)).map(|_| self.datum(depth)).collect()
    }

    fn datum(&mut self, depth: u32) -> Datum {
        let span = Span::NONE;
        let choices = if depth == 0 { 7 } else { 11 };
        match self.below(choices) {
            0 => Datum::bool(span, self.below(2) == 0),
            1 => Datum::char(span, char::from_u32(self.below(0xd800) as u32).unwrap()),
            2 => Datum::number(span, self.real()),
            3 => {
                let (real, imaginary) = (self.real(), self.real());
                Datum::number(span, Number::rectangular(real, imaginary))
            }
            4 => {
                let name = self.text();
                Datum::symbol(span, self.symbols.intern(&name))
            }
            5 => Datum::string(span, self.text()),
            6 => Datum::bytevector(span, self.text().into_bytes()),
            7 => Datum::vector(span, self.data(depth - 1)),
            8 => {
                let items = self.data(depth - 1);
                Datum::list_with_tail(span, items, self.datum(depth - 1))
            }
            9 => {
                let names = ["quote", "unquote", "unquote-splicing", "quasiquote"];
                let name = names[self.below(4) as usize];
                let head = Datum::symbol(span, self.symbols.intern(name));
                Datum::list(span, [head, self.datum(depth - 1)])
            }
            _ => Datum::list(span, self.data(depth - 1)),
        }
    }
}

#[test]
fn generated_data() {
    let mut generator = Generator {
        state: 42,
        symbols: Symbols::new(),
    };
    for _ in 0..5_000 {
        let datum = generator.datum(4);
        let text = writer::write(&datum, &generator.symbols);
        let mut sources = crate::Sources::new();
        let file = sources.add("generated", text.as_str());
        let (data, errors) = crate::read_all(&sources, file, &mut generator.symbols);
        assert!(
            errors.is_empty(),
            "{text}: {}",
            errors[0].describe(&sources)
        );
        assert_eq!(data.len(), 1, "{text}");
        assert!(data[0].equal(&datum), "{text} read as {:?}", data[0]);
    }
}
