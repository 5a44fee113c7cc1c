//! Images: many units as bytes, for precompiled libraries and standalone programs.
//!
//! ```text
//! image   ::= "EYAS" 0xB5 0x0D 0x0A 0x00  version:u32  features:u32  hash:u128  body
//! body    ::= build sections section …
//! section ::= bytes, found by the section table: strings, units, attachments
//! ```
//!
//! Numbers in the body are LEB128, signed ones zigzag; nothing depends on where the bytes are in memory or on the
//! machine's byte order. Instructions are written operand by operand, by their roles, which takes a third of their
//! words. Operations have the numbers of this build's table, so an image says which build it is of and only that
//! build reads it.
//!
//! The hash finds damage, not malice: what reading yields is an unverified unit like any other. Reading itself never
//! panics, never recurses, and allocates in proportion to its input.

mod hash;
mod read;
mod unit;
mod write;

use std::fmt;

pub use hash::hash128;
pub use read::read;
pub use write::write;

use crate::unit::Unit;

/// First bytes of an image; the odd ones show damage by text conversion, as in PNG.
pub const MAGIC: [u8; 8] = [b'E', b'Y', b'A', b'S', 0xB5, 0x0D, 0x0A, 0x00];
/// Version of this format.
pub const VERSION: u32 = 2;
/// Features that this build knows; an image that needs others is refused.
pub const FEATURES: u32 = 0;

/// Length of the part before the body: magic, version, features, hash.
const HEADER: usize = 8 + 4 + 4 + 16;

/// Numbers of the sections.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum Section {
    Strings = 1,
    Units = 2,
    Attachments = 3,
}

/// The content of an image.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Image {
    /// Which build wrote it; reading asks for the same.
    pub build: Box<str>,
    /// Bits of what a reader must know.
    pub features: u32,
    /// The units, in the order in which they run.
    pub units: Vec<Unit>,
    /// Named bytes that are somebody else's: interfaces of libraries, resources.
    pub attachments: Vec<(Box<str>, Box<[u8]>)>,
}

/// Why bytes are not an image that this build can use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImageError {
    /// They do not begin as images do.
    NotAnImage,
    /// Another version of the format.
    Version(u32),
    /// Features that this build does not know.
    Features(u32),
    /// Another build wrote it.
    Build,
    /// The hash does not fit the content.
    Hash,
    /// Malformed at this byte.
    Malformed(usize),
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImageError::NotAnImage => f.write_str("not an image"),
            ImageError::Version(v) => write!(f, "image of format version {v}, not {VERSION}"),
            ImageError::Features(bits) => write!(f, "image needs unknown features {bits:#x}"),
            ImageError::Build => f.write_str("image of another build"),
            ImageError::Hash => f.write_str("image is damaged"),
            ImageError::Malformed(at) => write!(f, "image is malformed at byte {at}"),
        }
    }
}

impl std::error::Error for ImageError {}

#[cfg(test)]
mod tests;
