;; Too many arguments
(import (scheme base) (scheme write))
(define (add a b) (+ a b))
(display (add 1 2 3))
;--- error
; error[E0404]: add: expected 2 arguments, got 3
;   --> arity-too-many.scm:4:10
;    |
;  4 | (display (add 1 2 3))
;    |          ^^^^^^^^^^^
;--- exit 70
