//! Tests of the views and of strings, with collections in between; what the tests of tables share.

use crate::config::{HeapConfig, NURSERY_MIN, Stress, Verify};
use crate::kinds::Kind;
use crate::layout::FLAG_IMMUTABLE;
use crate::object::table::{TableHash, Weakness};
use crate::object::text::{Chars, HashSeed, Shape};
use crate::object::{
    Bignum, Bytevector, Cell, Closure, Compnum, Condition, Continuation, Environment, Ephemeron,
    Flonum, Frames, Global, ListEnd, Pair, Parameter, Port, Primitive, Ratnum, Record, RecordType,
    Rectnum, StringObject, Symbol, Table, Template, Vector, WeakPair, eqv, integer,
};
use crate::{Collection, Mutator, Value};

pub(super) fn open() -> Mutator {
    open_with(0)
}

/// A heap that collects at every n-th reservation, too; 0 for not.
pub(super) fn open_with(collect_every: u32) -> Mutator {
    let stress = Stress {
        collect_every,
        major_every: 4,
        poison: true,
        move_everything: true,
    };
    let config = HeapConfig {
        nursery: NURSERY_MIN,
        limit: Some(64 << 20),
        verify: Verify::Always,
        stress,
        hash_seed: Some(1),
    };
    Mutator::open(&config).expect("a small heap opens")
}

pub(super) fn reserve(m: &mut Mutator, bytes: usize) {
    m.reserve(bytes, &mut ())
        .expect("the test heap is large enough");
}

pub(super) fn collect(m: &mut Mutator, what: Collection) {
    m.collect(what, &mut ())
        .expect("the test heap is large enough");
}

pub(super) fn fix(n: i64) -> Value {
    Value::fixnum(n)
}

fn string(m: &mut Mutator, s: &str) -> StringObject {
    reserve(m, StringObject::size_for_str(s));
    StringObject::alloc_str(m, 0, s)
        .as_string()
        .expect("a string was made")
}

#[test]
fn constructors_take_what_their_sizes_say() {
    let mut m = open();
    let m = &mut m;
    reserve(m, 8192);
    let f = Value::FALSE;
    let check = |v: Value, kind: Kind, size: usize| {
        assert_eq!(v.kind(), Some(kind));
        assert_eq!(v.header().expect("it has one").size(), size, "{kind:?}");
    };
    for n in 0..6 {
        let items = vec![f; n];
        check(Vector::alloc(m, n, f), Kind::Vector, Vector::size_for(n));
        check(
            Bytevector::alloc(m, n * 5, 1),
            Kind::Bytes,
            Bytevector::size_for(n * 5),
        );
        check(
            Closure::alloc(m, f, &items),
            Kind::Closure,
            Closure::size_for(n),
        );
        check(Record::alloc(m, f, n, f), Kind::Record, Record::size_for(n));
        check(Frames::alloc(m, n, n), Kind::Frames, Frames::size_for(n));
        let limbs = vec![u64::MAX; n + 1];
        check(
            Bignum::alloc(m, true, &limbs),
            Kind::Bignum,
            Bignum::size_for(n + 1),
        );
        let text = StringObject::alloc(m, n, 'x');
        let shape = Shape {
            length: n,
            wide: false,
        };
        let body = Bytevector::size_for(n);
        assert_eq!(
            StringObject::size_for(shape),
            text.header().expect("it has one").size() + body
        );
    }
    check(Cell::alloc(m, f), Kind::Cell, Cell::SIZE);
    check(
        RecordType::alloc(m, f, f, f, f),
        Kind::RecordType,
        RecordType::SIZE,
    );
    check(
        Condition::alloc(m, f, f, f),
        Kind::Condition,
        Condition::SIZE,
    );
    check(Global::alloc(m, f, f), Kind::Global, Global::SIZE);
    check(Primitive::alloc(m, 7, f), Kind::Primitive, Primitive::SIZE);
    check(Parameter::alloc(m, f, f), Kind::Parameter, Parameter::SIZE);
    check(
        Continuation::alloc(m, [f; Continuation::SLOTS]),
        Kind::Continuation,
        Continuation::SIZE,
    );
    check(
        Environment::alloc(m, 2),
        Kind::Environment,
        Environment::SIZE,
    );
    check(Port::alloc(m, 64, fix(0), f, f), Kind::Port, Port::SIZE);
    check(WeakPair::alloc(m, f, f), Kind::WeakPair, WeakPair::SIZE);
    check(Ephemeron::alloc(m, f, f), Kind::Ephemeron, Ephemeron::SIZE);
    check(Ratnum::alloc(m, fix(1), fix(2)), Kind::Ratnum, Ratnum::SIZE);
    check(
        Rectnum::alloc(m, fix(1), fix(2)),
        Kind::Rectnum,
        Rectnum::SIZE,
    );
    check(Compnum::alloc(m, 1.0, 2.0), Kind::Compnum, Compnum::SIZE);
    check(Flonum::alloc(m, 1e100), Kind::Flonum, Flonum::SIZE);
    check(
        Table::alloc(m, fix(0), Weakness::None, f, f),
        Kind::Table,
        Table::SIZE,
    );
    reserve(m, Template::size_for(4));
    check(
        Template::alloc(m, 8, 16, 24, 4),
        Kind::Template,
        Template::size_for(4),
    );
}

