//! The machine on hand-made units: each also with a collection at every allocation.

mod assemble;
mod calls;
mod continuations;
mod errors;
#[cfg(all(target_arch = "x86_64", not(eyas_trampoline)))]
mod handlers;
mod hooks;
mod memory;

use crate::context::VmConfig;
use crate::error::Uncaught;
use crate::vm::Vm;
use eyas_bytecode::Unit;
use eyas_bytecode::verify::verify;
use eyas_heap::{Stress, Value, Verify};

/// A machine for tests: verified heap, little stack.
fn config() -> VmConfig {
    let mut config = VmConfig::default();
    config.heap.verify = Verify::Sparse;
    config.heap.limit = Some(512 << 20);
    config
}

/// Collects at every allocation, moves and poisons everything, and keeps hardly any frame in the stack.
fn stress() -> VmConfig {
    let mut config = config();
    config.heap.stress = Stress {
        collect_every: 1,
        major_every: 7,
        move_everything: true,
        poison: true,
    };
    config.heap.verify = Verify::Sparse;
    config.stack_young = 256;
    config
}

/// Runs the unit in both modes, which must agree; the result as a fixnum.
fn run_both(unit: &Unit) -> i64 {
    let calm = run_in(&config(), unit);
    assert_eq!(calm, run_in(&stress(), unit));
    calm
}

fn run_in(config: &VmConfig, unit: &Unit) -> i64 {
    let mut vm = Vm::open(config).expect("opens");
    match run(&mut vm, unit) {
        Ok(v) => v.as_fixnum().expect("a fixnum"),
        Err(uncaught) => panic!("{}", describe(&uncaught)),
    }
}

/// An uncaught error as text.
fn describe(uncaught: &Uncaught) -> String {
    match uncaught {
        Uncaught::Raised(v) => match v.as_condition() {
            Some(condition) => {
                let kind = symbol(condition.error_kind());
                let message = condition.message().as_string().map(|s| s.to_rust());
                format!("{kind}: {}", message.unwrap_or_default())
            }
            None => format!("raised {:x}", v.bits()),
        },
        other => other.to_string(),
    }
}

fn symbol(v: Value) -> String {
    v.as_symbol()
        .map(|s| s.name().to_rust())
        .unwrap_or_default()
}

/// Verifies, loads and runs.
fn run(vm: &mut Vm, unit: &Unit) -> Result<Value, Uncaught> {
    let verified = verify(unit.clone()).expect("verifies");
    vm.run(&verified)
}
