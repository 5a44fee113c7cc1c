;; Calls of procedures from data: arguments, results, list elements, expressions, primitives.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (call f . args) (apply f args))
(define (call1 f x) (f x))
(define (call2 f x y) (f x y))
(show (call1 car '(1 2)))
(show (call2 + 1 2))
(show (call2 cons 1 2))
(show (call1 (lambda (x) (* x 2)) 4))
(show (call2 (lambda l l) 1 2))
(show (call2 (lambda (a . l) (list a l)) 1 2))
(show ((if (call1 null? '()) + -) 5 3))
(show ((car (list call1 call2)) vector 1))
(show (((lambda (x) (lambda (y) (- x y))) 10) 3))
(show ((((lambda () (lambda () (lambda () 'deep)))))))
(show (map (lambda (f) (f 9)) (list (lambda (x) x) - number->string list)))
(show (attempt (call1 call1 call1)))
;--- output
; 1
; 3
; (1 . 2)
; 8
; (1 2)
; (1 (2))
; 8
; #(1)
; 7
; deep
; (9 -9 "9" (9))
; error
