//! Hygiene, tortured.

use super::check;

const SWAP: &str =
    "(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))";
const MY_OR: &str = "(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))";

#[test]
fn introduced_variables_capture_nothing() {
    check(
        &format!("{SWAP} (let ((tmp 1) (other 2)) (swap! tmp other) (list tmp other))"),
        "(2 1)",
    );
    check(&format!("{MY_OR} (let ((t 5)) (my-or #f t))"), "5");
    check(&format!("{MY_OR} (define t 5) (my-or #f t)"), "5");
    check(&format!("{MY_OR} (let ((if list)) (my-or #f 3))"), "3");
}

#[test]
fn free_names_of_templates_mean_what_they_mean_at_the_definition() {
    check(
        "(define x 'outer) (define-syntax get (syntax-rules () ((_) x))) (let ((x 'inner)) (get))",
        "outer",
    );
    check(
        "(let ((x 'outer)) (let-syntax ((m (syntax-rules () ((m) x)))) (let ((x 'inner)) (m))))",
        "outer",
    );
    check("(let ((=> #f)) (cond (#t => 'ok)))", "ok");
    check("(let ((else #f)) (cond (#f 1) (else 2) (3)))", "3");
    check(
        "(define-syntax my-if (syntax-rules () ((_ a b c) (cond (a b) (else c))))) (let ((else #f) (cond list)) (my-if #f 1 2))",
        "2",
    );
}

#[test]
fn literals_match_by_binding() {
    let m = "(define-syntax m (syntax-rules (lit) ((_ lit) 'literal) ((_ x) 'other)))";
    check(&format!("{m} (m lit)"), "literal");
    check(&format!("{m} (let ((lit 1)) (m lit))"), "other");
    check(
        "(define-syntax m (syntax-rules (else) ((_ else) 1) ((_ x) 2))) (list (m else) (let ((else 0)) (m else)))",
        "(1 2)",
    );
}

#[test]
fn macros_that_define() {
    check(
        "(define-syntax def (syntax-rules () ((_ n v) (define n v)))) (def a 1) (def b 2) (+ a b)",
        "3",
    );
    check(
        "(define-syntax def2 (syntax-rules () ((_ get v) (begin (define tmp v) (define (get) tmp))))) (def2 a 1) (def2 b 2) (list (a) (b))",
        "(1 2)",
    );
    check(
        "(let () (define-syntax def2 (syntax-rules () ((_ get v) (begin (define tmp v) (define (get) tmp))))) (def2 a 1) (def2 b 2) (list (a) (b)))",
        "(1 2)",
    );
    check(
        "(define-syntax rec (syntax-rules () ((_ n mk get) (define-record-type n (mk v) p? (v get))))) (rec r1 mk1 get1) (rec r2 mk2 get2) (list (get1 (mk1 1)) (get2 (mk2 2)))",
        "(1 2)",
    );
    check(
        "(define-syntax defm (syntax-rules () ((_ name v) (define-syntax name (syntax-rules () ((_) v)))))) (defm five 5) (five)",
        "5",
    );
    check(
        "(define-syntax my-begin (syntax-rules () ((_ f ...) (begin f ...)))) (my-begin (define q 1) (define r (+ q 1))) r",
        "2",
    );
}

#[test]
fn uses_and_definitions_in_one_context() {
    // Flatt 2016, section 3.5: the use must not capture, the definition must be visible.
    check(
        "(let () (define-syntax identity (syntax-rules () ((_ id) (lambda (x) (let ((id 'other)) x))))) ((identity x) 'own))",
        "own",
    );
    check(
        "(define-syntax identity (syntax-rules () ((_ id) (lambda (x) (let ((id 'other)) x))))) ((identity x) 'own)",
        "own",
    );
    check(
        "(let () (define-syntax define-five (syntax-rules () ((_ id) (begin (define id 5) (define y id))))) (define-five x) x)",
        "5",
    );
    check(
        "(let () (define-syntax define-identity (syntax-rules () ((_ id) (define id (lambda (x) x))))) (define-identity f) (f 5))",
        "5",
    );
    check(
        "(define-syntax outer (syntax-rules () ((_ n) (begin (define-syntax n (syntax-rules () ((_ m) (define m 'inner)))))))) (outer mk) (mk z) z",
        "inner",
    );
}

