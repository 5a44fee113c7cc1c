;; Parameters through continuations, closures, handlers and nested parameterize.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define p (make-parameter 1))
(define q (make-parameter 2 (lambda (x) (* x 10))))
(show (list (p) (q)))
(show (parameterize ((p 'a) (q 3)) (list (p) (q))))
(show (parameterize ((p 'a)) (parameterize ((p 'b)) (p))))
(show (parameterize ((p 'a)) (parameterize ((p 'b)) 0) (p)))
(show (let ((f (parameterize ((p 'a)) (lambda () (p))))) (f)))
;; A continuation brings its parameterization with it.
(define k #f)
(define seen '())
(define n 0)
(parameterize ((p 'inside)) (call/cc (lambda (c) (set! k c))) (set! seen (cons (p) seen)))
(set! n (+ n 1))
(set! seen (cons (p) seen))
(if (< n 3) (parameterize ((p 'elsewhere)) (k #f)))
(show seen)
(show (parameterize ((p 'a)) (call/cc (lambda (k) (parameterize ((p 'b)) (k (p)))))))
(show (list (parameterize ((p 'a)) (guard (e (#t (list e (p)))) (parameterize ((p 'b)) (raise (p))))) (p)))
(show (parameterize ((p 'a)) (with-exception-handler (lambda (e) (p)) (lambda () (parameterize ((p 'b)) (raise-continuable 1))))))
(show (parameterize ((p 1)) (dynamic-wind (lambda () #f) (lambda () (parameterize ((p 2)) (p))) (lambda () #f))))
(define (depth n) (if (= n 0) (p) (parameterize ((p (+ (p) 1))) (depth (- n 1)))))
(show (depth 1000))
(show (p))
(show (map (lambda (x) (parameterize ((p x)) (list (p) x))) '(a b)))
;; Generators keep theirs apart.
(define (reader) (call/cc (lambda (return) (parameterize ((p 'generator)) (call/cc (lambda (k) (return k))) (return (p))))))
(show (let ((r (reader))) (if (procedure? r) (r #f) r)))
;--- output
; (1 20)
; (a 30)
; b
; a
; 1
; (1 inside 1 inside 1 inside)
; b
; ((b a) 1)
; b
; 2
; 1001
; 1
; ((a a) (b b))
; generator