#[test]
fn absurd_sizes_are_refused_and_not_wrapped() {
    let mut m = open();
    for size in [
        Vector::size_for(usize::MAX),
        Bytevector::size_for(usize::MAX),
        Bignum::size_for(usize::MAX / 2),
        Pair::size_for_list(usize::MAX),
        StringObject::size_for(Shape {
            length: usize::MAX,
            wide: true,
        }),
    ] {
        assert!(size.checked_mul(8).is_some());
        assert!(m.reserve(size, &mut ()).is_err());
    }
}

#[test]
fn views_prove_the_kind() {
    let mut m = open();
    reserve(&mut m, 1024);
    let vector = Vector::alloc_from(&mut m, FLAG_IMMUTABLE, &[fix(1), fix(2), fix(3)]);
    let pair = Pair::alloc(&mut m, fix(1), vector);
    assert!(
        vector
            .as_vector()
            .is_some_and(|v| v.len() == 3 && v.is_immutable())
    );
    assert!(
        vector.as_string().is_none() && vector.as_pair().is_none() && pair.as_vector().is_none()
    );
    assert!(fix(8).as_vector().is_none() && Value::NIL.kind().is_none() && pair.kind().is_none());
    assert_eq!(vector.as_vector().and_then(|v| v.get(3)), None);
    assert_eq!(pair.as_pair().map(Pair::cdr), Some(vector));
    let cell = Cell::alloc(&mut m, pair)
        .as_cell()
        .expect("a cell was made");
    cell.set(&mut m, vector);
    assert!(cell.get() == vector);
}

#[test]
fn vectors_copy_overlapping_parts() {
    let mut m = open();
    reserve(&mut m, 1024);
    let items: Vec<Value> = (0..10).map(fix).collect();
    let numbers = |v: Vector, m: &Mutator| -> Vec<i64> {
        v.as_slice(m).iter().map(|v| v.fixnum_value()).collect()
    };
    let v = Vector::alloc_from(&mut m, 0, &items)
        .as_vector()
        .expect("a vector was made");
    v.copy_from(&mut m, 2, v, 0..5);
    assert_eq!(numbers(v, &m), [0, 1, 0, 1, 2, 3, 4, 7, 8, 9]);
    v.copy_from(&mut m, 0, v, 2..7);
    assert_eq!(numbers(v, &m), [0, 1, 2, 3, 4, 3, 4, 7, 8, 9]);
    let part = v
        .alloc_part(&mut m, 1..3)
        .as_vector()
        .expect("a vector was made");
    assert_eq!(numbers(part, &m), [1, 2]);
}

#[test]
fn list_length_sees_every_end() {
    let mut m = open();
    reserve(&mut m, Pair::size_for_list(300));
    let items: Vec<Value> = (0..200).map(fix).collect();
    let list = Pair::alloc_list(&mut m, &items, Value::NIL);
    assert!(Pair::list_length(list) == ListEnd::Proper(200));
    assert!(Pair::list_length(Value::NIL) == ListEnd::Proper(0));
    assert!(Pair::list_length(fix(1)) == ListEnd::Dotted(0, fix(1)));
    let dotted = Pair::alloc_list(&mut m, &items[..3], fix(9));
    assert!(Pair::list_length(dotted) == ListEnd::Dotted(3, fix(9)));
    let mut at = list.as_pair().expect("it is a list");
    while let Some(next) = at.cdr().as_pair() {
        at = next;
    }
    at.set_cdr(&mut m, list);
    assert!(Pair::list_length(list) == ListEnd::Circular);
    at.set_cdr(&mut m, at.value());
    assert!(Pair::list_length(list) == ListEnd::Circular);
}

