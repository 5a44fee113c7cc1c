;; unquote outside of quasiquote
(import (scheme base) (scheme write))
(display ,x)
;--- error
; error[E0114]: `unquote` outside of quasiquote
;   --> syntax-unquote-alone.scm:3:10
;    |
;  3 | (display ,x)
;    |          ^^
;--- exit 70
