//! Eyas.
