;; let-values with malformed formals
(import (scheme base) (scheme write))
(let-values ((1 (values 1))) 2)
;--- error
;--- exit 70
