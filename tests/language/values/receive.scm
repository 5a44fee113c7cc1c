;; Multiple values received in every shape.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define-syntax receive (syntax-rules () ((_ formals e body ...) (call-with-values (lambda () e) (lambda formals body ...)))))
(define (two) (values 1 2))
(define (none) (values))
(define (n-values n) (let loop ((i n) (l '())) (if (= i 0) (apply values l) (loop (- i 1) (cons i l)))))
(show (receive (a b) (two) (list a b)))
(show (receive all (two) all))
(show (receive (a . rest) (two) (list a rest)))
(show (receive (a b . rest) (two) (list a b rest)))
(show (receive () (none) 'none))
(show (receive all (none) all))
(show (receive (a) 5 a))
(show (receive (a) (values 5) a))
(show (let loop ((n 0)) (if (= n 50) 'fine (if (= n (receive all (n-values n) (length all))) (loop (+ n 1)) n))))
(show (receive all (n-values 300) (apply + all)))
(show (let-values (((a b) (two)) ((c) (values 3))) (list a b c)))
(show (let*-values (((a b) (two)) ((c d) (values b a))) (list a b c d)))
(define-values (x y . z) (n-values 5))
(show (list x y z))
(show (let () (define-values (p q) (two)) (define-values all (two)) (list p q all)))
(show (call-with-values two cons))
(show (call-with-values (lambda () (if #t (two) (values 3 4))) list))
(show (call-with-values (lambda () (let ((x 1)) (cond ((= x 1) (values x (+ x 1) (+ x 2))) (else (two))))) list))
(show (call-with-values (lambda () (begin 0 (two))) list))
(show (call-with-values (lambda () (dynamic-wind (lambda () (values 8 9)) two (lambda () (values)))) list))
(show (call-with-values (lambda () (call-with-values two (lambda (a b) (values b a)))) list))
(show (call-with-values (lambda () (apply values '(1 2 3))) list))
(show (attempt (receive (a b) (values 1) a)))
(show (attempt (receive (a b) (values 1 2 3) a)))
(show (attempt (receive (a b . c) 1 a)))
(show (attempt (receive (a) (none) a)))
(show (attempt (let-values (((a b) (none))) a)))
;--- output
; (1 2)
; (1 2)
; (1 (2))
; (1 2 ())
; none
; ()
; 5
; 5
; fine
; 45150
; (1 2 3)
; (1 2 2 1)
; (1 2 (3 4 5))
; (1 2 (1 2))
; (1 . 2)
; (1 2)
; (1 2 3)
; (1 2)
; (1 2)
; (2 1)
; (1 2 3)
; error
; error
; error
; error
; error
