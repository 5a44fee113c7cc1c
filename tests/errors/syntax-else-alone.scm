;; else outside of cond
(import (scheme base) (scheme write))
(display (else 1))
;--- error
; error[E0114]: `else` means nothing here
;   --> syntax-else-alone.scm:3:10
;    |
;  3 | (display (else 1))
;    |          ^^^^^^^^
;--- exit 70
