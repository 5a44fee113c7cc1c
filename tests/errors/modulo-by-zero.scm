;; modulo by zero
(import (scheme base) (scheme write))
(display (modulo 10 0))
;--- error
; error[E0407]: modulo: division by zero: 10 0
;   --> modulo-by-zero.scm:3:10
;    |
;  3 | (display (modulo 10 0))
;    |          ^^^^^^^^^^^^^
;--- exit 70
