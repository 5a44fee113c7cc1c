;; Too few arguments for a procedure with a rest list
(import (scheme base) (scheme write))
(define (at-least-two a b . more) a)
(at-least-two 1)
;--- error
;--- exit 70
