;; Arithmetic on something that is no number
(import (scheme base) (scheme write))
(define (total prices) (apply + prices))
(display (+ 1 'two))
;--- error
;--- exit 70