#[test]
fn nested_ellipses() {
    check(
        "(define-syntax my-let* (syntax-rules () ((_ () b ...) (let () b ...)) ((_ ((n v) r ...) b ...) (let ((n v)) (my-let* (r ...) b ...))))) (my-let* ((a 1) (b (+ a 1))) (list a b))",
        "(1 2)",
    );
    check(
        "(define-syntax flat (syntax-rules () ((_ (a ...) ...) '(a ... ...)))) (flat (1 2) () (3))",
        "(1 2 3)",
    );
    check(
        "(define-syntax tr (syntax-rules () ((_ (k v ...) ...) '((v ... k) ...)))) (tr (a 1 2) (b) (c 3))",
        "((1 2 a) (b) (3 c))",
    );
    check(
        "(define-syntax pre (syntax-rules () ((_ x (y ...)) '((x y) ...)))) (pre a (1 2))",
        "((a 1) (a 2))",
    );
    check(
        "(define-syntax tail (syntax-rules () ((_ a ... b c) '((a ...) b c)))) (tail 1 2 3 4)",
        "((1 2) 3 4)",
    );
    check(
        "(define-syntax dot (syntax-rules () ((_ a ... b . c) '((a ...) b c)))) (dot 1 2 3 . 4)",
        "((1 2) 3 4)",
    );
    check(
        "(define-syntax rest (syntax-rules () ((_ a . r) '(a r)))) (rest 1 2 3)",
        "(1 (2 3))",
    );
    check(
        "(define-syntax vec (syntax-rules () ((_ #(a b ...)) '(a #(b ... a))))) (vec #(1 2 3))",
        "(1 #(2 3 1))",
    );
    check(
        "(define-syntax cross (syntax-rules () ((_ (a b ...) ...) '((a (a b) ...) ...)))) (cross (1 2 3) (4 5))",
        "((1 (1 2) (1 3)) (4 (4 5)))",
    );
    check(
        "(define-syntax under (syntax-rules () ((_ _ x _) x))) (under 1 2 3)",
        "2",
    );
    check(
        "(define-syntax c (syntax-rules () ((_ 1 \"a\" #\\b #t) 'yes) ((_ . x) 'no))) (list (c 1 \"a\" #\\b #t) (c 1 \"b\" #\\b #t))",
        "(yes no)",
    );
}

#[test]
fn escapes_and_custom_ellipses() {
    check(
        "(define-syntax m (syntax-rules () ((_ x) '(x (... ...))))) (m 1)",
        "(1 ...)",
    );
    check(
        "(define-syntax m (syntax-rules ::: () ((_ x :::) '(x ::: ...)))) (m 1 2)",
        "(1 2 ...)",
    );
    check(
        "(define-syntax be-like-begin (syntax-rules () ((_ name) (define-syntax name (syntax-rules () ((_ expr (... ...)) (begin expr (... ...)))))))) (be-like-begin sequence) (sequence 1 2 3 4)",
        "4",
    );
    check(
        "(define-syntax my-list-of (syntax-rules () ((_ name x ...) (define-syntax name (syntax-rules () ((_ y (... ...)) (list x ... y (... ...)))))))) (my-list-of foo 1 2) (foo 3 4)",
        "(1 2 3 4)",
    );
    check(
        "(define-syntax gen (syntax-rules () ((_ n e) (define-syntax n (syntax-rules e () ((_ x e) '(x e))))))) (gen all :::) (all 1 2)",
        "(1 2)",
    );
    check(
        "(define-syntax m (syntax-rules (...) ((_ ...) 'dots) ((_ x) 'other))) (list (m ...) (m 1))",
        "(dots other)",
    );
}

