;; Escapes from loops, maps and nested calls; continuations used once, late and never.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (find p l) (call/cc (lambda (return) (for-each (lambda (x) (if (p x) (return x))) l) #f)))
(show (find even? '(1 3 4 5 6)))
(show (find even? '(1 3 5)))
(define (product l) (call/cc (lambda (k) (let loop ((l l)) (cond ((null? l) 1) ((= (car l) 0) (k 'zero)) (else (* (car l) (loop (cdr l)))))))))
(show (list (product '(1 2 3 4)) (product '(1 0 x))))
(show (+ 1 (call/cc (lambda (k) (+ 10 (k 1))))))
(show (call/cc (lambda (k1) (+ 1 (call/cc (lambda (k2) (k1 (+ 5 (call/cc (lambda (k3) (k2 10)))))))))) )
(define (deep n k) (if (= n 0) (k 'bottom) (+ 1 (deep (- n 1) k))))
(show (call/cc (lambda (k) (deep 10000 k))))
(show (let loop ((i 0) (sum 0)) (if (= i 1000) sum (loop (+ i 1) (+ sum (call/cc (lambda (k) (if (odd? i) (k 1) 0))))))))
(show (map (lambda (x) (call/cc (lambda (k) (if (< x 0) (k 'negative) (* x x))))) '(1 -2 3)))
(show (let ((l (call/cc list))) (if (pair? l) (if (procedure? (car l)) ((car l) 'again) l) l)))
(show (vector-map (lambda (x) (call/cc (lambda (k) (k (+ x 1))))) #(1 2 3)))
(show (call/cc (lambda (k) (apply k '(7)))))
(show (call/cc (lambda (k) (for-each k '(first second)))))
;--- output
; 4
; #f
; (24 zero)
; 2
; 11
; bottom
; 500
; (1 negative 9)
; again
; #(2 3 4)
; 7
; first
