//! One unit: what is written and what is read, side by side.

use super::read::{Read, Reader};
use super::write::Writer;
use crate::ops::{Op, Role};
use crate::prims::Prim;
use crate::unit::{
    Arity, ConstId, Constant, LiveMap, MapId, Place, ProcId, Procedure, ReturnPoint, Safepoint,
    SourceFile, Unit, UnitSpan,
};
use crate::word::{
    Instruction, Placed, instructions, pack_list, pack_table, unpack_list, unpack_table,
};

pub(super) fn write_unit<'a>(w: &mut Writer<'a>, unit: &'a Unit) {
    w.string(&unit.name);
    w.number(unit.entry.map_or(0, |id| u64::from(id.0) + 1));
    w.count(unit.files.len());
    for file in &unit.files {
        w.string(&file.name);
        w.count(file.line_starts.len());
        let mut last = 0;
        for &start in &file.line_starts {
            w.signed(i64::from(start) - last);
            last = i64::from(start);
        }
    }
    w.count(unit.constants.len());
    unit.constants.iter().for_each(|c| write_constant(w, c));
    w.count(unit.live_maps.len());
    for map in &unit.live_maps {
        w.count(map.0.len());
        map.0.iter().for_each(|&word| w.number(word));
    }
    w.count(unit.procedures.len());
    unit.procedures.iter().for_each(|p| write_procedure(w, p));
}

pub(super) fn read_unit(r: &mut Reader<'_>) -> Read<Unit> {
    let name = r.string()?;
    let entry: u32 = r.small()?;
    let files = r.many(|r| {
        let name = r.string()?;
        let mut last = 0;
        let line_starts = r.many(|r| delta(r, &mut last))?;
        Ok(SourceFile { name, line_starts })
    })?;
    let constants = r.many(read_constant)?;
    let live_maps = r.many(|r| Ok(LiveMap(r.many(Reader::number)?.into())))?;
    let procedures = r.many(read_procedure)?;
    let entry = entry.checked_sub(1).map(ProcId);
    Ok(Unit {
        name,
        constants,
        procedures,
        entry,
        live_maps,
        files,
    })
}

/// A number written as the difference to the one before.
fn delta(r: &mut Reader<'_>, last: &mut i64) -> Read<u32> {
    let sum = last.checked_add(r.signed()?);
    match sum.and_then(|n| u32::try_from(n).ok()) {
        Some(n) => {
            *last = i64::from(n);
            Ok(n)
        }
        None => r.fail(),
    }
}

fn write_ids(w: &mut Writer<'_>, ids: &[ConstId]) {
    w.count(ids.len());
    ids.iter().for_each(|id| w.number(id.0));
}

fn read_id(r: &mut Reader<'_>) -> Read<ConstId> {
    Ok(ConstId(r.small()?))
}

fn write_constant<'a>(w: &mut Writer<'a>, c: &'a Constant) {
    match c {
        Constant::Nil => w.byte(0),
        Constant::Bool(false) => w.byte(1),
        Constant::Bool(true) => w.byte(2),
        Constant::Eof => w.byte(3),
        Constant::Unspecified => w.byte(4),
        Constant::Absent => w.byte(5),
        Constant::Unbound => w.byte(6),
        Constant::Char(c) => {
            w.byte(7);
            w.number(u32::from(*c));
        }
        Constant::Fixnum(n) => {
            w.byte(8);
            w.signed(*n);
        }
        Constant::Flonum(bits) => {
            w.byte(9);
            // The low bits of short numbers are zeros.
            w.number(bits.swap_bytes());
        }
        Constant::Big {
            negative,
            magnitude,
        } => {
            w.byte(10 + u8::from(*negative));
            w.raw(magnitude);
        }
        Constant::Ratio(a, b) | Constant::Complex(a, b) | Constant::Pair(a, b) => {
            w.byte(match c {
                Constant::Ratio(..) => 12,
                Constant::Complex(..) => 13,
                _ => 14,
            });
            w.number(a.0);
            w.number(b.0);
        }
        Constant::Symbol(s) => {
            w.byte(15);
            w.string(s);
        }
        Constant::String(s) => {
            w.byte(16);
            w.string(s);
        }
        Constant::Bytevector(bytes) => {
            w.byte(17);
            w.raw(bytes);
        }
        Constant::Vector(items) => {
            w.byte(18);
            write_ids(w, items);
        }
        Constant::List(items, tail) => {
            w.byte(19);
            write_ids(w, items);
            w.number(tail.0);
        }
        Constant::Global { module, name } => {
            w.byte(20);
            w.string(module);
            w.string(name);
        }
        Constant::Template(p) => {
            w.byte(21);
            w.number(p.0);
        }
        Constant::Closure(p) => {
            w.byte(22);
            w.number(p.0);
        }
        Constant::Primitive(p) => {
            w.byte(23);
            w.number(*p as u16);
        }
        Constant::RecordType {
            name,
            fields,
            parent,
            mutable,
        } => {
            w.byte(24);
            w.string(name);
            w.count(fields.len());
            fields.iter().for_each(|f| w.string(f));
            w.number(parent.map_or(0, |id| u64::from(id.0) + 1));
            w.number(*mutable);
        }
    }
}

