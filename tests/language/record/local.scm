;; Record types defined in bodies are new each time, and procedures of records are values.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define (make-stack-type)
  (define-record-type stack (make-stack items) stack? (items stack-items set-stack-items!))
  (values (lambda () (make-stack '()))
          stack?
          (lambda (s x) (set-stack-items! s (cons x (stack-items s))))
          (lambda (s) (let ((x (car (stack-items s)))) (set-stack-items! s (cdr (stack-items s))) x))))
(define-values (new-a a? push-a pop-a) (make-stack-type))
(define-values (new-b b? push-b pop-b) (make-stack-type))
(define s (new-a))
(push-a s 1)
(push-a s 2)
(show (list (a? s) (b? s)))
(show (let* ((x (pop-a s)) (y (pop-a s))) (list x y)))
(show (attempt (push-b s 1)))
(show (attempt (pop-a (new-b))))
(show (attempt (pop-a s)))
(define-syntax define-pair-type
  (syntax-rules () ((_ make pred first second) (define-record-type pair-type (make a b) pred (a first) (b second)))))
(define-pair-type kons kons? kfirst ksecond)
(define-pair-type snoc snoc? sfirst ssecond)
(show (list (kfirst (kons 1 2)) (ssecond (snoc 3 4)) (kons? (snoc 1 2))))
;; The type that an evaluation made is no field of its records, and each procedure keeps its own.
(define (make-point-type)
  (define-record-type <point> (make-point y) point? (x point-x set-point-x!) (y point-y) (z point-z))
  (list <point> make-point point? point-x set-point-x! point-y))
(define one (make-point-type))
(define two (make-point-type))
(define (call procedure . args) (apply (list-ref one procedure) args))
(define p (call 1 5))
(call 4 p (list 1 2))
(show p)
(show (list (call 3 p) (call 5 p) (eq? (car one) (car two)) (eq? (car one) (car one))))
(show ((list-ref two 2) p))
(show (attempt ((list-ref two 3) p)))
(show (attempt ((list-ref two 4) p 1)))
(show (attempt (call 5 'p)))
(show (attempt (call 1 1 2)))
(show (call 3 p))
;--- output
; (#t #f)
; (2 1)
; error
; error
; error
; (1 4 #f)
; #<point x: (1 2) y: 5 z: #<unspecified>>
; ((1 2) 5 #f #t)
; #f
; error
; error
; error
; error
; (1 2)
