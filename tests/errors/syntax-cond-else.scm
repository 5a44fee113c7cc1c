;; else before the last clause
(import (scheme base) (scheme write))
(cond (else 1) (#t 2))
;--- error
;--- exit 70
