;; let-syntax, letrec-syntax and internal define-syntax: what each body sees.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(show (let ((x 1)) (let-syntax ((get (syntax-rules () ((_) x)))) (let ((x 2)) (list x (get))))))
(show (let-syntax ((a (syntax-rules () ((_) 1)))) (let-syntax ((a (syntax-rules () ((_) 2))) (b (syntax-rules () ((_) (a))))) (list (a) (b)))))
(show (letrec-syntax ((ev? (syntax-rules () ((_) #t) ((_ x . r) (od? . r)))) (od? (syntax-rules () ((_) #f) ((_ x . r) (ev? . r))))) (list (ev? a b) (ev? a b c))))
(show (let () (define-syntax m (syntax-rules () ((_ e) (n e)))) (define-syntax n (syntax-rules () ((_ e) (list 'n e)))) (m 1)))
(show (let ((f (lambda (x) (list 'outer x)))) (define-syntax m (syntax-rules () ((_ e) (f e)))) (define (f x) (list 'inner x)) (m 1)))
(show (let () (define-syntax m (syntax-rules () ((_ x) (define x 5)))) (m y) (define z (+ y 1)) (list y z)))
(show (let loop ((i 0)) (let-syntax ((next (syntax-rules () ((_) (loop (+ i 1)))))) (if (< i 5) (next) i))))
(define-syntax global (syntax-rules () ((_) 'global)))
(show (list (global) (let-syntax ((global (syntax-rules () ((_) 'local)))) (global)) (let ((global (lambda () 'procedure))) (global))))
(show (let () (define (global) 'internal) (global)))
(show (let-syntax ((m (syntax-rules () ((_ a b) (let ((a 1)) (+ a b)))))) (let ((x 10)) (m x x))))
(show (let-syntax ((foo (syntax-rules () ((_) 'a)))) (define x (foo)) (define y 'b) (list x y)))
(show ((lambda (x) (define-syntax double (syntax-rules () ((_ e) (* 2 e)))) (define y (double x)) (double y)) 3))
(show (let ((=> 1)) (let-syntax ((m (syntax-rules (=>) ((_ =>) 'same) ((_ x) 'other)))) (list (m =>) (let ((=> 2)) (m =>))))))
;--- output
; (2 1)
; (2 1)
; (#t #f)
; (n 1)
; (inner 1)
; (5 6)
; 5
; (global local procedure)
; internal
; 2
; (a b)
; 12
; (same other)
