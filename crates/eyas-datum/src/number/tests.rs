//! Tests of numbers as text.

use super::*;

fn read(text: &str) -> Option<Number> {
    parse(text, 10).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What a text reads as, written in radix 10.
fn shown(text: &str) -> String {
    read(text).map_or("none".to_owned(), |number| format(&number, 10))
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(shown(text), *expected, "{text}");
        assert_eq!(
            shown(&text.to_uppercase()),
            *expected,
            "{text} in upper case"
        );
    }
}

#[test]
fn integers() {
    check(&[
        ("0", "0"),
        ("-0", "0"),
        ("+7", "7"),
        ("007", "7"),
        ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", "9223372036854775808"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("-9223372036854775809", "-9223372036854775809"),
        (
            "123456789012345678901234567890",
            "123456789012345678901234567890",
        ),
        ("#xff", "255"),
        ("#x-FF", "-255"),
        ("#b101", "5"),
        ("#o17", "15"),
        ("#d10", "10"),
        ("#x1e3", "483"),
        ("#e10", "10"),
        ("#i10", "10.0"),
        ("#i#xff", "255.0"),
        ("#x#iff", "255.0"),
        ("#e#b11", "3"),
        ("#b#e11", "3"),
    ]);
    assert!(matches!(
        read("9223372036854775807"),
        Some(Number::Fixnum(_))
    ));
    assert!(matches!(
        read("-9223372036854775808"),
        Some(Number::Fixnum(_))
    ));
    assert!(matches!(read("9223372036854775808"), Some(Number::Big(_))));
}

