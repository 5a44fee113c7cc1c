;; A negative index
(import (scheme base) (scheme write))
(vector-set! (vector 1 2 3) -1 0)
;--- error
;--- exit 70
