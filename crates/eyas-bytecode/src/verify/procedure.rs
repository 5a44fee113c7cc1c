//! What can be checked of a procedure without following its flow: operands, constants, windows, jumps, tables.

use super::Fault;
use crate::ops::{Op, Role};
use crate::prims::Prim;
use crate::types::TypeTest;
use crate::unit::{Arity, Constant, MapId, Procedure, ReturnPoint, Unit, UnitSpan};
use crate::word::{Placed, instructions, unpack_list, unpack_table};

/// The most slots of a frame.
const FRAME_MAX: u32 = 65_536;

/// What the first walk finds for the second.
pub(super) struct Shape<'a> {
    pub(super) instructions: Vec<Placed<'a>>,
    /// Index into `instructions` for each word that is the start of one.
    pub(super) index: Vec<u32>,
}

/// No instruction starts here.
pub(super) const INSIDE: u32 = u32::MAX;

/// The slots in which arguments arrive.
pub(super) fn parameters(arity: &Arity) -> Option<u32> {
    match arity {
        Arity::Exactly(n) => Some(*n),
        Arity::AtLeast(n) => n.checked_add(1),
        Arity::Cases(_) => None,
    }
}

pub(super) fn check<'a>(
    unit: &Unit,
    p: &'a Procedure,
    record_sizes: &[u32],
) -> Result<Option<Shape<'a>>, Fault> {
    let fault = |message| Err((None, message));
    let span_fits = |s: &UnitSpan| {
        *s == UnitSpan::NONE || ((s.file as usize) < unit.files.len() && s.start <= s.end)
    };
    if !span_fits(&p.span) {
        return fault("a span is in no file");
    }
    if let Arity::Cases(clauses) = &p.arity {
        let empty = p.code.is_empty()
            && p.returns.is_empty()
            && p.safepoints.is_empty()
            && p.places.is_empty();
        let fits = clauses.iter().all(|id| {
            unit.procedures.get(id.0 as usize).is_some_and(|clause| {
                !matches!(clause.arity, Arity::Cases(_)) && clause.captures == p.captures
            })
        });
        return match empty && fits {
            true => Ok(None),
            false => fault("a case-lambda has code, or a clause that does not fit"),
        };
    }
    if p.frame_size > FRAME_MAX || p.captures > u32::from(u16::MAX) {
        return fault("frame or closure too large");
    }
    if parameters(&p.arity).is_none_or(|n| n >= p.frame_size) {
        return fault("the arguments do not fit the frame");
    }
    if p.code.len() >= i32::MAX as usize {
        return fault("too much code");
    }
    if p.constants
        .iter()
        .any(|id| id.0 as usize >= unit.constants.len())
    {
        return fault("a constant is missing");
    }
    let mut shape = Shape {
        instructions: Vec::new(),
        index: vec![INSIDE; p.code.len()],
    };
    for placed in instructions(&p.code) {
        let placed = placed.map_err(|bad| (Some(bad.pc as u32), "no instruction"))?;
        shape.index[placed.pc] = shape.instructions.len() as u32;
        shape.instructions.push(placed);
    }
    if shape
        .instructions
        .last()
        .is_none_or(|i| !i.instruction.op.effects().end)
    {
        return fault("control falls off the end");
    }
    let checker = Checker {
        unit,
        p,
        record_sizes,
        shape: &shape,
    };
    let mut used = vec![false; p.returns.len()];
    for (i, placed) in shape.instructions.iter().enumerate() {
        let next = shape.instructions.get(i + 1..).unwrap_or_default();
        checker
            .instruction(placed, next, &mut used)
            .map_err(|message| (Some(placed.pc as u32), message))?;
    }
    if used.iter().any(|used| !used) {
        return fault("a return point belongs to no call");
    }
    checker.safepoints()?;
    let mut last = None;
    for place in &p.places {
        let start = shape
            .index
            .get(place.pc as usize)
            .is_some_and(|&i| i != INSIDE);
        if !start || last.is_some_and(|pc| pc >= place.pc) {
            return fault("places are out of order or inside instructions");
        }
        last = Some(place.pc);
        if let Some(prim) = place.written {
            let at = shape.index[place.pc as usize] as usize;
            let op = shape.instructions[at].instruction.op;
            if !is_form_of(op, prim) {
                return fault("a place names a primitive that the operation is no form of");
            }
        }
        if !span_fits(&place.span) || !place.arguments.iter().all(span_fits) {
            return fault("a span is in no file");
        }
    }
    Ok(Some(shape))
}

