//! Control: the machinery below the library procedures of `lib/eyas/control.sld`, records by reflection, cells.

use eyas_bytecode::Prim;
use eyas_heap::object::{
    Cell, Condition, Continuation, Pair, Parameter, Record, RecordType, Symbol, Vector,
};
use eyas_heap::{Mutator, Value};

use super::arguments::{elements, list_length};
use crate::code::code_of_closure;
use crate::context::Context;
use crate::control::capture::with_winders;
use crate::control::raise::backtrace;
use crate::error::Raise;
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;
type Checked<T> = std::result::Result<T, Raise>;

/// Getters and setters of the dynamic state. Only library code that keeps it right calls them.
macro_rules! dynamic_state {
    ($($get:ident $set:ident $field:ident;)*) => {$(
        pub(super) fn $get(ctx: &mut Context, _args: Args) -> Result {
            Ok(ctx.dynamic().$field)
        }

        pub(super) fn $set(ctx: &mut Context, args: Args) -> Result {
            ctx.dynamic().$field = args.get(0);
            Ok(Value::UNSPECIFIED)
        }
    )*};
}
dynamic_state! {
    handlers set_handlers handlers;
    winders set_winders winders;
    parameterization set_parameterization parameterization;
}

macro_rules! typed {
    ($($name:ident: $view:ty = $test:ident, $expected:literal;)*) => {
        $(fn $name(who: &str, args: Args, i: usize) -> Checked<$view> {
            let v = args.get(i);
            v.$test().ok_or_else(|| Raise::wrong_type(who, $expected, i as u32, v))
        })*
    };
}
typed! {
    parameter: Parameter = as_parameter, "a parameter";
    continuation: Continuation = as_continuation, "a continuation";
    condition: Condition = as_condition, "an error object";
    record: Record = as_record, "a record";
    record_type: RecordType = as_record_type, "a record type";
    cell: Cell = as_cell, "a cell";
}

/// `(%make-parameter value converter)`: the value has been converted.
pub(super) fn make_parameter(ctx: &mut Context, args: Args) -> Result {
    ctx.reserve(Parameter::SIZE)?;
    Ok(Parameter::alloc(&mut ctx.mutator, args.get(0), args.get(1)))
}

pub(super) fn is_parameter(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(args.get(0).as_parameter().is_some()))
}

pub(super) fn parameter_converter(_ctx: &mut Context, args: Args) -> Result {
    Ok(parameter("%parameter-converter", args, 0)?.converter())
}

/// `(%parameter-cell parameter)`: the pair (parameter . value) in force, or `#f` outside of every `parameterize`.
pub(super) fn parameter_cell(ctx: &mut Context, args: Args) -> Result {
    parameter("%parameter-cell", args, 0)?;
    Ok(ctx
        .dynamic()
        .binding(args.get(0))
        .map_or(Value::FALSE, Pair::value))
}

/// `(%parameter-set! parameter value)`: changes the value in force.
pub(super) fn parameter_set(ctx: &mut Context, args: Args) -> Result {
    let parameter = parameter("%parameter-set!", args, 0)?;
    match ctx.dynamic().binding(args.get(0)) {
        Some(pair) => pair.set_cdr(&mut ctx.mutator, args.get(1)),
        None => parameter.set_default_value(&mut ctx.mutator, args.get(1)),
    }
    Ok(Value::UNSPECIFIED)
}

pub(super) fn is_continuation(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(args.get(0).as_continuation().is_some()))
}

pub(super) fn continuation_winders(_ctx: &mut Context, args: Args) -> Result {
    Ok(continuation("%continuation-winders", args, 0)?.winders())
}

/// `(%continuation-without-winders k)`: goes where `k` goes, with the winders that are in force now, so that invoking
/// it here runs none.
pub(super) fn continuation_without_winders(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "%continuation-without-winders";
    continuation(WHO, args, 0)?;
    ctx.reserve(Continuation::SIZE)?;
    let winders = ctx.dynamic().winders;
    let k = continuation(WHO, args, 0)?;
    Ok(with_winders(&mut ctx.mutator, k, winders))
}

