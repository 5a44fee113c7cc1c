//! Sets of scopes (Flatt, *Binding as Sets of Scopes*, POPL 2016), interned as chains.
//!
//! A set is a chain of scopes in ascending order, shared with the sets it grew from: adding a scope is one table
//! look-up. That works because scopes are only ever added when they are fresh, hence greater than every scope
//! that is already there. Each link also has a jump pointer (Myers, *An applicative random-access stack*, 1983),
//! so "is this set a prefix of that one", which answers nearly every subset question of ordinary code, takes
//! logarithmic time even a hundred thousand scopes deep.
//!
//! Invariants: scopes ascend along a chain; equal sets have equal ids; the first scope of the set of an
//! identifier is the scope of the module that its text stands in, and no set has two such scopes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// One binding construct, macro expansion or module.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct ScopeId(pub u32);

impl ScopeId {
    /// Not after any scope.
    pub const FIRST: ScopeId = ScopeId(0);
    /// Not before any scope.
    pub const LAST: ScopeId = ScopeId(u32::MAX);
}

/// An interned set of scopes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct SetId(pub u32);

impl SetId {
    /// The set without scopes.
    pub const EMPTY: SetId = SetId(0);
}

/// A definition context: a body whose definitions ignore the use-site scopes of its own macro uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct ContextId(pub u32);

impl ContextId {
    /// No definition context.
    pub const NONE: ContextId = ContextId(0);
}

/// Hashing for keys that are small numbers we gave out ourselves, so that nobody can choose them to collide.
#[derive(Default, Clone, Copy)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.write_u32(u32::from(b));
        }
    }

    fn write_u32(&mut self, n: u32) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(n)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }
}

/// A map from ids.
pub type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

#[derive(Clone, Copy)]
struct Link {
    parent: SetId,
    jump: SetId,
    scope: ScopeId,
    size: u32,
    root: ScopeId,
}

/// All scopes and sets of a session.
pub struct Scopes {
    /// For use-site scopes the context they belong to, else [`ContextId::NONE`].
    contexts: Vec<ContextId>,
    links: Vec<Link>,
    grown: IdMap<(SetId, ScopeId), SetId>,
    joined: IdMap<(SetId, SetId), SetId>,
    last: (SetId, ScopeId, SetId),
}

impl Default for Scopes {
    fn default() -> Scopes {
        Scopes::new()
    }
}

/// How much a [`Scopes`] held at some time.
#[derive(Clone, Copy, Debug)]
pub struct ScopesMark {
    scopes: usize,
    links: usize,
}

impl Scopes {
    /// Only the empty set.
    pub fn new() -> Scopes {
        let none = ScopeId(u32::MAX);
        Scopes {
            contexts: Vec::new(),
            links: vec![Link {
                parent: SetId::EMPTY,
                jump: SetId::EMPTY,
                scope: none,
                size: 0,
                root: none,
            }],
            grown: IdMap::default(),
            joined: IdMap::default(),
            last: (SetId::EMPTY, none, SetId::EMPTY),
        }
    }

    /// A fresh scope, greater than all others.
    pub fn fresh(&mut self) -> ScopeId {
        self.fresh_use_site(ContextId::NONE)
    }

    /// A fresh scope for the arguments of a macro use in a definition context.
    pub fn fresh_use_site(&mut self, context: ContextId) -> ScopeId {
        let id = ScopeId(self.contexts.len() as u32);
        self.contexts.push(context);
        id
    }

    /// The set with one more scope, which is in it already or greater than all that are.
    pub fn add(&mut self, set: SetId, scope: ScopeId) -> SetId {
        if (self.last.0, self.last.1) == (set, scope) {
            return self.last.2;
        }
        let link = self.links[set.0 as usize];
        if link.size > 0 && link.scope == scope {
            return set;
        }
        debug_assert!(link.size == 0 || link.scope < scope, "scopes ascend");
        let links = &mut self.links;
        let grown = *self.grown.entry((set, scope)).or_insert_with(|| {
            let jump_link = links[link.jump.0 as usize];
            let farther = links[jump_link.jump.0 as usize];
            let even = link.size - jump_link.size == jump_link.size - farther.size;
            let jump = if link.size > 0 && even {
                jump_link.jump
            } else {
                set
            };
            let root = if link.size == 0 { scope } else { link.root };
            links.push(Link {
                parent: set,
                jump,
                scope,
                size: link.size + 1,
                root,
            });
            SetId(links.len() as u32 - 1)
        });
        self.last = (set, scope, grown);
        grown
    }