fn read_constant(r: &mut Reader<'_>) -> Read<Constant> {
    Ok(match r.byte()? {
        0 => Constant::Nil,
        1 => Constant::Bool(false),
        2 => Constant::Bool(true),
        3 => Constant::Eof,
        4 => Constant::Unspecified,
        5 => Constant::Absent,
        6 => Constant::Unbound,
        7 => match char::from_u32(r.small()?) {
            Some(c) => Constant::Char(c),
            None => return r.fail(),
        },
        8 => Constant::Fixnum(r.signed()?),
        9 => Constant::Flonum(r.number()?.swap_bytes()),
        kind @ (10 | 11) => Constant::Big {
            negative: kind == 11,
            magnitude: r.raw()?.into(),
        },
        12 => Constant::Ratio(read_id(r)?, read_id(r)?),
        13 => Constant::Complex(read_id(r)?, read_id(r)?),
        14 => Constant::Pair(read_id(r)?, read_id(r)?),
        15 => Constant::Symbol(r.string()?),
        16 => Constant::String(r.string()?),
        17 => Constant::Bytevector(r.raw()?.into()),
        18 => Constant::Vector(r.many(read_id)?.into()),
        19 => Constant::List(r.many(read_id)?.into(), read_id(r)?),
        20 => Constant::Global {
            module: r.string()?,
            name: r.string()?,
        },
        21 => Constant::Template(ProcId(r.small()?)),
        22 => Constant::Closure(ProcId(r.small()?)),
        23 => match Prim::from_number(r.small()?) {
            Some(p) => Constant::Primitive(p),
            None => return r.fail(),
        },
        24 => Constant::RecordType {
            name: r.string()?,
            fields: r.many(Reader::string)?.into(),
            parent: r.small::<u32>()?.checked_sub(1).map(ConstId),
            mutable: r.number()?,
        },
        _ => return r.fail(),
    })
}

/// A span, its start relative to the one before: the file plus one, or zero for nowhere.
fn write_span(w: &mut Writer<'_>, s: UnitSpan, last: &mut i64) {
    if s == UnitSpan::NONE {
        return w.byte(0);
    }
    w.number(u64::from(s.file) + 1);
    w.signed(i64::from(s.start) - *last);
    w.signed(i64::from(s.end) - i64::from(s.start));
    *last = i64::from(s.start);
}

fn read_span(r: &mut Reader<'_>, last: &mut i64) -> Read<UnitSpan> {
    let file: u64 = r.number()?;
    let Some(file) = file.checked_sub(1) else {
        return Ok(UnitSpan::NONE);
    };
    let Ok(file) = u32::try_from(file) else {
        return r.fail();
    };
    let start = delta(r, last)?;
    let mut end = *last;
    Ok(UnitSpan {
        file,
        start,
        end: delta(r, &mut end)?,
    })
}