/// True for comparisons, of which the machine has one for each pair of mirror images.
fn is_form_of(op: Op, prim: Prim) -> bool {
    use Op::{
        BranchCharEq, BranchCharLess, BranchLess, BranchLessEq, BranchLessInt, BranchMoreInt,
        BranchNotCharEq, BranchNotCharLess, BranchNotLess, BranchNotLessEq, BranchNotLessInt,
        BranchNotMoreInt, BranchNotNumEq, BranchNotNumEqInt, BranchNumEq, BranchNumEqInt, CharEq,
        CharLess, Less, LessEq, NumEq,
    };
    let sign = matches!(prim, Prim::IsZero | Prim::IsPositive | Prim::IsNegative);
    match op {
        CharEq | CharLess | BranchCharEq | BranchNotCharEq | BranchCharLess | BranchNotCharLess => {
            matches!(
                prim,
                Prim::IsCharEqual | Prim::IsCharLess | Prim::IsCharMore
            )
        }
        NumEq | Less | LessEq | BranchNumEq | BranchNotNumEq | BranchLess | BranchNotLess
        | BranchLessEq | BranchNotLessEq | BranchNumEqInt | BranchNotNumEqInt | BranchLessInt
        | BranchNotLessInt | BranchMoreInt | BranchNotMoreInt => {
            let order = matches!(
                prim,
                Prim::NumEqual | Prim::LessThan | Prim::MoreThan | Prim::AtMost | Prim::AtLeast
            );
            sign || order
        }
        _ => false,
    }
}

struct Checker<'a> {
    unit: &'a Unit,
    p: &'a Procedure,
    record_sizes: &'a [u32],
    shape: &'a Shape<'a>,
}

/// The kinds of constants that operands name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Value,
    Global,
    Template,
    RecordType,
    Symbol,
}

impl<'a> Checker<'a> {
    fn safepoints(&self) -> Result<(), Fault> {
        let mut rest = self.p.safepoints.as_slice();
        for placed in &self.shape.instructions {
            if placed.instruction.op.effects().gc {
                match rest.split_first() {
                    Some((s, others)) if s.pc as usize == placed.pc => {
                        self.map(s.live).map_err(|m| (Some(s.pc), m))?;
                        rest = others;
                    }
                    _ => return Err((Some(placed.pc as u32), "no safepoint")),
                }
            }
        }
        match rest.first() {
            None => Ok(()),
            Some(s) => Err((Some(s.pc), "a safepoint at no operation that may collect")),
        }
    }

