;; Captured variables: several levels, several closures, parameters, loop variables.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define (adder n) (lambda (x) (+ x n)))
(define add1 (adder 1))
(define add10 (adder 10))
(show (list (add1 5) (add10 5)))
(define (three a) (lambda (b) (lambda (c) (lambda (d) (list a b c d)))))
(show ((((three 1) 2) 3) 4))
(define (many a b c d e f g h) (lambda () (list h g f e d c b a)))
(show ((many 1 2 3 4 5 6 7 8)))
(define (skipping a) (lambda () (lambda () (lambda () a))))
(show ((((skipping 'far)))))
(define (compose . fs) (if (null? fs) (lambda (x) x) (lambda (x) ((car fs) ((apply compose (cdr fs)) x)))))
(show ((compose add1 add10 add1) 0))
(define fs (let loop ((i 0) (l '())) (if (= i 5) (reverse l) (loop (+ i 1) (cons (lambda () i) l)))))
(show (map (lambda (f) (f)) fs))
(show (map (lambda (f) (f)) (map (lambda (x) (lambda () (* x x))) '(1 2 3))))
(define (self-reference) (define (f n) (if (= n 0) f (f (- n 1)))) (f 3))
(show (procedure? (self-reference)))
(define (pair-of x) (let ((y (* x 2))) (cons (lambda () x) (lambda () y))))
(show (let ((p (pair-of 4))) (list ((car p)) ((cdr p)))))
(show (let ((x 1)) (let ((f (lambda () x))) (let ((x 2)) (list x (f))))))
(show ((lambda (x) ((lambda (f) (let ((x 'inner)) (f))) (lambda () x))) 'outer))
(show ((let ((a 1)) (let ((b (+ a 1))) (let ((c (+ a b))) (lambda (d) (list a b c d))))) 4))
;--- output
; (6 15)
; (1 2 3 4)
; (8 7 6 5 4 3 2 1)
; far
; 12
; (0 1 2 3 4)
; (1 4 9)
; #t
; (4 8)
; (2 1)
; outer
; (1 2 3 4)
