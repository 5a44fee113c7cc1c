//! Characters and bytes from and to ports: all in the primitives so far.

use crate::interp::generic::Generic;
use crate::interp::handlers;

handlers! {
    fn ReadChar(s) { s.go(Generic) }
    fn PeekChar(s) { s.go(Generic) }
    fn WriteChar(s) { s.go(Generic) }
    fn ReadByte(s) { s.go(Generic) }
    fn PeekByte(s) { s.go(Generic) }
    fn WriteByte(s) { s.go(Generic) }
}
