(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (ev '(let ((x 1) (x 2)) x)) (ev '(if)) (ev 'this-is-unbound) (ev '(lambda (x x) x)) (ev '(let-syntax ((m (syntax-rules () ((_ x ...) (list x))))) (m 1 2)))
        (ev '(quote)) (ev '(let ((x)) x)) (ev '(cond (else))) (ev '(else)) (ev '(define)) (ev '()) (ev '(1 . 2)))
