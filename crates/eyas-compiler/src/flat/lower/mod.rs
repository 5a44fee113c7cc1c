//! Core → Flat: destination-driven code generation in one walk.
//!
//! *Input*: Core after `convert_closures`. *Output*: Flat. *Example*:
//! `(if (null? %1) 0 (car %1))` in tail position becomes
//! `(branch-not-null %1 @0) (int %2 0) (return %2) (label @0) (car %3 %1) (return %3)`.
//!
//! Every expression is lowered for a [`Want`]: what is to become of its value. Tests become compare-and-branch
//! instructions, results are computed straight into the register that needs them, several values go straight into
//! the variables that receive them; after Dybvig, Hieb and Butler, "Destination-driven code generation" (1990).
//!
//! Recursion follows the nesting of expressions, on stack segments that grow.

mod call;
mod expr;
mod globals;
mod prim;
mod receive;
mod switch;

use eyas_bytecode::{Arity, ConstId, Constant, Op, Prim, ProcId};
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbols;

use self::call::Callee;
use self::globals::Definitions;
use super::constants::Pool;
use super::{
    Code, Flat, FlatPlace, FlatProcedure, Hint, Ins, Label, LowerError, LowerErrorKind, PlaceId,
    Reg, Window,
};
use crate::core::{Core, ExprId, LambdaId, LoopId, VarId};

/// What is to become of the value of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Want {
    /// It is the procedure's value.
    Tail,
    /// Nothing.
    Effect,
    /// It goes into this register.
    Into(Reg),
    /// It decides where to go on.
    Test { yes: Label, no: Label },
    /// There may be several; they go into these registers.
    Values(ReceiverId),
    /// There may be several; they become arguments of this procedure.
    Pass(ReceiverId),
}

/// Top-level forms in one procedure.
const FORMS_MAX: usize = 4096;

/// Index into [`Lowerer::receivers`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct ReceiverId(usize);

/// Who takes several values.
#[derive(Clone, Debug)]
enum Receiver {
    /// Variables, and one for the list of the rest.
    Registers {
        required: Vec<Reg>,
        rest: Option<Reg>,
    },
    /// A procedure, and what becomes of its value.
    Procedure { procedure: Reg, want: Want },
}

/// Where a local variable is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Home {
    /// Not bound yet.
    Nowhere,
    In(Reg),
    /// Known to be `#f` here.
    False,
}

struct LoopHome {
    header: Label,
    registers: Vec<Reg>,
}

struct Lowerer<'a> {
    core: &'a Core,
    pool: Pool<'a>,
    definitions: Definitions,
    homes: Vec<Home>,
    loops: Vec<Option<LoopHome>>,
    globals: Vec<Option<ConstId>>,
    record_types: Vec<Option<ConstId>>,
    /// The procedure of each lambda, once something has referred to it.
    ids: Vec<Option<ProcId>>,
    /// Lambdas to be lowered, in the order of their procedures, with the top-level form that mentioned them first.
    queue: Vec<(LambdaId, usize)>,
    /// Procedures that return their arguments, by count.
    returners: Vec<(u32, ProcId)>,
    procedures: Vec<Option<FlatProcedure>>,
    current: FlatProcedure,
    receivers: Vec<Receiver>,
    /// How many call instructions have been emitted; tells whether operands contain calls.
    calls: usize,
    /// The top-level form being lowered, or that mentioned the current lambda first.
    form: usize,
    /// True in the top-level procedure.
    at_top: bool,
    error: Option<LowerError>,
}

/// Lowers the whole program; procedures that nothing refers to are left out.
///
/// # Errors
/// The program is beyond a limit of the instruction format.
pub fn flatten(core: &Core, symbols: &Symbols) -> Result<Flat, LowerError> {
    let top = FlatProcedure::with_arity("", Span::NONE, Arity::Exactly(0), 0);
    let mut lowerer = Lowerer {
        core,
        pool: Pool::new(symbols),
        definitions: Definitions::new(core),
        homes: vec![Home::Nowhere; core.vars.len()],
        loops: (0..core.loops).map(|_| None).collect(),
        globals: vec![None; core.globals.len()],
        record_types: vec![None; core.record_types.len()],
        ids: vec![None; core.lambdas.len()],
        queue: Vec::new(),
        returners: Vec::new(),
        procedures: vec![None],
        current: top,
        receivers: Vec::new(),
        calls: 0,
        form: 0,
        at_top: true,
        error: None,
    };
    lowerer.top_level();
    lowerer.procedures[0] = Some(lowerer.finish_procedure());
    lowerer.at_top = false;
    let mut next = 0;
    while let Some(&(lambda, form)) = lowerer.queue.get(next) {
        next += 1;
        lowerer.form = form;
        lowerer.lambda(lambda);
    }
    if let Some(error) = lowerer.error {
        return Err(error);
    }
    Ok(Flat {
        name: core.name.as_str().into(),
        constants: lowerer.pool.into_constants(),
        procedures: lowerer.procedures.into_iter().flatten().collect(),
        entry: Some(ProcId(0)),
    })
}

