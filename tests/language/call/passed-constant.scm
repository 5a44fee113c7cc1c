;; What every call passes is known in the procedure, and nothing else changes
(import (scheme base) (scheme write))
(define (show . xs) (write xs) (newline))

;; One primitive for all calls, passed on through recursion and a helper.
(define (sort items before?)
  (if (null? items)
      '()
      (insert (car items) (sort (cdr items) before?) before?)))
(define (insert item items less?)
  (cond ((null? items) (list item))
        ((less? item (car items)) (cons item items))
        (else (cons (car items) (insert item (cdr items) less?)))))
(show (sort '(3 1 2) <))

;; Zeros that differ, and NaN.
(define (zero z) (/ 1.0 z))
(show (zero 0.0) (zero -0.0))
(define (nan n) (list n (= n n)))
(show (nan +nan.0) (nan +nan.0))

;; Called before what it gets is defined.
(define (late f) (f 1))
(show (guard (e (#t 'early)) (late later)))
(define (later x) (+ x 1))
(show (late later))

;; It also escapes, or is assigned, or called with too few.
(define (escaping f x) (f x))
(show (escaping car '(1 2)) (map escaping (list cdr) '((1 2))))
(define (changing n) (set! n (+ n 1)) n)
(show (changing 1) (changing 1))
(define (few a b) (list a b))
(show (few 1 2) (guard (e (#t 'arity)) (few 1)))
(define (only-itself f) (only-itself f))
(show (let loop ((i 0) (step 2) (acc '())) (if (> i 5) acc (loop (+ i step) step (cons i acc)))))
;--- output
; ((1 2 3))
; (+inf.0 -inf.0)
; ((+nan.0 #f) (+nan.0 #f))
; (early)
; (2)
; (1 ((2)))
; (2 2)
; ((1 2) arity)
; ((4 2 0))
