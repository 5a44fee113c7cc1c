;; let-values with malformed formals
(import (scheme base) (scheme write))
(let-values ((1 (values 1))) 2)
;--- error
; error[E0101]: expected a list of parameters
;   --> syntax-let-values.scm:3:15
;    |
;  3 | (let-values ((1 (values 1))) 2)
;    |               ^
;--- exit 70
