;; case-lambda with a clause that is none
(import (scheme base) (scheme case-lambda))
(define f (case-lambda (x)))
;--- error
;--- exit 70
