;; set! without a value
(import (scheme base) (scheme write))
(define x 1)
(set! x)
;--- error
;--- exit 70
