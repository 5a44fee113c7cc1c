;; lambda with a number as parameter
(import (scheme base) (scheme write))
(define f (lambda (x 1) x))
;--- error
; error[E0101]: a parameter is an identifier
;   --> syntax-lambda-parameter.scm:3:22
;    |
;  3 | (define f (lambda (x 1) x))
;    |                      ^
;--- exit 70
