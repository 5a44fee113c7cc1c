(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (ev '(let ((x 1) (x 2)) x)) (ev '(if)) (ev 'this-is-unbound) (ev '(lambda (x x) x)) (ev '(let-syntax ((m (syntax-rules () ((_ x ...) (list x))))) (m 1 2)))
        (ev '(quote)) (ev '(let ((x)) x)) (ev '(cond (else))) (ev '(else)) (ev '(define)) (ev '()) (ev '(1 . 2)))
;--- output
; (condition "`x` is bound twice" ())
; (condition "malformed `if`: expected (if test consequent [alternative])" ())
; (condition "undefined variable" (this-is-unbound))
; (condition "`x` is bound twice" ())
; (condition "`x` must be followed by `...`" ())
; (condition "malformed `quote`: expected (quote datum)" ())
; (condition "malformed `let`: expected (name expr)" ())
; (condition "malformed `cond`: expected (else expr …)" ())
; (condition "`else` means nothing here" ())
; (condition "malformed `define`: expected (define name expr) or (define (name . formals) body …)" ())
; (condition "empty combination `()`" ())
; (condition "an expression cannot be an improper list" ())
; still here
