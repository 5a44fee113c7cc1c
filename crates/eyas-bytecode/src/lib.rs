//! What the compiler and the virtual machine agree on: operations, primitives, units and their text, bytes and
//! verifier.
#![forbid(unsafe_code)]

pub mod image;
pub mod ops;
pub mod prims;
pub mod text;
pub mod types;
pub mod unit;
pub mod verify;
pub mod word;

pub use ops::{Effects, Op, Role};
pub use prims::Prim;
pub use types::TypeTest;
pub use unit::{
    Arity, ConstId, Constant, LiveMap, MapId, Place, ProcId, Procedure, ReturnPoint, Safepoint,
    SourceFile, Unit, UnitSpan,
};
pub use verify::{Verified, VerifyError};
pub use word::Instruction;
