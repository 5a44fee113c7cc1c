//! The bytes of a piece of code under construction: labels, and jumps to places that are not known yet.
//!
//! What is rarely executed is written *aside*, at any time, and stands behind everything else in the end: nobody has to
//! remember what is to be written later.
//!
//! A jump forward takes four bytes of distance unless the caller promises that it is near; a jump backward takes one
//! if that is enough. Finishing patches the distances, so code is written once and never moved.
//!
//! Invariant: a label is bound at most once, and every label that is used is bound before [`Buffer::finish`].

use std::fmt;

/// A place in the code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(u32);

/// How the distance to a label is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    /// One signed byte, from the byte after it.
    Near,
    /// Four bytes, from the byte after them.
    Far,
    /// Four bytes, from another place: an entry of a jump table.
    From(u32),
}

#[derive(Clone, Copy, Debug)]
struct Fixup {
    at: u32,
    label: Label,
    field: Field,
}

/// A jump or call out of the code, whose distance depends on where the code is put: four bytes at `at` are the
/// distance from the byte after them to `target`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Relocation {
    /// Offset of the distance.
    pub at: u32,
    /// Absolute address.
    pub target: u64,
}

/// Why code could not be finished.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AsmError {
    /// A label is used but bound nowhere.
    Unbound(Label),
    /// A jump that was promised to be near is not.
    TooFar(Label),
    /// Two gigabytes of code.
    TooLong,
}

impl fmt::Display for AsmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AsmError::Unbound(label) => write!(f, "label {} is bound nowhere", label.0),
            AsmError::TooFar(label) => write!(f, "label {} is too far for a near jump", label.0),
            AsmError::TooLong => f.write_str("the code is too long"),
        }
    }
}

impl std::error::Error for AsmError {}

/// Code that is complete but for its place.
#[derive(Clone, Debug, Default)]
pub struct MachineCode {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What depends on the place.
    pub relocations: Vec<Relocation>,
    /// Behind which offsets something has been pushed (8) or popped (-8), in the order of the code.
    pub stack_changes: Vec<(u32, i8)>,
    labels: Vec<u32>,
    /// Memory for the next buffer.
    other: Vec<u8>,
    fixups: Vec<Fixup>,
}

impl MachineCode {
    /// Offset of a label; `None` if it was never bound.
    pub fn offset(&self, label: Label) -> Option<usize> {
        self.labels
            .get(label.0 as usize)
            .filter(|&&offset| offset != UNBOUND)
            .map(|&offset| offset as usize)
    }
}

const UNBOUND: u32 = u32::MAX;

/// Set in offsets of what was written aside, until it has its place.
const ASIDE: u32 = 1 << 31;

/// What was written aside begins at a multiple of this, behind bytes of [`FILLER`].
const ASIDE_ALIGNMENT: usize = 16;

/// A trap: nothing comes here.
const FILLER: u8 = 0xCC;

/// Code under construction.
#[derive(Clone, Debug, Default)]
pub struct Buffer {
    /// What is being written, and what is not: the main code and what stands aside, or the other way around.
    bytes: Vec<u8>,
    other: Vec<u8>,
    is_aside: bool,
    labels: Vec<u32>,
    fixups: Vec<Fixup>,
    relocations: Vec<Relocation>,
    stack_changes: Vec<(u32, i8)>,
}

impl Buffer {
    /// Nothing.
    pub fn new() -> Buffer {
        Buffer::default()
    }

    /// Nothing, in the memory of code that is no longer needed.
    pub fn reusing(code: MachineCode) -> Buffer {
        let mut buffer = Buffer {
            bytes: code.bytes,
            other: code.other,
            is_aside: false,
            labels: code.labels,
            fixups: code.fixups,
            relocations: code.relocations,
            stack_changes: code.stack_changes,
        };
        buffer.bytes.clear();
        buffer.other.clear();
        buffer.labels.clear();
        buffer.fixups.clear();
        buffer.relocations.clear();
        buffer.stack_changes.clear();
        buffer
    }

    /// From now on, what is written stands aside, or does not; returns what was so before.
    pub fn set_aside(&mut self, is_aside: bool) -> bool {
        let before = self.is_aside;
        if before != is_aside {
            std::mem::swap(&mut self.bytes, &mut self.other);
            self.is_aside = is_aside;
        }
        before
    }

