//! Hash tables: the machinery below SRFI 69 and its like.
//!
//! A table's kind tells which equality its keys have. For the first four the search is done here; for tables whose
//! equality is a Scheme procedure, that procedure runs in Scheme, over the candidates that [`table_candidate`] gives.
//! Entries are named by number; they are in the order of insertion.

use eyas_heap::object::table::{Entry, Probe, Table, TableHash, Weakness};
use eyas_heap::object::text::{Chars, mix};
use eyas_heap::{Mutator, RootIndex, Value};

use crate::context::Context;
use crate::equal::equal;
use crate::error::{ErrorKind, Raise};
use crate::native::Args;

type Result = std::result::Result<Value, Raise>;

/// The equality of keys; the number is the table's `hashing` slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Hashing {
    Eq,
    Eqv,
    Equal,
    /// Keys are strings, compared by `string=?`.
    String,
    /// Equality and hash are Scheme procedures.
    Custom,
}

impl Hashing {
    const ALL: [Hashing; 5] = [
        Hashing::Eq,
        Hashing::Eqv,
        Hashing::Equal,
        Hashing::String,
        Hashing::Custom,
    ];

    fn from_value(v: Value) -> Option<Hashing> {
        Hashing::ALL.get(v.as_index()?).copied()
    }
}

/// Argument 0, which must be a hash table, and its kind.
fn table(who: &str, args: Args) -> std::result::Result<(Table, Hashing), Raise> {
    let v = args.get(0);
    match v
        .as_table()
        .and_then(|t| Some((t, Hashing::from_value(t.hashing())?)))
    {
        Some(found) => Ok(found),
        None => Err(Raise::wrong_type(who, "a hash table", 0, v)),
    }
}

/// How many parts of a key `equal-hash` looks at: enough to tell keys apart, few enough for cycles and big trees.
const HASHED_PARTS: usize = 64;

/// A hash for `equal?`: equal keys have equal hashes, whatever their sharing and cycles.
pub(crate) fn hash_equal(m: &Mutator, key: Value) -> TableHash {
    if !key.is_pointer() || key.as_symbol().is_some() || key.is_number() {
        return TableHash::eqv(key);
    }
    if let Some(s) = key.as_string() {
        return TableHash::of_content(s.hash(m.hash_seed()));
    }
    if !key.is_pair() && key.as_vector().is_none() && key.as_bytevector().is_none() {
        return TableHash::eqv(key);
    }
    let mut hash = 0;
    let mut pending = vec![key];
    for _ in 0..HASHED_PARTS {
        let Some(v) = pending.pop() else { break };
        hash = mix(hash ^ part_hash(m, v, &mut pending)).rotate_left(7);
    }
    TableHash::of_content(hash)
}

/// What one node adds to the hash; its parts go to `pending`.
fn part_hash(m: &Mutator, v: Value, pending: &mut Vec<Value>) -> u64 {
    if let Some(pair) = v.as_pair() {
        pending.push(pair.cdr());
        pending.push(pair.car());
        1
    } else if let Some(vector) = v.as_vector() {
        let parts = vector.as_slice(m);
        pending.extend(parts.iter().take(HASHED_PARTS).rev());
        2 + parts.len() as u64
    } else if let Some(s) = v.as_string() {
        s.hash(m.hash_seed())
    } else if let Some(bytes) = v.as_bytevector() {
        !Chars::Latin(bytes.bytes(m)).hash(m.hash_seed())
    } else if !v.is_pointer() || v.as_symbol().is_some() || v.is_number() {
        TableHash::eqv(v).bits()
    } else {
        // The address would do only as long as the object does not move.
        v.kind().map_or(0, |kind| kind as u64)
    }
}

/// A search: the key's hash, or nothing if a key of this type cannot be in the table.
fn hash_of(m: &Mutator, hashing: Hashing, key: Value) -> Option<TableHash> {
    match hashing {
        Hashing::Eq => Some(TableHash::eq(key)),
        Hashing::Eqv => Some(TableHash::eqv(key)),
        Hashing::Equal => Some(hash_equal(m, key)),
        Hashing::String => Some(TableHash::of_content(key.as_string()?.hash(m.hash_seed()))),
        Hashing::Custom => None,
    }
}

