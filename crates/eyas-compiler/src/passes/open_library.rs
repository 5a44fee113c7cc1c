//! Opens calls of library procedures that call a procedure known at the call.
//!
//! *Input, output*: Core with `fix`. `(map (lambda (x) e) l)` becomes the loop that `map` is, so that `inline` can put
//! the procedure into it: no call by value per element, and often no closure. The same for `for-each` on one or two
//! lists and for `vector-map` and `vector-for-each` on one vector. `member` and `assoc` with two arguments become the
//! primitives that the library calls.
//!
//! A procedure is known if it is a `lambda`, a primitive, a top-level procedure of this program or bound by `fix`.
//! The loops do what those of `lib/eyas/list.sld` and `lib/eyas/sequence.sld` do, down to what a continuation that is
//! entered again sees; a list that ends improperly is left to procedures of that library to report.
//!
//! Example: `tests/passes/open_library/example.scm`.

use crate::core::{Core, Expr, ExprId, GlobalId, GlobalVar, Lambda, LambdaId, Special, VarId};
use crate::pipeline::Options;
use eyas_bytecode::Prim;
use eyas_datum::datum::Datum;
use eyas_datum::source::Span;

/// The libraries, by the modules that define the procedures.
const LISTS: &str = "eyas list";
const SEQUENCES: &str = "eyas sequence";

/// What is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    Map,
    ForEach,
    VectorMap,
    VectorForEach,
    Member,
    Assoc,
}

/// See the module's documentation.
pub fn run(core: &mut Core, options: &Options) {
    let Some(root) = core.root else {
        return;
    };
    if !options.inline {
        return;
    }
    let opened: Vec<Option<Opened>> = core.globals.iter().map(opened).collect();
    if opened.iter().all(Option::is_none) {
        return;
    }
    let order = core.preorder(root);
    let mut opener = Opener {
        is_procedure: vec![false; core.vars.len()],
        is_defined: vec![false; core.globals.len()],
        checkers: [None; 2],
        core,
    };
    for &id in &order {
        match opener.core.expr(id) {
            Expr::Fix(bindings, _) => {
                for &(v, _) in bindings {
                    opener.is_procedure[v.index()] = true;
                }
            }
            Expr::DefineGlobal(g, value)
                if matches!(opener.core.expr(*value), Expr::Lambda(_))
                    && !opener.core.globals[g.index()].mutable =>
            {
                opener.is_defined[g.index()] = true;
            }
            _ => {}
        }
    }
    // What is made of a call holds its arguments as they are, so calls in them are still to come.
    for &id in &order {
        if let Expr::Call(head, args) = opener.core.expr(id)
            && let Expr::Global(g) = opener.core.expr(*head)
            && let Some(Some(what)) = opened.get(g.index())
        {
            let args = args.clone();
            opener.open(id, *what, &args);
        }
    }
}

fn opened(global: &GlobalVar) -> Option<Opened> {
    // In its own library it may not have run yet.
    if global.defined || global.mutable {
        return None;
    }
    Some(match (&*global.module, &*global.name) {
        (LISTS, "map") => Opened::Map,
        (LISTS, "for-each") => Opened::ForEach,
        (LISTS, "member") => Opened::Member,
        (LISTS, "assoc") => Opened::Assoc,
        (SEQUENCES, "vector-map") => Opened::VectorMap,
        (SEQUENCES, "vector-for-each") => Opened::VectorForEach,
        _ => return None,
    })
}

struct Opener<'a> {
    core: &'a mut Core,
    /// Local variables bound by `fix`.
    is_procedure: Vec<bool>,
    /// Immutable top-level variables defined as procedures here.
    is_defined: Vec<bool>,
    /// The library's variables that report improper lists, once mentioned: for `map`, for `for-each`.
    checkers: [Option<GlobalId>; 2],
}

