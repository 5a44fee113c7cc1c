;; Too many arguments
(import (scheme base) (scheme write))
(define (add a b) (+ a b))
(display (add 1 2 3))
;--- error
;--- exit 70
