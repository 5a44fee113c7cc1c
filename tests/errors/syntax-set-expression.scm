;; set! of an expression
(import (scheme base) (scheme write))
(set! (car '(1)) 2)
;--- error
; error[E0101]: malformed `set!`: expected a name
;   --> syntax-set-expression.scm:3:7
;    |
;  3 | (set! (car '(1)) 2)
;    |       ^^^^^^^^^^
;--- exit 70