#[test]
fn decimals() {
    check(&[
        ("1.", "1.0"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("1.5", "1.5"),
        ("1e3", "1000.0"),
        ("1.e2", "100.0"),
        (".5e1", "5.0"),
        ("1e-7", "1.0e-7"),
        ("1e-6", "0.000001"),
        ("1e20", "100000000000000000000.0"),
        ("1e21", "1.0e21"),
        ("1.5e300", "1.5e300"),
        ("-1.25e-10", "-1.25e-10"),
        ("1e400", "+inf.0"),
        ("-1e400", "-inf.0"),
        ("1e1000000000", "+inf.0"),
        ("1e-1000000000", "0.0"),
        ("-0.0", "-0.0"),
        ("1e99999999999999999999999", "+inf.0"),
        ("0e99999999999999999999", "0.0"),
        ("5e-324", "5.0e-324"),
        ("2.5e-324", "5.0e-324"),
        ("1d2", "100.0"),
        ("-1.5L-1", "-0.15"),
        ("1s2+.5f1i", "100.0+5.0i"),
        ("#e1f2", "100"),
        ("2.4e-324", "0.0"),
        ("1.7976931348623157e308", "1.7976931348623157e308"),
        ("2.2250738585072011e-308", "2.225073858507201e-308"),
        ("9007199254740993.0", "9007199254740992.0"),
        ("9007199254740993.0000000001", "9007199254740994.0"),
        ("0.1", "0.1"),
        ("123.456", "123.456"),
        ("#d1.5", "1.5"),
        ("#i1.5", "1.5"),
    ]);
}

#[test]
fn exact_decimals() {
    check(&[
        ("#e1.5", "3/2"),
        ("#e-1.5", "-3/2"),
        ("#e1e3", "1000"),
        ("#e1e-3", "1/1000"),
        ("#e.125", "1/8"),
        ("#e100e-2", "1"),
        ("#e12.50e1", "125"),
        ("#e0.0", "0"),
        ("#e0e1000000000", "0"),
        ("#e1.", "1"),
        ("#e-0.2", "-1/5"),
        ("#e390625e-8", "1/256"),
        ("#e1.2e2", "120"),
    ]);
    assert_eq!(
        parse("#e1e1000000000", 10),
        Err(NumberError::ExponentTooLarge)
    );
    assert_eq!(
        parse("#e1e-1000000000", 10),
        Err(NumberError::ExponentTooLarge)
    );
    assert_eq!(
        parse("#e1e99999999999999999999999999", 10),
        Err(NumberError::ExponentTooLarge)
    );
    assert_eq!(parse("1+#e1", 10), Ok(None));
    assert_eq!(parse("#e1e1000000000x", 10), Ok(None));
    assert_eq!(
        read("#e1e100000"),
        Some(Number::integer(IBig::from(10).pow(100_000)))
    );
    let tiny = Number::ratio(IBig::ONE, IBig::from(10).pow(3000)).unwrap();
    assert_eq!(read("#e1e-3000"), Some(tiny));
    let zeros = format!("#e1{}e-3000", "0".repeat(3000));
    assert_eq!(shown(&zeros), "1");
}

#[test]
fn ratios() {
    check(&[
        ("1/2", "1/2"),
        ("2/4", "1/2"),
        ("-6/4", "-3/2"),
        ("4/2", "2"),
        ("0/5", "0"),
        ("#xa/f", "2/3"),
        ("#b-11/10", "-3/2"),
        ("#i1/3", "0.3333333333333333"),
        ("#i-1/2", "-0.5"),
        ("#e1/2", "1/2"),
        ("1/", "none"),
        ("/2", "none"),
        ("1/2/3", "none"),
        ("1/-2", "none"),
        ("1.5/2", "none"),
        ("1/2e3", "none"),
        ("1/2.5", "none"),
    ]);
    assert_eq!(parse("1/0", 10), Err(NumberError::ZeroDenominator));
    assert_eq!(parse("#i1/0", 10), Err(NumberError::ZeroDenominator));
    assert_eq!(parse("1/0x", 10), Ok(None));
}

#[test]
fn specials() {
    check(&[
        ("+inf.0", "+inf.0"),
        ("-inf.0", "-inf.0"),
        ("+nan.0", "+nan.0"),
        ("-nan.0", "+nan.0"),
        ("#i+inf.0", "+inf.0"),
        ("inf.0", "none"),
        ("+inf", "none"),
        ("+inf.00", "none"),
        ("+inf.0e1", "none"),
        ("#x+inf.0", "+inf.0"),
    ]);
    assert_eq!(parse("#e+inf.0", 10), Err(NumberError::NotExact));
    assert_eq!(parse("#e+nan.0", 10), Err(NumberError::NotExact));
}

#[test]
fn complexes() {
    check(&[
        ("+i", "+i"),
        ("-i", "-i"),
        ("1+i", "1+i"),
        ("1-i", "1-i"),
        ("+2i", "+2i"),
        ("-2i", "-2i"),
        ("1+2i", "1+2i"),
        ("1/2-3/4i", "1/2-3/4i"),
        ("1.5+2i", "1.5+2.0i"),
        ("1+2.5i", "1.0+2.5i"),
        ("+2.0i", "0.0+2.0i"),
        ("1+0i", "1"),
        ("1.5+0i", "1.5"),
        ("1+0.0i", "1.0+0.0i"),
        ("+inf.0i", "0.0+inf.0i"),
        ("1-inf.0i", "1.0-inf.0i"),
        ("+nan.0+inf.0i", "+nan.0+inf.0i"),
        ("-inf.0-nan.0i", "-inf.0+nan.0i"),
        ("+inf.0+i", "+inf.0+1.0i"),
        ("#i1+2i", "1.0+2.0i"),
        ("#e1.5+.5i", "3/2+1/2i"),
        ("#x1+ai", "1+10i"),
        ("#i+i", "0.0+1.0i"),
        ("1e2+1e2i", "100.0+100.0i"),
        ("1e2-i", "100.0-1.0i"),
        ("1@0", "1"),
        ("0@1", "0"),
        ("1@0.0", "1.0+0.0i"),
        ("2.0@0", "2.0"),
        ("1@+i", "none"),
        ("#i1@0", "1.0+0.0i"),
        ("i", "none"),
        ("1i", "none"),
        ("2.5i", "none"),
        ("1+2", "none"),
        ("+i+i", "none"),
        ("1+ii", "none"),
        ("1+2i3", "none"),
        ("1@", "none"),
        ("@1", "none"),
        ("1@2i", "none"),
        ("1++i", "none"),
        ("--i", "none"),
    ]);
    let Some(Number::Complex(parts)) = read("1@2") else {
        panic!()
    };
    assert_eq!(
        *parts,
        (Number::Flonum(2f64.cos()), Number::Flonum(2f64.sin()))
    );
    assert!(matches!(read("#e1@2"), Some(Number::Complex(parts)) if parts.0.is_exact()));
    assert_eq!(parse("#e+inf.0@1", 10), Err(NumberError::NotExact));
}

#[test]
fn not_numbers() {
    for text in [
        "", "+", "-", ".", "..", "...", "a", "1a", "e1", "1e", "1e+", "1e1.5", "1.2.3", "#", "#x",
        "#xg", "#b2", "#o8", "#x#x1", "#e#i1", "#x1.5", "#b1e1", "1_000", " 1", "1 ", "+-1", "1+",
        "-1+", "#q1", "##", "٣", "1é", "#x", "#e", "#x#e", "+5x", "#x-", "0x10", "1/2/", ".e1",
        "+.e1", "-.i",
    ] {
        assert_eq!(parse(text, 10), Ok(None), "{text:?}");
    }
}

#[test]
fn radices() {
    assert_eq!(parse("zz", 36).unwrap(), Some(Number::Fixnum(35 * 36 + 35)));
    assert_eq!(parse("ff", 16).unwrap(), Some(Number::Fixnum(255)));
    assert_eq!(parse("#d10", 16).unwrap(), Some(Number::Fixnum(10)));
    assert_eq!(parse("1.5", 16).unwrap(), None);
    let big = Number::integer(IBig::from(16).pow(40) + IBig::ONE);
    for radix in 2..=36 {
        for number in [
            Number::Fixnum(i64::MIN),
            Number::Fixnum(0),
            Number::Fixnum(-35),
            big.clone(),
            Number::ratio(IBig::from(-22), IBig::from(7)).unwrap(),
        ] {
            assert_eq!(
                parse(&format(&number, radix), radix).unwrap(),
                Some(number.clone()),
                "radix {radix}"
            );
        }
    }
}

#[test]
fn flonums_in_other_radices() {
    let show = |value, radix| format(&Number::Flonum(value), radix);
    assert_eq!(show(0.5, 2), "0.1");
    assert_eq!(show(-10.25, 2), "-1010.01");
    assert_eq!(show(255.5, 16), "ff.8");
    assert_eq!(show(8.0, 8), "10.0");
    assert_eq!(show(1e21, 16), "3635c9adc5dea00000.0");
    assert_eq!(show(-0.0, 2), "-0.0");
    assert_eq!(show(f64::INFINITY, 2), "+inf.0");
    assert_eq!(
        show(0.1, 2),
        "0.0001100110011001100110011001100110011001100110011001101"
    );
    assert_eq!(show(1.0 / 3.0, 3), "0.1");
    assert_eq!(show(2.0 / 3.0, 3), "0.2");
    assert_eq!(show(1.0 - f64::EPSILON / 2.0, 3).len(), 36);
    assert_eq!(show(0.5, 3).len(), 36);
}

#[test]
fn shortest_round_trip() {
    let mut state = 1u64;
    for _ in 0..50_000 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let number = Number::Flonum(f64::from_bits(state ^ (state >> 29)));
        assert_eq!(read(&format(&number, 10)), Some(number));
    }
    for exponent in -1074..1024 {
        let number = Number::Flonum(2f64.powi(exponent));
        assert_eq!(read(&format(&number, 10)), Some(number));
    }
}

