//! Unit → text.

use std::fmt::Write as _;

use crate::ops::Role;
use crate::prims::Prim;
use crate::types::TypeTest;
use crate::unit::{Arity, ConstId, Constant, LiveMap, Procedure, Unit, UnitSpan};
use crate::word::{Placed, instructions, pack_list, pack_table, unpack_list, unpack_table};

/// The whole unit.
pub fn print(unit: &Unit) -> String {
    let mut out = String::new();
    out.push_str("(unit ");
    string(&mut out, &unit.name);
    match unit.entry {
        Some(id) => put(&mut out, format_args!(" {}", id.0)),
        None => out.push_str(" _"),
    }
    out.push_str("\n (files");
    for file in &unit.files {
        out.push_str("\n  (");
        string(&mut out, &file.name);
        file.line_starts
            .iter()
            .for_each(|n| put(&mut out, format_args!(" {n}")));
        out.push(')');
    }
    out.push_str(")\n (constants");
    for (i, c) in unit.constants.iter().enumerate() {
        out.push_str("\n  ");
        print_constant(&mut out, c);
        put(&mut out, format_args!(" ; {i}"));
    }
    out.push_str("\n )\n (maps");
    for (i, map) in unit.live_maps.iter().enumerate() {
        out.push_str("\n  ");
        registers(&mut out, map);
        put(&mut out, format_args!(" ; {i}"));
    }
    out.push_str("\n )");
    for p in &unit.procedures {
        procedure(&mut out, unit, p);
    }
    out.push_str(")\n");
    out
}

/// The code of one procedure for people: instructions with names of constants in comments, one to a line.
pub fn print_code(unit: &Unit, p: &Procedure) -> String {
    let mut out = String::new();
    code(&mut out, unit, p);
    out
}

fn put(out: &mut String, args: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(args);
}

