;; More values than parameters
(import (scheme base) (scheme write))
(call-with-values (lambda () (values 1 2 3)) (lambda (a b) a))
;--- error
;--- exit 70
