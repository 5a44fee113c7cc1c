;; An index that is no exact integer
(import (scheme base) (scheme write))
(display (vector-ref (vector 1 2 3) 1.0))
;--- error
;--- exit 70
