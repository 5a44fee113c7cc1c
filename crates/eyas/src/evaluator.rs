//! What the machine asks of the compiler (`eval`), and what the compiler asks of the machine (procedural macros).

use eyas_bytecode::{Unit, Verified};
use eyas_compiler::core::Core;
use eyas_compiler::diagnostic::Diagnostic;
use eyas_compiler::expand::binding::LibraryId;
use eyas_compiler::expand::er::{MacroContext, MacroEvaluator, TransformerHandle};
use eyas_compiler::session::{Frontend, LibraryName, Toplevel};
use eyas_datum::datum::Datum;
use eyas_heap::Value;
use eyas_heap::object::{Environment, Pair};
use eyas_vm::data::{Mutability, datum_to_value, value_to_datum};
use eyas_vm::{Args, Context, ErrorKind, Hooks, Raise, Reason, Uncaught};

use crate::session::{Shared, compile_error, render};

/// Where transformers live in the machine, so that the collector sees them.
const TRANSFORMERS: &str = "eyas transformers";

/// Runs procedural macros on the machine of the session.
pub(crate) struct Evaluator<'a> {
    pub(crate) context: &'a mut Context,
    pub(crate) shared: &'a Shared,
}

impl Evaluator<'_> {
    fn run(&mut self, units: &[Verified<Unit>]) -> Result<Value, String> {
        let mut value = Value::UNSPECIFIED;
        for unit in units {
            let entry = self.context.load(unit).map_err(|e| message_of(&e))?;
            let result = self.context.call_for_value(entry, &[]);
            value = result.map_err(|uncaught| self.describe(&uncaught))?;
        }
        Ok(value)
    }

    fn describe(&mut self, uncaught: &Uncaught) -> String {
        crate::report::one_line(self.context, uncaught)
    }

    /// The procedures that a transformer gets for `rename` and `compare`.
    fn requesters(&mut self, frontend: &mut Frontend) -> Result<(), String> {
        let name = LibraryName::of(&["eyas", "macro"]);
        let (id, diagnostics) = frontend.expand_library(&name, self);
        let Some(id) = id else {
            return Err(render(&diagnostics, frontend));
        };
        let order = frontend.dependency_order(&[id]);
        let units = self.shared.library_units(frontend, &order)?;
        self.run(&units).map(|_| ())
    }

    fn value_of(&mut self, datum: &Datum, context: &mut dyn MacroContext) -> Result<Value, String> {
        datum_to_value(self.context, datum, context.symbols(), Mutability::Literal)
            .map_err(|e| message_of(&e))
    }

    fn answer(&mut self, request: &Datum, context: &mut dyn MacroContext) -> Result<Datum, String> {
        // (rename name) or (compare a b)
        let parts = request.as_list().unwrap_or(&[]);
        match parts {
            [_, name] => match name.as_symbol() {
                Some(name) => Ok(Datum::symbol(name_span(parts), context.rename(name))),
                None => Err("rename: expected a symbol".into()),
            },
            [_, a, b] => Ok(Datum::bool(name_span(parts), context.compare(a, b))),
            _ => Err("malformed request of a macro transformer".into()),
        }
    }
}

fn name_span(parts: &[Datum]) -> eyas_datum::source::Span {
    parts
        .first()
        .map_or(eyas_datum::source::Span::NONE, Datum::span)
}

