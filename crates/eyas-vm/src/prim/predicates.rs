//! Type predicates as procedures; calls by name are type tests of the interpreter.

use eyas_bytecode::TypeTest;
use eyas_heap::Value;
use eyas_heap::object::{ListEnd, Pair};

use crate::context::Context;
use crate::error::Raise;
use crate::interp::type_test;
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;

macro_rules! tests {
    ($($name:ident = $test:ident;)*) => {
        $(pub(super) fn $name(_ctx: &mut Context, args: Args) -> Result {
            Ok(Value::from_bool(type_test(TypeTest::$test, args.get(0))))
        })*
    };
}
tests! {
    is_pair = Pair;
    is_null = Null;
    is_boolean = Boolean;
    is_char = Char;
    is_symbol = Symbol;
    is_string = String;
    is_vector = Vector;
    is_bytevector = Bytevector;
    is_procedure = Procedure;
    is_eof_object = EofObject;
    is_number = Number;
    is_complex = Number;
    is_port = Port;
    is_error_object = ErrorObject;
    is_fixnum = Fixnum;
    is_flonum = Flonum;
    is_absent = Absent;
}

pub(super) use super::numbers::{
    is_exact_integer, is_exact_rational, is_integer, is_rational, is_real,
};

pub(super) fn is_list(_ctx: &mut Context, args: Args) -> Result {
    let end = Pair::list_length(args.get(0));
    Ok(Value::from_bool(matches!(end, ListEnd::Proper(_))))
}

/// `(boolean=? a b …)`
pub(super) fn is_boolean_equal(_ctx: &mut Context, args: Args) -> Result {
    let mut all = true;
    for i in 0..args.count() {
        let v = args.get(i);
        if v != Value::TRUE && v != Value::FALSE {
            return Err(Raise::wrong_type("boolean=?", "a boolean", i as u32, v));
        }
        all &= v == args.get(0);
    }
    Ok(Value::from_bool(all))
}
