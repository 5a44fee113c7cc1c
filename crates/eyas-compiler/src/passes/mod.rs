//! Core → Core, one verb per file. [`crate::pipeline::PASSES`] is their order.

pub mod fix_letrec;
