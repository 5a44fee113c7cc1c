;; Keywords and procedures shadowed at the use, and names of the use kept out of the expansion.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define-syntax my-if (syntax-rules () ((_ c a b) (cond (c a) (else b)))))
(show (let ((cond list) (else #f) (if vector)) (my-if #f 1 2)))
(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(show (let ((t 5)) (my-or #f t)))
(show (let ((if list) (let 1) (t 2)) (my-or #f t)))
(define-syntax add1 (syntax-rules () ((_ x) (+ x 1))))
(show (let ((+ -)) (add1 5)))
(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(show (let ((tmp 1) (set! 2)) (swap! tmp set!) (list tmp set!)))
(define-syntax bind-x (syntax-rules () ((_ e) (let ((x 'macro)) e))))
(show (let ((x 'user)) (bind-x x)))
(define-syntax bind-given (syntax-rules () ((_ x e) (let ((x 'macro)) e))))
(show (let ((x 'user)) (bind-given x x)))
(define-syntax both (syntax-rules () ((_ y e) (let ((x 1) (y 2)) (list x y e)))))
(show (let ((x 'user)) (both x x)))
(define x 'global)
(define-syntax get-x (syntax-rules () ((_) x)))
(show (let ((x 'local)) (get-x)))
(set! x 'changed)
(show (let ((x 'local)) (list x (get-x))))
(show (let loop ((i 0)) (define-syntax again (syntax-rules () ((_ v) (loop v)))) (if (< i 3) (let ((loop list)) (again (+ i 1))) i)))
;--- output
; 2
; 5
; 2
; 6
; (2 1)
; user
; macro
; (1 2 2)
; global
; (local changed)
; 3