impl MacroEvaluator for Evaluator<'_> {
    fn evaluate(
        &mut self,
        frontend: &mut Frontend,
        libraries: &[LibraryId],
        core: Core,
    ) -> Result<TransformerHandle, String> {
        self.requesters(frontend)?;
        let units = self.shared.units(frontend, libraries, core)?;
        let transformer = self.run(&units)?;
        let root = self.context.mutator.push_root(transformer);
        let number = self.shared.count_transformer();
        let global = self.context.global(TRANSFORMERS, &number.to_string());
        let transformer = self.context.mutator.root(root);
        self.context.mutator.truncate_roots(root);
        let global = global.map_err(|e| message_of(&e))?;
        self.context.assign_global(global, transformer);
        Ok(TransformerHandle(number))
    }

    /// The transformer asks for renames and comparisons by ending its run with a request that holds its
    /// continuation; the answer resumes it (`lib/eyas/macro.sld`).
    fn apply(
        &mut self,
        transformer: TransformerHandle,
        form: &Datum,
        context: &mut dyn MacroContext,
    ) -> Result<Datum, String> {
        let number = transformer.0.to_string();
        let form = self.value_of(form, context)?;
        let start = self
            .context
            .global_value("eyas macro", "start")
            .unwrap_or(Value::FALSE);
        let procedure = self
            .context
            .global_value(TRANSFORMERS, &number)
            .unwrap_or(Value::FALSE);
        let mut step = self.context.call_for_value(start, &[procedure, form]);
        loop {
            // Each step yields #(done result) or #(request continuation).
            let step_value = step.map_err(|uncaught| self.describe(&uncaught))?;
            let Some(vector) = step_value.as_vector() else {
                return Err("a macro transformer went astray".into());
            };
            let (content, k) = (vector.get(0), vector.get(1));
            let content = content.unwrap_or(Value::NIL);
            let datum = value_to_datum(&self.context.mutator, content, context.symbols())
                .map_err(|e| message_of(&e.into()))?;
            let Some(k) = k.filter(|k| k.is_true()) else {
                return Ok(datum);
            };
            let root = self.context.mutator.push_root(k);
            let answer = self.answer(&datum, context);
            let answer = answer.and_then(|answer| self.value_of(&answer, context));
            let k = self.context.mutator.root(root);
            self.context.mutator.truncate_roots(root);
            step = self.context.resume(k, answer?);
        }
    }
}

impl Shared {
    fn toplevel_of(&self, context: &mut Context, v: Value) -> Result<Toplevel, Raise> {
        match v.as_environment() {
            Some(environment) if environment.number() == 0 => {
                self.interaction(context).map_err(compile_error)
            }
            Some(environment) => {
                let number = environment.number() as usize;
                match self.toplevels.borrow().get(number) {
                    Some(toplevel) => Ok(toplevel.clone()),
                    None => Err(Raise::wrong_type(
                        "eval",
                        "an environment of this session",
                        1,
                        v,
                    )),
                }
            }
            None => Err(Raise::wrong_type("eval", "an environment", 1, v)),
        }
    }

    /// Procedures that run the units, in order, on the root stack; `last` roots are to be taken off by the caller.
    fn thunks(
        &self,
        context: &mut Context,
        units: &[Verified<Unit>],
        tail: Option<Value>,
    ) -> Result<Value, Raise> {
        // Entries of units never move; they are rooted so that they stay alive.
        let mut roots = Vec::new();
        let tail = tail.map(|v| context.mutator.push_root(v));
        let mut failed = None;
        for unit in units {
            match context.load(unit) {
                Ok(entry) => roots.push(context.mutator.push_root(entry)),
                Err(raise) => {
                    failed = Some(raise);
                    break;
                }
            }
        }
        let room = match failed {
            Some(raise) => Err(raise),
            None => context.reserve(Pair::size_for_list(roots.len() + 1)),
        };
        let mut list = Value::NIL;
        if room.is_ok() {
            if let Some(tail) = tail {
                let tail = context.mutator.root(tail);
                list = Pair::alloc(&mut context.mutator, tail, list);
            }
            for &root in roots.iter().rev() {
                let entry = context.mutator.root(root);
                list = Pair::alloc(&mut context.mutator, entry, list);
            }
        }
        if let Some(&first) = tail.iter().chain(&roots).next() {
            context.mutator.truncate_roots(first);
        }
        room.map(|()| list)
    }

    fn busy(&self) -> Raise {
        Raise::error(
            ErrorKind::Syntax,
            "eval: not while a macro is being expanded",
        )
    }

    fn compile_form(
        &self,
        context: &mut Context,
        datum: &Datum,
        toplevel: &Toplevel,
    ) -> Result<Vec<Verified<Unit>>, Raise> {
        let mut frontend = self.frontend.try_borrow_mut().map_err(|_| self.busy())?;
        let mut evaluator = Evaluator {
            context,
            shared: self,
        };
        let (expanded, diagnostics) = frontend.expand_form(toplevel, datum, &mut evaluator);
        let Some(expanded) = expanded else {
            return Err(compile_error(first_error(&diagnostics)));
        };
        self.units(&mut frontend, &expanded.libraries, expanded.core)
            .map_err(compile_error)
    }
}

/// What a failure says, without its values.
fn message_of(raise: &Raise) -> String {
    match raise.reason() {
        Reason::Failure(failure) => failure.message.to_string(),
        _ => "the machine stopped".into(),
    }
}

