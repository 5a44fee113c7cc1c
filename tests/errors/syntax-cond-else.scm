;; else before the last clause
(import (scheme base) (scheme write))
(cond (else 1) (#t 2))
;--- error
; error[E0101]: malformed `cond`: expected `else` in the last clause only
;   --> syntax-cond-else.scm:3:7
;    |
;  3 | (cond (else 1) (#t 2))
;    |       ^^^^^^^^
;--- exit 70
