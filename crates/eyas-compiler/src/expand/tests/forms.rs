//! The special forms.

use super::{check, core, run};

#[test]
fn procedures_and_calls() {
    check("((lambda (x y) (+ x y)) 1 2)", "3");
    check("((lambda (x . r) (cons x r)) 1 2 3)", "(1 2 3)");
    check("((lambda r r) 1 2)", "(1 2)");
    check(
        "(define f (case-lambda ((a) 1) ((a b) 2) ((a . r) r))) (list (f 1) (f 1 2) (f 1 2 3))",
        "(1 2 (2 3))",
    );
    check("(define (f x) (* x 2)) (f 21)", "42");
    check("((named-lambda (g n) (if (= n 0) 'done 'more)) 0)", "done");
    assert_eq!(core("(car '(1))"), "(car '(1))");
    assert_eq!(core("((lambda (x) x) 1)"), "(let ((x.0 1)) x.0)");
}

#[test]
fn bindings() {
    check(
        "(let ((x 1) (y 2)) (let ((x y) (y x)) (list x y)))",
        "(2 1)",
    );
    check("(let* ((x 1) (x (+ x 1)) (y (+ x 1))) (list x y))", "(2 3)");
    check(
        "(letrec ((even (lambda (n) (if (= n 0) #t (odd (- n 1))))) (odd (lambda (n) (if (= n 0) #f (even (- n 1)))))) (even 10))",
        "#t",
    );
    check(
        "(let loop ((i 0) (acc '())) (if (= i 3) acc (loop (+ i 1) (cons i acc))))",
        "(2 1 0)",
    );
    check("(do ((i 0 (+ i 1)) (s 0 (+ s i))) ((= i 4) s))", "6");
    check(
        "(let-values (((a b) (values 1 2)) ((c . d) (values 3 4 5))) (list a b c d))",
        "(1 2 3 (4 5))",
    );
    check(
        "(let ((a 9)) (let-values (((a) (values 1)) ((b) (values a))) (list a b)))",
        "(1 9)",
    );
    check(
        "(let*-values (((a b) (values 1 2)) ((x y) (values b a))) (list x y))",
        "(2 1)",
    );
    check("(receive (a . r) (values 1 2 3) (list a r))", "(1 (2 3))");
    check(
        "(call-with-values (lambda () (values 1 2)) (lambda (a b) (list b a)))",
        "(2 1)",
    );
    check("(call-with-values (lambda () (values 1 2)) list)", "(1 2)");
    check("(apply + 1 2 '(3 4))", "10");
    check(
        "(let () (define-values (a b . c) (values 1 2 3 4)) (list a b c))",
        "(1 2 (3 4))",
    );
    check(
        "(define-values (a . b) (values 1 2 3)) (list a b)",
        "(1 (2 3))",
    );
}

#[test]
fn conditionals() {
    check("(cond ((assq-absent) 1))", "error: unbound assq-absent");
    check("(cond (#f 1) ((cons 1 2) => car) (else 3))", "1");
    check("(cond (#f 1) (5))", "5");
    check("(cond (#f 1))", "unspecified");
    check("(case 3 ((1 2) 'low) ((3 4) 'mid) (else 'high))", "mid");
    check("(case 9 ((1 2) 'low) (else => (lambda (x) (+ x 1))))", "10");
    check("(case 'b ((a) 1) ((b) => (lambda (x) x)))", "b");
    check(
        "(list (and) (and 1 2) (and 1 #f 2) (or) (or #f 3) (or #f #f))",
        "(#t 2 #f #f 3 #f)",
    );
    check("(list (when #t 1 2) (unless #f 3))", "(2 3)");
}

#[test]
fn bodies() {
    check(
        "(let () (define a 1) (define (f) (+ a b)) (define b 2) (f))",
        "3",
    );
    check(
        "(let () (define a 1) (set! a 5) (define b a) (list a b))",
        "(5 5)",
    );
    check(
        "(let () (begin (define a 1)) (begin (begin (define b 2))) (list a b))",
        "(1 2)",
    );
    check(
        "(define x 10) (define (f) (define x 20) x) (list (f) x)",
        "(20 10)",
    );
    check("(let ((x 1)) (define x 2) x)", "2");
    check(
        "(let () (define-syntax two (syntax-rules () ((_) 2))) (define x (two)) x)",
        "2",
    );
    check(
        "(let () (define (f) (g)) (define-syntax g (syntax-rules () ((_) 'macro))) (f))",
        "macro",
    );
}

