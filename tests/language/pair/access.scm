;; car and cdr in all compositions, as values and as tests, and their errors.
(import (scheme base) (scheme write) (scheme cxr))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (id x) x)
(define l (id '(1 (2 3) ((4) 5) . 6)))
(show (car l))
(show (cadr l))
(show (caadr l))
(show (cadadr l))
(show (caaddr l))
(show (cdddr l))
(show (if (pair? (car l)) 1 2))
(show (if (null? (cdr (id '(1)))) 1 2))
(show (if (eq? (car (id '(a))) 'a) 1 2))
(show (attempt (car (id '()))))
(show (attempt (cdr (id 5))))
(show (attempt (cadr (id '(1)))))
(show (attempt (cddr (id '(1)))))
(show (attempt (caar (id '(1)))))
(show (attempt (car (id (vector 1)))))
(show (attempt (car (id "a"))))
(show (attempt (car (id 1.5))))
(show (attempt (car (id car))))
(show (attempt (if (car (id 'a)) 1 2)))
(show (attempt (begin (car (id 'a)) 'not-reached)))
(show (attempt (let ((unused (car (id 'a)))) 'not-reached)))
;--- output
; 1
; (2 3)
; 2
; 3
; (4)
; 6
; 2
; 1
; 1
; error
; error
; error
; error
; error
; error
; error
; error
; error
; error
; error
; error
