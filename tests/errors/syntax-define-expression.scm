;; define in an expression
(import (scheme base) (scheme write))
(display (+ 1 (define x 5)))
;--- error
; error[E0108]: `define` is a definition, but an expression is expected
;   --> syntax-define-expression.scm:3:15
;    |
;  3 | (display (+ 1 (define x 5)))
;    |               ^^^^^^^^^^^^
;--- exit 70
