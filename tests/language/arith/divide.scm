;; quotient, remainder and modulo, with powers of two, negative operands and the one overflow.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (id x) x)
(show (list (quotient (id 17) 4) (remainder (id 17) 4) (modulo (id 17) 4)))
(show (list (quotient (id -17) 4) (remainder (id -17) 4) (modulo (id -17) 4)))
(show (list (quotient (id 17) -4) (remainder (id 17) -4) (modulo (id 17) -4)))
(show (list (quotient (id -17) -4) (remainder (id -17) -4) (modulo (id -17) -4)))
(show (list (quotient (id -16) 4) (remainder (id -16) 4) (modulo (id -16) 4)))
(show (list (quotient (id 5) 1) (remainder (id 5) 1) (modulo (id -5) 1)))
(show (list (quotient (id 5) -1) (remainder (id 5) -1) (modulo (id 5) -1)))
(show (quotient (id -1152921504606846976) (id -1)))
(show (quotient (id -1152921504606846976) -1))
(show (remainder (id -1152921504606846976) (id -1)))
(show (modulo (id -1152921504606846976) (id -1)))
(show (quotient (id 18446744073709551616) (id 4294967296)))
(show (remainder (id 18446744073709551617) (id 4294967296)))
(show (modulo (id -18446744073709551617) (id 4294967296)))
(show (quotient (id 5) (id 18446744073709551616)))
(show (remainder (id 5) (id -18446744073709551616)))
(show (modulo (id 5) (id -18446744073709551616)))
(show (quotient (id 7.0) 2))
(show (modulo (id -7.0) 2))
(show (attempt (quotient (id 1) (id 0))))
(show (attempt (quotient (id 1) 0)))
(show (attempt (remainder (id 1) (id 0))))
(show (attempt (modulo (id 1) (id 0))))
(show (attempt (modulo (id 10.5) 3)))
(show (attempt (quotient (id 'a) 3)))
(show (/ (id 12) (id 4)))
(show (/ (id 1.0) (id 4)))
(show (/ (id 0) (id 5)))
(show (attempt (/ (id 1) (id 0))))
;--- output
; (4 1 1)
; (-4 -1 3)
; (-4 1 -3)
; (4 -1 -1)
; (-4 0 0)
; (5 0 0)
; (-5 0 0)
; 1152921504606846976
; 1152921504606846976
; 0
; 0
; 4294967296
; 1
; 4294967295
; 0
; 5
; -18446744073709551611
; 3.0
; 1.0
; error
; error
; error
; error
; error
; error
; 3
; 0.25
; 0
; error
