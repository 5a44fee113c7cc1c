;; Arguments are all evaluated once, whatever the order, before the call.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define trace 0)
(define (tick x) (set! trace (+ trace 1)) x)
(show (list (tick 1) (tick 2) (tick 3)))
(show trace)
(define (f a b c) (set! a (+ a 1)) (list a b c))
(show (let ((x 1)) (f x x x)))
(show (let ((x 1)) (f (begin (set! x 5) 1) 2 3)))
(show ((tick (lambda (a b) (+ a b))) (tick 1) (tick 2)))
(show trace)
(show (let ((v (vector 1 2 3))) (list (vector-ref v 0) (vector-ref v 1) (vector-ref v 2))))
;--- output
; (1 2 3)
; 3
; (2 1 1)
; (2 2 3)
; 3
; 6
; (1 2 3)
