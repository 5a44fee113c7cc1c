//! The front door: open a machine, load units, run them.

use crate::context::{Context, VmConfig, VmError};
use crate::error::{Raise, Uncaught};
use eyas_bytecode::Unit;
use eyas_heap::Value;

/// A machine: one session with one thread.
pub struct Vm {
    context: Box<Context>,
}

impl Vm {
    /// Opens a machine without any code.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn open(config: &VmConfig) -> Result<Vm, VmError> {
        Ok(Vm {
            context: Context::open(config)?,
        })
    }

    /// The thread's state.
    pub fn context(&mut self) -> &mut Context {
        &mut self.context
    }

    /// Loads a unit and runs its top level.
    ///
    /// # Errors
    /// [`Uncaught`] if it did not come to its end.
    pub fn run(&mut self, unit: &Unit) -> Result<Value, Uncaught> {
        let entry = match self.context.load(unit) {
            Ok(entry) => entry,
            Err(raise) => return Err(self.refuse(raise)),
        };
        self.context.call_for_value(entry, &[])
    }

    /// Calls a procedure.
    ///
    /// # Errors
    /// As for [`Context::call`].
    pub fn call(&mut self, procedure: Value, arguments: &[Value]) -> Result<Vec<Value>, Uncaught> {
        self.context.call(procedure, arguments)
    }

    /// An error outside of any run.
    pub fn refuse(&mut self, raise: Raise) -> Uncaught {
        match self.context.make_condition(raise) {
            Ok(object) => {
                self.context.machine.uncaught = object;
                Uncaught::Raised(object)
            }
            Err(_) => Uncaught::Fatal("the program could not be loaded"),
        }
    }
}
