//! Symbols (R7RS 6.5).

use eyas_heap::Value;
use eyas_heap::object::{StringObject, Symbol};

use super::arguments::string;
use crate::context::Context;
use crate::error::Raise;
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;

fn symbol(who: &str, args: Args, i: usize) -> std::result::Result<Symbol, Raise> {
    let v = args.get(i);
    v.as_symbol()
        .ok_or_else(|| Raise::wrong_type(who, "a symbol", i as u32, v))
}

/// `(symbol=? a b …)`
pub(super) fn is_symbol_equal(_ctx: &mut Context, args: Args) -> Result {
    let mut all = true;
    for i in 0..args.count() {
        symbol("symbol=?", args, i)?;
        all &= args.get(i) == args.get(0);
    }
    Ok(Value::from_bool(all))
}

/// The name itself, which is immutable: the symbol table cannot be broken through it.
pub(super) fn symbol_to_string(_ctx: &mut Context, args: Args) -> Result {
    Ok(symbol("symbol->string", args, 0)?.name().value())
}

pub(super) fn string_to_symbol(ctx: &mut Context, args: Args) -> Result {
    let shape = string("string->symbol", args, 0)?.shape();
    ctx.reserve(Symbol::size_for(shape))?;
    let name = string("string->symbol", args, 0)?;
    Ok(Symbol::intern_string(&mut ctx.mutator, name))
}

/// `(generate-symbol [prefix])`: a symbol that is in no table and so equal to no other.
pub(super) fn generate_symbol(ctx: &mut Context, args: Args) -> Result {
    let prefix = match args.optional(0) {
        None => "g".to_string(),
        Some(v) => match (v.as_string(), v.as_symbol()) {
            (Some(s), _) => s.to_rust(),
            (None, Some(s)) => s.name().to_rust(),
            (None, None) => {
                return Err(Raise::wrong_type(
                    "generate-symbol",
                    "a string or symbol",
                    0,
                    v,
                ));
            }
        },
    };
    let natives = &mut ctx.session().natives;
    natives.generated_symbols += 1;
    let name = format!("{prefix}{}", natives.generated_symbols);
    ctx.reserve(Symbol::SIZE + StringObject::size_for_str(&name))?;
    let m = &mut ctx.mutator;
    let name = StringObject::alloc_str(m, eyas_heap::layout::FLAG_IMMUTABLE, &name);
    Ok(Symbol::alloc_uninterned(m, name))
}

pub(super) fn symbol_hash(_ctx: &mut Context, args: Args) -> Result {
    let hash = symbol("symbol-hash", args, 0)?.hash();
    Ok(Value::fixnum((hash >> 4) as i64))
}
