//! Characters and bytes from and to ports: all in the primitives, as in the interpreter (`slow.rs` calls them).
