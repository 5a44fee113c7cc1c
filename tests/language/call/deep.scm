;; Recursion a hundred thousand calls deep, through calls of every kind.
;; modes: normal nursery
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define n 100000)
(define (count i) (if (= i 0) 0 (+ 1 (count (- i 1)))))
(show (count n))
(define (build i) (if (= i 0) '() (cons i (build (- i 1)))))
(show (length (build n)))
(define (sum l) (if (null? l) 0 (+ (car l) (sum (cdr l)))))
(show (sum (build n)))
(define (mutual-a i) (if (= i 0) 0 (+ 1 (mutual-b (- i 1)))))
(define (mutual-b i) (if (= i 0) 0 (+ 1 (mutual-a (- i 1)))))
(show (mutual-a n))
(define (by-apply i) (if (= i 0) 0 (+ 1 (apply by-apply (list (- i 1))))))
(show (by-apply n))
(show (length (map (lambda (x) (* x x)) (build n))))
(define (nested-map i) (if (= i 0) '(0) (map (lambda (x) (+ x 1)) (nested-map (- i 1)))))
(show (nested-map 10000))
(define (in-handler i) (if (= i 0) 0 (+ 1 (with-exception-handler (lambda (e) 0) (lambda () (in-handler (- i 1)))))))
(show (in-handler 10000))
(define (in-wind i) (if (= i 0) 0 (+ 1 (dynamic-wind (lambda () #f) (lambda () (in-wind (- i 1))) (lambda () #f)))))
(show (in-wind 10000))
;--- output
; 100000
; 100000
; 5000050000
; 100000
; 100000
; 100000
; (10000)
; 10000
; 10000
