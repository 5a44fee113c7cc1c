;; lambda with a parameter twice
(import (scheme base) (scheme write))
(define f (lambda (x y x) x))
;--- error
; error[E0104]: `x` is bound twice
;   --> syntax-lambda-duplicate.scm:3:24
;    |
;  3 | (define f (lambda (x y x) x))
;    |                        ^
;--- exit 70