/// The hash of `key` for argument 0 of `who`, or the reason that there is none.
fn checked_hash(
    ctx: &Context,
    who: &str,
    hashing: Hashing,
    key: Value,
) -> std::result::Result<TableHash, Raise> {
    hash_of(&ctx.mutator, hashing, key).ok_or_else(|| match hashing {
        Hashing::String => Raise::wrong_type(who, "a string as key", 1, key),
        _ => Raise::error(
            ErrorKind::Type,
            format!("{who}: the table's equality is a procedure, which only Scheme can call"),
        ),
    })
}

/// The entry of `key`.
fn find(
    m: &mut Mutator,
    table: Table,
    hashing: Hashing,
    hash: TableHash,
    key: Value,
) -> Option<Entry> {
    match hashing {
        Hashing::Eq => table.find_eq(m, key),
        Hashing::Eqv => table.find_eqv(m, key),
        Hashing::String => {
            let key = key.as_string()?;
            table.find(m, hash, |k| k.as_string().is_some_and(|k| k.equals(key)))
        }
        Hashing::Equal | Hashing::Custom => {
            let mut probe = Probe::start(hash);
            loop {
                let e = table.next_candidate(m, &mut probe)?;
                if equal(m, table.key_at(e), key) {
                    return Some(e);
                }
            }
        }
    }
}

/// The entry of argument 1 in the table that is argument 0.
fn lookup(
    ctx: &mut Context,
    who: &str,
    args: Args,
) -> std::result::Result<(Table, Option<Entry>, TableHash), Raise> {
    let (table, hashing) = table(who, args)?;
    let key = args.get(1);
    let hash = checked_hash(ctx, who, hashing, key)?;
    Ok((
        table,
        find(&mut ctx.mutator, table, hashing, hash, key),
        hash,
    ))
}

/// `(%make-table kind [weak])`: kind 0 `eq?`, 1 `eqv?`, 2 `equal?`, 3 `string=?`, 4 a procedure's; weak 0 (or none)
/// for an ordinary table, 1 for weak keys, 2 for weak values, 3 for both (`Weakness`).
pub(super) fn make_table(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "%make-table";
    let kind = args.get(0);
    if Hashing::from_value(kind).is_none() {
        return Err(Raise::wrong_type(WHO, "a kind of table", 0, kind));
    }
    let weak = args.optional(1).unwrap_or(Value::fixnum(0));
    let Some(weakness) = weak.as_index().and_then(Weakness::from_number) else {
        return Err(Raise::wrong_type(WHO, "a kind of weakness", 1, weak));
    };
    ctx.reserve(Table::SIZE)?;
    Ok(alloc(&mut ctx.mutator, args.get(0), weakness))
}

/// A fresh table, within a reservation.
fn alloc(m: &mut Mutator, kind: Value, weakness: Weakness) -> Value {
    Table::alloc(m, kind, weakness, Value::FALSE, Value::FALSE)
}

pub(super) fn is_table(_ctx: &mut Context, args: Args) -> Result {
    Ok(Value::from_bool(args.get(0).as_table().is_some()))
}

/// `(%table-ref table key default)`
pub(super) fn table_ref(ctx: &mut Context, args: Args) -> Result {
    let (table, entry, _) = lookup(ctx, "hash-table-ref", args)?;
    Ok(entry.map_or(args.get(2), |e| table.value_at(e)))
}

/// `(%table-set! table key value)`
pub(super) fn table_set(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "hash-table-set!";
    let (table, entry, hash) = lookup(ctx, WHO, args)?;
    match entry {
        Some(e) => table.set_value_at(&mut ctx.mutator, e, args.get(2)),
        None => insert(ctx, WHO, args, hash)?,
    }
    Ok(Value::UNSPECIFIED)
}

/// Adds key and value, arguments 1 and 2.
fn insert(
    ctx: &mut Context,
    who: &str,
    args: Args,
    hash: TableHash,
) -> std::result::Result<(), Raise> {
    ctx.reserve(table(who, args)?.0.size_for_insert())?;
    table(who, args)?
        .0
        .insert(&mut ctx.mutator, hash, args.get(1), args.get(2));
    Ok(())
}

/// `(%table-delete! table key)`: true if it was there.
pub(super) fn table_delete(ctx: &mut Context, args: Args) -> Result {
    let (table, entry, _) = lookup(ctx, "hash-table-delete!", args)?;
    Ok(Value::from_bool(
        entry.is_some_and(|e| table.remove(&mut ctx.mutator, e)),
    ))
}

