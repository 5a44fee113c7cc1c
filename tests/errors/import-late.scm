;; A name used without its library
(import (scheme base))
(display 1)
;--- error
; error[E0406]: undefined variable: display
;   --> import-late.scm:3:2
;    |
;  3 | (display 1)
;    |  ^^^^^^^
;--- exit 70