#[test]
fn records() {
    let point =
        "(define-record-type <point> (make-point x y) point? (x point-x set-point-x!) (y point-y))";
    check(
        &format!(
            "{point} (let ((p (make-point 1 2))) (set-point-x! p 5) (list (point-x p) (point-y p) (point? p) (point? 1)))"
        ),
        "(5 2 #t #f)",
    );
    check(
        "(let () (define-record-type thing #f thing? (a thing-a)) (thing? 1))",
        "#f",
    );
    check(
        "(define-record-type (thing) make-thing #f a (b thing-b)) (thing-b (make-thing 1 2))",
        "2",
    );
    check(
        "(define-record-type t (mk b) t? (a t-a) (b t-b)) (t-b (mk 7))",
        "7",
    );
}

#[test]
fn quasiquotation() {
    check("`(1 ,(+ 1 1) ,@(list 3 4) 5)", "(1 2 3 4 5)");
    check("`(1 . ,(+ 1 1))", "(1 . 2)");
    check(
        "`((foo ,(- 10 3)) ,@(cdr '(c)) . ,(car '(cons)))",
        "((foo 7) . cons)",
    );
    check("`#(10 5 ,(* 2 2) ,@(list 1 2) 8)", "#(10 5 4 1 2 8)");
    check(
        "`(a `(b ,(c ,(+ 1 2))))",
        "(a `(b ,(c ,(+ 1 2))))"
            .replace("(c ,(+ 1 2))", "(c 3)")
            .as_str(),
    );
    check("`(a `(b ,(foo ,(+ 1 3) d) e) f)", "(a `(b ,(foo 4 d) e) f)");
    check(
        "(let ((name1 'x) (name2 'y)) `(a `(b ,,name1 ,',name2 d) e))",
        "(a `(b ,x ,'y d) e)",
    );
    check("`(1 2 3)", "(1 2 3)");
    check("`,(+ 1 2)", "3");
    check("(let ((l '(2 3))) `(1 ,@l))", "(1 2 3)");
    check("`(,@'(1 2) . 3)", "(1 2 . 3)");
    check("`(1 2 3 4 5 6 7 8 9 ,10 11)", "(1 2 3 4 5 6 7 8 9 10 11)");
    check("`(((,1)))", "(((1)))");
    assert_eq!(
        core("`(a ,(car '(1)) ,@'(2) d)"),
        "(cons 'a (cons (car '(1)) (append '(2) '(d))))"
    );
}

#[test]
fn labels() {
    assert_eq!(core("'#0=(a . #0#)"), "'#0=(a . #0#)");
    assert_eq!(core("(list '#0=(a b) '#0#)"), "(list '#0=(a b) '#0=(a b))");
    check("(+ #0=1 #0#)", "2");
    assert!(run("#0=(car #0#)").contains("circular code"));
    assert!(run("(car . #0=(1 . #0#))").contains("circular code"));
}

#[test]
fn hidden_procedures() {
    assert!(core("(delay 1)").contains("%make-promise"));
    assert!(core("(parameterize ((p 1)) 2)").contains("(list (cons (global"));
    let guard = core("(guard (e (#f 1)) 2)");
    assert!(
        guard.contains("(lambda _.0 (e.0 reraise.1) (if #f 1 (reraise.1)))"),
        "{guard}"
    );
    assert!(core("car").contains("(primitive car)"));
    assert_eq!(run("apply"), "error: unbound apply");
}

#[test]
fn cond_expand() {
    check("(cond-expand (full-unicode 'yes) (else 'no))", "yes");
    check(
        "(cond-expand ((and r7rs (not banana)) (define x 1)) (else (define x 2))) x",
        "1",
    );
    check(
        "(cond-expand ((library (eyas primitives)) 1) (else 2))",
        "1",
    );
    check(
        "(cond-expand ((library (no such)) 1) ((or banana r7rs) 3))",
        "3",
    );
}
