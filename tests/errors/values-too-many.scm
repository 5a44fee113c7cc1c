;; More values than parameters
(import (scheme base) (scheme write))
(call-with-values (lambda () (values 1 2 3)) (lambda (a b) a))
;--- error
; error[E0412]: expected 2 values, got 3
;--- exit 70
