#lang racket/base
;; Racket: its R5RS (pairs are mutable), and what the programs use of R7RS besides.
(require r5rs srfi/9)
(define-syntax-rule (make-bytevector size byte) (make-bytes size byte))
(define-syntax-rule (bytevector-u8-ref v i) (bytes-ref v i))
(define-syntax-rule (bytevector-u8-set! v i byte) (bytes-set! v i byte))
(define-syntax-rule (exact x) (inexact->exact x))
(define-syntax-rule (inexact x) (exact->inexact x))
(define (make-list n item)
  (if (= n 0) '() (cons item (make-list (- n 1) item))))
