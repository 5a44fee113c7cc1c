;; A misspelled name
(import (scheme base) (scheme write))
(define (average a b) (/ (+ a b) 2))
(display (averge 1 3))
;--- error
; error[E0406]: undefined variable: averge
;   --> unbound-similar.scm:4:11
;    |
;  4 | (display (averge 1 3))
;    |           ^^^^^^
;    = hint: did you mean `average`?
;--- exit 70
