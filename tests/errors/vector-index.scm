;; A vector index out of range
(import (scheme base) (scheme write))
(define v (vector 1 2 3))
(display (vector-ref v 3))
;--- error
;--- exit 70
