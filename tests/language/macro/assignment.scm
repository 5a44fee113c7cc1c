;; set! through macros: of arguments, free variables, and generated ones.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define-syntax inc! (syntax-rules () ((_ x) (set! x (+ x 1))) ((_ x n) (set! x (+ x n)))))
(define g 1)
(inc! g)
(inc! g 10)
(show g)
(show (let ((x 1)) (inc! x) (inc! x x) x))
(define hidden 0)
(define-syntax tick! (syntax-rules () ((_) (begin (inc! hidden) hidden))))
(show (let* ((hidden 'mine) (a (tick!)) (b (tick!))) (list a b hidden)))
(define-syntax rotate! (syntax-rules () ((_ a) #t) ((_ a b) (let ((t a)) (set! a b) (set! b t))) ((_ a b c ...) (begin (rotate! a b) (rotate! b c ...)))))
(show (let ((x 1) (y 2) (z 3) (t 4)) (rotate! x y z t) (list x y z t)))
(define-syntax push! (syntax-rules () ((_ v l) (set! l (cons v l)))))
(show (let ((l '())) (push! 1 l) (push! 2 l) l))
(define-syntax memo (syntax-rules () ((_ e) (let ((done #f) (v #f)) (lambda () (if (not done) (begin (set! v e) (set! done #t))) v)))))
(show (let* ((n 0) (m (memo (begin (set! n (+ n 1)) n)))) (m) (m) (list (m) n)))
(define-syntax my-do (syntax-rules () ((_ n body) (let loop ((i n)) (if (> i 0) (begin body (loop (- i 1))))))))
(show (let ((i 0)) (my-do 3 (set! i (+ i 1))) i))
;--- output
; 12
; 4
; (1 2 mine)
; (2 3 4 1)
; (2 1)
; (1 1)
; 3
