;; An anonymous procedure called wrongly
(import (scheme base) (scheme write))
(display ((lambda (x) x)))
;--- error
;--- exit 70
