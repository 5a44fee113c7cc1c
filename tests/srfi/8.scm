;; SRFI 8: receive.
(import (scheme base) (srfi 8) (srfi srfi-8) (srfi :8) (srfi :8 receive) (check))

(check (receive (a b) (values 1 2) (list a b)) => (1 2))
(check (receive (a b . rest) (values 1 2 3 4) (list a b rest)) => (1 2 (3 4)))
(check (receive (a . rest) (values 1) (list a rest)) => (1 ()))
(check (receive all (values 1 2 3) all) => (1 2 3))
(check (receive all (values) all) => ())
(check (receive () (values) 'none) => none)
(check (receive (a) 5 a) => 5)
(check (receive (q r) (floor/ 17 5) (define s (+ q r)) (* s 2)) => 10)
(check (receive (a b) (values 1 2) (set! a 10) (+ a b)) => 12)
(check (receive (a b) (receive (a b) (values 1 2) (values b a)) (list a b)) => (2 1))
(check (let loop ((n 100000)) (receive (a b) (values n (- n 1)) (if (= a 0) 'done (loop b)))) => done)
(check-error (receive (a b) (values 1) a))
(check-error (receive (a b) (values 1 2 3) a))
(check-error (receive (a . rest) (values) a))
(check (let ((lambda list) (call-with-values 5)) (receive (a) call-with-values a)) => 5)
(finish)
;--- output
; 15 checks
