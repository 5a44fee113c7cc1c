;; Whole computations by expansion: continuation-passing macros, reversal, counting.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))

(define-syntax rev (syntax-rules () ((_ () acc) 'acc) ((_ (x . r) (a ...)) (rev r (x a ...)))))
(show (rev (1 2 3 4) ()))
(define-syntax cps-append (syntax-rules () ((_ (k ...) () b) (k ... b)) ((_ k (x . a) b) (cps-append (cps-cons k x) a b))))
(define-syntax cps-cons (syntax-rules () ((_ (k ...) x l) (k ... (x . l)))))
(show (cps-append (quote) (1 2) (3 4)))
(define-syntax ten-times (syntax-rules () ((_ x) '(x x x x x x x x x x))))
(define-syntax hundred (syntax-rules () ((_ x) (ten-times (x x x x x x x x x x)))))
(show (length (hundred 1)))
(define-syntax my-cond
  (syntax-rules (else =>)
    ((_ (else e ...)) (begin e ...))
    ((_ (c => f) r ...) (let ((t c)) (if t (f t) (my-cond r ...))))
    ((_ (c e ...) r ...) (if c (begin e ...) (my-cond r ...)))
    ((_) 'nothing)))
(show (list (my-cond (#f 1) (else 2)) (my-cond ((assv 1 '((1 . x))) => cdr)) (my-cond (#f 1))))
(define-syntax my-quasi (syntax-rules (comma) ((_ (comma e)) e) ((_ (a . b)) (cons (my-quasi a) (my-quasi b))) ((_ a) 'a)))
(show (my-quasi (1 (comma (+ 1 1)) (x (comma (list 1))))))
(define-syntax generate (syntax-rules () ((_ name () (t ...)) (define (name) (let ((t 1) ...) (+ t ...)))) ((_ name (x . r) (t ...)) (generate name r (t ... tmp)))))
(generate four (1 2 3 4) ())
(show (four))
(define-syntax my-letrec
  (syntax-rules ()
    ((_ ((x e) ...) . body) (my-letrec "temps" (x ...) () ((x e) ...) . body))
    ((_ "temps" () (t ...) ((x e) ...) . body) (let ((x #f) ...) (let ((t e) ...) (set! x t) ... (let () . body))))
    ((_ "temps" (y . r) (t ...) bs . body) (my-letrec "temps" r (tmp t ...) bs . body))))
(show (my-letrec ((a (lambda (n) (if (= n 0) 'even (b (- n 1))))) (b (lambda (n) (if (= n 0) 'odd (a (- n 1)))))) (a 7)))
;--- output
; (4 3 2 1)
; (1 2 3 4)
; 10
; (2 x nothing)
; (1 2 (x (1)))
; 4
; odd
