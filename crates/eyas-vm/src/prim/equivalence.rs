//! Equivalence (R7RS 6.1) and `not`.

use eyas_heap::Value;
use eyas_heap::object::eqv;

use crate::context::Context;
use crate::equal::equal;
use crate::error::Raise;
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;

pub(super) fn is_eq(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(args.get(0) == args.get(1)))
}

pub(super) fn is_eqv(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(eqv(args.get(0), args.get(1))))
}

pub(super) fn is_equal(ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(equal(
        &ctx.mutator,
        args.get(0),
        args.get(1),
    )))
}

pub(super) fn not(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(args.get(0).is_false()))
}
