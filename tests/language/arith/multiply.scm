;; Multiplication: fixnums, overflow into bignums, flonums, signs.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (id x) x)
(show (* (id 6) (id 7)))
(show (* (id 6) 0))
(show (* (id -6) 7))
(show (* 7 (id -6)))
(show (* (id 1073741824) (id 1073741823)))
(show (* (id 1073741824) (id 1073741824)))
(show (* (id -1073741824) (id 1073741824)))
(show (* (id 4294967296) (id 4294967296)))
(show (* (id -1152921504606846976) -1))
(show (* (id 3037000500) (id 3037000500)))
(show (* (id 1152921504606846975) (id 1152921504606846975)))
(show (* (id 2.5) (id 2)))
(show (* (id 2) 2.5))
(show (* (id -1.0) 0.0))
(show (* (id 1) (id 2) (id 3) (id 4) (id 5)))
(show (attempt (* (id 'a) 2)))
(show (attempt (* 2 (id "x"))))
(show (attempt (* (id 0) (id 'a))))
;--- output
; 42
; 0
; -42
; -42
; 1152921503533105152
; 1152921504606846976
; -1152921504606846976
; 18446744073709551616
; 1152921504606846976
; 9223372037000250000
; 1329227995784915870597964051066650625
; 5.0
; 5.0
; -0.0
; 120
; error
; error
; error
