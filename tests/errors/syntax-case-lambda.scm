;; case-lambda with a clause that is none
(import (scheme base) (scheme case-lambda))
(define f (case-lambda (x)))
;--- error
; error[E0109]: a body needs an expression
;   --> syntax-case-lambda.scm:3:24
;    |
;  3 | (define f (case-lambda (x)))
;    |                        ^^^
;--- exit 70
