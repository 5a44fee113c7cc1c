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
        let mut numbers: Vec<u64> = LIBRARIES
            .iter()
            .filter_map(|library| library.name.strip_prefix("srfi ")?.parse().ok())
            .collect();
        numbers.sort_unstable();
        numbers.into_iter().map(|number| format!("srfi-{number}"))
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

/// The libraries of R7RS-large that are SRFIs: of two SRFIs for one name, the later edition's.
const LARGE: &[(&str, u64)] = &[
    ("bitwise", 151),
    ("box", 111),
    ("charset", 14),
    ("comparator", 128),
    ("division", 141),
    ("fixnum", 143),
    ("flonum", 144),
    ("generator", 158),
    ("hash-table", 125),
    ("ideque", 134),
    ("list", 1),
    ("list-queue", 117),
    ("lseq", 127),
    ("sort", 132),
    ("stream", 41),
    ("vector", 133),
];

/// `(srfi srfi-1)` and `(srfi :1)` are `(srfi 1)`; a name after the number, as in `(srfi :1 lists)`, is a comment
/// (SRFI 97). So is `(scheme list)`.
fn canonical(name: &LibraryName) -> Option<LibraryName> {
    let srfi = |n: u64| LibraryName(vec![NamePart::Name("srfi".into()), NamePart::Number(n)]);
    match &name.0[..] {
        [NamePart::Name(group), NamePart::Name(number), rest @ ..]
            if group == "srfi" && rest.len() <= 1 =>
        {
            let digits = number.strip_prefix("srfi-").or(number.strip_prefix(':'))?;
            Some(srfi(digits.parse().ok()?))
        }
        [NamePart::Name(group), NamePart::Name(part)] if group == "scheme" => {
            let &(_, n) = LARGE.iter().find(|(large, _)| large == part)?;
            Some(srfi(n))
        }
        _ => None,
    }
}
