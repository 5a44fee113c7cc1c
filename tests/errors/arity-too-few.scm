;; Too few arguments
(import (scheme base) (scheme write))
(define (add a b) (+ a b))
(display (add 1))
;--- error
; error[E0404]: add: expected 2 arguments, got 1
;   --> arity-too-few.scm:4:10
;    |
;  4 | (display (add 1))
;    |          ^^^^^^^
;--- exit 70
