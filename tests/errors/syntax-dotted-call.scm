;; A dotted combination
(import (scheme base) (scheme write))
(display (+ 1 . 2))
;--- error
; error[E0106]: an expression cannot be an improper list
;   --> syntax-dotted-call.scm:3:10
;    |
;  3 | (display (+ 1 . 2))
;    |          ^^^^^^^^^
;--- exit 70
