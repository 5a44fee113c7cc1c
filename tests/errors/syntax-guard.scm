;; guard without clauses in parentheses
(import (scheme base) (scheme write))
(guard e (car 5))
;--- error
; error[E0101]: malformed `guard`: expected (guard (name clause …) body …)
;   --> syntax-guard.scm:3:8
;    |
;  3 | (guard e (car 5))
;    |        ^
;--- exit 70
