//! Data between the front end and the heap: `read` and constants come in as [`Datum`]s, `eval` hands them out.
//!
//! Both directions work on explicit stacks. Coming in, all sizes are added up first, so that one reservation covers the
//! whole and nothing moves while it is built; containers are made before their contents, so that a label has its object
//! by the time the first reference to it is met. Going out, an object that occurs several times is converted once and
//! shared, so that the work is linear in the number of objects wherever the sharing does not lie within lists. Only
//! when something turns out to contain itself are the places found where cycles close; those get datum labels, and
//! lists end in front of them.

use std::collections::HashMap;

use eyas_datum::{Datum, DatumKind, Span, Symbols};
use eyas_heap::layout::FLAG_IMMUTABLE;
use eyas_heap::object::{Bytevector, ListEnd, Pair, StringObject, Symbol, Vector};
use eyas_heap::{Mutator, Value};

use crate::context::Context;
use crate::error::{ErrorKind, Raise};
use crate::number::{from_number, size_of, to_number};

/// Whether what is made may be changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mutability {
    /// What `read` returns.
    Mutable,
    /// A literal of a program: strings, vectors and bytevectors refuse to be changed.
    Literal,
}

/// The heap value of a datum. May collect, before anything is made; the result is a fresh value that is not rooted.
pub fn datum_to_value(
    ctx: &mut Context,
    datum: &Datum,
    symbols: &Symbols,
    mutability: Mutability,
) -> Result<Value, Raise> {
    ctx.reserve(datum_size(datum, symbols))?;
    let flags = match mutability {
        Mutability::Mutable => 0,
        Mutability::Literal => FLAG_IMMUTABLE,
    };
    let mut builder = Builder {
        m: &mut ctx.mutator,
        symbols,
        flags,
        labels: HashMap::new(),
        open: Vec::new(),
    };
    Ok(builder.build(datum))
}

/// Bytes to reserve for everything in `datum`; saturates.
fn datum_size(datum: &Datum, symbols: &Symbols) -> usize {
    let mut size = 0usize;
    let mut pending = vec![datum];
    while let Some(datum) = pending.pop() {
        let own = match datum.kind() {
            DatumKind::Bool(_) | DatumKind::Char(_) | DatumKind::LabelRef(_) => 0,
            DatumKind::Number(n) => size_of(n),
            DatumKind::Symbol(name) => Symbol::size_for_str(symbols.name(*name)),
            DatumKind::String(text) => StringObject::size_for_str(text),
            DatumKind::Bytevector(bytes) => Bytevector::size_for(bytes.len()),
            DatumKind::Vector(items) => {
                pending.extend(items.iter());
                Vector::size_for(items.len())
            }
            DatumKind::List { items, tail } => {
                pending.extend(items.iter().chain(tail));
                Pair::size_for_list(items.len())
            }
            DatumKind::Label(_, inner) => {
                pending.push(inner);
                0
            }
        };
        size = size.saturating_add(own);
    }
    size
}

/// A container that is being filled. Nothing moves meanwhile.
enum Open<'a> {
    /// The pair whose car comes next, with what is left for it and the pairs after it.
    List {
        at: Value,
        items: &'a [Datum],
        tail: Option<&'a Datum>,
    },
    Vector {
        at: Vector,
        next: usize,
        items: &'a [Datum],
    },
}

struct Builder<'a, 'b> {
    m: &'b mut Mutator,
    symbols: &'a Symbols,
    flags: u8,
    labels: HashMap<u32, Value>,
    open: Vec<Open<'a>>,
}