    fn map(&self, id: MapId) -> Result<(), &'static str> {
        let map = self
            .unit
            .live_maps
            .get(id.0 as usize)
            .ok_or("no such live map")?;
        let highest = map.0.last().map_or(0, |w| {
            (map.0.len() as u64 - 1) * 64 + 63 - u64::from(w.leading_zeros())
        });
        if highest < u64::from(self.p.frame_size) {
            Ok(())
        } else {
            Err("a live map is larger than the frame")
        }
    }

    fn constant(&self, index: u32, wanted: Wanted) -> Result<(&'a Constant, u32), &'static str> {
        let id = self
            .p
            .constants
            .get(index as usize)
            .ok_or("no such constant")?;
        let constant = &self.unit.constants[id.0 as usize];
        let good = match wanted {
            Wanted::Value => !matches!(constant, Constant::Global { .. } | Constant::Template(_)),
            Wanted::Global => matches!(constant, Constant::Global { .. }),
            Wanted::Template => matches!(constant, Constant::Template(_)),
            Wanted::RecordType => matches!(constant, Constant::RecordType { .. }),
            Wanted::Symbol => matches!(constant, Constant::Symbol(_)),
        };
        if good {
            Ok((constant, id.0))
        } else {
            Err("a constant of the wrong kind")
        }
    }

    fn target(&self, pc: i64, backwards: bool, next: i64) -> Result<(), &'static str> {
        if backwards != (pc < next) {
            return Err("only loop-back jumps backwards");
        }
        let start = usize::try_from(pc)
            .ok()
            .and_then(|pc| self.shape.index.get(pc));
        let Some(&at) = start.filter(|&&at| at != INSIDE) else {
            return Err("a jump to no instruction");
        };
        match self.shape.instructions[at as usize].instruction.op {
            Op::OneValue | Op::Receive | Op::CallReceived | Op::TailCallReceived => {
                Err("a jump to where values come back")
            }
            _ => Ok(()),
        }
    }

    fn instruction(
        &self,
        placed: &Placed<'_>,
        next: &[Placed<'_>],
        used: &mut [bool],
    ) -> Result<(), &'static str> {
        let i = placed.instruction;
        let frame = self.p.frame_size;
        let next_pc = placed.next_pc() as i64;
        let roles = i.op.roles();
        let wide = matches!(roles[1], Role::Word | Role::ConstWord | Role::JumpWord);
        for (k, (role, value)) in roles.into_iter().zip([i.a, i.b, i.c]).enumerate() {
            match role {
                Role::None if wide && k == 2 => {}
                Role::None if value != 0 => return Err("an operand that must be zero"),
                Role::Out | Role::In | Role::Window if u32::from(value) >= frame => {
                    return Err("a register beyond the frame");
                }
                Role::Test if TypeTest::from_number(value).is_none() => return Err("no such test"),
                Role::Jump => self.target(next_pc + i64::from(value as i16), false, next_pc)?,
                Role::JumpWord => {
                    let target = next_pc + i64::from(i.word32() as i32);
                    self.target(target, i.op == Op::LoopBack, next_pc)?;
                }
                Role::List if unpack_list(placed.data, value).any(|r| u32::from(r) >= frame) => {
                    return Err("a register beyond the frame");
                }
                Role::Table => {
                    for d in unpack_table(placed.data, value) {
                        self.target(next_pc + i64::from(d), false, next_pc)?;
                    }
                }
                Role::Prim => {
                    let prim = Prim::from_number(value).ok_or("no such primitive")?;
                    if !prim.accepts(i.b.into()) {
                        return Err("a primitive with a wrong count of arguments");
                    }
                }
                _ => {}
            }
        }
        self.constants(placed)?;
        let point = match i.op {
            _ if roles[2] == Role::Return => {
                let used = used
                    .get_mut(usize::from(i.c))
                    .ok_or("no such return point")?;
                if std::mem::replace(used, true) {
                    return Err("two calls with one return point");
                }
                Some(&self.p.returns[usize::from(i.c)])
            }
            _ => None,
        };
        self.window(placed, point)?;
        if let Some(point) = point {
            self.return_point(point, placed, next)?;
        }
        Ok(())
    }

    fn constants(&self, placed: &Placed<'_>) -> Result<(), &'static str> {
        let i = placed.instruction;
        let (b, c) = (u32::from(i.b), u32::from(i.c));
        match i.op {
            Op::Const => self.constant(i.word32(), Wanted::Value).map(|_| ()),
            Op::GlobalRef | Op::GlobalGet | Op::GlobalSet | Op::GlobalDefine => {
                self.constant(i.word32(), Wanted::Global).map(|_| ())
            }
            Op::CallGlobal | Op::TailCallGlobal => self.constant(b, Wanted::Global).map(|_| ()),
            Op::BranchEqConst | Op::BranchNotEqConst => self.constant(b, Wanted::Value).map(|_| ()),
            Op::CellRefChecked => self.constant(c, Wanted::Symbol).map(|_| ()),
            Op::BranchRecord | Op::BranchNotRecord => {
                self.constant(b, Wanted::RecordType).map(|_| ())
            }
            Op::IsRecord => self.constant(c, Wanted::RecordType).map(|_| ()),
            Op::RecordRef | Op::RecordSet => {
                let (_, id) = self.constant(c, Wanted::RecordType)?;
                match placed.data {
                    [field] if *field < u64::from(self.record_sizes[id as usize]) => Ok(()),
                    _ => Err("no such field"),
                }
            }
            Op::Record => match self.constant(b, Wanted::RecordType)? {
                (_, id) if self.record_sizes[id as usize] == c => Ok(()),
                _ => Err("a record with a wrong count of fields"),
            },
            Op::Closure => {
                let (captures, _) = self.template(b)?;
                if captures == c {
                    Ok(())
                } else {
                    Err("a closure with a wrong count of values")
                }
            }
            Op::CallKnown | Op::TailCallKnown => match self.template(b)? {
                (_, Arity::Exactly(_)) => Ok(()),
                _ => Err("a known call of a procedure that must look at its arguments"),
            },
            Op::FreeRef if b >= self.p.captures => Err("no such captured value"),
            // Which words are harmless is the heap's to know, and constants do the same.
            Op::Immediate => Err("immediates are written as constants"),
            _ => Ok(()),
        }
    }

    /// Captures and arity of a template.
    fn template(&self, index: u32) -> Result<(u32, &'a Arity), &'static str> {
        match self.constant(index, Wanted::Template)? {
            (Constant::Template(id), _) => {
                let p = &self.unit.procedures[id.0 as usize];
                Ok((p.captures, &p.arity))
            }
            _ => Err("a constant of the wrong kind"),
        }
    }

    /// The window fits the frame.
    fn window(&self, placed: &Placed<'_>, point: Option<&ReturnPoint>) -> Result<(), &'static str> {
        let Some((first, count)) = window_slots(self.unit, self.p, placed, point) else {
            return Ok(());
        };
        let op = placed.instruction.op;
        if first
            .checked_add(count.max(1))
            .is_none_or(|end| end > self.p.frame_size)
        {
            return Err("a window beyond the frame");
        }
        if op == Op::TailApply && placed.instruction.b == 0 {
            return Err("apply without a list");
        }
        if op.effects().call && first < 2 {
            return Err("no room for the link of a call");
        }
        Ok(())
    }

    fn return_point(
        &self,
        point: &ReturnPoint,
        placed: &Placed<'_>,
        next: &[Placed<'_>],
    ) -> Result<(), &'static str> {
        let i = placed.instruction;
        let window = if i.op == Op::CallReceived { i.b } else { i.a };
        let count = match i.op {
            Op::Call | Op::Apply => u32::from(i.b),
            Op::CallKnown => match self.template(u32::from(i.b))? {
                (_, Arity::Exactly(n)) => *n,
                _ => return Err("a known call of a procedure that must look at its arguments"),
            },
            Op::CallCc | Op::CallOnce | Op::CallReceived => 0,
            _ => point.arguments,
        };
        if i.op == Op::Apply && count == 0 {
            return Err("apply without a list");
        }
        if point.pc as usize != placed.next_pc()
            || point.window != u32::from(window)
            || point.arguments != count
        {
            return Err("the return point does not match the call");
        }
        self.map(point.live)?;
        let receives = |i: &Placed<'_>| {
            let i = i.instruction;
            match i.op {
                Op::Receive => {
                    let last = u32::from(i.a) + u32::from(i.b) + u32::from(i.c);
                    i.a == window && i.c <= 1 && last <= self.p.frame_size
                }
                Op::CallReceived | Op::TailCallReceived => i.b == window,
                _ => false,
            }
        };
        let takes = match next {
            [one, then, ..] if one.instruction.op == Op::OneValue => Some(receives(then)),
            _ => None,
        };
        match (point.takes_values, takes) {
            (false, None) | (true, Some(true)) => Ok(()),
            _ => Err("values come back where nothing receives them"),
        }
    }
}

/// First slot and count of the slots that an instruction's window operands stand in.
pub(super) fn window_slots(
    unit: &Unit,
    p: &Procedure,
    placed: &Placed<'_>,
    point: Option<&ReturnPoint>,
) -> Option<(u32, u32)> {
    let i = placed.instruction;
    let (a, b) = (u32::from(i.a), u32::from(i.b));
    Some(match i.op {
        Op::Call | Op::TailCall | Op::Apply | Op::TailApply => (a, b + 1),
        Op::CallKnown | Op::TailCallKnown => {
            let id = p.constants.get(b as usize)?;
            let Some(Constant::Template(id)) = unit.constants.get(id.0 as usize) else {
                return None;
            };
            match unit.procedures[id.0 as usize].arity {
                Arity::Exactly(n) => (a, n.saturating_add(1)),
                _ => return None,
            }
        }
        Op::CallGlobal => (a, point?.arguments.saturating_add(1)),
        Op::TailCallGlobal => (a, u32::from(i.c) + 1),
        Op::CallCc | Op::TailCallCc | Op::CallOnce | Op::TailCallOnce => (a, 1),
        Op::ReturnValues | Op::Native => (a, b),
        Op::Receive => (a, b + u32::from(i.c)),
        Op::CallReceived | Op::TailCallReceived => (b, 1),
        _ => return None,
    })
}
