//! Checks that Flat is well formed, before registers are assigned.
//!
//! Operands exist; each label is bound once and jumps go forward except `loop-back`; each window is opened once and
//! then used; constants exist and are of the right kind; and nothing is read before it is written, which liveness
//! tells: what is live at the entry must be what arrives there.

use std::fmt;

use eyas_bytecode::{Arity, Constant, Op, Prim, Role, TypeTest};

use super::{Code, Flat, FlatProcedure, Ins, Reg, Window, WindowUse, liveness, window_use};

/// What is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyError {
    /// Index of the procedure.
    pub procedure: usize,
    /// Index of the instruction, if it is about one.
    pub at: Option<usize>,
    /// What is wrong.
    pub message: &'static str,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some(at) => write!(f, "procedure {} at {at}: {}", self.procedure, self.message),
            None => write!(f, "procedure {}: {}", self.procedure, self.message),
        }
    }
}

impl std::error::Error for VerifyError {}

/// Checks the program.
///
/// # Errors
/// The first thing found that is wrong.
pub fn verify(flat: &Flat) -> Result<(), VerifyError> {
    for (procedure, p) in flat.procedures.iter().enumerate() {
        let mut checker = Checker {
            flat,
            p,
            bound: vec![false; p.labels as usize],
            open: vec![false; p.windows as usize],
        };
        for (at, ins) in p.code.iter().enumerate() {
            checker.instruction(ins).map_err(|message| VerifyError {
                procedure,
                at: Some(at),
                message,
            })?;
        }
        checker.whole().map_err(|message| VerifyError {
            procedure,
            at: None,
            message,
        })?;
    }
    Ok(())
}

struct Checker<'a> {
    flat: &'a Flat,
    p: &'a FlatProcedure,
    bound: Vec<bool>,
    open: Vec<bool>,
}

impl Checker<'_> {
    fn whole(&self) -> Result<(), &'static str> {
        if let Arity::Cases(clauses) = &self.p.arity {
            let known = clauses
                .iter()
                .all(|id| (id.0 as usize) < self.flat.procedures.len());
            return match known && self.p.code.is_empty() {
                true => Ok(()),
                false => Err("a case-lambda has code, or a clause that does not exist"),
            };
        }
        if self
            .p
            .code
            .iter()
            .rev()
            .find(|i| i.code != Code::Label)
            .is_none_or(|i| !i.ends())
        {
            return Err("control falls off the end");
        }
        let live = liveness::analyse(self.p).map_err(|_| "too complex")?;
        let first = u32::from(self.p.captures == 0);
        let arrives = |r: &Reg| r.0 <= self.p.parameters() && r.0 >= first;
        if live.at_entry.iter().all(arrives) {
            Ok(())
        } else {
            Err("a register is read before it is written")
        }
    }

    fn register(&self, r: u32) -> Result<(), &'static str> {
        if (r as usize) < self.p.hints.len() {
            Ok(())
        } else {
            Err("no such register")
        }
    }

    fn target(&self, label: u32, backwards: bool) -> Result<(), &'static str> {
        match self.bound.get(label as usize) {
            None => Err("no such label"),
            Some(&bound) if bound == backwards => Ok(()),
            Some(_) => Err("only loop-back jumps backwards"),
        }
    }

    fn list<'p>(&self, p: &'p FlatProcedure, ins: &Ins) -> Result<&'p [u32], &'static str> {
        p.lists.get(ins.list()).ok_or("a list out of range")
    }

    fn instruction(&mut self, ins: &Ins) -> Result<(), &'static str> {
        let op = match ins.code {
            Code::Label => {
                let bound = self.bound.get_mut(ins.a as usize).ok_or("no such label")?;
                return match std::mem::replace(bound, true) {
                    false => Ok(()),
                    true => Err("a label is bound twice"),
                };
            }
            Code::Open => {
                let open = self.open.get_mut(ins.a as usize).ok_or("no such window")?;
                return match std::mem::replace(open, true) {
                    false => Ok(()),
                    true => Err("a window is opened twice"),
                };
            }
            Code::Op(op) => op,
        };
        self.constants(op, ins)?;
        if ins.window() != Window::NONE && self.open.get(ins.window().index()) != Some(&true) {
            return Err("a window is used that is not open");
        }
        let optional = |r: u32| {
            if r == Reg::NONE.0 {
                Ok(())
            } else {
                self.register(r)
            }
        };
        match window_use(op) {
            WindowUse::None => {}
            WindowUse::Call | WindowUse::Leave | WindowUse::Native => {
                self.list(self.p, ins)?
                    .iter()
                    .try_for_each(|&r| optional(r))?;
                if window_use(op) != WindowUse::Leave {
                    optional(ins.a)?;
                }
                return Ok(());
            }
            WindowUse::Receive => {
                let list = self.list(self.p, ins)?;
                if ins.c > 1 || list.len() as u64 != u64::from(ins.b) + u64::from(ins.c) {
                    return Err("values and registers do not match");
                }
                return list.iter().try_for_each(|&r| self.register(r));
            }
            WindowUse::Received => {
                optional(ins.c)?;
                return self.register(ins.a);
            }
        }
        for (role, value) in op.roles().into_iter().zip([ins.a, ins.b, ins.c]) {
            match role {
                Role::Out | Role::In => self.register(value)?,
                Role::Jump | Role::JumpWord => self.target(value, op == Op::LoopBack)?,
                Role::Int if i16::try_from(value as i32).is_err() => {
                    return Err("number too large");
                }
                Role::Test if TypeTest::from_number(value as u16).is_none() => {
                    return Err("no such test");
                }
                Role::List => {
                    self.list(self.p, ins)?
                        .iter()
                        .try_for_each(|&r| self.register(r))?;
                }
                Role::Table => {
                    self.list(self.p, ins)?
                        .iter()
                        .try_for_each(|&l| self.target(l, false))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn constants(&self, op: Op, ins: &Ins) -> Result<(), &'static str> {
        let get = |id: u32| {
            self.flat
                .constants
                .get(id as usize)
                .ok_or("no such constant")
        };
        let good = match op {
            Op::CallKnown | Op::TailCallKnown => matches!(get(ins.c)?, Constant::Template(_)),
            Op::CallGlobal | Op::TailCallGlobal => matches!(get(ins.c)?, Constant::Global { .. }),
            Op::GlobalRef | Op::GlobalGet | Op::GlobalSet | Op::GlobalDefine => {
                matches!(get(ins.b)?, Constant::Global { .. })
            }
            Op::Closure => matches!(get(ins.b)?, Constant::Template(_)),
            Op::Record | Op::BranchRecord | Op::BranchNotRecord => {
                matches!(get(ins.b)?, Constant::RecordType { .. })
            }
            Op::RecordRef | Op::RecordSet | Op::IsRecord => {
                matches!(get(ins.c)?, Constant::RecordType { .. })
            }
            Op::CellRefChecked => matches!(get(ins.c)?, Constant::Symbol(_)),
            Op::Const | Op::BranchEqConst | Op::BranchNotEqConst => {
                !matches!(get(ins.b)?, Constant::Template(_) | Constant::Global { .. })
            }
            Op::Native => {
                Prim::from_number(ins.c as u16).is_some_and(|p| p.accepts(ins.len as usize))
            }
            _ => true,
        };
        if good {
            Ok(())
        } else {
            Err("a constant or primitive of the wrong kind")
        }
    }
}
