//! From a verified unit to templates and constants.
//!
//! Two passes and no recursion: the first allocates every constant (compound ones empty) and every template, the
//! second fills them in. So constants may be cyclic and nest as deeply as they like. Literals are immutable.

use crate::code::{Case, Code, ReturnDescriptor};
use crate::context::Context;
use crate::error::{ErrorKind, Raise};
use crate::hooks::Compilable;
use crate::stack::{Consts, Pc};
use crate::tier::{TierState, count_loops};
use eyas_bytecode::{Arity, ConstId, Constant, ProcId, Procedure, Unit, Verified};
use eyas_heap::layout::FLAG_IMMUTABLE;
use eyas_heap::object::{
    Bignum, Bytevector, Closure, Compnum, Flonum, Pair, Ratnum, RecordType, Rectnum, StringObject,
    Symbol, Template, Vector, slots_size,
};
use eyas_heap::{Kind, Mutator, PAIR_SIZE, Value};
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, AtomicU32};

/// What is being loaded. The values are in the context's temporaries, templates first, so that collections see them.
struct Load<'a> {
    ctx: &'a mut Context,
    unit: &'a Unit,
    codes: Vec<Rc<Code>>,
    /// Index of the first template among the temporaries.
    templates: usize,
    /// Index of the first constant among the temporaries.
    constants: usize,
    closures: HashMap<ProcId, Value>,
}

impl Context {
    /// Loads a unit, which the verifier has passed. The result is the procedure that runs its top level.
    ///
    /// # Errors
    /// If memory runs out, or the unit has no entry.
    pub fn load(&mut self, unit: &Verified<Unit>) -> Result<Value, Raise> {
        self.load_and(unit, |_| ())
    }

    /// Loads a unit without running it and shows its procedures, in the unit's order, to somebody who wants to compile
    /// them for a listing.
    ///
    /// # Errors
    /// As for [`Context::load`].
    pub fn load_procedures(
        &mut self,
        unit: &Verified<Unit>,
        mut show: impl FnMut(&Compilable<'_>),
    ) -> Result<(), Raise> {
        let loaded = self.load_and(unit, |templates| {
            for &template in templates {
                let consts = Consts::of(template);
                show(&Compilable::of(consts.code(), consts));
            }
        });
        loaded.map(|_| ())
    }

    /// Loads; `look` sees the templates, which are there as long as it looks.
    fn load_and(
        &mut self,
        unit: &Verified<Unit>,
        look: impl FnOnce(&[Value]),
    ) -> Result<Value, Raise> {
        let templates = self.machine.temporaries.len();
        let constants = templates + unit.procedures.len();
        let loaded = Load {
            ctx: self,
            unit,
            codes: Vec::new(),
            templates,
            constants,
            closures: HashMap::new(),
        }
        .run();
        if loaded.is_ok() {
            look(&self.machine.temporaries[templates..constants]);
        }
        self.machine.temporaries.truncate(templates);
        loaded
    }
}

impl Load<'_> {
    fn run(mut self) -> Result<Value, Raise> {
        let files: Arc<[_]> = self.unit.files.clone().into();
        let maps: Arc<[_]> = self.unit.live_maps.clone().into();
        for (id, procedure) in self.unit.procedures.iter().enumerate() {
            self.allocate_template(ProcId(id as u32), procedure, &files, &maps)?;
        }
        for (template, code) in (self.templates..).zip(&self.codes) {
            let template = self.ctx.machine.temporaries[template];
            let token = self.ctx.machine.session.registry.add(Rc::clone(code));
            self.ctx.mutator.attach(template, token);
        }
        for constant in &self.unit.constants {
            let value = self.allocate(constant)?;
            self.ctx.machine.temporaries.push(value);
        }
        for (i, constant) in self.unit.constants.iter().enumerate() {
            self.fill(self.constants + i, constant)?;
        }
        for (i, procedure) in self.unit.procedures.iter().enumerate() {
            self.fill_template(i, procedure);
        }
        let Some(entry) = self.unit.entry else {
            return Err(Raise::error(
                ErrorKind::Unsupported,
                "the unit has no entry",
            ));
        };
        self.closure(entry)
    }

    fn temporary(&self, i: usize) -> Value {
        self.ctx.machine.temporaries[i]
    }

    fn template(&self, id: ProcId) -> Value {
        self.temporary(self.templates + id.0 as usize)
    }

    fn constant(&self, id: ConstId) -> Value {
        self.temporary(self.constants + id.0 as usize)
    }

