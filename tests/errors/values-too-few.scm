;; Fewer values than variables
(import (scheme base) (scheme write))
(define-values (a b c) (values 1 2))
;--- error
;--- exit 70
