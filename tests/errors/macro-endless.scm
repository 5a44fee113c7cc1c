;; A macro that never ends
(import (scheme base) (scheme write))
(define-syntax forever (syntax-rules () ((_ x) (forever (x)))))
(forever a)
;--- error
;--- exit 70
