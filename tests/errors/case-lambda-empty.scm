;; A case-lambda without clauses takes no arguments at all, not even none
(import (scheme base) (scheme write) (scheme case-lambda))
(define f (case-lambda))
(display (procedure? f))
(newline)
(display (guard (e (#t 'refused)) (f 1)))
(newline)
(let ((g (car (list (case-lambda)))))
  (g))
;--- output
; #t
; refused
;--- error
; error[E0404]: anonymous procedure: has no clause for any arguments, got 0
;   --> case-lambda-empty.scm:9:3
;    |
;  9 |   (g))
;    |   ^^^
;--- exit 70
