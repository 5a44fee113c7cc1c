//! What people are told.

use super::{complain, run};

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    let found = complain(text);
    for part in parts {
        assert!(found.contains(part), "\n{text}\n{found}\nlacks {part}");
    }
}

#[test]
fn rendering() {
    let expected = "\
error[E0105]: empty combination `()`
  --> test.scm:2:4
   |
 2 | (f ())
   |    ^^
   = hint: the empty list is written '()
";
    let found = complain("(define (f x) x)\n(f ())");
    assert_eq!(found, expected);
}

#[test]
fn malformed_forms_point_at_the_clause() {
    says(
        "(let ((x 1) (y)) x)",
        &[
            "E0101",
            "malformed `let`: expected (name expr)",
            "test.scm:1:13",
        ],
    );
    says("(if)", &["malformed `if`"]);
    says(
        "(lambda (x 5) x)",
        &["a parameter is an identifier", ":1:12"],
    );
    says(
        "(lambda (x y x) x)",
        &["E0104", "`x` is bound twice", ":1:14"],
    );
    says("(let ((a 1) (a 2)) a)", &["`a` is bound twice"]);
    says(
        "(let () (define a 1) (define a 2) a)",
        &["`a` is defined twice in one body", "first defined here"],
    );
    says("(cond (else 1) (2 3))", &["`else` in the last clause only"]);
    says("(set! 5 1)", &["malformed `set!`: expected a name"]);
    says("(let () (define x 1))", &["E0109"]);
    says("(lambda (x))", &["E0109"]);
    says("(+ 1 (define x 1))", &["E0108"]);
    says("(car . 1)", &["E0106"]);
    says("(do ((i)) (#t))", &["(name init [step])"]);
    says("(define-record-type p (mk z) p? (x px))", &["no field `z`"]);
}

#[test]
fn names() {
    says(
        "(define (f) (vector-lenght 1)) (f)",
        &[
            "W0102",
            "unbound variable `vector-lenght`",
            "did you mean `vector-length`?",
        ],
    );
    says("(list if)", &["E0103", "keyword `if` used as a variable"]);
    says(
        "(car 1 2)",
        &["W0111", "`car` takes 1 arguments, but gets 2"],
    );
    says("(set! car 1)", &["E0110"]);
    says("(display else)", &["keyword `else` used as a variable"]);
    says("(define x 1) (define x 2)", &["W0115"]);
}

#[test]
fn macros() {
    says(
        "(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))\n(swap! 1 x)",
        &[
            "malformed `set!`",
            "in expansion of `swap!` at test.scm:2:1",
        ],
    );
    says(
        "(define-syntax m (syntax-rules () ((_ a) a)))\n(m)",
        &["E0201", "no rule of macro `m` matches this use"],
    );
    says(
        "(define-syntax m (syntax-rules () ((_ a ...) a))) (m 1)",
        &["E0202"],
    );
    says(
        "(define-syntax m (syntax-rules () ((_ a a) a)))",
        &["`a` occurs twice in the pattern"],
    );
    says(
        "(define-syntax m (syntax-rules () ((_ a ... b ...) 1)))",
        &["two ellipses"],
    );
    says("(define-syntax m 5)", &["E0205"]);
    says(
        "(define-syntax m (syntax-rules () ((_) (syntax-error \"bad thing\" 1 (x))))) (m)",
        &["E0204", "bad thing 1 (x)"],
    );
    says(
        "(let-syntax ((m (syntax-rules () ((_ (a ...) (b ...)) '((a b) ...))))) (m (1 2) (3)))",
        &["different numbers"],
    );
}

#[test]
fn every_error_is_reported() {
    let found = complain("(if)\n(let ((x)) x)\n(lambda)\n(f ())");
    assert_eq!(found.matches("error[").count(), 4, "{found}");
}

#[test]
fn endless_expansion_is_stopped() {
    says(
        "(define-syntax loop (syntax-rules () ((_ x) (loop x))))\n(loop 1)",
        &[
            "E0203",
            "the expansion of macro `loop` does not end",
            ":2:1",
        ],
    );
    says(
        "(define-syntax nest (syntax-rules () ((_ x) (car (nest x)))))\n(nest 1)",
        &["E0203", "`nest`"],
    );
    says(
        "(define-syntax grow (syntax-rules () ((_ x ...) (grow x ... x ...))))\n(grow 1 2)",
        &["E0203"],
    );
    says(
        "(define-syntax grow (syntax-rules () ((_ x) (grow (x x)))))\n(grow 1)",
        &["E0203"],
    );
    says(
        "(define-syntax d (syntax-rules () ((_ () x) 'x) ((_ (n . r) x) (d r (x x)))))
         (d (1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0) a)",
        &["too large"],
    );
}

#[test]
fn the_rest_of_the_program_is_still_checked() {
    assert!(
        run("(define-syntax m (syntax-rules () ((_ a) (b ...)))) (m 1) (if)")
            .contains("malformed `if`")
    );
}
