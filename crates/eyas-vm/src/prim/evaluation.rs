//! Evaluation (R7RS 6.12): what the machine's surroundings do, if there are any.

use std::rc::Rc;

use eyas_heap::Value;

use crate::context::Context;
use crate::error::{ErrorKind, Raise};
use crate::hooks::Hooks;
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;

/// The compiler's side of this session.
fn hooks(ctx: &mut Context, who: &str) -> std::result::Result<Rc<dyn Hooks>, Raise> {
    match &ctx.session().hooks {
        Some(hooks) => Ok(Rc::clone(hooks)),
        None => Err(Raise::error(
            ErrorKind::Unsupported,
            format!("{who}: this system was built without a compiler"),
        )),
    }
}

/// Argument `i`, which must be an environment.
fn environment(who: &str, args: Args, i: usize) -> std::result::Result<(), Raise> {
    let v = args.get(i);
    if v.as_environment().is_none() {
        return Err(Raise::wrong_type(who, "an environment", i as u32, v));
    }
    Ok(())
}

/// `(%compile expression environment)`: a list of thunks to be called in order.
pub(super) fn compile(ctx: &mut Context, args: Args) -> Result {
    environment("eval", args, 1)?;
    hooks(ctx, "eval")?.compile(ctx, args)
}

/// `(%compile-file name environment)`: a list of thunks, one for each form.
pub(super) fn compile_file(ctx: &mut Context, args: Args) -> Result {
    super::arguments::string("load", args, 0)?;
    environment("load", args, 1)?;
    hooks(ctx, "load")?.compile_file(ctx, args)
}

/// `(%environment import-sets)`: a list of thunks that ends in the environment.
pub(super) fn environment_of(ctx: &mut Context, args: Args) -> Result {
    super::arguments::list_length("environment", args, 0)?;
    hooks(ctx, "environment")?.environment(ctx, args)
}

pub(super) fn interaction_environment(ctx: &mut Context, _args: Args) -> Result {
    hooks(ctx, "interaction-environment")?.interaction_environment(ctx)
}

pub(super) fn is_environment(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(args.get(0).as_environment().is_some()))
}

/// `(%expand expression environment)`
pub(super) fn expand(ctx: &mut Context, args: Args) -> Result {
    environment("expand", args, 1)?;
    hooks(ctx, "expand")?.expand(ctx, args)
}
