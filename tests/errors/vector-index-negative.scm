;; A negative index
(import (scheme base) (scheme write))
(vector-set! (vector 1 2 3) -1 0)
;--- error
; error[E0403]: vector-set!: index out of range (valid: 0 to 2): -1
;   --> vector-index-negative.scm:3:29
;    |
;  3 | (vector-set! (vector 1 2 3) -1 0)
;    |                             ^^
;--- exit 70
