//! Printing and parsing are inverse.

use super::*;
use crate::unit::*;
use crate::word::{Instruction, pack_table};
use crate::{Op, Prim};

fn every_constant() -> Vec<Constant> {
    let id = ConstId;
    vec![
        Constant::Bool(true),
        Constant::Bool(false),
        Constant::Nil,
        Constant::Eof,
        Constant::Unspecified,
        Constant::Absent,
        Constant::Unbound,
        Constant::Char('λ'),
        Constant::Fixnum(i64::MIN),
        Constant::Flonum(f64::NAN.to_bits()),
        Constant::Big {
            negative: true,
            magnitude: [0, 255, 1].into(),
        },
        Constant::Ratio(id(8), id(8)),
        Constant::Complex(id(9), id(9)),
        Constant::Symbol("a b\"\\\n\u{1}é;".into()),
        Constant::String("".into()),
        Constant::Bytevector([].into()),
        Constant::Vector([id(0), id(16)].into()),
        Constant::Pair(id(1), id(2)),
        Constant::List([id(1), id(2)].into(), id(2)),
        Constant::Global {
            module: "scheme base".into(),
            name: "car".into(),
        },
        Constant::Template(ProcId(1)),
        Constant::Closure(ProcId(0)),
        Constant::Primitive(Prim::Car),
        Constant::RecordType {
            name: "point".into(),
            fields: ["x".into(), "y".into()].into(),
            parent: Some(id(23)),
            mutable: 3,
        },
    ]
}

fn sample() -> Unit {
    let mut code: Vec<u64> = Op::ALL
        .iter()
        .filter(|op| !op.has_field_word() && Instruction::new(**op, 0, 0, 1).data_words() == 0)
        .map(|&op| Instruction::new(op, 1, 0, 0).encode())
        .collect();
    code.push(Instruction::new(Op::Switch, 1, 0xFFFF, 3).encode());
    pack_table(&[1, -2, 3], &mut code);
    code.push(Instruction::new(Op::RecordRef, 1, 2, 3).encode());
    code.push(77);
    code.extend([u64::MAX, 12]);
    let p = Procedure {
        name: "f".into(),
        arity: Arity::AtLeast(2),
        frame_size: 9,
        captures: 1,
        code,
        constants: vec![ConstId(3), ConstId(0)],
        returns: vec![
            ReturnPoint {
                pc: 1,
                window: 2,
                arguments: 3,
                live: MapId(0),
                takes_values: true,
            },
            ReturnPoint {
                pc: 2,
                window: 2,
                arguments: 0,
                live: MapId(1),
                takes_values: false,
            },
        ],
        safepoints: vec![Safepoint {
            pc: 4,
            live: MapId(1),
        }],
        places: vec![Place {
            pc: 0,
            span: UnitSpan {
                file: 0,
                start: 1,
                end: 2,
            },
            arguments: [
                UnitSpan::NONE,
                UnitSpan {
                    file: 0,
                    start: 1,
                    end: 2,
                },
            ]
            .into(),
            written: Some(Prim::MoreThan),
        }],
        span: UnitSpan {
            file: 0,
            start: 0,
            end: 9,
        },
    };
    let cases = Arity::Cases([ProcId(0)].into());
    Unit {
        name: "test \"unit\"".into(),
        constants: every_constant(),
        procedures: vec![
            p,
            Procedure {
                arity: cases,
                ..Procedure::default()
            },
        ],
        entry: Some(ProcId(0)),
        live_maps: vec![LiveMap::default(), LiveMap::from_registers([1, 64, 200])],
        files: vec![SourceFile {
            name: "a.scm".into(),
            line_starts: vec![4, 9],
        }],
    }
}

#[test]
fn what_is_printed_reads_back_the_same() {
    for unit in [sample(), Unit::default()] {
        let text = print(&unit);
        match parse(&text) {
            Ok(again) => assert_eq!(again, unit, "{text}"),
            Err(error) => panic!("{error}\n{text}"),
        }
    }
}

#[test]
fn damaged_texts_are_errors() {
    let text = print(&sample());
    for end in (0..text.len()).filter(|&i| text.is_char_boundary(i)) {
        if end < text.trim_end().len() {
            assert!(parse(&text[..end]).is_err());
        }
    }
    for bad in [
        "",
        ")",
        "(unit",
        "(unit \"\" _ (files) (constants (car)) (maps))",
        "((((((((((((((((((((",
    ] {
        assert!(parse(bad).is_err(), "{bad}");
    }
}
