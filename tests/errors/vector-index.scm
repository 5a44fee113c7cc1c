;; A vector index out of range
(import (scheme base) (scheme write))
(define v (vector 1 2 3))
(display (vector-ref v 3))
;--- error
; error[E0403]: vector-ref: index out of range (valid: 0 to 2): 3
;   --> vector-index.scm:4:24
;    |
;  4 | (display (vector-ref v 3))
;    |                        ^
;--- exit 70