/// The first error in one line: conditions are no place for carets.
fn first_error(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .find(|d| d.is_error())
        .map_or_else(|| "the form does not compile".into(), |d| d.message.clone())
}

impl Hooks for Shared {
    fn compile(&self, context: &mut Context, arguments: Args) -> Result<Value, Raise> {
        let toplevel = self.toplevel_of(context, arguments.get(1))?;
        let datum = {
            let mut frontend = self.frontend.try_borrow_mut().map_err(|_| self.busy())?;
            value_to_datum(&context.mutator, arguments.get(0), &mut frontend.symbols)?
        };
        let units = self.compile_form(context, &datum, &toplevel)?;
        self.thunks(context, &units, None)
    }

    fn compile_file(&self, context: &mut Context, arguments: Args) -> Result<Value, Raise> {
        let toplevel = self.toplevel_of(context, arguments.get(1))?;
        let v = arguments.get(0);
        let Some(name) = v.as_string() else {
            return Err(Raise::wrong_type("load", "a string", 0, v));
        };
        let name = name.to_rust();
        let text = std::fs::read(&name).map_err(|error| {
            Raise::error(
                ErrorKind::File,
                format!("load: cannot read {name}: {error}"),
            )
            .about(0, v)
        })?;
        let data = {
            let mut frontend = self.frontend.try_borrow_mut().map_err(|_| self.busy())?;
            let frontend = &mut *frontend;
            let file = frontend.sources.add(name, text);
            let (data, errors) =
                eyas_datum::reader::read_all(&frontend.sources, file, &mut frontend.symbols);
            if let Some(error) = errors.first() {
                let message = error.describe(&frontend.sources);
                return Err(Raise::error(ErrorKind::Read, message).about(0, v));
            }
            data
        };
        let mut units = Vec::new();
        for datum in &data {
            units.extend(self.compile_form(context, datum, &toplevel)?);
        }
        self.thunks(context, &units, None)
    }

    fn expand(&self, context: &mut Context, arguments: Args) -> Result<Value, Raise> {
        let toplevel = self.toplevel_of(context, arguments.get(1))?;
        let text = {
            let mut frontend = self.frontend.try_borrow_mut().map_err(|_| self.busy())?;
            let datum = value_to_datum(&context.mutator, arguments.get(0), &mut frontend.symbols)?;
            let mut evaluator = Evaluator {
                context,
                shared: self,
            };
            let (expanded, diagnostics) = frontend.expand_form(&toplevel, &datum, &mut evaluator);
            let Some(expanded) = expanded else {
                return Err(compile_error(first_error(&diagnostics)));
            };
            eyas_compiler::core::text::print(&expanded.core, &frontend.symbols)
        };
        context.reserve(eyas_heap::object::StringObject::size_for_str(&text))?;
        Ok(eyas_heap::object::StringObject::alloc_str(
            &mut context.mutator,
            0,
            &text,
        ))
    }

    fn environment(&self, context: &mut Context, arguments: Args) -> Result<Value, Raise> {
        let mut frontend = self.frontend.try_borrow_mut().map_err(|_| self.busy())?;
        let sets = value_to_datum(&context.mutator, arguments.get(0), &mut frontend.symbols)?;
        let sets = sets.as_list().unwrap_or(&[]).to_vec();
        let (toplevel, diagnostics) = {
            let mut evaluator = Evaluator {
                context,
                shared: self,
            };
            frontend.toplevel("environment", Some(&sets), &mut evaluator)
        };
        let Some(toplevel) = toplevel else {
            return Err(compile_error(first_error(&diagnostics)));
        };
        let libraries = frontend.toplevel_libraries(&toplevel);
        let units = self
            .library_units(&mut frontend, &libraries)
            .map_err(compile_error)?;
        drop(frontend);
        self.interaction(context).map_err(compile_error)?;
        let number = {
            let mut toplevels = self.toplevels.borrow_mut();
            toplevels.push(toplevel);
            toplevels.len() as u32 - 1
        };
        context.reserve(Environment::SIZE)?;
        let environment = Environment::alloc(&mut context.mutator, number);
        self.thunks(context, &units, Some(environment))
    }

    fn interaction_environment(&self, context: &mut Context) -> Result<Value, Raise> {
        context.reserve(Environment::SIZE)?;
        Ok(Environment::alloc(&mut context.mutator, 0))
    }
}
