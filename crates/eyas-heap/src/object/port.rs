//! Ports: a heap cell over a native buffer.
//!
//! The buffer belongs to the VM's port table and is addressed by a raw, 8-aligned address in slot 0, which the
//! collector reads as a fixnum. The VM closes ports that died through `Mutator::attach` and `take_finalized`.

use crate::kinds::Kind;
use crate::layout::{ALIGNMENT, FIXNUM_SHIFT};
use crate::mutator::Mutator;
use crate::object::{alloc_fields, fields, slots_size, views};
use crate::value::Value;

views! {
    /// A port.
    Port, as_port;
}

fields!(Port {
    /// The raw address of the native buffer, as a word that reads as a fixnum.
    NATIVE = 0, native_word;
    /// Direction, kind and state: a fixnum whose meaning is the VM's.
    STATE = 1, state, set_state;
    /// File name or other name to show, or `#f`.
    NAME = 2, name, set_name;
    /// What the port keeps alive, or `#f`: the string or bytevector read from, or another port.
    SOURCE = 3, source, set_source;
});

impl Port {
    /// Bytes to reserve for a port.
    pub const SIZE: usize = slots_size(4);

    /// A fresh port over the buffer at `native`, which is 8-aligned (0 for none), within a reservation.
    pub fn alloc(
        m: &mut Mutator,
        native: usize,
        state: Value,
        name: Value,
        source: Value,
    ) -> Value {
        alloc_fields(m, Kind::Port, [address_word(native), state, name, source])
    }

    /// Address of the native buffer; 0 if there is none.
    #[inline]
    pub fn native(self) -> usize {
        self.native_word().bits() as usize
    }

    /// Changes the address of the native buffer, which is 8-aligned or 0.
    #[inline]
    pub fn set_native(self, m: &mut Mutator, native: usize) {
        m.store_slot(self.0, Port::NATIVE, address_word(native));
    }
}

/// A raw address as a slot's content.
///
/// # Panics
/// If it is not 8-aligned: the collector would take it for something else than a fixnum.
#[inline]
pub(crate) fn address_word(address: usize) -> Value {
    assert!(
        address.is_multiple_of(1 << FIXNUM_SHIFT),
        "raw address is not aligned"
    );
    const { assert!(ALIGNMENT >= 1 << FIXNUM_SHIFT) };
    Value::from_bits(address as u64)
}