    /// True if the number of bytes so far, in what is being written, is a multiple of `alignment`: a power of two, at
    /// most 16.
    pub fn is_aligned(&self, alignment: usize) -> bool {
        debug_assert!(alignment <= ASIDE_ALIGNMENT);
        self.bytes.len().is_multiple_of(alignment)
    }

    /// Where the next byte comes.
    fn here(&self) -> u32 {
        self.bytes.len() as u32 | if self.is_aside { ASIDE } else { 0 }
    }

    /// One byte.
    #[inline]
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Several bytes.
    #[inline]
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The lowest `count` bytes of `bytes`, lowest first. Quicker than one by one.
    ///
    /// # Panics
    /// If `count` is more than 8.
    #[inline]
    pub fn up_to_eight(&mut self, bytes: u64, count: u32) {
        assert!(count <= 8, "a word has eight bytes");
        let end = self.bytes.len() + count as usize;
        self.bytes.extend_from_slice(&bytes.to_le_bytes());
        self.bytes.truncate(end);
    }

    /// Four bytes, lowest first.
    #[inline]
    pub fn dword(&mut self, v: i32) {
        self.raw(&v.to_le_bytes());
    }

    /// The instruction before has made the stack longer by so many bytes; for debuggers.
    pub fn stack_change(&mut self, by: i8) {
        self.stack_changes.push((self.here(), by));
    }

    /// A place that is not known yet.
    pub fn label(&mut self) -> Label {
        let label = Label(self.labels.len() as u32);
        self.labels.push(UNBOUND);
        label
    }

    /// The label is here.
    ///
    /// # Panics
    /// If it was bound before.
    pub fn bind(&mut self, label: Label) {
        let here = self.here();
        let slot = &mut self.labels[label.0 as usize];
        assert!(*slot == UNBOUND, "a label is bound once");
        *slot = here;
    }

    /// True if the label has its place.
    pub fn is_bound(&self, label: Label) -> bool {
        self.labels[label.0 as usize] != UNBOUND
    }

    /// Bytes from the end of an instruction `length` bytes ahead back to `label`, if that is bound already and not on
    /// the other side.
    pub(crate) fn distance_back(&self, label: Label, length: usize) -> Option<i32> {
        let to = self.labels[label.0 as usize];
        let is_near = to != UNBOUND && (to & ASIDE != 0) == self.is_aside;
        is_near.then(|| (to & !ASIDE) as i32 - (self.bytes.len() + length) as i32)
    }

    /// One byte of distance to the label.
    pub fn near(&mut self, label: Label) {
        self.fixup(label, Field::Near);
        self.byte(0);
    }

    /// Four bytes of distance to the label.
    pub fn far(&mut self, label: Label) {
        self.fixup(label, Field::Far);
        self.dword(0);
    }

    /// Four bytes: the distance of `label` from the place `origin`, which is bound already.
    ///
    /// # Panics
    /// If `origin` is not bound.
    pub fn entry(&mut self, label: Label, origin: Label) {
        let origin = self.labels[origin.0 as usize];
        assert!(origin != UNBOUND, "the origin of a table is bound");
        self.fixup(label, Field::From(origin));
        self.dword(0);
    }

    /// Four bytes of distance to an absolute address.
    pub fn outside(&mut self, target: u64) {
        let at = self.here();
        self.relocations.push(Relocation { at, target });
        self.dword(0);
    }

    fn fixup(&mut self, label: Label, field: Field) {
        let at = self.here();
        self.fixups.push(Fixup { at, label, field });
    }

