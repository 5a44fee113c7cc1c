//! Core → Core, one verb per file. [`crate::pipeline::PASSES`] is their order.

pub mod bind_arguments;
pub mod box_assigned;
pub mod convert_closures;
pub mod find_loops;
pub mod fix_letrec;
pub mod fold_constants;
pub mod inline;
pub mod lower_prims;
pub mod open_library;
pub mod prune_dead;
pub mod switch_cases;
pub mod unroll_recursion;
