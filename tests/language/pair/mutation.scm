;; set-car!, set-cdr!, list-set!, sharing and circular lists.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define p (list 1 2 3))
(define q p)
(set-car! p 'x)
(show q)
(set-cdr! (cdr p) '(y z))
(show q)
(set-car! (cddr (list-copy p)) 'unseen)
(list-set! p 1 'w)
(show p)
(define c (list 1 2))
(set-cdr! (cdr c) c)
(show (let loop ((l c) (n 0) (acc '())) (if (= n 5) acc (loop (cdr l) (+ n 1) (cons (car l) acc)))))
(define self (cons 1 2))
(set-car! self self)
(set-cdr! self self)
(show (eq? (car (cdr (car self))) self))
(show (let ((t (cons 1 2))) (set-car! t (cdr t)) (set-cdr! t (car t)) t))
(show (attempt (set-car! 5 1)))
(show (attempt (set-cdr! '() 1)))
(show (attempt (set-car! (vector 1) 1)))
(define (reverse! l) (let loop ((l l) (r '())) (if (null? l) r (let ((next (cdr l))) (set-cdr! l r) (loop next l)))))
(show (reverse! (list 1 2 3 4)))
;--- output
; (x 2 3)
; (x 2 y z)
; (x w y z)
; (1 2 1 2 1)
; #t
; (2 . 2)
; error
; error
; error
; (4 3 2 1)
