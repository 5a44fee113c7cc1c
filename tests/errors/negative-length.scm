;; A vector of negative length
(import (scheme base) (scheme write))
(make-vector -1 0)
;--- error
;--- exit 70
