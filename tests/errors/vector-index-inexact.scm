;; An index that is no exact integer
(import (scheme base) (scheme write))
(display (vector-ref (vector 1 2 3) 1.0))
;--- error
; error[E0402]: vector-ref: expected an index: 1.0
;   --> vector-index-inexact.scm:3:37
;    |
;  3 | (display (vector-ref (vector 1 2 3) 1.0))
;    |                                     ^^^
;--- exit 70
