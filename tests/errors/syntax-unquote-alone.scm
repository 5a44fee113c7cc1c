;; unquote outside of quasiquote
(import (scheme base) (scheme write))
(display ,x)
;--- error
; error[E0114]: `unquote` means nothing here
;   --> syntax-unquote-alone.scm:3:10
;    |
;  3 | (display ,x)
;    |          ^^
;--- exit 70
