//! Part of Eyas.
