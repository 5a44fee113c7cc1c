;; lambda with a parameter twice
(import (scheme base) (scheme write))
(define f (lambda (x y x) x))
;--- error
;--- exit 70
