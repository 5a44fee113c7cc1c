;; An error deep in nested calls
(import (scheme base) (scheme write))
(define (a x) (+ 1 (b x)))
(define (b x) (+ 1 (c x)))
(define (c x) (+ 1 (vector-ref x 0)))
(display (a '(1)))
;--- error
; error[E0402]: vector-ref: expected a vector: (1)
;   --> deep-call.scm:5:32
;    |
;  5 | (define (c x) (+ 1 (vector-ref x 0)))
;    |                                ^
;--- exit 70
