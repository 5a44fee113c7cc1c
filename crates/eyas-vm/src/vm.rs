//! The front door: open a machine, load units, run them.

use crate::context::{Context, VmConfig, VmError};
use crate::error::Uncaught;
use eyas_bytecode::{Unit, Verified};
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
    pub fn run(&mut self, unit: &Verified<Unit>) -> Result<Value, Uncaught> {
        match self.context.load(unit) {
            Ok(entry) => self.context.call_for_value(entry, &[]),
            Err(raise) => Err(self.context.refuse(raise)),
        }
    }

    /// Calls a procedure.
    ///
    /// # Errors
    /// As for [`Context::call`].
    pub fn call(&mut self, procedure: Value, arguments: &[Value]) -> Result<Vec<Value>, Uncaught> {
        self.context.call(procedure, arguments)
    }
}
