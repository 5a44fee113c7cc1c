//! Text → unit.

use std::fmt;

use super::sexp::{Fields, Kind, Parsed, Sexp, read};
use crate::ops::{Op, Role};
use crate::prims::Prim;
use crate::types::TypeTest;
use crate::unit::{
    Arity, ConstId, Constant, LiveMap, MapId, Place, ProcId, Procedure, ReturnPoint, Safepoint,
    SourceFile, Unit, UnitSpan,
};
use crate::word::{Instruction, pack_list, pack_table};

/// What is wrong with a text, and on which line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: Box<str>,
}

impl ParseError {
    /// An error on a line.
    pub fn new(line: usize, message: impl Into<Box<str>>) -> ParseError {
        ParseError {
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ParseError {}

/// Reads a unit. It is not verified.
///
/// # Errors
/// The text is not of the grammar in the module's documentation.
pub fn parse(text: &str) -> Parsed<Unit> {
    let form = read(text)?;
    let mut fields = Fields::tagged(&form, "unit")?;
    let name = fields.take()?.text()?.into();
    let entry = match fields.take()? {
        f if f.is_atom("_") => None,
        f => Some(ProcId(f.number()?)),
    };
    let files = Fields::tagged(fields.take()?, "files")?.map(file)?;
    let constants = Fields::tagged(fields.take()?, "constants")?.map(parse_constant)?;
    let live_maps = Fields::tagged(fields.take()?, "maps")?.map(|f| {
        let registers = Fields::list(f)?.map(|r| r.sigil('r'))?;
        Ok(LiveMap::from_registers(registers))
    })?;
    let procedures = fields.map(procedure)?;
    Ok(Unit {
        name,
        constants,
        procedures,
        entry,
        live_maps,
        files,
    })
}

fn file(form: &Sexp) -> Parsed<SourceFile> {
    let mut fields = Fields::list(form)?;
    let name = fields.take()?.text()?.into();
    Ok(SourceFile {
        name,
        line_starts: fields.map(Sexp::number)?,
    })
}

fn id(form: &Sexp) -> Parsed<ConstId> {
    Ok(ConstId(form.number()?))
}

/// Reads one constant, as [`super::print_constant`] prints it.
///
/// # Errors
/// The form is no constant of the grammar.
pub fn parse_constant(form: &Sexp) -> Parsed<Constant> {
    if let Kind::Atom(atom) = &form.kind {
        return Ok(match atom.as_str() {
            "#t" => Constant::Bool(true),
            "#f" => Constant::Bool(false),
            "nil" => Constant::Nil,
            "eof" => Constant::Eof,
            "unspecified" => Constant::Unspecified,
            "absent" => Constant::Absent,
            "unbound" => Constant::Unbound,
            _ => return Err(form.error("no such constant")),
        });
    }
    let mut fields = Fields::list(form)?;
    let tag = fields.take()?;
    let result = match tag.atom()? {
        "vector" => return Ok(Constant::Vector(fields.map(id)?.into())),
        "char" => {
            let code = fields.take()?;
            let c = char::from_u32(code.number()?);
            Constant::Char(c.ok_or_else(|| code.error("no character has this code"))?)
        }
        "fixnum" => Constant::Fixnum(fields.take()?.number()?),
        "flonum" => Constant::Flonum(fields.take()?.number()?),
        "big" => {
            let sign = fields.take()?;
            let negative = match sign.atom()? {
                "-" => true,
                "+" => false,
                _ => return Err(sign.error("a sign is expected")),
            };
            Constant::Big {
                negative,
                magnitude: fields.take()?.bytes()?,
            }
        }
        "ratio" => Constant::Ratio(id(fields.take()?)?, id(fields.take()?)?),
        "complex" => Constant::Complex(id(fields.take()?)?, id(fields.take()?)?),
        "pair" => Constant::Pair(id(fields.take()?)?, id(fields.take()?)?),
        "symbol" => Constant::Symbol(fields.take()?.text()?.into()),
        "string" => Constant::String(fields.take()?.text()?.into()),
        "bytevector" => Constant::Bytevector(fields.take()?.bytes()?),
        "list" => {
            let items = Fields::list(fields.take()?)?.map(id)?;
            Constant::List(items.into(), id(fields.take()?)?)
        }
        "global" => {
            let module = fields.take()?.text()?.into();
            Constant::Global {
                module,
                name: fields.take()?.text()?.into(),
            }
        }
        "template" => Constant::Template(ProcId(fields.take()?.number()?)),
        "closure" => Constant::Closure(ProcId(fields.take()?.number()?)),
        "primitive" => {
            let name = fields.take()?;
            let prim = Prim::from_name(name.atom()?);
            Constant::Primitive(prim.ok_or_else(|| name.error("no such primitive"))?)
        }
        "record-type" => {
            let name = fields.take()?.text()?.into();
            let names = Fields::list(fields.take()?)?.map(|f| Ok(f.text()?.into()))?;
            let parent = match fields.take()? {
                f if f.is_atom("_") => None,
                f => Some(id(f)?),
            };
            let mutable = fields.take()?.number()?;
            Constant::RecordType {
                name,
                fields: names.into(),
                parent,
                mutable,
            }
        }
        _ => return Err(tag.error("no such constant")),
    };
    fields.end()?;
    Ok(result)
}

fn span_of(mut fields: Fields<'_>) -> Parsed<UnitSpan> {
    if fields.is_empty() {
        return Ok(UnitSpan::NONE);
    }
    let span = UnitSpan {
        file: fields.take()?.number()?,
        start: fields.take()?.number()?,
        end: fields.take()?.number()?,
    };
    fields.end()?;
    Ok(span)
}

fn procedure(form: &Sexp) -> Parsed<Procedure> {
    let mut fields = Fields::tagged(form, "procedure")?;
    let name = fields.take()?.text()?.into();
    let arity = fields.take()?;
    let mut parts = Fields::list(arity)?;
    let arity = match parts.take()?.atom()? {
        "exactly" => Arity::Exactly(parts.take()?.number()?),
        "at-least" => Arity::AtLeast(parts.take()?.number()?),
        "cases" => Arity::Cases(parts.map(|f| Ok(ProcId(f.number()?)))?.into()),
        _ => return Err(arity.error("no such arity")),
    };
    let frame_size = Fields::tagged(fields.take()?, "frame")?.take()?.number()?;
    let captures = Fields::tagged(fields.take()?, "captures")?
        .take()?
        .number()?;
    let mut p = Procedure {
        name,
        arity,
        frame_size,
        captures,
        ..Procedure::default()
    };
    if let Some(span) = fields.section("span") {
        p.span = span_of(span)?;
    }
    if let Some(section) = fields.section("constants") {
        p.constants = section.map(id)?;
    }
    if let Some(section) = fields.section("code") {
        p.code = code(section)?;
    }
    if let Some(section) = fields.section("returns") {
        p.returns = section.map(return_point)?;
    }
    if let Some(section) = fields.section("safepoints") {
        p.safepoints = section.map(|form| {
            let mut fields = Fields::list(form)?;
            let pc = fields.take()?.number()?;
            Ok(Safepoint {
                pc,
                live: MapId(fields.take()?.number()?),
            })
        })?;
    }
    if let Some(section) = fields.section("places") {
        p.places = section.map(|form| {
            let mut fields = Fields::list(form)?;
            let pc = fields.take()?.number()?;
            let span = span_of(Fields::list(fields.take()?)?)?;
            let written = match fields.section("as") {
                Some(mut section) => {
                    let form = section.take()?;
                    let prim = Prim::from_name(form.atom()?);
                    Some(prim.ok_or_else(|| form.error("no such primitive"))?)
                }
                None => None,
            };
            let arguments = fields.map(|f| span_of(Fields::list(f)?))?.into();
            Ok(Place {
                pc,
                span,
                arguments,
                written,
            })
        })?;
    }
    fields.end()?;
    Ok(p)
}

fn return_point(form: &Sexp) -> Parsed<ReturnPoint> {
    let mut fields = Fields::list(form)?;
    let mut number = || fields.take()?.number();
    let (pc, window, arguments, live) = (number()?, number()?, number()?, MapId(number()?));
    let takes_values = match fields.take() {
        Ok(f) if f.is_atom("values") => true,
        Ok(f) => return Err(f.error("`values` or nothing is expected")),
        Err(_) => false,
    };
    Ok(ReturnPoint {
        pc,
        window,
        arguments,
        live,
        takes_values,
    })
}

fn code(mut fields: Fields<'_>) -> Parsed<Vec<u64>> {
    let mut code = Vec::new();
    while !fields.is_empty() {
        let pc = fields.take()?;
        if pc.number::<usize>()? != code.len() {
            return Err(pc.error(format!("this instruction has pc {}", code.len())));
        }
        let form = fields.take()?;
        if let Ok(mut word) = Fields::tagged(form, "word") {
            let bits = u64::from_str_radix(word.take()?.atom()?, 16);
            code.push(bits.map_err(|_| form.error("a hexadecimal word is expected"))?);
        } else {
            instruction(form, &mut code)?;
        }
    }
    Ok(code)
}

fn instruction(form: &Sexp, code: &mut Vec<u64>) -> Parsed<()> {
    let mut fields = Fields::list(form)?;
    let name = fields.take()?;
    let op = Op::from_text(name.atom()?).ok_or_else(|| name.error("no such operation"))?;
    let roles = op.roles();
    let mut operands = [0u16; 3];
    let mut word = None;
    let mut list: Vec<u16> = Vec::new();
    let mut table: Vec<i64> = Vec::new();
    let pc = code.len() as i64;
    let mut short_jump = None;
    for (k, role) in roles.into_iter().enumerate() {
        if role == Role::None {
            continue;
        }
        let f = fields.take()?;
        match role {
            Role::None => {}
            Role::Out | Role::In | Role::Window => operands[k] = f.sigil('r')?,
            Role::Int => operands[k] = f.number::<i16>()? as u16,
            Role::Count => operands[k] = f.number()?,
            Role::Word => word = Some(f.number::<i32>()? as u32),
            Role::Const => operands[k] = f.sigil('$')?,
            Role::ConstWord => word = Some(f.sigil('$')?),
            Role::Jump => short_jump = Some((k, f.sigil::<i64>('@')?, f)),
            Role::JumpWord => {
                let distance = i32::try_from(f.sigil::<i64>('@')? - pc - 1);
                word = Some(distance.map_err(|_| f.error("jump too far"))? as u32);
            }
            Role::Return => operands[k] = f.sigil('%')?,
            Role::Test => {
                let name = f.atom()?;
                let test = TypeTest::ALL.iter().find(|t| t.predicate() == name);
                operands[k] = *test.ok_or_else(|| f.error("no such test"))? as u16;
            }
            Role::Prim => {
                let prim = Prim::from_name(f.atom()?);
                operands[k] = prim.ok_or_else(|| f.error("no such primitive"))? as u16;
            }
            Role::List => {
                list = Fields::list(f)?.map(|r| r.sigil('r'))?;
                operands[k] =
                    u16::try_from(list.len()).map_err(|_| f.error("too many registers"))?;
            }
            Role::Table => {
                table = Fields::list(f)?.map(|r| r.sigil('@'))?;
                operands[k] = u16::try_from(table.len()).map_err(|_| f.error("table too long"))?;
            }
        }
    }
    if let Some((k, target, f)) = short_jump {
        let distance = i16::try_from(target - pc - 1).map_err(|_| f.error("jump too far"))?;
        operands[k] = distance as u16;
    }
    let [a, b, c] = operands;
    code.push(match word {
        Some(word) => Instruction::with_word(op, a, word).encode(),
        None => Instruction::new(op, a, b, c).encode(),
    });
    pack_list(&list, code);
    let next = pc + 1 + (table.len() as i64 + 1) / 2;
    let distances: Result<Vec<i32>, _> = table
        .iter()
        .map(|target| i32::try_from(target - next))
        .collect();
    pack_table(&distances.map_err(|_| form.error("jump too far"))?, code);
    if op.has_field_word() {
        code.push(fields.take()?.number()?);
    }
    fields.end()
}
