;; set! without a value
(import (scheme base) (scheme write))
(define x 1)
(set! x)
;--- error
; error[E0101]: malformed `set!`: expected (set! name expr)
;   --> syntax-set.scm:4:1
;    |
;  4 | (set! x)
;    | ^^^^^^^^
;--- exit 70
