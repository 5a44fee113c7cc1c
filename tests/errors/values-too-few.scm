;; Fewer values than variables
(import (scheme base) (scheme write))
(define-values (a b c) (values 1 2))
;--- error
; error[E0412]: expected 3 values, got 2
;--- exit 70