#[test]
fn shadowed_keywords() {
    check("(let ((if list)) (if 1 2 3))", "(1 2 3)");
    check(
        "(define (f define) (define 1)) (f (lambda (x) (+ x 1)))",
        "2",
    );
}

#[test]
fn macros_that_make_macros() {
    check(
        "(define-syntax m1 (syntax-rules () ((_ name val) (define-syntax name (syntax-rules () ((_ body) (let ((x val)) body))))))) (define x 'top) (m1 with-x 1) (with-x x)",
        "top",
    );
    check(
        "(let-syntax ((foo (syntax-rules () ((_ e) (let-syntax ((bar (syntax-rules () ((_) e)))) (bar)))))) (let ((x 3)) (foo x)))",
        "3",
    );
    check(
        "(letrec-syntax ((ev? (syntax-rules () ((_) #t) ((_ x . r) (od? . r)))) (od? (syntax-rules () ((_) #f) ((_ x . r) (ev? . r))))) (list (ev? a b) (ev? a)))",
        "(#t #f)",
    );
    check(
        "(define-syntax while (syntax-rules () ((_ c b ...) (let loop () (when c b ... (loop)))))) (let ((i 0) (loop 5)) (while (< i loop) (set! i (+ i 1))) i)",
        "5",
    );
    check("(define-syntax alias if) (alias #f 1 2)", "2");
}

#[test]
fn continuation_passing_macros() {
    // In the style of a CK machine: reverse, then count, with macros only.
    check(
        "(define-syntax rev (syntax-rules () ((_ k () acc) (k acc)) ((_ k (x . r) (a ...)) (rev k r (x a ...)))))
         (define-syntax q (syntax-rules () ((_ x) 'x)))
         (rev q (1 2 3 4 5) ())",
        "(5 4 3 2 1)",
    );
    check(
        "(define-syntax ck (syntax-rules (quote)
           ((_ () 'v) v)
           ((_ (((op ...) ea ...) . s) 'v) (ck-arg s (op ... 'v) ea ...))
           ((_ s (op ea ...)) (ck-arg s (op) ea ...))))
         (define-syntax ck-arg (syntax-rules (quote)
           ((_ s (op va ...)) (op s va ...))
           ((_ s (op ...) 'v ea1 ...) (ck-arg s (op ... 'v) ea1 ...))
           ((_ s (op ...) ea ea1 ...) (ck (((op ...) ea1 ...) . s) ea))))
         (define-syntax c-append (syntax-rules (quote)
           ((_ s '(l1 ...) '(l2 ...)) (ck s '(l1 ... l2 ...)))))
         (define-syntax c-quote (syntax-rules (quote) ((_ s 'x) (ck s ''x))))
         (ck () (c-quote (c-append '(1 2 3) (c-append '(4) '(5)))))",
        "(1 2 3 4 5)",
    );
}

#[test]
fn set_and_loops_through_macros() {
    check(
        "(define-syntax inc! (syntax-rules () ((_ x) (inc! x 1)) ((_ x n) (set! x (+ x n))))) (define n 1) (inc! n) (inc! n 5) n",
        "7",
    );
    check(
        "(define-syntax for (syntax-rules (in) ((_ x in l b ...) (let loop ((rest l)) (if (pair? rest) (let ((x (car rest))) b ... (loop (cdr rest)))))))) (define s 0) (define rest 100) (for x in '(1 2 3) (set! s (+ s x rest))) s",
        "306",
    );
}

#[test]
fn introduced_quotes_are_plain_symbols() {
    check(
        "(define-syntax m (syntax-rules () ((_ x) '(tmp x (tmp . x) #(tmp x))))) (m y)",
        "(tmp y (tmp . y) #(tmp y))",
    );
    check(
        "(define-syntax k (syntax-rules () ((_ e) (case e ((a b) 'first) (else 'no))))) (k 'b)",
        "first",
    );
}
