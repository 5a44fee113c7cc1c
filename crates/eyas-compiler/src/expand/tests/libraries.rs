//! Libraries, environments and interfaces.

use std::collections::HashMap;
use std::rc::Rc;

use super::machine::Machine;
use super::{check, complain, complain_with, frontend, rendered, run_with};
use crate::session::{Frontend, LibraryName, LibraryProvider, Precompiled};
use eyas_datum::datum::Datum;
use eyas_datum::reader::read_all;

const COUNTER: &str = "(define-library (counter) (export make (rename get! next) with-it)
  (import (eyas primitives))
  (begin (define count 0)
         (define (get!) (set! count (+ count 1)) count)
         (define (make) get!)
         (define-syntax with-it (syntax-rules () ((_ it e) (let ((it (helper count))) e))))
         (define-syntax helper (syntax-rules () ((_ x) (list 'helped x))))))";

#[test]
fn import_and_export() {
    let files = [("lib/counter.sld", COUNTER)];
    let lib = "(import (eyas primitives) (counter))";
    assert_eq!(
        run_with(&files, &format!("{lib} (next) (list (next) ((make)))")),
        "(2 3)"
    );
    assert_eq!(
        run_with(
            &files,
            &format!("{lib} (let ((count 9) (list 5)) (with-it z (cons z count)))")
        ),
        "((helped 0) . 9)"
    );
    let text = "(import (only (eyas primitives) list) (prefix (rename (except (counter) make) (next n)) c:)) (list (c:n))";
    assert_eq!(run_with(&files, text), "(1)");
    let text = "(import (prefix (eyas primitives) p:)) (p:let ((p:if 1)) (p:+ p:if 1))";
    assert_eq!(run_with(&[], text), "2");
}

#[test]
fn macros_assign_variables_of_their_library() {
    let files = [(
        "lib/state.sld",
        "(define-library (state) (import (eyas primitives)) (export put! n constant)
           (begin (define n 0) (define constant 1)
                  (define-syntax put! (syntax-rules () ((_ v) (begin (set! n v) n))))))",
    )];
    let imports = "(import (eyas primitives) (state))";
    assert_eq!(
        run_with(&files, &format!("{imports} (put! 5) (list n constant)")),
        "(5 1)"
    );
    let found = run_with(&files, &format!("{imports} (set! n 5)"));
    assert!(found.contains("E0110"), "{found}");
}

#[test]
fn declarations() {
    let files = [
        ("lib/a/b 1.sld", ""),
        (
            "lib/a/1.sld",
            "(define-library (a 1) (include-library-declarations \"decl.scm\") (cond-expand (r7rs (begin (define y 2))) (else (import (no such)))) (include \"body.scm\") (include-ci \"ci.scm\"))",
        ),
        (
            "lib/a/decl.scm",
            "(import (eyas primitives)) (export x y z)",
        ),
        ("lib/a/body.scm", "(define x (+ y 1))"),
        ("lib/a/ci.scm", "(DEFINE Z 'FOO)"),
    ];
    assert_eq!(
        run_with(&files, "(import (eyas primitives) (a 1)) (list x y z)"),
        "(3 2 foo)"
    );
}

#[test]
fn libraries_in_the_program() {
    check(
        "(define-library (one) (import (eyas primitives) (two)) (export f) (begin (define (f) (g))))
         (define-library (two) (import (eyas primitives)) (export g) (begin (define (g) 'two)))
         (import (eyas primitives) (one)) (f)",
        "two",
    );
}

#[test]
fn errors() {
    let says = |found: String, part: &str| assert!(found.contains(part), "{found}");
    says(
        complain("(import (eyas primitivs))"),
        "did you mean (eyas primitives)?",
    );
    says(
        complain("(import (only (eyas primitives) vector-lenght))"),
        "did you mean `vector-length`?",
    );
    says(
        complain("(import (foo .. bar))"),
        "cannot be part of a file name",
    );
    let cycle = [
        ("lib/a.sld", "(define-library (a) (import (b)))"),
        ("lib/b.sld", "(define-library (b) (import (c)))"),
        ("lib/c.sld", "(define-library (c) (import (a)))"),
    ];
    says(
        complain_with(&cycle, "(import (a))"),
        "(a) → (b) → (c) → (a)",
    );
    let files = [
        (
            "lib/a.sld",
            "(define-library (a) (import (eyas primitives)) (export x yy) (begin (define x 1) (define yyy 2)))",
        ),
        (
            "lib/b.sld",
            "(define-library (b) (import (eyas primitives)) (export x) (begin (define x 2)))",
        ),
        (
            "lib/c.sld",
            "(define-library (c) (import (eyas primitives)) (export x) (begin (define x 3)))",
        ),
    ];
    says(
        complain_with(&files, "(import (a))"),
        "`yy` is exported, but not defined",
    );
    says(
        complain_with(&files, "(import (b) (c))"),
        "`x` is imported with two meanings",
    );
    says(
        complain_with(&files, "(import (eyas primitives) (b)) (set! x 5)"),
        "E0110",
    );
    says(
        complain("(define-library (q) (exprot x)) (import (q))"),
        "did you mean `export`?",
    );
}

#[test]
fn includes_that_include_themselves() {
    let files = [("a.scm", "(include \"a.scm\")")];
    let found = complain_with(&files, "(include \"a.scm\")");
    assert!(found.contains("E0310"), "{found}");
}

#[test]
fn macros_of_libraries_define() {
    let files = [(
        "lib/m.sld",
        "(define-library (m) (import (eyas primitives)) (export def)
           (begin (define-syntax def (syntax-rules () ((_ n v) (begin (define hidden v) (define-syntax n (syntax-rules () ((_) (list hidden (own 1)))))))))
                  (define (own x) (+ x 1))))",
    )];
    let text =
        "(import (eyas primitives) (m)) (define own 'mine) (def a 1) (def b 2) (list (a) (b))";
    assert_eq!(run_with(&files, text), "((1 2) (2 2))");
}

struct Compiled(HashMap<LibraryName, Rc<[u8]>>);

impl LibraryProvider for Compiled {
    fn find(&self, name: &LibraryName) -> Option<Precompiled> {
        Some(Precompiled {
            interface: self.0.get(name)?.clone(),
            unit: 0,
        })
    }
}

const MACROS: &str = "(define-library (macros) (import (eyas primitives) (base)) (export my-or make-macro er-swap get twice)
  (begin
    (define-syntax my-or (syntax-rules () ((_) #f) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
    (define-syntax define-getter (syntax-rules () ((_ name v) (begin (define hidden v) (define-syntax name (syntax-rules () ((_) (list hidden 1.5 \"s\" #\\c -3 '#(1 2 . (3)))))))))) 
    (define-getter get 41)
    (define-syntax make-macro (syntax-rules () ((_ n e) (define-syntax n (syntax-rules () ((_ x (... ...)) (list e x (... ...))))))))
    (define-syntax er-swap (er-macro-transformer (lambda (f r c) (list (r 'let) (list (list (r 'tmp) (cadr f))) (list (r 'cons) (caddr f) (r 'tmp))))))
  ))";
const BASE: &str = "(define-library (base) (import (eyas primitives)) (export twice)
  (begin (define-syntax twice (syntax-rules () ((_ e) (double e e)))) (define (double a b) (list a b))))";

fn compiled() -> HashMap<LibraryName, Rc<[u8]>> {
    let mut fe = frontend(&[
        ("lib/base.sld", BASE),
        (
            "lib/macros.sld",
            &MACROS.replace("'#(1 2 . (3))", "'#(1 2 (3))"),
        ),
    ]);
    let mut out = HashMap::new();
    for name in ["base", "macros"] {
        let name = LibraryName::of(&[name]);
        let (id, diagnostics) = fe.expand_library(&name, &mut Machine::default());
        let id = id.unwrap_or_else(|| panic!("{}", rendered(&fe, &diagnostics)));
        out.insert(name, Rc::from(fe.interface(id)));
    }
    out
}

/// The value of a program over the precompiled libraries; their code is run from source first.
fn run_compiled(interfaces: HashMap<LibraryName, Rc<[u8]>>, text: &str) -> String {
    let mut machine = Machine::default();
    let mut fe = frontend(&[
        ("lib/base.sld", BASE),
        (
            "lib/macros.sld",
            &MACROS.replace("'#(1 2 . (3))", "'#(1 2 (3))"),
        ),
    ]);
    let (expanded, _) = super::expand(&mut fe, &mut machine, "(import (macros))");
    machine.run(&mut fe, expanded.expect("no errors"));
    let mut fe = frontend(&[]);
    fe.set_provider(Box::new(Compiled(interfaces)));
    let (expanded, diagnostics) = super::expand(&mut fe, &mut machine, text);
    match expanded {
        Some(expanded) => machine.run(&mut fe, expanded),
        None => rendered(&fe, &diagnostics),
    }
}

#[test]
fn precompiled_libraries() {
    let imports = "(import (eyas primitives) (macros))";
    let run = |text: &str| run_compiled(compiled(), &format!("{imports} {text}"));
    assert_eq!(run("(let ((t 5) (if list)) (my-or #f t))"), "5");
    assert_eq!(
        run("(define hidden 'mine) (get)"),
        "(41 1.5 \"s\" #\\c -3 #(1 2 (3)))"
    );
    assert_eq!(run("(make-macro foo 1) (foo 2 3)"), "(1 2 3)");
    assert_eq!(
        run("(let ((tmp 1) (cons 2)) (er-swap tmp cons))"),
        "(2 . 1)"
    );
    assert_eq!(run("(define (double x) x) (twice 4)"), "(4 4)");
}

#[test]
fn damaged_interfaces_are_errors() {
    let good = compiled();
    let name = LibraryName::of(&["macros"]);
    let bytes = good[&name].to_vec();
    let text =
        "(import (eyas primitives) (macros)) (my-or 1) (get) (make-macro a 1) (a 2) (er-swap 1 2)";
    let mut refused = 0;
    for at in 0..bytes.len() {
        for change in [1u8, 0x80, 0xff] {
            let mut bad = bytes.clone();
            bad[at] ^= change;
            let mut fe = frontend(&[]);
            let mut map = good.clone();
            map.insert(name.clone(), Rc::from(bad));
            fe.set_provider(Box::new(Compiled(map)));
            let (expanded, _) = super::expand(&mut fe, &mut Machine::default(), text);
            refused += usize::from(expanded.is_none());
        }
    }
    for length in 0..bytes.len() {
        let mut fe = frontend(&[]);
        let mut map = good.clone();
        map.insert(name.clone(), Rc::from(&bytes[..length]));
        fe.set_provider(Box::new(Compiled(map)));
        super::expand(&mut fe, &mut Machine::default(), text);
    }
    assert!(refused > 0);
}

fn data(fe: &mut Frontend, text: &str) -> Vec<Datum> {
    let file = fe.sources.add("repl", text);
    read_all(&fe.sources, file, &mut fe.symbols).0
}

#[test]
fn environments_grow() {
    let mut fe = frontend(&[]);
    let mut machine = Machine::default();
    let (toplevel, _) = fe.toplevel("user", None, &mut machine);
    let toplevel = toplevel.expect("an environment");
    let session = "(define (f) (g)) (define (g) 1) (f) (define (g) 2) (f) (define-syntax m (syntax-rules () ((_) (g)))) (m) (define (car x) 'mine) (car 1) (begin (define a 1) (set! a (+ a 1)) a) (define-syntax tmp (syntax-rules () ((_ n) (begin (define t 7) (define (n) t))))) (tmp get) (get) (import (prefix (eyas primitives) p:)) (p:cdr '(1 2)) (define if list) (if 1 2 3)";
    let forms = data(&mut fe, session);
    let mut results = Vec::new();
    for form in forms {
        let (expanded, diagnostics) = fe.expand_form(&toplevel, &form, &mut machine);
        let expanded = expanded.unwrap_or_else(|| panic!("{}", rendered(&fe, &diagnostics)));
        assert!(diagnostics.is_empty(), "{}", rendered(&fe, &diagnostics));
        results.push(machine.run(&mut fe, expanded));
    }
    results.retain(|r| r != "unspecified");
    assert_eq!(results.join(" "), "1 2 2 mine 2 7 (2) (1 2 3)");
}

#[test]
fn broken_definitions_stay_errors() {
    let mut fe = frontend(&[]);
    let mut machine = Machine::default();
    let toplevel = fe
        .toplevel("user", None, &mut machine)
        .0
        .expect("an environment");
    for form in data(&mut fe, "(define-syntax m 5) (m 1) (let () (m 2)) (list m)") {
        let (expanded, diagnostics) = fe.expand_form(&toplevel, &form, &mut machine);
        assert!(expanded.is_none() && diagnostics.len() == 1);
    }
}

#[test]
fn the_scopes_of_forms_are_given_back() {
    let mut fe = frontend(&[]);
    let mut machine = Machine::default();
    let toplevel = fe
        .toplevel("user", None, &mut machine)
        .0
        .expect("an environment");
    let forms = data(
        &mut fe,
        "(define (f x) (let ((y x)) (lambda (z) (list x y z)))) ((f 1) 2)",
    );
    let mut sizes = Vec::new();
    for _ in 0..3 {
        for form in &forms {
            let expanded = fe
                .expand_form(&toplevel, form, &mut machine)
                .0
                .expect("no errors");
            assert_ne!(machine.run(&mut fe, expanded), "");
        }
        sizes.push(format!("{:?}", fe.env.scopes.mark()));
    }
    assert_eq!(sizes[0], sizes[2]);
}
