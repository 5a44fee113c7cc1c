;; Rest arguments: fresh lists, empty ones, captured and assigned.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (f a b . c) (list a b c))
(show (f 1 2))
(show (f 1 2 3))
(show (f 1 2 3 4 5))
(show (apply f 1 '(2 3 4)))
(define (g . all) (set! all (cons 'first all)) all)
(show (list (g) (g 1) (g 1 2)))
(define (h . all) (lambda () all))
(show ((h 1 2 3)))
(define (sum . l) (let loop ((l l) (s 0)) (if (null? l) s (loop (cdr l) (+ s (car l))))))
(show (sum 1 2 3 4 5 6 7 8 9 10))
(define original (list 1 2 3))
(define (mutate! . l) (set-car! l 'x) l)
(show (list (apply mutate! original) original))
(define (nested a . b) (if (null? b) (list a) (cons a (apply nested b))))
(show (nested 1 2 3 4))
(show (attempt (f 1)))
(show (attempt (f)))
(define (ignored a . rest) a)
(show (ignored 1 2 3 4))
(show (let loop ((i 0) (l '())) (if (= i 5) (apply sum l) (loop (+ i 1) (cons i l)))))
;--- output
; (1 2 ())
; (1 2 (3))
; (1 2 (3 4 5))
; (1 2 (3 4))
; ((first) (first 1) (first 1 2))
; (1 2 3)
; 55
; ((x 2 3) (1 2 3))
; (1 2 3 4)
; error
; error
; 1
; 10
