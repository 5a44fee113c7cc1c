;; An empty combination
(import (scheme base) (scheme write))
(display ())
;--- error
; error[E0105]: empty combination `()`
;   --> syntax-empty.scm:3:10
;    |
;  3 | (display ())
;    |          ^^
;    = hint: the empty list is written '()
;--- exit 70
