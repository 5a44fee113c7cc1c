;; SRFI 2: and-let*.
(import (scheme base) (srfi 2) (srfi srfi-2) (srfi :2) (srfi :2 and-let*) (check))

(check (and-let* () 1) => 1)
(check (and-let* () 1 2) => 2)
(check (and-let* ()) => #t)
(check (let ((x #f)) (and-let* (x))) => #f)
(check (let ((x 1)) (and-let* (x))) => 1)
(check (and-let* ((x #f))) => #f)
(check (and-let* ((x 1))) => 1)
(check (and-let* ((#f) (x 1))) => #f)
(check (and-let* ((2) (x 1))) => 1)
(check (and-let* ((x 1) (2))) => 2)
(check (and-let* ((x 1) x)) => 1)
(check (let ((x #f)) (and-let* (x) x)) => #f)
(check (let ((x "")) (and-let* (x) x)) => "")
(check (let ((x 1)) (and-let* (x) (+ x 1))) => 2)
(check (let ((x #f)) (and-let* (x) (+ x 1))) => #f)
(check (let ((x 1)) (and-let* (((positive? x))) (+ x 1))) => 2)
(check (let ((x 1)) (and-let* (((positive? x)))) ) => #t)
(check (let ((x 0)) (and-let* (((positive? x))) (+ x 1))) => #f)
(check (let ((x 1)) (and-let* (((positive? x)) (x (+ x 1))) (+ x 1))) => 3)
;; A later clause may bind a name again; each clause sees those before it.
(check (let ((x 1)) (and-let* (((positive? x)) (x (+ x 1)) (x (+ x 1))) (+ x 1))) => 4)
(check (let ((x 1)) (and-let* (x ((positive? x))) (+ x 1))) => 2)
(check (let ((x 0)) (and-let* (x ((positive? x))) (+ x 1))) => #f)
(check (let ((x #f)) (and-let* (x ((positive? x))) (+ x 1))) => #f)
(check (let ((x 1) (y #f)) (and-let* (x y ((positive? x))) (/ x y))) => #f)
(check (let ((x 1) (y 2)) (and-let* (x y (z (/ x y)) ((> z 0))) z)) => 1/2)
;; Evaluation stops at the first #f, from left to right.
(check (let ((trace '()))
         (define (note x y) (set! trace (cons x trace)) y)
         (let ((r (and-let* ((a (note 'a 1)) ((note 'b #t)) (c (note 'c #f)) (d (note 'd 1))) (note 'e 1))))
           (list r (reverse trace))))
       => (#f (a b c)))
;; The body is a body: definitions are its own; it does not run for its value alone.
(check (and-let* ((x 5)) (define y (* x 2)) (+ x y)) => 15)
(check (and-let* ((x 5)) #f) => #f)
;; The body is in tail position.
(check (let loop ((n 100000)) (and-let* ((m (- n 1)) ((>= m 0))) (loop m))) => #f)
(check (let loop ((n 100000)) (or (and-let* (((= n 0))) 'done) (loop (- n 1)))) => done)
(check-error (and-let* ((x (car '()))) x))
;; Hygiene.
(check (let ((if list) (let 5)) (and-let* ((x let) ((= x 5))) x)) => 5)
(finish)
;--- output
; 32 checks
