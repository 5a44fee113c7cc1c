;; SRFI 227: optional arguments.
(import (scheme base) (srfi 227) (srfi 227 definition) (only (srfi srfi-227) opt-lambda)
        (only (srfi :227 opt-lambda) opt*-lambda) (check))

(define f (opt-lambda (a b (c 1) (d 2) . r) (list a b c d r)))
(check (f 1 2) => (1 2 1 2 ()))
(check (f 1 2 3) => (1 2 3 2 ()))
(check (f 1 2 3 4) => (1 2 3 4 ()))
(check (f 1 2 3 4 5 6) => (1 2 3 4 (5 6)))
(check-error (f 1))

;; Inits of opt-lambda see the surroundings, those of opt*-lambda the arguments before them.
(define n 1)
(define g (opt-lambda (n (m (* n 2))) (list n m)))
(check (g 2) => (2 2))
(check (g 2 3) => (2 3))
(check-error (g))
(check-error (g 1 2 3))
(define g* (opt*-lambda (n (m (* n 2)) (k (+ n m))) (list n m k)))
(check (g* 2) => (2 4 6))
(check (g* 2 3) => (2 3 5))
(check (g* 2 3 4) => (2 3 4))
(check (let ((x 1)) ((opt-lambda ((x 2) (y x)) (list x y)))) => (2 1))
(check (let ((x 1)) ((opt-lambda ((x 2) (y x)) (list x y)) 5)) => (5 1))

;; Inits are evaluated for missing arguments only, at each call.
(define calls 0)
(define h (opt-lambda ((x (begin (set! calls (+ calls 1)) calls))) x))
(check (let* ((a (h)) (b (h 10)) (c (h))) (list a b c calls)) => (1 10 2 2))
(check ((opt-lambda () 'none)) => none)
(check ((opt-lambda all all) 1 2) => (1 2))
(check ((opt*-lambda ((a 1) . rest) (list a rest))) => (1 ()))
(check ((opt-lambda (a) (define b (* a a)) b) 3) => 9)

(check (let-optionals '(1 2) (x . y) (list x y)) => (1 (2)))
(check (let-optionals '(1) (x (y 2) (z 3)) (list x y z)) => (1 2 3))
(check (let-optionals* '(1 3) (x (y 2) (z (+ x y))) (list x y z)) => (1 3 4))
(check-error (let-optionals '() (x) x))
(define-optionals (f1 x (y 1)) (list x y))
(check (f1 0) => (0 1))
(define-optionals* (f2 x (y (* x x)) . z) (list x y z))
(check (f2 3) => (3 9 ()))
(check (f2 3 4 5) => (3 4 (5)))
(finish)
;--- output
; 26 checks
