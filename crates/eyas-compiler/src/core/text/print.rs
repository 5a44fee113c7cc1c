//! Core to text.
//!
//! The text is built children first, as a tree of atoms and lists in an arena, and then laid out with an explicit
//! stack, so that depth is no limit. Indentation stops growing at a bound for the same reason: a program nested n deep
//! would otherwise print as n² spaces.

use eyas_datum::symbol::Symbols;
use eyas_datum::writer::{write_datum, write_string, write_symbol};

use crate::core::{Core, Expr, ExprId, GlobalId, LambdaId, LoopId, RecordTypeId, Special, VarId};

/// Lines are this long if that can be.
const WIDTH: usize = 96;
/// Indentation grows no further.
const INDENT_MAX: usize = 60;

#[derive(Clone, Copy)]
struct NodeId(u32);

enum Node {
    Atom(Box<str>),
    List(Vec<NodeId>),
}

struct Printer<'a> {
    core: &'a Core,
    symbols: &'a Symbols,
    nodes: Vec<Node>,
    /// Columns that each node takes on one line.
    widths: Vec<usize>,
    /// The node of each expression that was built.
    built: Vec<NodeId>,
}

/// The text of a program, in the form that [`super::parse`] reads.
pub fn print(core: &Core, symbols: &Symbols) -> String {
    let mut out = String::new();
    let Some(root) = core.root else {
        return out;
    };
    let mut printer = Printer {
        core,
        symbols,
        nodes: Vec::new(),
        widths: Vec::new(),
        built: vec![NodeId(0); core.exprs.len()],
    };
    if !core.name.is_empty() {
        let mut name = String::new();
        write_string(&core.name, &mut name);
        let items = vec![printer.atom("name"), printer.atom(&name)];
        let node = printer.list(items);
        printer.lay_out(node, &mut out);
    }
    let order = core.preorder(root);
    let separate = core.separate_lambdas(&order);
    printer.print_declarations(&mut out);
    for lambda in separate {
        let node = printer.procedure(lambda);
        printer.lay_out(node, &mut out);
    }
    let node = printer.build(&order);
    printer.lay_out(node, &mut out);
    out
}

fn numbered(name: &str, index: u32) -> String {
    let name = if name.is_empty() { "_" } else { name };
    let mut out = String::new();
    write_symbol(&format!("{name}.{index}"), &mut out);
    out
}

