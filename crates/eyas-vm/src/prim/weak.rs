//! Weak pairs and ephemerons. What died is seen as `#f`.

use eyas_heap::Value;
use eyas_heap::object::{Ephemeron, WeakPair};

use crate::context::Context;
use crate::error::Raise;
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;

fn weak_pair(who: &str, args: Args) -> std::result::Result<WeakPair, Raise> {
    let v = args.get(0);
    v.as_weak_pair()
        .ok_or_else(|| Raise::wrong_type(who, "a weak pair", 0, v))
}

fn ephemeron(who: &str, args: Args) -> std::result::Result<Ephemeron, Raise> {
    let v = args.get(0);
    v.as_ephemeron()
        .ok_or_else(|| Raise::wrong_type(who, "an ephemeron", 0, v))
}

pub(super) fn weak_cons(ctx: &mut Context, args: Args) -> Result {
    ctx.reserve(WeakPair::SIZE)?;
    Ok(WeakPair::alloc(&mut ctx.mutator, args.get(0), args.get(1)))
}

pub(super) fn is_weak_pair(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(args.get(0).as_weak_pair().is_some()))
}

pub(super) fn weak_car(_ctx: &mut Context, args: Args) -> Result {
    Ok(weak_pair("weak-car", args)?.car().unwrap_or(Value::FALSE))
}

pub(super) fn weak_cdr(_ctx: &mut Context, args: Args) -> Result {
    Ok(weak_pair("weak-cdr", args)?.cdr())
}

pub(super) fn make_ephemeron(ctx: &mut Context, args: Args) -> Result {
    ctx.reserve(Ephemeron::SIZE)?;
    Ok(Ephemeron::alloc(&mut ctx.mutator, args.get(0), args.get(1)))
}

pub(super) fn is_ephemeron(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(args.get(0).as_ephemeron().is_some()))
}

pub(super) fn ephemeron_key(_ctx: &mut Context, args: Args) -> Result {
    Ok(ephemeron("ephemeron-key", args)?
        .key()
        .unwrap_or(Value::FALSE))
}

pub(super) fn ephemeron_datum(_ctx: &mut Context, args: Args) -> Result {
    Ok(ephemeron("ephemeron-datum", args)?
        .datum()
        .unwrap_or(Value::FALSE))
}

pub(super) fn is_ephemeron_broken(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(
        ephemeron("ephemeron-broken?", args)?.is_broken(),
    ))
}
