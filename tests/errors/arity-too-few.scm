;; Too few arguments
(import (scheme base) (scheme write))
(define (add a b) (+ a b))
(display (add 1))
;--- error
;--- exit 70
