;; lambda without a body
(import (scheme base) (scheme write))
(define f (lambda (x)))
;--- error
;--- exit 70
