;; Calls of procedures the compiler knows: fixed, optional rest, mutually recursive, many arguments.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (zero) 0)
(define (one a) a)
(define (two a b) (list a b))
(define (rest . l) l)
(define (one-rest a . l) (list a l))
(show (zero))
(show (one 1))
(show (two 1 2))
(show (list (rest) (rest 1) (rest 1 2)))
(show (list (one-rest 1) (one-rest 1 2 3)))
(define (many a b c d e f g h i j k l m n o p) (list p o n m l k j i h g f e d c b a))
(show (many 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(show (fib 15))
(define (ev? n) (if (= n 0) #t (od? (- n 1))))
(define (od? n) (if (= n 0) #f (ev? (- n 1))))
(show (list (ev? 100) (od? 100)))
(define (ackermann m n) (cond ((= m 0) (+ n 1)) ((= n 0) (ackermann (- m 1) 1)) (else (ackermann (- m 1) (ackermann m (- n 1))))))
(show (ackermann 2 5))
(define (tak x y z) (if (not (< y x)) z (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))))
(show (tak 9 6 3))
;; Arguments are moved in parallel: each of these permutes its own.
(define (rotate n a b c) (if (= n 0) (list a b c) (rotate (- n 1) b c a)))
(show (rotate 4 1 2 3))
(define (exchange n a b) (if (= n 0) (list a b) (exchange (- n 1) b a)))
(show (exchange 3 'x 'y))
(show (two (two 1 (two 2 3)) (one (two 4 5))))
(show ((lambda (a b) (- a b)) 10 3))
(show ((lambda l l) 1 2 3))
(show (let ((f (lambda (x) (* x x)))) (+ (f 3) (f 4))))
;--- output
; 0
; 1
; (1 2)
; (() (1) (1 2))
; ((1 ()) (1 (2 3)))
; (16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1)
; 610
; (#t #f)
; 13
; 6
; (2 3 1)
; (y x)
; ((1 (2 3)) (4 5))
; 7
; (1 2 3)
; 25
