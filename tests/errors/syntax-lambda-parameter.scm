;; lambda with a number as parameter
(import (scheme base) (scheme write))
(define f (lambda (x 1) x))
;--- error
;--- exit 70
