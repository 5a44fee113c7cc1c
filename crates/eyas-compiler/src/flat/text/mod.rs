//! Flat as text: printed and read back, places apart.
//!
//! ```text
//! program   ::= (flat "name" entry (constants constant …) procedure …)        constants as in texts of units
//! procedure ::= (procedure "name" arity captures registers labels windows (hints (%r W slot) …) (code item …))
//! ```
//!
//! The grammar of items is in [`crate::flat`].

mod parse;

use std::fmt::Write as _;

use eyas_bytecode::text::print_constant;
use eyas_bytecode::{Arity, Op, Prim, Role, TypeTest};

pub use parse::parse;

use super::{Code, Flat, FlatProcedure, Hint, Ins, Reg, WindowUse, window_use};

/// The whole program.
pub fn print(flat: &Flat) -> String {
    let mut out = format!("(flat {:?} ", flat.name);
    match flat.entry {
        Some(id) => put(&mut out, format_args!("{}\n (constants", id.0)),
        None => out.push_str("_\n (constants"),
    }
    for (i, c) in flat.constants.iter().enumerate() {
        out.push_str("\n  ");
        print_constant(&mut out, c);
        put(&mut out, format_args!(" ; {i}"));
    }
    out.push_str("\n )");
    for p in &flat.procedures {
        procedure(&mut out, p);
    }
    out.push_str(")\n");
    out
}

fn put(out: &mut String, args: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(args);
}

fn procedure(out: &mut String, p: &FlatProcedure) {
    put(out, format_args!("\n (procedure {:?} ", p.name));
    match &p.arity {
        Arity::Exactly(n) => put(out, format_args!("(exactly {n})")),
        Arity::AtLeast(n) => put(out, format_args!("(at-least {n})")),
        Arity::Cases(clauses) => {
            out.push_str("(cases");
            clauses
                .iter()
                .for_each(|id| put(out, format_args!(" {}", id.0)));
            out.push(')');
        }
    }
    put(
        out,
        format_args!(
            " {} {} {} {}",
            p.captures,
            p.hints.len(),
            p.labels,
            p.windows
        ),
    );
    out.push_str(" (hints");
    for (r, hint) in p
        .hints
        .iter()
        .enumerate()
        .filter(|(_, h)| **h != Hint::NONE)
    {
        put(
            out,
            format_args!(" (%{r} {} {})", hint.window.0 as i32, hint.index),
        );
    }
    out.push_str(")\n  (code");
    for ins in &p.code {
        out.push_str("\n   ");
        instruction(out, p, ins);
    }
    out.push_str("))");
}

fn register(out: &mut String, r: u32) {
    if r == Reg::NONE.0 {
        out.push_str(" _");
    } else {
        put(out, format_args!(" %{r}"));
    }
}

fn list(out: &mut String, p: &FlatProcedure, ins: &Ins, mark: char) {
    out.push_str(" (");
    for (k, &r) in p.lists[ins.list()].iter().enumerate() {
        out.push_str(if k == 0 { "" } else { " " });
        if r == Reg::NONE.0 {
            out.push('_');
        } else {
            put(out, format_args!("{mark}{r}"));
        }
    }
    out.push(')');
}

/// True for the operations whose third operand names a constant though their window form has other roles.
pub(super) fn has_callee_constant(op: Op) -> bool {
    matches!(
        op,
        Op::CallKnown | Op::CallGlobal | Op::TailCallKnown | Op::TailCallGlobal
    )
}

fn instruction(out: &mut String, p: &FlatProcedure, ins: &Ins) {
    let op = match ins.code {
        Code::Label => return put(out, format_args!("(label {})", ins.a)),
        Code::Open => return put(out, format_args!("(open {} {})", ins.a, ins.b)),
        Code::Op(op) => op,
    };
    put(out, format_args!("({}", op.text()));
    match window_use(op) {
        WindowUse::None => plain(out, p, ins, op),
        WindowUse::Receive => {
            put(out, format_args!(" {} {} {}", ins.a, ins.b, ins.c));
            list(out, p, ins, '%');
        }
        WindowUse::Received => {
            if op == Op::CallReceived {
                register(out, ins.c);
            }
            register(out, ins.a);
            put(out, format_args!(" {}", ins.b));
        }
        uses => {
            if uses != WindowUse::Leave {
                register(out, ins.a);
            }
            put(out, format_args!(" {}", ins.b));
            if has_callee_constant(op) {
                put(out, format_args!(" ${}", ins.c));
            }
            if uses == WindowUse::Native {
                let name = Prim::from_number(ins.c as u16).map_or("?", Prim::name);
                put(out, format_args!(" {name}"));
            }
            list(out, p, ins, '%');
        }
    }
    out.push(')');
}

fn plain(out: &mut String, p: &FlatProcedure, ins: &Ins, op: Op) {
    for (role, value) in op.roles().into_iter().zip([ins.a, ins.b, ins.c]) {
        match role {
            Role::Out | Role::In => register(out, value),
            Role::Int | Role::Word => put(out, format_args!(" {}", value as i32)),
            Role::Const | Role::ConstWord => put(out, format_args!(" ${value}")),
            Role::Jump | Role::JumpWord => put(out, format_args!(" @{value}")),
            Role::Count => put(out, format_args!(" {value}")),
            Role::Test => {
                let test = TypeTest::from_number(value as u16);
                put(
                    out,
                    format_args!(" {}", test.map_or("?", TypeTest::predicate)),
                );
            }
            Role::List => list(out, p, ins, '%'),
            Role::Table => list(out, p, ins, '@'),
            Role::None | Role::Window | Role::Prim | Role::Return => {}
        }
    }
    if op.has_field_word() {
        put(out, format_args!(" {}", ins.start));
    }
}
