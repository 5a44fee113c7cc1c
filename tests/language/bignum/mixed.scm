;; Bignums with flonums and fixnums, comparisons and equality across kinds.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define big (expt 10 30))
(show (< big 1e31))
(show (> big 1e29))
(show (= (expt 2 100) (inexact (expt 2 100))))
(show (= (+ (expt 2 100) 1) (inexact (expt 2 100))))
(show (< 1 big))
(show (< (- big) 1))
(show (eqv? big (expt 10 30)))
(show (eqv? big 1e30))
(show (equal? (list big) (list (* (expt 10 15) (expt 10 15)))))
(show (= (+ big 0.0) 1e30))
(show (* 0 big))
(show (- big big))
(show (+ big (- big) 5))
(show (= (inexact (quotient big 7)) 1.4285714285714286e29))
(show (exact 1e20))
(show (max big 1))
(show (< -inf.0 (- big) big +inf.0))
(show (list (= big +nan.0) (< big +nan.0)))
(show (assv big (list (cons 1 2) (cons (expt 10 30) 'found))))
(show (attempt (+ big 'a)))
(show (attempt (< big "1")))
(show (attempt (vector-ref (vector 1) big)))
(show (attempt (quotient big 0)))
(show (case big ((1000000000000000000000000000000) 'hit) (else 'miss)))
;--- output
; #t
; #t
; #t
; #f
; #t
; #t
; #t
; #f
; #t
; #t
; 0
; 0
; 5
; #t
; 100000000000000000000
; 1000000000000000000000000000000
; #t
; (#f #f)
; (1000000000000000000000000000000 . found)
; error
; error
; error
; error
; hit