#[test]
fn integers_have_one_form() {
    let mut m = open();
    reserve(&mut m, 4096);
    let m = &mut m;
    assert!(Bignum::alloc(m, true, &[0, 0]) == fix(0));
    for n in [Value::FIXNUM_MAX, Value::FIXNUM_MIN] {
        assert!(Bignum::alloc(m, n < 0, &[n.unsigned_abs(), 0]) == fix(n));
        assert!(integer(m, n) == fix(n));
    }
    for n in [
        Value::FIXNUM_MAX + 1,
        Value::FIXNUM_MIN - 1,
        i64::MAX,
        i64::MIN,
    ] {
        let v = integer(m, n);
        let big = v.as_bignum().expect("it does not fit a fixnum");
        assert_eq!(
            (big.is_negative(), big.limbs(m)),
            (n < 0, &[n.unsigned_abs()][..])
        );
        assert!(v.is_exact_integer() && v.is_number());
    }
    let wide = Bignum::alloc_wide(m, i128::MIN)
        .as_bignum()
        .expect("it does not fit a fixnum");
    assert_eq!(wide.limbs(m), [0, 1 << 63]);
}

#[test]
fn eqv_compares_numbers_by_exactness_and_value() {
    let mut m = open();
    reserve(&mut m, 8192);
    let m = &mut m;
    let flonums = [
        0.0,
        -0.0,
        1.0,
        1e100,
        -1e100,
        1e-200,
        f64::INFINITY,
        f64::NAN,
    ];
    let mut numbers: Vec<[Value; 2]> = Vec::new();
    for x in flonums {
        numbers.push([Flonum::alloc(m, x), Flonum::alloc(m, x)]);
        numbers.push([Compnum::alloc(m, x, 1.0), Compnum::alloc(m, x, 1.0)]);
    }
    let big = |m: &mut Mutator, negative| Bignum::alloc(m, negative, &[7, 1]);
    for negative in [false, true] {
        numbers.push([big(m, negative), big(m, negative)]);
        let (a, b) = (big(m, negative), big(m, negative));
        numbers.push([Ratnum::alloc(m, a, fix(10)), Ratnum::alloc(m, b, fix(10))]);
        let (a, b) = (Ratnum::alloc(m, a, fix(10)), Ratnum::alloc(m, b, fix(10)));
        numbers.push([Rectnum::alloc(m, a, fix(1)), Rectnum::alloc(m, b, fix(1))]);
    }
    numbers.push([fix(1), fix(1)]);
    for (i, [a, _]) in numbers.iter().enumerate() {
        for (j, [_, b]) in numbers.iter().enumerate() {
            assert_eq!(eqv(*a, *b), i == j, "numbers {i} and {j}");
            if i == j {
                assert_eq!(TableHash::eqv(*a), TableHash::eqv(*b), "number {i}");
            }
        }
    }
    let other_nan = Flonum::alloc(m, f64::from_bits(f64::NAN.to_bits() ^ 1 << 63));
    assert!(eqv(other_nan, Flonum::alloc(m, f64::NAN)));
    let (a, b) = (m.pair(fix(1), fix(2)), m.pair(fix(1), fix(2)));
    assert!(eqv(a, a) && !eqv(a, b) && !eqv(a, fix(1)) && !eqv(fix(1), a));
}