impl Opener<'_> {
    fn open(&mut self, id: ExprId, what: Opened, args: &[ExprId]) {
        let span = self.core.span(id);
        let expr = match (what, args) {
            (Opened::Member, [_, _]) => Expr::PrimCall(Prim::Member, args.to_vec()),
            (Opened::Assoc, [_, _]) => Expr::PrimCall(Prim::Assoc, args.to_vec()),
            (Opened::Map | Opened::ForEach, [f, lists @ ..])
                if matches!(lists.len(), 1 | 2) && self.is_known(*f, lists.len()) =>
            {
                self.list_loop(span, what, *f, lists)
            }
            (Opened::VectorMap | Opened::VectorForEach, &[f, vector]) if self.is_known(f, 1) => {
                self.vector_loop(span, what, f, vector)
            }
            _ => return,
        };
        self.core.put(id, expr);
    }

    /// True if the procedure is known and takes `count` arguments.
    fn is_known(&self, f: ExprId, count: usize) -> bool {
        match self.core.expr(f) {
            Expr::Lambda(lambda) => {
                let lambda = &self.core.lambdas[lambda.index()];
                lambda.rest.is_none() && lambda.params.len() == count
            }
            Expr::Primitive(prim) => prim.accepts(count),
            Expr::Local(v) => self.is_procedure.get(v.index()) == Some(&true),
            Expr::Global(g) => self.is_defined.get(g.index()) == Some(&true),
            _ => false,
        }
    }

    fn list_loop(&mut self, span: Span, what: Opened, f: ExprId, lists: &[ExprId]) -> Expr {
        let lists: Vec<(VarId, ExprId)> = lists
            .iter()
            .map(|&list| (self.core.add_var("list", span), list))
            .collect();
        let is_map = what == Opened::Map;
        let (head, procedure) = self.procedure(span, f);
        let again = self
            .core
            .add_var(if is_map { "map" } else { "for-each" }, span);
        let rests: Vec<VarId> = lists
            .iter()
            .map(|_| self.core.add_var("rest", span))
            .collect();
        let part = |this: &mut Self, prim: Prim| -> Vec<ExprId> {
            rests
                .iter()
                .map(|&rest| {
                    // Written nowhere: errors about an item then blame the variable that it is bound to.
                    let rest = this.local(Span::NONE, rest);
                    this.prim(Span::NONE, prim, vec![rest])
                })
                .collect()
        };
        let items = part(self, Prim::Car);
        let value = self.core.add(Expr::Call(head, items), span);
        let others = part(self, Prim::Cdr);
        let next = self.local(span, again);
        let next = self.core.add(Expr::Call(next, others), span);
        let step = if is_map {
            let item = self.core.add_var("item", span);
            let first = self.local(span, item);
            let pair = self.prim(span, Prim::Cons, vec![first, next]);
            self.core.add(Expr::Let(vec![(item, value)], pair), span)
        } else {
            self.core.add(Expr::Begin(vec![value, next]), span)
        };
        let end = match (&lists[..], &rests[..]) {
            ([_], &[rest]) => self.list_end(span, is_map, rest),
            _ => self.end(span, is_map),
        };
        let mut body = step;
        for &rest in rests.iter().rev() {
            let test = self.local(span, rest);
            let test = self.prim(span, Prim::IsPair, vec![test]);
            let end = match body == step {
                true => end,
                false => self.end(span, is_map),
            };
            body = self.core.add(Expr::If(test, body, end), span);
        }
        let starts = lists.iter().map(|&(v, _)| v).collect::<Vec<_>>();
        let starts = starts.into_iter().map(|v| self.local(span, v)).collect();
        let looping = self.looping(span, again, rests, body, starts);
        let inner = self.bind(span, procedure, looping);
        Expr::Let(lists, inner)
    }

    /// What is the value when the lists end.
    fn end(&mut self, span: Span, is_map: bool) -> ExprId {
        let expr = match is_map {
            true => Expr::Quote(Datum::nil(span)),
            false => Expr::Special(Special::Unspecified),
        };
        self.core.add(expr, span)
    }

    /// `(if (null? rest) '() (begin (check-map-end rest) '()))`: not with the list, which the loop would have to capture.
    fn list_end(&mut self, span: Span, is_map: bool, rest: VarId) -> ExprId {
        let checker = self.checker(is_map);
        let checker = self.core.add(Expr::Global(checker), span);
        let args = vec![self.local(span, rest)];
        let check = self.core.add(Expr::Call(checker, args), span);
        let test = self.local(span, rest);
        let test = self.prim(span, Prim::IsNull, vec![test]);
        let (proper, after) = (self.end(span, is_map), self.end(span, is_map));
        let improper = self.core.add(Expr::Begin(vec![check, after]), span);
        self.core.add(Expr::If(test, proper, improper), span)
    }

    fn vector_loop(&mut self, span: Span, what: Opened, f: ExprId, vector: ExprId) -> Expr {
        let is_map = what == Opened::VectorMap;
        let v = self.core.add_var("vector", span);
        let count = self.core.add_var("count", span);
        let index = self.core.add_var("index", span);
        let items = self.core.add_var("items", span);
        let name = if is_map {
            "vector-map"
        } else {
            "vector-for-each"
        };
        let again = self.core.add_var(name, span);
        let (head, procedure) = self.procedure(span, f);
        let element = vec![self.local(span, v), self.local(span, index)];
        let element = self.prim(Span::NONE, Prim::VectorRef, element);
        let value = self.core.add(Expr::Call(head, vec![element]), span);
        let one = self.number(span, 1);
        let next = vec![self.local(span, index), one];
        let next = self.prim(span, Prim::Plus, next);
        let callee = self.local(span, again);
        let zero = self.number(span, 0);
        let (params, starts, step, end);
        if is_map {
            let before = self.local(span, items);
            let pair = self.prim(span, Prim::Cons, vec![value, before]);
            let item = self.core.add_var("items", span);
            let pairs = self.local(span, item);
            let call = self.core.add(Expr::Call(callee, vec![next, pairs]), span);
            step = self.core.add(Expr::Let(vec![(item, pair)], call), span);
            let all = self.local(span, items);
            let all = self.prim(span, Prim::Reverse, vec![all]);
            end = self.prim(span, Prim::ListToVector, vec![all]);
            params = vec![index, items];
            starts = vec![zero, self.end(span, true)];
        } else {
            let call = self.core.add(Expr::Call(callee, vec![next]), span);
            step = self.core.add(Expr::Begin(vec![value, call]), span);
            end = self.end(span, false);
            params = vec![index];
            starts = vec![zero];
        }
        let test = vec![self.local(span, index), self.local(span, count)];
        let test = self.prim(span, Prim::LessThan, test);
        let body = self.core.add(Expr::If(test, step, end), span);
        let looping = self.looping(span, again, params, body, starts);
        let inner = self.bind(span, procedure, looping);
        let length = self.local(span, v);
        let length = self.prim(span, Prim::VectorLength, vec![length]);
        let inner = self.core.add(Expr::Let(vec![(count, length)], inner), span);
        Expr::Let(vec![(v, vector)], inner)
    }

    /// The head of the loop's call of `f`, and what is to be around the loop for it.
    fn procedure(&mut self, span: Span, f: ExprId) -> (ExprId, Procedure) {
        match self.core.expr(f) {
            Expr::Lambda(_) => {
                let v = self.core.add_var("", span);
                (self.local(span, v), Procedure::Fix(v, f))
            }
            // It raises if it has no value yet, even if the list is empty.
            &Expr::Global(g) => {
                let mention = self.core.add(Expr::Global(g), span);
                (mention, Procedure::Mention(f))
            }
            _ => (f, Procedure::Nothing),
        }
    }

    fn bind(&mut self, span: Span, procedure: Procedure, inner: ExprId) -> ExprId {
        let expr = match procedure {
            Procedure::Nothing => return inner,
            Procedure::Fix(v, f) => Expr::Fix(vec![(v, f)], inner),
            Procedure::Mention(f) => Expr::Begin(vec![f, inner]),
        };
        self.core.add(expr, span)
    }

    fn looping(
        &mut self,
        span: Span,
        again: VarId,
        params: Vec<VarId>,
        body: ExprId,
        starts: Vec<ExprId>,
    ) -> ExprId {
        let lambda = LambdaId(self.core.lambdas.len() as u32);
        self.core.lambdas.push(Lambda {
            name: self.core.vars[again.index()].name.clone(),
            span,
            params,
            rest: None,
            body,
            captures: 0,
            cases: None,
        });
        let lambda = self.core.add(Expr::Lambda(lambda), span);
        let callee = self.local(span, again);
        let call = self.core.add(Expr::Call(callee, starts), span);
        self.core.add(Expr::Fix(vec![(again, lambda)], call), span)
    }

    fn checker(&mut self, is_map: bool) -> GlobalId {
        if let Some(g) = self.checkers[usize::from(!is_map)] {
            return g;
        }
        let name = match is_map {
            true => "check-map-end",
            false => "check-for-each-end",
        };
        let globals = &mut self.core.globals;
        let found = globals
            .iter()
            .position(|g| g.module == LISTS && g.name == name);
        let at = found.unwrap_or_else(|| {
            globals.push(GlobalVar {
                module: LISTS.to_owned(),
                name: name.to_owned(),
                defined: false,
                mutable: false,
            });
            globals.len() - 1
        });
        let g = GlobalId(at as u32);
        self.checkers[usize::from(!is_map)] = Some(g);
        g
    }

    fn local(&mut self, span: Span, v: VarId) -> ExprId {
        self.core.add(Expr::Local(v), span)
    }

    fn prim(&mut self, span: Span, prim: Prim, args: Vec<ExprId>) -> ExprId {
        self.core.add(Expr::PrimCall(prim, args), span)
    }

    fn number(&mut self, span: Span, n: i64) -> ExprId {
        self.core.add(Expr::Quote(Datum::number(span, n)), span)
    }
}

/// What stands around a loop for the procedure that it calls.
enum Procedure {
    Nothing,
    Fix(VarId, ExprId),
    Mention(ExprId),
}
