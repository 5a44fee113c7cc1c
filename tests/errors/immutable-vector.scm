;; A change of a literal vector
(import (scheme base) (scheme write))
(vector-set! '#(1 2 3) 0 9)
;--- error
;--- exit 70
