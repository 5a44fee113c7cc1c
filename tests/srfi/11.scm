;; SRFI 11: let-values and let*-values.
(import (scheme base) (srfi 11) (srfi srfi-11) (srfi :11) (srfi :11 let-values) (check))

(check (let-values (((root rem) (exact-integer-sqrt 32))) (* root rem)) => 35)
(check (let-values (((a b) (values 1 2)) ((c) (values 3))) (list a b c)) => (1 2 3))
(check (let-values (((a b . rest) (values 1 2 3 4)) (all (values 5 6)) (() (values))) (list a b rest all))
       => (1 2 (3 4) (5 6)))
(check (let-values () 5) => 5)
(check (let*-values () 5) => 5)
(check (let-values ((none (values))) none) => ())
;; let-values binds at once, let*-values one after the other.
(check (let ((a 'a) (b 'b) (x 'x) (y 'y)) (let-values (((a b) (values x y)) ((x y) (values a b))) (list a b x y)))
       => (x y a b))
(check (let ((a 'a) (b 'b) (x 'x) (y 'y)) (let*-values (((a b) (values x y)) ((x y) (values a b))) (list a b x y)))
       => (x y x y))
(check (let*-values (((a) 1) ((a) (+ a 1)) ((a . r) (values a a))) (list a r)) => (2 (2)))
;; The body is a body in tail position.
(check (let-values (((a) 1)) (define b 2) (+ a b)) => 3)
(check (let loop ((n 100000)) (let-values (((m) (- n 1))) (if (= m 0) 'done (loop m)))) => done)
(check (let loop ((n 100000)) (let*-values (((m) (- n 1))) (if (= m 0) 'done (loop m)))) => done)
(check-error (let-values (((a b) (values 1))) a))
(check-error (let*-values (((a) (values 1 2))) a))
(check-error (let-values (((a b . c) 1)) a))
(finish)
;--- output
; 15 checks
