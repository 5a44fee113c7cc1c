//! Runs: from Rust into Scheme and back.
//!
//! A run has its own stretch of the stack, above that of the run that it interrupts, and its own dynamic state.
//! Continuations do not cross the border between two runs, so a run ends exactly once. Those captured in a nested run
//! may outlive it, so their frames are moved to the heap at once.

use crate::context::{Context, DynamicState, Machine, Outcome, OuterRun, Top, Underflow};
use crate::control::capture::{leave_reserve, run_of, shared_state};
use crate::error::Uncaught;
use crate::interp;
use crate::stack::Frame;
use eyas_heap::Value;

/// Runs within runs. Each takes some of Rust's own stack.
const NESTING_MAX: usize = 50;

impl Machine {
    fn set_run(&mut self, run: u32) {
        self.run = run;
        self.state = shared_state(run);
    }

    fn set_floor(&mut self, floor: Frame) {
        self.floor = floor;
        self.seal_limit = floor.address() + self.seal_size;
        self.set_fast_limit();
    }
}

impl Context {
    /// Calls `procedure` from Rust and waits for its values, which are stale after the next collection.
    ///
    /// # Errors
    /// [`Uncaught`] if it did not return: an exception that it did not handle, or the end of the program.
    pub fn call(&mut self, procedure: Value, arguments: &[Value]) -> Result<Vec<Value>, Uncaught> {
        self.call_in(None, procedure, arguments)
    }

    /// Gives `v` to a continuation that was captured in a run that is over: the rest of that run happens now.
    ///
    /// # Errors
    /// As for [`Context::call`].
    pub fn resume(&mut self, k: Value, v: Value) -> Result<Value, Uncaught> {
        let run = k.as_continuation().map(run_of);
        let values = self.call_in(run, k, &[v])?;
        Ok(values.first().copied().unwrap_or(Value::UNSPECIFIED))
    }

    /// Calls in a run of its own, or as run number `run`.
    fn call_in(
        &mut self,
        run: Option<u32>,
        procedure: Value,
        arguments: &[Value],
    ) -> Result<Vec<Value>, Uncaught> {
        let is_nested = self.machine.top.base != Frame::NONE;
        if is_nested && !self.begin_nested() {
            return Err(Uncaught::Fatal(
                "too many runs of the machine within each other",
            ));
        }
        if !is_nested && self.machine.bottom.address() > self.machine.seal_limit {
            return self.call_settled(run, procedure, arguments);
        }
        if let Some(run) = run {
            self.machine.set_run(run);
        }
        let result = self.run(procedure, arguments);
        if is_nested {
            self.end_nested();
        } else {
            self.machine.top = Top::NONE;
            self.machine.underflow = Underflow::NONE;
            self.machine.dynamic = DynamicState::EMPTY;
            self.machine.set_run(0);
        }
        result
    }

    /// The same after the frames of earlier runs have been moved out of the stack.
    fn call_settled(
        &mut self,
        run: Option<u32>,
        procedure: Value,
        arguments: &[Value],
    ) -> Result<Vec<Value>, Uncaught> {
        let first = self.machine.temporaries.len();
        self.machine.temporaries.push(procedure);
        self.machine.temporaries.extend_from_slice(arguments);
        let settled = self.settle();
        let kept = self.machine.temporaries.split_off(first);
        match settled {
            Ok(()) => self.call_in(run, kept[0], &kept[1..]),
            Err(raise) => Err(self.refuse(raise)),
        }
    }

    /// The one value of [`Context::call`]; unspecified if there was none.
    ///
    /// # Errors
    /// As for [`Context::call`].
    pub fn call_for_value(
        &mut self,
        procedure: Value,
        arguments: &[Value],
    ) -> Result<Value, Uncaught> {
        let values = self.call(procedure, arguments)?;
        Ok(values.first().copied().unwrap_or(Value::UNSPECIFIED))
    }

    fn begin_nested(&mut self) -> bool {
        let machine = &mut self.machine;
        // One slot is kept free, so that a primitive's window above its frame is never touched.
        let floor = machine.top.end().window(1);
        if machine.outer.len() >= NESTING_MAX || floor.address() > machine.limit {
            return false;
        }
        machine.outer.push(OuterRun {
            top: machine.top,
            floor: machine.floor,
            bottom: machine.bottom,
            underflow: machine.underflow,
            run: machine.run,
            dynamic: machine.dynamic,
        });
        machine.runs_started += 1;
        machine.set_run(machine.runs_started);
        machine.set_floor(floor);
        machine.bottom = floor;
        machine.dynamic = DynamicState::EMPTY;
        true
    }

    fn end_nested(&mut self) {
        let machine = &mut self.machine;
        let Some(outer) = machine.outer.pop() else {
            unreachable!("each end of a nested run has its beginning")
        };
        machine.top = outer.top;
        machine.set_floor(outer.floor);
        machine.bottom = outer.bottom;
        machine.underflow = outer.underflow;
        machine.set_run(outer.run);
        machine.dynamic = outer.dynamic;
    }

    fn run(&mut self, procedure: Value, arguments: &[Value]) -> Result<Vec<Value>, Uncaught> {
        let machine = &mut self.machine;
        machine.underflow = Underflow::NONE;
        // An outermost run begins above the frames of continuations that were captured in earlier ones.
        let base = machine.bottom.window(1);
        if base.address() + arguments.len() * 8 > machine.limit {
            return Err(Uncaught::Fatal("no room on the stack"));
        }
        base.set_link(machine.code.exit_link());
        base.set(0, procedure);
        for (i, &argument) in arguments.iter().enumerate() {
            base.set(1 + i, argument);
        }
        machine.values = arguments.len();
        let enter = machine.code.enter;
        interp::run(self, enter, base);
        leave_reserve(&mut self.machine);
        match self.machine.outcome.take() {
            Some(Outcome::Values(first)) => Ok(first.slice(0, self.machine.values).to_vec()),
            Some(Outcome::Uncaught(uncaught)) => Err(uncaught),
            None => unreachable!("handlers stop only after they have set the outcome"),
        }
    }
}
