//! The standard library inside the binary: compiled by `build.rs`, decoded library by library when imported.

use eyas_compiler::session::{LibraryName, LibraryProvider, NamePart, Precompiled};

/// One library of `lib/`.
struct EmbeddedLibrary {
    /// As in `scheme base`; the table is sorted by it.
    name: &'static str,
    /// What importers need.
    interface: &'static [u8],
    /// The image of its unit; empty if it has nothing to run.
    unit: &'static [u8],
}

/// All libraries, by name.
static LIBRARIES: &[EmbeddedLibrary] = &include!(concat!(env!("OUT_DIR"), "/embedded_table.rs"));

/// Finds the libraries inside the binary.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Embedded;

impl Embedded {
    /// The image of a unit that [`LibraryProvider::find`] named.
    pub(crate) fn image(unit: u32) -> Option<&'static [u8]> {
        LIBRARIES.get(unit as usize).map(|library| library.unit)
    }

    /// The feature identifiers of the SRFIs inside the binary: `srfi-1` for `(srfi 1)` (SRFI 0).
    pub(crate) fn features() -> impl Iterator<Item = String> {
        LIBRARIES.iter().filter_map(|library| {
            let number: u64 = library.name.strip_prefix("srfi ")?.parse().ok()?;
            Some(format!("srfi-{number}"))
        })
    }
}

impl LibraryProvider for Embedded {
    fn find(&self, name: &LibraryName) -> Option<Precompiled> {
        let name = name.to_string();
        let i = LIBRARIES
            .binary_search_by(|library| library.name.cmp(&name))
            .ok()?;
        Some(Precompiled {
            interface: LIBRARIES[i].interface.into(),
            unit: i as u32,
        })
    }

    fn alias(&self, name: &LibraryName) -> Option<LibraryName> {
        canonical(name)
    }
}

/// `(srfi srfi-1)` and `(srfi :1)` are `(srfi 1)`; a name after the number, as in `(srfi :1 lists)`, is a comment
/// (SRFI 97).
fn canonical(name: &LibraryName) -> Option<LibraryName> {
    if let [NamePart::Name(srfi), NamePart::Name(number), rest @ ..] = &name.0[..]
        && srfi == "srfi"
        && rest.len() <= 1
    {
        let digits = number.strip_prefix("srfi-").or(number.strip_prefix(':'))?;
        let n = digits.parse().ok()?;
        return Some(LibraryName(vec![
            NamePart::Name("srfi".into()),
            NamePart::Number(n),
        ]));
    }
    None
}
