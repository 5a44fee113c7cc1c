;; Too many arguments for a primitive
(import (scheme base) (scheme write))
(display (cons 1 2 3))
;--- error
; warning[W0111]: `cons` takes 2 arguments, but gets 3
;   --> arity-primitive.scm:3:10
;    |
;  3 | (display (cons 1 2 3))
;    |          ^^^^^^^^^^^^
; error[E0404]: cons: expected 2 arguments, got 3
;   --> arity-primitive.scm:3:10
;    |
;  3 | (display (cons 1 2 3))
;    |          ^^^^^^^^^^^^
;--- exit 70