fn write_procedure<'a>(w: &mut Writer<'a>, p: &'a Procedure) {
    w.string(&p.name);
    match &p.arity {
        Arity::Exactly(n) => {
            w.byte(0);
            w.number(*n);
        }
        Arity::AtLeast(n) => {
            w.byte(1);
            w.number(*n);
        }
        Arity::Cases(clauses) => {
            w.byte(2);
            w.count(clauses.len());
            clauses.iter().for_each(|id| w.number(id.0));
        }
    }
    w.number(p.frame_size);
    w.number(p.captures);
    let mut last = 0;
    write_span(w, p.span, &mut last);
    write_ids(w, &p.constants);
    write_code(w, &p.code);
    w.count(p.returns.len());
    let mut pc = 0;
    for point in &p.returns {
        w.signed(i64::from(point.pc) - pc);
        pc = i64::from(point.pc);
        w.number(u64::from(point.window) << 1 | u64::from(point.takes_values));
        w.number(point.arguments);
        w.number(point.live.0);
    }
    w.count(p.safepoints.len());
    pc = 0;
    for s in &p.safepoints {
        w.signed(i64::from(s.pc) - pc);
        pc = i64::from(s.pc);
        w.number(s.live.0);
    }
    w.count(p.places.len());
    pc = 0;
    for place in &p.places {
        w.signed(i64::from(place.pc) - pc);
        pc = i64::from(place.pc);
        write_span(w, place.span, &mut last);
        w.count(place.arguments.len());
        place
            .arguments
            .iter()
            .for_each(|&s| write_span(w, s, &mut last));
        w.number(place.written.map_or(0, |prim| prim as u32 + 1));
    }
}

fn read_procedure(r: &mut Reader<'_>) -> Read<Procedure> {
    let name = r.string()?;
    let arity = match r.byte()? {
        0 => Arity::Exactly(r.small()?),
        1 => Arity::AtLeast(r.small()?),
        2 => Arity::Cases(r.many(|r| Ok(ProcId(r.small()?)))?.into()),
        _ => return r.fail(),
    };
    let frame_size = r.small()?;
    let captures = r.small()?;
    let mut last = 0;
    let span = read_span(r, &mut last)?;
    let constants = r.many(read_id)?;
    let code = read_code(r)?;
    let mut pc = 0;
    let returns = r.many(|r| {
        let pc = delta(r, &mut pc)?;
        let window: u64 = r.number()?;
        let Ok(slot) = u32::try_from(window >> 1) else {
            return r.fail();
        };
        Ok(ReturnPoint {
            pc,
            window: slot,
            arguments: r.small()?,
            live: MapId(r.small()?),
            takes_values: window & 1 == 1,
        })
    })?;
    pc = 0;
    let safepoints = r.many(|r| {
        let pc = delta(r, &mut pc)?;
        Ok(Safepoint {
            pc,
            live: MapId(r.small()?),
        })
    })?;
    pc = 0;
    let places = r.many(|r| {
        let pc = delta(r, &mut pc)?;
        let span = read_span(r, &mut last)?;
        let arguments = r.many(|r| read_span(r, &mut last))?.into();
        let written = match r.number()?.checked_sub(1) {
            Some(n) => {
                let prim = u16::try_from(n).ok().and_then(Prim::from_number);
                let Some(prim) = prim else {
                    return r.fail();
                };
                Some(prim)
            }
            None => None,
        };
        Ok(Place {
            pc,
            span,
            arguments,
            written,
        })
    })?;
    Ok(Procedure {
        name,
        arity,
        frame_size,
        captures,
        code,
        constants,
        returns,
        safepoints,
        places,
        span,
    })
}

/// True if `b` and `c` are one operand.
fn is_wide(op: Op) -> bool {
    matches!(op.roles()[1], Role::Word | Role::ConstWord | Role::JumpWord)
}

/// The words of an instruction as its compact form will give them back.
fn rebuild(placed: &Placed<'_>) -> Vec<u64> {
    let i = placed.instruction;
    let mut words = vec![i.encode()];
    match i.op.roles()[2] {
        Role::List => pack_list(
            &unpack_list(placed.data, i.c).collect::<Vec<_>>(),
            &mut words,
        ),
        Role::Table => pack_table(
            &unpack_table(placed.data, i.c).collect::<Vec<_>>(),
            &mut words,
        ),
        _ => words.extend_from_slice(placed.data),
    }
    words
}