#[test]
fn text_is_the_same_in_both_widths() {
    let seed = HashSeed::grow(1);
    for length in 0..70 {
        let latin: Vec<u8> = (0..length).map(|i| (i * 7 + 200) as u8).collect();
        let wide: Vec<char> = latin.iter().map(|&b| char::from(b)).collect();
        let (latin, wide) = (Chars::Latin(&latin), Chars::Wide(&wide));
        assert_eq!(latin, wide);
        assert_eq!(latin.hash(seed), wide.hash(seed), "length {length}");
        assert!(latin.cmp(&wide).is_eq() && wide.fits_latin());
        assert_eq!(latin.to_rust(), wide.to_rust());
        assert!(latin.equals_str(&wide.to_rust()) && wide.equals_str(&latin.to_rust()));
        assert!(latin.hash(seed) < 1 << 59);
    }
    let chars: Vec<char> = "λ0123456789abcdefghij".chars().collect();
    for i in 0..chars.len() {
        let mut changed = chars.clone();
        changed[i] = char::from_u32(changed[i] as u32 + 0x100).expect("a scalar value");
        assert_ne!(
            Chars::Wide(&chars).hash(seed),
            Chars::Wide(&changed).hash(seed)
        );
        assert!(Chars::Wide(&chars) < Chars::Wide(&changed));
    }
    assert_eq!(
        Shape::of_str("aÿé"),
        Shape {
            length: 3,
            wide: false
        }
    );
    assert_eq!(
        Shape::of_str("aĀ𝄞"),
        Shape {
            length: 3,
            wide: true
        }
    );
    assert_eq!(Chars::Latin(b"a\xe9\xff\xc3\xa9b").to_rust(), "aéÿÃ©b");
}

#[test]
fn hashes_of_short_strings_differ() {
    let seed = HashSeed::grow(3);
    let mut seen = std::collections::HashSet::new();
    for n in 0..50_000_u32 {
        assert!(
            seen.insert(Chars::Latin(format!("v{n}").as_bytes()).hash(seed) & 0xffff_ffff_ffff)
        );
    }
}

#[test]
fn strings_widen_when_they_must() {
    let mut m = open();
    let m = &mut m;
    let s = string(m, "héllo");
    assert!(!s.is_wide() && s.len() == 5 && s.get(1) == Some('é') && s.get(5).is_none());
    assert!(s.needs_widening('ÿ').is_none());
    assert!(s.set(m, 0, 'J') && !s.set(m, 5, 'x'));
    let size = s
        .needs_widening('λ')
        .expect("a narrow string has no room for it");
    let root = m.push_root(s.value());
    reserve(m, size);
    let s = m.root(root).as_string().expect("it is rooted");
    assert!(s.set(m, 4, 'λ'));
    assert!(s.is_wide() && s.to_rust() == "Jéllλ" && s.needs_widening('λ').is_none());
    collect(m, Collection::Minor);
    collect(m, Collection::Major);
    let s = m.root(root).as_string().expect("it is rooted");
    assert_eq!(s.to_rust(), "Jéllλ");
    assert_eq!(
        s.part_shape(0..4),
        Some(Shape {
            length: 4,
            wide: false
        })
    );
    assert_eq!(s.part_shape(2..6), None);
}

#[test]
fn string_kernels_work_across_widths() {
    let mut m = open();
    reserve(&mut m, 8192);
    let m = &mut m;
    let narrow = StringObject::alloc_str(m, 0, "abcdef")
        .as_string()
        .expect("a string");
    let wide = StringObject::alloc_str(m, 0, "αβγxyz")
        .as_string()
        .expect("a string");
    assert!(narrow.needs_widening_for(wide, 3..6).is_none());
    narrow.copy_from(m, 0, wide, 3..6);
    assert_eq!(narrow.to_rust(), "xyzdef");
    wide.copy_from(m, 1, narrow, 0..2);
    assert_eq!(wide.to_rust(), "αxyxyz");
    wide.copy_from(m, 1, wide, 0..5);
    assert_eq!(wide.to_rust(), "ααxyxy");
    assert!(narrow.needs_widening_for(wide, 0..1).is_some());
    narrow.copy_from(m, 5, wide, 0..1);
    assert_eq!(narrow.to_rust(), "xyzdeα");
    let latin = StringObject::alloc_str(m, 0, "tail")
        .as_string()
        .expect("a string");
    let parts = [latin.value(), narrow.value(), latin.value()];
    let whole = StringObject::alloc_append(m, &parts)
        .as_string()
        .expect("a string");
    assert_eq!(whole.to_rust(), "tailxyzdeαtail");
    let part = whole.alloc_part(m, 0, 4..9).as_string().expect("a string");
    assert!(!part.is_wide() && part.to_rust() == "xyzde");
    assert!(StringObject::append_shape(&[latin.value(), fix(1)]).is_none());
    latin.fill(m, 1..3, '∀');
    assert_eq!(latin.to_rust(), "t∀∀l");
    let filled = StringObject::alloc(m, 3, 'é')
        .as_string()
        .expect("a string");
    assert!(filled.to_rust() == "ééé" && filled.compare(part).is_gt() && !filled.equals(part));
}

