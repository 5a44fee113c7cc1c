(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(define (one x) x)
(report (5 6) ((lambda (x) x) 1 2) (one) ("f" 1) ((lambda (a b . c) c) 1) (car 1 2) ((if #f #f) 1))
;--- output
; (condition "attempt to call something that is not a procedure" (5))
; (condition "anonymous procedure: expected 1 argument, got 2" ())
; (condition "one: expected 1 argument, got 0" ())
; (condition "attempt to call something that is not a procedure" ("f"))
; (condition "anonymous procedure: expected at least 2 arguments, got 1" ())
; (condition "car: expected 1 argument, got 2" ())
; (condition "attempt to call something that is not a procedure" (#<unspecified>))
; still here
;--- error
; warning[W0111]: `car` takes 1 arguments, but gets 2
;   --> call-errors.scm:4:75
;    |
;  4 | (report (5 6) ((lambda (x) x) 1 2) (one) ("f" 1) ((lambda (a b . c) c) 1) (car 1 2) ((if #f #f) 1))
;    |                                                                           ^^^^^^^^^
;    = note: in expansion of `report` at call-errors.scm:4:1
