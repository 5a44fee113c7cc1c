//! The type tests of the table in `eyas_bytecode::types`.

use eyas_bytecode::TypeTest;
use eyas_heap::{Kind, Value};

/// Whether `v` passes the test with this number.
#[inline(always)]
pub(in crate::interp) fn passes(number: usize, v: Value) -> bool {
    match TypeTest::ALL.get(number) {
        Some(&test) => type_test(test, v),
        None => false,
    }
}

/// Whether `v` passes `test`.
#[inline(always)]
pub(crate) fn type_test(test: TypeTest, v: Value) -> bool {
    match test {
        TypeTest::Pair => v.is_pair(),
        TypeTest::Null => v == Value::NIL,
        TypeTest::Boolean => v == Value::TRUE || v == Value::FALSE,
        TypeTest::Char => v.is_char(),
        TypeTest::Symbol => v.is_kind(Kind::Symbol),
        TypeTest::String => v.as_string().is_some(),
        TypeTest::Vector => v.is_kind(Kind::Vector),
        TypeTest::Bytevector => v.is_kind(Kind::Bytes),
        TypeTest::Procedure => is_procedure(v),
        TypeTest::EofObject => v == Value::EOF,
        TypeTest::Number => v.is_number(),
        TypeTest::Fixnum => v.is_fixnum(),
        TypeTest::Flonum => v.is_flonum(),
        TypeTest::Port => v.is_kind(Kind::Port),
        TypeTest::ErrorObject => v.is_kind(Kind::Condition),
        TypeTest::Absent => v == Value::ABSENT,
    }
}

/// True for what can be called.
#[inline(always)]
pub(crate) fn is_procedure(v: Value) -> bool {
    v.header().is_some_and(|header| {
        header.is(Kind::Closure)
            || header.is(Kind::Primitive)
            || header.is(Kind::Parameter)
            || header.is(Kind::Continuation)
    })
}
