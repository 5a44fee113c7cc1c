;; Top-level procedures may call what is defined later; using it too early is a condition.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (early) (late))
(define late-value (list 'late))
(define (late) (car late-value))
(show (early))
(define x 1)
(define (get-x) x)
(set! x 2)
(show (get-x))
(define (f) (g))
(define (g) (h 1))
(define (h n) (if (= n 0) 'done (f-again)))
(define (f-again) (h 0))
(show (f))
(show (attempt later-variable))
(define later-variable (list 5))
(show later-variable)
(define (use-later) (car even-later))
(show (attempt (use-later)))
(define even-later (vector->list (vector 1 2)))
(show (use-later))
(show (attempt (set! never-yet (+ never-yet 1))))
(define never-yet 1)
(show never-yet)
(define table (list (lambda () (helper 1)) (lambda () (helper 2))))
(define (helper n) (* n 10))
(show (map (lambda (f) (f)) table))
;--- output
; late
; 2
; done
; error
; (5)
; error
; 1
; error
; 1
; (10 20)
