//! Passes keep what programs do: random programs give the same results and effects after every pass.
//!
//! A small evaluator runs Core of any stage, by the grammar, and counts steps. Programs are generated from a seed, so
//! a failure names the seed and the pass. Programs that do not end within the steps are left out.

#[path = "semantics/evaluate.rs"]
mod evaluate;
#[path = "semantics/generate.rs"]
mod generate;

use eyas_compiler::core::text::{parse, print};
use eyas_compiler::core::verify::{Stage, verify};
use eyas_compiler::pipeline::{Options, PASSES};
use eyas_datum::symbol::Symbols;

use evaluate::{Outcome, evaluate};
use generate::generate;

/// Steps that the program as it was generated may take; what passes make of it may take a few times as many.
const STEPS: usize = 3_000;

#[test]
fn passes_keep_what_programs_do() {
    let mut compared = 0;
    for seed in 0..800 {
        let mut symbols = Symbols::new();
        let text = generate(seed);
        let mut core = parse(&text, &mut symbols)
            .unwrap_or_else(|error| panic!("seed {seed}: {error}\n{text}"));
        if let Err(error) = verify(&core, Stage::Expanded) {
            panic!("seed {seed}: {error}\n{}", print(&core, &symbols));
        }
        let expected = evaluate(&core, STEPS);
        let options = Options {
            closed: seed % 2 == 0,
            ..Options::default()
        };
        for pass in PASSES {
            let before = print(&core, &symbols);
            (pass.run)(&mut core, &options);
            let after = print(&core, &symbols);
            if let Err(error) = verify(&core, pass.stage) {
                panic!("seed {seed}, {}: {error}\n{before}\n{after}", pass.name);
            }
            if let Outcome::Done(expected) = &expected {
                let Outcome::Done(got) = evaluate(&core, STEPS * 10) else {
                    panic!(
                        "seed {seed}, {}: does not end\n{before}\n{after}",
                        pass.name
                    );
                };
                // Folding finds a wrong operand before the operands after it are evaluated.
                let both_raise = got.ends_with("error") && expected.ends_with("error");
                if !both_raise || pass.stage < Stage::PrimsLowered {
                    assert_eq!(
                        &got, expected,
                        "seed {seed}, {}\n{before}\n{after}",
                        pass.name
                    );
                }
            }
        }
        compared += usize::from(matches!(expected, Outcome::Done(_)));
    }
    assert!(compared > 300, "only {compared} programs ended");
}
