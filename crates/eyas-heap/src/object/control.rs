//! Objects of control: code, variables of the top level, parameters, continuations.

use crate::kinds::Kind;
use crate::mutator::Mutator;
use crate::object::port::address_word;
use crate::object::{Place, alloc_fields, fields, header_of, slot, slots_size, views};
use crate::value::Value;

views! {
    /// The code and constants of a compiled procedure. Never moves.
    Template, as_template;
    /// One top-level variable.
    Global, as_global;
    /// A primitive as a procedure.
    Primitive, as_primitive;
    /// A parameter object (R7RS 4.2.6).
    Parameter, as_parameter;
    /// A captured continuation.
    Continuation, as_continuation;
    /// Frames that were copied out of the stack.
    Frames, as_frames;
    /// A top-level environment, for `eval`.
    Environment, as_environment;
}

fields!(Template {
    /// Raw address of the first instruction, as a word that reads as a fixnum.
    CODE = 0, code_word;
    /// Raw address that calls enter through, as a word that reads as a fixnum. Tiers change it.
    ENTRY = 1, entry_word;
    /// Raw address of the VM's description of the procedure, as a word that reads as a fixnum.
    INFO = 2, info_word;
});

fields!(Global {
    /// The value, or `UNBOUND`.
    VALUE = 0, get;
    /// The name, a symbol.
    NAME = 1, name;
    /// True if machine code relies on the value: who changes it has to tell.
    WATCHED = 2, watched;
});

fields!(Primitive {
    /// Number in the table of primitives, a fixnum.
    NUMBER = 0, number_word;
    /// The name, a symbol.
    NAME = 1, name;
});

fields!(Parameter {
    /// The value outside of every `parameterize`.
    DEFAULT = 0, default_value, set_default_value;
    /// The converter, a procedure, or `#f`.
    CONVERTER = 1, converter;
});

fields!(Continuation {
    /// What goes on below these frames: a continuation, or `#f` where a run began.
    NEXT = 0, next, set_next;
    /// Where the frames are: the address of the oldest one's base, a word that reads as a fixnum, as long as they are
    /// in the stack; else the [`Frames`] they were moved to. Fixnum 0 if there are none.
    PLACE = 1, place, set_place;
    /// Which word of the [`Frames`] is the first: a fixnum.
    START = 2, start, set_start;
    /// How many words the frames have: a fixnum.
    COUNT = 3, count, set_count;
    /// The link word of the newest frame's callee: where to go on.
    LINK = 4, link, set_link;
    /// The run that it belongs to and how often it may be used, as the machine encodes them: a fixnum.
    STATE = 5, state, set_state;
    /// The `dynamic-wind`s under way.
    WINDERS = 6, winders;
    /// The exception handlers.
    HANDLERS = 7, handlers;
    /// The values of parameters.
    PARAMETERIZATION = 8, parameterization;
});

fields!(Frames {
    /// Words of stack below the first word here, down to where the run began: a fixnum.
    DEPTH = 0, depth;
});

fields!(Environment {
    /// Number of the environment in the session, a fixnum.
    NUMBER = 0, number_word;
});

impl Template {
    /// Slot of the first constant.
    pub const FIRST_CONSTANT: usize = 3;

    /// Bytes to reserve for a template with `n` constants.
    #[inline]
    pub const fn size_for(n: usize) -> usize {
        slots_size(Template::FIRST_CONSTANT + n)
    }

    /// A fresh template with `n` constants, all `#f`, within a reservation. The addresses are 8-aligned.
    pub fn alloc(m: &mut Mutator, code: usize, entry: usize, info: usize, n: usize) -> Value {
        let template = m.pinned_slots(Kind::Template, 0, Template::FIRST_CONSTANT + n);
        m.init_slot(template, Template::CODE, address_word(code));
        m.init_slot(template, Template::ENTRY, address_word(entry));
        m.init_slot(template, Template::INFO, address_word(info));
        for i in 0..n {
            m.init_slot(template, Template::FIRST_CONSTANT + i, Value::FALSE);
        }
        template
    }

    /// Address of the first instruction.
    #[inline]
    pub fn code(self) -> usize {
        self.code_word().bits() as usize
    }

    /// Address that calls enter through.
    #[inline]
    pub fn entry(self) -> usize {
        self.entry_word().bits() as usize
    }

