//! The constant pool: references exist, numbers are normal, record types have their parents before them.

use crate::unit::{ConstId, Constant, Unit};

/// Fields of a record, parents included; zero for other constants.
pub(super) fn check(unit: &Unit) -> Result<Vec<u32>, &'static str> {
    let constants = &unit.constants;
    let get = |id: &ConstId| constants.get(id.0 as usize);
    let is_integer = |c: &Constant| matches!(c, Constant::Fixnum(_) | Constant::Big { .. });
    let mut sizes = vec![0u32; constants.len()];
    for (i, constant) in constants.iter().enumerate() {
        let value = |id: &ConstId| match get(id) {
            Some(Constant::Global { .. } | Constant::Template(_)) | None => false,
            Some(_) => true,
        };
        let good = match constant {
            Constant::Ratio(a, b) => {
                let positive = match get(b) {
                    Some(Constant::Fixnum(n)) => *n > 1,
                    Some(Constant::Big { negative, .. }) => !negative,
                    _ => false,
                };
                positive && get(a).is_some_and(is_integer)
            }
            Constant::Complex(a, b) => [a, b].into_iter().all(|part| {
                let real = |c: &Constant| {
                    is_integer(c) || matches!(c, Constant::Ratio(..) | Constant::Flonum(_))
                };
                get(part).is_some_and(real)
            }),
            Constant::Big { magnitude, .. } => {
                let long = magnitude.len() > 8 || (magnitude.len() == 8 && magnitude[7] >= 0x80);
                long && magnitude.last() != Some(&0)
            }
            Constant::Vector(items) => items.iter().all(value),
            Constant::Pair(a, b) => value(a) && value(b),
            Constant::List(items, tail) => {
                !items.is_empty() && items.iter().all(value) && value(tail)
            }
            Constant::Template(p) => (p.0 as usize) < unit.procedures.len(),
            Constant::Closure(p) => unit
                .procedures
                .get(p.0 as usize)
                .is_some_and(|p| p.captures == 0),
            Constant::RecordType {
                fields,
                parent,
                mutable,
                ..
            } => {
                let inherited = match parent {
                    None => Some(0),
                    Some(id) if (id.0 as usize) < i => match get(id) {
                        Some(Constant::RecordType { .. }) => Some(sizes[id.0 as usize]),
                        _ => None,
                    },
                    Some(_) => None,
                };
                let own = fields.len() as u32;
                let total = inherited.and_then(|n| n.checked_add(own));
                sizes[i] = total.unwrap_or(0);
                let bits = fields.len() >= 64 || mutable >> fields.len() == 0;
                bits && total.is_some_and(|n| n <= u32::from(u16::MAX))
            }
            _ => true,
        };
        if !good {
            return Err("a constant is malformed or refers to what it cannot");
        }
    }
    Ok(sizes)
}
