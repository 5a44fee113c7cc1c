;; define without a name
(import (scheme base) (scheme write))
(define)
;--- error
; error[E0101]: malformed `define`: expected (define name expr) or (define (name . formals) body …)
;   --> syntax-define.scm:3:1
;    |
;  3 | (define)
;    | ^^^^^^^^
;--- exit 70