impl Printer<'_> {
    fn atom(&mut self, text: &str) -> NodeId {
        self.widths.push(text.chars().count());
        self.nodes.push(Node::Atom(text.into()));
        NodeId(self.nodes.len() as u32 - 1)
    }

    fn list(&mut self, items: Vec<NodeId>) -> NodeId {
        let inner: usize = items.iter().map(|item| self.widths[item.0 as usize]).sum();
        self.widths
            .push((inner + items.len().saturating_sub(1) + 2).min(WIDTH * 2));
        self.nodes.push(Node::List(items));
        NodeId(self.nodes.len() as u32 - 1)
    }

    fn var(&mut self, v: VarId) -> NodeId {
        let text = numbered(&self.core.vars[v.index()].name, v.0);
        self.atom(&text)
    }

    fn global(&mut self, g: GlobalId) -> NodeId {
        let text = numbered(&self.core.globals[g.index()].name, g.0);
        self.atom(&text)
    }

    fn lambda(&mut self, l: LambdaId) -> NodeId {
        let text = numbered(&self.core.lambdas[l.index()].name, l.0);
        self.atom(&text)
    }

    fn record_type(&mut self, t: RecordTypeId) -> NodeId {
        let text = numbered(&self.core.record_types[t.index()].name, t.0);
        self.atom(&text)
    }

    fn loop_name(&mut self, l: LoopId) -> NodeId {
        let text = numbered("loop", l.0);
        self.atom(&text)
    }

    fn number(&mut self, n: u32) -> NodeId {
        self.atom(&n.to_string())
    }

    fn formals(&mut self, params: &[VarId], rest: Option<VarId>) -> NodeId {
        let mut items: Vec<NodeId> = params.iter().map(|&v| self.var(v)).collect();
        if let Some(rest) = rest {
            if items.is_empty() {
                return self.var(rest);
            }
            items.push(self.atom("."));
            items.push(self.var(rest));
        }
        self.list(items)
    }

    fn datum(&mut self, datum: &eyas_datum::Datum) -> NodeId {
        let mut text = String::new();
        write_datum(datum, self.symbols, &mut text);
        self.atom(&text)
    }

    fn print_declarations(&mut self, out: &mut String) {
        for (i, global) in self.core.globals.iter().enumerate() {
            let mut module = String::new();
            write_string(&global.module, &mut module);
            let mut items = vec![self.atom("global"), self.global(GlobalId(i as u32))];
            items.push(self.atom(&module));
            if global.defined {
                items.push(self.atom("defined"));
            }
            if global.mutable {
                items.push(self.atom("mutable"));
            }
            let node = self.list(items);
            self.lay_out(node, out);
        }
        for (i, record) in self.core.record_types.iter().enumerate() {
            let mut items = vec![
                self.atom("record-type"),
                self.record_type(RecordTypeId(i as u32)),
            ];
            for (field, name) in record.fields.iter().enumerate() {
                let mut text = String::new();
                write_symbol(name, &mut text);
                let name = self.atom(&text);
                if field < 64 && record.mutable >> field & 1 == 1 {
                    let marked = vec![self.atom("mutable"), name];
                    items.push(self.list(marked));
                } else {
                    items.push(name);
                }
            }
            let node = self.list(items);
            self.lay_out(node, out);
        }
    }

    fn procedure(&mut self, id: LambdaId) -> NodeId {
        let lambda = &self.core.lambdas[id.index()];
        let mut items = vec![self.atom("procedure"), self.lambda(id)];
        if let Some(clauses) = &lambda.cases {
            let mut cases = vec![self.atom("cases")];
            cases.extend(clauses.iter().map(|&clause| self.lambda(clause)));
            items.push(self.list(cases));
            items.push(self.number(lambda.captures));
        } else {
            items.push(self.formals(&lambda.params, lambda.rest));
            items.push(self.number(lambda.captures));
            items.push(self.build(&self.core.preorder(lambda.body)));
        }
        self.list(items)
    }

    /// Builds the tree of the first expression of `order`, which lists it and all below, parents first.
    fn build(&mut self, order: &[ExprId]) -> NodeId {
        for &id in order.iter().rev() {
            let node = self.expr(id);
            self.built[id.index()] = node;
        }
        self.built[order[0].index()]
    }

    fn of(&self, id: ExprId) -> NodeId {
        self.built[id.index()]
    }

    /// `(head prefix … item …)`
    fn form(&mut self, head: &str, prefix: &[NodeId], items: &[ExprId]) -> NodeId {
        let mut list = vec![self.atom(head)];
        list.extend_from_slice(prefix);
        list.extend(items.iter().map(|&id| self.of(id)));
        self.list(list)
    }

    fn bindings(&mut self, bindings: &[(VarId, ExprId)]) -> NodeId {
        let items = bindings
            .iter()
            .map(|&(v, e)| {
                let pair = vec![self.var(v), self.of(e)];
                self.list(pair)
            })
            .collect();
        self.list(items)
    }

    /// Name, formals and body of a procedure.
    fn clause(&mut self, id: LambdaId) -> [NodeId; 3] {
        let lambda = &self.core.lambdas[id.index()];
        [
            self.lambda(id),
            self.formals(&lambda.params, lambda.rest),
            self.of(lambda.body),
        ]
    }

    #[expect(clippy::too_many_lines, reason = "one arm per form")]
    fn expr(&mut self, id: ExprId) -> NodeId {
        let core = self.core;
        match core.expr(id) {
            Expr::Taken => self.atom("(taken)"),
            Expr::Quote(datum) => {
                use eyas_datum::DatumKind as Kind;
                let node = self.datum(datum);
                match datum.kind() {
                    Kind::Bool(_)
                    | Kind::Char(_)
                    | Kind::Number(_)
                    | Kind::String(_)
                    | Kind::Bytevector(_) => node,
                    _ => {
                        let Node::Atom(text) = &self.nodes[node.0 as usize] else {
                            return node;
                        };
                        let quoted = format!("'{text}");
                        self.atom(&quoted)
                    }
                }
            }
            Expr::Special(Special::Unspecified) => self.form("unspecified", &[], &[]),
            Expr::Special(Special::Eof) => self.form("eof", &[], &[]),
            Expr::Special(Special::Absent) => self.form("absent", &[], &[]),
            Expr::Special(Special::Unbound) => self.form("unbound", &[], &[]),
            Expr::Local(v) => self.var(*v),
            Expr::Global(g) => {
                let name = self.global(*g);
                self.form("global", &[name], &[])
            }
            Expr::Primitive(p) => {
                let name = self.atom(p.name());
                self.form("primitive", &[name], &[])
            }
            Expr::SetLocal(v, e) => {
                let name = self.var(*v);
                self.form("set!", &[name], &[*e])
            }
            Expr::SetGlobal(g, e) => {
                let name = self.global(*g);
                self.form("set-global!", &[name], &[*e])
            }
            Expr::DefineGlobal(g, e) => {
                let name = self.global(*g);
                self.form("define-global", &[name], &[*e])
            }
            Expr::If(a, b, c) => self.form("if", &[], &[*a, *b, *c]),
            Expr::Begin(items) => self.form("begin", &[], items),
            Expr::Lambda(l) => {
                let parts = self.clause(*l);
                self.form("lambda", &parts, &[])
            }
            Expr::CaseLambda(clauses) => {
                let parts: Vec<NodeId> = clauses
                    .iter()
                    .map(|&clause| {
                        let parts = self.clause(clause);
                        self.list(parts.to_vec())
                    })
                    .collect();
                self.form("case-lambda", &parts, &[])
            }
            Expr::Let(bindings, body) => {
                let bindings = self.bindings(bindings);
                self.form("let", &[bindings], &[*body])
            }
            Expr::Letrec(bindings, body) => {
                let bindings = self.bindings(bindings);
                self.form("letrec*", &[bindings], &[*body])
            }
            Expr::Fix(bindings, body) => {
                let bindings = self.bindings(bindings);
                self.form("fix", &[bindings], &[*body])
            }
            Expr::Call(head, args) => {
                let mut items = vec![self.of(*head)];
                items.extend(args.iter().map(|&arg| self.of(arg)));
                self.list(items)
            }
            Expr::PrimCall(p, args) => self.form(p.name(), &[], args),
            Expr::Values(items) => self.form("values", &[], items),
            Expr::Receive {
                vars,
                rest,
                producer,
                body,
            } => {
                let formals = self.formals(vars, *rest);
                self.form("receive", &[formals], &[*producer, *body])
            }
            Expr::ReceiveInto { producer, consumer } => {
                self.form("receive-into", &[], &[*producer, *consumer])
            }
            Expr::Apply(head, args) => {
                let head = self.of(*head);
                self.form("apply", &[head], args)
            }
            Expr::CallCc(e) => self.form("call/cc", &[], &[*e]),
            Expr::CallOnce(e) => self.form("call/1cc", &[], &[*e]),
            Expr::RecordTypeValue(t) => {
                let name = self.record_type(*t);
                self.form("record-type", &[name], &[])
            }
            Expr::RecordMake(t, args) => {
                let name = self.record_type(*t);
                self.form("record-make", &[name], args)
            }
            Expr::RecordRef(t, i, e) => {
                let parts = [self.record_type(*t), self.number(*i)];
                self.form("record-ref", &parts, &[*e])
            }
            Expr::RecordSet(t, i, e, value) => {
                let parts = [self.record_type(*t), self.number(*i)];
                self.form("record-set!", &parts, &[*e, *value])
            }
            Expr::IsRecord(t, e) => {
                let name = self.record_type(*t);
                self.form("record?", &[name], &[*e])
            }
            Expr::MakeCell(e) => self.form("make-cell", &[], &[*e]),
            Expr::CellRef(v, checked) => {
                let name = self.var(*v);
                self.form(
                    if *checked {
                        "cell-ref-checked"
                    } else {
                        "cell-ref"
                    },
                    &[name],
                    &[],
                )
            }
            Expr::CellSet(v, e) => {
                let name = self.var(*v);
                self.form("cell-set!", &[name], &[*e])
            }
            Expr::Loop { name, vars, body } => {
                let parts = [self.loop_name(*name), self.bindings(vars)];
                self.form("loop", &parts, &[*body])
            }
            Expr::Continue(name, args) => {
                let name = self.loop_name(*name);
                self.form("continue", &[name], args)
            }
            Expr::Switch {
                subject,
                arms,
                default,
            } => {
                let mut items = vec![self.atom("switch"), self.of(*subject)];
                for arm in arms {
                    let keys = arm.keys.iter().map(|key| self.datum(key)).collect();
                    let parts = vec![self.list(keys), self.of(arm.body)];
                    items.push(self.list(parts));
                }
                items.push(self.of(*default));
                self.list(items)
            }
            Expr::MakeClosure(l, values) => {
                let name = self.lambda(*l);
                self.form("make-closure", &[name], values)
            }
            Expr::ClosureConstant(l) => {
                let name = self.lambda(*l);
                self.form("closure", &[name], &[])
            }
            Expr::Free(i) => {
                let index = self.number(*i);
                self.form("free", &[index], &[])
            }
            Expr::RunningClosure => self.form("running-closure", &[], &[]),
            Expr::PatchClosure {
                closure,
                index,
                value,
            } => {
                let parts = [self.of(*closure), self.number(*index), self.of(*value)];
                self.form("patch-closure!", &parts, &[])
            }
            Expr::CallKnown {
                lambda,
                closure,
                args,
            } => {
                let mut parts = vec![self.lambda(*lambda)];
                parts.push(match closure {
                    Some(closure) => self.of(*closure),
                    None => self.atom("#f"),
                });
                self.form("call-known", &parts, args)
            }
        }
    }

    /// Appends a tree as one or more lines.
    fn lay_out(&self, root: NodeId, out: &mut String) {
        enum Task<'a> {
            Node(NodeId),
            Text(&'static str),
            Line(usize),
            /// The rest of a list, each on a line of its own at this column.
            Lines(&'a [NodeId], usize),
            /// The rest of a list that fits the line.
            Flat(&'a [NodeId]),
        }
        let mut column = 0;
        let mut tasks = vec![Task::Text("\n"), Task::Node(root)];
        while let Some(task) = tasks.pop() {
            match task {
                Task::Text(text) => {
                    out.push_str(text);
                    column += text.len();
                }
                Task::Line(indent) => {
                    out.push('\n');
                    out.extend(std::iter::repeat_n(' ', indent));
                    column = indent;
                }
                Task::Flat([]) | Task::Lines([], _) => {}
                Task::Flat([first, rest @ ..]) => {
                    tasks.push(Task::Flat(rest));
                    if !rest.is_empty() {
                        tasks.push(Task::Text(" "));
                    }
                    tasks.push(Task::Node(*first));
                }
                Task::Lines([first, rest @ ..], indent) => {
                    tasks.push(Task::Lines(rest, indent));
                    tasks.push(Task::Node(*first));
                    tasks.push(Task::Line(indent));
                }
                Task::Node(id) => match &self.nodes[id.0 as usize] {
                    Node::Atom(text) => {
                        out.push_str(text);
                        column += text.chars().count();
                    }
                    Node::List(items) => {
                        out.push('(');
                        column += 1;
                        tasks.push(Task::Text(")"));
                        let width = self.widths[id.0 as usize];
                        if column + width <= WIDTH || items.len() < 2 {
                            tasks.push(Task::Flat(items));
                            continue;
                        }
                        let (kept, indent) = self.kept_on_first_line(items, column);
                        tasks.push(Task::Lines(&items[kept..], indent.min(INDENT_MAX)));
                        tasks.push(Task::Flat(&items[..kept]));
                    }
                },
            }
        }
    }

    /// How many elements stand on the first line of a list that takes several, and where the others are put.
    fn kept_on_first_line(&self, items: &[NodeId], column: usize) -> (usize, usize) {
        let Node::Atom(head) = &self.nodes[items[0].0 as usize] else {
            return (1, column);
        };
        let kept = match &**head {
            "lambda" | "receive" | "loop" => 3,
            "procedure" => 4,
            "begin" | "values" => 1,
            _ => 2,
        };
        (kept.min(items.len()), column + 1)
    }
}