impl<'a> Builder<'a, '_> {
    fn build(&mut self, datum: &'a Datum) -> Value {
        let whole = self.make(datum);
        while let Some(open) = self.open.pop() {
            match open {
                Open::List { at, items, tail } => self.fill_list(at, items, tail),
                Open::Vector { at, next, items } => {
                    if let Some(item) = items.get(next) {
                        self.open.push(Open::Vector {
                            at,
                            next: next + 1,
                            items,
                        });
                        let v = self.make(item);
                        let stored = at.set(self.m, next, v);
                        debug_assert!(stored);
                    }
                }
            }
        }
        whole
    }

    fn fill_list(&mut self, at: Value, items: &'a [Datum], tail: Option<&'a Datum>) {
        let Some(pair) = at.as_pair() else { return };
        match items {
            [] => {}
            // The last pair: its tail, if it is one, is entered behind its car.
            [last] => {
                if let Some(tail) = tail {
                    self.open.push(Open::List {
                        at,
                        items: &[],
                        tail: Some(tail),
                    });
                }
                let v = self.make(last);
                pair.set_car(self.m, v);
                return;
            }
            [item, rest @ ..] => {
                self.open.push(Open::List {
                    at: pair.cdr(),
                    items: rest,
                    tail,
                });
                let v = self.make(item);
                pair.set_car(self.m, v);
                return;
            }
        }
        if let Some(tail) = tail {
            let v = self.make(tail);
            pair.set_cdr(self.m, v);
        }
    }

    /// The value of a leaf, or a container whose contents are still to come.
    fn make(&mut self, datum: &'a Datum) -> Value {
        let mut datum = datum;
        let mut labels = Vec::new();
        while let DatumKind::Label(label, inner) = datum.kind() {
            labels.push(*label);
            datum = inner;
        }
        let v = match datum.kind() {
            DatumKind::Bool(b) => Value::from_bool(*b),
            DatumKind::Char(c) => Value::char(*c),
            DatumKind::Number(n) => from_number(self.m, n),
            DatumKind::Symbol(name) => Symbol::intern(self.m, self.symbols.name(*name)),
            DatumKind::String(text) => StringObject::alloc_str(self.m, self.flags, text),
            DatumKind::Bytevector(bytes) => Bytevector::alloc_from(self.m, self.flags, bytes),
            DatumKind::Vector(items) => self.make_vector(items),
            DatumKind::List { items, tail } => {
                let blank = Value::FALSE;
                let list = items
                    .iter()
                    .fold(Value::NIL, |rest, _| self.m.pair(blank, rest));
                if list.is_pair() {
                    self.open.push(Open::List {
                        at: list,
                        items,
                        tail: tail.as_ref(),
                    });
                }
                list
            }
            // The reader lets no reference through that has no label before it.
            DatumKind::LabelRef(label) => self.labels.get(label).copied().unwrap_or(Value::FALSE),
            DatumKind::Label(..) => unreachable!("labels were taken off"),
        };
        for label in labels {
            self.labels.insert(label, v);
        }
        v
    }

    fn make_vector(&mut self, items: &'a [Datum]) -> Value {
        let blanks = vec![Value::FALSE; items.len()];
        let vector = Vector::alloc_from(self.m, self.flags, &blanks);
        if let Some(at) = vector.as_vector()
            && !items.is_empty()
        {
            self.open.push(Open::Vector { at, next: 0, items });
        }
        vector
    }
}

/// Why a value is no program text.
#[derive(Clone, Copy, Debug)]
pub enum NotDatum {
    /// It contains something that cannot be written in a program, such as a procedure.
    Object(Value),
    /// Its lists share so much that written out it would fill the heap.
    TooLarge,
}

impl From<NotDatum> for Raise {
    fn from(reason: NotDatum) -> Raise {
        match reason {
            NotDatum::Object(v) => Raise::error(
                ErrorKind::Syntax,
                "not an expression: it has no written form",
            )
            .irritant(v),
            NotDatum::TooLarge => Raise::error(ErrorKind::OutOfMemory, "the code is too large"),
        }
    }
}

/// The datum of a heap value, for the compiler. Does not collect.
///
/// # Errors
/// See [`NotDatum`].
pub fn value_to_datum(m: &Mutator, v: Value, symbols: &mut Symbols) -> Result<Datum, NotDatum> {
    let mut labels = HashMap::new();
    loop {
        let mut taker = Taker {
            m,
            symbols,
            labels: &labels,
            done: HashMap::new(),
            open: Vec::new(),
            finished: Vec::new(),
            budget: m.heap_limit() / 16,
        };
        match taker.take(v) {
            Ok(datum) => return Ok(datum),
            Err(Stopped::For(reason)) => return Err(reason),
            Err(Stopped::Circular) => labels = cycle_heads(m, v),
        }
    }
}

/// Why a conversion did not come to its end.
enum Stopped {
    /// Something contains itself and has no label yet. Cannot happen once [`cycle_heads`] has given them.
    Circular,
    For(NotDatum),
}