#[test]
fn strings_convert_from_and_to_utf8() {
    let mut m = open();
    let m = &mut m;
    for text in ["", "plain", "Grüße", "λx→𝄞!"] {
        reserve(m, 1024);
        let s = StringObject::alloc_str(m, 0, text)
            .as_string()
            .expect("a string");
        assert_eq!(s.utf8_length(0..s.len()), Some(text.len()));
        let length = s.len();
        let bytes = s
            .alloc_utf8_bytes(m, 0..length, text.len())
            .as_bytevector()
            .expect("a bytevector");
        assert_eq!(bytes.bytes(m), text.as_bytes());
        let shape = StringObject::utf8_shape(bytes, 0..text.len());
        assert_eq!(shape, Some(Ok(Shape::of_str(text))));
        let back = StringObject::alloc_utf8(m, bytes, 0..text.len(), Shape::of_str(text));
        assert!(back.as_string().is_some_and(|back| back.equals(s)));
    }
    let bad = Bytevector::alloc_from(m, 0, b"ab\xffcd")
        .as_bytevector()
        .expect("a bytevector");
    assert_eq!(StringObject::utf8_shape(bad, 1..5), Some(Err(2)));
    assert_eq!(StringObject::utf8_shape(bad, 1..6), None);
}

#[test]
fn symbols_are_interned_once() {
    let mut m = open();
    let m = &mut m;
    let names = [
        "car",
        "λ",
        "é",
        "",
        "a rather long name with many characters in it",
    ];
    let mut roots = Vec::new();
    for name in names {
        reserve(m, Symbol::size_for_str(name));
        let symbol = Symbol::intern(m, name);
        roots.push(m.push_root(symbol));
    }
    for round in 0..3 {
        for (name, &root) in names.iter().zip(&roots) {
            let text = string(m, name);
            reserve(m, Symbol::size_for_str(name));
            let symbol = m.root(root);
            assert!(
                Symbol::find(m, name) == Some(symbol),
                "{name} in round {round}"
            );
            assert!(Symbol::intern(m, name) == symbol);
            let view = symbol.as_symbol().expect("it is rooted");
            assert!(view.is_named(m, name) && view.name().is_immutable());
            let _ = text;
        }
        collect(
            m,
            if round == 1 {
                Collection::Major
            } else {
                Collection::Minor
            },
        );
    }
    let text = string(m, "λ");
    let root = m.push_root(text.value());
    reserve(m, Symbol::size_for(text.shape()));
    let text = m.root(root).as_string().expect("it is rooted");
    assert!(Symbol::intern_string(m, text) == m.root(roots[1]));
    assert!(Symbol::find(m, "nobody interned this").is_none());
    reserve(m, Symbol::SIZE);
    let name = m
        .root(roots[0])
        .as_symbol()
        .expect("it is rooted")
        .name_value();
    assert!(Symbol::alloc_uninterned(m, name) != m.root(roots[0]));
}

#[test]
fn records_know_their_ancestors() {
    let mut m = open();
    reserve(&mut m, 1024);
    let m = &mut m;
    let fields = Vector::alloc(m, 2, Value::FALSE);
    let base = RecordType::alloc(m, Value::FALSE, fields, Value::FALSE, fix(0));
    let derived = RecordType::alloc(m, Value::FALSE, fields, base, fix(0));
    let record = Record::alloc_from(m, derived, &[fix(1), fix(2)])
        .as_record()
        .expect("a record");
    assert!(record.is_instance_of(base) && record.is_instance_of(derived));
    let parent = Record::alloc(m, base, 2, fix(5))
        .as_record()
        .expect("a record");
    assert!(parent.is_instance_of(base) && !parent.is_instance_of(derived));
    assert!(record.set(m, 1, fix(9)) && record.get(1) == Some(fix(9)) && record.get(2).is_none());
    assert_eq!(
        derived.as_record_type().map(RecordType::field_count),
        Some(2)
    );
}
