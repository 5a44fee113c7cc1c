//! The seam through which other crates plug into the machine: the compiler (for `eval`) and the JIT tiers.
//!
//! The machine knows neither. Without hooks it is complete but for `eval`, which then raises.

use crate::context::Context;
use crate::error::Raise;
use eyas_heap::Value;

/// What the machine asks of its surroundings. Methods take `&self`, since a compilation may run Scheme code
/// (procedural macros, through [`Context::call`]) that asks for another.
pub trait Hooks {
    /// Compiles `datum` in environment `environment` (a heap object) to a procedure without arguments. Both values
    /// are in argument slots `0` and `1` of `arguments`, which stay roots.
    fn compile(
        &self,
        context: &mut Context,
        arguments: crate::native::Args,
    ) -> Result<Value, Raise>;

    /// The same for all forms of the file named by the string in slot 0.
    fn compile_file(
        &self,
        context: &mut Context,
        arguments: crate::native::Args,
    ) -> Result<Value, Raise>;

    /// Expands `datum` (slot 0) in an environment (slot 1), for people to look at.
    fn expand(&self, context: &mut Context, arguments: crate::native::Args)
    -> Result<Value, Raise>;

    /// The environment object for a list of import sets (slot 0); slot 1 tells which kind is wanted.
    fn environment(
        &self,
        context: &mut Context,
        arguments: crate::native::Args,
    ) -> Result<Value, Raise>;

    /// The environment of the interaction.
    fn interaction_environment(&self, context: &mut Context) -> Result<Value, Raise>;
}
