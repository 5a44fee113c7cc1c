//! Core: the expanded language. No macro, no scope, no syntactic keyword is left; every variable is resolved.
//!
//! ```text
//! e ::= (quote d) | v | (global g) | (primitive p)
//!     | (set! v e) | (set-global! g e) | (define-global g e)
//!     | (if e e e) | (begin e …) | (lambda formals e) | (case-lambda (formals e) …)
//!     | (let ((v e) …) e) | (letrec* ((v e) …) e) | (e e …) | (p e …)
//!     | (values e …) | (receive formals e e) | (receive-into e e) | (apply e e …) | (call/cc e) | (call/1cc e)
//!     | (record-type t) | (record-make t e …) | (record-ref t i e) | (record-set! t i e e) | (record? t e)
//! after fix_letrec:        letrec* is gone;           e ::= (fix ((v lambda | case-lambda) …) e)
//! after box_assigned:      set! is gone;              e ::= (make-cell e) | (cell-ref v) | (cell-set! v e)
//! after find_loops:                                   e ::= (loop l ((v e) …) e) | (continue l e …)
//! after switch_cases:                                 e ::= (switch e ((key …) e) … e)
//! after convert_closures:  lambdas only in `lambdas`; e ::= (make-closure f e …) | (closure f) | (free i)
//!                                                         | (running-closure)
//!                                                         | (patch-closure! e i e) | (call-known f e|#f e …)
//! ```
//!
//! After `convert_closures`, a `case-lambda` is a [`Lambda`] whose `cases` names its clauses; they run with the same
//! closure, so that `(free i)` means the same in all of them.
//!
//! Expressions live in one arena ([`Core::exprs`]) and refer to each other by [`ExprId`], so that passes change them
//! in place and dropping a deeply nested program needs no recursion. An `ExprId` is used in one place only: the
//! arena is a forest, never a graph. Every variable is bound exactly once (a pass that copies code renames).

pub mod text;
pub mod verify;
pub mod walk;

use eyas_bytecode::Prim;
use eyas_datum::datum::Datum;
use eyas_datum::source::Span;

macro_rules! index_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The index, for a `Vec`.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index_type!(
    /// Index into [`Core::exprs`].
    ExprId
);
index_type!(
    /// Index into [`Core::vars`].
    VarId
);
index_type!(
    /// Index into [`Core::globals`].
    GlobalId
);
index_type!(
    /// Index into [`Core::lambdas`].
    LambdaId
);
index_type!(
    /// Index into [`Core::record_types`].
    RecordTypeId
);
index_type!(
    /// Names a loop, unique in its `Core`.
    LoopId
);

/// One program, library or REPL form, expanded.
#[derive(Clone, Debug, Default)]
pub struct Core {
    /// For people: file or library name; becomes the unit's name.
    pub name: String,
    /// All expressions.
    pub exprs: Vec<Expr>,
    /// Where each expression came from, in step with `exprs`.
    pub spans: Vec<Span>,
    /// All local variables.
    pub vars: Vec<Var>,
    /// All top-level variables that the program mentions or defines.
    pub globals: Vec<GlobalVar>,
    /// All procedures.
    pub lambdas: Vec<Lambda>,
    /// All record types that the program defines.
    pub record_types: Vec<RecordType>,
    /// How many loops have been named.
    pub loops: u32,
    /// What running the program evaluates.
    pub root: Option<ExprId>,
    /// It is a program: nobody else mentions its top-level variables.
    pub whole: bool,
}