/// The standard library's reading of decimals is the reference for rounding.
#[test]
fn exact_to_inexact_rounds_once() {
    let mut state = 7u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 16
    };
    for _ in 0..20_000 {
        let (digits, scale) = (
            (next() as i64).wrapping_mul(i64::from(next() as u16)),
            next() as i64 % 700 - 350,
        );
        let text = std::format!("{digits}e{scale}");
        let exact = read(&std::format!("#e{text}")).unwrap();
        assert_eq!(
            exact.to_inexact(),
            Number::Flonum(if digits == 0 {
                0.0
            } else {
                text.parse().unwrap()
            }),
            "{text}"
        );
    }
    // Halfway between two doubles, and a hair above; at all sizes.
    for shift in 0..900 {
        let half = (IBig::ONE << (54 + shift)) + (IBig::ONE << shift) * IBig::from(2);
        let low = f64::powi(2.0, 54 + shift as i32);
        assert_eq!(integer_to_f64(&half), low);
        assert_eq!(integer_to_f64(&-half.clone()), -low);
        if shift > 0 {
            assert_eq!(
                integer_to_f64(&(half + IBig::ONE)),
                low + low * f64::EPSILON
            );
        }
    }
    assert_eq!(integer_to_f64(&(IBig::ONE << 1024)), f64::INFINITY);
    assert_eq!(
        integer_to_f64(&((IBig::ONE << 1024) - IBig::ONE)),
        f64::INFINITY
    );
    assert_eq!(
        integer_to_f64(&((IBig::ONE << 1024) - (IBig::ONE << 971))),
        f64::MAX
    );
    for (shift, value) in [
        (1074, 5e-324),
        (1075, 0.0),
        (1076, 0.0),
        (2000, 0.0),
        (1022, f64::MIN_POSITIVE),
    ] {
        assert_eq!(ratio_to_f64(&IBig::ONE, &(IBig::ONE << shift)), value);
        assert_eq!(
            ratio_to_f64(&IBig::from(3), &(IBig::from(3) << shift)),
            value
        );
    }
    assert_eq!(ratio_to_f64(&IBig::from(3), &(IBig::ONE << 1076)), 5e-324);
    assert_eq!(ratio_to_f64(&IBig::from(-1), &IBig::from(3)), -1.0 / 3.0);
}

