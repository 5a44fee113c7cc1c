;; lambda without a body
(import (scheme base) (scheme write))
(define f (lambda (x)))
;--- error
; error[E0109]: a body needs an expression
;   --> syntax-lambda.scm:3:11
;    |
;  3 | (define f (lambda (x)))
;    |           ^^^^^^^^^^^^
;--- exit 70
