;; SRFI 16: case-lambda.
(import (scheme base) (srfi 16) (srfi srfi-16) (srfi :16) (srfi :16 case-lambda) (check))

(define plus
  (case-lambda
    (() 0)
    ((x) x)
    ((x y) (+ x y))
    ((x y z) (+ (+ x y) z))
    (args (apply + args))))
(check (plus) => 0)
(check (plus 1) => 1)
(check (plus 1 2 3) => 6)
(check (plus 1 2 3 4) => 10)
(check (apply plus '(1 2)) => 3)
(check-error ((case-lambda ((a) a) ((a b) (* a b))) 1 2 3))
(check-error ((case-lambda ((a) a) ((a b . r) (* a b)))))
(check ((case-lambda ((a) (list 'one a)) ((a b . c) (list 'more a b c)) (d (list 'all d)))) => (all ()))
(check ((case-lambda ((a) (list 'one a)) ((a b . c) (list 'more a b c)) (d (list 'all d))) 1) => (one 1))
(check ((case-lambda ((a) (list 'one a)) ((a b . c) (list 'more a b c)) (d (list 'all d))) 1 2 3 4)
       => (more 1 2 (3 4)))
;; The first clause that fits is taken.
(check ((case-lambda ((a . b) 'first) ((a) 'second)) 1) => first)
(check (procedure? (case-lambda ((a) a))) => #t)
;; Clauses are bodies and share what they close over.
(check (let ((n 0))
         (define counter (case-lambda (() n) ((k) (define m (+ n k)) (set! n m) m)))
         (counter 5)
         (counter 6)
         (counter))
       => 11)
(check (letrec ((loop (case-lambda ((n) (loop n 0)) ((n acc) (if (= n 0) acc (loop (- n 1) (+ acc 1)))))))
         (loop 100000))
       => 100000)
(finish)
;--- output
; 14 checks