/// Code by instructions if that tells all of it, else word by word.
fn write_code(w: &mut Writer<'_>, code: &[u64]) {
    let placed: Option<Vec<Placed<'_>>> = instructions(code).map(Result::ok).collect();
    let exact = |i: &Placed<'_>| {
        rebuild(i)[..] == code[i.pc..i.next_pc()]
            && i.instruction
                .op
                .roles()
                .into_iter()
                .zip([i.instruction.a, i.instruction.b, i.instruction.c])
                .enumerate()
                .all(|(k, (role, v))| {
                    role != Role::None || v == 0 || (k == 2 && is_wide(i.instruction.op))
                })
    };
    match placed.filter(|all| all.iter().all(exact)) {
        Some(all) => {
            w.byte(0);
            w.count(all.len());
            all.iter().for_each(|i| write_instruction(w, i));
        }
        None => {
            w.byte(1);
            w.count(code.len());
            code.iter().for_each(|&word| w.number(word));
        }
    }
}

fn read_code(r: &mut Reader<'_>) -> Read<Vec<u64>> {
    match r.byte()? {
        0 => {
            let count = r.count()?;
            let mut code = Vec::with_capacity(count.min(4096));
            for _ in 0..count {
                read_instruction(r, &mut code)?;
            }
            Ok(code)
        }
        1 => r.many(Reader::number),
        _ => r.fail(),
    }
}

fn write_instruction(w: &mut Writer<'_>, placed: &Placed<'_>) {
    let i = placed.instruction;
    w.number(i.op as u16);
    for (role, value) in i.op.roles().into_iter().zip([i.a, i.b, i.c]) {
        match role {
            Role::None => {}
            Role::Int | Role::Jump => w.signed(i64::from(value as i16)),
            Role::Word | Role::JumpWord => w.signed(i64::from(i.word32() as i32)),
            Role::ConstWord => w.number(i.word32()),
            Role::List => {
                w.number(value);
                unpack_list(placed.data, value).for_each(|r| w.number(r));
            }
            Role::Table => {
                w.number(value);
                unpack_table(placed.data, value).for_each(|d| w.signed(i64::from(d)));
            }
            _ => w.number(value),
        }
    }
    if i.op.has_field_word() {
        w.number(placed.data[0]);
    }
}

fn read_instruction(r: &mut Reader<'_>, code: &mut Vec<u64>) -> Read<()> {
    let Some(op) = Op::from_number(r.small()?) else {
        return r.fail();
    };
    let mut operands = [0u16; 3];
    let mut word = None;
    let mut list: Vec<u16> = Vec::new();
    let mut table: Vec<i32> = Vec::new();
    for (role, operand) in op.roles().into_iter().zip(&mut operands) {
        match role {
            Role::None => {}
            Role::Int | Role::Jump => match i16::try_from(r.signed()?) {
                Ok(n) => *operand = n as u16,
                Err(_) => return r.fail(),
            },
            Role::Word | Role::JumpWord => match i32::try_from(r.signed()?) {
                Ok(n) => word = Some(n as u32),
                Err(_) => return r.fail(),
            },
            Role::ConstWord => word = Some(r.small()?),
            Role::List => {
                list = r.many(Reader::small)?;
                *operand = list.len() as u16;
            }
            Role::Table => {
                table = r.many(|r| match i32::try_from(r.signed()?) {
                    Ok(n) => Ok(n),
                    Err(_) => r.fail(),
                })?;
                *operand = table.len() as u16;
            }
            _ => *operand = r.small()?,
        }
    }
    if list.len().max(table.len()) > usize::from(u16::MAX) {
        return r.fail();
    }
    let [a, b, c] = operands;
    code.push(match word {
        Some(word) => Instruction::with_word(op, a, word).encode(),
        None => Instruction::new(op, a, b, c).encode(),
    });
    pack_list(&list, code);
    pack_table(&table, code);
    if op.has_field_word() {
        code.push(r.number()?);
    }
    Ok(())
}
