;; An anonymous procedure called wrongly
(import (scheme base) (scheme write))
(display ((lambda (x) x)))
;--- error
; error[E0404]: anonymous procedure: expected 1 argument, got 0
;   --> arity-lambda.scm:3:10
;    |
;  3 | (display ((lambda (x) x)))
;    |          ^^^^^^^^^^^^^^^^
;--- exit 70
