;; Records: construction, access, mutation, type checks, nesting.
(import (scheme base) (scheme write))
(define-syntax show (syntax-rules () ((_ e) (begin (write e) (newline)))))
(define-syntax attempt
  (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error) (#t (list 'raised x))) e))))

(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define-record-type <node> (node value left right) node? (value node-value) (left node-left) (right node-right set-right!))
(define p (make-point 1 2))
(show (list (point-x p) (point-y p)))
(set-point-x! p 10)
(show (point-x p))
(show (list (point? p) (node? p) (point? 5) (point? (vector 1 2))))
(define (insert t v)
  (cond ((not t) (node v #f #f))
        ((< v (node-value t)) (node (node-value t) (insert (node-left t) v) (node-right t)))
        (else (node (node-value t) (node-left t) (insert (node-right t) v)))))
(define (in-order t) (if t (append (in-order (node-left t)) (list (node-value t)) (in-order (node-right t))) '()))
(show (in-order (let loop ((l '(5 2 8 1 9 3)) (t #f)) (if (null? l) t (loop (cdr l) (insert t (car l)))))))
(show (attempt (point-x (node 1 2 3))))
(show (attempt (point-x 5)))
(show (attempt (point-x '(1 2))))
(show (attempt (set-point-x! (node 1 2 3) 1)))
(show (attempt (node-value p)))
(show (map point-x (list p (make-point 3 4))))
(show (if (point? p) (if (node? p) 'both 'point) 'none))
(define-record-type empty (make-empty) empty?)
(show (list (empty? (make-empty)) (eq? (make-empty) (make-empty))))
(define-record-type partial (make-partial b) partial? (a partial-a set-partial-a!) (b partial-b))
(define q (make-partial 'b))
(set-partial-a! q 'a)
(show (list (partial-a q) (partial-b q)))
(define cyclic (node 1 #f #f))
(set-right! cyclic cyclic)
(show (node-value (node-right (node-right cyclic))))
;--- output
; (1 2)
; 10
; (#t #f #f #f)
; (1 2 3 5 8 9)
; error
; error
; error
; error
; error
; (10 3)
; point
; (#t #f)
; (a b)
; 1
