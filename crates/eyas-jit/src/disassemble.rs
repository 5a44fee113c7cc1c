//! Machine code for people: each instruction of the bytecode, then the machine code that its template makes of it.
//!
//! The code is compiled for the listing, not run: the offsets are those from the procedure's entry. What is an address
//! in it has a name if it is one of ours: a stub, or a structure of the procedure.

use crate::template::{Environment, Mark, Template};
use eyas_vm::hooks::Compilable;
use iced_x86::{Decoder, DecoderOptions, FastFormatter, Instruction, OpKind};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Bytes of an instruction that are shown; the rest of a longer one is left out.
const BYTES_SHOWN: usize = 10;

/// The listing of `template`. `bytecode` has the text of each instruction, by its pc.
pub(crate) fn listing(
    procedure: &Compilable<'_>,
    template: &Template,
    environment: &Environment,
    bytecode: &HashMap<usize, &str>,
) -> String {
    let mut out = String::new();
    let names = names(procedure, environment);
    let code = &template.code;
    let mut marks = template.marks.iter().peekable();
    let mut decoder = Decoder::with_ip(64, &code.bytes, 0, DecoderOptions::NONE);
    let mut instruction = Instruction::default();
    let mut formatter = FastFormatter::new();
    formatter
        .options_mut()
        .set_space_after_operand_separator(true);
    while decoder.can_decode() {
        let at = decoder.position();
        while let Some((_, mark)) = marks.next_if(|(offset, _)| *offset as usize <= at) {
            title(&mut out, mark, bytecode);
        }
        if let Some(Mark::Table(entries)) = table_at(template, at) {
            for i in 0..entries {
                let start = at + 4 * i;
                let distance = code.bytes[start..start + 4]
                    .try_into()
                    .map(i32::from_le_bytes);
                let target = at as i64 + i64::from(distance.unwrap_or(0));
                let _ = writeln!(out, "      {start:5x}  {:24} → {target:x}", "");
            }
            if decoder.set_position(at + 4 * entries).is_err() {
                break;
            }
            decoder.set_ip((at + 4 * entries) as u64);
            continue;
        }
        decoder.decode_out(&mut instruction);
        let end = decoder.position();
        let mut bytes = String::new();
        for byte in code.bytes[at..end].iter().take(BYTES_SHOWN) {
            let _ = write!(bytes, "{byte:02x}");
        }
        let mut text = String::new();
        formatter.format(&instruction, &mut text);
        // Jumps out of the code have their targets on a list; before the code has a place, they show nowhere.
        let outside = code
            .relocations
            .iter()
            .find(|relocation| (at..end).contains(&(relocation.at as usize)));
        let name = match outside {
            Some(relocation) => {
                text.truncate(text.find(' ').unwrap_or(text.len()));
                names.get(&relocation.target).copied()
            }
            None => immediate(&instruction).and_then(|n| names.get(&n).copied()),
        };
        let _ = write!(out, "      {at:5x}  {bytes:20}  {text}");
        match (outside, name) {
            (Some(_), Some(name)) => out.push_str(&format!(" {name}")),
            (_, Some(name)) => out.push_str(&format!("  ; {name}")),
            _ => {}
        }
        out.push('\n');
    }
    out
}

fn title(out: &mut String, mark: &Mark, bytecode: &HashMap<usize, &str>) {
    let line = |pc: &u32| bytecode.get(&(*pc as usize)).copied().unwrap_or("");
    let _ = match mark {
        Mark::Entry => writeln!(out, "  entry"),
        Mark::Instruction(pc) => writeln!(out, "  {}", line(pc)),
        Mark::Cold(pc) => writeln!(out, "  cold code of {pc}"),
        Mark::Common(name) => writeln!(out, "  common to cold code: {name}"),
        Mark::Table(_) => writeln!(out, "  table"),
    };
}

/// The table of jumps that begins at an offset.
fn table_at(template: &Template, at: usize) -> Option<Mark> {
    let found = template
        .marks
        .iter()
        .find(|(offset, mark)| *offset as usize == at && matches!(mark, Mark::Table(_)));
    found.map(|(_, mark)| *mark)
}

fn immediate(instruction: &Instruction) -> Option<u64> {
    (0..instruction.op_count())
        .find(|&i| instruction.op_kind(i) == OpKind::Immediate64)
        .map(|_| instruction.immediate64())
}

/// What addresses in the code stand for.
fn names(procedure: &Compilable<'_>, environment: &Environment) -> HashMap<u64, &'static str> {
    let mut names = environment.stubs.names();
    names.extend([
        (procedure.words_address(), "the bytecode"),
        (procedure.slots_address(), "the template's slots"),
        (procedure.template().bits(), "the template"),
    ]);
    for i in 0..procedure.return_count() {
        names.insert(procedure.return_point(i).descriptor, "a return descriptor");
    }
    names
}
