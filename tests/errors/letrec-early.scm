;; A local variable used before it has a value
(import (scheme base) (scheme write))
(define (f)
  (define a (+ b 1))
  (define b 2)
  a)
(f)
;--- error
; error[E0406]: variable used before its initialization: b
;   --> letrec-early.scm:4:16
;    |
;  4 |   (define a (+ b 1))
;    |                ^
;--- exit 70
