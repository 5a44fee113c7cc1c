;; The edges of fixnums, 62, 63 and 64 bits, crossed in both directions.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define edges (map (lambda (n) (expt 2 n)) '(59 60 61 62 63 64 128)))
(show edges)
(define (every p l) (or (null? l) (and (p (car l)) (every p (cdr l)))))
(show (every (lambda (e) (= (- (+ e 1) 1) e)) edges))
(show (every (lambda (e) (eqv? (+ (- e 1) 1) e)) edges))
(show (every (lambda (e) (eqv? (- (- e) 1) (- (+ e 1)))) edges))
(show (every (lambda (e) (eqv? (quotient (* e 3) 3) e)) edges))
(show (every (lambda (e) (and (< (- e 1) e (+ e 1)) (> (- 1 e) (- e) (- -1 e)))) edges))
(show (every (lambda (e) (eqv? (string->number (number->string e)) e)) edges))
(show (every (lambda (e) (eqv? (+ e (- e)) 0)) edges))
(show (every (lambda (e) (eqv? (* e e) (expt e 2))) edges))
(show (every (lambda (e) (= (exact (inexact e)) e)) edges))
(show (- 1152921504606846975 -1))
(show (- -1152921504606846976 1))
(show (+ -1152921504606846977 1))
(show (* 1152921504606846976 -1))
(show (- (* 1152921504606846976 -1)))
(show (abs -1152921504606846976))
(show (quotient -1152921504606846976 -1))
(show (eqv? (- (expt 2 60) 1) 1152921504606846975))
(show (list (even? (expt 2 64)) (odd? (+ (expt 2 64) 1)) (zero? (- (expt 2 64) (expt 2 64))) (negative? (- (expt 2 64)))))
;--- output
; (576460752303423488 1152921504606846976 2305843009213693952 4611686018427387904 9223372036854775808 18446744073709551616 340282366920938463463374607431768211456)
; #t
; #t
; #t
; #t
; #t
; #t
; #t
; #t
; #t
; 1152921504606846976
; -1152921504606846977
; -1152921504606846976
; -1152921504606846976
; 1152921504606846976
; 1152921504606846976
; 1152921504606846976
; #t
; (#t #t #t #t)
