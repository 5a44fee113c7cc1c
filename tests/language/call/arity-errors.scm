;; Wrong numbers of arguments are conditions, for every kind of callee and call.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (id x) x)
(define (none) 0)
(define (two a b) (list a b))
(define (rest a . b) (list a b))
(show (attempt ((id none) 1)))
(show (attempt ((id two) 1)))
(show (attempt ((id two) 1 2 3)))
(show (attempt ((id rest))))
(show (attempt ((id car))))
(show (attempt ((id car) 1 2)))
(show (attempt ((id cons) 1)))
(show (attempt ((id vector-ref) (vector 1))))
(show (attempt (apply two '(1 2 3))))
(show (attempt (apply two '())))
(show (attempt (map two '(1 2))))
(show (attempt (for-each none '(1))))
(show (attempt (call-with-values (lambda () (values 1 2 3)) two)))
(show (attempt (call-with-values (lambda () (values)) two)))
(show (attempt (call/cc none)))
(show (attempt (dynamic-wind none none two)))
(show (attempt (with-exception-handler (lambda (e) 1) two)))
(show (attempt (5 6)))
(show (attempt ((id "not a procedure"))))
(show (attempt ((id '()) 1 2 3)))
(show (attempt ((id 1.5))))
(show (attempt ((vector 1 2) 0)))
;; And the world goes on.
(show (two 1 2))
;--- output
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
; (1 2)