pub(super) fn is_table_contains(ctx: &mut Context, args: Args) -> Result {
    let (_, entry, _) = lookup(ctx, "hash-table-contains?", args)?;
    Ok(Value::from_bool(entry.is_some()))
}

pub(super) fn table_count(ctx: &mut Context, args: Args) -> Result {
    let (table, _) = table("hash-table-count", args)?;
    table.prune(&mut ctx.mutator);
    Ok(Value::fixnum(table.len() as i64))
}

pub(super) fn table_clear(ctx: &mut Context, args: Args) -> Result {
    table("hash-table-clear!", args)?.0.clear(&mut ctx.mutator);
    Ok(Value::UNSPECIFIED)
}

pub(super) fn table_copy(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "hash-table-copy";
    if table(WHO, args)?.0.is_weak() {
        return copy_weak(ctx, WHO, args);
    }
    ctx.reserve(table(WHO, args)?.0.size_for_copy())?;
    Ok(table(WHO, args)?.0.alloc_copy(&mut ctx.mutator))
}

/// A copy of the weak table that is argument 0: each entry has a cell of its own, and entries may die meanwhile.
fn copy_weak(ctx: &mut Context, who: &str, args: Args) -> Result {
    ctx.reserve(Table::SIZE)?;
    let (from, _) = table(who, args)?;
    let copy = alloc(&mut ctx.mutator, from.hashing(), from.weakness());
    let root = ctx.mutator.push_root(copy);
    let copied = copy_entries(ctx, who, args, root);
    let copy = ctx.mutator.root(root);
    ctx.mutator.truncate_roots(root);
    copied.map(|()| copy)
}

fn copy_entries(
    ctx: &mut Context,
    who: &str,
    args: Args,
    root: RootIndex,
) -> std::result::Result<(), Raise> {
    let mut at = Entry::START;
    loop {
        let Some(to) = ctx.mutator.root(root).as_table() else {
            unreachable!("a table was rooted")
        };
        ctx.reserve(to.size_for_insert())?;
        let (from, _) = table(who, args)?;
        let (Some(e), Some(to)) = (from.entry_from(at), ctx.mutator.root(root).as_table()) else {
            return Ok(());
        };
        let (key, v, hash) = (from.key_at(e), from.value_at(e), from.hash_at(e));
        to.insert(&mut ctx.mutator, hash, key, v);
        at = e.after();
    }
}

/// `(%table-kind table)`: as it was given to `%make-table`.
pub(super) fn table_kind(_ctx: &mut Context, args: Args) -> Result {
    Ok(table("%table-kind", args)?.0.hashing())
}

/// Argument 1, the number of an entry.
fn entry(who: &str, args: Args) -> std::result::Result<Entry, Raise> {
    Ok(Entry::from_number(super::arguments::index(who, args, 1)?))
}

fn entry_value(entry: Option<Entry>) -> Value {
    entry.map_or(Value::FALSE, |e| Value::fixnum(e.number() as i64))
}

/// `(%table-next table i)`: the first entry in use with a number of at least `i`, or `#f`.
pub(super) fn table_next(_ctx: &mut Context, args: Args) -> Result {
    let (table, _) = table("%table-next", args)?;
    Ok(entry_value(table.entry_from(entry("%table-next", args)?)))
}

/// Key and value of the entry that argument 1 names, unless it was removed or died.
fn content(who: &str, args: Args) -> std::result::Result<Option<(Value, Value)>, Raise> {
    let (table, _) = table(who, args)?;
    Ok(table.entry(entry(who, args)?))
}

/// `(%table-entry-key table entry gone)`: `gone` if the entry was removed or died.
pub(super) fn table_entry_key(_ctx: &mut Context, args: Args) -> Result {
    Ok(content("%table-entry-key", args)?.map_or(args.get(2), |(key, _)| key))
}

/// `(%table-entry-value table entry gone)`: `gone` if the entry was removed or died.
pub(super) fn table_entry_value(_ctx: &mut Context, args: Args) -> Result {
    Ok(content("%table-entry-value", args)?.map_or(args.get(2), |(_, value)| value))
}

/// `(%table-set-entry-value! table entry value)`: false if the entry was removed or died.
pub(super) fn table_set_entry_value(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "%table-set-entry-value!";
    let there = content(WHO, args)?.is_some();
    if there {
        let (table, _) = table(WHO, args)?;
        table.set_value_at(&mut ctx.mutator, entry(WHO, args)?, args.get(2));
    }
    Ok(Value::from_bool(there))
}

