;; Collections while the stack is deep, and continuations that hold stacks.
;; modes: normal nursery
(import (scheme base) (scheme write) (scheme cxr))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (build n) (if (= n 0) '() (let ((x (list n (* n 1.5)))) (cons x (build (- n 1))))))
(define l (build 30000))
(show (let loop ((l l) (n 30000)) (if (null? l) n (if (and (= (caar l) n) (= (cadar l) (* n 1.5))) (loop (cdr l) (- n 1)) (list 'wrong n)))))
(define ks '())
(define (deep n) (if (= n 0) (call/cc (lambda (k) (set! ks (cons k ks)) 0)) (+ 1 (car (list (deep (- n 1)))))))
(define sums '())
(define (one i) (set! sums (cons (deep 500) sums)))
(do ((i 0 (+ i 1))) ((= i 20)) (one i))
(show (length ks))
(show (apply + sums))
(define (garbage n) (if (> n 0) (begin (make-vector 100 n) (garbage (- n 1)))))
(garbage 5000)
(define last-k (car ks))
(define times 0)
(show (let ((n (deep 100))) (set! times (+ times 1)) (if (< times 3) ((car ks) times)) (list n times)))
(show (length ks))
;--- output
; 0
; 20
; 10000
; (102 3)
; 21