    /// Puts what stands aside behind the rest, and patches all distances.
    ///
    /// # Errors
    /// See [`AsmError`].
    pub fn finish(mut self) -> Result<MachineCode, AsmError> {
        self.set_aside(false);
        if self.bytes.len() + self.other.len() >= ASIDE as usize - ASIDE_ALIGNMENT {
            return Err(AsmError::TooLong);
        }
        if !self.other.is_empty() {
            let start = self.bytes.len().next_multiple_of(ASIDE_ALIGNMENT);
            self.bytes.resize(start, FILLER);
            self.place(start as u32);
            self.bytes.extend_from_slice(&self.other);
        }
        for fixup in &self.fixups {
            let target = self.labels[fixup.label.0 as usize];
            if target == UNBOUND {
                return Err(AsmError::Unbound(fixup.label));
            }
            let (target, at) = (target as i32, fixup.at as usize);
            match fixup.field {
                Field::Near => {
                    let distance = i8::try_from(target - (at as i32 + 1));
                    let distance = distance.map_err(|_| AsmError::TooFar(fixup.label))?;
                    self.bytes[at] = distance as u8;
                }
                Field::Far => {
                    let distance = target - (at as i32 + 4);
                    self.bytes[at..at + 4].copy_from_slice(&distance.to_le_bytes());
                }
                Field::From(origin) => {
                    let distance = target - origin as i32;
                    self.bytes[at..at + 4].copy_from_slice(&distance.to_le_bytes());
                }
            }
        }
        Ok(MachineCode {
            bytes: self.bytes,
            relocations: self.relocations,
            stack_changes: self.stack_changes,
            labels: self.labels,
            other: self.other,
            fixups: self.fixups,
        })
    }

    /// What stands aside will begin at `start`.
    fn place(&mut self, start: u32) {
        let place = |offset: &mut u32| {
            if *offset & ASIDE != 0 && *offset != UNBOUND {
                *offset = start + (*offset & !ASIDE);
            }
        };
        self.labels.iter_mut().for_each(place);
        for fixup in &mut self.fixups {
            place(&mut fixup.at);
            if let Field::From(origin) = &mut fixup.field {
                place(origin);
            }
        }
        for relocation in &mut self.relocations {
            place(&mut relocation.at);
        }
        for (offset, _) in &mut self.stack_changes {
            place(offset);
        }
        self.stack_changes.sort_by_key(|&(offset, _)| offset);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_from_the_byte_after_them() {
        let mut buffer = Buffer::new();
        let (start, end) = (buffer.label(), buffer.label());
        buffer.bind(start);
        buffer.near(end);
        buffer.far(start);
        buffer.bind(end);
        buffer.entry(end, start);
        buffer.outside(0x1234);
        let code = buffer.finish().unwrap();
        assert_eq!(code.bytes[0], 4);
        assert_eq!(code.bytes[1..5], (-5i32).to_le_bytes());
        assert_eq!(code.bytes[5..9], 5i32.to_le_bytes());
        assert_eq!(
            code.relocations,
            [Relocation {
                at: 9,
                target: 0x1234
            }]
        );
        assert_eq!(code.offset(end), Some(5));
    }

    #[test]
    fn what_stands_aside_comes_last() {
        let mut buffer = Buffer::new();
        let [main, aside, table] = [(); 3].map(|()| buffer.label());
        buffer.bind(main);
        buffer.far(aside);
        assert!(!buffer.set_aside(true));
        buffer.bind(table);
        buffer.entry(main, table);
        buffer.bind(aside);
        buffer.outside(0x1234);
        buffer.stack_change(8);
        assert_eq!(buffer.distance_back(main, 2), None);
        assert_eq!(buffer.distance_back(table, 2), Some(-10));
        assert!(buffer.set_aside(false));
        assert_eq!(buffer.distance_back(main, 2), Some(-6));
        buffer.byte(0x90);
        buffer.stack_change(-8);
        let code = buffer.finish().unwrap();
        assert_eq!(code.bytes[0..5], [16, 0, 0, 0, 0x90]);
        assert_eq!(code.bytes[5..16], [FILLER; 11]);
        assert_eq!(code.bytes[16..20], (-16i32).to_le_bytes());
        assert_eq!((code.bytes.len(), code.offset(aside)), (24, Some(20)));
        assert_eq!(code.relocations[0].at, 20);
        assert_eq!(code.stack_changes, [(5, -8), (24, 8)]);
    }

    #[test]
    fn what_cannot_be_patched_is_an_error() {
        let mut buffer = Buffer::new();
        let label = buffer.label();
        buffer.near(label);
        assert_eq!(
            buffer.clone().finish().err(),
            Some(AsmError::Unbound(label))
        );
        buffer.raw(&[0; 200]);
        buffer.bind(label);
        assert_eq!(buffer.finish().err(), Some(AsmError::TooFar(label)));
    }
}
