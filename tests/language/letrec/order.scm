;; letrec* runs in order; internal definitions too; early use is a condition.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define trace '())
(define (note x) (set! trace (cons x trace)) x)
(show (letrec* ((a (note 1)) (b (note (+ a 1))) (c (note (+ b 1)))) (list a b c (reverse trace))))
(define (f) (define a (note 'x)) (define (g) a) (define b (g)) (list a b))
(show (f))
(show (attempt (letrec* ((a b) (b (list 1))) a)))
(show (attempt (letrec ((a (car b)) (b (list 1))) a)))
(show (attempt (let () (define (f) x) (define y (f)) (define x (list 1)) y)))
(show (let () (define (f) x) (define x 1) (f)))
(show (attempt (letrec ((f (lambda () (g))) (x (f)) (g (lambda () (h))) (h (lambda () x))) x)))
(show (letrec ((x 1) (f (lambda () (set! x (+ x 1)) x))) (f) (f)))
(show (attempt (letrec* ((k (call/cc (lambda (c) c))) (x 5)) (if (procedure? k) (k x) (list k x)))))
(show (letrec* ((a (lambda () b)) (b (let ((v 5)) (lambda () v)))) ((a))))
;--- output
; (1 2 3 (1 2 3))
; (x x)
; error
; error
; error
; 1
; error
; 3
; (5 5)
; 5
