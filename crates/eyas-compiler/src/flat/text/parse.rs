//! Text → Flat. The program is not verified.

use eyas_bytecode::text::parse_constant;
use eyas_bytecode::text::sexp::{Fields, Parsed, Sexp, read};
use eyas_bytecode::{Arity, Op, Prim, ProcId, Role, TypeTest};
use eyas_datum::source::Span;

use super::has_callee_constant;
use crate::flat::{Code, Flat, FlatProcedure, Hint, Ins, Reg, Window, WindowUse, window_use};

/// The most registers, labels and windows that a text may ask for.
const INDEX_MAX: u32 = 1 << 24;

/// Reads a program.
///
/// # Errors
/// The text is not of the grammar.
pub fn parse(text: &str) -> Parsed<Flat> {
    let form = read(text)?;
    let mut fields = Fields::tagged(&form, "flat")?;
    let name = fields.take()?.text()?.into();
    let entry = match fields.take()? {
        f if f.is_atom("_") => None,
        f => Some(ProcId(f.number()?)),
    };
    let constants = Fields::tagged(fields.take()?, "constants")?.map(parse_constant)?;
    Ok(Flat {
        name,
        constants,
        procedures: fields.map(procedure)?,
        entry,
    })
}

fn index(form: &Sexp) -> Parsed<u32> {
    match form.number()? {
        n if n <= INDEX_MAX => Ok(n),
        _ => Err(form.error("too large")),
    }
}

fn procedure(form: &Sexp) -> Parsed<FlatProcedure> {
    let mut fields = Fields::tagged(form, "procedure")?;
    let name = fields.take()?.text()?;
    let arity = fields.take()?;
    let mut parts = Fields::list(arity)?;
    let arity = match parts.take()?.atom()? {
        "exactly" => Arity::Exactly(index(parts.take()?)?),
        "at-least" => Arity::AtLeast(index(parts.take()?)?),
        "cases" => Arity::Cases(parts.map(|f| Ok(ProcId(f.number()?)))?.into()),
        _ => return Err(arity.error("no such arity")),
    };
    let captures = index(fields.take()?)?;
    let mut p = FlatProcedure::with_arity(name, Span::NONE, arity, captures);
    let registers = fields.take()?;
    let count = index(registers)? as usize;
    if count < p.hints.len() {
        return Err(registers.error("fewer registers than parameters"));
    }
    p.hints.resize(count, Hint::NONE);
    p.labels = index(fields.take()?)?;
    p.windows = index(fields.take()?)?;
    Fields::tagged(fields.take()?, "hints")?.map(|form| {
        let mut hint = Fields::list(form)?;
        let r: usize = hint.take()?.sigil('%')?;
        let window = Window(hint.take()?.number::<i32>()? as u32);
        let index = hint.take()?.number()?;
        match p.hints.get_mut(r) {
            Some(slot) => *slot = Hint { window, index },
            None => return Err(form.error("no such register")),
        }
        Ok(())
    })?;
    let code = Fields::tagged(fields.take()?, "code")?;
    code.map(|form| {
        let ins = instruction(form, &mut p)?;
        p.code.push(ins);
        Ok(())
    })?;
    fields.end()?;
    Ok(p)
}

fn register(form: &Sexp) -> Parsed<u32> {
    if form.is_atom("_") {
        Ok(Reg::NONE.0)
    } else {
        form.sigil('%')
    }
}

fn list(form: &Sexp, p: &mut FlatProcedure, ins: &mut Ins, mark: char) -> Parsed<()> {
    let items = Fields::list(form)?.map(|f| match f.is_atom("_") {
        true => Ok(Reg::NONE.0),
        false => f.sigil(mark),
    })?;
    ins.start = p.lists.len() as u32;
    ins.len = items.len() as u32;
    p.lists.extend(items);
    Ok(())
}

fn instruction(form: &Sexp, p: &mut FlatProcedure) -> Parsed<Ins> {
    let mut fields = Fields::list(form)?;
    let name = fields.take()?;
    let code = match name.atom()? {
        "label" => Code::Label,
        "open" => Code::Open,
        text => Code::Op(Op::from_text(text).ok_or_else(|| name.error("no such operation"))?),
    };
    let mut ins = Ins::new(code, 0, 0, 0);
    match code {
        Code::Label => ins.a = index(fields.take()?)?,
        Code::Open => {
            ins.a = index(fields.take()?)?;
            ins.b = index(fields.take()?)?;
        }
        Code::Op(op) => match window_use(op) {
            WindowUse::None => plain(&mut fields, p, &mut ins, op)?,
            WindowUse::Receive => {
                ins.a = index(fields.take()?)?;
                ins.b = index(fields.take()?)?;
                ins.c = index(fields.take()?)?;
                list(fields.take()?, p, &mut ins, '%')?;
            }
            WindowUse::Received => {
                ins.c = Reg::NONE.0;
                if op == Op::CallReceived {
                    ins.c = register(fields.take()?)?;
                }
                ins.a = register(fields.take()?)?;
                ins.b = index(fields.take()?)?;
            }
            uses => {
                // What returns values leaves its first operand zero, as lowering does.
                ins.a = if op == Op::ReturnValues {
                    0
                } else {
                    Reg::NONE.0
                };
                if uses != WindowUse::Leave {
                    ins.a = register(fields.take()?)?;
                }
                ins.b = index(fields.take()?)?;
                if has_callee_constant(op) {
                    ins.c = fields.take()?.sigil('$')?;
                }
                if uses == WindowUse::Native {
                    let name = fields.take()?;
                    let prim = Prim::from_name(name.atom()?);
                    let prim = prim.ok_or_else(|| name.error("no such primitive"))?;
                    ins.c = u32::from(prim as u16);
                }
                list(fields.take()?, p, &mut ins, '%')?;
            }
        },
    }
    fields.end()?;
    Ok(ins)
}

fn plain(fields: &mut Fields<'_>, p: &mut FlatProcedure, ins: &mut Ins, op: Op) -> Parsed<()> {
    let mut operands = [0u32; 3];
    for (role, operand) in op.roles().into_iter().zip(&mut operands) {
        if matches!(role, Role::None | Role::Window | Role::Prim | Role::Return) {
            continue;
        }
        let f = fields.take()?;
        match role {
            Role::Out | Role::In => *operand = f.sigil('%')?,
            Role::Int | Role::Word => *operand = f.number::<i32>()? as u32,
            Role::Const | Role::ConstWord => *operand = f.sigil('$')?,
            Role::Jump | Role::JumpWord => *operand = f.sigil('@')?,
            Role::Count => *operand = f.number()?,
            Role::Test => {
                let name = f.atom()?;
                let test = TypeTest::ALL.iter().find(|t| t.predicate() == name);
                *operand = *test.ok_or_else(|| f.error("no such test"))? as u32;
            }
            Role::List => list(f, p, ins, '%')?,
            Role::Table => list(f, p, ins, '@')?,
            Role::None | Role::Window | Role::Prim | Role::Return => {}
        }
    }
    [ins.a, ins.b, ins.c] = operands;
    if op.has_field_word() {
        ins.start = index(fields.take()?)?;
    }
    Ok(())
}