    fn allocate_template(
        &mut self,
        id: ProcId,
        procedure: &Procedure,
        files: &Arc<[eyas_bytecode::SourceFile]>,
        maps: &Arc<[eyas_bytecode::LiveMap]>,
    ) -> Result<(), Raise> {
        let cases = match &procedure.arity {
            Arity::Cases(cases) => cases.len(),
            Arity::Exactly(_) | Arity::AtLeast(_) => 0,
        };
        let hidden = Consts::FIRST - Template::FIRST_CONSTANT;
        let count = hidden + procedure.constants.len() + cases;
        self.ctx.reserve(Template::size_for(count))?;
        let tier = self.ctx.machine.session.tier.clone();
        let mut words: Box<[u64]> = procedure.code.clone().into();
        if tier.is_some() {
            count_loops(&mut words);
        }
        crate::interp::fuse(&mut words);
        if tier.is_none() {
            // A tier counts calls where procedures begin.
            let constants = &procedure.constants;
            crate::interp::shorten_own_calls(&mut words, |i| {
                let constant = constants
                    .get(i)
                    .map(|id| &self.unit.constants[id.0 as usize]);
                matches!(constant, Some(Constant::Template(callee)) if *callee == id)
            });
        }
        let words: Box<[Cell<u64>]> = words.iter().map(|&word| Cell::new(word)).collect();
        let first = Pc::of_cells(&words);
        let mut code = Rc::new(Code {
            name: procedure.name.clone(),
            arity: procedure.arity.clone(),
            frame_size: procedure.frame_size,
            captures: procedure.captures,
            words,
            span: procedure.span,
            files: Arc::clone(files),
            entries: AtomicU32::new(0),
            returns: Box::default(),
            cases: Box::default(),
            safepoints: procedure.safepoints.clone().into(),
            places: procedure.places.clone().into(),
            maps: Arc::clone(maps),
            is_retained: Cell::new(false),
            tier: TierState::for_tier(tier.as_deref()),
        });
        let info = Rc::as_ptr(&code).expose_provenance();
        let (entry, machine_entry, machine_return) = match &tier {
            Some(tier) if !code.words.is_empty() => (
                code.tier.entry_pc(),
                tier.entry_stub() + crate::hooks::offsets::WARM,
                std::ptr::with_exposed_provenance_mut(tier.return_stub()),
            ),
            _ => (first, 0, std::ptr::null_mut()),
        };
        let m = &mut self.ctx.mutator;
        let entry = entry.word().bits() as usize;
        let template = Template::alloc(m, entry, machine_entry, info, count);
        let consts = Consts::of(template);
        let returns = procedure.returns.iter().map(|point| ReturnDescriptor {
            machine_entry: AtomicPtr::new(machine_return),
            pc: first.offset(point.pc as isize),
            resume_pc: Cell::new(first.offset(point.pc as isize)),
            values_pc: Cell::new(if point.takes_values {
                first.offset(point.pc as isize + 1)
            } else {
                Pc::NONE
            }),
            delta: u64::from(point.window) * 8,
            consts,
            live: point.live,
            arguments: point.arguments,
            kind: crate::code::LinkKind::Call,
        });
        let returns: Box<[ReturnDescriptor]> = returns.collect();
        let arity = Consts::arity_word(&procedure.arity);
        m.init_slot(template, Consts::ARITY, arity);
        m.init_slot(
            template,
            Consts::FRAME_SIZE,
            Value::fixnum(procedure.frame_size.into()),
        );
        let clauses = self.cases(procedure);
        let address = if clauses.is_empty() {
            returns.as_ptr().expose_provenance()
        } else {
            clauses.as_ptr().expose_provenance()
        };
        let m = &mut self.ctx.mutator;
        m.init_slot(template, Consts::RETURNS, Value::from_bits(address as u64));
        let Some(unshared) = Rc::get_mut(&mut code) else {
            unreachable!("nobody else has the description yet")
        };
        unshared.returns = returns;
        unshared.cases = clauses;
        self.codes.push(code);
        self.ctx.machine.temporaries.push(template);
        Ok(())
    }

    /// The clauses of a `case-lambda`; their templates are found when all are allocated.
    fn cases(&self, procedure: &Procedure) -> Box<[Case]> {
        let Arity::Cases(cases) = &procedure.arity else {
            return Box::default();
        };
        let clause = |id: &ProcId| {
            let clause = &self.unit.procedures[id.0 as usize];
            let (required, rest) = match clause.arity {
                Arity::Exactly(n) => (n, false),
                Arity::AtLeast(n) => (n, true),
                // The verifier refuses clauses that are case-lambdas themselves.
                Arity::Cases(_) => (u32::MAX, false),
            };
            Case {
                required,
                rest,
                consts: Cell::new(Consts::NONE),
            }
        };
        cases.iter().map(clause).collect()
    }

