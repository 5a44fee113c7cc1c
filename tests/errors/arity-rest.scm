;; Too few arguments for a procedure with a rest list
(import (scheme base) (scheme write))
(define (at-least-two a b . more) a)
(at-least-two 1)
;--- error
; error[E0404]: at-least-two: expected at least 2 arguments, got 1
;   --> arity-rest.scm:4:1
;    |
;  4 | (at-least-two 1)
;    | ^^^^^^^^^^^^^^^^
;--- exit 70