/// `(%table-candidate table hash after)`: an entry whose key has this hash, a number; `after` is `#f` for the first,
/// then the one before. `#f` if there is none, or if the one before was removed.
pub(super) fn table_candidate(ctx: &mut Context, args: Args) -> Result {
    const WHO: &str = "%table-candidate";
    let (table, _) = table(WHO, args)?;
    let hash = given_hash(WHO, args, 1)?;
    let after = match args.get(2) {
        Value::FALSE => None,
        _ => Some(Entry::from_number(super::arguments::index(WHO, args, 2)?)),
    };
    let mut probe = Probe::start(hash);
    if after.is_some() {
        loop {
            // The one before may have died since it was found.
            let at = table.next_match(&mut ctx.mutator, &mut probe);
            if at.is_none() {
                return Ok(Value::FALSE);
            }
            if at == after {
                break;
            }
        }
    }
    Ok(entry_value(
        table.next_candidate(&mut ctx.mutator, &mut probe),
    ))
}

/// Argument `i`, what a hash procedure returned: any exact integer.
fn given_hash(who: &str, args: Args, i: usize) -> std::result::Result<TableHash, Raise> {
    let v = args.get(i);
    if !v.is_exact_integer() {
        return Err(Raise::wrong_type(
            who,
            "an exact integer as hash",
            i as u32,
            v,
        ));
    }
    Ok(TableHash::eqv(v))
}

/// `(%table-add! table key value hash)`: adds a key that is not in the table.
pub(super) fn table_add(ctx: &mut Context, args: Args) -> Result {
    let hash = given_hash("%table-add!", args, 3)?;
    insert(ctx, "%table-add!", args, hash)?;
    Ok(Value::UNSPECIFIED)
}

/// `(%table-delete-entry! table entry)`: true if it was there.
pub(super) fn table_delete_entry(ctx: &mut Context, args: Args) -> Result {
    let (table, _) = table("%table-delete-entry!", args)?;
    let entry = entry("%table-delete-entry!", args)?;
    Ok(Value::from_bool(table.remove(&mut ctx.mutator, entry)))
}

/// A hash as Scheme sees it: below argument 1, if there is one.
pub(super) fn bounded(who: &str, args: Args, hash: u64) -> Result {
    let hash = hash & (Value::FIXNUM_MAX as u64);
    match args.optional(1) {
        None => Ok(Value::fixnum(hash as i64)),
        Some(bound) => match bound.as_fixnum() {
            Some(bound @ 1..) => Ok(Value::fixnum((hash % bound as u64) as i64)),
            _ if bound.as_bignum().is_some_and(|b| !b.is_negative()) => {
                Ok(Value::fixnum(hash as i64))
            }
            _ => Err(Raise::wrong_type(who, "a positive exact integer", 1, bound)),
        },
    }
}

/// `(equal-hash object [bound])`
pub(super) fn equal_hash(ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    let hash = stable(&ctx.mutator, v, hash_equal(&ctx.mutator, v));
    bounded("equal-hash", args, hash)
}

/// `(eq-hash object [bound])`
pub(super) fn eq_hash(ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    let hash = stable(&ctx.mutator, v, TableHash::eq(v));
    bounded("eq-hash", args, hash)
}

/// `(eqv-hash object [bound])`
pub(super) fn eqv_hash(ctx: &mut Context, args: Args) -> Result {
    let v = args.get(0);
    let hash = stable(&ctx.mutator, v, TableHash::eqv(v));
    bounded("eqv-hash", args, hash)
}

/// A program keeps hashes, and objects move: instead of the address, what never changes must do. That is poor, but
/// tables here do not go through it.
fn stable(m: &Mutator, v: Value, hash: TableHash) -> u64 {
    if !hash.is_by_address() {
        return mix(hash.bits()) >> 5;
    }
    let length = v.as_vector().map_or(0, |vector| vector.as_slice(m).len())
        + v.as_bytevector().map_or(0, |bytes| bytes.len())
        + v.as_string().map_or(0, |s| s.len())
        + v.as_record().map_or(0, |record| record.field_count());
    let kind = v.kind().map_or(255, |kind| kind as u64);
    mix(kind | (length as u64) << 8) >> 5
}
