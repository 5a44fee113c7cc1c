;; A macro that never ends
(import (scheme base) (scheme write))
(define-syntax forever (syntax-rules () ((_ x) (forever (x)))))
(forever a)
;--- error
; error[E0203]: the expansion of macro `forever` does not end
;   --> macro-endless.scm:4:1
;    |
;  4 | (forever a)
;    | ^^^^^^^^^^^
;--- exit 70
