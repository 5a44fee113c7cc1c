;; A name used without its library
(import (scheme base))
(display 1)
;--- error
; warning[W0102]: unbound variable `display`
;   --> import-late.scm:3:2
;    |
;  3 | (display 1)
;    |  ^^^^^^^
; error[E0406]: undefined variable: display
;   --> import-late.scm:3:1
;    |
;  3 | (display 1)
;    | ^^^^^^^^^^^
;--- exit 70
