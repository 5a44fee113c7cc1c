;; else outside of cond
(import (scheme base) (scheme write))
(display (else 1))
;--- error
;--- exit 70
