//! What is known of the values in slots, so that what was checked is not checked again.
//!
//! A fact holds wherever its instruction is reached, whichever tier ran what came before: it follows from instructions
//! that did not raise, or from a branch. So it lives until its slot is written, and through calls, which leave the slots
//! below their window alone.

use super::*;
use arrayvec::ArrayVec;

/// So much is known at a time; what was learned first is forgotten first.
const FACTS_MAX: usize = 12;

/// Numbers up to here are small, either way.
const SMALL: i64 = 1 << 27;

/// The largest step of a counter.
pub(super) const STEP_MAX: i32 = 8;

/// Something known of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fact {
    /// It is this very word.
    Bits(u64),
    Fixnum,
    /// A small number, or what it has become in small steps ([`STEP_MAX`]): a fixnum, since a step takes time, and it
    /// takes a year of them to leave the range.
    Counter,
    Char,
    /// A character or the end of a file.
    CharOrEnd,
    /// A fixnum or the end of a file.
    FixnumOrEnd,
    Boolean,
    Pair,
    /// A string, of either width.
    String,
    /// An object of this kind.
    Kind(Kind),
    /// An object of this kind that may be changed.
    Changeable(Kind),
    /// A closure of the template that is this constant.
    Closure(usize),
    /// A record of the type that is this constant, or of one that extends it.
    Instance(usize),
}

/// Facts by slot, at most one for each.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts(ArrayVec<(usize, Fact), FACTS_MAX>);

impl Facts {
    pub(super) fn get(&self, slot: usize) -> Option<Fact> {
        let (_, fact) = self.0.iter().find(|(known, _)| *known == slot)?;
        Some(*fact)
    }

    pub(super) fn learn(&mut self, slot: usize, fact: Fact) {
        match self.0.iter_mut().find(|(known, _)| *known == slot) {
            // The word tells all.
            Some((_, Fact::Bits(_))) => {}
            Some((_, Fact::Counter)) if fact == Fact::Fixnum => {}
            Some((_, known)) => *known = fact,
            None => {
                if self.0.is_full() {
                    self.0.remove(0);
                }
                self.0.push((slot, fact));
            }
        }
    }

    /// Undoes what was learned of a slot since it was `before`.
    pub(super) fn put_back(&mut self, slot: usize, before: Option<Fact>) {
        self.forget(slot);
        if let Some(fact) = before {
            self.0.push((slot, fact));
        }
    }

    /// The slot changes.
    pub(super) fn forget(&mut self, slot: usize) {
        self.0.retain(|&mut (known, _)| known != slot);
    }

    /// Slots from this one on have been used by a callee.
    pub(super) fn forget_from(&mut self, slot: usize) {
        self.0.retain(|&mut (known, _)| known < slot);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The slot's number makes a step, or becomes small again; what is no counter is forgotten.
    pub(super) fn step(&mut self, slot: usize) {
        if let Some((_, fact)) = self.0.iter_mut().find(|(known, _)| *known == slot)
            && fact.of_word() == Some(Fact::Counter)
        {
            *fact = Fact::Counter;
        } else {
            self.forget(slot);
        }
    }

    /// Becomes `later`, which says the same or less.
    pub(super) fn follow(&mut self, later: &Facts) {
        if later.0 != self.0 {
            self.clone_from(later);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Control may also come from where `other` is known.
    pub(super) fn keep_common(&mut self, other: &Facts) {
        self.0.retain(|(slot, fact)| {
            let common = other.get(*slot).and_then(|other| fact.common(other));
            if let Some(common) = common {
                *fact = common;
            }
            common.is_some()
        });
    }
}

impl Fact {
    /// What holds if one of two does.
    fn common(self, other: Fact) -> Option<Fact> {
        if self == other {
            return Some(self);
        }
        let (kind, other) = (self.of_word()?, other.of_word()?);
        let is_number = |fact| matches!(fact, Fact::Fixnum | Fact::Counter);
        if kind == other {
            Some(kind)
        } else if is_number(kind) && is_number(other) {
            Some(Fact::Fixnum)
        } else {
            None
        }
    }

    /// What a word is, if it is one of the kinds that words are known to be.
    fn of_word(self) -> Option<Fact> {
        let Fact::Bits(bits) = self else {
            return Some(self);
        };
        let v = Value::from_bits(bits);
        if let Some(n) = v.as_fixnum() {
            let is_small = (-SMALL..SMALL).contains(&n);
            Some(if is_small {
                Fact::Counter
            } else {
                Fact::Fixnum
            })
        } else if v.as_char().is_some() {
            Some(Fact::Char)
        } else if v == Value::TRUE || v == Value::FALSE {
            Some(Fact::Boolean)
        } else {
            None
        }
    }
}

impl Compiler<'_> {
    /// The number in a slot, if it is known to be a small fixnum.
    pub(super) fn known_int(&self, i: usize) -> Option<i32> {
        let Some(Fact::Bits(bits)) = self.facts.get(i) else {
            return None;
        };
        let n = Value::from_bits(bits).as_fixnum()?;
        i32::try_from(n)
            .ok()
            .filter(|&n| (-SMALL..SMALL).contains(&n.into()))
    }

    pub(super) fn is_fixnum(&self, i: usize) -> bool {
        match self.facts.get(i) {
            Some(Fact::Fixnum | Fact::Counter) => true,
            Some(Fact::Bits(bits)) => Value::from_bits(bits).as_fixnum().is_some(),
            _ => false,
        }
    }

    pub(super) fn is_char(&self, i: usize) -> bool {
        match self.facts.get(i) {
            Some(Fact::Char) => true,
            Some(Fact::Bits(bits)) => Value::from_bits(bits).as_char().is_some(),
            _ => false,
        }
    }

    /// True if the value, plus or minus so much, is a counter.
    pub(super) fn is_step(&self, i: usize, n: i32) -> bool {
        let fact = self.facts.get(i).and_then(Fact::of_word);
        fact == Some(Fact::Counter) && n.abs() <= STEP_MAX
    }

    /// True if the collector has no interest in the value.
    pub(super) fn is_no_pointer(&self, i: usize) -> bool {
        match self.facts.get(i) {
            Some(
                Fact::Fixnum
                | Fact::Counter
                | Fact::Char
                | Fact::CharOrEnd
                | Fact::FixnumOrEnd
                | Fact::Boolean,
            ) => true,
            Some(Fact::Bits(bits)) => !Value::from_bits(bits).is_pointer(),
            _ => false,
        }
    }

    /// True if the value is an object with a header.
    pub(super) fn is_object(&self, i: usize) -> bool {
        matches!(
            self.facts.get(i),
            Some(
                Fact::String
                    | Fact::Kind(_)
                    | Fact::Changeable(_)
                    | Fact::Closure(_)
                    | Fact::Instance(_)
            )
        )
    }

    /// Writes a branch that tells something if it is taken (or not): the instruction's target knows, or what follows.
    pub(super) fn branch_on_fact(&mut self, cond: Cond, taken: bool, slot: usize, fact: Fact) {
        if taken {
            let before = self.facts.get(slot);
            self.facts.learn(slot, fact);
            self.branch(cond, true);
            self.facts.put_back(slot, before);
        } else {
            self.branch(cond, false);
            self.facts.learn(slot, fact);
        }
    }
}
