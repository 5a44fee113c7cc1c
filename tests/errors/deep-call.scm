;; An error deep in nested calls
(import (scheme base) (scheme write))
(define (a x) (+ 1 (b x)))
(define (b x) (+ 1 (c x)))
(define (c x) (+ 1 (vector-ref x 0)))
(display (a '(1)))
;--- error
;--- exit 70
