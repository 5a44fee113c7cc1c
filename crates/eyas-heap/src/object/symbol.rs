//! Symbols: interned names.
//!
//! A symbol keeps the hash of its name, so that tables never hash a name twice, and tables of symbols survive
//! collections without rehashing. The symbol table is the mutator's and weak. Symbols made by
//! [`Symbol::alloc_uninterned`] are like others but in no table.

use crate::kinds::Kind;
use crate::layout::FLAG_IMMUTABLE;
use crate::mutator::Mutator;
use crate::object::string::StringObject;
use crate::object::text::{Chars, Shape};
use crate::object::{alloc_fields, fields, slots_size, views};
use crate::value::Value;

views! {
    /// A symbol.
    Symbol, as_symbol;
}

fields!(Symbol {
    /// The name, an immutable string.
    NAME = 0, name_value;
    /// The hash of the name, a fixnum.
    HASH = 1, hash_value;
});

impl Symbol {
    /// Bytes of the symbol itself, without its name.
    pub const SIZE: usize = slots_size(2);

    /// Bytes to reserve before a name of this shape is interned.
    #[inline]
    pub const fn size_for(shape: Shape) -> usize {
        Symbol::SIZE + StringObject::size_for(shape)
    }

    /// Bytes to reserve before `name` is interned.
    pub fn size_for_str(name: &str) -> usize {
        Self::size_for(Shape::of_str(name))
    }

    /// The symbol of this name if it exists; allocates nothing.
    pub fn find(m: &Mutator, name: &str) -> Option<Value> {
        let mut chars = Vec::new();
        let name = chars_of(name, &mut chars);
        let hash = name.hash(m.hash_seed());
        find(m, hash, name)
    }

    /// The symbol of this name, within a reservation of `size_for_str(name)`.
    pub fn intern(m: &mut Mutator, name: &str) -> Value {
        let mut chars = Vec::new();
        Self::intern_chars(m, chars_of(name, &mut chars))
    }

    /// The symbol of this name, which is outside the heap, within a reservation of `size_for` its shape.
    pub fn intern_chars(m: &mut Mutator, name: Chars<'_>) -> Value {
        let hash = name.hash(m.hash_seed());
        if let Some(symbol) = find(m, hash, name) {
            return symbol;
        }
        let name = StringObject::alloc_chars(m, FLAG_IMMUTABLE, name);
        insert(m, name, hash)
    }

    /// The symbol named like `string` (`string->symbol`), within a reservation of `size_for(string.shape())`.
    pub fn intern_string(m: &mut Mutator, string: StringObject) -> Value {
        let hash = string.hash(m.hash_seed());
        if let Some(symbol) = find(m, hash, string.chars(m)) {
            return symbol;
        }
        let length = string.len();
        let name = string.alloc_part(m, FLAG_IMMUTABLE, 0..length);
        insert(m, name, hash)
    }

    /// A fresh symbol that is in no table and so equal to no other, within a reservation of `SIZE`. `name` is an
    /// immutable string.
    pub fn alloc_uninterned(m: &mut Mutator, name: Value) -> Value {
        let hash = name.as_string().map_or(0, |name| name.hash(m.hash_seed()));
        alloc_symbol(m, name, hash)
    }

    /// The name.
    #[inline]
    pub fn name(self) -> StringObject {
        match self.name_value().as_string() {
            Some(name) => name,
            None => unreachable!("a symbol's name is a string"),
        }
    }

    /// Hash of the name, below 2^59.
    #[inline]
    pub fn hash(self) -> u64 {
        self.hash_value().fixnum_value() as u64
    }

    /// True if the name is exactly `s`.
    pub fn is_named(self, m: &Mutator, s: &str) -> bool {
        self.name().chars(m).equals_str(s)
    }
}

/// The characters of `s`; `store` holds them if they cannot be had without conversion.
fn chars_of<'a>(s: &'a str, store: &'a mut Vec<char>) -> Chars<'a> {
    if s.is_ascii() {
        Chars::Latin(s.as_bytes())
    } else {
        store.extend(s.chars());
        Chars::Wide(store)
    }
}

fn find(m: &Mutator, hash: u64, name: Chars<'_>) -> Option<Value> {
    m.symbols().find(hash, |symbol| {
        symbol
            .as_symbol()
            .is_some_and(|symbol| symbol.name().chars(m) == name)
    })
}

fn insert(m: &mut Mutator, name: Value, hash: u64) -> Value {
    let symbol = alloc_symbol(m, name, hash);
    m.symbols_mut().insert(hash, symbol);
    symbol
}

fn alloc_symbol(m: &mut Mutator, name: Value, hash: u64) -> Value {
    alloc_fields(m, Kind::Symbol, [name, Value::fixnum(hash as i64)])
}