/// `(%make-condition kind message irritants payload)`: with the calls under way, which lead to whom it is reported to.
pub(super) fn make_condition(ctx: &mut Context, args: Args) -> Result {
    let trace = backtrace(ctx);
    ctx.reserve_beside(Condition::SIZE + Vector::size_for(trace.len()), &trace)?;
    let m = &mut ctx.mutator;
    let trace = Vector::alloc_from(m, 0, &trace);
    let fresh = Condition::alloc(m, args.get(0), args.get(1), args.get(2));
    if let Some(condition) = fresh.as_condition() {
        condition.set_payload(m, args.get(3));
        condition.set_backtrace(m, trace);
    }
    Ok(fresh)
}

pub(super) fn condition_kind(_ctx: &mut Context, args: Args) -> Result {
    Ok(condition("%condition-kind", args, 0)?.error_kind())
}

pub(super) fn error_object_message(_ctx: &mut Context, args: Args) -> Result {
    Ok(condition("error-object-message", args, 0)?.message())
}

pub(super) fn error_object_irritants(_ctx: &mut Context, args: Args) -> Result {
    Ok(condition("error-object-irritants", args, 0)?.irritants())
}

pub(super) fn condition_payload(_ctx: &mut Context, args: Args) -> Result {
    Ok(condition("%condition-payload", args, 0)?.payload())
}

pub(super) fn condition_backtrace(_ctx: &mut Context, args: Args) -> Result {
    Ok(condition("%condition-backtrace", args, 0)?.backtrace())
}

/// `(%uncaught object)`: ends the run.
pub(super) fn uncaught(_ctx: &mut Context, args: Args) -> Result {
    Err(Raise::uncaught(args.get(0)))
}

/// `(procedure-arity procedure)`: a pair of the least and the greatest number of arguments; `#f` for no greatest.
pub(super) fn procedure_arity(ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    let (least, greatest) = if let Some(code) = code_of_closure(v) {
        code.argument_counts()
    } else if let Some(primitive) = v.as_primitive() {
        let prim = u16::try_from(primitive.number())
            .ok()
            .and_then(Prim::from_number);
        prim.map_or((0, None), Prim::arity)
    } else if v.as_parameter().is_some() {
        (0, Some(0))
    } else if v.as_continuation().is_some() {
        (0, None)
    } else {
        return Err(Raise::wrong_type("procedure-arity", "a procedure", 0, v));
    };
    ctx.reserve(Pair::SIZE)?;
    let greatest = greatest.map_or(Value::FALSE, |n| Value::fixnum(i64::from(n)));
    Ok(Pair::alloc(
        &mut ctx.mutator,
        Value::fixnum(i64::from(least)),
        greatest,
    ))
}

/// `(procedure-name procedure)`: a symbol, or `#f` if it has none.
pub(super) fn procedure_name(ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    if let Some(primitive) = v.as_primitive() {
        return Ok(primitive.name());
    }
    if !v.is_procedure() {
        return Err(Raise::wrong_type("procedure-name", "a procedure", 0, v));
    }
    let name: Box<str> = code_of_closure(v).map_or_else(Box::default, |code| code.name.clone());
    if name.is_empty() {
        return Ok(Value::FALSE);
    }
    ctx.reserve(Symbol::size_for_str(&name))?;
    Ok(Symbol::intern(&mut ctx.mutator, &name))
}

pub(super) fn is_record(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(args.get(0).as_record().is_some()))
}

pub(super) fn record_type_of(_ctx: &mut Context, args: Args) -> Result {
    Ok(record("%record-type-of", args, 0)?.record_type())
}

/// The elements of argument `i`, a list or a vector.
fn sequence(m: &Mutator, who: &str, args: Args, i: usize) -> Checked<Vec<Value>> {
    if let Some(v) = args.get(i).as_vector() {
        return Ok(v.as_slice(m).to_vec());
    }
    list_length(who, args, i)?;
    Ok(elements(args.get(i)).collect())
}

