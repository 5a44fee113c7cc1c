;; A program may define names that it leaves out of its imports, and bind imported ones locally.
(import (except (scheme base) list map) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (list . args) (cons 'mine args))
(define map 'not-a-procedure)
(define (f car) (car 5))
(show (list 1 2))
(show map)
(show (f (lambda (x) (* x 2))))
(show (let ((+ *)) (+ 3 4)))
(show (letrec ((vector-ref (lambda (v i) 'local))) (vector-ref 1 2)))
(define (g) (define (cons a b) 'inner) (cons 1 2))
(show (g))
;--- output
; (mine 1 2)
; not-a-procedure
; 10
; 12
; local
; inner