impl<'a> Lowerer<'a> {
    fn finish_procedure(&mut self) -> FlatProcedure {
        self.receivers.clear();
        let empty = FlatProcedure::with_arity("", Span::NONE, Arity::Exactly(0), 0);
        std::mem::replace(&mut self.current, empty)
    }

    /// The top level. If it is long it is cut into procedures that are called one after the other, since a procedure
    /// has limits that generated programs exceed.
    fn top_level(&mut self) {
        let forms = std::mem::take(&mut self.definitions.forms);
        if forms.is_empty() {
            let v = self.constant_register(Constant::Unspecified);
            self.emit(Op::Return, v.0, 0, 0);
            return;
        }
        if forms.len() <= FORMS_MAX {
            return self.top_level_part(&forms, true);
        }
        let parts: Vec<&[ExprId]> = forms.chunks(FORMS_MAX).collect();
        let mut templates = Vec::with_capacity(parts.len());
        for (i, part) in parts.iter().enumerate() {
            self.top_level_part(part, i + 1 == parts.len());
            let id = ProcId(self.procedures.len() as u32);
            let procedure = self.finish_procedure();
            self.procedures.push(Some(procedure));
            templates.push(self.pool.template(id));
        }
        for (i, template) in templates.into_iter().enumerate() {
            let want = if i + 1 == parts.len() {
                Want::Tail
            } else {
                Want::Effect
            };
            let opened = self.open();
            let window = self.operands_done(opened);
            let list = [Reg::NONE.0];
            self.finish_call(Callee::Known(template), window, &list, PlaceId::NONE, want);
        }
    }

    fn top_level_part(&mut self, forms: &[ExprId], is_last: bool) {
        for (i, &form) in forms.iter().enumerate() {
            let last = is_last && i + 1 == forms.len();
            self.lower(form, if last { Want::Tail } else { Want::Effect });
            self.form += 1;
        }
        if !is_last {
            let v = self.constant_register(Constant::Unspecified);
            self.emit(Op::Return, v.0, 0, 0);
        }
    }

    fn lambda(&mut self, id: LambdaId) {
        let core = self.core;
        let lambda = &core.lambdas[id.index()];
        let Some(proc) = self.ids[id.index()] else {
            return;
        };
        if lambda.captures > u32::from(u16::MAX) {
            self.fail(lambda.span, LowerErrorKind::TooManyCaptures);
        }
        if let Some(cases) = &lambda.cases {
            let clauses = cases.iter().map(|&clause| self.procedure(clause)).collect();
            let arity = Arity::Cases(clauses);
            self.procedures[proc.0 as usize] = Some(FlatProcedure::with_arity(
                &lambda.name,
                lambda.span,
                arity,
                lambda.captures,
            ));
            return;
        }
        let required = lambda.params.len() as u32;
        let arity = match lambda.rest {
            Some(_) => Arity::AtLeast(required),
            None => Arity::Exactly(required),
        };
        if required > super::registers::ARGUMENTS_MAX {
            self.fail(lambda.span, LowerErrorKind::TooManyArguments);
            return;
        }
        self.current = FlatProcedure::with_arity(&lambda.name, lambda.span, arity, lambda.captures);
        for (i, v) in lambda.params.iter().chain(&lambda.rest).enumerate() {
            self.homes[v.index()] = Home::In(Reg(i as u32 + 1));
        }
        self.lower(lambda.body, Want::Tail);
        self.procedures[proc.0 as usize] = Some(self.finish_procedure());
    }

    /// The procedure of a lambda; the first mention queues it.
    fn procedure(&mut self, lambda: LambdaId) -> ProcId {
        if let Some(id) = self.ids[lambda.index()] {
            return id;
        }
        let id = ProcId(self.procedures.len() as u32);
        self.procedures.push(None);
        self.ids[lambda.index()] = Some(id);
        self.queue.push((lambda, self.form));
        id
    }

    /// A procedure that returns its `count` arguments as values.
    fn returner(&mut self, count: u32) -> ProcId {
        if let Some(&(_, id)) = self.returners.iter().find(|(n, _)| *n == count) {
            return id;
        }
        let mut p = FlatProcedure::with_arity("values", Span::NONE, Arity::Exactly(count), 0);
        p.windows = 1;
        p.lists = (1..=count).collect();
        let mut open = Ins::new(Code::Open, 0, 0, 0);
        p.code.push(open);
        open.code = Code::Op(Op::ReturnValues);
        open.len = count;
        p.code.push(open);
        let id = ProcId(self.procedures.len() as u32);
        self.procedures.push(Some(p));
        self.returners.push((count, id));
        id
    }

    fn fail(&mut self, span: Span, kind: LowerErrorKind) {
        self.error.get_or_insert(LowerError { span, kind });
    }