#[test]
fn inexact_to_exact_and_back() {
    let mut state = 3u64;
    for _ in 0..20_000 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let value = f64::from_bits(state ^ (state >> 31));
        let exact = Number::Flonum(value).to_exact();
        assert_eq!(exact.is_some(), value.is_finite());
        if let Some(exact) = exact {
            assert_eq!(exact.to_inexact(), Number::Flonum(value));
        }
    }
    assert_eq!(Number::Flonum(-0.0).to_exact(), Some(Number::ZERO));
    assert_eq!(
        Number::Flonum(1e18).to_exact(),
        Some(Number::Fixnum(1_000_000_000_000_000_000))
    );
    assert_eq!(
        Number::Flonum(0.375).to_exact().map(|n| format(&n, 10)),
        Some("3/8".to_owned())
    );
}

#[test]
fn constructors_normalize() {
    assert_eq!(Number::ratio(IBig::from(1), IBig::from(0)), None);
    assert_eq!(
        Number::ratio(IBig::from(6), IBig::from(-4)).map(|n| format(&n, 10)),
        Some("-3/2".to_owned())
    );
    assert_eq!(
        Number::Fixnum(i64::MIN).negate().negate(),
        Number::Fixnum(i64::MIN)
    );
    assert!(matches!(Number::Fixnum(i64::MIN).negate(), Number::Big(_)));
    assert!(
        Number::rectangular(Number::Fixnum(1), Number::Flonum(0.5)) == read("1.0+.5i").unwrap()
    );
    assert_ne!(Number::Flonum(0.0), Number::Flonum(-0.0));
    assert_ne!(Number::Flonum(1.0), Number::Fixnum(1));
    assert_eq!(Number::Flonum(f64::NAN), Number::Flonum(-f64::NAN));
}
