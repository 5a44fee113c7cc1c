;; set! of a variable that nothing defines
(import (scheme base) (scheme write))
(set! nowhere 5)
;--- error
; error[E0406]: undefined variable: nowhere
;   --> assign-undefined.scm:3:7
;    |
;  3 | (set! nowhere 5)
;    |       ^^^^^^^
;--- exit 70