    // Registers, labels, windows.

    fn fresh(&mut self) -> Reg {
        self.fresh_for(Hint::NONE)
    }

    fn fresh_for(&mut self, hint: Hint) -> Reg {
        let r = Reg(self.current.hints.len() as u32);
        self.current.hints.push(hint);
        r
    }

    fn label(&mut self) -> Label {
        self.current.labels += 1;
        Label(self.current.labels - 1)
    }

    fn bind(&mut self, label: Label) {
        self.push(Ins::new(Code::Label, label.0, 0, 0));
    }

    /// Opens a window; the index of the instruction goes to [`Lowerer::operands_done`].
    fn open(&mut self) -> (Window, usize, usize) {
        let window = Window(self.current.windows);
        self.current.windows += 1;
        let at = self.current.code.len();
        self.push(Ins::new(Code::Open, window.0, 0, 0));
        (window, at, self.calls)
    }

    /// Notes whether the operands computed since contain calls.
    fn operands_done(&mut self, (window, at, calls): (Window, usize, usize)) -> Window {
        self.current.code[at].b = u32::from(self.calls != calls);
        window
    }

    // Instructions.

    fn push(&mut self, ins: Ins) {
        self.current.code.push(ins);
    }

    fn emit(&mut self, op: Op, a: u32, b: u32, c: u32) {
        self.push(Ins::new(Code::Op(op), a, b, c));
    }

    fn emit_at(&mut self, op: Op, a: u32, b: u32, c: u32, place: PlaceId) {
        let mut ins = Ins::new(Code::Op(op), a, b, c);
        ins.place = place;
        self.push(ins);
    }

    fn emit_list(&mut self, op: Op, abc: [u32; 3], list: &[u32], place: PlaceId) {
        let mut ins = Ins::new(Code::Op(op), abc[0], abc[1], abc[2]);
        ins.start = self.current.lists.len() as u32;
        ins.len = list.len() as u32;
        ins.place = place;
        self.current.lists.extend_from_slice(list);
        self.push(ins);
    }

    fn jump(&mut self, label: Label) {
        self.emit(Op::Jump, 0, label.0, 0);
    }

    fn move_into(&mut self, to: Reg, from: Reg) {
        if to != from {
            self.emit(Op::Move, to.0, from.0, 0);
        }
    }

    /// The place of an expression.
    fn place(&mut self, e: ExprId) -> PlaceId {
        self.place_of(self.core.span(e), Box::default())
    }

    /// The place of a primitive call, with those of its arguments.
    fn place_with(&mut self, e: ExprId, args: &[ExprId]) -> PlaceId {
        let arguments = args.iter().map(|&a| self.core.span(a)).collect();
        self.place_of(self.core.span(e), arguments)
    }

    fn place_of(&mut self, span: Span, arguments: Box<[Span]>) -> PlaceId {
        if span.is_none() && arguments.iter().all(|s| s.is_none()) {
            return PlaceId::NONE;
        }
        let id = PlaceId(self.current.places.len() as u32);
        self.current.places.push(FlatPlace {
            span,
            arguments,
            written: None,
        });
        id
    }

    /// The same of an operation that is a form of another primitive.
    fn place_as(&mut self, e: ExprId, prim: Prim, args: &[ExprId]) -> PlaceId {
        let id = self.place_with(e, args);
        if let Some(place) = self.current.places.get_mut(id.index()) {
            place.written = Some(prim);
        }
        id
    }

    // Constants.

    fn constant_into(&mut self, to: Reg, id: ConstId) {
        match *self.pool.get(id) {
            Constant::Fixnum(n) if i32::try_from(n).is_ok() => {
                self.emit(Op::Int, to.0, n as i32 as u32, 0);
            }
            _ => self.emit(Op::Const, to.0, id.0, 0),
        }
    }

    fn constant_register(&mut self, constant: Constant) -> Reg {
        let id = match constant {
            Constant::Bool(b) => self.pool.bool(b),
            Constant::Nil => self.pool.nil(),
            Constant::Fixnum(n) => self.pool.fixnum(n),
            _ => self.pool.special(crate::core::Special::Unspecified),
        };
        let r = self.fresh();
        self.constant_into(r, id);
        r
    }

    /// The register of a variable; the constant `#f` in a fresh one if that is what it is known to be.
    fn register(&mut self, v: VarId) -> Reg {
        match self.homes[v.index()] {
            Home::In(r) => r,
            Home::False => self.constant_register(Constant::Bool(false)),
            Home::Nowhere => {
                let span = self.core.vars[v.index()].span;
                self.fail(span, LowerErrorKind::NotConverted);
                Reg::CLOSURE
            }
        }
    }

    /// The loop's home.
    fn loop_registers(&self, name: LoopId) -> &[Reg] {
        self.loops[name.index()]
            .as_ref()
            .map_or(&[], |home| &home.registers)
    }
}