/// An expression; the grammar is in the module's documentation.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the grammar above describes each")]
pub enum Expr {
    /// A slot whose content a pass has taken out, or garbage; never reachable between passes.
    Taken,
    Quote(Datum),
    Special(Special),
    Local(VarId),
    Global(GlobalId),
    Primitive(Prim),
    SetLocal(VarId, ExprId),
    SetGlobal(GlobalId, ExprId),
    DefineGlobal(GlobalId, ExprId),
    If(ExprId, ExprId, ExprId),
    /// At least one; all but the last for effect.
    Begin(Vec<ExprId>),
    Lambda(LambdaId),
    CaseLambda(Vec<LambdaId>),
    Let(Vec<(VarId, ExprId)>, ExprId),
    /// `letrec*`: initializers run in order; a variable used too early is an error at run time.
    Letrec(Vec<(VarId, ExprId)>, ExprId),
    /// Mutually recursive procedures; each expression is a `Lambda` or a `CaseLambda`.
    Fix(Vec<(VarId, ExprId)>, ExprId),
    Call(ExprId, Vec<ExprId>),
    PrimCall(Prim, Vec<ExprId>),
    Values(Vec<ExprId>),
    /// Evaluates `producer`, binds its values.
    Receive {
        vars: Vec<VarId>,
        rest: Option<VarId>,
        producer: ExprId,
        body: ExprId,
    },
    /// `(call-with-values (lambda () producer) consumer)`; the consumer is evaluated first.
    ReceiveInto {
        producer: ExprId,
        consumer: ExprId,
    },
    /// The last argument is a list that is spread.
    Apply(ExprId, Vec<ExprId>),
    CallCc(ExprId),
    /// The same with a continuation that may be used once.
    CallOnce(ExprId),
    RecordTypeValue(RecordTypeId),
    RecordMake(RecordTypeId, Vec<ExprId>),
    RecordRef(RecordTypeId, u32, ExprId),
    RecordSet(RecordTypeId, u32, ExprId, ExprId),
    IsRecord(RecordTypeId, ExprId),
    MakeCell(ExprId),
    /// True: the cell may still be empty, and reading it then raises.
    CellRef(VarId, bool),
    CellSet(VarId, ExprId),
    Loop {
        name: LoopId,
        vars: Vec<(VarId, ExprId)>,
        body: ExprId,
    },
    /// Only in tail position of the body of the loop it names, within the same procedure.
    Continue(LoopId, Vec<ExprId>),
    Switch {
        subject: ExprId,
        arms: Vec<SwitchArm>,
        default: ExprId,
    },
    MakeClosure(LambdaId, Vec<ExprId>),
    /// The one closure of a procedure that captures nothing.
    ClosureConstant(LambdaId),
    /// A value that the running closure captured.
    Free(u32),
    /// The running closure itself: slot 0.
    RunningClosure,
    PatchClosure {
        closure: ExprId,
        index: u32,
        value: ExprId,
    },
    CallKnown {
        lambda: LambdaId,
        closure: Option<ExprId>,
        args: Vec<ExprId>,
    },
}

/// Values that have no datum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named after what they are")]
pub enum Special {
    Unspecified,
    Eof,
    Absent,
    /// What an uninitialized `letrec` variable holds.
    Unbound,
}

/// Keys are compared by `eqv?`: all fixnums or all characters, or symbols and other constants.
#[derive(Clone, Debug)]
pub struct SwitchArm {
    /// At least one.
    pub keys: Vec<Datum>,
    /// Evaluated if the subject is one of them.
    pub body: ExprId,
}

/// A local variable.
#[derive(Clone, Debug)]
pub struct Var {
    /// As written; not unique.
    pub name: String,
    /// Where it is bound.
    pub span: Span,
    /// Some `set!` assigns it.
    pub assigned: bool,
}

/// A top-level variable: one per (module, name) in a session.
#[derive(Clone, Debug)]
pub struct GlobalVar {
    /// `scheme base`, `program`, `user` …
    pub module: String,
    /// Unique in the module; as written unless a macro introduced it.
    pub name: String,
    /// This `Core` has its `define-global`.
    pub defined: bool,
    /// It may change after its definition: a `set!` or a second definition exists or may come (REPL).
    pub mutable: bool,
}

/// A procedure, or one clause of a `case-lambda`.
#[derive(Clone, Debug)]
pub struct Lambda {
    /// For people; empty if it has none.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// Required parameters.
    pub params: Vec<VarId>,
    /// Parameter for the list of the rest.
    pub rest: Option<VarId>,
    /// The body.
    pub body: ExprId,
    /// After `convert_closures`: how many values its closure captures. Known procedures that capture nothing are
    /// called without a closure.
    pub captures: u32,
    /// After `convert_closures` only: this is a `case-lambda`, and the first of these (if any) that takes the
    /// argument count runs instead, with the same closure. Parameters and body then mean nothing.
    pub cases: Option<Vec<LambdaId>>,
}

/// A record type.
#[derive(Clone, Debug)]
pub struct RecordType {
    /// As written, without `<>` kept: what `display` of a record shows.
    pub name: String,
    /// Field names.
    pub fields: Vec<String>,
    /// Bit `i`: field `i` has a modifier.
    pub mutable: u64,
}

impl Core {
    /// Puts an expression into the arena.
    pub fn add(&mut self, expr: Expr, span: Span) -> ExprId {
        let id = ExprId(self.exprs.len() as u32);
        self.exprs.push(expr);
        self.spans.push(span);
        id
    }

    /// Takes an expression out of its slot, to be changed and put back.
    pub fn take(&mut self, id: ExprId) -> Expr {
        std::mem::replace(&mut self.exprs[id.index()], Expr::Taken)
    }

    /// Puts an expression into a slot.
    pub fn put(&mut self, id: ExprId, expr: Expr) {
        self.exprs[id.index()] = expr;
    }

    /// The expression in a slot.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.index()]
    }

    /// Where an expression came from.
    pub fn span(&self, id: ExprId) -> Span {
        self.spans[id.index()]
    }

    /// A fresh local variable.
    pub fn add_var(&mut self, name: impl Into<String>, span: Span) -> VarId {
        let id = VarId(self.vars.len() as u32);
        self.vars.push(Var {
            name: name.into(),
            span,
            assigned: false,
        });
        id
    }

    /// A fresh loop name.
    pub fn add_loop(&mut self) -> LoopId {
        self.loops += 1;
        LoopId(self.loops - 1)
    }
}
