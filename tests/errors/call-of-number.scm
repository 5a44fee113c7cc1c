;; A call of something that is no procedure
(import (scheme base) (scheme write))
(define total 10)
(display (total 5))
;--- error
;--- exit 70