/// `(%make-record-type name fields parent)`: `name` is a symbol, `fields` a list or vector of symbols, `parent` a
/// record type or `#f`.
pub(super) fn make_record_type(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "make-record-type";
    if args.get(0).as_symbol().is_none() {
        return Err(Raise::wrong_type(WHO, "a symbol", 0, args.get(0)));
    }
    let own = sequence(&ctx.mutator, WHO, args, 1)?;
    if let Some(&v) = own.iter().find(|v| v.as_symbol().is_none()) {
        return Err(Raise::wrong_type(WHO, "a list of symbols", 1, v));
    }
    let inherited = match args.get(2) {
        Value::FALSE => 0,
        _ => record_type(WHO, args, 2)?.field_count(),
    };
    let count = inherited + own.len();
    ctx.reserve(RecordType::SIZE + Vector::size_for(count))?;
    let mut names = match args.get(2).as_record_type().map(|t| t.field_names()) {
        Some(names) => names
            .as_vector()
            .map_or(&[][..], |v| v.as_slice(&ctx.mutator))
            .to_vec(),
        None => Vec::new(),
    };
    names.extend(sequence(&ctx.mutator, WHO, args, 1)?);
    let m = &mut ctx.mutator;
    let names = Vector::alloc_from(m, 0, &names);
    // One bit for each field that may be changed: all of them.
    let mutable = Value::fixnum(if count < 60 {
        (1 << count) - 1
    } else {
        Value::FIXNUM_MAX
    });
    Ok(RecordType::alloc(
        m,
        args.get(0),
        names,
        args.get(2),
        mutable,
    ))
}

pub(super) fn record_type_name(_ctx: &mut Context, args: Args) -> Result {
    Ok(record_type("%record-type-name", args, 0)?.name())
}

/// The names of all fields, inherited ones first: a vector that is the type's own.
pub(super) fn record_type_fields(_ctx: &mut Context, args: Args) -> Result {
    Ok(record_type("%record-type-fields", args, 0)?.field_names())
}

/// `(%make-record type fields)`: `fields` is a list or vector of the values of all fields.
pub(super) fn make_record(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "%make-record";
    let count = record_type(WHO, args, 0)?.field_count();
    if sequence(&ctx.mutator, WHO, args, 1)?.len() != count {
        return Err(Raise::range(WHO, "number of fields", 1, args.get(1)));
    }
    ctx.reserve(Record::size_for(count))?;
    let fields = sequence(&ctx.mutator, WHO, args, 1)?;
    Ok(Record::alloc_from(&mut ctx.mutator, args.get(0), &fields))
}

/// `(%record-is? object type)`
pub(super) fn record_is(_ctx: &mut Context, args: Args) -> Result {
    let record = args.get(0).as_record();
    Ok(Value::from_bool(
        record.is_some_and(|r| r.is_instance_of(args.get(1))),
    ))
}

/// `(%record-field record index)`
pub(super) fn record_field(_ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "%record-field";
    let i = super::arguments::index(WHO, args, 1)?;
    let field = record(WHO, args, 0)?.get(i);
    field.ok_or_else(|| Raise::range(WHO, "field", 1, args.get(1)))
}

/// `(%set-record-field! record index value)`
pub(super) fn set_record_field(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "%set-record-field!";
    let i = super::arguments::index(WHO, args, 1)?;
    if record(WHO, args, 0)?.set(&mut ctx.mutator, i, args.get(2)) {
        Ok(Value::UNSPECIFIED)
    } else {
        Err(Raise::range(WHO, "field", 1, args.get(1)))
    }
}

pub(super) fn unspecified(_ctx: &mut Context, _args: Args) -> Result {
    Ok(Value::UNSPECIFIED)
}

pub(super) fn absent_value(_ctx: &mut Context, _args: Args) -> Result {
    Ok(Value::ABSENT)
}

pub(super) fn eof_object(_ctx: &mut Context, _args: Args) -> Result {
    Ok(Value::EOF)
}

pub(super) fn make_cell(ctx: &mut Context, args: Args) -> Result {
    ctx.reserve(Cell::SIZE)?;
    Ok(Cell::alloc(&mut ctx.mutator, args.get(0)))
}

pub(super) fn cell_ref(_ctx: &mut Context, args: Args) -> Result {
    Ok(cell("%cell-ref", args, 0)?.get())
}

pub(super) fn cell_set(ctx: &mut Context, args: Args) -> Result {
    cell("%cell-set!", args, 0)?.set(&mut ctx.mutator, args.get(1));
    Ok(Value::UNSPECIFIED)
}