/// The objects at which cycles close, numbered: every cycle that can be reached from `v` has one.
fn cycle_heads(m: &Mutator, v: Value) -> HashMap<u64, u32> {
    let mut heads = HashMap::new();
    // False while its parts are being looked at.
    let mut seen: HashMap<u64, bool> = HashMap::new();
    enum Step {
        Enter(Value),
        Leave(Value),
    }
    let mut steps = vec![Step::Enter(v)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(v) => {
                seen.insert(v.bits(), true);
            }
            Step::Enter(v) if v.is_pair() || v.as_vector().is_some() => match seen.get(&v.bits()) {
                Some(true) => {}
                Some(false) => {
                    let next = heads.len() as u32;
                    heads.entry(v.bits()).or_insert(next);
                }
                None => {
                    seen.insert(v.bits(), false);
                    steps.push(Step::Leave(v));
                    if let Some(pair) = v.as_pair() {
                        steps.push(Step::Enter(pair.cdr()));
                        steps.push(Step::Enter(pair.car()));
                    } else if let Some(vector) = v.as_vector() {
                        let items = vector.as_slice(m).iter().rev();
                        steps.extend(items.map(|&item| Step::Enter(item)));
                    }
                }
            },
            Step::Enter(_) => {}
        }
    }
    heads
}

/// A container whose parts are being converted.
struct Parts {
    head: Value,
    /// The parts that are still to come, next first.
    rest: std::vec::IntoIter<Value>,
    /// Where on the stack of finished data its parts begin.
    base: usize,
    /// True if the last part is the tail of a dotted list.
    dotted: bool,
}

struct Taker<'a> {
    m: &'a Mutator,
    symbols: &'a mut Symbols,
    /// The objects that get a datum label.
    labels: &'a HashMap<u64, u32>,
    /// Containers met so far: finished, or `None` while they are being converted.
    done: HashMap<u64, Option<Datum>>,
    open: Vec<Parts>,
    finished: Vec<Datum>,
    /// How many parts may still be looked at.
    budget: usize,
}

