//! Builds units by hand: instructions, labels, live sets.

use eyas_bytecode::{
    Arity, ConstId, Constant, Instruction, LiveMap, MapId, Op, ProcId, Procedure, ReturnPoint,
    Safepoint, Unit,
};

/// A place to jump to.
#[derive(Clone, Copy)]
pub(super) struct Label(usize);

/// A procedure under construction.
pub(super) struct Body<'a> {
    unit: &'a mut Unit,
    procedure: Procedure,
    labels: Vec<usize>,
    jumps: Vec<(usize, Label)>,
}

/// Adds a procedure to `unit`, with this arity and frame size.
pub(super) fn procedure<'a>(
    unit: &'a mut Unit,
    name: &str,
    arity: Arity,
    frame_size: u32,
) -> Body<'a> {
    let procedure = Procedure {
        name: name.into(),
        arity,
        frame_size,
        ..Procedure::default()
    };
    Body {
        unit,
        procedure,
        labels: Vec::new(),
        jumps: Vec::new(),
    }
}

impl Body<'_> {
    fn pc(&self) -> u32 {
        self.procedure.code.len() as u32
    }

    fn map(&mut self, live: &[u32]) -> MapId {
        self.unit
            .live_maps
            .push(LiveMap::from_registers(live.iter().copied()));
        MapId(self.unit.live_maps.len() as u32 - 1)
    }

    /// The constant's index in the procedure.
    pub(super) fn constant(&mut self, constant: Constant) -> u16 {
        self.unit.constants.push(constant);
        self.procedure
            .constants
            .push(ConstId(self.unit.constants.len() as u32 - 1));
        self.procedure.constants.len() as u16 - 1
    }

    /// A variable of the test's module.
    pub(super) fn global(&mut self, name: &str) -> u16 {
        self.constant(Constant::Global {
            module: "test".into(),
            name: name.into(),
        })
    }

    /// An instruction that cannot collect.
    pub(super) fn op(&mut self, op: Op, a: u16, b: u16, c: u16) -> &mut Self {
        self.procedure
            .code
            .push(Instruction::new(op, a, b, c).encode());
        self
    }

    /// An instruction with a 32-bit operand.
    pub(super) fn wide(&mut self, op: Op, a: u16, word: u32) -> &mut Self {
        self.procedure
            .code
            .push(Instruction::with_word(op, a, word).encode());
        self
    }

    /// Data words of a list of registers.
    pub(super) fn list(&mut self, registers: &[u16]) -> &mut Self {
        eyas_bytecode::word::pack_list(registers, &mut self.procedure.code);
        self
    }

    /// Says what is live into the next instruction.
    pub(super) fn live(&mut self, live: &[u32]) -> &mut Self {
        let safepoint = Safepoint {
            pc: self.pc(),
            live: self.map(live),
        };
        self.procedure.safepoints.push(safepoint);
        self
    }

    /// A return point for the next instruction, which passes `arguments`; `live` after it.
    pub(super) fn returns(&mut self, window: u32, arguments: u32, live: &[u32]) -> u16 {
        self.return_point(window, arguments, live, false)
    }

    /// The same where several values may come back.
    pub(super) fn returns_values(&mut self, window: u32, arguments: u32, live: &[u32]) -> u16 {
        self.return_point(window, arguments, live, true)
    }

    fn return_point(
        &mut self,
        window: u32,
        arguments: u32,
        live: &[u32],
        takes_values: bool,
    ) -> u16 {
        let live = self.map(live);
        let pc = self.pc() + 1;
        self.procedure.returns.push(ReturnPoint {
            pc,
            window,
            arguments,
            live,
            takes_values,
        });
        self.procedure.returns.len() as u16 - 1
    }

    pub(super) fn label(&mut self) -> Label {
        self.labels.push(usize::MAX);
        Label(self.labels.len() - 1)
    }

    pub(super) fn place(&mut self, label: Label) -> &mut Self {
        self.labels[label.0] = self.procedure.code.len();
        self
    }

    /// A branch whose `c`, or for jumps whose `b` and `c`, will lead to `label`.
    pub(super) fn branch(&mut self, op: Op, a: u16, b: u16, label: Label) -> &mut Self {
        self.jumps.push((self.procedure.code.len(), label));
        self.op(op, a, b, 0)
    }

    pub(super) fn end(mut self) -> ProcId {
        for (at, label) in std::mem::take(&mut self.jumps) {
            let distance = self.labels[label.0] as i64 - at as i64 - 1;
            let word = &mut self.procedure.code[at];
            let Some(mut instruction) = Instruction::decode(*word) else {
                panic!("just made")
            };
            if instruction.op.roles()[1] == eyas_bytecode::Role::JumpWord {
                instruction =
                    Instruction::with_word(instruction.op, instruction.a, distance as u32);
            } else {
                instruction.c = distance as u16;
            }
            *word = instruction.encode();
        }
        self.unit.procedures.push(self.procedure);
        ProcId(self.unit.procedures.len() as u32 - 1)
    }
}

/// Adds a top level that defines the globals as closures of procedures and then does what `rest` says; it has
/// `frame_size` slots.
pub(super) fn entry(
    unit: &mut Unit,
    definitions: &[(&str, ProcId)],
    frame_size: u32,
    rest: impl FnOnce(&mut Body<'_>),
) {
    let mut body = procedure(unit, "top", Arity::Exactly(0), frame_size);
    for &(name, id) in definitions {
        let closure = body.constant(Constant::Closure(id));
        let global = body.global(name);
        body.wide(Op::Const, 1, closure.into());
        body.wide(Op::GlobalDefine, 1, global.into());
    }
    rest(&mut body);
    let id = body.end();
    unit.entry = Some(id);
}