    /// The set with all scopes of `more`, which are all greater.
    pub fn join(&mut self, set: SetId, more: SetId) -> SetId {
        if more == SetId::EMPTY {
            return set;
        }
        if set == SetId::EMPTY {
            return more;
        }
        let link = self.links[more.0 as usize];
        if link.size == 1 {
            return self.add(set, link.scope);
        }
        if let Some(&joined) = self.joined.get(&(set, more)) {
            return joined;
        }
        let mut pending = Vec::new();
        let mut rest = more;
        let mut joined = set;
        while rest != SetId::EMPTY {
            if let Some(&known) = self.joined.get(&(set, rest)) {
                joined = known;
                break;
            }
            let link = self.links[rest.0 as usize];
            pending.push((rest, link.scope));
            rest = link.parent;
        }
        while let Some((part, scope)) = pending.pop() {
            joined = self.add(joined, scope);
            self.joined.insert((set, part), joined);
        }
        joined
    }

    /// The set without the use-site scopes of a definition context.
    pub fn without_use_sites(&mut self, set: SetId, context: ContextId) -> SetId {
        let mut scopes = self.members(set);
        let before = scopes.len();
        scopes.retain(|s| self.contexts[s.0 as usize] != context);
        if scopes.len() == before {
            return set;
        }
        scopes
            .into_iter()
            .fold(SetId::EMPTY, |set, scope| self.add(set, scope))
    }

    /// The scopes of a set, ascending.
    pub fn members(&self, set: SetId) -> Vec<ScopeId> {
        let mut out = Vec::with_capacity(self.size(set) as usize);
        let mut at = set;
        while at != SetId::EMPTY {
            let link = self.links[at.0 as usize];
            out.push(link.scope);
            at = link.parent;
        }
        out.reverse();
        out
    }

    /// How many scopes are in a set.
    pub fn size(&self, set: SetId) -> u32 {
        self.links[set.0 as usize].size
    }

    /// The first scope: that of the module the identifier stands in. `None` for the empty set.
    pub fn root(&self, set: SetId) -> Option<ScopeId> {
        let link = &self.links[set.0 as usize];
        (link.size > 0).then_some(link.root)
    }

    /// The greatest scope of a set. `None` for the empty set.
    pub fn last(&self, set: SetId) -> Option<ScopeId> {
        let link = &self.links[set.0 as usize];
        (link.size > 0).then_some(link.scope)
    }

    /// What the next fresh scope will be.
    pub fn next(&self) -> ScopeId {
        ScopeId(self.contexts.len() as u32)
    }

    /// Whether every scope of `small` is in `large`.
    pub fn is_subset(&self, small: SetId, large: SetId) -> bool {
        let size = self.size(small);
        if size > self.size(large) {
            return false;
        }
        if self.prefix(large, size) == small {
            return true;
        }
        let (mut a, mut b) = (small, large);
        loop {
            if a == b || a == SetId::EMPTY {
                return true;
            }
            let (la, lb) = (self.links[a.0 as usize], self.links[b.0 as usize]);
            if la.size > lb.size || la.scope > lb.scope {
                return false;
            }
            if la.scope == lb.scope {
                a = la.parent;
            }
            b = lb.parent;
        }
    }

    /// The first `size` scopes of a set that has at least as many.
    fn prefix(&self, set: SetId, size: u32) -> SetId {
        let mut at = set;
        loop {
            let link = &self.links[at.0 as usize];
            if link.size == size {
                return at;
            }
            at = if self.links[link.jump.0 as usize].size >= size {
                link.jump
            } else {
                link.parent
            };
        }
    }

    /// How much there is now, for [`Scopes::release`].
    pub fn mark(&self) -> ScopesMark {
        ScopesMark {
            scopes: self.contexts.len(),
            links: self.links.len(),
        }
    }

    /// Forgets what came after the mark. No identifier may be left that has a later set.
    pub fn release(&mut self, mark: ScopesMark) {
        if self.links.len() == mark.links {
            return;
        }
        let links = mark.links as u32;
        self.contexts.truncate(mark.scopes);
        self.links.truncate(mark.links);
        self.grown.retain(|_, set| set.0 < links);
        self.joined
            .retain(|(a, b), set| a.0 < links && b.0 < links && set.0 < links);
        self.last = (SetId::EMPTY, ScopeId(u32::MAX), SetId::EMPTY);
    }
}