    /// Allocates a constant; what it refers to is filled in later.
    fn allocate(&mut self, constant: &Constant) -> Result<Value, Raise> {
        let ctx = &mut *self.ctx;
        Ok(match constant {
            Constant::Bool(b) => Value::from_bool(*b),
            Constant::Nil => Value::NIL,
            Constant::Eof => Value::EOF,
            Constant::Unspecified => Value::UNSPECIFIED,
            Constant::Absent => Value::ABSENT,
            Constant::Unbound => Value::UNBOUND,
            Constant::Char(c) => Value::char(*c),
            Constant::Fixnum(n) => {
                ctx.reserve(Bignum::size_for(1))?;
                eyas_heap::object::integer(&mut ctx.mutator, *n)
            }
            Constant::Flonum(bits) => {
                ctx.reserve(Flonum::SIZE)?;
                Flonum::alloc(&mut ctx.mutator, f64::from_bits(*bits))
            }
            Constant::Big {
                negative,
                magnitude,
            } => {
                let limbs: Vec<u64> = magnitude.chunks(8).map(limb).collect();
                ctx.reserve(Bignum::size_for(limbs.len()))?;
                Bignum::alloc(&mut ctx.mutator, *negative, &limbs)
            }
            Constant::Ratio(..) => {
                ctx.reserve(Ratnum::SIZE)?;
                ctx.mutator.slots(Kind::Ratnum, 0, 2)
            }
            Constant::Complex(real, imaginary) => self.allocate_complex(*real, *imaginary)?,
            Constant::Symbol(name) => {
                ctx.reserve(Symbol::size_for_str(name))?;
                Symbol::intern(&mut ctx.mutator, name)
            }
            Constant::String(text) => {
                ctx.reserve(StringObject::size_for_str(text))?;
                StringObject::alloc_str(&mut ctx.mutator, FLAG_IMMUTABLE, text)
            }
            Constant::Bytevector(bytes) => {
                ctx.reserve(Bytevector::size_for(bytes.len()))?;
                Bytevector::alloc_from(&mut ctx.mutator, FLAG_IMMUTABLE, bytes)
            }
            Constant::Vector(items) => {
                ctx.reserve(Vector::size_for(items.len()))?;
                ctx.mutator.slots(Kind::Vector, FLAG_IMMUTABLE, items.len())
            }
            Constant::Pair(..) => {
                ctx.reserve(PAIR_SIZE)?;
                ctx.mutator.pair(Value::NIL, Value::NIL)
            }
            Constant::List(items, _) => {
                ctx.reserve(Pair::size_for_list(items.len()))?;
                let m = &mut ctx.mutator;
                items
                    .iter()
                    .fold(Value::NIL, |list, _| m.pair(Value::NIL, list))
            }
            Constant::Global { module, name } => ctx.global(module, name)?,
            Constant::Template(id) => self.template(*id),
            Constant::Closure(id) => self.closure(*id)?,
            Constant::Primitive(prim) => ctx.primitive(*prim)?,
            Constant::RecordType { .. } => {
                ctx.reserve(RecordType::SIZE)?;
                let none = Value::FALSE;
                RecordType::alloc(&mut ctx.mutator, none, none, none, none)
            }
        })
    }

    fn allocate_complex(&mut self, real: ConstId, imaginary: ConstId) -> Result<Value, Raise> {
        let part = |id: ConstId| match self.unit.constants.get(id.0 as usize) {
            Some(Constant::Flonum(bits)) => Some(f64::from_bits(*bits)),
            _ => None,
        };
        if let (Some(real), Some(imaginary)) = (part(real), part(imaginary)) {
            self.ctx.reserve(Compnum::SIZE)?;
            return Ok(Compnum::alloc(&mut self.ctx.mutator, real, imaginary));
        }
        // The constructor would make a real number of parts that are not there yet.
        self.ctx.reserve(Rectnum::SIZE)?;
        Ok(self.ctx.mutator.slots(Kind::Rectnum, 0, 2))
    }

    /// The closure of a procedure that captures nothing: one object per unit.
    fn closure(&mut self, id: ProcId) -> Result<Value, Raise> {
        if let Some(&at) = self.closures.get(&id) {
            return Ok(at);
        }
        self.ctx.reserve(slots_size(Closure::FIRST_CAPTURE))?;
        let template = self.template(id);
        // Never moves, so that the map may hold it.
        let closure = self
            .ctx
            .mutator
            .pinned_slots(Kind::Closure, 0, Closure::FIRST_CAPTURE);
        self.ctx
            .mutator
            .init_slot(closure, Closure::TEMPLATE, template);
        self.closures.insert(id, closure);
        Ok(closure)
    }