fn string(out: &mut String, s: &str) {
    out.push('"');
    for c in s.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => put(out, format_args!("\\x{:x};", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn hex(out: &mut String, bytes: &[u8]) {
    out.push('"');
    bytes.iter().for_each(|b| put(out, format_args!("{b:02x}")));
    out.push('"');
}

fn ids(out: &mut String, ids: &[ConstId]) {
    for (i, id) in ids.iter().enumerate() {
        put(
            out,
            format_args!("{}{}", if i == 0 { "" } else { " " }, id.0),
        );
    }
}

fn registers(out: &mut String, map: &LiveMap) {
    out.push('(');
    for (i, r) in map.iter().enumerate() {
        put(out, format_args!("{}r{r}", if i == 0 { "" } else { " " }));
    }
    out.push(')');
}

/// Appends a constant.
pub fn print_constant(out: &mut String, c: &Constant) {
    match c {
        Constant::Bool(b) => out.push_str(if *b { "#t" } else { "#f" }),
        Constant::Nil => out.push_str("nil"),
        Constant::Eof => out.push_str("eof"),
        Constant::Unspecified => out.push_str("unspecified"),
        Constant::Absent => out.push_str("absent"),
        Constant::Unbound => out.push_str("unbound"),
        Constant::Char(c) => put(out, format_args!("(char {})", u32::from(*c))),
        Constant::Fixnum(n) => put(out, format_args!("(fixnum {n})")),
        Constant::Flonum(bits) => put(out, format_args!("(flonum {bits})")),
        Constant::Big {
            negative,
            magnitude,
        } => {
            put(
                out,
                format_args!("(big {} ", if *negative { '-' } else { '+' }),
            );
            hex(out, magnitude);
            out.push(')');
        }
        Constant::Ratio(a, b) => put(out, format_args!("(ratio {} {})", a.0, b.0)),
        Constant::Complex(a, b) => put(out, format_args!("(complex {} {})", a.0, b.0)),
        Constant::Pair(a, b) => put(out, format_args!("(pair {} {})", a.0, b.0)),
        Constant::Symbol(s) => {
            out.push_str("(symbol ");
            string(out, s);
            out.push(')');
        }
        Constant::String(s) => {
            out.push_str("(string ");
            string(out, s);
            out.push(')');
        }
        Constant::Bytevector(bytes) => {
            out.push_str("(bytevector ");
            hex(out, bytes);
            out.push(')');
        }
        Constant::Vector(items) => {
            out.push_str("(vector ");
            ids(out, items);
            out.push(')');
        }
        Constant::List(items, tail) => {
            out.push_str("(list (");
            ids(out, items);
            put(out, format_args!(") {})", tail.0));
        }
        Constant::Global { module, name } => {
            out.push_str("(global ");
            string(out, module);
            out.push(' ');
            string(out, name);
            out.push(')');
        }
        Constant::Template(p) => put(out, format_args!("(template {})", p.0)),
        Constant::Closure(p) => put(out, format_args!("(closure {})", p.0)),
        Constant::Primitive(p) => put(out, format_args!("(primitive {})", p.name())),
        Constant::RecordType {
            name,
            fields,
            parent,
            mutable,
        } => {
            out.push_str("(record-type ");
            string(out, name);
            out.push_str(" (");
            for (i, field) in fields.iter().enumerate() {
                if i > 0 {
                    out.push(' ');
                }
                string(out, field);
            }
            match parent {
                Some(id) => put(out, format_args!(") {} {mutable})", id.0)),
                None => put(out, format_args!(") _ {mutable})")),
            }
        }
    }
}

fn span(out: &mut String, s: UnitSpan) {
    if s == UnitSpan::NONE {
        out.push_str("()");
    } else {
        put(out, format_args!("({} {} {})", s.file, s.start, s.end));
    }
}

fn procedure(out: &mut String, unit: &Unit, p: &Procedure) {
    out.push_str("\n (procedure ");
    string(out, &p.name);
    match &p.arity {
        Arity::Exactly(n) => put(out, format_args!(" (exactly {n})")),
        Arity::AtLeast(n) => put(out, format_args!(" (at-least {n})")),
        Arity::Cases(clauses) => {
            out.push_str(" (cases");
            clauses
                .iter()
                .for_each(|id| put(out, format_args!(" {}", id.0)));
            out.push(')');
        }
    }
    put(
        out,
        format_args!(" (frame {}) (captures {})", p.frame_size, p.captures),
    );
    if p.span != UnitSpan::NONE {
        let s = p.span;
        put(
            out,
            format_args!(" (span {} {} {})", s.file, s.start, s.end),
        );
    }
    if !p.constants.is_empty() {
        out.push_str("\n  (constants ");
        ids(out, &p.constants);
        out.push(')');
    }
    if !p.code.is_empty() {
        out.push_str("\n  (code\n");
        code(out, unit, p);
        out.push_str("  )");
    }
    if !p.returns.is_empty() {
        out.push_str("\n  (returns");
        for r in &p.returns {
            let values = if r.takes_values { " values" } else { "" };
            put(
                out,
                format_args!(
                    " ({} {} {} {}{values})",
                    r.pc, r.window, r.arguments, r.live.0
                ),
            );
        }
        out.push(')');
    }
    if !p.safepoints.is_empty() {
        out.push_str("\n  (safepoints");
        p.safepoints
            .iter()
            .for_each(|s| put(out, format_args!(" ({} {})", s.pc, s.live.0)));
        out.push(')');
    }
    if !p.places.is_empty() {
        out.push_str("\n  (places");
        for place in &p.places {
            put(out, format_args!("\n   ({} ", place.pc));
            span(out, place.span);
            if let Some(prim) = place.written {
                put(out, format_args!(" (as {})", prim.name()));
            }
            for &s in &place.arguments {
                out.push(' ');
                span(out, s);
            }
            out.push(')');
        }
        out.push(')');
    }
    out.push(')');
}

fn code(out: &mut String, unit: &Unit, p: &Procedure) {
    for placed in instructions(&p.code) {
        match placed {
            Ok(placed) if !is_canonical(&placed) => {
                for pc in placed.pc..placed.next_pc() {
                    put(out, format_args!("   {pc} (word {:x})\n", p.code[pc]));
                }
            }
            Ok(placed) => {
                put(out, format_args!("   {} ", placed.pc));
                let at = out.len();
                instruction(out, &placed);
                let width = out.len() - at;
                comment(out, unit, p, &placed, width);
                out.push('\n');
            }
            Err(bad) => {
                for (pc, word) in p.code.iter().enumerate().skip(bad.pc) {
                    put(out, format_args!("   {pc} (word {word:x})\n"));
                }
            }
        }
    }
}

/// True if the text of the instruction tells all its bits.
fn is_canonical(placed: &Placed<'_>) -> bool {
    let i = placed.instruction;
    let roles = i.op.roles();
    let wide = matches!(roles[1], Role::Word | Role::ConstWord | Role::JumpWord);
    let operands = roles
        .into_iter()
        .zip([i.a, i.b, i.c])
        .enumerate()
        .all(|(k, (role, value))| match role {
            Role::None => value == 0 || (wide && k == 2),
            Role::Test => TypeTest::from_number(value).is_some(),
            Role::Prim => Prim::from_number(value).is_some(),
            _ => true,
        });
    let mut again = Vec::new();
    match roles[2] {
        Role::List => {
            pack_list(
                &unpack_list(placed.data, i.c).collect::<Vec<_>>(),
                &mut again,
            );
        }
        Role::Table => {
            pack_table(
                &unpack_table(placed.data, i.c).collect::<Vec<_>>(),
                &mut again,
            );
        }
        _ => again.extend_from_slice(placed.data),
    }
    operands && again == placed.data
}

fn instruction(out: &mut String, placed: &Placed<'_>) {
    let i = placed.instruction;
    put(out, format_args!("({}", i.op.text()));
    let next = placed.next_pc() as i64;
    for (role, value) in i.op.roles().into_iter().zip([i.a, i.b, i.c]) {
        match role {
            Role::None => {}
            Role::Out | Role::In | Role::Window => put(out, format_args!(" r{value}")),
            Role::Int => put(out, format_args!(" {}", value as i16)),
            Role::Count => put(out, format_args!(" {value}")),
            Role::Word => put(out, format_args!(" {}", i.word32() as i32)),
            Role::Const => put(out, format_args!(" ${value}")),
            Role::ConstWord => put(out, format_args!(" ${}", i.word32())),
            Role::Jump => put(out, format_args!(" @{}", next + i64::from(value as i16))),
            Role::JumpWord => put(
                out,
                format_args!(" @{}", next + i64::from(i.word32() as i32)),
            ),
            Role::Return => put(out, format_args!(" %{value}")),
            Role::Test => {
                let name = TypeTest::from_number(value).map_or("?", TypeTest::predicate);
                put(out, format_args!(" {name}"));
            }
            Role::Prim => {
                put(
                    out,
                    format_args!(" {}", Prim::from_number(value).map_or("?", Prim::name)),
                );
            }
            Role::List => {
                out.push_str(" (");
                for (k, r) in unpack_list(placed.data, value).enumerate() {
                    put(out, format_args!("{}r{r}", if k == 0 { "" } else { " " }));
                }
                out.push(')');
            }
            Role::Table => {
                out.push_str(" (");
                for (k, d) in unpack_table(placed.data, value).enumerate() {
                    let space = if k == 0 { "" } else { " " };
                    put(out, format_args!("{space}@{}", next + i64::from(d)));
                }
                out.push(')');
            }
        }
    }
    if i.op.has_field_word() {
        put(out, format_args!(" {}", placed.data[0]));
    }
    out.push(')');
}

/// What the constants of an instruction are called.
fn comment(out: &mut String, unit: &Unit, p: &Procedure, placed: &Placed<'_>, width: usize) {
    let i = placed.instruction;
    for (role, value) in i.op.roles().into_iter().zip([i.a, i.b, i.c]) {
        let index = match role {
            Role::Const => u32::from(value),
            Role::ConstWord => i.word32(),
            _ => continue,
        };
        let Some(id) = p.constants.get(index as usize) else {
            continue;
        };
        let Some(c) = unit.constants.get(id.0 as usize) else {
            continue;
        };
        let mut name = String::new();
        let procedure =
            |id: crate::unit::ProcId| unit.procedures.get(id.0 as usize).map_or("?", |p| &p.name);
        match c {
            Constant::Global { name: n, .. } => name.push_str(n),
            Constant::Template(id) | Constant::Closure(id) => name.push_str(procedure(*id)),
            Constant::RecordType { name: n, .. } => name.push_str(n),
            Constant::Flonum(bits) => put(&mut name, format_args!("{:?}", f64::from_bits(*bits))),
            Constant::Char(c) => put(&mut name, format_args!("{c:?}")),
            c => print_constant(&mut name, c),
        }
        let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
        put(
            out,
            format_args!("{:1$} ; {name}", "", 30usize.saturating_sub(width)),
        );
    }
}
