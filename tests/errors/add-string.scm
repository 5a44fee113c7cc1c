;; Arithmetic on a string
(import (scheme base) (scheme write))
(define count "3")
(display (* 2 count))
;--- error
;--- exit 70