    /// Makes a compound constant refer to its parts.
    fn fill(&mut self, at: usize, constant: &Constant) -> Result<(), Raise> {
        match constant {
            Constant::Ratio(a, b) => self.store_two(at, *a, *b),
            Constant::Complex(a, b) if self.temporary(at).is_kind(Kind::Rectnum) => {
                self.store_two(at, *a, *b);
            }
            Constant::Vector(items) => {
                let vector = self.temporary(at);
                for (i, &id) in items.iter().enumerate() {
                    let item = self.constant(id);
                    self.ctx.mutator.store_slot(vector, i, item);
                }
            }
            Constant::Pair(car, cdr) => {
                let (pair, car, cdr) =
                    (self.temporary(at), self.constant(*car), self.constant(*cdr));
                self.ctx.mutator.set_car(pair, car);
                self.ctx.mutator.set_cdr(pair, cdr);
            }
            Constant::List(items, tail) => self.fill_list(at, items, *tail),
            Constant::RecordType {
                name,
                fields,
                parent,
                mutable,
            } => {
                self.fill_record_type(at, name, fields, *parent, *mutable)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn store_two(&mut self, at: usize, a: ConstId, b: ConstId) {
        let (object, a, b) = (self.temporary(at), self.constant(a), self.constant(b));
        self.ctx.mutator.store_slot(object, 0, a);
        self.ctx.mutator.store_slot(object, 1, b);
    }

    fn fill_list(&mut self, at: usize, items: &[ConstId], tail: ConstId) {
        let tail = self.constant(tail);
        if items.is_empty() {
            self.ctx.machine.temporaries[at] = tail;
            return;
        }
        let mut rest = self.temporary(at);
        for (i, &id) in items.iter().enumerate() {
            let item = self.constant(id);
            self.ctx.mutator.set_car(rest, item);
            if i + 1 == items.len() {
                self.ctx.mutator.set_cdr(rest, tail);
            } else {
                rest = Mutator::cdr(rest);
            }
        }
    }

    fn fill_record_type(
        &mut self,
        at: usize,
        name: &str,
        fields: &[Box<str>],
        parent: Option<ConstId>,
        mutable: u64,
    ) -> Result<(), Raise> {
        // Inherited fields come first.
        let mut names: Vec<&str> = fields.iter().map(|field| &**field).collect();
        let mut above = parent;
        while let Some(id) = above {
            let Some(Constant::RecordType { fields, parent, .. }) =
                self.unit.constants.get(id.0 as usize)
            else {
                break;
            };
            names.splice(0..0, fields.iter().map(|field| &**field));
            // A parent comes before its children in the pool, so this ends.
            above = parent.filter(|next| next.0 < id.0);
        }
        let ctx = &mut *self.ctx;
        let size = names
            .iter()
            .map(|name| Symbol::size_for_str(name))
            .sum::<usize>();
        ctx.reserve(size + Symbol::size_for_str(name) + Vector::size_for(names.len()))?;
        let m = &mut ctx.mutator;
        let name = Symbol::intern(m, name);
        let names: Vec<Value> = names.iter().map(|name| Symbol::intern(m, name)).collect();
        let names = Vector::alloc_from(m, FLAG_IMMUTABLE, &names);
        let record_type = ctx.machine.temporaries[at];
        m.store_slot(record_type, RecordType::NAME, name);
        m.store_slot(record_type, RecordType::FIELDS, names);
        let flags = Value::fixnum((mutable & Value::FIXNUM_MAX as u64) as i64);
        m.store_slot(record_type, RecordType::FLAGS, flags);
        if let Some(parent) = parent {
            let parent = self.constant(parent);
            self.ctx
                .mutator
                .store_slot(record_type, RecordType::PARENT, parent);
        }
        Ok(())
    }

    fn fill_template(&mut self, i: usize, procedure: &Procedure) {
        let template = self.temporary(self.templates + i);
        for (slot, &id) in (Consts::FIRST..).zip(&procedure.constants) {
            let constant = self.constant(id);
            self.ctx.mutator.store_slot(template, slot, constant);
        }
        if let Arity::Cases(cases) = &procedure.arity {
            let first = Consts::FIRST + procedure.constants.len();
            for (n, &id) in cases.iter().enumerate() {
                let clause = self.template(id);
                self.ctx.mutator.store_slot(template, first + n, clause);
                self.codes[i].cases[n].consts.set(Consts::of(clause));
            }
        }
    }
}

fn limb(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |limb, &byte| limb << 8 | u64::from(byte))
}