    /// Address of the VM's description of the procedure.
    #[inline]
    pub fn info(self) -> usize {
        self.info_word().bits() as usize
    }

    /// Changes the address that calls enter through.
    #[inline]
    pub fn set_entry(self, m: &mut Mutator, entry: usize) {
        m.store_slot(self.0, Template::ENTRY, address_word(entry));
    }

    /// Number of constants.
    #[inline]
    pub fn constant_count(self) -> usize {
        header_of(self.0).length() - Template::FIRST_CONSTANT
    }

    /// The place of constant `i`.
    #[inline]
    pub fn place(self, i: usize) -> Option<Place> {
        if i < self.constant_count() {
            Some(Place {
                object: self.0,
                index: Template::FIRST_CONSTANT + i,
            })
        } else {
            None
        }
    }

    /// Constant `i`.
    #[inline]
    pub fn get(self, i: usize) -> Option<Value> {
        self.place(i).map(Place::load)
    }

    /// Constant `i`, unchecked.
    ///
    /// # Safety
    /// `i < self.constant_count()`: for code of a verified unit, the verifier compared every constant index with the
    /// number of constants of its procedure.
    #[inline]
    pub unsafe fn get_unchecked(self, i: usize) -> Value {
        slot(self.0, Template::FIRST_CONSTANT + i)
    }
}

impl Global {
    /// Bytes to reserve for a global.
    pub const SIZE: usize = slots_size(3);

    /// A fresh global, within a reservation. `v` may be `UNBOUND`.
    pub fn alloc(m: &mut Mutator, v: Value, name: Value) -> Value {
        alloc_fields(m, Kind::Global, [v, name, Value::FALSE])
    }
}

impl Primitive {
    /// Bytes to reserve for a primitive.
    pub const SIZE: usize = slots_size(2);

    /// A fresh procedure for primitive `number`, within a reservation.
    pub fn alloc(m: &mut Mutator, number: u32, name: Value) -> Value {
        alloc_fields(m, Kind::Primitive, [Value::fixnum(i64::from(number)), name])
    }

    /// Number in the table of primitives.
    #[inline]
    pub fn number(self) -> u32 {
        self.number_word().fixnum_value() as u32
    }
}

impl Parameter {
    /// Bytes to reserve for a parameter object.
    pub const SIZE: usize = slots_size(2);

    /// A fresh parameter object, within a reservation. `converter` is a procedure or `#f`.
    pub fn alloc(m: &mut Mutator, default_value: Value, converter: Value) -> Value {
        alloc_fields(m, Kind::Parameter, [default_value, converter])
    }
}

impl Continuation {
    /// How many slots a continuation has.
    pub const SLOTS: usize = 9;

    /// Bytes to reserve for a continuation, without its frames.
    pub const SIZE: usize = slots_size(Continuation::SLOTS);

    /// A fresh continuation with these slots, within a reservation.
    #[inline]
    pub fn alloc(m: &mut Mutator, fields: [Value; Continuation::SLOTS]) -> Value {
        alloc_fields(m, Kind::Continuation, fields)
    }
}

impl Frames {
    /// Slot of the first word of a frame.
    pub const FIRST_WORD: usize = 1;

    /// Bytes to reserve for `n` words of frames.
    #[inline]
    pub const fn size_for(n: usize) -> usize {
        slots_size(Frames::FIRST_WORD + n)
    }

    /// Room for `n` words of frames, all fixnum 0, within a reservation. `depth` counts words of stack.
    pub fn alloc(m: &mut Mutator, depth: usize, n: usize) -> Value {
        let frames = m.slots(Kind::Frames, 0, Frames::FIRST_WORD + n);
        m.init_slot(frames, Frames::DEPTH, Value::fixnum(depth as i64));
        frames
    }

    /// How many words of frames there are.
    #[inline]
    pub fn word_count(self) -> usize {
        header_of(self.0).length() - Frames::FIRST_WORD
    }
}

impl Environment {
    /// Bytes to reserve for an environment.
    pub const SIZE: usize = slots_size(1);

    /// A fresh handle on environment `number` of the session, within a reservation.
    pub fn alloc(m: &mut Mutator, number: u32) -> Value {
        alloc_fields(m, Kind::Environment, [Value::fixnum(i64::from(number))])
    }

    /// Number of the environment in the session.
    #[inline]
    pub fn number(self) -> u32 {
        self.number_word().fixnum_value() as u32
    }
}
