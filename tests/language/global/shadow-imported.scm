;; A program may define a name that it does not import, and use a local with an imported name.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (list . args) (cons 'mine args))
(define (f car) (car 5))
(show (list 1 2))
(show (f (lambda (x) (* x 2))))
(show (let ((+ *)) (+ 3 4)))
(show (letrec ((vector-ref (lambda (v i) 'local))) (vector-ref 1 2)))
(define (g) (define (cons a b) 'inner) (cons 1 2))
(show (g))
(show (map (lambda (x) (cons x x)) '(1)))
;--- output
; (mine 1 2)
; 10
; 12
; local
; inner
; ((1 . 1))
