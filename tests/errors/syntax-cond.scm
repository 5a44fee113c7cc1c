;; cond with an empty clause
(import (scheme base) (scheme write))
(cond ())
;--- error
; error[E0101]: malformed `cond`: expected a clause: (test expr …), (test => procedure) or (else expr …)
;   --> syntax-cond.scm:3:7
;    |
;  3 | (cond ())
;    |       ^^
;--- exit 70
