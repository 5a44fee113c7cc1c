//! What names can mean: variables, primitives, intrinsics, keywords and macros.
//!
//! Keywords and intrinsics are closed sets, each one table; a new row fails to compile exactly where its
//! expansion is missing.

use eyas_bytecode::Prim;
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use crate::core::VarId;

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
    /// A top-level variable of the session, whatever module it is in.
    GlobalRef
);
index_type!(
    /// A program, a library's body or an `eval` environment: something with a top level.
    ModuleId
);
index_type!(
    /// A library of the session.
    LibraryId
);
index_type!(
    /// A macro of the session.
    MacroId
);

/// What a name means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    /// A local variable of the `Core` being built in this phase: the body of a macro transformer is its own.
    Local {
        /// The variable.
        var: VarId,
        /// Whose variable: counts from 0, one more inside each macro transformer.
        phase: u32,
    },
    /// A top-level variable.
    Global(GlobalRef),
    /// A primitive procedure.
    Primitive(Prim),
    /// A procedure that calls of are expanded in place.
    Intrinsic(Intrinsic),
    /// A core form.
    Keyword(Keyword),
    /// A macro.
    Macro(MacroId),
    /// Its definition was wrong, which was reported.
    Broken,
}

macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($variant:ident $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "named after what they stand for")]
        pub enum $type { $($variant),* }

        impl $type {
            /// All of them.
            pub const ALL: &[$type] = &[$($type::$variant),*];

            /// The name that `(eyas primitives)` exports it by.
            pub const fn name(self) -> &'static str {
                match self { $($type::$variant => $text),* }
            }
        }
    };
}

names! {
    /// The forms that the expander itself understands.
    Keyword {
        Quote "quote",
        Quasiquote "quasiquote",
        Unquote "unquote",
        UnquoteSplicing "unquote-splicing",
        Lambda "lambda",
        NamedLambda "named-lambda",
        CaseLambda "case-lambda",
        Define "define",
        DefineValues "define-values",
        DefineSyntax "define-syntax",
        DefineRecordType "define-record-type",
        LetSyntax "let-syntax",
        LetrecSyntax "letrec-syntax",
        SyntaxRules "syntax-rules",
        ErMacroTransformer "er-macro-transformer",
        SyntaxError "syntax-error",
        If "if",
        Set "set!",
        Begin "begin",
        Let "let",
        LetStar "let*",
        Letrec "letrec",
        LetrecStar "letrec*",
        LetValues "let-values",
        LetStarValues "let*-values",
        Receive "receive",
        Do "do",
        Cond "cond",
        Case "case",
        And "and",
        Or "or",
        When "when",
        Unless "unless",
        Else "else",
        Arrow "=>",
        Ellipsis "...",
        Underscore "_",
        Delay "delay",
        DelayForce "delay-force",
        Parameterize "parameterize",
        Guard "guard",
        CondExpand "cond-expand",
        Include "include",
        IncludeCi "include-ci",
    }
}

names! {
    /// Procedures with an expression of their own in Core. As values they are procedures of `(eyas control)`.
    Intrinsic {
        Apply "apply",
        Values "values",
        CallWithValues "call-with-values",
        CallCc "call/cc",
        CallOnce "call/1cc",
    }
}

impl Keyword {
    /// The keyword with this number, if there is one.
    pub fn from_number(n: u8) -> Option<Keyword> {
        Keyword::ALL.get(n as usize).copied()
    }

    /// Whether it only means something inside other forms.
    pub fn is_auxiliary(self) -> bool {
        matches!(
            self,
            Keyword::Unquote
                | Keyword::UnquoteSplicing
                | Keyword::Else
                | Keyword::Arrow
                | Keyword::Ellipsis
                | Keyword::Underscore
                | Keyword::SyntaxRules
                | Keyword::ErMacroTransformer
        )
    }
}

impl Intrinsic {
    /// The intrinsic with this number, if there is one.
    pub fn from_number(n: u8) -> Option<Intrinsic> {
        Intrinsic::ALL.get(n as usize).copied()
    }
}

/// A top-level variable.
#[derive(Clone, Debug)]
pub struct GlobalInfo {
    /// The name of its module: `scheme base`, `program`, `user` …
    pub module: Symbol,
    /// Its name, unique in the module.
    pub name: Symbol,
    /// A `set!` or a second definition of it exists, or may come.
    pub mutable: bool,
}

/// What a name means at some module's top level.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// What it means.
    pub binding: Binding,
    /// It came by an import.
    pub imported: bool,
    /// Where it was defined or imported.
    pub span: Span,
}
