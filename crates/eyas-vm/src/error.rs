//! What can go wrong while a program runs, as Rust values.
//!
//! A primitive that fails returns a [`Raise`]; the interpreter turns it into a condition object and calls the Scheme
//! procedure `%raise` of `(eyas control)`. A `Raise` holds plain [`Value`]s, which are stale after a collection, so
//! it must be handed on (`?`) without allocating; the interpreter roots it before it allocates anything.

use eyas_heap::{OutOfMemory, Value};
use std::borrow::Cow;
use std::fmt;

macro_rules! error_kinds {
    ($($(#[$doc:meta])* $name:ident $symbol:literal;)*) => {
        /// Sort of an error. Scheme sees it as the symbol in the condition's kind slot.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum ErrorKind { $($(#[$doc])* $name),* }

        impl ErrorKind {
            /// Every kind.
            pub const ALL: &[ErrorKind] = &[$(ErrorKind::$name),*];

            /// The symbol that Scheme code compares with.
            pub const fn symbol(self) -> &'static str {
                match self { $(ErrorKind::$name => $symbol),* }
            }
        }
    };
}
error_kinds! {
    /// Called for by the program.
    Error "error";
    /// An argument has the wrong type.
    Type "type";
    /// An argument has the right type but a value outside of what is allowed.
    Range "range";
    /// A procedure was called with a number of arguments that it does not take.
    Arity "arity";
    /// What was called is not a procedure.
    NotProcedure "not-procedure";
    /// A variable has no value (yet).
    Unbound "unbound";
    /// Division by exact zero.
    DivideByZero "divide-by-zero";
    /// A literal or another immutable object was to be changed.
    Immutable "immutable";
    /// The datum reader met bad text (R7RS `read-error?`).
    Read "read";
    /// A file could not be opened, read or written (R7RS `file-error?`).
    File "file";
    /// Text that is not UTF-8.
    Encoding "encoding";
    /// A wrong number of values came back.
    Values "values";
    /// Recursion is deeper than the stack limit allows.
    StackOverflow "stack-overflow";
    /// The heap limit is reached.
    OutOfMemory "out-of-memory";
    /// The user asked the program to stop.
    Interrupt "interrupt";
    /// `eval` was given something that does not compile.
    Syntax "syntax";
    /// A continuation was invoked where it cannot be.
    Continuation "continuation";
    /// Something that this build of the system cannot do.
    Unsupported "unsupported";
}

/// Why a primitive did not return: boxed, so that `Result<Value, Raise>` stays in two registers.
#[derive(Debug)]
pub struct Raise(Box<Reason>);

/// The content of a [`Raise`].
#[derive(Debug)]
pub enum Reason {
    /// An error to be made into a condition object and raised.
    Failure(Failure),
    /// `raise` of an object that exists.
    Object(Value),
    /// Ends the run: an object that nobody handled (`%uncaught`).
    Uncaught(Value),
    /// Ends the run with this exit code (`%exit`).
    Exit(i32),
    /// The primitive wants to be replaced by the call of this procedure with these arguments.
    Call(Value, Vec<Value>),
}

/// An error, before it is a condition object.
#[derive(Debug)]
pub struct Failure {
    /// Its sort.
    pub kind: ErrorKind,
    /// One sentence without full stop, e.g. `car: expected a pair`.
    pub message: Cow<'static, str>,
    /// The values that the message is about.
    pub irritants: Vec<Value>,
    /// Which argument of the primitive is to blame, counted from 0.
    pub argument: Option<u32>,
    /// Goes into the condition's payload slot.
    pub payload: Value,
}

impl Raise {
    /// Any reason.
    pub fn because(reason: Reason) -> Raise {
        Raise(Box::new(reason))
    }

    /// An error of this kind.
    #[cold]
    pub fn error(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Raise {
        Raise::because(Reason::Failure(Failure {
            kind,
            message: message.into(),
            irritants: Vec::new(),
            argument: None,
            payload: Value::FALSE,
        }))
    }

    /// "`who`: expected `expected`", about argument `argument` with value `value`.
    #[cold]
    pub fn wrong_type(who: &str, expected: &str, argument: u32, value: Value) -> Raise {
        Raise::error(ErrorKind::Type, format!("{who}: expected {expected}")).about(argument, value)
    }

    /// "`who`: `what` out of range", about argument `argument` with value `value`.
    #[cold]
    pub fn range(who: &str, what: &str, argument: u32, value: Value) -> Raise {
        Raise::error(ErrorKind::Range, format!("{who}: {what} out of range")).about(argument, value)
    }

    /// "`who`: `what` out of range (valid: `valid`)", about argument `argument` with value `value`.
    #[cold]
    pub fn range_within(who: &str, what: &str, valid: &str, argument: u32, value: Value) -> Raise {
        let message = format!("{who}: {what} out of range (valid: {valid})");
        Raise::error(ErrorKind::Range, message).about(argument, value)
    }

    /// Raises `object` itself.
    #[cold]
    pub fn object(object: Value) -> Raise {
        Raise::because(Reason::Object(object))
    }

    /// Ends the run: `object` was raised and nobody handled it.
    #[cold]
    pub fn uncaught(object: Value) -> Raise {
        Raise::because(Reason::Uncaught(object))
    }

    /// Ends the run with an exit code.
    #[cold]
    pub fn exit(code: i32) -> Raise {
        Raise::because(Reason::Exit(code))
    }

    /// Calls `procedure` instead of returning; what it returns is what the primitive returns.
    #[cold]
    pub fn call(procedure: Value, arguments: Vec<Value>) -> Raise {
        Raise::because(Reason::Call(procedure, arguments))
    }

    /// Adds an irritant.
    #[must_use]
    pub fn irritant(mut self, value: Value) -> Raise {
        if let Reason::Failure(failure) = &mut *self.0 {
            failure.irritants.push(value);
        }
        self
    }

    /// Adds `value` as an irritant and says that it is argument `argument` (from 0) of the primitive.
    #[must_use]
    pub fn about(mut self, argument: u32, value: Value) -> Raise {
        if let Reason::Failure(failure) = &mut *self.0 {
            failure.irritants.push(value);
            failure.argument = Some(argument);
        }
        self
    }

    /// Sets what goes into the condition's payload slot.
    #[must_use]
    pub fn payload(mut self, value: Value) -> Raise {
        if let Reason::Failure(failure) = &mut *self.0 {
            failure.payload = value;
        }
        self
    }

    /// The reason.
    pub fn into_reason(self) -> Reason {
        *self.0
    }

    /// The message, for people; for errors that never become condition objects.
    pub fn describe(&self) -> String {
        match &*self.0 {
            Reason::Failure(failure) => failure.message.to_string(),
            Reason::Object(_) | Reason::Uncaught(_) => "uncaught exception".into(),
            Reason::Exit(code) => format!("exit with code {code}"),
            Reason::Call(..) => "a procedure is to be called".into(),
        }
    }

    /// The reason, to look at.
    pub fn reason(&self) -> &Reason {
        &self.0
    }
}

impl From<OutOfMemory> for Raise {
    #[cold]
    fn from(refusal: OutOfMemory) -> Raise {
        Raise::error(ErrorKind::OutOfMemory, refusal.to_string())
    }
}

/// How a run ended without a value.
#[derive(Debug)]
pub enum Uncaught {
    /// An object was raised and nobody handled it. The value is good until the next allocation;
    /// `Context::uncaught` keeps it reachable until the next run.
    Raised(Value),
    /// `exit` was called.
    Exit(i32),
    /// The run cannot go on and cannot be handled: the reserves of memory or stack are used up.
    Fatal(&'static str),
}

impl fmt::Display for Uncaught {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Uncaught::Raised(_) => f.write_str("uncaught exception"),
            Uncaught::Exit(code) => write!(f, "exit with code {code}"),
            Uncaught::Fatal(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Uncaught {}
