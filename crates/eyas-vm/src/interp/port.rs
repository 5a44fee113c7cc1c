//! Characters and bytes from and to the buffers of ports; what takes more is in the primitives.

use crate::interp::generic::Generic;
use crate::interp::{handlers, steps};
use crate::port;

steps! {
    fn WriteChar = write_char(s, then) {
        let (c, to) = (s.ra(), s.rb());
        if let Some(c) = c.as_char() && port::write_ascii_at_once(s.ctx, to, c) {
            return then(s);
        }
        s.go(Generic)
    }
}

handlers! {
    fn ReadChar(s) {
        let from = s.rb();
        match port::char_at_once(s.ctx, from, true) {
            Some(c) => s.put(c),
            None => s.go(Generic),
        }
    }

    fn PeekChar(s) {
        let from = s.rb();
        match port::char_at_once(s.ctx, from, false) {
            Some(c) => s.put(c),
            None => s.go(Generic),
        }
    }

    fn ReadByte(s) {
        let from = s.rb();
        match port::byte_at_once(s.ctx, from, true) {
            Some(byte) => s.put(byte),
            None => s.go(Generic),
        }
    }

    fn PeekByte(s) {
        let from = s.rb();
        match port::byte_at_once(s.ctx, from, false) {
            Some(byte) => s.put(byte),
            None => s.go(Generic),
        }
    }

    fn WriteByte(s) {
        let (byte, to) = (s.ra(), s.rb());
        if let Some(byte) = byte.as_index() && byte <= 255 && port::write_byte_at_once(s.ctx, to, byte as u8) {
            return s.next();
        }
        s.go(Generic)
    }
}
