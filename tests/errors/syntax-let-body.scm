;; let without a body
(import (scheme base) (scheme write))
(let ((x 1)))
;--- error
; error[E0109]: a body needs an expression
;   --> syntax-let-body.scm:3:1
;    |
;  3 | (let ((x 1)))
;    | ^^^^^^^^^^^^^
;--- exit 70
