;; define with two values
(import (scheme base) (scheme write))
(define x 1 2)
;--- error
; error[E0101]: malformed `define`: expected (define name expr) or (define (name . formals) body …)
;   --> syntax-define-value.scm:3:1
;    |
;  3 | (define x 1 2)
;    | ^^^^^^^^^^^^^^
;--- exit 70
