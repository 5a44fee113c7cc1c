;; A misspelled name
(import (scheme base) (scheme write))
(define (average a b) (/ (+ a b) 2))
(display (averge 1 3))
;--- error
; warning[W0102]: unbound variable `averge`
;   --> unbound-similar.scm:4:11
;    |
;  4 | (display (averge 1 3))
;    |           ^^^^^^
;    = hint: did you mean `average`?
; error[E0406]: undefined variable: averge
;   --> unbound-similar.scm:4:10
;    |
;  4 | (display (averge 1 3))
;    |          ^^^^^^^^^^^^
;--- exit 70