impl Taker<'_> {
    fn take(&mut self, v: Value) -> Result<Datum, Stopped> {
        self.enter(v)?;
        while let Some(parts) = self.open.last_mut() {
            match parts.rest.next() {
                Some(part) => self.enter(part)?,
                None => self.close(),
            }
        }
        Ok(self
            .finished
            .pop()
            .unwrap_or_else(|| Datum::nil(Span::NONE)))
    }

    /// Converts a leaf, or begins a container.
    fn enter(&mut self, v: Value) -> Result<(), Stopped> {
        if !v.is_pair() && v.as_vector().is_none() {
            let leaf = self.leaf(v).map_err(Stopped::For)?;
            self.finished.push(leaf);
            return Ok(());
        }
        if let Some(done) = self.done.get(&v.bits()) {
            let datum = match (self.labels.get(&v.bits()), done) {
                (Some(&label), _) => Datum::new(Span::NONE, DatumKind::LabelRef(label)),
                (None, Some(datum)) => datum.clone(),
                (None, None) => return Err(Stopped::Circular),
            };
            self.finished.push(datum);
            return Ok(());
        }
        let (parts, dotted) = match v.as_vector() {
            Some(vector) => {
                self.spend(vector.len())?;
                (vector.as_slice(self.m).to_vec(), false)
            }
            None => self.list_parts(v)?,
        };
        self.done.insert(v.bits(), None);
        let base = self.finished.len();
        self.open.push(Parts {
            head: v,
            rest: parts.into_iter(),
            base,
            dotted,
        });
        Ok(())
    }

    fn spend(&mut self, parts: usize) -> Result<(), Stopped> {
        let rest = self.budget.checked_sub(parts);
        self.budget = rest.ok_or(Stopped::For(NotDatum::TooLarge))?;
        Ok(())
    }

    /// The elements of a list up to its end or the next pair with a label, and then whether the last one is the tail.
    fn list_parts(&mut self, v: Value) -> Result<(Vec<Value>, bool), Stopped> {
        if self.labels.is_empty() && matches!(Pair::list_length(v), ListEnd::Circular) {
            return Err(Stopped::Circular);
        }
        let mut parts = Vec::new();
        let mut rest = v;
        while let Some(pair) = rest.as_pair() {
            if !parts.is_empty() && self.labels.contains_key(&rest.bits()) {
                break;
            }
            self.spend(1)?;
            parts.push(pair.car());
            rest = pair.cdr();
        }
        let dotted = rest != Value::NIL;
        if dotted {
            parts.push(rest);
        }
        Ok((parts, dotted))
    }

    /// All parts of the innermost container are there.
    fn close(&mut self) {
        let Some(parts) = self.open.pop() else { return };
        let tail = if parts.dotted {
            self.finished.pop()
        } else {
            None
        };
        let items: Vec<Datum> = self.finished.drain(parts.base..).collect();
        let datum = match tail {
            Some(tail) => Datum::list_with_tail(Span::NONE, items, tail),
            None if parts.head.is_pair() => Datum::list(Span::NONE, items),
            None => Datum::vector(Span::NONE, items),
        };
        let datum = match self.labels.get(&parts.head.bits()) {
            Some(&label) => Datum::new(Span::NONE, DatumKind::Label(label, datum)),
            None => datum,
        };
        self.done.insert(parts.head.bits(), Some(datum.clone()));
        self.finished.push(datum);
    }

    fn leaf(&mut self, v: Value) -> Result<Datum, NotDatum> {
        let at = Span::NONE;
        Ok(match v {
            Value::TRUE | Value::FALSE => Datum::bool(at, v.is_true()),
            Value::NIL => Datum::nil(at),
            _ => {
                if let Some(symbol) = v.as_symbol() {
                    let name = symbol.name().to_rust();
                    Datum::symbol(at, self.symbols.intern(&name))
                } else if let Some(c) = v.as_char() {
                    Datum::char(at, c)
                } else if let Some(n) = to_number(self.m, v) {
                    Datum::number(at, n)
                } else if let Some(s) = v.as_string() {
                    Datum::string(at, s.to_rust())
                } else if let Some(bytes) = v.as_bytevector() {
                    Datum::bytevector(at, bytes.bytes(self.m))
                } else {
                    return Err(NotDatum::Object(v));
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::VmConfig;
    use crate::print::{Style, to_text};
    use eyas_datum::{FileId, Reader};

    fn round_trip(text: &str) -> (String, Result<String, NotDatum>) {
        let mut ctx = Context::open(&VmConfig::default()).expect("opens");
        let mut symbols = Symbols::new();
        let datum = Reader::new(FileId::NONE, text.as_bytes(), 0, &mut symbols)
            .next()
            .expect("reads")
            .expect("is there");
        let v = datum_to_value(&mut ctx, &datum, &symbols, Mutability::Mutable).expect("fits");
        let written = to_text(&ctx.mutator, v, Style::Write);
        let back = value_to_datum(&ctx.mutator, v, &mut symbols)
            .map(|datum| eyas_datum::writer::write(&datum, &symbols));
        (written, back)
    }

    #[test]
    fn data_go_in_and_out() {
        for text in [
            "()",
            "(a (b . c) #(1 #(2) ()) . \"x\\ny\")",
            "'(quasiquote (x ,y ,@z))",
            "#u8(1 2 255)",
            "#(#\\a #\\space 1/2 -1.5 123456789012345678901234567890 1+2i |a b|)",
        ] {
            let (written, back) = round_trip(text);
            assert_eq!(back.expect("has a form"), written, "{text}");
        }
    }

    #[test]
    fn labels_tie_knots() {
        assert_eq!(round_trip("#0=(a . #0#)").0, "#0=(a . #0#)");
        assert_eq!(round_trip("#1=#(1 #1# (#1#))").0, "#0=#(1 #0# (#0#))");
        assert_eq!(round_trip("(#0=(1) #0#)").0, "((1) (1))");
        for text in [
            "#0=(a . #0#)",
            "#0=(a (b #0#))",
            "(x #0=(a b . #0#) #1=#(#1# 1))",
            "(1 2 . #1=(a b #0=(c . #0#) . #1#))",
        ] {
            assert_eq!(round_trip(text).1.expect("has a form"), text);
        }
    }

    #[test]
    fn depth_is_no_limit() {
        let n = 1_000_000;
        let text = "(".repeat(n) + &")".repeat(n);
        let (written, back) = round_trip(&text);
        assert_eq!(written.len(), 2 * n);
        assert_eq!(back.expect("has a form").len(), 2 * n);
    }
}
