;; An anonymous procedure called wrongly
(import (scheme base) (scheme write))
(display ((lambda (x) x)))
;--- error
; error[E0404]: procedure: expected 1 argument, got 0
;   --> arity-lambda.scm:3:10
;    |
;  3 | (display ((lambda (x) x)))
;    |          ^^^^^^^^^^^^^^^^
; called from:
;   top level at arity-lambda.scm:3:10
;--- exit 70
