;; SRFI 31: rec.
(import (scheme base) (scheme lazy) (srfi 31) (srfi srfi-31) (srfi :31) (srfi :31 rec) (check))

(check ((rec (factorial n) (if (= n 0) 1 (* n (factorial (- n 1))))) 10) => 3628800)
(check ((rec factorial (lambda (n) (if (= n 0) 1 (* n (factorial (- n 1)))))) 10) => 3628800)
(check ((rec (f . args) (if (null? args) 'end (apply f (cdr args)))) 1 2 3) => end)
(check ((rec (f a . rest) (if (null? rest) a (apply f rest))) 1 2 3) => 3)
(check ((rec (f) 5)) => 5)
(check ((rec (f n) (define m (- n 1)) (if (< m 0) 'done (f m))) 100000) => done)
;; A stream that refers to itself.
(check (let ((ones (rec s (cons 1 (delay s))))) (list (car ones) (eq? ones (force (cdr ones))))) => (1 #t))
;; The name is visible only inside.
(check (let ((f 'outer)) (rec (f) 'inner) f) => outer)
(check (rec x 5) => 5)
(check-error ((rec (f n) n)))
(check-error (rec x (+ x 1)))
(finish)
;--- output
; 11 checks
