;; SRFI 145: assumptions.
(import (scheme base) (srfi 145) (srfi srfi-145) (srfi :145) (srfi :145 assumptions) (check))

(check (assume #t) => #t)
(check (assume (memq 'b '(a b c)) "b is in") => (b c))
(check (assume 5 "message" 1 2) => 5)
(check (let ((n 0)) (assume (begin (set! n (+ n 1)) #t)) n) => 1)
(check-error (assume #f))
(check-error (assume (> 1 2) "one is not more than two" 1 2))
;; The message and objects go with the condition; they are evaluated only then.
(check (guard (e ((error-object? e) (and (member 42 (error-object-irritants e)) 'told)))
         (assume (= 1 2) "unequal" 42))
       => told)
(check (let ((n 0)) (assume #t (begin (set! n 1) "message")) n) => 0)
(finish)
;--- output
; 8 checks
