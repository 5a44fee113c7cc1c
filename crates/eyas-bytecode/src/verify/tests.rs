//! Damaged units are refused, each for its reason.
