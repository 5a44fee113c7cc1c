;; SRFI 87: => in case clauses.
(import (scheme base) (scheme char) (srfi 87) (srfi srfi-87) (srfi :87) (srfi :87 case) (check))

(check (case 6 ((2 3 5 7) 'prime) ((1 4 6 8 9) => (lambda (x) (* x x))) (else 'none)) => 36)
(check (case (* 2 3) ((2 3 5 7) => -) (else => list)) => (6))
(check (case 'b ((a b) => symbol->string) (else 'none)) => "b")
(check (case #\x ((#\a) 1) (else => char-upcase)) => #\X)
(check (case 1 ((1) 'plain) ((1) => list) (else 'none)) => plain)
;; The key is evaluated once, the receiver only if its clause is taken.
(check (let ((n 0)) (list (case (begin (set! n (+ n 1)) n) ((1) => (lambda (x) (list x n))) (else 'none)) n))
       => ((1 1) 1))
(check (case 1 ((2) => (car '())) (else 'fine)) => fine)
(check-values (case 3 ((3) => (lambda (x) (values x x))) (else 0)) => 3 3)
(check (let loop ((n 100000)) (case n ((0) 'done) (else => (lambda (k) (loop (- k 1)))))) => done)
(check (case 5 ((1) 2) (else 'a 'b)) => b)
(check-error (case 1 ((1) => 5)))
(check-error (case 1 ((1) => (lambda () 5))))
;; Where => is bound to something else it is an expression.
(check (let ((=> 5)) (case 1 ((1) => 'x) (else 0))) => x)
(finish)
;--- output
; 13 checks
