//! The passes, in order: Core as the expander makes it → Core that flat code is made of.
//!
//! [`PASSES`] is the one list; running, verifying, dumping and `eyas --dump` all follow it. Each pass does one thing
//! to the whole program, in place, and its file says what it takes, what it leaves and why. In debug builds the
//! verifier runs between passes; what it finds is a bug of the pass before it.

use eyas_datum::symbol::Symbols;

use crate::core::Core;
use crate::core::text;
use crate::core::verify::{Stage, verify};
use crate::passes;

/// A step of the pipeline.
#[derive(Clone, Copy)]
pub struct Pass {
    /// Its name, which is also that of its file and of its tests' folder.
    pub name: &'static str,
    /// Does it.
    pub run: fn(&mut Core, &Options),
    /// What the program is after it.
    pub stage: Stage,
}

/// Every pass, in order.
pub const PASSES: &[Pass] = &[
    pass("fix_letrec", passes::fix_letrec::run, Stage::LetrecFixed),
    pass(
        "fold_constants",
        passes::fold_constants::run,
        Stage::LetrecFixed,
    ),
    pass(
        "open_library",
        passes::open_library::run,
        Stage::LetrecFixed,
    ),
    pass(
        "bind_arguments",
        passes::bind_arguments::run,
        Stage::LetrecFixed,
    ),
    pass("inline", passes::inline::run, Stage::LetrecFixed),
    pass(
        "unroll_recursion",
        passes::unroll_recursion::run,
        Stage::LetrecFixed,
    ),
    pass("prune_dead", passes::prune_dead::run, Stage::LetrecFixed),
    pass(
        "box_assigned",
        passes::box_assigned::run,
        Stage::NoAssignment,
    ),
    pass("find_loops", passes::find_loops::run, Stage::Loops),
    pass("switch_cases", passes::switch_cases::run, Stage::Switches),
    pass("lower_prims", passes::lower_prims::run, Stage::PrimsLowered),
    pass(
        "convert_closures",
        passes::convert_closures::run,
        Stage::Closed,
    ),
];

const fn pass(name: &'static str, run: fn(&mut Core, &Options), stage: Stage) -> Pass {
    Pass { name, run, stage }
}

/// What the passes are told.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether procedures are inlined.
    pub inline: bool,
    /// Procedures up to this many expressions are inlined wherever they are called.
    pub inline_size: usize,
    /// Procedures up to this many are, where an argument is a constant or a procedure.
    pub inline_size_known: usize,
    /// Inlining may make a program this many times as large, and [`Options::inline_allowance`] more.
    pub inline_growth: usize,
    /// Expressions that inlining may add to any program.
    pub inline_allowance: usize,
    /// The program is whole: nothing outside can mention its top-level variables.
    pub closed: bool,
    /// The text of the program after this pass is wanted; `core` means before the first.
    pub dump_after: Option<String>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            inline: true,
            inline_size: 12,
            inline_size_known: 60,
            inline_growth: 2,
            inline_allowance: 500,
            closed: false,
            dump_after: None,
        }
    }
}

/// The program after a pass, as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dump {
    /// The pass.
    pub pass: &'static str,
    /// The program.
    pub text: String,
}

/// Runs all passes; returns the dumps that [`Options::dump_after`] asks for.
///
/// # Panics
/// In debug builds, when a pass (or the expander) leaves a program that the verifier refuses.
pub fn run(core: &mut Core, symbols: &Symbols, options: &Options) -> Vec<Dump> {
    let mut dumps = Vec::new();
    let mut after = |name: &'static str, stage: Stage, core: &Core| {
        if cfg!(debug_assertions)
            && let Err(error) = verify(core, stage)
        {
            panic!("after {name}: {error}\n{}", text::print(core, symbols));
        }
        if options.dump_after.as_deref() == Some(name) {
            dumps.push(Dump {
                pass: name,
                text: text::print(core, symbols),
            });
        }
    };
    after("core", Stage::Expanded, core);
    for pass in PASSES {
        (pass.run)(core, options);
        after(pass.name, pass.stage, core);
    }
    dumps
}

/// The names of all passes in order, as `--dump` takes them.
pub fn pass_names() -> impl Iterator<Item = &'static str> {
    PASSES.iter().map(|pass| pass.name)
}
