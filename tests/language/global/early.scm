;; A top-level variable has no value before its definition, in procedures neither; procedures and constants may come in
;; any order as long as nothing runs between them.
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error)) e))))
(show (attempt later))
(show (attempt (procedure 1)))
(define later 5)
(define (procedure x) (+ x constant))
(define constant 2)
(show (attempt (procedure later)))
(define (early) (attempt last))
(show (early))
(define last #t)
(show (early))
;--- output
; error
; error
; 7
; error
; #t
