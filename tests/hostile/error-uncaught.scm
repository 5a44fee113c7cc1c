(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(display "before")
(newline)
(define (f x) (+ 1 (car x)))
(f 5)
;--- output
; before
;--- error
; error[E0402]: car: expected a pair: 5
;   --> error-uncaught.scm:5:25
;    |
;  5 | (define (f x) (+ 1 (car x)))
;    |                         ^
;--- exit 70
