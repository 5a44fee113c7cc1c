//! `er-macro-transformer`.

use super::{check, run};

#[test]
fn renames_and_compares() {
    let swap = "(define-syntax swap! (er-macro-transformer (lambda (form rename compare)
        (let ((a (cadr form)) (b (caddr form)))
          `(,(rename 'let) ((,(rename 'tmp) ,a)) (,(rename 'set!) ,a ,b) (,(rename 'set!) ,b ,(rename 'tmp)))))))";
    check(
        &format!("{swap} (let ((tmp 1) (let 2)) (swap! tmp let) (list tmp let))"),
        "(2 1)",
    );
    let m = "(define-syntax m (er-macro-transformer (lambda (f r c) (if (c (cadr f) (r 'else)) ''yes ''no))))";
    check(
        &format!("{m} (list (m else) (m x) (let ((else 1)) (m else)))"),
        "(yes no no)",
    );
}

#[test]
fn symbols_of_its_own_mean_what_they_mean_at_the_use() {
    let m = "(define-syntax loop-until (er-macro-transformer (lambda (f r c) `(let ((it ,(cadr f))) ,(caddr f)))))";
    check(
        &format!("{m} (let ((it 'outer)) (loop-until 5 (+ it 1)))"),
        "6",
    );
}

#[test]
fn together_with_rules() {
    check(
        "(define-syntax er-let (er-macro-transformer (lambda (f r c) `(,(r 'let) ((,(cadr f) 1)) ,(caddr f)))))
         (define-syntax m (syntax-rules () ((_ e) (let ((x 5)) (list (er-let x e) (er-let y x))))))
         (define x 7)
         (m x)",
        "(7 5)",
    );
    check(
        "(define (helper x) x) (let-syntax ((m (er-macro-transformer (lambda (f r c) (list (r 'quote) (cdr f)))))) (m a b))",
        "(a b)",
    );
}

#[test]
fn run_time_variables_are_refused() {
    let found =
        run("(define (f x) (let-syntax ((m (er-macro-transformer (lambda (a b c) x)))) (m)))");
    assert!(
        found.contains("no value yet when macros are expanded"),
        "{found}"
    );
}
